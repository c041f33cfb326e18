"""Seats and waiting lists."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dekranasda.lib import clock
from dekranasda.notices.models import Notice
from events.models import Event, Registration
from events.registration import Needs, cancel, cancel_event, change_quota, register
from tests.events.factories import join, make_event, make_member
from tests.factories import make_user


def told(registration):
    return list(
        Notice.objects.filter(recipient=registration.artisan.user)
        .order_by("pk")
        .values_list("template", flat=True)
    )


def waiting_list(event):
    return list(
        Registration.objects.waiting().filter(event=event).values_list("artisan_id", "position")
    )


def test_first_come_are_seated_and_the_rest_wait_in_order(db):
    event = make_event(quota=2)

    first, second, third, fourth = (join(event) for _number in range(4))

    event.refresh_from_db()
    assert event.taken == 2
    assert [item.state for item in (first, second)] == ["confirmed", "confirmed"]
    assert [(item.state, item.position) for item in (third, fourth)] == [
        ("waiting", 1),
        ("waiting", 2),
    ]
    assert (told(first), told(third)) == (["event_confirmed"], ["event_waiting"])


def test_asking_twice_gives_the_same_seat_and_one_message(db):
    event, business = make_event(), make_member()

    assert join(event, business).pk == join(event, business).pk

    event.refresh_from_db()
    assert event.taken == 1
    assert Notice.objects.count() == 1


def test_needs_are_kept_for_the_organisers(db):
    event, business = make_event(), make_member()

    registration = register(
        event,
        business,
        needs=Needs(transport=True, child=True, accessibility="kursi roda"),
        by=make_user(),
    )

    registration.refresh_from_db()
    assert registration.needs_transport
    assert registration.brings_child
    assert registration.accessibility == "kursi roda"


def test_a_cancelled_seat_goes_to_the_first_who_waits_and_closes_the_gap(db):
    event = make_event(quota=1)
    seated, first, second, third = (join(event) for _number in range(4))

    cancel(seated)

    first.refresh_from_db()
    event.refresh_from_db()
    assert (first.state, first.position, event.taken) == ("confirmed", None, 1)
    assert waiting_list(event) == [(second.artisan_id, 1), (third.artisan_id, 2)]
    assert told(first) == ["event_waiting", "event_promoted"]


def test_leaving_the_waiting_list_closes_the_gap_and_seats_nobody(db):
    event = make_event(quota=1)
    _seated, first, second, third = (join(event) for _number in range(4))

    cancel(second)

    event.refresh_from_db()
    assert event.taken == 1
    assert waiting_list(event) == [(first.artisan_id, 1), (third.artisan_id, 2)]


def test_cancelling_twice_gives_one_seat_back(db):
    event = make_event(quota=2)
    first, _second = join(event), join(event)

    cancel(first)
    cancel(first)

    event.refresh_from_db()
    assert event.taken == 1


def test_who_cancelled_and_returns_goes_to_the_end(db):
    event = make_event(quota=1)
    business = make_member()
    first = join(event, business)
    second, third = join(event), join(event)
    cancel(first)

    again = join(event, business)

    assert again.pk == first.pk
    assert (again.state, again.cancelled_at) == ("waiting", None)
    second.refresh_from_db()
    assert second.state == "confirmed"
    assert waiting_list(event) == [(third.artisan_id, 1), (again.artisan_id, 2)]


def test_more_seats_move_the_list_up_and_fewer_than_taken_are_refused(db):
    event = make_event(quota=1)
    registrations = [join(event) for _number in range(4)]

    assert change_quota(event, 3) == 2
    assert waiting_list(event) == [(registrations[3].artisan_id, 1)]
    with pytest.raises(ValidationError, match="Sudah 3 peserta"):
        change_quota(event, 2)
    event.refresh_from_db()
    assert (event.quota, event.taken) == (3, 3)


def test_deadline_is_judged_by_the_clock_after_the_lock(db):
    event = make_event()
    event.registration_closes_at = timezone.now() + timedelta(hours=1)
    event.save()

    with clock.fixed_at(event.registration_closes_at - timedelta(microseconds=1)):
        assert join(event).state == "confirmed"
    with (
        clock.fixed_at(event.registration_closes_at),
        pytest.raises(ValidationError, match="ditutup pada"),
    ):
        join(event)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": Event.State.DRAFT},
        {"state": Event.State.CANCELLED, "cancel_reason": "Banjir."},
        {"quota": None},
    ],
)
def test_nobody_registers_for_what_is_not_open(db, changes):
    with pytest.raises(ValidationError):
        join(make_event(**changes))
    assert not Registration.objects.exists()


def test_attended_seat_and_past_event_cannot_be_cancelled(db):
    event = make_event()
    there, absent = join(event), join(event)
    Registration.objects.filter(pk=there.pk).update(state="attended")

    with pytest.raises(ValidationError, match="Kehadiran"):
        cancel(there)
    with clock.fixed_at(event.ends_at), pytest.raises(ValidationError, match="selesai"):
        cancel(absent)


def test_nobody_is_promoted_after_the_event(db):
    event = make_event(quota=1)
    _seated, waiting = join(event), join(event)

    with clock.fixed_at(event.ends_at):
        change_quota(event, 5)

    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_cancelling_an_event_tells_everybody_who_was_coming_once(db):
    event = make_event(quota=1)
    seated, waiting, gone = (join(event) for _number in range(3))
    cancel(gone)

    assert cancel_event(event, reason="Banjir.") == 2
    with pytest.raises(ValidationError):
        cancel_event(event, reason="Banjir.")

    assert told(seated)[-1] == told(waiting)[-1] == "event_cancelled"
    assert "event_cancelled" not in told(gone)


def test_database_refuses_what_the_code_would_never_write(db):
    event = make_event(quota=1)
    join(event)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(quota=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(event=event).update(state="waiting")
