"""Carved and kneaded figures: solids blended in a field of distances, then painted."""

import math

import numpy as np
from skimage.measure import marching_cubes

import common as c


def turned(rot):
    """The matrix of a rotation about x, then y, then z."""
    cx, cy, cz = (math.cos(a) for a in rot)
    sx, sy, sz = (math.sin(a) for a in rot)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


class Solid:
    """A field of distances on a grid of cells; shapes are blended into it."""

    def __init__(self, low, high, cell):
        self.low, self.cell = np.asarray(low, float), cell
        axes = [
            np.arange(a, b + cell, cell, dtype=np.float32) for a, b in zip(low, high, strict=True)
        ]
        self.x, self.y, self.z = np.meshgrid(*axes, indexing="ij", sparse=True)
        self.field = np.full([len(a) for a in axes], 9.0, np.float32)

    def local(self, at, rot):
        x, y, z = self.x - at[0], self.y - at[1], self.z - at[2]
        if not any(rot):
            return x, y, z
        m = turned(rot).T
        return [m[k, 0] * x + m[k, 1] * y + m[k, 2] * z for k in range(3)]

    def join(self, other, blend):
        """The union with a soft seam of this width."""
        if blend <= 0:
            self.field = np.minimum(self.field, other)
        else:
            h = np.clip(0.5 + 0.5 * (self.field - other) / blend, 0, 1)
            self.field = self.field + (other - self.field) * h - blend * h * (1 - h)

    def cut(self, other, blend=0.01):
        h = np.clip(0.5 - 0.5 * (self.field + other) / blend, 0, 1)
        self.field = self.field + (-other - self.field) * h + blend * h * (1 - h)

    def ellipsoid(self, at, radii, rot=(0, 0, 0)):
        x, y, z = self.local(at, rot)
        a, b, d = radii
        near = np.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / d) ** 2)
        steep = np.sqrt((x / a**2) ** 2 + (y / b**2) ** 2 + (z / d**2) ** 2)
        return near * (near - 1) / (steep + 1e-6)

    def capsule(self, a, b, ra, rb):
        a, b = np.asarray(a, float), np.asarray(b, float)
        way = b - a
        h = ((self.x - a[0]) * way[0] + (self.y - a[1]) * way[1] + (self.z - a[2]) * way[2]) / (
            way @ way
        )
        h = np.clip(h, 0, 1)
        away = (self.x - a[0] - way[0] * h) ** 2 + (self.y - a[1] - way[1] * h) ** 2
        return np.sqrt(away + (self.z - a[2] - way[2] * h) ** 2) - (ra + (rb - ra) * h)

    def block(self, at, half, rot=(0, 0, 0), soft=0.01):
        x, y, z = self.local(at, rot)
        q = [np.abs(v) - (s - soft) for v, s in zip((x, y, z), half, strict=True)]
        outside = np.sqrt(sum(np.maximum(v, 0) ** 2 for v in q))
        return outside + np.minimum(np.maximum(np.maximum(q[0], q[1]), q[2]), 0) - soft

    def add(self, *shapes, blend=0.03):
        for shape in shapes:
            self.join(shape, blend)

    def surface(self):
        """Points and faces where the distance is nought."""
        points, faces, _, _ = marching_cubes(self.field, 0.0)
        return points * self.cell + self.low, faces[:, ::-1]


class Paint:
    """Colours laid one over the other on points."""

    def __init__(self, points, base):
        self.points = points
        self.colour = np.tile(np.asarray(base, float), (len(points), 1))

    def over(self, mask, colour):
        mask = np.clip(mask, 0, 1)[:, None]
        self.colour = self.colour * (1 - mask) + np.asarray(colour, float) * mask


def soft(distance, width):
    """1 inside (distance below nought), 0 outside, over a soft edge."""
    return np.clip(0.5 - distance / width, 0, 1)


