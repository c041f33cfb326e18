"""Scenes of the craft centres: yards, shelves and benches with many pieces."""

import math

import numpy as np

import basket
import clay
import cloth
import common as c
import roots
import stone
import turned


def yard_light(target=(0, 0, 1), rays=3.0, sky=0.55):
    """A bright morning out of doors: open sky, a sun from the left."""
    c.world(sky, (0.86, 0.92, 1.0))
    c.sun((-2.2, -1.6, 1.9), rays, 1.2, (1, 0.90, 0.74), target=target)
    x, y, z = target
    c.area((x - 4.5, y - 2.5, z + 3), 3, 160, (1, 0.93, 0.82), target, 3)


def earth(colour=(0.36, 0.27, 0.19), back=7.0):
    """Trodden earth with small stones."""
    n = 320
    x, y = np.meshgrid(np.linspace(-8, 8, n), np.linspace(-7, back, n), indexing="ij")
    rng = np.random.default_rng(2)
    z = (
        0.02 * np.sin(x * 1.3 + y)
        + 0.015 * np.sin(2.1 * y - 0.7 * x)
        + rng.normal(0, 0.004, x.shape)
    )
    points = np.stack([x, y, np.minimum(z, 0.0) - 0.005], -1).reshape(-1, 3)
    g = c.Graph("earth")
    v = g.coord()
    broad, fine, grit = g.noise(v, 0.8, 5, 0.6), g.noise(v, 9, 6, 0.7), g.noise(v, 60, 3, 0.6)
    f = g.math("MULTIPLY_ADD", broad, 0.6, g.math("MULTIPLY", fine, 0.4))
    tone = g.ramp(
        f, [(0.32, tuple(t * 0.62 for t in colour)), (0.7, tuple(t * 1.18 for t in colour))]
    )
    look = g.finish(
        Base_Color=tone,
        Roughness=0.97,
        Normal=g.bump(g.math("ADD", fine, grit), 0.5, 0.04),
        Specular_IOR_Level=0.1,
    )
    c.mesh("earth", points, c.grid_faces(n, n), look)
    pebble = c.plaster("pebble", (0.40, 0.36, 0.31), 0.3, 0.2)
    for _ in range(70):
        px, py = rng.uniform(-4, 4), rng.uniform(-4.5, 4)
        c.ball(
            "pebble",
            rng.uniform(0.015, 0.05),
            pebble,
            (px, py, 0.005),
            (1, rng.uniform(0.7, 1.2), 0.6),
            (0, 0, rng.uniform(0, 6)),
            8,
        )


def plaited_wall(y, width=14.0, height=6.5, pitch=0.22):
    """A wall of plaited bamboo (gedek), out of focus behind a yard."""
    strips = c.Strips(11), c.Strips(12)
    for i in range(int(width / pitch)):
        x = -width / 2 + i * pitch
        z = np.linspace(0, height, int(height / pitch) * 4)
        wave = np.cos(2 * np.pi * (z / pitch - i - 0.5) / 4)
        path = np.stack([x + 0 * z, y - 0.012 * np.clip(wave * 2, -1, 1), z], 1)
        strips[0].add(path, (0, -1, 0), pitch * 0.46, 0.008)
    for j in range(int(height / pitch)):
        z = j * pitch
        x = np.linspace(-width / 2, width / 2, int(width / pitch) * 4)
        wave = -np.cos(2 * np.pi * (j - x / pitch - 0.5) / 4)
        path = np.stack([x, y - 0.012 * np.clip(wave * 2, -1, 1), z + 0 * x], 1)
        strips[1].add(path, (0, -1, 0), pitch * 0.46, 0.008)
    strips[0].build("wall", c.bamboo("gedek1", (0.26, 0.17, 0.08), (0.50, 0.37, 0.21), 0.6))
    strips[1].build("wall", c.bamboo("gedek2", (0.20, 0.125, 0.06), (0.42, 0.30, 0.16), 0.6))


