"""One row of a list as the registry understands it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from artisans.imports.activities import CraftFinder
from artisans.imports.columns import Column
from artisans.imports.dates import read_date, read_year
from artisans.imports.money import read_money
from artisans.imports.people import gender_of_title, read_national_number
from artisans.imports.phones import read_phones
from artisans.imports.places import Gazetteer
from artisans.imports.reading import Cell, text_of
from artisans.imports.values import (
    is_nothing,
    read_count,
    read_gender,
    read_kbli,
    read_nib,
    read_status,
    read_tax_number,
)

YOUNGEST_OWNER, OLDEST_OWNER = 12, 110
# What keeps a row out of the registry until somebody mends it.
BLOCKING = frozenset({"name_missing", "erased_person"})
# Problems of what stands in a cell, which somebody who knows the business can put right.
MENDABLE = frozenset({
    "name_missing",
    "nik_invalid", "nik_digits_lost", "nik_shared", "nib_invalid", "nib_shared", "kbli_invalid",
    "birth_implausible", "birth_differs_from_nik", "phone_invalid", "phone_digits_lost",
    "village_unknown", "village_ambiguous", "village_elsewhere", "district_unknown",
    "money_unclear", "money_unreadable",
})  # fmt: skip
# Never shown or kept as they stand in a cell.
PERSONAL_NUMBERS = frozenset({"nik", "family_card", "npwp"})


# What stands in the used columns of a row, by field.
Cells = Mapping[str, list[tuple[Cell, Column]]]
_TWO_LETTERS = re.compile(r"[^\W\d_].*?[^\W\d_]", re.DOTALL)
_DISTRICT_NAMED = re.compile(r"(?i)\bkec(?:amatan)?\b\.?\s*:?\s*([a-z ]+)")


@dataclass(slots=True)
class Record:
    """A row read: what it says of the owner and the business, and its problems.

    `national_id` and `tax_id` are held in memory only. `key` names a record of the database when
    it comes from there; such records keep only the NIK's blind index, in `national_id_key`.
    """

    sheet: str = ""
    row: int = 0
    key: int = 0
    owner_key: int = 0
    owner_name: str = ""
    national_id: str = ""
    national_id_key: bytes = b""
    tax_id: str = ""
    gender: str = ""
    born_on: date | None = None
    business_name: str = ""
    nib: str = ""
    address: str = ""
    village_code: str = ""
    district_code: str = ""
    village_text: str = ""
    district_text: str = ""
    phones: tuple[str, ...] = ()
    activity: str = ""
    product: str = ""
    craft_code: str = ""
    kbli: str = ""
    founded_in: int | None = None
    turnover_idr: int | None = None
    turnover_is_monthly: bool = False
    capital_idr: int | None = None
    workers_male: int | None = None
    workers_female: int | None = None
    status: str = ""
    source: str = ""
    note: str = ""
    location: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_blocked(self) -> bool:
        """Whether the row cannot enter the registry as it is."""
        return not BLOCKING.isdisjoint(self.problems)


@dataclass
class RowReader:
    """Turns the rows of one table into records, by the meaning of its columns."""

    columns: Sequence[Column]
    gazetteer: Gazetteer
    crafts: CraftFinder
    today: date
    context: str = ""

    def read(self, row: Sequence[Cell], context: str) -> Record:
        """The record of one data row; `context` is the section heading above it."""
        cells = self._cells(row)
        record = Record()
        self._read_owner(record, cells)
        self._read_business(record, cells)
        self._read_place(record, cells, context)
        self._read_figures(record, cells)
        return record

    def texts(self, row: Sequence[Cell]) -> dict[str, str]:
        """What stands in the cells of the used columns, by field, without personal numbers."""
        return {
            name: " / ".join(text for cell, _ in cells if (text := text_of(cell)))
            for name, cells in self._cells(row).items()
            if cells and name not in PERSONAL_NUMBERS
        }

    @cached_property
    def fields(self) -> set[str]:
        """The fields that the table has a column for."""
        return {column.field for column in self.columns if column.field}

    @cached_property
    def _columns_of(self) -> list[tuple[str, list[Column]]]:
        """The used columns by field."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column)
        return list(found.items())

    def _cells(self, row: Sequence[Cell]) -> Cells:
        width = len(row)
        return {
            name: [(row[column.index], column) for column in columns if column.index < width]
            for name, columns in self._columns_of
        }

    def _read_owner(self, record: Record, cells: Cells) -> None:
        record.owner_name = _name(cells, "owner_name")
        number = read_national_number(_cell(cells, "nik"), newest=self.today)
        record.national_id = number.digits
        record.tax_id = read_tax_number(_cell(cells, "npwp"))
        if "nik" in self.fields and number.problem:
            record.problems.append(number.problem)
        record.gender = read_gender(_cell(cells, "gender")) or _marked_gender(cells)
        record.gender = record.gender or number.gender or gender_of_title(record.owner_name)
        record.born_on = read_date(_cell(cells, "birth"), newest=self.today)
        if record.born_on and not self._is_plausible_birth(record.born_on):
            record.problems.append("birth_implausible")
        elif record.born_on is None and "birth" in self.fields:
            record.problems.append("birth_missing")
        if number.born_on and record.born_on and number.born_on != record.born_on:
            record.problems.append("birth_differs_from_nik")
        self._read_phones(record, cells)

    def _is_plausible_birth(self, born_on: date) -> bool:
        return YOUNGEST_OWNER <= self.today.year - born_on.year <= OLDEST_OWNER

    def _read_phones(self, record: Record, cells: Cells) -> None:
        found: dict[str, None] = {}
        problem = "phone_missing"
        for cell, _ in cells.get("phone", ()):
            phones = read_phones(cell)
            found |= dict.fromkeys(phones.numbers)
            if phones.problem and phones.problem != "phone_missing":
                problem = phones.problem
        record.phones = tuple(found)
        if "phone" in self.fields and not found:
            record.problems.append(problem)

    def _read_business(self, record: Record, cells: Cells) -> None:
        record.business_name = _name(cells, "business_name")
        if not record.business_name and not record.owner_name:
            record.problems.append("name_missing")
        elif not record.business_name and "business_name" in self.fields:
            record.problems.append("biz_missing")
        elif not record.owner_name and "owner_name" in self.fields:
            record.problems.append("owner_missing")
        nib, kbli = read_nib(_cell(cells, "nib")), read_kbli(_cell(cells, "kbli"))
        record.nib, record.kbli = nib.digits, kbli.digits
        record.problems += [code.problem for code in (nib, kbli) if code.problem]
        record.activity, record.product = _text(cells, "activity"), _text(cells, "product")
        record.craft_code = self.crafts.find(
            record.activity, record.kbli, record.product, record.business_name
        )
        record.source, record.note = _text(cells, "source"), _text(cells, "note")
        record.status = read_status(_cell(cells, "status"))
        record.location = ",".join(
            filter(None, (_text(cells, "latitude"), _text(cells, "longitude")))
        )

    def _read_place(self, record: Record, cells: Cells, context: str) -> None:
        parts = [text_of(cell) for cell, _ in cells.get("address", ()) if not is_nothing(cell)]
        parts += [text for text in (_text(cells, "rt_rw"),) if text and text not in parts]
        record.address = ", ".join(parts)
        record.village_text, record.district_text = (
            _text(cells, "village"),
            _text(cells, "district"),
        )
        district = record.district_text
        # A section or sheet named after a district speaks for rows that name none.
        if not (district or self.gazetteer.names_district(record.village_text, record.address)):
            named = map(_district_part, (context, self.context))
            district = next(filter(self.gazetteer.district_code, named), "")
        place = self.gazetteer.find(record.village_text, district, record.address)
        record.village_code, record.district_code = place.village_code, place.district_code
        if place.problem and self.fields & {"village", "district", "address"}:
            record.problems.append(place.problem)

    def _read_figures(self, record: Record, cells: Cells) -> None:
        problems = []
        for name, attribute in (("capital", "capital_idr"), ("turnover", "turnover_idr")):
            if name not in self.fields:
                continue
            cell, column = next(iter(cells[name]), (None, None))
            money = read_money(cell, unit=column.unit if column else 1)
            setattr(record, attribute, money.rupiah)
            if money.problem:
                problems.append(money.problem)
            if name == "turnover" and (money.is_monthly or (column and column.is_monthly)):
                record.turnover_is_monthly = money.rupiah is not None
        if record.turnover_is_monthly:
            problems.append("turnover_monthly")
        record.problems += dict.fromkeys(problems)
        record.founded_in = read_year(_cell(cells, "founded"), newest=self.today.year)
        if record.founded_in is None and "founded" in self.fields:
            record.problems.append("year_missing")
        record.workers_male = read_count(_cell(cells, "workers_male"))
        record.workers_female = read_count(_cell(cells, "workers_female"))


def _cell(cells: Cells, name: str) -> Cell:
    found = cells.get(name)
    return found[0][0] if found else None


def _text(cells: Cells, name: str) -> str:
    found = cells.get(name)
    return "" if not found or is_nothing(found[0][0]) else text_of(found[0][0])


def _name(cells: Cells, name: str) -> str:
    """A name as written; empty for a cell without two letters."""
    text = _text(cells, name)
    return text if _TWO_LETTERS.search(text) else ""


def _marked_gender(cells: Cells) -> str:
    """The gender where the list has a column for each and marks one of them."""
    for cell, column in cells.get("gender_mark", ()):
        if not is_nothing(cell):
            return read_gender(column.label) or read_gender(cell)
    return ""


def _district_part(text: str) -> str:
    """The name after «Kecamatan» in a section heading, or a sheet's whole name."""
    match = _DISTRICT_NAMED.search(text)
    return match[1].strip() if match else text
