"""Where curated works are sold by others: outlets, what stands there, what they sold each month."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import District
from dekranasda.models import moves_public_epoch
from events.market_columns import check_columns
from events.querysets import OutletQuerySet, PlacementQuerySet
from products.models import Product

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class Outlet(models.Model):
    """A gallery, hotel, shop or platform that sells works of the council's makers."""

    class Kind(models.TextChoices):
        GALLERY = "gallery", _("Galeri")
        HOTEL = "hotel", _("Hotel")
        SHOP = "shop", _("Toko")
        PLATFORM = "platform", _("Lokapasar daring")

    name = models.CharField(
        _("nama"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("Tempat jual dengan nama ini sudah tercatat.")},
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind, default=Kind.GALLERY)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("kecamatan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Kosongkan bila di luar daerah atau daring."),
    )
    website = models.URLField(_("situs"), blank=True)
    contact = models.CharField(_("narahubung"), max_length=120, blank=True)
    commission_percent = models.DecimalField(
        _("komisi (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    terms = models.TextField(
        _("syarat"), blank=True, help_text=_("Cara bayar, lama titip, siapa menanggung kerusakan.")
    )
    is_active = models.BooleanField(_("masih bekerja sama"), default=True)
    is_public = models.BooleanField(
        _("boleh disebut di halaman karya"),
        default=False,
        help_text=_("Hanya untuk karya yang pembuatnya juga setuju."),
    )

    objects = OutletQuerySet.as_manager()

    if TYPE_CHECKING:
        placements: Manager["Placement"]

    class Meta:
        verbose_name = _("tempat jual")
        verbose_name_plural = _("tempat jual")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(commission_percent__isnull=True)
                | models.Q(commission_percent__range=(0, 100)),
                name="outlet_commission_is_a_share",
                violation_error_message=_("Komisi antara 0 dan 100 persen."),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Pieces of a work that stand at an outlet. What was sold is in its months."""

    outlet = models.ForeignKey(
        Outlet, verbose_name=_("tempat jual"), on_delete=models.PROTECT, related_name="placements"
    )
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="placements"
    )
    quantity = models.PositiveIntegerField(
        _("jumlah dititipkan"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    price_idr = models.BigIntegerField(
        _("harga jual"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    placed_on = models.DateField(_("dititipkan sejak"))
    returned_count = models.PositiveIntegerField(_("jumlah kembali"), default=0)
    ended_on = models.DateField(_("berakhir pada"), null=True, blank=True)
    is_public = models.BooleanField(
        _("pembuat setuju tempat ini disebut di halaman karyanya"), default=False
    )
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    objects = PlacementQuerySet.as_manager()

    if TYPE_CHECKING:
        months: Manager["OutletMonth"]
        sold: int
        income_idr: int

    class Meta:
        verbose_name = _("titipan")
        verbose_name_plural = _("titipan")
        ordering = ("outlet", "-placed_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["outlet", "product"],
                condition=models.Q(ended_on__isnull=True),
                name="placement_open_once",
                violation_error_message=_("Karya ini masih dititipkan di tempat itu."),
            ),
            models.CheckConstraint(
                condition=models.Q(returned_count__lte=models.F("quantity")),
                name="placement_returns_what_went",
                violation_error_message=_("Jumlah kembali melebihi jumlah yang dititipkan."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("placed_on")),
                name="placement_ends_after_start",
                violation_error_message=_("Titipan tidak boleh berakhir sebelum dimulai."),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return f"{self.product} · {self.outlet}"

    @property
    def standing(self) -> int:
        """Pieces that stand there now. Needs `with_sales()`."""
        return self.quantity - self.returned_count - self.sold


class OutletMonth(models.Model):
    """What an outlet sold of one work in one month, as it reports it. Money in whole rupiah."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(_("bulan"))
    pieces = models.PositiveIntegerField(_("jumlah terjual"))
    income_idr = models.BigIntegerField(_("hasil penjualan"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("penjualan sebulan")
        verbose_name_plural = _("penjualan sebulan")
        ordering = ("-month", "placement")
        constraints = (
            models.UniqueConstraint(fields=["placement", "month"], name="outlet_month_once"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="outlet_month_is_a_first_day"
            ),
            models.CheckConstraint(
                condition=models.Q(income_idr__gte=0), name="outlet_income_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.placement} · {self.month:%Y-%m}"


class ExportTemplate(models.Model):
    """The columns of a sheet that another market asks for; `columns` as `market_columns` says."""

    class Target(models.TextChoices):
        EBAKUL = "ebakul", "e-Bakul"
        EKATALOG = "ekatalog", "e-Katalog"
        PADI = "padi", "PaDi UMKM"
        SIINAS = "siinas", "SIINas"
        OTHER = "other", _("Lainnya")

    target = models.CharField(_("untuk"), max_length=8, choices=Target, default=Target.OTHER)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    slug = models.SlugField(_("alamat"), max_length=40, unique=True)
    note = models.CharField(
        _("keterangan"), max_length=300, blank=True, help_text=_("Dari mana susunan kolomnya.")
    )
    columns = models.TextField(
        _("kolom"),
        validators=[check_columns],
        help_text=_(
            "Satu baris satu kolom: judul = nama isian. Judul dengan tanda * wajib terisi; isian "
            "dalam tanda petik adalah teks tetap."
        ),
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("lembar ekspor pasar")
        verbose_name_plural = _("lembar ekspor pasar")
        ordering = ("target", "name")

    def __str__(self) -> str:
        return self.name