def pole(strips, a, b, radius, knots=5):
    """A bamboo pole with its nodes."""
    t = np.linspace(0, 1, 120)
    a, b = np.asarray(a, float), np.asarray(b, float)
    line = a + (b - a) * t[:, None]
    near = np.abs(((t * knots) % 1) - 0.5)
    size = radius * (
        1
        + 0.14 * np.exp(-(((near - 0.0) / 0.03) ** 2))
        - 0.06 * np.exp(-(((near - 0.06) / 0.03) ** 2))
    )
    strips.add(line, (0.05, -1, 0.1), size, size, c.ROUND)


def vase_row(burl=False):
    """Turned vases, bowls and candle sticks on two shelves; from burl, jars and bowls alone."""
    looks = [
        c.wood("a", angle=0.5, seed=0.0, streaks=[(0.18, 0.13, (0.30, 0.20, 0.16), 0.85)]),
        c.wood("b", angle=-0.4, seed=2.3), c.wood("c", angle=1.1, seed=4.9, streaks=[(0.9, 0.2, (0.4, 0.3, 0.25), 0.7)]),
        c.wood("d", angle=0.8, seed=7.7), c.wood("e", angle=0.2, seed=9.1),
    ]  # fmt: skip
    if burl:
        looks = [turned.burl(f"burl-{k}", (0.4 + 1.7 * k, 1.3 - k, 0.2 + k)) for k in range(5)]
    urn = [
        (0, 0.01), (0.24, 0), (0.27, 0.02), (0.26, 0.06), (0.20, 0.10), (0.22, 0.16), (0.40, 0.42), (0.50, 0.75),
        (0.48, 1.02), (0.36, 1.22), (0.26, 1.32), (0.25, 1.40), (0.31, 1.50), (0.33, 1.52), (0.30, 1.53), (0.21, 1.42),
        (0.2, 1.3),
    ]  # fmt: skip
    candle = [
        (0, 0), (0.30, 0), (0.32, 0.02), (0.31, 0.07), (0.18, 0.12), (0.10, 0.20), (0.08, 0.40), (0.12, 0.52),
        (0.09, 0.62), (0.07, 0.90), (0.11, 1.02), (0.20, 1.08), (0.21, 1.12), (0.13, 1.13), (0.11, 1.08), (0, 1.07),
    ]  # fmt: skip
    bowl = [
        (0, 0.02), (0.24, 0.0), (0.27, 0.02), (0.28, 0.06), (0.45, 0.18), (0.58, 0.36), (0.61, 0.46), (0.595, 0.48),
        (0.57, 0.46), (0.52, 0.34), (0.34, 0.16), (0, 0.10),
    ]  # fmt: skip

    def sized(profile, size):
        return [(r * size, z * size) for r, z in profile]

    upper, lower = 2.10, 0.30
    jars = ((turned.JAR, 0.62, -1.30, 0), (urn, 1.0, 0.0, 1), (turned.JAR, 0.55, 1.28, 2))
    bowls = (
        (bowl, 1.1, -1.15, 3),
        (turned.JAR, 0.40, 0.10, 4),
        (bowl, 0.9, 1.25, 2),
        (bowl, 0.7, 1.25, 0),
    )
    for i, (profile, size, x, look) in enumerate(
        jars
        if burl
        else (
            (turned.VASE, 0.62, -1.45, 0),
            (urn, 0.92, -0.62, 1),
            (turned.BOTTLE, 0.88, 0.10, 2),
            (turned.VASE, 0.52, 0.78, 3),
            (urn, 0.72, 1.45, 4),
        )
    ):
        c.lathe("vase", sized(profile, size), looks[look], loc=(x, 0.10 * (-1) ** i, upper))
    for i, (profile, size, x, look) in enumerate(
        bowls
        if burl
        else (
            (turned.BUD, 0.95, -1.42, 3),
            (candle, 0.95, -0.72, 2),
            (bowl, 0.85, 0.05, 1),
            (bowl, 0.62, 0.05, 0),
            (candle, 1.1, 0.82, 4),
            (turned.BUD, 0.8, 1.46, 0),
        )
    ):
        lift = 0.24 if i == 3 else 0.0
        c.lathe("piece", sized(profile, size), looks[look], loc=(x, 0.0, lower + lift))
    board = c.wood(
        "board",
        "X",
        1.2,
        (0.08, 0.04, 0.018),
        (0.17, 0.09, 0.042),
        (0.27, 0.16, 0.08),
        seed=6,
        rough=0.5,
        k=0.8,
    )
    for z in (upper - 0.07, lower - 0.07):
        c.box("shelf", (4.6, 1.0, 0.12), board, (0, 0.05, z), bevel=0.012)
    for x in (-1.85, 1.85):
        for z in (upper, lower):
            c.box("bracket", (0.08, 0.8, 0.30), board, (x, 0.10, z - 0.26), bevel=0.012)
    c.wall(0.58, (0.74, 0.69, 0.60), 0.24)
    c.world(0.24)
    c.area((-4.8, -2.2, 4.2), 2.2, 520, (1, 0.92, 0.80), (0, 0, 1.8), 3.0)
    c.area((4.5, -4, 1.5), 3, 44, (1, 0.95, 0.9), (0, 0, 1.7))
    c.sun((-2.4, -2.6, 1.7), 2.2, 1.8, window=(3.4, 4.4, 2, 3, 0.12), target=(0.1, 0.2, 2.2))
    c.camera((0.5, -9.0, 2.6), (0.0, 0, 1.78), 68, 0.6, (0, -0.3, 1.9))
    return 0.1


