"""The artisan's start page: what needs doing, works, programmes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest


@require_GET
def artisan_home(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The artisan's start page."""
    return render(request, "pages/artisan_home.html")
