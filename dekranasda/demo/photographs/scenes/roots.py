"""Teak root wood: a fruit bowl, a low table, a stool with a back."""

import math

import numpy as np

import common as c


def ridges(points, angle, z, seed=0, twist=0.5, tall=0.32):
    """Noise that flows along a root: (broad, ridged, fine, cracks), each like `z`."""
    shape = z.shape
    broad = c.fractal(points.reshape(-1, 3), (1.1, 1.1, 0.8), 3, 1 + seed).reshape(shape)
    turn = angle + twist * z + 0.25 * broad
    flow = np.stack([np.cos(turn) * 1.25, np.sin(turn) * 1.25, z * tall + 0.3 * broad], -1).reshape(
        -1, 3
    )
    fold = c.fractal(flow, (2.6, 2.6, 2.0), 3, 5 + seed).reshape(shape)
    fine = c.fractal(flow, (8, 8, 3.0), 3, 9 + seed).reshape(shape)
    split = c.fractal(flow, (1.9, 1.9, 1.2), 3, 17 + seed).reshape(shape)
    crack = np.clip(1 - np.abs(split) / 0.035, 0, 1) * np.clip(broad * 2.2 + 0.35, 0, 1)
    return broad, np.clip(1 - np.abs(fold) * 1.6, -0.4, 1), fine, crack


def root_wood(name, seed=2.0, axis="Z", **more):
    return c.wood(
        name, axis, 0.7, (0.045, 0.017, 0.007), (0.17, 0.075, 0.026), (0.38, 0.205, 0.085),
        rough=0.40, k=1.25, wobble=0.85, rings=6.0, coat=0.12, seed=seed, flow=True, **more,
    )  # fmt: skip


def hollow(seed=0):
    """A bowl hollowed from a root; the outside keeps its folds."""
    around, up, inner = 520, 150, 110
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rim = (
        1.02
        + 0.143 * c.periodic(angle, 1, 7, 4 + seed, 1.1)
        + 0.05 * c.periodic(angle, 6, 22, 5 + seed, 0.8)
    )
    rim = np.clip(rim, 0.74, 1.34)
    wide = (
        1.30
        + 0.105 * c.periodic(angle, 2, 6, 8 + seed, 0.9)
        + 0.035 * c.periodic(angle, 6, 24, 9 + seed, 0.8)
    )
    foot = 0.50 + 0.07 * c.periodic(angle, 2, 7, 12 + seed, 0.8)
    t = np.linspace(0, 1, up)
    rise = (t * np.pi / 2)[None, :]
    out_r = foot[:, None] + (wide - foot)[:, None] * np.sin(rise) ** 0.80
    out_z = rim[:, None] * (1 - np.cos(rise)) ** 1.05 * 0.985 + 0.015
    fall = (np.linspace(0, 1, inner) * np.pi / 2)[None, :]
    thick = np.clip(0.085 + 0.015 * c.periodic(angle, 2, 9, 21 + seed, 0.8), 0.05, 0.15)
    in_r = (wide - thick)[:, None] * np.cos(fall) ** 0.72
    in_z = rim[:, None] - (rim[:, None] - 0.20) * np.sin(fall) ** 1.15
    lip, base = 7, 10
    q = np.linspace(0, np.pi, lip + 2)[1:-1][None, :]
    lip_r = (wide - thick / 2)[:, None] + (thick / 2)[:, None] * np.cos(q)
    lip_z = rim[:, None] * 0.995 + (thick * 0.42)[:, None] * np.sin(q)
    base_r = foot[:, None] * np.linspace(0.02, 1, base, endpoint=False)[None, :]
    r = np.concatenate([base_r, out_r, lip_r, in_r], 1)
    z = np.concatenate([np.full((around, base), 0.012), out_z, lip_z, in_z], 1)
    a = angle[:, None] + 0 * z
    points = np.stack([r * np.cos(a), r * np.sin(a), z], -1)
    zero = np.zeros(base)
    mask = np.concatenate(
        [zero, np.clip(t * 6, 0, 1), np.full(lip, 0.8), np.linspace(0.35, 0.05, inner)]
    )[None, :]
    outer = np.concatenate([zero, np.ones(up), np.full(lip, 0.6), np.zeros(inner)])[None, :]
    broad, ridge, fine, crack = ridges(points, a, z, seed)
    move = outer * mask * (0.13 * (ridge - 0.45) + 0.07 * broad + 0.026 * fine)
    move = move + (1 - outer) * mask * (0.03 * broad + 0.004 * fine)
    move = move - 0.045 * crack * (0.25 + 0.75 * outer) * np.clip(mask * 2.5, 0, 1)
    normal = np.stack([np.cos(a), np.sin(a), -0.35 * outer + 0.2 * (1 - outer) + 0 * z], -1)
    points = points + normal * move[..., None] * np.where(outer > 0, 1, -0.6)[..., None]
    points[:, :, 2] = np.maximum(points[:, :, 2], 0.004)
    crevice = outer * np.clip((0.35 - ridge) * 1.3, 0, 1) * mask + crack * 0.9 * np.clip(
        mask * 3, 0, 1
    )
    pale = np.concatenate(
        [
            zero,
            np.clip((t - 0.86) / 0.14, 0, 1),
            np.ones(lip),
            np.clip(1 - np.linspace(0, 1, inner) * 9, 0, 1),
        ]
    )
    sap = np.clip(pale[None, :] * (0.5 + broad) * 0.75, 0, 0.6)
    return c.mesh(
        "bowl", points.reshape(-1, 3), c.grid_faces(around, r.shape[1], True), root_wood("root"),
        attributes={"crev": np.clip(crevice, 0, 1), "sap": sap}, rot=(0, 0, 2.2),
    )  # fmt: skip


