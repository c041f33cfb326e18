"""The rules on ties between a curator and a work, and how strong each is. Pure data.

Source: the table of conflicts of interest in the curation workflow.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Strength(Enum):
    """What a tie does."""

    HARD = "hard"  # never assigned; sees nothing of the work
    SOFT = "soft"  # costs in a proposal; some need a waiver with a reason
    SUSPICION = "suspicion"  # the secretariat resolves it before an assignment


class Rule(models.TextChoices):
    """Why somebody is tied to a work."""

    OWN = "own", _("usaha sendiri")
    SUBMITTER = "submitter", _("mengirimkan karya ini")
    HELPER = "helper", _("membantu mengisi data karya ini")
    SCREENER = "screener", _("memeriksa berkas karya ini")
    DECIDED_BEFORE = "decided_before", _("ikut memutus sebelum keberatan diterima")
    HEARD_APPEAL = "heard_appeal", _("memeriksa keberatan atas karya ini")
    MENTOR = "mentor", _("mendampingi usaha ini belum lama ini")
    CENTRE = "centre", _("anggota sentra yang sama")
    ASSOCIATION = "association", _("anggota paguyuban yang sama")
    FAMILY = "family", _("serumah atau keluarga pembuatnya")
    TRADE = "trade", _("punya hubungan usaha dengan pembuatnya")
    DECLARED = "declared", _("menyatakan konflik kepentingan")
    PINNED = "pinned", _("ditetapkan berkepentingan")
    CENTRE_ENDED = "centre_ended", _("pernah anggota sentra yang sama")
    ASSOCIATION_ENDED = "association_ended", _("pernah anggota paguyuban yang sama")
    TRADE_ENDED = "trade_ended", _("pernah punya hubungan usaha dengan pembuatnya")
    ACQUAINTED = "acquainted", _("mengenali pembuatnya")
    NEIGHBOUR = "neighbour", _("kerajinan dan kecamatan yang sama")
    SHARED_CONTACT = "shared_contact", _("telepon atau alamatnya sama")


SOFT = frozenset(
    {
        Rule.CENTRE_ENDED,
        Rule.ASSOCIATION_ENDED,
        Rule.TRADE_ENDED,
        Rule.ACQUAINTED,
        Rule.NEIGHBOUR,
    }
)
#: Soft ties that are borne only by a decision with a reason; the others merely weigh.
NEEDS_WAIVER = SOFT - {Rule.NEIGHBOUR}


@dataclass(frozen=True)
class Tie:
    """One tie of a curator to a work, with its detail in words; waived where somebody said so."""

    rule: Rule
    detail: str = ""
    is_waived: bool = False

    @property
    def strength(self) -> Strength:
        """What it does."""
        if self.rule == Rule.SHARED_CONTACT:
            return Strength.SUSPICION
        return Strength.SOFT if self.rule in SOFT else Strength.HARD

    @property
    def is_hard(self) -> bool:
        """Whether it excludes the curator."""
        return self.strength is Strength.HARD

    @property
    def is_open(self) -> bool:
        """Whether it must be decided on before the curator may score the work."""
        needs = self.rule in NEEDS_WAIVER or self.strength is Strength.SUSPICION
        return needs and not self.is_waived

    @property
    def words(self) -> str | Promise:
        """The detail where there is one, else the rule."""
        return self.detail or self.rule.label
