"""Seats that are kept for somebody: asked, answered, passed on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dekranasda.lib import clock
from events.models import Registration
from events.registration import Needs, accept, cancel, cancel_event, change_quota, end_offers
from tests.events.factories import join, make_event
from tests.events.test_registration import told, waiting_list

DECLINED = Registration.Cause.DECLINED


@pytest.fixture
def event(db):
    """One seat; an offer stands for a day."""
    return make_event(quota=1, offer_hours=24)


def offered(event):
    """The event's seat goes from one to the next, who is asked; then who waits behind."""
    seated, asked, after = (join(event) for _number in range(3))
    cancel(seated)
    asked.refresh_from_db()
    return asked, after


def test_a_free_seat_is_kept_for_the_first_who_waits_and_nobody_else_takes_it(event):
    asked, after = offered(event)
    newcomer = join(event)

    event.refresh_from_db()
    assert (asked.state, asked.position, event.taken) == ("offered", None, 1)
    assert asked.offer_expires_at - timezone.now() > timedelta(hours=23)
    assert waiting_list(event) == [(after.artisan_id, 1), (newcomer.artisan_id, 2)]
    assert told(asked) == ["event_waiting", "event_offered"]


def test_yes_makes_the_seat_sure_once(event):
    asked, _after = offered(event)

    accept(asked, needs=Needs(transport=True))
    accept(asked)

    asked.refresh_from_db()
    event.refresh_from_db()
    assert (asked.state, asked.offer_expires_at, event.taken) == ("confirmed", None, 1)
    assert asked.needs_transport
    assert told(asked) == ["event_waiting", "event_offered", "event_confirmed"]


def test_no_asks_the_next(event):
    asked, after = offered(event)

    cancel(asked, cause=DECLINED)

    asked.refresh_from_db()
    after.refresh_from_db()
    event.refresh_from_db()
    assert (asked.state, asked.cancel_cause) == ("cancelled", "declined")
    assert (after.state, event.taken, waiting_list(event)) == ("offered", 1, [])


def test_silence_ends_the_offer_at_its_minute_and_asks_the_next(event):
    asked, after = offered(event)

    with clock.fixed_at(asked.offer_expires_at - timedelta(microseconds=1)):
        assert end_offers.call(event.pk) == 0
    with clock.fixed_at(asked.offer_expires_at):
        assert end_offers.call(event.pk) == 1
        assert end_offers.call(event.pk) == 0

    asked.refresh_from_db()
    after.refresh_from_db()
    assert (asked.state, asked.cancel_cause) == ("cancelled", "expired")
    assert after.state == "offered"
    assert told(asked)[-1] == "event_offer_over"


def test_the_worker_is_told_when_to_look(event):
    asked, _after = offered(event)

    [job] = DBTaskResult.objects.filter(task_path="events.registration.end_offers")

    assert job.run_after == asked.offer_expires_at


def test_a_late_yes_is_refused_and_the_seat_goes_on_though_no_worker_ran(event):
    asked, after = offered(event)

    with clock.fixed_at(asked.offer_expires_at), pytest.raises(ValidationError, match="lewat"):
        accept(asked)

    asked.refresh_from_db()
    after.refresh_from_db()
    assert (asked.state, after.state) == ("cancelled", "offered")
    assert not asked.has_offer(at=timezone.now())


def test_who_comes_while_an_offer_is_overdue_stands_behind_who_waits(event):
    asked, after = offered(event)

    with clock.fixed_at(asked.offer_expires_at):
        newcomer = join(event)

    after.refresh_from_db()
    assert (after.state, newcomer.state, newcomer.position) == ("offered", "waiting", 1)


def test_daily_command_ends_what_the_worker_missed(event, capsys):
    asked, _after = offered(event)

    with clock.fixed_at(asked.offer_expires_at):
        call_command("programmes_daily")

    assert "1 offers ended" in capsys.readouterr().out


def test_an_offer_never_outlasts_the_start_and_then_seats_go_at_once(event):
    seated, asked, after = (join(event) for _number in range(3))
    with clock.fixed_at(event.starts_at - timedelta(hours=2)):
        cancel(seated)
    asked.refresh_from_db()
    assert asked.offer_expires_at == event.starts_at

    with clock.fixed_at(event.starts_at):
        end_offers.call(event.pk)

    after.refresh_from_db()
    assert after.state == "confirmed"


def test_more_seats_are_offered_in_order(event):
    people = [join(event) for _number in range(5)]

    assert change_quota(event, 3) == 2

    states = [Registration.objects.get(pk=one.pk).state for one in people]
    assert states == ["confirmed", "offered", "offered", "waiting", "waiting"]


def test_nobody_accepts_what_was_not_offered_or_is_called_off(event):
    asked, after = offered(event)

    with pytest.raises(ValidationError, match="Tidak ada tempat"):
        accept(after)
    cancel_event(event, reason="Banjir.")
    with pytest.raises(ValidationError, match="dibatalkan"):
        accept(asked)
    with clock.fixed_at(asked.offer_expires_at):
        assert end_offers.call(event.pk) == 0
    assert told(asked)[-1] == "event_cancelled"


def test_database_refuses_an_offer_without_an_end(event):
    registration = join(event)

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(state="offered")
