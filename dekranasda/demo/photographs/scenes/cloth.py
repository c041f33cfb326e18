"""Cloth: hung over a rod, folded in a pile, sewn into a cushion."""

import math

import numpy as np

import common as c
import motifs

ROD = 0.055


def drape(
    look,
    x0,
    width,
    top,
    front,
    back,
    radius=ROD + 0.022,
    repeat=2.58,
    amp=0.085,
    seed=1,
    y=0.0,
    cut=0.0,
):
    """A cloth over a rod at height `top`; `front` and `back` are how far it hangs down.

    The hem of the drawing lies at the foot of the front, so the front must be shorter than
    the repeat. `cut` moves the drawing up the cloth.
    """
    nx, ns = 420, 620
    arc = math.pi * radius
    total = front + arc + back
    x = np.linspace(-0.5, 0.5, nx)[:, None] * width
    s = np.linspace(0, total, ns)[None, :]
    drop = np.where(s < front, front - s, np.where(s < front + arc, 0, s - front - arc))

    def folds(at):
        depth = 0
        for often, high, phase, lean in (
            (2.3, 0.55, 0.3, 0.25), (4.1, 0.55, 1.7, -0.2), (6.7, 0.30, 0.2, 0.35), (10.5, 0.10, 2.0, -0.5),
        ):  # fmt: skip
            depth = depth + high * np.sin(
                often * at * 2 * np.pi / 1.9 + phase + seed * 1.3 + lean * drop
            )
        return depth

    is_front = s < front
    fold = folds(x) * np.where(is_front, 1, 0.6)
    turn = np.clip((s - front) / arc, 0, 1) * math.pi
    bulge = 0.05 * np.clip(drop / 0.5, 0, 1)
    depth = np.where(
        is_front, -radius - bulge, np.where(s < front + arc, -radius * np.cos(turn), radius)
    )
    depth = depth + amp * np.clip(drop / 1.5, 0, 1) ** 0.85 * fold * (drop > 0)
    depth = depth + 0.003 * np.sin(x * 23 + seed) * np.exp(-((drop / 0.3) ** 2))
    depth = np.where(
        is_front,
        np.minimum(depth, -radius),
        np.where(s < front + arc, depth, np.maximum(depth, -0.02)),
    )
    pressed = np.exp(-(((x - 0.02 * width) / 0.010) ** 2)) + np.exp(-(((drop - 0.95) / 0.010) ** 2))
    depth = depth - 0.010 * pressed * is_front
    across = x * (1 - 0.045 * np.clip(drop / 1.5, 0, 1))
    across = across + 0.022 * np.cos(folds(x * 0.5) * 2) * np.clip(drop, 0, 1)
    height = top + np.where(drop > 0, -drop, radius * np.sin(turn)) + 0 * x
    height = height - 0.015 * np.sin(x * 3 + seed) * np.clip(drop, 0, 1)
    height = height + 0.01 * fold * np.clip(drop / 1.5, 0, 1)
    points = np.stack([x0 + across + 0 * s, depth + y, height], -1)
    uv = np.stack([(x / width + 0.5) * width / repeat + 0 * s, s / repeat + cut + 0 * x], -1)
    thing = c.mesh(
        "cloth", points.reshape(-1, 3), c.grid_faces(nx, ns), look, True, uv.reshape(-1, 2)
    )
    thick = thing.modifiers.new("thick", "SOLIDIFY")
    thick.thickness, thick.offset = 0.008, 1
    return points


def fringe(points, colour, seed=3, length=0.22):
    """Knotted threads along the foot of a draped cloth."""
    foot = points[::5, 0, :]
    strips = c.Strips(seed)
    rng = np.random.default_rng(seed)
    for x, y, z in foot:
        t = np.linspace(0, 1, 7)
        sway = rng.normal(0, 0.018, 2)
        line = np.stack(
            [
                x + sway[0] * t**1.5,
                y - 0.01 + sway[1] * t,
                z + 0.01 - length * t * rng.uniform(0.9, 1.08),
            ],
            1,
        )
        c.cord(strips, line, 0.0055)
    strips.build("fringe", c.plain("thread", colour, 0.9))


