"""The public calendar: the same for everybody, so it never looks at who asks."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artisans.views.documents import private_file
from dekranasda.templatetags.portal import translated
from events import calendar
from events.agenda import AgendaFilter
from events.cooperation import record_of
from events.eligibility import conditions
from events.exhibition_report import shown_at
from events.models import Event, EventDocument, StallCall
from events.structured import event_data


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """One month of the calendar, of all events or of those that were asked for."""
    now = timezone.now()
    chosen = AgendaFilter.from_query(request.GET, today=timezone.localdate(now))
    events = chosen.events()
    cards = [calendar.card(event, at=now) for event in events.in_month(chosen.month)]
    nearest = None if cards else calendar.nearest_month(events, chosen.month)
    context = {
        "chosen": chosen,
        "cards": cards,
        "nearest": nearest,
        "nearest_address": chosen.address(month=nearest) if nearest else "",
        "kinds": chosen.kinds(),
        "districts": chosen.districts(),
        "crafts": chosen.crafts(),
    }
    return render(request, "events/agenda.html", context)


@login_not_required
@require_safe
def agenda_file(request: HttpRequest) -> HttpResponse:
    """The calendar as a file that phones and computers subscribe to."""
    events = Event.objects.published().order_by("starts_at", "pk").prefetch_related("sessions")
    return HttpResponse(calendar.calendar_file(events), content_type="text/calendar; charset=utf-8")


@login_not_required
@require_safe
def event_detail(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """What an event is, who may join, and afterwards what came of it."""
    event = public_event(path, slug)
    now = timezone.now()
    context: dict[str, Any] = {
        "event": event,
        "conditions": conditions(event),
        "bring": translated(event, "bring").splitlines(),
        "sessions": event.sessions.all(),
        "documents": event.documents.filter(is_public=True),
        "outcome": calendar.outcome(event, at=now),
        **shown_at(event, at=now),
        **record_of(event),
        "is_open": event.is_open_to_all(at=now),
        "stall_call": StallCall.objects.filter(event=event).first(),
        "has_ended": event.has_ended(at=now),
        "seats": calendar.seats_line(event, at=now),
        "days": calendar.days_line(event),
        "hours": calendar.hours_line(event),
        "structured": event_data(event),
        "breadcrumb": [(_("Agenda"), reverse("events:agenda")), (translated(event, "title"), "")],
    }
    return render(request, "events/event_detail.html", context)


@login_not_required
@require_safe
def event_file(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """One event as a calendar file."""
    event = public_event(path, slug)
    return HttpResponse(
        calendar.calendar_file([event]),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


@login_not_required
@require_safe
def event_document(request: HttpRequest, path: str, slug: str, pk: int) -> HttpResponse:
    """A paper of an event that everybody may take home."""
    papers = EventDocument.objects.public().filter(event=public_event(path, slug))
    document = get_object_or_404(papers, pk=pk)
    return private_file(document.stored_name, f"{slug}-{document.pk}")


def public_event(path: str, slug: str) -> Event:
    """The event at the address; 404 for drafts and for the address of another kind."""
    kinds = {path: kind for kind, path in Event.PATHS.items()}
    return get_object_or_404(
        Event.objects.published().select_related("district", "partner"), kind=kinds[path], slug=slug
    )
