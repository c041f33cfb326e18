"""Terracotta of Rendeng: jars with leaves pressed on, mortars, pots to paint."""

import math

import numpy as np

import common as c

JAR = [
    (0.02, 0.0), (0.46, 0.0), (0.52, 0.03), (0.60, 0.22), (0.80, 0.62), (0.93, 1.02), (0.93, 1.32),
    (0.80, 1.62), (0.55, 1.84), (0.40, 1.94), (0.37, 2.06), (0.40, 2.20), (0.50, 2.30),
    (0.555, 2.335), (0.56, 2.37), (0.52, 2.39), (0.45, 2.36), (0.36, 2.24), (0.31, 2.06),
    (0.33, 1.90),
]  # fmt: skip
TALL = [
    (0.02, 0.0), (0.42, 0.0), (0.47, 0.03), (0.50, 0.16), (0.60, 0.55), (0.70, 1.00), (0.73, 1.40),
    (0.66, 1.75), (0.48, 2.02), (0.36, 2.18), (0.335, 2.36), (0.37, 2.52), (0.45, 2.62),
    (0.475, 2.65), (0.46, 2.68), (0.40, 2.66), (0.31, 2.52), (0.27, 2.34), (0.29, 2.18),
]  # fmt: skip
CUP = [
    (0, 0.0), (0.20, 0.0), (0.23, 0.02), (0.29, 0.12), (0.33, 0.28), (0.345, 0.40), (0.335, 0.42),
    (0.315, 0.40), (0.29, 0.25), (0.22, 0.08), (0, 0.05),
]  # fmt: skip


class Thrown:
    """A thrown pot as a grid, to which reliefs are added before it is built."""

    def __init__(self, profile, around=1100, per=34, outside=13):
        self.profile = c.smooth_line(profile, per)
        self.around = around
        self.angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
        self.r = self.profile[:, 0][None, :]
        self.z = self.profile[:, 1][None, :]
        self.belly = float(self.profile[:, 0].max())
        self.girth = 2 * np.pi * self.belly
        self.x = self.angle * self.belly
        self.height = np.zeros((around, len(self.profile)))
        self.outer = (np.arange(len(self.profile)) < per * outside)[None, :]

    def raise_by(self, relief):
        self.height = np.maximum(self.height, relief)

    def leaf(self, cx, cz, turn, length, width, high):
        """A teak leaf: broad, pointed, with a raised midrib and veins."""
        dx = (self.x - cx + self.girth / 2) % self.girth - self.girth / 2
        dz = self.z - cz
        u = (dx * math.cos(turn) + dz * math.sin(turn)) / length
        v = (-dx * math.sin(turn) + dz * math.cos(turn)) / width
        inside = (u > 0) & (u < 1)
        u = np.clip(u, 0.0001, 0.9999)
        half = np.sin(np.pi * u**0.85) ** 0.75 * (1 + 0.05 * np.sin(u * 26))
        edge = 1 - np.abs(v) / np.maximum(half, 1e-3)
        soft = np.clip(edge / 0.16, 0, 1)
        soft = soft * soft * (3 - 2 * soft)
        rib = np.exp(-((v * width / 0.012) ** 2))
        wave = np.abs(((u * 7.5 - np.abs(v) * 1.5) % 1) - 0.5)
        vein = np.exp(-(((0.5 - wave) / 0.09) ** 2)) * np.clip(edge * 3, 0, 1)
        cup = 0.55 + 0.45 * np.clip(np.abs(v), 0, 1)
        body = soft * cup + 0.35 * rib * soft + 0.22 * vein * soft * (edge < 0.97)
        self.raise_by(np.where(inside, high * body, 0))

    def band(self, z, wide, high):
        self.raise_by(
            high * np.exp(-(((self.z - z) / wide) ** 2)) * (1 + 0.15 * np.sin(self.x * 9))
        )

    def build(self, look, rings=1.0, **place):
        """The finished pot, with throwing rings and the wobble of the hand."""
        height = self.height * self.outer
        a, r, z = self.angle, self.r, self.z
        wobble = 0.010 * np.sin(2 * a + 0.7) + 0.006 * np.sin(3 * a + z * 2.0)
        wobble = wobble + rings * (0.0018 * np.sin(z * 95 + a) + 0.004 * np.sin(z * 23 + 1))
        slope = np.gradient(self.profile, axis=0)
        nx, nz = slope[:, 1], -slope[:, 0]
        size = np.hypot(nx, nz) + 1e-9
        out = r + (nx / size)[None, :] * height + wobble * np.clip(r * 3, 0, 1)
        up = z + (nz / size)[None, :] * height
        points = np.stack([out * np.cos(a), out * np.sin(a), up + 0 * a], -1).reshape(-1, 3)
        faces = c.grid_faces(self.around, len(self.profile), True)
        relief = {"relief": np.clip(height / 0.03, 0, 1).reshape(-1)}
        return c.mesh("pot", points, faces, look, attributes=relief, **place)


