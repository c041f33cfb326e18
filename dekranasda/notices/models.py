"""The outbox: everything the portal tells people, by e-mail or by WhatsApp in a person's hand."""

from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from dekranasda.lib.phone import whatsapp_digits


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what is to be done with them."""

    def live(self) -> "NoticeQuerySet":
        """Not cancelled: held, queued, sent or failed."""
        return self.exclude(state=Notice.State.CANCELLED)

    def due(self) -> "NoticeQuerySet":
        """Waiting for the worker or for a hand."""
        return self.filter(state=Notice.State.QUEUED)

    def for_hand(self) -> "NoticeQuerySet":
        """WhatsApp messages that wait for a person to send them, oldest first."""
        return self.due().filter(channel=Notice.Channel.WHATSAPP).order_by("created_at", "pk")

    def failed(self) -> "NoticeQuerySet":
        """What the mail server did not take, newest first."""
        return self.filter(state=Notice.State.FAILED).order_by("-created_at", "-pk")

    def for_recipient(self, user: User) -> "NoticeQuerySet":
        """What the person was told: released messages only, newest first."""
        return self.filter(
            recipient=user, state__in=[Notice.State.QUEUED, Notice.State.SENT, Notice.State.FAILED]
        ).order_by("-created_at", "-pk")


class Notice(models.Model):
    """One message to one person, written in the transaction of its cause and sent once."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("Surel")
        WHATSAPP = "whatsapp", _("WhatsApp, dikirim petugas")
        PORTAL = "portal", _("Hanya di portal")

    class State(models.TextChoices):
        HELD = "held", _("Ditahan")
        QUEUED = "queued", _("Menunggu dikirim")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Gagal")
        CANCELLED = "cancelled", _("Dibatalkan")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("penerima"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
    )
    recipient_name = models.CharField(_("nama penerima"), max_length=150)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel)
    address = models.CharField(_("alamat"), max_length=254, blank=True)
    template = models.CharField(_("templat"), max_length=60)
    subject = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"))
    link = models.CharField(_("halaman terkait"), max_length=300, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.QUEUED)
    key = models.CharField(_("kunci unik"), max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_attempt_at = models.DateTimeField(_("dicoba lagi pada"), null=True, blank=True)
    last_error = models.CharField(_("galat terakhir"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("ditulis pada"), default=timezone.now)
    sent_at = models.DateTimeField(_("terkirim pada"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dikirim oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    read_at = models.DateTimeField(_("dibaca pada"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="queued"),
                name="notice_queue",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="notice_sent_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient_name}"

    @property
    def text(self) -> str:
        """The body as it is sent, with the address of its page below."""
        return f"{self.body}\n\n{settings.SITE_URL}{self.link}" if self.link else self.body

    @property
    def whatsapp_url(self) -> str:
        """The address that opens this message as a draft in WhatsApp; empty without a number."""
        if self.channel != self.Channel.WHATSAPP or not self.address:
            return ""
        return f"https://wa.me/{whatsapp_digits(self.address)}?text={quote(self.text)}"
