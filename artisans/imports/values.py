"""Reads single cells as Indonesian offices write them: numbers, counts, words, codes.

Every function is total: it takes any cell and returns what the cell says and the problems a
person should hear of, never raises, and never guesses where a reading would be invented.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from typing_extensions import TypeIs

from artisans.imports.reading import Cell, text_of

NOTHING = {
    "", "-", "--", "---", "–", "—", "_", "/", ".", "?", "x", "xx", "n/a", "na", "nihil",
    "kosong", "tidak ada", "tdk ada", "blm ada", "belum ada", "belum", "tidak punya",
    "tdk punya", "belum punya", "blm punya", "null", "none",
    "0", "00", "tidak diketahui", "(kosong)", "lupa", "tidak tahu",
    # What programs show in place of a result.
    "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!",
    "#error!", "#getting_data", "########",
}  # fmt: skip


@lru_cache(maxsize=4096, typed=True)
def is_nothing(cell: Cell) -> bool:
    """Whether the cell is empty or says in one of the usual ways that there is nothing."""
    return text_of(cell).lower().strip(" .*:") in NOTHING


# No cell of a registry holds more; beyond it, floats lose digits anyway.
LARGEST_NUMBER = 10**18
# What a spreadsheet made of a long number, whose last digits are lost.
SCIENTIFIC = re.compile(r"^\s*\d(?:[.,]\d+)?\s*[eE]\+?0*\d{1,2}\s*$")


def is_number(cell: Cell) -> TypeIs[int | float]:
    """Whether the cell holds a number that can be counted with."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return False
    return -LARGEST_NUMBER < cell < LARGEST_NUMBER


@lru_cache(maxsize=4096, typed=True)
def read_count(cell: Cell) -> int | None:
    """A whole number of people from «3», «3 org», «3 orang»; None for nothing or nonsense."""
    if is_number(cell):
        return int(cell) if cell == int(cell) and 0 <= cell < 100_000 else None
    match = _COUNT.fullmatch(text_of(cell).lower())
    return int(match[1]) if match else None


_COUNT = re.compile(r"(\d{1,5})\s*(?:org|orang|pekerja|jiwa|tk)?\.?")


GENDERS = {
    **dict.fromkeys(
        ["l", "lk", "laki", "laki-laki", "lakilaki", "laki laki", "pria", "male", "m"], "L"
    ),
    **dict.fromkeys(
        ["p", "pr", "perempuan", "wanita", "female", "f", "w", "prempuan", "pere"], "P"
    ),
}


def read_gender(cell: Cell) -> str:
    """`L`, `P`, or empty where the cell says neither."""
    return GENDERS.get(text_of(cell).lower().strip(" ."), "")


@lru_cache(maxsize=4096, typed=True)
def read_status(cell: Cell) -> str:
    """`SIAP`, `BELUM`, or empty: the office's own mark of readiness."""
    text = text_of(cell).lower()
    if re.search(r"\b(belum|blm|tidak|tdk)\b", text):
        return "BELUM"
    return "SIAP" if re.search(r"\bsiap\b", text) else ""


def read_digits(cell: Cell) -> str:
    """The digits of a code such as an NIB or KBLI, without signs around them."""
    if is_number(cell):
        return str(int(cell)) if cell == int(cell) else ""
    text = text_of(cell)
    if text.isdecimal():
        return text
    return "" if SCIENTIFIC.match(text) else _BETWEEN_DIGITS.sub("", text).split(":")[-1]


_BETWEEN_DIGITS = re.compile(r"[\s.'`\"-]")


@dataclass(frozen=True)
class Code:
    """A business number or KBLI code of a cell, and what is wrong with it."""

    digits: str = ""
    problem: str = ""


_FOUR_DIGITS = re.compile(r"\d{4}")


def read_nib(cell: Cell) -> Code:
    """The 13 digits of an NIB; «proses» and the like count as not yet there."""
    digits = read_digits(cell)
    if len(digits) == 13 and digits.isdecimal() and len(set(digits)) > 1:
        return Code(digits)
    if is_number(cell) and len(digits) == 12:
        return Code("0" + digits)
    if is_nothing(cell) or not _FOUR_DIGITS.search(text_of(cell)):
        return Code()
    return Code(problem="nib_invalid")


def read_tax_number(cell: Cell) -> str:
    """The 15 or 16 digits of an NPWP, empty for anything else (also where a digit was lost)."""
    digits = read_digits(cell)
    if is_number(cell) and len(digits) == 14:
        digits = f"0{digits}"  # a spreadsheet's number has no leading zero
    is_whole = len(digits) in (15, 16) and digits.isdecimal() and len(set(digits)) > 1
    is_rounded = is_number(cell) and len(digits) == 16
    return digits if is_whole and not is_rounded else ""


@lru_cache(maxsize=4096, typed=True)
def read_kbli(cell: Cell) -> Code:
    """The five digits of a KBLI code; a number of four has lost its leading zero in Excel."""
    digits = read_digits(cell)
    match = re.match(r"\d+", digits)
    digits = match[0] if match else ""
    if len(digits) == 5:
        return Code(digits)
    if len(digits) == 4:
        return Code("0" + digits, "kbli_zero_lost")
    return Code() if is_nothing(cell) else Code(problem="kbli_invalid")
