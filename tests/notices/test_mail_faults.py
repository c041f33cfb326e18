"""Each notice once, with a real mail server that is down, slow, or answers 4xx and 5xx."""

import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import settings as portal
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from dekranasda.lib import clock
from dekranasda.lib.scratch_database import environment_of
from dekranasda.notices import delivery, outbox
from dekranasda.notices.delivery import Outcome, deliver_next
from dekranasda.notices.models import Notice
from tests.factories import make_user
from tests.notices.mail_server import serving

NOW = datetime(2026, 3, 2, 8, tzinfo=timezone.get_default_timezone())
STEP = timedelta(minutes=1)


@pytest.fixture
def server(settings):
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 20  # a busy machine is no fault of the server
        yield server


def write(count=1):
    """As many notices as asked for, each to a person of its own."""
    people = [make_user(email=f"perajin{number}@contoh.id") for number in range(count)]
    return [
        outbox.queue(
            key=f"k{number}",
            recipient=person,
            template="data_erased",
            context={},
            channel=Notice.Channel.EMAIL,
        )
        for number, person in enumerate(people)
    ]


def work_through(start, length):
    """Lets the sender look whenever something is due, from `start` on; the number of attempts."""
    attempts, at = 0, start
    while at <= start + length:
        with clock.fixed_at(at):
            outcome = deliver_next()
            while outcome is not None:
                attempts += 1
                # A silent server is left alone for a moment, as the sender does.
                outcome = None if outcome == Outcome.NO_SERVER else deliver_next()
        planned = Notice.objects.due().aggregate(first=Min("next_attempt_at"))["first"]
        if not Notice.objects.due().exists():
            break
        at = max(at + STEP, planned or at)
    return attempts


