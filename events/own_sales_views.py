"""What an artisan reads of the own works elsewhere: at exhibitions and at outlets."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest
from events.models import Exhibit, Placement

MOST_ROWS = 200


@require_GET
def own_sales(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The person's works at exhibitions, what sold and what came back, and where others stand."""
    exhibits = (
        Exhibit.objects.of_user(request.user)
        .exclude(event__state="draft")
        .with_sales()
        .select_related("event", "product")
        .order_by("-event__starts_at", "event", "product__name", "pk")[:MOST_ROWS]
    )
    placements = Placement.objects.of_user(request.user)
    context = {
        "exhibitions": [
            (event, list(rows)) for event, rows in groupby(exhibits, lambda one: one.event)
        ],
        "placements": placements.with_sales()
        .select_related("product", "outlet")
        .order_by("-placed_on", "pk")[:MOST_ROWS],
        "back_url": reverse("artisan_home"),
    }
    return render(request, "events/own_sales.html", context)
