"""One search over works, makers, centres and the calendar, with one understanding of words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from artisans.models import Business, Craft, CraftCentre, RegistryEntry
from dekranasda.pages.makers import public_makers
from events.calendar import card
from events.models import Event
from products import search_log
from products.catalogue import Catalogue, CatalogueFilter
from products.models import CODE_LENGTH, Product
from products.search import Wanted, vector_of, widened
from products.words import clean

MOST_WORKS = 8
MOST_MAKERS = 8
MOST_CENTRES = 6
MOST_EVENTS = 4
MOST_READ = 500
POPULAR_CRAFTS = 6


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the portal has under some words; a work's code leads straight to the work."""
    text = clean(request.GET.get("q", "") or request.GET.get("kode", ""))
    if is_code(text) and Product.objects.published().filter(code=text.upper()).exists():
        return redirect("products:short_code", code=text.upper())
    found = find(text)
    if text and request.method == "GET" and (found.is_widened or found.is_empty):
        today = timezone.localdate()
        search_log.note(text, found.words, has_hits=not found.is_empty, on=today)
    context: dict[str, Any] = {
        "text": text,
        "found": found,
        "is_unknown_code": "kode" in request.GET,
        "catalogue_url": f"{reverse('products:catalogue')}?{urlencode({'q': text})}",
        "crafts": Craft.objects.all()[:POPULAR_CRAFTS] if found.is_empty else [],
    }
    return render(request, "pages/search.html", context)


def is_code(text: str) -> bool:
    """Whether the text could be the code on a label."""
    return len(text) == CODE_LENGTH and text.isascii() and text.isalnum()


@dataclass(frozen=True)
class Group:
    """The first hits of one kind, and how many there are in all."""

    items: list[Any]
    count: int = 0


@dataclass(frozen=True)
class Found:
    """All that was found under some words, and how these were understood."""

    works: Group
    makers: Group
    centres: Group
    events: Group
    words: Wanted | None = None
    is_widened: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of any kind."""
        return not any(
            group.items for group in (self.works, self.makers, self.centres, self.events)
        )


def find(text: str) -> Found:
    """What the portal has under a cleaned text.

    Where no kind has anything, the words are widened as in the catalogue, names of centres and
    events along, and all kinds are asked once more.
    """
    catalogue = Catalogue(CatalogueFilter(text=text, sort="relevansi"), widen=False)
    if catalogue.words is None:
        return Found(Group([]), Group([]), Group([]), Group([]))
    found = _found(catalogue, is_widened=False)
    if not found.is_empty:
        return found
    better = widened(catalogue.words, _other_names())
    return _found(catalogue.asking(better), is_widened=True) if better else found


def _found(catalogue: Catalogue, *, is_widened: bool) -> Found:
    words = catalogue.words
    assert words is not None  # noqa: S101 asked by `find`
    works = catalogue.page.object_list[:MOST_WORKS]
    return Found(
        works=Group(works, catalogue.total),
        makers=_makers(catalogue),
        centres=_group(_centres(words), MOST_CENTRES),
        events=_events(words),
        words=words,
        is_widened=is_widened,
    )


def _makers(catalogue: Catalogue) -> Group:
    """Public makers: those so named first, then those whose works answer, the best answer first."""
    text = catalogue.words.text if catalogue.words else ""
    named: list[int] = []
    if not any(letter.isdigit() for letter in text):
        entries = RegistryEntry.objects.with_words(text).filter(is_public=True)
        shown = Business.objects.published().filter(pk__in=entries.values("pk"))
        named = list(shown.order_by("name", "pk").values_list("owner", flat=True)[:MOST_READ])
    of_works = (
        catalogue.ranked()
        .order_by()
        .values_list("business__owner")
        .annotate(best=Max("rank"))
        .order_by("-best", "business__owner")
    )
    owners = list(dict.fromkeys([*named, *(owner for owner, _best in of_works)]))
    first = {owner: place for place, owner in enumerate(owners[:MOST_MAKERS])}
    makers = sorted(public_makers().filter(pk__in=first), key=lambda maker: first[maker.pk])
    return Group(makers, len(owners))


def _centres(words: Wanted) -> QuerySet[CraftCentre]:
    fields = ("name", "name_en", "craft__name", "craft__name_en", "summary", "summary_en")
    places = ("village__name", "district__name")
    return (
        CraftCentre.objects.published()
        .annotate(words=vector_of(*fields, *places))
        .filter(words=words.query())
        .select_related("village", "district")
        .order_by("name")
    )


def _events(words: Wanted) -> Group:
    """Events whose title, summary or place answers: the next first, then the last ones."""
    now = timezone.now()
    fields = ("title", "title_en", "summary", "summary_en", "place")
    recent = Event.objects.published().past(at=now).values("pk")[:MOST_READ]
    events = Event.objects.published().annotate(words=vector_of(*fields))
    events = events.filter(words=words.query())
    found = [*events.upcoming(at=now)[:MOST_READ], *events.past(at=now).filter(pk__in=recent)]
    return Group([card(event, at=now) for event in found[:MOST_EVENTS]], len(found))


def _group(rows: QuerySet[Any], most: int) -> Group:
    found = list(rows[:MOST_READ])
    return Group(found[:most], len(found))


def _other_names() -> list[str]:
    """Names on the portal besides those of works, for setting mistyped words right."""
    events = Event.objects.published().order_by("-starts_at")
    return list(events.values_list("title", flat=True)[:MOST_READ])
