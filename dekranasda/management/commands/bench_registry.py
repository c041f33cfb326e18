"""Compares the registry's list at two sizes, as staff open it.

Each size has a database of its own on the same server, filled by `seed_scale` and dropped
afterwards. The sizes are measured in turns, each turn in a process of its own, and the least of all
turns counts: whatever else the machine did meanwhile only adds.
"""

import json
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dekranasda.accounts.models import User
from dekranasda.lib.scratch_database import environment_of, scratch_database

LIST = "/kerja/registri/"
# How many times longer the larger registry may take: narrowed and sorted; searched by words.
MOST_LISTED, MOST_SEARCHED = 2, 3
# What is asked: a common word, one person, an old spelling, filters common and rare, orders, pages.
QUESTIONS = (
    ("everything", ""),
    ("common word", "?q=batik"),
    ("one name", "?q=Kasiyem+Handayani"),
    ("old spelling", "?q=Soedjono"),
    ("word of two letters", "?q=si"),
    ("nothing fits", "?q=zzzz"),
    ("one NIB", "?q=9000000000777"),
    ("word, by name", "?q=batik&urut=nama"),
    ("word and district", "?q=batik&kecamatan=35.22.20"),
    ("word, district, ready", "?q=si&kecamatan=35.22.20&siap=siap"),
    ("district and craft", "?kecamatan=35.22.20&kerajinan=BTK"),
    ("one village", "?kecamatan=35.22.20&desa=35.22.20.2001"),
    ("dormant in a district", "?kecamatan=35.22.20&keadaan=dormant"),
    ("with an account", "?akun=ya"),
    ("without a village", "?masalah=desa"),
    ("ready ones", "?siap=siap"),
    ("ready, by level", "?siap=siap&urut=-kesiapan"),
    ("oldest data first", "?urut=data"),
    ("by owner, backwards", "?urut=-pemilik"),
    ("page 100", "?hal=100"),
)
Answers = dict[str, dict[str, float]]


class Command(BaseCommand):
    """Every question is asked several times by a member of the staff."""

    help = "Compare the registry's list over a small and a large registry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sizes, or databases that exist already, and how often each question is asked."""
        parser.add_argument("--businesses", type=int, nargs=2, default=(11_000, 1_000_000))
        parser.add_argument("--databases", nargs=2, help="two filled databases of this server")
        parser.add_argument("--turns", type=int, default=3)
        parser.add_argument("--times", type=int, default=5, help="per question and turn")
        parser.add_argument("--step", choices=STEPS, help="one step; for this command's use")

    def handle(self, *args: Any, turns: int, times: int, step: str, **options: Any) -> None:
        """Prints a line for each question, and those that take too long."""
        if step:
            self.stdout.write(json.dumps(STEPS[step](times)))
            return
        with ExitStack() as stack:
            names = options["databases"] or [
                stack.enter_context(_filled(size)) for size in options["businesses"]
            ]
            environments = [environment_of(name) | {"DEBUG": "1"} for name in names]
            least: list[Answers] = [{}, {}]
            for _turn in range(turns):
                for answers, environment in zip(least, environments, strict=True):
                    _keep_least(answers, json.loads(_run("ask", environment, str(times))))
        self._print(*least)

    def _print(self, small: Answers, large: Answers) -> None:
        self.stdout.write(
            f"{'least milliseconds':23}{'page':>14}{'ratio':>8}{'CPU':>15}{'SQL':>16}{'queries':>9}"
        )
        late = []
        for name, query in QUESTIONS:
            few, many = small[name], large[name]
            ratio = many["page"] / few["page"]
            self.stdout.write(
                f"{name:23}{few['page']:7.0f} →{many['page']:5.0f}{ratio:8.1f}"
                f"{few['cpu']:8.0f} →{many['cpu']:5.0f}{few['sql']:9.1f} →{many['sql']:5.1f}"
                f"{many['queries']:9.0f}"
            )
            if ratio > (MOST_SEARCHED if "q=" in query else MOST_LISTED):
                late.append(name)
        self.stdout.write(
            f"too slow: {', '.join(late)}"
            if late
            else f"every list within {MOST_LISTED} times, every search within {MOST_SEARCHED} times"
        )


@contextmanager
def _filled(size: int) -> Iterator[str]:
    """The name of a database with so many invented businesses."""
    with scratch_database(f"list_{size}") as name:
        _run("fill", environment_of(name), str(size))
        yield name


def _run(step: str, environment: dict[str, str], number: str) -> str:
    """What a step says that runs in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_registry"]
    done = subprocess.run(
        [*command, "--step", step, "--times", number],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"One step failed:\n{done.stderr}")
    return done.stdout


def _keep_least(least: Answers, turn: Answers) -> None:
    for name, figures in turn.items():
        kept = least.setdefault(name, figures)
        least[name] = {key: min(kept[key], value) for key, value in figures.items()}


# What each process does


def fill(businesses: int) -> dict[str, float]:
    """Fills this database, and leaves its tables as a database at rest has them."""
    call_command("seed_scale", businesses=businesses, stdout=StringIO())
    User.objects.create_superuser("ukur@contoh.id", "x")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {}


def ask(times: int) -> Answers:
    """The least milliseconds of each page, of its SQL, and of processor time; the queries."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(is_superuser=True)[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    answers: Answers = {}
    for name, query in QUESTIONS:
        _keep_least(answers, {name: _ask(client, LIST + query, server)})
        for _again in range(times):
            _keep_least(answers, {name: _ask(client, LIST + query, server)})
    return answers


def _ask(client: Client, address: str, server: Path) -> dict[str, float]:
    processor, started = _processor_seconds(server), time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        status = client.get(address, secure=True).status_code
    page = time.perf_counter() - started
    processor = _processor_seconds(server) - processor
    if status != 200:
        raise CommandError(f"{address} answered {status}")
    return {
        "page": page * 1000,
        "cpu": processor * 1000,
        "sql": sum(float(query["time"]) for query in captured) * 1000,
        "queries": len(captured),
    }


def _processor_seconds(server: Path) -> float:
    """Of this process, and of the database's where it runs on the same machine."""
    own = time.process_time()
    return own + (int(server.read_text().split()[0]) / 1e9 if server.exists() else 0)


STEPS: dict[str, Callable[[int], Any]] = {"fill": fill, "ask": ask}