def painted(name="painted", rough=0.42, grain=0.10, coat=0.25):
    """Paint by hand on wood or clay: slight brush marks, small chips left out."""
    g = c.Graph(name)
    colour = g.node("Attribute", {"attribute_name": "paint"}).outputs["Color"]
    v = g.coord()
    brush = g.noise(g.coord(src=v, scale=(30, 30, 8)), 1.0, 4, 0.6)
    cloud = g.noise(v, 5, 4, 0.6)
    colour = g.mix(g.math("MULTIPLY", cloud, 0.22), colour, (0.10, 0.05, 0.02))
    return g.finish(
        Base_Color=colour,
        Roughness=g.math("MULTIPLY_ADD", brush, 0.22, rough - 0.1),
        Normal=g.bump(g.math("MULTIPLY_ADD", cloud, 0.6, brush), grain, 0.02),
        Coat_Weight=coat,
        Coat_Roughness=0.25,
    )


# --- the head of a puppet ----------------------------------------------------------------------

BLACK, RED, WHITE = (0.012, 0.010, 0.009), (0.36, 0.02, 0.014), (0.78, 0.72, 0.60)
GOLD = (0.56, 0.33, 0.075)


def head_solid(cell=0.0046, strong=False):
    """A carved head, face towards -y, about .27 above and below its middle."""
    s = Solid((-0.30, -0.40, -0.42), (0.30, 0.28, 0.34), cell)
    s.add(s.ellipsoid((0, 0.01, 0.02), (0.205, 0.215, 0.265)))
    s.add(s.ellipsoid((0, -0.085, -0.195), (0.105, 0.105, 0.085)), blend=0.09)
    for side in (1, -1):
        s.add(s.ellipsoid((side * 0.115, -0.115, -0.065), (0.085, 0.075, 0.095)), blend=0.06)
        s.add(
            s.capsule((side * 0.025, -0.205, 0.105), (side * 0.155, -0.150, 0.110), 0.020, 0.013),
            blend=0.035,
        )
        s.add(
            s.ellipsoid((side * 0.083, -0.172, 0.050), (0.058, 0.038, 0.032), (0, 0, side * 0.3)),
            blend=0.012,
        )
        s.add(s.ellipsoid((side * 0.205, 0.02, 0.0), (0.03, 0.055, 0.085)), blend=0.015)
    tip = 0.33 if strong else 0.315
    s.add(s.capsule((0, -0.198, 0.100), (0, -tip + 0.02, -0.035), 0.020, 0.030), blend=0.035)
    s.add(s.ellipsoid((0, -tip + 0.015, -0.045), (0.034, 0.034, 0.028)), blend=0.02)
    for side in (1, -1):
        s.add(s.ellipsoid((side * 0.033, -0.258, -0.052), (0.023, 0.03, 0.020)), blend=0.014)
    s.add(s.ellipsoid((0, -0.205, -0.122), (0.066, 0.040, 0.019)), blend=0.014)
    s.add(s.ellipsoid((0, -0.200, -0.152), (0.050, 0.038, 0.018)), blend=0.012)
    s.cut(s.ellipsoid((0, -0.245, -0.138), (0.055, 0.03, 0.006)), 0.008)
    s.add(s.capsule((0, 0.03, -0.18), (0, 0.04, -0.42), 0.095, 0.10), blend=0.04)
    return s


def head_paint(points, skin, moustache=True, hair=BLACK):
    """Eyes, brows, lips, hair; the colours of a refined or a strong character by the skin."""
    x, y, z = points.T
    p = Paint(points, skin)
    front = soft(y + 0.06, 0.03)
    for side in (1, -1):
        a, b = (x * side - 0.083), z - 0.052 - 0.10 * (x * side - 0.083)
        lid = np.hypot(a / 0.061, b / 0.029) - 1
        p.over(front * soft(lid - 0.22, 0.10), BLACK)
        p.over(front * soft(lid, 0.12), WHITE)
        p.over(front * soft(np.hypot(a, b * 1.0) - 0.022, 0.006), BLACK)
        p.over(front * soft(np.hypot(a - 0.006, b - 0.008) - 0.005, 0.004), WHITE)
        t = x * side
        brow = np.abs(
            z
            - (
                0.122
                + 0.030 * np.sin(np.clip((t - 0.02) / 0.15, 0, 1) * np.pi)
                - 0.10 * np.clip(t - 0.13, 0, 1)
            )
        )
        wide = 0.019 * np.clip(1 - np.abs(t - 0.085) / 0.095, 0, 1) ** 0.6
        p.over(front * soft(brow - wide, 0.006) * (wide > 0.002), BLACK)
        if moustache:
            line = np.abs(z + 0.092 - 0.03 * (t / 0.1) ** 2 + 0.012)
            wide = 0.010 * np.clip(1 - (t - 0.012) / 0.095, 0, 1) * (t > 0.008)
            p.over(front * soft(line - wide, 0.006) * (wide > 0.001), BLACK)
        p.over(front * 0.22 * soft(np.hypot(t - 0.125, (z + 0.06)) - 0.05, 0.06), RED)
    lips = np.hypot(x / 0.064, (z + 0.137) / 0.034) - 1
    p.over(soft(y + 0.15, 0.02) * soft(lips, 0.25), (0.42, 0.03, 0.02))
    p.over(
        soft(y + 0.15, 0.02) * soft(np.abs(z + 0.138) - 0.002, 0.005) * (np.abs(x) < 0.06),
        (0.08, 0.01, 0.01),
    )
    line = 0.185 - 0.9 * np.clip(y + 0.06, 0, 0.16) - 0.25 * np.clip(np.abs(x) - 0.13, 0, 1)
    beard = soft(-(y - 0.06), 0.02) * soft(-(z + 0.16), 0.02)
    p.over(np.maximum(soft(line - z, 0.012), beard), hair)
    return p.colour


