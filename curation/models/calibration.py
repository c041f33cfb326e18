"""Past works that every curator scores first, to judge alike, and twice more blind, to stay so."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.rounds import Round
from curation.models.rubrics import Criterion, Rubric
from curation.models.submissions import Submission
from products.models import ProductVersion

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


def while_in_preparation(name: str, path: str) -> pgtrigger.Trigger:
    """A trigger that keeps a calibration set as it was when its curators began."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("one", "record")],
        # `path` is written here in the code, never typed by anybody.
        func=f"""
            IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
            IF EXISTS (
                SELECT 1 FROM curation_calibration WHERE opened_at IS NOT NULL AND {path}
            ) THEN
                RAISE EXCEPTION 'pgtrigger: the calibration has begun';
            END IF;
            RETURN one;
        """,  # noqa: S608
    )


class Calibration(models.Model):
    """The calibration of a round; once opened, its pieces and references stand."""

    round = models.OneToOneField(
        Round, verbose_name=_("periode"), on_delete=models.PROTECT, related_name="calibration"
    )
    opened_at = models.DateTimeField(_("dibuka pada"), null=True, blank=True)
    opened_by = models.ForeignKey(
        USER,
        verbose_name=_("dibuka oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    if TYPE_CHECKING:
        pieces: Manager["CalibrationPiece"]

    class Meta:
        verbose_name = _("kalibrasi")
        verbose_name_plural = _("kalibrasi")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True, opened_by__isnull=True)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False),
                name="calibration_opened_by_somebody",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="opened_calibration",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__opened_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.round}"


class CalibrationPiece(models.Model):
    """A past work of the set, with the scores that chair or secretariat hold to be right."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="pieces")
    submission = models.ForeignKey(
        Submission, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(
        USER, verbose_name=_("acuan ditetapkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(_("ditetapkan pada"))

    if TYPE_CHECKING:
        references: Manager["ReferenceScore"]

    class Meta:
        verbose_name = _("karya kalibrasi")
        verbose_name_plural = _("karya kalibrasi")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["calibration", "submission"],
                name="calibration_piece_unique",
                violation_error_message=_("Karya ini sudah ada dalam kalibrasi."),
            ),
        )
        triggers = (while_in_preparation("set_piece", "id = one.calibration_id"),)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.submission.code}"


class ReferenceScore(models.Model):
    """The score held to be right for one criterion of a piece, and why."""

    piece = models.ForeignKey(CalibrationPiece, on_delete=models.CASCADE, related_name="references")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("nilai"), validators=[MaxValueValidator(4)])
    reason = models.CharField(_("alasan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nilai acuan")
        verbose_name_plural = _("nilai acuan")
        ordering = ("criterion__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["piece", "criterion"], name="reference_unique"),
            models.CheckConstraint(condition=models.Q(value__lte=4), name="reference_zero_to_four"),
        )
        triggers = (
            while_in_preparation(
                "set_reference",
                "id = (SELECT calibration_id FROM curation_calibrationpiece"
                " WHERE id = one.piece_id)",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.value}"


class CalibrationReview(models.Model):
    """A curator's scores of a piece: in an attempt of the calibration, or blind as an anchor.

    Its number is like the assignments', so that its address at the desk tells nothing;
    it lies in a table of its own, so that no figure of the round can count it.
    """

    class Kind(models.TextChoices):
        ATTEMPT = "attempt", _("Kalibrasi")
        ANCHOR = "anchor", _("Jangkar")

    id = models.BigIntegerField(primary_key=True)
    piece = models.ForeignKey(
        CalibrationPiece,
        verbose_name=_("karya kalibrasi"),
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    attempt = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    panel_note = models.TextField(_("catatan"), max_length=1000, blank=True)
    is_complete = models.BooleanField(_("lengkap"), default=False)
    saved_at = models.DateTimeField(_("disimpan pada"), null=True, blank=True)
    finalised_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    end_reason = models.CharField(_("alasan berakhir"), max_length=255, blank=True)

    if TYPE_CHECKING:
        scores: Manager["CalibrationScore"]

    class Meta:
        verbose_name = _("penilaian kalibrasi")
        verbose_name_plural = _("penilaian kalibrasi")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["piece", "curator", "kind", "attempt"], name="calibration_review_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(finalised_at__isnull=True) | models.Q(is_complete=True),
                name="final_calibration_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | (models.Q(kind="anchor", finalised_at__isnull=True) & ~models.Q(end_reason="")),
                name="calibration_ends_with_a_reason",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="final_calibration",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finalised_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.curator} · {self.get_kind_display()}"


class CalibrationScore(models.Model):
    """A curator's 0–4 for one criterion of a piece (empty: does not apply)."""

    review = models.ForeignKey(CalibrationReview, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(
        _("nilai"), null=True, blank=True, validators=[MaxValueValidator(4)]
    )
    comment = models.TextField(_("catatan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nilai kalibrasi")
        verbose_name_plural = _("nilai kalibrasi")
        ordering = ("criterion__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["review", "criterion"], name="calibration_score_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__lte=4),
                name="calibration_zero_to_four",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.value if self.value is not None else '–'}"
