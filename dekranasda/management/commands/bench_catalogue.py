"""Measures the public pages as visitors ask for them: their cost, flatness, bytes and memory.

Each size has a database of its own, filled once and kept for the next time (`--fresh` fills it
again). Pages are asked for through gunicorn with its workers, beside a greeting through the same
middleware: the lines are ratios of processor time or of requests in a second, both taken in turns,
the best of all turns counting, since whatever else the machine did meanwhile only adds.
"""

import gzip
import json
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dekranasda.lib.scratch_database import environment_of, kept_database
from dekranasda.management.greeting import ADDRESS
from dekranasda.management.load import (
    Load,
    Server,
    processor_seconds,
    server_process,
    serving,
)
from products.models import Product

BUSINESSES = 11_000
APPLICATION = "dekranasda.management.greeting:portal_with_greeting()"
MOST_UNCACHED, MOST_QUERIES, LEAST_CACHED, MOST_MEMORY = 25, 4, 0.6, 160
# What a listing cost others while the greeting cost 1 ms on the same machine, in milliseconds;
# how many times less ours must cost.
PEERS = (("P3", "Django-Oscar", 360, 14), ("P4", "WordPress", 74, 3))
GZIP_LEVEL = 5
# A parameter that is never kept: the greeting skips the page cache and its query.
GREETING = f"{ADDRESS}?x=1"
CATALOGUE = "/katalog/"
LISTS = (
    ("everything", CATALOGUE),
    ("one craft", f"{CATALOGUE}?kerajinan=batik"),
    ("craft and district", f"{CATALOGUE}?kerajinan=batik&kecamatan=35.22.20"),
    ("by price", f"{CATALOGUE}?urut=harga"),
    ("by name", f"{CATALOGUE}?urut=nama"),
    ("price from", f"{CATALOGUE}?harga_min=500000"),
    ("material", f"{CATALOGUE}?bahan=kayu-jati"),
    ("last page", f"{CATALOGUE}?hal=100"),
)
SEARCHES = (
    ("common word", f"{CATALOGUE}?q=batik"),
    ("two words", f"{CATALOGUE}?q=kayu+jati"),
    ("word and craft", f"{CATALOGUE}?q=jati&kerajinan=ukir"),
    ("word, newest", f"{CATALOGUE}?q=batik&urut=terbaru"),
)
# HTML, style sheet, script: kilobytes as they travel, compressed.
BUDGETS = {"/": (16, 16, 8), CATALOGUE: (20, 16, 8), "work": (20, 16, 8), "maker": (14, 16, 8)}
# The figures' page needs no script of its own; the theme's kilobyte is taken from its HTML.
BUDGETS |= {"/sentra/": (14, 16, 8), "/statistik/": (39, 16, 1)}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    number: str
    work: str
    figure: str
    target: str
    is_met: bool


class Command(BaseCommand):
    """Prints a line for each promise and whether it holds; ends with 1 where one does not."""

    help = "Measure the public pages at two sizes of the catalogue, beside their floors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sizes, and how often everything is asked."""
        parser.add_argument("--products", type=int, nargs=2, default=(11_000, 1_000_000))
        parser.add_argument("--turns", type=int, default=3)
        parser.add_argument("--fresh", action="store_true", help="fill the databases again")
        parser.add_argument("--step", choices=STEPS, help="one step; for this command's use")
        parser.add_argument("--number", type=int, default=0, help="for the step")

    def handle(self, *args: Any, step: str, number: int, turns: int, **options: Any) -> None:
        """Fill, measure, print."""
        if step:
            self.stdout.write(json.dumps(STEPS[step](number)))
            return
        self.is_met = True
        environments = []
        template = ""
        for size in options["products"]:
            template = self._fill(size, template, is_fresh=options["fresh"])
            environments.append(environment_of(template) | {"PAGE_CACHE_SECONDS": "0"})
        for size, environment in zip(options["products"], environments, strict=True):
            self.stdout.write(f"\n{size:,} works")
            self._pages(environment, turns)
        self.stdout.write("\nmany works against few")
        for line in _flatness(environments, turns):
            self._print(line)
        if not self.is_met:
            sys.exit(1)

    def _fill(self, size: int, template: str, *, is_fresh: bool) -> str:
        """The name of a database with so many works; a new one begins as a copy of `template`."""
        started = time.monotonic()
        name, is_new = kept_database(f"bench_{size}", template=template, is_fresh=is_fresh)
        found = json.loads(_run("fill", environment_of(name), size))
        self.stdout.write(
            f"{found['products']:,} works {'filled' if is_new else 'kept'} "
            f"in {time.monotonic() - started:.0f} s"
        )
        return name

    def _pages(self, environment: dict[str, str], turns: int) -> None:
        found = json.loads(_run("addresses", environment))
        ratio, line = _uncached(environment, turns, found["queries"])
        self._print(line)
        for line in _against_peers(ratio):
            self._print(line)
        with serving(environment | {"PAGE_CACHE_SECONDS": "60"}, APPLICATION) as server:
            for path in found["cached"]:
                self._print(_cached(server, path, turns))
            for name, path in found["weighed"]:
                self._print(_weighed(server, name, path))
            self._print(_memory(server, found["mixed"]))

    def _print(self, line: Line) -> None:
        self.is_met &= line.is_met
        verdict = "PASS" if line.is_met else "FAIL"
        self.stdout.write(
            f"{verdict} {line.number:4}{line.work:36}{line.figure:>38}   {line.target}"
        )