def rod(top, reach=1.62, cords=(-1.20, 1.40)):
    """The wooden rod and the cords it hangs from."""
    look = c.wood("rod", "X", 0.4, seed=3, rough=0.42)
    line = [
        (-reach + 2 * reach * i / 30, 0.004 * math.sin(i), top + 0.006 * math.sin(i * 0.7))
        for i in range(31)
    ]
    c.curve("rod", line, ROD, look, resolution=8)
    hemp = c.plain("hemp", (0.45, 0.33, 0.19), 0.9)
    strips = c.Strips(8)
    for x in cords:
        i = np.arange(60)
        for phase in (0, math.pi):
            twist = i * 0.9 + phase
            c.cord(
                strips,
                np.stack(
                    [x + 0.012 * np.cos(twist), 0.012 * np.sin(twist), top + 0.07 + i * 0.02], 1
                ),
                0.014,
            )
        a = np.arange(20) / 20 * 2 * np.pi
        for k in range(3):
            loop = np.stack(
                [
                    x - 0.03 + 0.03 * k + 0 * a,
                    (ROD + 0.016) * np.cos(a),
                    top + (ROD + 0.016) * np.sin(a),
                ],
                1,
            )
            c.cord(strips, loop, 0.014, closed=True)
    strips.build("cords", hemp)


def hanging(
    front,
    behind=None,
    narrow=None,
    close=None,
    tint=(0.80, 0.74, 0.63),
    silk=False,
    seed=1,
    amp=0.13,
    hem=0.0,
):
    """A long cloth on a rod, a second and narrower one beside it in another drawing.

    `front` and `behind` are names in `motifs`; `close` is the (x, z) of a close view.
    """
    top = 2.95
    options = {"sheen": 0.35, "rough": 0.42, "bump": 0.15} if silk else {}
    look = c.printed("front", picture(front), repeat=2.58, **options)
    drape(
        look,
        -0.16 if behind else 0.08,
        1.72 if behind else 2.02,
        top,
        2.50,
        2.05,
        amp=amp,
        seed=seed,
        cut=hem,
    )
    if behind:
        other = c.printed("other", picture(behind), repeat=1.95, **options)
        drape(other, 1.04, 0.62, top, 1.78, 1.30, repeat=1.95, amp=0.065, seed=seed + 3, cut=hem)
    rod(top, cords=(-1.20, 1.40) if behind else (-1.14, 1.30))
    c.wall(0.75, tint, 0.20)
    c.world(0.26, (1.0, 0.94, 0.86))
    c.area((-4.8, -0.8, 3.0), 1.8, 500, (1, 0.92, 0.80), (0, 0, 1.7), 3.2)
    c.area((4.5, -4, 1.5), 3, 40, (1, 0.95, 0.9), (0, 0, 1.7))
    c.sun((-2.6, -2.0, 1.5), 2.6, 1.8, window=(3.2, 4.2, 2, 3, 0.12), target=(0, 0, 2.3))
    if close:
        x, z = close
        c.camera((x - 1.0, -5.2, z + 0.5), (x, 0, z), 100, 0.6, (x, -0.15, z))
    else:
        c.camera((0.30, -7.5, 2.1), (0.10, 0, 1.93), 70, 0.5, (0, -0.1, 1.9))
    return 0.12


def picture(name):
    """The file of a drawn cloth; `tie_dye` in its two colourings has its own names."""
    dyes = {
        "jumput_blue": {"ground": (27, 40, 78), "second": (168, 62, 44), "seed": 21},
        "jumput_plum": {"ground": (86, 24, 52), "second": (206, 138, 52), "seed": 23, "rows": 6},
        "jumput_mango": {
            "ground": (34, 74, 60), "second": (212, 140, 40), "seed": 25, "rows": 4, "rings": 1, "mango": True,
        },
        "jumput_sand": {"ground": (180, 110, 60), "second": (96, 30, 36), "seed": 27, "rows": 5, "mango": True},
    }  # fmt: skip
    return motifs.tie_dye(**dyes[name]) if name in dyes else getattr(motifs, name)()


