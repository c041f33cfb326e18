"""Arithmetic of a meeting: who makes a quorum, and what a vote must reach.

Pure: knows neither the database nor the web. Source: curation workflow 6.7 (quorum): the majority
of the panel; recused members leave the room and the denominator; an abstention is present, not a
vote; the computed recommendation is overturned by two thirds of the votes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quorum:
    """The room for one work: members without the recused, and how many of them are present."""

    panel: int
    present: int

    @property
    def needed(self) -> int:
        """The smallest majority of the panel without the recused."""
        return self.panel // 2 + 1

    @property
    def is_met(self) -> bool:
        """Whether the room may decide."""
        return self.present >= self.needed


@dataclass(frozen=True)
class Tally:
    """The votes on one proposal."""

    ayes: int = 0
    noes: int = 0
    abstentions: int = 0

    @property
    def votes(self) -> int:
        """What counts: abstentions do not."""
        return self.ayes + self.noes

    def carries(self, *, departs: bool) -> bool:
        """Whether the proposal may be signed.

        Departing from the computed recommendation takes two thirds of the votes and at least one;
        otherwise no vote is needed, and where one was held, more for than against.
        """
        if departs:
            return self.ayes > 0 and 3 * self.ayes >= 2 * self.votes
        return self.votes == 0 or self.ayes > self.noes
