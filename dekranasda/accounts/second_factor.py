"""Keeps the council's pages closed until its people have set up an authenticator app."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from dekranasda.accounts.models import User

# What a person needs to set the app up, and the way out.
OPEN_PAGES = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_reauthenticate",
    }
)
SESSION_KEY = "second_factor"


class SecondFactorMiddleware:
    """Sends people of the council without an authenticator app to the page that sets one up.

    Who has one was asked for its code at sign-in. Runs only for pages behind the door, so that
    public pages cost nothing; off in development and in the demo (SECOND_FACTOR_REQUIRED).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """A redirect for who still has to set the app up, or None to go on."""
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        user = request.user
        match = request.resolver_match
        if not isinstance(user, User) or (match and match.url_name in OPEN_PAGES):
            return None
        if request.session.get(SESSION_KEY) or not user.is_council:
            return None
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            return redirect("mfa_activate_totp")
        request.session[SESSION_KEY] = True
        return None
