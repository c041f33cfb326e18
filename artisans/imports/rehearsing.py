"""What a commit would fill up in the registry, found out without writing it.

So a summary says «changed» of the rows that the report will say it of.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from artisans.imports.changes import ChangeLog
from artisans.imports.checking import CheckedRow
from artisans.imports.questions import join_lines
from artisans.imports.staging import record_of
from artisans.imports.storing import Storing
from artisans.models import Business, ImportBatch, ImportConflict, ImportRow

Outcome = ImportRow.Outcome


def rehearse(
    batch: ImportBatch, rows: Sequence[ImportRow], lines: Sequence[CheckedRow], *, today: date
) -> None:
    """Sets `fills` on the rows whose business the commit would fill up, and counts them changed.

    `lines` are the rows' own, grouped; they are joined as people said. Called after the questions.
    """
    join_lines(batch, rows, lines)
    _rehearse(batch, rows, lines, today)


def _rehearse(
    batch: ImportBatch, rows: Sequence[ImportRow], lines: Sequence[CheckedRow], today: date
) -> None:
    log = ChangeLog(batch, by=None, at=timezone.now(), today=today)
    problems = [row.problems for row in rows]
    changed = Storing(batch, rows, today, lines, log).changed_by_filling()
    for row, before in zip(rows, problems, strict=True):
        row.problems = before
    filling = [row.pk for row in rows if row.business_id in changed]
    filled = [row.pk for row in rows if row.fills]
    batch.rows.filter(pk__in=filled).exclude(pk__in=filling).update(fills=False)
    batch.rows.filter(pk__in=filling).update(fills=True)
    settle_outcomes(batch)
    outcomes = dict(batch.rows.filter(outcome=Outcome.UPDATE).values_list("pk", "outcome"))
    for row in rows:
        row.outcome = outcomes.get(row.pk, row.outcome)


def rehearse_owners(batch: ImportBatch, owners: Iterable[int], *, today: date) -> None:
    """The same for the rows of these people's businesses, after one of them was changed."""
    rows = list(
        batch.rows.filter(business__owner__in=list(owners))
        .exclude(outcome__in=[Outcome.SKIPPED, Outcome.PROBLEM])
        .order_by("pk")
    )
    keys = {row.business_id for row in rows if row.business_id}
    owner_of = dict(Business.objects.filter(pk__in=keys).values_list("pk", "owner_id"))
    lines = [
        CheckedRow(
            row.sheet,
            row.row,
            row.kind,
            record_of(row),
            group=row.business_id or 0,
            owner=owner_of[row.business_id or 0],
            known_key=row.business_id or 0,
            known_owner_key=owner_of[row.business_id or 0],
        )
        for row in rows
    ]
    _rehearse(batch, rows, lines, today)


def settle_outcomes(batch: ImportBatch) -> None:
    """Calls a known row changed where the commit fills its business up or overwrites of it."""
    chosen = batch.conflicts.filter(choice__in=ImportConflict.OVERWRITING)
    groups = chosen.exclude(row__group="").values("row__group")
    changes = Q(fills=True) | Q(group__in=groups)
    known = batch.rows.filter(business__isnull=False)
    known.filter(changes, outcome=Outcome.SAME).update(outcome=Outcome.UPDATE)
    known.filter(outcome=Outcome.UPDATE).exclude(changes).update(outcome=Outcome.SAME)
