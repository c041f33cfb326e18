"""A mentor's pages: whom one accompanies, one business with its log, and who carries how much."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.mentored import FILTERS, UNASSIGNED, MentoredFilter, loads, narrowed, oversees
from artisans.models import Business, MentoringPlan
from artisans.plans import mentors
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 25
MOST_PRINTED = 500


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_GET
def mentoring_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The businesses a mentor accompanies, what is late first."""
    today = timezone.localdate()
    wanted = MentoredFilter.of(request.GET)
    businesses = narrowed(Business.objects.mentored_by(request.user), wanted, today=today)
    is_overseer = oversees(request.user)
    context = {
        "page": Paginator(businesses, PAGE_SIZE).get_page(request.GET.get("hal")),
        "wanted": wanted,
        "filters": (*FILTERS, UNASSIGNED) if is_overseer else FILTERS,
        "today": today,
        "oversees": is_overseer,
        "mentors": mentors() if is_overseer else [],
    }
    return render(request, "artisans/mentoring_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def mentoring_loads(request: AuthenticatedHttpRequest) -> HttpResponse:
    """How much every mentor carries."""
    context = {
        "loads": loads(today=timezone.localdate()),
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (_("Beban pendamping"), ""),
        ],
    }
    return render(request, "artisans/mentoring_loads.html", context)


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_GET
def mentored_business(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One accompanied business: its plans with their targets, and the visits so far."""
    mentored = Business.objects.mentored_by(request.user)
    business = get_object_or_404(mentored.select_related("owner", "village__district"), pk=pk)
    visits = business.visits.told()
    plans = MentoringPlan.objects.filter(business=business).prefetch_related("targets__settled_by")
    page = Paginator(visits, PAGE_SIZE).get_page(request.GET.get("hal"))
    for visit in page:
        visit.may_change = visit.is_editable_by(  # type: ignore[attr-defined]  # for the page
            request.user, at=timezone.now()
        )
    context = {
        "business": business,
        "plans": plans.open().select_related("mentor"),
        "closed_plans": plans.filter(closed_on__isnull=False).select_related("closed_by")[:10],
        "page": page,
        "today": timezone.localdate(),
        "oversees": oversees(request.user),
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (business.name, ""),
        ],
    }
    return render(request, "artisans/mentored_business.html", context)


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_GET
def print_visits(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The log of a business on paper, the newest visit first."""
    mentored = Business.objects.mentored_by(request.user)
    business = get_object_or_404(mentored.select_related("owner", "village__district"), pk=pk)
    visits = business.visits.told()
    context = {
        "business": business,
        "visits": visits[:MOST_PRINTED],
        "plans": MentoringPlan.objects.filter(business=business)
        .select_related("mentor")
        .prefetch_related("targets"),
        "today": timezone.localdate(),
    }
    return render(request, "artisans/print_visits.html", context)
