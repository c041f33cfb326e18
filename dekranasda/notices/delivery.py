"""E-mail out of the outbox: each message delivered once, whatever the mail server does.

A message is claimed in one short transaction, handed to the mail server outside of any, and noted
in a second one. No row stays locked while a server thinks. A claim that was never noted, because
the process died, ends by itself and the message goes again under the same Message-ID.

SMTP has no stronger promise: where the server's last yes is lost, nobody can know whether it kept
the message, so it is offered again, and mailboxes drop the copy whose Message-ID they have seen.
"""

import hashlib
import logging
import socket
import time
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from dekranasda.lib import clock
from dekranasda.notices.models import OF_MESSAGE, Notice

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
DEADLINE = 60  # seconds that one message may take; far less than its claim
# Quickly at first, for two hours every quarter of an hour, then every hour: a message comes soon
# after a short outage, and a night or a weekend without mail loses none.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), *[timedelta(minutes=15)] * 8)
LATER = timedelta(hours=1)
MOST_ATTEMPTS = 80  # three days


class Outcome(Enum):
    """What became of one attempt."""

    SENT = "sent"
    REFUSED = "refused"  # this message, now or for good
    NO_SERVER = "no_server"  # the server itself: the next message would fare no better


def deliver_next() -> Outcome | None:
    """Sends the e-mail whose turn it is and notes what became of it; None where none waits."""
    notice = claim_next()
    if notice is None:
        return None
    try:
        _send(notice)
    except Exception as error:  # what is wrong with one message must not stop the others
        if not isinstance(error, OSError):
            logger.exception("Notice %s cannot be sent", notice.pk)
        _note_failure(notice, error)
        return Outcome.NO_SERVER if _is_of_server(error) else Outcome.REFUSED
    _note_sent(notice)
    _wake()
    return Outcome.SENT


def claim_next() -> Notice | None:
    """The e-mail whose turn it is, claimed for five minutes; new ones before what failed."""
    with transaction.atomic():
        at = clock.now()
        notice = Notice.objects.to_mail(at=at).select_for_update(skip_locked=True).first()
        if notice is not None:
            notice.attempts += 1
            notice.claimed_until = at + CLAIM
            notice.save(update_fields=["attempts", "claimed_until"])
    return notice


def _send(notice: Notice) -> None:
    """Hands the message over. Raises OSError, of which SMTPException is one, or ValueError."""
    connection: Any = get_connection()
    started = time.monotonic()
    connection.open()
    left = DEADLINE - (time.monotonic() - started)
    if left <= 0:
        raise TimeoutError
    watch = Timer(left, _hang_up, [connection])
    watch.daemon = True
    watch.start()
    try:
        if not connection.send_messages([_message(notice)]):
            raise ValueError("no recipient")
    finally:
        watch.cancel()
        with suppress(OSError):  # a server that leaves without a word has taken the message
            connection.close()


def _hang_up(connection: Any) -> None:
    """Ends a conversation that a server draws out a byte at a time."""
    with suppress(AttributeError, OSError):
        connection.connection.sock.shutdown(socket.SHUT_RDWR)


def _message(notice: Notice) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    return EmailMessage(
        subject=notice.subject,
        body=notice.text,
        to=[notice.address],
        headers={"Message-ID": f"<{digest}@{host}>"},
    )


def _note_sent(notice: Notice) -> None:
    """What was taken is sent, also where somebody cancelled it in that moment: it went out."""
    Notice.objects.filter(pk=notice.pk).exclude(state=Notice.State.SENT).update(
        state=Notice.State.SENT,
        sent_at=clock.now(),
        claimed_until=None,
        next_attempt_at=None,
        last_error="",
    )


def _wake() -> None:
    """The server works: what only waited for it need not wait for its hour."""
    waiting = Notice.objects.struggling().filter(next_attempt_at__gt=clock.now())
    waiting.exclude(last_error__startswith=OF_MESSAGE).update(next_attempt_at=clock.now())


def _note_failure(notice: Notice, error: Exception) -> None:
    """Plans the next attempt or gives up; a message cancelled meanwhile stays cancelled."""
    about = "" if _is_of_server(error) else OF_MESSAGE
    changes: dict[str, Any] = {
        "claimed_until": None,
        "last_error": f"{about}{type(error).__name__} {_code(error) or ''}".strip(),
    }
    if _is_final(error) or notice.attempts >= MOST_ATTEMPTS:
        changes |= {"state": Notice.State.FAILED, "next_attempt_at": None}
    else:
        tried = notice.attempts
        wait = RETRY_AFTER[tried - 1] if tried <= len(RETRY_AFTER) else LATER
        changes["next_attempt_at"] = clock.now() + wait
    mine = Notice.objects.filter(pk=notice.pk, claimed_until=notice.claimed_until)
    mine.filter(state=Notice.State.QUEUED).update(**changes)


def _code(error: Exception) -> int | None:
    """The mail server's own number for what went wrong."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=None)
    return None


def _is_final(error: Exception) -> bool:
    """Whether this message was refused for good: its address or its content, by a 5xx.

    A server that refuses our name, password or sender says something about the portal's settings;
    no message is lost over them.
    """
    if not isinstance(error, OSError):
        return True
    about_message = isinstance(error, (SMTPRecipientsRefused, SMTPDataError))
    return about_message and (_code(error) or 0) >= 500


def _is_of_server(error: Exception) -> bool:
    if isinstance(error, (SMTPRecipientsRefused, SMTPDataError)):
        return _code(error) == 421  # "closing": it says so to whoever comes next as well
    return isinstance(error, (SMTPException, OSError))
