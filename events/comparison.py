"""Businesses whose owner was trained beside all others, over the same two years.

It shows a difference and never its cause: who comes to a training chose to come. The crafts stand
apart as well, since a good year of one craft would pass for the effect of its trainings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean, median

from django.db.models import F, QuerySet

from artisans.models import Business, BusinessYear, Craft
from events.models import Event, Registration
from products.models import Product

# Smaller groups are not shown: one business would decide what they say.
LEAST_GROUP = 5
GOOD_GRADES = ("A", "B")


@dataclass(frozen=True)
class Group:
    """One side of a measure: how many businesses, and their value; None where they are too few."""

    count: int
    value: float | None


@dataclass(frozen=True)
class Measure:
    """One thing compared: `key` is turnover, workers or grade; the rest its two sides."""

    key: str
    trained: Group
    others: Group

    @property
    def is_shown(self) -> bool:
        """Whether both sides are large enough to stand beside each other."""
        return self.trained.value is not None and self.others.value is not None


@dataclass(frozen=True)
class Comparison:
    """What is compared over all, and in each craft where a measure can be shown."""

    measures: list[Measure]
    by_craft: list[tuple[Craft, list[Measure]]]


def compare(registrations: QuerySet[Registration], *, year: int) -> Comparison:
    """Change from the year before to the year, of who was there and of who was not; nine queries.

    Turnover is the median change in per cent and workers the median change in people, both over
    the businesses that told exact figures of both years; grade is the share in per cent with a
    work that passed with A or B in the year. Others are active businesses whose owners were at no
    training in either year. Source: reports R4, R5 and R10.
    """
    came = registrations.filter(state=Registration.State.ATTENDED)
    active = Business.objects.filter(state=Business.State.ACTIVE)
    lately_trained = Registration.objects.filter(
        state=Registration.State.ATTENDED,
        event__kind=Event.Kind.TRAINING,
        event__ends_at__year__in=[year - 1, year],
    )
    trained = _side(active.filter(pk__in=came.values("business")), year)
    others = _side(active.exclude(owner__in=lately_trained.values("artisan")), year)
    by_craft = [
        (craft, _measures(trained, others, craft.pk))
        for craft in Craft.objects.filter(pk__in={*trained.crafts.values()})
    ]
    return Comparison(
        _measures(trained, others),
        [(craft, found) for craft, found in by_craft if any(one.is_shown for one in found)],
    )


@dataclass(frozen=True)
class _Side:
    """Businesses with their craft, and by measure the value of each that has one."""

    crafts: dict[int, str]
    values: dict[str, dict[int, float]]

    def group(self, key: str, craft: str | None) -> Group:
        """The side's value of a measure, of one craft or of all."""
        wanted = [
            value
            for business, value in self.values[key].items()
            if craft is None or self.crafts.get(business) == craft
        ]
        middle: Callable[[Iterable[float]], float] = fmean if key == "grade" else median
        return Group(len(wanted), middle(wanted) if len(wanted) >= LEAST_GROUP else None)


def _measures(trained: _Side, others: _Side, craft: str | None = None) -> list[Measure]:
    return [
        Measure(key, trained.group(key, craft), others.group(key, craft)) for key in trained.values
    ]


def _side(businesses: QuerySet[Business], year: int) -> _Side:
    """The values of the businesses; four queries."""
    crafts = dict(businesses.order_by().values_list("pk", "craft"))
    sales = _pairs(businesses, "turnover_idr", year)
    passed = Product.objects.filter(curated_on__year=year, grade__in=GOOD_GRADES)
    good = {work.business_id for work in passed.filter(business__in=businesses).only("business")}
    return _Side(
        crafts,
        {
            "turnover": {
                key: (after - before) * 100 / before
                for key, (before, after) in sales.items()
                if before
            },
            "workers": {
                key: after - before
                for key, (before, after) in _pairs(businesses, "people", year).items()
            },
            "grade": {key: 100.0 if key in good else 0.0 for key in crafts},
        },
    )


def _pairs(businesses: QuerySet[Business], figure: str, year: int) -> dict[int, tuple[int, int]]:
    """The figure of the year before and of the year, of the businesses that told both."""
    told = (
        BusinessYear.objects.filter(business__in=businesses, year__in=[year - 1, year])
        .annotate(people=F("workers_male") + F("workers_female"))
        .filter(**{f"{figure}__isnull": False})
        .order_by("business", "year")
        .values_list("business", "year", figure)
    )
    before: dict[int, int] = {}
    pairs = {}
    for business, of_year, value in told:
        if of_year == year - 1:
            before[business] = value
        elif business in before:
            pairs[business] = (before[business], value)
    return pairs
