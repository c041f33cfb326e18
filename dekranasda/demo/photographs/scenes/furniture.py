"""Larger teak pieces: a laminated lamp, a clock, a cupboard, chairs."""

import math

import numpy as np

import cloth
import common as c


def laminated(name, bands, seed, axis="X"):
    """Offcuts glued in layers: each layer has its own tone, fine dark joints between."""
    material = c.wood(name, axis, 0.7, seed=seed, rough=0.34, k=1.6, coat=0.2)
    g = c.Graph.__new__(c.Graph)
    g.material, g.tree = material, material.node_tree
    g.nodes = g.tree.nodes
    g.shader = g.nodes["Principled BSDF"]
    z = g.math("MULTIPLY", g.xyz(g.coord())[2], bands)
    layer = g.node("TexWhiteNoise", {"noise_dimensions": "1D"}, W=g.math("FLOOR", z)).outputs[0]
    tone = g.ramp(
        layer, [(0.0, (0.32, 0.24, 0.20)), (0.45, (0.80, 0.74, 0.70)), (1.0, (1.0, 1.0, 1.0))]
    )
    old = g.shader.inputs["Base Color"].links[0].from_socket
    colour = g.mix(0.9, old, tone, "MULTIPLY")
    part = g.math("ABSOLUTE", g.math("SUBTRACT", g.math("FRACT", z), 0.5))
    colour = g.mix(g.ramp(part, [(0.478, 0.0), (0.492, 0.7)]), colour, (0.03, 0.014, 0.006))
    g.wire(g.shader, "Base Color", colour)
    return material


def table_lamp():
    """A lamp on a laminated foot under a shade of batik."""
    teak = laminated("foot", 6.5, 2.0)
    foot = [
        (0, 0), (0.50, 0), (0.53, 0.02), (0.53, 0.10), (0.50, 0.14), (0.36, 0.20), (0.24, 0.32), (0.22, 0.46),
        (0.30, 0.66), (0.40, 0.88), (0.41, 1.06), (0.32, 1.24), (0.18, 1.36), (0.12, 1.44), (0.12, 1.52),
        (0.15, 1.55), (0.14, 1.59), (0.05, 1.60), (0, 1.60),
    ]  # fmt: skip
    c.lathe("foot", foot, teak)
    brass = c.metal("brass", (0.60, 0.40, 0.15), 0.22)
    c.lathe("socket", [(0, 1.58), (0.065, 1.58), (0.065, 1.78), (0.05, 1.80), (0, 1.80)], brass, 48)
    look = c.printed("shade", cloth.picture("sekar_jati"), 190, repeat=1.6)
    nodes, links = look.node_tree.nodes, look.node_tree.links
    shader = nodes["Principled BSDF"]
    glow = nodes.new("ShaderNodeBsdfTranslucent")
    links.new(shader.inputs["Base Color"].links[0].from_socket, glow.inputs["Color"])
    blend = nodes.new("ShaderNodeMixShader")
    blend.inputs[0].default_value = 0.45
    links.new(shader.outputs[0], blend.inputs[1])
    links.new(glow.outputs[0], blend.inputs[2])
    links.new(blend.outputs[0], nodes["Material Output"].inputs["Surface"])
    n, m = 240, 30
    a, t = np.linspace(0, 2 * np.pi, n)[:, None], np.linspace(0, 1, m)[None, :]
    low, high = 1.50, 2.62
    r = 0.88 - 0.36 * t
    points = np.stack([r * np.cos(a), r * np.sin(a), low + (high - low) * t + 0 * a], -1).reshape(
        -1, 3
    )
    uv = np.stack([a * 0.70 / 1.6 * 0.62 + 0 * t, 0.16 + t * 1.16 / 1.6 * 0.7 + 0 * a], -1).reshape(
        -1, 2
    )
    c.mesh("shade", points, c.grid_faces(n, m), look, uv=uv)
    trim = c.Strips(1)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    for z, rr in ((low, 0.884), (high, 0.524)):
        ring = np.stack([rr * np.cos(angle), rr * np.sin(angle), z + 0 * angle], 1)
        trim.add(
            ring, np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1), 0.030, 0.012, closed=True
        )
    trim.build("trim", c.plain("trim", (0.10, 0.045, 0.025), 0.8))
    bulb = c.ball(
        "bulb",
        0.12,
        c.Graph("bulb").finish(Emission_Color=(1, 0.62, 0.30), Emission_Strength=7.0),
        (0, 0, 1.95),
    )
    bulb.visible_shadow = bulb.visible_diffuse = False
    c.point_light((0, 0, 1.95), 72, (1, 0.66, 0.36), 0.10)
    look = laminated("box", 11.0, 5.0)
    c.box("box", (0.62, 0.42, 0.26), look, (1.02, -0.55, 0.13), (0, 0, -0.35), 0.02)
    c.wall(1.3, (0.62, 0.56, 0.48), 0.26)
    c.plane(
        "table",
        (30, 12),
        c.wood("table", "X", 1.45, seed=5, rough=0.45, k=0.8, rings=5),
        (0, -4.7, 0),
    )
    c.world(0.17, (0.86, 0.90, 1.0))
    c.area((-4.2, -3.4, 2.2), 2.2, 260, (0.95, 0.95, 1.0), (0, 0, 1.2), 3)
    c.camera((0.4, -8.2, 2.2), (0.06, 0, 1.30), 70, 0.5, (0, -0.7, 1.3))
    return 0.12