def clay_yard():
    """Rows of pots drying in a yard."""
    dry = c.clay("dry", ((0.27, 0.125, 0.07), (0.40, 0.205, 0.12), (0.50, 0.28, 0.175)), soot=0.1)
    fired = c.clay("fired", soot=0.5)
    wet = c.clay("wet", ((0.13, 0.065, 0.042), (0.20, 0.105, 0.068), (0.27, 0.15, 0.10)), soot=0.1)
    small = [(r * 1.05, z) for r, z in clay.CUP]
    water = [
        (0.02, 0), (0.36, 0), (0.42, 0.04), (0.60, 0.32), (0.66, 0.60), (0.56, 0.88), (0.34, 1.04), (0.26, 1.12),
        (0.25, 1.28), (0.33, 1.40), (0.35, 1.43), (0.30, 1.44), (0.20, 1.28), (0.21, 1.1),
    ]  # fmt: skip
    plain = [
        (0.02, 0), (0.30, 0), (0.34, 0.03), (0.42, 0.35), (0.52, 0.72), (0.57, 0.80), (0.575, 0.86), (0.53, 0.87),
        (0.46, 0.70), (0.36, 0.35), (0.1, 0.12),
    ]  # fmt: skip
    shapes = [(clay.JAR, 0.62, 13), (water, 0.95, 9), (plain, 1.0, 7), (clay.TALL, 0.60, 13)]
    rng = np.random.default_rng(7)
    for row in range(5):
        profile, size, out = shapes[row % 4]
        y = -0.9 + row * 1.42
        look = (dry, fired, dry, fired, wet)[row]
        for k in range(6 + row):
            x = (k - (5 + row) / 2) * 1.30 + 0.25 * (row % 2) + rng.normal(0, 0.05)
            grown = size * rng.uniform(0.95, 1.05)
            pot = clay.Thrown([(r * grown, z * grown) for r, z in profile], 180, 8, out)
            pot.build(look, 0.8, loc=(x, y + rng.normal(0, 0.05), 0), rot=(0, 0, rng.uniform(0, 6)))
    for k in range(7):
        c.lathe(
            "cup",
            small,
            wet if k % 3 else dry,
            64,
            loc=(-2.34 + k * 0.78, -2.05 + 0.12 * (k % 2), 0.10),
        )
    board = c.wood(
        "board",
        "X",
        1.2,
        (0.10, 0.06, 0.035),
        (0.20, 0.13, 0.08),
        (0.32, 0.22, 0.14),
        seed=6,
        rough=0.7,
    )
    c.box("board", (5.2, 0.75, 0.09), board, (0.1, -2.0, 0.05), (0, 0, 0.02))
    earth()
    plaited_wall(6.6, 16, 6.4, 0.18)
    yard_light((0, 1, 0.6))
    c.camera((0.6, -8.6, 3.3), (0.05, 0.2, 0.62), 58, 0.55, (0, -0.9, 0.6))
    return 0.05


