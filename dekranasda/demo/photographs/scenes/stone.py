"""Onyx of Jari: eggs, an ashtray, a plaque."""

import math
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import common as c

HONEY = [
    (0.26, (0.20, 0.06, 0.018)), (0.38, (0.60, 0.28, 0.075)), (0.46, (0.88, 0.70, 0.42)),
    (0.50, (0.50, 0.20, 0.05)), (0.60, (0.74, 0.46, 0.17)), (0.66, (0.90, 0.78, 0.55)),
    (0.76, (0.30, 0.10, 0.03)),
]  # fmt: skip
GREEN = [
    (0.26, (0.05, 0.10, 0.05)), (0.38, (0.24, 0.31, 0.17)), (0.46, (0.66, 0.70, 0.46)),
    (0.51, (0.18, 0.24, 0.12)), (0.60, (0.47, 0.50, 0.31)), (0.66, (0.80, 0.78, 0.58)),
    (0.76, (0.30, 0.17, 0.05)),
]  # fmt: skip
WHITE = [
    (0.28, (0.55, 0.36, 0.20)), (0.40, (0.88, 0.82, 0.70)), (0.50, (0.93, 0.90, 0.84)),
    (0.56, (0.70, 0.48, 0.28)), (0.64, (0.92, 0.88, 0.78)), (0.75, (0.60, 0.35, 0.18)),
]  # fmt: skip


def onyx(
    name,
    stops,
    rot,
    seed,
    bands=2.6,
    clear=(0.62, 0.33, 0.10),
    vein=(0.25, 0.08, 0.02),
    engraved=None,
):
    """Banded, translucent stone; `engraved` is a picture whose white is cut and gilded."""
    g = c.Graph(name)
    v = g.coord(rot=rot, loc=(seed, seed * 0.6, seed * 1.4))
    wide = g.noise(v, 1.6, 5, 0.55, 0.5)
    fine = g.noise(v, 6, 4, 0.6)
    u = g.math(
        "ADD",
        g.math("MULTIPLY", g.xyz(v)[2], bands),
        g.math("MULTIPLY_ADD", wide, 1.25, g.math("MULTIPLY", fine, 0.12)),
    )
    colour = g.ramp(g.noise(g.along(u), 1.75, 5, 0.62), stops)
    cloud = g.ramp(g.noise(v, 2.3, 4, 0.6, 0.4), [(0.42, 0.0), (0.66, 1.0)])
    colour = g.mix(g.math("MULTIPLY", cloud, 0.55), colour, clear)
    line = g.math("ABSOLUTE", g.math("SUBTRACT", g.noise(v, 1.1, 6, 0.6, 1.2), 0.5))
    colour = g.mix(g.math("MULTIPLY", g.ramp(line, [(0.0, 1.0), (0.016, 0.0)]), 0.6), colour, vein)
    inputs = {"Roughness": 0.10, "Subsurface_Weight": 0.9}
    if engraved:
        cut = g.image(engraved, g.coord("UV"), extension="CLIP")[0]
        mask = g.ramp(cut, [(0.3, 0.0), (0.6, 1.0)])
        colour = g.mix(mask, colour, (0.20, 0.095, 0.02))
        inputs = {
            "Roughness": g.math("MULTIPLY_ADD", mask, 0.3, 0.10),
            "Metallic": g.math("MULTIPLY", mask, 0.7),
            "Subsurface_Weight": g.math("MULTIPLY_ADD", mask, -0.9, 0.9),
            "Normal": g.bump(g.math("SUBTRACT", 1.0, mask), 0.5, 0.02),
        }
    g.finish(
        Base_Color=colour, Subsurface_Radius=(1.0, 0.62, 0.34), Subsurface_Scale=0.40, Coat_Weight=0.5,
        Coat_Roughness=0.04, **inputs,
    )  # fmt: skip
    return g.material