def head(skin, loc, scale=1.0, turn=0.0, strong=False, moustache=True):
    points, faces = head_solid(strong=strong).surface()
    thing = c.mesh(
        "head",
        points,
        faces,
        painted("face", 0.36),
        paint=head_paint(points, skin, moustache),
        loc=loc,
        rot=(0, 0, turn),
    )
    thing.scale = (scale,) * 3
    return thing


def gold(name="gold"):
    """Gold paint over red, worn on the edges."""
    g = c.Graph(name)
    v = g.coord()
    worn = g.ramp(g.noise(v, 9, 5, 0.65), [(0.60, 0.0), (0.72, 1.0)])
    colour = g.mix(worn, (0.62, 0.38, 0.10), (0.36, 0.16, 0.045))
    fine = g.noise(v, 40, 3)
    return g.finish(
        Base_Color=colour,
        Metallic=g.math("MULTIPLY_ADD", worn, -0.5, 0.75),
        Roughness=g.math("MULTIPLY_ADD", fine, 0.2, 0.26),
        Normal=g.bump(fine, 0.12, 0.01),
    )


def velvet(name, colour):
    g = c.Graph(name)
    nap = g.noise(g.coord(), 60, 3, 0.6)
    shade = g.mix(nap, tuple(v * 0.7 for v in colour), tuple(v * 1.15 for v in colour))
    return g.finish(
        Base_Color=shade, Roughness=0.95, Sheen_Weight=0.8, Sheen_Roughness=0.35, Specular_IOR_Level=0.1,
        Normal=g.bump(nap, 0.2, 0.01),
    )  # fmt: skip


