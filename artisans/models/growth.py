"""How a business grows: yearly figures and dated judgements of readiness."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from artisans.size_class import SIZE_LIMITS


class TurnoverBand(models.TextChoices):
    """Turnover of one month as people tell it. A band is not a number and is never added up."""

    UNDER_1 = "0-1", _("Kurang dari 1 juta sebulan")
    FROM_1 = "1-5", _("1 sampai 5 juta sebulan")
    FROM_5 = "5-10", _("5 sampai 10 juta sebulan")
    FROM_10 = "10-25", _("10 sampai 25 juta sebulan")
    FROM_25 = "25-50", _("25 sampai 50 juta sebulan")
    OVER_50 = "50-", _("Lebih dari 50 juta sebulan")


# A year within any band but the open one stays far below the limit of a micro business.
BOUNDED_BANDS = [band for band in TurnoverBand if band != TurnoverBand.OVER_50]


def _by(field: str, limits: list[tuple[str, int]]) -> list[When]:
    """The class by one figure: the first limit it does not pass, empty beyond the last."""
    steps = [When(**{f"{field}__lte": most}, then=Value(name)) for name, most in limits]
    return [*steps, When(**{f"{field}__isnull": False}, then=Value(""))]


# The class that one year's figures give (PP 7/2021, article 35): sales before a band of sales
# before capital; NULL where none of them says.
CLASS_OF_YEAR = Case(
    *_by("turnover_idr", [(name, most) for name, most, _capital in SIZE_LIMITS]),
    When(turnover_band__in=BOUNDED_BANDS, then=Value(SIZE_LIMITS[0][0])),
    *_by("capital_idr", [(name, most) for name, _sales, most in SIZE_LIMITS]),
    default=None,
)


def keeps_size_class(operation: pgtrigger.Operation, *tables: str) -> pgtrigger.Trigger:
    """A trigger that lets the class of businesses follow their newest decisive year.

    It runs once for a statement, so that imports of many rows stay quick, and whatever wrote the
    figures: a page, an import, a merge, SQL. `tables` are `old_rows`, `new_rows` or both.
    """
    names = " UNION ".join(f"SELECT business_id FROM {table}" for table in tables)  # noqa: S608 own names
    return pgtrigger.Trigger(
        name=f"keeps_size_class_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(  # type: ignore[no-untyped-call]  # of pgtrigger
            old="old_rows" if "old_rows" in tables else None,
            new="new_rows" if "new_rows" in tables else None,
        ),
        func=f"""
            UPDATE artisans_business AS business SET size_class = sized.size_class
            FROM (
                SELECT changed.business_id, COALESCE((
                    SELECT year.size_class FROM artisans_businessyear AS year
                    WHERE year.business_id = changed.business_id AND year.size_class IS NOT NULL
                    ORDER BY year.year DESC LIMIT 1
                ), '') AS size_class
                FROM ({names}) AS changed
            ) AS sized
            WHERE business.id = sized.business_id
                AND business.size_class IS DISTINCT FROM sized.size_class;
            RETURN NULL;
        """,  # noqa: S608 names of transition tables, written here
    )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["size_class"],
)
class BusinessYear(models.Model):
    """The yearly figures of a business: turnover, capital, workers. Money in whole rupiah.

    Where each figure comes from is a fact of the business under «year.field» (artisans/facts.py);
    one without its own has the row's `source`.
    """

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(
        _("tahun"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    turnover_idr = models.BigIntegerField(_("omzet setahun"), null=True, blank=True)
    turnover_band = models.CharField(
        _("kisaran omzet"), max_length=5, choices=TurnoverBand, blank=True
    )
    capital_idr = models.BigIntegerField(_("modal usaha"), null=True, blank=True)
    workers_male = models.PositiveIntegerField(_("pekerja laki-laki"), null=True, blank=True)
    workers_female = models.PositiveIntegerField(_("pekerja perempuan"), null=True, blank=True)
    workers_permanent = models.PositiveIntegerField(_("pekerja tetap"), null=True, blank=True)
    workers_piecework = models.PositiveIntegerField(_("pekerja borongan"), null=True, blank=True)
    workers_family = models.PositiveIntegerField(_("pekerja keluarga"), null=True, blank=True)
    source = models.CharField(_("sumber data"), max_length=120, blank=True)
    size_class = models.GeneratedField(
        expression=CLASS_OF_YEAR,
        output_field=models.CharField(max_length=6, null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("angka tahunan")
        verbose_name_plural = _("angka tahunan")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(
                fields=["business", "year"],
                name="business_year_unique",
                violation_error_message=_("Angka untuk tahun ini sudah ada. Ubah yang sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(turnover_idr__gte=0) | Q(turnover_idr__isnull=True),
                name="turnover_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(capital_idr__gte=0) | Q(capital_idr__isnull=True),
                name="capital_not_negative",
            ),
        )
        triggers = (
            keeps_size_class(pgtrigger.Insert, "new_rows"),
            keeps_size_class(pgtrigger.Update, "old_rows", "new_rows"),
            keeps_size_class(pgtrigger.Delete, "old_rows"),
        )

    def __str__(self) -> str:
        return f"{self.business} {self.year}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["form_token"],
)
class ReadinessAssessment(models.Model):
    """A dated judgement of how ready a business is: six headings, a level; never overwritten.

    What was judged by is the definition of its `version` (artisans/readiness_levels.py). A
    correction is a new assessment.
    """

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
    conditions = models.JSONField(_("syarat terpenuhi"), default=list, blank=True)
    proposed_level = models.PositiveSmallIntegerField(
        _("tingkat menurut syarat"), null=True, blank=True
    )
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    reason = models.CharField(_("alasan tingkat lain"), max_length=300, blank=True)
    source = models.CharField(_("sumber"), max_length=120, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("penilai"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), default=timezone.now, editable=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("penilaian kesiapan")
        verbose_name_plural = _("penilaian kesiapan")
        ordering = ("-assessed_on", "-pk")
        indexes = (
            models.Index(
                fields=["business", "-assessed_on", "-id"],
                include=["level"],
                name="assessment_newest_level",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(level__gte=1) & Q(level__lte=6), name="assessment_level_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_level__isnull=True)
                | Q(level=F("proposed_level"))
                | ~Q(reason=""),
                name="assessment_other_level_has_reason",
                violation_error_message=_(
                    "Tulis alasan bila tingkat berbeda dari hasil hitungan syarat."
                ),
            ),
        )
        triggers = (
            # What a person judged stands; what a list brought goes with the list when that is
            # taken back. A merge moves assessments to the entry that remains.
            pgtrigger.Protect(
                name="assessment_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__assessed_by__isnull=False),
            ),
            pgtrigger.Protect(
                name="assessment_unchanged",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["business"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.assessed_on})"

    @property
    def total(self) -> int:
        """The points over all headings, 0–100; headings not judged count nothing."""
        return sum(getattr(self, heading) or 0 for heading in self.HEADINGS)
