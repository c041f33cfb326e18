"""The audit trail of a registry entry in words: who changed which field from what to what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from dekranasda.accounts.models import User

# What the trigger keeps for joining rows, and texts of the public pages' own addresses.
SILENT = frozenset({"id", "uid", "slug", "created_at"})
LONGEST = 60


@dataclass(frozen=True)
class Change:
    """One field that changed: its name and both values as people read them."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One step of the trail: when, by whom, why, and the changed fields (none for the first)."""

    at: datetime
    by: str
    reason: str
    is_first: bool
    changes: tuple[Change, ...]


def history_of(row: models.Model, *, limit: int = 50) -> list[Entry]:
    """The newest steps of a tracked row's trail, newest first; two queries whatever its length."""
    events = list(
        row.events.select_related("pgh_context").order_by("-pgh_id")[: limit + 1]  # type: ignore[attr-defined]  # made by pghistory
    )
    people = _people(events)
    entries = []
    for event, before in zip(events, [*events[1:], None], strict=True):
        metadata = event.pgh_context.metadata if event.pgh_context else {}
        entries.append(
            Entry(
                at=event.pgh_created_at,
                by=people.get(metadata.get("user"), ""),
                reason=str(metadata.get("reason", "")),
                is_first=event.pgh_label == "insert",
                changes=_changes(type(row), before, event) if before else (),
            )
        )
    return entries[:limit]


def newest_step(row: models.Model) -> int:
    """The number of the newest step of a row's trail; it grows with every change by whatever way.

    An edit form carries it, so that a save over somebody else's change is noticed.
    """
    newest = row.events.order_by("-pgh_id").values_list("pgh_id", flat=True).first()  # type: ignore[attr-defined]  # made by pghistory
    return int(newest or 0)


def _people(events: list[Any]) -> dict[Any, str]:
    keys = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys - {None})}


def _changes(model: type[models.Model], before: Any, after: Any) -> tuple[Change, ...]:
    tracked = {field.attname for field in after._meta.concrete_fields}
    found = []
    for field in model._meta.concrete_fields:
        if field.name in SILENT or field.attname not in tracked:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            name = str(field.verbose_name)
            found.append(Change(name, _in_words(field, old), _in_words(field, new)))
    return tuple(found)


def _in_words(field: Any, value: Any) -> str:
    if value is None or value == "":
        return _("kosong")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    words = str(dict(field.flatchoices).get(value, value))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
