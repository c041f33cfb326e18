"""A published event that moves: who is told, what they read, what the calendar and the page say."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from dekranasda.notices.models import Notice
from events.models import Event, Registration
from events.registration import cancel, cancel_event
from tests.events.factories import join, make_event
from tests.events.test_stalls import ask, make_call

WIB = ZoneInfo("Asia/Jakarta")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def event(db) -> Event:
    """A training with one seat, in two weeks from nine to three."""
    start = (
        (timezone.now() + timedelta(days=14))
        .astimezone(WIB)
        .replace(hour=9, minute=0, second=0, microsecond=0)
    )
    return make_event(quota=1, starts_at=start, ends_at=start + 6 * HOUR)


def answers(event: Event, **changes) -> dict[str, object]:
    """What the form of the event holds, with changes."""
    event.refresh_from_db()
    fields = {
        name: getattr(event, name)
        for name in ("kind", "title", "slug", "place", "quota", "offer_hours")
    }
    moments = {
        name: f"{timezone.localtime(changes.pop(name, getattr(event, name))):%Y-%m-%dT%H:%M}"
        for name in ("starts_at", "ends_at")
    }
    fields["quota"] = fields["quota"] or ""
    return {**fields, "least_attendance_percent": 80, **moments, **changes}


def confirmed(page) -> str:
    """What the page's question wants back."""
    return page.context["question"]["confirmed"]


def told(registration: Registration) -> list[str]:
    """Templates of the messages that stand, the oldest first."""
    notices = Notice.objects.live().filter(recipient=registration.artisan.user)
    return list(notices.order_by("pk").values_list("template", flat=True))


def test_staff_see_how_many_are_told_and_everybody_is_told_once(as_user, dewi, client, event):
    seated, waiting, gone = join(event), join(event), join(event)
    cancel(gone)
    staff, address = as_user(dewi), f"/kerja/acara/{event.pk}/ubah/"
    was = event.starts_at
    moved = {"starts_at": was + DAY, "ends_at": event.ends_at + DAY, "place": "Balai Desa Batokan"}

    asked = staff.post(address, answers(event, **moved))
    untouched = Event.objects.get(pk=event.pk)
    other = {**moved, "place": "Pendopo"}
    again = staff.post(address, {**answers(event, **other), "confirmed": confirmed(asked)})
    saved = staff.post(address, {**answers(event, **moved), "confirmed": confirmed(asked)})
    staff.post(address, {**answers(event), "summary": "Bawa contoh."})

    assert "2 orang dikabari" in asked.content.decode()
    assert "Balai Desa Batokan" in asked.content.decode()  # nothing typed is lost
    assert (untouched.starts_at, untouched.revision) == (was, 0)
    assert "Pendopo" in confirmed(again)  # another place is asked about anew
    assert saved["Location"] == f"/kerja/acara/{event.pk}/"
    event.refresh_from_db()
    assert (event.starts_at, event.was_starts_at) == (was + DAY, was)
    assert told(seated) == told(waiting) == ["event_moved"]  # the first word never went out
    assert "event_moved" not in told(gone)
    words = Notice.objects.get(recipient=seated.artisan.user, state="queued")
    assert words.subject == f"Waktu dan tempat berubah: {event.title}"
    assert seated.code in words.body
    assert (
        "nomor 1 di daftar tunggu"
        in Notice.objects.get(recipient=waiting.artisan.user, state="queued").body
    )
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Waktu dan tempat berubah" in page
    assert "EventRescheduled" in page
    assert (
        "Waktu dan tempat berubah"
        in as_user(seated.artisan.user).get(f"/saya/pelatihan/{seated.code}/").content.decode()
    )
    [entry] = Calendar.from_ical(client.get(f"{event.get_absolute_url()}acara.ics").content).walk(
        "VEVENT"
    )
    assert entry.start == was + DAY
    assert str(entry["sequence"]) == "2"  # the move, and the summary after it