DRYING = ("mliwis_mukti", "sekar_jati", "jagung_miji_emas", "parang_dahana", "gatra_rinonce")


def drying_batik(cloths=DRYING, seen_from=(1.4, -9.2, 2.2), towards=(0.02, 0.2, 1.62), shift=0):
    """Cloths hung to dry on bamboo poles in a yard: two in front, three behind, two at the back."""
    drawn = [c.printed(name, cloth.picture(name), repeat=2.58) for name in cloths]
    bamboo_strips = c.Strips(4)
    for y, top, hung in (
        (0.0, 2.75, ((0, -1.02, 1.60, 2.25, 1), (1, 0.92, 1.62, 2.05, 5))),
        (1.9, 2.95, ((2, -1.75, 1.7, 2.3, 2), (3, 0.10, 1.65, 2.2, 3), (4, 1.95, 1.65, 2.25, 4))),
        (3.8, 3.10, ((1, -1.1, 1.8, 2.4, 6), (0, 1.0, 1.8, 2.3, 7))),
    ):
        for which, x, wide, front, seed in hung:
            look = drawn[which % len(drawn)]
            cloth.drape(look, x, wide, top, front, front - 0.5, 0.075, 2.58, 0.12, seed + shift, y)
        pole(bamboo_strips, (-4.2, y, top), (4.2, y, top), 0.058, 9)
        for x in (-2.35, 2.65):
            pole(bamboo_strips, (x - 0.30, y - 0.30, 0), (x + 0.06, y + 0.06, top + 0.35), 0.062, 5)
            pole(bamboo_strips, (x + 0.30, y + 0.25, 0), (x - 0.06, y - 0.06, top + 0.35), 0.062, 5)
    bamboo_strips.build("poles", c.bamboo("pole", (0.30, 0.24, 0.09), (0.55, 0.45, 0.20), 0.45, 40))
    earth((0.34, 0.28, 0.20))
    plaited_wall(6.4, 16, 7.6, 0.18)
    yard_light((0, 0, 1.6), 2.8, 0.6)
    c.camera(seen_from, towards, 62, 0.5, (0, -0.1, 1.7))
    return 0.0


def basket_stack():
    """Trays leaning and lying, baskets in a pile."""

    def group(parts, loc, rot, scale):
        holder = c.link("group", None, loc, rot)
        for part in parts:
            part.parent = holder
        holder.scale = (scale,) * 3

    for k in range(4):
        group(
            basket.disc(5 + k),
            (0.95, -0.10, 0.02 + 0.20 * k),
            (0.02 * k, 0, 0.5 * k),
            1.0 - 0.05 * k,
        )
    group(basket.disc(9), (-0.75, 0.98, 1.16), (math.radians(76), 0, 0.35), 1.05)
    group(basket.disc(13), (0.85, 0.98, 1.92), (math.radians(80), 0, -0.2), 0.92)

    def round_basket(low, high, top, foot, seed, stakes=56, rows=20):
        def ring(turn, t):
            r = foot + (top - foot) * np.sin(t * np.pi / 2) ** 0.8
            return r * np.cos(2 * np.pi * turn), r * np.sin(2 * np.pi * turn)

        woven = basket.Woven(ring, low, high, seed)
        parts = [
            woven.stakes(stakes, 0.036, 0.007, rows, 0.012).build("s", c.bamboo("s", *basket.PALE)),
            woven.rows(rows, stakes, 0.026, 0.006, 0.012).build(
                "r", c.bamboo("r", *(basket.TAN if seed % 2 else basket.PALE))
            ),
        ]
        rims = c.Strips(seed)
        basket.hoop(rims, top + 0.02, high, 0.020, 0.060)
        basket.hoop(rims, top - 0.03, high, 0.016, 0.052)
        basket.binding(rims, top - 0.005, high, 0.05, 0.075, 34, 2)
        parts.append(rims.build("rim", c.bamboo("rim", *basket.BROWN)))
        n = 100
        a = np.linspace(0, 1, n, endpoint=False)
        floor, _ = woven.at(a, 0 * a)
        parts.append(
            c.mesh("floor", floor, [list(range(n))], c.plain("floor", (0.25, 0.15, 0.06)), False)
        )
        return parts

    for k in range(3):
        group(
            round_basket(0.02, 0.92, 0.78 - 0.02 * k, 0.52, k + 1),
            (-0.85, -0.45, 0.30 * k),
            (0, 0, 0.4 * k),
            1.0,
        )
    group(round_basket(0.02, 0.62, 0.52, 0.36, 6, 44, 15), (0.72, -1.35, 0.02), (0, 0, 0.3), 0.9)
    c.wall(1.45, (0.72, 0.67, 0.58), 0.26)
    roots.floor((0.38, 0.35, 0.31))
    c.daylight((0, 0, 1.1), 520, 46, 0.28, 2.3, (3.4, 4.0, 2, 3, 0.12))
    c.camera((0.4, -9.2, 3.2), (0.06, 0, 1.14), 62, 0.55, (0, -0.7, 0.9))
    return 0.12


