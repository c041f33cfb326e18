"""Likely duplicates of the registry: the queue, and the word that two are not the same."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artisans import matching
from artisans.comparison import compared
from artisans.duplicate_queue import QueueFilter, last_search, narrowed_pairs
from artisans.forms.merging import NameDuplicateForm, NotTheSameForm
from artisans.models import Business, District, DuplicatePair
from artisans.tasks import find_duplicates
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 50


@role_required(Role.SECRETARIAT)
@require_GET
def duplicate_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The pairs that wait for a decision, or those decided, the likeliest first."""
    wanted = QueueFilter.of(request.GET)
    pairs = narrowed_pairs(DuplicatePair.objects.with_entries(), wanted)
    context = {
        "page": Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("hal")),
        "wanted": wanted,
        "districts": District.objects.all(),
        "states": DuplicatePair.State.choices,
        "searched_at": last_search(),
    }
    return render(request, "artisans/duplicate_list.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def search_duplicates(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Has the whole registry compared in the background."""
    find_duplicates.enqueue()
    messages.info(request, _("Registri sedang dibandingkan. Muat ulang halaman ini sebentar lagi."))
    return redirect("artisans:duplicate_list")


@role_required(Role.SECRETARIAT)
@require_POST
def not_the_same(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Remembers for ever that the two are not one."""
    pair = get_object_or_404(DuplicatePair.objects.with_everything(), pk=pk)
    form, refusal = NotTheSameForm(request.POST), ""
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            matching.decide_different(pair, by=request.user, at=timezone.now(), note=note)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, _("Dicatat: bukan yang sama. Keduanya tidak diusulkan lagi."))
            return redirect("artisans:duplicate_list")
    context = compared(pair) | {"not_same_form": form, "refusal": refusal}
    status = 409 if refusal else 422
    return render(request, "artisans/duplicate_detail.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_POST
def reopen_pair(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes «not the same» back."""
    pair = get_object_or_404(DuplicatePair, pk=pk)
    matching.reopen(pair)
    return redirect(pair)


@role_required(Role.SECRETARIAT)
@require_POST
def name_duplicate(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Sets another entry beside this one, which no search has found."""
    standing = Business.objects.visible_to(request.user).filter(merged_into__isnull=True)
    business = get_object_or_404(standing, pk=pk)
    form = NameDuplicateForm(request.POST, business=business)
    if form.is_valid():
        other = form.cleaned_data["other"]
        return redirect(matching.name_pair(business, other, at=timezone.now()))
    context = {"form": form, "business": business}
    return render(request, "artisans/name_duplicate.html", context, status=422)
