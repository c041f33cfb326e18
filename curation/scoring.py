"""Arithmetic of curation: a curator's total, the panel's result, the grade, what must be discussed.

Pure: knows neither the database nor the web. Totals are points 0–100, half up to two decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

CENT = Decimal("0.01")
HIGHEST = 4
COMMENT_BELOW = 3
WIDE_CRITERION = 2  # points between two curators on one criterion
WIDE_TOTAL = Decimal(15)  # points between two curators' totals
POOR = 1  # this or less on a criterion that every passing grade has a floor for is discussed
PASSES = "accepted"

Scores = Mapping[str, int | None]


@dataclass(frozen=True)
class CriterionRule:
    """A criterion as arithmetic sees it; the weight is in percent."""

    code: str
    weight: Decimal


@dataclass(frozen=True)
class GradeRule:
    """A grade as arithmetic sees it; `floors` are the least medians of single criteria."""

    letter: str
    minimum: Decimal
    outcome: str
    floors: Mapping[str, int] = field(default_factory=dict)
    allows_zero: bool = True


@dataclass(frozen=True)
class PanelResult:
    """What the reviews of one version say together.

    `mean` is the mean of the curators' totals, `standard_error` s/√n (None for one review),
    `medians` the middle score of every criterion, `spans` its lowest and highest; `flags` the
    codes of what forces a discussion: "low:CODE", "span:CODE", "totals", "threshold:LETTER".
    """

    count: int
    mean: Decimal
    standard_error: Decimal | None
    totals: tuple[Decimal, ...]
    medians: Mapping[str, Decimal]
    spans: Mapping[str, tuple[int, int]]
    grade: GradeRule
    flags: tuple[str, ...]


def round_points(value: Decimal) -> Decimal:
    """Half up to two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


def total(scores: Scores, criteria: Sequence[CriterionRule]) -> Decimal | None:
    """Σ weight × score ÷ 4 over the answered criteria, scaled to 100; None where none counts.

    A criterion without a score (N/A) is left out of both sums. Raises ValueError for a score
    outside 0–4. Source: blueprint 5.
    """
    points = weights = Decimal(0)
    for criterion in criteria:
        score = scores.get(criterion.code)
        if score is None:
            continue
        if not 0 <= score <= HIGHEST:
            raise ValueError(f"score {score} is outside 0–{HIGHEST}")
        points += criterion.weight * score / HIGHEST
        weights += criterion.weight
    if not weights:
        return None
    return round_points(points * 100 / weights)


def grade_for(
    points: Decimal, medians: Mapping[str, Decimal], grades: Iterable[GradeRule]
) -> GradeRule:
    """The best grade whose minimum, floors and rule on zeros hold; the lowest where none does.

    A missed floor leads to the next grade whose own floors hold, so that a better score never
    makes the grade worse. Raises ValueError without grades.
    """
    ordered = sorted(grades, key=lambda grade: grade.minimum, reverse=True)
    if not ordered:
        raise ValueError("a rubric without grades")
    for grade in ordered:
        floors_hold = all(
            medians[code] >= floor for code, floor in grade.floors.items() if code in medians
        )
        zero_holds = grade.allows_zero or all(value > 0 for value in medians.values())
        if points >= grade.minimum and floors_hold and zero_holds:
            return grade
    return ordered[-1]


def capped(grade: GradeRule, cap: str, grades: Iterable[GradeRule]) -> GradeRule:
    """The grade, but no better than the one lettered `cap` (an empty cap changes nothing)."""
    limit = next((rule for rule in grades if rule.letter == cap), None)
    return limit if limit is not None and grade.minimum > limit.minimum else grade


def panel_result(
    reviews: Sequence[Scores],
    criteria: Sequence[CriterionRule],
    grades: Sequence[GradeRule],
    *,
    cap: str = "",
) -> PanelResult | None:
    """The mean of the curators' totals with its grade and flags; None before a countable review.

    The order of the reviews changes nothing. Source: blueprint 5 (mean, spread, standard error).
    """
    counted = [
        (scores, points) for scores in reviews if (points := total(scores, criteria)) is not None
    ]
    if not counted:
        return None
    totals = tuple(sorted(points for _scores, points in counted))
    mean = sum(totals, Decimal(0)) / len(totals)
    error = _standard_error(totals, mean)
    given = {
        criterion.code: values
        for criterion in criteria
        if (
            values := [s for scores, _p in counted if (s := scores.get(criterion.code)) is not None]
        )
    }
    medians = {code: Decimal(str(median(values))) for code, values in given.items()}
    spans = {code: (min(values), max(values)) for code, values in given.items()}
    rounded = round_points(mean)
    grade = capped(grade_for(rounded, medians, grades), cap, grades)
    return PanelResult(
        count=len(counted),
        mean=rounded,
        standard_error=None if error is None else round_points(error),
        totals=totals,
        medians=medians,
        spans=spans,
        grade=grade,
        flags=_flags(rounded, error, totals, spans, grades),
    )


def _standard_error(totals: Sequence[Decimal], mean: Decimal) -> Decimal | None:
    if len(totals) < 2:
        return None
    variance = sum(((value - mean) ** 2 for value in totals), Decimal(0)) / (len(totals) - 1)
    return (variance / len(totals)).sqrt()


def _flags(
    mean: Decimal,
    error: Decimal | None,
    totals: Sequence[Decimal],
    spans: Mapping[str, tuple[int, int]],
    grades: Iterable[GradeRule],
) -> tuple[str, ...]:
    grades = list(grades)
    floors = [set(grade.floors) for grade in grades if grade.outcome == PASSES]
    core = set.intersection(*floors) if floors else set()
    flags = [f"low:{code}" for code, (low, _high) in spans.items() if code in core and low <= POOR]
    flags += [f"span:{code}" for code, (low, high) in spans.items() if high - low >= WIDE_CRITERION]
    if totals[-1] - totals[0] > WIDE_TOTAL:
        flags.append("totals")
    if error is not None:
        flags += [
            f"threshold:{grade.letter}"
            for grade in grades
            if grade.minimum > 0 and abs(mean - grade.minimum) <= error
        ]
    return tuple(flags)


def needs_comment(score: int | None) -> bool:
    """Whether a score obliges the curator to tell the maker what to change."""
    return score is not None and score < COMMENT_BELOW
