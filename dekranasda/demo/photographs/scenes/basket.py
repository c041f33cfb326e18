"""Split bamboo and rattan: trays, lamps, bags and carrying baskets."""

import math

import numpy as np

import common as c

PALE = ((0.36, 0.22, 0.085), (0.66, 0.48, 0.24))
TAN = ((0.20, 0.105, 0.04), (0.40, 0.24, 0.105))
BROWN = ((0.15, 0.07, 0.025), (0.27, 0.145, 0.06))
SMALL_BOWL = [
    (0, 0.02), (0.17, 0.0), (0.19, 0.02), (0.20, 0.05), (0.30, 0.14), (0.37, 0.27), (0.385, 0.35),
    (0.375, 0.365), (0.355, 0.35), (0.33, 0.26), (0.22, 0.12), (0, 0.08),
]  # fmt: skip


def hoop(strips, radius, z, wide, tall, power=0.6, n=240, flutter=0.004):
    """A bent lath: a flat-sided ring."""
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    path = np.stack(
        [radius * np.cos(angle), radius * np.sin(angle), z + flutter * np.sin(3 * angle)], 1
    )
    outward = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    section = [
        (
            np.sign(math.cos(q)) * abs(math.cos(q)) ** power,
            np.sign(math.sin(q)) * abs(math.sin(q)) ** power,
        )
        for q in turn
    ]
    strips.add(path, outward, tall, wide, section, closed=True)


def binding(strips, radius, z, wide, tall, count, cords=3, thick=0.0085, lean=0.018):
    """Groups of cords wound round a rim."""
    for k in range(count):
        start = 2 * np.pi * k / count + 0.01 * strips.random.standard_normal()
        for shift in np.linspace(-0.017, 0.017, cords) if cords > 1 else (0.0,):
            q = np.linspace(0, 2 * np.pi, 25)[:-1]
            angle = start + shift + lean * np.sin(q / 2)
            r = radius + wide * np.sign(np.cos(q)) * np.abs(np.cos(q)) ** 0.6
            h = z + tall * np.sign(np.sin(q)) * np.abs(np.sin(q)) ** 0.6
            path = np.stack([r * np.cos(angle), r * np.sin(angle), h], 1)
            along = np.stack([-np.sin(angle), np.cos(angle), 0 * angle], 1)
            strips.add(path, along, thick, thick, c.ROUND, closed=True)


def disc(seed=5, radius=1.12, pitch=0.058):
    """The parts of a winnowing tray (tampah) lying flat: a list of objects."""
    amplitude, rng = 0.0085, np.random.default_rng(seed)
    half = pitch * 0.455
    parts = []
    numbers = np.arange(-int(radius / pitch), int(radius / pitch) + 1)
    for axis, tones in ((0, PALE), (1, TAN)):
        strips = c.Strips(seed + axis)
        for i in numbers:
            place = i * pitch + rng.normal(0, 0.0015)
            if abs(place) > radius * 0.985:
                continue
            reach = math.sqrt(radius**2 - place**2)
            s = np.linspace(-reach, reach, int(60 + reach * 2 / pitch * 8))
            cell = s / pitch
            # two over, two under, one further for each strip
            wave = np.cos(2 * np.pi * (cell - i - 0.5) / 4)
            if axis:
                wave = -np.cos(2 * np.pi * (i - cell - 0.5) / 4)
            r = np.hypot(s, place)
            z = 0.20 * np.clip(r / radius, 0, 1.2) ** 4 + amplitude * np.clip(wave * 1.9, -1, 1)
            beside = place + 0.002 * np.sin(s * 3 + i)
            path = np.stack([s, beside, z] if axis == 0 else [beside, s, z], 1)
            slope = 0.8 * np.clip(r / radius, 0, 1.2) ** 3 / radius
            normal = np.stack(
                [
                    -slope * path[:, 0] / np.maximum(r, 1e-6),
                    -slope * path[:, 1] / np.maximum(r, 1e-6),
                    1 + 0 * r,
                ],
                1,
            )
            strips.add(path, normal, half * (1 + 0.03 * rng.standard_normal()), 0.0045)
        parts.append(strips.build("weave", c.bamboo("bamboo", *tones)))
    rims = c.Strips(seed + 3)
    hoop(rims, radius + 0.020, 0.215, 0.020, 0.085)
    parts.append(rims.build("outer", c.bamboo("outer", *TAN)))
    rims = c.Strips(seed + 4)
    hoop(rims, radius - 0.030, 0.225, 0.018, 0.070)
    parts.append(rims.build("inner", c.bamboo("inner", *PALE)))
    rims = c.Strips(seed + 5)
    hoop(rims, radius - 0.004, 0.305, 0.020, 0.016)
    binding(rims, radius - 0.005, 0.222, 0.060, 0.108, 44)
    parts.append(rims.build("rim", c.bamboo("rim", *BROWN)))
    return parts


