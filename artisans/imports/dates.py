"""Reads dates, years and birth places as Indonesian offices write them.

Every function is total, as those of `values` are.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from rapidfuzz.distance import OSA

from artisans.imports.reading import Cell, text_of
from artisans.imports.values import is_number

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb pebruari peb february", "maret mar mrt march",
            "april apr", "mei may mai", "juni jun june", "juli jul july",
            "agustus agu agt ags agst agust aug august", "september sep sept",
            "oktober okt october oct", "november nov nopember nop", "desember des december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
EARLIEST_YEAR = 1900
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?!\d)")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_NAMED_DATE = re.compile(
    r"(?<!\d)(\d{1,2})[\s\-/.,]*([A-Za-z]{3,10})[\s\-/.,']*(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,10})\s+(\d{1,2})\s*,\s*(\d{4})(?!\d)")
_SPREADSHEET_EPOCH = date(1899, 12, 30)


def read_date(cell: Cell, *, newest: date) -> date | None:
    """The full date a cell holds, with or without a place before it; None where it holds none.

    Two-digit years are read as the latest that is not after `newest`. Day comes before month
    unless only the other order is a date. Numbers are spreadsheet serials or eight digits.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if is_number(cell):
        return _date_of_number(cell, newest)
    text = text_of(cell)
    if match := _ISO_DATE.search(text):
        return _make_date(match[1], match[2], match[3], newest)
    if match := _NUMERIC_DATE.search(text):
        return _make_date(match[3], match[2], match[1], newest)
    for match in _NAMED_DATE.finditer(text):
        if month := _month(match[2]):
            return _make_date(match[3], str(month), match[1], newest)
    if (match := _MONTH_FIRST.search(text)) and (month := _month(match[1])):
        return _make_date(match[3], str(month), match[2], newest)
    if match := re.fullmatch(r"\D*(\d{8})", text):
        return _date_of_number(int(match[1]), newest)
    if match := re.fullmatch(r"(\d{5})(?:\.\d+)?", text):
        return _date_of_number(float(match[0]), newest)
    return None


@lru_cache(maxsize=4096)
def _month(name: str) -> int:
    """The number of a month by its name, abbreviation or a slip of these; 0 for other words."""
    word = name.lower()
    if word in MONTHS:
        return MONTHS[word]
    # A misspelt month is a slip or two away from one month, and from one only: «Apirl», «Nvember».
    slips = 2 if len(word) > 5 else 1
    near = {
        (OSA.distance(word, key, score_cutoff=slips), number)
        for key, number in MONTHS.items()
        if len(key) > 3 or key in {"mei"}
    }
    nearest = min(distance for distance, _ in near)
    months = {number for distance, number in near if distance == nearest}
    return months.pop() if nearest <= slips and len(months) == 1 else 0


def _make_date(year: str, month: str, day: str, newest: date) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += newest.year // 100 * 100
        if full > newest.year:
            full -= 100
    for a_month, a_day in ((int(month), int(day)), (int(day), int(month))):
        try:
            made = date(full, a_month, a_day)
        except ValueError:
            continue
        return made if EARLIEST_YEAR <= made.year <= 2100 else None
    return None


def _date_of_number(number: float, newest: date) -> date | None:
    if 366 <= number < 73_050:
        # A serial between 1900 and 2099; smaller and larger numbers are years or codes.
        made = _SPREADSHEET_EPOCH + timedelta(days=int(number))
        return None if 1900 <= number <= 2100 else made
    digits = str(int(number)) if number == int(number) else ""
    if len(digits) == 8 and digits[:2] in {"19", "20"} and 1 <= int(digits[4:6]) <= 12:
        return _make_date(digits[:4], digits[4:6], digits[6:], newest)
    if len(digits) in (7, 8):
        digits = digits.zfill(8)
        return _make_date(digits[4:], digits[2:4], digits[:2], newest)
    return None


@lru_cache(maxsize=4096, typed=True)
def read_year(cell: Cell, *, newest: int) -> int | None:
    """A year between 1900 and `newest`, from «2015», «Th. 2015», a date or a number."""
    if isinstance(cell, (datetime, date)):
        return cell.year if cell.year <= newest else None
    match = re.search(r"(?<!\d)(19\d{2}|20\d{2})(?!\d)", text_of(cell))
    return int(match[1]) if match and int(match[1]) <= newest else None
