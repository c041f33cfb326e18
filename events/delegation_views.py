"""Pages of delegations: the public form and its status, and the secretariat's answers."""

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done_on
from events import delegations
from events.cooperation_forms import (
    AcceptForm,
    DeclineForm,
    ProposeForm,
    VisitRequestForm,
    morning_of,
)
from events.cooperation_frame import PAGE_SIZE, trail
from events.models import VisitRequest
from events.querysets import keeps_cooperation

# For everybody


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def request_visit(request: HttpRequest) -> HttpResponse:
    """A delegation asks to come; no account needed."""
    form = VisitRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.is_from_a_program:
            return redirect("events:cooperation")
        asked = _filed(request, form)
        if asked:
            messages.success(request, _("Permohonan Anda kami terima. Simpan alamat halaman ini."))
            return redirect(asked.status_url)
    context = {
        "form": form,
        "breadcrumb": [
            (_("Kerja sama"), reverse("events:cooperation")),
            (_("Ajukan kunjungan"), ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/request_visit.html", context, status=status)


def _filed(request: HttpRequest, form: VisitRequestForm) -> VisitRequest | None:
    if not ratelimit.consume(request, action="visit_request"):
        form.add_error(
            None, _("Terlalu banyak permohonan dari sambungan ini. Coba lagi satu jam lagi.")
        )
        return None
    try:
        return delegations.file_request(form.cleaned_data["form_token"], **form.answers())
    except ValidationError as error:
        form.add_error(None, error)
        return None


@login_not_required
@never_cache
@require_GET
@rate_limit(action="status")  # type: ignore[untyped-decorator]  # allauth has no types
def visit_request_status(request: HttpRequest, code: str) -> HttpResponse:
    """Where a request stands, for whoever has its reference."""
    context = {
        "asked": _by_code(code),
        "breadcrumb": [
            (_("Kerja sama"), reverse("events:cooperation")),
            (_("Permohonan kunjungan"), ""),
        ],
    }
    return render(request, "events/visit_request_status.html", context)


@login_not_required
@never_cache
@require_POST
@rate_limit(action="status")  # type: ignore[untyped-decorator]  # allauth has no types
def accept_proposed_visit(request: HttpRequest, code: str) -> HttpResponse:
    """The delegation agrees with the day that the council offered."""
    asked = _by_code(code)
    try:
        delegations.accept_proposal(asked)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Terima kasih. Kunjungan Anda sudah kami catat."))
    return redirect(asked.status_url)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="status")  # type: ignore[untyped-decorator]  # allauth has no types
def withdraw_visit_request(request: HttpRequest, code: str) -> HttpResponse:
    """The delegation takes its request back, after a question."""
    asked = _by_code(code)
    if request.method == "POST":
        try:
            delegations.withdraw(asked)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Permohonan sudah ditarik. Kontak Anda kami hapus."))
        return redirect(asked.status_url)
    context = {
        "title": _("Tarik permohonan kunjungan?"),
        "text": _("Nama dan nomor yang Anda tulis langsung dihapus malam ini."),
        "action": _("Tarik permohonan"),
        "back_url": asked.status_url,
        "danger": True,
    }
    return render(request, "events/withdraw_visit_request.html", context)


def _by_code(code: str) -> VisitRequest:
    known = VisitRequest.objects.select_related("event")
    return get_object_or_404(known, code=code.replace("-", "").upper())


# For the secretariat; the leader reads

readers = role_required(Role.SECRETARIAT, Role.LEADER)
keepers = role_required(Role.SECRETARIAT)


@readers
@require_GET
def visit_request_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Requests that wait, the oldest first; with `?saring=selesai` those that were answered."""
    found = VisitRequest.objects.visible_to(request.user)
    is_closed = request.GET.get("saring") == "selesai"
    shown = found.exclude(state__in=VisitRequest.OPEN) if is_closed else found.open()
    context = {
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("hal")),
        "is_closed": is_closed,
        "breadcrumb": trail((_("Permohonan kunjungan"), "")),
    }
    return render(request, "events/visit_request_list.html", context)


@readers
@require_GET
def visit_request_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One request beside the calendar of its days, with what can be answered."""
    found = VisitRequest.objects.visible_to(request.user).select_related("event", "answered_by")
    asked = get_object_or_404(found, pk=pk)
    days = asked.choices if asked.is_open else []
    context = {
        "asked": asked,
        "days": [(day, list(events)) for day, events in delegations.also_on(days).items()],
        "message": delegations.message_to(asked),
        "may_answer": asked.is_open and keeps_cooperation(request.user),
        "breadcrumb": trail(
            (_("Permohonan kunjungan"), reverse("events:visit_request_list")),
            (asked.institution, ""),
        ),
    }
    return render(request, "events/visit_request_detail.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def accept_visit_request(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Accepts a delegation and puts the visit on the calendar."""
    asked = _editable(request, pk)
    first = {"starts_at": morning_of(asked.first_choice), "place": delegations.gallery()}
    form = AcceptForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if done_on(form, lambda: delegations.accept(asked, **answers, by=request.user)):
            return _answered(request, asked)
    lead = _("Kunjungan masuk kalender; mitra, pihak, dan bidangnya ikut tercatat.")
    return _answer_page(request, asked, form, _("Terima kunjungan"), _("Terima"), lead)


@keepers
@require_http_methods(["GET", "POST"])
def propose_visit_day(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Offers another day."""
    asked = _editable(request, pk)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if done_on(form, lambda: delegations.propose(asked, **answers, by=request.user)):
            return _answered(request, asked)
    lead = _("Rombongan menyetujuinya di halaman status; sesudah itu kunjungan masuk kalender.")
    return _answer_page(request, asked, form, _("Usulkan tanggal lain"), _("Kirim usul"), lead)


@keepers
@require_http_methods(["GET", "POST"])
def decline_visit_request(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Says no, with the reason."""
    asked = _editable(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if done_on(form, lambda: delegations.decline(asked, answer=answer, by=request.user)):
            return _answered(request, asked)
    return _answer_page(request, asked, form, _("Tolak permohonan"), _("Kirim jawaban"), "")


def _editable(request: AuthenticatedHttpRequest, pk: int) -> VisitRequest:
    return get_object_or_404(VisitRequest.objects.editable_by(request.user), pk=pk)


def _answered(request: AuthenticatedHttpRequest, asked: VisitRequest) -> HttpResponse:
    messages.success(request, _("Jawaban tercatat dan disiapkan untuk rombongan."))
    return redirect(asked)


def _answer_page(
    request: AuthenticatedHttpRequest,
    asked: VisitRequest,
    form: forms.BaseForm,
    title: str,
    action: str,
    lead: str,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action,
        "back_url": asked.get_absolute_url(),
        "breadcrumb": trail(
            (_("Permohonan kunjungan"), reverse("events:visit_request_list")),
            (asked.institution, asked.get_absolute_url()),
            (title, ""),
        ),
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/cooperation_form.html", context, status=status)
