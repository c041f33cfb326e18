"""What a business and its mentor want to reach, and their visits."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from dekranasda.accounts.models import User

if TYPE_CHECKING:
    from django.db.models.manager import Manager

# How long the author may still change a visit's words; later, a note is added below them.
EDITABLE_FOR = timedelta(hours=48)


class MentoringPlanQuerySet(models.QuerySet["MentoringPlan"]):
    """Plans."""

    def open(self) -> "MentoringPlanQuerySet":
        """Those still worked on."""
        return self.filter(closed_on__isnull=True)

    def editable_by(self, user: User) -> "MentoringPlanQuerySet":
        """All for the secretariat, for a mentor the own ones, open or closed."""
        if user.is_secretariat:
            return self
        return self.filter(mentor=user)


@pghistory.track()
class MentoringPlan(models.Model):
    """What a business and its mentor want to reach together."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="plans"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mentoring_plans",
    )
    title = models.CharField(_("judul"), max_length=160)
    origin = models.CharField(
        _("asal"),
        max_length=20,
        blank=True,
        help_text=_("Kode pengajuan kurasi yang hasilnya menjadi awal rencana ini."),
    )
    opened_on = models.DateField(_("dibuka pada"))
    closed_on = models.DateField(_("selesai pada"), null=True, blank=True)
    outcome = models.TextField(_("hasil"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diselesaikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = MentoringPlanQuerySet.as_manager()

    if TYPE_CHECKING:
        targets: Manager["MentoringTarget"]
        visits: Manager["MentoringVisit"]

    class Meta:
        verbose_name = _("rencana pendampingan")
        verbose_name_plural = _("rencana pendampingan")
        ordering = ("-opened_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="mentoring_plan_closed_after_opening",
                violation_error_message=_("Rencana selesai pada atau sesudah hari dibuka."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class MentoringTargetQuerySet(models.QuerySet["MentoringTarget"]):
    """Targets."""

    def open(self) -> "MentoringTargetQuerySet":
        """Neither reached nor dropped, of a plan that is still worked on."""
        return self.filter(
            reached_on__isnull=True, dropped_on__isnull=True, plan__closed_on__isnull=True
        )

    def editable_by(self, user: User) -> "MentoringTargetQuerySet":
        """Those of open plans that the person may change."""
        plans = MentoringPlan.objects.editable_by(user).open()
        return self.filter(plan__in=plans)


@pghistory.track()
class MentoringTarget(models.Model):
    """One thing to improve, with the reason it was set and the day it was reached or dropped."""

    plan = models.ForeignKey(
        MentoringPlan, verbose_name=_("rencana"), on_delete=models.CASCADE, related_name="targets"
    )
    code = models.CharField(_("kriteria"), max_length=8, blank=True)
    title = models.CharField(_("sasaran"), max_length=160)
    comment = models.TextField(_("alasan"), blank=True)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    reached_on = models.DateField(_("tercapai pada"), null=True, blank=True)
    evidence = models.CharField(_("bukti"), max_length=255, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    dropped_on = models.DateField(_("dihentikan pada"), null=True, blank=True)
    drop_reason = models.CharField(_("alasan dihentikan"), max_length=255, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = MentoringTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sasaran pendampingan")
        verbose_name_plural = _("sasaran pendampingan")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reached_on__isnull=True) | models.Q(dropped_on__isnull=True),
                name="mentoring_target_settled_once",
                violation_error_message=_("Sasaran tercapai atau dihentikan, tidak keduanya."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses to drop without a reason; no constraint, since an erasure empties the reason."""
        if self.dropped_on and not self.drop_reason:
            raise ValidationError({"drop_reason": _("Tulis mengapa sasaran ini dihentikan.")})

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: reached, or dropped with a reason."""
        return self.reached_on is not None or self.dropped_on is not None

    def is_late(self, today: date) -> bool:
        """Whether it is still open after its day."""
        return not self.is_settled and self.due_on is not None and self.due_on < today


class MentoringVisitQuerySet(models.QuerySet["MentoringVisit"]):
    """Visits."""

    def visible_to(self, user: User) -> "MentoringVisitQuerySet":
        """The log of the businesses that the person accompanies or oversees, and own visits."""
        mentored = Business.objects.mentored_by(user).values("pk")
        return self.filter(models.Q(business__in=mentored) | models.Q(mentor=user))

    def told(self) -> "MentoringVisitQuerySet":
        """With all that a log prints: three queries whatever the number of visits."""
        notes = models.Prefetch("notes", MentoringNote.objects.select_related("written_by"))
        return self.select_related("mentor", "business").prefetch_related("targets", notes)

    def editable_by(self, user: User, *, at: datetime) -> "MentoringVisitQuerySet":
        """Own visits that were recorded within the last 48 hours."""
        return self.filter(mentor=user, recorded_at__gt=at - EDITABLE_FOR)


@pghistory.track()
class MentoringVisit(models.Model):
    """One visit or call of a mentor, in five fields. The artisan reads all of them."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="visits"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        related_name="mentoring_visits",
    )
    plan = models.ForeignKey(
        MentoringPlan,
        verbose_name=_("rencana"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
    )
    targets = models.ManyToManyField(
        MentoringTarget, verbose_name=_("sasaran yang dibahas"), blank=True, related_name="visits"
    )
    visited_on = models.DateField(_("tanggal kunjungan"))
    findings = models.TextField(_("yang ditemukan"))
    action = models.TextField(_("yang disepakati"), blank=True)
    next_visit_on = models.DateField(_("kunjungan berikutnya"), null=True, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(_("dicatat pada"), default=timezone.now, editable=False)

    objects = MentoringVisitQuerySet.as_manager()

    if TYPE_CHECKING:
        notes: Manager["MentoringNote"]

    class Meta:
        verbose_name = _("kunjungan pendampingan")
        verbose_name_plural = _("kunjungan pendampingan")
        ordering = ("-visited_on", "-pk")
        indexes = (
            models.Index(fields=["business", "-visited_on", "-id"], name="mentoring_visit_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(next_visit_on__isnull=True)
                | models.Q(next_visit_on__gt=models.F("visited_on")),
                name="mentoring_visit_next_after",
                violation_error_message=_(
                    "Kunjungan berikutnya harus sesudah tanggal kunjungan ini."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.business} · {self.visited_on}"

    def is_editable_by(self, user: User, *, at: datetime) -> bool:
        """Whether the person wrote it, within the last 48 hours."""
        return self.mentor_id == user.pk and self.recorded_at > at - EDITABLE_FOR


class MentoringNote(models.Model):
    """A correction below a visit whose words can no longer be changed."""

    visit = models.ForeignKey(
        MentoringVisit,
        verbose_name=_("kunjungan"),
        on_delete=models.PROTECT,
        related_name="notes",
    )
    text = models.TextField(_("catatan"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditulis oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("ditulis pada"), default=timezone.now)

    class Meta:
        verbose_name = _("catatan kunjungan")
        verbose_name_plural = _("catatan kunjungan")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.visit} · {self.written_at:%Y-%m-%d}"
