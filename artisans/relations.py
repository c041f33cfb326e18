"""What hangs on an entry of the registry, whichever app it belongs to, and how it is handed over.

The rows that point at an artisan or a business are found by asking the models, so that an app
above this one is served without being known here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import IntegrityError, InternalError, models, transaction
from django.db.models import Count, Q, Value

from artisans.models import DuplicatePair, Merge

# Decisions about entries stay with the entry that they were made about.
STAYING = (DuplicatePair, Merge)
MOST_LABELS = 20


@dataclass(frozen=True)
class Rows:
    """Rows of one model that point, or pointed, at an entry by one field."""

    model: str
    field: str
    keys: list[Any]

    @property
    def of(self) -> type[models.Model]:
        """The rows' model."""
        return apps.get_model(self.model)

    @property
    def name(self) -> str:
        """What such rows are called."""
        return str(self.of._meta.verbose_name_plural)

    @property
    def labels(self) -> list[str]:
        """What each of the rows says of itself, as far as they are still there."""
        return [str(row) for row in self.of._base_manager.filter(pk__in=self.keys[:MOST_LABELS])]

    @property
    def more(self) -> int:
        """How many the labels leave out."""
        return max(0, len(self.keys) - MOST_LABELS)

    def as_json(self) -> dict[str, Any]:
        """For a JSON field."""
        return {"model": self.model, "field": self.field, "keys": self.keys}


@lru_cache
def relations_of(model: type[models.Model]) -> tuple[models.ForeignKey[Any, Any], ...]:
    """The foreign keys that point at the model and are handed over with an entry, of every app.

    Copies of the audit trail stay with the row that they are copies of, and a row whose key is the
    entry's own (the row that the list searches) is the entry in another shape.
    """
    relations = [
        relation.field  # type: ignore[union-attr]  # a relation, since it is not concrete
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    return tuple(
        field  # type: ignore[misc]  # no relation by several columns here
        for field in relations
        if field.model not in (model, *STAYING)
        and not field.primary_key
        and not issubclass(field.model, pghistory.models.Event)
    )


def hanging_on(model: type[models.Model], keys: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each entry the number of rows that hang on it, by what they are called; one query."""
    wanted = list(keys)
    found: dict[int, dict[str, int]] = {key: {} for key in wanted}
    counts = [
        field.model._base_manager.filter(**{f"{field.name}__in": wanted})
        .order_by()
        .values_list(Value(field.model._meta.label_lower), field.attname)
        .annotate(number=Count("pk"))
        for field in relations_of(model)
    ]
    for label, key, number in counts[0].union(*counts[1:], all=True):
        name = str(apps.get_model(label)._meta.verbose_name_plural)
        found[key][name] = found[key].get(name, 0) + number
    return found


def clashing(field: models.ForeignKey[Any, Any], loser: int, survivor: int) -> list[Any]:
    """The loser's rows that cannot go over, since the survivor has one in their place already.

    The yearly figures of the same year, the seat at the same event.
    """
    found: set[Any] = set()
    for names, condition in _unique_together(field):
        rows = field.model._base_manager.filter(condition)
        others = [name for name in names if name != field.name]
        taken = set(rows.filter(**{field.name: survivor}).values_list("pk", *others))
        places = {values for _, *rest in taken if None not in (values := tuple(rest))}
        for key, *rest in rows.filter(**{field.name: loser}).values_list("pk", *others):
            if tuple(rest) in places:
                found.add(key)
    return sorted(found)


def _unique_together(field: models.ForeignKey[Any, Any]) -> list[tuple[list[str], Q]]:
    options = field.model._meta
    found = [(list(names), Q()) for names in options.unique_together]
    found += [
        (list(constraint.fields), constraint.condition or Q())
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    ]
    if field.unique:
        found.append(([field.name], Q()))
    return [(names, condition) for names, condition in found if field.name in names]


def hand_over(
    model: type[models.Model], loser: int, survivor: int
) -> tuple[list[Rows], list[Rows]]:
    """Points everything that hangs on the loser at the survivor: (what moved, what could not).

    Called in the transaction of the merge, which has locked both.
    """
    moved, kept = [], []
    for field in relations_of(model):
        label = field.model._meta.label_lower
        rows = field.model._base_manager.filter(**{field.name: loser})
        stays = clashing(field, loser, survivor)
        keys = sorted(rows.exclude(pk__in=stays).values_list("pk", flat=True))
        gone = point_at(Rows(label, field.name, keys), survivor)
        stays = sorted({*stays, *keys} - {*gone})
        if gone:
            moved.append(Rows(label, field.name, gone))
        if stays:
            kept.append(Rows(label, field.name, stays))
    return moved, kept


def point_at(rows: Rows, target: int) -> list[Any]:
    """Points the rows at another entry; returns those that could be.

    A guard of the database that keeps a record from being rewritten lets this one change pass:
    what the row says stays as it is, only whose it is is put right.
    """
    if not rows.keys:
        return []
    with pgtrigger.ignore(*_guards(rows.of)):
        if _update(rows, rows.keys, target):
            return rows.keys
        return [key for key in rows.keys if _update(rows, [key], target)]


def _update(rows: Rows, keys: list[Any], target: int) -> bool:
    try:
        with transaction.atomic():
            rows.of._base_manager.filter(pk__in=keys).update(**{rows.field: target})
    except (IntegrityError, InternalError):
        return False
    return True


def _guards(model: type[models.Model]) -> list[str]:
    return [
        f"{model._meta.label}:{trigger.name}"
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.Protect) and "UPDATE" in str(trigger.operation)
    ]
