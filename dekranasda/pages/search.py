"""One search over works, makers, craft centres and the calendar."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from artisans.models import Craft, CraftCentre
from dekranasda.pages.makers import public_makers
from events.calendar import card
from events.models import Event
from products.catalogue import Catalogue, CatalogueFilter
from products.models import CODE_LENGTH, Product
from products.search import WORD, clean, did_you_mean

MOST_WORKS = 8
MOST_MAKERS = 8
MOST_CENTRES = 6
MOST_EVENTS = 4
MOST_WORDS = 5
POPULAR_CRAFTS = 6


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the portal has under some words; a work's code leads straight to the work."""
    text = clean(request.GET.get("q", "") or request.GET.get("kode", ""))
    if is_code(text) and Product.objects.published().filter(code=text.upper()).exists():
        return redirect("products:short_code", code=text.upper())
    words = WORD.findall(text)
    works = Catalogue(CatalogueFilter(text=text, sort="relevansi")) if words else None
    makers = _named(public_makers(), words).order_by("name", "pk")[:MOST_MAKERS] if words else []
    centres = _centres(words)[:MOST_CENTRES] if words else []
    found = {
        "works": works.page.object_list[:MOST_WORKS] if works else [],
        "makers": list(makers),
        "centres": list(centres),
        "events": _events(words) if words else [],
    }
    is_empty = not any(found.values())
    context: dict[str, Any] = {
        **found,
        "text": text,
        "is_unknown_code": "kode" in request.GET,
        "work_count": works.total if works else 0,
        "catalogue_url": f"{reverse('products:catalogue')}?{urlencode({'q': text})}",
        "suggestion": did_you_mean(text) if words and is_empty else "",
        "crafts": Craft.objects.all()[:POPULAR_CRAFTS] if is_empty else [],
    }
    return render(request, "pages/search.html", context)


def _events(words: list[str]) -> list[dict[str, Any]]:
    """Events whose title or summary carries every word: the next first, then the last ones."""
    events = Event.objects.published()
    for word in words[:MOST_WORDS]:
        events = events.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    now = timezone.now()
    found = [*events.upcoming(at=now)[:MOST_EVENTS], *events.past(at=now)[:MOST_EVENTS]]
    return [card(event, at=now) for event in found[:MOST_EVENTS]]


def is_code(text: str) -> bool:
    """Whether the text could be the code on a label."""
    return len(text) == CODE_LENGTH and text.isascii() and text.isalnum()


def _named(makers: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    """Makers whose name or business carries every word."""
    for word in words[:MOST_WORDS]:
        makers = makers.filter(Q(name__icontains=word) | Q(businesses__name__icontains=word))
    return makers.distinct()


def _centres(words: list[str]) -> QuerySet[CraftCentre]:
    centres = CraftCentre.objects.published().select_related("village", "district")
    for word in words[:MOST_WORDS]:
        centres = centres.filter(
            Q(name__icontains=word)
            | Q(craft__name__icontains=word)
            | Q(summary__icontains=word)
            | Q(village__name__icontains=word)
            | Q(district__name__icontains=word)
        )
    return centres.order_by("name")
