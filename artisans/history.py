"""The audit trail of the registry in words: who changed which field from what to what, and why.

The database keeps a whole copy of a row at every change (`pghistory`), whoever made it and by
whatever way. One query reads a page of those copies, each beside the copy before it; a second one
names the people and things that they point at.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from artisans.models import Artisan, Business
from dekranasda.accounts.models import User

# What the trigger keeps for joining rows, and texts of the public pages' own addresses.
SILENT = frozenset({"id", "uid", "slug", "created_at", "stored_name"})
# Digests of files and blind indexes say nothing to people.
SILENT_ENDS = ("sha256", "_cipher", "_index", "_colour", "colour")
LONGEST = 60
PAGE_SIZE = 50
MOST_PAGES = 100_000
IMPORT_REASON = re.compile(r"impor (\d+)")
# The column that names a thing; others are shown as what they say of themselves.
NAME_FIELDS = ("name", "full_name", "title", "file_name", "label")
DESCRIBING = ("kind", "number", "year", "assessed_on", "visited_on")


@dataclass(frozen=True)
class Change:
    """One field that changed: its name and both values as people read them."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One step of the trail: when, by whom, why, of what, and the changed fields.

    `is_first` marks the row's appearance, `is_last` its removal; neither has changes.
    `url` leads to the batch of an import.
    """

    at: datetime
    by: str
    reason: str
    is_first: bool
    changes: tuple[Change, ...]
    is_last: bool = False
    thing: str = ""
    url: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the trail, and whether older steps follow."""

    entries: list[Entry]
    has_more: bool


@dataclass(frozen=True)
class Part:
    """Rows whose trails are read together: those with a value in a column of the copies.

    Found by what they point at and not by their own keys, rows that are gone are found, too.
    """

    model: type[models.Model]
    column: str
    value: Any


def history_of(row: models.Model, *, limit: int = PAGE_SIZE) -> list[Entry]:
    """The newest steps of one row's trail, newest first; two queries whatever its length."""
    return trail([Part(type(row), "pgh_obj_id", row.pk)], size=limit).entries


def history_of_record(business: Business, *, page: int = 1) -> Page:
    """The trail of a business with its owner, years, licences, judgements, memberships and visits.

    In the order of time, newest first, PAGE_SIZE steps to a page; two queries. What was removed
    in the meantime is in it as well.
    """
    return _page(parts_of(business) + parts_of(business.owner), page)


def history_around(row: models.Model, *, page: int = 1) -> Page:
    """The trail of a row and of the tracked rows that belong to it, like `history_of_record`."""
    return _page(parts_of(row), page)


def _page(parts: Sequence[Part], page: int) -> Page:
    return trail(parts, start=(max(page, 1) - 1) * PAGE_SIZE, named=True)


def page_number(text: str) -> int:
    """The page of a trail that an address asks for, 1 where it says nothing sensible."""
    is_number = text.isascii() and text.isdigit()
    return min(max(int(text), 1), MOST_PAGES) if is_number else 1


def parts_of(row: models.Model) -> list[Part]:
    """The row itself and every tracked model of the registry that belongs to it.

    Entries of their own, a business or a person, are no parts of another.
    """
    parts = [Part(type(row), "pgh_obj_id", row.pk)]
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        is_part = model._meta.app_label == "artisans" and model not in (Business, Artisan)
        if is_part and not relation.many_to_many and is_tracked(model):
            parts.append(Part(model, relation.field.column, row.pk))
    return parts


def is_tracked(model: type[models.Model]) -> bool:
    """Whether the database keeps a trail of the model's rows."""
    return any(relation.name == "events" for relation in model._meta.related_objects)


def newest_step(row: models.Model) -> int:
    """The number of the newest step of a row's trail; it grows with every change by whatever way.

    An edit form carries it, so that a save over somebody else's change is noticed.
    """
    events = row.events  # type: ignore[attr-defined]  # made by pghistory
    newest = events.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    return int(newest or 0)


@dataclass(frozen=True)
class _Step:
    """One event as the database keeps it: the row after it, and before it where there was one."""

    model: type[models.Model]
    at: datetime
    label: str
    context: Mapping[str, Any] | None
    after: Mapping[str, Any]
    before: Mapping[str, Any] | None


def trail(
    parts: Sequence[Part], *, start: int = 0, size: int = PAGE_SIZE, named: bool = False
) -> Page:
    """A page of the trails of several parts in the order of time, newest first; two queries."""
    steps = _steps(parts, start, size + 1)
    names = _Names(steps[:size])
    return Page([_entry(step, names, named) for step in steps[:size]], len(steps) > size)


