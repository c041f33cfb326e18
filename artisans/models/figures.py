"""Published counts."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from dekranasda.models import moves_public_epoch


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Figure(models.Model):
    """A published count with definition, source and date; figures that disagree stand together."""

    key = models.SlugField(
        _("kunci"),
        max_length=60,
        help_text=_("Sama untuk angka yang menghitung hal serupa, misalnya terdata."),
    )
    label = models.CharField(_("nama angka"), max_length=120)
    label_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    value = models.BigIntegerField(_("nilai"))
    definition = models.CharField(_("definisi"), max_length=300)
    definition_en = models.CharField(_("definisi Inggris"), max_length=300, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    as_of = models.DateField(_("per tanggal"))
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("angka terbitan")
        verbose_name_plural = _("angka terbitan")
        ordering = ("position", "-as_of")
        constraints = (
            models.UniqueConstraint(
                fields=["key", "source", "as_of"],
                name="figure_unique",
                violation_error_message=_(
                    "Angka dengan kunci, sumber, dan tanggal ini sudah ada. Ubah angka itu."
                ),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
