"""Pieces from the lathe: teak vases, a burl jar."""

import numpy as np

import common as c

VASE = [
    (0, 0.01), (0.36, 0.0), (0.40, 0.02), (0.42, 0.07), (0.50, 0.30), (0.64, 0.70), (0.715, 1.05),
    (0.70, 1.30), (0.60, 1.58), (0.42, 1.83), (0.27, 2.02), (0.215, 2.20), (0.225, 2.40),
    (0.285, 2.54), (0.315, 2.58), (0.310, 2.605), (0.27, 2.595), (0.20, 2.50), (0.165, 2.30),
    (0.17, 2.0),
]  # fmt: skip
BUD = [
    (0, 0.01), (0.26, 0), (0.30, 0.02), (0.36, 0.12), (0.46, 0.32), (0.475, 0.46), (0.40, 0.62),
    (0.25, 0.72), (0.16, 0.78), (0.15, 0.84), (0.19, 0.90), (0.195, 0.915), (0.17, 0.915),
    (0.12, 0.86), (0.11, 0.7),
]  # fmt: skip
BOTTLE = [
    (0, 0.01), (0.30, 0), (0.34, 0.03), (0.37, 0.15), (0.42, 0.50), (0.43, 0.85), (0.38, 1.08),
    (0.24, 1.22), (0.13, 1.34), (0.105, 1.52), (0.11, 1.72), (0.15, 1.82), (0.155, 1.835),
    (0.13, 1.84), (0.085, 1.76), (0.08, 1.4),
]  # fmt: skip
JAR = [
    (0, 0.01), (0.52, 0.0), (0.57, 0.03), (0.58, 0.10), (0.53, 0.17), (0.60, 0.34), (0.80, 0.70),
    (0.97, 1.10), (1.02, 1.45), (0.96, 1.76), (0.78, 2.02), (0.55, 2.18), (0.44, 2.28), (0.42, 2.40),
    (0.47, 2.54), (0.57, 2.62), (0.60, 2.66), (0.585, 2.69), (0.53, 2.68), (0.42, 2.58), (0.34, 2.42),
    (0.36, 2.2), (0.45, 2.0),
]  # fmt: skip


def vases(close=False):
    """A tall vase with dry grass and a bud vase beside it."""
    tall = c.wood(
        "teak",
        angle=0.5,
        streaks=[(0.18, 0.13, (0.30, 0.20, 0.16), 0.85), (-0.62, 0.10, (0.45, 0.33, 0.28), 0.7)],
    )
    small = c.wood("teak2", angle=-0.4, seed=2.3, streaks=[(2.2, 0.2, (0.4, 0.3, 0.25), 0.6)])
    c.lathe("vase", VASE, tall, loc=(-0.12, 0, 0))
    c.lathe("bud", BUD, small, loc=(0.93, -0.42, 0))
    c.dry_stems((-0.12, 0, 2.1), [(-0.75, 0.1, 1.55), (-0.25, -0.15, 1.75), (0.55, 0.15, 1.25)])
    c.wall(2.2, (0.80, 0.74, 0.64), 0.30)
    c.plane("table", (30, 12), c.plaster("top", (0.70, 0.63, 0.53), 0.2), (0, -3.8, 0))
    c.world(0.28, (1.0, 0.93, 0.84))
    c.area((-4.2, -2.2, 3.2), 2.4, 330, (1, 0.91, 0.78), (0, 0, 1.2), 3.2)
    c.area((4.5, -2.5, 2.0), 3, 45, (1, 0.92, 0.82))
    c.sun((-2.0, -2.6, 1.75), 2.6, 1.6, window=(3.0, 3.9, 3, 4, 0.10), target=(0.2, 0, 1.65))
    if close:
        c.camera((1.5, -6.2, 2.6), (0.36, -0.2, 0.78), 88, 0.42, (0.93, -0.85, 0.5))
    else:
        c.camera((0.35, -8.2, 2.35), (0.10, 0, 1.62), 66, 0.42, (-0.1, -0.6, 1.2))
    return 0.02


def burl(name="burl", loc=(0.4, 1.3, 0.2)):
    """Wood from the swollen foot of a teak tree: wild figure, small voids."""
    g = c.Graph(name)
    v = g.coord(loc=loc)
    far = g.noise(v, 1.1, 4, 0.55, 0.9)
    eyes = g.node("TexVoronoi", {"feature": "F1"}, Vector=g.coord(src=v), Scale=2.3).outputs[0]
    bend = g.math("MULTIPLY_ADD", far, 2.6, g.math("MULTIPLY", eyes, 0.9))
    ring = g.noise(g.along(g.math("MULTIPLY", bend, 5.0)), 1.6, 5, 0.62)
    fine = g.noise(g.coord(src=v, scale=(30, 30, 12)), 1.0, 4, 0.6)
    f = g.math("MULTIPLY_ADD", g.math("SUBTRACT", fine, 0.5), 0.28, ring)
    f = g.math("MULTIPLY_ADD", g.math("SUBTRACT", far, 0.5), 0.5, f)
    colour = g.ramp(
        f,
        [
            (0.24, (0.045, 0.017, 0.006)),
            (0.42, (0.135, 0.056, 0.020)),
            (0.58, (0.24, 0.115, 0.042)),
            (0.80, (0.42, 0.235, 0.100)),
        ],
    )
    void = g.ramp(
        g.noise(g.coord(src=v, scale=(1, 1, 0.6)), 4.2, 3, 0.6, 0.8), [(0.26, 1.0), (0.31, 0.0)]
    )
    colour = g.mix(void, colour, (0.014, 0.006, 0.003))
    return g.finish(
        Base_Color=colour,
        Roughness=g.math("MULTIPLY_ADD", void, 0.4, 0.36),
        Normal=g.bump(g.math("MULTIPLY_ADD", void, -3.0, fine), 0.22, 0.02),
        Coat_Weight=0.18,
        Coat_Roughness=0.25,
    )


def burl_jar():
    """A large jar turned from burl, a small bowl beside it."""
    look = burl()
    profile = c.smooth_line(JAR, 5)
    steps, angle = 220, None
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)[:, None]
    r, z = profile[:, 0][None, :], profile[:, 1][None, :]
    out = 0.006 * np.sin(2 * angle + 0.4) + 0.003 * np.sin(3 * angle + 2 * z)
    points = np.stack(
        [(r + out * np.clip(r * 3, 0, 1)) * np.cos(angle), r * np.sin(angle), z + 0 * angle], -1
    )
    c.mesh("jar", points.reshape(-1, 3), c.grid_faces(steps, len(profile), True), look)
    bowl = [
        (0, 0.02), (0.17, 0.0), (0.19, 0.02), (0.20, 0.05), (0.30, 0.14), (0.37, 0.27), (0.385, 0.35),
        (0.375, 0.365), (0.355, 0.35), (0.33, 0.26), (0.22, 0.12), (0, 0.08),
    ]  # fmt: skip
    c.lathe("bowl", bowl, c.wood("teak", "X", 0.6, seed=3, rings=9), loc=(1.16, -0.95, 0))
    c.wall(2.1, (0.70, 0.66, 0.59), 0.25)
    c.planks(0.55, seed=4)
    c.daylight((0, 0, 1.25), rays=2.2)
    c.camera((0.3, -8.4, 2.5), (0.12, 0, 1.30), 66, 0.42, (0, -0.9, 1.3))
    return 0.08
