"""A curator's own pace: how long a work takes, and when the eyes need a rest. Pure; nobody else's.

Source: ux 2.2 (120 seconds a work, a 90-second rest after 15).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

EXPECTED = 120  # seconds a work, until the own pace is known
LEAST_GAPS = 3  # fewer say nothing about a pace
PAUSE = timedelta(minutes=10)  # between two works: no longer one sitting
REST_AFTER = 15  # works in one sitting


@dataclass(frozen=True)
class Pace:
    """Seconds a work usually takes this curator, and the works done in the present sitting."""

    seconds: int
    sitting: int

    @property
    def needs_rest(self) -> bool:
        """Right after every fifteenth work of a sitting."""
        return self.sitting > 0 and self.sitting % REST_AFTER == 0

    def minutes_for(self, works: int) -> int:
        """The minutes that so many works will probably take, rounded up."""
        return -(-works * self.seconds // 60)


def pace_of(finished: Iterable[datetime], *, at: datetime) -> Pace:
    """The pace from the moments at which works were finished; pauses do not count."""
    moments = sorted(finished)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    worked = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    seconds = round(median(worked)) if len(worked) >= LEAST_GAPS else EXPECTED
    return Pace(max(seconds, 1), _sitting(moments, at))


def _sitting(moments: Sequence[datetime], at: datetime) -> int:
    """How many works follow each other without a pause up to the moment."""
    count, next_one = 0, at
    for moment in reversed(moments):
        if next_one - moment > PAUSE:
            break
        count, next_one = count + 1, moment
    return count
