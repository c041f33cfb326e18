"""Compares the registry at two sizes, as staff use it: lists, searches, numbers, records.

Each size has a database of its own on the same server, filled by `seed_scale` and dropped
afterwards unless it is to be kept for the next time. The sizes are measured in turns, each turn in
a process of its own, and the least of all turns counts: whatever else the machine did meanwhile
only adds.
"""

import json
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.lib.scratch_database import environment_of, kept_database, scratch_database
from dekranasda.management.load import processor_seconds, server_process

LIST = "/kerja/registri/"
# How many times longer the larger registry may take, and the queries that a page may need.
MOST_TIMES, MOST_QUERIES = 3, 12
# What is asked: a common word, one person, an old spelling, filters common and rare, orders, pages.
QUESTIONS = {
    "everything": "",
    "common word": "?q=batik",
    "one name": "?q=Kasiyem+Handayani",
    "first name": "?q=Kasiyem",
    "old spelling": "?q=Soedjono",
    "word of two letters": "?q=si",
    "nothing fits": "?q=zzzz",
    "one NIB": "?q=9000000000777",
    "word, by name": "?q=batik&urut=nama",
    "word and district": "?q=batik&kecamatan=35.22.20",
    "name and district": "?q=Kasiyem&kecamatan=35.22.20",
    "two letters, district": "?q=si&kecamatan=35.22.20",
    "two letters, d., ready": "?q=si&kecamatan=35.22.20&siap=siap",
    "word, ready, NIB": "?q=batik&siap=siap&nib=tidak",
    "word, last page": "?q=batik&hal=999999",
    "district and craft": "?kecamatan=35.22.20&kerajinan=BTK",
    "one village": "?kecamatan=35.22.20&desa=35.22.20.2001",
    "ready, by level": "?siap=siap&urut=-kesiapan",
    "oldest data first": "?urut=data",
    "by owner, backwards": "?urut=-pemilik",
    "page 100": "?hal=100",
    "last page": "?hal=999999",
}
# Choices of every group, common and rare; alone, and each with each of another group.
CHOICES = (
    "kecamatan=35.22.20", "kerajinan=BTK", "siap=siap", "siap=tanpa", "tingkat=6", "tingkat=1",
    "kelas=small", "kelas=micro", "keadaan=active", "keadaan=dormant", "nib=ya", "nib=tidak",
    "akun=ya", "tampil=tidak", "masalah=telepon", "masalah=desa", "masalah=kerajinan",
    "umur=sedang", "umur=lama", "sumber=Data+contoh+2024",
)  # fmt: skip
# Numbers of persons are sent, not asked by an address.
SENT = {"one telephone": "0812 0000 00777", "one NIK": "3522015708900001"}
PAIRS_SHOWN = 10
Answers = dict[str, dict[str, float]]