def tray(close=False):
    """A tampah leaning on the wall."""
    holder = c.link("tray", None)
    for part in disc():
        part.parent = holder
    holder.rotation_euler = (math.radians(74), 0, 0)
    holder.rotation_euler.rotate_axis("Z", math.radians(38))
    holder.location = (-0.05, 0.18, 1.155)
    c.wall(0.62, (0.76, 0.69, 0.59), 0.18, 0.08)
    c.planks(
        0.65,
        width=1.3,
        dark=(0.09, 0.045, 0.020),
        mid=(0.20, 0.11, 0.055),
        light=(0.32, 0.19, 0.10),
    )
    c.lathe("bowl", SMALL_BOWL, c.wood("teak", "X", 0.6, seed=3, rings=9), loc=(0.92, -0.95, 0))
    c.daylight((0, 0, 1.1), 400, 30, 0.25)
    if close:
        c.camera((1.5, -5.0, 2.3), (0.42, 0.1, 1.05), 100, 0.6, (0.42, -0.05, 1.05))
    else:
        c.camera((0.35, -8.2, 2.15), (0.06, 0, 1.12), 72, 0.75, (0, -0.15, 1.0))
    return 0.15


def lamp():
    """A lamp of spiral strips; its light draws the weave on the wall."""
    strips = c.Strips(2)
    low, high, count, samples = 0.28, 2.30, 26, 220

    def radius(t):
        return 0.34 + 0.60 * np.sin(np.pi * np.clip(t, 0, 1) ** 0.92) ** 0.78

    for way in (1, -1):
        for k in range(count):
            t = np.linspace(0, 1, samples)
            angle = 2 * np.pi * k / count + way * t * np.pi * 0.85
            crossing = 2 * t * 0.425 * count
            lift = way * np.cos(np.pi * crossing) * 0.011
            r = radius(t) + lift
            path = np.stack([r * np.cos(angle), r * np.sin(angle), low + (high - low) * t], 1)
            outward = np.stack([np.cos(angle), np.sin(angle), 0 * t], 1)
            strips.add(path, outward, 0.030 * (1 + 0.06 * strips.random.standard_normal()), 0.007)
    pale = c.bamboo("strip", (0.20, 0.10, 0.035), (0.50, 0.32, 0.14), 0.48, 60)
    dark = c.bamboo("ring", (0.13, 0.06, 0.022), (0.30, 0.17, 0.07), 0.48, 60)
    strips.build("lamp", pale)
    rims, bound = c.Strips(3), c.Strips(4)
    for t in (0.0, 1.0):
        z, r = low + (high - low) * t, float(radius(np.array(t)))
        hoop(rims, r + 0.012, z, 0.022, 0.045, 1.0)
        hoop(rims, r - 0.028, z, 0.020, 0.040, 1.0)
        binding(bound, r - 0.006, z, 0.048, 0.052, 38, 1, 0.010, 0.08)
    rims.build("rims", dark)
    bound.build("bound", pale)
    teak = c.wood("teak", angle=0.6, seed=1.0)
    foot = [
        (0, 0.0), (0.46, 0.0), (0.50, 0.03), (0.50, 0.08), (0.46, 0.12), (0.20, 0.14), (0.06, 0.17),
        (0.05, 0.6), (0.08, 0.66), (0.09, 0.80), (0, 0.82),
    ]  # fmt: skip
    c.lathe("foot", foot, teak)
    for angle in (0.4, 2.494, 4.588):
        x, y = math.cos(angle), math.sin(angle)
        c.curve("leg", [(0.30 * x, 0.30 * y, 0.10), (0.335 * x, 0.335 * y, 0.30)], 0.025, teak)
    glow = c.Graph("bulb").finish(Emission_Color=(1, 0.56, 0.22), Emission_Strength=9.0)
    bulb = c.ball("bulb", 0.13, glow, (0, 0, 0.98))
    bulb.visible_shadow = bulb.visible_diffuse = False
    c.point_light((0, 0, 0.98), 62, (1, 0.60, 0.28), 0.055)
    c.wall(1.25, (0.62, 0.54, 0.45), 0.30)
    c.plane(
        "table",
        (30, 12),
        c.wood("table", "X", 1.45, seed=5, rough=0.45, k=0.8, rings=5),
        (0, -4.75, 0),
    )
    c.world(0.15, (0.80, 0.87, 1.0))
    c.area((-4.2, -3.0, 3.4), 2.2, 150, (0.92, 0.94, 1.0), (0, 0, 1.2), 3)
    c.camera((0.5, -8.0, 2.0), (0.0, 0, 1.30), 72, 0.5, (0, -0.85, 1.3))
    return 0.15


