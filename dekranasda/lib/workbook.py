"""Workbooks as offices want them: typed cells, and texts that no program takes for formulas."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Font

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | Decimal | date | None

# Limits of the format.
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
# Texts that begin so are taken for formulas, or for errors, by one program or another.
_TELLING = ("=", "+", "-", "@", "#", "\t")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = (9, 48)
_ROWS_MEASURED = 50


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, its headings, and rows of plain values in the headings' order."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_workbook(target: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Writes the sheets as .xlsx: numbers as numbers, days as days, every text as a text.

    Rows are taken one by one and kept in no memory; what exceeds a sheet goes on in another.
    Moments are written in the council's time. Characters that the format forbids are left out.
    """
    # Twenty megabytes, which only a process that writes workbooks shall carry.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    for sheet in sheets:
        rows = iter(sheet.rows)
        for number in range(1, 1000):
            part = _chunk(rows, MOST_ROWS - 1)
            if part is None and number > 1:
                break
            _write_sheet(book, _title(sheet.title, number), sheet.headings, part or iter(()))
    book.save(target)


def _chunk(rows: Iterator[Sequence[Cell]], most: int) -> Iterator[Sequence[Cell]] | None:
    first = next(rows, None)
    return None if first is None else chain([first], islice(rows, most - 1))


def _title(title: str, number: int) -> str:
    suffix = f" ({number})" if number > 1 else ""
    return (_NOT_IN_TITLES.sub(" ", title)[: LONGEST_TITLE - len(suffix)] or "Data") + suffix


def _write_sheet(
    book: "Workbook", title: str, headings: Sequence[str], rows: Iterator[Sequence[Cell]]
) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    first = list(islice(rows, _ROWS_MEASURED))
    for position, width in enumerate(_widths(headings, first), start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    cells = [_text(sheet, heading) for heading in headings]
    sheet.append([_bold(sheet, cell, bold) for cell in cells])
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])


def _widths(headings: Sequence[str], rows: list[Sequence[Cell]]) -> list[int]:
    least, most = _WIDTHS
    longest = [len(heading) for heading in headings]
    for row in rows:
        for position, value in enumerate(row[: len(longest)]):
            longest[position] = max(longest[position], len(str(value)) if value is not None else 0)
    return [min(max(length + 2, least), most) for length in longest]


def _own_cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    return WriteOnlyCell(sheet, value)


def _bold(sheet: Any, value: Any, font: "Font") -> Any:
    cell = _own_cell(sheet, value) if isinstance(value, str) else value
    cell.font = font
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise TypeError("Say in words what is true.")
    if isinstance(value, datetime):
        return _formatted(sheet, _local(value), "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "dd/mm/yyyy")
    if isinstance(value, int | float | Decimal):
        return value
    return _text(sheet, str(value))


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _formatted(sheet: Any, value: date, pattern: str) -> Any:
    cell = _own_cell(sheet, value)
    cell.number_format = pattern
    return cell


def _text(sheet: Any, text: str) -> Any:
    text = _FORBIDDEN.sub("", text)[:LONGEST_TEXT]
    if not text.startswith(_TELLING):
        return text
    # The value's setter guesses a type; the mark keeps the text a text when it is edited.
    cell = _own_cell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
