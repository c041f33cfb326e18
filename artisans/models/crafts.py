"""Fields of craft."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Craft(models.Model):
    """A field of craft (sub-sector), with its KBLI code in both editions in use."""

    class MaterialClass(models.TextChoices):
        CERAMIC = "ceramic", _("Keramik")
        NATURAL_FIBRE = "natural_fibre", _("Serat alam")
        TEXTILE = "textile", _("Tekstil")
        WOOD = "wood", _("Kayu")
        STONE = "stone", _("Batu")
        METAL = "metal", _("Logam")
        OTHER = "other", _("Lainnya")

    code = models.CharField(_("kode"), max_length=3, primary_key=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80)
    material_class = models.CharField(_("kelas bahan"), max_length=15, choices=MaterialClass)
    kbli_2020 = models.CharField("KBLI 2020", max_length=5, blank=True)
    kbli_2025 = models.CharField("KBLI 2025", max_length=5, blank=True)
    introduction = models.TextField(_("pengantar"), blank=True)
    introduction_en = models.TextField(_("pengantar Inggris"), blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("bidang kerajinan")
        verbose_name_plural = _("bidang kerajinan")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The craft's landing page of the catalogue."""
        return reverse("products:craft_catalogue", args=[self.slug])
