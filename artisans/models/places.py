"""Districts and villages, by the codes of the Ministry of Home Affairs."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

PHONE_FORMAT = RegexValidator(r"^\+\d{8,15}$", _("Tulis nomor dalam format +628…."))


class District(models.Model):
    """A kecamatan, by its code of the Ministry of Home Affairs, for example `35.22.20`."""

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    operators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("operator kecamatan"),
        blank=True,
        related_name="operated_districts",
    )

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A desa or kelurahan, by its code, for example `35.22.20.2001`; names repeat, codes do not."""

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="villages"
    )
    postcode = models.CharField(_("kode pos"), max_length=5, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("desa/kelurahan")
        verbose_name_plural = _("desa/kelurahan")
        ordering = ("name", "code")
        indexes = (models.Index(fields=["name"], name="village_name"),)

    def __str__(self) -> str:
        return self.name
