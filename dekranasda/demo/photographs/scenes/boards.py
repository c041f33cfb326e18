"""Cutting boards and spoons of teak, seen from above."""

import math

import numpy as np

import common as c


def board(width, height, handle, grip, corner, thick, look, loc, turn, hole):
    """A board with a waisted handle and a hole to hang it by."""
    points = []

    def arc(cx, cy, r, first, last, n=14):
        for i in range(n + 1):
            a = math.radians(first + (last - first) * i / n)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))

    w, h, soft, fillet = width / 2, height / 2, corner * 1.3, 0.13
    arc(w - corner, -h + corner, corner, -90, 0)
    arc(w - soft, h - soft, soft, 0, 80)
    arc(grip / 2 + fillet, h + fillet + 0.015, fillet, -100, -180)
    arc(0, h + handle - grip / 2, grip / 2 * 1.08, 0, 180, 28)
    arc(-grip / 2 - fillet, h + fillet + 0.015, fillet, 0, -80)
    arc(-w + soft, h - soft, soft, 100, 180)
    arc(-w + corner, -h + corner, corner, 180, 270)
    middle = h + handle - grip / 2
    ring = [
        (hole * math.cos(a), middle + hole * math.sin(a))
        for a in np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ]
    return c.outline("board", [points, ring], thick, look, 0.02, loc, (0, 0, turn))


def spoon(length, bowl_width, bowl_length, look, loc, turn, depth=0.085, grip=0.062, hollow=1.0):
    """A spoon along x; a hollow of .22 makes it a spatula."""
    rings, around = 260, 48
    s = np.linspace(0, 1, rings)
    x = s * length
    t = np.clip((x - (length - bowl_length)) / bowl_length, 0, 1)
    bowl = np.where(t > 0, np.sqrt(np.clip(1 - (2 * t - 1) ** 2, 0, 1)) ** 0.9, 0)
    stick = grip * (0.72 + 0.45 * np.cos((s - 0.02) * 2.4) ** 2)
    stick = stick * np.clip(1 - np.clip((t - 0.35) / 0.3, 0, 1), 0, 1)
    wide = np.maximum(np.where(t > 0, bowl * bowl_width / 2, 0), stick)
    window = np.hanning(21) / np.hanning(21).sum()
    wide = np.convolve(np.pad(wide, (10, 10), mode="edge"), window, "valid")
    tail = np.sqrt(np.clip(1 - np.clip((0.04 - s) / 0.04, 0, 1) ** 2, 0, 1))
    tip = np.sqrt(np.clip(1 - np.clip((s - 0.985) / 0.015, 0, 1) ** 2, 0, 1))
    wide = wide * tail * tip + 1e-4
    flat = np.clip(t / 0.35, 0, 1)
    flat = flat * flat * (3 - 2 * flat)
    thick = ((0.048 * (1 - flat) + 0.016 * flat) * tail * (0.35 + 0.65 * tip))[:, None]
    deep = depth * np.sin(np.pi * t) ** 0.8 * hollow
    middle = 0.06 + 0.06 * np.sin(np.pi * np.clip(1 - s, 0, 1))
    a = np.linspace(0, 2 * np.pi, around, endpoint=False)
    cos, sin = np.cos(a)[None, :], np.sin(a)[None, :]
    z = -deep[:, None] * (1 - cos**2) + np.sign(sin) * thick * np.abs(sin) ** 0.7
    y = wide[:, None] * np.sign(cos) * np.abs(cos) ** 0.9
    points = np.stack([x[:, None] + 0 * cos, y, middle[:, None] + z], -1).reshape(-1, 3)
    faces = c.grid_faces(rings, around, False, True)
    return c.mesh("spoon", points, faces, look, loc=loc, rot=(0, 0, turn))


def boards(close=False):
    """Two boards, two spoons and a spatula on linen."""
    deg = math.radians
    light = c.wood(
        "light", "Y", 0.25, (0.10, 0.040, 0.014), (0.24, 0.112, 0.040), (0.41, 0.225, 0.092),
        rough=0.46, k=1.3, coat=0.05, seed=1.2, streaks=[(1.75, 0.10, (0.42, 0.32, 0.26), 0.8)],
    )  # fmt: skip
    dark = c.wood(
        "dark", "Y", 1.2, (0.065, 0.027, 0.012), (0.15, 0.066, 0.026), (0.25, 0.120, 0.048),
        rough=0.48, k=1.4, coat=0.04, seed=3.7,
    )  # fmt: skip
    sticks = [
        c.wood("stick", "X", 0.6 + i, seed=1.9 * i + 0.4, rough=0.44, k=2.0, coat=0.06)
        for i in range(3)
    ]
    board(1.40, 2.00, 0.72, 0.34, 0.17, 0.11, light, (-0.34, 0.16, 0.085), deg(9), 0.06)
    board(0.86, 1.15, 0.50, 0.25, 0.12, 0.085, dark, (0.10, -0.50, 0.19), deg(-16), 0.045)
    spoon(2.35, 0.50, 0.72, sticks[0], (0.64, -1.42, 0.03), deg(87), 0.10)
    spoon(2.15, 0.40, 0.80, sticks[1], (0.98, -1.34, 0.03), deg(81), 0.06, hollow=0.22)
    spoon(1.15, 0.27, 0.36, sticks[2], (-0.20, -0.98, 0.24), deg(62), 0.06, 0.042)
    c.linen_table((0.72, 0.67, 0.58), 46, 16, (-0.25, 0.1, 0.95, 1.35), 4.2)
    c.sprig((-1.26, -1.50, 0), count=8)
    c.world(0.25, (1.0, 0.95, 0.88))
    c.area((-4.2, 2.2, 3.4), 2.2, 380, (1, 0.93, 0.82), (0, 0, 0), 3.0)
    c.area((4, -2, 3), 3, 35, (1, 0.96, 0.9), (0, 0, 0))
    c.sun((-2.6, 1.5, 2.1), 2.0, 1.4, window=(3.4, 3.6, 2, 2, 0.14), target=(0.1, 0, 0))
    c.camera((0.25, -3.3, 7.6), (0.08, 0.10, 0.0), 74, 0.7, (0.1, -0.2, 0.2))
    return 0.18