def stone_yard():
    """Rough onyx blocks and polished pieces on a bench of the stone cutters."""
    rng = np.random.default_rng(5)
    looks = [
        stone.onyx("honey", stone.HONEY, (0.5, 0.35, 0), 0.3),
        stone.onyx(
            "green",
            stone.GREEN,
            (1.2, 0.2, 0.4),
            2.1,
            clear=(0.33, 0.37, 0.21),
            vein=(0.30, 0.12, 0.03),
        ),
        stone.onyx(
            "white",
            stone.WHITE,
            (0.3, 1.0, 0.2),
            4.4,
            clear=(0.86, 0.74, 0.56),
            vein=(0.40, 0.16, 0.05),
        ),
    ]

    def rough(base, tone):
        g = c.Graph("rough")
        v = g.coord()
        w = g.noise(v, 1.5, 5, 0.6, 0.4)
        band = g.noise(
            g.along(g.math("MULTIPLY_ADD", w, 1.4, g.math("MULTIPLY", g.xyz(v)[2], 2.4))),
            2.0,
            5,
            0.6,
        )
        colour = g.ramp(band, [(0.3, base), (0.5, tone), (0.7, tuple(t * 0.75 for t in tone))])
        dust = g.noise(v, 5, 6, 0.7)
        colour = g.mix(g.ramp(dust, [(0.45, 0.0), (0.7, 0.8)]), colour, (0.55, 0.48, 0.38))
        return g.finish(
            Base_Color=colour, Roughness=0.85, Normal=g.bump(g.noise(v, 14, 6, 0.7), 0.6, 0.04)
        )

    rocks = [
        rough((0.24, 0.09, 0.03), (0.60, 0.36, 0.16)),
        rough((0.14, 0.17, 0.10), (0.40, 0.42, 0.27)),
        rough((0.45, 0.32, 0.2), (0.74, 0.64, 0.50)),
    ]

    def rock(at, size, look, seed):
        n, m = 130, 90
        a, p = (
            np.linspace(0, 2 * np.pi, n, endpoint=False)[:, None],
            np.linspace(0.001, np.pi - 0.001, m)[None, :],
        )
        way = np.stack([np.cos(a) * np.sin(p), np.sin(a) * np.sin(p), -np.cos(p) + 0 * a], -1)
        local = np.random.default_rng(seed)
        r = np.full((n, m), 1.5)
        for _ in range(16):
            normal = local.normal(size=3)
            normal /= np.linalg.norm(normal)
            facing = way @ normal
            r = np.minimum(
                r, np.where(facing > 0.05, local.uniform(0.72, 1.0) / np.maximum(facing, 0.05), 9)
            )
        r = r + 0.05 * c.fractal(way.reshape(-1, 3), (2.5, 2.5, 2.5), 4, seed).reshape(n, m)
        points = way * r[..., None] * np.asarray(size)
        c.mesh(
            "rock",
            points.reshape(-1, 3),
            c.grid_faces(n, m, True),
            look,
            loc=at,
            rot=(0, 0, local.uniform(0, 6)),
        )

    for at, size, k in (
        ((-1.35, 1.35, 0.62), (0.95, 0.80, 0.75), 0), ((0.35, 1.60, 0.80), (0.90, 0.85, 0.95), 1), ((1.75, 1.20, 0.52), (0.80, 0.70, 0.62), 2),
        ((-0.45, 0.75, 0.34), (0.55, 0.45, 0.40), 2), ((0.95, 0.55, 0.28), (0.42, 0.38, 0.34), 0), ((-2.3, 0.5, 0.35), (0.5, 0.45, 0.42), 1),
        ((2.2, 0.2, 0.22), (0.34, 0.30, 0.26), 1), ((-0.7, 2.3, 1.2), (0.9, 0.7, 0.8), 0),
    ):  # fmt: skip
        rock(at, size, rocks[k], k * 7 + int(at[0] * 10) + 40)
    board = c.wood(
        "bench",
        "X",
        1.2,
        (0.10, 0.06, 0.035),
        (0.20, 0.13, 0.08),
        (0.32, 0.22, 0.14),
        seed=6,
        rough=0.7,
    )
    top = 0.55
    for k in range(2):
        c.box("bench", (4.4, 0.50, 0.10), board, (0.1, -0.92 - k * 0.53, top - 0.05), bevel=0.015)
    for x in (-1.6, 1.8):
        c.box("leg", (0.16, 0.8, 0.48), board, (x, -1.18, 0.22))
    for x, y, r, k, lie in (
        (-1.05, -1.05, 0.27, 0, 0),
        (-0.52, -1.28, 0.20, 1, 1),
        (0.42, -1.02, 0.30, 2, 1),
        (1.02, -1.30, 0.21, 0, 1),
        (1.38, -0.95, 0.24, 1, 0),
    ):
        if lie:
            stone.egg((x, y, top + r * 0.98), r, looks[k], (math.radians(84), 0, rng.uniform(0, 3)))
        else:
            ring = [
                (r * 0.5, 0),
                (r * 0.62, 0),
                (r * 0.66, 0.05),
                (r * 0.60, 0.10),
                (r * 0.5, 0.10),
                (r * 0.45, 0.05),
                (r * 0.5, 0),
            ]
            c.lathe("ring", ring, board, 64, loc=(x, y, top))
            stone.egg((x, y, top + r * 1.30), r, looks[k])
    saucer = [
        (0.02, 0),
        (0.30, 0),
        (0.36, 0.03),
        (0.40, 0.14),
        (0.385, 0.17),
        (0.35, 0.15),
        (0.28, 0.08),
        (0.02, 0.07),
    ]
    c.lathe("dish", saucer, looks[0], loc=(-0.05, -1.32, top))
    earth((0.40, 0.34, 0.27))
    c.wall(4.2, (0.60, 0.55, 0.47), 0.4)
    yard_light((0, 0, 0.7), 2.6, 0.5)
    c.camera((0.5, -8.4, 2.5), (0.05, 0, 0.74), 62, 0.5, (0, -1.3, 0.8))
    return 0.0


