"""Measures an import from the file to the registry against the least that it could cost.

Everything happens in a database of its own on the same server, which is dropped afterwards. Each
measure runs in a process of its own, so that memory is the import's alone.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from artisans.imports.batch_check import check_batch
from artisans.imports.staging import create_batch, read_stored_file
from artisans.imports.storing import store_batch
from artisans.imports.undoing import undo_batch
from artisans.models import Business, ImportBatch
from artisans.reference import read_table
from dekranasda.accounts.models import User
from dekranasda.demo.made_lists import make_list, spots_of
from dekranasda.lib.scratch_database import environment_of, scratch_database
from dekranasda.management.load import processor_seconds, server_process

MOST_TIMES_FLOOR, MOST_MEGABYTES, MOST_UNDO_SECONDS = 25, 300, 60


class Command(BaseCommand):
    help = "Ukur waktu dan memori impor terhadap pembacaan dan COPY baris yang sama."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=11_000)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--file", type=Path, help="daftar lain daripada yang dibuat")
        parser.add_argument("--step", choices=STEPS, help="satu ukuran saja; dipakai perintah ini")

    def handle(self, *args: Any, rows: int, rounds: int, file: Path, step: str, **_: Any) -> None:
        if step:
            server = server_process()
            worked = processor_seconds(server)
            figures = STEPS[step](file)
            figures["processor"] = processor_seconds(server) - worked
            self.stdout.write(json.dumps(figures))
            return
        with tempfile.TemporaryDirectory() as folder, scratch_database("bench") as template:
            content = file.read_bytes() if file else _made(rows)
            path = Path(folder, "daftar.xlsx")
            path.write_bytes(content)
            results = [self._round(path, template, folder) for _ in range(rounds)]
        ratios = [result["import"]["seconds"] / result["floor"]["seconds"] for result in results]
        by_processor = [
            result["import"]["processor"] / result["floor"]["processor"] for result in results
        ]
        steps = ("import", "again", "undo")
        peak = max(result[step]["megabytes"] for result in results for step in steps)
        again = max(result["again"]["seconds"] / result["import"]["seconds"] for result in results)
        undo = max(result["undo"]["seconds"] for result in results)
        slowest = max(result["visit"]["slowest"] for result in results)
        self.stdout.write(
            f"\nimpor / batas bawah: {statistics.median(ratios):.1f} kali"
            f" (terburuk {max(ratios):.1f}; paling banyak {MOST_TIMES_FLOOR})"
            f"\nwaktu prosesor impor / batas bawah: {statistics.median(by_processor):.1f} kali"
            f" (terburuk {max(by_processor):.1f})"
            f"\ndaftar yang sama lagi / impor pertama: {again:.2f} kali (paling banyak 1)"
            f"\npembatalan, paling lambat: {undo:.1f} s (paling banyak {MOST_UNDO_SECONDS})"
            f"\nmemori puncak pekerja: {peak:.0f} MB (paling banyak {MOST_MEGABYTES})"
            f"\nhalaman daftar selama impor, paling lambat: {slowest * 1000:.0f} ms"
        )

    def _round(self, path: Path, template: str, folder: str) -> dict[str, dict[str, float]]:
        with scratch_database("bench_round", template=template) as name:
            environment = environment_of(name) | {"PRIVATE_ROOT": folder}
            result = {"floor": _measure("floor", path, environment)}
            visitor = _start("visit", path, environment | {"DEBUG": "1"})
            result["import"] = _measure("import", path, environment)
            Path(f"{path}.done").touch()
            result["visit"] = _answer(visitor)
            Path(f"{path}.done").unlink()
            result["again"] = _measure("again", path, environment)
            result["undo"] = _measure("undo", path, environment)
        floor, whole, visit = result["floor"], result["import"], result["visit"]
        again, undo = result["again"], result["undo"]
        self.stdout.write(
            f"baca {floor['read']:.3f} s + COPY {floor['copy']:.3f} s = {floor['seconds']:.3f} s;"
            f" impor {whole['seconds']:.2f} s (periksa {whole['check']:.2f},"
            f" simpan {whole['store']:.2f}), {whole['rows']:.0f} baris,"
            f" {whole['businesses']:.0f} usaha; {whole['megabytes']:.0f} MB;"
            f" {visit['count']:.0f} kali daftar dibuka, median {visit['median'] * 1000:.0f} ms;"
            f" daftar yang sama lagi {again['seconds']:.2f} s (periksa {again['check']:.2f},"
            f" simpan {again['store']:.2f}), {again['changed']:.0f} baris berubah;"
            f" dibatalkan {undo['seconds']:.2f} s (prosesor {undo['processor']:.1f} s),"
            f" tersisa {undo['left']:.0f} usaha"
        )
        return result


def _made(rows: int) -> bytes:
    spots = spots_of(read_table("villages.csv"))
    return make_list(spots, seed=1, businesses=round(rows / 1.1), dirt=0.5).workbook()


# Processes


def _start(step: str, path: Path, environment: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_import"]
    return subprocess.Popen(
        [*command, "--step", step, "--file", str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process: "subprocess.Popen[str]") -> dict[str, float]:
    answer, trouble = process.communicate()
    if process.returncode:
        raise CommandError(f"Satu ukuran gagal:\n{trouble}")
    numbers: dict[str, float] = json.loads(answer)
    return numbers


def _measure(step: str, path: Path, environment: dict[str, str]) -> dict[str, float]:
    return _answer(_start(step, path, environment))


# What each process measures


def floor(path: Path) -> dict[str, float]:
    """Seconds of a bare read of the file and of a COPY of its rows into a bare table."""
    started = time.perf_counter()
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    read = time.perf_counter()
    width = max(map(len, rows))
    columns = ", ".join(f"c{number} text" for number in range(width))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare ({columns})")
        before_copy = time.perf_counter()
        lines = ("\t".join(map(_bare, [*row, *[""] * (width - len(row))])) for row in rows)
        cursor.cursor.copy_expert("COPY bare FROM STDIN", StringIO("\n".join(lines) + "\n"))
        copied = time.perf_counter()
    seconds = {"read": read - started, "copy": copied - before_copy}
    return seconds | {"seconds": sum(seconds.values())}


def _bare(cell: object) -> str:
    return str(cell).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def whole_import(path: Path) -> dict[str, float]:
    """Seconds from the handed-over file to the stored batch, in the two steps of the worker."""
    content = path.read_bytes()
    Business.objects.exists()  # the connection stands, as a worker's does
    started = time.perf_counter()
    now, today = timezone.now(), timezone.localdate()
    batch = create_batch(content, path.name, by=None, at=now)
    check_batch(batch, read_stored_file(batch), today=today)
    checked = time.perf_counter()
    store_batch(ImportBatch.objects.get(pk=batch.pk), by=None, at=now, today=today)
    stored = time.perf_counter()
    return {
        "seconds": stored - started,
        "check": checked - started,
        "store": stored - checked,
        "rows": batch.counts["data"],
        "businesses": Business.objects.count(),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def again(path: Path) -> dict[str, float]:
    """Seconds of the same list once more, when the registry knows every row."""
    content = path.read_bytes()
    started = time.perf_counter()
    now, today = timezone.now(), timezone.localdate()
    batch = create_batch(content, path.name, by=None, at=now)
    check_batch(batch, read_stored_file(batch), today=today)
    checked = time.perf_counter()
    batch = store_batch(ImportBatch.objects.get(pk=batch.pk), by=None, at=now, today=today)
    stored = time.perf_counter()
    outcomes = batch.counts["outcomes"]
    return {
        "seconds": stored - started,
        "check": checked - started,
        "store": stored - checked,
        "changed": outcomes.get("create", 0) + outcomes.get("update", 0),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def undo(path: Path) -> dict[str, float]:
    """Seconds until all that the first import brought is gone again; the second went before it."""
    first, second = ImportBatch.objects.order_by("pk")
    undo_batch(second, by=None, at=timezone.now())
    started = time.perf_counter()
    undo_batch(first, by=None, at=timezone.now())
    return {
        "seconds": time.perf_counter() - started,
        "left": Business.objects.count(),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def visit(path: Path) -> dict[str, float]:
    """Seconds that the registry's list takes to answer while the import runs, again and again."""
    client = Client(SERVER_NAME="localhost")
    times: list[float] = []
    client.force_login(User.objects.create_superuser("ukur@contoh.id", "x"))
    while not Path(f"{path}.done").exists():
        started = time.perf_counter()
        if client.get("/kerja/registri/", secure=True).status_code != 200:
            raise RuntimeError("the list does not answer")
        times.append(time.perf_counter() - started)
        time.sleep(0.2)
    # The first answer pays for loading templates, which a running server has done.
    times = times[2:] or times or [0.0]
    return {"count": len(times), "median": statistics.median(times), "slowest": max(times)}


STEPS = {
    "floor": floor,
    "import": whole_import,
    "again": again,
    "undo": undo,
    "visit": visit,
}
