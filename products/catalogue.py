"""The public catalogue: what a visitor asked for, the works that match, the counts beside them.

Four queries whatever is asked: the cards, every count, the size of the catalogue and its edition;
two while the counts of the edition are kept. Numbers stay flat as the catalogue grows: the total is
counted up to a cap, choices over the newest matches of a large catalogue, ranks over the newest
hundreds (measured in `make bench`).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dekranasda.models import PublicEpoch
from products.facets import FACETS, Band, Counts, Group, count
from products.models import Product
from products.querysets import ProductQuerySet
from products.search import Wanted, followed, synonym_groups, understand, widened
from products.words import clean, terms_of

PER_PAGE = 24
MOST_PAGES = 100
MOST_COUNTED = PER_PAGE * MOST_PAGES
RANKS_OVER = 1000
MOST_CHOICES = 20
HIGHEST_PRICE = 10_000_000_000
# What moves no edition of the public pages (a craft's name) shows after so long, as on kept pages.
COUNTS_KEPT_SECONDS = 60

# What a visitor may ask for besides the order and the page.
PARAMETERS = ("q", *(facet.name for facet in FACETS), "harga_min", "harga_maks")
SORTS = {
    "relevansi": _("Paling cocok"),
    "terbaru": _("Terbaru lolos"),
    "harga": _("Harga terendah"),
    "-harga": _("Harga tertinggi"),
    "nama": _("Nama"),
}
ORDERS = {
    "terbaru": (F("published_at").desc(), F("pk").desc()),
    "harga": (F("price_idr").asc(nulls_last=True), F("pk").asc()),
    "-harga": (F("price_idr").desc(nulls_last=True), F("pk").desc()),
    "nama": (F("name").asc(), F("pk").asc()),
}


@dataclass(frozen=True)
class CatalogueFilter:
    """What a visitor asked for, cleaned: nonsense is dropped, never refused."""

    text: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict) -> "CatalogueFilter":
        """The filter of GET parameters, whatever stands in them."""
        text = clean(query.get("q", ""))
        text = text if terms_of(text) else ""
        low, high = _whole(query.get("harga_min", "")), _whole(query.get("harga_maks", ""))
        if low is not None and high is not None and low > high:
            low, high = high, low
        sort = query.get("urut", "")
        if sort not in SORTS or (sort == "relevansi" and not text):
            sort = "relevansi" if text else "terbaru"
        choices = {
            facet.name: tuple(dict.fromkeys(filter(_is_word, query.getlist(facet.name))))[
                :MOST_CHOICES
            ]
            for facet in FACETS
        }
        return cls(
            text=text,
            choices={name: words for name, words in choices.items() if words},
            price_min=low or None,
            price_max=high,
            sort=sort,
            page=max(1, min(_whole(query.get("hal", "")) or 1, MOST_PAGES)),
        )

    def in_craft(self, slug: str) -> "CatalogueFilter":
        """The same filter within one craft's landing page."""
        return replace(self, choices={**self.choices, "kerajinan": (slug,)})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return bool(
            self.text or self.choices or self.price_min is not None or self.price_max is not None
        )


def _whole(text: str) -> int | None:
    """A number as people type it (185.000, Rp 185000); None for what is none or absurd."""
    digits = text.strip().removeprefix("Rp").replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        return None
    return min(int(digits), HIGHEST_PRICE)


def _is_word(word: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9.-]{1,60}", word) is not None


