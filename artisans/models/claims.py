"""Businesses of the registry that are offered to who signed up with their number."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from dekranasda.accounts.models import User


class BusinessClaimQuerySet(models.QuerySet["BusinessClaim"]):
    """Offers and their answers."""

    def waiting_for(self, user: User) -> "BusinessClaimQuerySet":
        """Offers that the person has not answered yet."""
        return self.filter(user=user, state=BusinessClaim.State.OFFERED)

    def to_mend(self) -> "BusinessClaimQuerySet":
        """Answers that staff have not dealt with: partly right, or not theirs at all."""
        wrong = [BusinessClaim.State.PARTLY, BusinessClaim.State.DENIED]
        return self.filter(state__in=wrong, settled_at__isnull=True).order_by("answered_at", "pk")


@pghistory.track()
class BusinessClaim(models.Model):
    """The question whether a business is the person's, and what they said.

    It is asked only after a member of staff has called the number and linked the account.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Ditanyakan")
        CONFIRMED = "confirmed", _("Benar")
        PARTLY = "partly", _("Benar, ada yang keliru")
        DENIED = "denied", _("Bukan usahanya")

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="claims"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("akun"),
        on_delete=models.PROTECT,
        related_name="claims",
    )
    state = models.CharField(_("jawaban"), max_length=9, choices=State, default=State.OFFERED)
    note = models.TextField(_("yang keliru"), blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditawarkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    offered_at = models.DateTimeField(_("ditawarkan pada"), default=timezone.now)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dibetulkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("dibetulkan pada"), null=True, blank=True)

    objects = BusinessClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengakuan usaha")
        verbose_name_plural = _("pengakuan usaha")
        ordering = ("-offered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["business", "user"],
                condition=models.Q(state="offered"),
                name="business_claim_offered_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.get_state_display()}"
