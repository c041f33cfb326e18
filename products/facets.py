"""The groups of choices beside the catalogue, and one query that counts them all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.estimates import estimated_rows
from products.models import Product, ProductVersion
from products.querysets import ProductQuerySet

# A catalogue of so many works is counted to the last; of a larger one, so many of the newest.
EXACT_OVER = 15_000
SAMPLE = 2_500
OPEN_FACETS = 2

Choices = Mapping[str, tuple[str, ...]]


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
        """What a work must meet when these words of the group are chosen.

        Any of a group's words will do, except that both ways of being available must hold.
        """
        if not self.lookup:
            known = [ORDER_WORDS[word][1] for word in values if word in ORDER_WORDS]
            return reduce(and_, known) if known else Q(pk__lt=0)
        if self.through is None:
            return self._among(Product, values)
        links = self.through.objects.filter(productversion_id=OuterRef("published_version_id"))
        return Exists(links.filter(self._among(self.through, values)))

    def _among(self, model: Any, values: tuple[str, ...]) -> Q:
        """One word is looked up first, so that the index that is sorted within it can be walked."""
        column, _slash, slug = self.lookup.partition("__")
        if not slug:
            return Q(**{f"{column}__in": values})
        words = model._meta.get_field(column).related_model._default_manager
        if len(values) == 1:
            return Q(**{column: Subquery(words.filter(slug=values[0]).values("pk")[:1])})
        return Q(**{f"{column}__in": words.filter(slug__in=values).values("pk")})


# The parts of the statement below are constants of this module; what visitors write goes in as
# parameters of the ORM's own SQL.
def _table_options(table: str, key: str, column: str, slug: str = "slug") -> str:
    english = "w.name_en" if table != "artisans_district" else "''"
    return (
        f"SELECT '{{name}}', w.{slug}, w.name, {english}, coalesce(c.number, 0) "  # noqa: S608
        f"FROM {table} w LEFT JOIN (SELECT h.{column} AS word, count(*) AS number FROM hits h "
        f"WHERE {{where}} GROUP BY h.{column}) c ON c.word = w.{key}"
    )


def _linked_options(table: str, through: str, column: str) -> str:
    return (
        "SELECT '{name}', w.slug, w.name, w.name_en, coalesce(c.number, 0) "  # noqa: S608
        f"FROM {table} w LEFT JOIN (SELECT t.{column} AS word, count(*) AS number FROM hits h "
        f"JOIN {through} t ON t.productversion_id = h.published_version_id "
        f"WHERE {{where}} GROUP BY t.{column}) c ON c.word = w.id"
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
        "motif",
        _("Motif"),
        "motif__slug",
        _table_options("products_motif", "id", "motif_id"),
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
        "SELECT '{name}', h.grade, h.grade, '', count(*) FROM hits h WHERE {where} "
        "GROUP BY h.grade",
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


# What the statement below reads of each hit.
COUNTED = (
    *("id", "published_version_id", "craft_id", "motif_id", "district_id", "centre_id", "grade"),
    *("price_idr", "is_ready_stock", "is_made_to_order"),
)
# Prices at which one band of the catalogue ends and the next begins.
BAND_EDGES = (100_000, 250_000, 500_000, 1_000_000)
BANDS = (
    "SELECT 'harga', width_bucket(h.price_idr, ARRAY[{edges}]::bigint[])::text, '', '', count(*) "
    "FROM hits h WHERE {where} AND h.price_idr IS NOT NULL GROUP BY 2"
)


@dataclass(frozen=True)
class Band:
    """A range of prices and how many works it would show; no edge means without limit."""

    low: int | None
    high: int | None
    count: int


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


@dataclass(frozen=True)
class Counts:
    """The total (up to the cap and one more), whether groups and bands count the newest only."""

    total: int
    is_sampled: bool
    groups: list[Group]
    bands: list[Band]


def count(
    asked: ProductQuerySet, works: ProductQuerySet, choices: Choices, *, price: Q, cap: int
) -> Counts:
    """Counts `works` up to the cap, and every choice and price band among `asked`, in one query.

    A choice is counted as if its own group were open, so that it can be widened; in a large
    catalogue over the newest matches only, so that the time stays the same at a million works.
    """
    is_large = estimated_rows(Product) > EXACT_OVER
    most = SAMPLE if is_large else EXACT_OVER
    columns = {
        f"in_{facet.name}": _boolean(facet.condition(choices[facet.name]))
        for facet in FACETS
        if facet.name in choices
    }
    if price:
        columns["in_harga"] = _boolean(price)
    hits, hit_values = (
        asked.newest_first()
        .annotate(**columns)
        .values(*COUNTED, *columns)[:most]
        .query.sql_with_params()
    )
    among_hits = most > cap and not (is_large and columns)
    total, total_values = _total(works, columns, among_hits=among_hits, cap=cap)
    parts = [
        f"SELECT '', 'total', '', '', count(*) FROM ({total}) m",  # noqa: S608 the ORM's SQL
        "SELECT '', 'sample', '', '', count(*) FROM hits",
    ]
    for facet in FACETS:
        where = _all_but(facet.name, columns)
        parts.append(facet.options.format(name=facet.name, where=where))
    edges = ", ".join(map(str, BAND_EDGES))
    parts.append(BANDS.format(edges=edges, where=_all_but("harga", columns)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({hits}) " + " UNION ALL ".join(parts),
            (*hit_values, *total_values),
        )
        rows = cursor.fetchall()
    bands = {int(row[1]): row[4] for row in rows if row[0] == "harga"}
    groups = _groups([row for row in rows[2:] if row[0] != "harga"], choices)
    return Counts(rows[0][4], rows[1][4] >= most, groups, _bands(bands))


def _total(
    works: ProductQuerySet, columns: Iterable[str], *, among_hits: bool, cap: int
) -> tuple[str, tuple[Any, ...]]:
    """A statement of all matches up to one more than the cap: counted among the hits where those
    are all there is, or where nothing narrows them; else asked for on its own."""
    if among_hits:
        return f"SELECT 1 FROM hits h WHERE {_all_but('', columns)} LIMIT {cap + 1}", ()  # noqa: S608
    statement, values = works.order_by().values("id")[: cap + 1].query.sql_with_params()
    return statement, tuple(values)


def _all_but(name: str, columns: Iterable[str]) -> str:
    """What every other group asks of a hit."""
    return " AND ".join(f"h.{column}" for column in columns if column != f"in_{name}") or "true"


def _boolean(condition: Any) -> Any:
    if isinstance(condition, Exists):
        return condition
    return ExpressionWrapper(condition, output_field=BooleanField())


def _bands(counts: Mapping[int, int]) -> list[Band]:
    """The bands that hold a work; each ends one rupiah below the next."""
    edges = (None, *BAND_EDGES, None)
    return [
        Band(edges[place], (edges[place + 1] or 0) - 1 if edges[place + 1] else None, number)
        for place, number in sorted(counts.items())
    ]


def _groups(rows: list[tuple[str, str, str, str, int]], choices: Choices) -> list[Group]:
    english = get_language() == "en"
    found: dict[str, list[Option]] = {facet.name: [] for facet in FACETS}
    for name, value, label, label_en, number in rows:
        on = value in choices.get(name, ())
        if number or on:
            words = _fixed_label(name, value) or (label_en if english and label_en else label)
            found[name].append(Option(value, words, number, on))
    groups = []
    for position, facet in enumerate(FACETS):
        options = sorted(found[facet.name], key=lambda option: (-option.count, option.label))
        is_open = position < OPEN_FACETS or any(option.on for option in options)
        groups.append(Group(facet.name, str(facet.label), options, is_open))
    return groups


def _fixed_label(name: str, value: str) -> str:
    if name == "pesanan":
        return str(ORDER_WORDS[value][0])
    if name == "grade":
        return str(Product.Grade(value).label)
    return ""
