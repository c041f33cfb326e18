"""How far a curator is from the reference, from oneself, and the panel from a common order.

Pure. Sources: curation workflow 6.7 (mean absolute deviation at most 0.75 a criterion; anchors for
drift; W only where everybody scores everything); M. G. Kendall, J. D. Gibbons, Rank Correlation
Methods (5th ed., 1990), ch. 6, with the correction for ties.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import NamedTuple

MOST_DEVIATION = 0.75  # points a criterion

Scores = Mapping[str, Mapping[str, int | None]]  # piece → criterion → 0–4


class Drift(NamedTuple):
    """Later scores less the first ones: on average with sign (negative: stricter), and in size."""

    shift: float
    size: float


def deviation(given: Scores, reference: Scores) -> float | None:
    """The mean over the criteria of the mean distance to the reference, in points of the scale.

    Pairs with a missing score are left out; None where nothing can be compared.
    """
    apart = _differences(given, reference)
    if not apart:
        return None
    return mean(mean(map(abs, values)) for values in apart.values())


def is_calibrated(given: Scores, reference: Scores) -> bool:
    """Whether every piece was scored, near enough to the reference."""
    found = deviation(given, reference)
    return found is not None and set(reference) <= set(given) and found <= MOST_DEVIATION


def drift(later: Scores, first: Scores) -> Drift | None:
    """How the same curator's scores of the same pieces moved; None where none can be compared."""
    moved = [one for values in _differences(later, first).values() for one in values]
    if not moved:
        return None
    return Drift(mean(moved), mean(map(abs, moved)))


def _differences(one: Scores, other: Scores) -> dict[str, list[int]]:
    """One less the other, by criterion."""
    found: dict[str, list[int]] = {}
    for piece, marks in one.items():
        for code, value in marks.items():
            against = other.get(piece, {}).get(code)
            if value is not None and against is not None:
                found.setdefault(code, []).append(value - against)
    return found


def ranks(values: Sequence[float]) -> list[float]:
    """Places from 1, equal values sharing the mean of theirs."""
    ordered = sorted(values)
    return [
        mean((ordered.index(value) + 1, ordered.index(value) + ordered.count(value)))
        for value in values
    ]


def kendall_w(totals: Sequence[Sequence[float]]) -> float | None:
    """Concordance from 0 to 1 of curators (rows) who all judged the same pieces (columns).

    W = 12 S / (m² (n³ − n) − m Σ T), T = Σ (t³ − t) over a curator's ties. None with fewer than
    two curators or pieces, or where nobody tells the pieces apart. Raises ValueError where a row
    is shorter than another.
    """
    raters = len(totals)
    items = len(totals[0]) if totals else 0
    if any(len(row) != items for row in totals):
        raise ValueError("everybody must have judged every piece")
    if raters < 2 or items < 2:
        return None
    ranked = [ranks(row) for row in totals]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    middle = raters * (items + 1) / 2
    spread = sum((one - middle) ** 2 for one in sums)
    ties = sum(count**3 - count for row in totals for count in Counter(row).values())
    room = raters**2 * (items**3 - items) - raters * ties
    return 12 * spread / room if room else None