def light_through(rays=1.2):
    """Light as for all, and a warm lamp behind on the right that makes the edges glow."""
    c.world(0.20)
    c.area((-3.6, 0.6, 3.0), 1.4, 330, (1, 0.90, 0.76), (0, 0, 0.9), 2.4)
    c.area((-3.6, -3.2, 2.6), 1.4, 80, (1, 0.95, 0.88), (0, 0, 0.9), 2.2)
    c.area((2.6, 1.7, 1.7), 1.0, 300, (1, 0.82, 0.60), (0, 0, 0.9))
    c.sun((-2.2, -2.2, 1.7), rays, 1.8, window=(2.6, 3.4, 2, 3, 0.12), target=(0.3, 0, 1.4))


def egg(loc, radius, look, rot=(0, 0, 0)):
    a = np.linspace(0, math.pi, 40)
    r = radius * np.sin(a) * (1 + 0.13 * np.cos(a))
    r[0] = r[-1] = 0
    line = np.stack([r, -radius * 1.32 * np.cos(a)], 1).tolist()
    return c.lathe("egg", line, look, loc=loc, rot=rot, levels=1)


def eggs():
    """Three eggs, one on a teak stand."""
    teak = c.wood("teak", angle=0.5, seed=1.4, rings=10)
    h = 0.85
    stand = [
        (0, 0), (0.36, 0), (0.39, 0.02), (0.39, 0.06), (0.33, 0.09), (0.13, 0.13), (0.09, 0.2), (0.09, h - 0.22),
        (0.13, h - 0.15), (0.27, h - 0.06), (0.335, h), (0.345, h + 0.02), (0.32, h + 0.03), (0.25, h - 0.02),
        (0, h - 0.09),
    ]  # fmt: skip
    c.lathe("stand", stand, teak, loc=(-0.1, 0.1, 0))
    egg((-0.1, 0.1, h + 0.60), 0.52, onyx("honey", HONEY, (0.5, 0.35, 0), 0.3))
    green = onyx(
        "green", GREEN, (1.2, 0.2, 0.4), 2.1, clear=(0.33, 0.37, 0.21), vein=(0.30, 0.12, 0.03)
    )
    egg((0.80, -0.55, 0.40), 0.40, green, (math.radians(82), 0, math.radians(52)))
    white = onyx(
        "white", WHITE, (0.3, 1.0, 0.2), 4.4, clear=(0.86, 0.74, 0.56), vein=(0.40, 0.16, 0.05)
    )
    egg((-0.88, -0.66, 0.355), 0.355, white, (math.radians(80), 0, math.radians(-40)))
    c.wall(2.2, (0.50, 0.44, 0.36), 0.30, 0.09)
    c.plane("table", (30, 12), c.linen("linen", (0.55, 0.48, 0.39), 60), (0, -3.8, 0))
    light_through()
    c.camera((0.3, -8.0, 2.1), (0.0, 0, 0.98), 78, 0.5, (0, -0.4, 1.0))
    return 0.02


def ashtray():
    """A thick dish with three rests, an egg beside it."""
    around = 360
    line = c.smooth_line(
        [
            (0.02, 0.0), (0.80, 0.0), (0.92, 0.04), (0.99, 0.16), (1.02, 0.34), (1.00, 0.45), (0.95, 0.48),
            (0.86, 0.46), (0.76, 0.34), (0.66, 0.22), (0.45, 0.17), (0.02, 0.16),
        ],
        18,
    )  # fmt: skip
    a = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    r, z = line[:, 0][None, :], line[:, 1][None, :] + 0 * a
    for k in range(3):
        away = np.abs((a - 0.5 - k * 2 * np.pi / 3 + np.pi) % (2 * np.pi) - np.pi) * 0.95
        rest = 0.30 + 0.0 * a + np.clip(away / 0.13, 0, 1.5) ** 2 * 0.10
        z = np.where((r > 0.7) & (z > rest) & (away < 0.2), np.minimum(z, rest), z)
    points = np.stack([r * np.cos(a), r * np.sin(a), z], -1).reshape(-1, 3)
    look = onyx("honey", HONEY, (0.9, 0.2, 0), 1.7, 2.2)
    c.mesh(
        "dish",
        points,
        c.grid_faces(around, len(line), True),
        look,
        loc=(-0.1, 0, 0),
        rot=(0, 0, -0.2),
    )
    green = onyx(
        "green", GREEN, (1.2, 0.2, 0.4), 3.1, clear=(0.33, 0.37, 0.21), vein=(0.30, 0.12, 0.03)
    )
    egg((0.95, -0.72, 0.33), 0.33, green, (math.radians(82), 0, math.radians(40)))
    c.wall(2.4, (0.50, 0.44, 0.36), 0.30, 0.09)
    c.plane("table", (30, 14), c.linen("linen", (0.50, 0.44, 0.36), 60), (0, -4.4, 0))
    light_through()
    c.camera((0.3, -7.2, 3.6), (0.12, -0.1, 0.34), 86, 0.5, (0, -0.8, 0.4))
    return 0.0


