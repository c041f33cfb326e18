"""How a business grows: yearly figures and dated judgements of readiness."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business


class BusinessYear(models.Model):
    """The yearly figures of a business: turnover, capital, workers. Money in whole rupiah."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(
        _("tahun"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    turnover_idr = models.BigIntegerField(_("omzet setahun"), null=True, blank=True)
    capital_idr = models.BigIntegerField(_("modal usaha"), null=True, blank=True)
    workers_male = models.PositiveIntegerField(_("pekerja laki-laki"), null=True, blank=True)
    workers_female = models.PositiveIntegerField(_("pekerja perempuan"), null=True, blank=True)
    source = models.CharField(_("sumber data"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("angka tahunan")
        verbose_name_plural = _("angka tahunan")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=["business", "year"], name="business_year_unique"),
            models.CheckConstraint(
                condition=models.Q(turnover_idr__gte=0) | models.Q(turnover_idr__isnull=True),
                name="turnover_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(capital_idr__gte=0) | models.Q(capital_idr__isnull=True),
                name="capital_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.business} {self.year}"


class ReadinessAssessment(models.Model):
    """A dated judgement of how ready a business is: six headings, a level; never overwritten."""

    class Level(models.IntegerChoices):
        RECORDED = 1, _("Terdata")
        ORDERLY = 2, _("Tertib")
        COACHABLE = 3, _("Siap dibina")
        READY = 4, _("Siap")
        MARKET_READY = 5, _("Siap pasar")
        INDEPENDENT = 6, _("Mandiri/ekspor")

    # Heading → the most points it can give; they add up to 100.
    HEADINGS: ClassVar[dict[str, int]] = {
        "legality": 15,
        "production": 20,
        "quality": 20,
        "finance": 15,
        "marketing": 15,
        "people": 15,
    }

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="assessments"
    )
    assessed_on = models.DateField(_("dinilai pada"))
    version = models.CharField(_("versi"), max_length=20, default="2026")
    legality = models.PositiveSmallIntegerField(_("legalitas"), null=True, blank=True)
    production = models.PositiveSmallIntegerField(_("produksi"), null=True, blank=True)
    quality = models.PositiveSmallIntegerField(_("mutu produk"), null=True, blank=True)
    finance = models.PositiveSmallIntegerField(_("keuangan"), null=True, blank=True)
    marketing = models.PositiveSmallIntegerField(_("pemasaran"), null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("SDM"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    source = models.CharField(_("sumber"), max_length=120, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("penilai"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("penilaian kesiapan")
        verbose_name_plural = _("penilaian kesiapan")
        ordering = ("-assessed_on", "-pk")
        indexes = (models.Index(fields=["business", "-assessed_on"], name="assessment_newest"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.assessed_on})"

    @property
    def total(self) -> int:
        """The points over all headings, 0–100; headings not judged count nothing."""
        return sum(getattr(self, heading) or 0 for heading in self.HEADINGS)
