"""The last word to somebody whose data was erased. It stands in no outbox: that would keep it."""

import logging
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from artisans.models import Artisan
from dekranasda.notices.outbox import render

logger = logging.getLogger(__name__)
TEMPLATE = "data_erased"


def text_for(artisan: Artisan) -> tuple[str, str]:
    """Subject and body of what the person is told, in the person's language."""
    return render(TEMPLATE, {"recipient_name": artisan.name}, artisan.user)


def bid_farewell(artisan: Artisan) -> None:
    """Sends one e-mail after the commit to whoever has an address; called before the erasure.

    Who has a telephone alone is told by the member of the staff, by hand, before the erasure.
    """
    address = artisan.user.email if artisan.user else ""
    if address:
        subject, body = text_for(artisan)
        transaction.on_commit(partial(_send, subject, body, address))


def _send(subject: str, body: str, address: str) -> None:
    """A mail server that does not answer undoes no erasure; the log keeps no address."""
    try:
        EmailMessage(subject, body, to=[address]).send()
    except (SMTPException, OSError) as error:
        logger.error("the word of an erasure was not sent: %s", type(error).__name__)  # noqa: TRY400
