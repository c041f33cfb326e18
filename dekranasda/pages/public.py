"""Public pages that compose several apps: home, makers, centres, search."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from health_check.views import HealthCheckView

healthz = login_not_required(
    HealthCheckView.as_view(checks=["health_check.Database", "health_check.Storage"])
)


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The council's front page."""
    return render(request, "pages/home.html")
