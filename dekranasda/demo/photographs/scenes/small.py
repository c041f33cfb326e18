"""Small things: key rings, brooches and necklaces, bangles of monel."""

import math

import numpy as np

import common as c
import sculpt


def key_rings():
    """Three little puppets on key rings."""
    steel = c.metal("steel", (0.55, 0.54, 0.52), 0.18)
    gilt = sculpt.gold("gilt")
    points, faces = sculpt.head_solid(0.0062).surface()
    for x, y, turn, skin, robe, kind in (
        (-0.92, 0.10, 0.16, (0.68, 0.46, 0.24), (0.20, 0.015, 0.02), "king"),
        (0.02, -0.12, -0.04, (0.74, 0.60, 0.40), (0.02, 0.10, 0.06), "knight"),
        (0.92, 0.12, -0.2, (0.46, 0.09, 0.04), (0.025, 0.04, 0.14), "king"),
    ):
        # they lie on the linen: built standing, then laid back as one
        holder = c.link("ring", None, (x, y, 0.235), (math.radians(-88), 0, turn))
        before = set(c.bpy.data.objects)
        head = c.mesh(
            "head",
            points,
            faces,
            sculpt.painted("face", 0.34),
            paint=sculpt.head_paint(points, skin, kind == "king"),
            loc=(0, 0, 0.62),
        )
        head.scale = (0.92,) * 3
        sculpt.crown(kind, (0, 0, 0.62), 0.0, gilt, 0.92)
        coat = c.Graph("coat").finish(Base_Color=robe, Roughness=0.35, Coat_Weight=0.3)
        body = [
            (0, -0.62), (0.235, -0.62), (0.25, -0.60), (0.245, -0.54), (0.20, -0.20), (0.165, -0.02), (0.20, 0.12),
            (0.225, 0.22), (0.19, 0.31), (0.10, 0.34), (0, 0.34),
        ]  # fmt: skip
        c.lathe("body", body, coat, 96)
        for z, r in ((-0.56, 0.252), (-0.49, 0.243), (0.0, 0.178), (0.04, 0.184)):
            c.lathe(
                "band",
                [
                    (r - 0.02, z - 0.016),
                    (r, z - 0.012),
                    (r + 0.006, z),
                    (r, z + 0.012),
                    (r - 0.02, z + 0.016),
                ],
                gilt,
                96,
                levels=1,
            )
        for k in range(14):
            a = 2 * math.pi * k / 14
            for z, r in ((-0.36, 0.224), (-0.22, 0.206)):
                c.ball("dot", 0.017, gilt, (r * math.sin(a), -r * math.cos(a), z), rings=8)
        for side in (1, -1):
            c.curve(
                "arm",
                [
                    (side * 0.20, -0.02, 0.22),
                    (side * 0.27, -0.08, 0.04),
                    (side * 0.16, -0.20, -0.06),
                ],
                0.052,
                coat,
                [1.1, 0.9, 0.7],
            )
            c.ball("hand", 0.05, c.plain("hand", skin, 0.4), (side * 0.145, -0.215, -0.07))
        top = 0.62 + (0.79 if kind == "king" else 0.46) * 0.92
        c.curve(
            "eye",
            [
                (0.035 * math.cos(a), 0.01, top + 0.03 + 0.05 * math.sin(a))
                for a in np.linspace(0, 2 * np.pi, 24, endpoint=False)
            ],
            0.012,
            steel,
            closed=True,
        )
        links = c.Strips(2)
        for k in range(4):
            a = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            z = top + 0.12 + 0.085 * k
            wide = (0.032 * np.cos(a), 0.0 * a) if k % 2 else (0.0 * a, 0.032 * np.cos(a))
            line = np.stack([wide[0] + 0.02 * k * math.sin(k), wide[1], z + 0.058 * np.sin(a)], 1)
            links.add(line, (0.3, 1, 0.2), 0.0095, 0.0095, c.ROUND, closed=True)
        for lift in (0.0, 0.016):
            a = np.linspace(0, 2 * np.pi, 90, endpoint=False)
            ring = np.stack(
                [0.19 * np.cos(a), 0.02 + lift + 0 * a, top + 0.64 + 0.19 * np.sin(a)], 1
            )
            links.add(ring, (0, 1, 0), 0.014, 0.012, c.ROUND, closed=True)
        links.build("links", steel)
        for thing in set(c.bpy.data.objects) - before - {holder}:
            if thing.parent is None:
                thing.parent = holder
    c.linen_table((0.70, 0.65, 0.56), 46, 10, (0, 0.3, 1.5, 1.5), 4.6, 9)
    c.world(0.25, (1.0, 0.95, 0.88))
    c.area((-4.2, 2.2, 3.4), 2.2, 400, (1, 0.93, 0.82), (0, 0, 0), 3.0)
    c.area((4, -2, 3), 3, 40, (1, 0.96, 0.9), (0, 0, 0))
    c.sun((-2.6, 1.2, 2.1), 1.9, 1.4, window=(3.4, 3.6, 2, 2, 0.14), target=(0.1, 0.4, 0))
    c.camera((0.1, -3.6, 7.4), (0.0, 0.50, 0.1), 72, 0.7, (0, 0, 0.35))
    return 0.16


