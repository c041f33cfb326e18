"""A tied head cloth of batik on a turned stand."""

import math

import numpy as np

import cloth
import common as c


def band(look, lean, turn, low, high, out, seed):
    """A folded strip of cloth laid round the head, higher on one side than on the other."""
    a = np.linspace(0, 2 * np.pi, 361)[:, None]
    s = np.linspace(0, 1, 40)[None, :]
    fold = 0.014 * np.sin(s * 19 + 0.4 * np.sin(3 * a + seed)) * np.sin(np.pi * s) ** 0.5
    z = low + (high - low) * s + lean * np.cos(a - turn)
    r = 0.70 + out + fold + 0.028 * np.sin(np.pi * s) ** 0.5 - 0.05 * np.clip(z - 0.42, 0, 1)
    points = np.stack([r * np.cos(a) * 0.94, r * np.sin(a) * 1.06, z], -1)
    uv = np.stack([a / (2 * np.pi) * 1.9 + 0.3 * seed + 0 * s, 0.15 * s + 0.2 * seed + 0 * a], -1)
    c.mesh("band", points.reshape(-1, 3), c.grid_faces(361, 40), look, uv=uv.reshape(-1, 2))


def tip(look, at, heading, lift, seed):
    """One end of the cloth behind the knot: a soft pointed leaf."""
    n, m = 60, 30
    t, s = np.linspace(0, 1, n)[:, None], np.linspace(-1, 1, m)[None, :]
    half = 0.17 * np.sin(np.pi * np.clip(t * 0.86 + 0.10, 0, 1)) ** 0.9
    along = 0.62 * t
    x = along * math.cos(heading) + 0 * s
    y = along * math.sin(heading) + 0 * s
    z = lift * t**1.4 + half * s + 0.02 * np.sin(5 * t + seed)
    bow = 0.05 * (1 - s**2) * np.sin(np.pi * t)
    points = np.stack(
        [at[0] + x - bow * math.sin(heading), at[1] + y + bow * math.cos(heading), at[2] + z], -1
    )
    uv = np.stack([t * 0.5 + 0.1 * seed + 0 * s, s * 0.14 + 0.5 + 0 * t], -1)
    thing = c.mesh("tip", points.reshape(-1, 3), c.grid_faces(n, m), look, uv=uv.reshape(-1, 2))
    thick = thing.modifiers.new("thick", "SOLIDIFY")
    thick.thickness = 0.02


def udeng():
    """The head cloth of the Samin: plain folds, level, knotted behind."""
    look = c.printed("cloth", cloth.picture("parang_dahana"), 190, repeat=1.0, bump=0.3)
    stand = c.wood(
        "stand", "Z", 0.4, (0.16, 0.08, 0.03), (0.33, 0.18, 0.075), (0.50, 0.31, 0.14), seed=5
    )
    foot = [(0, 0), (0.46, 0), (0.50, 0.03), (0.47, 0.08), (0.20, 0.13), (0.15, 0.24), (0.17, 0.40), (0.36, 0.52), (0.55, 0.66),
            (0.64, 0.90), (0.66, 1.10), (0.60, 1.35), (0.42, 1.55), (0.2, 1.64), (0, 1.66)]  # fmt: skip
    c.lathe("stand", foot, stand)
    lift = 0.98
    a = np.linspace(0, 2 * np.pi, 240, endpoint=False)[:, None]
    t = np.linspace(0, 1, 90)[None, :]
    r = 0.70 * np.cos(np.clip(t * 1.15 - 0.15, 0, 1) * np.pi / 2) ** 0.55 + 0.0005
    z = 0.20 + 0.56 * np.sin(np.clip(t, 0, 1) * np.pi / 2)
    pleat = 0.010 * np.sin(16 * a + 3 * t) * np.sin(np.pi * t)
    points = np.stack(
        [(r + pleat) * np.cos(a) * 0.94, (r + pleat) * np.sin(a) * 1.06, z + pleat], -1
    )
    arc = 0.43 * (1 - t)
    uv = np.stack([0.5 + arc * np.cos(a), 0.5 + arc * np.sin(a)], -1)
    parts = [
        c.mesh(
            "crown", points.reshape(-1, 3), c.grid_faces(240, 90, True), look, uv=uv.reshape(-1, 2)
        )
    ]
    parts[0].location.z = lift
    before = -math.pi / 2
    band(look, 0.10, before + 0.9, lift + 0.02, lift + 0.34, 0.010, 1)
    band(look, 0.10, before - 0.9, lift + 0.02, lift + 0.34, 0.035, 4)
    band(look, 0.0, before, lift - 0.06, lift + 0.16, 0.060, 7)
    knot = (0.60, 0.46, lift + 0.14)
    c.ball("knot", 1.0, look, knot, (0.13, 0.11, 0.12), (0.3, 0.2, 0.6))
    tip(look, knot, 0.25, 0.22, 2)
    tip(look, knot, 0.75, -0.10, 5)
    c.wall(1.6, (0.73, 0.69, 0.61), 0.22)
    c.planks(1.5, seed=3)
    c.daylight((0, 0, 1.1), 430, 38, 0.26, 2.1, (2.8, 3.6, 2, 3, 0.11))
    c.camera((1.5, -7.6, 2.5), (0.08, 0, 0.92), 70, 0.5, (0, -0.6, 1.1))
    return 0.14
