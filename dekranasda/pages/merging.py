"""Merging two entries of the registry and undoing it, with the works of the catalogue following."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artisans.comparison import compared, consequences_of, told
from artisans.forms.merging import MergeForm
from artisans.merging import merge
from artisans.models import Artisan, Business, DuplicatePair, Merge
from artisans.parting import undo
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from products.publication import refresh_works_of

# Refusals because somebody else was quicker.
CONFLICTS = frozenset({"changed", "decided", "merged", "undone", "merged_on", "said_different"})


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def merge_confirm(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What will happen, in words; then the merge.

    Where somebody was quicker it answers 409 with what they did, and keeps what was chosen.
    """
    pair = get_object_or_404(DuplicatePair.objects.with_everything(), pk=pk)
    is_sent = request.method == "POST"
    form = MergeForm(request.POST if is_sent else request.GET)
    context, status = compared(pair, form), 422 if is_sent else 200
    if is_sent and form.is_valid():
        try:
            record = merge(pair, context["wanted"], by=request.user, at=timezone.now())
        except ValidationError as error:
            context["refusal"] = " ".join(error.messages)
            status = 409 if error.code in CONFLICTS else 422
        else:
            _refresh_works(record)
            messages.success(request, _("Kedua catatan sudah digabung."))
            return redirect(record)
    context |= consequences_of(pair, context)
    return render(request, "artisans/merge_confirm.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def undo_merge(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Asks, then makes two of one again; what somebody changed since stays and is named."""
    record = get_object_or_404(Merge.objects.with_everything(), pk=pk)
    context, status = told(record), 200
    if request.method == "POST":
        try:
            undone = undo(record, by=request.user, at=timezone.now())
        except ValidationError as error:
            context["refusal"] = " ".join(error.messages)
            status = 409 if error.code in CONFLICTS else 422
        else:
            _refresh_works(undone)
            messages.success(request, _("Penggabungan dibatalkan. Kedua catatan berdiri lagi."))
            return redirect(undone)
    return render(request, "artisans/undo_merge.html", context, status=status)


def _refresh_works(record: Merge) -> None:
    """The catalogue names the maker and the place of the business that a work has now."""
    record = Merge.objects.get(pk=record.pk)  # as it is now, not as it was before
    people = {
        entry if isinstance(entry, Artisan) else entry.owner
        for entry in (record.survivor, record.loser)
    }
    concerned = Business.objects.filter(owner__in=people, products__published_version__isnull=False)
    for business in concerned.distinct():
        with transaction.atomic():
            refresh_works_of(business)