def _steps(parts: Sequence[Part], start: int, size: int) -> list[_Step]:
    quote = connection.ops.quote_name
    reads, values = [], []
    for number, part in enumerate(parts):
        table = _events(part.model)._meta.db_table
        reads.append(
            f"SELECT {number} AS part, e.pgh_id, e.pgh_created_at, e.pgh_label, e.pgh_context_id,"  # noqa: S608 names come from the models
            " to_jsonb(e) AS after,"
            " lag(to_jsonb(e)) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id) AS before"
            f" FROM {quote(table)} e WHERE e.{quote(part.column)} = %s"
        )
        values.append(part.value)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part, pgh_created_at, pgh_label, c.metadata::text, after::text, before::text"  # noqa: S608 see above
            f" FROM ({' UNION ALL '.join(reads)}) AS steps"
            " LEFT JOIN pghistory_context c ON c.id = pgh_context_id"
            " ORDER BY pgh_created_at DESC, pgh_id DESC, part OFFSET %s LIMIT %s",
            [*values, start, size],
        )
        return [
            _Step(parts[part].model, at, label, *(_read(text) for text in texts))
            for part, at, label, *texts in cursor.fetchall()
        ]


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _events(model: type[models.Model]) -> type[models.Model]:
    events: type[models.Model] = model._meta.get_field("events").related_model  # type: ignore[assignment]
    return events


class _Names:
    """The names of the people and things that steps point at, read in one query."""

    def __init__(self, steps: Iterable[_Step]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for step in steps:
            if step.context and step.context.get("user"):
                wanted[User].add(step.context["user"])
            for field in _shown_fields(step.model):
                if field.is_relation and (model := _target(field)) is not None:
                    for row in (step.before, step.after):
                        if row and row.get(field.column) is not None:
                            wanted[model].add(row[field.column])
        queries = [_names(model, keys) for model, keys in wanted.items() if keys]
        found = queries[0].union(*queries[1:], all=True) if queries else []
        self.found = {(label, key): name for label, key, name in found}

    def of(self, model: type[models.Model], key: Any) -> str:
        """The name, or an empty text for what is gone."""
        return str(self.found.get((model._meta.label, str(key)), ""))


def _target(field: Any) -> type[models.Model] | None:
    """The model a foreign key points at, where its rows have a name."""
    model = field.remote_field.model
    return model if any(hasattr(model, name) for name in NAME_FIELDS) else None


def _names(model: type[models.Model], keys: set[Any]) -> Any:
    name = next(name for name in NAME_FIELDS if hasattr(model, name))
    rows = model._default_manager.order_by().filter(pk__in=keys)
    return rows.values_list(
        Value(model._meta.label, output_field=CharField()),
        Cast("pk", CharField()),
        Cast(F(name), CharField()),
    )


def _shown_fields(model: type[models.Model]) -> list[Any]:
    kept = {field.column for field in _events(model)._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.column in kept
        and field.name not in SILENT
        and not field.name.endswith(SILENT_ENDS)
    ]


def _entry(step: _Step, names: _Names, named: bool) -> Entry:
    reason, url = _reason(step.context)
    return Entry(
        at=step.at,
        by=_person(step.context, names),
        reason=reason,
        is_first=step.label == "insert",
        is_last=step.label == "delete",
        changes=_changes(step, names),
        thing=_thing(step, names) if named else "",
        url=url,
    )


def _person(context: Mapping[str, Any] | None, names: _Names) -> str:
    if context is None:
        return _("di luar portal")
    if not context.get("user"):
        return _("portal, tanpa orang")
    return names.of(User, context["user"]) or _("akun yang sudah dihapus")


def _reason(context: Mapping[str, Any] | None) -> tuple[str, str]:
    """Why, in words, and where more of it stands."""
    context = context or {}
    reason = str(context.get("reason") or "")
    if found := IMPORT_REASON.fullmatch(reason):
        return _("impor %(number)s") % {"number": found[1]}, reverse(
            "artisans:import_detail", args=[found[1]]
        )
    if not reason and str(context.get("url", "")).startswith("/admin/"):
        return _("lewat admin"), ""
    return reason, ""


def _thing(step: _Step, names: _Names) -> str:
    """What the step is of: the kind of row, and which one where it has a name or points at one."""
    kind = str(step.model._meta.verbose_name)
    kind = kind[:1].upper() + kind[1:]
    own = next((str(step.after[name]) for name in NAME_FIELDS if step.after.get(name)), "")
    if not own:
        own = " ".join(_described(step, name) for name in DESCRIBING if step.after.get(name))
    if not own:
        pointed = [
            names.of(field.remote_field.model, step.after[field.column])
            for field in _shown_fields(step.model)
            if field.is_relation and field.name in ("centre", "association") and _target(field)
        ]
        own = next((name for name in pointed if name), "")
    return f"{kind}: {own}" if own else kind


def _described(step: _Step, name: str) -> str:
    field: Any = step.model._meta.get_field(name)
    value = field.to_python(step.after[name])
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(dict(field.flatchoices).get(value, value))


def _changes(step: _Step, names: _Names) -> tuple[Change, ...]:
    if step.before is None:
        return ()
    found = []
    for field in _shown_fields(step.model):
        old, new = step.before.get(field.column), step.after.get(field.column)
        if old != new:
            name = str(field.verbose_name)
            found.append(Change(name, _in_words(field, old, names), _in_words(field, new, names)))
    return tuple(found)


def _in_words(field: Any, value: Any, names: _Names) -> str:
    if value is None or value == "":
        return _("kosong")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if field.is_relation:
        target = _target(field)
        return (names.of(target, value) if target else "") or str(value)
    value = field.to_python(value)
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    words = str(dict(field.flatchoices).get(value, value))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
