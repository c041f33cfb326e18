"""The teak-leaf cloth: a small SVG drawn from a seed, for pictures nobody has taken yet.

The same seed always gives the same cloth, so each maker keeps theirs. It is decoration: every
drawing is hidden from screen readers and none of it carries meaning.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

#: One leaf, 48 by 72, drawn as lines: rib, edge and five pairs of veins.
LEAF = (
    "M24 70V9M24 63C11 60 3 48 4 34C5 20 15 9 24 2C33 9 43 20 44 34C45 48 37 60 24 63Z"
    "M24 55Q16.5 53 11 46M24 55Q31.5 53 37 46M24 46Q14.25 44 6.5 36M24 46Q33.75 44 41.5 36"
    "M24 37Q14 35 6 26M24 37Q34 35 42 26M24 28Q15.75 26 9.5 17M24 28Q32.25 26 38.5 17"
    "M24 20Q18.25 18 14.5 11M24 20Q29.75 18 33.5 11"
)
#: Grounds of the cloth; their colours stand in static/css/components/motif.css.
CLOTHS = ("red", "leaf", "wood", "indigo")


@dataclass(frozen=True)
class Cloth:
    """What a seed decides: name, colours, tile and drawing; lengths in its units, degrees."""

    name: str
    ground: str
    scale: float
    turn: int
    tile_width: int
    tile_height: int
    drawing: str


def cloth(seed: str) -> Cloth:
    """The cloth of a seed; equal seeds give equal cloths on every machine and in every year."""
    digest = hashlib.blake2b(seed.encode(), digest_size=8).digest()
    layout = LAYOUTS[digest[0] % len(LAYOUTS)]
    width, height, drawing = layout(digest)
    return Cloth(
        name=digest[:5].hex(),
        ground=CLOTHS[digest[1] % len(CLOTHS)],
        scale=0.55 + digest[2] % 5 * 0.09,
        turn=(-30, -15, 0, 0, 15, 30, 45, 90)[digest[3] % 8],
        tile_width=width,
        tile_height=height,
        drawing=drawing,
    )


def _leaf(x: float, y: float, turn: int = 0, size: float = 1.0) -> str:
    """A leaf whose middle lies at (x, y)."""
    grow = f" scale({size:g})" if size != 1 else ""
    place = f"translate({x:g} {y:g}) rotate({turn}){grow} translate(-24 -36)"
    return f'<path d="{LEAF}" transform="{place}"/>'


def _dot(x: float, y: float, radius: float = 2.2) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="currentColor" stroke="none"/>'


def _rows(digest: bytes) -> tuple[int, int, str]:
    """Standing leaves in shifted rows, dots in a file between them."""
    dots = "".join(_dot(30, 26 + step * 10) for step in range(2 + digest[4] % 4))
    flip = 180 if digest[5] % 2 else 0
    return 120, 132, _leaf(60, 33) + _leaf(0, 99, flip) + _leaf(120, 99, flip) + dots


def _slope(digest: bytes) -> tuple[int, int, str]:
    """Leaves falling down a slope, as the blades of a parang do."""
    lean = 40 + digest[4] % 3 * 10
    dots = _dot(48, 12) + _dot(48, 60, 1.6)
    return 96, 72, _leaf(24, 36, lean, 0.9) + _leaf(72, 36, lean, 0.55) + dots


def _rosette(digest: bytes) -> tuple[int, int, str]:
    """Leaves around a melati flower, filling a square."""
    count = (4, 4, 6, 8)[digest[4] % 4]
    size = {4: 0.82, 6: 0.68, 8: 0.56}[count]
    reach = 36
    petals = []
    for index in range(count):
        turn = 360 * index // count
        petals.append(f'<g transform="rotate({turn} 72 72)">{_leaf(72, 72 - reach, 0, size)}</g>')
    corner = "".join(_dot(x, y, 3) for x in (0, 144) for y in (0, 144))
    return 144, 144, "".join(petals) + _dot(72, 72, 4.5) + corner


def _scatter(digest: bytes) -> tuple[int, int, str]:
    """Leaves as they fall: no two turned alike."""
    places = ((26, 40, 1.0), (100, 28, 0.8), (64, 112, 0.9), (128, 104, 0.7))
    leaves = [
        _leaf(x, y, digest[index] * 7 % 360, size)
        for index, (x, y, size) in enumerate(places, start=2)
    ]
    dots = [_dot(64, 60), _dot(74, 66), _dot(60, 72), _dot(16, 120), _dot(146, 62)]
    return 156, 148, "".join(leaves + dots)


LAYOUTS: tuple[Callable[[bytes], tuple[int, int, str]], ...] = (_rows, _slope, _rosette, _scatter)
