"""Sentences that curators often need."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentPhrase(models.Model):
    """A ready sentence to the maker for one criterion, in the council's words."""

    code = models.CharField(_("kode kriteria"), max_length=8)
    text = models.CharField(
        _("kalimat"),
        max_length=200,
        help_text=_("Ditujukan kepada perajin: sopan, memakai «Anda», menyebut apa yang diubah."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("kalimat siap pakai")
        verbose_name_plural = _("kalimat siap pakai")
        ordering = ("code", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["code", "text"],
                name="phrase_unique",
                violation_error_message=_("Kalimat ini sudah ada untuk kriteria itu."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
