"""Requests for an account under a known number: the call, its outcome, what is to mend later."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artisans.claiming import candidates, settle_request, with_number
from artisans.models import BusinessClaim, Village
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.forms import CallAgainForm, CloseRequestForm
from dekranasda.accounts.models import Role, SignUpRequest, User

MOST_ROWS = 100


@role_required(Role.SECRETARIAT)
@require_GET
def sign_up_request_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Requests that wait for a call, oldest first; answers to mend; the last settled ones."""
    state = SignUpRequest.State
    waiting = SignUpRequest.objects.filter(state=state.OPEN)
    settled = SignUpRequest.objects.exclude(state=state.OPEN).select_related("closed_by")
    answers = BusinessClaim.objects.to_mend().select_related("business", "user")
    order = F("try_again_on").asc(nulls_first=True)
    context = {
        "open_requests": waiting.order_by(order, "created_at", "pk")[:MOST_ROWS],
        "answers": answers[:MOST_ROWS],
        "settled": settled.order_by("-closed_at")[:20],
        "today": timezone.localdate(),
    }
    return render(request, "pages/sign_up_request_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def sign_up_request_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One request beside the people of the registry it may be."""
    return _request_page(request, pk)


@role_required(Role.SECRETARIAT)
@require_POST
def link_sign_up_request(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """Gives the artisan an account under the number, and goes on to the sign-in link."""
    asked = get_object_or_404(SignUpRequest, pk=pk)
    artisan = get_object_or_404(with_number(asked), slug=slug)
    chosen = [key for key in request.POST.getlist("business") if key.isdigit()]
    try:
        user = settle_request(
            asked,
            artisan=artisan,
            by=request.user,
            at=timezone.now(),
            businesses=artisan.businesses.filter(pk__in=chosen),
        )
    except ValidationError as error:
        return _request_page(request, pk, refusals=error.messages)
    messages.success(request, _("Akun sudah terhubung. Sekarang buat tautan masuknya."))
    return redirect("issue_link", uid=user.uid)


@role_required(Role.SECRETARIAT)
@require_POST
def close_sign_up_request(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Closes a request without an account, with the reason."""
    asked = get_object_or_404(SignUpRequest, pk=pk)
    form = CloseRequestForm(request.POST)
    if not form.is_valid():
        return _request_page(request, pk, close_form=form)
    note = form.cleaned_data["note"]
    try:
        asked.close(SignUpRequest.State.REFUSED, by=request.user, at=timezone.now(), note=note)
    except ValidationError as error:
        return _request_page(request, pk, refusals=error.messages)
    messages.success(request, _("Permohonan ditutup."))
    return redirect("sign_up_request_list")


@role_required(Role.SECRETARIAT)
@require_POST
def call_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that nobody answered, and when to call again."""
    asked = get_object_or_404(SignUpRequest, pk=pk)
    form = CallAgainForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _request_page(request, pk, again_form=form)
    try:
        asked.note_call(**form.cleaned_data)
    except ValidationError as error:
        return _request_page(request, pk, refusals=error.messages)
    messages.success(request, _("Tercatat. Permohonan ini muncul lagi pada harinya."))
    return redirect("sign_up_request_list")


def _request_page(
    request: AuthenticatedHttpRequest,
    pk: int,
    *,
    close_form: CloseRequestForm | None = None,
    again_form: CallAgainForm | None = None,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """The request as it stands now; 422 where something is to mend, 409 for a late second."""
    asked = get_object_or_404(SignUpRequest.objects.select_related("closed_by"), pk=pk)
    is_open = asked.state == SignUpRequest.State.OPEN
    places = Village.objects.select_related("district")
    context: dict[str, Any] = {
        "asked": asked,
        "people": candidates(asked) if is_open else [],
        "village": places.filter(code=asked.village_code).first(),
        "other_account": User.objects.filter(phone=asked.phone, artisan__isnull=True).first(),
        "close_form": close_form or CloseRequestForm(),
        "again_form": again_form or CallAgainForm(today=timezone.localdate()),
        "form": close_form or again_form,
        "refusals": refusals or [],
        "breadcrumb": [
            (_("Permohonan akun"), reverse("sign_up_request_list")),
            (asked.full_name, ""),
        ],
    }
    status = 200
    if close_form or again_form or refusals:
        status = 422 if is_open else 409
    return render(request, "pages/sign_up_request_detail.html", context, status=status)
