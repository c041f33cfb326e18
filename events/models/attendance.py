"""Who was there, the certificate that says so, and what came of a training."""

import secrets
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artisans.models import TurnoverBand
from events.models.calendar import Session
from events.models.registrations import CODE_ALPHABET, Registration
from events.querysets import AttendanceQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    SmallInteger = models.PositiveSmallIntegerField[int | None, int | None]

USER = settings.AUTH_USER_MODEL


class Attendance(models.Model):
    """That a registered artisan was there, at one session or at an event without sessions.

    Written by attendance.py. One that was taken back stays with its time, so that a tap which a
    phone kept since before does not bring it back.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    marked_at = models.DateTimeField(_("dicatat pada"))
    marked_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(_("dihapus pada"), null=True, blank=True)
    removed_by = models.ForeignKey(
        USER,
        verbose_name=_("dihapus oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        ordering = ("marked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="attendance_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attendance_removed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration} · {self.session or ''}"


def make_check_code() -> str:
    """A new code that nobody guesses: PST-7H3QX-M2K9R, one of 27 to the power of ten."""
    drawn = "".join(secrets.choice(CODE_ALPHABET) for _place in range(10))
    return f"PST-{drawn[:5]}-{drawn[5:]}"


class Certificate(models.Model):
    """Proof that an artisan took part in a training.

    The number is the office's and follows an order; only the check code opens the public page.
    """

    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(_("nomor"), max_length=40, unique=True)
    check_code = models.CharField(
        _("kode periksa"), max_length=15, unique=True, default=make_check_code, editable=False
    )
    issued_on = models.DateField(_("terbit pada"))
    issued_by = models.ForeignKey(
        USER, verbose_name=_("diterbitkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    revoked_on = models.DateField(_("dicabut pada"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        USER,
        verbose_name=_("dicabut oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    revoked_reason = models.CharField(_("alasan dicabut"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sertifikat pelatihan")
        verbose_name_plural = _("sertifikat pelatihan")
        ordering = ("-issued_on", "number")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_on__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_on__isnull=False, revoked_by__isnull=False),
                name="event_certificate_revoked_by_somebody",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_who_was_there",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM events_attendance
                        WHERE registration_id = NEW.registration_id AND removed_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'no attendance, no certificate'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The public page that says whether the certificate is real."""
        return reverse("events:verify_attendance", args=[self.check_code])


def _score(label: "StrPromise") -> "SmallInteger":
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(100)]
    )


def _one_to_five(label: "StrPromise") -> "SmallInteger":
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )


class Evaluation(models.Model):
    """What a participant knew before and after, 0–100, and thought of the training, 1–5."""

    OPINIONS: ClassVar[tuple[str, ...]] = ("satisfaction", "clarity", "usefulness")

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="evaluation"
    )
    before = _score(_("nilai awal"))
    after = _score(_("nilai akhir"))
    satisfaction = _one_to_five(_("kepuasan"))
    clarity = _one_to_five(_("mudah dimengerti"))
    usefulness = _one_to_five(_("akan dipakai"))
    comment = models.TextField(_("saran"), blank=True, max_length=1000)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        USER,
        verbose_name=_("disalin dari kertas oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("evaluasi")
        verbose_name_plural = _("evaluasi")
        constraints = (
            models.CheckConstraint(
                condition=(models.Q(before__lte=100) | models.Q(before__isnull=True))
                & (models.Q(after__lte=100) | models.Q(after__isnull=True)),
                name="evaluation_scores_to_100",
            ),
            models.CheckConstraint(
                condition=(models.Q(satisfaction__range=(1, 5)) | models.Q(satisfaction=None))
                & (models.Q(clarity__range=(1, 5)) | models.Q(clarity=None))
                & (models.Q(usefulness__range=(1, 5)) | models.Q(usefulness=None)),
                name="evaluation_opinions_1_to_5",
            ),
        )

    def __str__(self) -> str:
        return str(self.registration)


class OutcomeReport(models.Model):
    """How a participant does 3, 6 or 12 months after a training: three answers, asked once each."""

    class Month(models.IntegerChoices):
        THREE = 3, _("3 bulan")
        SIX = 6, _("6 bulan")
        TWELVE = 12, _("12 bulan")

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="outcome_reports"
    )
    month = models.PositiveSmallIntegerField(_("sesudah"), choices=Month)
    turnover_band = models.CharField(
        _("omzet sebulan terakhir"), max_length=5, choices=TurnoverBand
    )
    has_new_product = models.BooleanField(_("ada karya baru sesudah pelatihan"))
    workers = models.PositiveSmallIntegerField(
        _("orang yang bekerja sekarang, termasuk pemilik"),
        validators=[MinValueValidator(1), MaxValueValidator(999)],
    )
    answered_at = models.DateTimeField(_("dijawab pada"))
    answered_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("kabar sesudah pelatihan")
        verbose_name_plural = _("kabar sesudah pelatihan")
        ordering = ("registration", "month")
        constraints = (
            models.UniqueConstraint(fields=["registration", "month"], name="outcome_asked_once"),
            models.CheckConstraint(
                condition=models.Q(month__in=[3, 6, 12]), name="outcome_month_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration} · {self.get_month_display()}"
