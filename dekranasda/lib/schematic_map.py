"""A schematic map: a mosaic of hexagons, each given to the area of the nearest known point.

No boundary file is needed, so any council's map is drawn from the points of its villages; for the
same reason it shows roughly where an area lies, never where its boundary runs.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from statistics import median
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
Corner = tuple[int, int]

WIDTH = 960
COLUMNS = 46
#: Hexagons further from every point than this many of the usual distances belong to nobody.
REACH = 2.4
# The corners of a hexagon that stands on its tip, around its middle, in halves of its size.
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))


@dataclass(frozen=True)
class Area(Generic[T]):
    """One area: its outline for the `d` of an SVG path, and where its words stand."""

    thing: T
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Mosaic(Generic[T]):
    """A map with its measures."""

    width: int
    height: int
    areas: list[Area[T]]


def mosaic(points: Sequence[tuple[T, float, float]]) -> Mosaic[T] | None:
    """The areas of `(thing, latitude, longitude)`; None for fewer than three points."""
    if len(points) < 3:
        return None
    placed, height, step = _placed(points)
    usual = median(_nearest(x, y, placed, skip=index)[0] for index, (_, x, y) in enumerate(placed))
    limit = (REACH * sqrt(usual)) ** 2
    cells: dict[T, list[tuple[int, int]]] = defaultdict(list)
    for row in range(-1, int(height / (step * sqrt(3) / 2)) + 3):
        for column in range(-1, COLUMNS + 2):
            x, y = _middle(row, column, step)
            distance, thing = _nearest(x, y, placed)
            if distance <= limit:
                cells[thing].append((row, column))
    areas = [_area(thing, found, step) for thing, found in cells.items()]
    return Mosaic(WIDTH, round(height), areas)


def _placed(
    points: Sequence[tuple[T, float, float]],
) -> tuple[list[tuple[T, float, float]], float, float]:
    """The points in the drawing's units with a margin, its height, and a hexagon's width."""
    north = max(latitude for _, latitude, _ in points)
    south = min(latitude for _, latitude, _ in points)
    west = min(longitude for _, _, longitude in points)
    east = max(longitude for _, _, longitude in points)
    step = WIDTH / COLUMNS
    margin = 2.6 * step
    narrowing = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * margin) / ((east - west) * narrowing or 1)
    placed = [
        (
            thing,
            margin + (longitude - west) * narrowing * scale,
            margin + (north - latitude) * scale,
        )
        for thing, latitude, longitude in points
    ]
    return placed, 2 * margin + (north - south) * scale, step


def _middle(row: int, column: int, step: float) -> tuple[float, float]:
    return (column + (row % 2) / 2) * step, row * step * sqrt(3) / 2


def _nearest(
    x: float, y: float, placed: Sequence[tuple[T, float, float]], skip: int = -1
) -> tuple[float, T]:
    """The squared distance to the nearest point, and whose it is."""
    best, owner = float("inf"), placed[0][0]
    for index, (thing, other_x, other_y) in enumerate(placed):
        distance = (x - other_x) ** 2 + (y - other_y) ** 2
        if distance < best and index != skip:
            best, owner = distance, thing
    return best, owner


def _area(thing: T, cells: list[tuple[int, int]], step: float) -> Area[T]:
    middles = [_middle(row, column, step) for row, column in cells]
    x = sum(middle[0] for middle in middles) / len(middles)
    y = sum(middle[1] for middle in middles) / len(middles)
    # Words stand on a hexagon of the area itself, also where its middle lies outside.
    words = min(middles, key=lambda middle: (middle[0] - x) ** 2 + (middle[1] - y) ** 2)
    rings = _rings([_corners(row, column, step) for row, column in cells])
    path = "".join(_written(ring) for ring in rings)
    return Area(thing, path, round(words[0]), round(words[1]))


def _corners(row: int, column: int, step: float) -> list[Corner]:
    """A hexagon's corners; equal for neighbours, since they are counted in whole steps."""
    across, down = 2 * column + row % 2, 3 * row
    half, part = step / 2, step / (2 * sqrt(3))
    return [(round((across + dx) * half), round((down + dy) * part)) for dx, dy in CORNERS]


def _rings(hexagons: list[list[Corner]]) -> list[list[Corner]]:
    """The outlines around the hexagons: their edges without those that two of them share."""
    edges: set[tuple[Corner, Corner]] = set()
    for corners in hexagons:
        for edge in zip(corners, [*corners[1:], corners[0]], strict=True):
            back = (edge[1], edge[0])
            if back in edges:
                edges.remove(back)
            else:
                edges.add(edge)
    following = dict(sorted(edges))
    rings = []
    while following:
        start, here = following.popitem()
        ring = [start]
        while here != start:
            ring.append(here)
            here = following.pop(here)
        rings.append(ring)
    return rings


def _written(ring: list[Corner]) -> str:
    """`M10 20l3 4…z`: the first corner, then each as the way from the one before."""
    start, *others = ring
    steps, before = [], start
    for corner in others:
        steps.append(f"{corner[0] - before[0]} {corner[1] - before[1]}")
        before = corner
    return f"M{start[0]} {start[1]}l{' '.join(steps)}z"
