"""Kills an import in the middle of its commit, again and again, and counts what is left.

Everything happens in a database of its own on the same server. After each death, of the worker
(kill -9) or of its process in the server, there must be no row of the list or all of them, and the
next try must bring exactly all.
"""

import random
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models
from django.utils import timezone

from artisans.imports import storing
from artisans.imports.copying import copy_rows
from artisans.imports.staging import check_batch, create_batch
from artisans.imports.storing import store_batch
from artisans.models import Artisan, Business, BusinessYear, ImportBatch
from artisans.reference import read_table
from dekranasda.demo.made_lists import make_list, spots_of
from dekranasda.lib.scratch_database import environment_of, scratch_database

M = TypeVar("M", bound=models.Model)
VICTIMS = ("worker", "backend")
TABLES = (Artisan, Business, BusinessYear)


class Command(BaseCommand):
    help = "Matikan impor di tengah penyimpanan, berulang kali, dan hitung yang tersisa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=30)
        parser.add_argument("--businesses", type=int, default=1200)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--broken", action="store_true", help="simpan tanpa satu transaksi: harus tertangkap"
        )
        parser.add_argument("--step", choices=("stage", "store", "count"))
        parser.add_argument("--file", type=Path)

    def handle(self, *args: Any, times: int, step: str, **options: Any) -> None:
        if step:
            self.stdout.write(STEPS[step](options))
            return
        dice = random.Random(options["seed"])  # noqa: S311 moments of death
        partial = 0
        with tempfile.TemporaryDirectory() as folder, scratch_database("crash") as template:
            path = Path(folder, "daftar.xlsx")
            spots = spots_of(read_table("villages.csv"))
            made = make_list(spots, seed=1, businesses=options["businesses"], dirt=0.5)
            path.write_bytes(made.workbook())
            run = Runner(path, folder, options["broken"])
            run.step(template, "stage")
            whole, seconds = run.undisturbed(template)
            for number in range(times):
                victim = VICTIMS[number % len(VICTIMS)]
                moment = dice.uniform(0, seconds)
                left, after = run.disturbed(template, victim, moment)
                is_partial = left not in ("0 0 0", whole) or after != whole
                partial += is_partial
                self.stdout.write(
                    f"{number + 1:>3} {victim:<8} setelah {moment:5.2f} s: tersisa {left},"
                    f" setelah diulang {after}{'  SEBAGIAN' if is_partial else ''}"
                )
        self.stdout.write(f"\n{times} kali dimatikan, {partial} kali tersisa sebagian.")
        if partial:
            raise CommandError("Impor tidak utuh.")


class Runner:
    """Runs steps of the import as processes of their own on databases of their own."""

    def __init__(self, path: Path, folder: str, is_broken: bool) -> None:
        self.path, self.folder, self.is_broken = path, folder, is_broken

    def start(self, name: str, step: str, *, is_broken: bool = False) -> "subprocess.Popen[str]":
        """The step as a process whose first line tells that it begins."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "crash_import"]
        command += ["--step", step, "--file", str(self.path)]
        return subprocess.Popen(
            command + ["--broken"] * is_broken,
            env=environment_of(name) | {"PRIVATE_ROOT": self.folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def step(self, name: str, step: str) -> str:
        """The last line that the step says."""
        return self.start(name, step).communicate()[0].strip().rpartition("\n")[2]

    def undisturbed(self, template: str) -> tuple[str, float]:
        """What a whole import leaves, and the seconds that its commit takes."""
        with scratch_database("crash_round", template=template) as name:
            process = self.start(name, "store")
            _first_line(process)
            seconds = float(process.communicate()[0])
            return self.step(name, "count"), seconds

    def disturbed(self, template: str, victim: str, moment: float) -> tuple[str, str]:
        """What is left after the victim's death, and after the next try."""
        with scratch_database("crash_round", template=template) as name:
            process = self.start(name, "store", is_broken=self.is_broken)
            backend = int(_first_line(process))
            time.sleep(moment)
            if victim == "worker":
                process.kill()
            else:
                _end_backend(backend)
            process.communicate()
            _await_end(backend)
            left = self.step(name, "count")
            self.step(name, "store")
            return left, self.step(name, "count")


def _first_line(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None:
        raise CommandError("Proses tidak berkata apa-apa.")
    return process.stdout.readline()


def _end_backend(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


def _await_end(pid: int) -> None:
    """Waits until the server has ended the dead worker's connection."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid])
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise CommandError("Koneksi pekerja yang mati tidak berakhir.")


# Steps


def stage(options: dict[str, Any]) -> str:
    """Hands over and checks the list."""
    content = options["file"].read_bytes()
    batch = create_batch(content, "daftar.xlsx", by=None, at=timezone.now())
    check_batch(batch, content, today=timezone.localdate())
    return "ok"


def store(options: dict[str, Any]) -> str:
    """Stores the batch, after saying the number of its server process."""
    batch = ImportBatch.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        sys.stdout.write(f"{cursor.fetchone()[0]}\n")
        sys.stdout.flush()
    if options["broken"]:
        vars(storing)["copy_rows"] = _copy_and_commit
    started = time.monotonic()
    store_batch(batch, by=None, at=timezone.now(), today=timezone.localdate())
    return f"{time.monotonic() - started:.3f}"


def _copy_and_commit(rows: Sequence[M]) -> Sequence[M]:
    """The negative control: what a commit after every table would do."""
    copied = copy_rows(rows)
    connection.connection.commit()
    return copied


def count(options: dict[str, Any]) -> str:
    """How many artisans, businesses and years there are."""
    return " ".join(str(model.objects.count()) for model in TABLES)


STEPS = {"stage": stage, "store": store, "count": count}
