"""Reads single cells as Indonesian offices write them: phones, dates, money, counts, words.

Every function is total: it takes any cell and returns what the cell says and the problems a
person should hear of, never raises, and never guesses where a reading would be invented.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import phonenumbers
from rapidfuzz.distance import OSA
from typing_extensions import TypeIs

from artisans.imports.reading import Cell, text_of

NOTHING = {
    "", "-", "--", "---", "–", "—", "_", "/", ".", "?", "x", "xx", "n/a", "na", "#n/a", "#ref!",
    "#value!", "#name?", "#div/0!", "nihil", "kosong", "tidak ada", "tdk ada", "blm ada",
    "belum ada", "belum", "tidak punya", "tdk punya", "belum punya", "blm punya", "null", "none",
    "0", "00", "tidak diketahui", "(kosong)", "lupa", "tidak tahu",
}  # fmt: skip


@lru_cache(maxsize=4096, typed=True)
def is_nothing(cell: Cell) -> bool:
    """Whether the cell is empty or says in one of the usual ways that there is nothing."""
    return text_of(cell).lower().strip(" .*:") in NOTHING


# No cell of a registry holds more; beyond it, floats lose digits anyway.
LARGEST_NUMBER = 10**18


def is_number(cell: Cell) -> TypeIs[int | float]:
    """Whether the cell holds a number that can be counted with."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return False
    return -LARGEST_NUMBER < cell < LARGEST_NUMBER


# Phones

MOBILE = re.compile(r"\+628[1-9]\d{7,10}")
_NUMBER = re.compile(r"\+?\(?\+?[\dOolI]{2,4}\)?(?:[\s.\-–—‑()]{0,3}[\dOolI])+")
_SCIENTIFIC = re.compile(r"^\s*\d(?:[.,]\d+)?\s*[eE]\+?0*\d{1,2}\s*$")


_BETWEEN_PHONES = re.compile(r"[;/,|&\n]|\bdan\b|\batau\b|\bor\b")
_NEXT_PHONE = re.compile(r"(?<=[\dOo])[\s)]+(?=(?:\+?\(?62|0[28])[\s\d.\-]{7,})")
_DIGIT_LOOKALIKES = str.maketrans("OolI", "0011")
_NO_PHONE_SIGN = re.compile(r"[^\d+]")


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
    if _SCIENTIFIC.match(text):
        return Phones(problem="phone_digits_lost")
    found: dict[str, None] = {}
    for part in _BETWEEN_PHONES.split(text):
        # One part may still hold two numbers apart by a space; a new one begins with 08 or 62.
        for piece in _NEXT_PHONE.split(part):
            for match in _NUMBER.finditer(piece.replace("\u2011", "-")):
                number = to_e164(match[0])
                if number:
                    found[number] = None
    if found:
        return Phones(tuple(found))
    joined = to_e164(re.sub(r"\D", "", text)) if re.search(r"\d{4}", text) else ""
    if joined and len(re.findall(r"\d", text)) <= 14:
        return Phones((joined,))
    return Phones(problem="phone_invalid")


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
    digits = re.sub(r"^00(?=62)", "+", digits)
    digits = re.sub(r"^\+?620(?=[2-9])", "+62", digits)
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


# Dates

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


def read_birth_place(cell: Cell) -> str:
    """The place before the date in «Bojonegoro, 12-03-1975»; empty where none is written."""
    if not isinstance(cell, str):
        return ""
    match = re.match(r"\s*([A-Za-z][A-Za-z .'-]{2,40}?)\s*(?:[,/]|\s(?=\d)|$)", text_of(cell))
    return match[1].strip() if match and not _month(match[1].split()[0]) else ""


@lru_cache(maxsize=4096, typed=True)
def read_year(cell: Cell, *, newest: int) -> int | None:
    """A year between 1900 and `newest`, from «2015», «Th. 2015», a date or a number."""
    if isinstance(cell, (datetime, date)):
        return cell.year if cell.year <= newest else None
    match = re.search(r"(?<!\d)(19\d{2}|20\d{2})(?!\d)", text_of(cell))
    return int(match[1]) if match and int(match[1]) <= newest else None


# Money

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
    if text.strip(" .*:") in NOTHING - {"0", "00"} or re.fullmatch(r"rp\.?\s*[-–—]?\s*(,-)?", text):
        return Money(problem="money_missing")
    # A debt or a slip, and no turnover; nobody can tell which from the list.
    if re.match(r"(?:rp\.?\s*)?(?:[-–−]\s*\d|\(\s*\d[\d.,\s]*\))", text):
        return Money(problem="money_unclear")
    monthly = bool(re.search(r"(/|per\s*|se)\s*(bln|bulan)\b", text))
    found = [(m[1], (m[2] or "").lower()) for m in _AMOUNT.finditer(text.replace("rp.", "rp "))]
    if not found:
        return Money(problem="money_unreadable")
    if len(found) > 1 or re.search(r"[<>≤≥]|kurang dari|lebih dari|di ?(atas|bawah)|s/d", text):
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


# Counts and words


@lru_cache(maxsize=4096, typed=True)
def read_count(cell: Cell) -> int | None:
    """A whole number of people from «3», «3 org», «3 orang»; None for nothing or nonsense."""
    if is_number(cell):
        return int(cell) if cell == int(cell) and 0 <= cell < 100_000 else None
    match = re.fullmatch(r"(\d{1,5})\s*(?:org|orang|pekerja|jiwa|tk)?\.?", text_of(cell).lower())
    return int(match[1]) if match else None


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
    return "" if _SCIENTIFIC.match(text) else re.sub(r"[\s.'`\"-]", "", text).split(":")[-1]


@dataclass(frozen=True)
class Code:
    """A business number or KBLI code of a cell, and what is wrong with it."""

    digits: str = ""
    problem: str = ""


def read_nib(cell: Cell) -> Code:
    """The 13 digits of an NIB; «proses» and the like count as not yet there."""
    digits = read_digits(cell)
    if re.fullmatch(r"\d{13}", digits) and len(set(digits)) > 1:
        return Code(digits)
    if is_number(cell) and len(digits) == 12:
        return Code("0" + digits)
    if is_nothing(cell) or not re.search(r"\d{4}", text_of(cell)):
        return Code()
    return Code(problem="nib_invalid")


def read_tax_number(cell: Cell) -> str:
    """The 15 or 16 digits of an NPWP, empty for anything else (also where a digit was lost)."""
    digits = read_digits(cell)
    if is_number(cell) and len(digits) == 14:
        digits = f"0{digits}"  # a spreadsheet's number has no leading zero
    is_whole = re.fullmatch(r"\d{15,16}", digits) and len(set(digits)) > 1
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
