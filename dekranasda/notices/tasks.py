"""Sending e-mail from the outbox: once, however often the worker is asked or falls over."""

import hashlib
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dekranasda.notices.models import Notice

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
)


@task()
def send_notice(pk: int) -> None:
    """Sends one waiting e-mail and notes it, under the lock of its row.

    A second worker finds the row locked or sent and does nothing. After a failure it tries again
    in 1, 5, 15 and 60 minutes; a refusal for good ends it at once. Should the process die between
    the mail server's yes and the commit, the next attempt carries the same Message-ID, by which
    mailboxes drop the second copy.
    """
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, state=Notice.State.QUEUED, channel=Notice.Channel.EMAIL)
            .first()
        )
        if notice is None:
            return
        notice.attempts += 1
        try:
            _message(notice).send()
        except (SMTPException, OSError) as error:
            _note_failure(notice, error)
        else:
            notice.state = Notice.State.SENT
            notice.sent_at = timezone.now()
            notice.next_attempt_at = None
            notice.last_error = ""
        notice.save()


def _message(notice: Notice) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    return EmailMessage(
        subject=notice.subject,
        body=notice.text,
        to=[notice.address],
        headers={"Message-ID": f"<{digest}@{host}>"},
    )


def _note_failure(notice: Notice, error: Exception) -> None:
    notice.last_error = f"{type(error).__name__} {_code(error) or ''}".strip()
    delays_used = notice.attempts - 1
    if _is_final(error) or delays_used >= len(RETRY_AFTER):
        notice.state = Notice.State.FAILED
        notice.next_attempt_at = None
        return
    notice.next_attempt_at = timezone.now() + RETRY_AFTER[delays_used]
    send_notice.using(run_after=notice.next_attempt_at).enqueue(notice.pk)


def _code(error: Exception) -> int | None:
    """The mail server's own number for what went wrong."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=None)
    return None


def _is_final(error: Exception) -> bool:
    """Whether the mail server said no for good (5xx) rather than not now (4xx, no answer)."""
    return (_code(error) or 0) >= 500
