"""Scores that were written on paper and typed in by a clerk."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.reviews import Assignment

USER = settings.AUTH_USER_MODEL


class PaperSheet(models.Model):
    """A curator's sheet as a clerk typed it; it counts only once the curator confirmed it."""

    class State(models.TextChoices):
        PENDING = "pending", _("Menunggu kurator")
        CONFIRMED = "confirmed", _("Disahkan kurator")
        REFUSED = "refused", _("Ditolak kurator")

    assignment = models.ForeignKey(
        Assignment,
        verbose_name=_("penugasan"),
        on_delete=models.PROTECT,
        related_name="paper_sheets",
    )
    # By the criterion's code: [score or null, comment].
    marks = models.JSONField(_("nilai"))
    panel_note = models.TextField(_("catatan untuk sidang"), max_length=1000, blank=True)
    scan = models.CharField(_("foto lembar"), max_length=200, editable=False)
    entered_by = models.ForeignKey(
        USER, verbose_name=_("diketik oleh"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("diketik pada"))
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.PENDING)
    settled_by = models.ForeignKey(
        USER,
        verbose_name=_("diputuskan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    was_corrected = models.BooleanField(_("diperbaiki kurator"), default=False)
    reason = models.CharField(_("alasan"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("lembar nilai kertas")
        verbose_name_plural = _("lembar nilai kertas")
        ordering = ("-entered_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state="pending"),
                name="one_pending_sheet",
                violation_error_message=_("Lembar untuk karya ini sudah menunggu kurator."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending", settled_by__isnull=True, settled_at=None)
                | (
                    ~models.Q(state="pending")
                    & models.Q(settled_by__isnull=False, settled_at__isnull=False)
                    & ~models.Q(settled_by=models.F("entered_by"))
                ),
                name="sheet_settled_by_another",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="settled_sheet",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="pending"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment} · {self.get_state_display()}"
