"""Changing many businesses at once: choose, confirm exactly these, watch, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artisans import bulk
from artisans.forms.bulk import BulkForm
from artisans.list_page import address_of
from artisans.lists import RegistryFilter, RegistryList
from artisans.models import BulkChange, Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

SECONDS_BETWEEN_LOOKS = 3
MOST_PICKED, MOST_NAMED = 200, 50


@role_required(Role.SECRETARIAT)
@require_POST
def bulk_confirm(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Shows how many businesses are meant, and asks what is to be done with them."""
    try:
        rows = _meant(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address_of(_wanted(request)))
    return _confirm_page(request, rows, BulkForm())


def _wanted(request: AuthenticatedHttpRequest) -> RegistryFilter:
    return RegistryFilter.of_text(request.POST.get("kept", ""))


def _meant(request: AuthenticatedHttpRequest) -> bulk.Rows:
    """The rows as they are now: all that the filter finds, or the ones picked among them."""
    found = RegistryList(request.user, _wanted(request), today=timezone.localdate())
    entries = found.entries
    if "semua" not in request.POST:
        picked = [key for key in request.POST.getlist("pilih") if key.isdigit() and len(key) < 18]
        entries = entries.filter(pk__in=picked[:MOST_PICKED])
    return bulk.rows_of(entries)


def _confirm_page(
    request: AuthenticatedHttpRequest,
    rows: bulk.Rows,
    form: BulkForm,
    *,
    status: int = 200,
    earlier: str = "",
) -> HttpResponse:
    context = {
        "count": len(rows.keys),
        "digest": rows.digest,
        "earlier": earlier,
        "form": form,
        "kept": request.POST.get("kept", ""),
        "semua": "semua" in request.POST,
        "picked": [] if "semua" in request.POST else rows.keys,
        "back_url": address_of(_wanted(request)),
    }
    return render(request, "artisans/bulk_confirm.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_POST
def bulk_apply(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Applies the change to exactly the rows that were shown; asks again where they are others."""
    form = BulkForm(request.POST)
    try:
        rows = _meant(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address_of(_wanted(request)))
    if rows.digest != request.POST.get("digest"):
        earlier = request.POST.get("jumlah", "")[:8]
        return _confirm_page(request, rows, form, status=409, earlier=earlier)
    if not form.is_valid():
        return _confirm_page(request, rows, form, status=422)
    change = bulk.apply_change(
        rows,
        query=_wanted(request).as_query(),
        by=request.user,
        at=timezone.now(),
        **form.change(),
    )
    return redirect("artisans:bulk_detail", pk=change.pk)


@role_required(Role.SECRETARIAT)
@require_GET
def bulk_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far a change is; looks again by itself while it is at work."""
    change = get_object_or_404(BulkChange.objects.select_related("by"), pk=pk)
    now = timezone.now()
    is_working = change.state == BulkChange.State.WORKING
    meant = Business.objects.filter(pk__in=change.business_ids[:MOST_NAMED])
    context: dict[str, Any] = {
        "change": change,
        "meant": meant.select_related("owner").order_by("name", "pk"),
        "others": max(0, len(change.business_ids) - MOST_NAMED),
        "total": len(change.business_ids),
        "changed": len(change.before),
        "is_working": is_working,
        "is_stalled": bulk.is_stalled(change, at=now),
        "may_undo": bulk.may_undo(change, at=now),
        "list_url": address_of(RegistryFilter.of_text(change.query)),
    }
    response = render(request, "artisans/bulk_detail.html", context)
    if is_working and not context["is_stalled"]:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


@role_required(Role.SECRETARIAT)
@require_POST
def bulk_go_on(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Lets the worker go on with a change that stands still."""
    change = get_object_or_404(BulkChange, pk=pk)
    if bulk.is_stalled(change, at=timezone.now()):
        bulk.go_on.enqueue(change.pk)
    return redirect("artisans:bulk_detail", pk=pk)


@role_required(Role.SECRETARIAT)
@require_POST
def bulk_undo(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a change back where nobody has changed the same since."""
    change = get_object_or_404(BulkChange, pk=pk)
    try:
        number = bulk.undo(change, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(number)d usaha dikembalikan.") % {"number": number})
    return redirect("artisans:bulk_detail", pk=pk)
