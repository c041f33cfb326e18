"""A map of equal tiles: every place as easy to touch as the largest, roughly where it lies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Generic, TypeVar

T = TypeVar("T")

VOWELS = frozenset("aeiou")
# Where a syllable ends: before the last consonant that has a vowel after it (ng and ny are one).
SYLLABLE = re.compile(
    r"(?<=[aeiou])(?=(?:ng|ny|[^aeiou])[aeiou])|(?<=[aeiou][^aeiou])(?=[^aeiou][aeiou])"
)
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Point(Generic[T]):
    """A thing and where it lies, in degrees."""

    thing: T
    latitude: float
    longitude: float


def tile_rows(points: Sequence[Point[T]], *, columns: int = 8) -> list[list[T | None]]:
    """The things in rows from north to south, each row from west to east; None is an empty tile.

    Rows hold about equally many; within a row a thing stands in the column of its longitude, or
    in the nearest free one that keeps the order.
    """
    if not points:
        return []
    row_count = max(ceil(len(points) / columns), round(sqrt(len(points) * 0.85)))
    west = min(point.longitude for point in points)
    width = max(point.longitude for point in points) - west or 1.0
    northern_first = sorted(points, key=lambda point: -point.latitude)
    rows = []
    for number in range(row_count):
        start, end = (len(points) * step // row_count for step in (number, number + 1))
        row = sorted(northern_first[start:end], key=lambda point: point.longitude)
        wanted = [(point.longitude - west) / width * (columns - 1) for point in row]
        cells: list[T | None] = [None] * columns
        for point, column in zip(row, _spread(wanted, columns), strict=True):
            cells[column] = point.thing
        rows.append(cells)
    return rows


def _spread(wanted: Sequence[float], columns: int) -> list[int]:
    """Whole columns near the wanted ones, each used once and in the same order."""
    places: list[int] = []
    for index, place in enumerate(wanted):
        lowest = places[-1] + 1 if places else 0
        highest = columns - (len(wanted) - index)
        places.append(min(max(round(place), lowest), highest))
    return places


def short_name(name: str) -> str:
    """Three letters that stand for a place: Kasiman → Ksm, Malo → Mlo."""
    letters = [letter for letter in name if letter.isalpha()]
    tail = [letter for letter in letters[1:] if letter.lower() not in VOWELS]
    spare = [letter for letter in letters[1:] if letter.lower() in VOWELS]
    missing = max(0, 2 - len(tail))
    kept = (spare[len(spare) - missing :] if missing else []) if tail else spare[:2]
    return "".join([*letters[:1], *tail[:2], *kept])[:3].capitalize()


def breakable(name: str) -> str:
    """The name with soft hyphens in its middle, so that a long one fits a tile: Sumber·rejo."""
    places = [match.start() for match in SYLLABLE.finditer(name.lower())]
    inner = [place for place in places if 3 <= place <= len(name) - 4]
    if len(name) < 8 or not inner:
        return name
    middle = min(inner, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}{SOFT_HYPHEN}{name[middle:]}"
