"""Works: what a business makes, and what the catalogue shows of what passed."""

import secrets
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, Craft, CraftCentre, District
from dekranasda.models import moves_public_epoch
from products.models.vocabulary import Motif
from products.querysets import ProductQuerySet

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from products.models.versions import ProductVersion

# No letter or digit that is taken for another on a printed label: no 0/O, 1/I/L, 5/S, 8/B.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 5


def make_code() -> str:
    """A new public code of five unambiguous characters, for example `7H3QX`."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


def slug_for(name: str) -> str:
    """The part of a work's address that is read by people."""
    return slugify(name)[:80] or "karya"


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
