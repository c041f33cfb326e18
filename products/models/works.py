"""Works: what a business makes, in versions, with photographs; the catalogue shows what passed."""

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, Craft, CraftCentre, District
from dekranasda.models import moves_public_epoch
from products.querysets import ProductQuerySet

if TYPE_CHECKING:
    from django.db.models.manager import Manager

# No letter or digit that is taken for another on a printed label: no 0/O, 1/I/L, 5/S, 8/B.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 5


def make_code() -> str:
    """A new public code of five unambiguous characters, for example `7H3QX`."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


class Vocabulary(models.Model):
    """A word the council keeps: name in both languages, spelling variants, explanation."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    aliases = models.CharField(
        _("ejaan lain"), max_length=200, blank=True, help_text=_("Dipisahkan koma.")
    )
    description = models.TextField(_("penjelasan"), blank=True)
    description_en = models.TextField(_("penjelasan Inggris"), blank=True)

    class Meta:
        abstract = True
        ordering = ("name",)
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.name


class Material(Vocabulary):
    """What a work is made of."""

    crafts = models.ManyToManyField(Craft, verbose_name=_("kerajinan"), blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("bahan")
        verbose_name_plural = _("bahan")


class Technique(Vocabulary):
    """How a work is made."""

    crafts = models.ManyToManyField(Craft, verbose_name=_("kerajinan"), blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("teknik")
        verbose_name_plural = _("teknik")


class Motif(Vocabulary):
    """A named pattern, with what it means."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("motif")
        verbose_name_plural = _("motif")


@pghistory.track(exclude=["search"])
class Product(models.Model):
    """A work's identity: whose it is, its public code, and what the catalogue shows of it.

    The content stands in its versions. The catalogue columns below are written by `publish()`
    from the published version, so that a list needs no joins.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Belum tampil")
        PUBLISHED = "published", _("Tampil di katalog")
        SUSPENDED = "suspended", _("Ditangguhkan")
        EXPIRED = "expired", _("Kurasi kedaluwarsa")
        WITHDRAWN = "withdrawn", _("Ditarik")

    class Grade(models.TextChoices):
        A = "A", _("Kelas A")
        B = "B", _("Kelas B")

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="products"
    )
    code = models.CharField(
        _("kode"), max_length=CODE_LENGTH, unique=True, default=make_code, editable=False
    )
    slug = models.SlugField(_("alamat"), max_length=90)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.DRAFT)
    published_version = models.OneToOneField(
        "ProductVersion",
        verbose_name=_("versi yang tampil"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("tampil sejak"), null=True, blank=True)
    state_reason = models.CharField(_("alasan"), max_length=255, blank=True)

    # What curation wrote down when it passed.
    grade = models.CharField(_("kelas kurasi"), max_length=1, choices=Grade, blank=True)
    curated_on = models.DateField(_("lolos kurasi pada"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=30, blank=True)
    curation_summary = models.JSONField(
        _("apa yang diperiksa"),
        default=list,
        blank=True,
        help_text=_("Daftar kriteria dengan kata hasilnya; tidak pernah berisi angka."),
    )

    # Catalogue columns, copied from the published version and its business.
    name = models.CharField(_("nama karya"), max_length=120, blank=True)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    craft = models.ForeignKey(
        Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT, null=True, blank=True
    )
    motif = models.ForeignKey(
        Motif, verbose_name=_("motif"), on_delete=models.PROTECT, null=True, blank=True
    )
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, null=True, blank=True
    )
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    maker_name = models.CharField(_("nama pembuat"), max_length=150, blank=True)
    price_idr = models.BigIntegerField(_("harga"), null=True, blank=True)
    price_max_idr = models.BigIntegerField(_("harga sampai"), null=True, blank=True)
    is_ready_stock = models.BooleanField(_("siap kirim"), default=False)
    is_made_to_order = models.BooleanField(_("menerima pesanan khusus"), default=False)
    cover_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    cover_colour = models.CharField(max_length=7, blank=True, editable=False)
    cover_alt = models.CharField(max_length=200, blank=True, editable=False)
    cover_alt_en = models.CharField(max_length=200, blank=True, editable=False)
    featured_position = models.PositiveSmallIntegerField(
        _("urutan unggulan"), null=True, blank=True
    )
    # The only steps that a draft may change while a request to complete is open; empty: all.
    open_steps = models.JSONField(null=True, blank=True, default=None, editable=False)
    search = SearchVectorField(null=True, editable=False)
    is_demo = models.BooleanField(_("contoh"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = ProductQuerySet.as_manager()

    if TYPE_CHECKING:
        versions: Manager["ProductVersion"]

    class Meta:
        verbose_name = _("karya")
        verbose_name_plural = _("karya")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(
                    published_version__isnull=False,
                    published_at__isnull=False,
                    grade__in=["A", "B"],
                    valid_until__isnull=False,
                ),
                name="published_product_passed",
            ),
        )
        indexes = (
            GinIndex(fields=["search"], name="product_search", fastupdate=False),
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_newest",
            ),
            models.Index(
                fields=["craft", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_craft_newest",
            ),
            models.Index(
                fields=["district", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_district_newest",
            ),
            models.Index(
                fields=["craft", "district", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_craft_district",
            ),
            models.Index(
                fields=["centre", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_centre_newest",
            ),
            models.Index(
                fields=["motif", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="product_motif_newest",
            ),
            models.Index(
                fields=["price_idr", "id"],
                condition=models.Q(state="published"),
                name="product_price",
            ),
            models.Index(
                models.F("price_idr").desc(nulls_last=True),
                models.F("id").desc(),
                condition=models.Q(state="published"),
                name="product_price_down",
            ),
            models.Index(
                fields=["name", "id"],
                condition=models.Q(state="published"),
                name="product_name",
            ),
        )
        triggers = (
            moves_public_epoch(
                "'published' IN (OLD.state, NEW.state) OR 'expired' IN (OLD.state, NEW.state)"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code

    def get_absolute_url(self) -> str:
        """The work's public page."""
        return reverse("products:product_detail", args=[self.slug or "karya", self.code])

    @property
    def selling_note(self) -> str:
        """What a card says over the photograph of a work that is only made when it is asked for."""
        if self.is_made_to_order and not self.is_ready_stock:
            return gettext("Dibuat sesuai pesanan")
        return ""

    def is_current(self, *, on: date) -> bool:
        """Whether the curation is still valid on the day."""
        return self.valid_until is not None and self.valid_until >= on

    def has_expired(self, *, on: date) -> bool:
        """Whether the work passed once and its day is over, marked by the night's task or not."""
        if self.state == self.State.PUBLISHED:
            return not self.is_current(on=on)
        return self.state == self.State.EXPIRED

    def is_step_open(self, step: int) -> bool:
        """Whether a draft may change what the step asks for."""
        return self.open_steps is None or int(step) in self.open_steps

    def draft(self) -> "ProductVersion | None":
        """The version that may still be edited, if there is one."""
        return self.versions.filter(frozen_at__isnull=True).first()


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


class Enquiry(models.Model):
    """A tap on «Tanya lewat WhatsApp»: which work, when, from where; nothing about the person."""

    class Origin(models.TextChoices):
        PAGE = "page", _("Halaman")
        LABEL = "label", _("Label QR")

    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.CASCADE, related_name="enquiries"
    )
    asked_at = models.DateTimeField(_("pada"), default=timezone.now)
    origin = models.CharField(_("dari"), max_length=5, choices=Origin, default=Origin.PAGE)

    class Meta:
        verbose_name = _("pertanyaan pembeli")
        verbose_name_plural = _("pertanyaan pembeli")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.product} · {self.asked_at:%Y-%m-%d}"


class SearchSynonym(models.Model):
    """Words that search treats as the same, kept by staff."""

    term = models.CharField(_("kata"), max_length=60, unique=True)
    means = models.CharField(
        _("juga dicari sebagai"), max_length=200, help_text=_("Dipisahkan koma.")
    )

    class Meta:
        verbose_name = _("sinonim pencarian")
        verbose_name_plural = _("sinonim pencarian")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term


class EmptySearch(models.Model):
    """A search that no work answered as it was typed: its words and how often on a day.

    Nothing of who asked, and nothing that looks like somebody's number or address.
    """

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("Dibetulkan ejaannya")
        COMPLETED = "completed", _("Dilengkapi")
        SOME = "some", _("Hanya sebagian katanya")
        NOTHING = "nothing", _("Tidak ada hasil")

    day = models.DateField(_("hari"))
    words = models.CharField(_("kata"), max_length=60)
    outcome = models.CharField(_("yang ditampilkan"), max_length=9, choices=Outcome)
    number = models.PositiveIntegerField(_("berapa kali"), default=1)

    class Meta:
        verbose_name = _("pencarian tanpa hasil")
        verbose_name_plural = _("pencarian tanpa hasil")
        ordering = ("-day", "-number")
        constraints = (
            models.UniqueConstraint(fields=["day", "words"], name="empty_search_once_a_day"),
        )

    def __str__(self) -> str:
        return self.words


def slug_for(name: str) -> str:
    """The part of a work's address that is read by people."""
    return slugify(name)[:80] or "karya"