class Catalogue:
    """The answer to a filter: cards of one page, the total, the groups of choices."""

    def __init__(self, wanted: CatalogueFilter, *, widen: bool = True) -> None:
        self.wanted = wanted
        # What is searched for. Where no work has it, what the visitor may have meant instead.
        self.words: Wanted | None = None
        self.is_widened = False
        if wanted.text:
            self.words = understand(wanted.text, synonym_groups())
        if widen and self.words:
            self.words = followed(self.words)
        if widen and self.words and not self._counts.total:
            better = widened(self.words)
            if better:
                self.words, self.is_widened = better, True
                for name in ("_asked", "works", "_counts"):
                    self.__dict__.pop(name, None)

    def asking(self, words: Wanted) -> "Catalogue":
        """The same filter with other words."""
        other = Catalogue(self.wanted, widen=False)
        other.words, other.is_widened = words, True
        return other

    @cached_property
    def _asked(self) -> ProductQuerySet:
        """Works that meet the text; the groups of choices are counted among these."""
        works = Product.objects.published()
        if self.words is not None:
            works = works.filter(search=self.words.query())
        return works

    @property
    def _price(self) -> Q:
        """What a work must cost."""
        price = Q()
        if self.wanted.price_min is not None:
            price &= Q(price_idr__gte=self.wanted.price_min)
        if self.wanted.price_max is not None:
            price &= Q(price_idr__lte=self.wanted.price_max)
        return price

    @cached_property
    def works(self) -> ProductQuerySet:
        """Every work that meets the whole filter, in no order."""
        works = self._asked.filter(self._price)
        for facet in FACETS:
            if facet.name in self.wanted.choices:
                works = works.filter(facet.condition(self.wanted.choices[facet.name]))
        return works

    def ranked(self) -> ProductQuerySet:
        """The newest matches with their `rank`, the best first; only where words were asked for."""
        assert self.words is not None  # noqa: S101 asked by the callers
        newest = self.works.newest_first().values("pk")[:RANKS_OVER]
        if self.words.few:  # these stand first, however old they are
            meets_all = self.works.filter(search=self.words.all_terms().query())
            newest = newest.union(meets_all.order_by().values("pk")[: self.words.few])
        return (
            Product.objects.filter(pk__in=newest)
            .annotate(rank=self.words.rank())
            .order_by("-rank", "-published_at", "-pk")
        )

    def _ordered(self) -> ProductQuerySet:
        if self.wanted.sort == "relevansi" and self.words is not None:
            return self.ranked()
        return self.works.order_by(*ORDERS.get(self.wanted.sort, ORDERS["terbaru"]))

    @cached_property
    def page_number(self) -> int:
        """The page shown: the one asked for, or the last there is."""
        return min(self.wanted.page, self.paginator.num_pages)

    @cached_property
    def paginator(self) -> "CountedPaginator":
        """Pages over the works, counted along with the facets."""
        return CountedPaginator(self._ordered().as_cards(), PER_PAGE, self.total)

    @cached_property
    def page(self) -> Any:
        """The cards of the page, fetched once."""
        page = self.paginator.page(self.page_number)
        page.object_list = list(page.object_list)
        return page

    @property
    def total(self) -> int:
        """How many works match, counted up to the cap."""
        return min(self._counts.total, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more works than were counted."""
        return self._counts.total > MOST_COUNTED

    @property
    def is_sampled(self) -> bool:
        """Whether the counts of choices are of the newest matches only, so at least so many."""
        return self._counts.is_sampled

    @property
    def few(self) -> int:
        """How many works meet all words, where others that meet some of them follow; else 0."""
        few = self.words.few if self.words else 0
        return few if self.total > few else 0

    @property
    def is_unanswered(self) -> bool:
        """Whether no work has the words as they were typed, whatever else was asked for."""
        only_words = not replace(self.wanted, text="").is_narrowed and self.page_number == 1
        return bool(self.wanted.text) and only_words and (self.is_widened or not self.total)

    @property
    def groups(self) -> list[Group]:
        """The groups with every choice that leads somewhere, the largest first."""
        return self._counts.groups

    @property
    def bands(self) -> list[Band]:
        """The price bands that hold a work."""
        return self._counts.bands

    @cached_property
    def _counts(self) -> Counts:
        """Of what many ask for (no words, no prices) the same counts serve every page and order, as
        long as nothing public changes."""
        if self.wanted.text or self._price:
            return self._counted()
        asked = hashlib.sha256(repr(sorted(self.wanted.choices.items())).encode()).hexdigest()
        edition = f"{PublicEpoch.current()}:{timezone.localdate():%Y%m%d}:{get_language()}"
        key = f"catalogue-counts:{edition}:{MOST_COUNTED}:{asked}"
        kept: Counts | None = cache.get(key)
        if kept is None:
            kept = self._counted()
            cache.set(key, kept, COUNTS_KEPT_SECONDS)
        return kept

    def _counted(self) -> Counts:
        choices = self.wanted.choices
        return count(self._asked, self.works, choices, price=self._price, cap=MOST_COUNTED)


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # Django's is generic in the stubs only
    """A paginator that is told the count instead of asking the database for it."""

    def __init__(self, works: ProductQuerySet, per_page: int, count: int) -> None:
        super().__init__(works, per_page)
        self.count = count
