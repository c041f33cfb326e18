#!/bin/sh
# Installs Debian or Ubuntu packages where this account may, and otherwise says what is missing.
# Usage: deploy/install_package.sh PROGRAM PACKAGE...   (nothing to do where PROGRAM is there)
set -u

program=$1
shift
command -v "$program" >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null </dev/null; then
    as_root='sudo -n'
else
    echo "$program is missing. With the system's rights: apt-get install $*" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "$program is missing. Install it with this system's packages ($*)." >&2
    exit 1
fi

echo "Installing $* with apt-get ..." >&2
export DEBIAN_FRONTEND=noninteractive
install="$as_root apt-get install -y -q --no-install-recommends $*"
{ $install || { $as_root apt-get update -q && $install; }; } </dev/null >/dev/null 2>&1 && exit 0
echo "apt-get could not install $*; install it by hand." >&2
exit 1
