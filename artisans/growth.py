"""Yearly figures of businesses: writing them down, and comparing two years over the same ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.facts import Fact, note_sources
from artisans.history import newest_step
from artisans.models import Business, BusinessYear, FactSource, TurnoverBand
from artisans.models.growth import BOUNDED_BANDS
from artisans.size_class import MONTHS_A_YEAR
from dekranasda.accounts.models import User

MONEY = ("turnover_idr", "capital_idr")
WORKERS = ("workers_male", "workers_female")
KINDS_OF_WORK = ("workers_permanent", "workers_piecework", "workers_family")
FIGURES = ("turnover_idr", "turnover_band", "capital_idr", *WORKERS, *KINDS_OF_WORK)

# The bounds of each band in rupiah a month, from and to; the last has no end.
BAND_BOUNDS = {
    TurnoverBand.UNDER_1: (0, 1_000_000),
    TurnoverBand.FROM_1: (1_000_000, 5_000_000),
    TurnoverBand.FROM_5: (5_000_000, 10_000_000),
    TurnoverBand.FROM_10: (10_000_000, 25_000_000),
    TurnoverBand.FROM_25: (25_000_000, 50_000_000),
    TurnoverBand.OVER_50: (50_000_000, None),
}


def fits_band(turnover_idr: int, band: str) -> bool:
    """Whether a year's turnover lies in the band of one month, its edges included."""
    least, most = BAND_BOUNDS[TurnoverBand(band)]
    has_least = turnover_idr >= least * MONTHS_A_YEAR
    return has_least and (most is None or turnover_idr <= most * MONTHS_A_YEAR)


def last_full_year(today: date) -> int:
    """The year whose figures are asked for: the last that is over."""
    return today.year - 1


def fact_name(year: int, figure: str) -> str:
    """The name under which the origin of one figure is kept: `2025.turnover_idr`."""
    return f"{year}.{figure}"


@transaction.atomic
def record_year(
    business: Business,
    year: int,
    figures: Mapping[str, Any],
    *,
    kind: FactSource.Kind,
    as_of: date,
    by: User,
    at: datetime,
    source: str = "",
    seen_step: int | None = None,
) -> list[str]:
    """Writes the figures of a year and where they come from; returns the names that changed.

    Only figures that are given are touched; None empties one. The class of the business follows
    by a trigger, and the audit trail keeps what stood before. Raises ValidationError («changed»)
    where `seen_step` is given and somebody has changed the year since.
    """
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    row = BusinessYear.objects.filter(business=business, year=year).first()
    if seen_step is not None and seen_step != step_of(row):
        raise ValidationError(
            _("Angka tahun ini baru saja diubah orang lain. Isian Anda belum disimpan."),
            code="changed",
        )
    row = row or BusinessYear(business=business, year=year)
    changed = [name for name in FIGURES if name in figures and getattr(row, name) != figures[name]]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, figures[name])
    row.save()
    note_sources(
        business,
        [fact_name(year, name) for name in changed],
        kind=kind,
        as_of=as_of,
        by=by,
        at=at,
        source=source,
    )
    return changed


def step_of(row: BusinessYear | None) -> int:
    """The newest step of a year's trail; 0 where nothing was ever written for it."""
    return newest_step(row) if row else 0


# The class and its ground


GROUNDS: dict[str, str | Promise] = {
    "turnover_idr": gettext_lazy("menurut omzet %(year)s"),
    "turnover_band": gettext_lazy("menurut kisaran omzet %(year)s"),
    "capital_idr": gettext_lazy("menurut modal %(year)s"),
}


@dataclass(frozen=True)
class SizeClass:
    """The class of a business in words, and the figure and year that it follows from."""

    label: str
    ground: str


