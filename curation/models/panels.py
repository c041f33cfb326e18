"""Who judges in a round: the panel, and how its members were asked."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from curation.models.rounds import Round
from curation.querysets import PanelQuerySet

USER = settings.AUTH_USER_MODEL


class PanelMember(models.Model):
    """A curator of a round. One of them leads the deliberation.

    Whoever has not accepted, with the statement of independence, opens no work.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.CASCADE, related_name="panel"
    )
    user = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    is_chair = models.BooleanField(_("ketua"), default=False)
    crafts = models.ManyToManyField(Craft, verbose_name=_("keahlian"), blank=True, related_name="+")
    target_load = models.PositiveSmallIntegerField(
        _("sasaran jumlah karya"), null=True, blank=True, help_text=_("Kosong: dibagi rata.")
    )
    max_load = models.PositiveSmallIntegerField(
        _("karya paling banyak"), null=True, blank=True, help_text=_("Kosong: tanpa batas.")
    )
    accepted_at = models.DateTimeField(_("bersedia pada"), null=True, blank=True, editable=False)
    statement = models.TextField(_("pernyataan"), blank=True, editable=False)
    disclosure = models.TextField(_("hubungan yang disebutkan"), blank=True, editable=False)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota panel")
        verbose_name_plural = _("anggota panel")
        ordering = ("-is_chair", "user__full_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "user"],
                name="panel_member_unique",
                violation_error_message=_("Kurator ini sudah ada dalam panel."),
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(is_chair=True),
                name="panel_one_chair",
                violation_error_message=_("Panel hanya punya satu ketua."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | ~models.Q(statement=""),
                name="panel_accepted_with_statement",
            ),
            models.CheckConstraint(
                condition=models.Q(max_load__isnull=True)
                | models.Q(target_load__isnull=True)
                | models.Q(max_load__gte=models.F("target_load")),
                name="panel_load_target_below_most",
                violation_error_message=_("Sasaran tidak boleh melebihi jumlah paling banyak."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)

    def is_expert_of(self, craft: str | None) -> bool:
        """Whether the craft is among the member's; who names none knows all. Prefetch `crafts`."""
        crafts = {one.pk for one in self.crafts.all()}
        return not crafts or craft in crafts


class Invitation(models.Model):
    """A curator was asked into a panel, and what came of it. Every asking stays on record."""

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu jawaban")
        ACCEPTED = "accepted", _("Bersedia")
        DECLINED = "declined", _("Tidak bersedia")
        EXPIRED = "expired", _("Tidak menjawab")
        CANCELLED = "cancelled", _("Dibatalkan")

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.PROTECT, related_name="invitations"
    )
    user = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.OPEN)
    invited_by = models.ForeignKey(
        USER, verbose_name=_("diundang oleh"), on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("diundang pada"))
    due_at = models.DateTimeField(_("dijawab sampai"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=255, blank=True)
    may_ask_later = models.BooleanField(_("boleh ditanya lain waktu"), default=False)

    class Meta:
        verbose_name = _("undangan kurator")
        verbose_name_plural = _("undangan kurator")
        ordering = ("-invited_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "user"],
                condition=models.Q(state="open"),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_at__isnull=True)
                | (~models.Q(state="open") & models.Q(answered_at__isnull=False)),
                name="invitation_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""),
                name="invitation_declined_with_reason",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="invitation_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answer_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="open"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.round}"
