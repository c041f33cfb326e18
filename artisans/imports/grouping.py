"""Remembers which rows of a checked batch are one business, until it is stored.

Comparing eleven thousand rows costs as much as storing them. Where neither the registry nor a row
has changed since the check, the commit takes its answer over.
"""

from collections.abc import Sequence

from django.db import models

from artisans.imports.checking import Checked, CheckedRow
from artisans.models import Artisan, Business, ImportBatch, ImportGrouping, ImportRow, Tombstone


def registry_state() -> tuple[int, ...]:
    """What differs as soon as a business, an owner or a forgotten person is added or changed.

    Newest number and count of the history's steps: of two transactions the one that began first
    may end last, which the newest number alone does not show.
    """
    state: list[int] = []
    for model in (Business, _steps(Business), _steps(Artisan), Tombstone):
        found = model._default_manager.aggregate(n=models.Count("pk"), newest=models.Max("pk"))
        state += found["n"], found["newest"] or 0
    return tuple(state)


def _steps(model: type[models.Model]) -> type[models.Model]:
    return model._meta.get_field("events").related_model  # type: ignore[return-value]


def remember_grouping(batch: ImportBatch, checked: Checked) -> None:
    """Keeps the groups of the batch's rows, in their order, with the registry's state."""
    groups = [[row.group, row.owner, row.known_key, row.known_owner_key] for row in checked.rows]
    ImportGrouping.objects.update_or_create(
        batch=batch, defaults={"registry": list(checked.registry_size), "groups": groups}
    )


def is_still_grouped(batch: ImportBatch, rows: Sequence[ImportRow]) -> bool:
    """Whether the answer of the check still holds: nothing changed in the registry or the rows."""
    kept = ImportGrouping.objects.filter(batch=batch).only("registry").first()
    if kept is None or tuple(kept.registry) != registry_state():
        return False
    return not any(row.mended_at for row in rows)


def take_over_grouping(
    batch: ImportBatch, rows: Sequence[ImportRow], lines: Sequence[CheckedRow]
) -> None:
    """Sets the groups and problems of the lines as the check found them."""
    groups = ImportGrouping.objects.get(batch=batch).groups
    for row, line, (group, owner, known_key, known_owner_key) in zip(
        rows, lines, groups, strict=True
    ):
        line.group, line.owner = group, owner
        line.known_key, line.known_owner_key = known_key, known_owner_key
        if line.record:
            line.record.problems = list(row.problems)
