"""A model motorcycle put together from turned and bent pieces of teak."""

import math

import numpy as np

import common as c

WHEEL = 0.50
FRONT, REAR = -1.02, 0.92


def wheel(x, tyre, spoke, hub):
    """A turned tyre with twelve spokes and a turned hub."""
    upright = (math.radians(90), 0, 0)
    loop = [(0.36, -0.07), (0.43, -0.105), (0.485, -0.085), (WHEEL, -0.03), (WHEEL, 0.03), (0.485, 0.085), (0.43, 0.105),
            (0.36, 0.07), (0.345, 0.0), (0.36, -0.07)]  # fmt: skip
    c.lathe("tyre", loop, tyre, loc=(x, 0, WHEEL), rot=upright)
    c.lathe(
        "hub", [(0, -0.13), (0.05, -0.13), (0.09, -0.10), (0.075, -0.04), (0.075, 0.04), (0.09, 0.10), (0.05, 0.13), (0, 0.13)], hub,
        loc=(x, 0, WHEEL), rot=upright,
    )  # fmt: skip
    for k in range(12):
        a = 2 * math.pi * k / 12
        ends = [(x + r * math.cos(a), 0, WHEEL + r * math.sin(a)) for r in (0.06, 0.36)]
        c.curve("spoke", ends, 0.011, spoke)


def guard(x, first, last, look):
    """A mudguard: a bent strip over a wheel, from one angle to another in degrees."""
    a = np.radians(np.linspace(first, last, 60))[:, None]
    s = np.linspace(-1, 1, 17)[None, :]
    r = WHEEL + 0.075 - 0.05 * s**4
    points = np.stack([x + r * np.cos(a), 0.125 * s + 0 * a, WHEEL + r * np.sin(a)], -1)
    thing = c.mesh("guard", points.reshape(-1, 3), c.grid_faces(60, 17), look)
    thick = thing.modifiers.new("thick", "SOLIDIFY")
    thick.thickness = 0.025


def cylinder(lean, look, cap):
    """One finned cylinder of the engine."""
    fins = []
    for k in range(9):
        z = 0.04 * k
        fins += [(0.085, z), (0.135, z + 0.008), (0.135, z + 0.020), (0.085, z + 0.028)]
    foot = (-0.02 + 0.05 * math.sin(lean), 0, 0.60)
    c.lathe("fins", [(0, 0), *fins, (0, 0.37)], look, loc=foot, rot=(0, lean, 0), levels=1)
    top = (foot[0] + 0.37 * math.sin(lean), 0, 0.60 + 0.37 * math.cos(lean))
    c.lathe(
        "cap", [(0, 0), (0.10, 0), (0.11, 0.02), (0.09, 0.06), (0, 0.07)], cap,
        loc=top, rot=(0, lean, 0),
    )  # fmt: skip


