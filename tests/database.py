"""The tests' database: migrated once, copied for every worker, put right after a test that commits.

The migrated database stays on the server, so that the next run needs no migrations; it is made anew
when a migration, or what a migration reads, has changed.
"""

import hashlib
import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from dekranasda.models import KeyCanary

# Nothing of a test has to survive a power cut, so no commit waits for the disk.
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")

LOCK = 3522  # held while the template is looked at and made, by one worker at a time
KEPT = "kept"  # the schema with a copy of every row that migrations leave


# One template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Lets every worker's database be a copy of the migrated one."""
    with django_db_blocker.unblock():
        test_settings = connection.settings_dict["TEST"]
        test_settings["TEMPLATE"] = migrated_template()


def migrated_template() -> str:
    """The name of a database that all migrations have gone through; made where there is none."""
    name = f"test_{connection.settings_dict['NAME']}_template"
    mark = state_of_migrations()
    with connection._nodb_cursor() as cursor:  # the lock ends with this connection
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        if cursor.fetchone() != (mark,):
            make_template(name)
            cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', [mark])
    return name


def make_template(name: str) -> None:
    """Migrates an empty database. The mark of its keys is left to each copy: keys may change."""
    own, own_test = connection.settings_dict["NAME"], dict(connection.settings_dict["TEST"])
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        KeyCanary.objects.all().delete()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        connection.settings_dict["TEST"].update(own_test)


def state_of_migrations() -> str:
    """A digest of every migration and of what they read: project modules and tables of data."""
    files = {
        path
        for app in apps.get_app_configs()
        for path in Path(app.path, "migrations").glob("**/*")
        if path.suffix in (".py", ".sql")
    }
    files |= {read for path in files for read in imported_by(path)}
    files |= set(Path(settings.COUNCIL_DATA_DIR).glob("*.csv"))
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted(files):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def imported_by(migration: Path) -> Iterator[Path]:
    """The project's modules that a migration imports."""
    for name in re.findall(r"^(?:from|import) ([\w.]+)", migration.read_text(), re.MULTILINE):
        spec = importlib.util.find_spec(name)
        path = Path(spec.origin or "") if spec else Path()
        if path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts:
            yield path


# Putting right what a test committed


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keeps what the migrations left, and lets it return where Django would empty everything.

    Ends what a live server's thread left connected, so that the database can be dropped.
    """
    with django_db_blocker.unblock():
        keep_rows()
    TransactionTestCase._fixture_teardown = lambda _self: restore()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def keep_rows() -> None:
    """Copies every table that has rows, to be able to say later whether a test changed them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")  # of a database that is reused
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled(cursor, tables(cursor)):
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')


def restore() -> None:
    """Empties the tables that a test filled, and gives those of the migrations their rows again.

    A flush would truncate all hundred tables, and fill in permissions, villages and crafts anew.
    Triggers, which guard rows and note changes, rest meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
        kept = {name for (name,) in cursor.fetchall()}
        spoilt = filled(cursor, tables(cursor) - kept) | changed(cursor, kept)
        for name in spoilt:
            cursor.execute(f'ALTER TABLE public."{name}" DISABLE TRIGGER USER')
            cursor.execute(f'DELETE FROM public."{name}"')  # noqa: S608 a table's name
        for name in spoilt & kept:
            copy = f'SELECT * FROM {KEPT}."{name}"'  # noqa: S608 a table's name
            cursor.execute(f'INSERT INTO public."{name}" {copy}')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in spoilt:
            cursor.execute(f'ALTER TABLE public."{name}" ENABLE TRIGGER USER')


def tables(cursor: Any) -> set[str]:
    """The tables of the portal."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in cursor.fetchall()}


def filled(cursor: Any, names: set[str]) -> set[str]:
    """Those of the tables that hold a row."""
    return _where(cursor, names, 'EXISTS (SELECT 1 FROM public."{0}")')


def changed(cursor: Any, names: set[str]) -> set[str]:
    """Those of the kept tables whose rows differ from their copy."""
    rows = "(SELECT md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {0} r)"
    here, copy = rows.format('public."{0}"'), rows.format(f'{KEPT}."{{0}}"')
    return _where(cursor, names, f"{here} IS DISTINCT FROM {copy}")


def _where(cursor: Any, names: set[str], condition: str) -> set[str]:
    if not names:
        return set()
    asked = (f"SELECT '{name}' WHERE {condition.format(name)}" for name in sorted(names))
    cursor.execute(" UNION ALL ".join(asked))
    return {name for (name,) in cursor.fetchall()}
