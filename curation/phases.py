"""Where a round stands: it follows from its dates alone, to the second, in the council's zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clock import midnight_before

if TYPE_CHECKING:
    from curation.models import Round

OBJECTION_DAYS = 14  # Source: blueprint 5


class Phase(models.TextChoices):
    """What a round is doing; each ends where the next one begins."""

    PREPARATION = "preparation", _("Disiapkan")
    ANNOUNCED = "announced", _("Segera dibuka")
    CALL = "call", _("Menerima karya")
    SCORING = "scoring", _("Penilaian")
    SESSION = "session", _("Sidang")
    RELEASE = "release", _("Menunggu pengumuman")
    OBJECTIONS = "objections", _("Masa keberatan")
    CLOSED = "closed", _("Selesai")


KINDS = {
    Phase.PREPARATION: "draft",
    Phase.ANNOUNCED: "waiting",
    Phase.CALL: "live",
    Phase.SCORING: "review",
    Phase.SESSION: "review",
    Phase.RELEASE: "waiting",
    Phase.OBJECTIONS: "waiting",
    Phase.CLOSED: "passed",
}


@dataclass(frozen=True)
class Turn:
    """A phase and the moment that ends it."""

    phase: Phase
    ends_at: datetime


def turns_of(round: "Round") -> list[Turn]:
    """The phases of an announced round that end by themselves, in their order.

    The day of the session belongs to it; on the day of the release, decisions may be told.
    """
    return [
        Turn(Phase.ANNOUNCED, round.opens_at),
        Turn(Phase.CALL, round.closes_at),
        Turn(Phase.SCORING, round.review_due_at),
        Turn(Phase.SESSION, midnight_before(round.meets_on + timedelta(days=1))),
        Turn(Phase.RELEASE, midnight_before(round.releases_on)),
        Turn(
            Phase.OBJECTIONS,
            midnight_before(round.releases_on + timedelta(days=OBJECTION_DAYS)),
        ),
    ]


def phase_at(round: "Round", *, at: datetime) -> Phase:
    """The round's active phase at the moment: the first one that has not ended."""
    if round.opened_at is None:
        return Phase.PREPARATION
    return next((turn.phase for turn in turns_of(round) if at < turn.ends_at), Phase.CLOSED)


def tag_of(phase: Phase) -> dict[str, str]:
    """The phase as `kind` and `label` of a status tag."""
    return {"kind": KINDS[phase], "label": str(phase.label)}
