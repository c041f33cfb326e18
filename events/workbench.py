"""The staff's pages of events: the calendar, participants, who came, promises of visits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Business
from artisans.querysets import BusinessQuerySet
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from dekranasda.templatetags.portal import translated
from events.calendar import days_line, hours_line
from events.changes import count_told, save
from events.forms import CancelEventForm, EventForm
from events.models import Event, Registration
from events.registration import accept, cancel, cancel_event, change_quota
from events.telling import count_concerned

PAGE_SIZE = 25
LEAST_LETTERS = 3


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def event_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The calendar as staff keep it: coming, past or drafts."""
    now = timezone.now()
    events = Event.objects.managed_by(request.user)
    when = request.GET.get("waktu", "")
    if when == "lalu":
        events = events.past(at=now)
    elif when == "draf":
        events = events.filter(state=Event.State.DRAFT).order_by("starts_at")
    else:
        when, events = "", events.upcoming(at=now)
    events = events.annotate(
        waiting_count=Count("registrations", filter=Q(registrations__state="waiting"))
    )
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("hal"))
    return render(
        request,
        "events/event_list.html",
        {"page": page, "when": when, "may_edit": may_edit(request.user)},
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def event_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new event, as a draft."""
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        event = form.save(commit=False)
        event.slug = event.slug or _free_slug(event.title)
        event.save()
        form.save_m2m()
        messages.success(request, _("Draf acara tersimpan. Periksa, lalu tayangkan."))
        return redirect("events:participant_list", pk=event.pk)
    return form_page(request, _("Acara baru"), form, reverse("events:event_list"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def event_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes an event, after a question where people are told; more seats move the list up."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    concerned = count_told(event, at=timezone.now())
    form = EventForm(request.POST or None, instance=event)
    question = {}
    if request.method == "POST" and form.is_valid():
        if concerned and form.moved_to not in ("", request.POST.get("confirmed")):
            question = _question(form.moved_to, concerned)
        elif _saved(request, form):
            return redirect("events:participant_list", pk=pk)
    back = reverse("events:participant_list", args=[pk])
    return form_page(request, _("Ubah acara"), form, back, question=question)


def _question(moved_to: str, count: int) -> dict[str, str]:
    """What is asked before people are told that the event moved."""
    text = ngettext(
        "Sekarang: %(moved_to)s. %(count)s orang dikabari. Periksa, lalu simpan sekali lagi.",
        "Sekarang: %(moved_to)s. %(count)s orang dikabari. Periksa, lalu simpan sekali lagi.",
        count,
    )
    action = ngettext(
        "Simpan dan kabari %(count)s orang", "Simpan dan kabari %(count)s orang", count
    )
    return {
        "title": _("Waktu atau tempat berubah"),
        "text": text % {"moved_to": moved_to, "count": count},
        "action": action % {"count": count},
        "confirmed": moved_to,
    }


def _saved(request: AuthenticatedHttpRequest, form: EventForm) -> bool:
    """Whether the event was saved, with the seats last, under the event's lock."""
    event = form.save(commit=False)
    try:
        with transaction.atomic():
            told = save(event, fields=form.changed_columns())
            form.save_m2m()
            has_quota = "quota" in form.changed_data
            promoted = change_quota(event, form.cleaned_data["quota"]) if has_quota else 0
    except ValidationError as error:
        form.add_error("quota", error)
        return False
    messages.success(request, _("Perubahan tersimpan."))
    if told:
        text = _("%(count)s orang dikabari bahwa waktu atau tempatnya berubah.")
        messages.info(request, text % {"count": told})
    if promoted:
        text = _("%(count)s orang dari daftar tunggu mendapat tempat dan dikabari.")
        messages.info(request, text % {"count": promoted})
    return True


def may_edit(user: User) -> bool:
    """Whether the person keeps the calendar, or only reads it."""
    return user.is_secretariat


@role_required(Role.SECRETARIAT)
@require_POST
def publish_event(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Puts a draft on the public calendar."""
    drafts = Event.objects.filter(pk=pk, state=Event.State.DRAFT)
    if drafts.update(state=Event.State.PUBLISHED):
        messages.success(request, _("Acara sudah tayang di agenda."))
    return redirect("events:participant_list", pk=pk)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def call_off_event(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Calls an event off, with a reason that everybody reads who was coming."""
    event = get_object_or_404(Event, pk=pk, state=Event.State.PUBLISHED)
    form = CancelEventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        told = cancel_event(event, reason=form.cleaned_data["cancel_reason"])
        messages.success(
            request, _("Acara dibatalkan. %(count)s orang dikabari.") % {"count": told}
        )
        return redirect("events:participant_list", pk=pk)
    back = reverse("events:participant_list", args=[pk])
    context = {"event": event, "form": form, "back_url": back, "count": count_concerned(event)}
    return render(request, "events/call_off_event.html", context)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def participant_list(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who comes, who waits, who was there."""
    event = _managed(request, pk)
    now = timezone.now()
    return render(
        request,
        "events/participant_list.html",
        {
            **_participants(event),
            "event": event,
            "days": days_line(event),
            "hours": hours_line(event),
            "may_edit": may_edit(request.user),
            "may_mark": timezone.localdate(event.starts_at) <= timezone.localdate(now),
            "has_ended": event.has_ended(at=now),
            "follow_ups": event.follow_ups.all(),
            "sessions": event.sessions.all(),
            "documents": event.documents.all(),
            # A visit has them on its own record.
            "photos": None if event.kind in Event.RECORDED else event.visit_photos.all(),
            "breadcrumb": [
                (_("Kegiatan"), reverse("events:event_list")),
                (translated(event, "title"), ""),
            ],
        },
    )


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def print_participants(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The list to sign, on paper."""
    event = _managed(request, pk)
    when = {"days": days_line(event), "hours": hours_line(event)}
    context = {**_participants(event), **when, "event": event, "sessions": event.sessions.all()}
    return render(request, "events/print_participants.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def cancel_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Takes somebody off the list who said so by phone; the next in line moves up."""
    registration = _participant(request, code)
    back = reverse("events:participant_list", args=[registration.event_id])
    if request.method == "POST":
        try:
            cancel(registration, cause=Registration.Cause.STAFF)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Pendaftaran dibatalkan."))
        return redirect(back)
    context = {"registration": registration, "event": registration.event, "back_url": back}
    return render(request, "events/cancel_participant.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def accept_for_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Notes the yes of somebody who answered an offer by phone."""
    registration = _participant(request, code)
    try:
        accept(registration)
    except ValidationError as error:
        messages.error(request, f"{registration.artisan}: {error.messages[0]}")
    else:
        messages.success(request, _("%(name)s ikut.") % {"name": registration.artisan})
    return redirect("events:participant_list", pk=registration.event_id)


def form_page(
    request: AuthenticatedHttpRequest, heading: str, form: Any, back_url: str, **more: Any
) -> HttpResponse:
    """A form on a page of its own."""
    context: dict[str, Any] = {"heading": heading, "form": form, "back_url": back_url, **more}
    context["is_multipart"] = form.is_multipart()
    return render(request, "artisans/entry_form.html", context)


def _managed(request: AuthenticatedHttpRequest, pk: int) -> Event:
    return get_object_or_404(Event.objects.managed_by(request.user), pk=pk)


def _participant(request: AuthenticatedHttpRequest, code: str) -> Registration:
    mine = Registration.objects.managed_by(request.user)
    return get_object_or_404(mine.select_related("event", "artisan", "business"), code=code.upper())


def _participants(event: Event) -> dict[str, Any]:
    """The lists of an event's page. Three queries."""
    people = event.registrations.select_related(
        "artisan", "business__village__district", "certificate", "evaluation", "registered_by"
    )
    seated = list(people.seated().order_by("artisan__name", "pk"))  # type: ignore[attr-defined]
    answering = [Registration.State.OFFERED, Registration.State.WAITING]
    unsure = list(people.filter(state__in=answering).order_by("position", "offer_expires_at"))
    return {
        "seated": seated,
        "offered": [item for item in unsure if item.state == Registration.State.OFFERED],
        "waiting": [item for item in unsure if item.state == Registration.State.WAITING],
        "gone_count": people.filter(state=Registration.State.CANCELLED).count(),
        "attended_count": sum(item.state == Registration.State.ATTENDED for item in seated),
    }


def businesses_named(name: str, among: BusinessQuerySet | None = None) -> list[Business]:
    """The first businesses whose own or owner's name holds the text."""
    every = Business.objects.all() if among is None else among
    match = Q(name__icontains=name) | Q(owner__name__icontains=name)
    active = every.filter(match, state=Business.State.ACTIVE)
    return list(active.select_related("owner", "village__district").order_by("name", "pk")[:20])


def _free_slug(title: str) -> str:
    base = slugify(title)[:80] or "acara"
    slug, number = base, 2
    while Event.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
