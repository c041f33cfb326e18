"""The outbox: written with its cause, sent once, retried, held back."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from dekranasda.notices.tasks import send_notice
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _own_templates(settings, tmp_path: Path):
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "trial.txt").write_text(
        "{% load i18n %}Kabar <b> untuk {{ recipient_name }}\n\n{{ thing }} & {{ council.place }}\n"
        "{% get_current_language as code %}{{ code }}\n"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def queue(recipient, key="a", **fields):
    return outbox.queue(
        key=key, recipient=recipient, template="trial", context={"thing": "Vas"}, **fields
    )


def test_message_is_rendered_at_once_and_not_escaped(sari):
    notice = queue(sari)

    assert notice.subject == "Kabar <b> untuk Sari Wulandari"
    assert notice.body == "Vas & Bojonegoro\nid"


def test_message_speaks_the_recipients_language(sari):
    sari.language = "en"

    assert queue(sari).body.endswith("\nen")


@pytest.mark.parametrize(
    ("email", "phone", "channel"),
    [
        ("sari@contoh.id", "+62812", Notice.Channel.EMAIL),
        (None, "+62812", Notice.Channel.WHATSAPP),
    ],
)
def test_channel_follows_what_the_person_has(sari, email, phone, channel):
    sari.email, sari.phone = email, phone
    notice = queue(sari)

    assert (notice.channel, notice.address) == (channel, email or phone)


def test_person_without_an_account_is_reached_by_the_address_given(db):
    by_hand = queue(None, address="+6285711112222", recipient_name="Mbah Karto")

    assert (by_hand.channel, by_hand.recipient_name) == ("whatsapp", "Mbah Karto")
    assert by_hand.whatsapp_url.startswith("https://wa.me/6285711112222?text=Vas%20%26%20")


def test_message_for_the_portal_alone_has_arrived_when_written(sari):
    notice = queue(sari, channel=Notice.Channel.PORTAL)

    notice.refresh_from_db()
    assert notice.state == Notice.State.SENT
    assert not DBTaskResult.objects.exists()


def test_same_key_writes_one_message_and_one_task(sari):
    assert queue(sari).pk == queue(sari).pk
    assert Notice.objects.count() == DBTaskResult.objects.count() == 1


def test_message_and_task_vanish_with_a_cause_that_is_rolled_back(sari):
    with transaction.atomic():
        queue(sari)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_sending_twice_sends_one_mail(sari):
    notice = queue(sari, link="/saya/karya/")

    send_notice.call(notice.pk)
    send_notice.call(notice.pk)

    [message] = mail.outbox
    assert message.to == ["sari@contoh.id"]
    assert message.body.endswith("/saya/karya/")
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (Notice.State.SENT, 1)


def test_held_message_is_neither_sent_nor_shown_until_released(sari):
    notice = outbox.hold(key="a", recipient=sari, template="trial", context={})
    send_notice.call(notice.pk)
    assert not mail.outbox
    assert not Notice.objects.for_recipient(sari).exists()

    assert outbox.release(["a", "unknown"]) == 1
    assert outbox.release(Notice.objects.all()) == 0

    assert Notice.objects.for_recipient(sari).get() == notice
    assert DBTaskResult.objects.count() == 1
    send_notice.call(notice.pk)
    assert len(mail.outbox) == 1


def test_cancelled_message_is_never_sent_and_a_sent_one_stays(sari, bima):
    first, second = queue(sari, "a"), queue(bima, "b")
    send_notice.call(first.pk)

    assert outbox.cancel(["a", "b"]) == 1
    send_notice.call(second.pk)

    assert [message.to for message in mail.outbox] == [["sari@contoh.id"]]


class Failing(BaseEmailBackend):
    """A mail server that answers with the next error of the list."""

    errors: list[Exception] = []

    def send_messages(self, messages):
        raise self.errors.pop(0)


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = "tests.notices.test_outbox.Failing"
    return Failing


def test_silent_mail_server_is_tried_again_after_1_5_15_and_60_minutes(sari, failing):
    notice = queue(sari)
    waits = []
    for _attempt in range(5):
        failing.errors = [TimeoutError()]
        before = timezone.now()
        send_notice.call(notice.pk)
        notice.refresh_from_db()
        if notice.next_attempt_at:
            waits.append(round((notice.next_attempt_at - before) / timedelta(minutes=1)))

    assert waits == [1, 5, 15, 60]
    assert notice.state == Notice.State.FAILED
    planned = DBTaskResult.objects.exclude(run_after=None).count()
    assert planned >= 4


def test_refusal_for_good_is_not_tried_again_and_a_busy_server_is(sari, bima, failing):
    refused, busy = queue(sari, "a"), queue(bima, "b")

    failing.errors = [smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})]
    send_notice.call(refused.pk)
    failing.errors = [smtplib.SMTPServerDisconnected()]
    send_notice.call(busy.pk)

    refused.refresh_from_db()
    busy.refresh_from_db()
    assert (refused.state, refused.last_error) == ("failed", "SMTPRecipientsRefused 550")
    assert (busy.state, busy.attempts) == ("queued", 1)


def test_failed_message_can_be_sent_again(sari, failing, settings):
    notice = queue(sari)
    failing.errors = [smtplib.SMTPRecipientsRefused({"x": (550, b"")})]
    send_notice.call(notice.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    notice.refresh_from_db()
    outbox.retry(notice)
    send_notice.call(notice.pk)

    assert len(mail.outbox) == 1


class Slow(BaseEmailBackend):
    """A mail server that takes its time, and counts."""

    sent: list[str] = []

    def send_messages(self, messages):
        import time  # noqa: PLC0415 for this class alone

        time.sleep(0.2)
        self.sent.extend(message.to[0] for message in messages)
        return len(messages)


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_send_one_mail(settings):
    settings.EMAIL_BACKEND = "tests.notices.test_outbox.Slow"
    Slow.sent = []
    notice = queue(make_user(email="sari@contoh.id"))

    def work(_number):
        try:
            send_notice.call(notice.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))

    assert Slow.sent == ["sari@contoh.id"]
