"""Flat things: wayang krucil cut from boards, a folded batik shirt."""

import math
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from skimage.measure import find_contours

import cloth
import common as c

PIXELS = 420  # of the drawing for each unit of a puppet
GILT, INK, IVORY = (206, 152, 62), (24, 18, 16), (236, 220, 184)


class Figure:
    """A puppet in profile, drawn part by part; it faces left, its feet at nought."""

    def __init__(self, width=1.5, height=2.4):
        self.width, self.height = width, height
        size = (int(width * PIXELS), int(height * PIXELS))
        self.image = Image.new("RGB", size, INK)
        self.mask = Image.new("L", size, 0)
        self.draw, self.cut = ImageDraw.Draw(self.image), ImageDraw.Draw(self.mask)

    def at(self, points):
        return [((x + self.width / 2) * PIXELS, (self.height - y) * PIXELS) for x, y in points]

    def part(self, points, fill, edge=GILT, width=7, smooth=True):
        loop = c.smooth_line([*points, points[0]], 10) if smooth else points
        px = self.at(loop)
        self.cut.polygon(px, fill=255)
        self.draw.polygon(px, fill=fill)
        self.draw.line([*px, px[0], px[1]], fill=edge, width=width, joint="curve")

    def line(self, points, colour, width=6):
        self.draw.line(self.at(c.smooth_line(points, 8)), fill=colour, width=width, joint="curve")

    def dots(self, points, radius, colour):
        for x, y in self.at(points):
            r = radius * PIXELS
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def cut_out(self, look_name, thick, loc, rot=(0, 0, 0)):
        """The board sawn along the outline of all parts, the drawing on its face."""
        path = Path(tempfile.mkdtemp()) / f"{look_name}.png"
        self.image.filter(ImageFilter.GaussianBlur(0.7)).save(path)
        mask = self.mask.filter(ImageFilter.GaussianBlur(3))
        outlines = find_contours(np.pad(np.asarray(mask).astype(float), 2), 127)
        outlines = [line for line in outlines if len(line) > 60]
        loops = [
            [
                ((col - 2) / PIXELS - self.width / 2, self.height - (row - 2) / PIXELS)
                for row, col in line[:-1:4]
            ]
            for line in outlines
        ]
        g = c.Graph(look_name)
        v = g.coord(scale=(1 / self.width, 1 / self.height, 1), loc=(0.5, 0, 0))
        colour = g.image(path, v, extension="EXTEND")[0]
        grain = g.noise(g.coord(scale=(40, 6, 40)), 1.0, 4, 0.6)
        cloud = g.noise(g.coord(), 4, 4, 0.6)
        colour = g.mix(g.math("MULTIPLY", cloud, 0.25), colour, (0.05, 0.03, 0.015))
        g.finish(Base_Color=colour, Roughness=0.5, Normal=g.bump(grain, 0.22, 0.01))
        return c.outline(
            look_name,
            loops,
            thick,
            g.material,
            0.012,
            loc,
            (math.radians(90) + rot[0], rot[1], rot[2]),
        )


