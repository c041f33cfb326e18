"""The groups of choices beside the registry's list, and one query that counts them all."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, Craft, CraftCentre, District, ReadinessAssessment, Village
from artisans.querysets import RegistryEntryQuerySet
from dekranasda.accounts.models import Role, User

Choices = Mapping[str, tuple[str, ...]]
READY = ReadinessAssessment.Level.READY
# Years after which the data of a list count as ageing, and as old.
FRESH, OLD = timedelta(days=365), timedelta(days=730)
OPEN_FACETS = 2
MOST_SOURCES = 20


@dataclass(frozen=True)
class Facet:
    """One group of choices: its parameter, its words, and how a row answers to it.

    `value` is SQL over a row `h` of a sample, or over a part `p` of it that `parts` gives; it names
    the option the row belongs to. `options` are the fixed options in their order. `marks` are the
    words by which an option's rows are found (`registry_marks` of the database); what most
    businesses are has none.
    """

    name: str
    label: Any
    value: str
    condition: Callable[[tuple[str, ...], date], Q]
    options: Mapping[str, Any] | None = None
    parts: str = ""
    marks: Callable[[str], tuple[str, ...]] = lambda _word: ()

    def narrow(
        self,
        entries: RegistryEntryQuerySet,
        words: tuple[str, ...],
        today: date,
    ) -> RegistryEntryQuerySet:
        """The entries that belong to one of the options; by an index where each has marks."""
        marks = [self.marks(word) for word in words]
        if all(marks):
            return entries.with_marks(chain.from_iterable(marks))
        return entries.filter(self.condition(words, today))

    def knows(self, word: str) -> bool:
        """Whether a word of an address can be an option."""
        if self.options is not None:
            return word in self.options
        if self.name == "sumber":
            return len(word) <= 120
        return re.fullmatch(r"[A-Za-z0-9.]{1,13}", word) is not None


def _among(lookup: str) -> Callable[[tuple[str, ...], date], Q]:
    return lambda words, _today: Q(**{f"{lookup}__in": words})


def _any_of(conditions: Callable[[date], Mapping[str, Q]]) -> Callable[[tuple[str, ...], date], Q]:
    return lambda words, today: reduce(or_, (conditions(today)[word] for word in words))


def _marked(before: str, *, but: str = "") -> Callable[[str], tuple[str, ...]]:
    """Marks that are the option itself after a letter; none for what most businesses are."""
    return lambda word: () if word == but else (f"={before}{word}",)


def _listed(marks: Mapping[str, tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    return lambda word: marks.get(word, ())


def _of_source(source: str) -> tuple[str, ...]:
    return (f"=u{hashlib.md5(source.encode(), usedforsecurity=False).hexdigest()[:10]}",)


def _levels(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"=l{level}" for level in range(first, last + 1))


def _yes_or_no(column: str, **marks: tuple[str, ...]) -> dict[str, Any]:
    return {
        "marks": _listed(marks),
        "value": f"CASE WHEN h.{column} THEN 'ya' ELSE 'tidak' END",
        "condition": _any_of(
            lambda _today: {"ya": Q(**{column: True}), "tidak": Q(**{column: False})}
        ),
        "options": {"ya": _("Ya"), "tidak": _("Tidak")},
    }


def ages(today: date) -> dict[str, Q]:
    """How old the list is that a business comes from, by the day of the data."""
    return {
        "baru": Q(as_of__gte=today - FRESH),
        "sedang": Q(as_of__lt=today - FRESH, as_of__gte=today - OLD),
        "lama": Q(as_of__lt=today - OLD),
        "tanpa": Q(as_of=None),
    }


def _centres(words: tuple[str, ...], _today: date) -> Q:
    return Q(centre__in=[int(word) for word in words if word.isdigit() and len(word) < 10])


FACETS = (
    Facet("kecamatan", _("Kecamatan"), "h.district_id", _among("district"), marks=_marked("")),
    Facet("desa", _("Desa"), "h.village_id", _among("village"), marks=_marked("")),
    Facet("kerajinan", _("Kerajinan"), "h.craft_id", _among("craft"), marks=_marked("c")),
    Facet(
        "siap",
        _("Kesiapan"),
        f"CASE WHEN h.level = 0 THEN 'tanpa' WHEN h.level >= {READY} THEN 'siap' ELSE 'belum' END",
        _any_of(
            lambda _today: {
                "siap": Q(level__gte=READY),
                "belum": Q(level__gt=0, level__lt=READY),
                "tanpa": Q(level=0),
            }
        ),
        {
            "siap": _("Siap (tingkat 4 ke atas)"),
            "belum": _("Belum siap"),
            "tanpa": _("Belum dinilai"),
        },
        marks=_listed(
            {
                "siap": _levels(READY, max(ReadinessAssessment.Level)),
                "belum": _levels(1, READY - 1),
                "tanpa": _levels(0, 0),
            }
        ),
    ),
    Facet(
        "tingkat",
        _("Tingkat kesiapan"),
        "h.level::text",
        _among("level"),
        {str(value): label for value, label in ReadinessAssessment.Level.choices},
        marks=_marked("l"),
    ),
    Facet("sentra", _("Sentra"), "h.centre_id::text", _centres, marks=_marked("s")),
    Facet(
        "kelas", _("Kelas usaha"), "h.size_class", _among("size_class"),
        dict(Business.SizeClass.choices),
        marks=_marked("z", but=Business.SizeClass.MICRO),
    ),
    Facet(
        "keadaan", _("Keadaan"), "h.state", _among("state"),
        {
            state.value: state.label
            for state in (Business.State.ACTIVE, Business.State.DORMANT)
        },
        marks=_marked("r", but=Business.State.ACTIVE),
    ),
    Facet("nib", _("Punya NIB"), **_yes_or_no("has_nib", ya=("=n1",), tidak=("=n0",))),
    Facet("akun", _("Punya akun"), **_yes_or_no("has_account", ya=("=a",))),
    Facet("tampil", _("Tampil untuk umum"), **_yes_or_no("is_public", ya=("=p",))),
    Facet(
        "masalah",
        _("Masalah data"),
        "p.name",
        _any_of(
            lambda _today: {
                "telepon": Q(has_phone=False),
                "desa": Q(village=None),
                "kerajinan": Q(craft=None),
                "sumber": Q(source=""),
            }
        ),
        {
            "telepon": _("Tanpa telepon"),
            "desa": _("Tanpa desa"),
            "kerajinan": _("Tanpa bidang kerajinan"),
            "sumber": _("Tanpa sumber"),
        },
        "CROSS JOIN LATERAL (VALUES ('telepon', NOT h.has_phone), ('desa', h.village_id IS NULL),"
        " ('kerajinan', h.craft_id IS NULL), ('sumber', h.source = '')) p (name, is_on)",
        marks=_listed(
            {"telepon": ("=t-",), "desa": ("=d-",), "kerajinan": ("=c-",), "sumber": ("=u-",)}
        ),
    ),
    Facet(
        "umur", _("Umur data"), "h.age", _any_of(ages),
        {
            "baru": _("Sampai 1 tahun"),
            "sedang": _("1–2 tahun"),
            "lama": _("Lebih dari 2 tahun"),
            "tanpa": _("Tanpa tanggal"),
        },
    ),
    Facet("sumber", _("Sumber data"), "h.source", _among("source"), marks=_of_source),
)  # fmt: skip
_COLUMNS = (
    "business_id", "district_id", "village_id", "craft_id", "centre_id", "level", "size_class",
    "state", "has_nib", "has_account", "has_phone", "is_public", "source",
)  # fmt: skip
# Two groups that speak of one number.
LEVELS = {"siap", "tingkat"}
_SORTED = ("sort_name", "sort_owner", "as_of")


@dataclass(frozen=True)
class Option:
    """One choice of a group; `count` is how many businesses it would show."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Group:
    """The choices of one facet that lead somewhere."""

    name: str
    label: str
    options: list[Option]
    open: bool


