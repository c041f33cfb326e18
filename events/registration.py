"""Seats and waiting lists: exactly the quota is given, the list has no gaps, nobody jumps it.

Every function locks the event's row first, so that all of them run one after another for an event;
the constraints of the models stand behind. A seat that is offered is kept, and counts as taken,
until it is answered or its time is over. Messages go out with the same commit.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from events.eligibility import check_eligible, eligible
from events.models import Event, Registration, Selection, StallApplication
from events.telling import SEATS, STALLS, send, stop, tell_everybody

State = Registration.State
Cause = Registration.Cause
RESERVE_ANSWERS_IN = timedelta(days=2)  # at the least, where the event is not sooner


@dataclass(frozen=True)
class Needs:
    """What the organisers have to prepare for a participant."""

    transport: bool = False
    child: bool = False
    accessibility: str = ""


def register(
    event: Event,
    business: Business,
    *,
    needs: Needs | None = None,
    by: User,
    is_invited: bool = False,
) -> Registration:
    """The owner's seat, or the next place on the waiting list; the same one when asked twice.

    Raises ValidationError as check_eligible does. The database's clock decides, after the lock.
    Side effects: a message to the artisan.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        now = clock.now()
        _end_overdue(event, at=now)
        known = Registration.objects.filter(event=event, artisan=business.owner).first()
        if known is not None and known.state != State.CANCELLED:
            return known
        check_eligible(event, business, at=now, is_invited=is_invited)
        registration = known or Registration(event=event, artisan=business.owner)
        _fill(registration, business, by=by, at=now)
        _set_needs(registration, needs or Needs())
        last = _last_position(event)
        if not last and event.taken < (event.quota or 0):
            _take_seat(event)
            _confirm(registration, at=now)
        else:
            registration.state = State.WAITING
            registration.position = last + 1
        registration.save()
        send(registration, "event_waiting" if registration.position else "event_confirmed")
    return registration


def cancel(registration: Registration, *, cause: Registration.Cause = Cause.OWN) -> None:
    """Gives the seat back, to the first who waits, or takes the artisan off the waiting list.

    Does nothing the second time. Raises ValidationError («attended», «over») once the artisan was
    there or the event has ended.
    """
    with transaction.atomic():
        event, registration = _lock(registration)
        now = clock.now()
        if registration.state == State.CANCELLED:
            return
        if registration.state == State.ATTENDED:
            raise ValidationError(_("Kehadiran sudah dicatat."), code="attended")
        if event.has_ended(at=now):
            raise ValidationError(_("Acara ini sudah selesai."), code="over")
        position = registration.position
        _end(registration, cause=cause, at=now)
        if position is None:
            _free_seat(event)
            _promote(event, at=now)
            _ask_reserve(event, registration.selection, at=now)
        else:
            _close_gap(event, after=position)


def accept(registration: Registration, *, needs: Needs | None = None) -> Registration:
    """Takes the seat that is offered; the same one when told twice.

    Raises ValidationError: «offer_over» where the time to answer has passed (the seat goes on to
    the next), «no_offer» where none was made, «closed» for an event that is off or over.
    """
    with transaction.atomic():
        event, registration = _lock(registration)
        now = clock.now()
        was_offered = registration.state == State.OFFERED
        if was_offered and not (event.state == Event.State.PUBLISHED and now < event.ends_at):
            raise ValidationError(_("Acara ini sudah lewat atau dibatalkan."), code="closed")
        _end_overdue(event, at=now)
        registration.refresh_from_db()
        if registration.state == State.OFFERED:
            _confirm(registration, at=now)
            if needs is not None:
                _set_needs(registration, needs)
            registration.save()
            send(registration, "event_confirmed")
    if registration.state not in Registration.SEATED:
        if was_offered:
            raise ValidationError(
                _("Waktu menjawab sudah lewat, tempatnya sudah diteruskan."), code="offer_over"
            )
        raise ValidationError(_("Tidak ada tempat yang ditawarkan."), code="no_offer")
    return registration


