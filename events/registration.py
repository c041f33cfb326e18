"""Seats and waiting lists: exactly the quota is confirmed, the list has no gaps, nobody jumps it.

Every function locks the event's row first, so that all of them run one after another for an event;
the constraints of the models stand behind. Messages go out with the same commit.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, Business, ReadinessAssessment
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from dekranasda.notices import outbox
from events.models import Event, Registration


@dataclass(frozen=True)
class Needs:
    """What the organisers have to prepare for a participant."""

    transport: bool = False
    child: bool = False
    accessibility: str = ""


def register(
    event: Event, business: Business, *, needs: Needs | None = None, by: User
) -> Registration:
    """The owner's seat, or the next place on the waiting list; the same one when asked twice.

    Raises ValidationError: «closed» after the deadline, for a draft or a cancelled event;
    «wrong_craft» and «not_ready» where the event is for others. The database's clock decides,
    after the lock. Side effects: a message to the artisan.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        known = Registration.objects.filter(event=event, artisan=business.owner).first()
        if known is not None and known.state != Registration.State.CANCELLED:
            return known
        now = clock.now()
        check_eligible(event, business, at=now)
        registration = known or Registration(event=event, artisan=business.owner)
        _fill(registration, business, needs or Needs(), by=by, at=now)
        if event.taken < (event.quota or 0):
            _seat(event, registration, at=now)
        else:
            registration.state = Registration.State.WAITING
            registration.position = _last_position(event) + 1
        registration.save()
        _tell(registration)
    return registration


def cancel(registration: Registration) -> None:
    """Gives the seat back, to the first who waits, or takes the artisan off the waiting list.

    Does nothing the second time. Raises ValidationError («attended», «over») once the artisan was
    there or the event has ended.
    """
    with transaction.atomic():
        event, registration = _lock(registration)
        now = clock.now()
        if registration.state == Registration.State.CANCELLED:
            return
        if registration.state == Registration.State.ATTENDED:
            raise ValidationError(_("Kehadiran sudah dicatat."), code="attended")
        if event.has_ended(at=now):
            raise ValidationError(_("Acara ini sudah selesai."), code="over")
        position = registration.position
        had_seat = registration.state == Registration.State.CONFIRMED
        registration.state = Registration.State.CANCELLED
        registration.position = None
        registration.cancelled_at = now
        registration.save(update_fields=["state", "position", "cancelled_at"])
        if had_seat:
            event.taken -= 1
            event.save(update_fields=["taken"])
            _promote(event, at=now)
        elif position is not None:
            _close_gap(event, after=position)


def change_quota(event: Event, quota: int | None) -> int:
    """Sets the number of seats and seats who waited; how many moved up.

    Raises ValidationError («quota_below_taken») where more are seated already.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        if event.taken > (quota or 0):
            raise ValidationError(
                _("Sudah %(count)s peserta diterima. Jumlah tempat tidak boleh di bawahnya.")
                % {"count": event.taken},
                code="quota_below_taken",
            )
        event.quota = quota
        event.save(update_fields=["quota"])
        return _promote(event, at=clock.now())


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
        live = event.registrations.exclude(state=Registration.State.CANCELLED)
        people = list(live.select_related("artisan__user", "event"))
        for registration in people:
            _send(registration, "event_cancelled")
    return len(people)


def check_eligible(event: Event, business: Business, *, at: datetime) -> None:
    """Raises ValidationError where the business may not register at the moment."""
    if not event.is_open(at=at):
        raise ValidationError(
            _("Pendaftaran sudah ditutup pada %(moment)s.")
            % {"moment": date_format(timezone.localtime(event.closes_at), "j F Y, H.i")},
            code="closed",
        )
    crafts = set(event.crafts.values_list("pk", flat=True))
    if crafts and business.craft_id not in crafts:
        names = ", ".join(event.crafts.values_list("name", flat=True))
        raise ValidationError(
            _("Acara ini untuk kerajinan %(crafts)s.") % {"crafts": names}, code="wrong_craft"
        )
    if event.minimum_readiness and _readiness(business) < event.minimum_readiness:
        raise ValidationError(
            _("Acara ini untuk usaha dengan kesiapan paling rendah «%(level)s».")
            % {"level": ReadinessAssessment.Level(event.minimum_readiness).label},
            code="not_ready",
        )


def clashes(event: Event, artisan: Artisan) -> models.QuerySet[Registration]:
    """The artisan's other registrations at the same time; a reason to warn, not to refuse."""
    return Registration.objects.filter(
        artisan=artisan,
        state__in=[Registration.State.CONFIRMED, Registration.State.WAITING],
        event__starts_at__lt=event.ends_at,
        event__ends_at__gt=event.starts_at,
        event__state=Event.State.PUBLISHED,
    ).exclude(event=event)


def _readiness(business: Business) -> int:
    """The level of the newest assessment; 0 without one."""
    level = business.assessments.order_by("-assessed_on", "-pk").values_list("level", flat=True)
    return level.first() or 0


def _lock(registration: Registration) -> tuple[Event, Registration]:
    """The event under lock, and the registration as it is now."""
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    return event, Registration.objects.get(pk=registration.pk)


def _fill(
    registration: Registration, business: Business, needs: Needs, *, by: User, at: datetime
) -> None:
    registration.business = business
    registration.needs_transport = needs.transport
    registration.brings_child = needs.child
    registration.accessibility = needs.accessibility
    registration.registered_by = by
    registration.registered_at = at
    registration.seated_at = registration.cancelled_at = None


def _seat(event: Event, registration: Registration, *, at: datetime) -> None:
    """Takes a seat of the locked event; the caller saves the registration."""
    event.taken += 1
    event.save(update_fields=["taken"])
    registration.state = Registration.State.CONFIRMED
    registration.position = None
    registration.seated_at = at


def _last_position(event: Event) -> int:
    highest = Registration.objects.filter(event=event).aggregate(models.Max("position"))
    return highest["position__max"] or 0


def _promote(event: Event, *, at: datetime) -> int:
    """Seats who wait, in order, while there are free seats and the event is not over."""
    free = 0 if event.has_ended(at=at) else (event.quota or 0) - event.taken
    first = list(
        Registration.objects.waiting()
        .filter(event=event)
        .select_related("artisan__user", "event")[: max(free, 0)]
    )
    for registration in first:
        _seat(event, registration, at=at)
        registration.save(update_fields=["state", "position", "seated_at"])
        _send(registration, "event_promoted")
    if first:
        _close_gap(event, after=0, by=len(first))
    return len(first)


def _close_gap(event: Event, *, after: int, by: int = 1) -> None:
    Registration.objects.filter(event=event, position__gt=after).update(
        position=models.F("position") - by
    )


def _tell(registration: Registration) -> None:
    is_waiting = registration.state == Registration.State.WAITING
    _send(registration, "event_waiting" if is_waiting else "event_confirmed")


def _send(registration: Registration, template: str) -> None:
    """Writes one message for this turn of events; a later registration writes a new one."""
    artisan = registration.artisan
    stamp = f"{registration.registered_at:%Y%m%d%H%M%S%f}"
    outbox.queue(
        key=f"events:{registration.pk}:{stamp}:{template}",
        recipient=artisan.user,
        recipient_name=artisan.name,
        address="" if artisan.user else artisan.phone,
        template=template,
        context={"registration": registration, "event": registration.event},
        link=registration.event.get_absolute_url(),
    )