def krucil(skin, robe, sash, crown):
    """One figure; crown is "tall", "curl" or "bun"."""
    f = Figure()
    # far arm, legs, skirt
    f.part(
        [
            (-0.05, 1.52),
            (-0.30, 1.36),
            (-0.42, 1.10),
            (-0.52, 0.92),
            (-0.44, 0.90),
            (-0.32, 1.06),
            (-0.20, 1.26),
            (-0.02, 1.36),
        ],
        skin,
    )
    f.part(
        [
            (-0.20, 0.72),
            (-0.30, 0.40),
            (-0.30, 0.12),
            (-0.46, 0.04),
            (-0.46, 0.0),
            (-0.16, 0.0),
            (-0.12, 0.36),
            (-0.02, 0.70),
        ],
        skin,
    )
    f.part(
        [
            (0.06, 0.74),
            (0.14, 0.40),
            (0.16, 0.12),
            (0.00, 0.04),
            (0.02, 0.0),
            (0.32, 0.0),
            (0.34, 0.36),
            (0.26, 0.72),
        ],
        skin,
    )
    f.part(
        [
            (-0.26, 1.02),
            (-0.36, 0.70),
            (-0.38, 0.44),
            (-0.10, 0.40),
            (0.02, 0.56),
            (0.14, 0.36),
            (0.42, 0.40),
            (0.40, 0.70),
            (0.26, 1.02),
        ],
        robe,
    )
    for row in range(4):
        for col in range(6):
            x, y = -0.26 + col * 0.115 + 0.05 * (row % 2), 0.92 - row * 0.115
            f.dots([(x, y)], 0.030, GILT)
            f.dots([(x, y)], 0.016, IVORY)
    f.part(
        [
            (-0.10, 1.02),
            (-0.16, 0.74),
            (-0.06, 0.50),
            (0.02, 0.30),
            (0.08, 0.52),
            (0.06, 0.78),
            (0.06, 1.02),
        ],
        sash,
    )
    f.part(
        [(0.22, 1.00), (0.44, 0.86), (0.56, 0.62), (0.66, 0.58), (0.60, 0.86), (0.42, 1.06)], sash
    )
    # trunk, belt, chains
    f.part(
        [
            (-0.26, 1.54),
            (-0.20, 1.28),
            (-0.24, 1.02),
            (0.24, 1.02),
            (0.18, 1.28),
            (0.28, 1.52),
            (0.10, 1.62),
            (-0.10, 1.62),
        ],
        skin,
    )
    f.part([(-0.25, 1.08), (-0.25, 0.98), (0.25, 0.98), (0.25, 1.08)], GILT, INK, 5, False)
    f.dots([(x, 1.03) for x in np.linspace(-0.20, 0.20, 7)], 0.022, (130, 26, 22))
    f.line([(-0.18, 1.58), (-0.08, 1.36), (0.04, 1.30), (0.14, 1.40), (0.20, 1.58)], GILT, 14)
    f.line([(-0.22, 1.54), (-0.10, 1.24), (0.06, 1.18), (0.18, 1.30), (0.24, 1.52)], GILT, 8)
    # near arm with bangles
    f.part(
        [
            (0.14, 1.56),
            (0.40, 1.40),
            (0.48, 1.14),
            (0.30, 0.96),
            (0.10, 0.88),
            (0.02, 0.92),
            (0.04, 0.98),
            (0.20, 1.06),
            (0.34, 1.18),
            (0.26, 1.34),
            (0.10, 1.42),
        ],
        skin,
    )
    for a, b in (
        ((0.24, 1.44), (0.38, 1.50)),
        ((0.32, 1.10), (0.40, 1.02)),
        ((0.16, 1.02), (0.20, 0.92)),
    ):
        f.line([a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), b], GILT, 16)
    # neck, head in profile
    f.part([(-0.06, 1.58), (-0.07, 1.74), (0.09, 1.74), (0.10, 1.58)], skin)
    f.part(
        [(0.14, 1.76), (0.00, 1.70), (-0.12, 1.72), (-0.17, 1.78), (-0.15, 1.82), (-0.19, 1.84), (-0.17, 1.875), (-0.34, 1.90), (-0.22, 1.96),
         (-0.17, 2.02), (-0.10, 2.06), (0.06, 2.06), (0.18, 1.96)], skin, INK, 5,
    )  # fmt: skip
    f.line([(-0.16, 1.955), (-0.10, 1.985), (-0.02, 1.96)], INK, 9)
    f.part([(-0.15, 1.925), (-0.09, 1.945), (-0.03, 1.925), (-0.09, 1.910)], IVORY, INK, 4)
    f.dots([(-0.095, 1.927)], 0.016, INK)
    f.line([(-0.18, 1.835), (-0.11, 1.83), (-0.06, 1.85)], (140, 22, 20), 10)
    f.line([(-0.14, 1.865), (-0.06, 1.875), (-0.01, 1.90)], INK, 6)
    # hair, ear ornament, crown
    f.part(
        [
            (0.02, 2.06),
            (0.04, 1.90),
            (0.10, 1.76),
            (0.22, 1.70),
            (0.28, 1.82),
            (0.24, 2.00),
            (0.12, 2.08),
        ],
        INK,
        GILT,
        5,
    )
    f.part(
        [
            (0.08, 1.98),
            (0.06, 1.88),
            (0.12, 1.82),
            (0.20, 1.88),
            (0.34, 1.98),
            (0.22, 2.00),
            (0.16, 2.04),
        ],
        GILT,
        INK,
        4,
    )
    band = [(-0.17, 2.00), (-0.19, 2.09), (0.02, 2.13), (0.24, 2.07), (0.22, 1.99), (0.02, 2.05)]
    f.part(band, GILT, INK, 5)
    f.dots(
        [(x, 2.065 + 0.02 * math.cos(x * 6)) for x in np.linspace(-0.13, 0.17, 6)],
        0.018,
        (24, 92, 60),
    )
    if crown == "tall":
        f.part(
            [
                (-0.15, 2.09),
                (-0.08, 2.20),
                (0.00, 2.26),
                (0.06, 2.38),
                (0.12, 2.26),
                (0.17, 2.18),
                (0.21, 2.08),
                (0.02, 2.12),
            ],
            sash,
        )
        f.line([(-0.10, 2.16), (0.04, 2.19), (0.18, 2.14)], GILT, 8)
        f.line([(-0.03, 2.23), (0.06, 2.25), (0.13, 2.23)], GILT, 8)
    elif crown == "curl":
        f.part(
            [
                (0.00, 2.10),
                (0.10, 2.12),
                (0.30, 2.08),
                (0.44, 2.16),
                (0.42, 2.30),
                (0.28, 2.36),
                (0.18, 2.28),
                (0.24, 2.20),
                (0.32, 2.24),
                (0.30, 2.16),
                (0.16, 2.18),
                (0.06, 2.22),
            ],
            INK,
        )
    else:
        f.part(
            [(0.02, 2.11), (0.08, 2.22), (0.22, 2.24), (0.30, 2.14), (0.22, 2.05), (0.10, 2.08)],
            INK,
        )
        f.dots([(0.16, 2.15)], 0.03, GILT)
    return f


