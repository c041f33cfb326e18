"""What is shown at an exhibition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.calendar import Event
from products.models import Product


class Exhibit(models.Model):
    """A work shown at an exhibition, and what came of it. Money in whole rupiah."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="exhibits")
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    stand = models.CharField(_("stan"), max_length=40, blank=True)
    quantity = models.PositiveIntegerField(_("jumlah dibawa"), default=1)
    sold_count = models.PositiveIntegerField(_("jumlah terjual"), default=0)
    price_idr = models.BigIntegerField(_("harga jual"), null=True, blank=True)
    order_count = models.PositiveIntegerField(_("pesanan"), default=0)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("karya pameran")
        verbose_name_plural = _("karya pameran")
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(fields=["event", "product"], name="exhibit_once"),
            models.CheckConstraint(
                condition=models.Q(sold_count__lte=models.F("quantity")),
                name="exhibit_sold_within_quantity",
                violation_error_message=_("Jumlah terjual melebihi jumlah yang dibawa."),
            ),
            models.CheckConstraint(
                condition=models.Q(price_idr__gte=0) | models.Q(price_idr__isnull=True),
                name="exhibit_price_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} · {self.event}"
