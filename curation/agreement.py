"""How far curators agree, and who is stricter than the others. It flags; it never decides.

Pure. Sources: K. Krippendorff, Content Analysis (4th ed., 2018), ch. 12; the bootstrap draws whole
works with replacement (B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13);
the shrunken additive model is the blueprint's, section 5.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

Ratings = Mapping[str, Mapping[str, float]]  # item → curator → value
Margins = Mapping[float, float]
Distance = Callable[[float, float], float]
SHRINK = 3
ROUNDS = 200
DRAWS = 400
SEED = 20260101  # the same works give the same interval on every page


class Metric(Enum):
    """What the values are: names, an order, equal steps, or amounts with a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Agreement(NamedTuple):
    """Alpha with the interval that holds 95 of 100 bootstrap draws, and of how many works."""

    alpha: float
    low: float
    high: float
    items: int


def krippendorff_alpha(ratings: Ratings, metric: Metric = Metric.INTERVAL) -> float | None:
    """Agreement from −1 to 1 (1: complete); None where it cannot be computed.

    Tolerates missing curators. None when fewer than two values can be paired or all values are
    equal (no variance is not agreement).
    """
    return _alpha(Counter(_units(ratings)), metric)


def agreement(ratings: Ratings, metric: Metric = Metric.INTERVAL) -> Agreement | None:
    """Alpha with its bootstrap interval; None where alpha cannot be computed.

    Draws whole works, as those are what another round would replace. Draws without variance are
    left out: they say nothing about agreement.
    """
    units = _units(ratings)
    alpha = _alpha(Counter(units), metric)
    if alpha is None:
        return None
    chance = random.Random(SEED)  # noqa: S311 a statistic, not a secret
    drawn = sorted(
        value
        for _draw in range(DRAWS)
        if (value := _alpha(Counter(chance.choices(units, k=len(units))), metric)) is not None
    )
    tail = round(len(drawn) * 0.025)
    return Agreement(alpha, drawn[tail], drawn[-1 - tail], len(units))


def _units(ratings: Ratings) -> list[tuple[float, ...]]:
    """The values that can be compared: of each work with two or more, in order of size."""
    return [tuple(sorted(values.values())) for values in ratings.values() if len(values) > 1]


def _alpha(units: Mapping[tuple[float, ...], int], metric: Metric) -> float | None:
    """Alpha of works given as sorted values with how often each occurs."""
    margins: dict[float, float] = defaultdict(float)
    for values, times in units.items():
        for value in values:
            margins[value] += times
    if len(margins) < 2:
        return None
    total = sum(margins.values())
    distance = _distance(metric, margins)
    observed = sum(
        times * 2 * sum(distance(one, other) for one, other in _pairs(values)) / (len(values) - 1)
        for values, times in units.items()
    )
    if metric is Metric.INTERVAL:  # the same sum without its pairs, for totals that all differ
        square = sum(value**2 * count for value, count in margins.items())
        expected = 2 * (total * square - sum(v * count for v, count in margins.items()) ** 2)
    else:
        expected = 2 * sum(
            margins[one] * margins[other] * distance(one, other)
            for one, other in _pairs(sorted(margins))
        )
    return 1 - (total - 1) * observed / expected


def _pairs(values: Sequence[float]) -> Iterable[tuple[float, float]]:
    return ((one, other) for place, one in enumerate(values) for other in values[place + 1 :])


def _distance(metric: Metric, margins: Margins) -> Distance:
    if metric is Metric.ORDINAL:
        return _ordinal(margins)
    return {
        Metric.NOMINAL: lambda one, other: float(one != other),
        Metric.INTERVAL: lambda one, other: (one - other) ** 2,
        Metric.RATIO: _ratio,
    }[metric]


def _ratio(one: float, other: float) -> float:
    return ((one - other) / (one + other)) ** 2 if one + other else 0.0


def _ordinal(margins: Margins) -> Distance:
    """Half of both ends and all that lies between, squared."""
    upto: dict[float, float] = {}
    below = 0.0
    for value in sorted(margins):
        upto[value] = below + margins[value] / 2
        below += margins[value]

    def distance(one: float, other: float) -> float:
        return (upto[one] - upto[other]) ** 2

    return distance


def severities(ratings: Ratings, *, least_reviews: int = 5) -> dict[str, float]:
    """Each curator's strictness in points (negative: stricter), shrunk by n/(n+3).

    Fitted as value = item + curator by alternating means. Empty where a curator has fewer than
    `least_reviews` reviews or the curators do not all compare through common items: then the
    difference could as well lie in the works.
    """
    counts: dict[str, int] = defaultdict(int)
    for values in ratings.values():
        for curator in values:
            counts[curator] += 1
    if len(counts) < 2 or min(counts.values()) < least_reviews or not _connected(ratings, counts):
        return {}
    effect = dict.fromkeys(sorted(counts), 0.0)
    for _round in range(ROUNDS):
        items = {
            item: sum(value - effect[curator] for curator, value in values.items()) / len(values)
            for item, values in ratings.items()
            if values
        }
        sums: dict[str, float] = defaultdict(float)
        for item, values in sorted(ratings.items()):
            for curator, value in values.items():
                sums[curator] += value - items[item]
        effect = {curator: sums[curator] / counts[curator] for curator in effect}
        middle = sum(effect.values()) / len(effect)
        effect = {curator: value - middle for curator, value in effect.items()}
    return {
        curator: value * counts[curator] / (counts[curator] + SHRINK)
        for curator, value in effect.items()
    }


def _connected(ratings: Ratings, curators: Mapping[str, int]) -> bool:
    links: dict[str, set[str]] = defaultdict(set)
    for values in ratings.values():
        for curator in values:
            links[curator].update(values)
    reached: set[str] = set()
    waiting: Sequence[str] = [next(iter(curators))]
    while waiting:
        reached.update(waiting)
        waiting = [other for one in waiting for other in links[one] if other not in reached]
    return reached == set(curators)
