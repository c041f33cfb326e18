"""Minutes of a meeting: drafted from the record, signed by two, then unchangeable."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.meetings import Meeting
from curation.models.triggers import frozen_with

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


class Minutes(models.Model):
    """One version of a meeting's minutes. A correction is a new version that names the old."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("sidang"), on_delete=models.PROTECT, related_name="minutes"
    )
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("mengganti"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    correction = models.TextField(_("alasan pembetulan"), max_length=1000, blank=True)
    content = models.JSONField(_("isi"))
    drafted_by = models.ForeignKey(
        USER, verbose_name=_("disusun oleh"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("disusun pada"))
    number = models.CharField(_("nomor"), max_length=30, unique=True, null=True, editable=False)
    sha256 = models.CharField(_("sidik digital isi"), max_length=64, blank=True, editable=False)
    pdf = models.BinaryField(null=True, editable=False)
    pdf_sha256 = models.CharField(
        _("sidik digital berkas"), max_length=64, blank=True, editable=False
    )
    issued_at = models.DateTimeField(_("terbit pada"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        signatures: Manager["MinutesSignature"]

    class Meta:
        verbose_name = _("berita acara")
        verbose_name_plural = _("berita acara")
        ordering = ("-drafted_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_unique"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(issued_at__isnull=True),
                name="one_draft_of_minutes",
                violation_error_message=_("Konsep berita acara sidang ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at__isnull=True, number__isnull=True, pdf__isnull=True)
                | (
                    models.Q(issued_at__isnull=False, number__isnull=False, pdf__isnull=False)
                    & ~models.Q(sha256="")
                    & ~models.Q(pdf_sha256="")
                ),
                name="minutes_issued_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, replaces__isnull=True)
                | (models.Q(version__gt=1, replaces__isnull=False) & ~models.Q(correction="")),
                name="corrected_minutes_name_the_old",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="issued_minutes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="minutes_signed_by_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__issued_at__isnull=False),
                func="""
                    IF (SELECT count(DISTINCT signer_id) FROM curation_minutessignature
                        WHERE minutes_id = NEW.id) < 2 THEN
                        RAISE EXCEPTION 'pgtrigger: minutes are signed by two people';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.number or f"{self.meeting} · {self.version}"

    def get_absolute_url(self) -> str:
        """The public page that compares a copy with the archive."""
        return reverse("curation:verify", args=[self.number])


class MinutesSignature(models.Model):
    """Somebody of the room who read the minutes and signed them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(
        USER, verbose_name=_("penanda tangan"), on_delete=models.PROTECT, related_name="+"
    )
    capacity = models.CharField(_("sebagai"), max_length=40)
    signed_at = models.DateTimeField(_("ditandatangani pada"))

    class Meta:
        verbose_name = _("tanda tangan berita acara")
        verbose_name_plural = _("tanda tangan berita acara")
        ordering = ("signed_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["minutes", "signer"], name="minutes_signed_once"),
        )
        triggers = (
            pgtrigger.Protect(name="signature_stays", operation=pgtrigger.Update),
            frozen_with(
                "signatures_of_issued_minutes",
                table="curation_minutes",
                key="minutes_id",
                once="issued_at IS NOT NULL",
                says="the minutes are issued",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer}, {self.capacity}"
