"""The portal with one page more, for measuring: a greeting behind the same doors.

gunicorn serves this in place of `dekranasda.wsgi` when `bench_catalogue` measures. The greeting
goes through all of the portal's middleware and does nothing else.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

ADDRESS = "/ukur-salam/"


@login_not_required
def greeting(request: HttpRequest) -> HttpResponse:
    """Says hello."""
    return HttpResponse("hello")


def portal_with_greeting() -> object:
    """The portal's application, with the greeting among its addresses."""
    application = get_wsgi_application()
    from dekranasda import urls  # noqa: PLC0415 needs the apps

    urls.urlpatterns.insert(0, path(ADDRESS.lstrip("/"), greeting))
    return application
