"""Reads amounts of rupiah as Indonesian offices write them, in whatever unit.

Every function is total, as those of `values` are.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from artisans.imports.reading import Cell, text_of
from artisans.imports.values import NOTHING, is_number

UNITS = {
    "rb": 1_000, "ribu": 1_000, "rbu": 1_000, "k": 1_000, "ribuan": 1_000,
    "jt": 1_000_000, "juta": 1_000_000, "jtan": 1_000_000, "jutaan": 1_000_000, "jta": 1_000_000,
    "m": 1_000_000_000, "mlr": 1_000_000_000, "milyar": 1_000_000_000, "miliar": 1_000_000_000,
    "milyard": 1_000_000_000, "mil": 1_000_000_000, "ml": 1_000_000_000,
    "t": 10**12, "trilyun": 10**12, "triliun": 10**12,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(\d[\d.,\s]*\d|\d)\s*(?:,-|,=|\.-)?\s*("
    + "|".join(sorted(UNITS, key=len, reverse=True))
    + r")?(?![A-Za-z])",
    re.IGNORECASE,
)
_NO_AMOUNT = NOTHING - {"0", "00"}
_NO_FIGURE = re.compile(r"rp\.?\s*[-–—]?\s*(,-)?")
_DEBT = re.compile(r"(?:rp\.?\s*)?(?:[-–−]\s*\d|\(\s*\d[\d.,\s]*\))")
_MONTHLY = re.compile(r"(/|per\s*|se)\s*(bln|bulan)\b")
_RANGE = re.compile(r"[<>≤≥]|kurang dari|lebih dari|di ?(atas|bawah)|s/d")
LEAST_SENSIBLE_IDR = 1_000
# In a column «dalam juta» a figure from here on was written in full.
LEAST_FULL_AMOUNT = 1_000_000
MOST_SENSIBLE_IDR = 10**15


@dataclass(frozen=True)
class Money:
    """What a money cell says: whole rupiah, or None with the problem that keeps it open."""

    rupiah: int | None = None
    problem: str = ""
    is_monthly: bool = False


@lru_cache(maxsize=4096, typed=True)
def read_money(cell: Cell, *, unit: int = 1) -> Money:
    """The amount of a cell; `unit` multiplies plain numbers of a column «dalam juta».

    Problems: `money_missing`, `money_range` (two amounts: no single figure is made up),
    `money_unclear` (below Rp1.000 or without a sure reading), `money_unreadable`.
    """
    if isinstance(cell, (bool, date, datetime)):
        return Money(problem="money_unreadable")
    if is_number(cell):
        return _sensible(round(cell * _unit_for(cell, unit)))
    text = text_of(cell).lower()
    if text.strip(" .*:") in _NO_AMOUNT or _NO_FIGURE.fullmatch(text):
        return Money(problem="money_missing")
    # A debt or a slip, and no turnover; nobody can tell which from the list.
    if _DEBT.match(text):
        return Money(problem="money_unclear")
    monthly = bool(_MONTHLY.search(text))
    found = [(m[1], (m[2] or "").lower()) for m in _AMOUNT.finditer(text.replace("rp.", "rp "))]
    if not found:
        return Money(problem="money_unreadable")
    if len(found) > 1 or _RANGE.search(text):
        return Money(problem="money_range")
    digits, suffix = found[0]
    amount = _decimal(digits, unit=UNITS.get(suffix, unit))
    if amount is None or amount > MOST_SENSIBLE_IDR:
        return Money(problem="money_unclear")
    read = _sensible(round(amount * UNITS.get(suffix, _unit_for(amount, unit))))
    return Money(read.rupiah, read.problem, monthly)


def _unit_for(amount: float, unit: int) -> int:
    """The column's unit; 1 for an amount that somebody plainly wrote in full rupiah."""
    return 1 if amount >= LEAST_FULL_AMOUNT else unit


def _sensible(rupiah: int) -> Money:
    if rupiah == 0 or LEAST_SENSIBLE_IDR <= rupiah <= MOST_SENSIBLE_IDR:
        return Money(rupiah)
    return Money(problem="money_unclear")


def _decimal(digits: str, *, unit: int) -> float | None:
    """The number a person means with dots, commas and spaces; None where it may be two.

    In groups of three the signs part thousands. «12,5 jt» and «1.5 juta» hold a fraction, since
    the last group is no group of three; «1.500 jt» is one and a half thousand million, but
    «1.134 milyar» a fraction again, since no such business sells for a million million.
    """
    plain = re.sub(r"\s", "", digits)
    if plain.isdigit():
        return float(plain)
    last = max(plain.rfind("."), plain.rfind(","))
    head, tail, sign = plain[:last], plain[last + 1 :], plain[last]
    groups = re.split(r"[.,]", head)
    is_grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    has_one_sign = len(set(re.findall(r"[.,]", plain))) == 1
    fraction = float("".join(groups) + "." + tail)
    if len(groups) == 1 and unit >= UNITS["miliar"]:
        return fraction
    if len(tail) == 3 and len(groups) == 1 and (groups[0] == "0" or (unit > 1 and sign == ",")):
        return fraction if unit > 1 else None
    if len(tail) == 3 and has_one_sign:
        return float("".join(groups) + tail) if is_grouped else None
    if sign in head or not (is_grouped or len(groups) == 1):
        return None
    # Without a unit a fraction is cents (,00) or nothing a price can be (12.5).
    if unit > 1 or len(groups) > 1 or set(tail) <= {"0"} or (len(tail) <= 2 and len(head) > 3):
        return fraction
    return None


def unit_of_heading(label: str) -> int:
    """The factor a money column's heading names: «Omzet (juta Rp)» 1.000.000, «(000)» 1.000."""
    text = label.lower()
    if re.search(r"\b(milyar|miliar)\b", text):
        return 10**9
    if re.search(r"\b(juta|jt|jutaan)\b|\.?000\.000", text):
        return 10**6
    if re.search(r"\b(ribu|rb|ribuan)\b|(?<!\d)[\s(x.']000\b", text):
        return 1_000
    return 1
