"""How often public pages are looked at: numbers by day, nothing of who looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan
from products.models.works import Product


class DayOfViews(models.Model):
    """How often a public page was opened on a day: a number, nothing of who looked."""

    day = models.DateField(_("hari"))
    number = models.PositiveIntegerField(_("berapa kali"), default=1)

    class Meta:
        abstract = True
        ordering = ("-day", "-number")


class WorkViews(DayOfViews):
    """How often the page of a work was opened on a day."""

    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.CASCADE, related_name="views"
    )

    class Meta(DayOfViews.Meta):
        verbose_name = _("karya dilihat")
        verbose_name_plural = _("karya dilihat")
        constraints = (
            models.UniqueConstraint(fields=["product", "day"], name="work_views_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.number}"


class MakerViews(DayOfViews):
    """How often the page of a maker was opened on a day."""

    artisan = models.ForeignKey(
        Artisan, verbose_name=_("perajin"), on_delete=models.CASCADE, related_name="views"
    )

    class Meta(DayOfViews.Meta):
        verbose_name = _("perajin dilihat")
        verbose_name_plural = _("perajin dilihat")
        constraints = (
            models.UniqueConstraint(fields=["artisan", "day"], name="maker_views_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.number}"