def krucil_set():
    """Five flat puppets on their sticks, standing in a slotted beam."""
    teak = c.wood("beam", "X", 0.6, seed=3.0, rough=0.42)
    c.box("beam", (4.5, 0.46, 0.34), teak, (0, 0, 0.17), bevel=0.04)
    stick = c.wood(
        "stick",
        "Z",
        0.3,
        (0.035, 0.016, 0.009),
        (0.08, 0.036, 0.016),
        (0.14, 0.07, 0.032),
        seed=2.0,
    )
    people = (
        ((222, 196, 150), (112, 30, 30), (30, 78, 60), "tall", 1.02),
        ((196, 140, 92), (28, 46, 84), (150, 52, 34), "curl", 0.94),
        ((226, 204, 168), (96, 56, 28), (166, 96, 40), "bun", 0.90),
        ((142, 40, 30), (32, 62, 52), (168, 122, 44), "tall", 1.0),
        ((176, 118, 76), (84, 26, 48), (38, 70, 100), "curl", 0.92),
    )
    for k, (skin, robe, sash, crown, size) in enumerate(people):
        x = (k - 2) * 0.84
        turn = 0.10 * (2 - k)
        high = 0.74 + 0.08 * (k % 2)
        thing = krucil(skin, robe, sash, crown).cut_out(
            f"krucil{k}", 0.075, (x, -0.03 - 0.06 * (k % 2), high), (0, 0, turn)
        )
        thing.scale = (size,) * 3
        c.curve(
            "stick",
            [(x, -0.03 - 0.06 * (k % 2), 0.2), (x, -0.03 - 0.06 * (k % 2), high + 0.9)],
            0.034,
            stick,
        )
    c.wall(1.1, (0.72, 0.67, 0.58), 0.24)
    c.planks(1.0, seed=5)
    c.daylight((0, 0, 1.6), 520, 50, 0.27, 2.2, (3.4, 4.2, 2, 3, 0.12))
    c.camera((0.4, -11.2, 2.4), (0.02, 0, 1.50), 68, 0.6, (0, -0.1, 1.8))
    return 0.12