def teak_leaf(length, width, thick, look, loc, turn, layers=1.0):
    """A carved leaf, lying, with a raised midrib and veins."""
    n, m = 140, 70
    u, v = np.linspace(0, 1, n)[:, None], np.linspace(-1, 1, m)[None, :]
    half = (
        width
        * np.sin(np.pi * np.clip(u, 0.002, 0.998) ** 0.82) ** 0.72
        * (1 + 0.05 * np.sin(u * 24))
    )
    x, y = u * length + 0 * v, half * v
    rib = np.exp(-((y / (0.05 * width + 0.012)) ** 2))
    wave = np.abs(((u * 7.5 - np.abs(v) * 1.5) % 1) - 0.5)
    vein = np.exp(-(((0.5 - wave) / 0.08) ** 2)) * np.clip((1 - np.abs(v)) * 3, 0, 1)
    z = (
        thick * ((1 - np.abs(v) ** 5) * 0.7 + 0.40 * rib - 0.28 * vein * (1 - rib))
        + 0.10 * width * v**2
    )
    low = np.stack([x, y, 0.10 * width * v**2 + 0 * u], -1).reshape(-1, 3)
    top = np.stack([x, y, z], -1).reshape(-1, 3)
    c.mesh("leaf", top, c.grid_faces(n, m), look, loc=loc, rot=(0, 0, turn))
    c.mesh("under", low, c.grid_faces(n, m)[:, ::-1], look, loc=loc, rot=(0, 0, turn))


def jewellery():
    """A teak leaf necklace with round beads, and two brooches."""
    looks = [
        c.wood(f"bead{i}", "X", 0.5 + i, seed=1.7 * i, k=2.6, rough=0.34, coat=0.25)
        for i in range(3)
    ]
    dark = c.wood(
        "dark",
        "X",
        0.4,
        (0.04, 0.016, 0.008),
        (0.09, 0.04, 0.017),
        (0.16, 0.08, 0.035),
        seed=3,
        k=2.4,
        rough=0.32,
        coat=0.3,
    )
    resin = c.Graph("resin").finish(
        Base_Color=(0.02, 0.13, 0.15), Roughness=0.06, Coat_Weight=0.8, Subsurface_Weight=0.3
    )
    brass = c.metal("brass", (0.60, 0.40, 0.15), 0.22)
    # the strand lies in a loop
    t = np.linspace(-np.pi * 0.5 + 0.06, np.pi * 1.5 - 0.06, 400)
    x = 0.98 * np.cos(t) + 0.05 * np.sin(3 * t)
    y = 0.62 + 1.10 * np.sin(t) - 0.10 * np.cos(2 * t)
    length = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    place, k = 0.06, 0
    while place < length[-1]:
        near = abs(place / length[-1] - 0.5) * 2
        r = 0.086 if near > 0.35 and k % 4 else 0.066
        px, py = np.interp(place, length, x), np.interp(place, length, y)
        c.ball(
            "bead",
            r,
            (dark if k % 4 == 0 else looks[k % 3]),
            (px, py, r),
            (1, 1, 1),
            (0.4 * k, 0.9 * k, 0.3 * k),
            20,
        )
        place += r + 0.005
        place += 0.066 if (k + 1) % 4 == 0 or near <= 0.35 else 0.082
        k += 1
    c.curve(
        "cord",
        [(a, b, 0.07) for a, b in zip(x[::4], y[::4], strict=True)],
        0.014,
        c.plain("cord", (0.03, 0.02, 0.015), 0.8),
    )
    teak = c.wood(
        "leaf",
        "X",
        0.3,
        (0.10, 0.040, 0.014),
        (0.24, 0.112, 0.040),
        (0.41, 0.225, 0.092),
        seed=5,
        k=1.6,
        rough=0.36,
        coat=0.2,
    )
    teak_leaf(1.05, 0.34, 0.075, teak, (0.0, -0.52, 0.05), math.radians(-92))
    a = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    c.curve(
        "loop",
        [(0.0, -0.56 + 0.07 * math.sin(b), 0.10 + 0.07 * math.cos(b)) for b in a],
        0.014,
        brass,
        closed=True,
    )
    # brooches: a flower of leaves, a disc with resin
    for k in range(6):
        teak_leaf(
            0.36,
            0.10,
            0.05,
            teak if k % 2 else dark,
            (0.98, -0.98, 0.06 + 0.012 * (k % 2)),
            k * math.pi / 3,
        )
    c.lathe(
        "heart",
        [(0, 0.17), (0.05, 0.165), (0.085, 0.13), (0.09, 0.09), (0, 0.08)],
        brass,
        64,
        loc=(0.98, -0.98, 0),
    )
    c.lathe(
        "disc",
        [
            (0, 0),
            (0.30, 0),
            (0.325, 0.02),
            (0.33, 0.07),
            (0.315, 0.10),
            (0.27, 0.105),
            (0.255, 0.085),
            (0, 0.085),
        ],
        looks[1],
        96,
        loc=(-0.98, -0.98, 0.01),
    )
    c.lathe(
        "resin",
        [(0, 0.125), (0.15, 0.120), (0.235, 0.105), (0.258, 0.09), (0.258, 0.08)],
        resin,
        96,
        loc=(-0.98, -0.98, 0.01),
    )
    teak_leaf(0.34, 0.085, 0.035, brass, (-1.13, -1.07, 0.118), math.radians(30))
    c.linen_table((0.66, 0.60, 0.51), 46, 8, (0, 0, 1.6, 1.9), 4.6, 12)
    c.world(0.25, (1.0, 0.95, 0.88))
    c.area((-4.2, 2.2, 3.4), 2.2, 400, (1, 0.93, 0.82), (0, 0, 0), 3.0)
    c.area((4, -2, 3), 3, 40, (1, 0.96, 0.9), (0, 0, 0))
    c.sun((-2.6, 1.2, 2.1), 1.9, 1.4, window=(3.4, 3.6, 2, 2, 0.14), target=(0.1, 0.3, 0))
    c.camera((0.1, -3.6, 7.4), (0.0, 0.08, 0.0), 70, 0.7, (0, -0.4, 0.1))
    return 0.14


