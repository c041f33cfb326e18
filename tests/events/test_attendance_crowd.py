"""The door at full size: 500 scans of two phones over HTTP, and strangers who guess certificates.

`CROWD=full` sends 500 scans and 2,000 guesses; without it fewer go the same way.
"""

import http.client
import os
import random
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from events.models import Attendance, Certificate, Event, Registration
from events.models.registrations import CODE_ALPHABET
from tests.events.factories import join, make_event, make_member

IS_FULL = os.environ.get("CROWD") == "full"
PEOPLE, SCANS = (180, 500) if IS_FULL else (24, 70)
GUESSES = 2_000 if IS_FULL else 150


@pytest.fixture
def door(dewi) -> Event:
    """A training of two days that began yesterday, and nobody noted yet."""
    event = make_event(quota=PEOPLE)
    event.people = [join(event) for _person in range(PEOPLE)]
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    day = timedelta(days=1)
    Event.objects.update(starts_at=start - day, ends_at=start + day)
    return event


class Phone:
    """One device: its own connection, its own session, its taps with their moments."""

    def __init__(self, address: str, session: str) -> None:
        self.place = urlsplit(address)
        self.session = session
        self.taps: list[tuple[str, datetime]] = []

    def send(self, taps: list[tuple[str, datetime]]) -> list[int]:
        """The answers to taps that are sent now, one after another."""
        line = http.client.HTTPConnection(str(self.place.hostname), self.place.port, timeout=60)
        token = secrets.token_hex(16)
        answers = []
        for code, moment in taps:
            ago = round((timezone.now() - moment).total_seconds())
            line.request(
                "POST",
                f"/kerja/hadir/{code}/catat/",
                urlencode({"session": "", "ago": ago}),
                {
                    "Accept": "application/json",
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"sessionid={self.session}; csrftoken={token}",
                    "X-CSRFToken": token,
                },
            )
            answer = line.getresponse()
            answer.read()
            answers.append(answer.status)
        line.close()
        return answers


@pytest.mark.django_db(transaction=True)
def test_scans_of_two_phones_with_repeats_and_a_late_replay_note_each_person_once(
    live_server, as_user, dewi, admin, door
):
    drawn = random.Random(7)
    phones = [
        Phone(live_server.url, as_user(user).cookies["sessionid"].value) for user in (dewi, admin)
    ]
    codes = [person.code for person in door.people]
    for number in range(SCANS):
        code = codes[number] if number < PEOPLE else drawn.choice(codes)
        moment = timezone.now() - timedelta(seconds=drawn.randrange(7_000) + 1)
        drawn.choice(phones).taps.append((code, moment))
    # The second phone had no signal: it sends all at the end, the half of which it sends again.
    first, second = phones
    drawn.shuffle(second.taps)

    with ThreadPoolExecutor(2) as pool:
        live = pool.submit(first.send, first.taps)
        replay = pool.submit(second.send, second.taps + second.taps[::2])
        answers = live.result() + replay.result()
    connection.close()

    earliest: dict[str, datetime] = {}
    for code, moment in first.taps + second.taps:
        earliest[code] = min(moment, earliest.get(code, moment))
    noted = dict(Attendance.objects.values_list("registration__code", "marked_at"))
    late = [abs(noted[code] - moment) for code, moment in earliest.items()]
    assert set(answers) == {201}
    assert len(answers) == SCANS + len(second.taps[::2])
    assert Attendance.objects.count() == PEOPLE == len(noted)
    assert max(late) < timedelta(minutes=1)  # a busy machine; the taps lie hours apart
    assert Registration.objects.filter(state="attended").count() == PEOPLE


def test_guessing_certificates_finds_none_and_is_slowed_down(client, db, dewi):
    event = make_event(quota=5)
    Event.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now())
    given = [give_certificate(event, number, dewi) for number in range(5)]
    cache.clear()

    drawn = random.Random(5)
    parts = ["".join(drawn.choices(CODE_ALPHABET, k=10)) for _try in range(100_000)]
    tried = {f"PST-{part[:5]}-{part[5:]}" for part in parts}
    near = neighbours(given[0])
    since = timezone.now()
    answers = [
        client.get(f"/verifikasi/{code}/").status_code for code in [*near, *sorted(tried)][:GUESSES]
    ]

    assert tried & set(given) == set()
    assert len(CODE_ALPHABET) ** 10 > 10**14
    assert answers.count(200) == 0
    minutes = 1 + int((timezone.now() - since).total_seconds() // 60)
    assert answers.count(404) <= 60 * minutes  # what an address may ask in a minute
    assert answers.count(429) == GUESSES - answers.count(404)


def neighbours(code: str) -> list[str]:
    """The codes beside a known one: its last character changed."""
    return [code[:-1] + one for one in CODE_ALPHABET if one != code[-1]]


def give_certificate(event: Event, number: int, by) -> str:
    """The check code of a certificate for somebody who was there."""
    registration = Registration.objects.create(
        event=event,
        artisan=(business := make_member()).owner,
        business=business,
        state="attended",
        registered_by=by,
        registered_at=timezone.now(),
    )
    Attendance.objects.create(registration=registration, marked_at=timezone.now(), marked_by=by)
    certificate = Certificate.objects.create(
        registration=registration,
        number=f"{event.pk:04}/PST-{number:03}/2026",
        issued_on=timezone.localdate(),
        issued_by=by,
    )
    return certificate.check_code
