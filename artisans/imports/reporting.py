"""The report of a batch: one line for each row of the file, and what became of it."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from artisans.models import ImportBatch, ImportRow

HEADER = (
    "sheet", "row", "outcome", "business_id", "village_code", "phone", "birth_date",
    "turnover_idr", "capital_idr", "problems",
)  # fmt: skip
# How the report names an outcome; a duplicate joins a business, as a matched row does.
OUTCOMES = {
    ImportRow.Outcome.CREATE: "created",
    ImportRow.Outcome.UPDATE: "updated",
    ImportRow.Outcome.SAME: "matched",
    ImportRow.Outcome.DUPLICATE: "duplicate",
    ImportRow.Outcome.PROBLEM: "problem",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text so that no spreadsheet reads it as a formula; plain phone numbers stay."""
    if text.startswith(FORMULA_STARTS) and not text.lstrip("+").replace(";+", "").isdigit():
        return "'" + text
    return text


def report_lines(batch: ImportBatch) -> Iterator[list[str]]:
    """The header and then a line for each row, in the order of the file."""
    yield list(HEADER)
    for row in batch.rows.order_by("pk").iterator(chunk_size=2000):
        yield _line(row)


def _line(row: ImportRow) -> list[str]:
    values: dict[str, Any] = row.values
    outcome = OUTCOMES.get(ImportRow.Outcome(row.outcome), f"skipped_{row.kind}")
    return [
        harmless(row.sheet),
        str(row.row),
        outcome,
        row.group,
        values.get("village_code", ""),
        ";".join(values.get("phones", ())),
        values.get("born_on", ""),
        str(values.get("turnover_idr", "")),
        str(values.get("capital_idr", "")),
        " ".join(row.problems),
    ]


def count_batch(batch: ImportBatch) -> dict[str, Any]:
    """What `count_rows` counts, counted by the database; a few small queries."""
    rows = batch.rows.order_by()
    outcomes = dict(rows.values_list("outcome").annotate(n=Count("pk")))
    skipped = rows.filter(outcome=ImportRow.Outcome.SKIPPED)
    problems: Counter[str] = Counter()
    for codes, count in rows.exclude(problems=[]).values_list("problems").annotate(n=Count("pk")):
        for code in codes:
            problems[code] += count
    return {
        "rows": sum(outcomes.values()),
        "data": sum(outcomes.values()) - outcomes.get(ImportRow.Outcome.SKIPPED, 0),
        "outcomes": outcomes,
        "problems": dict(problems.most_common()),
        "skipped": dict(skipped.values_list("kind").annotate(n=Count("pk"))),
    }


def write_report(batch: ImportBatch, file: Any) -> None:
    """Writes the report as CSV."""
    csv.writer(file, lineterminator="\n").writerows(report_lines(batch))
