"""The definition of readiness as data: headings with points, levels with their conditions.

Knows nothing of Django. A level is reached when its own conditions and those of every level below
it hold; from `ready_level` on the points must reach `ready_points` too.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """One of the six things judged, with the most points it gives and what they stand for."""

    code: str
    points: int
    name: str
    name_en: str
    guide: str
    guide_en: str


@dataclass(frozen=True)
class Condition:
    """A statement that an assessor ticks."""

    code: str
    text: str
    text_en: str


@dataclass(frozen=True)
class Level:
    """A level, from 1 up, with what must hold beside the levels below it."""

    number: int
    name: str
    name_en: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Definition:
    """One version of what readiness means. It applies from its day until the next version's."""

    version: str
    in_force_from: date
    ready_level: int
    ready_points: int
    headings: tuple[Heading, ...]
    levels: tuple[Level, ...]

    def highest_level(self, *, points: int, met: Collection[str]) -> int:
        """The highest level whose tests all hold; 0 where not even the first one's do."""
        reached = 0
        for level in self.levels:
            has_points = level.number < self.ready_level or points >= self.ready_points
            if not has_points or any(one.code not in met for one in level.conditions):
                break
            reached = level.number
        return reached


def read_definitions(text: str) -> tuple[Definition, ...]:
    """The versions of a TOML text, the earliest first. Raises KeyError or TypeError where wrong."""
    found = [
        Definition(
            version=entry["version"],
            in_force_from=entry["in_force_from"],
            ready_level=entry["ready_level"],
            ready_points=entry["ready_points"],
            headings=tuple(Heading(**heading) for heading in entry["heading"]),
            levels=tuple(_level(level) for level in entry["level"]),
        )
        for entry in tomllib.loads(text)["version"]
    ]
    return tuple(sorted(found, key=lambda definition: definition.in_force_from))


def _level(entry: dict[str, object]) -> Level:
    conditions = entry.pop("condition")
    return Level(**entry, conditions=tuple(Condition(**one) for one in conditions))  # type: ignore[arg-type, attr-defined]  # fields as the file has them