def puppet_stand():
    """Three puppets side by side on the bench of their maker."""
    from sculpt import puppet  # noqa: PLC0415 - only this scene shows puppets

    for loc, kind, skin, robe, drawn, turn, strong in (
        (
            (-1.12, 0.15, 0),
            "knight",
            (0.70, 0.52, 0.30),
            (0.012, 0.05, 0.035),
            "sekar_jati",
            0.25,
            False,
        ),
        (
            (0.0, -0.12, 0),
            "king",
            (0.66, 0.42, 0.20),
            (0.16, 0.010, 0.016),
            "rancak_thengul",
            0.0,
            False,
        ),
        (
            (1.12, 0.15, 0),
            "knight",
            (0.46, 0.09, 0.04),
            (0.015, 0.022, 0.085),
            "parang_dahana",
            -0.28,
            True,
        ),
    ):
        puppet(loc, skin, robe, kind=kind, turn=turn, strong=strong, drawn=cloth.picture(drawn))
    c.wall(1.5, (0.68, 0.64, 0.56), 0.26)
    c.planks(1.4, seed=5)
    c.daylight((0, 0, 1.6), 520, 50, 0.27, 2.3, (3.4, 4.2, 2, 3, 0.12))
    c.camera((0.2, -9.6, 2.4), (0.0, 0, 1.62), 68, 0.55, (0, -0.3, 1.9))
    return 0.12


