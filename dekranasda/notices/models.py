"""The outbox: everything the portal tells people, by e-mail or by WhatsApp in a person's hand."""

from collections import Counter
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from dekranasda.lib.phone import whatsapp_digits
from dekranasda.notices import topics

# Browsers and telephones agree on addresses up to here; longer drafts open empty on some.
LONGEST_DRAFT = 1900
OF_MESSAGE = "message: "  # begins the note of a fault that is no other message's
MOST_PER_SIGN = 12  # a sign outside the alphabet, in an address

UNDELIVERED = ("failed", "held", "queued")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what is to be done with them."""

    def live(self) -> "NoticeQuerySet":
        """Not cancelled: held, queued, sent or failed."""
        return self.exclude(state=Notice.State.CANCELLED)

    def undelivered(self) -> "NoticeQuerySet":
        """Held, waiting or failed: what its reader does not have in the hand yet."""
        return self.filter(state__in=UNDELIVERED)

    def due(self) -> "NoticeQuerySet":
        """Waiting for the worker or for a hand."""
        return self.filter(state=Notice.State.QUEUED)

    def unclaimed(self, *, at: datetime) -> "NoticeQuerySet":
        """In nobody's hands: neither the mail server's nor those of somebody who sends it."""
        return self.exclude(claimed_until__gt=at)

    def to_mail(self, *, at: datetime) -> "NoticeQuerySet":
        """E-mail whose turn has come: what was never tried first, then the longest waiting."""
        never_or_due = models.Q(next_attempt_at=None) | models.Q(next_attempt_at__lte=at)
        return (
            self.due()
            .unclaimed(at=at)
            .filter(never_or_due, channel=Notice.Channel.EMAIL)
            .order_by(models.F("next_attempt_at").asc(nulls_first=True), "created_at", "pk")
        )

    def struggling(self) -> "NoticeQuerySet":
        """E-mail that was tried in vain and is tried again, the longest waiting first."""
        return (
            self.due()
            .filter(channel=Notice.Channel.EMAIL)
            .exclude(last_error="")
            .order_by("created_at", "pk")
        )

    def for_hand(self) -> "NoticeQuerySet":
        """WhatsApp messages that wait for a person to send them, oldest first."""
        return self.due().filter(channel=Notice.Channel.WHATSAPP).order_by("created_at", "pk")

    def failed(self) -> "NoticeQuerySet":
        """What the mail server did not take, newest first."""
        return self.filter(state=Notice.State.FAILED, channel=Notice.Channel.EMAIL).order_by(
            "-created_at", "-pk"
        )

    def wrong_number(self) -> "NoticeQuerySet":
        """WhatsApp messages set aside because the number is somebody else's or dead."""
        return self.filter(state=Notice.State.FAILED, channel=Notice.Channel.WHATSAPP).order_by(
            "recipient_name", "pk"
        )

    def by_person(self) -> "models.QuerySet[Notice, dict[str, Any]]":
        """One row for each name and number: `count`, `since`, and `first`, the key of one."""
        people = self.order_by("recipient_name", "address").values("recipient_name", "address")
        return people.annotate(
            count=models.Count("pk"), since=models.Min("created_at"), first=models.Min("pk")
        )

    def sent_by_hand(self, *, since: datetime) -> "NoticeQuerySet":
        """WhatsApp messages that people sent since the moment, newest first."""
        return (
            self.filter(
                channel=Notice.Channel.WHATSAPP, state=Notice.State.SENT, sent_at__gte=since
            )
            .exclude(sent_by=None)
            .order_by("-sent_at", "-pk")
        )

    def about(self, topic: str) -> "NoticeQuerySet":
        """Messages of one topic (`topics.py`); all for one that is not known."""
        return self.filter(topics.about(topic))

    def naming(self, words: str) -> "NoticeQuerySet":
        """Messages whose reader's name or whose subject has the words."""
        return self.filter(
            models.Q(recipient_name__icontains=words) | models.Q(subject__icontains=words)
        )

    def count_by_topic(self) -> "Counter[str]":
        """How many there are of each topic."""
        found = self.order_by().values_list("template").annotate(count=models.Count("pk"))
        counts: Counter[str] = Counter()
        for template, count in found:
            counts[topics.topic_of(template)] += count
        return counts

    def tab_counts(self) -> dict[str, int]:
        """What waits, what is tried again, what failed, and whose number is wrong."""
        is_mail = models.Q(channel=Notice.Channel.EMAIL)
        waits, failed = models.Q(state=Notice.State.QUEUED), models.Q(state=Notice.State.FAILED)
        return self.filter(waits | failed).aggregate(
            waiting=models.Count("pk", filter=waits & models.Q(channel=Notice.Channel.WHATSAPP)),
            struggling=models.Count("pk", filter=waits & is_mail & ~models.Q(last_error="")),
            failed=models.Count("pk", filter=failed & is_mail),
            wrong_number=models.Count("pk", filter=failed & ~is_mail),
        )

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
    claimed_until = models.DateTimeField(_("sedang dikirim sampai"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sedang dikirim oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
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
            models.Index(
                fields=["link"],
                condition=models.Q(state__in=UNDELIVERED),
                name="notice_undelivered_link",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="notice_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by=None) | models.Q(claimed_until__isnull=False),
                name="notice_claim_has_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient_name}"

    @property
    def text(self) -> str:
        """The body as it is sent, with the address of its page below."""
        return f"{self.body}\n\n{settings.SITE_URL}{self.link}" if self.link else self.body

    def is_taken(self, *, at: datetime) -> bool:
        """Whether somebody, or the mail server, has it at this moment."""
        return self.claimed_until is not None and self.claimed_until > at

    @property
    def day(self) -> date:
        """The day on which it was written, in the council's time zone."""
        return timezone.localdate(self.created_at)

    @property
    def action(self) -> str | Promise:
        """What the button to its page says."""
        return topics.action_of(self.template)

    @property
    def way(self) -> str:
        """How else than on this page its reader gets it; empty where nothing is to be said."""
        if self.channel == self.Channel.PORTAL:
            return ""
        by_mail = self.channel == self.Channel.EMAIL
        if self.state == self.State.SENT and self.sent_at:
            day = date_format(timezone.localtime(self.sent_at), "j F Y")
            text = _("Dikirim juga ke surel Anda, %(day)s.") if by_mail else None
            return (text or _("Dikirim juga lewat WhatsApp, %(day)s.")) % {"day": day}
        if self.state == self.State.FAILED:
            return str(
                _("Surel Anda belum dapat kami kirimi. Periksa alamatnya di setelan.")
                if by_mail
                else _("WhatsApp Anda belum dapat kami hubungi. Periksa nomornya di setelan.")
            )
        return ""

    @property
    def trouble(self) -> str:
        """What went wrong with an e-mail, in words; the server's own word stands in brackets."""
        words = {
            "SMTPRecipientsRefused": _("Alamatnya ditolak"),
            "SMTPDataError": _("Isinya ditolak"),
            "SMTPAuthenticationError": _("Peladen menolak nama atau kata sandi portal"),
            "SMTPSenderRefused": _("Peladen menolak alamat pengirim portal"),
            "ValueError": _("Alamatnya tidak dapat dibaca"),
        }
        error = self.last_error.removeprefix(OF_MESSAGE)
        silent = _("Peladen tidak menjawab")
        return f"{words.get(error.partition(' ')[0], silent)} ({error})"

    @property
    def is_wrong_number(self) -> bool:
        """Whether it was set aside because its number is not the reader's."""
        return self.channel == self.Channel.WHATSAPP and self.state == self.State.FAILED

    @property
    def whatsapp_text(self) -> str:
        """The text as it fits into an address: whole, or its beginning and the page of the rest."""
        if len(quote(self.text)) <= LONGEST_DRAFT:
            return self.text
        tail = f"…\n\n{settings.SITE_URL}{self.link}" if self.link else "…"
        body, room = self.body, LONGEST_DRAFT - len(quote(tail))
        while (excess := len(quote(body)) - room) > 0:
            body = body[: -max(1, excess // MOST_PER_SIGN)]
        words, _space, _cut_word = body.rpartition(" ")
        return (words or body).rstrip() + tail

    @property
    def is_shortened(self) -> bool:
        """Whether the draft in WhatsApp holds only the beginning."""
        return self.whatsapp_text != self.text

    @property
    def whatsapp_url(self) -> str:
        """The address that opens this message as a draft in WhatsApp; empty without a number."""
        if self.channel != self.Channel.WHATSAPP or not self.address:
            return ""
        return f"https://wa.me/{whatsapp_digits(self.address)}?text={quote(self.whatsapp_text)}"
