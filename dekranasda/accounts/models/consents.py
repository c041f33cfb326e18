"""What people allowed, and who looked at their personal numbers."""

import uuid
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models.people import User
from dekranasda.accounts.privacy_notice import CURRENT


class Consent(models.Model):
    """What a person allowed or took back, for one purpose. Append-only: the newest row counts."""

    class Purpose(models.TextChoices):
        REGISTRY = "registry", _("Data disimpan dan diolah Dekranasda")
        PUBLIC_PROFILE = "public_profile", _("Nama dan kisah tampil untuk umum")
        PUBLIC_PHONE = "public_phone", _("Nomor WhatsApp tampil untuk pembeli")
        PUBLIC_PHOTO = "public_photo", _("Foto diri dan tempat kerja tampil untuk umum")
        CURATION = "curation", _("Data karya dinilai kurator")
        ASSISTED = "assisted", _("Diisi oleh pendamping atas nama perajin")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        PAPER = "paper", _("Formulir kertas")
        SPOKEN = "spoken", _("Lisan, dicatat petugas")

    subject = models.UUIDField(_("orang"), db_index=True)
    purpose = models.CharField(_("tujuan"), max_length=20, choices=Purpose)
    is_given = models.BooleanField(_("disetujui"))
    notice_version = models.CharField(_("versi pemberitahuan"), max_length=20)
    channel = models.CharField(_("cara"), max_length=10, choices=Channel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), default=timezone.now)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        ordering = ("-recorded_at", "-pk")
        indexes = (
            models.Index(fields=["subject", "purpose", "-recorded_at"], name="consent_newest"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.is_given}"

    @classmethod
    def record(
        cls,
        subject: uuid.UUID,
        purpose: "Consent.Purpose",
        *,
        is_given: bool,
        channel: "Consent.Channel",
        by: User,
        at: datetime,
    ) -> "Consent":
        """Writes down the person's word, under the privacy notice in force."""
        return cls.objects.create(
            subject=subject,
            purpose=purpose,
            is_given=is_given,
            notice_version=CURRENT,
            channel=channel,
            recorded_by=by,
            recorded_at=at,
        )

    @classmethod
    def standing(cls, subject: uuid.UUID) -> list[tuple["Consent.Purpose", "Consent | None"]]:
        """Each purpose with the person's newest word, None where there is none; one query."""
        words = cls.objects.filter(subject=subject).order_by("recorded_at", "pk")
        newest = {word.purpose: word for word in words}
        return [(purpose, newest.get(purpose.value)) for purpose in cls.Purpose]

    @classmethod
    def is_current(cls, subject: uuid.UUID, purpose: "Consent.Purpose") -> bool:
        """Whether the person's newest word for the purpose is yes; no word means no."""
        newest = (
            cls.objects.filter(subject=subject, purpose=purpose)
            .order_by("-recorded_at", "-pk")
            .values_list("is_given", flat=True)
            .first()
        )
        return bool(newest)


class PersonalDataAccess(models.Model):
    """Who saw whose personal number, when and why. Append-only."""

    subject = models.UUIDField(_("orang"), db_index=True)
    field = models.CharField(_("data"), max_length=30)
    reason = models.CharField(_("alasan"), max_length=200)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(_("dilihat pada"), default=timezone.now)
    address = models.GenericIPAddressField(_("alamat jaringan"), null=True, blank=True)
    # Sent along by the form: the same answer is not shown a second time by a reload.
    form_token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("akses data pribadi")
        verbose_name_plural = _("akses data pribadi")
        ordering = ("-seen_at", "-pk")
        indexes = (models.Index(fields=["seen_by", "-seen_at"], name="access_by_person"),)
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.field} · {self.seen_at:%Y-%m-%d %H:%M}"