def salak(look, loc, rot, scale):
    """The scaly fruit: overlapping rows of scales, the higher one wins."""
    n, m, across, rows = 300, 220, 15, 15
    a, s = (
        np.linspace(0, 2 * np.pi, n, endpoint=False)[:, None],
        np.linspace(0.001, 0.999, m)[None, :],
    )
    r = 0.30 * np.sin(np.pi * s**0.80) ** 0.62 * (1 - 0.30 * s**2.2)
    row = s**0.9 * rows
    best, chance = np.zeros((n, m)), np.zeros((n, m))
    for k in (0, 1):
        number = np.floor(row) - k
        share = (row - number) / 1.75
        place = a / (2 * np.pi) * across + 0.5 * (number % 2)
        aside = place - np.floor(place) - 0.5
        half = np.clip(1 - share**1.6, 0, 1) * 0.5
        high = share * 0.8 + 0.2 - (np.abs(aside) / np.maximum(half, 1e-3)) ** 4 * 0.45
        high = np.where(np.abs(aside) < half, high, 0)
        pick = np.abs(np.sin(number * 12.9 + (np.floor(place) % across) * 78.2) * 43758.5) % 1
        chance = np.where(high > best, pick, chance)
        best = np.maximum(best, high)
    out = r + 0.030 * best * np.clip(np.sin(np.pi * s) * 3, 0, 1)
    points = np.stack(
        [out * np.cos(a), out * np.sin(a), 0.78 * s - 0.34 + 0.012 * best], -1
    ).reshape(-1, 3)
    thing = c.mesh(
        "salak",
        points,
        c.grid_faces(n, m, True),
        look,
        attributes={"h": best, "r": chance},
        loc=loc,
        rot=rot,
    )
    thing.scale = (scale,) * 3


