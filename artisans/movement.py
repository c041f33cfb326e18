"""«Naik kelas»: who rose, fell or stayed between two days, by readiness and by PP 7/2021."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from artisans.models import Business, BusinessYear, ReadinessAssessment
from artisans.size_class import SIZE_ORDER

UP, DOWN, SAME = "naik", "turun", "tetap"


@dataclass(frozen=True)
class Movement:
    """One business between two days: levels, and places of its class in SIZE_ORDER, if known."""

    business: int
    district: str
    craft: str
    level_from: int | None
    level_to: int | None
    class_from: int | None
    class_to: int | None

    @property
    def level_move(self) -> str:
        """UP, DOWN, SAME, or empty where the business was not assessed by both days."""
        return _move(self.level_from, self.level_to)

    @property
    def class_move(self) -> str:
        """UP, DOWN, SAME, or empty where no figures tell the class by both days."""
        return _move(self.class_from, self.class_to)

    @property
    def moves(self) -> frozenset[str]:
        """What it counts under: a rise or fall of either; SAME only where nothing moved."""
        found = {self.level_move, self.class_move} - {""}
        return frozenset(found - {SAME} or found)


def _move(first: int | None, second: int | None) -> str:
    if first is None or second is None:
        return ""
    return UP if second > first else DOWN if second < first else SAME


def movements(businesses: QuerySet[Business], start: date, end: date) -> list[Movement]:
    """Every business that can be compared between the two days; one query.

    A level is the newest assessment's up to the day. A class is that of the newest decisive
    figures up to the day's year. Merged entries are left out.
    """
    rows = (
        businesses.exclude(state=Business.State.MERGED)
        .annotate(
            level_from=_level(start),
            level_to=_level(end),
            class_from=_class(start),
            class_to=_class(end),
        )
        .order_by("name", "pk")
        .values_list(
            "pk", "village__district_id", "craft_id",
            "level_from", "level_to", "class_from", "class_to",
        )
    )  # fmt: skip
    found = [
        Movement(key, district or "", craft or "", *steps) for key, district, craft, *steps in rows
    ]
    return [movement for movement in found if movement.moves]


def _level(day: date) -> Subquery:
    newest = ReadinessAssessment.objects.filter(
        business=OuterRef("pk"), assessed_on__lte=day
    ).order_by("-assessed_on", "-pk")
    return Subquery(newest.values("level")[:1])


def _class(day: date) -> Subquery:
    place = Case(
        *(When(size_class=name, then=Value(number)) for number, name in enumerate(SIZE_ORDER)),
        output_field=IntegerField(),
    )
    newest = BusinessYear.objects.filter(
        business=OuterRef("pk"), year__lte=day.year, size_class__isnull=False
    ).order_by("-year")
    return Subquery(newest.annotate(place=place).values("place")[:1])


@dataclass
class Tally:
    """The movements of one group, counted: by level, by class, and by either."""

    key: str
    level: Counter[str] = field(default_factory=Counter)
    size: Counter[str] = field(default_factory=Counter)
    either: Counter[str] = field(default_factory=Counter)
    compared: int = 0

    def add(self, movement: Movement) -> None:
        """Counts one business in."""
        self.compared += 1
        self.level[movement.level_move] += 1
        self.size[movement.class_move] += 1
        self.either.update(movement.moves)


def tally(movements: Iterable[Movement], by: str) -> list[Tally]:
    """The groups by «district» or «craft», those with most rises first."""
    groups: dict[str, Tally] = {}
    for movement in movements:
        key = getattr(movement, by)
        groups.setdefault(key, Tally(key)).add(movement)
    return sorted(
        groups.values(), key=lambda group: (-group.either[UP], -group.compared, group.key)
    )


def total(movements: Iterable[Movement]) -> Tally:
    """All of them as one group."""
    whole = Tally("")
    for movement in movements:
        whole.add(movement)
    return whole