def leaf_jar(close=False):
    """A jar with a running vine of teak leaves, a cup beside it."""
    pot = Thrown(JAR)
    middle, count = 1.16, 7
    vine = middle + 0.10 * np.sin(pot.x / pot.girth * 2 * np.pi * count)
    pot.raise_by(0.018 * np.exp(-(((pot.z - vine) / 0.020) ** 2)))
    for k in range(count * 2):
        cx = pot.girth * (k + 0.5) / (count * 2)
        up = 1 if k % 2 == 0 else -1
        z = middle + 0.10 * math.sin(cx / pot.girth * 2 * math.pi * count)
        pot.leaf(cx - 0.02, z, math.radians(62 * up), 0.36, 0.125, 0.032)
        pot.leaf(cx + 0.13, z - up * 0.05, math.radians(-48 * up), 0.19, 0.060, 0.022)
    for band in (
        (1.60, 0.014, 0.020),
        (0.70, 0.014, 0.020),
        (1.655, 0.008, 0.012),
        (1.965, 0.016, 0.02),
    ):
        pot.band(*band)
    rope = 0.008 * np.clip(np.sin(pot.x * 38 + (pot.z - 1.72) * 60), 0, 1)
    pot.height = pot.height - np.where(np.abs(pot.z - 1.72) < 0.035, rope, 0)
    look = c.clay()
    pot.build(look)
    c.lathe("cup", CUP, look, loc=(1.05, -0.75, 0))
    c.wall(2.0, (0.66, 0.62, 0.54), 0.28, 0.10)
    c.planks(1.3)
    c.daylight((0, 0, 1.1), 420, 28, 0.22, 1.9)
    if close:
        c.camera((-0.9, -5.6, 2.4), (0.0, -0.2, 1.32), 92, 0.42, (-0.05, -0.95, 1.3))
    else:
        c.camera((0.3, -8.2, 2.55), (0.16, 0, 1.14), 70, 0.42, (0, -0.9, 1.1))
    return 0.12


def brush(strips_handle, strips_hair, base, tip, thick=0.045):
    """A paint brush from the end of its handle to its tip."""
    base, tip = np.asarray(base, float), np.asarray(tip, float)
    t = np.linspace(0, 1, 24)[:, None]
    shape = np.interp(t[:, 0], [0, 0.15, 0.6, 0.82], [0.35, 0.7, 1.0, 0.8]) * thick
    handle = base + (tip - base) * t * 0.82
    strips_handle.add(handle, (0.1, 0.2, 1), shape, shape, c.ROUND)
    hair = base + (tip - base) * (0.82 + 0.18 * t)
    taper = np.interp(t[:, 0], [0, 0.35, 1], [0.85, 1.0, 0.08]) * thick
    strips_hair.add(hair, (0.1, 0.2, 1), taper, taper, c.ROUND)


