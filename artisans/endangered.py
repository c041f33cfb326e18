"""How endangered a craft is: a published rule over counts of people, without looking anywhere.

Source: domain study 8.1, «Kriya terancam»: critical with three masters or fewer, or no learner;
threatened with four to ten masters or a mean age over 55; vulnerable where the makers became fewer
three years running; else safe.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

CRITICAL_MASTERS = 3
THREATENED_MASTERS = 10
OLD_MEAN_AGE = 55
FALLING_YEARS = 3


class Level(IntEnum):
    """The higher, the worse."""

    SAFE = 0
    VULNERABLE = 1
    THREATENED = 2
    CRITICAL = 3


@dataclass(frozen=True)
class Counts:
    """What is known of a craft on a day.

    `learners` is None where nobody counted them; `ages` are those that are known of the masters;
    `makers` are all who make it, by year.
    """

    masters: int
    learners: int | None
    ages: Sequence[int]
    makers: Mapping[int, int]

    @property
    def mean_age(self) -> float | None:
        """The mean of the known ages; None without any."""
        return sum(self.ages) / len(self.ages) if self.ages else None


@dataclass(frozen=True)
class Risk:
    """A level with the codes of the reasons that led to it; no reason where a craft is safe."""

    level: Level
    reasons: tuple[str, ...]


def risk_of(counts: Counts) -> Risk | None:
    """The level by the published rule; None where nothing at all is known.

    Reasons: «few_masters», «no_learner», «some_masters», «old», «falling», those of the level only.
    """
    if not counts.masters and counts.learners is None and not counts.makers:
        return None
    critical = [
        code
        for code, holds in (
            ("few_masters", counts.masters <= CRITICAL_MASTERS),
            ("no_learner", counts.learners == 0),
        )
        if holds
    ]
    if critical:
        return Risk(Level.CRITICAL, tuple(critical))
    mean = counts.mean_age
    threatened = [
        code
        for code, holds in (
            ("some_masters", counts.masters <= THREATENED_MASTERS),
            ("old", mean is not None and mean > OLD_MEAN_AGE),
        )
        if holds
    ]
    if threatened:
        return Risk(Level.THREATENED, tuple(threatened))
    if is_falling(counts.makers):
        return Risk(Level.VULNERABLE, ("falling",))
    return Risk(Level.SAFE, ())


def is_falling(makers: Mapping[int, int]) -> bool:
    """Whether the makers became fewer in each of the last three years; all four must be counted."""
    if not makers:
        return False
    last = max(makers)
    years = range(last - FALLING_YEARS, last + 1)
    if any(year not in makers for year in years):
        return False
    counted = [makers[year] for year in years]
    return all(later < earlier for earlier, later in zip(counted, counted[1:], strict=False))
