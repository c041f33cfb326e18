"""Who takes a seat at an event, or waits for one."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.models import Artisan, Business
from events.models.calendar import Event
from events.models.selections import Selection
from events.querysets import RegistrationQuerySet

# No letter or digit that is taken for another when it is read aloud.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from events.models.attendance import Attendance, Certificate, Evaluation, OutcomeReport


def make_ticket_code() -> str:
    """A new ticket code of six unambiguous characters."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(6))


class Registration(models.Model):
    """An artisan's seat at an event, or place on its waiting list. Written by registration.py."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Diterima")
        OFFERED = "offered", _("Ditawari tempat")
        WAITING = "waiting", _("Daftar tunggu")
        CANCELLED = "cancelled", pgettext_lazy("pendaftaran", "Batal")
        ATTENDED = "attended", _("Hadir")

    class Cause(models.TextChoices):
        """Why a registration ended."""

        OWN = "own", _("Dibatalkan perajin")
        STAFF = "staff", _("Dibatalkan panitia")
        DECLINED = "declined", _("Menolak tawaran")
        EXPIRED = "expired", _("Tawaran tidak dijawab")

    SEATED: ClassVar[tuple[str, ...]] = ("confirmed", "attended")
    LIVE: ClassVar[tuple[str, ...]] = ("confirmed", "offered", "waiting")

    event = models.ForeignKey(
        Event, verbose_name=_("acara"), on_delete=models.PROTECT, related_name="registrations"
    )
    artisan = models.ForeignKey(
        Artisan, verbose_name=_("perajin"), on_delete=models.PROTECT, related_name="+"
    )
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("keadaan"), max_length=9, choices=State)
    position = models.PositiveIntegerField(_("nomor tunggu"), null=True, blank=True)
    code = models.CharField(_("kode"), max_length=6, unique=True, default=make_ticket_code)
    needs_transport = models.BooleanField(_("perlu angkutan"), default=False)
    brings_child = models.BooleanField(_("membawa anak kecil"), default=False)
    accessibility = models.CharField(
        _("kebutuhan khusus"),
        max_length=200,
        blank=True,
        help_text=_("Misalnya: kursi roda, juru bahasa isyarat. Hanya dibaca panitia."),
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("didaftarkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    registered_at = models.DateTimeField(_("mendaftar pada"))
    seated_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    # A seat that is kept for the artisan until then: from the waiting list, or by invitation.
    offer_expires_at = models.DateTimeField(_("dijawab sampai"), null=True, blank=True)
    selection = models.ForeignKey(
        Selection,
        verbose_name=_("pemilihan undangan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="registrations",
    )
    cancelled_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    cancel_cause = models.CharField(_("sebab batal"), max_length=8, choices=Cause, blank=True)

    objects = RegistrationQuerySet.as_manager()

    if TYPE_CHECKING:
        attendances: Manager[Attendance]
        certificate: Certificate
        evaluation: Evaluation
        outcome_reports: Manager[OutcomeReport]

    class Meta:
        verbose_name = _("pendaftaran")
        verbose_name_plural = _("pendaftaran")
        ordering = ("event", "position", "registered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "artisan"],
                name="registration_once",
                violation_error_message=_("Perajin ini sudah terdaftar."),
            ),
            # Deferred, since closing a gap moves a whole list by one.
            models.UniqueConstraint(
                fields=["event", "position"],
                name="registration_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", position__isnull=False, position__gte=1)
                | (~models.Q(state="waiting") & models.Q(position__isnull=True)),
                name="registration_waiting_has_position",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | models.Q(cancelled_at__isnull=False),
                name="registration_cancelled_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="offered") | models.Q(offer_expires_at__isnull=False),
                name="registration_offer_has_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.artisan} · {self.event}"

    @property
    def is_live(self) -> bool:
        """Whether the artisan is coming, is asked to, or waits."""
        return self.state in self.LIVE

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else registered the artisan."""
        return self.registered_by_id != self.artisan.user_id

    def has_offer(self, *, at: datetime) -> bool:
        """Whether a seat is kept for the artisan at the moment."""
        return (
            self.state == self.State.OFFERED
            and self.offer_expires_at is not None
            and at < self.offer_expires_at
        )

    @property
    def kind_of_state(self) -> str:
        """How the state looks: the kind that status_tag.html takes."""
        return {
            self.State.CONFIRMED: "passed",
            self.State.OFFERED: "fix",
            self.State.WAITING: "waiting",
            self.State.CANCELLED: "closed",
            self.State.ATTENDED: "live",
        }[self.State(self.state)]
