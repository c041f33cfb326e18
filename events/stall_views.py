"""Pages of stalls: the call and its list, applying, computing, changing, announcing, the ledger."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from artisans.models import Artisan, Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done_on
from dekranasda.templatetags.portal import translated
from events import stall_ledger, stalls
from events.models import Event, StallApplication, StallCall
from events.stall_forms import (
    AddStallForm,
    MoveStallForm,
    StallApplicationForm,
    StallCallForm,
    StandNumbersForm,
)
from events.workbench import LEAST_LETTERS, businesses_named, may_edit

# For everybody


@login_not_required
@require_safe
def stall_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The call for stalls with its formula; once announced, the list with points and changes."""
    call = _public_call(slug)
    listed: list[StallApplication] = []
    if call.published_at:
        listed = list(_rows(call))
    context = {
        "call": call,
        "event": call.event,
        "is_open": stalls.is_open(call, at=timezone.now()),
        "listed": listed,
        "breadcrumb": [
            (_("Agenda"), reverse("events:agenda")),
            (translated(call.event, "title"), call.event.get_absolute_url()),
            (_("Stan"), ""),
        ],
    }
    return render(request, "events/stall_list.html", context)


@login_not_required
@require_safe
def rotation_ledger(request: HttpRequest) -> HttpResponse:
    """Who had stalls in two years, and how often the same makers came."""
    context = {
        "ledger": stall_ledger.ledger(on=timezone.localdate()),
        "breadcrumb": [(_("Agenda"), reverse("events:agenda")), (_("Buku rotasi pameran"), "")],
    }
    return render(request, "events/rotation_ledger.html", context)


# For artisans


