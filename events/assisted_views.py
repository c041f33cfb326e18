"""Somebody registers for an artisan: the secretariat, a mentor, or the operator of the district."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.models import Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from events import calendar
from events.eligibility import alternatives, clashes, repeats
from events.forms import NeedsForm
from events.models import Event, Registration
from events.registration import register
from events.workbench import LEAST_LETTERS, businesses_named, may_edit

HELPERS = (Role.SECRETARIAT, Role.MENTOR, Role.DISTRICT_OPERATOR)
PAGE_SIZE = 25


@role_required(*HELPERS)
@require_GET
def open_event_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The events that take registrations now, and whom the person registered for them."""
    now = timezone.now()
    page = Paginator(Event.objects.open_now(at=now), PAGE_SIZE).get_page(request.GET.get("hal"))
    mine = Registration.objects.live().filter(registered_by=request.user, event__ends_at__gt=now)
    context = {
        "page": page,
        "cards": [calendar.card(event, at=now) | {"pk": event.pk} for event in page],
        "mine": mine.exclude(artisan__user=request.user)
        .select_related("event", "artisan")
        .order_by("event__starts_at", "artisan__name")[:100],
    }
    return render(request, "events/open_event_list.html", context)


@role_required(*HELPERS)
@require_http_methods(["GET", "POST"])
def register_other(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Registers an artisan in the person's care, found by name; both names are kept."""
    event = get_object_or_404(Event, pk=pk, state=Event.State.PUBLISHED, quota__isnull=False)
    care = Business.objects.kept_by(request.user)
    chosen = care.filter(slug=request.GET.get("usaha", "")).select_related("owner").first()
    is_sent = request.method == "POST"
    form = NeedsForm(request.POST if is_sent else None)
    refusals: list[str] = []
    if is_sent and chosen and form.is_valid():
        try:
            registration = register(
                event,
                chosen,
                needs=form.needs(),
                by=request.user,
                is_invited=may_edit(request.user),
            )
        except ValidationError as error:
            refusals = error.messages
        else:
            names = {"name": chosen.owner, "state": registration.get_state_display().lower()}
            messages.success(request, _("%(name)s: %(state)s.") % names)
            return redirect(_back(request.user, event))
    name = request.GET.get("nama", "").strip()
    context: dict[str, Any] = {
        "event": event,
        "days": calendar.days_line(event),
        "chosen": chosen,
        "form": form,
        "refusals": refusals,
        "name": name,
        "found": businesses_named(name, care) if len(name) >= LEAST_LETTERS else None,
        "back_url": _back(request.user, event),
    }
    if chosen:
        now = timezone.now()
        others = alternatives(event, chosen, at=now) if refusals else []
        context |= {
            "registration": _live(event, chosen),
            "clashes": clashes(event, chosen.owner).select_related("event"),
            "repeats": repeats(event, chosen.owner).select_related("event"),
            "others": [(one, calendar.days_line(one)) for one in others],
        }
    return render(request, "events/register_other.html", context)


def _live(event: Event, business: Business) -> Registration | None:
    """The owner's registration that is there already."""
    return Registration.objects.live().filter(event=event, artisan=business.owner_id).first()


def _back(user: User, event: Event) -> str:
    if may_edit(user):
        return reverse("events:participant_list", args=[event.pk])
    return reverse("events:open_event_list")
