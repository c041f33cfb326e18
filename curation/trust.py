"""What everybody may check of a round: counts, rates, days. No scores, and nobody who lost.

A group is told apart only where no loser can be counted out of it, also by subtraction: the rest is
merged into one line that keeps the same rule, and where that fails there is no table at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from curation.models import (
    Appeal,
    Assignment,
    Conflict,
    Decision,
    PanelMember,
    Round,
    Submission,
    TieWaiver,
)
from curation.transitions import State

SMALLEST_CELL = 5  # fewer people than this are not told apart in public. Source: ux 1.1
FAILED = (State.COACHING, State.REVISION_REQUESTED, State.REJECTED, State.INELIGIBLE)
GONE = (State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True)
class Cell:
    """One group of decided works. An empty name stands for all that was merged."""

    name: str
    decided: int
    accepted: int

    @property
    def failed(self) -> int:
        """How many did not pass."""
        return self.decided - self.accepted

    @property
    def is_safe(self) -> bool:
        """Whether the line betrays no loser: none among them, or at least five and not all."""
        return self.decided >= SMALLEST_CELL and (
            self.failed == 0 or (self.failed >= SMALLEST_CELL and self.accepted > 0)
        )

    @property
    def pass_percent(self) -> int:
        """Accepted of all decided, in whole percent."""
        return round_half_up(self.accepted * 100, self.decided)


def told_apart(cells: Iterable[Cell]) -> list[Cell]:
    """The groups that may be told apart, the others as one; empty where nothing may.

    Whoever knows the totals can subtract the lines that are shown. What is left is therefore a line
    itself, and grows by the smallest group until it betrays nobody either.
    """
    given = sorted(cells, key=lambda cell: (-cell.decided, cell.name))
    shown = [cell for cell in given if cell.name and cell.is_safe]
    hidden = [cell for cell in given if cell not in shown]
    if not hidden:
        return shown if len(shown) > 1 else []
    rest = _merged(hidden)
    while not rest.is_safe and shown:
        rest = _merged([rest, shown.pop()])
    return [*sorted(shown, key=lambda cell: cell.name), rest] if shown else []


def _merged(cells: Iterable[Cell]) -> Cell:
    several = list(cells)
    return Cell("", sum(cell.decided for cell in several), sum(cell.accepted for cell in several))


@dataclass(frozen=True)
class RoundFigures:
    """A round's public figures; None where a number would betray somebody or is not known yet."""

    received: int | None
    accepted: int
    coaching: int | None
    revision: int | None
    rejected: int | None
    ineligible: int | None
    failed: int | None
    withdrawn: int
    waiting: int
    by_grade: dict[str, int]
    median_days: int | None
    most_days: int | None
    recusals: int
    declared: int
    waivers: int
    appeals: int
    appeals_upheld: int
    by_craft: list[Cell] = field(default_factory=list)
    by_district: list[Cell] = field(default_factory=list)

    @property
    def decided(self) -> int | None:
        """Works whose outcome is known."""
        return None if self.failed is None else self.accepted + self.failed

    @property
    def pass_percent(self) -> int | None:
        """Accepted of all that got an outcome, in whole percent; None before any."""
        return round_half_up(self.accepted * 100, self.decided) if self.decided else None


def round_half_up(part: int, whole: int) -> int:
    """The quotient rounded half up."""
    return (2 * part + whole) // (2 * whole)


