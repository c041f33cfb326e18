"""An artisan's way to a seat, and the own registrations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Artisan, Business
from artisans.views.documents import private_file
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib import clock
from dekranasda.templatetags.portal import translated
from events import calendar
from events.assisted_views import HELPERS
from events.eligibility import alternatives, check_eligible, clashes, repeats
from events.forms import BusinessChoiceForm, NeedsForm
from events.models import Event, EventDocument, Registration, StallApplication
from events.registration import accept, cancel, register
from events.tickets import share_text, ticket_code
from events.views import public_event

STEPS = 3


# Registering: which business, what to prepare, check; each answer is kept in the session.


@require_http_methods(["GET", "POST"])
def register_business(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 1: the business that takes part."""
    event = public_event(path, slug)
    artisan = Artisan.objects.filter(user=request.user).first()
    known = _live_registration(request, event)
    if known:
        return redirect("events:own_registration", code=known.code)
    if artisan is None or not artisan.businesses.filter(state=Business.State.ACTIVE).exists():
        if request.user.has_any_role(*HELPERS):
            return redirect("events:register_other", pk=event.pk)
        return render(request, "products/no_business.html", status=403)
    now = timezone.now()
    form = BusinessChoiceForm(
        request.POST or None, artisan=artisan, initial={**_answers(request, event)}
    )
    others: list[Event] = []
    if request.method == "POST" and form.is_valid():
        business = form.cleaned_data["business"]
        try:
            check_eligible(event, business, at=now)
        except ValidationError as error:
            form.add_error(None, error)
            others = alternatives(event, business, at=now)
        else:
            _keep(request, event, business=business.slug)
            return redirect("events:register_needs", path=path, slug=slug)
    context = {
        "form": form,
        "clashes": clashes(event, artisan).select_related("event"),
        "repeats": repeats(event, artisan).select_related("event"),
        "cards": [calendar.card(one, at=now) for one in others],
    }
    return _step(request, event, 1, "events/register_business.html", context)


@require_http_methods(["GET", "POST"])
def register_needs(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 2: what the organisers have to prepare."""
    event = public_event(path, slug)
    if _chosen_business(request, event) is None:
        return redirect("events:register", path=path, slug=slug)
    is_sent = request.method == "POST"
    form = NeedsForm(request.POST if is_sent else None, initial=_answers(request, event))
    if is_sent and form.is_valid():
        _keep(request, event, **form.cleaned_data)
        return redirect("events:register_check", path=path, slug=slug)
    return _step(request, event, 2, "events/register_needs.html", {"form": form})


@require_http_methods(["GET", "POST"])
def register_check(request: AuthenticatedHttpRequest, path: str, slug: str) -> HttpResponse:
    """Step 3: check the answers, and register."""
    event = public_event(path, slug)
    business = _chosen_business(request, event)
    if business is None:
        return redirect("events:register", path=path, slug=slug)
    form = NeedsForm(_answers(request, event))
    refusals: list[str] = []
    others: list[Event] = []
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            registration = register(event, business, needs=form.needs(), by=request.user)
        except ValidationError as error:
            refusals = error.messages
            others = alternatives(event, business, at=now)
        else:
            request.session.pop(_session_key(event), None)
            return redirect("events:own_registration", code=registration.code)
    form.is_valid()
    answers = _answers_shown(event, business, form)
    context = {
        "answers": answers,
        "refusals": refusals,
        "cards": [calendar.card(one, at=now) for one in others],
        "is_full": event.places_left == 0,
    }
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
    when = f"{calendar.days_line(event)}, {calendar.hours_line(event)}"
    title = translated(event, "title")
    return [
        {"label": _("Acara"), "text": f"{title}\n{when}\n{event.place}", "url": ""},
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
    own = Registration.objects.of_user(request.user).select_related(
        "event", "certificate", "evaluation"
    )
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
    """The ticket: the seat, the seat that is offered, or the place on the waiting list."""
    return _ticket(request, _own(request, code))


@require_POST
def accept_own_offer(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Takes the seat that is kept for the artisan."""
    registration = _own(request, code)
    form = NeedsForm(request.POST)
    if not form.is_valid():
        return _ticket(request, registration, form)
    try:
        accept(registration, needs=form.needs())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Terima kasih, tempat Anda sudah pasti."))
    return redirect("events:own_registration", code=code)


def _ticket(
    request: HttpRequest, registration: Registration, form: NeedsForm | None = None
) -> HttpResponse:
    event, now = registration.event, clock.now()
    has_offer = registration.has_offer(at=now) and event.state == Event.State.PUBLISHED
    is_coming = registration.state in Registration.SEATED
    context = {
        "registration": registration,
        "event": event,
        "days": calendar.days_line(event),
        "hours": calendar.hours_line(event),
        "qr": ticket_code(registration),
        "share_text": share_text(registration),
        "certificate": getattr(registration, "certificate", None),
        "result": getattr(registration, "evaluation", None),
        "has_offer": has_offer,
        "form": form or NeedsForm(instance=registration),
        "sessions": event.sessions.all(),
        "bring": translated(event, "bring").splitlines(),
        "documents": event.documents.all() if is_coming else [],
        "has_ended": event.has_ended(at=now),
        "may_cancel": registration.is_live and not event.has_ended(at=now) and not has_offer,
        "back_url": reverse("events:own_registration_list"),
    }
    return render(request, "events/own_registration.html", context)


@require_http_methods(["GET", "POST"])
def decline_own_offer(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Lets the seat go on to the next, after a question."""
    registration = _own(request, code)
    ticket = reverse("events:own_registration", args=[code])
    if registration.state != Registration.State.OFFERED:
        return redirect(ticket)
    if request.method == "POST":
        try:
            cancel(registration, cause=Registration.Cause.DECLINED)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Terima kasih kabarnya. Tempatnya untuk yang berikutnya."))
        return redirect("events:own_registration_list")
    context = {
        "title": _("Tidak ikut %(title)s?") % {"title": translated(registration.event, "title")},
        "text": _("Tempat yang kami tahan diberikan kepada yang berikutnya."),
        "action": _("Ya, saya tidak ikut"),
        "back_url": ticket,
    }
    return render(request, "council/artisan_confirm.html", context)


@require_GET
def own_document(request: AuthenticatedHttpRequest, code: str, pk: int) -> HttpResponse:
    """A paper for the participants of an event."""
    seated = Registration.objects.of_user(request.user).seated()
    registration = get_object_or_404(seated, code=code)
    document = get_object_or_404(EventDocument, pk=pk, event=registration.event_id)
    return private_file(document.stored_name, f"bahan-{document.pk}")


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
    text = _(
        "Tempat Anda diberikan kepada yang menunggu. Bila mendaftar lagi, Anda mulai dari urutan "
        "terakhir."
    )
    if registration.state == Registration.State.WAITING:
        text = _("Nomor tunggu Anda diberikan kepada yang berikutnya.")
    context = {
        "title": _("Batalkan pendaftaran %(title)s?")
        % {"title": translated(registration.event, "title")},
        "text": text,
        "action": _("Ya, batalkan"),
        "back_url": ticket,
        "danger": True,
    }
    return render(request, "council/artisan_confirm.html", context)


def _own(request: AuthenticatedHttpRequest, code: str) -> Registration:
    own = Registration.objects.of_user(request.user).select_related(
        "event", "business", "artisan", "registered_by", "certificate", "evaluation"
    )
    return get_object_or_404(own, code=code)
