"""The artisan's view of being accompanied: who comes, what was agreed, what is still to reach."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from artisans.models import MentoringPlan, MentoringVisit
from dekranasda.accounts.access import AuthenticatedHttpRequest

PAGE_SIZE = 10


@require_GET
def own_mentoring(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The plans of the artisan's own businesses, open ones first, and the visits."""
    plans = MentoringPlan.objects.filter(business__owner__user=request.user)
    related = plans.select_related("mentor", "business").prefetch_related("targets")
    visits = MentoringVisit.objects.filter(business__owner__user=request.user)
    log = visits.told()
    context = {
        "plans": related.open(),
        "closed_plans": related.filter(closed_on__isnull=False)[:10],
        "page": Paginator(log, PAGE_SIZE).get_page(request.GET.get("hal")),
        "today": timezone.localdate(),
        "back_url": reverse("artisan_home"),
    }
    return render(request, "artisans/own_mentoring.html", context)
