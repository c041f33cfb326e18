"""Changing an event: who is coming is told of another time or place, and its sessions go along."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dekranasda.lib import clock
from events.models import Event, Registration, Session
from events.models.moves import PLANNED
from events.registration import end_offers
from events.telling import count_concerned, tell_everybody


def moves_as_a_whole(
    before: Event, starts_at: datetime, ends_at: datetime, *, at: datetime
) -> bool:
    """Whether an event that has not begun keeps its length, so that its sessions can go along."""
    shift = starts_at - before.starts_at
    return bool(shift) and shift == ends_at - before.ends_at and at < before.starts_at


def count_told(event: Event, *, at: datetime) -> int:
    """How many people are told when the event moves: nobody of a draft or of what is over."""
    is_on = event.state == Event.State.PUBLISHED and not event.has_ended(at=at)
    return count_concerned(event) if is_on else 0


def save(event: Event, *, fields: Collection[str]) -> int:
    """Writes the named fields; how many people were told of a new time or place.

    Other columns stay as they are meanwhile. Sessions keep their distance to the start where the
    event moves as a whole. Side effects: one message to everybody concerned, for each move.
    """
    with transaction.atomic():
        before = Event.objects.select_for_update().get(pk=event.pk)
        now = clock.now()
        event.save(update_fields=fields)
        if all(getattr(before, name) == getattr(event, name) for name in PLANNED):
            return 0
        if moves_as_a_whole(before, event.starts_at, event.ends_at, at=now):
            shift = event.starts_at - before.starts_at
            event.sessions.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
        event.refresh_from_db()
        _end_offers_by_start(event, at=now)
        if before.has_ended(at=now) or not count_told(event, at=now):
            return 0
        return tell_everybody(event, "event_moved", turn=f":{event.revision}")


def save_session(session: Session) -> int:
    """Writes a session that was changed; how many people were told of another hour of it."""
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=session.event_id)
        before, now = Session.objects.get(pk=session.pk), clock.now()
        session.save()
        if (before.starts_at, before.ends_at) == (session.starts_at, session.ends_at):
            return 0
        event.refresh_from_db()
        if not count_told(event, at=now):
            return 0
        turn = f":{event.revision}"
        return tell_everybody(event, "event_programme", turn=turn, session=session, before=before)


def _end_offers_by_start(event: Event, *, at: datetime) -> None:
    """No seat is kept for somebody beyond the start, where the event moved to an earlier day."""
    late = event.registrations.filter(
        state=Registration.State.OFFERED, offer_expires_at__gt=event.starts_at
    )
    if at < event.starts_at and late.update(offer_expires_at=event.starts_at):
        end_offers.using(run_after=event.starts_at).enqueue(event.pk)
