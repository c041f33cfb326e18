"""Messages about an event: to one participant, or to everybody whom a change of it concerns.

What was written to somebody before and did not go out yet holds no longer: it is stopped, so each
message says all that its reader has to know.
"""

from typing import Any

from django.db import models
from django.urls import reverse

from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from events.models import Event, Registration, StallApplication

SEATS, STALLS = "events:", "stalls:"  # begin the keys of messages


def send(registration: Registration, template: str, *, turn: str = "", **words: Any) -> None:
    """Writes one message for this turn of events; a later registration writes a new one.

    `turn` tells apart what may happen to a registration several times; `words` are the template's.
    """
    stop(registration)
    artisan = registration.artisan
    stamp = f"{registration.registered_at:%Y%m%d%H%M%S%f}"
    outbox.queue(
        key=f"{SEATS}{registration.pk}:{stamp}:{template}{turn}",
        recipient=artisan.user,
        recipient_name=artisan.name,
        address="" if artisan.user else artisan.phone,
        template=template,
        context={"registration": registration, "event": registration.event, **words},
        link=reverse("events:own_registration", args=[registration.code])
        if artisan.user
        else registration.event.get_absolute_url(),
    )


def stop(registration: Registration) -> None:
    """Stops what was not delivered about a registration."""
    outbox.cancel(Notice.objects.filter(key__startswith=f"{SEATS}{registration.pk}:"))


def count_concerned(event: Event) -> int:
    """How many people `tell_everybody` would reach; two queries."""
    owners = _applicants(event).values_list("business__owner", flat=True)
    return len({*_participants(event).values_list("artisan", flat=True), *owners})


def tell_everybody(event: Event, template: str, *, turn: str = "", **words: Any) -> int:
    """Writes to all who have a seat, an offer, a place in line, or asked for a stall; how many."""
    people = set()
    for registration in _participants(event):
        send(registration, template, turn=turn, **words)
        people.add(registration.artisan_id)
    for application in _applicants(event):
        _send_applicant(application, template, turn, words)
        people.add(application.business.owner_id)
    return len(people)


def _send_applicant(
    application: StallApplication, template: str, turn: str, words: dict[str, Any]
) -> None:
    begin = f"{STALLS}{application.pk}:"
    outbox.cancel(Notice.objects.filter(key__startswith=begin))
    owner, event = application.business.owner, application.call.event
    outbox.queue(
        key=f"{begin}{application.applied_at:%Y%m%d%H%M%S%f}:{template}{turn}",
        recipient=owner.user,
        recipient_name=owner.name,
        address="" if owner.user else owner.phone,
        template=template,
        context={"application": application, "event": event, **words},
        link=event.get_absolute_url(),
    )


def _participants(event: Event) -> models.QuerySet[Registration]:
    coming = event.registrations.exclude(state=Registration.State.CANCELLED)
    return coming.select_related("artisan__user", "event")


def _applicants(event: Event) -> models.QuerySet[StallApplication]:
    standing = StallApplication.objects.standing().filter(call__event=event)
    return standing.select_related("business__owner__user", "call__event")
