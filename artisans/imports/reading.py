"""Reads a file that somebody handed over into sheets of cells, after a gate against harmful files.

Knows nothing of registries. Accepts XLSX workbooks, separated text (CSV, TSV, semicolons) and
JSON lists of objects; whatever else comes is refused with a code that `messages` puts in words.
"""

import csv
import io
import json
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ZIP_ENTRIES = 200
MAX_INFLATED_BYTES = 60 * 1024 * 1024
MAX_INFLATION_RATIO = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL_CHARACTERS = 2_000

Cell = str | int | float | bool | date | datetime | time | timedelta | None


class RefusedFile(Exception):  # noqa: N818 it says what happened to the file
    """The file cannot be read as a list; the code and its values name the reason."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.sheets: list[Any] = []


@dataclass
class Sheet:
    """One sheet: its name and its rows from the first on; `first_row` is the number of row 0."""

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    is_hidden: bool = False
    widths: int = field(default=0)


def read_file(content: bytes, name: str) -> list[Sheet]:
    """All sheets of the file. Raises RefusedFile where the file must not or cannot be read."""
    stem, suffix = text_of(Path(name).stem), Path(name).suffix.lower()
    if len(content) > MAX_FILE_BYTES:
        raise RefusedFile("file_too_big", megabytes=round(len(content) / 1024 / 1024))
    if not content.strip(b"\x00 \t\r\n"):
        raise RefusedFile("file_empty")
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(content, suffix)
    if content[:4] == b"PK\x05\x06":
        raise RefusedFile("file_damaged")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" in content:
            raise RefusedFile("file_locked")
        raise RefusedFile("legacy_workbook")
    text = _decode(content)
    start = text.lstrip("\ufeff \t\r\n")[:400].lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<meta")) or (
        start.startswith("<?xml") and "html" in start
    ):
        raise RefusedFile("web_page")
    if start.startswith(("<?xml", "<svg")) or start.startswith("%pdf") or "\x00" in text:
        raise RefusedFile("wrong_type")
    if start.startswith(("[", "{")) and (suffix == ".json" or suffix not in {".csv", ".tsv"}):
        sheet = _read_json(text, stem)
    elif suffix in {".xlsx", ".xlsm", ".xls", ".ods", ".pdf", ".docx", ".jpg", ".png", ".zip"}:
        raise RefusedFile("wrong_type")
    else:
        sheet = _read_separated(text, stem)
    _check_shape(sheet)
    return [sheet]


# Workbooks


def _read_workbook(content: bytes, suffix: str) -> list[Sheet]:
    check_workbook(content, suffix)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for metadata in book.sheets_metadata:
            if not str(metadata.typ).endswith("WorkSheet"):
                continue
            sheet = book.get_sheet_by_name(metadata.name)
            hidden = not str(metadata.visible).endswith("Visible")
            rows = list(map(_without_tail, sheet.to_python(skip_empty_area=False)))
            read = Sheet(text_of(metadata.name), rows, is_hidden=hidden)
            _check_shape(read)
            sheets.append(read)
    except (CalamineError, ValueError, OSError, KeyError) as error:
        raise RefusedFile("file_damaged") from error
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise RefusedFile("file_empty")
    return sheets


def check_workbook(content: bytes, suffix: str) -> None:
    """Raises RefusedFile for what no plain workbook has: macros, DTDs, bombs, far cells.

    Everything is inflated once and counted, since the sizes a ZIP file declares may be false.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedFile("file_damaged") from error
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ZIP_ENTRIES:
        raise RefusedFile("suspicious_archive")
    if any(_is_unsafe_name(name) for name in names) or len(names) < len(entries):
        raise RefusedFile("suspicious_archive")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise RefusedFile("open_document" if "content.xml" in names else "wrong_type")
    if suffix == ".xlsm" or any("vbaproject" in name.lower() for name in names):
        raise RefusedFile("macro_workbook")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedFile("file_locked")
    left = MAX_INFLATED_BYTES
    for entry in entries:
        left -= _check_entry(archive, entry, left)


def _is_unsafe_name(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> int:
    """The inflated size of one entry. Raises RefusedFile when it is or holds something harmful."""
    allowed = min(limit, max(entry.compress_size, 1) * MAX_INFLATION_RATIO + 64 * 1024)
    if entry.file_size > allowed:
        raise RefusedFile("suspicious_archive")
    try:
        with archive.open(entry) as stream:
            inflated = stream.read(allowed + 1)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise RefusedFile("file_damaged") from error
    except Exception as error:  # zlib and lzma each raise an error type of their own
        raise RefusedFile("file_damaged") from error
    if len(inflated) > allowed:
        raise RefusedFile("suspicious_archive")
    lowered = entry.filename.lower()
    if lowered.endswith((".xml", ".rels", ".vml")):
        # A UTF-16 part hides its words from a search of bytes, and no spreadsheet writes one.
        if inflated[:2] in (b"\xff\xfe", b"\xfe\xff") or inflated[1:2] == b"\x00":
            raise RefusedFile("suspicious_archive")
        if b"<!DOCTYPE" in inflated or b"<!ENTITY" in inflated:
            raise RefusedFile("suspicious_archive")
    if lowered == "[content_types].xml" and b"macroEnabled" in inflated:
        raise RefusedFile("macro_workbook")
    if lowered.startswith("xl/worksheets/") and lowered.endswith(".xml"):
        _check_extent(inflated)
    return len(inflated)


_CELL_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_ROW_REFERENCE = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d+)["']""")


