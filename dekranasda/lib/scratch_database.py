"""A database for one measurement or experiment, beside the project's own and dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg2 import sql

from dekranasda.lib.postgres_backend.base import DatabaseWrapper


@contextmanager
def scratch_database(label: str, *, template: str = "") -> Iterator[str]:
    """The name of a fresh database: a copy of `template`, or as the migrations leave it."""
    name = f"{connection.settings_dict['NAME']}_{label}"
    if template:
        _drop(name)
        _run("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield name
        finally:
            _drop(name)
        return
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # Nobody may be connected to a database that is copied.
    connection.close()
    connection.settings_dict["NAME"] = own
    try:
        yield name
    finally:
        _drop(name)


def kept_database(label: str, *, template: str = "", is_fresh: bool = False) -> tuple[str, bool]:
    """The name of a database that stays, and whether it is new: then a copy of `template`, or
    empty. It is dropped first where a fresh one is asked for."""
    name = f"{connection.settings_dict['NAME']}_{label}"
    if is_fresh:
        _drop(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name, False
    _run("CREATE DATABASE {} TEMPLATE {}", name, template or "template0")
    return name, True


def is_embedded() -> bool:
    """Whether this process works on the embedded server, which its clients start themselves."""
    return isinstance(connections[DEFAULT_DB_ALIAS], DatabaseWrapper)


def environment_of(name: str) -> dict[str, str]:
    """This process's environment, naming another database of the same server.

    The secrets of this checkout are used, as the demo does, and nothing is slowed by DEBUG. The
    embedded server is named by itself, so that whoever finds it dead starts it again.
    """
    ours = os.environ | {"DEKRANASDA_DEMO": "1", "DEBUG": ""}
    if is_embedded():
        return ours | {"DATABASE_URL": "", "DATABASE_NAME": name}
    found = connection.get_connection_params()
    user, host = found.get("user") or "", found.get("host") or ""
    password = f":{quote(found['password'], safe='')}" if found.get("password") else ""
    place = (
        f"{quote(user, safe='')}{password}@{quote(str(host), safe='')}:{found.get('port') or ''}"
    )
    url = f"postgres://{place.rstrip(':')}/{name}"
    return ours | {"DATABASE_URL": url}


def _drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(statement: str, *names: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