def bangles():
    """Bangles of monel: plain, twisted and chased, on dark wood."""
    monel = c.Graph("monel")
    scratch = monel.noise(monel.coord(scale=(4, 4, 60)), 8, 3, 0.6)
    monel.finish(
        Base_Color=(0.60, 0.56, 0.50),
        Metallic=1.0,
        Roughness=monel.math("MULTIPLY_ADD", scratch, 0.14, 0.10),
    )
    look = monel.material
    turn = np.linspace(0, 2 * np.pi, 900, endpoint=False)

    def ring(r, high, strips, half, thick, twist=0, count=1, loc=(0, 0)):
        for k in range(count):
            phase = twist * turn + 2 * np.pi * k / count
            rr = r + (0.032 * np.cos(phase) if twist else 0)
            z = high + (0.032 * np.sin(phase) if twist else 0) + 0 * turn
            path = np.stack([loc[0] + rr * np.cos(turn), loc[1] + rr * np.sin(turn), z], 1)
            strips.add(
                path,
                np.stack([np.cos(turn), np.sin(turn), 0 * turn], 1),
                half,
                thick,
                c.ROUND,
                closed=True,
            )

    flat = c.Strips(1)
    ring(0.86, 0.075, flat, 0.075, 0.026, loc=(-0.36, 0.10))
    ring(0.86, 0.205, flat, 0.036, 0.036, 30, 3, (-0.34, 0.12))
    ring(0.86, 0.340, flat, 0.062, 0.034, loc=(-0.37, 0.09))
    flat.build("stack", look)
    chased = c.Strips(4)
    for k in range(40):
        a = 2 * math.pi * k / 40
        s = np.linspace(0, 2 * np.pi, 14, endpoint=False)
        rr = 0.892
        path = np.stack(
            [
                -0.36 + rr * np.cos(a + 0.035 * np.cos(s)),
                0.10 + rr * np.sin(a + 0.035 * np.cos(s)),
                0.075 + 0.042 * np.sin(s),
            ],
            1,
        )
        chased.add(path, (math.cos(a), math.sin(a), 0), 0.007, 0.007, c.ROUND, closed=True)
    chased.build("chased", look)
    # one leans on the stack, one lies in front
    lean = c.Strips(2)
    ring(0.80, 0.0, lean, 0.034, 0.034, 34, 2)
    lean.build("lean", look, loc=(0.66, -0.42, 0.645), rot=(math.radians(32), math.radians(-36), 0))
    front = c.Strips(3)
    ring(0.80, 0.05, front, 0.05, 0.05, loc=(0, 0))
    front.build("front", look, loc=(0.20, -1.30, 0.0))
    board = c.wood(
        "board",
        "X",
        0.6,
        (0.020, 0.010, 0.006),
        (0.055, 0.026, 0.013),
        (0.10, 0.052, 0.026),
        seed=4,
        rough=0.34,
        k=0.8,
        coat=0.15,
    )
    c.plane("table", (30, 14), board, (0, -4.0, 0))
    c.wall(3.0, (0.50, 0.46, 0.40), 0.28)
    c.daylight((0, 0, 0.4), 420, 60, 0.35, 1.6)
    c.area((1.5, 2.0, 3.2), 2.2, 150, (1, 0.95, 0.88), (0, 0, 0.2))
    c.camera((0.2, -6.4, 4.5), (0.12, -0.34, 0.16), 70, 0.5, (0, -0.9, 0.2))
    return 0.05
