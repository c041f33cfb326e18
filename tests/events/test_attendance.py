"""The door: sessions, taps that arrive late or twice, notes taken back, and certificates."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dekranasda.accounts.models import Role
from events.attendance import counts_of, current_session, mark_attended, unmark_attended
from events.certificates import issue_certificates, revoke
from events.models import Attendance, Certificate, Event, Session
from tests.events.factories import join, make_event
from tests.factories import make_user
from tests.scanning import scanned

HOUR = timedelta(hours=1)


@pytest.fixture
def start():
    """Today at the hour, so that an event of some hours stays on its day of the council."""
    return timezone.localtime().replace(hour=1, minute=0, second=0, microsecond=0)


@pytest.fixture
def training(db, start) -> Event:
    """A training of today with three sessions, each two hours long."""
    event = make_event(starts_at=timezone.now() + HOUR, ends_at=timezone.now() + 2 * HOUR, quota=40)
    event.people = [join(event) for _person in range(3)]
    Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + 6 * HOUR)
    event.refresh_from_db()
    for number in range(3):
        begin = start + number * 2 * HOUR
        Session.objects.create(
            event=event, title=f"Sesi {number + 1}", starts_at=begin, ends_at=begin + 2 * HOUR
        )
    return event


def sessions_of(event):
    return list(event.sessions.all())


def test_a_tap_counts_for_the_session_that_people_come_to(training, start):
    first, second, third = sessions_of(training)

    def at(minutes):
        return current_session([first, second, third], at=start + timedelta(minutes=minutes))

    assert [at(-300), at(0), at(74), at(75), at(240), at(900)] == [
        first, first, first, second, third, third,
    ]  # fmt: skip


@pytest.mark.parametrize("order", [(9, 14, 30, 9), (30, 14, 9, 9), (14, 9, 9, 30)])
def test_taps_of_two_phones_in_any_order_keep_the_time_of_the_first(
    training, dewi, maya, start, order
):
    person, session = training.people[0], sessions_of(training)[0]
    for minutes in order:
        by = maya if minutes == 9 else dewi
        mark_attended(person, session=session, by=by, at=start + timedelta(minutes=minutes))

    note = Attendance.objects.get()
    assert (note.marked_at, note.marked_by) == (start + timedelta(minutes=9), maya)


def test_a_tap_from_before_does_not_bring_back_a_note_that_was_taken_back(training, dewi, start):
    person, session = training.people[0], sessions_of(training)[0]
    mark_attended(person, session=session, by=dewi, at=start)
    unmark_attended(person, session=session, by=dewi, at=start + HOUR)

    mark_attended(person, session=session, by=dewi, at=start + HOUR / 2)
    person.refresh_from_db()
    assert (person.state, Attendance.objects.standing().count()) == ("confirmed", 0)
    mark_attended(person, session=session, by=dewi, at=start + 2 * HOUR)

    person.refresh_from_db()
    assert (person.state, Attendance.objects.standing().count()) == ("attended", 1)


def test_taking_back_one_session_leaves_the_others(training, dewi, start):
    person = training.people[0]
    first, second, _third = sessions_of(training)
    mark_attended(person, session=first, by=dewi, at=start)
    mark_attended(person, session=second, by=dewi, at=start + 2 * HOUR)

    unmark_attended(person, session=first, by=dewi, at=start + 3 * HOUR)

    person.refresh_from_db()
    assert person.state == "attended"
    assert [(one.came, one.expected) for one in counts_of(training, sessions_of(training))] == [
        (0, 3), (1, 3), (0, 3),
    ]  # fmt: skip


def test_a_session_of_another_event_is_refused(training, dewi, start):
    other = make_event(starts_at=start, ends_at=start + HOUR, registration_closes_at=start)
    stranger = Session.objects.create(
        event=other, title="Lain", starts_at=start, ends_at=start + HOUR
    )

    with pytest.raises(ValidationError, match="acara lain"):
        mark_attended(training.people[0], session=stranger, by=dewi, at=start)


def test_a_phone_sends_a_tap_twice_and_reads_the_time_of_the_first(as_user, training, dewi):
    client, person = as_user(dewi), training.people[0]
    session = sessions_of(training)[0]
    address = f"/kerja/hadir/{person.code}/catat/"

    for ago in ("0", "0"):
        answer = client.post(
            address, {"session": session.pk, "ago": ago}, headers={"Accept": "application/json"}
        )

    note = Attendance.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "url": f"/kerja/acara/{training.pk}/presensi/{session.pk}/",
        "time": timezone.localtime(note.marked_at).strftime("%H.%M"),
        "came": 1,
        "expected": 3,
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"session": "999999"}, "Sesi ini tidak ada lagi"),
        ({"ago": str(8 * 24 * 3600)}, "lebih dari tujuh hari"),
        ({"ago": "-1"}, "0"),
        ({"ago": "x"}, "angka"),
    ],
)
def test_a_tap_that_makes_no_sense_is_refused_in_words(as_user, training, dewi, fields, words):
    answer = as_user(dewi).post(
        f"/kerja/hadir/{training.people[0].code}/catat/",
        fields,
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert words in answer.json()["errors"][0]["message"]
    assert not Attendance.objects.exists()


def test_the_desk_opens_at_the_session_of_the_moment_and_finds_by_name_and_code(
    as_user, training, dewi, django_assert_num_queries
):
    client = as_user(dewi)
    first = sessions_of(training)[0]
    one, two, three = training.people

    opened = client.get(f"/kerja/acara/{training.pk}/presensi/")
    assert opened.status_code == 302
    page = client.get(f"/kerja/acara/{training.pk}/presensi/{first.pk}/").content.decode()
    found = client.get(
        f"/kerja/acara/{training.pk}/presensi/{first.pk}/", {"cari": two.code.lower()}
    ).content.decode()

    assert all(person.code in page for person in (one, two, three))
    assert two.artisan.name in found
    assert one.code not in found
    with django_assert_num_queries(9):
        client.get(f"/kerja/acara/{training.pk}/presensi/{first.pk}/")


def test_a_mentor_of_another_event_finds_no_desk(as_user, training, maya):
    assert as_user(maya).get(f"/kerja/acara/{training.pk}/presensi/").status_code == 404


def over(training):
    """The training ended yesterday."""
    training.starts_at -= timedelta(days=2)
    training.ends_at -= timedelta(days=2)
    training.save()


def attend(person, sessions, by):
    for session in sessions:
        mark_attended(person, session=session, by=by, at=session.starts_at)


def test_certificates_go_to_who_was_there_often_enough_and_to_nobody_else(training, dewi):
    sessions = sessions_of(training)
    always, twice, _never = training.people
    attend(always, sessions, dewi)
    attend(twice, sessions[:2], dewi)
    over(training)

    assert issue_certificates(training, by=dewi, on=timezone.localdate()) == 1
    assert Certificate.objects.get().registration == always
    Event.objects.update(least_attendance_percent=60)
    assert issue_certificates(training, by=dewi, on=timezone.localdate()) == 1

    assert {one.registration for one in Certificate.objects.all()} == {always, twice}


def test_the_database_refuses_a_certificate_without_attendance(training, dewi):
    with pytest.raises(IntegrityError, match="no attendance"), transaction.atomic():
        Certificate.objects.create(
            registration=training.people[0],
            number="0001/PST-001/2026",
            issued_on=timezone.localdate(),
            issued_by=dewi,
        )


@pytest.fixture
def certificate(training, dewi) -> Certificate:
    """The only certificate of the training."""
    attend(training.people[0], sessions_of(training), dewi)
    over(training)
    issue_certificates(training, by=dewi, on=timezone.localdate())
    return Certificate.objects.get()


def test_only_the_check_code_opens_the_public_page(client, certificate):
    name = certificate.registration.artisan.name
    page = client.get(f"/verifikasi/{certificate.check_code.lower()}/")
    searched = client.get("/verifikasi/", {"nomor": f" {certificate.check_code} "}, follow=True)
    by_number = client.get(f"/verifikasi/{certificate.number.replace('/', '-')}/")

    assert page.status_code == 200
    assert name in page.content.decode()
    assert "Hadir di 3 dari 3 sesi" in page.content.decode()
    assert name in searched.content.decode()
    assert by_number.status_code == 404
    assert name not in by_number.content.decode()


def test_a_revoked_certificate_says_so_with_the_reason(as_user, client, certificate, dewi):
    staff = as_user(dewi)
    address = f"/kerja/peserta/{certificate.registration.code}/sertifikat/cabut/"

    assert staff.post(address, {"reason": " "}).status_code == 200
    assert Certificate.objects.filter(revoked_on=None).exists()
    staff.post(address, {"reason": "Kehadirannya ternyata orang lain."})

    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "Dicabut" in page
    assert "Kehadirannya ternyata orang lain." in page


def test_attendance_stays_while_a_certificate_stands_on_it(certificate, dewi):
    registration = certificate.registration
    with pytest.raises(ValidationError, match="Cabut sertifikat"):
        unmark_attended(registration, by=dewi, at=timezone.now())

    revoke(registration, reason="Salah orang.", by=dewi, on=timezone.localdate())
    unmark_attended(registration, by=dewi, at=timezone.now())

    assert not Attendance.objects.standing().exists()


def test_the_holder_and_staff_download_the_certificate_and_nobody_else(
    as_user, certificate, dewi, bima
):
    registration = certificate.registration
    own, staff = (
        f"/saya/pelatihan/{registration.code}/sertifikat.pdf",
        f"/kerja/peserta/{registration.code}/sertifikat.pdf",
    )

    for client, address in ((as_user(registration.artisan.user), own), (as_user(dewi), staff)):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        (scan,) = scanned(b"".join(answer.streaming_content))
        assert scan == settings.SITE_URL + certificate.get_absolute_url()
    assert as_user(bima).get(own).status_code == 404
    assert as_user(make_user(Role.MENTOR)).get(staff).status_code == 404