class Woven:
    """Basketry over a surface given by section(turn, height) -> (x, y) and its girth."""

    def __init__(self, ring, low, high, seed=1):
        self.ring, self.low, self.high = ring, low, high
        self.seed = seed

    def at(self, turn, t, lift=0.0):
        """Points and outward normals at turns (0..1) and heights (0..1)."""
        turn, t = np.broadcast_arrays(np.asarray(turn, float), np.asarray(t, float))
        x, y = self.ring(turn, t)
        ahead = self.ring(turn + 1e-3, t)
        tx, ty = ahead[0] - x, ahead[1] - y
        size = np.hypot(tx, ty) + 1e-9
        nx, ny = ty / size, -tx / size
        z = self.low + (self.high - self.low) * t
        points = np.stack([x + nx * lift, y + ny * lift, z], -1)
        return points, np.stack([nx, ny, 0 * nx], -1)

    def stakes(
        self, count, half, thick, rows, lift=0.012, strips=None, first=0.0, last=1.0, over=1
    ):
        """Upright strips that pass over and under the rows."""
        strips = strips or c.Strips(self.seed)
        for k in range(count):
            t = np.linspace(first, last, rows * 6)
            wave = np.cos(np.pi * (t * rows / over + k))
            path, normal = self.at((k + 0.5) / count, t, lift * np.clip(wave * 1.6, -1, 1))
            strips.add(path, normal, half * (1 + 0.05 * strips.random.standard_normal()), thick)
        return strips

    def rows(self, count, stakes, half, thick, lift=0.012, strips=None, over=1, skip=()):
        """Strips that go round, opposite to the stakes."""
        strips = strips or c.Strips(self.seed + 1)
        for j in range(count):
            if j in skip:
                continue
            turn = np.linspace(0, 1, stakes * 7, endpoint=False)
            t = (j + 0.5) / count + 0.0015 * np.sin(2 * np.pi * (turn * 3 + j * 0.37))
            wave = -np.cos(np.pi * ((j + 0.5) / over + (turn * stakes - 0.5)))
            path, normal = self.at(turn, t, lift * np.clip(wave * 1.6, -1, 1))
            strips.add(path, normal, half, thick, closed=True)
        return strips


