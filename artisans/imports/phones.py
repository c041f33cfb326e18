"""Reads telephone numbers as Indonesian offices write them, several in one cell too.

Every function is total, as those of `values` are.
"""

import re
from dataclasses import dataclass

import phonenumbers

from artisans.imports.reading import Cell, text_of
from artisans.imports.values import SCIENTIFIC, is_nothing, is_number

MOBILE = re.compile(r"\+628[1-9]\d{7,10}")
_NUMBER = re.compile(r"\+?\(?\+?[\dOolI]{2,4}\)?(?:[\s.\-–—‑()]{0,3}[\dOolI])+")
_BETWEEN_PHONES = re.compile(r"[;/,|&\n]|\bdan\b|\batau\b|\bor\b")
_NEXT_PHONE = re.compile(r"(?<=[\dOo])[\s)]+(?=(?:\+?\(?62|0[28])[\s\d.\-]{7,})")
_NEXT_IN_A_ROW = re.compile(r"(?<=\d)[\s).\-–]*(?=\+?\(?(?:62|0)\d)")
_DIGIT_LOOKALIKES = str.maketrans("OolI", "0011")
_NO_PHONE_SIGN = re.compile(r"[^\d+]")
_ABROAD = re.compile(r"^00(?=62)")
_TRUNK_KEPT = re.compile(r"^\+?620(?=[2-9])")


@dataclass(frozen=True)
class Phones:
    """The numbers of a cell in E.164, in the order written, and what is wrong with it."""

    numbers: tuple[str, ...] = ()
    problem: str = ""


def read_phones(cell: Cell) -> Phones:
    """All phone numbers of a cell, mobile or fixed, without repetition.

    Problems: `phone_missing`, `phone_digits_lost` (a spreadsheet rounded the number),
    `phone_invalid` (something is written, but no number can be read).
    """
    if isinstance(cell, bool):
        return Phones(problem="phone_invalid")
    if is_number(cell):
        return _phone_of_number(cell)
    text = text_of(cell)
    if is_nothing(cell):
        return Phones(problem="phone_missing")
    if text.isdecimal() and (number := to_e164(text)):
        return Phones((number,))
    if SCIENTIFIC.match(text):
        return Phones(problem="phone_digits_lost")
    found: dict[str, None] = {}
    for part in _BETWEEN_PHONES.split(text):
        # One part may still hold two numbers apart by a space; a new one begins with 08 or 62.
        for piece in _NEXT_PHONE.split(part):
            for match in _NUMBER.finditer(piece.replace("\u2011", "-")):
                number = to_e164(match[0])
                if number:
                    found[number] = None
    if numbers := tuple(found) or _two_in_a_row(text):
        return Phones(numbers)
    joined = to_e164(re.sub(r"\D", "", text)) if re.search(r"\d{4}", text) else ""
    if joined and len(re.findall(r"\d", text)) <= 14:
        return Phones((joined,))
    return Phones(problem="phone_invalid")


def _two_in_a_row(text: str) -> tuple[str, ...]:
    """Two numbers with a dash, a dot or nothing between them; none where that could be read in
    several ways."""
    pairs = {
        (one, other)
        for match in _NEXT_IN_A_ROW.finditer(text)
        if (one := to_e164(text[: match.start()])) and (other := to_e164(text[match.end() :]))
    }
    return pairs.pop() if len(pairs) == 1 else ()


def _phone_of_number(number: float) -> Phones:
    """A number cell has lost its leading zero, and its last digits where Excel rounded it."""
    if number == 0:
        return Phones(problem="phone_missing")
    if number != int(number) or number < 0:
        return Phones(problem="phone_invalid")
    digits = str(int(number))
    if re.search(r"0{5,}$", digits) or len(digits) > 15:
        return Phones(problem="phone_digits_lost")
    found = to_e164(digits)
    return Phones((found,)) if found else Phones(problem="phone_invalid")


def to_e164(text: str) -> str:
    """One number in E.164, for example `+6281234567890`; empty for what is no number."""
    digits = _NO_PHONE_SIGN.sub("", text.translate(_DIGIT_LOOKALIKES))
    digits = "+" + digits.replace("+", "") if digits.startswith("+") else digits.replace("+", "")
    digits = _ABROAD.sub("+", digits)
    digits = _TRUNK_KEPT.sub("+62", digits)
    if digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "+62" + digits
    elif digits.startswith("0"):
        digits = "+62" + digits[1:]
    if MOBILE.fullmatch(digits):
        return digits
    if digits.startswith("+628") or not re.fullmatch(r"\+[1-9]\d{7,14}", digits):
        return ""
    return digits if _is_fixed_line(digits) else ""


def _is_fixed_line(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, None))
    except phonenumbers.NumberParseException:
        return False
