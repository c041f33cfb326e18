"""Crochet in thick cord: a shoulder bag with a teak leaf."""

import math

import numpy as np

import basket
import common as c


def yarn(name, colour, twist=26.0):
    """Three-ply cord: slanting grooves along the strip's length."""
    g = c.Graph(name)
    v = g.coord("UV")
    x, y, _ = g.xyz(v)
    ply = g.math("SINE", g.math("ADD", g.math("MULTIPLY", x, twist), g.math("MULTIPLY", y, 60.0)))
    fuzz = g.noise(g.coord(), 45, 3, 0.6)
    shade = g.mix(
        g.math("MULTIPLY_ADD", ply, 0.25, 0.5),
        tuple(t * 0.72 for t in colour),
        tuple(min(1, t * 1.12) for t in colour),
    )
    shade = g.mix(
        g.math("MULTIPLY", g.attribute("tint"), 0.18), shade, tuple(t * 0.6 for t in colour)
    )
    return g.finish(
        Base_Color=shade, Roughness=0.62, Normal=g.bump(g.math("MULTIPLY_ADD", fuzz, 0.5, ply), 0.35, 0.008),
        Sheen_Weight=0.25, Specular_IOR_Level=0.35,
    )  # fmt: skip


def leaf_at(u, v):
    """Whether a stitch at (u, v), each -1..1, belongs to the leaf: 0 no, 1 blade, 2 vein."""
    if -1.35 < v <= -0.82 and abs(u) < 0.075:
        return 2
    if not -1 < v < 1:
        return 0
    s = (v + 1) / 2
    half = 0.74 * math.sin(math.pi * s**0.85) ** 0.75 if 0.10 < s < 1 else 0
    if abs(u) < 0.075 and s < 0.94:
        return 2
    if abs(u) > half:
        return 0
    vein = (s * 5.2 - abs(u) * 1.2) % 1
    return 2 if vein < 0.16 and abs(u) < half * 0.75 else 1


CREAM, BROWN, OCHRE = (0.55, 0.45, 0.30), (0.23, 0.10, 0.045), (0.58, 0.40, 0.20)


def shoulder_bag(close=False, dyes=(CREAM, BROWN, OCHRE), seen_from=(1.5, -8.3, 2.5)):
    """Rows of crochet stitches round a soft bag, braided straps, a wooden button."""
    wide = lambda t: 0.98 + 0.13 * np.sin(np.pi * np.clip(t, 0, 1)) ** 0.8 - 0.08 * t  # noqa: E731
    deep = lambda t: 0.34 + 0.20 * np.sin(np.pi * np.clip(0.15 + 0.8 * t, 0, 1)) - 0.10 * t  # noqa: E731
    body = basket.Woven(basket.squared(wide, deep, 2.7), 0.10, 1.72, 2)
    around, rows = 84, 27
    base, motif, vein = c.Strips(1), c.Strips(2), c.Strips(3)
    for j in range(rows):
        for i in range(around):
            middle = (i + 0.5) / around
            # the front is at three quarters of a turn
            u = (middle - 0.75) * around / 8.6
            v = (j - rows * 0.52) / (rows * 0.38)
            kind = leaf_at(u, v) if abs(u) < 1.2 else 0
            group = (base, motif, vein)[kind]
            s = np.linspace(0, 1, 8)
            for side in (1, -1):
                turn = middle + side * (0.03 + 0.44 * np.sin(s * np.pi / 2) ** 0.9) / around
                t = (j + 1.18 * s - 0.12) / rows
                lift = 0.020 * np.sin(np.pi * (0.12 + 0.80 * s)) + 0.012 * (1 - s)
                path, normal = body.at(turn, t, lift)
                thick = 0.0172 * np.sin(np.pi * (0.18 + 0.66 * s)) ** 0.5
                group.add(path, normal, thick, thick, c.ROUND)
    cream, brown, moss = (yarn(name, dye) for name, dye in zip(("c", "b", "o"), dyes, strict=True))
    base.build("base", cream)
    motif.build("motif", brown)
    vein.build("vein", moss)
    turn, t = np.linspace(0, 1, 160, endpoint=False)[:, None], np.linspace(0, 1, 14)[None, :]
    points, _ = body.at(turn + 0 * t, t + 0 * turn, -0.012)
    lining = c.plain("lining", (0.20, 0.13, 0.075), 0.9)
    c.mesh("lining", points.reshape(-1, 3), c.grid_faces(160, 14, True), lining)
    c.mesh("bottom", points[:, 0] + (0, 0, 0.01), [list(range(160))], lining, False)
    # the rim and the foot: thick twisted rounds
    rim = c.Strips(4)
    turn = np.linspace(0, 1, 900, endpoint=False)
    for level, size in ((1.0, 0.028), (1.03, 0.030), (0.0, 0.028)):
        for k in range(2):
            phase = 2 * np.pi * (turn * 60 + k / 2)
            path, normal = body.at(
                turn, level + 0.010 * np.sin(phase), 0.012 + 0.016 * np.cos(phase)
            )
            rim.add(path, normal, size * 0.8, size * 0.8, c.ROUND, closed=True)
    # straps: three-strand braids
    for side in (-1, 1):
        y = side * 0.32
        line = c.smooth_line(
            [(-0.50, y * 1.15, 1.62), (-0.52, y, 2.00), (-0.44, y * 0.8, 2.45), (-0.20, y * 0.62, 2.80), (0, y * 0.58, 2.88),
             (0.20, y * 0.62, 2.80), (0.44, y * 0.8, 2.45), (0.52, y, 2.00), (0.50, y * 1.15, 1.62)],
            60,
        )  # fmt: skip
        s = np.linspace(0, 1, len(line))
        tangent = np.gradient(line, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
        flat = np.cross(tangent, (0, 1.0, 0))
        for k in range(3):
            phase = 2 * np.pi * (s * 24 + k / 3)
            path = (
                line
                + flat * (0.034 * np.sin(phase))[:, None]
                + np.array([0, 1.0, 0]) * (0.016 * np.sin(2 * phase))[:, None]
            )
            rim.add(path, (0, side, 0), 0.024, 0.024, c.ROUND)
    rim.build("rim", brown)
    teak = c.wood("button", "X", 0.4, seed=4)
    c.lathe(
        "button", [(0, 0), (0.10, 0), (0.125, 0.012), (0.13, 0.03), (0.12, 0.045), (0.08, 0.05), (0, 0.045)], teak,
        loc=(0.0, -0.395, 1.63), rot=(math.radians(88), 0, 0),
    )  # fmt: skip
    c.wall(1.5, (0.70, 0.69, 0.64), 0.22)
    c.planks(1.4, seed=4)
    c.daylight((0, 0, 1.3), 440, 40, 0.26, 2.2, (2.8, 3.7, 2, 3, 0.11))
    if close:
        c.camera((-1.2, -5.6, 2.2), (-0.02, -0.4, 1.02), 96, 0.6, (0, -0.58, 1.0))
    else:
        c.camera(seen_from, (0.0, 0, 1.38), 70, 0.5, (0.05, -0.5, 1.2))
    return 0.14