def crown(kind, loc, turn, gilt, scale=1.0):
    """A king's tall crown, or a low cap for a knight; with wings at the ears."""
    x, y, z = loc
    tall = [
        (0.222, 0.150), (0.240, 0.152), (0.245, 0.160), (0.245, 0.205), (0.238, 0.212), (0.222, 0.216),
        (0.222, 0.240), (0.236, 0.243), (0.238, 0.270), (0.228, 0.276), (0.200, 0.280), (0.196, 0.330),
        (0.212, 0.334), (0.212, 0.352), (0.196, 0.358), (0.160, 0.362), (0.154, 0.410), (0.168, 0.414),
        (0.168, 0.430), (0.152, 0.436), (0.118, 0.440), (0.112, 0.486), (0.124, 0.490), (0.122, 0.504),
        (0.108, 0.510), (0.074, 0.514), (0.066, 0.560), (0.076, 0.566), (0.070, 0.582), (0.040, 0.60),
        (0.034, 0.65), (0.042, 0.66), (0.034, 0.68), (0.016, 0.74), (0, 0.77),
    ]  # fmt: skip
    low = [
        (0.222, 0.150), (0.240, 0.152), (0.246, 0.160), (0.246, 0.205), (0.238, 0.212), (0.226, 0.216),
        (0.226, 0.270), (0.205, 0.325), (0.16, 0.370), (0.09, 0.40), (0.05, 0.408), (0.052, 0.43),
        (0.03, 0.455), (0, 0.46),
    ]  # fmt: skip
    profile = tall if kind == "king" else low
    c.lathe(
        "crown",
        [(r * scale, h * scale) for r, h in profile],
        gilt,
        96,
        loc=(x, y + 0.01 * scale, z),
        levels=1,
    )
    gems = [
        c.Graph(f"gem{i}").finish(Base_Color=v, Roughness=0.12, Coat_Weight=0.6)
        for i, v in enumerate(((0.45, 0.01, 0.015), (0.01, 0.16, 0.07)))
    ]
    for row, (r, h, n) in enumerate(
        ((0.246, 0.183, 20), (0.238, 0.256, 18)) if kind == "king" else ((0.246, 0.183, 20),)
    ):
        for k in range(n):
            a = 2 * math.pi * k / n + turn
            at = (x + r * scale * math.sin(a), y + (0.01 - r * math.cos(a)) * scale, z + h * scale)
            c.ball("gem", 0.014 * scale, gems[(k + row) % 2], at, rings=8)
    # the leaf at the front and the wings behind the ears
    leaf = [(0, -0.02), (0.055, 0.03), (0.065, 0.08), (0.03, 0.12), (0.022, 0.16), (0, 0.23)]
    leaf = c.smooth_line(leaf, 6)
    loop = [*leaf.tolist(), *(leaf[::-1] * (-1, 1)).tolist()]
    ca, sa = math.cos(turn), math.sin(turn)
    front = (x + sa * 0.245 * scale, y - ca * 0.245 * scale, z + 0.20 * scale)
    c.outline(
        "leaf",
        [[(px * scale, py * scale) for px, py in loop]],
        0.02 * scale,
        gilt,
        0.006 * scale,
        front,
        (math.radians(80), 0, turn),
    )
    wing = c.smooth_line(
        [
            (0.0, -0.12), (0.07, -0.10), (0.13, -0.02), (0.10, 0.04), (0.17, 0.08), (0.16, 0.15), (0.12, 0.15),
            (0.17, 0.22), (0.15, 0.32), (0.06, 0.22), (0.0, 0.10), (0.0, -0.12),
        ],
        6,
    )  # fmt: skip
    for side in (1, -1):
        loop = [(px * side * scale, py * scale) for px, py in wing]
        at = (x + ca * side * 0.215 * scale, y + sa * side * 0.215 * scale + 0.03 * scale, z + 0.0)
        c.outline(
            "wing",
            [loop],
            0.022 * scale,
            gilt,
            0.007 * scale,
            at,
            (math.radians(90), 0, turn + side * 0.35),
        )