def _uncached(environment: dict[str, str], turns: int, queries: int) -> tuple[float, Line]:
    """P1: the catalogue drawn anew each time, as a multiple of the greeting's processor time."""
    with serving(environment, APPLICATION) as server:
        asked = [(GREETING, 300), (CATALOGUE, 30)]
        hello, page = (min(loads, key=_cpu) for loads in _in_turns(server, asked, turns))
    ratio = page.cpu_ms / hello.cpu_ms
    figure = f"{ratio:.1f} × CPU ({page.cpu_ms:.1f} / {hello.cpu_ms:.2f} ms), {queries} SQL"
    is_met = ratio <= MOST_UNCACHED and queries <= MOST_QUERIES
    return ratio, Line("P1", f"{CATALOGUE} uncached", figure, "≤ 25 ×, ≤ 4 SQL", is_met)


def _against_peers(ratio: float) -> list[Line]:
    lines = []
    for number, peer, cost, least in PEERS:
        times = cost / ratio
        figure = f"{times:.1f} × less CPU"
        lines.append(Line(number, f"P1 against {peer}", figure, f"≥ {least} ×", times >= least))
    return lines


def _cached(server: Server, path: str, turns: int) -> Line:
    """P2: a kept page against the greeting, sixteen visitors at once: requests in a second, and
    in a second of the workers' processor time, which the visitors' own cost does not blur."""
    server.ask([path], requests=8)
    asked = [(GREETING, 320), (path, 320)]
    loads = _in_turns(server, asked, turns, clients=16)
    hello, page = (max(each, key=_rate) for each in loads)
    rate = page.per_second / hello.per_second
    hello, page = (min(each, key=_cpu) for each in loads)
    by_cpu = hello.cpu_ms / page.cpu_ms
    figure = f"{rate:.2f} ×, by CPU {by_cpu:.2f} × ({hello.cpu_ms:.2f} / {page.cpu_ms:.2f} ms)"
    is_met = min(rate, by_cpu) >= LEAST_CACHED
    return Line("P2", f"{path[:30]} kept", figure, f"≥ {LEAST_CACHED} ×", is_met)


def _in_turns(
    server: Server, asked: Sequence[tuple[str, int]], turns: int, *, clients: int = 1
) -> list[list[Load]]:
    loads: list[list[Load]] = [[] for _path in asked]
    for _turn in range(turns):
        for kept, (path, requests) in zip(loads, asked, strict=True):
            kept.append(server.ask([path], requests=requests, clients=clients))
    return loads


def _cpu(load: Load) -> float:
    return load.cpu_ms


def _rate(load: Load) -> float:
    return load.per_second


def _weighed(server: Server, name: str, path: str) -> Line:
    """P10: page, style sheets and scripts as they travel, compressed."""
    page = server.get(path)[1].decode()
    sizes = [len(gzip.compress(page.encode(), GZIP_LEVEL))]
    for pattern in (r'<link[^>]*href="(/static/[^"]*\.css)"', r'<script[^>]*src="(/static/[^"]*)"'):
        files = dict.fromkeys(re.findall(pattern, page))
        sizes.append(sum(len(gzip.compress(server.get(file)[1], 9)) for file in files))
    allowed = [kilobytes * 1024 for kilobytes in BUDGETS[name]]
    figure = " + ".join(f"{size / 1024:.1f}" for size in sizes)
    target = "≤ " + " + ".join(str(kilobytes) for kilobytes in BUDGETS[name]) + " KB"
    is_met = all(size <= most for size, most in zip(sizes, allowed, strict=True))
    return Line("P10", f"{path[:22]} HTML + CSS + JS", figure, target, is_met)


