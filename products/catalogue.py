"""The public catalogue: what a visitor asked for, the works that match, the counts beside them.

Two queries whatever is asked: one for the cards, one for every count. Numbers stay flat as the
catalogue grows: the total is counted up to a cap, facets over the newest matches, ranks over the
newest hundreds (measured in `make bench`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from products.models import Product, ProductVersion
from products.querysets import ProductQuerySet
from products.search import clean, search_query, synonym_groups, terms_of

PER_PAGE = 24
MOST_PAGES = 100
MOST_COUNTED = PER_PAGE * MOST_PAGES
FACETS_OVER = 5000
RANKS_OVER = 1000
MOST_CHOICES = 20
HIGHEST_PRICE = 10_000_000_000

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
class Facet:
    """One group of choices: its parameter, its words, and how a work answers to it.

    `options` is SQL that gives slug, name, English name and the number of hits for every word of
    the group; `{where}` stands for the conditions of the other groups.
    """

    name: str
    label: Any
    lookup: str
    options: str
    through: Any = None

    def condition(self, values: tuple[str, ...]) -> Any:
        """What a work must meet when these words of the group are chosen."""
        if self.through is None:
            return Q(**{f"{self.lookup}__in": values})
        return Exists(
            self.through.objects.filter(
                productversion_id=OuterRef("published_version_id"),
                **{f"{self.lookup}__in": values},
            )
        )


def _table_options(table: str, key: str, column: str, slug: str = "slug") -> str:
    english = "w.name_en" if table != "artisans_district" else "''"
    return (
        f"SELECT '{{name}}', w.{slug}, w.name, {english}, count(h.id) "
        f"FROM {table} w LEFT JOIN hits h ON h.{column} = w.{key} AND {{where}} GROUP BY w.{key}"
    )


def _linked_options(table: str, through: str, column: str) -> str:
    return (
        "SELECT '{name}', w.slug, w.name, w.name_en, count(h.id) FROM "
        f"{table} w LEFT JOIN ({through} t JOIN hits h "
        "ON h.published_version_id = t.productversion_id AND {where}) "
        f"ON t.{column} = w.id GROUP BY w.id"
    )


FACETS = (
    Facet(
        "kerajinan",
        _("Kerajinan"),
        "craft__slug",
        _table_options("artisans_craft", "code", "craft_id"),
    ),
    Facet(
        "bahan",
        _("Bahan"),
        "material__slug",
        _linked_options("products_material", "products_productversion_materials", "material_id"),
        ProductVersion.materials.through,
    ),
    Facet(
        "teknik",
        _("Teknik"),
        "technique__slug",
        _linked_options("products_technique", "products_productversion_techniques", "technique_id"),
        ProductVersion.techniques.through,
    ),
    Facet(
        "kecamatan",
        _("Kecamatan"),
        "district_id",
        _table_options("artisans_district", "code", "district_id", "code"),
    ),
    Facet(
        "sentra",
        _("Sentra"),
        "centre__slug",
        _table_options("artisans_craftcentre", "id", "centre_id"),
    ),
    Facet(
        "grade",
        _("Kelas kurasi"),
        "grade",
        "SELECT '{name}', h.grade, h.grade, '', count(*) FROM hits h WHERE {where} GROUP BY h.grade",
    ),
    Facet(
        "pesanan",
        _("Ketersediaan"),
        "",
        "SELECT '{name}', 'siap', '', '', count(*) FROM hits h WHERE h.is_ready_stock AND {where} "
        "UNION ALL SELECT '{name}', 'khusus', '', '', count(*) FROM hits h "
        "WHERE h.is_made_to_order AND {where}",
    ),
)
ORDER_WORDS = {
    "siap": (_("Siap kirim"), Q(is_ready_stock=True)),
    "khusus": (_("Menerima pesanan khusus"), Q(is_made_to_order=True)),
}
FACET_NAMES = tuple(facet.name for facet in FACETS)


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
            name: tuple(dict.fromkeys(word for word in query.getlist(name) if _is_word(word)))[
                :MOST_CHOICES
            ]
            for name in FACET_NAMES
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
    return (
        0 < len(word) <= 60 and word.isascii() and word.replace("-", "").replace(".", "").isalnum()
    )


@dataclass(frozen=True)
class Option:
    """One choice of a group; `count` is how many works it would show."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Group:
    """The choices of one facet that lead somewhere."""

    name: str
    label: str
    options: list[Option]
    open: bool