def puppet(
    loc=(0, 0, 0),
    skin=(0.66, 0.42, 0.20),
    robe=(0.16, 0.010, 0.016),
    batik="rancak_thengul",
    kind="king",
    turn=0.0,
    strong=False,
    drawn=None,
):
    """A rod puppet with velvet vest, batik skirt and carved arms, on its stand."""
    import cloth  # noqa: PLC0415 - only this scene dresses figures

    holder = c.link("puppet", None, loc, (0, 0, turn))
    before = set(c.bpy.data.objects)
    gilt = gold()
    teak = c.wood("stand", "X", 0.5, seed=2.0)
    c.box("stand", (0.95, 0.70, 0.14), teak, (0, 0.02, 0.07), bevel=0.03)
    c.curve("rod", [(0, 0.02, 0.1), (0, 0.02, 1.3)], 0.035, teak)
    # the skirt
    n, m = 420, 120
    a, t = np.linspace(0, 2 * np.pi, n, endpoint=False)[:, None], np.linspace(0, 1, m)[None, :]
    r = 0.225 + 0.235 * t**0.8
    fold = (
        0.5 * np.sin(9 * a + 0.6 * np.sin(2 * a))
        + 0.35 * np.sin(14 * a + 1.3)
        + 0.15 * np.sin(23 * a)
    )
    r = r + 0.050 * fold * t**0.9
    z = 1.36 - 1.02 * t + 0.012 * np.sin(5 * a) * t
    points = np.stack([r * np.cos(a), 0.80 * r * np.sin(a) + 0.02, z], -1).reshape(-1, 3)
    uv = np.stack([a / (2 * np.pi) * 1.15 + 0 * t, 1 - t * 0.46 - 0.54 + 0 * a], -1).reshape(-1, 2)
    look = c.printed("skirt", drawn or cloth.picture(batik), 210, repeat=2.4)
    c.mesh("skirt", points, c.grid_faces(n, m, True), look, uv=uv)
    # the vest
    s = Solid((-0.62, -0.40, 1.18), (0.62, 0.40, 2.22), 0.011)
    s.add(s.capsule((0, 0.02, 1.36), (0, 0.02, 1.72), 0.215, 0.25))
    s.add(s.ellipsoid((0, 0.02, 1.78), (0.40, 0.20, 0.17)), blend=0.12)
    for side in (1, -1):
        s.add(s.ellipsoid((side * 0.345, 0.02, 1.80), (0.115, 0.115, 0.12)), blend=0.07)
        s.add(
            s.capsule((side * 0.375, 0.02, 1.78), (side * 0.46, 0.00, 1.60), 0.105, 0.115),
            blend=0.05,
        )
    points, faces = s.surface()
    points[:, 1] = (points[:, 1] - 0.02) * 0.92 + 0.02
    c.mesh("vest", points, faces, velvet("velvet", robe))
    trims = c.Strips(3)

    def on_vest(x, z):
        """The front of the vest at (x, z)."""
        near = points[(np.abs(points[:, 0] - x) < 0.03) & (np.abs(points[:, 2] - z) < 0.03)]
        return float(near[:, 1].min()) if len(near) else -0.2

    def braid(xz, radius, double=0.0):
        path = c.smooth_line([(x, on_vest(x, z) - 0.006, z) for x, z in xz], 10)
        i = np.arange(len(path))
        path = path + np.stack([0 * i, 0 * i, double * np.sin(i * 1.5)], 1)
        c.cord(trims, path, radius)

    for inset in (0.0, 0.05):
        braid(
            [
                (-0.20 + inset, 1.93),
                (-0.13 + inset * 0.7, 1.78),
                (0, 1.60 + inset),
                (0.13 - inset * 0.7, 1.78),
                (0.20 - inset, 1.93),
            ],
            0.013,
            0.004,
        )
    braid([(0, 1.60), (0, 1.50), (0, 1.42)], 0.013, 0.0)
    for side in (1, -1):
        for k in range(3):
            zz = 1.72 - 0.085 * k
            x = 0.11 + 0.018 * k
            q = np.linspace(0, 5.5, 22)
            rr = 0.036 * (1 - q / 7.5)
            braid(
                [
                    (side * (x + u), zz + w)
                    for u, w in zip(rr * np.cos(q), rr * np.sin(q), strict=True)
                ][::3],
                0.0065,
            )
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    for z, r, thick in ((1.40, 0.236, 0.026), (1.335, 0.236, 0.020), (1.47, 0.238, 0.014)):
        ring = np.stack([r * np.cos(angle), 0.90 * r * np.sin(angle) + 0.02, z + 0 * angle], 1)
        c.cord(trims, ring, thick, closed=True)
    trims.build("trims", gilt)
    c.ball("buckle", 0.075, gilt, (0, -0.215, 1.385), (1, 0.35, 1))
    c.ball(
        "stone",
        0.035,
        c.Graph("ruby").finish(Base_Color=(0.45, 0.01, 0.015), Roughness=0.1, Coat_Weight=0.6),
        (0, -0.245, 1.385),
        (1, 0.5, 1),
    )
    # beads round the neck
    for drop, count in ((0.13, 26), (0.21, 34)):
        for k in range(count):
            u = -1 + 2 * (k + 0.5) / count
            x, zz = 0.15 * u * (1 + drop), 1.965 - drop * (1 - u * u) ** 0.8
            c.ball("bead", 0.0135, gilt, (x, on_vest(x, zz) - 0.012, zz), rings=8)
    # sash
    sash = c.printed("sash", drawn or cloth.picture(batik), 210, repeat=2.0)
    for side in (1, -1):
        nn = 60
        u, v = np.linspace(0, 1, nn)[:, None], np.linspace(-1, 1, 24)[None, :]
        x = side * (0.10 + 0.10 * u) + 0.065 * v * (1 - 0.25 * u)
        y = -0.235 - 0.14 * u**0.8 + 0.016 * np.sin(v * 5 + u * 4)
        zz = 1.37 - 0.72 * u - 0.05 * v * side * u
        uv = np.stack([v * 0.04 + 0.3 + 0 * u, 0.6 - u * 0.35 + 0 * v], -1).reshape(-1, 2)
        thing = c.mesh(
            "sash", np.stack([x, y, zz], -1).reshape(-1, 3), c.grid_faces(nn, 24), sash, uv=uv
        )
        thing.modifiers.new("thick", "SOLIDIFY").thickness = 0.01
    # arms
    arms = Solid((-0.78, -0.62, 1.05), (0.78, 0.20, 1.75), 0.0095)
    sticks = c.Strips(5)
    for side in (1, -1):
        elbow, hand = (side * 0.60, 0.02, 1.40), (side * 0.42, -0.40, 1.24)
        arms.add(arms.capsule((side * 0.44, 0.0, 1.64), elbow, 0.075, 0.058), blend=0.02)
        arms.add(arms.capsule(elbow, hand, 0.058, 0.040), blend=0.02)
        arms.add(
            arms.ellipsoid(
                (side * 0.400, -0.452, 1.215), (0.040, 0.072, 0.045), (0.35, 0, side * 0.35)
            ),
            blend=0.03,
        )
        for k in range(4):
            base = (side * (0.372 + 0.018 * k), -0.50, 1.232 - 0.018 * k)
            arms.add(
                arms.capsule(
                    base,
                    (base[0] - side * 0.035, base[1] - 0.075, base[2] - 0.012 * k),
                    0.013,
                    0.009,
                ),
                blend=0.012,
            )
        arms.add(
            arms.capsule((side * 0.40, -0.45, 1.25), (side * 0.36, -0.49, 1.285), 0.016, 0.011),
            blend=0.012,
        )
        c.cord(
            sticks,
            [(side * 0.405, -0.44, 1.20), (side * 0.36, -0.42, 0.75), (side * 0.30, -0.34, 0.16)],
            0.013,
        )
    points, faces = arms.surface()
    paint = Paint(points, skin)
    x = np.abs(points[:, 0])
    for side_at, wide in (((0.47, -0.28, 1.285), 0.026), ((0.50, -0.205, 1.315), 0.018)):
        way = np.array([0.18, 0.42, 0.16]) / np.linalg.norm([0.18, 0.42, 0.16])
        along = (np.stack([x, points[:, 1], points[:, 2]], 1) - side_at) @ way
        paint.over(soft(np.abs(along) - wide, 0.008) * (x > 0.40), GOLD)
    c.mesh("arms", points, faces, painted("skin"), paint=paint.colour)
    sticks.build("sticks", c.wood("sticks", seed=5.0))
    head(skin, (0, -0.02, 2.34), 1.22, strong=strong, moustache=kind == "king" or strong)
    crown(kind, (0, -0.02, 2.34), 0.0, gilt, 1.22)
    for thing in set(c.bpy.data.objects) - before:
        thing.parent = holder
    return holder


