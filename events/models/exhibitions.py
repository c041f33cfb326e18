"""Works at an exhibition: what went, what was sold at the stand, what came back."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.models import Business
from events.models.calendar import Event
from events.querysets import ExhibitQuerySet, StandSaleQuerySet
from products.models import Product

if TYPE_CHECKING:
    from django.db.models.manager import Manager

MOST_PIECES = 5000


class Exhibit(models.Model):
    """A work shown at an exhibition. Money in whole rupiah; what was sold stands in its sales.

    The three counts of the return are set together, once the pieces were counted back.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="exhibits")
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    stand = models.CharField(_("stan"), max_length=40, blank=True)
    quantity = models.PositiveIntegerField(
        _("jumlah dibawa"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)],
    )
    price_idr = models.BigIntegerField(
        _("harga jual"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    condition = models.CharField(_("keadaan saat diserahkan"), max_length=120, blank=True)
    returned_count = models.PositiveIntegerField(_("kembali baik"), null=True, blank=True)
    damaged_count = models.PositiveIntegerField(_("kembali rusak"), null=True, blank=True)
    missing_count = models.PositiveIntegerField(_("hilang"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    objects = ExhibitQuerySet.as_manager()

    if TYPE_CHECKING:
        sales: Manager["StandSale"]
        sold: int
        ordered: int
        income_idr: int

    class Meta:
        verbose_name = _("karya pameran")
        verbose_name_plural = _("karya pameran")
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "product"],
                name="exhibit_once",
                violation_error_message=_("Karya ini sudah ada di daftar pameran."),
            ),
            models.CheckConstraint(
                condition=models.Q(price_idr__gte=0) | models.Q(price_idr__isnull=True),
                name="exhibit_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    returned_count__isnull=True,
                    damaged_count__isnull=True,
                    missing_count__isnull=True,
                )
                | models.Q(
                    returned_count__isnull=False,
                    damaged_count__isnull=False,
                    missing_count__isnull=False,
                ),
                name="exhibit_counted_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} · {self.event}"

    @property
    def is_counted(self) -> bool:
        """Whether the pieces were counted back."""
        return self.returned_count is not None

    @property
    def left(self) -> int:
        """Pieces that should still stand there; negative where more was sold than went.

        Needs `with_sales()`.
        """
        return self.quantity - self.sold

    @property
    def more(self) -> int:
        """Pieces that are there, or were sold, beyond those that went. Needs `with_sales()`."""
        return -self.left if self.difference is None else -self.difference

    @property
    def difference(self) -> int | None:
        """What cannot be told of: pieces that went less sold, returned, damaged and missing.

        None before the pieces were counted; 0 is as it should be. Needs `with_sales()`.
        """
        if self.returned_count is None:
            return None
        back = self.returned_count + (self.damaged_count or 0) + (self.missing_count or 0)
        return self.left - back


class StandSale(models.Model):
    """One sale or order at the stand, as a phone sent it. A wrong one is undone and stays.

    `key` comes from the phone, so that a sale which is sent twice is one. No word of the buyer.
    """

    class Kind(models.TextChoices):
        SALE = "sale", _("Terjual")
        ORDER = "order", pgettext_lazy("satu", "Pesanan")

    exhibit = models.ForeignKey(
        Exhibit, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="sales"
    )
    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("jenis"), max_length=5, choices=Kind, default=Kind.SALE)
    pieces = models.PositiveSmallIntegerField(
        _("jumlah"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)]
    )
    price_idr = models.BigIntegerField(_("harga per buah"), validators=[MinValueValidator(0)])
    same_buyer = models.BooleanField(
        _("pembeli yang sama dengan catatan sebelumnya"), default=False
    )
    sold_at = models.DateTimeField(_("pada"))
    received_at = models.DateTimeField(_("diterima portal pada"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StandSaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("penjualan di stan")
        verbose_name_plural = _("penjualan di stan")
        ordering = ("-sold_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(pieces__gte=1), name="stand_sale_has_pieces"),
            models.CheckConstraint(
                condition=models.Q(price_idr__gte=0), name="stand_sale_price_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="stand_sale_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pieces} × {self.exhibit.product}"

    @property
    def total_idr(self) -> int:
        """Pieces times the price of one."""
        return self.pieces * self.price_idr


class Consignment(models.Model):
    """The note of what a business handed over for an exhibition, and of what it got back.

    Its lines are the business's exhibits there.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="consignments")
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    handed_on = models.DateField(_("diserahkan pada"))
    handed_by = models.CharField(_("diserahkan oleh"), max_length=120)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diterima oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    returned_on = models.DateField(_("dikembalikan pada"), null=True, blank=True)
    returned_to = models.CharField(_("diterima kembali oleh"), max_length=120, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dikembalikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("surat titip")
        verbose_name_plural = _("surat titip")
        ordering = ("event", "business", "pk")
        constraints = (
            models.UniqueConstraint(fields=["event", "business"], name="consignment_once"),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True, returned_by__isnull=True)
                | models.Q(returned_on__gte=models.F("handed_on"), returned_by__isnull=False),
                name="consignment_returned_after_handed",
                violation_error_message=_("Barang kembali tidak boleh sebelum diserahkan."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} · {self.business}"

    @property
    def number(self) -> str:
        """What the paper is filed under, such as ST-12-3."""
        return f"ST-{self.event_id}-{self.pk}"