def clock():
    """A slice of a teak trunk with inlaid hours, on the wall."""
    g = c.Graph("slice")
    v = g.coord(loc=(0.10, 0.07, 0))
    x, y, _ = g.xyz(v)
    warp = g.noise(v, 1.6, 4, 0.5)
    r = g.math("SQRT", g.math("ADD", g.math("MULTIPLY", x, x), g.math("MULTIPLY", y, y)))
    r = g.math("MULTIPLY_ADD", g.math("SUBTRACT", warp, 0.5), 0.30, r)
    ring = g.noise(g.along(g.math("MULTIPLY", r, 15.0)), 1.0, 5, 0.65)
    saw = g.math("FRACT", g.math("MULTIPLY", r, 13.0))
    fibre = g.noise(v, 60, 4, 0.6)
    f = g.math("MULTIPLY_ADD", g.math("SUBTRACT", fibre, 0.5), 0.22, ring)
    f = g.math("MULTIPLY_ADD", g.math("POWER", saw, 4.0), -0.16, f)
    colour = g.ramp(
        f, [(0.30, (0.10, 0.040, 0.014)), (0.52, (0.23, 0.105, 0.037)), (0.78, (0.38, 0.20, 0.082))]
    )
    sap = g.ramp(r, [(1.0, 0.0), (1.06, 1.0)])
    colour = g.mix(g.math("MULTIPLY", sap, 0.75), colour, (0.52, 0.36, 0.19))
    angle = g.math("ARCTAN2", y, x)
    ray = g.noise(g.along(g.math("MULTIPLY", angle, 26.0)), 1.0, 3, 0.6)
    colour = g.mix(
        g.math("MULTIPLY", g.ramp(ray, [(0.30, 1.0), (0.38, 0.0)]), 0.35),
        colour,
        (0.05, 0.02, 0.008),
    )
    g.finish(
        Base_Color=colour,
        Roughness=0.30,
        Normal=g.bump(fibre, 0.08, 0.01),
        Coat_Weight=0.35,
        Coat_Roughness=0.12,
    )
    around = 600
    a = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    line = 1.16 * (1 + 0.030 * c.periodic(a, 2, 6, 5, 0.9) + 0.006 * c.periodic(a, 6, 30, 6, 0.7))
    share = np.concatenate([np.linspace(0.002, 1, 120), np.ones(3), [0.6, 0.002]])
    z = np.concatenate([np.full(120, 0.09), [0.085, 0.0, -0.09], [-0.09, -0.09]])
    rr = line * share[None, :]
    crack = np.abs((a - 2.1 + np.pi) % (2 * np.pi) - np.pi) * rr
    open_at = np.clip(1 - crack / (0.030 * np.clip(rr - 0.35, 0, 1) + 1e-4), 0, 1)
    zz = z[None, :] - 0.10 * open_at * (z[None, :] > 0)
    points = np.stack([rr * np.cos(a), rr * np.sin(a), zz], -1).reshape(-1, 3)
    holder = c.link("clock", None)
    parts = [c.mesh("slice", points, c.grid_faces(around, len(share), True), g.material)]
    bark = c.Graph("bark")
    bv = bark.coord()
    rough = bark.noise(bark.coord(src=bv, scale=(1, 1, 0.5)), 9, 6, 0.7)
    bark.finish(
        Base_Color=bark.ramp(rough, [(0.35, (0.06, 0.04, 0.028)), (0.65, (0.22, 0.165, 0.12))]), Roughness=0.95,
        Normal=bark.bump(rough, 0.9, 0.05),
    )  # fmt: skip
    t = np.linspace(0, 1, 16)[None, :]
    edge = (
        line * 1.0
        + 0.055 * np.sin(np.pi * t) ** 0.6
        + 0.003 * c.periodic(a, 20, 60, 8, 0.5) * np.sin(np.pi * t)
    )
    ring = np.stack([edge * np.cos(a), edge * np.sin(a), 0.088 - 0.176 * t + 0 * a], -1).reshape(
        -1, 3
    )
    parts.append(c.mesh("bark", ring, c.grid_faces(around, 16, True), bark.material))
    brass, dark = (
        c.metal("brass", (0.62, 0.43, 0.17), 0.22),
        c.metal("iron", (0.035, 0.030, 0.028), 0.35),
    )
    for k in range(12):
        b = 2 * math.pi * k / 12
        long = 0.19 if k % 3 == 0 else 0.10
        parts.append(
            c.box(
                "hour",
                (0.034 if k % 3 == 0 else 0.022, long, 0.02),
                brass,
                (0.88 * math.sin(b), 0.88 * math.cos(b), 0.094),
                (0, 0, -b),
                0.004,
            )
        )

    def hand(length, wide, degrees, z):
        loop = [
            (-wide, -0.16),
            (wide, -0.16),
            (wide * 0.9, length * 0.7),
            (0, length),
            (-wide * 0.9, length * 0.7),
        ]
        return c.outline(
            "hand", [loop], 0.016, dark, 0.004, (0, 0, z), (0, 0, -math.radians(degrees))
        )

    # ten past ten
    parts += [hand(0.52, 0.030, 305, 0.125), hand(0.80, 0.022, 60, 0.145)]
    parts.append(
        c.lathe(
            "pin", [(0, 0.10), (0.055, 0.10), (0.055, 0.155), (0.04, 0.17), (0, 0.172)], brass, 48
        )
    )
    for part in parts:
        part.parent = holder
    holder.rotation_euler = (math.radians(90), 0, 0)
    holder.location = (0, 0.62, 1.75)
    c.wall(0.75, (0.70, 0.69, 0.63), 0.20)
    c.world(0.26)
    c.area((-4.4, -1.6, 3.6), 2.0, 460, (1, 0.92, 0.80), (0, 0, 1.7), 3.0)
    c.area((4.5, -4, 1.5), 3, 40, (1, 0.95, 0.9), (0, 0, 1.7))
    c.sun((-2.4, -2.2, 1.6), 2.2, 1.8, window=(3.0, 3.8, 2, 3, 0.12), target=(0, 0.4, 2.0))
    c.camera((0.5, -7.6, 2.0), (0.02, 0.6, 1.72), 84, 0.7, (0, 0.5, 1.7))
    return 0.10


