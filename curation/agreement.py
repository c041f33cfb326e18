"""How far curators agree, and who is stricter than the others. It flags; it never decides.

Pure. Sources: K. Krippendorff, Content Analysis (4th ed., 2018), ch. 12; the shrunken additive
model is the blueprint's, section 5.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

Ratings = Mapping[str, Mapping[str, float]]  # item → curator → value
SHRINK = 3
ROUNDS = 200


def krippendorff_alpha(ratings: Ratings, *, ordinal: bool = False) -> float | None:
    """Agreement from −1 to 1 (1: complete); None where it cannot be computed.

    Tolerates missing curators. Interval distance, or ordinal for single criteria. None when
    fewer than two values can be paired or all values are equal (no variance is not agreement).
    """
    units = [list(values.values()) for values in ratings.values() if len(values) > 1]
    coincidences: dict[tuple[float, float], float] = defaultdict(float)
    for values in units:
        for one, other in permutations(range(len(values)), 2):
            coincidences[values[one], values[other]] += 1 / (len(values) - 1)
    margins: dict[float, float] = defaultdict(float)
    for (value, _other), count in coincidences.items():
        margins[value] += count
    total = sum(margins.values())
    if len(margins) < 2:
        return None
    distance = _ordinal(margins) if ordinal else _interval
    observed = sum(n * distance(a, b) for (a, b), n in coincidences.items())
    expected = sum(
        margins[a] * margins[b] * distance(a, b) for a in margins for b in margins if a != b
    )
    return 1 - (total - 1) * observed / expected


def _interval(one: float, other: float) -> float:
    return (one - other) ** 2


def _ordinal(margins: Mapping[float, float]) -> Callable[[float, float], float]:
    order = sorted(margins)

    def distance(one: float, other: float) -> float:
        low, high = sorted((order.index(one), order.index(other)))
        between = sum(margins[order[place]] for place in range(low, high + 1))
        return (between - (margins[one] + margins[other]) / 2) ** 2

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
