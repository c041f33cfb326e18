"""What a business and its mentor want to reach, and their visits."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business


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
    opened_on = models.DateField(_("dibuka pada"))
    closed_on = models.DateField(_("selesai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("rencana pendampingan")
        verbose_name_plural = _("rencana pendampingan")
        ordering = ("-opened_on", "-pk")

    def __str__(self) -> str:
        return self.title


class MentoringTarget(models.Model):
    """One thing to improve, with the reason it was set and the day it was reached."""

    plan = models.ForeignKey(
        MentoringPlan, verbose_name=_("rencana"), on_delete=models.CASCADE, related_name="targets"
    )
    code = models.CharField(_("kriteria"), max_length=8, blank=True)
    title = models.CharField(_("sasaran"), max_length=160)
    comment = models.TextField(_("catatan"), blank=True)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    reached_on = models.DateField(_("tercapai pada"), null=True, blank=True)
    evidence = models.CharField(_("bukti"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("sasaran pendampingan")
        verbose_name_plural = _("sasaran pendampingan")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class MentoringVisit(models.Model):
    """One visit or call of a mentor, in five fields."""

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
    visited_on = models.DateField(_("tanggal kunjungan"))
    findings = models.TextField(_("yang ditemukan"))
    action = models.TextField(_("yang disepakati"), blank=True)
    next_visit_on = models.DateField(_("kunjungan berikutnya"), null=True, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("kunjungan pendampingan")
        verbose_name_plural = _("kunjungan pendampingan")
        ordering = ("-visited_on", "-pk")

    def __str__(self) -> str:
        return f"{self.business} · {self.visited_on}"
