"""Stalls at an exhibition: the open call, who applied, in which order they stand and why."""

from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from dekranasda.models import moves_public_epoch
from events.models.calendar import Event
from events.querysets import StallApplicationQuerySet
from events.rotation import Weights

if TYPE_CHECKING:
    from django.db.models.manager import Manager

WEIGHT = [MaxValueValidator(100)]


class RotationRule(models.Model):
    """The published formula of points. A rule that a call uses never changes: copy it instead."""

    name = models.CharField(_("nama"), max_length=80, unique=True)
    grade_a = models.PositiveSmallIntegerField(_("kelas A"), default=30, validators=WEIGHT)
    grade_b = models.PositiveSmallIntegerField(_("kelas B"), default=20, validators=WEIGHT)
    readiness = models.PositiveSmallIntegerField(_("kesiapan"), default=20, validators=WEIGHT)
    waiting = models.PositiveSmallIntegerField(
        _("lama sejak stan terakhir"), default=20, validators=WEIGHT
    )
    none_below_months = models.PositiveSmallIntegerField(
        _("tanpa poin bila kurang dari (bulan)"), default=6
    )
    full_from_months = models.PositiveSmallIntegerField(_("penuh mulai (bulan)"), default=24)
    district = models.PositiveSmallIntegerField(
        _("kecamatan belum terwakili"), default=10, validators=WEIGHT
    )
    delivery = models.PositiveSmallIntegerField(_("menepati janji"), default=10, validators=WEIGHT)
    priority = models.PositiveSmallIntegerField(
        _("kelompok yang didahulukan"),
        default=10,
        validators=WEIGHT,
        help_text=_("Perempuan, penyandang disabilitas, atau berumur di bawah 30 tahun."),
    )
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("aturan rotasi stan")
        verbose_name_plural = _("aturan rotasi stan")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(full_from_months__gt=models.F("none_below_months")),
                name="rotation_full_after_none",
                violation_error_message=_(
                    "Batas poin penuh harus lebih lama daripada batas tanpa poin."
                ),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="used_rule_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM events_stallcall WHERE rule_id = OLD.id) THEN
                        RAISE EXCEPTION 'a rotation rule in use never changes'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def weights(self) -> Weights:
        """The rule as the arithmetic takes it."""
        return Weights(
            grades={"A": self.grade_a, "B": self.grade_b},
            readiness=self.readiness,
            waiting=self.waiting,
            none_below_months=self.none_below_months,
            full_from_months=self.full_from_months,
            district=self.district,
            delivery=self.delivery,
            priority=self.priority,
        )


