"""Measures the import on every list at hand: the office's sample, made-up lists, published ones.

Writes nothing. What is not here is named and left out.
"""

import csv
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artisans.imports.checking import Checked, check_file
from artisans.imports.messages import problem_text, refusal_text
from artisans.imports.reading import RefusedFile
from artisans.reference import craft_finder, gazetteer, read_table
from dekranasda.demo.made_lists import make_list, spots_of
from dekranasda.management.commands.score_import import FIELDS, SAMPLE, Place, score

Answers = dict[Place, dict[str, str]]
PUBLISHED = SAMPLE.parent / "2_umkm"
# Seed, businesses and dirt of the made-up lists.
MADE = ((1, 10_000, 0.5), (2, 3_000, 1.0))
NAMES = ("business_key", "owner_key", "expected_problem", *FIELDS)


class Command(BaseCommand):
    help = "Ukur ketepatan impor pada daftar contoh, daftar buatan dan daftar yang diterbitkan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=Path, default=SAMPLE)
        parser.add_argument("--published", type=Path, default=PUBLISHED)
        parser.add_argument("--seed", type=int, default=0, help="geser benih daftar buatan")

    def handle(self, *args: Any, sample: Path, published: Path, seed: int, **_: Any) -> None:
        self.places, self.today = gazetteer(), timezone.localdate()
        columns: dict[str, dict[str, tuple[str, float]]] = {}
        if (sample / "truth.csv").is_file():
            columns["contoh kantor"] = self._scores(*_sample(sample))
        else:
            self.stdout.write(f"Dilewati: daftar contoh {sample.name} tidak ada di sini.")
        for number, businesses, dirt in MADE:
            made = make_list(
                spots_of(read_table("villages.csv")),
                seed=number + seed,
                businesses=businesses,
                dirt=dirt,
            )
            answers = {
                place: dict.fromkeys(NAMES, "") | answer for place, answer in made.answers.items()
            }
            name = f"buatan {businesses} kotor {dirt:g}"
            columns[name] = self._scores(made.workbook(), "buatan.xlsx", answers)
        self._print_table(columns)
        if not published.is_dir():
            self.stdout.write(f"\nDilewati: daftar terbitan {published.name} tidak ada di sini.")
        for path in sorted(published.glob("*.*")):
            self._print_published(path)

    def _check(self, content: bytes, name: str) -> Checked:
        return check_file(
            content, name, gazetteer=self.places, crafts=craft_finder(), today=self.today
        )

    def _scores(self, content: bytes, name: str, answers: Answers) -> dict[str, tuple[str, float]]:
        rows = {(row.sheet, row.row): row for row in self._check(content, name).rows}
        return {line: (count, share) for line, count, share in score(rows, answers)}

    def _print_table(self, columns: dict[str, dict[str, tuple[str, float]]]) -> None:
        self.stdout.write("".join([f"\n{'':<28}", *(f"{name:>26}" for name in columns)]))
        for line in next(iter(columns.values())):
            cells = [f"{scores[line][0]:>18}{scores[line][1]:>8.4f}" for scores in columns.values()]
            self.stdout.write(f"{line:<28}" + "".join(cells))

    def _print_published(self, path: Path) -> None:
        self.stdout.write(f"\n{path.name}")
        try:
            checked = self._check(path.read_bytes(), path.name)
        except RefusedFile as refusal:
            self.stdout.write(f"  ditolak: {refusal_text(refusal)}")
            return
        rows = checked.data
        businesses = len({row.group for row in rows if row.group >= 0})
        self.stdout.write(f"  diterima: {len(rows)} baris data, {businesses} usaha")
        problems = Counter(p for row in rows if row.record for p in row.record.problems)
        for code, count in problems.most_common():
            self.stdout.write(f"  {count:>7}  {problem_text(code)} [{code}]")


def _sample(folder: Path) -> tuple[bytes, str, Answers]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as source:
        answers = {(row["sheet"], int(row["row"])): row for row in csv.DictReader(source)}
    return (folder / "registri.xlsx").read_bytes(), "registri.xlsx", answers