def shirt(motif="gatra_rinonce", inside=(0.075, 0.010, 0.016)):
    """A long-sleeved batik shirt, folded, seen from above."""
    look = c.printed("shirt", cloth.picture(motif), 150, repeat=2.0, bump=0.3)
    plain = c.plain("inside", inside, 0.85)
    n, m = 220, 260
    u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, m), indexing="ij")
    wide, tall = 0.86, 1.10
    # shoulders slope down from the neck
    top = 1 - 0.13 * np.abs(u) ** 1.6 * np.clip(v * 4 - 3, 0, 1)
    edge = np.clip(1 - np.abs(u) ** 14, 0, 1) * np.clip(1 - np.abs(v) ** 18, 0, 1)
    wave = (
        0.012 * np.sin(3.1 * u + 2.0 * v)
        + 0.008 * np.sin(5.3 * v - 2.2 * u + 1)
        + 0.006 * np.sin(9 * u + 3 * v)
    )
    neck = np.exp(-((u / 0.24) ** 4 + ((v - 0.80) / 0.13) ** 4))
    z = (0.24 + wave) * edge**0.35 - 0.10 * neck
    x, y = u * wide, v * tall * np.where(v > 0, top, 1)
    uv = np.stack([u * 0.43 + 0.5, v * 0.55 + 0.5], -1).reshape(-1, 2)
    c.mesh("body", np.stack([x, y, z], -1).reshape(-1, 3), c.grid_faces(n, m), look, uv=uv)
    # the sleeves folded behind show as a soft step at both sides and below
    for side in (1, -1):
        s, t = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 160), indexing="ij")
        lump = np.clip(1 - np.abs(s) ** 6, 0, 1) ** 0.4 * np.clip(1 - np.abs(t) ** 10, 0, 1) ** 0.4
        sx = side * (0.74 + 0.02 * np.sin(3 * t)) + 0.16 * s
        points = np.stack(
            [sx, 0.10 + t * 0.86, 0.115 * lump + 0.006 * np.sin(7 * t + 4 * s)], -1
        ).reshape(-1, 3)
        c.mesh(
            "sleeve",
            points,
            c.grid_faces(60, 160),
            plain,
            uv=np.stack([s * 0.1 + 0.2, t * 0.4 + 0.5], -1).reshape(-1, 2),
        )
    # placket and buttons
    s, t = np.meshgrid(np.linspace(-1, 1, 16), np.linspace(0, 1, 160), indexing="ij")
    px, py = 0.085 * s, 0.80 - 1.88 * t
    pz = (
        0.262
        + 0.010 * (1 - s**8)
        + 0.012 * np.sin(2.0 * py / tall)
        + 0.008 * np.sin(5.3 * py / tall + 1)
    )
    c.mesh(
        "placket",
        np.stack([px, py, pz], -1).reshape(-1, 3),
        c.grid_faces(16, 160),
        look,
        uv=np.stack([s * 0.0425 + 0.31, 0.9 - t * 0.94], -1).reshape(-1, 2),
    )
    shell = c.Graph("shell").finish(Base_Color=(0.30, 0.17, 0.08), Roughness=0.22, Coat_Weight=0.5)
    hole = c.plain("hole", (0.03, 0.015, 0.01))
    for k in range(5):
        by = 0.60 - 0.38 * k
        bz = 0.280 + 0.012 * math.sin(2.0 * by / tall) + 0.008 * math.sin(5.3 * by / tall + 1)
        c.lathe(
            "button",
            [(0, 0), (0.040, 0), (0.044, 0.008), (0.040, 0.018), (0.028, 0.012), (0, 0.011)],
            shell,
            48,
            loc=(0, by, bz),
            levels=1,
        )
        for dx in (-0.010, 0.010):
            for dy in (-0.010, 0.010):
                c.ball("hole", 0.005, hole, (dx, by + dy, bz + 0.012), rings=6)
    seams = c.Strips(2)
    for dx in (-0.078, 0.078):
        for k in range(64):
            ys = np.array([0.78 - k * 0.029, 0.78 - k * 0.029 - 0.017])
            zs = 0.276 + 0.012 * np.sin(2.0 * ys / tall) + 0.008 * np.sin(5.3 * ys / tall + 1)
            seams.add(np.stack([[dx, dx], ys, zs], 1), (0, 0, 1), 0.0032, 0.003, c.ROUND)
    # the pocket on the left breast
    s, t = np.meshgrid(np.linspace(-1, 1, 50), np.linspace(-1, 1, 50), indexing="ij")
    qx, qy = (
        0.44 + 0.19 * s,
        0.28 + 0.21 * t - 0.05 * (1 - np.abs(s)) * (t < -0.6) * (-t - 0.6) * 2.5,
    )
    qw = (
        0.012 * np.sin(3.1 * qx / wide + 2.0 * qy / tall)
        + 0.008 * np.sin(5.3 * qy / tall - 2.2 * qx / wide + 1)
        + 0.006 * np.sin(9 * qx / wide + 3 * qy / tall)
    )
    qz = 0.240 + qw + 0.016 * np.clip(np.minimum(1 - np.abs(s), 1 - np.abs(t)) * 12, 0, 1)
    c.mesh(
        "pocket",
        np.stack([qx, qy, qz], -1).reshape(-1, 3),
        c.grid_faces(50, 50),
        look,
        uv=np.stack([s * 0.095 + 0.74, t * 0.105 + 0.62], -1).reshape(-1, 2),
    )
    # collar: a standing band behind, two flaps folded down
    a = np.linspace(0, np.pi, 60)[:, None]
    h = np.linspace(0, 1, 20)[None, :]
    rx, ry = 0.25 + 0.03 * h, 0.13 + 0.03 * h
    band = np.stack([rx * np.cos(a), 0.84 + ry * np.sin(a), 0.15 + 0.17 * h + 0 * a], -1).reshape(
        -1, 3
    )
    c.mesh(
        "band",
        band,
        c.grid_faces(60, 20),
        plain,
        uv=np.stack([a * 0.12 + 0 * h, h * 0.08 + 0.3 + 0 * a], -1).reshape(-1, 2),
    )
    for side in (1, -1):
        g, w = np.linspace(0, 1, 70)[:, None], np.linspace(0, 1, 30)[None, :]
        # inner edge runs from the back of the neck to the top button, outer edge to the point
        inner = np.stack(
            [
                side * (0.27 * np.cos(g * np.pi / 2 * 0.98) ** 0.8),
                0.98 - 0.26 * g**1.3,
                0.335 - 0.055 * g**2,
            ],
            -1,
        )
        outer = np.stack(
            [side * (0.40 + 0.05 * g - 0.10 * g**3), 0.97 - 0.52 * g**1.15, 0.262 + 0.0 * g], -1
        )
        sheet = inner * (1 - w[..., None]) + outer * w[..., None]
        sheet[..., 2] += 0.030 * np.sin(np.pi * w) * (1 - 0.4 * g)
        flap = c.mesh(
            "flap",
            sheet.reshape(-1, 3),
            c.grid_faces(70, 30),
            look,
            uv=np.stack([0.5 + side * (g * 0.05 + w * 0.10), 0.2 + g * 0.30 + 0 * w], -1).reshape(
                -1, 2
            ),
        )
        flap.modifiers.new("thick", "SOLIDIFY").thickness = 0.012
    seams.build("seams", c.plain("thread", (0.36, 0.22, 0.12), 0.8))
    c.linen_table((0.70, 0.65, 0.56), 46, 12, (0, 0, 1.2, 1.4), 4.4, 5)
    c.sprig((-1.24, -1.55, 0), count=8)
    c.world(0.25, (1.0, 0.95, 0.88))
    c.area((-4.2, 2.2, 3.0), 2.0, 420, (1, 0.93, 0.82), (0, 0, 0), 3.0)
    c.area((4, -2, 3), 3, 35, (1, 0.96, 0.9), (0, 0, 0))
    c.sun((-2.6, 1.5, 2.0), 2.0, 1.4, window=(3.4, 3.6, 2, 2, 0.14), target=(0.1, 0.1, 0))
    c.camera((0.15, -2.4, 7.8), (0.0, 0.02, 0.05), 74, 0.7, (0, -0.2, 0.3))
    return 0.16