# What may lie beyond the 100th column (CV) or the 20.000th row; whether it does is then counted.
_FAR_REFERENCE = re.compile(
    rb"""r\s*=\s*["'](?:[A-Za-z]{3,}\d|[C-Zc-z][A-Za-z]\d|[A-Za-z]{0,2}(?:[2-9]\d{4}|\d{6}))"""
)


def _check_extent(xml: bytes) -> None:
    """Raises RefusedFile for a sheet with a filled cell beyond the allowed rows and columns."""
    if not _FAR_REFERENCE.search(xml):
        return
    columns: set[bytes] = set()
    last_row = max((int(number) for number in _ROW_REFERENCE.findall(xml)), default=0)
    for letters, number in _CELL_REFERENCE.findall(xml):
        columns.add(letters)
        last_row = max(last_row, int(number))
    if last_row > MAX_ROWS:
        raise RefusedFile("too_many_rows", rows=last_row, limit=MAX_ROWS)
    last_column = max((_column_number(letters) for letters in columns), default=0)
    if last_column > MAX_COLUMNS:
        raise RefusedFile("too_many_columns", columns=last_column, limit=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _without_tail(row: Sequence[Cell]) -> list[Cell]:
    """The row up to its last filled cell, its texts without spaces around them and not too long."""
    end = len(row)
    while end and row[end - 1] in ("", None):
        end -= 1
    return [
        cell.strip()[:MAX_CELL_CHARACTERS] if isinstance(cell, str) else cell for cell in row[:end]
    ]


# Text


def _decode(content: bytes) -> str:
    """The text; where it is not UTF-8, each line is read as UTF-8 or else as Windows-1252.

    Lists that several people saved with different programs mix both in one file.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    lines = []
    for line in content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
    return "".join(lines)


def _read_separated(text: str, name: str) -> Sheet:
    if sum(character < " " and character not in "\t\r\n\f" for character in text[:4000]) > 4:
        raise RefusedFile("wrong_type")
    text = text.removeprefix("\ufeff")
    delimiter, first_row = _delimiter(text), 1
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        delimiter, text, first_row = declared[1], text[declared.end() :], 2
    rows: list[list[Cell]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for record in reader:
            if len(rows) > MAX_ROWS:
                count = text.count("\n")
                raise RefusedFile("too_many_rows", rows=count, limit=MAX_ROWS)
            rows.append(_without_tail(record))
    except csv.Error as error:
        raise RefusedFile("file_damaged") from error
    return Sheet(name, rows, first_row)


def _delimiter(text: str) -> str:
    """The sign between the cells: the one that splits most lines into the same number of parts."""
    sample = io.StringIO(text[:60_000], newline="").readlines()[:60]
    best, best_score = ",", 0.0
    for candidate in (";", ",", "\t", "|"):
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=candidate) if row]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        score = wide.count(usual) / len(widths) * min(usual, 8) ** 0.5
        if score > best_score:
            best, best_score = candidate, score
    return best


def _read_json(text: str, name: str) -> Sheet:
    """A list of objects as a sheet: row 0 holds the keys, row n the n-th object."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedFile("file_damaged") from error
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list) and value]
        content = lists[0] if len(lists) == 1 else content
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise RefusedFile("json_without_list")
    if not content:
        raise RefusedFile("file_empty")
    keys = list(dict.fromkeys(key for item in content for key in item))
    if len(content) > MAX_ROWS:
        raise RefusedFile("too_many_rows", rows=len(content), limit=MAX_ROWS)
    rows = [_without_tail(keys)]
    rows += [_without_tail([_json_cell(item.get(key)) for key in keys]) for item in content]
    return Sheet(name, rows, first_row=0)


def _json_cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return ", ".join(str(item) for item in value)
    return None


def _check_shape(sheet: Sheet) -> None:
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    sheet.widths = max((len(row) for row in sheet.rows), default=0)
    if len(sheet.rows) > MAX_ROWS:
        raise RefusedFile("too_many_rows", rows=len(sheet.rows), limit=MAX_ROWS)
    if sheet.widths > MAX_COLUMNS:
        raise RefusedFile("too_many_columns", columns=sheet.widths, limit=MAX_COLUMNS)


# One cell is looked at several times in a row: as a heading, as nothing, as what its column holds.
@lru_cache(maxsize=4096, typed=True)
def text_of(cell: Cell) -> str:
    """The cell as its reader sees it: whole numbers without `.0`, dates as d/m/Y, no tags.

    Zero-width and non-breaking characters that office programs leave behind become plain spaces.
    """
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and "  " not in cell:
            return cell.strip()
        return " ".join(_INVISIBLE.sub(" ", cell).split())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, (datetime, date)):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


# Control, zero-width and direction characters, also NUL, which PostgreSQL cannot store.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd\ud800-\udfff]"
)
