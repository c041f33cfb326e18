"""Where single facts of the registry come from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FactSource(models.Model):
    """Where one field of an artisan or a business comes from, and since when.

    A field without a row here has the source of its business (`source`, `source_as_of`): what an
    import brought. The newest word for a field replaces the one before; the audit trail keeps both.
    """

    class Kind(models.TextChoices):
        SITE = "site", _("dilihat di tempat")
        DOCUMENT = "document", _("dilihat pada dokumen")
        MAKER = "maker", _("pernyataan perajin")
        OFFICE = "office", _("diisi petugas")
        IMPORT = "import", _("daftar yang diimpor")

    subject = models.UUIDField(_("milik"))
    field = models.CharField(_("isian"), max_length=40)
    kind = models.CharField(_("asal"), max_length=8, choices=Kind)
    source = models.CharField(_("sumber"), max_length=120, blank=True)
    as_of = models.DateField(_("per tanggal"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), default=timezone.now)

    class Meta:
        verbose_name = _("asal data")
        verbose_name_plural = _("asal data")
        constraints = (
            models.UniqueConstraint(fields=["subject", "field"], name="fact_source_unique"),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.get_kind_display()}"
