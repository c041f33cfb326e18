"""Who must not judge whose work: what was declared or pinned, and what was waived with reasons.

Ties that the registry shows by itself are computed each time (`curation/conflicts.py`), not stored.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from curation.models.rounds import Round
from curation.models.triggers import append_only
from curation.tie_rules import Rule

USER = settings.AUTH_USER_MODEL


class Conflict(models.Model):
    """A curator's tie to a business that was declared or pinned."""

    class Kind(models.TextChoices):
        DECLARED = "declared", _("Dinyatakan kurator")
        PINNED = "pinned", _("Ditetapkan sekretariat atau ketua")

    class Relation(models.TextChoices):
        FAMILY = "family", _("Serumah atau keluarga")
        TRADE = "trade", _("Pemilik, pegawai, pemasok, pembeli, atau pemodal usaha")
        ACQUAINTED = "acquainted", _("Mengenali pembuatnya, tanpa hubungan lain")
        OTHER = "other", _("Hubungan lain")

    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    relation = models.CharField(
        _("jenis hubungan"), max_length=10, choices=Relation, default=Relation.OTHER
    )
    reason = models.CharField(_("hubungan"), max_length=255)
    ended_on = models.DateField(
        _("berakhir pada"),
        null=True,
        blank=True,
        help_text=_("Hanya untuk hubungan usaha yang sudah berakhir."),
    )
    declared_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(_("dicatat pada"), default=timezone.now)
    lifted_by = models.ForeignKey(
        USER,
        verbose_name=_("dicabut oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)
    lift_reason = models.CharField(_("alasan dicabut"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("konflik kepentingan")
        verbose_name_plural = _("konflik kepentingan")
        ordering = ("-declared_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["curator", "business", "kind"],
                condition=models.Q(lifted_at__isnull=True),
                name="conflict_unique",
                violation_error_message=_("Konflik ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="conflict_lifted_by_somebody",
            ),
        )
        triggers = (pgtrigger.Protect(name="conflict_stays", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.curator} – {self.business}"

    @property
    def is_hard(self) -> bool:
        """Whether it excludes for good: not what fades with time or may be waived."""
        if self.kind == self.Kind.PINNED:
            return True
        is_past = self.relation == self.Relation.TRADE and self.ended_on is not None
        return self.relation != self.Relation.ACQUAINTED and not is_past


class TieWaiver(models.Model):
    """A soft tie that is borne, or a suspicion found empty, in one round; goes into the minutes."""

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.PROTECT, related_name="waivers"
    )
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(_("hubungan"), max_length=20, choices=Rule)
    reason = models.CharField(_("alasan"), max_length=255)
    granted_by = models.ForeignKey(
        USER, verbose_name=_("diputuskan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(_("diputuskan pada"))

    class Meta:
        verbose_name = _("pengecualian hubungan")
        verbose_name_plural = _("pengecualian hubungan")
        ordering = ("granted_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "business", "curator", "rule"], name="tie_waiver_unique"
            ),
        )
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.curator} – {self.business}: {self.get_rule_display()}"
