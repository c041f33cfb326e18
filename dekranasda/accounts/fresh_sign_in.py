"""Pages that show what is most private ask who is there, fifteen minutes after the last time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from dekranasda.accounts.access import AuthenticatedHttpRequest

P = ParamSpec("P")
View = Callable[Concatenate[AuthenticatedHttpRequest, P], HttpResponseBase]

FRESH_FOR = timedelta(minutes=15)
# A link handed over by staff is no proof of who holds the device.
PROOFS = frozenset({"password", "mfa"})


def is_fresh(request: AuthenticatedHttpRequest, *, at: datetime) -> bool:
    """Whether the person gave password or code within the last fifteen minutes."""
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if record.get("method") in PROOFS]
    return bool(proofs) and at.timestamp() - max(proofs) < FRESH_FOR.total_seconds()


def fresh_sign_in_required(view: View[P]) -> View[P]:
    """Sends to the page that asks for the password once more, and back to the same address.

    Nothing that was posted is carried along; the page is filled in again.
    """

    @wraps(view)
    def guarded(
        request: AuthenticatedHttpRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not is_fresh(request, at=timezone.now()):
            back = urlencode({REDIRECT_FIELD_NAME: request.path})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]  # Django passes the request by position
