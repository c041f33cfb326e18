"""The language of a person's own pages: the one they chose, whatever led them there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import translate_url

from dekranasda.accounts.models import User

OWN_PAGES = "/saya/"


class OwnLanguageMiddleware:
    """Leads from an own page without a language in its address to the one in the person's language.

    Links in messages and on paper carry no language. An address that names one (`/en/saya/…`) is
    left alone. Pages that anybody may open are never looked at: they are the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """A redirect for who reads another language than the portal's first, or None to go on."""
        if request.method != "GET" or not request.path.startswith(OWN_PAGES):
            return None
        user = request.user
        if not isinstance(user, User) or user.language == settings.LANGUAGE_CODE:
            return None
        return redirect(translate_url(request.get_full_path(), user.language))
