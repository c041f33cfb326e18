"""Whole public pages, kept for every anonymous visitor; and personal ones, kept by nobody.

A page is kept only when it proves to be the same for everybody: an open view, no session or
message cookie with the request, none set by the answer. The key carries the public epoch, so that
no page outlives a publication, a withdrawal or a hidden person by a single request, and the day, so
that none outlives the validity of a work; what moves no epoch (the agenda's places) is at most
`PAGE_CACHE_SECONDS` old. The epoch is read before the page is drawn: a page that was drawn across a
change lies under the edition before it, where nobody asks any more.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from dekranasda.models import PublicEpoch

# Only addresses that many people share are worth the memory; free text and prices are not.
SHARED_PARAMETERS = frozenset(
    ["kerajinan", "kecamatan", "sentra", "bahan", "teknik", "motif", "grade", "pesanan"]
    + ["urut", "hal", "dari", "jenis", "bulan"]
)
LONGEST_QUERY = 200
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Disposition")


def is_known(request: HttpRequest) -> bool:
    """Whether the request may belong to a person: it carries a session or a message."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


def may_be_kept(request: HttpRequest) -> bool:
    """Whether an answer to this request could be shared at all."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and not is_known(request)
        and "HTTP_HX_REQUEST" not in request.META
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and SHARED_PARAMETERS.issuperset(request.GET)
    )


def is_impersonal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer says nothing of the reader: an open view, no cookie in or out."""
    match = request.resolver_match
    is_open = match is None or getattr(match.func, "login_required", True) is False
    return is_open and not is_known(request) and not response.cookies


def page_cache(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; stands outside of sessions and messages, so that a kept page costs neither."""
    store = caches["pages"]

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not may_be_kept(request):
            return _with_policy(request, get_response(request))
        key = _key(request)
        kept = store.get(key)
        if kept is None:
            response = _with_policy(request, get_response(request))
            kept = _kept(request, response)
            if kept is None:
                return response
            store.set(key, kept, settings.PAGE_CACHE_SECONDS)
        content, headers = kept
        answer = HttpResponse(content, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=answer) or answer

    return middleware


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    edition = f"{PublicEpoch.current()}:{timezone.localdate():%Y%m%d}"
    return f"{edition}:{hashlib.sha256(address.encode()).hexdigest()}"


def _kept(request: HttpRequest, response: HttpResponseBase) -> tuple[bytes, dict[str, str]] | None:
    """What is worth keeping of an answer; None where it is not for everybody, or not a page."""
    if (
        response.status_code != 200
        or not isinstance(response, HttpResponse)
        or response.headers["Cache-Control"] != "no-cache"
    ):
        return None
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    headers["Cache-Control"] = "no-cache"
    headers["Vary"] = "Cookie"
    headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return response.content, headers


def _with_policy(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Says who may keep the answer, unless the view has said so itself.

    `no-cache` lets a browser keep a public page and makes it ask each time whether it still holds.
    """
    if "Cache-Control" not in response.headers:
        is_shared = is_impersonal(request, response)
        response.headers["Cache-Control"] = "no-cache" if is_shared else "private, no-store"
    return response