def states():
    return set(Notice.objects.values_list("state", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("troubles", "copies"),
    [
        (["greeting 421 too busy", "greeting 421 too busy"], 1),
        (["greeting 554 not for you"], 1),
        (["greeting hang"], 1),
        (["greeting drop"], 1),
        (["mail 451 try later"], 1),
        (["mail 550 sender unknown"], 1),  # our settings, no word about the reader
        (["rcpt 451 greylisted", "rcpt 421 closing"], 1),
        (["data 452 disk full"], 1),
        (["data hang", "dot 451 later"], 1),
        (["quit hang"], 1),
        (["quit drop"], 1),
        # The last yes is lost: offered again under the same Message-ID, more SMTP cannot do.
        (["dot drop"], 2),
        (["dot hang"], 2),
    ],
)
def test_a_fault_delays_a_notice_and_neither_loses_nor_doubles_it(
    server, settings, troubles, copies
):
    write()
    server.troubles = list(troubles)
    if any("hang" in trouble for trouble in troubles):
        settings.EMAIL_TIMEOUT = 1

    attempts = work_through(NOW, timedelta(minutes=30))

    assert (len(set(server.kept)), len(server.kept)) == (1, copies)
    assert attempts == len(troubles) + ("quit" not in troubles[0])
    assert states() == {Notice.State.SENT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("down", "delay"),
    [
        (timedelta(hours=1), timedelta(minutes=15)),
        (timedelta(hours=12), timedelta(hours=1)),
        (timedelta(hours=48), timedelta(hours=1)),
    ],
    ids=["an hour", "a night", "a weekend"],
)
def test_an_outage_ends_with_every_notice_delivered_once(server, settings, down, delay):
    notices = write(3)
    # A port that is taken and at which nobody listens: whoever connects is refused at once.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = silent.getsockname()[1]
        work_through(NOW, down)
    assert (server.conversations, states()) == (0, {Notice.State.QUEUED})

    settings.EMAIL_PORT = server.port
    work_through(NOW + down, delay)

    assert sorted(server.to) == sorted(notice.address for notice in notices)
    assert len(set(server.kept)) == 3
    assert states() == {Notice.State.SENT}


@pytest.mark.django_db
def test_after_three_days_the_staff_is_told_instead(server):
    write()
    server.troubles = ["rcpt 451 later"] * 100

    attempts = work_through(NOW, timedelta(days=5))

    assert (attempts, server.kept) == (delivery.MOST_ATTEMPTS, [])
    assert [(one.last_error, one.attempts) for one in Notice.objects.failed()] == [
        ("message: SMTPRecipientsRefused 451", 80)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", ["rcpt 550 no such user", "dot 554 not accepted"])
def test_a_refusal_for_good_is_not_repeated_and_stops_nobody_else(server, refusal):
    refused, other = write(2)
    server.troubles = [refusal]

    attempts = work_through(NOW, timedelta(hours=3))

    assert (attempts, server.to) == (2, [other.address])
    assert list(Notice.objects.failed()) == [refused]


@pytest.mark.django_db
def test_what_cannot_be_written_as_mail_stops_nobody_else(server):
    broken, other = write(2)
    Notice.objects.filter(pk=broken.pk).update(subject="Kabar\nBcc: semua@contoh.id")

    work_through(NOW, timedelta(minutes=5))

    assert server.to == [other.address]
    assert list(Notice.objects.failed()) == [broken]


@pytest.mark.django_db
def test_a_server_that_sends_a_byte_at_a_time_is_left(server, monkeypatch):
    monkeypatch.setattr(delivery, "DEADLINE", 0.5)
    write()
    server.troubles = ["mail drip"]
    began = time.monotonic()

    assert deliver_next() == Outcome.NO_SERVER

    assert time.monotonic() - began < 20  # it would drip for ever
    assert states() == {Notice.State.QUEUED}


def test_several_senders_and_a_server_that_fails_now_and_then(transactional_db, server):
    write(12)
    server.troubles = ["rcpt 451 later", "", "dot 451 later", "", "greeting 421 busy"]

    def send(_number):
        try:
            while deliver_next() is not None:
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    Notice.objects.due().update(next_attempt_at=None)
    send(0)

    assert (len(server.kept), len(set(server.kept))) == (12, 12)
    assert states() == {Notice.State.SENT}


@pytest.mark.parametrize(
    ("answer", "end", "copies"),
    [("250 kept", Notice.State.SENT, 1), ("451 later", Notice.State.CANCELLED, 0)],
)
def test_a_cancellation_never_waits_for_a_slow_server(
    transactional_db, server, answer, end, copies
):
    """What was on its way is sent or cancelled in the end, never both, and never tried again."""
    [notice] = write()
    asked, told = threading.Event(), threading.Event()

    def wait():
        asked.set()
        told.wait(20)

    server.before = wait
    server.troubles = [f"rcpt {answer}"]
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(in_own_connection, deliver_next)
        assert asked.wait(20)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            assert outbox.cancel([notice.key]) == 0
        told.set()
        sending.result()

    work_through(timezone.now(), timedelta(hours=2))
    notice.refresh_from_db()
    assert (notice.state, len(server.kept)) == (end, copies)


def in_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


def sender_process(server):
    return subprocess.Popen(
        [sys.executable, str(portal.BASE_DIR / "manage.py"), "send_mail", "--once"],
        env=environment_of(connection.settings_dict["NAME"])
        | {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(server.port),
        },
    )


def test_a_sender_killed_after_the_servers_yes_offers_the_same_message_again(
    transactional_db, server
):
    first, second = write(2)
    kept, killed = threading.Event(), threading.Event()

    def stop():
        kept.set()
        killed.wait(60)

    server.troubles = [stop]
    sender = sender_process(server)
    assert kept.wait(60)
    sender.kill()
    assert sender.wait(60) == -signal.SIGKILL
    killed.set()
    first.refresh_from_db()
    assert (first.state, first.attempts, server.to) == ("queued", 1, [first.address])

    assert (deliver_next(), deliver_next()) == (Outcome.SENT, None)  # the claim still holds
    assert server.to == [first.address, second.address]
    Notice.objects.due().update(claimed_until=timezone.now())
    assert deliver_next() == Outcome.SENT

    assert server.to == [first.address, second.address, first.address]
    assert len(set(server.kept)) == 2
    assert states() == {Notice.State.SENT}