def size_class_of(years: Iterable[BusinessYear]) -> SizeClass | None:
    """The class that the newest decisive year gives, of years given newest first."""
    decisive = next((year for year in years if year.size_class is not None), None)
    if decisive is None:
        return None
    label = dict(Business.SizeClass.choices).get(decisive.size_class, _("Di atas usaha menengah"))
    return SizeClass(str(label), str(GROUNDS[_ground(decisive)]) % {"year": decisive.year})


def _ground(year: BusinessYear) -> str:
    if year.turnover_idr is not None:
        return "turnover_idr"
    return "turnover_band" if year.turnover_band in BOUNDED_BANDS else "capital_idr"


# How figures are shown


@dataclass(frozen=True)
class ShownYear:
    """One year as the record shows it, with where its figures come from."""

    row: BusinessYear
    sources: list[str]

    @property
    def workers(self) -> int | None:
        """Men and women together; None where neither was told."""
        told = [n for n in (self.row.workers_male, self.row.workers_female) if n is not None]
        return sum(told) if told else None


def shown_years(years: Iterable[BusinessYear], facts: Mapping[str, Fact]) -> list[ShownYear]:
    """The years with their origins in words, each origin once; `facts` as `sources_of` gives."""
    return [ShownYear(year, _sources(year, facts)) for year in years]


def _sources(year: BusinessYear, facts: Mapping[str, Fact]) -> list[str]:
    words: dict[str, None] = {}
    for name in FIGURES:
        if getattr(year, name) in (None, ""):
            continue
        fact = facts.get(fact_name(year.year, name))
        if fact is None:
            words[year.source or _("sumber belum dicatat")] = None
            continue
        day = f", {fact.as_of:%d-%m-%Y}" if fact.as_of else ""
        words[f"{fact.source or fact.kind.label}{day}"] = None
    return list(words)


# Two years over the same businesses


@dataclass(frozen=True)
class Panel:
    """Turnover of the businesses that reported both years exactly; money in whole rupiah.

    `first_only` and `second_only` reported one of the years; `businesses` is everybody asked.
    """

    first_year: int
    second_year: int
    count: int
    first_only: int
    second_only: int
    businesses: int
    first_idr: int
    second_idr: int

    @property
    def growth_percent(self) -> float | None:
        """By how much the panel's turnover changed; None without a panel or a first turnover."""
        if not self.first_idr:
            return None
        return (self.second_idr - self.first_idr) * 100 / self.first_idr

    @property
    def coverage_percent(self) -> float:
        """The panel's share of all the businesses, 0–100."""
        return self.count * 100 / self.businesses if self.businesses else 0.0


def compare_turnover(businesses: QuerySet[Business], first: int, second: int) -> Panel:
    """Turnover of two years over the businesses that reported both exactly; one query.

    Bands are left out: they are no numbers. Active businesses only. Source: report R4.
    """
    one = Q(years__year=first, years__turnover_idr__isnull=False)
    other = Q(years__year=second, years__turnover_idr__isnull=False)
    rows = (
        Business.objects.filter(pk__in=businesses.values("pk"), state=Business.State.ACTIVE)
        .annotate(
            first_idr=Sum("years__turnover_idr", filter=one),
            second_idr=Sum("years__turnover_idr", filter=other),
        )
        .order_by()
        .values("pk", "first_idr", "second_idr")
    )
    both = Q(first_idr__isnull=False, second_idr__isnull=False)
    found = rows.aggregate(
        everybody=Count("pk"),
        panel=Count("pk", filter=both),
        first_told=Count("first_idr"),
        second_told=Count("second_idr"),
        first_total=Sum("first_idr", filter=both),
        second_total=Sum("second_idr", filter=both),
    )
    return Panel(
        first_year=first,
        second_year=second,
        count=found["panel"],
        first_only=found["first_told"] - found["panel"],
        second_only=found["second_told"] - found["panel"],
        businesses=found["everybody"],
        first_idr=int(found["first_total"] or 0),
        second_idr=int(found["second_total"] or 0),
    )