class StallCall(models.Model):
    """The open call for an exhibition's stalls. Written by stalls.py."""

    event = models.OneToOneField(
        Event, verbose_name=_("pameran"), on_delete=models.PROTECT, related_name="stall_call"
    )
    rule = models.ForeignKey(
        RotationRule, verbose_name=_("aturan rotasi"), on_delete=models.PROTECT, related_name="+"
    )
    stalls = models.PositiveSmallIntegerField(
        _("jumlah stan"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    least_pieces = models.PositiveSmallIntegerField(
        _("karya siap jual paling sedikit"),
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_("Berapa buah yang harus dapat dibawa."),
    )
    only_grade_a = models.BooleanField(
        _("hanya karya kelas A"),
        default=False,
        help_text=_("Bila tidak: kelas A dan B."),
    )
    closes_at = models.DateTimeField(_("permohonan sampai"))
    computed_at = models.DateTimeField(_("dihitung pada"), null=True, editable=False)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    published_at = models.DateTimeField(_("diumumkan pada"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    if TYPE_CHECKING:
        applications: Manager["StallApplication"]

    class Meta:
        verbose_name = _("panggilan stan")
        verbose_name_plural = _("panggilan stan")
        ordering = ("-closes_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | models.Q(computed_at__isnull=False, published_by__isnull=False),
                name="stall_list_computed_before_published",
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return str(self.event)

    @property
    def grades(self) -> list[str]:
        """The grades of which an applicant must have a valid work."""
        return ["A"] if self.only_grade_a else ["A", "B"]


class StallApplication(models.Model):
    """A business that asks for a stall. `place` up to the call's stalls has one; after them waits.

    `points` keeps what the formula gave, by heading, as it was when the list was computed.
    """

    HEADINGS: ClassVar[tuple[tuple[str, Any], ...]] = (
        ("grade", _("Kelas kurasi")),
        ("readiness", _("Kesiapan")),
        ("waiting", _("Lama menunggu")),
        ("district", _("Kecamatan")),
        ("delivery", _("Menepati janji")),
        ("priority", _("Didahulukan")),
    )

    call = models.ForeignKey(StallCall, on_delete=models.PROTECT, related_name="applications")
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    pieces = models.PositiveSmallIntegerField(
        _("karya yang dapat dibawa"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    has_disability = models.BooleanField(
        _("saya penyandang disabilitas"),
        default=False,
        help_text=_("Boleh dikosongkan. Hanya dibaca panitia, untuk poin."),
    )
    applied_at = models.DateTimeField(_("diajukan pada"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    points = models.JSONField(_("poin"), null=True, blank=True, editable=False)
    total = models.DecimalField(
        _("jumlah poin"), max_digits=5, decimal_places=2, null=True, blank=True, editable=False
    )
    computed_place = models.PositiveSmallIntegerField(_("urutan hitungan"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("urutan"), null=True, blank=True)
    stand = models.CharField(_("nomor stan"), max_length=20, blank=True)
    kept_promise = models.BooleanField(
        _("menepati janji"),
        null=True,
        blank=True,
        help_text=_("Sesudah pameran: hadir penuh, barang sesuai, laporan masuk."),
    )

    objects = StallApplicationQuerySet.as_manager()

    if TYPE_CHECKING:
        changes: Manager["StallChange"]
        stock: int | None

    class Meta:
        verbose_name = _("permohonan stan")
        verbose_name_plural = _("permohonan stan")
        ordering = ("call", "place", "applied_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "business"],
                name="stall_application_once",
                violation_error_message=_("Usaha ini sudah mengajukan stan."),
            ),
            # Deferred, since a change moves everybody in between.
            models.UniqueConstraint(
                fields=["call", "place"],
                name="stall_place_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(place__isnull=True),
                name="stall_withdrawn_has_no_place",
            ),
            models.CheckConstraint(
                condition=models.Q(place__gte=1) | models.Q(place__isnull=True),
                name="stall_place_from_one",
            ),
        )
        triggers = (moves_public_epoch("OLD.place IS NOT NULL OR NEW.place IS NOT NULL"),)

    def __str__(self) -> str:
        return f"{self.business} · {self.call}"

    @property
    def has_stall(self) -> bool:
        """Whether the place is one of the call's stalls."""
        return self.place is not None and self.place <= self.call.stalls

    @property
    def points_by_heading(self) -> list[tuple[Any, Any]]:
        """Each heading in words with its points, in the order of the formula."""
        return [(label, (self.points or {}).get(key)) for key, label in self.HEADINGS]


class StallChange(models.Model):
    """A change of the order that the formula did not make: by whom and why. Never changed."""

    application = models.ForeignKey(
        StallApplication, on_delete=models.PROTECT, related_name="changes"
    )
    from_place = models.PositiveSmallIntegerField(_("dari urutan"))
    to_place = models.PositiveSmallIntegerField(_("ke urutan"), null=True)
    reason = models.CharField(_("alasan"), max_length=200)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("perubahan urutan stan")
        verbose_name_plural = _("perubahan urutan stan")
        ordering = ("changed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reason__regex=r"\S.{9,}"),
                name="stall_change_has_reason",
                violation_error_message=_("Tulis alasannya, paling sedikit sepuluh huruf."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.from_place} → {self.to_place or '–'}"
