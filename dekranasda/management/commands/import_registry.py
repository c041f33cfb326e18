"""Reads a registry list, says what it understood, and stores it when asked to."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from artisans.imports.batch_check import check_batch
from artisans.imports.messages import FIELDS, KINDS, REFUSALS, problem_text
from artisans.imports.reporting import write_report
from artisans.imports.staging import create_batch, discard_batch, earlier_commit
from artisans.models import ImportBatch
from artisans.tasks import store_and_search


class Command(BaseCommand):
    help = "Periksa daftar usaha (XLSX, CSV, TSV, JSON); simpan ke registri dengan --commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="simpan ke registri")
        parser.add_argument("--report", type=Path, help="tulis hasil setiap baris ke CSV ini")

    def handle(self, *args: Any, file: Path, commit: bool, report: Path | None, **_: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Berkas {file} tidak dapat dibaca: {error.strerror}") from error
        batch = create_batch(content, file.name, by=None, at=timezone.now())
        try:
            checked = check_batch(batch, content, today=timezone.localdate())
            if checked is None:
                raise CommandError(f"{file.name}: {batch.message}")
            if earlier := earlier_commit(batch):
                self.stdout.write(
                    f"Berkas ini sudah disimpan pada {earlier.committed_at:%d-%m-%Y}."
                )
            self._show_mapping(batch)
            if commit:
                batch = store_and_search(batch, by=None, at=timezone.now(), checked=checked)
            self._show_counts(batch)
            if report:
                with report.open("w", encoding="utf-8", newline="") as target:
                    write_report(batch, target)
                self.stdout.write(f"Laporan: {report}")
            if not commit:
                self.stdout.write("Belum ada yang disimpan. Tambahkan --commit untuk menyimpan.")
        finally:
            if batch.state != ImportBatch.State.COMMITTED:
                discard_batch(batch)

    def _show_mapping(self, batch: ImportBatch) -> None:
        for sheet in batch.mapping["sheets"]:
            if sheet["skipped"]:
                self.stdout.write(
                    f"\nLembar “{sheet['name']}” dilewati: {REFUSALS[sheet['skipped']]}"
                )
                continue
            self.stdout.write(f"\nLembar “{sheet['name']}”")
            for column in sheet["columns"]:
                if not column["label"] and not column["field"]:
                    continue
                meaning = FIELDS.get(column["field"], "tidak dipakai")
                how = " (dari isinya)" if column["evidence"] == "values" else ""
                self.stdout.write(f"  {column['label'][:32]:<32} → {meaning}{how}")

    def _show_counts(self, batch: ImportBatch) -> None:
        counts = batch.counts
        outcomes = counts["outcomes"]
        stored = batch.state == ImportBatch.State.COMMITTED
        self.stdout.write(f"\nBaris: {counts['rows']}, di antaranya data: {counts['data']}")
        for name, words in (
            ("create", "usaha baru" if stored else "usaha baru (bila disimpan)"),
            ("update", "usaha dilengkapi"),
            ("same", "sudah ada di registri"),
            ("duplicate", "tulisan kedua dari usaha yang sama"),
            ("problem", "tidak dapat disimpan"),
        ):
            self.stdout.write(f"  {outcomes.get(name, 0):>7}  {words}")
        for kind, count in counts["skipped"].items():
            self.stdout.write(f"  {count:>7}  dilewati: {KINDS.get(kind, kind)}")
        if counts["problems"]:
            self.stdout.write("\nYang perlu diperiksa:")
        for code, count in counts["problems"].items():
            self.stdout.write(f"  {count:>7}  {problem_text(code)} [{code}]")