def invite(
    event: Event, businesses: list[Business], *, selection: Selection, until: datetime, at: datetime
) -> list[Registration]:
    """Keeps a seat for each of the businesses until the deadline, and asks them.

    The caller holds the event's lock and has seen to it that there are enough seats and that none
    of them is registered.
    """
    gone = {one.artisan_id: one for one in event.registrations.filter(state=State.CANCELLED)}
    invited = []
    for business in businesses:
        registration = gone.get(business.owner_id)
        registration = registration or Registration(event=event, artisan=business.owner)
        _fill(registration, business, by=selection.drawn_by, at=at)
        registration.selection = selection
        _take_seat(event)
        _offer(registration, until=until)
        registration.save()
        send(registration, "event_invited")
        invited.append(registration)
    end_offers.using(run_after=until).enqueue(event.pk)
    return invited


def change_quota(event: Event, quota: int | None) -> int:
    """Sets the number of seats and gives the new ones to who waited; how many moved up.

    Raises ValidationError («quota_below_taken») where more are taken already.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        now = clock.now()
        _end_overdue(event, at=now)
        if event.taken > (quota or 0):
            raise ValidationError(
                _("Sudah %(count)s peserta diterima. Jumlah tempat tidak boleh di bawahnya.")
                % {"count": event.taken},
                code="quota_below_taken",
            )
        event.quota = quota
        event.save(update_fields=["quota"])
        return _promote(event, at=now)


def cancel_event(event: Event, *, reason: str) -> int:
    """Cancels the event for everybody, with the reason; how many were told.

    Raises ValidationError («not_published») for a draft or the second time.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        if event.state != Event.State.PUBLISHED:
            raise ValidationError(_("Hanya acara yang tayang dapat dibatalkan."), "not_published")
        event.state = Event.State.CANCELLED
        event.cancel_reason = reason
        event.save(update_fields=["state", "cancel_reason"])
        return tell_everybody(event, "event_cancelled")


