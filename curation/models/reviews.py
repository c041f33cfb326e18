"""Who judges a work, how, and who must not."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.rubrics import Criterion
from curation.models.submissions import Submission
from curation.querysets import AssignmentQuerySet
from products.models import ProductVersion

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


class Assignment(models.Model):
    """A curator's task to score one version of one submission."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Diusulkan")
        ACTIVE = "active", _("Ditugaskan")
        RECUSED = "recused", _("Mundur karena konflik kepentingan")
        DECLINED = "declined", _("Menolak tugas")
        EXPIRED = "expired", _("Lewat batas waktu")
        REPLACED = "replaced", _("Digantikan")
        CANCELLED = "cancelled", _("Dibatalkan sebelum mulai")
        VOIDED = "voided", _("Tidak dihitung")

    submission = models.ForeignKey(
        Submission,
        verbose_name=_("pengajuan"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.ACTIVE)
    assigned_by = models.ForeignKey(
        USER, verbose_name=_("ditugaskan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("ditugaskan pada"))
    due_at = models.DateTimeField(_("tenggat"))
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("menggantikan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
    )
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    end_reason = models.CharField(_("alasan berakhir"), max_length=255, blank=True)
    may_ask_later = models.BooleanField(_("boleh ditanya lain waktu"), default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version", "curator"],
                condition=models.Q(state__in=["proposed", "active"]),
                name="assignment_unique",
            ),
        )
        indexes = (
            models.Index(
                fields=["curator", "submission"],
                condition=models.Q(state="active"),
                name="assignment_open",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="assignment_stays",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="proposed"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code} · {self.curator}"


class Review(models.Model):
    """What one curator makes of one version: a draft until it is sent, then unchangeable."""

    assignment = models.OneToOneField(
        Assignment, verbose_name=_("penugasan"), on_delete=models.PROTECT, related_name="review"
    )
    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="reviews"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    panel_note = models.TextField(_("catatan untuk sidang"), max_length=1000, blank=True)
    is_complete = models.BooleanField(_("lengkap"), default=False)
    saved_at = models.DateTimeField(_("disimpan pada"))
    finalised_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    total = models.DecimalField(
        _("jumlah nilai"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    if TYPE_CHECKING:
        scores: Manager["Score"]

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version", "curator"], name="one_review_per_curator"
            ),
            models.CheckConstraint(
                condition=models.Q(finalised_at__isnull=True)
                | models.Q(is_complete=True, total__isnull=False),
                name="final_review_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__gte=0, total__lte=100),
                name="review_total_range",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="final_review",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finalised_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code} · {self.curator}"


class Score(models.Model):
    """A curator's 0–4 for one criterion (empty: does not apply), with the comment to the maker."""

    review = models.ForeignKey(
        Review, verbose_name=_("penilaian"), on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("kriteria"), on_delete=models.PROTECT, related_name="+"
    )
    value = models.PositiveSmallIntegerField(
        _("nilai"), null=True, blank=True, validators=[MaxValueValidator(4)]
    )
    comment = models.TextField(_("catatan untuk pembuat"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        ordering = ("criterion__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "criterion"], name="score_unique"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__lte=4),
                name="score_zero_to_four",
                violation_error_message=_("Nilai antara 0 dan 4."),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="final_score",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM curation_review
                        WHERE finalised_at IS NOT NULL AND id =
                            CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: the review was sent';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.value if self.value is not None else '–'}"
