"""A mentor's pages: whom one accompanies, and the log of visits."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.forms.mentoring import MentoringVisitForm
from artisans.mentoring import record_visit
from artisans.models import Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 25


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_GET
def mentoring_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The businesses a mentor accompanies, the next visit that is due first."""
    businesses = _with_dates(Business.objects.mentored_by(request.user), timezone.localdate())
    page = Paginator(businesses, PAGE_SIZE).get_page(request.GET.get("hal"))
    context = {"page": page, "today": timezone.localdate()}
    return render(request, "artisans/mentoring_list.html", context)


def _with_dates(businesses: QuerySet[Business], today: date) -> QuerySet[Business]:
    """Each with `last_visit`, `next_visit` (the earliest promised) and `open_targets`."""
    promised = Q(visits__next_visit_on__gte=today)
    open_target = Q(plans__closed_on__isnull=True, plans__targets__reached_on__isnull=True)
    return (
        businesses.select_related("owner", "craft", "village__district")
        .annotate(
            last_visit=Max("visits__visited_on"),
            next_visit=Min("visits__next_visit_on", filter=promised),
            open_targets=Count("plans__targets", filter=open_target, distinct=True),
        )
        .order_by("next_visit", "last_visit", "name", "pk")
    )


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_GET
def mentored_business(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One accompanied business: its plans with their targets, and the visits so far."""
    mentored = Business.objects.mentored_by(request.user)
    business = get_object_or_404(mentored.select_related("owner", "village__district"), pk=pk)
    context = {
        "business": business,
        "plans": business.plans.filter(closed_on__isnull=True).prefetch_related("targets"),
        "page": Paginator(business.visits.select_related("mentor"), PAGE_SIZE).get_page(
            request.GET.get("hal")
        ),
    }
    return render(request, "artisans/mentored_business.html", context)


@role_required(Role.MENTOR, Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def visit_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Records a visit."""
    business = get_object_or_404(Business.objects.mentored_by(request.user), pk=pk)
    today = timezone.localdate()
    form = MentoringVisitForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        business=business,
        today=today,
        initial={"visited_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(business, by=request.user, **form.visit())
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            messages.success(request, _("Kunjungan tercatat."))
            return redirect("artisans:mentored_business", pk=pk)
    status = 422 if form.is_bound else 200
    context = {"business": business, "form": form}
    return render(request, "artisans/visit_create.html", context, status=status)