def test_a_second_move_replaces_what_was_not_sent_and_repeats_what_was(as_user, dewi, event):
    first, second = join(event), join(event)
    staff, address = as_user(dewi), f"/kerja/acara/{event.pk}/ubah/"
    for hours, place in ((1, "Balai A"), (2, "Balai B")):
        typed = answers(event, starts_at=event.starts_at + hours * HOUR, place=place)
        staff.post(address, {**typed, "confirmed": confirmed(staff.post(address, typed))})
        Notice.objects.filter(recipient=first.artisan.user, state="queued").update(
            state="sent", sent_at=timezone.now()
        )

    assert told(first) == ["event_moved", "event_moved"]
    assert told(second) == ["event_moved"]
    assert "Balai B" in Notice.objects.live().get(recipient=second.artisan.user).body


@pytest.mark.parametrize("state", ["draft", "over"])
def test_of_a_draft_and_of_what_is_over_nobody_is_told(as_user, dewi, event, state):
    seated = join(event)
    if state == "draft":
        Event.objects.filter(pk=event.pk).update(state="draft")
    else:
        Event.objects.filter(pk=event.pk).update(
            starts_at=timezone.now() - 2 * DAY, ends_at=timezone.now() - DAY
        )
    Notice.objects.all().delete()
    event.refresh_from_db()

    answer = as_user(dewi).post(
        f"/kerja/acara/{event.pk}/ubah/", answers(event, place="Tempat lain")
    )

    assert answer.status_code == 302
    assert told(seated) == []


def test_sessions_go_along_with_an_event_that_keeps_its_length(as_user, dewi, event):
    session = event.sessions.create(
        title="Pagi", starts_at=event.starts_at, ends_at=event.starts_at + HOUR
    )
    staff, address = as_user(dewi), f"/kerja/acara/{event.pk}/ubah/"

    shorter = staff.post(address, answers(event, starts_at=event.starts_at + 2 * HOUR))
    staff.post(
        address, answers(event, starts_at=event.starts_at + DAY, ends_at=event.ends_at + DAY)
    )

    assert "berada di luar waktu ini" in shorter.content.decode()
    moved = event.sessions.get()
    assert moved.starts_at == session.starts_at + DAY
    assert moved.ends_at == session.ends_at + DAY


def test_another_hour_of_a_session_is_told_with_all_that_holds(as_user, dewi, event):
    seated = join(event)
    session = event.sessions.create(
        title="Pagi", starts_at=event.starts_at, ends_at=event.starts_at + HOUR
    )
    staff, address = as_user(dewi), f"/kerja/sesi/{session.pk}/"
    typed = {
        "title": "Pagi: bahan",
        "starts_at": f"{event.starts_at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{event.starts_at + HOUR:%Y-%m-%dT%H:%M}",
    }

    page = staff.get(address).content.decode()
    staff.post(address, typed)
    before = told(seated)
    staff.post(address, {**typed, "ends_at": f"{event.starts_at + 2 * HOUR:%Y-%m-%dT%H:%M}"})

    assert "Bila jamnya berubah, 1 orang dikabari." in page
    assert before == ["event_confirmed"]
    assert told(seated) == ["event_programme"]
    body = Notice.objects.live().get(recipient=seated.artisan.user).body
    assert "Sekarang: " in body
    assert "sampai 11.00" in body
    assert event.place in body
    assert seated.code in body


def test_what_others_changed_meanwhile_stays(as_user, dewi, event):
    staff, address = as_user(dewi), f"/kerja/acara/{event.pk}/ubah/"
    typed = answers(event, title="Kelas label")
    cancel_event(event, reason="Banjir.")

    staff.post(address, typed)

    event.refresh_from_db()
    assert (event.title, event.state, event.cancel_reason) == (
        "Kelas label",
        "cancelled",
        "Banjir.",
    )


def test_who_asked_for_a_stall_is_told_of_a_move_and_of_the_end(as_user, dewi, db):
    call = make_call(stalls=1)
    owner = ask(call).business.owner
    ask(call)
    staff, address = as_user(dewi), f"/kerja/acara/{call.event.pk}/ubah/"
    typed = answers(call.event, place="Alun-alun")

    question = staff.post(address, typed)
    staff.post(address, {**typed, "confirmed": confirmed(question)})
    moved = Notice.objects.get(recipient=owner.user, template="event_moved")
    gone = cancel_event(call.event, reason="Banjir.")

    assert "2 orang" in question.content.decode()
    assert "Permohonan stan Anda tetap berlaku." in moved.body
    assert gone == 2
    assert Notice.objects.live().get(recipient=owner.user).template == "event_cancelled"