def squared(wide, deep, power=3.2):
    """The section of a bag: a rounded box; wide(t) and deep(t) are its half sizes."""

    def ring(turn, t):
        a = 2 * np.pi * turn
        cos, sin = np.cos(a), np.sin(a)
        size = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
        return wide(t) * cos * size, deep(t) * sin * size

    return ring


def band(woven, low, high, look, lift=0.03, n=400, repeat=2.0):
    """A strip of cloth or leather round the basket between two heights."""
    turn = np.linspace(0, 1, n)[:, None]
    t = np.linspace(low, high, 16)[None, :]
    edge = np.linspace(-1, 1, 16)[None, :]
    points, _ = woven.at(turn + 0 * t, t + 0 * turn, lift * (1 - 0.5 * edge**8))
    girth = np.linalg.norm(np.diff(points[:, 0], axis=0), axis=1).sum()
    tall = (high - low) * (woven.high - woven.low)
    uv = np.stack(
        [turn * girth / repeat + 0 * t, 0.5 + (t - low) / (high - low) * tall / repeat + 0 * turn],
        -1,
    )
    thing = c.mesh(
        "band", points.reshape(-1, 3), c.grid_faces(n, 16), look, True, uv.reshape(-1, 2)
    )
    thing.modifiers.new("thick", "SOLIDIFY").thickness = 0.012
    return thing


def leather(name, colour):
    g = c.Graph(name)
    v = g.coord()
    pebble = g.node("TexVoronoi", {"feature": "F1"}, Vector=v, Scale=34.0).outputs[0]
    cloud = g.noise(v, 3, 4)
    tone = g.mix(cloud, tuple(x * 0.75 for x in colour), tuple(x * 1.2 for x in colour))
    return g.finish(Base_Color=tone, Roughness=0.45, Normal=g.bump(pebble, 0.25, 0.01))


def bag():
    """A hand bag of split bamboo with a batik band and leather handles."""
    import cloth  # noqa: PLC0415 - only this scene needs drawn cloth

    woven = Woven(
        squared(lambda t: 0.98 + 0.14 * t, lambda t: 0.44 + 0.05 * np.sin(np.pi * t)), 0.06, 1.62
    )
    stakes, rows = 92, 34
    woven.stakes(stakes, 0.028, 0.006, rows).build("stakes", c.bamboo("stakes", *PALE))
    woven.rows(rows, stakes, 0.021, 0.0055).build("rows", c.bamboo("rows", *TAN))
    lining = c.plain("lining", (0.06, 0.035, 0.02), 0.9)
    turn, t = np.linspace(0, 1, 160, endpoint=False)[:, None], np.linspace(0, 1, 12)[None, :]
    points, _ = woven.at(turn + 0 * t, t + 0 * turn, -0.03)
    c.mesh("lining", points.reshape(-1, 3), c.grid_faces(160, 12, True), lining)
    inside = np.stack([points[:, 0, 0], points[:, 0, 1], 0 * points[:, 0, 2] + 0.09], -1)
    c.mesh("bottom", inside, [list(range(160))], lining, False)
    band(
        woven,
        0.40,
        0.70,
        c.printed("batik", cloth.picture("mliwis_mukti"), 190, repeat=1.2),
        0.024,
        repeat=1.25,
    )
    brown = leather("leather", (0.17, 0.070, 0.030))
    band(woven, 0.385, 0.408, brown, 0.034)
    band(woven, 0.692, 0.715, brown, 0.034)
    band(woven, 0.955, 1.02, brown, 0.036)
    band(woven, -0.02, 0.035, brown, 0.036)
    stitches = c.Strips(9)
    for level in (0.966, 1.008, 0.022):
        for k in range(170):
            path, _ = woven.at(np.linspace(k / 170, (k + 0.6) / 170, 4), level, 0.040)
            c.cord(stitches, path, 0.0055)
    brass = c.metal("brass", (0.60, 0.40, 0.15), 0.22)
    for side in (-1, 1):
        y = side * 0.50
        line = c.smooth_line(
            [(-0.46, y, 1.28), (-0.47, y * 1.02, 1.62), (-0.40, y * 0.92, 2.08), (-0.20, y * 0.85, 2.36),
             (0, y * 0.83, 2.43), (0.20, y * 0.85, 2.36), (0.40, y * 0.92, 2.08), (0.47, y * 1.02, 1.62), (0.46, y, 1.28)],
            16,
        )  # fmt: skip
        handles = c.Strips(4)
        wide = (
            0.028
            + 0.045 * np.exp(-np.linspace(0, 9, len(line)))
            + 0.045 * np.exp(-np.linspace(9, 0, len(line)))
        )
        handles.add(line, (0, side, 0), wide, 0.020, c.ROUND)
        handles.build("handle", brown)
        for x in (-0.46, 0.46):
            for z in (1.34, 1.52):
                c.ball("rivet", 0.026, brass, (x, y + side * 0.025, z), (1, 0.5, 1), rings=12)
    stitches.build("stitches", c.plain("stitch", (0.55, 0.42, 0.25), 0.8))
    c.wall(1.6, (0.76, 0.71, 0.62), 0.22)
    c.planks(1.5, seed=6)
    c.daylight((0, 0, 1.2), 430, 38, 0.26, 2.1, (2.8, 3.6, 2, 3, 0.11))
    c.camera((1.9, -8.2, 2.5), (0.02, 0, 1.17), 74, 0.5, (0.05, -0.5, 1.1))
    return 0.14


