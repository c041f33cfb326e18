"""Businesses whose owner was trained beside all others, over the same two years.

It shows a difference and never its cause: who comes to a training chose to come.
"""

from dataclasses import dataclass
from statistics import median

from django.db.models import F, QuerySet

from artisans.models import Business, BusinessYear
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


def compare(registrations: QuerySet[Registration], *, year: int) -> list[Measure]:
    """Change from the year before to the year, of who was there and of who was not; eight queries.

    Turnover is the median change in per cent and workers the median change in people, both over
    the businesses that told exact figures of both years; grade is the share in per cent with a
    work that passed with A or B in the year. Others are active businesses whose owners were at no
    training in either year. Source: reports R4, R5 and R10.
    """
    came = registrations.filter(state=Registration.State.ATTENDED)
    trained = Business.objects.filter(pk__in=came.values("business"), state=Business.State.ACTIVE)
    lately_trained = Registration.objects.filter(
        state=Registration.State.ATTENDED,
        event__kind=Event.Kind.TRAINING,
        event__ends_at__year__in=[year - 1, year],
    )
    others = Business.objects.filter(state=Business.State.ACTIVE).exclude(
        owner__in=lately_trained.values("artisan")
    )
    return [
        Measure("turnover", _turnover(trained, year), _turnover(others, year)),
        Measure("workers", _workers(trained, year), _workers(others, year)),
        Measure("grade", _graded(trained, year), _graded(others, year)),
    ]


def _turnover(businesses: QuerySet[Business], year: int) -> Group:
    pairs = _pairs(businesses, "turnover_idr", year)
    return _group([(after - before) * 100 / before for before, after in pairs if before])


def _workers(businesses: QuerySet[Business], year: int) -> Group:
    pairs = _pairs(businesses, "people", year)
    return _group([after - before for before, after in pairs])


def _pairs(businesses: QuerySet[Business], figure: str, year: int) -> list[tuple[int, int]]:
    """The figure of the year before and of the year, of the businesses that told both."""
    told = (
        BusinessYear.objects.filter(business__in=businesses, year__in=[year - 1, year])
        .annotate(people=F("workers_male") + F("workers_female"))
        .filter(**{f"{figure}__isnull": False})
        .order_by("business", "year")
        .values_list("business", "year", figure)
    )
    before: dict[int, int] = {}
    pairs = []
    for business, of_year, value in told:
        if of_year == year - 1:
            before[business] = value
        elif business in before:
            pairs.append((before[business], value))
    return pairs


def _graded(businesses: QuerySet[Business], year: int) -> Group:
    passed = Product.objects.filter(curated_on__year=year, grade__in=GOOD_GRADES)
    count = businesses.count()
    good = businesses.filter(pk__in=passed.values("business")).count()
    return Group(count, good * 100 / count if count >= LEAST_GROUP else None)


def _group(values: list[float]) -> Group:
    return Group(len(values), median(values) if len(values) >= LEAST_GROUP else None)
