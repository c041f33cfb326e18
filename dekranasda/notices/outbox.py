"""Writing, holding back, releasing and cancelling messages.

A message is written in the transaction of its cause, rendered at once in the recipient's language,
and known by its key: the same cause writes it once, however often it is told. What `queue` writes
is seen by the sender of e-mail (`delivery.py`) and in the list of WhatsApp messages (`by_hand.py`)
once the transaction commits, never before; what `hold` writes waits for `release`.

The text of a template is `templates/notices/<template>.txt`: the first line is the subject, the
rest the body. It is plain text and is not escaped. `context` is joined by `recipient_name` and
`council`; the address of the page is added below the body, so templates do not print `link`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from dekranasda.accounts.models import User
from dekranasda.lib import clock
from dekranasda.notices.models import Notice, NoticeQuerySet

Notices = NoticeQuerySet | Iterable[str]


def queue(
    *,
    key: str,
    recipient: User | None,
    template: str,
    context: Mapping[str, Any],
    recipient_name: str = "",
    channel: Notice.Channel | None = None,
    address: str = "",
    link: str = "",
) -> Notice:
    """The message, to be sent after the commit; the earlier one where the key is known.

    `channel` defaults to e-mail where there is an address, then WhatsApp in a person's hand, then
    the portal alone. `address` (e-mail or E.164) is for people without an account. `link` is a
    path of the portal.
    """
    notice, is_new = _write(
        Notice.State.QUEUED,
        key=key,
        recipient=recipient,
        template=template,
        context=context,
        recipient_name=recipient_name,
        channel=channel,
        address=address,
        link=link,
    )
    if is_new:
        _arrive([notice])
    return notice


def hold(
    *,
    key: str,
    recipient: User | None,
    template: str,
    context: Mapping[str, Any],
    recipient_name: str = "",
    channel: Notice.Channel | None = None,
    address: str = "",
    link: str = "",
) -> Notice:
    """Like `queue`, but the message waits unseen until it is released or cancelled."""
    notice, _is_new = _write(
        Notice.State.HELD,
        key=key,
        recipient=recipient,
        template=template,
        context=context,
        recipient_name=recipient_name,
        channel=channel,
        address=address,
        link=link,
    )
    return notice


def release(notices: Notices) -> int:
    """Lets held messages go, named by a queryset or by their keys; how many went."""
    with transaction.atomic():
        held = list(_chosen(notices).filter(state=Notice.State.HELD).select_for_update())
        Notice.objects.filter(pk__in=[notice.pk for notice in held]).update(
            state=Notice.State.QUEUED
        )
        _arrive(held)
    return len(held)


def cancel(notices: Notices) -> int:
    """Stops messages that were not delivered, failed ones too; how many were stopped for certain.

    Nobody is told any more what a later decision made wrong. What is in the mail server's or in
    somebody's hands at this moment is not tried a second time; should it go out all the same, it
    is noted as sent, for that is what its reader has.
    """
    with transaction.atomic():
        waiting = _chosen(notices).undelivered()
        stopped = waiting.unclaimed(at=clock.now()).update(state=Notice.State.CANCELLED)
        waiting.update(state=Notice.State.CANCELLED)
    return stopped


def retry(notice: Notice) -> None:
    """Sends an e-mail that failed once more, from the first attempt."""
    Notice.objects.filter(
        pk=notice.pk, state=Notice.State.FAILED, channel=Notice.Channel.EMAIL
    ).update(state=Notice.State.QUEUED, attempts=0, next_attempt_at=None, last_error="")


def _chosen(notices: Notices) -> NoticeQuerySet:
    if isinstance(notices, NoticeQuerySet):
        return notices
    return Notice.objects.filter(key__in=list(notices))


def _write(
    state: Notice.State,
    *,
    key: str,
    recipient: User | None,
    template: str,
    context: Mapping[str, Any],
    recipient_name: str,
    channel: Notice.Channel | None,
    address: str,
    link: str,
) -> tuple[Notice, bool]:
    name = recipient_name or (recipient.full_name if recipient else "")
    channel = channel or _channel(recipient, address)
    subject, body = render(template, {**context, "recipient_name": name}, recipient)
    return Notice.objects.get_or_create(
        key=key,
        defaults={
            "state": state,
            "recipient": recipient,
            "recipient_name": name,
            "channel": channel,
            "address": address or _address(recipient, channel),
            "template": template,
            "subject": subject,
            "body": body,
            "link": link,
            "created_at": clock.now(),
        },
    )


def render(
    template: str, context: Mapping[str, Any], recipient: User | None = None
) -> tuple[str, str]:
    """Subject and body of a message in the recipient's language."""
    language = recipient.language if recipient else settings.LANGUAGE_CODE
    source: Any = get_template(f"notices/{template}.txt")
    with translation.override(language):
        text = source.template.render(
            Context({**context, "council": settings.COUNCIL}, autoescape=False)
        )
    subject, _line, body = text.strip().partition("\n")
    return subject.strip()[:200], body.strip()


def _channel(recipient: User | None, address: str) -> Notice.Channel:
    if "@" in address or (not address and recipient and recipient.email):
        return Notice.Channel.EMAIL
    if address or (recipient and recipient.phone):
        return Notice.Channel.WHATSAPP
    return Notice.Channel.PORTAL


def _address(recipient: User | None, channel: Notice.Channel) -> str:
    if recipient is None or channel == Notice.Channel.PORTAL:
        return ""
    address = recipient.email if channel == Notice.Channel.EMAIL else recipient.phone
    return address or ""


def _arrive(notices: Iterable[Notice]) -> None:
    """What stands in the portal alone has arrived by being written."""
    portal = [notice.pk for notice in notices if notice.channel == Notice.Channel.PORTAL]
    Notice.objects.filter(pk__in=portal).update(state=Notice.State.SENT, sent_at=timezone.now())
