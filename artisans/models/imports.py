"""Files that the office handed over, and their rows."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business


class ImportBatch(models.Model):
    """One file that the office handed over, from the upload to the commit."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Selesai diperiksa")
        REFUSED = "refused", _("Bukan daftar usaha")
        COMMITTING = "committing", _("Sedang disimpan")
        COMMITTED = "committed", _("Tersimpan")
        FAILED = "failed", _("Gagal")

    file_name = models.CharField(_("nama berkas"), max_length=200)
    file_sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    stored_name = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.CHECKING)
    message = models.TextField(_("pesan"), blank=True)
    mapping = models.JSONField(_("pencocokan kolom"), default=dict, blank=True)
    counts = models.JSONField(_("hitungan"), default=dict, blank=True)
    progress = models.PositiveSmallIntegerField(_("kemajuan"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diunggah oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"), default=timezone.now)
    started_at = models.DateTimeField(_("dikerjakan sejak"), null=True, blank=True)
    committed_at = models.DateTimeField(_("disimpan pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The batch's page in the workbench."""
        return reverse("artisans:import_detail", args=[self.pk])


class ImportRow(models.Model):
    """One row of an imported sheet, as read, with its problems and what became of it."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("Baru")
        UPDATE = "update", _("Berubah")
        SAME = "same", _("Sama")
        DUPLICATE = "duplicate", _("Kembar")
        PROBLEM = "problem", _("Bermasalah")
        SKIPPED = "skipped", _("Bukan data")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default="data")
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome)
    values = models.JSONField(_("isi"), default=dict)
    problems = models.JSONField(_("masalah"), default=list)
    group = models.CharField(max_length=40, blank=True)
    national_id_cipher = models.BinaryField(null=True, editable=False)
    national_id_index = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    tax_id_cipher = models.BinaryField(null=True, editable=False)
    # A keyed digest of the row's content: the same row in another file is the same business.
    fingerprint = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    business = models.ForeignKey(
        Business, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["batch", "sheet", "row"], name="import_row_unique"),
        )
        indexes = (models.Index(fields=["batch", "outcome", "id"], name="import_row_outcome"),)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"