class Catalogue:
    """The answer to a filter: cards of one page, the total, the groups of choices."""

    def __init__(self, wanted: CatalogueFilter) -> None:
        self.wanted = wanted
        self.query: Combinable | None = None
        if wanted.text:
            self.query = search_query(
                wanted.text, synonym_groups(), language=get_language() or "id"
            )

    @cached_property
    def _asked(self) -> ProductQuerySet:
        """Works that meet text and price; the groups of choices are counted among these."""
        works = Product.objects.published()
        if self.query is not None:
            works = works.filter(search=self.query)
        if self.wanted.price_min is not None:
            works = works.filter(price_idr__gte=self.wanted.price_min)
        if self.wanted.price_max is not None:
            works = works.filter(price_idr__lte=self.wanted.price_max)
        return works

    def _condition(self, facet: Facet) -> Any:
        words = self.wanted.choices[facet.name]
        if facet.lookup:
            return facet.condition(words)
        known = [ORDER_WORDS[word][1] for word in words if word in ORDER_WORDS]
        meets = known[0] if known else Q(pk__lt=0)
        for other in known[1:]:
            meets &= other
        return meets

    @cached_property
    def works(self) -> ProductQuerySet:
        """Every work that meets the whole filter, in no order."""
        works = self._asked
        for facet in FACETS:
            if facet.name in self.wanted.choices:
                works = works.filter(self._condition(facet))
        return works

    def _ordered(self) -> ProductQuerySet:
        if self.wanted.sort != "relevansi" or self.query is None:
            return self.works.order_by(*ORDERS.get(self.wanted.sort, ORDERS["terbaru"]))
        newest = self.works.newest_first().values("pk")[:RANKS_OVER]
        return (
            Product.objects.filter(pk__in=newest)
            .annotate(rank=SearchRank(F("search"), self.query))
            .order_by("-rank", "-published_at", "-pk")
        )

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
        return min(self._counts[0], MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more works than were counted."""
        return self._counts[0] > MOST_COUNTED

    @property
    def is_sampled(self) -> bool:
        """Whether the counts of choices are of the newest matches only, so at least so many."""
        return self._counts[1] >= FACETS_OVER

    @cached_property
    def groups(self) -> list[Group]:
        """The groups with every choice that leads somewhere, the largest first."""
        english = get_language() == "en"
        found: dict[str, list[Option]] = {}
        for name, value, label, label_en, count in self._counts[2]:
            on = value in self.wanted.choices.get(name, ())
            if not (count or on):
                continue
            words = _fixed_label(name, value) or (label_en if english and label_en else label)
            found.setdefault(name, []).append(Option(value, words, count, on))
        groups = []
        for position, facet in enumerate(FACETS):
            options = sorted(found.get(facet.name, []), key=lambda o: (-o.count, o.label))
            is_open = position < 2 or any(option.on for option in options)
            groups.append(Group(facet.name, str(facet.label), options, is_open))
        return groups

    @cached_property
    def _counts(self) -> tuple[int, int, list[tuple[str, str, str, str, int]]]:
        """The total, the size of the sample, and a row for each word of each facet; one query."""
        columns = {f"in_{facet.name}": self._as_column(facet) for facet in FACETS}
        sample = self._asked.newest_first().annotate(**columns)
        hits, hit_values = (
            sample.values(
                "id",
                "craft_id",
                "district_id",
                "centre_id",
                "grade",
                "is_ready_stock",
                "is_made_to_order",
                "published_version_id",
                *columns,
            )[:FACETS_OVER]
        ).query.sql_with_params()
        matches, match_values = (
            self.works.order_by().values("id")[: MOST_COUNTED + 1].query.sql_with_params()
        )
        parts = [
            f"SELECT '', 'total', '', '', count(*) FROM ({matches}) m",
            "SELECT '', 'sample', '', '', count(*) FROM hits",
        ]
        for facet in FACETS:
            others = [f"h.in_{other.name}" for other in FACETS if other is not facet]
            parts.append(facet.options.format(name=facet.name, where=" AND ".join(others)))
        statement = f"WITH hits AS MATERIALIZED ({hits}) " + " UNION ALL ".join(parts)
        with connection.cursor() as cursor:
            cursor.execute(statement, (*hit_values, *match_values))
            rows = cursor.fetchall()
        return rows[0][4], rows[1][4], rows[2:]

    def _as_column(self, facet: Facet) -> Any:
        if facet.name not in self.wanted.choices:
            return Value(True, output_field=BooleanField())
        condition = self._condition(facet)
        if isinstance(condition, Exists):
            return condition
        return ExpressionWrapper(condition, output_field=BooleanField())


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # Django's is generic in the stubs only
    """A paginator that is told the count instead of asking the database for it."""

    def __init__(self, works: ProductQuerySet, per_page: int, count: int) -> None:
        super().__init__(works, per_page)
        self.count = count


def _fixed_label(name: str, value: str) -> str:
    if name == "pesanan":
        return str(ORDER_WORDS[value][0])
    if name == "grade":
        return str(Product.Grade(value).label)
    return ""
