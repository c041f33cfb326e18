"""Kills an import in the middle of its commit, again and again, and counts what is left.

In turns the worker dies, the server's process that stores, and the whole server (kill -9). After
each death there must be no row of the list or all of them; then the import goes on, by itself or
because somebody presses the button, and must bring exactly all. At the end the same is done to a
commit without its transaction, which must be found out each time.

Everything happens in databases of its own on this checkout's private server.
"""

import random
import subprocess
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models
from django.utils import timezone

from artisans import tasks
from artisans.imports import storing, wizard
from artisans.imports.batch_check import check_batch
from artisans.imports.copying import copy_rows
from artisans.imports.staging import create_batch
from artisans.imports.storing import store_batch
from artisans.models import Artisan, Business, ImportBatch
from artisans.reference import read_table
from dekranasda.accounts.models import User
from dekranasda.demo.made_lists import make_list, spots_of
from dekranasda.lib.scratch_database import is_embedded, scratch_database
from dekranasda.management.crashing import QUEUE, Left, Runner, ask, holder, left_in, until

M = TypeVar("M", bound=models.Model)
BATCHES = ImportBatch._meta.db_table
VICTIMS = ("pekerja", "proses basis data", "peladen")
# Rows that the control commits at once, and the seconds after them in which it can be caught.
CHUNK, PAUSE = 40, 0.05
COLUMNS = "{:>3} {:<18} {:>6}  {:<40} {:<17} {:<9}"
HEAD = COLUMNS.format("", "yang dimatikan", "detik", "saat itu", "tersisa", "lanjut")


class Command(BaseCommand):
    help = "Matikan impor di tengah penyimpanan, berulang kali, dan hitung yang tersisa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=30)
        parser.add_argument("--controls", type=int, default=6)
        parser.add_argument("--businesses", type=int, default=1200)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--step", choices=STEPS)
        parser.add_argument("--file", type=Path)

    def handle(self, *args: Any, step: str, file: Path, **options: Any) -> None:
        if step:
            STEPS[step](file)
            return
        if not is_embedded():
            raise CommandError("Hanya di basis data sendiri: perintah ini mematikan peladennya.")
        connection.ensure_connection()
        with tempfile.TemporaryDirectory() as folder, scratch_database("crash") as template:
            path = Path(folder, "daftar.xlsx")
            spots = spots_of(read_table("villages.csv"))
            made = make_list(spots, seed=1, businesses=options["businesses"], dirt=0.5)
            path.write_bytes(made.workbook())
            rounds = Rounds(self, Runner(folder), path, template, options["seed"])
            partial = rounds.kill(options["times"])
            missed = rounds.control(options["controls"])
        if partial or missed:
            raise CommandError(f"Tidak utuh: {partial}; tanpa transaksi luput: {missed}.")


class Rounds:
    """Thirty deaths, and some of a commit that has no transaction."""

    def __init__(
        self, command: BaseCommand, run: Runner, path: Path, template: str, seed: int
    ) -> None:
        self.say, self.run, self.path, self.template = command.stdout.write, run, path, template
        self.dice = random.Random(seed)  # noqa: S311 moments of death
        run.run(template, "crash_import", "--step", "stage", "--file", str(path))
        self.before = left_in(template)

    def kill(self, times: int) -> int:
        """Runs the deaths, prints a line for each, and returns how many left something half."""
        whole, seconds = self._undisturbed()
        self.say(f"sebelum {self.before.words}, utuh {whole.words} (perajin/usaha/asal data);")
        self.say(f"penyimpanan tanpa gangguan {seconds:.2f} s\n{HEAD}")
        # One moment in each part of the commit, in any order.
        moments = [(part + self.dice.random()) * seconds / times for part in range(times)]
        self.dice.shuffle(moments)
        partial = nothing = 0
        for number, moment in enumerate(moments):
            line, left, after = self._round(number, moment)
            is_partial = left not in (self.before, whole) or after != whole
            partial += is_partial
            nothing += not is_partial and left == self.before
            self.say(line + (f"  SEBAGIAN\n{left}\n{after}\n{whole}" if is_partial else ""))
        self.say(
            f"{times} kali dimatikan: {nothing} kali tersisa 0 baris, {times - nothing - partial}"
            f" kali semua, {partial} kali sebagian; setelah dilanjutkan tepat semua"
            f" {times - partial} kali."
        )
        return partial

    def _undisturbed(self, *control: str) -> tuple[Left, float]:
        """What a whole commit leaves, and the seconds that it takes from its first lock."""
        with scratch_database("crash_round", template=self.template) as name:
            worker = self._start(name, *control)
            until(lambda: holder(name), "penyimpanan dimulai")
            started = self._rows_arrive(name) if control else time.monotonic()
            until(lambda: not holder(name), "penyimpanan selesai")
            seconds = time.monotonic() - started
            _finish(name, worker)
            return left_in(name), seconds

    def _start(self, name: str, *control: str) -> Any:
        return self.run.start(name, *control) if control else self.run.worker(name)

    def _round(self, number: int, moment: float) -> tuple[str, Left, Left]:
        """One death: the line of the table, what was left, and what stands at last."""
        victim = VICTIMS[number % len(VICTIMS)]
        with scratch_database("crash_round", template=self.template) as name:
            # Nobody looks after the batch before its time.
            _shift_watch(name, "1 hour")
            worker = self.run.worker(name)
            what = self.run.disturbed(name, worker, victim, moment)
            left = left_in(name)
            how = "sendiri"
            # Between two tasks a worker ends with the database; the system starts it again.
            if victim == "pekerja" or not _finish(name, worker):
                how = self._take_up(name, number)
            line = (
                f"{number + 1:>3} {victim:<18} {moment:>6.2f}  {what:<40} {left.words:<17} {how:<9}"
            )
            return line, left, left_in(name)

    def _take_up(self, name: str, number: int) -> str:
        """A new worker, after somebody has pressed the button, or with the watch of the queue."""
        how = "tombol" if number % 2 else "penjaga"
        if left_in(name).batch == ImportBatch.State.COMMITTED:
            how = "selesai"
        elif how == "tombol":
            self.run.run(name, "crash_import", "--step", "again")
        else:
            _shift_watch(name, "-1 second")
        _finish(name, self.run.worker(name))
        return how

    # The negative control

    def control(self, times: int) -> int:
        """Kills the worker of a commit without its transaction; how often that went unnoticed."""
        control = ("crash_import", "--step", "broken")
        _left, seconds = self._undisturbed(*control)
        caught = 0
        for _number in range(times):
            caught += self._is_caught(control, seconds * self.dice.uniform(0, 0.6))
        self.say(f"Tanpa transaksi, {times} kali dimatikan: {caught} kali tertangkap.")
        return times - caught

    def _is_caught(self, control: Sequence[str], moment: float) -> bool:
        with scratch_database("crash_round", template=self.template) as name:
            worker = self._start(name, *control)
            backend = until(lambda: holder(name), "penyimpanan dimulai")
            self._rows_arrive(name)
            time.sleep(moment)
            worker.kill()
            worker.wait()
            until(lambda: holder(name) != backend, "koneksi yang mati berakhir")
            left = left_in(name)
            return left != self.before and left.batch != ImportBatch.State.COMMITTED

    def _rows_arrive(self, name: str) -> float:
        """Waits until the first rows stand in the registry."""
        least = self.before.counts["perajin"]
        until(
            lambda: ask(name, f"SELECT count(*) FROM {Artisan._meta.db_table}")[0] > least,  # noqa: S608
            "baris pertama tersimpan",
        )
        return time.monotonic()


