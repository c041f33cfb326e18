"""Measures the import against a list whose true answers are known; writes nothing."""

import csv
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from artisans.imports.checking import CheckedRow, check_file
from artisans.reference import craft_finder, gazetteer

Place = tuple[str, int]
# The sample lies beside the checkout; it holds names as offices write them and is never committed.
SAMPLE = settings.BASE_DIR.parent / "shared" / "data" / "8_registry_sample"


class Command(BaseCommand):
    help = "Bandingkan hasil impor dengan jawaban yang benar (truth.csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SAMPLE / "registri.xlsx")
        parser.add_argument("truth", nargs="?", type=Path, default=SAMPLE / "truth.csv")

    def handle(self, *args: Any, file: Path, truth: Path, **_: Any) -> None:
        for path in (file, truth):
            if not path.is_file():
                raise CommandError(f"{path}: berkas contoh tidak ada; sebutkan FILE dan TRUTH.")
        with truth.open(encoding="utf-8", newline="") as source:
            answers = {(row["sheet"], int(row["row"])): row for row in csv.DictReader(source)}
        checked = check_file(
            file.read_bytes(),
            file.name,
            gazetteer=gazetteer(),
            crafts=craft_finder(),
            today=timezone.localdate(),
        )
        rows = {(row.sheet, row.row): row for row in checked.rows}
        for name, value, share in score(rows, answers):
            self.stdout.write(f"{name:<32} {value:>14} {share:>8.4f}")


def score(
    rows: dict[Place, CheckedRow], answers: dict[Place, dict[str, str]]
) -> Iterable[tuple[str, str, float]]:
    """Lines of name, count and share of right answers, 0–1."""
    data = {place: row for place, row in answers.items() if row["kind"] == "data"}
    found = sum(place in rows for place in answers)
    yield "rows accounted for", f"{found}/{len(answers)}", found / len(answers)
    kinds = sum(
        place in rows and (rows[place].kind == "data") == (row["kind"] == "data")
        for place, row in answers.items()
    )
    yield "data told from the rest", f"{kinds}/{len(answers)}", kinds / len(answers)
    for name in ("business", "owner"):
        yield from _pair_scores(name, rows, data)
    for field in FIELDS:
        right = sum(
            place in rows and answer_of(rows[place], field) == row[field]
            for place, row in data.items()
        )
        yield field, f"{right}/{len(data)}", right / len(data)
    expected = {
        (place, problem)
        for place, row in data.items()
        for problem in _words(row["expected_problem"])
    }
    raised = {
        (place, problem)
        for place, row in rows.items()
        if row.record and place in data
        for problem in row.record.problems
    }
    right = len(expected & raised)
    yield "problems expected and raised", f"{right}/{len(expected)}", right / max(1, len(expected))


def _pair_scores(
    name: str, rows: dict[Place, CheckedRow], data: dict[Place, dict[str, str]]
) -> Iterable[tuple[str, str, float]]:
    attribute = "group" if name == "business" else "owner"
    true = _pairs((place, row[f"{name}_key"]) for place, row in data.items())
    ours = _pairs((place, getattr(row, attribute)) for place, row in rows.items() if row.group >= 0)
    both = len(true & ours)
    yield f"same {name}: precision", f"{both}/{len(ours)}", both / max(1, len(ours))
    yield f"same {name}: recall", f"{both}/{len(true)}", both / max(1, len(true))


def _pairs(members: Iterable[tuple[Place, Hashable]]) -> set[tuple[Place, Place]]:
    groups: dict[Hashable, list[Place]] = defaultdict(list)
    for place, key in members:
        groups[key].append(place)
    return {
        (one, other)
        for group in groups.values()
        for position, one in enumerate(sorted(group))
        for other in sorted(group)[position + 1 :]
    }


FIELDS = (
    "village_code", "phone_e164", "nik_valid", "birth_date", "turnover_idr", "capital_idr",
    "gender", "craft_code", "status",
)  # fmt: skip


def answer_of(row: CheckedRow, field: str) -> str:
    """What was read of a row, written as the true answers are."""
    record = row.record
    if record is None:
        return ""
    answers = {
        "village_code": record.village_code,
        "phone_e164": ";".join(record.phones),
        "nik_valid": "1" if record.national_id else "0",
        "birth_date": record.born_on.isoformat() if record.born_on else "",
        "turnover_idr": "" if record.turnover_idr is None else str(record.turnover_idr),
        "capital_idr": "" if record.capital_idr is None else str(record.capital_idr),
        "gender": record.gender,
        "craft_code": record.craft_code,
        "status": record.status,
    }
    return answers[field]


def _words(text: str) -> set[str]:
    return set(filter(None, text.split(",")))