def upholstery():
    return c.printed("seat", cloth.picture("gatra_rinonce"), 110, repeat=1.6, bump=0.5)


def pad(size, loc, look, rot=(0, 0, 0)):
    """A flat cushion with soft edges."""
    n = 90
    u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n), indexing="ij")
    edge = (np.clip(1 - np.abs(u) ** 8, 0, 1) * np.clip(1 - np.abs(v) ** 8, 0, 1)) ** 0.4
    dome = edge * (0.82 + 0.18 * (1 - u**2) * (1 - v**2))
    dome = dome + 0.02 * np.sin(3 * u + 2 * v) * edge
    wide, deep, thick = size
    uv = np.stack([u * wide / 3.2 + 0.5, v * deep / 3.2 + 0.5], -1).reshape(-1, 2)
    for side in (1, -1):
        points = np.stack([u * wide / 2, v * deep / 2, side * thick / 2 * dome], -1).reshape(-1, 3)
        c.mesh("pad", points, c.grid_faces(n, n)[:, ::side], look, True, uv, loc=loc, rot=rot)


def arm_chair(wood, look, at, turn, seats=1):
    """A chair or bench of straight teak: legs, rails, slats, cushions."""
    before = set(c.bpy.data.objects)
    x, z, y, across = wood
    wide = 0.95 * seats + 0.18
    deep = 0.92
    for side in (-1, 1):
        c.box("leg", (0.11, 0.11, 1.02), z, (side * wide / 2, -deep / 2, 0.51), bevel=0.018)
        c.box(
            "leg",
            (0.11, 0.11, 1.55),
            z,
            (side * wide / 2, deep / 2, 0.775),
            (math.radians(-5), 0, 0),
            0.018,
        )
        c.box("arm", (0.17, deep + 0.16, 0.07), y, (side * wide / 2, -0.02, 1.05), bevel=0.025)
        c.box("rail", (0.06, deep, 0.12), y, (side * wide / 2, 0, 0.52), bevel=0.012)
        c.box("low", (0.05, deep, 0.07), y, (side * wide / 2, 0, 0.22), bevel=0.012)
    c.box("front", (wide, 0.06, 0.14), x, (0, -deep / 2, 0.52), bevel=0.012)
    c.box("rear", (wide, 0.06, 0.14), x, (0, deep / 2, 0.52), bevel=0.012)
    c.box("top", (wide, 0.07, 0.15), x, (0, deep / 2 + 0.068, 1.50), (math.radians(-5), 0, 0), 0.02)
    c.box(
        "mid", (wide, 0.05, 0.09), x, (0, deep / 2 + 0.005, 0.80), (math.radians(-5), 0, 0), 0.012
    )
    count = 7 * seats
    for k in range(count):
        c.box(
            "slat",
            (0.055, 0.035, 0.66),
            z,
            (wide * ((k + 0.5) / count - 0.5) * 0.92, deep / 2 + 0.037, 1.13),
            (math.radians(-5), 0, 0),
            0.008,
        )
    for k in range(seats):
        cx = (k - (seats - 1) / 2) * 0.95
        pad((0.93, 0.90, 0.20), (cx, -0.02, 0.66), look)
        pad((0.86, 0.62, 0.17), (cx, deep / 2 - 0.06, 1.08), look, (math.radians(80), 0, 0))
    holder = c.link("seat", None)
    for thing in set(c.bpy.data.objects) - before - {holder}:
        thing.parent = holder
    holder.location, holder.rotation_euler = (*at, 0), (0, 0, turn)