@dataclass(frozen=True)
class Counts:
    """The total (up to the limit and one more), whether a count says «at least», the groups.

    `keys` are those of all that was found, in the order asked for, where they fit the limit.
    """

    total: int
    is_sample: bool
    groups: list[Group]
    keys: list[int]


def count(
    asked: RegistryEntryQuerySet,
    choices: Choices,
    *,
    today: date,
    most: int,
    user: User,
    order: str = "",
) -> Counts:
    """Counts what meets all choices among `asked`, up to `most` and one more, and every option.

    An option is counted as if its own group were open, so that it can be widened: a chosen group
    has a sample of its own, where only the others narrow. All in one query. The villages are
    counted only where districts are chosen; there are hundreds.
    """
    facets = [facet for facet in FACETS if facet.name != "desa" or "kecamatan" in choices]
    chosen = [facet for facet in FACETS if facet.name in choices]
    age = Case(
        *(When(condition, then=Value(name)) for name, condition in ages(today).items()),
        output_field=CharField(),
    )
    samples: dict[str, str] = {}
    values: list[Any] = []
    for opened in ("", *(facet.name for facet in chosen)):
        columns = (*_COLUMNS, "age") if opened else (*_COLUMNS, "age", *_SORTED)
        rows = narrowed(asked, choices, today, but=opened).order_by().annotate(age=age)
        try:
            sample, parameters = rows.values(*columns)[: most + 1].query.sql_with_params()
        except EmptyResultSet:  # an operator without a district, for one, may see nothing at all
            continue
        samples[opened] = f"{_sample(opened)} AS MATERIALIZED ({sample})"
        values += parameters
    if not samples:
        return Counts(0, False, _groups([], choices, user), [])
    parts = [f"SELECT '', '{name}', count(*) FROM {_sample(name)}" for name in samples]  # noqa: S608 names of facets
    if order and "" in samples:
        parts.append(
            f"SELECT 'keys', string_agg(business_id::text, ',' ORDER BY {order}), 0 FROM found"  # noqa: S608 own words
            f" HAVING count(*) <= {most:d}"
        )
    for facet in facets:
        opened = facet.name if facet.name in choices else ""
        if opened in samples:
            parts.append(_counting(facet, _sample(opened)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(samples.values())} " + " UNION ALL ".join(parts), values)
        counted = cursor.fetchall()
    sizes = {value: number for name, value, number in counted if not name}
    keys = next((value for name, value, _number in counted if name == "keys"), None)
    return Counts(
        total=sizes.get("", 0),
        is_sample=any(size > most for size in sizes.values()),
        groups=_groups([row for row in counted if row[0] not in ("", "keys")], choices, user),
        keys=[int(key) for key in keys.split(",")] if keys else [],
    )


def narrowed(
    entries: RegistryEntryQuerySet, choices: Choices, today: date, *, but: str = ""
) -> RegistryEntryQuerySet:
    """The entries that meet the choices of every group, or of all groups but one."""
    levels = []
    for facet in FACETS:
        if facet.name in choices and facet.name != but:
            entries = facet.narrow(entries, choices[facet.name], today)
            if facet.name in LEVELS:
                levels.append(set(chain.from_iterable(map(facet.marks, choices[facet.name]))))
    # The database would look through all the others for what cannot be.
    return entries.none() if levels and not set.intersection(*levels) else entries


def _sample(opened: str) -> str:
    """The name of the rows that meet all choices but those of one group."""
    return f"without_{opened}" if opened else "found"


def _counting(facet: Facet, sample: str) -> str:
    """SQL that counts the options of one group in a sample."""
    where = "WHERE p.is_on" if facet.parts else ""
    return (
        f"SELECT '{facet.name}', {facet.value}, count(*) FROM {sample} h {facet.parts} "  # noqa: S608
        f"{where} GROUP BY 2"
    )


def _groups(rows: list[tuple[str, str | None, int]], choices: Choices, user: User) -> list[Group]:
    counted: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
    for name, value, number in rows:
        if value:
            counted[name][value] = number
    words = _words(counted, choices, user)
    groups = []
    for position, facet in enumerate(FACETS):
        on = choices.get(facet.name, ())
        labels = words.get(facet.name) or facet.options or {}
        options = [
            Option(value, str(label), counted[facet.name].get(value, 0), value in on)
            for value, label in labels.items()
            if counted[facet.name].get(value) or value in on
        ]
        is_open = position < OPEN_FACETS or bool(on)
        groups.append(Group(facet.name, str(facet.label), options, is_open))
    return groups


def _words(
    counted: Mapping[str, Mapping[str, int]], choices: Choices, user: User
) -> dict[str, dict[str, str]]:
    """The words of the options that are rows of their own, in their order; one query."""
    villages = Village.objects.filter(district__in=choices.get("kecamatan", ()))
    rows = _named("kecamatan", districts_of(user)).union(
        _named("desa", villages),
        _named("kerajinan", Craft.objects.all(), "name_en"),
        _named("sentra", CraftCentre.objects.all(), "name_en"),
        all=True,
    )
    words: dict[str, dict[str, str]] = {}
    english = get_language() == "en"
    for name, value, label, label_en in sorted(rows, key=lambda row: row[2]):
        words.setdefault(name, {})[value] = label_en if english and label_en else label
    sources = sorted(counted["sumber"].items(), key=lambda item: (-item[1], item[0]))
    listed = [source for source, _number in sources[:MOST_SOURCES]]
    listed += [source for source in choices.get("sumber", ()) if source not in listed]
    return {**words, "sumber": {source: source for source in listed}}


def _named(name: str, rows: QuerySet[Any], english: str = "") -> QuerySet[Any]:
    named: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            of=Value(name),
            value=Cast("pk", CharField()),
            label=F("name"),
            label_en=F(english) if english else Value(""),
        )
        .values_list("of", "value", "label", "label_en")
    )
    return named


def districts_of(user: User) -> Any:
    """The districts that a person's list may be narrowed to."""
    if user.is_superuser or user.has_any_role(Role.SECRETARIAT, Role.LEADER):
        return District.objects.all()
    return user.operated_districts.all()
