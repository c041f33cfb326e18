"""Samples that makers lend for the judgement: whose hands they went through, step by step."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.submissions import Submission
from curation.models.triggers import append_only

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


class Sample(models.Model):
    """A piece that belongs to a submission. Its label carries the code alone."""

    code = models.CharField(_("kode contoh"), max_length=12, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="samples"
    )
    what = models.CharField(
        _("apa yang diserahkan"), max_length=120, help_text=_("Misalnya: 1 vas kecil dan kotaknya.")
    )
    return_by = models.DateField(_("dikembalikan paling lambat"))
    registered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("didaftarkan pada"))

    if TYPE_CHECKING:
        movements: Manager["SampleMovement"]

    class Meta:
        verbose_name = _("contoh")
        verbose_name_plural = _("contoh")
        ordering = ("return_by", "pk")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The sample's page in the workbench; its QR code leads there."""
        return reverse("curation:sample_detail", args=[self.code])


class SampleMovement(models.Model):
    """One step of a sample: by whom, when, in which condition. Append-only."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Diterima")
        STORED = "stored", _("Disimpan")
        SHOWN = "shown", _("Diperlihatkan")
        DAMAGED = "damaged", _("Rusak")
        LOST = "lost", _("Hilang")
        RETURNED = "returned", _("Dikembalikan")

    sample = models.ForeignKey(
        Sample, verbose_name=_("contoh"), on_delete=models.PROTECT, related_name="movements"
    )
    kind = models.CharField(_("langkah"), max_length=8, choices=Kind)
    condition = models.CharField(_("keadaan barang"), max_length=200, blank=True)
    place = models.CharField(_("tempat simpan"), max_length=120, blank=True)
    shown_to = models.CharField(_("diperlihatkan kepada"), max_length=120, blank=True)
    agreed = models.CharField(_("yang disepakati"), max_length=300, blank=True)
    signed_name = models.CharField(_("diterima kembali oleh"), max_length=120, blank=True)
    signature = models.CharField(max_length=100, blank=True, editable=False)
    photo = models.CharField(max_length=100, blank=True, editable=False)
    made_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("langkah contoh")
        verbose_name_plural = _("langkah contoh")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["sample"],
                condition=models.Q(kind="received"),
                name="sample_received_once",
                violation_error_message=_("Contoh ini sudah diterima."),
            ),
            models.UniqueConstraint(
                fields=["sample"],
                condition=models.Q(kind__in=["returned", "lost"]),
                name="sample_ends_once",
                violation_error_message=_("Contoh ini sudah dikembalikan atau dinyatakan hilang."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["received", "damaged"]) | ~models.Q(condition=""),
                name="sample_condition_said",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="returned") | ~models.Q(signed_name=""),
                name="sample_return_signed",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["damaged", "lost"]) | ~models.Q(agreed=""),
                name="sample_loss_settled",
            ),
        )
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.sample.code}: {self.get_kind_display()}"