def root_yard():
    """Root stumps and a slab waiting in the yard of the carvers."""
    looks = [roots.root_wood("a", 4.0), roots.root_wood("b", 1.0), roots.root_wood("c", 7.0)]
    roots.stump(1.35, 0.55, 1.35, 0.72, 5, 3, looks[0], (-1.25, 0.4, 0.0), 0.4)
    roots.stump(1.05, 0.62, 1.15, 0.80, 6, 8, looks[1], (1.35, 0.75, 0.0), 2.0)
    fallen = roots.stump(1.5, 0.42, 1.05, 0.50, 5, 12, looks[2], (0.55, -0.95, 0.72), 0.0)
    fallen.rotation_euler = (math.radians(82), 0.3, 0.9)
    back = roots.stump(1.7, 0.6, 1.4, 0.75, 7, 15, looks[1], (0.2, 2.4, 0.0), 1.0)
    back.scale = (1.1,) * 3
    roots.stump(1.2, 0.55, 1.2, 0.66, 5, 19, looks[0], (-2.7, 2.2, 0.0), 2.4)
    roots.stump(1.3, 0.5, 1.2, 0.7, 6, 23, looks[2], (2.9, 2.3, 0.0), 0.2)
    for loc, radius in (((-1.25, 0.4, 1.36), 0.75), ((1.35, 0.75, 1.06), 0.82)):
        roots.slab(
            radius * 0.97, 1.0, 0.06, int(radius * 50), roots.root_wood("cut", 5.0, "X"), loc
        )
    roots.slab(
        1.0,
        0.85,
        0.14,
        31,
        roots.root_wood("slab", 3.0, "Y"),
        (-0.35, 1.15, 1.05),
        (math.radians(76), 0.05, 0.15),
    )
    earth()
    plaited_wall(5.4, 15, 6.4, 0.18)
    yard_light((0, 0, 0.8))
    c.camera((0.5, -9.4, 3.0), (0.0, 0.2, 0.95), 60, 0.5, (0, -0.6, 0.8))
    return 0.0