def plaque():
    """An upright slab with engraved teak leaves and lines, on a teak foot."""
    image = Image.new("L", (1000, 1400), 0)
    draw = ImageDraw.Draw(image)
    for inset, width in ((70, 16), (104, 6)):
        draw.rounded_rectangle(
            (inset, inset, 1000 - inset, 1400 - inset), 60, outline=255, width=width
        )

    def leaf(cx, cy, turn, length, wide):
        u = np.linspace(0, 1, 60)
        half = wide * np.sin(np.pi * u**0.82) ** 0.72
        ca, sa = math.cos(turn), math.sin(turn)

        def at(x, y):
            return (cx + ca * x - sa * y, cy + sa * x + ca * y)

        for side in (1, -1):
            draw.line(
                [at(x * length, side * y) for x, y in zip(u, half, strict=True)], fill=255, width=15
            )
            for k in range(1, 7):
                start = k / 7.5
                end = min(start + 0.14, 0.97)
                reach = side * 0.88 * wide * math.sin(math.pi * end**0.82) ** 0.72
                draw.line([at(start * length, 0), at(end * length, reach)], fill=255, width=10)
        draw.line([at(-30, 0), at(length, 0)], fill=255, width=15)

    for turn, size in ((-1.57, 400), (-2.45, 330), (-0.69, 330)):
        leaf(500, 640, turn, size, size * 0.26)
    for y, reach in ((820, 290), (900, 210), (1010, 250), (1070, 250), (1130, 160)):
        draw.line([(500 - reach, y), (500 + reach, y)], fill=255, width=18 if y < 950 else 11)
    path = Path(tempfile.mkdtemp()) / "engraving.png"
    image.save(path)
    look = onyx(
        "slab",
        WHITE,
        (0.35, 0.2, 0),
        2.7,
        1.3,
        clear=(0.80, 0.66, 0.46),
        vein=(0.40, 0.16, 0.05),
        engraved=path,
    )
    wide, tall, thick = 1.35, 1.89, 0.17
    slab = c.box(
        "slab",
        (wide, thick, tall),
        look,
        (0, 0.12, 0.34 + tall / 2),
        (math.radians(-6), 0, 0),
        0.035,
    )
    data = slab.data
    layer = data.uv_layers.new(name="UVMap")
    for face in data.polygons:
        for index in face.loop_indices:
            p = data.vertices[data.loops[index].vertex_index].co
            layer.data[index].uv = (
                (p.x / wide + 0.5, p.z / tall + 0.5) if face.normal.y < -0.5 else (-1, -1)
            )
    c.box(
        "foot",
        (1.75, 0.78, 0.34),
        c.wood("foot", "X", 0.7, seed=3.1, rough=0.34),
        (0, 0.08, 0.17),
        bevel=0.04,
    )
    egg(
        (1.02, -0.72, 0.27),
        0.27,
        onyx("white", WHITE, (0.3, 1.0, 0.2), 4.4, clear=(0.86, 0.74, 0.56)),
        (1.43, 0, 0.7),
    )
    c.wall(2.2, (0.50, 0.45, 0.38), 0.28, 0.09)
    c.plane("table", (30, 12), c.linen("linen", (0.52, 0.46, 0.38), 60), (0, -3.8, 0))
    light_through(0.9)
    c.camera((0.5, -7.8, 2.2), (0.06, 0, 1.10), 76, 0.5, (0, 0, 1.2))
    return 0.0