def motorcycle():
    """A big motorcycle in two tones of teak, seen from its side."""
    pale = c.wood("pale", "X", 0.5, seed=2.0)
    light = c.wood(
        "light", "Z", 0.5, (0.16, 0.08, 0.03), (0.33, 0.18, 0.075), (0.50, 0.31, 0.14), seed=5
    )
    dark = c.wood(
        "dark", "X", 0.5, (0.03, 0.012, 0.006), (0.075, 0.032, 0.014), (0.14, 0.065, 0.028), seed=8
    )
    for x in (FRONT, REAR):
        wheel(x, dark, light, pale)
    guard(FRONT, 35, 150, pale)
    guard(REAR, 20, 165, pale)
    # the frame: backbone, down tubes and swing arms
    head = (-0.63, 0, 1.16)
    for y in (-0.07, 0.07):
        line = [
            head,
            (-0.52, y, 0.85),
            (-0.38, y, 0.42),
            (0.20, y, 0.36),
            (0.45, y, 0.55),
            (0.55, y, 0.92),
        ]
        c.curve("tube", c.smooth_line(line, 14), 0.028, dark)
        c.curve("arm", [(0.30, y * 1.5, 0.50), (REAR, y * 1.7, WHEEL)], 0.030, dark)
        c.curve(
            "shock", [(0.52, y * 1.9, 0.95), (REAR - 0.06, y * 1.9, WHEEL + 0.05)], 0.034, light
        )
        c.curve("fork", [(-0.64, y * 1.6, 1.26), (FRONT, y * 1.6, WHEEL)], 0.034, light)
        c.curve("fork foot", [(-0.86, y * 1.6, 0.80), (FRONT, y * 1.6, WHEEL)], 0.046, pale)
        bar = [
            (-0.62, y, 1.27),
            (-0.56, y * 3.0, 1.42),
            (-0.44, y * 5.4, 1.42),
            (-0.30, y * 6.2, 1.36),
        ]
        c.curve("bar", c.smooth_line(bar, 10), 0.022, dark)
        c.curve("grip", [(-0.42, y * 5.6, 1.415), (-0.28, y * 6.3, 1.35)], 0.036, pale)
    c.curve("spine", c.smooth_line([head, (0.0, 0, 1.08), (0.55, 0, 0.92)], 14), 0.034, dark)
    # engine, its crankcase turned, two cylinders
    c.lathe(
        "case", [(0, -0.15), (0.17, -0.15), (0.20, -0.11), (0.20, 0.11), (0.17, 0.15), (0, 0.15)], pale,
        loc=(-0.02, 0, 0.52), rot=(math.radians(90), 0, 0),
    )  # fmt: skip
    c.lathe(
        "gear", [(0, -0.16), (0.12, -0.16), (0.14, -0.12), (0.14, 0.12), (0.12, 0.16), (0, 0.16)], light,
        loc=(0.26, 0, 0.50), rot=(math.radians(90), 0, 0),
    )  # fmt: skip
    for lean in (-0.42, 0.42):
        cylinder(lean, light, dark)
    # tank, seat, tail, lamp
    c.ball("tank", 1.0, pale, (-0.24, 0, 1.17), (0.40, 0.185, 0.165), (0, 0.10, 0))
    c.lathe("lid", [(0, 0), (0.05, 0), (0.055, 0.02), (0, 0.03)], dark, loc=(-0.28, 0, 1.33))
    c.ball("seat", 1.0, dark, (0.40, 0, 1.03), (0.34, 0.165, 0.075), (0, 0.10, 0))
    c.ball("pillion", 1.0, dark, (0.80, 0, 1.13), (0.20, 0.13, 0.065), (0, -0.18, 0))
    c.ball("tail", 1.0, light, (1.36, 0, 0.98), (0.07, 0.07, 0.05))
    c.lathe(
        "lamp", [(0, 0.0), (0.06, 0.01), (0.12, 0.08), (0.14, 0.17), (0.145, 0.19), (0.12, 0.19), (0, 0.165)], pale,
        loc=(-0.72, 0, 1.13), rot=(0, math.radians(-90), 0),
    )  # fmt: skip
    # two pipes run back along the near side
    for z, far in ((0.34, 1.18), (0.46, 1.02)):
        pipe = c.smooth_line(
            [
                (-0.16, -0.14, 0.72),
                (-0.26, -0.19, 0.50),
                (-0.10, -0.21, z),
                (0.40, -0.21, z),
                (far, -0.21, z + 0.05),
            ],
            16,
        )
        radii = np.interp(
            np.linspace(0, 1, len(pipe)), [0, 0.5, 0.6, 0.95, 1], [0.7, 0.7, 1.25, 1.35, 1.0]
        )
        c.curve("pipe", pipe, 0.040, light, radii)
    c.curve("stand", [(0.10, -0.12, 0.38), (0.20, -0.34, 0.02)], 0.022, dark)
    c.wall(1.7, (0.73, 0.69, 0.61), 0.22)
    c.planks(1.6, seed=5)
    c.daylight((0, 0, 0.9), 430, 38, 0.26, 2.1, (2.8, 3.6, 2, 3, 0.11))
    c.camera((-2.4, -7.4, 2.6), (0.02, 0, 0.72), 66, 0.5, (-0.1, -0.3, 0.8))
    return 0.14
