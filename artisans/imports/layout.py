"""Finds the table on a sheet: its heading below the titles, its data, and what is neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from artisans.imports.columns import field_of_heading
from artisans.imports.dates import MONTHS, read_date
from artisans.imports.reading import Cell, Sheet, text_of
from artisans.imports.values import is_nothing

HEADING_SEARCH_ROWS = 40
# So many rows tell how full a row of data usually is.
SAMPLED_ROWS = 1000
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_LETTER = re.compile(r"[^\W\d_]")
_TOTAL = re.compile(
    r"(?i)^\W*(?:sub\s*-?\s*total|grand\s*total|total|jumlah|jml|juml|rekap(?:itulasi)?|rata[\s-]*rata)\b"
)
_SIGNATURE = re.compile(
    r"(?i)\bnip\b\.?|mengetahui|menyetujui|tertanda|\bttd\b|^\s*(?:an\.|a\.n\.|plt\.?|plh\.?)\s"
    r"|^\W*\(?\s*[._]{6,}|^(?:kepala|sekretaris|ketua|camat|lurah|bupati|petugas|pendata|penata|pembina|operator|kabid|kasi|kadis|plt)\b"
)
_NOTE = re.compile(
    r"(?i)^\s*\*|^\W*(?:catatan|keterangan|ket|nb|note|sumber(?: data)?|penjelasan|petunjuk"
    r"|dicetak|dibuat|update|diperbarui)\b\s*[:.)]?"
)
_PLACE_AND_DAY = re.compile(
    r"(?i)^[a-z .]{3,30},?\s*(?:tanggal\s*)?\d{0,2}\s*[._…]*\s*([a-z]+)\s*\d{4}$"
)


@dataclass
class Table:
    """A table on a sheet: the labels and groups of its columns, and the kind of each row.

    Kinds: `title`, `header`, `data`, `subtotal`, `blank`, `signature`, `note`. `context` holds,
    for data rows, the text of the section heading above them («Kecamatan Ngraho»).
    """

    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    header_rows: tuple[int, int] = (0, 0)

    @property
    def data_rows(self) -> list[int]:
        """The positions of the data rows."""
        return [position for position, kind in enumerate(self.kinds) if kind == "data"]


def find_table(sheet: Sheet, header_row: int | None = None) -> Table | None:
    """The table of the sheet, or None where no row reads like the heading of a list.

    `header_row` is the number of the heading's row as people see it, where somebody named it.
    """
    if header_row is None:
        header = _find_header(sheet.rows)
    else:
        header = _named_header(sheet.rows, header_row - sheet.first_row)
    if header is None:
        return None
    start, end = header
    table = Table(header_rows=header)
    table.labels, table.groups = _labels(sheet, start, end)
    _classify(sheet.rows, table)
    return table


def _texts(row: Sequence[Cell]) -> list[str]:
    return [text_of(cell) for cell in row]


def _heading_score(row: Sequence[Cell]) -> float:
    """How much a row reads like headings: one for each known, less for long texts and numbers."""
    texts = [text for text in _texts(row) if text]
    if len(texts) < 2:
        return 0.0
    # A lone «Nama» is a heading too; whose name it is shows beside the others.
    fields = [
        "name" if text.casefold() == "nama" else field_of_heading(text)[0]
        for text in texts
        if len(text) < 60
    ]
    known = sum(map(bool, fields))
    numbers = sum(1 for cell in row if isinstance(cell, (int, float, date)))
    return (
        min(known, len({*fields} - {""}) + 1)
        - numbers * 0.7
        - sum(len(text) > 80 for text in texts)
    )


def _find_header(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """First and last position of the heading rows."""
    scores = [_heading_score(row) for row in rows[:HEADING_SEARCH_ROWS]]
    if not scores or max(scores) < 2:
        return None
    return _header_around(rows, scores.index(max(scores)))


def _named_header(rows: Sequence[Sequence[Cell]], position: int) -> tuple[int, int] | None:
    if not 0 <= position < len(rows) or not any(_texts(rows[position])):
        return None
    return _header_around(rows, position)


def _header_around(rows: Sequence[Sequence[Cell]], best: int) -> tuple[int, int]:
    start = end = best
    # A group row above: short texts, fewer than the headings below them, and no sentence.
    while start > 0 and _is_part_of_header(rows[start - 1], rows[best], above=True):
        start -= 1
    while (
        end + 1 < len(rows)
        and end - start < 3
        and _is_part_of_header(rows[end + 1], rows[best], above=False)
    ):
        end += 1
    return start, end


def _is_part_of_header(row: Sequence[Cell], best: Sequence[Cell], *, above: bool) -> bool:
    texts = [text for text in _texts(row) if text]
    if not texts:
        return False
    if above:
        words = [text for text in texts if len(text) < 40 and not re.search(r"\d{2}", text)]
        return len(texts) >= 2 and len(words) == len(texts)
    if _is_numbering(texts):
        return True
    if any(isinstance(cell, (float, int, date)) for cell in row):
        return False
    known = sum(1 for text in texts if len(text) < 40 and _is_heading_word(text))
    return known >= max(1, len(texts) * 0.6)


def _is_heading_word(text: str) -> bool:
    if re.fullmatch(
        r"(?i)l|p|lk|pr|laki-laki|perempuan|rt|rw|rp|\(rp\.?\)|nama|tempat|tanggal|jumlah|jml", text
    ):
        return True
    return field_of_heading(text)[1] >= 90


def _is_numbering(texts: Sequence[str]) -> bool:
    """The row «1 2 3 4 …» or «(1) (2) (3) …» that official tables carry below the heading."""
    filled = [text for text in texts if text]
    if len(filled) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    numbers = [int(text.strip("()")) for text in filled]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _labels(sheet: Sheet, start: int, end: int) -> tuple[list[str], list[str]]:
    """Each column's own heading and the group it stands below.

    The width of a group follows from the empty cells to its right, as merged cells are read.
    """
    rows = [row for row in sheet.rows[start : end + 1] if not _is_numbering(_texts(row))]
    width = sheet.widths
    padded = [_texts(row) + [""] * (width - len(row)) for row in rows]
    labels, groups = [""] * width, [""] * width
    for depth, texts in enumerate(padded):
        is_last = depth == len(padded) - 1
        current = ""
        for index, text in enumerate(texts):
            below = any(other[index] for other in padded[depth + 1 :])
            if text:
                current = text if below and not is_last else ""
                if below and not is_last:
                    groups[index] = f"{groups[index]} {text}".strip()
                else:
                    labels[index] = text
            elif current and below:
                groups[index] = f"{groups[index]} {current}".strip()
            else:
                current = ""
    return labels, groups


def _classify(rows: Sequence[Sequence[Cell]], table: Table) -> None:
    start, end = table.header_rows
    headings = {label.casefold() for label in (*table.labels, *table.groups) if label}
    sample = rows[end + 1 :: max(1, len(rows) // SAMPLED_ROWS)]
    filled = sorted(sum(not is_nothing(cell) for cell in row) for row in sample)
    usual = filled[int(len(filled) * 0.6)] if filled else 0
    last_data = _last_full_row(rows, end, usual)
    context = ""
    for position, row in enumerate(rows):
        texts = [text for text in _texts(row) if text]
        kind = "title"
        if start <= position <= end:
            kind = "header"
        elif not texts:
            kind = "blank"
        elif position > end:
            kind = _kind_of(texts, headings, usual, after_data=position > last_data)
        if kind == "title" and position > end:
            context = " ".join(texts)
        table.kinds.append(kind)
        table.contexts.append(context if kind == "data" else "")


def _last_full_row(rows: Sequence[Sequence[Cell]], end: int, usual: int) -> int:
    """The last row that is about as full as data rows are and no total."""
    for position in range(len(rows) - 1, end, -1):
        texts = [text for text in _texts(rows[position]) if text]
        if len(texts) >= max(2, usual * 0.4) and not _TOTAL.match(texts[0]):
            return position
    return len(rows)


def _kind_of(texts: list[str], headings: set[str], usual: int, *, after_data: bool) -> str:
    words = [text for text in texts if text[0].isalpha() or _LETTER.search(text)]
    few = len(texts) <= max(1, usual * 0.35)
    same = sum(map(headings.__contains__, map(str.casefold, words)))
    if same >= max(2, len(words) * 0.6):
        return "header"
    if _is_numbering(texts):
        return "header"
    first = words[0] if words else texts[0]
    if _TOTAL.match(first) and (len(words) <= 3 or few):
        return "subtotal"
    if few and (after_data or len(texts) <= 2):
        if any(_SIGNATURE.search(text) for text in texts) or any(
            _is_place_and_day(t) for t in texts
        ):
            return "signature"
        if _NOTE.match(first) or re.match(r"^\W*\d{1,2}[.)]\s+\S+\s+\S+\s+\S+", texts[0]):
            return "note"
        if after_data:
            return "signature" if len(first) < 45 else "note"
    if few and usual >= 4 and len(texts) == 1 and words:
        return "title"
    if not words and not any(re.search(r"\d{5}", text) for text in texts):
        # Only small numbers: a running number without data, or totals without a word.
        return "blank" if len(texts) == 1 else "subtotal"
    return "data"


def _is_place_and_day(text: str) -> bool:
    match = _PLACE_AND_DAY.match(text)
    return bool(match) and match[1].lower() in MONTHS  # type: ignore[index]  # bool(match) holds


def as_of_date(sheets: Sequence[Sheet], today: date) -> date | None:
    """The day a list describes: «Keadaan per 30 September 2025», or the month of a title."""
    for sheet in sheets:
        for row in sheet.rows[:8]:
            for text in _texts(row):
                if len(text) < 12 or not re.search(
                    r"(?i)per|keadaan|bulan|tahun|posisi|data|,", text
                ):
                    continue
                found = read_date(text, newest=today) or _month_of(text)
                if found and found.year >= 2000 and found <= today:
                    return found
    return None


def _month_of(text: str) -> date | None:
    match = re.search(r"(?i)\b([a-z]{3,10})\s+(20\d{2})\b", text)
    month = MONTHS.get(match[1].lower()) if match else None
    return date(int(match[2]), month, 1) if match and month else None
