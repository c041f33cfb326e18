"""Cloth drawn for the scenes: the project's own batik figures, tie-dye and ikat.

All figures are drawn here from points and curves; the names are those of the motif register.
"""

import math
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import common as c

DRAWN, KEPT = 3072, 2048
CREAM = (231, 214, 178)


class Cloth:
    """A square of cloth that repeats sideways, drawn large and reduced."""

    def __init__(self, ground, cream=CREAM, seed=1):
        self.ground, self.cream = ground, cream
        self.random = np.random.default_rng(seed)
        self.seed = seed
        self.image = Image.new("RGB", (DRAWN, DRAWN), ground)
        self.draw = ImageDraw.Draw(self.image)

    def line(self, points, colour, width):
        points = [(float(x), float(y)) for x, y in points]
        self.draw.line(points, fill=colour, width=max(1, int(width)), joint="curve")

    def dot(self, x, y, r, colour):
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def shape(self, points, fill, width=7, edge=None):
        """A filled figure with a wax outline."""
        points = [(float(x), float(y)) for x, y in points]
        self.draw.polygon(points, fill=fill)
        self.line([*points, points[0], points[1]], edge or self.cream, width)

    def place(self, points, cx, cy, size, turn=0.0, flip=False):
        """Points of a figure (y up, about one unit) at their place on the cloth."""
        points = np.asarray(points, float).copy()
        if flip:
            points[:, 0] *= -1
        ca, sa = math.cos(turn), math.sin(turn)
        x = points[:, 0] * ca - points[:, 1] * sa
        y = points[:, 0] * sa + points[:, 1] * ca
        return np.stack([cx + x * size, cy - y * size], 1)

    def veil(self, share=0.6):
        """The cream, dimmed towards the ground."""
        return tuple(
            int((1 - share) * a + share * b) for a, b in zip(self.cream, self.ground, strict=True)
        )

    def seeds(self, step=40, radius=3.9):
        """Fine dots over the whole ground."""
        colour = self.veil()
        for j in range(DRAWN // step + 1):
            for i in range(DRAWN // step + 1):
                x = i * step + (j % 2) * step / 2 + self.random.uniform(-4, 4)
                y = j * step + self.random.uniform(-4, 4)
                self.dot(x, y, radius * self.random.uniform(0.85, 1.15), colour)

    def commas(self, step=64, size=20):
        """Small hooked strokes in rows, another filler."""
        colour = self.veil(0.5)
        for j in range(DRAWN // step + 1):
            for i in range(DRAWN // step + 1):
                x, y = i * step + (j % 2) * step / 2, j * step
                t = np.linspace(0, 4.2, 12)
                turn = 0.8 if (i + j) % 2 else 3.9
                r = size * (1 - t / 5.5)
                self.line(
                    np.stack([x + r * np.cos(t + turn), y + r * np.sin(t + turn)], 1), colour, 5
                )

    def clear(self, x, y, r):
        self.dot(x, y, r, self.ground)

    def leaf(self, cx, cy, turn, length, width, fill, inner, wax=7):
        """A teak leaf with veins and dots between them; turn clockwise from the right."""
        ca, sa = math.cos(turn), math.sin(turn)

        def at(u, v):
            return (cx + ca * u * length - sa * v * width, cy + sa * u * length + ca * v * width)

        def half(u):
            return math.sin(math.pi * min(1, max(0, u)) ** 0.82) ** 0.72 * (
                1 + 0.05 * math.sin(u * 22)
            )

        us = [i / 40 for i in range(41)]
        upper, lower = [at(u, half(u)) for u in us], [at(u, -half(u)) for u in us]
        self.draw.polygon(upper + lower[::-1], fill=fill)
        core = [at(0.08 + u * 0.84, half(u) * 0.70) for u in us]
        core += [at(0.08 + u * 0.84, -half(u) * 0.70) for u in us][::-1]
        self.draw.polygon(core, fill=inner)
        self.line(upper, self.cream, wax)
        self.line(lower, self.cream, wax)
        self.line([at(0, 0), at(0.97, 0)], self.cream, wax * 0.9)
        for k in range(1, 7):
            u0 = k / 7.5
            for side in (1, -1):
                vein = [
                    (u0 + 0.13 * t, side * half(u0 + 0.13 * t) * 0.92 * t)
                    for t in (0, 0.25, 0.5, 0.75, 1)
                ]
                self.line([at(*p) for p in vein], self.cream, wax * 0.55)
                for t in (0.35, 0.6, 0.85):
                    um = u0 + 0.075 + 0.10 * t
                    self.dot(*at(um, side * half(um) * 0.78 * t), wax * 0.52, self.cream)
        for i in range(4, 40, 2):
            for side in (1, -1):
                self.dot(*at(us[i], side * (half(us[i]) + 0.16)), wax * 0.62, self.cream)

    def rosette(self, cx, cy, r, turn, one, two):
        """Four large and four small teak leaves round a flower."""
        for k in range(1, 8, 2):
            self.leaf(cx, cy, turn + k * math.pi / 4, r * 0.74, r * 0.15, *two, 6)
        for k in range(0, 8, 2):
            self.leaf(cx, cy, turn + k * math.pi / 4, r, r * 0.245, *one, 7)
        for share, colour in (
            (0.20, self.cream),
            (0.175, two[1]),
            (0.11, self.cream),
            (0.085, self.ground),
        ):
            self.dot(cx, cy, r * share, colour)
        for k in range(12):
            a = k * math.pi / 6
            self.dot(
                cx + r * 0.142 * math.cos(a), cy + r * 0.142 * math.sin(a), r * 0.016, self.cream
            )
        self.dot(cx, cy, r * 0.03, self.cream)

    def tendril(self, points, colour, dots=True):
        """A vine with dots on both sides and a bud at its end."""
        points = c.smooth_line(points, 16)
        self.line(points, self.cream, 15)
        self.line(points, colour, 7)
        if dots:
            for i in range(4, len(points) - 2, 4):
                step = points[i + 1] - points[i]
                nx, ny = -step[1], step[0]
                size = math.hypot(nx, ny) + 1e-6
                for side in (1, -1):
                    self.dot(
                        points[i][0] + nx / size * 24 * side,
                        points[i][1] + ny / size * 24 * side,
                        5,
                        self.cream,
                    )
        x, y = points[-1]
        self.dot(x, y, 23, self.cream)
        self.dot(x, y, 15, colour)
        self.dot(x, y, 5, self.cream)

    def hem(self, height, fill, draw):
        """The border at the foot: lines, dots, and figures from draw(x, middle, number)."""
        top = DRAWN - height
        self.draw.rectangle((0, top, DRAWN, DRAWN), fill=fill)
        for y, width in ((top + 6, 10), (top + 34, 5), (DRAWN - 14, 9), (DRAWN - 40, 5)):
            self.line([(0, y), (DRAWN, y)], self.cream, width)
        for x in range(0, DRAWN, 16):
            self.dot(x, top + 20, 4.5, self.cream)
            self.dot(x, DRAWN - 27, 4.5, self.cream)
        for k in range(-1, DRAWN // 128 + 1):
            draw(k * 128 + 64, (top + DRAWN) / 2, k)

    def leaf_hem(self, height, fill, one, two):
        def draw(x, middle, k):
            side = 1 if k % 2 else -1
            self.leaf(
                x - 30,
                middle + side * 18,
                -side * 0.85,
                200,
                44,
                one if k % 2 else two,
                self.ground,
                6,
            )

        self.hem(height, fill, draw)
        y = DRAWN - height / 2
        wave = [(x, y + 18 * math.sin(x / 128 * math.pi)) for x in range(0, DRAWN, 8)]
        self.line(wave, self.cream, 9)

    # figures of the motif register

    def duck(self, cx, cy, size, flip, body, dark, bright):
        """The white duck of Mliwis Mukti, wings raised, on the water."""

        def at(points):
            return self.place(points, cx, cy, size, 0, flip)

        def feather(x, y, degrees, length, wide, fill, wax=5):
            u = np.linspace(0, 1, 20)
            half = wide * np.sin(np.pi * u**0.7) ** 0.7
            bend = 0.10 * length * u**2
            line = np.stack([u * length, bend], 1)
            a = math.radians(degrees)
            turned = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
            outer = np.vstack(
                [
                    np.stack([u * length, bend + half], 1),
                    np.stack([u * length, bend - half], 1)[::-1],
                ]
            )
            self.shape(at(outer @ turned + (x, y)), fill, wax)
            self.line(at(line @ turned + (x, y)), dark, 4)
            for t in np.linspace(0.25, 0.85, 5):
                for side in (1, -1):
                    p = at(
                        np.array([[t * length, 0.10 * length * t**2 + side * wide * 0.45]]) @ turned
                        + (x, y)
                    )[0]
                    self.dot(*p, 4, dark)

        for k in range(5):
            feather(-0.62, 0.02, 205 - 17 * k, 0.52, 0.07, (bright, body)[k % 2])
        outline = c.smooth_line(
            [
                (-0.72, 0.08), (-0.40, 0.20), (-0.02, 0.22), (0.24, 0.34), (0.30, 0.56), (0.34, 0.78), (0.50, 0.92),
                (0.68, 0.86), (0.74, 0.74), (0.64, 0.62), (0.56, 0.46), (0.66, 0.22), (0.62, -0.10),
                (0.38, -0.32), (0.0, -0.38), (-0.42, -0.24), (-0.72, 0.08),
            ],
            10,
        )  # fmt: skip
        self.shape(at(outline), body, 9)
        self.shape(
            at(
                c.smooth_line(
                    [(0.72, 0.80), (0.86, 0.76), (1.02, 0.70), (0.86, 0.66), (0.72, 0.68)], 6
                )
            ),
            bright,
            5,
        )
        for k in range(6):
            feather(
                0.06 - 0.02 * k, 0.02, 92 + 15 * k, 0.98 - 0.06 * k, 0.085, (bright, body)[k % 2]
            )
        for k in range(4):
            feather(0.12, 0.0, 150 + 18 * k, 0.50, 0.075, (body, bright)[k % 2])
        self.dot(*at([(0.56, 0.78)])[0], size * 0.045, dark)
        self.dot(*at([(0.56, 0.78)])[0], size * 0.016, body)
        for k, a in enumerate((120, 95, 70)):
            end = (0.50 + 0.24 * math.cos(math.radians(a)), 0.92 + 0.24 * math.sin(math.radians(a)))
            self.line(at([(0.50, 0.90), end]), self.cream, 6)
            self.dot(*at([end])[0], size * 0.035, (bright, self.cream, bright)[k])
        for row in range(3):
            for i in range(7 - row):
                p = at([(0.50 - 0.155 * i - 0.05 * row, -0.05 - 0.10 * row)])[0]
                t = np.linspace(math.pi * 0.1, math.pi * 0.9, 8)
                self.line(
                    np.stack([p[0] + size * 0.06 * np.cos(t), p[1] + size * 0.06 * np.sin(t)], 1),
                    dark,
                    4,
                )
        for y in (-0.50, -0.60):
            t = np.linspace(-0.95, 0.95, 50)
            self.line(at(np.stack([t, y + 0.035 * np.sin(t * 16 + y * 20)], 1)), self.cream, 7)

    def lotus(self, cx, cy, size, turn, one, two):
        """A lotus with seven petals."""
        for k, degrees in enumerate((-62, 62, -40, 40, -20, 20, 0)):
            a = math.radians(90 + degrees)
            u = np.linspace(0, 1, 16)
            half = 0.17 * np.sin(np.pi * u**0.8) ** 0.8
            outer = np.vstack([np.stack([u, half], 1), np.stack([u, -half], 1)[::-1]])
            rot = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
            self.shape(self.place(outer @ rot, cx, cy, size, turn), (one, two)[k % 2], 6)
            core = np.stack([np.linspace(0.15, 0.8, 6), 0 * np.linspace(0, 1, 6)], 1) @ rot
            for p in self.place(core, cx, cy, size, turn):
                self.dot(*p, 4.5, self.cream)
        base = c.smooth_line([(-0.32, 0.08), (0, -0.12), (0.32, 0.08), (0, 0.16), (-0.32, 0.08)], 8)
        self.shape(self.place(base, cx, cy, size, turn), two, 6)

    def puppet(self, cx, cy, size, robe, skin, bright):
        """A rod puppet seen from the front: Rancak Thengul."""

        def at(points):
            return self.place(points, cx, cy, size)

        for side in (1, -1):
            arm = c.smooth_line(
                [
                    (0.20, 0.30),
                    (0.48, 0.18),
                    (0.62, -0.02),
                    (0.46, -0.16),
                    (0.52, 0.02),
                    (0.40, 0.08),
                    (0.20, 0.14),
                ],
                8,
            )
            self.shape(at(arm * (side, 1)), skin, 6)
            for x, y in ((0.53, 0.10), (0.52, -0.06)):
                self.line(
                    at([(side * (x - 0.07), y - 0.03), (side * (x + 0.07), y + 0.02)]), bright, 10
                )
            sash = c.smooth_line(
                [
                    (0.10, -0.28),
                    (0.34, -0.42),
                    (0.46, -0.74),
                    (0.58, -0.96),
                    (0.36, -0.92),
                    (0.22, -0.60),
                ],
                8,
            )
            self.shape(at(sash * (side, 1)), bright, 6)
        skirt = c.smooth_line(
            [
                (-0.18, -0.22),
                (-0.26, -0.52),
                (-0.36, -0.98),
                (0, -1.05),
                (0.36, -0.98),
                (0.26, -0.52),
                (0.18, -0.22),
            ],
            10,
        )
        self.shape(at(skirt), robe, 8)
        for row in range(5):
            for i in range(-row // 2 - 1, row // 2 + 3):
                x, y = (i - 0.5 * (row % 2)) * 0.13, -0.40 - row * 0.13
                if abs(x) < 0.16 + 0.04 * row:
                    p = at([(x, y)])[0]
                    self.dot(*p, size * 0.042, self.cream)
                    self.dot(*p, size * 0.024, bright)
        chest = c.smooth_line(
            [
                (-0.24, 0.34),
                (-0.20, 0.02),
                (-0.19, -0.24),
                (0.19, -0.24),
                (0.20, 0.02),
                (0.24, 0.34),
                (0, 0.40),
                (-0.24, 0.34),
            ],
            8,
        )
        self.shape(at(chest), robe, 7)
        for k in range(3):
            self.line(
                at(
                    c.smooth_line(
                        [(-0.22 + 0.03 * k, 0.34), (0, 0.14 - 0.10 * k), (0.22 - 0.03 * k, 0.34)], 8
                    )
                ),
                self.cream,
                6,
            )
        self.line(at([(-0.20, -0.22), (0.20, -0.22)]), bright, 20)
        head = c.smooth_line(
            [
                (-0.17, 0.70),
                (-0.16, 0.50),
                (0, 0.37),
                (0.16, 0.50),
                (0.17, 0.70),
                (0, 0.80),
                (-0.17, 0.70),
            ],
            10,
        )
        self.shape(at(head), skin, 7)
        for side in (1, -1):
            eye = c.smooth_line(
                [(0.03, 0.625), (0.075, 0.655), (0.13, 0.635), (0.075, 0.61), (0.03, 0.625)], 5
            )
            self.shape(at(eye * (side, 1)), self.cream, 3, self.ground)
            self.dot(*at([(side * 0.078, 0.633)])[0], size * 0.018, self.ground)
            self.line(
                at(
                    c.smooth_line(
                        [(side * 0.03, 0.67), (side * 0.09, 0.70), (side * 0.15, 0.67)], 5
                    )
                ),
                self.ground,
                6,
            )
            ear = c.smooth_line(
                [(0.17, 0.70), (0.30, 0.84), (0.34, 0.66), (0.28, 0.46), (0.18, 0.52)], 8
            )
            self.shape(at(ear * (side, 1)), bright, 6)
        self.line(at([(0.0, 0.63), (0.015, 0.55), (-0.02, 0.535)]), self.ground, 5)
        self.line(
            at(c.smooth_line([(-0.05, 0.475), (0, 0.46), (0.05, 0.475)], 5)), (130, 30, 24), 9
        )
        crown = c.smooth_line(
            [
                (-0.20, 0.70),
                (-0.20, 0.86),
                (-0.09, 1.02),
                (0, 1.22),
                (0.09, 1.02),
                (0.20, 0.86),
                (0.20, 0.70),
                (0, 0.78),
                (-0.20, 0.70),
            ],
            8,
        )
        self.shape(at(crown), bright, 7)
        for y, n in ((0.82, 5), (0.91, 4), (1.0, 2)):
            for i in range(n):
                self.dot(*at([((i - (n - 1) / 2) * 0.07, y)])[0], size * 0.024, self.cream)

    def maize(self, cx, cy, size, turn, grain, husk, deep):
        """An ear of maize between its husks."""

        def at(points):
            return self.place(points, cx, cy, size, turn)

        t = np.linspace(0, 2 * np.pi, 60)
        for side in (1, -1):
            blade = c.smooth_line(
                [
                    (0.0, -1.0),
                    (0.30, -0.75),
                    (0.50, -0.25),
                    (0.44, 0.20),
                    (0.66, 0.52),
                    (0.30, 0.25),
                    (0.16, -0.3),
                    (0.02, -0.9),
                ],
                8,
            )
            self.shape(at(blade * (side, 1)), husk, 7)
            self.line(
                at(
                    c.smooth_line(
                        [(0.05 * side, -0.92), (0.30 * side, -0.45), (0.42 * side, 0.1)], 8
                    )
                ),
                self.cream,
                4,
            )
        y = np.sin(t)
        self.shape(at(np.stack([0.29 * np.cos(t) * (1 - 0.14 * y), 0.05 + 0.88 * y], 1)), deep, 7)
        for row in range(13):
            yy = -0.72 + row * 0.123
            wide = 0.27 * math.sqrt(max(0.0, 1 - (yy / 0.88) ** 2)) * (1 - 0.14 * yy)
            n = max(1, round(wide / 0.052))
            for i in range(-n, n + 1):
                if abs(i) <= n:
                    self.dot(*at([(i * 0.8 * wide / n * 0.98, 0.05 + yy)])[0], size * 0.047, grain)
                    self.dot(
                        *at([(i * 0.8 * wide / n * 0.98, 0.06 + yy)])[0], size * 0.012, self.cream
                    )
        for k in range(5):
            bend = (k - 2) * 0.11
            self.line(
                at(c.smooth_line([(0, 0.9), (bend * 0.5, 1.1), (bend * 1.6, 1.26)], 6)),
                self.cream,
                5,
            )

    def flame(self, cx, cy, size, turn, fill, inner):
        """A tongue of the fire that never goes out."""
        outer = [
            (0, -0.12), (-0.40, 0.12), (-0.47, 0.52), (-0.66, 0.94), (-0.30, 0.74), (-0.16, 1.02), (0.06, 1.56),
            (0.15, 1.05), (0.24, 0.74), (0.58, 1.06), (0.48, 0.52), (0.40, 0.12), (0, -0.12),
        ]  # fmt: skip
        self.shape(self.place(c.smooth_line(outer, 10), cx, cy, size, turn), fill, 8)
        small = np.asarray(outer) * (0.56, 0.58) + (0, 0.06)
        self.shape(self.place(c.smooth_line(small, 10), cx, cy, size, turn), inner, 5)
        for k in range(5):
            self.dot(*self.place([(0.0, 0.12 + 0.13 * k)], cx, cy, size, turn)[0], 5, self.cream)

    def tower(self, cx, cy, size, fill, bright):
        """A drilling tower among tendrils: Gatra Rinonce."""

        def at(points):
            return self.place(points, cx, cy, size)

        self.line(at([(-0.34, -0.8), (-0.07, 0.6)]), self.cream, 14)
        self.line(at([(0.34, -0.8), (0.07, 0.6)]), self.cream, 14)
        for k in range(6):
            a, b = k / 6, (k + 1) / 6
            wa, wb = 0.34 - 0.27 * a, 0.34 - 0.27 * b
            ya, yb = -0.8 + 1.4 * a, -0.8 + 1.4 * b
            self.line(at([(-wa, ya), (wb, yb)]), bright, 8)
            self.line(at([(wa, ya), (-wb, yb)]), bright, 8)
            self.line(at([(-wb, yb), (wb, yb)]), self.cream, 7)
        self.shape(at([(-0.44, -0.8), (0.44, -0.8), (0.48, -0.94), (-0.48, -0.94)]), fill, 7)
        self.flame(*at([(0, 0.66)])[0], size * 0.30, 0, fill, bright)
        for side in (1, -1):
            scroll = [
                (0.42, -0.84),
                (0.78, -0.62),
                (0.80, -0.18),
                (0.52, -0.12),
                (0.50, -0.38),
                (0.64, -0.36),
            ]
            self.tendril(at([(side * x, y) for x, y in scroll]), fill, False)
            x, y = at([(side * 0.80, -0.30)])[0]
            self.leaf(x, y, -math.pi / 2 + side * 0.5, size * 0.46, size * 0.10, fill, bright, 5)

    def tobacco(self, cx, cy, size, turn, fill, inner, flower):
        """Three broad leaves and a five-pointed flower: Sata Ganda Wangi."""
        for degrees in (-48, 48, 0):
            self.leaf(
                cx,
                cy,
                turn - math.pi / 2 + math.radians(degrees),
                size * (1.0 if degrees else 1.1),
                size * 0.22,
                fill,
                inner,
                7,
            )
        star = [
            (
                (0.30 if k % 2 == 0 else 0.13) * math.sin(k * math.pi / 5),
                (0.30 if k % 2 == 0 else 0.13) * math.cos(k * math.pi / 5),
            )
            for k in range(10)
        ]
        self.shape(self.place(star, cx, cy + size * 0.10, size, turn), flower, 6)
        self.dot(cx, cy + size * 0.10, size * 0.06, self.cream)

    def starfruit(self, cx, cy, size, turn, fill, inner):
        """A slice of starfruit: five blunt points, five seeds."""
        t = np.linspace(0, 2 * np.pi, 160)
        r = 0.62 + 0.34 * np.cos(5 * t) + 0.06 * np.cos(10 * t)
        ring = np.stack([r * np.sin(t), r * np.cos(t)], 1)
        self.shape(self.place(ring, cx, cy, size, turn), fill, 9)
        self.shape(self.place(ring * 0.72, cx, cy, size, turn), inner, 5)
        for k in range(5):
            a = k * 2 * math.pi / 5
            self.dot(
                *self.place([(0.24 * math.sin(a), 0.24 * math.cos(a))], cx, cy, size, turn)[0],
                size * 0.055,
                self.cream,
            )
            self.line(
                self.place([(0, 0), (0.62 * math.sin(a), 0.62 * math.cos(a))], cx, cy, size, turn),
                self.cream,
                5,
            )

    # from the drawing to the file

    def finish(self, wobble=1.6, mottle=0.045, crackle=0.45, name="cloth"):
        """Waver the lines, mottle the dye, add fine cracks of the wax; returns the file's path."""
        a = np.asarray(self.image.resize((KEPT, KEPT), Image.LANCZOS)).astype(np.float32)
        rng = np.random.default_rng(self.seed)
        y, x = np.mgrid[0:KEPT, 0:KEPT].astype(np.float32)
        dx = blotches(rng, 90) * wobble + blotches(rng, 300) * wobble * 0.4
        dy = blotches(rng, 90) * wobble + blotches(rng, 300) * wobble * 0.4
        a = a[np.clip(y + dy, 0, KEPT - 1).astype(int), np.clip(x + dx, 0, KEPT - 1).astype(int)]
        dye = blotches(rng, 14) + 0.6 * blotches(rng, 60) + 0.35 * blotches(rng, 300)
        a *= (1 + mottle * dye)[..., None]
        split = np.abs(blotches(rng, 26) + 0.35 * blotches(rng, 110))
        crack = np.clip(1 - split / 0.016, 0, 1) * np.clip(blotches(rng, 9) + 0.3, 0, 1)
        crack = (crackle * crack)[..., None]
        a = a * (1 - crack) + np.array(self.ground) * crack
        return save(a, name)


def blotches(rng, cells):
    """Smooth random values, KEPT by KEPT."""
    small = Image.fromarray(rng.standard_normal((cells, cells)).astype(np.float32))
    return np.asarray(small.resize((KEPT, KEPT), Image.BICUBIC))


def save(values, name, blur=0.6):
    path = Path(tempfile.mkdtemp()) / f"{name}.png"
    image = Image.fromarray(np.clip(values, 0, 255).astype("uint8"))
    image.filter(ImageFilter.GaussianBlur(blur)).save(path)
    return path


def half_drop(columns=4, rows=4):
    """Centres of a half-drop repeat: (column, row, x, y), with a margin all round."""
    step = DRAWN / columns
    high = DRAWN / rows
    for i in range(-1, columns + 2):
        for j in range(-1, rows + 2):
            yield i, j, (i + 0.5) * step, (j + 0.5 * (i % 2) + 0.25) * high


def mliwis_mukti():
    """White ducks and lotus on indigo, soga brown."""
    cloth = Cloth((22, 33, 66), seed=3)
    white, soga, red = (236, 226, 202), (150, 90, 42), (120, 34, 36)
    cloth.seeds()
    for i, j, x, y in half_drop(4, 4):
        for side in (1, -1):
            vine = [
                (x + side * 90, y + 330),
                (x + side * 300, y + 300),
                (x + side * 380, y + 160),
                (x + side * 300, y + 90),
            ]
            cloth.tendril(vine, soga)
            cloth.leaf(x + side * 300, y + 300, -math.pi / 2 + side * 0.9, 150, 34, soga, red, 5)
        cloth.clear(x, y + 380, 100)
        cloth.lotus(x, y + 430, 150, 0, red, soga)
        cloth.clear(x, y - 20, 190)
        cloth.duck(x, y, 235, (i + j) % 2 == 0, white, (40, 44, 70), soga if j % 2 else red)
    cloth.leaf_hem(330, red, soga, (40, 56, 98))
    return cloth.finish(name="mliwis")


def sekar_jati():
    """Teak leaves and flowers in the browns of young teak leaves."""
    cloth = Cloth((116, 52, 34), (236, 214, 178), 5)
    deep, ochre, dark = (70, 28, 24), (190, 122, 66), (46, 24, 26)
    cloth.seeds()
    for i, j, x, y in half_drop(4, 4):
        for k in range(3):
            a = k * 2.1 + 0.6 * (i % 2)
            ring = [
                (
                    x + 360 * math.cos(a + t) * (1 - 0.2 * t),
                    y + 360 * math.sin(a + t) * (1 - 0.2 * t),
                )
                for t in np.linspace(0, 1.5, 6)
            ]
            cloth.tendril(ring, ochre)
        cloth.clear(x, y, 160)
        one, two = ((ochre, deep), (deep, ochre)) if (i + j) % 2 else ((dark, ochre), (ochre, deep))
        cloth.rosette(x, y, 300, math.pi / 4 * ((i + j) % 2), one, two)
    cloth.leaf_hem(330, dark, ochre, deep)
    return cloth.finish(name="sekar")


def teak_blue():
    """The teak rosettes once more, on indigo."""
    cloth = Cloth((23, 36, 68), seed=1)
    one, two = ((158, 96, 44), (120, 34, 36)), ((96, 26, 32), (23, 36, 68))
    cloth.seeds()
    for i, j, x, y in half_drop(4, 4):
        cloth.clear(x, y, 150)
        cloth.rosette(
            x, y, 290, math.pi / 4 * ((i + j) % 2), *((one, two) if (i + j) % 2 else (two, one))
        )
    cloth.leaf_hem(330, (120, 34, 36), (158, 96, 44), (96, 26, 32))
    return cloth.finish(name="teak")


def rancak_thengul():
    """Puppets in rows, natural tingi and jolawe browns on silk."""
    cloth = Cloth((92, 44, 24), (240, 222, 184), 7)
    skin, gold, dark = (226, 190, 140), (196, 138, 58), (50, 28, 20)
    cloth.commas()
    for i, j, x, y in half_drop(4, 3):
        cloth.clear(x, y, 250)
        cloth.puppet(x, y, 370, (dark, (120, 30, 26))[(i + j) % 2], skin, gold)
        for side in (1, -1):
            cloth.lotus(x + side * 384, y - 60, 110, 0, dark, gold)
    cloth.leaf_hem(330, dark, gold, (120, 30, 26))
    return cloth.finish(name="thengul")


def jagung_miji_emas():
    """Golden maize on deep green, printed with the copper stamp: even and repeated."""
    cloth = Cloth((22, 58, 44), (236, 224, 186), 9)
    gold, husk, deep = (214, 158, 44), (70, 110, 58), (120, 74, 22)
    cloth.commas(72, 22)
    for i, j, x, y in half_drop(5, 4):
        cloth.clear(x, y, 190)
        for side in (1, -1):
            vine = [(x + side * 60, y + 300), (x + side * 260, y + 340), (x + side * 330, y + 200)]
            cloth.tendril([*vine, (x + side * 280, y + 130)], husk)
        cloth.maize(x, y, 300, 0.35 if (i + j) % 2 else -0.35, gold, husk, deep)
    cloth.leaf_hem(330, deep, gold, husk)
    return cloth.finish(0.8, 0.03, 0.2, "jagung")


def parang_dahana():
    """Slanting bands of flames, red and gold on soot."""
    cloth = Cloth((36, 24, 24), (238, 220, 180), 11)
    red, gold, brown = (140, 36, 22), (206, 140, 46), (86, 42, 22)
    reach = DRAWN / 8
    for band in range(-9, 18):
        # lines go down one cloth width per cloth height: the repeat stays whole
        x0 = band * reach
        corner = [
            (x0, 0),
            (x0 + reach / 2, 0),
            (x0 + reach / 2 + DRAWN, DRAWN),
            (x0 + DRAWN, DRAWN),
        ]
        cloth.draw.polygon(corner, fill=brown if band % 2 else (52, 26, 28))
        for shift, width in ((0, 10), (reach / 2, 10), (24, 4), (reach / 2 - 24, 4)):
            cloth.line([(x0 + shift, 0), (x0 + shift + DRAWN, DRAWN)], cloth.cream, width)
        for k in range(-1, 17):
            at = k * DRAWN / 15
            cloth.flame(
                x0 + reach * 0.26 + at - 46,
                at + 46,
                140,
                -math.pi / 4,
                (red, gold)[(k + band) % 2],
                (gold, red)[(k + band) % 2],
            )
            mid = at + DRAWN / 30
            for step in (-44, 0, 44):
                x, y = x0 + reach * 0.75 + mid + step, mid + step
                cloth.dot(x, y, 17 if step == 0 else 9, cloth.cream)
                cloth.dot(x, y, 9 if step == 0 else 4, red)
    cloth.leaf_hem(330, red, gold, brown)
    return cloth.finish(1.2, 0.04, 0.35, "dahana")


def gatra_rinonce():
    """Drilling towers and tendrils on maroon."""
    cloth = Cloth((84, 20, 28), (238, 222, 186), 13)
    gold, blue = (204, 146, 58), (28, 46, 84)
    cloth.seeds(44)
    for i, j, x, y in half_drop(5, 4):
        cloth.clear(x, y, 150)
        cloth.tower(x, y, 320, (gold, blue)[(i + j) % 2], (blue, gold)[(i + j) % 2])
    return cloth.finish(1.0, 0.035, 0.25, "gatra")


def sata_ganda_wangi():
    """Tobacco leaves and flowers, cream and moss on teal."""
    cloth = Cloth((20, 62, 70), (236, 226, 196), 15)
    moss, ochre, rose = (88, 110, 54), (190, 136, 62), (176, 84, 70)
    cloth.commas(70, 20)
    for i, j, x, y in half_drop(4, 4):
        cloth.clear(x, y - 60, 200)
        for side in (1, -1):
            vine = [(x, y + 120), (x + side * 190, y + 240), (x + side * 350, y + 160)]
            cloth.tendril([*vine, (x + side * 330, y + 40)], ochre)
        cloth.tobacco(x, y, 350, 0.0, (moss, ochre)[(i + j) % 2], (ochre, moss)[(i + j) % 2], rose)
    return cloth.finish(1.0, 0.035, 0.25, "sata")


def belimbing():
    """Slices of starfruit on warm red."""
    cloth = Cloth((132, 42, 30), (242, 226, 184), 17)
    gold, green = (222, 172, 60), (66, 96, 50)
    cloth.seeds(48, 4.4)
    for i, j, x, y in half_drop(4, 4):
        cloth.clear(x, y, 200)
        for k in range(3):
            cloth.leaf(x, y, k * 2.1 + 0.5 * (i % 2), 400, 72, green, cloth.ground, 6)
        cloth.starfruit(x, y, 265, 0.3 * (i + j), gold, (196, 128, 40))
    return cloth.finish(0.9, 0.035, 0.2, "belimbing")


def tie_dye(ground, second, pale=(240, 232, 214), seed=21, rows=5, rings=2, mango=False):
    """Jumput: rings where the cloth was tied, dotted lines where it was stitched."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:KEPT, 0:KEPT].astype(np.float32)
    dx, dy = blotches(rng, 60) * 5, blotches(rng, 60) * 5
    dye = 1 + 0.10 * blotches(rng, 9) + 0.07 * blotches(rng, 40) + 0.05 * blotches(rng, 200)
    base = np.array(ground, np.float32)[None, None] * dye[..., None]
    cover = np.zeros((KEPT, KEPT), np.float32)
    tint = np.zeros((KEPT, KEPT), np.float32)
    step = KEPT / rows
    reach = int(step * 0.6)
    for j in range(-1, rows + 1):
        for i in range(rows):
            cx = (i + 0.5 + 0.5 * (j % 2)) * step + rng.normal(0, step * 0.02)
            cy = (j + 0.5) * step + rng.normal(0, step * 0.02)
            down = np.arange(int(cy) - reach, int(cy) + reach)
            down = down[(down >= 0) & (down < KEPT)]
            if not len(down):
                continue
            # the cloth repeats sideways
            side = np.arange(int(cx) - reach, int(cx) + reach)
            part = np.ix_(down, side % KEPT)
            px = side[None, :] + dx[part] - cx
            py = down[:, None] + dy[part] - cy
            angle = np.arctan2(py, px)
            squeeze = 1.0
            if mango:
                u = py / (step * 0.42)
                squeeze = (
                    1
                    + 0.28 * u
                    - 0.25 * np.sin(np.clip(u, -1.3, 1.3) * 1.4) * np.tanh(px / (step * 0.15))
                )
            r = np.hypot(px * squeeze, py) / step
            pleats = 0.5 + 0.5 * np.sin(angle * 34 + 7 * np.sin(angle * 5 + i + 2 * j) + 20 * r)
            for k in range(rings):
                at = 0.36 - k * 0.15
                wide = 0.020 + 0.006 * np.sin(angle * 3 + j)
                ring = np.exp(-(((r - at) / wide) ** 2)) * (0.45 + 0.65 * pleats)
                cover[part] = np.maximum(cover[part], ring)
            heart = np.exp(-((r / 0.055) ** 4)) * (0.6 + 0.5 * pleats)
            cover[part] = np.maximum(cover[part], heart)
            tint[part] = np.maximum(tint[part], np.clip((0.36 - r) / 0.03, 0, 1))
    lines = np.zeros_like(cover)
    for j in range(rows + 1):
        edge = j * step + 6 * np.sin(x / KEPT * 2 * np.pi * 3 + j)
        for shift in (-0.035, 0.035):
            across = np.abs(y + dy - edge - shift * step)
            along = np.abs(np.sin((x + dx) / KEPT * np.pi * rows * 11 + shift * 40))
            lines = np.maximum(
                lines, np.exp(-((across / 6.0) ** 2)) * np.clip(along * 1.6 - 0.35, 0, 1)
            )
    cover = np.clip(np.maximum(cover, lines * 0.9) * (1 + 0.08 * blotches(rng, 120)), 0, 1)
    soft = np.asarray(
        Image.fromarray((tint * 255).astype("uint8")).filter(ImageFilter.GaussianBlur(7))
    )
    tint = soft[..., None].astype(np.float32) / 255
    out = base * (1 - tint) + np.array(second, np.float32) * dye[..., None] * tint
    soft = np.asarray(
        Image.fromarray((cover * 255).astype("uint8")).filter(ImageFilter.GaussianBlur(1.6))
    )
    cover = (soft[..., None].astype(np.float32) / 255) ** 1.1
    out = out * (1 - cover) + np.array(pale, np.float32) * cover
    return save(out, "jumput")


def troso():
    """Ikat of Troso: stepped lozenges whose edges are feathered along the warp."""
    size = KEPT
    image = Image.new("RGB", (size, size), (78, 22, 26))
    draw = ImageDraw.Draw(image)
    cream, navy, gold = (226, 208, 172), (24, 34, 62), (190, 132, 60)
    cell = 16

    def block(cx, cy, i, j, colour):
        x, y = cx + i * cell, cy + j * cell
        draw.rectangle(
            (x - cell / 2, y - cell / 2, x + cell / 2 - 1, y + cell / 2 - 1), fill=colour
        )

    for k, x in enumerate(range(0, size + 1, size // 4)):
        wide = 30
        draw.rectangle((x - wide, 0, x + wide, size), fill=navy)
        for y in range(0, size, 64):
            for step in range(-2, 3):
                block(x, y + 16 * abs(step), step * 0.8, 0, gold if k % 2 else cream)
    for column in range(4):
        for row in range(-1, 5):
            cx = (column + 0.5) * size / 4
            cy = (row + 0.5 * (column % 2) + 0.5) * size / 4
            for j in range(-13, 14):
                for i in range(-12, 13):
                    d = abs(i) + abs(j)
                    colour = None
                    if d == 12 or d == 11:
                        colour = cream
                    elif d in (9, 8):
                        colour = navy
                    elif d <= 6:
                        colour = gold if d > 4 else (navy if d > 2 else cream)
                    if (
                        abs(i) == abs(j)
                        and 6 < abs(i) < 10
                        or (abs(abs(i) - 9) < 2 and abs(j) in (7, 8))
                    ):
                        colour = cream
                    if colour:
                        block(cx, cy, i, j, colour)
    a = np.asarray(image).astype(np.float32)
    rng = np.random.default_rng(4)
    bundle = np.repeat(rng.normal(0, 5.0, size // 4 + 1), 4)[:size]
    fine = np.repeat(rng.normal(0, 2.2, size // 2 + 1), 2)[:size]
    y, x = np.mgrid[0:size, 0:size]
    a = a[(y + bundle[None, :] + fine[None, :]).astype(int) % size, x]
    blurred = np.asarray(
        Image.fromarray(a.astype("uint8")).filter(ImageFilter.BoxBlur((0, 4)))
    ).astype(np.float32)
    blurred *= (1 + 0.05 * np.repeat(rng.normal(0, 1, size // 2), 2))[None, :, None]
    blurred *= (1 + 0.04 * blotches(rng, 12))[..., None]
    return save(blurred, "troso", 0.8)
