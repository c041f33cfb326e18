"""Carved panels: a peacock in root wood, carp and lotus, a mask on the wall."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import distance_transform_edt, gaussian_filter

import common as c


class Carving:
    """A panel as heights; shapes are raised one over the other."""

    def __init__(self, width, height, scale=300, seed=1):
        self.width, self.height, self.scale = width, height, scale
        self.columns, self.rows = int(width * scale), int(height * scale)
        rng = np.random.default_rng(seed)
        grid = rng.standard_normal((self.rows // 9, self.columns // 9)).astype(np.float32)
        gouges = Image.fromarray(grid).resize((self.columns, self.rows), Image.BICUBIC)
        self.depth = np.asarray(gouges) * 0.006

    def pixels(self, points):
        points = np.asarray(points, float)
        return [
            ((x + self.width / 2) * self.scale, (self.height / 2 - y) * self.scale)
            for x, y in points
        ]

    def shape(self, points, high, base=0.0, dome=0.08, tilt=0.0):
        """Raise a closed figure: flat in the middle, rounded over `dome` at its edge."""
        px = self.pixels(points)
        xs, ys = [p[0] for p in px], [p[1] for p in px]
        x0, y0 = max(int(min(xs)) - 2, 0), max(int(min(ys)) - 2, 0)
        x1, y1 = min(int(max(xs)) + 3, self.columns), min(int(max(ys)) + 3, self.rows)
        if x1 <= x0 or y1 <= y0:
            return
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in px], fill=255)
        inside = np.asarray(mask) > 0
        away = distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1] / self.scale
        t = np.clip(away / dome, 0, 1)
        part = self.depth[y0:y1, x0:x1]
        lean = tilt * (np.arange(x1 - x0)[None, :] / max(x1 - x0, 1) - 0.5)
        raised = base + lean + high * (0.25 + 0.75 * np.sqrt(np.clip(1 - (1 - t) ** 2, 0, 1)))
        part[inside] = np.maximum(raised, part * 0 + base)[inside]

    def groove(self, lines, wide, deep, soft=0.8):
        """Cut lines of one width into what is there."""
        image = Image.new("L", (self.columns, self.rows), 0)
        draw = ImageDraw.Draw(image)
        for line in lines:
            draw.line(
                self.pixels(line), fill=255, width=max(2, int(wide * self.scale)), joint="curve"
            )
        cut = np.asarray(image.filter(ImageFilter.GaussianBlur(wide * self.scale * soft))).astype(
            np.float32
        )
        self.depth = self.depth - deep * cut / 255

    def leaf(self, at, turn, length, width, high=0.10, base=0.04, veins=6, bend=0.0):
        """A leaf with a midrib and veins."""
        u = np.linspace(0, 1, 50)
        half = width * np.sin(np.pi * u**0.82) ** 0.75 * (1 + 0.07 * np.sin(u * 24))
        ca, sa = math.cos(turn), math.sin(turn)

        def place(x, y):
            y = y + bend * length * (x / length) ** 2
            return np.stack([at[0] + ca * x - sa * y, at[1] + sa * x + ca * y], -1)

        loop = np.concatenate([place(u * length, half), place(u * length, -half)[::-1]])
        self.shape(loop, high, base, max(width * 0.9, 0.02))
        lines = [place(np.linspace(-0.02, 0.95, 12) * length, np.zeros(12))]
        for k in range(1, veins + 1):
            start = k / (veins + 1.5)
            end = min(start + 0.15, 0.96)
            for side in (1, -1):
                reach = side * 0.85 * width * math.sin(math.pi * end**0.82) ** 0.75
                lines.append(place(np.array([start, end]) * length, np.array([0, reach])))
        self.groove(lines, 0.011, 0.030)

    def flower(self, at, size, petals=7, high=0.12, base=0.05, turn=0.0):
        for ring, (share, count) in enumerate(((1.0, petals), (0.62, petals - 1))):
            for k in range(count):
                a = turn + 2 * math.pi * (k + 0.5 * ring) / count
                u = np.linspace(0, 1, 24)
                half = 0.30 * size * share * np.sin(np.pi * u**1.25) ** 0.7
                x = u * size * share
                ca, sa = math.cos(a), math.sin(a)
                upper = np.stack([at[0] + ca * x - sa * half, at[1] + sa * x + ca * half], -1)
                lower = np.stack([at[0] + ca * x + sa * half, at[1] + sa * x - ca * half], -1)
                self.shape(
                    np.concatenate([upper, lower[::-1]]), high, base + 0.05 * ring, 0.10 * size
                )
                self.groove(
                    [np.stack([at[0] + ca * x[3:18], at[1] + sa * x[3:18]], -1)], 0.010, 0.02
                )
        a = np.linspace(0, 2 * np.pi, 40)
        r = 0.20 * size
        self.shape(
            np.stack([at[0] + r * np.cos(a), at[1] + r * np.sin(a)], -1), high, base + 0.10, r
        )

    def stem(self, points, wide, high=0.06, base=0.03):
        line = c.smooth_line(points, 14)
        way = np.gradient(line, axis=0)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        side = np.stack([-way[:, 1], way[:, 0]], -1)
        half = wide * np.linspace(1, 0.55, len(line))[:, None]
        self.shape(
            np.concatenate([line + side * half, (line - side * half)[::-1]]), high, base, wide
        )

    def build(self, look, loc=(0, 0, 0), rot=(0, 0, 0)):
        """The panel standing in the xz plane, carved side towards the lens."""
        z = gaussian_filter(self.depth, 1.0)
        low = np.clip((gaussian_filter(z, 9) - z) * 14, 0, 1) * 0.75
        floor = np.clip(1 - z / 0.05, 0, 1) * 0.35
        x = np.linspace(-self.width / 2, self.width / 2, self.columns)[None, :] + 0 * z
        y = np.linspace(self.height / 2, -self.height / 2, self.rows)[:, None] + 0 * z
        points = np.stack([x, -z, y], -1).reshape(-1, 3)
        high = np.clip((z - gaussian_filter(z, 6)) * 10, 0, 1) * 0.30
        return c.mesh(
            "panel", points, c.grid_faces(self.rows, self.columns), look,
            attributes={"crev": np.clip(low + floor, 0, 0.85), "sap": high}, loc=loc, rot=rot,
        )  # fmt: skip


def carved_wood(
    name,
    axis="Z",
    seed=1.0,
    dark=(0.075, 0.030, 0.011),
    mid=(0.19, 0.084, 0.029),
    light=(0.33, 0.17, 0.066),
):
    return c.wood(
        name,
        axis,
        0.5,
        dark,
        mid,
        light,
        rough=0.42,
        k=0.9,
        seed=seed,
        coat=0.12,
        flow=True,
        wobble=0.5,
    )


def frame(width, height, wide, look_x, look_z, loc, deep=0.16):
    """Four mitre-less rails round a panel."""
    x, y, z = loc
    for side in (1, -1):
        c.box(
            "rail",
            (width + 2 * wide, deep, wide),
            look_x,
            (x, y, z + side * (height + wide) / 2),
            bevel=0.025,
        )
        c.box(
            "stile",
            (wide, deep, height),
            look_z,
            (x + side * (width + wide) / 2, y, z),
            bevel=0.025,
        )


def peacock():
    """A peacock on a branch, its train falling, carved deep into a slab of root wood."""
    k = Carving(2.1, 2.75, 290, 3)
    # the train
    eyes = []
    for i, bend in enumerate(np.linspace(-1, 1, 9)):
        tip = (-0.28 + 0.66 * bend - 0.04 * abs(bend), -1.12 + 0.22 * abs(bend) + 0.09 * (i % 2))
        line = [(0.16, 0.30), (0.05 + 0.16 * bend, -0.15), (-0.18 + 0.42 * bend, -0.68), tip]
        k.stem(line, 0.060, 0.05, 0.05 + 0.01 * (i % 2))
        eyes.append((tip, math.atan2(tip[1] + 0.68, tip[0] + 0.18 - 0.42 * bend)))
        path = c.smooth_line(line, 12)
        barbs = []
        for j in range(4, len(path) - 1, 1):
            way = path[j] - path[j - 1]
            side = np.array([-way[1], way[0]]) / (np.linalg.norm(way) + 1e-9)
            for s in (1, -1):
                barbs.append([path[j], path[j] + s * side * 0.06 - way * 0.5])
        k.groove(barbs, 0.008, 0.022)
    for i, (tip, a) in enumerate(eyes):
        base = 0.09 + 0.014 * (i % 3)
        start = (tip[0] - 0.30 * math.cos(a), tip[1] - 0.30 * math.sin(a))
        k.leaf(start, a, 0.50, 0.118, 0.06, base, 9)
        t = np.linspace(0, 2 * np.pi, 50)
        for size, high in ((0.082, 0.07), (0.040, 0.10)):
            x, y = 1.25 * size * np.cos(t), size * np.sin(t)
            ca, sa = math.cos(a), math.sin(a)
            loop = np.stack([tip[0] + ca * x - sa * y, tip[1] + sa * x + ca * y], -1)
            k.shape(loop, high, base + 0.02, size * 0.7)
    # the branch and leaves
    k.stem([(-1.0, -0.12), (-0.5, 0.04), (0.0, 0.0), (0.5, 0.10), (1.02, 0.30)], 0.062, 0.10, 0.08)
    k.stem([(0.62, 0.14), (0.86, -0.25), (0.78, -0.72), (0.90, -1.15)], 0.035, 0.06, 0.03)
    k.stem([(-0.55, 0.04), (-0.82, 0.42), (-0.70, 0.86), (-0.88, 1.22)], 0.035, 0.06, 0.03)
    for x, y, turn, size in (
        (0.84, -0.30, -0.35, 0.34), (0.80, -0.62, -2.5, 0.40), (0.84, -0.85, -0.5, 0.34), (0.88, -1.08, -2.3, 0.36),
        (-0.80, 0.36, 2.7, 0.30), (-0.74, 0.60, 0.9, 0.42), (-0.74, 0.82, 2.5, 0.32), (-0.84, 1.10, 0.55, 0.42),
        (-0.55, 0.05, 1.25, 0.40), (-0.85, -0.12, -2.2, 0.34), (0.80, 0.24, 0.9, 0.40), (0.92, 0.40, 1.75, 0.34),
    ):  # fmt: skip
        k.leaf((x, y), turn, size, size * 0.30, 0.08, 0.05)
    k.flower((0.66, 0.98), 0.26, 8)
    k.flower((0.80, -1.28), 0.17, 7)
    k.flower((-0.36, 1.18), 0.17, 7)
    for x, y, turn, size in (
        (0.52, 1.16, 2.2, 0.30),
        (0.88, 1.14, 0.7, 0.28),
        (0.86, 0.80, -0.4, 0.26),
        (-0.22, 1.26, 0.2, 0.3),
    ):
        k.leaf((x, y), turn, size, size * 0.30, 0.08, 0.04)
    # the bird
    wing_at = (0.26, 0.34)
    body = c.smooth_line(
        [(0.02, 0.16), (-0.02, 0.38), (0.06, 0.62), (0.12, 0.82), (0.02, 0.98), (-0.06, 1.08), (-0.02, 1.18), (0.08, 1.21),
         (0.17, 1.15), (0.22, 0.98), (0.32, 0.78), (0.46, 0.56), (0.48, 0.30), (0.34, 0.10), (0.16, 0.04), (0.02, 0.16)],
        12,
    )  # fmt: skip
    k.shape(body, 0.16, 0.16, 0.15)
    beak = c.smooth_line(
        [(-0.05, 1.12), (-0.12, 1.09), (-0.19, 1.02), (-0.10, 1.03), (-0.04, 1.04)], 6
    )
    k.shape(beak, 0.06, 0.20, 0.03)
    for j in range(4):
        a = 1.2 + 0.28 * j
        end = (0.07 + 0.26 * math.cos(a), 1.20 + 0.20 * math.sin(a))
        k.stem(
            [(0.07, 1.19), ((0.07 + end[0]) / 2, (1.19 + end[1]) / 2 + 0.01), end],
            0.012,
            0.03,
            0.10,
        )
        t = np.linspace(0, 2 * np.pi, 20)
        k.shape(
            np.stack([end[0] + 0.028 * np.cos(t), end[1] + 0.028 * np.sin(t)], -1),
            0.05,
            0.10,
            0.028,
        )
    t = np.linspace(0, 2 * np.pi, 24)
    k.shape(np.stack([0.045 + 0.024 * np.cos(t), 1.115 + 0.024 * np.sin(t)], -1), 0.03, 0.30, 0.02)
    scales = []
    for row in range(9):
        for col in range(-3, 4):
            x, y = 0.15 + 0.02 * row * 0.6 + col * 0.066 + 0.033 * (row % 2), 0.92 - row * 0.072
            s = np.linspace(math.pi * 1.08, math.pi * 1.92, 9)
            scales.append(np.stack([x + 0.033 * np.cos(s), y + 0.040 * np.sin(s)], -1))
    keep = [line for line in scales if all(inside(body, p) for p in line)]
    k.groove(keep, 0.009, 0.026)
    for row in range(3):
        for j in range(6):
            a = -0.62 - 0.17 * j - 0.10 * row
            start = (wing_at[0] - 0.02 * row, wing_at[1] + 0.20 - 0.035 * j)
            k.leaf(start, a, 0.50 - 0.12 * row - 0.02 * j, 0.055, 0.055, 0.24 + 0.035 * row, 5)
    look = carved_wood("root", seed=2.4)
    k.build(look, (0, 0.28, 1.66))
    frame(
        2.1,
        2.75,
        0.14,
        c.wood("x", "X", 0.4, seed=5, rough=0.42),
        c.wood("z", "Z", 0.9, seed=7, rough=0.42),
        (0, 0.26, 1.66),
        0.20,
    )
    panel_light()
    c.camera((0.5, -8.6, 1.9), (0.0, 0.2, 1.58), 78, 0.8, (0, 0.1, 1.6))
    return 0.16


def inside(loop, point):
    """Whether a point lies in a closed figure."""
    x, y = loop[:, 0], loop[:, 1]
    x2, y2 = np.roll(x, 1), np.roll(y, 1)
    cross = ((y > point[1]) != (y2 > point[1])) & (
        point[0] < (x2 - x) * (point[1] - y) / (y2 - y + 1e-12) + x
    )
    return bool(cross.sum() % 2)


def panel_light():
    """Raking light from the left: a relief lives on its shadows."""
    c.wall(0.42, (0.76, 0.71, 0.63), 0.20)
    c.planks(0.40, seed=4)
    c.world(0.20)
    c.area((-4.8, -1.0, 4.2), 1.6, 560, (1, 0.92, 0.80), (0, 0.2, 1.6), 2.6)
    c.area((4.5, -4, 1.5), 3, 30, (1, 0.95, 0.9), (0, 0, 1.7))
    c.sun((-3.2, -1.5, 2.0), 1.9, 1.8, window=(3.2, 4.2, 2, 3, 0.12), target=(0, 0.2, 1.9))


def carp():
    """Two carp among lotus, a panel of Senenan."""
    k = Carving(1.95, 2.6, 300, 5)
    waves = []
    for j in range(26):
        y = -1.25 + j * 0.10
        x = np.linspace(-0.97, 0.97, 60)
        waves.append(np.stack([x, y + 0.030 * np.sin(x * 9 + j * 1.9)], -1))
    k.groove(waves, 0.018, 0.022)

    def fish(at, turn, size, flip):
        ca, sa = math.cos(turn), math.sin(turn)

        def place(points):
            points = np.asarray(points, float) * size
            bend = 0.30 * (points[:, 0] / size) ** 2 * size * flip
            x, y = points[:, 0], points[:, 1] + bend
            return np.stack([at[0] + ca * x - sa * y, at[1] + sa * x + ca * y], -1)

        for fin in (
            [
                (-0.72, 0.02),
                (-1.02, 0.34),
                (-1.28, 0.44),
                (-1.12, 0.10),
                (-1.18, -0.02),
                (-1.12, -0.14),
                (-1.28, -0.46),
                (-1.0, -0.34),
                (-0.72, -0.02),
            ],
            [(0.28, 0.24), (0.12, 0.46), (-0.18, 0.50), (-0.42, 0.36), (-0.44, 0.18), (0.0, 0.2)],
            [(0.36, -0.18), (0.22, -0.52), (0.02, -0.58), (0.12, -0.32), (0.2, -0.18)],
            [(-0.28, -0.16), (-0.42, -0.40), (-0.60, -0.40), (-0.48, -0.14)],
        ):
            loop = c.smooth_line(fin, 8)
            k.shape(place(loop), 0.07, 0.09, 0.10 * size)
            middle = np.mean(np.asarray(fin), 0)
            rays = [place([middle * 0.5 + p * 0.5, p * 0.96 + middle * 0.04]) for p in loop[::3]]
            k.groove(rays, 0.008, 0.018)
        body = c.smooth_line(
            [(0.92, -0.02), (0.84, 0.12), (0.56, 0.25), (0.16, 0.29), (-0.34, 0.20), (-0.78, 0.07), (-0.78, -0.07), (-0.34, -0.18),
             (0.16, -0.26), (0.56, -0.23), (0.84, -0.13), (0.92, -0.02)],
            12,
        )  # fmt: skip
        k.shape(place(body), 0.20, 0.13, 0.22 * size)
        scales = []
        for row in range(-4, 5):
            for col in range(16):
                x, y = 0.36 - col * 0.072, row * 0.066 + 0.033 * (col % 2)
                s = np.linspace(math.pi * 0.58, math.pi * 1.42, 9)
                arc = np.stack([x + 0.044 * np.cos(s), y + 0.036 * np.sin(s)], -1)
                if all(inside(body * 0.96, p) for p in arc):
                    scales.append(place(arc))
        k.groove(scales, 0.010, 0.028)
        s = np.linspace(-1.0, 1.0, 16)
        k.groove([place(np.stack([0.50 - 0.10 * np.cos(s * 1.2), 0.22 * s], -1))], 0.022, 0.05)
        k.groove([place([(0.92, -0.02), (0.78, -0.05)])], 0.014, 0.04)
        t = np.linspace(0, 2 * np.pi, 24)
        k.shape(
            place(np.stack([0.70 + 0.045 * np.cos(t), 0.075 + 0.045 * np.sin(t)], -1)),
            0.05,
            0.30,
            0.04 * size,
        )
        for side in (1, -1):
            k.stem(
                place([(0.88, side * 0.06), (1.02, side * 0.12), (1.06, side * 0.22)]),
                0.012,
                0.03,
                0.16,
            )

    for x, y, size in (
        (-0.58, 0.96, 0.34),
        (0.66, -0.30, 0.27),
        (0.62, 1.08, 0.22),
        (-0.66, -1.02, 0.30),
    ):
        t = np.linspace(0.16, 2 * np.pi - 0.16, 70)
        rim = size * (1 + 0.04 * np.sin(t * 7))
        loop = np.stack([x + rim * np.cos(t + 1.0), y + 0.62 * rim * np.sin(t + 1.0)], -1)
        k.shape(np.vstack([loop, [[x, y]]]), 0.05, 0.06, 0.05)
        rays = [
            [(x, y), (x + 0.9 * size * math.cos(a), y + 0.56 * size * math.sin(a))]
            for a in np.linspace(1.5, 6.9, 11)
        ]
        k.groove(rays, 0.010, 0.020)
    k.stem([(0.80, -1.28), (0.60, -0.90), (0.70, -0.62), (0.58, -0.40)], 0.026, 0.05, 0.04)
    k.stem([(-0.88, -0.50), (-0.76, -0.10), (-0.86, 0.30), (-0.70, 0.66)], 0.026, 0.05, 0.04)
    fish((0.12, 0.42), 0.55, 0.66, 1)
    fish((-0.06, -0.52), math.pi + 0.35, 0.64, 1)
    lotus(k, (0.58, -0.92), 0.34)
    lotus(k, (-0.66, 0.44), 0.27)
    k.build(carved_wood("panel", seed=5.4), (0, 0.28, 1.58))
    frame(
        1.95,
        2.6,
        0.15,
        c.wood("x", "X", 0.4, seed=3, rough=0.42),
        c.wood("z", "Z", 0.9, seed=2, rough=0.42),
        (0, 0.26, 1.58),
        0.20,
    )
    panel_light()
    c.camera((0.7, -8.6, 2.2), (0.0, 0.2, 1.50), 80, 0.8, (0, 0.1, 1.5))
    return 0.16


def lotus(k, at, size):
    """An open lotus from the side."""
    for n, degrees in enumerate((-74, 74, -50, 50, -26, 26, 0)):
        a = math.radians(90 + degrees)
        u = np.linspace(0, 1, 30)
        half = 0.20 * size * np.sin(np.pi * u**0.9) ** 0.8
        x = u * size
        ca, sa = math.cos(a), math.sin(a)
        upper = np.stack([at[0] + ca * x - sa * half, at[1] + sa * x + ca * half], -1)
        lower = np.stack([at[0] + ca * x + sa * half, at[1] + sa * x - ca * half], -1)
        k.shape(np.concatenate([upper, lower[::-1]]), 0.09, 0.10 + 0.018 * n, 0.16 * size)
        k.groove([np.stack([at[0] + ca * x[4:24], at[1] + sa * x[4:24]], -1)], 0.009, 0.02)


def mask():
    """A face of a puppet, carved in plain teak, on the wall."""
    import sculpt  # noqa: PLC0415 - the head of the puppets

    s = sculpt.head_solid(0.0046, True)
    s.cut(s.block((0, 0.32, 0), (0.6, 0.30, 0.6)), 0.02)
    s.cut(s.block((0, 0, -0.42), (0.6, 0.6, 0.14)), 0.02)
    for side in (1, -1):
        s.cut(s.ellipsoid((side * 0.083, -0.205, 0.050), (0.040, 0.02, 0.012)), 0.006)
        s.add(
            s.capsule((side * 0.02, -0.215, 0.118), (side * 0.16, -0.15, 0.135), 0.014, 0.008),
            blend=0.008,
        )
        s.add(
            s.capsule((side * 0.012, -0.225, -0.098), (side * 0.10, -0.17, -0.088), 0.012, 0.005),
            blend=0.010,
        )
    points, faces = s.surface()
    look = c.wood(
        "face",
        "Z",
        1.2,
        (0.11, 0.045, 0.016),
        (0.26, 0.125, 0.046),
        (0.42, 0.24, 0.105),
        k=0.22,
        seed=2.2,
        rough=0.42,
        wobble=0.5,
    )
    size = 3.5
    c.mesh("face", points * size, faces, look, loc=(0, 0.44, 1.46))
    crown_wood = c.wood(
        "crown",
        "X",
        0.5,
        (0.06, 0.026, 0.011),
        (0.15, 0.068, 0.026),
        (0.26, 0.13, 0.052),
        k=0.5,
        seed=3.3,
        rough=0.40,
    )
    sculpt.crown("king", (0, 0.44, 1.46), 0.0, crown_wood, size)
    panel_light()
    c.camera((1.0, -9.2, 1.9), (0.0, 0.2, 2.16), 76, 0.8, (0, -0.6, 1.8))
    return 0.14


def cupboard():
    """A two-door cupboard with carved panels."""
    from furniture import grains  # noqa: PLC0415 - the same teak
    from roots import floor  # noqa: PLC0415 - the same tiled floor

    x, z, y, _ = grains(4.0)
    wide, deep, tall = 1.62, 0.72, 2.75
    for side in (-1, 1):
        c.box(
            "post",
            (0.13, 0.13, tall),
            z,
            (side * wide / 2, -deep / 2, tall / 2 + 0.02),
            bevel=0.018,
        )
        c.box(
            "post", (0.13, 0.13, tall), z, (side * wide / 2, deep / 2, tall / 2 + 0.02), bevel=0.018
        )
        c.box(
            "side", (0.06, deep, tall - 0.45), z, (side * wide / 2, 0, tall / 2 + 0.15), bevel=0.01
        )
    c.box("back", (wide, 0.04, tall - 0.3), z, (0, deep / 2, tall / 2 + 0.1), bevel=0.01)
    c.box("top", (wide + 0.34, deep + 0.28, 0.09), x, (0, -0.02, tall + 0.06), bevel=0.03)
    c.box("cornice", (wide + 0.22, deep + 0.2, 0.08), x, (0, -0.02, tall - 0.02), bevel=0.025)
    c.box("upper", (wide, 0.10, 0.14), x, (0, -deep / 2, tall - 0.12), bevel=0.012)
    c.box("lower", (wide, 0.10, 0.20), x, (0, -deep / 2, 0.34), bevel=0.012)
    c.box("base", (wide + 0.12, deep + 0.1, 0.07), x, (0, 0, 0.21), bevel=0.02)
    iron = c.metal("brass", (0.50, 0.34, 0.13), 0.28)
    look = carved_wood("panel", seed=6.2)
    door_w, door_h = 0.735, 2.10
    cz = 0.44 + door_h / 2 + 0.02
    for side in (-1, 1):
        cx = side * (door_w / 2 + 0.004)
        for s in (-1, 1):
            c.box(
                "stile",
                (0.12, 0.08, door_h),
                z,
                (cx + s * (door_w - 0.12) / 2, -deep / 2 - 0.04, cz),
                bevel=0.012,
            )
        for zz in (-door_h / 2 + 0.07, 0.10, door_h / 2 - 0.07):
            c.box(
                "rail", (door_w - 0.24, 0.08, 0.14), x, (cx, -deep / 2 - 0.04, cz + zz), bevel=0.012
            )
        for low, high in ((-door_h / 2 + 0.14, 0.03), (0.17, door_h / 2 - 0.14)):
            tall_panel, wide_panel = high - low, door_w - 0.24
            k = Carving(wide_panel + 0.02, tall_panel + 0.02, 330, 4)
            k.stem(
                [(0, -tall_panel * 0.46), (0.03 * side, -0.1), (0, tall_panel * 0.34)],
                0.020,
                0.03,
                0.015,
            )
            for j, yy in enumerate(np.linspace(-tall_panel * 0.38, tall_panel * 0.14, 4)):
                for s in (1, -1):
                    turn = 0.75 + 0.1 * j
                    k.leaf(
                        (0, yy),
                        turn if s > 0 else math.pi - turn,
                        0.27,
                        0.066,
                        0.035,
                        0.015,
                        5,
                        0.1 * s,
                    )
            k.flower((0, tall_panel * 0.34), 0.13, 8, 0.045, 0.02)
            k.build(look, (cx, -deep / 2 - 0.02, cz + (low + high) / 2))
        c.ball("knob", 0.035, iron, (side * 0.065, -deep / 2 - 0.13, cz + 0.10))
        c.lathe(
            "rose",
            [(0, 0), (0.045, 0), (0.04, 0.012), (0.015, 0.02), (0.012, 0.05), (0, 0.05)],
            iron,
            48,
            loc=(side * 0.065, -deep / 2 - 0.08, cz + 0.10),
            rot=(math.radians(90), 0, 0),
        )
    c.lathe(
        "pot", [(0, 0), (0.16, 0), (0.19, 0.03), (0.25, 0.18), (0.21, 0.32), (0.12, 0.40), (0.15, 0.47), (0.13, 0.475), (0.09, 0.40), (0.1, 0.3)],
        c.clay("pot", soot=0.2), 64, loc=(0.5, -0.05, tall + 0.105),
    )  # fmt: skip
    c.wall(0.95, (0.78, 0.74, 0.66), 0.22)
    floor((0.36, 0.33, 0.30))
    c.daylight((0, 0, 1.5), 520, 44, 0.28, 2.2, (3.2, 4.0, 2, 3, 0.12))
    c.camera((1.5, -10.4, 2.5), (0.0, 0, 1.55), 74, 0.7, (0, -0.4, 1.5))
    return 0.18
