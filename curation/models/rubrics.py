"""What works are judged by: classes of products, and the rubrics written for them."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from curation.models.triggers import frozen_with_rubric
from curation.transitions import State

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ProductClass(models.Model):
    """Products that are judged by one kind of rubric: crafts, food of the gallery."""

    slug = models.SlugField(_("alamat"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    is_default = models.BooleanField(
        _("untuk semua yang lain"),
        default=False,
        help_text=_("Kelas bagi kerajinan yang tidak disebut pada kelas mana pun."),
    )

    class Meta:
        verbose_name = _("kelas produk")
        verbose_name_plural = _("kelas produk")
        ordering = ("-is_default", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="product_class_one_default",
                violation_error_message=_("Hanya satu kelas yang berlaku untuk semua yang lain."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ClassCraft(models.Model):
    """A craft that belongs to a class; every craft belongs to one at most."""

    product_class = models.ForeignKey(
        ProductClass,
        verbose_name=_("kelas produk"),
        on_delete=models.CASCADE,
        related_name="crafts",
    )
    craft = models.OneToOneField(
        Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("kerajinan dalam kelas produk")
        verbose_name_plural = _("kerajinan dalam kelas produk")
        ordering = ("craft__position",)

    def __str__(self) -> str:
        return f"{self.craft} · {self.product_class}"


class Rubric(models.Model):
    """What works are judged by: criteria, gates, grades. Frozen by the first round that opens."""

    slug = models.SlugField(_("alamat"), max_length=60)
    product_class = models.ForeignKey(
        ProductClass,
        verbose_name=_("kelas produk"),
        on_delete=models.PROTECT,
        related_name="rubrics",
    )
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    note = models.TextField(_("keterangan"), blank=True)
    frozen_at = models.DateTimeField(_("dibekukan pada"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    if TYPE_CHECKING:
        criteria: Manager["Criterion"]
        gates: Manager["Gate"]
        grades: Manager["Grade"]

    class Meta:
        verbose_name = _("rubrik")
        verbose_name_plural = _("rubrik")
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["name", "version"],
                name="rubric_version_unique",
                violation_error_message=_("Versi rubrik ini sudah ada."),
            ),
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="rubric_address_unique",
                violation_error_message=_("Versi rubrik ini sudah ada."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(frozen_at__isnull=True),
                name="rubric_one_in_preparation",
                violation_error_message=_("Rubrik ini sudah punya versi yang sedang disiapkan."),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_rubric",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    def get_absolute_url(self) -> str:
        """The rubric's page in the workbench."""
        return reverse("curation:rubric_detail", args=[self.slug, self.version])

    @property
    def is_frozen(self) -> bool:
        """Whether a round was judged, or is being judged, by it: nobody changes it any more."""
        return self.frozen_at is not None


class Criterion(models.Model):
    """One thing that is scored 0–4, with a weight in percent and the words of every level."""

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="criteria"
    )
    code = models.CharField(_("kode"), max_length=8)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    weight = models.DecimalField(
        _("bobot (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    level_0 = models.CharField(
        _("nilai 0"), max_length=200, default="Tidak ada, atau tidak dapat dinilai"
    )
    level_1 = models.CharField(_("nilai 1, kurang"), max_length=200)
    level_2 = models.CharField(_("nilai 2, cukup"), max_length=200)
    level_3 = models.CharField(_("nilai 3, baik"), max_length=200)
    level_4 = models.CharField(_("nilai 4, sangat baik"), max_length=200)
    level_0_en = models.CharField(max_length=200, blank=True)
    level_1_en = models.CharField(max_length=200, blank=True)
    level_2_en = models.CharField(max_length=200, blank=True)
    level_3_en = models.CharField(max_length=200, blank=True)
    level_4_en = models.CharField(max_length=200, blank=True)
    allows_blank = models.BooleanField(
        _("boleh «tidak berlaku»"),
        default=False,
        help_text=_("Kriteria tanpa nilai tidak ikut dihitung."),
    )
    field = models.CharField(
        _("bagian isian terkait"),
        max_length=20,
        blank=True,
        help_text=_("Langkah pengajuan tempat perajin memperbaikinya."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("kriteria")
        verbose_name_plural = _("kriteria")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_unique"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=0, weight__lte=100), name="criterion_weight_range"
            ),
        )
        triggers = (frozen_with_rubric("frozen_criterion"),)

    def __str__(self) -> str:
        return self.name

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        """(value, field of the words) for 0–4, for templates that choose the language."""
        return [(value, f"level_{value}", getattr(self, f"level_{value}")) for value in range(5)]


class Gate(models.Model):
    """A condition answered yes or no before anybody scores."""

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="gates"
    )
    code = models.CharField(_("kode"), max_length=8)
    name = models.CharField(_("syarat"), max_length=160)
    name_en = models.CharField(_("syarat (Inggris)"), max_length=160, blank=True)
    help_text = models.CharField(_("cara memeriksa"), max_length=255, blank=True)
    caps_grade_at = models.CharField(
        _("kelas tertinggi selama belum lengkap"),
        max_length=2,
        blank=True,
        help_text=_("Diisi bila syarat yang masih diproses tidak menahan, hanya membatasi kelas."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["rubric", "code"], name="gate_code_unique"),)
        triggers = (frozen_with_rubric("frozen_gate"),)

    def __str__(self) -> str:
        return self.name


class Grade(models.Model):
    """A grade: the total it begins at, the floors of single criteria, what it leads to."""

    class Outcome(models.TextChoices):
        ACCEPTED = State.ACCEPTED.value, _("Lolos")
        COACHING = State.COACHING.value, _("Pembinaan")
        REJECTED = State.REJECTED.value, _("Belum lolos")

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="grades"
    )
    letter = models.CharField(_("kelas"), max_length=2)
    minimum = models.DecimalField(
        _("nilai terendah"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    floors = models.JSONField(
        _("nilai terendah per kriteria"), default=dict, blank=True, help_text='{"MTU": 3}'
    )
    allows_zero = models.BooleanField(_("boleh ada nilai 0"), default=True)
    validity_months = models.PositiveSmallIntegerField(
        _("masa berlaku (bulan)"), null=True, blank=True
    )
    outcome = models.CharField(_("berarti"), max_length=20, choices=Outcome)

    class Meta:
        verbose_name = _("kelas")
        verbose_name_plural = _("kelas")
        ordering = ("-minimum", "letter")
        constraints = (
            models.UniqueConstraint(fields=["rubric", "letter"], name="grade_letter_unique"),
            models.UniqueConstraint(fields=["rubric", "minimum"], name="grade_minimum_unique"),
            models.CheckConstraint(
                condition=~models.Q(outcome=State.ACCEPTED) | models.Q(validity_months__gt=0),
                name="accepted_grade_has_validity",
                violation_error_message=_("Isi masa berlaku untuk kelas yang lolos."),
            ),
        )
        triggers = (frozen_with_rubric("frozen_grade"),)

    def __str__(self) -> str:
        return self.letter
