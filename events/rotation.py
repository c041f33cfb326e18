"""Points for a stall at an exhibition, and the order that follows from them. Pure arithmetic.

The formula is public and its weights are data (`RotationRule`): works that passed, readiness, how
long ago the last stall was, the own district not yet among those chosen, earlier promises kept,
groups that are given way. Equal points: who applied first, then the lower number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

TOP_READINESS = 6


@dataclass(frozen=True)
class Weights:
    """How many points each heading can give; `grades` is the points of each grade."""

    grades: Mapping[str, int]
    readiness: int
    waiting: int
    none_below_months: int
    full_from_months: int
    district: int
    delivery: int
    priority: int


@dataclass(frozen=True)
class Candidate:
    """What the formula knows of an application. `kept` of `promises` earlier ones were kept."""

    key: int
    grade: str
    readiness: int  # level 1 to 6; 0 where nobody assessed it
    last_stall_on: date | None
    district: str
    promises: int
    kept: int
    has_priority: bool
    applied_at: datetime


@dataclass(frozen=True)
class Points:
    """The points of one candidate by heading."""

    grade: Fraction
    readiness: Fraction
    waiting: Fraction
    district: Fraction
    delivery: Fraction
    priority: Fraction

    @property
    def total(self) -> Fraction:
        """The sum of all headings."""
        return (
            self.grade
            + self.readiness
            + self.waiting
            + self.district
            + self.delivery
            + self.priority
        )


@dataclass(frozen=True)
class Placed:
    """A candidate with place and points; the first place is 1."""

    place: int
    candidate: Candidate
    points: Points


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another; 0 where the second is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(months - (later.day < earlier.day), 0)


def points_of(candidate: Candidate, weights: Weights, *, on: date, is_new_district: bool) -> Points:
    """The candidate's points for an exhibition that begins on the day.

    Waiting rises evenly from nothing below `none_below_months` to all from `full_from_months`, and
    is whole for who never had a stall. Who never promised anything has broken nothing.
    """
    kept = Fraction(candidate.kept, candidate.promises) if candidate.promises else Fraction(1)
    return Points(
        grade=Fraction(weights.grades.get(candidate.grade, 0)),
        readiness=Fraction(weights.readiness * candidate.readiness, TOP_READINESS),
        waiting=weights.waiting * _waited(candidate, weights, on),
        district=Fraction(weights.district * is_new_district),
        delivery=weights.delivery * kept,
        priority=Fraction(weights.priority * candidate.has_priority),
    )


def _waited(candidate: Candidate, weights: Weights, on: date) -> Fraction:
    if candidate.last_stall_on is None:
        return Fraction(1)
    months = months_between(candidate.last_stall_on, on)
    if months < weights.none_below_months:
        return Fraction(0)
    if months >= weights.full_from_months:
        return Fraction(1)
    span = weights.full_from_months - weights.none_below_months
    return Fraction(months - weights.none_below_months, span)


def ranked(candidates: Iterable[Candidate], weights: Weights, *, on: date) -> list[Placed]:
    """All candidates in their order, place by place.

    A district counts as not yet among those chosen until its first candidate has a place, so the
    points of the rest are looked at anew after each place.
    """
    left, seen, placed = list(candidates), set[str](), list[Placed]()
    while left:
        scored = [
            (points_of(one, weights, on=on, is_new_district=one.district not in seen), one)
            for one in left
        ]
        points, first = min(scored, key=lambda pair: (-pair[0].total, *_age(pair[1])))
        placed.append(Placed(len(placed) + 1, first, points))
        seen.add(first.district)
        left.remove(first)
    return placed


def _age(candidate: Candidate) -> tuple[datetime, int]:
    return candidate.applied_at, candidate.key


def same_faces(stalls: Iterable[tuple[int, date]], *, months: int = 12) -> tuple[int, int]:
    """How many of the stalls went to who had one in the months before, and how many there were.

    `stalls` holds a business and the day its stall began. Stalls of one day are one exhibition.
    """
    last: dict[int, date] = {}
    again = count = 0
    for business, day in sorted(set(stalls), key=lambda stall: (stall[1], stall[0])):
        before = last.get(business)
        again += before is not None and before < day and months_between(before, day) < months
        last[business] = day
        count += 1
    return again, count
