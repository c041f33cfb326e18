"""Requests of regions, institutions and buyers to visit, asked for without an account."""

import secrets
import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.partners import Goal, Partner
from events.models.registrations import CODE_ALPHABET
from events.querysets import VisitRequestQuerySet

CODE_LENGTH = 12
MOST_PEOPLE = 200
# How long a person's name and number are kept: after the visit or the refusal, and at most.
CONTACT_KEPT = timedelta(days=90)
CONTACT_KEPT_AT_MOST = timedelta(days=365)


def visit_code() -> str:
    """A reference that opens its page, so nobody can guess it: 27^12 is 10^17."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


class VisitRequest(models.Model):
    """A delegation that would like to come, and the council's answer.

    The contact is a person's: it is emptied on `erase_on`, the rest stays for the yearly report.
    """

    class State(models.TextChoices):
        NEW = "new", _("Menunggu jawaban")
        PROPOSED = "proposed", _("Tanggal lain diusulkan")
        ACCEPTED = "accepted", _("Diterima")
        DECLINED = "declined", _("Belum dapat diterima")
        WITHDRAWN = "withdrawn", _("Ditarik pemohon")

    OPEN = (State.NEW, State.PROPOSED)

    code = models.CharField(
        _("nomor rujukan"), max_length=CODE_LENGTH, unique=True, default=visit_code, editable=False
    )
    institution = models.CharField(_("daerah atau lembaga Anda"), max_length=120)
    kind = models.CharField(
        _("jenis"), max_length=11, choices=Partner.Kind, default=Partner.Kind.REGION
    )
    people = models.PositiveSmallIntegerField(
        _("berapa orang"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    goals: Any = ArrayField(
        models.CharField(max_length=10, choices=Goal), verbose_name=_("yang ingin dipelajari")
    )
    first_choice = models.DateField(_("pilihan tanggal pertama"))
    second_choice = models.DateField(_("pilihan tanggal kedua"), null=True, blank=True)
    third_choice = models.DateField(_("pilihan tanggal ketiga"), null=True, blank=True)
    purpose = models.TextField(_("ceritakan singkat tujuannya"), max_length=1000, blank=True)
    contact_name = models.CharField(_("nama narahubung"), max_length=120, blank=True)
    contact_phone = models.CharField(_("nomor WhatsApp"), max_length=16, blank=True)
    contact_email = models.EmailField(_("surel"), blank=True)
    erase_on = models.DateField(_("kontak dihapus pada"), editable=False)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.NEW)
    proposed_at = models.DateTimeField(_("waktu yang diusulkan"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    event = models.OneToOneField(
        "Event",
        verbose_name=_("kunjungan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_request",
    )
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("diajukan pada"), editable=False)

    objects = VisitRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan kunjungan")
        verbose_name_plural = _("permohonan kunjungan")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="accepted", event__isnull=False)
                | (~models.Q(state="accepted") & models.Q(event__isnull=True)),
                name="visit_request_accepted_has_event",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="proposed") | models.Q(proposed_at__isnull=False),
                name="visit_request_proposed_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(answer=""),
                name="visit_request_declined_has_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["made_at"],
                condition=models.Q(state__in=["new", "proposed"]),
                name="visit_request_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution}, {self.reference}"

    def get_absolute_url(self) -> str:
        """The staff's page."""
        return reverse("events:visit_request_detail", args=[self.pk])

    @property
    def status_url(self) -> str:
        """The page where the delegation reads the answer."""
        return reverse("events:visit_request_status", args=[self.code])

    @property
    def reference(self) -> str:
        """The code in groups of four, as people read it out."""
        return "-".join(self.code[place : place + 4] for place in range(0, CODE_LENGTH, 4))

    @property
    def is_open(self) -> bool:
        """Whether the council or the delegation may still answer."""
        return self.state in self.OPEN

    @property
    def choices(self) -> list[date]:
        """The dates that would suit, the preferred one first."""
        return [day for day in (self.first_choice, self.second_choice, self.third_choice) if day]

    @property
    def goal_names(self) -> list[str]:
        """The goals in words."""
        return [str(Goal(goal).label) for goal in self.goals]

    @property
    def state_kind(self) -> str:
        """How the state looks, for `status_tag.html`."""
        kinds = {"new": "waiting", "proposed": "fix", "accepted": "passed", "declined": "failed"}
        return kinds.get(self.state, "closed")
