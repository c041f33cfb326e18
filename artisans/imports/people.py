"""Persons in a list: national numbers, names and their titles, and how alike two names are."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from artisans.imports.reading import Cell, text_of
from artisans.imports.values import is_nothing

# First two digits of a NIK: the province codes in use.
PROVINCES = {
    *range(11, 20), 20, 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77),
    81, 82, *range(91, 98),
}  # fmt: skip


@dataclass(frozen=True)
class NationalNumber:
    """A NIK as a cell holds it; `digits` is empty unless all sixteen are there.

    Birth date and gender follow from the digits and are a suggestion only.
    """

    digits: str = ""
    problem: str = ""
    born_on: date | None = None
    gender: str = ""


def read_national_number(cell: Cell, *, newest: date) -> NationalNumber:
    """The NIK of a cell.

    Problems: `nik_missing`; `nik_digits_lost` (kept as a number, the sixteenth digit rounded
    away); `nik_invalid` (not sixteen digits); and, with the digits kept, `nik_unusual` (no such
    province or no such day: worth a look, but offices have issued such numbers).
    """
    if is_nothing(cell):
        return NationalNumber(problem="nik_missing")
    if isinstance(cell, float) and not cell.is_integer():
        return NationalNumber(problem="nik_invalid")
    text = text_of(cell)
    if _ROUNDED.search(text):
        return NationalNumber(problem="nik_digits_lost")
    digits = text if text.isdecimal() else _NIK_BEFORE.sub("", _BETWEEN_DIGITS.sub("", text))
    if not _DIGIT.search(digits):
        return NationalNumber(problem="nik_missing" if len(digits) > 4 else "nik_invalid")
    if len(digits) != 16 or not digits.isdecimal() or len(set(digits)) == 1:
        return NationalNumber(problem="nik_invalid")
    # Excel keeps fifteen digits of a number, so that the sixteenth of a NIK becomes a zero.
    if isinstance(cell, (int, float)) and digits.endswith("0"):
        return NationalNumber(problem="nik_digits_lost")
    born_on, gender = _born(digits, newest)
    usual = born_on is not None and int(digits[:2]) in PROVINCES
    return NationalNumber(digits, "" if usual else "nik_unusual", born_on, gender)


_ROUNDED = re.compile(r"\d[.,]?\d*[eE]\+?\d")
_BETWEEN_DIGITS = re.compile(r"[\s.\-'’‘`\"]")
_NIK_BEFORE = re.compile(r"(?i)^nik:?")
_DIGIT = re.compile(r"\d")


def _born(digits: str, newest: date) -> tuple[date | None, str]:
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    gender = "P" if day > 40 else "L"
    year += newest.year // 100 * 100
    if year > newest.year - 12:
        year -= 100
    try:
        return date(year, month, day - 40 if day > 40 else day), gender
    except ValueError:
        return None, ""


# Names

_WOMEN = frozenset(
    ["hj", "hjh", "bu", "ibu", "ny", "nyonya", "sdri", "mbak", "mbok", "nyi", "hajjah", "nn"]
)
_MEN = frozenset(
    ["h", "haji", "pak", "bpk", "bapak", "bp", "tn", "tuan", "sdr", "mas", "kh", "ki", "kang"]
)
_TITLES = (
    _WOMEN
    | _MEN
    | frozenset(["drs", "dra", "ir", "dr", "prof", "mbah", "ust", "ustadz", "ustad", "alm"])
)
_DEGREE = re.compile(
    r"""(?ix)(?:^|[\s,])
    (?:s\.?\s?(?:pd|e|h|t|p|sos|kom|ag|ip|si|kep|farm|sn|pt|hut|psi|km|gz|hum|i\.?kom)
    |m\.?\s?(?:pd|m|si|h|kom|ag|t|kes|ak|sn)
    |a\.?\s?ma?\.?\s?d(?:\.?\s?keb)?(?:\.?\s?pd)?
    |ba|bba|mba|ph\.?d|amd|spd|sp\.?d|d\.?[1-4])
    \.?(?:\s?\.?i\.?)?(?=$|[\s,.])"""
)
_SPELLINGS = (
    (
        re.compile(
            r"\b(mo[ch]*[ah]*m+[ae]d|mu[ch]*[ah]*m+[ae]d|mo[ch]h?|mu?h|muhd|mochammad|md)\b"
        ),
        "muhamad",
    ),
    (re.compile(r"\ba(c?h|k?h)m+[ae]d\b"), "ahmad"),
    (re.compile(r"\babd\b"), "abdul"),
    (re.compile(r"\bst\b|\bsitti\b"), "siti"),
)
_FOLDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "h"), ("kh", "h"),
    ("sh", "s"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("v", "f"), ("q", "k"), ("x", "ks"),
    ("z", "s"), ("ie", "i"), ("y", "i"), ("w", "u"),
)  # fmt: skip


_BRACKETS = re.compile(r"\([^)]*\)")
_ALIAS = re.compile(r"(?<=\w)\s+(?:alias|als\.?|al\.|a\.?k\.?a\.?)\s.*")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_DOUBLED = re.compile(r"(\S)\1+")


@lru_cache(maxsize=50_000)
def bare_name(name: str) -> str:
    """The name without titles before it and degrees after it, in lower case."""
    text = name.lower().replace("’", "'").replace("`", "'")
    # What somebody is also called stands behind the name by which the list knows them.
    text = _ALIAS.sub("", _BRACKETS.sub(" ", text))
    head, _, tail = text.partition(",")
    # After a comma stand degrees or, in lists sorted by surname, nothing that matters here.
    text = head if head.strip() else tail
    text = _DEGREE.sub(" ", f" {text} ")
    words = _NAME_WORD.findall(text)
    while len(words) > 1 and words[0] in _TITLES:
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """A form in which spellings of one name agree: Soedjono is Sujono, Moh. is Muhammad.

    For comparing only; names are kept and shown as their owners write them.
    """
    text = bare_name(name).replace("'", "")
    for pattern, plain in _SPELLINGS:
        text = pattern.sub(plain, text)
    for old, new in _FOLDS:
        text = text.replace(old, new)
    return _DOUBLED.sub(r"\1", text)


def gender_of_title(name: str) -> str:
    """`L` or `P` from the title before the name (Pak, H., Bu, Hj.), or empty."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    while words and words[0] in _TITLES:
        word = words.pop(0)
        if word in _WOMEN:
            return "P"
        if word in _MEN:
            return "L"
    return ""


