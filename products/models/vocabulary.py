"""The council's words for works: materials, techniques and motifs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from dekranasda.models import moves_public_epoch


class Vocabulary(models.Model):
    """A word the council keeps: name in both languages, spelling variants, explanation."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    aliases = models.CharField(
        _("ejaan lain"), max_length=200, blank=True, help_text=_("Dipisahkan koma.")
    )
    description = models.TextField(_("penjelasan"), blank=True)
    description_en = models.TextField(_("penjelasan Inggris"), blank=True)

    class Meta:
        abstract = True
        ordering = ("name",)
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.name


class Material(Vocabulary):
    """What a work is made of."""

    crafts = models.ManyToManyField(Craft, verbose_name=_("kerajinan"), blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("bahan")
        verbose_name_plural = _("bahan")


class Technique(Vocabulary):
    """How a work is made."""

    crafts = models.ManyToManyField(Craft, verbose_name=_("kerajinan"), blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("teknik")
        verbose_name_plural = _("teknik")


class Motif(Vocabulary):
    """A named pattern, with what it means."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("motif")
        verbose_name_plural = _("motif")
