"""The rows with problems as a workbook: written for somebody to correct, and read back.

It has the columns of the list it comes from, the reason, and each row's place in the list, by which
a row read back finds the one it replaces. Numbers of identity cards are masked; one that stays
masked is kept, one typed in full replaces it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from artisans.imports import mending
from artisans.imports.columns import Column
from artisans.imports.messages import REFUSALS, problem_text, refusal_text
from artisans.imports.reading import Cell, RefusedFile, Sheet, read_file, text_of
from artisans.imports.records import MENDABLE, PERSONAL_NUMBERS
from artisans.imports.staging import hide_long_numbers, read_stored_file
from artisans.models import ImportBatch, ImportRow
from dekranasda.accounts.models import User
from dekranasda.lib import workbook

REASON, PLACE = "alasan", "baris asal"


@dataclass
class ReadBack:
    """What a workbook brought: rows replaced, rows left as they were, and places not known."""

    replaced: int = 0
    same: int = 0
    unknown: list[str] = field(default_factory=list)


def write_bad_rows(batch: ImportBatch, target: IO[bytes]) -> int:
    """Writes the workbook and returns how many rows it holds.

    Raises ValidationError («file_gone») after the file handed over has been removed.
    """
    by_sheet: dict[str, list[ImportRow]] = defaultdict(list)
    for row in mending.rows_to_mend(batch):
        by_sheet[row.sheet].append(row)
    cells = _cells_of(batch, {name: {row.row for row in rows} for name, rows in by_sheet.items()})
    workbook.write_workbook(
        target,
        [
            workbook.Sheet(
                name,
                _headings(mending.columns_of(batch, name)),
                [_line(batch, row, cells[name, row.row]) for row in rows],
            )
            for name, rows in by_sheet.items()
        ],
    )
    return sum(map(len, by_sheet.values()))


def _cells_of(
    batch: ImportBatch, wanted: dict[str, set[int]]
) -> dict[tuple[str, int], Sequence[Cell]]:
    """The cells of these rows as they stand in the file handed over. Raises ValidationError."""
    try:
        content = read_stored_file(batch)
    except FileNotFoundError:
        raise ValidationError(str(REFUSALS["file_gone"]), code="file_gone") from None
    return {
        (sheet.name[:80], number): sheet.rows[number - sheet.first_row]
        for sheet in read_file(content, batch.file_name)
        for number in wanted.get(sheet.name[:80], ())
    }


def _headings(columns: Sequence[Column]) -> list[str]:
    return [*(column.label for column in columns), REASON, PLACE]


def _line(batch: ImportBatch, row: ImportRow, cells: Sequence[Cell]) -> list[str]:
    """The row's texts: what somebody typed already, else what the file says."""
    texts = [
        _text(row, column, cells[column.index] if column.index < len(cells) else "")
        for column in mending.columns_of(batch, row.sheet)
    ]
    reasons = "; ".join(problem_text(code) for code in row.problems if code in MENDABLE)
    return [*texts, reasons, f"{row.sheet}!{row.row}"]


def _text(row: ImportRow, column: Column, cell: Cell) -> str:
    if column.field in PERSONAL_NUMBERS:
        return mask_number(text_of(cell))
    if row.mended_at and column.field in row.cells:
        return str(row.cells[column.field])
    return hide_long_numbers(text_of(cell))


def mask_number(text: str) -> str:
    """The text with every digit but the first four and the last two hidden."""
    digits = len(re.findall(r"\d", text))
    seen = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return found[0] if seen <= 4 or seen > digits - 2 else "•"

    return re.sub(r"\d", hide, text) if digits > 6 else "•" * len(text)


def read_bad_rows(
    batch: ImportBatch, content: bytes, name: str, *, by: User, at: datetime, today: date
) -> ReadBack:
    """Replaces the batch's rows by the corrected ones; rows that nobody touched stay.

    All or nothing. Raises ValidationError («unreadable», «other_columns») with what to do.
    """
    try:
        sheets = read_file(content, name)
    except RefusedFile as refusal:
        raise ValidationError(refusal_text(refusal), code="unreadable") from refusal
    result = ReadBack()
    with transaction.atomic():
        for sheet in sheets:
            _read_sheet(batch, sheet, result, by=by, at=at, today=today)
    return result


def _read_sheet(
    batch: ImportBatch, sheet: Sheet, result: ReadBack, *, by: User, at: datetime, today: date
) -> None:
    placed = list(_placed_cells(sheet))
    numbers = {
        int(number) for place, _c in placed if (number := place.rpartition("!")[2]).isdigit()
    }
    rows = {
        f"{row.sheet}!{row.row}": row for row in batch.rows.filter(row__in=numbers, kind="data")
    }
    known = [(rows[place], cells) for place, cells in placed if place in rows]
    result.unknown += [place[:90] for place, _cells in placed if place not in rows]
    wanted: dict[str, set[int]] = defaultdict(set)
    for row, _cells in known:
        wanted[row.sheet].add(row.row)
    original = _cells_of(batch, wanted)
    for row, cells in known:
        _check_headings(sheet, mending.columns_of(batch, row.sheet))
        before = _line(batch, row, original[row.sheet, row.row])[:-2]
        if [text_of(cell) for cell in cells[: len(before)]] == [text_of(text) for text in before]:
            result.same += 1
            continue
        _replace(batch, row, cells[: len(before)], by=by, at=at, today=today)
        result.replaced += 1


def _placed_cells(sheet: Sheet) -> Iterator[tuple[str, list[Cell]]]:
    """Each row's place in the list, and its cells."""
    headings = [text_of(cell) for cell in sheet.rows[0]] if sheet.rows else []
    if PLACE not in headings:
        raise _other_columns()
    end = headings.index(PLACE)
    for row in sheet.rows[1:]:
        padded = [*row, *[""] * (end + 1 - len(row))]
        if any(text_of(cell) for cell in padded):
            yield text_of(padded[end]), padded


def _check_headings(sheet: Sheet, columns: Sequence[Column]) -> None:
    labels = [column.label for column in columns]
    if [text_of(cell) for cell in sheet.rows[0]][: len(labels)] != labels:
        raise _other_columns()


def _other_columns() -> ValidationError:
    return ValidationError(
        _(
            "Kolom berkas ini tidak sama dengan berkas yang diunduh. Unduh lagi baris bermasalah,"
            " perbaiki isinya tanpa mengubah judul dan urutan kolom, lalu unggah."
        ),
        code="other_columns",
    )


def _replace(
    batch: ImportBatch,
    row: ImportRow,
    cells: Sequence[Cell],
    *,
    by: User,
    at: datetime,
    today: date,
) -> None:
    reader = mending.reader_of(batch, row.sheet, today)
    record = mending.read_cells(reader, row, cells)
    mending.mend_row(row, record, reader.texts(cells), by=by, at=at, today=today)
