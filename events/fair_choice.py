"""The published rule by which invitations are drawn; plain values in, plain values out.

1. Who was never at a training comes first.
2. Then who has waited longest since the last one, by whole months.
3. Among equals, who is of the district with the fewest people at the event so far.
4. Among those, the lot: SHA-256 of the recorded seed and the business, the smallest first. With the
   seed anybody can draw again and must come to the same list.

Who comes after the wanted ones is the reserve, asked in the same order.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be invited: the business's key, where it is, when it last learned."""

    key: int
    district: str = ""
    last_trained_on: date | None = None

    @property
    def turn(self) -> tuple[int, int]:
        """The smaller, the earlier it is the candidate's turn: never, then the oldest month."""
        last = self.last_trained_on
        return (last.year, last.month) if last else (0, 0)


@dataclass(frozen=True)
class Pick:
    """A chosen one at a place, with what decided: the district's people then, and the lot."""

    place: int
    candidate: Candidate
    from_district: int
    was_drawn: bool


def lot(seed: str, key: int) -> str:
    """The candidate's lot in this drawing."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def choose(
    candidates: Iterable[Candidate], *, wanted: int, coming: Mapping[str, int], seed: str
) -> list[Pick]:
    """At most `wanted` of the candidates, in order. `coming` counts people of each district."""
    left = sorted(candidates, key=lambda one: (one.turn, lot(seed, one.key)))
    counts = Counter(coming)
    picks: list[Pick] = []
    while left and len(picks) < wanted:
        turn = [one for one in left if one.turn == left[0].turn]
        fewest = min(counts[one.district] for one in turn)
        equals = [one for one in turn if counts[one.district] == fewest]
        chosen = equals[0]
        picks.append(Pick(len(picks) + 1, chosen, fewest, len(equals) > 1))
        counts[chosen.district] += 1
        left.remove(chosen)
    return picks
