"""What a work costs to make, as its maker reckons it, and the minimum wage to hold beside it."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from products.models.versions import ProductVersion, keep_with_frozen


class MinimumWage(models.Model):
    """The regency's minimum wage of a year, with where the figure stands. Staff keep it."""

    year = models.PositiveSmallIntegerField(_("tahun"), unique=True)
    monthly_idr = models.BigIntegerField(
        _("upah minimum sebulan (Rp)"), validators=[MinValueValidator(1)]
    )
    source = models.CharField(
        _("sumber"), max_length=200, help_text=_("Nomor keputusan dan tanggalnya.")
    )
    is_verified = models.BooleanField(
        _("sudah dicocokkan dengan keputusannya"),
        default=False,
        help_text=_("Bila belum, perajin membaca bahwa angkanya perlu dicocokkan."),
    )

    class Meta:
        verbose_name = _("upah minimum")
        verbose_name_plural = _("upah minimum")
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(monthly_idr__gt=0), name="minimum_wage_positive"
            ),
        )

    def __str__(self) -> str:
        return str(self.year)


class CostSheet(models.Model):
    """One reckoning of cost for a version, of one batch; it freezes with the version.

    Numbers alone, no words: shown to curators, it tells nothing of whose it is.
    """

    version = models.OneToOneField(
        ProductVersion,
        verbose_name=_("versi"),
        on_delete=models.CASCADE,
        related_name="cost_sheet",
    )
    pieces = models.PositiveIntegerField(_("jumlah sekali membuat"), default=1)
    main_material_idr = models.BigIntegerField(_("bahan utama"), default=0)
    other_material_idr = models.BigIntegerField(_("bahan lain"), default=0)
    packaging_idr = models.BigIntegerField(_("kemasan"), default=0)
    hours = models.DecimalField(_("jam kerja"), max_digits=7, decimal_places=2)
    hourly_wage_idr = models.BigIntegerField(_("upah sejam"))
    overhead_percent = models.PositiveSmallIntegerField(_("biaya lain (persen)"), default=10)
    is_shared = models.BooleanField(_("kurator boleh melihat"), default=False)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True)

    class Meta:
        verbose_name = _("hitungan biaya")
        verbose_name_plural = _("hitungan biaya")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    pieces__gte=1,
                    main_material_idr__gte=0,
                    other_material_idr__gte=0,
                    packaging_idr__gte=0,
                    hours__gt=Decimal(0),
                    hourly_wage_idr__gt=0,
                    overhead_percent__lte=100,
                ),
                name="cost_sheet_sensible",
            ),
        )
        triggers = (keep_with_frozen("frozen_cost_sheet", "version_id"),)

    def __str__(self) -> str:
        return str(self.version)

    @property
    def materials_idr(self) -> int:
        """All materials of one batch."""
        return self.main_material_idr + self.other_material_idr