def mortars():
    """Two shallow mortars with a stone-like pestle, chillies and shallots."""
    look = c.clay(
        "dark clay", ((0.10, 0.045, 0.028), (0.22, 0.095, 0.052), (0.34, 0.165, 0.095)), soot=0.75
    )
    wide = [
        (0, 0.0), (0.48, 0.0), (0.54, 0.03), (0.60, 0.10), (0.92, 0.32), (1.12, 0.44), (1.20, 0.475),
        (1.215, 0.50), (1.19, 0.525), (1.10, 0.50), (0.85, 0.345), (0.5, 0.235), (0.2, 0.20), (0, 0.195),
    ]  # fmt: skip
    for scale, loc in ((1.0, (-0.12, -0.1, 0)), (0.62, (0.75, 1.15, 0.0))):
        pot = Thrown([(r * scale, z * scale) for r, z in wide], 360, 14, 8)
        pot.build(look, 1.4, loc=loc)
    pestle = [
        (0, 0.0), (0.10, 0.004), (0.17, 0.05), (0.185, 0.14), (0.16, 0.30), (0.115, 0.52), (0.095, 0.80),
        (0.10, 1.0), (0.115, 1.06), (0.09, 1.11), (0, 1.125),
    ]  # fmt: skip
    teak = c.wood("pestle", angle=0.4, seed=2.2, rough=0.5)
    c.lathe("pestle", pestle, teak, loc=(0.10, -0.42, 0.36), rot=(0.25, 1.13, -0.5))
    red = c.Graph("chilli").finish(Base_Color=(0.42, 0.012, 0.006), Roughness=0.22, Coat_Weight=0.5)
    stalk = c.plain("stalk", (0.07, 0.11, 0.02), 0.6)
    rng = np.random.default_rng(3)
    for x, y, z, turn, tilt in (
        (-0.52, -0.05, 0.32, 0.5, 0.22), (-0.36, 0.22, 0.31, -0.4, -0.1), (-0.22, 0.02, 0.27, 2.3, 0.0),
        (0.60, -1.42, 0.06, 0.35, 0.0), (0.84, -1.60, 0.06, -0.25, 0.0),
    ):  # fmt: skip
        t = np.linspace(0, 1, 30)
        bend = 0.10 * np.sin(t * 2.2 + rng.random())
        path = np.stack(
            [
                x + np.cos(turn) * (t - 0.5) * 0.62 - np.sin(turn) * bend,
                y + np.sin(turn) * (t - 0.5) * 0.62 + np.cos(turn) * bend,
                z + tilt * (0.5 - t),
            ],
            1,
        )
        c.curve(
            "chilli",
            path.tolist(),
            0.062,
            red,
            (np.sin(np.pi * (0.16 + 0.84 * t)) ** 0.55 + 0.02).tolist(),
            8,
        )
        back = path[0] + (path[0] - path[2]) * np.linspace(0, 4.5, 8)[:, None]
        back[:, 2] += np.linspace(0, 0.05, 8)
        c.curve("stalk", back.tolist(), 0.016, stalk, [1.9, 1.5, 1, 0.9, 0.9, 0.9, 1, 1.2])
    g = c.Graph("shallot")
    v = g.coord(scale=(1, 1, 0.1))
    skin = g.noise(v, 26, 3, 0.6)
    g.finish(
        Base_Color=g.ramp(skin, [(0.3, (0.16, 0.022, 0.035)), (0.7, (0.42, 0.13, 0.12))]),
        Roughness=0.28,
        Coat_Weight=0.3,
        Normal=g.bump(skin, 0.2, 0.01),
    )
    bulb = [
        (0, -0.155), (0.05, -0.15), (0.13, -0.10), (0.165, 0.0), (0.15, 0.09), (0.09, 0.16), (0.035, 0.22),
        (0.02, 0.30), (0.012, 0.34), (0, 0.345),
    ]  # fmt: skip
    for x, y, turn in ((-0.98, -1.22, 0.4), (-0.62, -1.50, 2.4), (1.32, -0.85, -1.0)):
        c.lathe("shallot", bulb, g.material, loc=(x, y, 0.155), rot=(1.42, 0.1, turn))
    c.wall(2.8, (0.62, 0.58, 0.51), 0.25)
    c.planks(2.6, seed=9)
    c.daylight((0, 0, 0.5), 420, 32, 0.24, 2.0)
    c.camera((0.2, -6.9, 4.6), (0.06, -0.12, 0.25), 72, 0.5, (0, -0.8, 0.45))
    return 0.15


