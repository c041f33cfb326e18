"""Fields of craft and the centres where many make the same."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artisans.models.places import PHONE_FORMAT, District, Village
from artisans.querysets import CraftCentreQuerySet
from dekranasda.models import moves_public_epoch


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


class CraftCentre(models.Model):
    """A sentra: a village or part of it where many make the same craft."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    craft = models.ForeignKey(Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT)
    village = models.ForeignKey(
        Village, verbose_name=_("desa"), on_delete=models.PROTECT, null=True, blank=True
    )
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, null=True, blank=True
    )
    partner_region = models.CharField(
        _("daerah mitra"),
        max_length=80,
        blank=True,
        help_text=_("Diisi bila sentra berada di daerah lain, misalnya Kabupaten Jepara."),
    )
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=200, blank=True)
    summary_en = models.CharField(_("ringkasan Inggris"), max_length=200, blank=True)
    story = models.TextField(_("cerita"), blank=True)
    story_en = models.TextField(_("cerita Inggris"), blank=True)
    access = models.TextField(_("cara ke sana"), blank=True)
    opening_hours = models.CharField(_("jam buka"), max_length=120, blank=True)
    maker_count = models.PositiveIntegerField(_("jumlah perajin"), null=True, blank=True)
    maker_count_source = models.CharField(_("sumber jumlah"), max_length=160, blank=True)
    materials_needed = models.CharField(_("bahan yang dicari"), max_length=200, blank=True)
    contact_name = models.CharField(_("narahubung"), max_length=120, blank=True)
    contact_phone = models.CharField(
        _("telepon narahubung"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    photo_alt = models.CharField(_("keterangan foto"), max_length=160, blank=True)
    photo_colour = models.CharField(max_length=7, blank=True, editable=False)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    objects = CraftCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentra kerajinan")
        verbose_name_plural = _("sentra kerajinan")
        ordering = ("name",)
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The centre's public page."""
        return reverse("centre_detail", args=[self.slug])