def grains(seed=1.0, **more):
    """The same teak with its grain along x, z, y, and once more along x."""
    return [
        c.wood(
            f"teak{axis}{i}",
            axis,
            0.5 + 0.4 * i,
            seed=seed + i * 1.7,
            rough=0.40,
            k=1.1,
            coat=0.12,
            **more,
        )
        for i, axis in enumerate("XZYX")
    ]


def suite():
    """A small sitting group: bench, chair and table."""
    from roots import floor  # noqa: PLC0415 - the same tiled floor

    wood, look = grains(2.0), upholstery()
    arm_chair(wood, look, (-0.45, 0.80), 0.0, 2)
    arm_chair(wood, look, (1.30, -0.62), -1.0)
    for x in (-1, 1):
        for y in (-1, 1):
            c.box(
                "leg",
                (0.10, 0.10, 0.58),
                wood[1],
                (-0.55 + x * 0.52, -1.05 + y * 0.32, 0.29),
                bevel=0.015,
            )
    for k in range(4):
        c.box(
            "top",
            (1.34, 0.215, 0.07),
            wood[0],
            (-0.55, -1.05 + (k - 1.5) * 0.222, 0.615),
            bevel=0.010,
        )
    c.box("apron", (1.1, 0.05, 0.12), wood[0], (-0.55, -1.37, 0.52), bevel=0.01)
    vase = [
        (0, 0.0), (0.10, 0), (0.13, 0.03), (0.16, 0.13), (0.12, 0.25), (0.07, 0.32), (0.09, 0.38), (0.08, 0.385),
        (0.05, 0.32), (0.05, 0.25),
    ]  # fmt: skip
    c.lathe("vase", vase, c.clay("vase", soot=0.2), 64, loc=(-0.62, -1.0, 0.65))
    c.dry_stems(
        (-0.62, -1.0, 0.98), [(-0.25, 0.05, 0.55), (0.05, -0.05, 0.68), (0.28, 0.05, 0.5)], 6
    )
    c.wall(1.75, (0.76, 0.72, 0.64), 0.22)
    floor((0.36, 0.33, 0.30))
    c.daylight((0, 0, 0.9), 520, 46, 0.30, 2.3, (3.4, 3.6, 2, 3, 0.12))
    c.camera((0.7, -10.2, 3.2), (0.12, 0, 0.70), 70, 0.6, (0.2, -0.9, 0.8))
    return 0.2
