"""What the page of the registry's list prints: headings that sort, rows of cells, chips."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from artisans.list_columns import COLUMNS, FIRST, add_years, words_of
from artisans.lists import RegistryFilter, RegistryList
from artisans.models import Business


@dataclass(frozen=True)
class Heading:
    """One heading: its word, the address that sorts by it, how the list is sorted by it now."""

    label: str
    url: str
    sorted: str
    is_number: bool


@dataclass(frozen=True)
class Cell:
    """One cell under its heading."""

    label: str
    text: str
    style: str


@dataclass(frozen=True)
class Row:
    """One business of the list with the cells beside its name."""

    business: Business
    cells: list[Cell]


@dataclass(frozen=True)
class Chip:
    """One filter that is on, and the list without it."""

    label: str
    url: str


def headings_of(found: RegistryList | None, columns: Iterable[str]) -> list[Heading]:
    """The headings; without a list that can be sorted they do not sort."""
    return [_heading(found, name) for name in columns]


def _heading(found: RegistryList | None, name: str) -> Heading:
    column = COLUMNS[name]
    url = direction = ""
    if found and column.sort:
        wanted = found.wanted
        is_up, is_down = found.order == column.sort, found.order == f"-{column.sort}"
        direction = "ascending" if is_up else "descending" if is_down else ""
        url = address_of(wanted.sorted_by(f"-{column.sort}" if is_up else column.sort))
    return Heading(str(column.heading), url, direction, column.is_number)


def rows_of(businesses: list[Business], columns: tuple[str, ...]) -> list[Row]:
    """The rows; one query more where a column needs yearly figures."""
    add_years(businesses, columns)
    return [
        Row(business, [_cell(business, name) for name in columns if name != FIRST])
        for business in businesses
    ]


def _cell(business: Business, name: str) -> Cell:
    column = COLUMNS[name]
    style = "num" if column.is_number else "nums" if column.is_code else ""
    return Cell(str(column.heading), words_of(column, column.value(business)) or "–", style)


def chips_of(found: RegistryList) -> list[Chip]:
    """A chip for every filter that is on, in the order of the panel."""
    wanted = found.wanted
    chips = []
    if wanted.text:
        chips.append(Chip(f"“{wanted.text}”", address_of(wanted.without("q"))))
    for group in found.groups:
        chips += [
            Chip(
                f"{group.label}: {option.label}",
                address_of(wanted.without(group.name, option.value)),
            )
            for option in group.options
            if option.on
        ]
    return chips


def address_of(wanted: RegistryFilter) -> str:
    """The list's address with the filter."""
    query = wanted.as_query()
    return f"{reverse('artisans:business_list')}{'?' if query else ''}{query}"