def thengul(close=False):
    """The king Angling Dharma, alone before the wall."""
    puppet(turn=-0.22)
    c.wall(1.7, (0.70, 0.66, 0.58), 0.24)
    c.planks(1.5, seed=5)
    c.daylight((0, 0, 1.5), 440, 40, 0.25, 2.2, (2.8, 3.8, 2, 3, 0.11))
    if close:
        c.camera((-1.5, -5.4, 2.8), (0.0, -0.1, 2.34), 100, 0.42, (-0.02, -0.32, 2.3))
    else:
        c.camera((0.2, -8.6, 2.35), (0.02, 0, 1.60), 82, 0.5, (0, -0.3, 1.9))
    return 0.12


def tiger_solid(cell):
    s = Solid((-1.30, -0.72, -0.02), (1.25, 0.72, 1.95), cell)
    s.add(s.ellipsoid((0.18, 0, 0.80), (0.78, 0.47, 0.46)))
    s.add(s.ellipsoid((-0.42, 0, 0.86), (0.42, 0.44, 0.46)), blend=0.15)
    s.add(s.ellipsoid((-0.66, 0, 1.28), (0.40, 0.45, 0.40)), blend=0.12)
    s.add(s.ellipsoid((-0.95, 0, 1.15), (0.20, 0.27, 0.19)), blend=0.07)
    for side in (1, -1):
        s.add(s.ellipsoid((-1.03, side * 0.11, 1.13), (0.12, 0.14, 0.12)), blend=0.03)
        s.add(s.ellipsoid((-0.965, side * 0.20, 1.40), (0.055, 0.085, 0.085)), blend=0.02)
        s.add(
            s.ellipsoid((-0.58, side * 0.34, 1.63), (0.085, 0.14, 0.15), (side * 0.5, 0, 0)),
            blend=0.04,
        )
        s.cut(s.ellipsoid((-0.67, side * 0.355, 1.65), (0.055, 0.075, 0.085)), 0.04)
        for x in (-0.48, 0.62):
            s.add(
                s.capsule((x, side * 0.27, 0.62), (x - 0.02, side * 0.30, 0.16), 0.20, 0.165),
                blend=0.08,
            )
            s.add(s.ellipsoid((x - 0.08, side * 0.30, 0.10), (0.21, 0.17, 0.12)), blend=0.05)
            for toe in (-1, 0, 1):
                s.cut(
                    s.capsule(
                        (x - 0.30, side * 0.30 + toe * 0.055 - 0.02, 0.02),
                        (x - 0.25, side * 0.30 + toe * 0.055 - 0.02, 0.18),
                        0.010,
                        0.006,
                    ),
                    0.02,
                )
    s.add(s.ellipsoid((-1.125, 0, 1.225), (0.055, 0.085, 0.05)), blend=0.02)
    s.cut(s.ellipsoid((-1.10, 0, 1.02), (0.12, 0.15, 0.028), (0, 0.25, 0)), 0.02)
    s.add(s.ellipsoid((-0.98, 0, 0.985), (0.14, 0.15, 0.07)), blend=0.04)
    tail = [
        (0.88, 0, 0.92),
        (1.05, 0.06, 1.12),
        (1.02, 0.12, 1.38),
        (0.82, 0.14, 1.50),
        (0.66, 0.12, 1.42),
    ]
    line = c.smooth_line(tail, 4)
    for a, b in zip(line[:-1], line[1:], strict=True):
        s.join(s.capsule(a, b, 0.085, 0.083), 0.03)
    s.cut(s.block((0.18, 0, 1.27), (0.17, 0.016, 0.12)), 0.012)
    return s


