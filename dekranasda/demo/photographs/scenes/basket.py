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
