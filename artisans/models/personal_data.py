"""What people ask about their own data, and whom the registry has forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# UU 27/2022: access, correction and erasure within three times 24 hours of the request.
ANSWER_WITHIN = timedelta(hours=72)


def answer_due_at() -> datetime:
    """When a request that comes in now has to be answered."""
    return timezone.now() + ANSWER_WITHIN


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests of people about their data."""

    def open(self) -> "DataRequestQuerySet":
        """Still to be answered, the most urgent first."""
        return self.filter(state=DataRequest.State.OPEN).order_by("due_at", "pk")

    def about(self, subject: UUID) -> "DataRequestQuerySet":
        """Those of one person."""
        return self.filter(subject=subject)


class DataRequest(models.Model):
    """What a person asks about the own data: a copy, a correction or the erasure."""

    class Kind(models.TextChoices):
        COPY = "copy", _("Salinan data")
        CORRECTION = "correction", _("Perbaikan data")
        ERASURE = "erasure", _("Penghapusan data")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        PAPER = "paper", _("Surat")
        SPOKEN = "spoken", _("Lisan, dicatat petugas")

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu")
        DONE = "done", _("Selesai")
        REFUSED = "refused", _("Ditolak")
        CANCELLED = "cancelled", _("Dibatalkan")

    subject = models.UUIDField(_("orang"), db_index=True, editable=False)
    kind = models.CharField(_("permintaan"), max_length=10, choices=Kind)
    text = models.TextField(_("penjelasan"), max_length=1000, blank=True)
    channel = models.CharField(_("cara"), max_length=10, choices=Channel, default=Channel.PORTAL)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("diminta pada"), default=timezone.now)
    due_at = models.DateTimeField(_("tenggat"), default=answer_due_at)
    answer = models.TextField(_("jawaban"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan data pribadi")
        verbose_name_plural = _("permintaan data pribadi")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=models.Q(state="open"),
                name="one_open_data_request",
                violation_error_message=_("Permintaan ini sudah ada dan sedang kami kerjakan."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open")
                | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="data_request_closed_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="erasure", state="done")
                | ~models.Q(closed_by=models.F("asked_by")),
                name="erasure_takes_two",
                violation_error_message=_(
                    "Penghapusan dilakukan oleh orang lain daripada yang mencatat permintaannya."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.asked_at:%Y-%m-%d}"

    def is_overdue(self, *, at: datetime) -> bool:
        """Whether the law's time for an answer has passed."""
        return self.state == self.State.OPEN and at > self.due_at


class Tombstone(models.Model):
    """Somebody the registry has forgotten: no name, only digests that know the person again.

    It is kept in a file beside the database too, so that a restored backup forgets again.
    """

    subject = models.UUIDField(unique=True, editable=False)
    national_id_index = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    # Keyed digests as hex: NIB, name with each telephone, name with birth date and village.
    digests = models.JSONField(default=list, editable=False)
    erased_at = models.DateTimeField(_("dihapus pada"))

    class Meta:
        verbose_name = _("penanda penghapusan")
        verbose_name_plural = _("penanda penghapusan")

    def __str__(self) -> str:
        return str(self.subject)
