"""Regions and institutions that the council works with, and what was agreed with them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.models import moves_public_epoch


class Goal(models.TextChoices):
    """What regions work on together: the five concerns named at the visit of Jepara."""

    PEOPLE = "people", _("SDM")
    INNOVATION = "innovation", _("Inovasi")
    MARKETING = "marketing", _("Pemasaran")
    REGULATION = "regulation", _("Regulasi")
    COMMUNITY = "community", _("Komunitas")


class Partner(models.Model):
    """A region or institution that the council works with."""

    class Kind(models.TextChoices):
        REGION = "region", _("Daerah")
        INSTITUTION = "institution", _("Lembaga")
        BUSINESS = "business", _("Pembeli atau perusahaan")

    name = models.CharField(_("nama"), max_length=120, unique=True)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind, default=Kind.REGION)
    region_code = models.CharField(_("kode wilayah"), max_length=8, blank=True)
    website = models.URLField(_("situs"), blank=True)
    contact = models.CharField(_("narahubung"), max_length=120, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A document between the council's region and a partner."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Undangan")
        MINUTES = "minutes", _("Berita acara kunjungan")
        MEMORANDUM = "memorandum", _("Kesepakatan Bersama")
        CONTRACT = "contract", _("Perjanjian Kerja Sama")
        PLAN = "plan", _("Rencana aksi")
        REPORT = "report", _("Laporan")

    partner = models.ForeignKey(
        Partner, verbose_name=_("mitra"), on_delete=models.PROTECT, related_name="agreements"
    )
    event = models.ForeignKey(
        "Event",
        verbose_name=_("acara"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    title = models.CharField(_("judul"), max_length=160)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    signed_on = models.DateField(_("tanggal"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    summary = models.TextField(_("isi pokok"), blank=True)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    class Meta:
        verbose_name = _("dokumen kerja sama")
        verbose_name_plural = _("dokumen kerja sama")
        ordering = ("-signed_on", "pk")
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """Something promised on a visit: by whom, until when, and whether it was kept."""

    event = models.ForeignKey(
        "Event", verbose_name=_("acara"), on_delete=models.CASCADE, related_name="follow_ups"
    )
    goal = models.CharField(_("bidang"), max_length=10, choices=Goal)
    promise = models.CharField(_("yang dijanjikan"), max_length=240)
    promise_en = models.CharField(_("janji dalam bahasa Inggris"), max_length=240, blank=True)
    promised_by = models.CharField(_("penanggung jawab"), max_length=120)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=240, blank=True)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    class Meta:
        verbose_name = _("tindak lanjut")
        verbose_name_plural = _("tindak lanjut")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | ~models.Q(outcome=""),
                name="follow_up_done_has_outcome",
                violation_error_message=_("Tulis hasilnya bila sudah selesai."),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.promise

    def clean(self) -> None:
        """Raises ValidationError where work is done before it was promised to begin."""
        if self.done_on and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("Tanggal selesai belum tiba.")})
