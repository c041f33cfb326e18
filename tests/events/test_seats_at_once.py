"""Many phones send the same form in the same moment, over HTTP: no seat is given twice.

`CROWD=full` plays 100 rounds of 200 artisans, 50 of whom send twice, for 30 seats; without it
two smaller rounds go the same way.
"""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from dekranasda.notices.models import Notice
from events import registration as rules
from events.models import Event, Registration
from events.querysets import EventQuerySet
from tests.events.factories import make_event, make_member

IS_FULL = os.environ.get("CROWD") == "full"
ROUNDS, ARTISANS, TWICE, SEATS = (100, 200, 50, 30) if IS_FULL else (2, 40, 10, 8)
AT_ONCE = 40  # requests under way together: the tests' database takes 60 connections
TOKEN = "a" * 32
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}

pytestmark = pytest.mark.django_db(transaction=True)


class Phone:
    """An artisan's browser, signed in."""

    def __init__(self, business, address):
        self.business = business
        self.host = urlsplit(address).netloc
        client = Client()
        client.force_login(business.owner.user)
        self.session = client.session.session_key
        self.cookies = f"sessionid={self.session}; csrftoken={TOKEN}"

    def answer(self, event):
        """What the first two steps of registering keep in the session."""
        session = SessionStore(self.session)
        session[f"event-{event.pk}"] = {"business": self.business.slug}
        session.save()

    def post(self, path):
        """Sends a form; the status of the answer and where it leads."""
        connection = HTTPConnection(self.host, timeout=60)
        try:
            connection.request("POST", path, headers={**HEADERS, "Cookie": self.cookies})
            response = connection.getresponse()
            response.read()
            return response.status, response.getheader("Location", "")
        finally:
            connection.close()

    def register(self, event):
        """The last step of registering."""
        return self.post(f"/pelatihan/{event.slug}/daftar/periksa/")


def all_at_once(acts):
    """Runs the acts, as many at a time as the database has connections for."""
    with ThreadPoolExecutor(min(AT_ONCE, len(acts))) as pool:
        return list(pool.map(lambda act: act(), acts))


def in_order_of_the_lock(event):
    """Every registration by the moment it was written under the lock."""
    return list(event.registrations.order_by("registered_at"))


def test_seats_are_given_once_and_the_list_is_in_order(live_server):
    phones = [Phone(make_member(), live_server.url) for _number in range(ARTISANS)]
    chance = random.Random(3522)
    for _round in range(ROUNDS):
        event = make_event(quota=SEATS)
        for phone in phones:
            phone.answer(event)
        senders = phones + chance.sample(phones, TWICE)
        chance.shuffle(senders)

        answers = all_at_once([partial(phone.register, event) for phone in senders])

        assert {status for status, _location in answers} == {302}
        event.refresh_from_db()
        people = in_order_of_the_lock(event)
        assert len(people) == len({one.artisan_id for one in people}) == ARTISANS
        assert [one.state for one in people] == ["confirmed"] * SEATS + ["waiting"] * (
            ARTISANS - SEATS
        )
        assert [one.position for one in people[SEATS:]] == list(range(1, ARTISANS - SEATS + 1))
        assert event.taken == SEATS
        assert Notice.objects.filter(key__startswith="events:").count() == ARTISANS

        back = {phone.business.pk: phone for phone in phones}
        leaving = people[:SEATS] if IS_FULL else people[: SEATS // 2]
        chance.shuffle(leaving)
        all_at_once(
            [
                partial(back[one.business_id].post, f"/saya/pelatihan/{one.code}/batal/")
                for one in leaving
            ]
        )

        event.refresh_from_db()
        after = in_order_of_the_lock(event)
        left = len(leaving)
        assert {one.state for one in after if one in leaving} == {"cancelled"}
        assert [one.state for one in after[SEATS : SEATS + left]] == ["confirmed"] * left
        assert [one.position for one in after[SEATS + left :]] == list(
            range(1, ARTISANS - SEATS - left + 1)
        )
        assert event.taken == SEATS
        Notice.objects.all().delete()


def test_without_the_lock_a_seat_is_sold_twice(live_server, monkeypatch):
    """The control: the same pages without the lock oversell, so the test above can fail."""
    event = make_event(quota=1)
    phones = [Phone(make_member(), live_server.url) for _number in range(2)]
    for phone in phones:
        phone.answer(event)
    both_read = Barrier(2)

    def held(*arguments, **options):
        both_read.wait(timeout=60)
        return check(*arguments, **options)

    check = rules.check_eligible
    monkeypatch.setattr(EventQuerySet, "select_for_update", lambda self, *a, **k: self.all())
    monkeypatch.setattr(rules, "check_eligible", held)

    all_at_once([partial(phone.register, event) for phone in phones])

    assert Registration.objects.seated().filter(event=event).count() == 2
    assert Event.objects.get(pk=event.pk).quota == 1
