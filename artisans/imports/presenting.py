"""How rows of an import are shown to people: in words, with personal numbers masked."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from artisans.imports.differences import FIELDS, Member, in_letters
from artisans.imports.staging import record_of
from artisans.models import (
    Artisan,
    Business,
    Craft,
    ImportBatch,
    ImportConflict,
    ImportMatch,
    ImportRow,
    Village,
)
from dekranasda.templatetags.portal import rupiah, tanggal

SAMPLE_SIZE = 20
MONEY = {"turnover", "capital"}
SHOWN = (
    "owner_name", "phone", "business_name", "craft", "products", "address", "village", "nib",
    "turnover",
)  # fmt: skip


Names = dict[str, dict[str, str]]


def names_of(codes: Mapping[str, Iterable[str]]) -> Names:
    """What the codes of villages and crafts are called; a query for each kind that is there."""
    found: Names = {"village": {}, "craft": {}}
    if villages := set(codes.get("village", ())) - {""}:
        found["village"] = {
            village.code: f"{village.name}, {village.district.name}"
            for village in Village.objects.filter(code__in=villages).select_related("district")
        }
    if crafts := set(codes.get("craft", ())) - {""}:
        found["craft"] = {craft.code: str(craft) for craft in Craft.objects.filter(code__in=crafts)}
    return found


def in_words(name: str, text: str, names: Names) -> str:
    """A conflict's value as people read it; «kosong» where there is none."""
    if not text:
        return _("kosong")
    if name in names:
        return names[name].get(text, text)
    if name == "gender":
        return str(dict(Artisan.Gender.choices).get(text, text))
    if name in MONEY:
        return rupiah(int(text))
    if name == "born_on":
        return tanggal(date.fromisoformat(text))
    return text


def conflict_texts(conflict: ImportConflict) -> dict[str, Any]:
    """Old, new and result of a conflict in words, and the field's name."""
    texts = conflict.old, conflict.new
    names = names_of({conflict.field: texts})
    old, new = (in_words(conflict.field, text, names) for text in texts)
    is_new = conflict.choice == ImportConflict.Choice.NEW
    result = new if is_new else old
    return {
        "label": FIELDS[conflict.field].label,
        "old": old,
        "new": new,
        "result": conflict.own or result,
        "is_new": is_new,
    }


@dataclass(frozen=True)
class Line:
    """One field of two sides, and whether they differ."""

    label: Any
    old: str
    new: str
    differs: bool


def row_facts(conflict: ImportConflict) -> list[Line]:
    """The row of a conflict beside the business, or the earlier row, that it belongs to."""
    row = conflict.row
    if conflict.first_row:
        return _lines(_said(conflict.first_row), _said(row))
    return _lines(_known(row.business) if row.business else {}, _said(row))


def match_facts(match: ImportMatch) -> list[Line]:
    """A row beside what it may be the same as."""
    old = _said(match.first_row) if match.first_row else _known(match.business)
    return _lines(old, _said(match.row))


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Line]:
    texts = {name: (in_letters(old.get(name)), in_letters(new.get(name))) for name in SHOWN}
    names = names_of(texts)
    lines = []
    for name, (before, after) in texts.items():
        if before or after:
            spec = FIELDS[name]
            differs = bool(before and after) and spec.fold(before) != spec.fold(after)
            old_words, new_words = (in_words(name, text, names) for text in (before, after))
            lines.append(Line(spec.label, old_words, new_words, differs))
    return lines


def _said(row: ImportRow) -> dict[str, Any]:
    record = Member(row, record_of(row)).record
    return {name: FIELDS[name].said(record) for name in SHOWN}


def _known(business: Business | None) -> dict[str, Any]:
    if business is None:
        return {}
    things: dict[type[Any], Any] = {Business: business, Artisan: business.owner}
    return {
        name: getattr(things[FIELDS[name].model], FIELDS[name].attribute)
        for name in SHOWN
        if FIELDS[name].model in things
    }


# The sample


def sample_of(batch: ImportBatch) -> list[ImportRow]:
    """Twenty rows that would be stored, drawn by chance, the same for everybody who looks."""
    keys = list(
        batch.rows.exclude(outcome__in=[ImportRow.Outcome.SKIPPED, ImportRow.Outcome.PROBLEM])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    drawn = random.Random(batch.pk).sample(keys, min(SAMPLE_SIZE, len(keys)))  # noqa: S311 no secret
    rows = batch.rows.filter(pk__in=drawn).select_related("business__owner").order_by("pk")
    return list(rows.prefetch_related("conflicts"))


def will_be(rows: Iterable[ImportRow]) -> list[tuple[ImportRow, list[tuple[Any, str]]]]:
    """Each row with its fields as the registry will have them; two queries besides the rows'."""
    shown = [
        (row, {name: in_letters(value) for name, value in _result(row).items()}) for row in rows
    ]
    names = names_of(
        {name: [values[name] for _row, values in shown] for name in ("village", "craft")}
    )
    return [
        (
            row,
            [
                (FIELDS[name].label, in_words(name, text, names))
                for name in SHOWN
                if (text := values[name])
            ],
        )
        for row, values in shown
    ]


def _result(row: ImportRow) -> dict[str, Any]:
    """The registry's values, filled up by the row's, with the new ones that people chose."""
    said, known = _said(row), _known(row.business)
    values = {name: known.get(name) or said[name] for name in SHOWN}
    for conflict in row.conflicts.all():
        if conflict.choice in ImportConflict.OVERWRITING and conflict.field in values:
            values[conflict.field] = conflict.own or said[conflict.field]
    return values
