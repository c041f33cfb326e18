"""Kills what takes part in an import's commit, and looks at what is left.

The looks start no server: whoever was served by a dead one has to bring it back.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django_tasks_db.models import DBTaskResult

from artisans.imports.at_work import LOCK_CLASS
from artisans.imports.changes import trail_of
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    FactSource,
    ImportChange,
    ReadinessAssessment,
)
from dekranasda.lib import embedded_postgres
from dekranasda.lib.scratch_database import environment_of

T = TypeVar("T")
QUEUE = DBTaskResult._meta.db_table
PATIENCE = 120  # seconds
COUNTED = {
    "perajin": Artisan._meta.db_table,
    "usaha": Business._meta.db_table,
    "tahun": BusinessYear._meta.db_table,
    "kesiapan": ReadinessAssessment._meta.db_table,
    "asal data": FactSource._meta.db_table,
    "perubahan": ImportChange._meta.db_table,
    "riwayat perajin": trail_of(Artisan)._meta.db_table,
    "riwayat usaha": trail_of(Business)._meta.db_table,
    "riwayat tahun": trail_of(BusinessYear)._meta.db_table,
}
# The content of the registry without keys and moments: equal texts, equal registries.
CONTENT = """
    SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
        SELECT concat_ws('|', o.name, o.gender, o.born_on, o.phone, o.other_phones, o.village_id,
            encode(o.national_id_index, 'hex'), b.name, b.business_id, b.kbli, b.craft_id,
            b.village_id, b.address, b.products_text, b.founded_in, b.size_class, b.state,
            (SELECT string_agg(concat_ws(':', y.year, y.turnover_idr, y.capital_idr,
                y.workers_male, y.workers_female), ',' ORDER BY y.year)
             FROM artisans_businessyear y WHERE y.business_id = b.id),
            (SELECT string_agg(concat_ws(':', a.assessed_on, a.level), ',' ORDER BY a.id)
             FROM artisans_readinessassessment a WHERE a.business_id = b.id)) AS line
        FROM artisans_business b JOIN artisans_artisan o ON o.id = b.owner_id) AS lines
"""


@dataclass(frozen=True)
class Left:
    """What stands in the database at one moment: rows, their content, the state of the batch."""

    counts: dict[str, int]
    content: str
    batch: str
    outcomes: dict[str, int]
    settled: int
    searches: int

    @property
    def words(self) -> str:
        """The figures that the table prints."""
        return "/".join(str(self.counts[name]) for name in ("perajin", "usaha", "asal data"))


def ask(name: str, statement: str, *values: Any) -> tuple[Any, ...]:
    """The first row of the answer; no server is started for it. Raises psycopg2.Error."""
    parameters = connection.get_connection_params() | {"dbname": name}
    parameters = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port")
                  if parameters.get(key)}  # fmt: skip
    with closing(psycopg2.connect(**parameters, connect_timeout=5)) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone() or ()


def until(look: Callable[[], T], what: str, *, every: float = 0.01) -> T:
    """The first answer that says something; a server that is away says nothing. A look costs a
    connection; `every` are the seconds between two."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if answer := look():
                return answer
        except psycopg2.OperationalError:
            time.sleep(0.05)
        time.sleep(every)
    raise CommandError(f"Tidak terjadi dalam {PATIENCE} detik: {what}.")


def left_in(name: str) -> Left:
    """What stands there now; one statement, hence one moment."""
    counts = ", ".join(
        f"'{word}', (SELECT count(*) FROM {table})"  # noqa: S608 names of tables of the models
        for word, table in COUNTED.items()
    )
    found = until(
        lambda: ask(
            name,
            f"""
            SELECT json_build_object({counts}), ({CONTENT}), batch.state,
                (SELECT json_object_agg(outcome, n) FROM (SELECT outcome, count(*) AS n
                    FROM artisans_importrow WHERE batch_id = batch.id GROUP BY outcome) AS o),
                (SELECT count(*) FROM artisans_importrow
                    WHERE batch_id = batch.id AND business_id IS NOT NULL),
                (SELECT count(*) FROM {QUEUE}
                    WHERE task_path = 'artisans.tasks.find_duplicates')
            FROM artisans_importbatch AS batch ORDER BY id DESC LIMIT 1
            """,  # noqa: S608 names of tables come from the models
        ),
        "basis data menjawab",
    )
    return Left(*found)


def holder(name: str) -> int:
    """The server's process that stores, 0 where none does."""
    found = ask(
        name,
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
        LOCK_CLASS,
    )
    return found[0] if found else 0


def doing(name: str, pid: int) -> str:
    """The last statement of the server's process, in its first words."""
    try:
        found = ask(name, "SELECT state, query FROM pg_stat_activity WHERE pid = %s", pid)
    except psycopg2.OperationalError:
        found = ()
    if not found:
        return "sudah selesai"
    words = " ".join(found[1].replace('"', "").split()[:3])[:30]
    return f"setelah {words}" if found[0].startswith("idle") else words


class Runner:
    """Starts workers on a database of one's own, and kills one of those who take part."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def start(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command of the portal on that database, as a process of its own."""
        with Path(self.folder, "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
                env=environment_of(name) | {"PRIVATE_ROOT": self.folder},
                stdout=log,
                stderr=log,
            )

    def run(self, name: str, *arguments: str) -> None:
        """The same, to its end. Raises CommandError with what it said."""
        if self.start(name, *arguments).wait():
            said = Path(self.folder, "workers.log").read_text(errors="replace")[-3000:]
            raise CommandError(f"{' '.join(arguments)} gagal:\n{said}")

    def worker(self, name: str) -> "subprocess.Popen[bytes]":
        """The portal's worker, until nothing waits any more."""
        return self.start(
            name, "db_worker", "--queue-name", "*", "--batch", "--no-startup-delay",
            "--no-reload", "--interval", "0.1",
        )  # fmt: skip

    def disturbed(
        self, name: str, worker: "subprocess.Popen[bytes]", victim: str, moment: float
    ) -> str:
        """Waits for the commit, then for the moment, and kills; what was being done just then."""
        backend = until(lambda: holder(name), "penyimpanan dimulai")
        time.sleep(moment)
        what = doing(name, backend)
        if victim == "pekerja":
            worker.kill()
            worker.wait()
        elif victim == "proses basis data":
            _kill(backend)
        else:
            server = embedded_postgres.status()
            _kill(server or 0)
            until(lambda: embedded_postgres.status() != server, "peladen mati")
            # Whoever was served brings it back. Between two tasks a worker ends with it instead;
            # then whoever starts next would.
            until(lambda: worker.poll() is not None or ask(name, "SELECT 1"), "peladen kembali")
            if worker.poll() is not None:
                embedded_postgres.start()
        if victim != "peladen":
            # Whoever was served is let go only when the server has noticed.
            until(lambda: holder(name) != backend, "koneksi yang mati berakhir")
        return what


def _kill(pid: int) -> None:
    # What has ended by itself is dead enough; its number may be somebody else's by now.
    with suppress(OSError):
        if pid and b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