def rinjing(empty=False):
    """Two carrying baskets, square at the foot and round at the rim, with maize.

    Empty ones are the tall baskets of tobacco growers, two large and one small, stacked apart.
    """
    places = ((1.0, (-0.30, 0.05, 0), 0.5), (0.58, (0.92, -0.85, 0), 0.2))
    if empty:
        places = (
            (0.92, (-0.62, 0.30, 0), 0.9),
            (0.92, (-0.62, 0.30, 0.34), 0.2),
            (0.80, (0.78, -0.30, 0), 0.4),
        )

    def shape(wide, foot):
        def ring(turn, t):
            power = 2.0 + 3.0 * (1 - t) ** 1.5
            size = foot + (wide - foot) * np.sin(t * np.pi / 2) ** 0.85
            a = 2 * np.pi * turn
            cos, sin = np.cos(a), np.sin(a)
            r = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
            return size * cos * r, size * sin * r

        return ring

    for scale, loc, turn in places:
        woven = Woven(shape(1.05, 0.62), 0.03, 1.42, 3)
        stakes, rows = 64, 22
        parts = [
            woven.stakes(stakes, 0.040, 0.007, rows, 0.013).build(
                "stakes", c.bamboo("stakes", *PALE)
            ),
            woven.rows(rows, stakes, 0.027, 0.0065, 0.013).build("rows", c.bamboo("rows", *PALE)),
        ]
        rims = c.Strips(5)
        hoop(rims, 1.075, 1.40, 0.022, 0.070)
        hoop(rims, 1.020, 1.40, 0.018, 0.062)
        parts.append(rims.build("rims", c.bamboo("rims", *TAN)))
        bound = c.Strips(6)
        hoop(bound, 1.048, 1.475, 0.026, 0.016)
        binding(bound, 1.048, 1.40, 0.062, 0.088, 40, 3)
        # four stout runners from the rim to the foot
        for k in range(4):
            t = np.linspace(1.0, 0.0, 40)
            path, normal = woven.at(0.125 + k / 4, t, 0.038)
            bound.add(path, normal, 0.045, 0.014)
        parts.append(bound.build("bound", c.bamboo("bound", *BROWN)))
        n = 120
        a = np.linspace(0, 1, n, endpoint=False)
        base, _ = woven.at(a, 0 * a)
        parts.append(
            c.mesh("base", base, [list(range(n))], c.plain("base", (0.25, 0.15, 0.06)), False)
        )
        holder = c.link("basket", None, loc, (0, 0, turn))
        for part in parts:
            part.parent = holder
        holder.scale = (scale,) * 3
    ears = c.Graph("maize")
    tone = ears.attribute("tint")
    ears.finish(
        Base_Color=ears.ramp(tone, [(0.0, (0.55, 0.22, 0.02)), (1.0, (0.78, 0.43, 0.06))]),
        Roughness=0.32,
        Subsurface_Weight=0.2,
    )
    husk = c.bamboo("husk", (0.42, 0.32, 0.15), (0.70, 0.60, 0.36), 0.7)
    rng = np.random.default_rng(4)
    spots = [(-0.62, -0.18, 1.30, 0.3), (-0.10, -0.38, 1.33, 2.6), (-0.28, 0.22, 1.38, 1.4), (0.18, 0.10, 1.34, 0.5),
             (-0.75, 0.30, 1.30, 2.2), (-0.35, -0.05, 1.50, -0.4), (-0.55, -1.25, 0.16, 0.35)]  # fmt: skip
    for x, y, z, turn in () if empty else spots:
        maize_ear(ears.material, husk, (x, y, z), (math.radians(90) + rng.normal(0, 0.12), 0, turn))
    c.wall(2.0, (0.74, 0.69, 0.60), 0.22)
    c.planks(1.9, seed=2)
    c.daylight((0, 0, 0.9), 430, 36, 0.26, 2.1)
    c.camera((0.3, -8.0, 3.4), (0.06, -0.1, 0.78), 66, 0.5, (-0.2, -0.9, 1.0))
    return 0.14