def _finish(name: str, worker: "subprocess.Popen[bytes]") -> bool:
    """Waits until all is stored, and returns whether it is; what the worker would do afterwards
    is spared. False where the worker ended before."""

    def is_stored() -> bool:
        (state,) = ask(name, f"SELECT state FROM {BATCHES} ORDER BY id DESC LIMIT 1")  # noqa: S608
        return bool(state == ImportBatch.State.COMMITTED)

    until(lambda: is_stored() or worker.poll() is not None, "daftar tersimpan", every=0.3)
    worker.kill()
    worker.wait()
    return left_in(name).batch == ImportBatch.State.COMMITTED


def _shift_watch(name: str, by: str) -> None:
    """Sets the clock of the task that looks after the batch."""
    ask(
        name,
        f"UPDATE {QUEUE} SET run_after = now() + %s::interval WHERE status = 'READY'"  # noqa: S608
        " AND task_path = 'artisans.tasks.watch_import' RETURNING 1",
        by,
    )


# Steps, each in a process of its own


def stage(path: Path) -> None:
    """A registry that knows a part of the list, and the whole list confirmed once more."""
    user, now = User.objects.create_superuser("uji@contoh.id", "x"), timezone.now()
    first = _checked(path, user, "daftar lama.xlsx")
    store_batch(first, by=user, at=now, today=timezone.localdate())
    Business.objects.extra(where=["artisans_business.id %% 2 = 0"]).delete()
    Artisan.objects.filter(businesses__isnull=True).delete()
    Business.objects.extra(where=["artisans_business.id %% 3 = 0"]).update(
        address="", products_text=""
    )
    batch = _checked(path, user, "daftar baru.xlsx")
    wizard.approve_sample(batch, by=user, at=now)
    wizard.confirm(batch, by=user, at=now)


def _checked(path: Path, user: User, file_name: str) -> ImportBatch:
    content = path.read_bytes()
    batch = create_batch(content, file_name, by=user, at=timezone.now())
    check_batch(batch, content, today=timezone.localdate())
    return batch


def again(path: Path | None) -> None:
    """What the button of the page does."""
    batch = ImportBatch.objects.latest("pk")
    user = User.objects.get(email="uji@contoh.id")
    wizard.try_again(batch, by=user, at=timezone.now())


def broken(path: Path | None) -> None:
    """The worker with a commit that stores piece by piece, as one without a transaction does."""

    def copy_and_commit(rows: Sequence[M]) -> Sequence[M]:
        for start in range(0, len(rows), CHUNK):
            copy_rows(rows[start : start + CHUNK])
            connection.connection.commit()
            time.sleep(PAUSE)
        return rows

    def store(batch: ImportBatch, **given: Any) -> ImportBatch:
        return store_batch(batch, today=timezone.localdate(), **given)

    vars(storing)["copy_rows"] = copy_and_commit
    vars(tasks)["store_and_search"] = store
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, reload=False)


STEPS = {"stage": stage, "again": again, "broken": broken}
