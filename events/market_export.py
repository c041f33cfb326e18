"""Export sheets for other markets: the works on show as a template's columns ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from artisans.models import BusinessYear
from dekranasda.lib.workbook import Cell, Sheet
from dekranasda.templatetags.portal import angka_pendek, tanggal
from events.market_columns import Column, read_columns
from events.models import ExportTemplate
from products.models import Material, Product, Technique

PREVIEWED = 8
MOST_NAMED = 100
MOST_WORKS = 20_000
PORTION = 500


def works(*, craft: str = "", district: str = "", grade: str = "") -> QuerySet[Product]:
    """Works on show of the craft (slug), district (code) and grade; read in five queries."""
    chosen: dict[str, Any] = {
        name: value
        for name, value in (
            ("craft__slug", craft),
            ("district", district),
            ("grade", grade),
        )
        if value
    }
    return (
        Product.objects.published()
        .filter(**chosen)
        .defer("search")
        .select_related("craft", "motif", "published_version", "business__village__district")
        .prefetch_related(
            Prefetch("published_version__materials", Material.objects.order_by("name")),
            Prefetch("published_version__techniques", Technique.objects.order_by("name")),
            Prefetch("business__years", BusinessYear.objects.order_by("year")),
        )
        .order_by("business__name", "name", "pk")
    )


@dataclass(frozen=True)
class Preview:
    """What a sheet would be: its first rows, and which works lack which required headings."""

    headings: list[str]
    rows: list[list[str]]
    count: int
    missing: list[tuple[Product, list[str]]]

    @property
    def whole(self) -> int:
        """Works that lack nothing required."""
        return self.count - len(self.missing)

    @property
    def listed(self) -> list[tuple[Product, list[str]]]:
        """The works with something missing that the page names."""
        return self.missing[:MOST_NAMED]

    @property
    def unlisted(self) -> int:
        """How many more there are."""
        return len(self.missing) - len(self.listed)


def preview(template: ExportTemplate, chosen: QuerySet[Product]) -> Preview:
    """The first rows of the template's sheet, and every work with something missing."""
    columns = read_columns(template.columns)
    rows: list[list[str]] = []
    missing = []
    count = 0
    for work in _portions(chosen):
        row = [column.value(work) for column in columns]
        count += 1
        if len(rows) < PREVIEWED:
            rows.append([_shown(value) for value in row])
        if lacking := _lacking(columns, row):
            missing.append((work, lacking))
    return Preview([column.heading for column in columns], rows, count, missing)


def sheet(template: ExportTemplate, chosen: QuerySet[Product], *, whole_only: bool) -> Sheet:
    """The template's sheet; `whole_only` leaves out works that lack something required."""
    columns = read_columns(template.columns)
    rows = ([column.value(work) for column in columns] for work in _portions(chosen))
    kept = (row for row in rows if not (whole_only and _lacking(columns, row)))
    return Sheet(template.name, [column.heading for column in columns], kept)


def _shown(value: Cell) -> str:
    """A cell in the reader's language."""
    if isinstance(value, date):
        return tanggal(value, "pendek")
    if isinstance(value, int | float | Decimal):
        return angka_pendek(value)
    return value or ""


def _lacking(columns: Iterable[Column], row: list[Cell]) -> list[str]:
    pairs = zip(columns, row, strict=True)
    return [column.heading for column, value in pairs if column.is_required and value is None]


def _portions(chosen: QuerySet[Product]) -> Iterator[Product]:
    return islice(chosen.iterator(chunk_size=PORTION), MOST_WORKS)
