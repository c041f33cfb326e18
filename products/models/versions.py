"""What a work says of itself, in versions with photographs; unchangeable once it was sent."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from products.models.vocabulary import Material, Motif, Technique
from products.models.works import Product

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ProductVersion(models.Model):
    """All that a work says of itself. A draft until it is frozen; then it never changes."""

    class Duration(models.TextChoices):
        DAY = "day", _("1 hari")
        WEEK = "week", _("2–7 hari")
        MONTH = "month", _("1–4 minggu")
        LONGER = "longer", _("Lebih dari 1 bulan")

    class Step(models.IntegerChoices):
        PHOTOS = 1, _("Foto")
        NAME = 2, _("Nama dan kategori")
        MATERIAL = 3, _("Bahan dan ukuran")
        PRICE = 4, _("Harga")
        STORY = 5, _("Cerita")
        CHECK = 6, _("Periksa")

    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("nomor versi"), default=1)
    name = models.CharField(_("nama karya"), max_length=120, blank=True)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    craft = models.ForeignKey(
        Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT, null=True, blank=True
    )
    materials = models.ManyToManyField(Material, verbose_name=_("bahan"), blank=True)
    other_material = models.CharField(_("bahan lain"), max_length=120, blank=True)
    material_origin = models.CharField(_("asal bahan"), max_length=160, blank=True)
    techniques = models.ManyToManyField(Technique, verbose_name=_("teknik"), blank=True)
    motif = models.ForeignKey(
        Motif, verbose_name=_("motif"), on_delete=models.PROTECT, null=True, blank=True
    )
    length_cm = models.DecimalField(
        _("panjang (cm)"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    width_cm = models.DecimalField(
        _("lebar (cm)"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    height_cm = models.DecimalField(
        _("tinggi (cm)"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    weight_g = models.PositiveIntegerField(_("berat (gram)"), null=True, blank=True)
    price_idr = models.BigIntegerField(_("harga"), null=True, blank=True)
    price_max_idr = models.BigIntegerField(_("harga sampai"), null=True, blank=True)
    price_on_request = models.BooleanField(_("harga sesuai pesanan"), default=False)
    unit = models.CharField(_("satuan"), max_length=30, blank=True)
    production_time = models.CharField(
        _("lama membuat"), max_length=6, choices=Duration, blank=True
    )
    stock = models.PositiveIntegerField(_("stok"), null=True, blank=True)
    capacity_per_month = models.PositiveIntegerField(
        _("kemampuan membuat per bulan"), null=True, blank=True
    )
    is_made_to_order = models.BooleanField(_("menerima pesanan khusus"), default=False)
    packaging = models.CharField(_("kemasan"), max_length=200, blank=True)
    care = models.CharField(_("perawatan"), max_length=200, blank=True)
    story = models.TextField(_("cerita"), max_length=2000, blank=True)
    story_en = models.TextField(_("cerita Inggris"), max_length=2000, blank=True)
    declares_own_work = models.BooleanField(_("karya sendiri dan data benar"), default=False)
    step = models.PositiveSmallIntegerField(_("langkah"), choices=Step, default=Step.PHOTOS)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diisi oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # The open page that wrote last, by the key it gave itself: its own saves are no other's.
    saved_from = models.UUIDField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True)
    frozen_at = models.DateTimeField(_("dibekukan pada"), null=True, blank=True)

    if TYPE_CHECKING:
        photos: Manager["Photo"]

    class Meta:
        verbose_name = _("versi karya")
        verbose_name_plural = _("versi karya")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["product", "number"], name="version_number_unique"),
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(frozen_at__isnull=True),
                name="one_draft_per_product",
            ),
            models.CheckConstraint(
                condition=models.Q(price_idr__isnull=True) | models.Q(price_idr__gt=0),
                name="version_price_positive",
                violation_error_message=_("Tulis harga lebih dari nol."),
            ),
            models.CheckConstraint(
                condition=models.Q(price_max_idr__isnull=True)
                | models.Q(price_max_idr__gte=models.F("price_idr")),
                name="version_price_order",
                violation_error_message=_("Harga tertinggi harus di atas harga terendah."),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_version",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name or self.product.code} v{self.number}"

    def step_url(self, step: int) -> str:
        """The page on which the maker fills in a step of this draft."""
        names = {int(self.Step.PHOTOS): "draft_photos", int(self.Step.CHECK): "draft_check"}
        if step in names:
            return reverse(f"products:{names[step]}", args=[self.product.code])
        return reverse("products:draft_step", args=[self.product.code, step])

    def freeze(self, *, at: datetime) -> None:
        """Makes this version unchangeable; the database refuses every later change."""
        self.frozen_at = at
        self.save(update_fields=["frozen_at", "updated_at"])


def keep_with_frozen(name: str, version_column: str) -> pgtrigger.Trigger:
    """A trigger that refuses every change of a row which belongs to a frozen version."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM products_productversion
                WHERE frozen_at IS NOT NULL
                AND (
                    (TG_OP <> 'INSERT' AND id = OLD.{version_column})
                    OR (TG_OP <> 'DELETE' AND id = NEW.{version_column})
                )
            ) THEN
                RAISE EXCEPTION 'a frozen version keeps its %', TG_TABLE_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class VersionMaterial(ProductVersion.materials.through):  # type: ignore[misc,name-defined]
    """A material of a version; here only so that the frozen version's trigger has a home."""

    class Meta:
        proxy = True
        triggers = (keep_with_frozen("frozen_materials", "productversion_id"),)


class VersionTechnique(ProductVersion.techniques.through):  # type: ignore[misc,name-defined]
    """A technique of a version; here only so that the frozen version's trigger has a home."""

    class Meta:
        proxy = True
        triggers = (keep_with_frozen("frozen_techniques", "productversion_id"),)


class Photo(models.Model):
    """A photograph of a version. The file is named by the digest of its cleaned bytes."""

    class Kind(models.TextChoices):
        FRONT = "front", _("Tampak depan")
        DETAIL = "detail", _("Dekat atau detail")
        SCALE = "scale", _("Dengan tangan atau pembanding")
        PACKAGING = "packaging", _("Kemasan")
        PROCESS = "process", _("Proses pembuatan")
        MAKER = "maker", _("Pembuatnya")

    version = models.ForeignKey(
        ProductVersion, verbose_name=_("versi"), on_delete=models.CASCADE, related_name="photos"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind, default=Kind.FRONT)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(max_length=7, editable=False, help_text="#rrggbb")
    alt = models.CharField(_("apa yang terlihat di foto"), max_length=200, blank=True)
    alt_en = models.CharField(_("keterangan Inggris"), max_length=200, blank=True)
    warnings = models.JSONField(_("peringatan"), default=list, blank=True)
    warnings_accepted = models.BooleanField(
        _("tetap dipakai meski ada peringatan"), default=False, editable=False
    )
    # Made on the phone for each photograph that is chosen: sent again, it is the same photograph.
    upload_key = models.UUIDField(null=True, blank=True, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["version", "sha256"],
                name="version_photo_once",
                violation_error_message=_("Foto ini sudah ada pada karya ini."),
            ),
            models.UniqueConstraint(
                fields=["version", "upload_key"], name="version_upload_key_once"
            ),
        )
        triggers = (keep_with_frozen("frozen_photos", "version_id"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.sha256[:8]}"