def scarf(
    front, behind=None, thread=(0.42, 0.25, 0.14), amp=0.10, repeat=1.5, tint=(0.78, 0.73, 0.66)
):
    """A shawl with fringes over a rod, a folded one over it."""
    top = 2.95
    look = c.printed("shawl", picture(front), 200, repeat=repeat, bump=0.28, sheen=0.2)
    points = drape(look, -0.42, 0.86, top, 2.12, 1.5, repeat=repeat * 1.45, amp=amp, seed=2)
    fringe(points, thread)
    if behind:
        other = c.printed("other", picture(behind), 200, repeat=repeat, bump=0.28, sheen=0.2)
        points = drape(
            other, 0.56, 0.80, top, 1.62, 1.9, repeat=repeat * 1.25, amp=amp * 0.9, seed=6
        )
        fringe(points, thread, 5)
    rod(top, cords=(-1.10, 1.26))
    c.wall(0.72, tint, 0.20)
    c.world(0.26, (1.0, 0.94, 0.86))
    c.area((-4.8, -0.8, 3.0), 1.8, 500, (1, 0.92, 0.80), (0, 0, 1.7), 3.2)
    c.area((4.5, -4, 1.5), 3, 40, (1, 0.95, 0.9), (0, 0, 1.7))
    c.sun((-2.6, -2.0, 1.5), 2.6, 1.8, window=(3.2, 4.2, 2, 3, 0.12), target=(0, 0, 2.3))
    c.camera((0.30, -7.5, 2.1), (0.10, 0, 1.96), 72, 0.5, (0, -0.1, 1.9))
    return 0.10


def folded(look, width, depth, layers, thick, loc, turn=0.0, seed=1, repeat=2.4, shift=0.0):
    """A cloth folded to and fro: its folds show at the front."""
    rng = np.random.default_rng(seed)
    path, bend = [], thick / 2
    for k in range(layers):
        wide = depth * (1 - 0.012 * rng.random()) - 2 * bend
        z = k * thick
        run = np.linspace(-wide / 2, wide / 2, 60)
        if k % 2:
            run = run[::-1]
        slip = rng.normal(0, 0.008)
        path += [(y + slip, z) for y in run]
        if k < layers - 1:
            side = -1 if k % 2 else 1
            for q in np.linspace(-np.pi / 2, np.pi / 2, 9)[1:-1]:
                path.append(
                    (
                        side * wide / 2 + slip + side * bend * math.cos(q),
                        z + bend + bend * math.sin(q),
                    )
                )
    path = np.asarray(path)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    nx = 160
    x = np.linspace(-0.5, 0.5, nx)[:, None] * width
    y, z = path[:, 0][None, :], path[:, 1][None, :]
    share = z / (thick * max(layers - 1, 1))
    puff = (
        0.010 * np.sin(x * 2.1 + seed)
        + 0.006 * np.sin(x * 5 + y * 3 + seed * 2)
        + 0.006 * np.sin(y * 4 + seed)
    )
    sink = (
        -0.35
        * thick
        * np.clip(np.abs(x) / width * 2 - 0.75, 0, 1)
        * 4
        * share
        * np.clip(layers / 4, 0.3, 1)
    )
    points = np.stack(
        [x + 0.006 * np.sin(y * 5 + z * 31) + 0 * z, y + 0 * x, z + puff * share + sink], -1
    )
    uv = np.stack(
        [
            (x / width + 0.5) * width / repeat + 0 * y,
            (length[None, :] - length[-1]) / repeat + shift + 0 * x,
        ],
        -1,
    )
    thing = c.mesh(
        "folded", points.reshape(-1, 3), c.grid_faces(nx, len(path)), look, True, uv.reshape(-1, 2),
        loc=loc, rot=(0, 0, turn),
    )  # fmt: skip
    body = thing.modifiers.new("thick", "SOLIDIFY")
    body.thickness, body.offset = thick * 0.62, 0