class Command(BaseCommand):
    """Every question is asked several times by a member of the staff."""

    help = "Compare the registry's list over a small and a large registry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sizes, or databases that exist already, and how often each question is asked."""
        parser.add_argument("--businesses", type=int, nargs=2, default=(11_000, 1_000_000))
        parser.add_argument("--databases", nargs=2, help="two filled databases of this server")
        parser.add_argument("--keep", action="store_true", help="the databases, for the next time")
        parser.add_argument("--turns", type=int, default=3)
        parser.add_argument("--times", type=int, default=3, help="per question and turn")
        parser.add_argument("--step", choices=STEPS, help="one step; for this command's use")

    def handle(self, *args: Any, turns: int, times: int, step: str, **options: Any) -> None:
        """Prints a line for each question, and those that take too long."""
        if step:
            self.stdout.write(json.dumps(STEPS[step](times)))
            return
        with ExitStack() as stack:
            names = options["databases"] or [
                stack.enter_context(_filled(size, is_kept=options["keep"]))
                for size in options["businesses"]
            ]
            environments = [environment_of(name) | {"DEBUG": "1"} for name in names]
            least: list[Answers] = [{}, {}]
            for _turn in range(turns):
                for answers, environment in zip(least, environments, strict=True):
                    _keep_least(answers, json.loads(_run("ask", environment, str(times))))
        self._print(*least)

    def _print(self, small: Answers, large: Answers) -> None:
        self.stdout.write(
            f"{'least milliseconds':23}{'page':>14}{'ratio':>7}{'CPU':>14}{'ratio':>6}"
            f"{'SQL':>18}{'ratio':>7}{'queries':>9}"
        )
        pairs = [name for name in small if " + " in name]
        worst = sorted(pairs, key=lambda name: -_ratio(small, large, name, "cpu"))[:PAIRS_SHOWN]
        for name in [*(name for name in small if name not in pairs), *worst]:
            self._print_line(name, small, large)
        asking = max(answer["queries"] for answer in (*small.values(), *large.values()))
        self.stdout.write(
            f"{len(small)} questions, {len(pairs)} of them pairs of choices (the worst are shown);"
            f" at most {asking:.0f} queries (allowed {MOST_QUERIES})"
        )
        for figure, words in (("page", "pages"), ("cpu", "processor time"), ("sql", "SQL")):
            slow = [name for name in small if _ratio(small, large, name, figure) > MOST_TIMES]
            self.stdout.write(
                f"{words}: {len(slow)} more than {MOST_TIMES} times slower"
                f"{': ' * bool(slow)}{', '.join(slow)}"
            )

    def _print_line(self, name: str, small: Answers, large: Answers) -> None:
        few, many = small[name], large[name]
        self.stdout.write(
            f"{name:23}{few['page']:7.0f} →{many['page']:5.0f}"
            f"{_ratio(small, large, name, 'page'):7.1f}"
            f"{few['cpu']:7.0f} →{many['cpu']:5.0f}"
            f"{_ratio(small, large, name, 'cpu'):6.1f}{few['sql']:10.1f} →{many['sql']:6.1f}"
            f"{_ratio(small, large, name, 'sql'):7.1f}{many['queries']:9.0f}"
        )


def _ratio(small: Answers, large: Answers, name: str, figure: str) -> float:
    return large[name][figure] / max(small[name][figure], 0.1)


@contextmanager
def _filled(size: int, *, is_kept: bool) -> Iterator[str]:
    """The name of a database with so many invented businesses."""
    label = f"list_{size}"
    with nullcontext(kept_database(label)[0]) if is_kept else scratch_database(label) as name:
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
    call_command("migrate", verbosity=0)
    call_command("seed_scale", businesses=businesses, stdout=StringIO())
    if not User.objects.filter(is_superuser=True).exists():
        User.objects.create_superuser("ukur@contoh.id", "x")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {}


def ask(times: int) -> Answers:
    """The least milliseconds of each page, of its SQL, and of processor time; the queries."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(is_superuser=True)[0])
    server = server_process()
    answers: Answers = {}
    for name, request in _requests(client).items():
        # A person asks once; the first answer reads what the others find in memory.
        for _again in range(1 + times):
            _keep_least(answers, {name: _measured(request, server)})
    return answers


def _requests(client: Client) -> dict[str, Callable[[], Any]]:
    """Each question as what asks it."""

    def opening(address: str) -> Callable[[], Any]:
        return lambda: client.get(address, secure=True)

    def sending(text: str) -> Callable[[], Any]:
        return lambda: client.post(f"{LIST}cari/", {"text": text, "kept": ""}, secure=True)

    record = f"{LIST}{Business.objects.order_by('pk')[700].pk}/"
    asked = {name: opening(LIST + query) for name, query in QUESTIONS.items()}
    asked |= {name: sending(text) for name, text in SENT.items()}
    asked |= {"a record": opening(record), "its history": opening(f"{record}riwayat/")}
    asked |= {choice: opening(f"{LIST}?{choice}") for choice in CHOICES}
    for one, other in combinations(CHOICES, 2):
        if one.split("=")[0] != other.split("=")[0]:
            asked[f"{one} + {other}"] = opening(f"{LIST}?{one}&{other}")
    return asked


def _measured(request: Callable[[], Any], server: Path) -> dict[str, float]:
    processor, started = processor_seconds(server), time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        response = request()
    page = time.perf_counter() - started
    processor = processor_seconds(server) - processor
    if response.status_code != 200:
        raise CommandError(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return {
        "page": page * 1000,
        "cpu": processor * 1000,
        "sql": sum(float(query["time"]) for query in captured) * 1000,
        "queries": len(captured),
    }


STEPS: dict[str, Callable[[int], Any]] = {"fill": fill, "ask": ask}