def tiger_paint(points, base, seed=1):
    x, y, z = points.T
    rng = np.random.default_rng(seed)
    p = Paint(points, base)
    side = np.abs(y)
    p.over(soft(z - 0.52 - 0.05 * np.sin(x * 7), 0.10) * soft(side - 0.30, 0.2) * (x > -0.7), WHITE)
    p.over(
        soft(np.hypot(np.hypot((x + 1.02) / 0.24, y / 0.34), (z - 1.10) / 0.20) - 1, 0.25), WHITE
    )
    p.over(
        soft(np.hypot((x + 0.62) / 0.3, (z - 0.80) / 0.26) - 1, 0.3)
        * soft(side - 0.22, 0.15)
        * (x < -0.6),
        WHITE,
    )
    # stripes run round the body from the back, tapering downwards
    for k, at in enumerate(np.arange(-0.20, 0.95, 0.155)):
        lean = at + 0.10 * (1.2 - z) + 0.03 * np.sin(z * 9 + k * 2)
        reach = np.clip((z - (0.58 + 0.16 * (k % 2))) / 0.45, 0, 1)
        p.over(
            soft(np.abs(x - lean) - 0.036 * reach**0.7, 0.016) * (reach > 0.02) * (x < 0.98), BLACK
        )
    for k in range(3):
        for leg in (-0.48, 0.62):
            near = soft(np.abs(x - leg) - 0.27, 0.05) * (z < 0.52) * (side > 0.16)
            band = np.abs(z - 0.46 + 0.115 * k + 0.05 * np.sin(x * 14)) - 0.020
            p.over(near * soft(band, 0.014) * soft(-(side - 0.30), 0.12), BLACK)
    tail = soft(-(x - 0.60), 0.04) * soft(-(z - 1.06 + 0.35 * (x < 0.9)), 0.05)
    ring = np.sin((np.arctan2(z - 1.2, x - 0.82)) * 9)
    p.over(tail * soft(-(ring - 0.35), 0.3), BLACK)
    head = soft(x + 0.42, 0.06) * soft(-(z - 0.95), 0.1)
    for k in range(3):
        arch = np.abs(np.hypot((z - 1.30) * 1.15, y) - (0.40 - 0.07 * k)) - 0.017
        p.over(
            head
            * soft(arch, 0.014)
            * soft(-(z - 1.50 - 0.02 * k), 0.03)
            * soft(side - 0.26, 0.06)
            * (x > -1.0),
            BLACK,
        )
        stripe = np.abs(z - (1.32 - 0.10 * k) - 0.25 * (side - 0.4)) - 0.017
        p.over(head * soft(stripe, 0.014) * soft(-(side - 0.33), 0.03) * (x < -0.50), BLACK)
    for s in (1, -1):
        d = np.hypot(np.hypot((x + 0.965) * 0.8, y - s * 0.20), z - 1.40)
        p.over(soft(d - 0.098, 0.014), BLACK)
        p.over(soft(d - 0.076, 0.012), (0.72, 0.62, 0.10))
        front = np.hypot(y - s * 0.20, z - 1.40)
        p.over(soft(front - 0.036, 0.010) * soft(d - 0.09, 0.01) * (x < -0.97), BLACK)
        p.over(
            soft(np.hypot(y - s * 0.20 - 0.012, z - 1.415) - 0.010, 0.008)
            * (d < 0.09)
            * (x < -0.97),
            (0.9, 0.9, 0.85),
        )
        ear = np.hypot(np.hypot(x + 0.66, y - s * 0.355), z - 1.655)
        p.over(soft(ear - 0.085, 0.02), (0.50, 0.16, 0.12))
        for i in range(3):
            for j in range(2):
                dot = np.hypot(
                    y - s * (0.10 + 0.045 * i), z - (1.14 - 0.045 * j + 0.006 * rng.normal())
                )
                p.over(soft(dot - 0.009, 0.006) * (x < -1.0), BLACK)
    p.over(
        soft(np.hypot(np.hypot(x + 1.14, y * 0.75), (z - 1.235)) - 0.062, 0.012), (0.10, 0.02, 0.02)
    )
    p.over(soft(np.abs(y) - 0.007, 0.006) * (x < -1.05) * (z < 1.19) * (z > 1.05), BLACK)
    mouth = np.hypot(np.hypot((x + 1.10) / 0.14, y / 0.165), (z - 1.02) / 0.040) - 1
    p.over(soft(mouth, 0.25), (0.42, 0.02, 0.018))
    for x0 in (-0.48, 0.62):
        p.over(
            soft(x - x0 + 0.22, 0.02)
            * (z < 0.14)
            * (x > x0 - 0.4)
            * soft(np.abs(np.sin((side - 0.30) * 56)) - 0.25, 0.2),
            BLACK,
        )
    return p.colour