def pile(names, close=False, size=(2.0, 1.36), tint=(0.72, 0.68, 0.61), shift=0.06):
    """Folded cloths in a pile, the one to be sold on top."""
    height = 0.06
    for k, name in enumerate(reversed(names)):
        top = k == len(names) - 1
        layers, thick = 7, 0.060
        look = c.printed(f"fold{k}", picture(name), 150, repeat=2.4)
        wide = (size[0] * (1 if top else 1.03), size[1] * (1 if top else 1.03))
        folded(
            look,
            *wide,
            layers,
            thick,
            (0.04 * (-1) ** k, 0.02 * k, height),
            math.radians(8 + 3 * (-1) ** k),
            k + 1,
            2.2,
            shift,
        )
        height += layers * thick + 0.02
    c.wall(2.2, tint, 0.24)
    c.planks(1.9, seed=5)
    c.sprig((-1.40, -1.62, 0), 0.25, 1.25, 7, 0.26)
    c.daylight((0, 0, 0.6), 440, 36, 0.25, 2.1)
    if close:
        c.camera(
            (1.6, -4.6, 3.2), (0.25, -0.35, height - 0.20), 84, 0.55, (0.25, -0.6, height - 0.1)
        )
    else:
        c.camera((0.6, -6.2, 4.6), (0.02, -0.18, 0.50), 66, 0.6, (0, -0.6, height * 0.8))
    return 0.14


def cushions():
    """A cushion cover and a table cloth of one stamp."""
    print_one = picture("belimbing")
    look = c.printed("cushion", print_one, 110, repeat=2.2, bump=0.5)
    n = 160
    u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n), indexing="ij")

    def pad(size, thick, loc, rot, shift):
        edge = np.clip(1 - np.abs(u) ** 2.6, 0, 1) * np.clip(1 - np.abs(v) ** 2.6, 0, 1)
        pinch = 1 - 0.075 * (1 - v**2) * np.abs(u) ** 3, 1 - 0.075 * (1 - u**2) * np.abs(v) ** 3
        pucker = 0.012 * np.sin(u * 40 + 3 * v) * np.exp(-(((1 - np.abs(v)) / 0.12) ** 2))
        pucker = pucker + 0.012 * np.sin(v * 37 - 2 * u) * np.exp(-(((1 - np.abs(u)) / 0.12) ** 2))
        crumple = 0.03 * np.sin(2.2 * u + 1.6 * v + 1) + 0.02 * np.sin(4.1 * v - 2.6 * u)
        x, y = u * size * pinch[0], v * size * pinch[1]
        uv = np.stack([u * 0.42 + shift, v * 0.42 + 0.52], -1).reshape(-1, 2)
        for side in (1, -1):
            z = side * (thick * edge**0.42 * (1 + crumple) + pucker * edge**0.3)
            points = np.stack([x, y, z], -1).reshape(-1, 3)
            c.mesh("pad", points, c.grid_faces(n, n)[:, ::side], look, True, uv, loc=loc, rot=rot)
        t = np.linspace(-1, 1, 90)
        ends = [(t, -1 + 0 * t), (1 + 0 * t, t), (-t, 1 + 0 * t), (-1 + 0 * t, -t)]
        line = [(np.asarray(a), np.asarray(b)) for a, b in ends]
        a, b = np.concatenate([p for p, _ in line]), np.concatenate([q for _, q in line])
        piping = np.stack(
            [
                a * size * (1 - 0.075 * (1 - b**2) * np.abs(a) ** 3),
                b * size * (1 - 0.075 * (1 - a**2) * np.abs(b) ** 3),
                0 * a,
            ],
            1,
        )
        strips = c.Strips(3)
        strips.add(piping[::2], (0, 0, 1), 0.022, 0.022, c.ROUND, True)
        strips.build("piping", c.plain("piping", (0.16, 0.035, 0.022), 0.9), loc=loc, rot=rot)

    pad(0.98, 0.34, (-0.10, 0.42, 1.05), (math.radians(73), 0.06, 0.10), 0.5)
    cloth_look = c.printed("runner", print_one, 110, repeat=2.2, bump=0.5)
    folded(cloth_look, 1.5, 0.95, 6, 0.055, (0.12, -0.95, 0.05), math.radians(-7), 4, 2.2, 0.06)
    c.wall(1.35, (0.78, 0.73, 0.64), 0.22)
    c.planks(1.4, seed=8)
    c.daylight((0, 0, 0.9), 430, 34, 0.26, 2.0)
    c.camera((0.4, -7.6, 2.9), (0.0, -0.15, 0.88), 72, 0.6, (0, -0.4, 0.9))
    return 0.12