def maize_ear(look, husk, loc, rot, length=0.95, thick=0.15):
    """A dry ear of maize: rows of kernels, husks turned back."""
    n, m = 220, 170
    a, t = (
        np.linspace(0, 2 * np.pi, n, endpoint=False)[:, None],
        np.linspace(0.001, 0.999, m)[None, :],
    )
    body = thick * np.sin(np.pi * np.clip(t, 0, 1) ** 0.72) ** 0.42 * (1 - 0.28 * t)
    rows, grains = 14, 26
    u = (a / (2 * np.pi) * rows) % 1 - 0.5
    v = (t * grains + 0.5 * (np.floor(a / (2 * np.pi) * rows) % 2)) % 1 - 0.5
    dome = (
        np.clip(1 - (np.abs(u) * 2) ** 2.6, 0, 1) ** 0.5
        * np.clip(1 - (np.abs(v) * 2) ** 2.6, 0, 1) ** 0.5
    )
    r = body * (0.86 + 0.16 * dome)
    pick = (
        np.abs(
            np.sin(np.floor(a / (2 * np.pi) * rows) * 12.9 + np.floor(t * grains) * 78.2) * 43758.5
        )
        % 1
    )
    points = np.stack([r * np.cos(a), r * np.sin(a), length * (t - 0.5) + 0 * a], -1).reshape(-1, 3)
    c.mesh(
        "ear",
        points,
        c.grid_faces(n, m, True),
        look,
        attributes={"tint": pick * 0.6 + dome * 0.4},
        loc=loc,
        rot=rot,
    )
    strips = c.Strips(3)
    for k in range(7):
        q = np.linspace(0, 1, 18)
        angle = k * 0.9
        out = 0.05 + 0.16 * q**0.7
        path = np.stack([out * np.cos(angle), out * np.sin(angle), -length * (0.40 + 0.35 * q)], 1)
        strips.add(
            path,
            (math.cos(angle), math.sin(angle), 0.3),
            0.075 * np.sin(np.pi * (0.15 + 0.8 * q)),
            0.004,
        )
    strips.build("husk", husk, loc=loc, rot=rot)