def money_box(close=False):
    """The tiger of Rendeng, a large and a small one, with the slot on the back."""
    for scale, loc, turn, base, seed in (
        (1.0, (0.02, 0.10, 0), 0.80, (0.62, 0.255, 0.030), 1),
        (0.46, (0.92, -1.08, 0), 1.05, (0.66, 0.42, 0.055), 3),
    ):
        points, faces = tiger_solid(0.0125 if scale == 1.0 else 0.02).surface()
        thing = c.mesh(
            "tiger",
            points,
            faces,
            painted("glaze", 0.55, 0.45, 0.08),
            paint=tiger_paint(points, base, seed),
            loc=loc,
            rot=(0, 0, turn),
        )
        thing.scale = (scale,) * 3
    c.wall(2.2, (0.66, 0.66, 0.60), 0.24)
    c.planks(1.8, seed=3)
    coin = c.metal("coin", (0.55, 0.50, 0.42), 0.3)
    for x, y, z in ((-0.62, -1.35, 0.0), (-0.50, -1.30, 0.028), (-0.92, -1.22, 0.0)):
        c.lathe(
            "coin",
            [
                (0, 0),
                (0.115, 0),
                (0.122, 0.006),
                (0.122, 0.022),
                (0.115, 0.028),
                (0.10, 0.024),
                (0, 0.024),
            ],
            coin,
            64,
            loc=(x, y, z),
            levels=1,
        )
    c.daylight((0, 0, 1.0), 440, 42, 0.25, 2.1)
    c.camera((-0.2, -8.2, 3.5), (0.08, -0.15, 0.82), 74, 0.5, (-0.3, -0.9, 1.1))
    return 0.12