def nearest_rank(days: list[int], percent: int) -> int | None:
    """The smallest value that so many percent of all do not exceed; None of none."""
    ranked = sorted(days)
    return ranked[-(-len(ranked) * percent // 100) - 1] if ranked else None


def figures_of(round: Round) -> RoundFigures:
    """One round's public figures; seven queries."""
    return figures_of_rounds([round])[round.pk]


def figures_of_rounds(rounds: Iterable[Round]) -> dict[int, RoundFigures]:
    """The figures of several rounds by their key; seven queries whatever their number."""
    keys = [one.pk for one in rounds]
    works: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    businesses: dict[int, set[int]] = defaultdict(set)
    for key, business, state, craft, district in Submission.objects.filter(
        round__in=keys
    ).values_list(
        "round_id",
        "product__business_id",
        "state",
        "version__craft__name",
        "product__business__village__district__name",
    ):
        works[key].append((state, craft or "", district or ""))
        businesses[key].add(business)
    declared = _declared(businesses)
    released = Decision.objects.filter(
        submission__round__in=keys, released_at__isnull=False, superseded_at__isnull=True
    ).values_list("submission__round_id", "grade", F("released_at") - F("submission__submitted_at"))
    decisions = _by_key(released)
    recusals = Counter(
        Assignment.objects.filter(
            submission__round__in=keys, state=Assignment.State.RECUSED
        ).values_list("submission__round_id", flat=True)
    )
    waivers = Counter(TieWaiver.objects.filter(round__in=keys).values_list("round_id", flat=True))
    appeals = _by_key(
        Appeal.objects.filter(submission__round__in=keys).values_list(
            "submission__round_id", "outcome"
        )
    )
    return {
        key: _figures(
            works[key],
            decisions.get(key, []),
            recusals=recusals[key],
            declared=declared.get(key, 0),
            waivers=waivers[key],
            appeals=[outcome for (outcome,) in appeals.get(key, [])],
        )
        for key in keys
    }


def _declared(businesses: Mapping[int, set[int]]) -> dict[int, int]:
    """How many ties between a curator of the panel and a maker of the round were declared."""
    panels = _by_key(PanelMember.objects.filter(round__in=businesses).values_list("round", "user"))
    pairs = set(
        Conflict.objects.filter(
            kind=Conflict.Kind.DECLARED, business__in=set().union(*businesses.values())
        ).values_list("curator_id", "business_id")
    )
    return {
        key: sum(
            (curator, business) in pairs
            for (curator,) in panels.get(key, [])
            for business in made_by
        )
        for key, made_by in businesses.items()
    }


def _by_key(rows: Iterable[tuple]) -> Mapping[int, list[tuple]]:  # type: ignore[type-arg]
    found: dict[int, list[tuple]] = defaultdict(list)  # type: ignore[type-arg]
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


def _figures(
    works: list[tuple[str, str, str]],
    decisions: list[tuple],  # type: ignore[type-arg]
    *,
    recusals: int,
    declared: int,
    waivers: int,
    appeals: list[str],
) -> RoundFigures:
    states = Counter(state for state, _craft, _district in works)
    parts = [states[state] for state in FAILED]
    failed = sum(parts)
    accepted = states[State.ACCEPTED]
    # So few losers are not counted at all, nor is the sum from which they could be.
    is_counted = failed == 0 or (failed >= SMALLEST_CELL and accepted > 0)
    # Each part alone must be safe, and so must what subtracting the others would leave.
    is_told = is_counted and all(part == 0 or part >= SMALLEST_CELL for part in parts)
    told: list[int | None] = [part if is_told else None for part in parts]
    coaching, revision, rejected, ineligible = told
    days = [took.days for _grade, took in decisions]
    gone = sum(states[state] for state in GONE)
    return RoundFigures(
        received=len(works) if is_counted else None,
        accepted=accepted,
        coaching=coaching,
        revision=revision,
        rejected=rejected,
        ineligible=ineligible,
        failed=failed if is_counted else None,
        withdrawn=gone,
        waiting=len(works) - accepted - failed - gone,
        by_grade=dict(sorted(Counter(grade for grade, _took in decisions if grade).items())),
        median_days=nearest_rank(days, 50),
        most_days=nearest_rank(days, 90),
        recusals=recusals,
        declared=declared,
        waivers=waivers,
        appeals=len(appeals),
        appeals_upheld=appeals.count(Appeal.Outcome.UPHELD),
        by_craft=_cells((state, craft) for state, craft, _district in works),
        by_district=_cells((state, district) for state, _craft, district in works),
    )


def _cells(rows: Iterable[tuple[str, str]]) -> list[Cell]:
    decided: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for state, name in rows:
        if state == State.ACCEPTED or state in FAILED:
            decided[name] += 1
            accepted[name] += state == State.ACCEPTED
    return told_apart(Cell(name, count, accepted[name]) for name, count in decided.items())
