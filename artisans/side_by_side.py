"""Two entries beside each other: each field with both values, their origins, and the better one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from artisans.facts import Fact
from artisans.history import Entry as Step
from artisans.history import history_of, newest_step
from artisans.models import Artisan, Business, DuplicatePair, EntryKind, FactSource, Merge
from artisans.relations import Rows, clashing, hanging_on, relations_of
from artisans.settling import NUMBERS, fields_of, origin_of, takes_second, value_of
from dekranasda.templatetags.portal import tanggal, translated

Entry = Business | Artisan
LABELS = {"national_id": "NIK", "tax_id": "NPWP"}


@dataclass(frozen=True)
class Line:
    """One field: its label, both values and origins in words, and whose value is chosen."""

    name: str
    label: str
    first: str
    second: str
    first_origin: str
    second_origin: str
    chosen: str

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to choose."""
        return self.first == self.second

    @property
    def result(self) -> str:
        """The value that the chosen side gives."""
        return self.first if self.chosen == "first" else self.second

    @property
    def other(self) -> str:
        """The value of the other side."""
        return self.second if self.chosen == "first" else self.first


def lines_of(
    first: Entry, second: Entry, *, choices: Mapping[str, str], stays: str, on: date
) -> list[Line]:
    """Every field that one of the two has, with the choice made or the better side; one query.

    Where both are as good, the value of the side that stays is chosen.
    """
    known: dict[Any, dict[str, Fact]] = {first.uid: {}, second.uid: {}}
    for fact in FactSource.objects.filter(subject__in=known):
        kind = FactSource.Kind(fact.kind)
        known[fact.subject][fact.field] = Fact(kind, fact.source, fact.as_of)
    lines = []
    for name in fields_of(first):
        texts = _in_words(first, name), _in_words(second, name)
        if not any(texts):
            continue
        origins = (
            origin_of(first, name, known[first.uid]),
            origin_of(second, name, known[second.uid]),
        )
        words = _origin_in_words(origins[0]), _origin_in_words(origins[1])
        entries = (first, second)
        if stays == "second":
            entries, origins = (second, first), (origins[1], origins[0])
        takes_other = takes_second(*entries, name, origins, on=on)
        better = stays if not takes_other else "second" if stays == "first" else "first"
        lines.append(
            Line(
                name=name,
                label=_label(first, name),
                first=texts[0],
                second=texts[1],
                first_origin=words[0] if texts[0] else "",
                second_origin=words[1] if texts[1] else "",
                chosen=choices.get(name) or better,
            )
        )
    return lines


def _label(entry: Entry, name: str) -> str:
    label = LABELS.get(name) or str(entry._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
    return label[:1].upper() + label[1:]


def _in_words(entry: Entry, name: str) -> str:
    if name in NUMBERS:
        return str(value_of(entry, name))
    value = getattr(entry, name)
    if value is None or value == "":
        return ""
    if name == "village":
        return f"{value.name}, {value.district.name}"
    if name == "craft":
        return translated(value, "name")
    if name == "other_phones":
        return str(value).replace(";", ", ")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return tanggal(value)
    field: Any = entry._meta.get_field(name)
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)


def _origin_in_words(fact: Fact) -> str:
    words = [str(fact.kind.label)]
    if fact.source:
        words.append(fact.source)
    if fact.as_of:
        words.append(tanggal(fact.as_of, "pendek"))
    return ", ".join(words)


# What hangs on each


@dataclass(frozen=True)
class Count:
    """How many rows of one kind hang on each of the two."""

    name: str
    first: int
    second: int


def counts_of(first: Entry, second: Entry) -> list[Count]:
    """What hangs on each, by what it is called; one query."""
    found = hanging_on(type(first), [first.pk, second.pk])
    names = sorted({*found[first.pk], *found[second.pk]})
    return [
        Count(name, found[first.pk].get(name, 0), found[second.pk].get(name, 0)) for name in names
    ]


def staying_rows(loser: Entry, survivor: Entry) -> list[Rows]:
    """What cannot go over, since the survivor has one in its place."""
    found = []
    for field in relations_of(type(loser)):
        if keys := clashing(field, loser.pk, survivor.pk):
            found.append(Rows(field.model._meta.label_lower, field.name, keys))
    return found


def better_side(first: Entry, second: Entry, counts: Iterable[Count]) -> str:
    """Whose entry should stay: the shown one, with an account, with more to it, else the older."""
    ranks = [
        (
            isinstance(entry, Business) and entry.is_public,
            _person(entry).user_id is not None,
            sum(getattr(count, side) for count in counts),
            -entry.pk,
        )
        for side, entry in (("first", first), ("second", second))
    ]
    return "second" if ranks[1] > ranks[0] else "first"


def _person(entry: Entry) -> Artisan:
    return entry.owner if isinstance(entry, Business) else entry


# What was seen, and what changed since


def entries_of(pair: DuplicatePair) -> list[Entry]:
    """The two of a pair and, of businesses, their owners; each once."""
    entries: list[Entry] = [pair.first, pair.second]
    if pair.kind == EntryKind.BUSINESS:
        entries += {_person(entry).pk: _person(entry) for entry in entries}.values()
    return entries


def seen_now(pair: DuplicatePair) -> dict[tuple[str, int], int]:
    """The newest step of each trail, to be carried by the form."""
    return {
        (str(entry._meta.model_name), entry.pk): newest_step(entry) for entry in entries_of(pair)
    }


def news_since(
    pair: DuplicatePair, seen: Mapping[tuple[str, int], int]
) -> list[tuple[Entry, list[Step]]]:
    """What others changed since, by entry: who, when, from what to what."""
    found: list[tuple[Entry, list[Step]]] = []
    for entry in entries_of(pair):
        step = seen.get((str(entry._meta.model_name), entry.pk))
        if step is None:
            continue
        newer = entry.events.filter(pgh_id__gt=step).count()  # type: ignore[union-attr]  # made by pghistory
        if newer:
            found.append((entry, history_of(entry, limit=newer)))
    return found


def rows_of(entries: list[dict[str, Any]]) -> list[Rows]:
    """The rows that a merge moved, or could not."""
    return [Rows(**entry) for entry in entries]


def left_in_words(record: Merge) -> list[str]:
    """What an undo could not take back, by name."""
    found = []
    for entry in record.left:
        if "model" in entry:
            rows = Rows(**entry)
            found.append(f"{rows.name}: {', '.join(rows.labels) or _('sudah tidak ada')}")
        else:
            found.append(_column_label(record.survivor, entry["field"]))
    return found


def _column_label(entry: Entry, name: str) -> str:
    columns = {field.attname: str(field.verbose_name) for field in entry._meta.concrete_fields}
    return LABELS.get(name) or columns.get(name, name)