@task()
def end_offers(event_pk: int) -> int:
    """Ends the offers of an event whose time is over and asks who is next; how many ended.

    Enqueued for the moment an offer ends; run by the daily command, too, should that be missed.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event_pk)
        return _end_overdue(event, at=clock.now())


def end_all_offers(*, at: datetime) -> int:
    """Ends every offer that is overdue; how many."""
    late = Registration.objects.overdue(at=at).order_by().values_list("event", flat=True)
    return sum(end_offers.call(pk) for pk in sorted(set(late)))


def stop_telling_of_the_past(*, at: datetime) -> int:
    """Stops messages about seats and stalls of events that are over by now; how many. Daily."""
    seats = Registration.objects.filter(event__ends_at__lt=at)
    stalls = StallApplication.objects.filter(call__event__ends_at__lt=at)
    return _stop_about(SEATS, seats) + _stop_about(STALLS, stalls)


def _stop_about(begin: str, over: models.QuerySet[Any]) -> int:
    waiting = Notice.objects.undelivered().filter(key__startswith=begin)
    keys = {key: int(key.split(":")[1]) for key in waiting.values_list("key", flat=True)}
    ended = set(over.filter(pk__in=keys.values()).values_list("pk", flat=True))
    return outbox.cancel([key for key, pk in keys.items() if pk in ended])


# The rest runs under the lock of the event.


def _lock(registration: Registration) -> tuple[Event, Registration]:
    """The event under lock, and the registration as it is now."""
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    people = Registration.objects.select_related("artisan__user", "event", "selection")
    return event, people.get(pk=registration.pk)


def _fill(registration: Registration, business: Business, *, by: User, at: datetime) -> None:
    """Begins a registration, or begins it anew after it was cancelled."""
    registration.business = business
    registration.registered_by = by
    registration.registered_at = at
    registration.seated_at = registration.cancelled_at = registration.offer_expires_at = None
    registration.cancel_cause, registration.selection = "", None


def _set_needs(registration: Registration, needs: Needs) -> None:
    registration.needs_transport = needs.transport
    registration.brings_child = needs.child
    registration.accessibility = needs.accessibility


def _take_seat(event: Event) -> None:
    event.taken += 1
    event.save(update_fields=["taken"])


def _free_seat(event: Event) -> None:
    event.taken -= 1
    event.save(update_fields=["taken"])


def _confirm(registration: Registration, *, at: datetime) -> None:
    registration.state, registration.position = State.CONFIRMED, None
    registration.seated_at, registration.offer_expires_at = at, None


def _offer(registration: Registration, *, until: datetime) -> None:
    registration.state, registration.position = State.OFFERED, None
    registration.offer_expires_at = until


def _end(registration: Registration, *, cause: Registration.Cause, at: datetime) -> None:
    registration.state, registration.position = State.CANCELLED, None
    registration.offer_expires_at = None
    registration.cancelled_at, registration.cancel_cause = at, cause
    registration.save(
        update_fields=["state", "position", "offer_expires_at", "cancelled_at", "cancel_cause"]
    )
    stop(registration)


def _end_overdue(event: Event, *, at: datetime) -> int:
    """Ends the offers that nobody answered in time and passes their seats on; how many."""
    overdue = Registration.objects.filter(event=event).overdue(at=at)
    late = list(overdue.select_related("artisan__user", "event", "selection"))
    for registration in late:
        _end(registration, cause=Cause.EXPIRED, at=at)
        _free_seat(event)
        send(registration, "event_offer_over")
    if late:
        _promote(event, at=at)
    for registration in late:
        _ask_reserve(event, registration.selection, at=at)
    return len(late)


def _last_position(event: Event) -> int:
    highest = Registration.objects.filter(event=event).aggregate(models.Max("position"))
    return highest["position__max"] or 0


def _promote(event: Event, *, at: datetime) -> int:
    """Gives free seats to who waits, in order, until the event is over; how many moved up.

    Where the event lets offers stand for hours, each is asked first; not once it has begun.
    """
    is_over = event.state != Event.State.PUBLISHED or event.has_ended(at=at)
    free = 0 if is_over else (event.quota or 0) - event.taken
    waiting = Registration.objects.waiting().filter(event=event)
    first = list(waiting.select_related("artisan__user", "event")[: max(free, 0)])
    until = min(at + timedelta(hours=event.offer_hours), event.starts_at)
    is_asked = at < until
    for registration in first:
        _take_seat(event)
        if is_asked:
            _offer(registration, until=until)
        else:
            _confirm(registration, at=at)
        registration.save(update_fields=["state", "position", "seated_at", "offer_expires_at"])
        send(registration, "event_offered" if is_asked else "event_promoted")
    if first:
        _close_gap(event, after=0, by=len(first))
        if is_asked:
            end_offers.using(run_after=until).enqueue(event.pk)
    return len(first)


def _ask_reserve(event: Event, selection: Selection | None, *, at: datetime) -> None:
    """Asks the next of a drawing's reserve, where a seat that was drawn is free again."""
    if selection is None or event.state != Event.State.PUBLISHED or not event.places_left:
        return
    until = min(max(selection.answer_by, at + RESERVE_ANSWERS_IN), event.starts_at)
    engaged = Registration.objects.filter(event=event).engaged()
    reserve = selection.picks.filter(place__gt=selection.wanted, business__in=eligible(event))
    pick = (
        reserve.exclude(business__owner__in=engaged.values("artisan"))
        .select_related("business__owner__user")
        .first()
    )
    if pick is not None and at < until:
        invite(event, [pick.business], selection=selection, until=until, at=at)


def _close_gap(event: Event, *, after: int, by: int = 1) -> None:
    Registration.objects.filter(event=event, position__gt=after).update(
        position=models.F("position") - by
    )
