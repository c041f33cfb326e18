"""Photographs that makers show of themselves and of the place where they work."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.people import Artisan
from dekranasda.models import moves_public_epoch


class OwnPhotoQuerySet(models.QuerySet["OwnPhoto"]):
    """Photographs of makers."""

    def agreed(self) -> "OwnPhotoQuerySet":
        """Those that their makers agreed to show; the word of consent is asked for beside it."""
        return self.filter(is_shown=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OwnPhoto(models.Model):
    """A photograph of a maker or of the workplace, encoded anew.

    The public sees it where its maker agreed to this very one and the newest word for photographs
    of the person is yes.
    """

    class Kind(models.TextChoices):
        PORTRAIT = "portrait", _("Foto Anda")
        WORKPLACE = "workplace", _("Tempat kerja Anda")

    artisan = models.ForeignKey(
        Artisan, verbose_name=_("perajin"), on_delete=models.CASCADE, related_name="own_photos"
    )
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
    warnings = models.JSONField(_("peringatan"), default=list, blank=True, editable=False)
    alt = models.CharField(_("apa yang terlihat di foto"), max_length=160, blank=True)
    alt_en = models.CharField(_("apa yang terlihat, Inggris"), max_length=160, blank=True)
    is_shown = models.BooleanField(_("boleh tampil untuk umum"), default=False)
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditambahkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = OwnPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto perajin")
        verbose_name_plural = _("foto perajin")
        ordering = ("kind", "added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["artisan"],
                condition=models.Q(kind="portrait"),
                name="one_portrait",
                violation_error_message=_("Sudah ada foto Anda. Ganti foto itu."),
            ),
            models.UniqueConstraint(
                fields=["artisan", "sha256"],
                condition=~models.Q(sha256=""),
                name="own_photo_once",
                violation_error_message=_("Foto ini sudah ada. Pilih foto yang lain."),
            ),
        )
        triggers = (
            moves_public_epoch(
                "EXISTS (SELECT 1 FROM artisans_business"
                " WHERE owner_id IN (OLD.artisan_id, NEW.artisan_id) AND is_public)"
            ),
        )

    def __str__(self) -> str:
        return self.alt or str(self.get_kind_display())