def painting_kit():
    """Unpainted pots, one half painted, brushes and paint: the lesson at the potter's."""
    raw = c.clay("raw", soot=0.15)
    shapes = (
        ([(0.02, 0), (0.32, 0), (0.36, 0.03), (0.50, 0.35), (0.56, 0.70), (0.47, 1.0), (0.33, 1.14),
          (0.31, 1.24), (0.39, 1.36), (0.40, 1.39), (0.36, 1.40), (0.27, 1.24), (0.29, 1.1)], (-0.80, 0.55, 0)),
        ([(0.02, 0), (0.26, 0), (0.30, 0.03), (0.36, 0.30), (0.45, 0.62), (0.50, 0.72), (0.51, 0.76),
          (0.47, 0.77), (0.40, 0.60), (0.31, 0.3), (0.1, 0.1)], (0.95, 0.35, 0)),
    )  # fmt: skip
    for profile, loc in shapes:
        Thrown(profile, 360, 14, 9).build(raw, loc=loc)
    g = c.Graph("painted")
    v = g.coord()
    x, y, z = g.xyz(v)
    angle = g.math("ARCTAN2", y, x)
    petals = g.math("ABSOLUTE", g.math("SINE", g.math("MULTIPLY", angle, 6.0)))
    grain = g.noise(v, 16, 5, 0.6)
    base = g.ramp(grain, [(0.3, (0.30, 0.105, 0.048)), (0.7, (0.50, 0.22, 0.115))])
    hand = g.math("MULTIPLY_ADD", g.math("SUBTRACT", g.noise(v, 4.0, 3), 0.5), 0.05, z)

    def belt(low, high, soft=0.008):
        rise = g.math("DIVIDE", g.math("SUBTRACT", hand, low), soft, clamp=True)
        fall = g.math("DIVIDE", g.math("SUBTRACT", high, hand), soft, clamp=True)
        return g.math("MULTIPLY", rise, fall)

    colour = g.mix(belt(0.20, 0.80), base, (0.055, 0.12, 0.20))
    top = g.math("MULTIPLY_ADD", petals, 0.34, 0.33)
    inside = g.math("DIVIDE", g.math("SUBTRACT", top, hand), 0.012, clamp=True)
    colour = g.mix(g.math("MULTIPLY", inside, belt(0.28, 0.80)), colour, (0.72, 0.60, 0.40))
    inner = g.math(
        "DIVIDE",
        g.math("SUBTRACT", g.math("MULTIPLY_ADD", petals, 0.26, 0.30), hand),
        0.012,
        clamp=True,
    )
    colour = g.mix(g.math("MULTIPLY", inner, belt(0.32, 0.80)), colour, (0.48, 0.10, 0.035))
    for low, high, tint in ((0.17, 0.215, (0.72, 0.60, 0.40)), (0.80, 0.845, (0.72, 0.60, 0.40))):
        colour = g.mix(belt(low, high), colour, tint)
    g.finish(Base_Color=colour, Roughness=0.7, Normal=g.bump(grain, 0.35, 0.02))
    profile = [
        (0.02, 0), (0.34, 0), (0.38, 0.03), (0.52, 0.28), (0.57, 0.55), (0.50, 0.82), (0.38, 0.98),
        (0.36, 1.06), (0.43, 1.17), (0.44, 1.20), (0.40, 1.21), (0.32, 1.07), (0.33, 0.95),
    ]  # fmt: skip
    Thrown(profile, 360, 14, 9).build(g.material, loc=(0.06, -0.35, 0), rot=(0, 0, 0.3))
    handle, hair = c.Strips(1), c.Strips(2)
    brush(handle, hair, (-1.35, -1.0, 0.04), (-0.25, -1.52, 0.05))
    brush(handle, hair, (-1.15, -1.36, 0.04), (-0.10, -1.74, 0.05), 0.034)
    handle.build("handles", c.plain("lacquer", (0.23, 0.10, 0.035), 0.35))
    hair.build("hair", c.plain("bristle", (0.09, 0.05, 0.03), 0.8))
    white = c.plain("glaze", (0.62, 0.58, 0.50), 0.35)
    dish = [
        (0, 0), (0.15, 0), (0.17, 0.01), (0.20, 0.09), (0.205, 0.13), (0.195, 0.135), (0.18, 0.09), (0.15, 0.05),
        (0, 0.045),
    ]  # fmt: skip
    for i, (px, py, tint) in enumerate(
        (
            (0.66, -1.05, (0.48, 0.10, 0.035)),
            (1.04, -0.78, (0.055, 0.12, 0.20)),
            (1.10, -1.30, (0.72, 0.52, 0.14)),
        )
    ):
        c.lathe("dish", dish, white, 64, loc=(px, py, 0))
        paint = c.Graph(f"paint{i}").finish(Base_Color=tint, Roughness=0.2)
        c.lathe(
            "paint",
            [(0, 0.085), (0.10, 0.085), (0.178, 0.09), (0.178, 0.07)],
            paint,
            48,
            loc=(px, py, 0),
        )
    c.wall(2.2, (0.68, 0.63, 0.55), 0.25)
    c.planks(1.9, seed=3)
    c.daylight((0, 0, 0.6), 420, 32, 0.25, 2.0)
    c.camera((0.25, -7.4, 3.5), (0.02, -0.25, 0.52), 72, 0.5, (0, -0.9, 0.5))
    return 0.15