def workbench():
    """A joiner's bench: a carved panel at work, chisels, a mallet, shavings."""
    import relief  # noqa: PLC0415 - only this scene shows a panel

    top = c.wood(
        "bench",
        "X",
        1.2,
        (0.10, 0.06, 0.035),
        (0.21, 0.13, 0.075),
        (0.34, 0.22, 0.13),
        seed=6,
        rough=0.6,
        k=0.8,
    )
    for k in range(9):
        c.box("board", (14, 0.86, 0.16), top, (0.2 * k - 0.4, 4.5 - k * 0.88, -0.08), bevel=0.012)
    k = relief.Carving(1.25, 1.75, 300, 4)
    k.stem([(0, -0.80), (0.06, -0.3), (-0.04, 0.2), (0.02, 0.55)], 0.035, 0.05, 0.02)
    for j, y in enumerate((-0.70, -0.30, 0.10)):
        for s in (1, -1):
            k.leaf(
                (0, y),
                0.72 + 0.08 * j if s > 0 else math.pi - 0.72 - 0.08 * j,
                0.46,
                0.12,
                0.06,
                0.025,
                6,
                0.12 * s,
            )
    k.flower((0.02, 0.56), 0.20, 8, 0.07, 0.03)
    teak = relief.carved_wood(
        "panel",
        seed=4.4,
        dark=(0.11, 0.045, 0.016),
        mid=(0.25, 0.12, 0.043),
        light=(0.41, 0.225, 0.092),
    )
    c.box(
        "back",
        (1.29, 1.79, 0.12),
        c.wood("back", "Y", 0.5, seed=4.4),
        (-0.42, 0.30, 0.06),
        (0, 0, 0.16),
        0.012,
    )
    k.build(teak, (-0.42, 0.30, 0.128), (math.radians(-90), 0, 0.16))
    steel = c.metal("steel", (0.50, 0.50, 0.50), 0.24)
    brass = c.metal("brass", (0.60, 0.40, 0.15), 0.25)
    grip = [
        (0, 0), (0.055, 0.004), (0.075, 0.03), (0.078, 0.10), (0.062, 0.22), (0.060, 0.36), (0.074, 0.50), (0.060, 0.58),
        (0.050, 0.60), (0.050, 0.66), (0, 0.66),
    ]  # fmt: skip
    for i, (x, y, turn, wide) in enumerate(
        (
            (0.66, -0.95, 0.10, 0.055),
            (0.90, -0.92, 0.04, 0.040),
            (1.14, -0.96, -0.06, 0.070),
            (0.10, -0.90, 0.9, 0.045),
        )
    ):
        holder = c.link("chisel", None, (x, y, 0.082), (0, 0, turn))
        wood = c.wood(f"grip{i}", "Z", 0.4 + i, seed=1.3 * i, rough=0.4, k=2.0)
        parts = [
            c.lathe("grip", grip, wood, 48, rot=(math.radians(-90), 0, 0)),
            c.lathe(
                "ring",
                [(0.048, 0.60), (0.056, 0.60), (0.056, 0.665), (0.048, 0.665)],
                brass,
                48,
                rot=(math.radians(-90), 0, 0),
            ),
        ]
        loop = [
            (-0.018, 0.64),
            (-0.018, 0.86),
            (-wide, 0.98),
            (-wide, 1.42),
            (wide, 1.42),
            (wide, 0.98),
            (0.018, 0.86),
            (0.018, 0.64),
        ]
        parts.append(c.outline("blade", [loop], 0.030, steel, 0.006, (0, 0, -0.035)))
        for part in parts:
            part.parent = holder
    head = c.wood("head", "X", 0.7, seed=9.0, rough=0.55)
    c.lathe(
        "mallet", [(0, -0.34), (0.20, -0.34), (0.215, -0.32), (0.22, 0.0), (0.215, 0.32), (0.20, 0.34), (0, 0.34)], head,
        loc=(1.12, 1.15, 0.22), rot=(math.radians(90), 0, 2.03),
    )  # fmt: skip
    c.lathe(
        "haft", [(0, 0), (0.07, 0), (0.075, 0.03), (0.06, 0.4), (0.055, 0.9), (0.05, 1.1), (0, 1.1)], c.wood("haft", "Z", 0.3, seed=2),
        loc=(1.62, 0.12, 0.10), rot=(math.radians(-84), 0, 0.46),
    )  # fmt: skip
    strips = c.Strips(7)
    rng = np.random.default_rng(8)
    for _ in range(22):
        x, y = rng.uniform(-1.5, 1.5), rng.uniform(-1.7, 1.5)
        if abs(x + 0.42) < 0.85 and -0.75 < y < 1.35:
            if rng.random() < 0.6:
                continue
        q = np.linspace(0, rng.uniform(7, 16), 60)
        r = rng.uniform(0.06, 0.10) * (1 - 0.03 * q)
        turn = rng.uniform(0, 3.14)
        along = 0.034 * q
        px = x + np.cos(turn) * r * np.cos(q) - np.sin(turn) * along
        py = y + np.sin(turn) * r * np.cos(q) + np.cos(turn) * along
        on_panel = abs(x + 0.42) < 0.6 and -0.55 < y < 1.15
        pz = (0.30 if on_panel else 0.09) + r * np.sin(q)
        side = np.stack([np.cos(turn) * np.cos(q), np.sin(turn) * np.cos(q), np.sin(q)], 1)
        strips.add(np.stack([px, py, pz], 1), side, rng.uniform(0.030, 0.055), 0.002)
    shaving = c.bamboo("shaving", (0.34, 0.19, 0.08), (0.62, 0.42, 0.22), 0.6, 90)
    strips.build("shavings", shaving)
    c.world(0.25, (1.0, 0.95, 0.88))
    c.area((-4.4, 2.0, 3.2), 2.0, 420, (1, 0.93, 0.82), (0, 0, 0), 3.0)
    c.area((4, -2, 3), 3, 35, (1, 0.96, 0.9), (0, 0, 0))
    c.sun((-2.8, 1.2, 1.9), 2.2, 1.4, window=(3.6, 3.8, 2, 2, 0.14), target=(0.1, 0, 0))
    c.camera((0.3, -4.6, 6.6), (0.14, 0.14, 0.05), 74, 0.6, (0, -0.2, 0.2))
    return 0.12
