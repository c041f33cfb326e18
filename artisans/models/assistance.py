"""Who may fill in works in an artisan's name: by the artisan's own word, until a day."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from artisans.models.people import Artisan
from dekranasda.accounts.models import Consent, User


class AssistanceGrantQuerySet(models.QuerySet["AssistanceGrant"]):
    """Grants."""

    def live(self, *, on: date) -> "AssistanceGrantQuerySet":
        """Those that hold on the day: neither ended nor over, the artisan still the owner, and no
        later word of theirs that takes such help back."""
        refused = Consent.objects.filter(
            subject=OuterRef("given_by__uid"),
            purpose=Consent.Purpose.ASSISTED,
            is_given=False,
            recorded_at__gte=OuterRef("begun_at"),
        )
        return self.filter(
            ~Exists(refused),
            ended_at__isnull=True,
            ends_on__gte=on,
            given_by=F("business__owner"),
            business__state=Business.State.ACTIVE,
        )

    def given_to(self, user: User) -> "AssistanceGrantQuerySet":
        """Those by which the person helps."""
        return self.filter(helper=user)

    def given_by_user(self, user: User) -> "AssistanceGrantQuerySet":
        """Those that the person gave, as the artisan with this account."""
        return self.filter(given_by__user=user)

    def visible_to(self, user: User) -> "AssistanceGrantQuerySet":
        """The secretariat sees all, a helper the own ones."""
        return self if user.is_secretariat else self.given_to(user)


@pghistory.track()
class AssistanceGrant(models.Model):
    """An artisan lets one helper fill in the works of one business in the artisan's name.

    It keeps how the artisan agreed and the very words that were read out. A grant is never
    lengthened: a new word is a new grant.
    """

    class Way(models.TextChoices):
        IN_PERSON = "in_person", _("Lisan, bertemu langsung")
        TELEPHONE = "telephone", _("Lisan, lewat telepon")
        PAPER = "paper", _("Surat bertanda tangan")

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="assistance"
    )
    given_by = models.ForeignKey(
        Artisan, verbose_name=_("diberikan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("yang mengisi"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    way = models.CharField(_("cara menyetujui"), max_length=9, choices=Way)
    agreed_on = models.DateField(_("disetujui pada"))
    words = models.TextField(_("kata yang dibacakan"))
    document = models.CharField(_("surat"), max_length=120, blank=True, editable=False)
    begun_at = models.DateTimeField(_("dicatat pada"), default=timezone.now, editable=False)
    ends_on = models.DateField(_("berlaku sampai"))
    ended_at = models.DateTimeField(_("dihentikan pada"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dihentikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AssistanceGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("izin mengisi")
        verbose_name_plural = _("izin mengisi")
        ordering = ("-begun_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["business", "helper"],
                condition=Q(ended_at__isnull=True),
                name="assistance_once",
                violation_error_message=_("Izin ini sudah dicatat."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("agreed_on")),
                name="assistance_ends_after_agreement",
                violation_error_message=_("Izin berakhir sesudah hari disetujui."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="assistance_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.helper} · {self.business}"