def bowl():
    """The bowl with salak on linen."""
    hollow()
    g = c.Graph("salak")
    tone = g.ramp(
        g.attribute("h"),
        [
            (0.0, (0.012, 0.005, 0.003)),
            (0.35, (0.075, 0.024, 0.009)),
            (0.8, (0.20, 0.075, 0.025)),
            (1.0, (0.33, 0.165, 0.07)),
        ],
    )
    tone = g.mix(g.math("MULTIPLY", g.attribute("r"), 0.45), tone, (0.11, 0.035, 0.014))
    fine = g.bump(g.noise(g.coord(), 40, 3), 0.12, 0.01)
    g.finish(Base_Color=tone, Roughness=0.36, Normal=fine, Coat_Weight=0.2, Coat_Roughness=0.3)
    for loc, rot, scale in (
        ((-0.42, -0.12, 0.62), (1.25, 0.2, 0.6), 1.0), ((0.22, -0.34, 0.66), (1.1, -0.5, -0.5), 1.05),
        ((0.40, 0.26, 0.66), (1.2, 0.4, 2.2), 1.0), ((-0.16, 0.36, 0.64), (1.3, 0.1, 3.6), 1.05),
        ((-0.02, 0.0, 0.98), (0.75, -0.6, 1.0), 1.02), ((1.12, -1.16, 0.27), (1.52, 0.0, 0.75), 0.95),
    ):  # fmt: skip
        salak(g.material, loc, rot, scale)
    c.wall(2.6, (0.70, 0.63, 0.53), 0.28)
    c.linen_table((0.62, 0.55, 0.45), 40)
    c.world(0.24)
    c.area((-4.4, -1.0, 3.4), 2.2, 420, (1, 0.92, 0.80), (0, 0, 0.7), 3.0)
    c.area((4.5, -3, 2.0), 3, 35, (1, 0.95, 0.9), (0, 0, 0.7))
    c.sun((-2.4, -1.6, 1.9), 1.9, 1.6, window=(3.0, 3.4, 2, 3, 0.11), target=(0.1, 0.3, 1.1))
    c.camera((0.25, -7.4, 3.5), (0.06, 0, 0.80), 68, 0.45, (0, -1.0, 0.9))
    return 0.25


def stump(height, waist, foot, top, lobes, seed, look, loc=(0, 0, 0), turn=0.0):
    """The foot of a tree with its roots spreading on the floor."""
    around, up = 460, 230
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    t = np.linspace(0, 1, up)[None, :]
    z = t * height + 0 * angle
    a = angle + 0 * t
    spread = np.exp(-t * 4.2)
    toes = (
        c.periodic(angle, 1, 3, seed, 0.7) * 0.10
        + 0.5
        + 0.5 * np.cos(lobes * angle + 1.2 * np.sin(angle + seed))
    )
    toes = np.clip(toes, 0, 1.3)
    r = waist + (top - waist) * t**2.2 + (foot - waist) * spread * (0.25 + 0.75 * toes**1.4)
    r = r * (1 + 0.07 * np.sin(lobes * angle + 1.5 * t + seed) * (1 - 0.6 * t))
    points = np.stack([r * np.cos(a), r * np.sin(a), z], -1)
    broad, ridge, fine, crack = ridges(points / 1.2, a, z, seed, 0.35, 0.45)
    r = r + 0.13 * (ridge - 0.45) + 0.09 * broad + 0.03 * fine - 0.06 * crack
    low = -0.10 * spread * np.clip(toes, 0, 1) + 0.02
    points = np.stack([r * np.cos(a), r * np.sin(a), z + np.maximum(low, -z) - 0.012], -1)
    crevice = (np.clip((0.35 - ridge) * 1.2, 0, 1) + crack * 0.9) * np.clip(t * 20 - 0.6, 0, 1)
    sap = np.clip((0.25 + broad) * 0.5 * (ridge > 0.5), 0, 0.45)
    return c.mesh(
        "stump", points.reshape(-1, 3), c.grid_faces(around, up, True), look,
        attributes={"crev": np.clip(crevice, 0, 1), "sap": sap}, loc=loc, rot=(0, 0, turn),
    )  # fmt: skip


