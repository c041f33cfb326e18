"""Who may come in: the role decorator for views."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from dekranasda.accounts.models import Role, User

P = ParamSpec("P")


class AuthenticatedHttpRequest(HttpRequest):
    """A request of a signed-in person (default deny makes every request one)."""

    user: User


View = Callable[Concatenate[AuthenticatedHttpRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def role_required(*roles: Role) -> Callable[[View[P]], AnyView[P]]:
    """Lets in people who hold one of the roles, and administrators; others get 403."""

    def decorate(view: View[P]) -> AnyView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User) or not user.acts_as(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # narrowed above

        return guarded  # type: ignore[return-value]  # Django passes the request by position

    return decorate