@require_http_methods(["GET", "POST"])
def apply_for_stall(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """An artisan's application, or its change before the deadline."""
    call = _public_call(slug)
    artisan = Artisan.objects.filter(user=request.user).first()
    if artisan is None or not artisan.businesses.filter(state=Business.State.ACTIVE).exists():
        return render(request, "products/no_business.html", status=403)
    known = StallApplication.objects.of_user(request.user).standing().filter(call=call).first()
    answers: dict[str, Any] = {}
    if known:
        answers = {"business": known.business.slug, "pieces": known.pieces}
        answers["has_disability"] = known.has_disability
    form = StallApplicationForm(request.POST or None, artisan=artisan, call=call, initial=answers)
    if carried_out(
        request,
        form,
        lambda: stalls.apply(call, **form.cleaned_data, by=request.user),
        _("Permohonan stan Anda sudah kami terima."),
    ):
        return redirect("events:own_registration_list")
    context = {"form": form, "call": call, "event": call.event, "known": known}
    back_url = reverse("events:stall_list", args=[slug])
    return render(request, "events/stall_apply.html", {**context, "back_url": back_url})


@require_http_methods(["GET", "POST"])
def withdraw_stall(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes an own application back, after a question."""
    own = StallApplication.objects.of_user(request.user).standing()
    application = get_object_or_404(own.select_related("call__event"), pk=pk)
    back = reverse("events:own_registration_list")
    if request.method == "POST":
        try:
            stalls.withdraw(application, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Permohonan stan Anda sudah ditarik."))
        return redirect(back)
    context = {
        "title": _("Tarik permohonan stan?"),
        "text": _("Stan di %(event)s diberikan kepada urutan berikutnya.")
        % {"event": translated(application.call.event, "title")},
        "action": _("Tarik permohonan"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "council/artisan_confirm.html", context)


# For the secretariat


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def stall_desk(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Applications and the order, with what can be done next."""
    event = get_object_or_404(Event, pk=pk, kind=Event.Kind.EXHIBITION)
    call = StallCall.objects.filter(event=event).select_related("rule", "computed_by").first()
    now = timezone.now()
    context: dict[str, Any] = {
        "event": event,
        "call": call,
        "may_edit": may_edit(request.user),
        "has_ended": event.has_ended(at=now),
        "breadcrumb": [
            (_("Kegiatan"), reverse("events:event_list")),
            (translated(event, "title"), reverse("events:participant_list", args=[pk])),
            (_("Stan"), ""),
        ],
    }
    if call:
        rows = list(_rows(call))
        stock = stalls.recorded_stock(row.business_id for row in rows)
        for row in rows:
            row.stock = stock.get(row.business_id)
        context["listed"] = [row for row in rows if row.place is not None]
        context["unplaced"] = [row for row in rows if row.place is None]
        context["is_open"] = stalls.is_open(call, at=now)
    return render(request, "events/stall_desk.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def stall_call(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Opens the call, or changes it until the list is computed."""
    event = get_object_or_404(Event, pk=pk, kind=Event.Kind.EXHIBITION)
    call = StallCall.objects.filter(event=event).first()
    back = reverse("events:stall_desk", args=[pk])
    if call and call.computed_at:
        messages.error(request, _("Daftar sudah dihitung; panggilannya tidak dapat diubah."))
        return redirect(back)
    form = StallCallForm(request.POST or None, instance=call, event=event)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Panggilan stan tersimpan."))
        return redirect(back)
    context = {"heading": _("Panggilan stan"), "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def add_stall(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """An application that came by phone or on paper: the business is found by name."""
    call = get_object_or_404(StallCall.objects.select_related("event"), event=pk)
    back = reverse("events:stall_desk", args=[pk])
    form = AddStallForm(request.POST or None, initial={"pieces": call.least_pieces})
    if request.method == "POST" and form.is_valid():
        business = get_object_or_404(Business, slug=request.POST.get("business", ""))
        if done_on(
            form,
            lambda: stalls.apply(
                call, business, **form.cleaned_data, has_disability=False, by=request.user
            ),
        ):
            messages.success(request, _("%(name)s masuk daftar.") % {"name": business.name})
            return redirect(back)
    name = request.GET.get("nama", "").strip()
    found = businesses_named(name) if len(name) >= LEAST_LETTERS else None
    context = {"event": call.event, "form": form, "name": name, "found": found, "back_url": back}
    return render(request, "events/add_stall.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def compute_stalls(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Computes the order by the formula."""
    call = get_object_or_404(StallCall, event=pk)
    try:
        count = stalls.compute(call, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(count)s permohonan dihitung.") % {"count": count})
    return redirect("events:stall_desk", pk=pk)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def move_stall(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes the place of one application, with a reason."""
    waiting = StallApplication.objects.in_order().select_related("call__event", "business")
    application = get_object_or_404(waiting, pk=pk)
    back = reverse("events:stall_desk", args=[application.call.event_id])
    form = MoveStallForm(request.POST or None, initial={"to_place": application.place})
    if carried_out(
        request,
        form,
        lambda: stalls.move(application, **form.cleaned_data, by=request.user),
        _("Urutan diubah; alasannya ikut diumumkan."),
    ):
        return redirect(back)
    heading = _("Ubah urutan %(name)s") % {"name": application.business.name}
    context = {"heading": heading, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def publish_stalls(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Announces the list, after a question."""
    call = get_object_or_404(StallCall.objects.select_related("event"), event=pk)
    back = reverse("events:stall_desk", args=[pk])
    if request.method == "POST":
        try:
            count = stalls.publish(call, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            text = _("Daftar diumumkan; %(count)s usaha mendapat stan dan dikabari.")
            messages.success(request, text % {"count": count})
        return redirect(back)
    context = {
        "title": _("Umumkan daftar stan?"),
        "text": _("Daftar, poin, dan alasan perubahan dibaca semua orang. Semua pemohon dikabari."),
        "action": _("Umumkan"),
        "back_url": back,
    }
    return render(request, "council/work_confirm.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def stand_numbers(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Writes which stand each business with a stall has."""
    call = get_object_or_404(
        StallCall.objects.select_related("event"), event=pk, published_at__isnull=False
    )
    given = list(_rows(call).with_stall())
    form = StandNumbersForm(request.POST or None, applications=given)
    if carried_out(
        request,
        form,
        lambda: stalls.number(call, form.stands()),
        _("Nomor stan tersimpan."),
    ):
        return redirect("events:stall_desk", pk=pk)
    back_url = reverse("events:stall_desk", args=[pk])
    context = {"event": call.event, "form": form, "back_url": back_url}
    return render(request, "events/stand_numbers.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def note_promise(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes after the exhibition whether a business kept what it promised."""
    application = get_object_or_404(
        StallApplication.objects.with_stall().select_related("call__event"), pk=pk
    )
    answers = {"ya": True, "tidak": False, "": None}
    answer = request.POST.get("kept", "")
    if answer not in answers or not application.call.event.has_ended(at=timezone.now()):
        messages.error(request, _("Catat sesudah pameran selesai: ya, tidak, atau belum."))
    else:
        application.kept_promise = answers[answer]
        application.save(update_fields=["kept_promise"])
        messages.success(request, _("Tercatat."))
    return redirect("events:stall_desk", pk=application.call.event_id)


def _public_call(slug: str) -> StallCall:
    calls = StallCall.objects.select_related("event", "rule").exclude(
        event__state=Event.State.DRAFT
    )
    return get_object_or_404(calls, event__slug=slug)


def _rows(call: StallCall) -> Any:
    """The applications of a call as its pages print them; two queries."""
    return (
        StallApplication.objects.filter(call=call)
        .standing()
        .order_by("place", "applied_at", "pk")
        .select_related("call", "business__village__district")
        .prefetch_related("changes")
    )
