"""Promises of visits and documents: listed, written down, kept or given up in the open."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done_on
from events import cooperation as rules
from events.cooperation_forms import DropForm, OutcomeForm, PromiseForm
from events.cooperation_frame import PAGE_SIZE, form_page, trail
from events.delegation_views import keepers
from events.models import Agreement, Event, FollowUp
from events.querysets import FollowUpQuerySet, keeps_cooperation

PROMISE_FILTERS: dict[str, Callable[[FollowUpQuerySet, date], FollowUpQuerySet]] = {
    "": lambda found, _today: found.unsettled().order_by("due_on", "pk"),
    "terlambat": lambda found, today: found.overdue(on=today),
    "selesai": lambda found, _today: found.settled(),
}


@role_required(Role.SECRETARIAT, Role.LEADER, Role.MENTOR)
@require_GET
def follow_up_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Promises that wait, those after their day, or those that ended."""
    chosen = request.GET.get("saring", "")
    chosen = chosen if chosen in PROMISE_FILTERS else ""
    found = FollowUp.objects.visible_to(request.user).select_related("event", "agreement", "owner")
    shown = PROMISE_FILTERS[chosen](found, timezone.localdate())
    context = {
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("hal")),
        "chosen": chosen,
        "filters": [
            ("", _("Berjalan")),
            ("terlambat", _("Lewat tenggat")),
            ("selesai", _("Selesai atau dihentikan")),
        ],
        "breadcrumb": trail((_("Tindak lanjut"), "")),
    }
    return render(request, "events/follow_up_list.html", context)


@role_required(Role.SECRETARIAT, Role.LEADER, Role.MENTOR)
@require_GET
def follow_up_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One promise, and the ways to end it."""
    found = FollowUp.objects.visible_to(request.user).select_related("event", "agreement", "owner")
    promise = get_object_or_404(found, pk=pk)
    context = {
        "promise": promise,
        "may_edit": FollowUp.objects.editable_by(request.user).filter(pk=pk).exists(),
        "keeps": keeps_cooperation(request.user),
        "breadcrumb": trail(
            (_("Tindak lanjut"), reverse("events:follow_up_list")), (promise.promise, "")
        ),
    }
    return render(request, "events/follow_up_detail.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def follow_up_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A promise that was made at a visit."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    back = reverse("events:visit_record", args=[pk])
    return _promise_page(request, FollowUp(event=event), _("Tindak lanjut baru"), back)


@keepers
@require_http_methods(["GET", "POST"])
def agreement_promise_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A promise that an agreement holds; where it came from a visit, it is that visit's too."""
    agreement = get_object_or_404(Agreement.objects.editable_by(request.user), pk=pk)
    promise = FollowUp(agreement=agreement, event_id=agreement.event_id)
    return _promise_page(request, promise, _("Tindak lanjut baru"), agreement.get_absolute_url())


@keepers
@require_http_methods(["GET", "POST"])
def follow_up_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes the words, the day or the keeper of a promise."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    back = reverse("events:follow_up_detail", args=[pk])
    return _promise_page(request, promise, _("Ubah tindak lanjut"), back)


def _promise_page(
    request: AuthenticatedHttpRequest, promise: FollowUp, title: str, back: str
) -> HttpResponse:
    form = PromiseForm(request.POST or None, instance=promise)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Tindak lanjut tersimpan."))
        return redirect(back)
    return form_page(request, form, title, back)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def complete_follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that a promise was kept."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    form = OutcomeForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("events:follow_up_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if done_on(form, lambda: rules.complete(promise, **answers)):
            messages.success(request, _("Janji ini selesai; hasilnya dibaca umum."))
            return redirect(back)
    return form_page(request, form, _("Janji selesai"), back, lead=promise.promise)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def drop_follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Gives a promise up in the open."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    form = DropForm(request.POST or None)
    back = reverse("events:follow_up_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done_on(form, lambda: rules.drop(promise, on=timezone.localdate(), reason=reason)):
            messages.success(request, _("Janji ini ditutup dengan alasannya."))
            return redirect(back)
    return form_page(request, form, _("Tidak dilanjutkan"), back, lead=promise.promise)