def rattan():
    """A round rattan basket with a plaited border and two ears, of Teluk Wetan."""

    def ring(turn, t):
        r = 0.86 + 0.26 * np.sin(np.pi * np.clip(0.12 + t * 0.78, 0, 1)) ** 0.9
        return r * np.cos(2 * np.pi * turn), r * np.sin(2 * np.pi * turn)

    woven = Woven(ring, 0.04, 1.42, 4)
    look = c.bamboo("rattan", (0.30, 0.155, 0.055), (0.60, 0.39, 0.18), 0.42, 60)
    dark = c.bamboo("dark", (0.10, 0.042, 0.018), (0.21, 0.10, 0.042), 0.42, 60)
    stakes, rows = 45, 40
    uprights, pale, brown = c.Strips(1), c.Strips(2), c.Strips(3)
    for k in range(stakes):
        for shift in (-0.0028, 0.0028):
            path, normal = woven.at((k + 0.5) / stakes + shift, np.linspace(0, 1, 90), 0.0)
            uprights.add(path, normal, 0.019, 0.019, c.ROUND)
    for j in range(rows):
        turn = np.linspace(0, 1, stakes * 8, endpoint=False)
        t = (j + 0.5) / rows + 0.001 * np.sin(2 * np.pi * (turn * 2 + j))
        lift = 0.032 * np.cos(np.pi * (j + turn * stakes - 0.5))
        path, normal = woven.at(turn, t, lift)
        to = brown if j in (12, 13, 14, 24, 25, 26) else pale
        to.add(path, normal, 0.0175, 0.0165, c.ROUND, closed=True)
    # the border: three cords plaited round the rim
    turn = np.linspace(0, 1, 1400, endpoint=False)
    for k in range(3):
        phase = 2 * np.pi * (turn * 42 + k / 3)
        path, normal = woven.at(
            turn,
            1.005 + 0.018 * np.sin(phase),
            0.045 * np.sin(phase / 2) * 0 + 0.040 * np.cos(phase),
        )
        brown.add(path, normal, 0.026, 0.026, c.ROUND, closed=True)
    for side in (0.0, 0.5):
        for k in range(3):
            s = np.linspace(0, 1, 160)
            phase = 2 * np.pi * (s * 9 + k / 3)
            a = 2 * np.pi * side + (s - 0.5) * 0.62
            high = 1.40 + 0.34 * np.sin(np.pi * s) ** 0.75 + 0.026 * np.sin(phase)
            r = 1.06 + 0.03 * np.cos(phase) + 0.03 * np.sin(np.pi * s)
            path = np.stack([r * np.cos(a), r * np.sin(a), high], 1)
            brown.add(path, np.stack([np.cos(a), np.sin(a), 0 * a], 1), 0.024, 0.024, c.ROUND)
    uprights.build("uprights", look)
    pale.build("pale", look)
    brown.build("brown", dark)
    n = 120
    a = np.linspace(0, 1, n, endpoint=False)
    base, _ = woven.at(a, 0 * a + 0.02)
    c.mesh("base", base, [list(range(n))], c.plain("base", (0.16, 0.085, 0.035)), False)
    import cloth  # noqa: PLC0415 - only this scene needs drawn cloth

    folds = c.printed("towel", cloth.picture("troso"), 150, repeat=1.8)
    for k in range(3):
        cloth.folded(
            folds, 1.25, 0.9, 3, 0.09, (0.02 * k, 0.05, 1.05 + 0.27 * k), 0.3 + 0.14 * k, k + 2, 2.0
        )
    c.wall(2.0, (0.72, 0.70, 0.64), 0.22)
    c.planks(1.9, seed=11)
    c.daylight((0, 0, 1.0), 430, 38, 0.26, 2.1)
    c.camera((0.5, -8.2, 3.2), (0.0, 0, 0.92), 72, 0.5, (0, -1.0, 1.0))
    return 0.14