def without_title(name: str) -> str:
    """The name as people write it, without «Bu», «Pak», «Bpk.» and the like before it.

    H. and Hj. stay: they belong to the name as it is used. All capitals become title case.
    """
    text = text_of(name).strip(" .,;-")
    text = re.sub(
        r"(?i)^(?:(?:bu|ibu|pak|bpk|bapak|sdri?|ny|tn|mbak|mas)\b\.?\s+)+(?=\S)", "", text
    )
    if text.isupper() or text.islower():
        text = capitalise(text)
    return text


def capitalise(text: str) -> str:
    """Title case that keeps degrees and initials: «SUKO WATI, S.PD» is «Suko Wati, S.Pd»."""
    words = []
    for word in text.split():
        if re.fullmatch(
            r"(?i)s\.?e\.?|s\.?h\.?|s\.?t\.?|m\.?m\.?|cv\.?|ud\.?|pt\.?|kub|ikm|ukm",
            word.strip(","),
        ):
            words.append(word.upper())
        else:
            words.append(re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word.lower()))
    return " ".join(words)


# Djubaedah is folded to Jubaedah, but her initial may still be D.
_INITIALS = {"d": "j", "t": "c"}


@lru_cache(maxsize=200_000)
def name_likeness(first: str, second: str) -> float:
    """0–1: how sure it is that two folded names are one person's, the names alone considered.

    1 for the same words in any order; a shortened name («Grace» for «Grace Ermawati») and
    initials count less; every word that stands against another lowers it much.
    """
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    short, long = sorted((first.split(), second.split()), key=len)
    if sorted(short) == sorted(long):
        return 1.0
    left, scores = list(long), []
    for word in short:
        best = max(left, key=lambda other: _word_likeness(word, other))
        scores.append(_word_likeness(word, best))
        left.remove(best)
    likeness = min(scores) * 0.6 + sum(scores) / len(scores) * 0.4
    if left:
        # Words only one of them has: likelier an abbreviation the more words agree.
        likeness = min(likeness, 0.8 if len(short) > 1 else 0.7)
    joined = ratio(first.replace(" ", ""), second.replace(" ", "")) / 100
    return max(likeness, joined if joined >= 0.92 else 0.0)


def _word_likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return 0.85 if _INITIALS.get(word[0], word[0]) == _INITIALS.get(other[0], other[0]) else 0.0
    distance = OSA.distance(word, other)
    if distance == 1 and min(len(word), len(other)) >= 4:
        return 0.92
    if distance == 2 and min(len(word), len(other)) >= 7:
        return 0.88
    return max(0.0, 1 - distance / max(len(word), len(other))) * 0.8