def slab(radius, stretch, thick, seed, look, loc, rot=(0, 0, 0)):
    """A board with the tree's own edge."""
    around, inner, rim = 520, 120, 26
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    line = (
        1
        + 0.055 * c.periodic(angle, 2, 6, seed, 0.9)
        + 0.016 * c.periodic(angle, 6, 22, seed + 1, 0.8)
    )
    share = np.concatenate(
        [np.linspace(0.002, 0.985, inner), np.full(rim, 1.0), np.linspace(0.985, 0.002, 30)]
    )
    q = np.linspace(0, np.pi, rim)
    bulge = np.concatenate([np.zeros(inner), np.sin(q) ** 0.7, np.zeros(30)])[None, :]
    z = np.concatenate(
        [np.full(inner, 1.0), np.sign(np.cos(q)) * np.abs(np.cos(q)) ** 0.5, np.full(30, -1.0)]
    )
    z = z[None, :] * thick / 2 + 0 * angle
    edge = 0.010 * c.periodic(angle, 8, 40, seed + 2, 0.75)
    r = radius * line * share[None, :] + bulge * (
        0.05 + edge + 0.035 * np.sin(z / thick * 3 + 5 * angle)
    )
    points = np.stack([r * np.cos(angle) * stretch, r * np.sin(angle), z], -1)
    flat = points.reshape(-1, 3)
    split = c.fractal(flat, (0.55, 2.4, 1.0), 3, seed + 4).reshape(z.shape)
    where = c.fractal(flat, (0.8, 0.8, 0.8), 2, seed + 6).reshape(z.shape)
    crack = np.clip(1 - np.abs(split) / 0.02, 0, 1) * np.clip(where * 3 - 0.2, 0, 1)
    points[..., 2] -= 0.03 * crack * (z > 0)
    pale = np.clip((share[None, :] - 0.90) / 0.1, 0, 1) * 0.75 * (1 - bulge) + 0 * z
    bark = c.fractal(flat, (1.6, 1.6, 3.0), 3, seed + 8).reshape(z.shape)
    dark = np.clip(bulge * (0.30 + 0.9 * bark), 0, 0.75) + crack
    return c.mesh(
        "slab", flat, c.grid_faces(around, len(share), True)[:, ::-1], look,
        attributes={"crev": np.clip(dark, 0, 1), "sap": np.clip(pale, 0, 1)}, loc=loc, rot=rot,
    )  # fmt: skip


def floor(colour=(0.42, 0.39, 0.35)):
    """A floor of burnt tiles in a house front."""
    look = c.plaster("tile", colour, 0.10, 0.10)
    for i in range(-6, 7):
        for j in range(-7, 4):
            c.box(
                "tile", (1.18, 1.18, 0.1), look, (i * 1.2 + 0.2, j * 1.2 + 0.4, -0.05), bevel=0.012
            )


def table():
    """A low table: a thick board on the foot of a tree."""
    stump(1.55, 0.52, 1.30, 0.86, 5, 3, root_wood("root", 4.0), turn=0.4)
    slab(
        1.42,
        1.22,
        0.20,
        7,
        root_wood("board", 6.5, "X", streaks=[(0.6, 0.2, (0.35, 0.25, 0.2), 0.8)]),
        (0, 0, 1.66),
        (0, 0, 0.12),
    )
    bowl_line = [
        (0, 0.02), (0.17, 0.0), (0.19, 0.02), (0.20, 0.05), (0.30, 0.14), (0.37, 0.27), (0.385, 0.35),
        (0.375, 0.365), (0.355, 0.35), (0.33, 0.26), (0.22, 0.12), (0, 0.08),
    ]  # fmt: skip
    c.lathe("bowl", bowl_line, c.clay("bowl", soot=0.2), loc=(0.62, 0.25, 1.76))
    c.wall(2.3, (0.76, 0.71, 0.63), 0.24)
    floor()
    c.daylight((0, 0, 1.1), 480, 40, 0.27, 2.2, (3.4, 3.6, 2, 3, 0.12))
    c.camera((0.5, -8.8, 3.5), (0.0, 0, 0.98), 66, 0.5, (0, -1.2, 1.2))
    return 0.16


def chair():
    """A seat from one block: the stump for a foot, a split root as the back."""
    stump(1.05, 0.72, 1.12, 0.92, 5, 6, root_wood("root", 1.0), turn=0.9)
    slab(0.98, 1.04, 0.16, 12, root_wood("seat", 3.0, "X"), (0, -0.05, 1.12))
    slab(
        0.98,
        0.78,
        0.20,
        21,
        root_wood("back", 8.0, "Y"),
        (0.0, 0.74, 2.02),
        (math.radians(80), 0, 0.03),
    )
    c.wall(1.9, (0.72, 0.69, 0.62), 0.24)
    floor()
    c.daylight((0, 0, 1.2), 480, 40, 0.27, 2.2, (3.2, 3.8, 2, 3, 0.12))
    c.camera((1.9, -8.6, 3.2), (0.02, 0.1, 1.34), 66, 0.5, (0.1, -0.9, 1.2))
    return 0.16
