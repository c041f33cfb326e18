"""What is looked at on the piece itself: checklists for each sub-sector, and their answers."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from curation.models.submissions import Submission
from curation.models.triggers import frozen_with
from products.models import ProductVersion

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


class Checklist(models.Model):
    """The questions for works of some crafts; frozen by the first inspection that uses them."""

    slug = models.SlugField(_("alamat"), max_length=60)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    crafts = models.ManyToManyField(
        Craft, verbose_name=_("kerajinan"), blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField(_("dibekukan pada"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        items: Manager["ChecklistItem"]

    class Meta:
        verbose_name = _("daftar periksa")
        verbose_name_plural = _("daftar periksa")
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(fields=["slug", "version"], name="checklist_version_unique"),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(frozen_at__isnull=True),
                name="checklist_one_in_preparation",
                violation_error_message=_("Daftar ini sudah punya versi yang sedang disiapkan."),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_checklist",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class ChecklistItem(models.Model):
    """One question, answered with yes, no or «does not apply»."""

    checklist = models.ForeignKey(
        Checklist, verbose_name=_("daftar periksa"), on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    text = models.CharField(_("butir"), max_length=160)
    text_en = models.CharField(_("butir (Inggris)"), max_length=160, blank=True)
    hint = models.CharField(_("cara memeriksa"), max_length=255, blank=True)
    wants_photo = models.BooleanField(_("perlu foto"), default=False)

    class Meta:
        verbose_name = _("butir")
        verbose_name_plural = _("butir")
        ordering = ("position", "pk")
        triggers = (
            frozen_with(
                "frozen_item",
                table="curation_checklist",
                key="checklist_id",
                once="frozen_at IS NOT NULL",
                says="the checklist is frozen",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Inspection(models.Model):
    """One look at the sample of one version; unchangeable once it was finished."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("daftar periksa"), on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        USER, verbose_name=_("diperiksa oleh"), on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("dimulai pada"))
    finished_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)

    if TYPE_CHECKING:
        answers: Manager["InspectionAnswer"]

    class Meta:
        verbose_name = _("pemeriksaan fisik")
        verbose_name_plural = _("pemeriksaan fisik")
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "version"], name="inspection_once"),
        )
        triggers = (
            pgtrigger.Protect(
                name="finished_inspection",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.checklist}"


class InspectionAnswer(models.Model):
    """The answer to one question, with a note and a photograph that only staff see."""

    class Result(models.TextChoices):
        YES = "yes", _("Ya")
        NO = "no", _("Tidak")
        NOT_APPLICABLE = "na", _("Tidak berlaku")

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(
        ChecklistItem, verbose_name=_("butir"), on_delete=models.PROTECT, related_name="+"
    )
    result = models.CharField(_("hasil"), max_length=3, choices=Result, blank=True)
    note = models.CharField(_("catatan"), max_length=255, blank=True)
    photo = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("jawaban pemeriksaan")
        verbose_name_plural = _("jawaban pemeriksaan")
        ordering = ("item__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["inspection", "item"], name="inspection_answer_once"),
        )
        triggers = (
            frozen_with(
                "finished_answers",
                table="curation_inspection",
                key="inspection_id",
                once="finished_at IS NOT NULL",
                says="the inspection is finished",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.get_result_display()}"
