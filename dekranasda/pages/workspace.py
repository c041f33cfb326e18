"""The start page of people who work for the council."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest


@require_GET
def workspace(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The workbench's start for the council; artisans go to their own pages."""
    if not request.user.is_council:
        return redirect("artisan_home")
    return render(request, "pages/workspace.html")
