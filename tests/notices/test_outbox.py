"""The outbox: written with its cause, sent once, retried, held back."""

from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction

from dekranasda.notices import outbox
from dekranasda.notices.delivery import Outcome, deliver_next
from dekranasda.notices.models import Notice


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


def test_same_key_writes_one_message(sari):
    assert queue(sari).pk == queue(sari).pk
    assert Notice.objects.count() == 1


def test_message_vanishes_with_a_cause_that_is_rolled_back(sari):
    with transaction.atomic():
        queue(sari)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_sending_twice_sends_one_mail(sari):
    notice = queue(sari, link="/saya/karya/")

    assert (deliver_next(), deliver_next()) == (Outcome.SENT, None)

    [message] = mail.outbox
    assert message.to == ["sari@contoh.id"]
    assert message.body.endswith("/saya/karya/")
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (Notice.State.SENT, 1)


def test_held_message_is_neither_sent_nor_shown_until_released(sari):
    notice = outbox.hold(key="a", recipient=sari, template="trial", context={})
    assert deliver_next() is None
    assert not Notice.objects.for_recipient(sari).exists()

    assert outbox.release(["a", "unknown"]) == 1
    assert outbox.release(Notice.objects.all()) == 0

    assert Notice.objects.for_recipient(sari).get() == notice
    assert (deliver_next(), deliver_next()) == (Outcome.SENT, None)
    assert len(mail.outbox) == 1


def test_cancelled_message_is_never_sent_and_a_sent_one_stays(sari, bima):
    queue(sari, "a")
    deliver_next()
    queue(bima, "b")

    assert outbox.cancel(["a", "b"]) == 1
    assert deliver_next() is None

    assert [message.to for message in mail.outbox] == [["sari@contoh.id"]]


def test_failed_message_can_be_sent_again(sari):
    notice = queue(sari)
    Notice.objects.update(state=Notice.State.FAILED, attempts=80, last_error="x")

    outbox.retry(notice)

    assert deliver_next() == Outcome.SENT
    assert len(mail.outbox) == 1