def _memory(server: Server, paths: Sequence[str]) -> Line:
    """P11: the largest worker after a thousand requests of all kinds."""
    server.ask(paths, requests=1000, clients=4)
    used = server.memory() / 1_000_000
    figure = f"{used:.0f} MB"
    is_met = used <= MOST_MEMORY
    return Line("P11", "a worker after 1,000 requests", figure, f"≤ {MOST_MEMORY} MB", is_met)


def _flatness(environments: Sequence[dict[str, str]], turns: int) -> list[Line]:
    """P5 and P6: each list and search over the large catalogue against the small one."""
    least: list[dict[str, float]] = [{}, {}]
    for _turn in range(turns):
        for kept, environment in zip(least, environments, strict=True):
            for name, milliseconds in json.loads(_run("ask", environment)).items():
                kept[name] = min(kept.get(name, milliseconds), milliseconds)
    lines = []
    for number, asked, most in (("P5", LISTS, 2), ("P6", SEARCHES, 3)):
        for name, _path in asked:
            few, many = least[0][name], least[1][name]
            figure = f"{many / few:.2f} × CPU ({few:.0f} → {many:.0f} ms)"
            lines.append(Line(number, name, figure, f"≤ {most} ×", many / few <= most))
    return lines


def _run(step: str, environment: dict[str, str], number: int = 0) -> str:
    """What a step says that runs in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_catalogue"]
    done = subprocess.run(
        [*command, "--step", step, "--number", str(number)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"One step failed:\n{done.stderr}")
    return done.stdout


# What each process does


def fill(products: int) -> dict[str, int]:
    """Brings this database up to date and up to so many works; says how many there are."""
    silent = StringIO()
    call_command("collectstatic", interactive=False, verbosity=0, stdout=silent)
    call_command("migrate", verbosity=0, stdout=silent)
    if not Product.objects.exists():
        call_command("seed_demo", stdout=silent)
    have = Product.objects.filter(state=Product.State.PUBLISHED).count()
    if have < products:
        call_command("seed_scale", businesses=BUSINESSES, products=products, stdout=silent)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {"products": max(have, products), "businesses": BUSINESSES}


def addresses(_number: int) -> dict[str, Any]:
    """The pages to ask for in this database, and the queries of the catalogue's first."""
    work = Product.objects.published().newest_first().select_related("business__owner")[0]
    work_page, maker_page = work.get_absolute_url(), work.business.owner.get_absolute_url()
    client = Client(SERVER_NAME="localhost")
    client.get(CATALOGUE)
    with CaptureQueriesContext(connection) as captured:
        client.get(CATALOGUE)
    works = Product.objects.published().newest_first()[:200]
    return {
        "queries": len(captured),
        "cached": ["/", CATALOGUE, work_page, maker_page],
        "weighed": [
            *((path, path) for path in BUDGETS if path.startswith("/")),
            ("work", work_page),
            ("maker", maker_page),
        ],
        "mixed": [
            *(path for _name, path in (*LISTS, *SEARCHES)),
            *("/", "/perajin/", "/sentra/", "/peta/", "/agenda/", "/cari/?q=jati", "/statistik/"),
            *(each.get_absolute_url() for each in works),
        ],
    }


def ask(_number: int) -> dict[str, float]:
    """The least milliseconds of processor time of each list and search: page and queries, that is
    of this process and of the database's."""
    client = Client(SERVER_NAME="localhost")
    server = server_process()
    least: dict[str, float] = {}
    for name, path in (*LISTS, *SEARCHES):
        for _again in range(4):
            started = processor_seconds(server)
            status = client.get(path).status_code
            milliseconds = (processor_seconds(server) - started) * 1000
            if status != 200:
                raise CommandError(f"{path} answered {status}")
            least[name] = min(least.get(name, milliseconds), milliseconds)
    return least


STEPS: dict[str, Callable[[int], Any]] = {"fill": fill, "addresses": addresses, "ask": ask}
