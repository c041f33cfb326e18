"""Published counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figure(models.Model):
    """A published count with definition, source and date; figures that disagree stand together."""

    key = models.SlugField(max_length=60)
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
            models.UniqueConstraint(fields=["key", "source", "as_of"], name="figure_unique"),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
