"""The public calendar, and an artisan's registrations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from artisans.models import Artisan, Business
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.templatetags.portal import translated
from events import calendar
from events.cooperation import record_of
from events.exhibition_report import shown_at
from events.forms import BusinessChoiceForm, NeedsForm
from events.models import (
    Event,
    Registration,
    StallApplication,
    StallCall,
)
from events.querysets import next_month
from events.registration import cancel, check_eligible, clashes, register
from events.structured import event_data
from events.tickets import ticket_code

STEPS = 3


# The public calendar: the same for everybody, so it never looks at who asks.


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """One month of the calendar, of one kind of event or of all."""
    now = timezone.now()
    first = calendar.parse_month(request.GET.get("bulan"), today=timezone.localdate(now))
    kinds = {path: kind for kind, path in Event.PATHS.items()}
    kind = kinds.get(request.GET.get("jenis", ""))
    events = Event.objects.published()
    if kind:
        events = events.filter(kind=kind)
    cards = [calendar.card(event, at=now) for event in events.in_month(first)]
    chosen = Event.PATHS.get(kind or "", "")
    return render(
        request,
        "events/agenda.html",
        {
            "first": first,
            "previous": calendar.previous_month(first),
            "next": next_month(first),
            "cards": cards,
            "nearest": None if cards else calendar.nearest_month(events, first),
            "jenis": chosen,
            "kinds": [
                {"label": label, "path": Event.PATHS[value], "on": Event.PATHS[value] == chosen}
                for value, label in Event.Kind.choices
            ],
        },
    )


@login_not_required
@require_safe
def agenda_file(request: HttpRequest) -> HttpResponse:
    """The calendar as a file that phones and computers subscribe to."""
    events = Event.objects.published().order_by("starts_at", "pk")
    return HttpResponse(calendar.calendar_file(events), content_type="text/calendar; charset=utf-8")


@login_not_required
@require_safe
def event_detail(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """What an event is, who may join, and afterwards what came of it."""
    event = _public_event(path, slug)
    now = timezone.now()
    context: dict[str, Any] = {
        "event": event,
        "crafts": [translated(craft, "name") for craft in event.crafts.all()],
        "sessions": event.sessions.all(),
        **shown_at(event, at=now),
        **record_of(event),
        "is_open": event.is_open(at=now),
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
    event = _public_event(path, slug)
    return HttpResponse(
        calendar.calendar_file([event]),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


def _public_event(path: str, slug: str) -> Event:
    kinds = {path: kind for kind, path in Event.PATHS.items()}
    return get_object_or_404(
        Event.objects.published().select_related("district", "partner"), kind=kinds[path], slug=slug
    )


# Registering: which business, what to prepare, check; each answer is kept in the session.


@require_http_methods(["GET", "POST"])
def register_business(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 1: the business that takes part."""
    event = _public_event(path, slug)
    artisan = Artisan.objects.filter(user=request.user).first()
    known = _live_registration(request, event)
    if known:
        return redirect("events:own_registration", code=known.code)
    if artisan is None or not artisan.businesses.filter(state=Business.State.ACTIVE).exists():
        return render(request, "products/no_business.html", status=403)
    form = BusinessChoiceForm(
        request.POST or None, artisan=artisan, initial={**_answers(request, event)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_eligible(event, form.cleaned_data["business"], at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _keep(request, event, business=form.cleaned_data["business"].slug)
            return redirect("events:register_needs", path=path, slug=slug)
    return _step(
        request,
        event,
        1,
        "events/register_business.html",
        {"form": form, "clashes": clashes(event, artisan).select_related("event")},
    )


@require_http_methods(["GET", "POST"])
def register_needs(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 2: what the organisers have to prepare."""
    event = _public_event(path, slug)
    if _chosen_business(request, event) is None:
        return redirect("events:register", path=path, slug=slug)
    form = NeedsForm(request.POST or None, initial=_answers(request, event))
    if request.method == "POST" and form.is_valid():
        _keep(request, event, **form.cleaned_data)
        return redirect("events:register_check", path=path, slug=slug)
    return _step(request, event, 2, "events/register_needs.html", {"form": form})


@require_http_methods(["GET", "POST"])
def register_check(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 3: check the answers, and register."""
    event = _public_event(path, slug)
    business = _chosen_business(request, event)
    if business is None:
        return redirect("events:register", path=path, slug=slug)
    form = NeedsForm(_answers(request, event))
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            registration = register(event, business, needs=form.needs(), by=request.user)
        except ValidationError as error:
            refusals = error.messages
        else:
            request.session.pop(_session_key(event), None)
            return redirect("events:own_registration", code=registration.code)
    form.is_valid()
    answers = _answers_shown(event, business, form)
    context = {"answers": answers, "refusals": refusals, "is_full": event.places_left == 0}
    return _step(request, event, 3, "events/register_check.html", context)


def _step(
    request: HttpRequest, event: Event, number: int, template: str, context: dict[str, Any]
) -> HttpResponse:
    arguments = [Event.PATHS[event.kind], event.slug]
    names = ("register", "register_needs", "register_check")
    labels = (_("Usaha"), _("Kebutuhan"), _("Periksa"))
    urls = [reverse(f"events:{name}", args=arguments) for name in names]
    steps = [
        {
            "label": label,
            "url": url if position < number else "",
            "state": _state_of_step(position, number),
        }
        for position, (label, url) in enumerate(zip(labels, urls, strict=True), 1)
    ]
    back_url = urls[number - 2] if number > 1 else event.get_absolute_url()
    frame = {
        "event": event,
        "days": calendar.days_line(event),
        "hours": calendar.hours_line(event),
        "steps": steps,
        "number": number,
        "total": STEPS,
        "back_url": back_url,
    }
    return render(request, template, {**frame, **context})


def _state_of_step(position: int, current: int) -> str:
    if position == current:
        return "current"
    return "done" if position < current else "todo"


def _session_key(event: Event) -> str:
    return f"event-{event.pk}"


def _answers(request: HttpRequest, event: Event) -> dict[str, Any]:
    """What was answered so far."""
    answers: dict[str, Any] = request.session.get(_session_key(event), {})
    return answers


def _keep(request: HttpRequest, event: Event, **answers: Any) -> None:
    request.session[_session_key(event)] = {**_answers(request, event), **answers}


def _chosen_business(request: AuthenticatedHttpRequest, event: Event) -> Business | None:
    slug = _answers(request, event).get("business")
    return Business.objects.filter(owner__user=request.user, slug=slug or "").first()


def _answers_shown(event: Event, business: Business, form: NeedsForm) -> list[dict[str, Any]]:
    """The answers in words, each with the way back to its step."""
    arguments = [Event.PATHS[event.kind], event.slug]
    needs_url = reverse("events:register_needs", args=arguments)
    needs = form.needs()
    wanted = [_("angkutan")] * needs.transport + [_("membawa anak kecil")] * needs.child
    return [
        {"label": _("Acara"), "text": f"{event.title}\n{event.place}", "url": ""},
        {
            "label": _("Usaha"),
            "text": business.name,
            "url": reverse("events:register", args=arguments),
        },
        {
            "label": _("Yang perlu disiapkan"),
            "text": ", ".join(wanted) or _("Tidak ada"),
            "url": needs_url,
        },
        {
            "label": _("Kebutuhan khusus"),
            "text": needs.accessibility or _("Tidak ada"),
            "url": needs_url,
        },
    ]


def _live_registration(request: AuthenticatedHttpRequest, event: Event) -> Registration | None:
    own = Registration.objects.of_user(request.user).filter(event=event)
    return own.exclude(state=Registration.State.CANCELLED).first()


# An artisan's own registrations.


@require_GET
def own_registration_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Where the artisan is going, was, and could still go."""
    now = timezone.now()
    own = Registration.objects.of_user(request.user).select_related("event", "certificate")
    artisan = Artisan.objects.filter(user=request.user).first()
    taken = own.exclude(state=Registration.State.CANCELLED).values("event")
    open_events = Event.objects.none()
    if artisan:
        open_events = Event.objects.open_for(artisan, at=now).exclude(pk__in=taken)[:6]
    return render(
        request,
        "events/own_registration_list.html",
        {
            "coming": own.filter(event__ends_at__gt=now)
            .exclude(state=Registration.State.CANCELLED)
            .order_by("event__starts_at"),
            "past": own.filter(event__ends_at__lte=now).order_by("-event__starts_at")[:50],
            "cards": [calendar.card(event, at=now) for event in open_events],
            "stalls": StallApplication.objects.of_user(request.user)
            .standing()
            .filter(call__event__ends_at__gt=now)
            .select_related("call__event", "business"),
            "back_url": reverse("artisan_home"),
        },
    )


@require_GET
def own_registration(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The ticket: the seat or the place on the waiting list, with its code."""
    registration = _own(request, code)
    event = registration.event
    is_over = event.has_ended(at=timezone.now())
    return render(
        request,
        "events/own_registration.html",
        {
            "registration": registration,
            "event": event,
            "days": calendar.days_line(event),
            "hours": calendar.hours_line(event),
            "qr": ticket_code(registration),
            "certificate": getattr(registration, "certificate", None),
            "may_cancel": registration.is_live and not is_over,
            "back_url": reverse("events:own_registration_list"),
        },
    )


@require_http_methods(["GET", "POST"])
def cancel_own_registration(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Gives the seat back, after a question."""
    registration = _own(request, code)
    ticket = reverse("events:own_registration", args=[code])
    if request.method == "POST":
        try:
            cancel(registration)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(ticket)
        messages.success(request, _("Pendaftaran Anda sudah dibatalkan."))
        return redirect("events:own_registration_list")
    if not registration.is_live:
        return redirect(ticket)
    return render(
        request,
        "events/cancel_own_registration.html",
        {"registration": registration, "event": registration.event, "back_url": ticket},
    )


def _own(request: AuthenticatedHttpRequest, code: str) -> Registration:
    own = Registration.objects.of_user(request.user).select_related(
        "event", "business", "certificate"
    )
    return get_object_or_404(own, code=code)
