"""Notices at the start that a key is missing or wrong, before it reads or writes anything.

For every key that has written, a known text under it stands in the database, with the digest of a
known text under the index key.
"""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections

from dekranasda.lib import encryption
from dekranasda.models import KeyCanary

KNOWN = "dekranasda"
IS_PRIVATE = settings.DATABASES["default"]["ENGINE"] == "dekranasda.lib.postgres_backend"


def _context(key_id: str) -> str:
    return f"dekranasda_keycanary.cipher|{key_id}"


def _index() -> bytes:
    return encryption.blind_index(KNOWN, purpose="canary")


def problems(*, with_database: bool = True) -> list[str]:
    """What is wrong with the keys, in words for who runs the portal; empty where all is well.

    Before the first migration, and while the database is out of reach, only the file is checked.
    """
    try:
        keys, _index_key = encryption.load_keys()
    except ImproperlyConfigured as error:
        return [str(error)]
    if not with_database:
        return []
    try:
        canaries = list(KeyCanary.objects.all())
    except DatabaseError:
        return []
    found = []
    for canary in canaries:
        if canary.key_id not in keys:
            found.append(f"The key {canary.key_id} has written numbers and is not in the key file.")
        elif not _is_right(canary):
            found.append(f"The key {canary.key_id} is not the one that has written here.")
        if bytes(canary.index) != _index():
            found.append("The index key is not the one that has written here.")
    if found and IS_PRIVATE and not settings.ENCRYPTION_KEYS_FILE:
        found.append(_way_out())
    return list(dict.fromkeys(found))


def _way_out() -> str:
    """What helps where the private database outlived the key that was kept beside the code."""
    from dekranasda.lib import embedded_postgres  # noqa: PLC0415 only where it serves

    kept, folder = settings.BASE_DIR / "var", embedded_postgres.project_place().folder
    return (
        f"The key of this database lay in {kept / 'encryption_key'}: put that file back, "
        f"or begin anew: make stop && rm -r {folder} {kept}"
    )


def _is_right(canary: KeyCanary) -> bool:
    try:
        text = encryption.decrypt(canary.cipher, context=_context(canary.key_id))
    except encryption.DecryptionError:
        return False
    return text == KNOWN


def remember_newest() -> None:
    """Keeps the canary of the newest key. Raises ImproperlyConfigured while a key is wrong."""
    require()
    key_id = list(encryption.load_keys()[0])[-1]
    cipher = encryption.encrypt(KNOWN, context=_context(key_id))
    KeyCanary.objects.get_or_create(key_id=key_id, defaults={"cipher": cipher, "index": _index()})


def forget_others() -> None:
    """Forgets the canaries of older keys, which may then be taken out of the file."""
    KeyCanary.objects.exclude(key_id=list(encryption.load_keys()[0])[-1]).delete()


def require() -> None:
    """Raises ImproperlyConfigured where a key is missing or wrong."""
    if found := problems():
        raise ImproperlyConfigured(" ".join(found))


def require_at_start() -> None:
    """`require` for a server's start; leaves no connection open for processes that follow."""
    try:
        require()
    finally:
        connections.close_all()


def remember_after_migrate(**_kwargs: Any) -> None:
    """After every migrate: the newest key is known from then on."""
    if KeyCanary._meta.db_table in connection.introspection.table_names():
        remember_newest()


@checks.register(checks.Tags.security)
def check_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Every command, and so the worker, refuses to start with a wrong key.

    A check alone does not start the private database; what it needs it for asks again.
    """
    found = problems(with_database=not getattr(connection, "is_asleep", False))
    return [
        checks.Error(text, id=f"dekranasda.E{number:03}") for number, text in enumerate(found, 1)
    ]
