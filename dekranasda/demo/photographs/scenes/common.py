"""What all scenes share: the studio, the materials, and a few builders of meshes.

One unit is about a decimetre for things on a table. Cameras stand 7 to 8 units off.
"""

import math

import bpy
import numpy as np
from mathutils import Vector, noise

GRAIN_TURN = {"Z": (0, 0, 0), "X": (0, math.pi / 2, 0), "Y": (math.pi / 2, 0, 0)}


def start(width: int, height: int, samples: int) -> None:
    """Empty the file and set the renderer: Cycles on the processor, denoised."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.use_adaptive_sampling = True
    cycles.adaptive_threshold = 0.07
    cycles.samples = samples
    cycles.max_bounces = 6
    cycles.diffuse_bounces = 2
    cycles.glossy_bounces = 3
    cycles.caustics_reflective = False
    cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 6
    scene.render.resolution_x = width
    scene.render.resolution_y = height
    scene.render.threads_mode = "AUTO"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"


def write(path: str, exposure: float) -> None:
    """Render the scene to a PNG file."""
    scene = bpy.context.scene
    scene.view_settings.exposure = exposure
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)


def link(name: str, data, loc=(0, 0, 0), rot=(0, 0, 0)):
    """Put data into the scene as an object."""
    thing = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = loc
    thing.rotation_euler = rot
    return thing


# --- materials ---------------------------------------------------------------------------------


class Graph:
    """A material and short names for building its nodes."""

    def __init__(self, name: str):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.nodes = self.tree.nodes
        self.shader = self.nodes["Principled BSDF"]

    def wire(self, node, key, value):
        socket = node.inputs[key]
        if hasattr(value, "is_output") or hasattr(value, "links"):
            self.tree.links.new(value, socket)
        elif isinstance(value, tuple) and len(value) == 3 and len(socket.default_value) == 4:
            socket.default_value = (*value, 1)
        else:
            socket.default_value = value

    def node(self, kind, props=None, **inputs):
        made = self.nodes.new("ShaderNode" + kind)
        for key, value in (props or {}).items():
            setattr(made, key, value)
        for key, value in inputs.items():
            self.wire(made, key.replace("_", " "), value)
        return made

    def math(self, op, *values, clamp=False):
        made = self.nodes.new("ShaderNodeMath")
        made.operation = op
        made.use_clamp = clamp
        for i, value in enumerate(values):
            self.wire(made, i, value)
        return made.outputs[0]

    def mix(self, factor, a, b, blend="MIX"):
        made = self.nodes.new("ShaderNodeMix")
        made.data_type = "RGBA"
        made.blend_type = blend
        for i, value in ((0, factor), (6, a), (7, b)):
            self.wire(made, i, value)
        return made.outputs[2]

    def ramp(self, factor, stops, interpolation="LINEAR"):
        made = self.nodes.new("ShaderNodeValToRGB")
        ramp = made.color_ramp
        ramp.interpolation = interpolation
        while len(ramp.elements) < len(stops):
            ramp.elements.new(0.5)
        for element, (position, colour) in zip(ramp.elements, stops, strict=True):
            element.position = position
            element.color = (*colour, 1) if isinstance(colour, tuple) else (*(colour,) * 3, 1)
        self.tree.links.new(factor, made.inputs[0])
        return made.outputs[0]

    def coord(self, kind="Object", scale=(1, 1, 1), rot=(0, 0, 0), loc=(0, 0, 0), src=None):
        if src is None:
            src = self.nodes.new("ShaderNodeTexCoord").outputs[kind]
        made = self.nodes.new("ShaderNodeMapping")
        made.inputs["Scale"].default_value = scale
        made.inputs["Rotation"].default_value = rot
        made.inputs["Location"].default_value = loc
        self.tree.links.new(src, made.inputs["Vector"])
        return made.outputs[0]

    def xyz(self, vector):
        made = self.nodes.new("ShaderNodeSeparateXYZ")
        self.tree.links.new(vector, made.inputs[0])
        return made.outputs

    def along(self, value):
        """A vector whose x is the value: a one-dimensional noise is read with it."""
        made = self.nodes.new("ShaderNodeCombineXYZ")
        self.wire(made, 0, value)
        return made.outputs[0]

    def noise(self, vector, scale=5.0, detail=4.0, rough=0.5, distortion=0.0):
        made = self.node(
            "TexNoise",
            Vector=vector,
            Scale=scale,
            Detail=detail,
            Roughness=rough,
            Distortion=distortion,
        )
        return made.outputs["Fac" if "Fac" in made.outputs else 0]

    def attribute(self, name):
        return self.node("Attribute", {"attribute_name": name}).outputs["Fac"]

    def image(self, path, vector, interpolation="Cubic", extension="REPEAT"):
        made = self.nodes.new("ShaderNodeTexImage")
        made.image = bpy.data.images.load(str(path))
        made.interpolation = interpolation
        made.extension = extension
        self.tree.links.new(vector, made.inputs[0])
        return made.outputs

    def bump(self, height, strength=0.2, distance=0.02):
        return self.node("Bump", Height=height, Strength=strength, Distance=distance).outputs[0]

    def finish(self, **inputs):
        """Set inputs of the surface shader and return the material."""
        for key, value in inputs.items():
            self.wire(self.shader, key.replace("_", " "), value)
        return self.material

    def over_colour(self, factor, colour):
        """Mix a colour over what already leads to the base colour."""
        link_in = self.shader.inputs["Base Color"].links[0].from_socket
        self.wire(self.shader, "Base Color", self.mix(factor, link_in, colour))


def plain(name, colour, rough=0.6, **more):
    """One colour, slightly varied, so that it does not look like plastic."""
    graph = Graph(name)
    spread = graph.noise(graph.coord(), 3.0, 4, 0.6)
    tone = graph.ramp(
        spread,
        [(0.3, tuple(c * 0.86 for c in colour)), (0.7, tuple(min(1, c * 1.08) for c in colour))],
    )
    return graph.finish(Base_Color=tone, Roughness=rough, **more)


def metal(name, colour, rough=0.25):
    graph = Graph(name)
    fine = graph.noise(graph.coord(), 30.0, 4, 0.6)
    return graph.finish(
        Base_Color=colour,
        Metallic=1.0,
        Roughness=graph.math("MULTIPLY_ADD", fine, 0.15, rough - 0.07),
    )


def wood(
    name,
    axis="Z",
    angle=0.35,
    dark=(0.085, 0.033, 0.011),
    mid=(0.205, 0.092, 0.031),
    light=(0.35, 0.180, 0.068),
    rough=0.38,
    k=1.0,
    streaks=(),
    seed=0.0,
    rings=7.0,
    wobble=0.35,
    coat=0.15,
    flow=None,
):
    """Teak. The rings are near-planes that contain the grain axis: no bullseye faces the lens.

    A streak is (place across the rings, half its width, colour, strength). With `flow`, two
    point attributes, `crev` and `sap`, darken crevices and pale the sapwood.
    """
    g = Graph(name)
    v = g.coord(rot=GRAIN_TURN[axis])
    v = g.coord(src=v, rot=(0, 0, angle), loc=(seed, seed * 0.7, seed * 1.3), scale=(k, k, k))
    warp = g.noise(g.coord(src=v, scale=(1, 1, 0.16)), 1.3, 3, 0.5)
    x, y, _ = g.xyz(v)
    across = g.math("MULTIPLY_ADD", g.math("SUBTRACT", warp, 0.5), wobble * 2, x)
    across = g.math("MULTIPLY_ADD", g.math("MULTIPLY", y, y), 0.06, across)
    add = g.node("VectorMath", {"operation": "ADD"})
    g.wire(add, 0, g.along(g.math("MULTIPLY", across, rings)))
    g.wire(add, 1, g.coord(src=v, scale=(0, 0, 0.25)))
    ring = g.noise(add.outputs[0], 1.0, 5, 0.62)
    saw = g.math(
        "FRACT", g.math("MULTIPLY_ADD", ring, 2.2, g.math("MULTIPLY", across, rings * 0.35))
    )
    broad = g.noise(g.coord(src=v, scale=(1, 1, 0.2)), 1.6, 2, 0.5)
    fibre = g.noise(g.coord(src=v, scale=(46, 46, 1.6)), 1.0, 4, 0.6)
    f = g.math("ADD", g.math("MULTIPLY", ring, 0.75), g.math("MULTIPLY", broad, 0.45))
    f = g.math("MULTIPLY_ADD", g.math("POWER", saw, 3.0), -0.17, f)
    f = g.math("MULTIPLY_ADD", g.math("SUBTRACT", fibre, 0.5), 0.30, f)
    colour = g.ramp(f, [(0.30, dark), (0.56, mid), (0.82, light)])
    pores = g.noise(g.coord(src=v, scale=(85, 85, 2.6), loc=(3, 1, 7)), 1.0, 2, 0.5)
    pore = g.ramp(pores, [(0.34, 0.0), (0.44, 1.0)])
    veil = g.math("MULTIPLY", g.math("SUBTRACT", 1.0, pore), 0.55)
    colour = g.mix(veil, colour, tuple(c * 0.35 for c in dark))
    for place, half, tint, strength in streaks:
        wander = g.math("MULTIPLY_ADD", g.math("SUBTRACT", ring, 0.5), 0.25, across)
        away = g.math("DIVIDE", g.math("ABSOLUTE", g.math("SUBTRACT", wander, place)), half)
        mask = g.math("MULTIPLY", g.ramp(away, [(0.35, 1.0), (1.0, 0.0)], "EASE"), strength)
        colour = g.mix(mask, colour, tint, "MULTIPLY")
    if flow:
        colour = g.mix(g.attribute("crev"), colour, (0.022, 0.010, 0.006))
        colour = g.mix(g.attribute("sap"), colour, (0.50, 0.32, 0.16))
    return g.finish(
        Base_Color=colour,
        Roughness=g.math("MULTIPLY_ADD", g.math("SUBTRACT", 0.5, fibre), 0.25, rough),
        Normal=g.bump(g.math("MULTIPLY_ADD", pore, 0.6, fibre), 0.10, 0.01),
        Coat_Weight=coat,
        Coat_Roughness=0.28,
    )


def plaster(name="plaster", colour=(0.74, 0.68, 0.59), depth=0.22, spread=0.07):
    """A limed wall; a depth above .4 reads as crumpled paper."""
    g = Graph(name)
    v = g.coord()
    broad = g.noise(v, 0.7, 5, 0.6)
    fine = g.noise(v, 7, 6, 0.65, 0.6)
    tone = g.mix(
        g.ramp(broad, [(0.3, 0.0), (0.7, 1.0)]),
        tuple(c * (1 - spread) for c in colour),
        tuple(min(1, c * (1 + spread * 0.6)) for c in colour),
    )
    tone = g.mix(g.math("MULTIPLY", fine, 0.25), tone, tuple(c * 0.86 for c in colour))
    bump = g.bump(g.math("MULTIPLY_ADD", broad, 1.2, fine), depth, 0.06)
    return g.finish(Base_Color=tone, Roughness=0.92, Normal=bump, Specular_IOR_Level=0.2)


def weave(g, vector, threads, strength=0.5, distance=0.006):
    """Height and bump of a plain weave, in threads per unit of the vector."""
    x, y, _ = g.xyz(vector)
    jx = g.math(
        "MULTIPLY_ADD", g.noise(vector, threads * 0.12, 2), 0.6, g.math("MULTIPLY", x, threads)
    )
    jy = g.math(
        "MULTIPLY_ADD", g.noise(vector, threads * 0.11, 2), 0.6, g.math("MULTIPLY", y, threads)
    )
    a = g.math("SINE", g.math("MULTIPLY", jx, math.pi))
    b = g.math("SINE", g.math("MULTIPLY", jy, math.pi))
    ridge = g.math("MAXIMUM", g.math("ABSOLUTE", a), g.math("ABSOLUTE", b))
    height = g.math("MULTIPLY_ADD", g.math("MULTIPLY", a, b), 0.5, ridge)
    return height, g.bump(height, strength, distance)


def linen(name="linen", colour=(0.66, 0.60, 0.50), threads=60):
    """Unbleached linen with slubs in both directions; needs UV in units."""
    g = Graph(name)
    v = g.coord("UV")
    height, bump = weave(g, v, threads, 0.6, 0.008)
    one = g.noise(g.coord(src=v, scale=(threads * 0.02, threads * 0.9, 1)), 1, 3)
    two = g.noise(g.coord(src=v, scale=(threads * 0.9, threads * 0.02, 1)), 1, 3)
    slub = g.math("MULTIPLY_ADD", one, 0.5, g.math("MULTIPLY", two, 0.5))
    low, high = tuple(c * 0.72 for c in colour), tuple(min(1, c * 1.12) for c in colour)
    tone = g.ramp(slub, [(0.3, low), (0.7, high)])
    deep = g.math("MULTIPLY", g.math("SUBTRACT", 1.2, height), 0.22, clamp=True)
    tone = g.mix(deep, tone, tuple(c * 0.4 for c in colour))
    return g.finish(
        Base_Color=tone, Roughness=0.95, Normal=bump, Specular_IOR_Level=0.15, Sheen_Weight=0.25
    )


def printed(name, picture, threads=170, repeat=1.0, sheen=0.12, rough=0.82, bump=0.35):
    """Cloth that shows a drawn picture over its UV, with the weave on top."""
    g = Graph(name)
    tex = g.coord("UV")
    colour = g.image(picture, tex)[0]
    units = g.coord("UV", scale=(repeat, repeat, 1))
    height, normal = weave(g, units, threads, bump, 0.004)
    slub = g.noise(g.coord(src=units, scale=(3, 90, 1)), 1, 3)
    deep = g.math("MULTIPLY", g.math("SUBTRACT", 1.25, height), 0.16, clamp=True)
    colour = g.mix(deep, colour, (0.02, 0.015, 0.01))
    colour = g.mix(g.math("MULTIPLY", slub, 0.10), colour, (0.30, 0.22, 0.15))
    return g.finish(
        Base_Color=colour,
        Roughness=rough,
        Normal=normal,
        Specular_IOR_Level=0.25,
        Sheen_Weight=sheen,
        Sheen_Roughness=0.5,
    )


def bamboo(name, dark, pale, rough=0.5, fibre=160):
    """Split bamboo; each strip has its own `tint` attribute."""
    g = Graph(name)
    v = g.coord("UV")
    fine = g.noise(g.coord(src=v, scale=(2.0, fibre, 1)), 1, 3, 0.6)
    long = g.noise(g.coord(src=v, scale=(1.6, 8, 1)), 1.5, 3)
    rest = g.math("ADD", g.math("MULTIPLY", fine, 0.40), g.math("MULTIPLY", long, 0.3))
    f = g.math("MULTIPLY_ADD", g.attribute("tint"), 0.45, rest)
    colour = g.ramp(f, [(0.25, dark), (0.85, pale)])
    return g.finish(Base_Color=colour, Roughness=rough, Normal=g.bump(fine, 0.25, 0.004))


def clay(
    name="clay",
    stops=((0.23, 0.075, 0.033), (0.40, 0.145, 0.065), (0.52, 0.235, 0.125)),
    relief=(0.60, 0.33, 0.20),
    soot=0.55,
    soot_height=1.0,
):
    """Fired clay; the `relief` attribute pales what stands out, the foot is darker."""
    g = Graph(name)
    v = g.coord()
    broad = g.noise(v, 1.6, 6, 0.62, 0.3)
    fine = g.noise(v, 16, 6, 0.7)
    grit = g.noise(v, 90, 3, 0.6)
    f = g.math("ADD", g.math("MULTIPLY", broad, 0.7), g.math("MULTIPLY", fine, 0.3))
    colour = g.ramp(f, [(0.30, stops[0]), (0.5, stops[1]), (0.72, stops[2])])
    colour = g.mix(g.math("MULTIPLY", g.attribute("relief"), 0.35), colour, relief)
    speck = g.ramp(grit, [(0.30, 1.0), (0.36, 0.0)])
    colour = g.mix(g.math("MULTIPLY", speck, 0.5), colour, (0.10, 0.04, 0.025))
    low = g.math("MULTIPLY", g.xyz(v)[2], -0.9 / soot_height)
    smoke = g.ramp(g.math("MULTIPLY_ADD", broad, 0.9, low), [(0.15, 0.0), (0.5, 1.0)])
    colour = g.mix(g.math("MULTIPLY", smoke, soot), colour, (0.13, 0.055, 0.035))
    bump = g.bump(g.math("MULTIPLY_ADD", grit, 0.5, fine), 0.42, 0.02)
    return g.finish(Base_Color=colour, Roughness=0.86, Normal=bump, Specular_IOR_Level=0.25)


# --- meshes ------------------------------------------------------------------------------------


def mesh(
    name, points, faces, material=None, smooth=True, uv=None, attributes=None, paint=None, **place
):
    """An object from arrays; `uv` and `paint` (red, green, blue) are per point."""
    data = bpy.data.meshes.new(name)
    data.from_pydata(np.asarray(points, float), [], np.asarray(faces).tolist())
    data.update()
    if smooth:
        data.polygons.foreach_set("use_smooth", [True] * len(data.polygons))
    if uv is not None:
        layer = data.uv_layers.new(name="UVMap")
        index = np.empty(len(data.loops), dtype=np.int32)
        data.loops.foreach_get("vertex_index", index)
        layer.data.foreach_set("uv", np.asarray(uv, np.float32)[index].ravel())
    for key, values in (attributes or {}).items():
        made = data.attributes.new(key, "FLOAT", "POINT")
        made.data.foreach_set("value", np.asarray(values, np.float32).ravel())
    if paint is not None:
        made = data.attributes.new("paint", "FLOAT_COLOR", "POINT")
        made.data.foreach_set("color", np.insert(np.asarray(paint, np.float32), 3, 1, 1).ravel())
    if material:
        data.materials.append(material)
    return link(name, data, **place)


def grid_faces(rows, columns, wrap_rows=False, wrap_columns=False):
    """Faces of a grid whose point (i, j) has the number i * columns + j."""
    i = np.arange(rows if wrap_rows else rows - 1)
    j = np.arange(columns if wrap_columns else columns - 1)
    i, j = np.meshgrid(i, j, indexing="ij")
    i2, j2 = (i + 1) % rows, (j + 1) % columns
    corners = [i * columns + j, i2 * columns + j, i2 * columns + j2, i * columns + j2]
    return np.stack(corners, -1).reshape(-1, 4)


def lathe(name, profile, material, steps=128, levels=2, loc=(0, 0, 0), rot=(0, 0, 0)):
    """A turned piece from (radius, height) points."""
    data = bpy.data.meshes.new(name)
    edges = [(i, i + 1) for i in range(len(profile) - 1)]
    data.from_pydata([(r, 0, z) for r, z in profile], edges, [])
    thing = link(name, data, loc, rot)
    screw = thing.modifiers.new("screw", "SCREW")
    screw.steps = screw.render_steps = steps
    screw.use_smooth_shade = True
    screw.use_merge_vertices = True
    screw.use_normal_calculate = True
    soft = thing.modifiers.new("soft", "SUBSURF")
    soft.levels, soft.render_levels = 1, levels
    data.materials.append(material)
    return thing


def plane(name, size, material, loc=(0, 0, 0), rot=(0, 0, 0)):
    wide, deep = size if isinstance(size, tuple) else (size, size)
    x, y = wide / 2, deep / 2
    points = [(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0)]
    uv = [(p[0], p[1]) for p in points]
    return mesh(name, points, [(0, 1, 2, 3)], material, False, uv, loc=loc, rot=rot)


def box(name, size, material, loc=(0, 0, 0), rot=(0, 0, 0), bevel=0.012):
    """A board or block with eased edges; its grain follows the material's axis."""
    x, y, z = (s / 2 for s in size)
    points = [(i * x, j * y, k * z) for k in (-1, 1) for j in (-1, 1) for i in (-1, 1)]
    faces = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    thing = mesh(name, points, faces, material, False, loc=loc, rot=rot)
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width, edge.segments = bevel, 3
    edge.harden_normals = False
    return thing


def outline(name, loops, thick, material, bevel=0.01, loc=(0, 0, 0), rot=(0, 0, 0)):
    """A flat piece cut out along closed loops of (x, y); inner loops become holes."""
    data = bpy.data.curves.new(name, "CURVE")
    data.dimensions = "2D"
    data.fill_mode = "BOTH"
    for points in loops:
        spline = data.splines.new("POLY")
        spline.points.add(len(points) - 1)
        spline.use_cyclic_u = True
        for i, (x, y) in enumerate(points):
            spline.points[i].co = (x, y, 0, 1)
    data.extrude = max(thick / 2 - bevel, 0)
    data.bevel_depth = bevel
    data.bevel_resolution = 3
    data.offset = -bevel
    data.materials.append(material)
    return link(name, data, loc, rot)


def curve(name, points, radius, material, radii=None, resolution=4, closed=False):
    """A round cord, stem or wire through the points."""
    data = bpy.data.curves.new(name, "CURVE")
    data.dimensions = "3D"
    data.bevel_depth = radius
    data.bevel_resolution = resolution
    data.use_fill_caps = True
    spline = data.splines.new("POLY")
    spline.points.add(len(points) - 1)
    spline.use_cyclic_u = closed
    spline.use_smooth = True
    for i, point in enumerate(points):
        spline.points[i].co = (*point, 1)
        if radii is not None:
            spline.points[i].radius = radii[i]
    data.materials.append(material)
    return link(name, data)


def ball(name, radius, material, loc, scale=(1, 1, 1), rot=(0, 0, 0), rings=24):
    angle = np.linspace(0, 2 * np.pi, rings * 2, endpoint=False)[:, None]
    tall = np.linspace(0.0, np.pi, rings)[None, :]
    points = np.stack(
        [np.cos(angle) * np.sin(tall), np.sin(angle) * np.sin(tall), -np.cos(tall) + 0 * angle], -1
    )
    points = points.reshape(-1, 3) * radius * np.asarray(scale)
    faces = grid_faces(rings * 2, rings, True)
    return mesh(name, points, faces, material, loc=loc, rot=rot)


ROUND = [(math.cos(q), math.sin(q)) for q in np.linspace(0, 2 * np.pi, 10, endpoint=False)]
SPLIT = [(-1, -0.5), (-0.9, 0.7), (0, 1), (0.9, 0.7), (1, -0.5), (0, -1)]


class Strips:
    """Many strips or cords swept into one mesh."""

    def __init__(self, seed=0):
        self.points, self.faces, self.uv, self.tint = [], [], [], []
        self.count = 0
        self.random = np.random.default_rng(seed)

    def add(self, path, normal, half_width, half_thick, section=SPLIT, closed=False, tint=None):
        """Sweep the section along the path (n, 3); `normal` (n, 3) is its outside."""
        path = np.asarray(path, float)
        if closed:
            tangent = np.roll(path, -1, 0) - np.roll(path, 1, 0)
        else:
            tangent = np.gradient(path, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-12
        side = np.cross(tangent, np.broadcast_to(normal, path.shape))
        side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-12
        up = np.cross(side, tangent)
        wide = np.broadcast_to(np.asarray(half_width, float), len(path))[:, None]
        thick = np.broadcast_to(np.asarray(half_thick, float), len(path))[:, None]
        rows = np.stack([path + side * (x * wide) + up * (y * thick) for x, y in section], 1)
        n, m = len(path), len(section)
        faces = grid_faces(n, m, closed, True)
        step = np.linalg.norm(np.diff(path, axis=0), axis=1)
        length = np.concatenate([[0], np.cumsum(step)])
        shift = self.random.random(2) * 9
        uv = np.stack(
            [
                np.repeat(length * 2, m) + shift[0],
                np.tile([x for x, _ in section], n) * float(np.mean(wide)) + shift[1],
            ],
            1,
        )
        self.points.append(rows.reshape(-1, 3))
        self.faces.append(faces + self.count)
        self.uv.append(uv)
        value = self.random.random() if tint is None else tint
        self.tint.append(np.full(n * m, value))
        self.count += n * m

    def build(self, name, material, **place):
        return mesh(
            name,
            np.concatenate(self.points),
            np.concatenate(self.faces),
            material,
            True,
            np.concatenate(self.uv),
            {"tint": np.concatenate(self.tint)},
            **place,
        )


def cord(strips, path, radius, closed=False, tint=None):
    """Add a round cord to the strips."""
    path = np.asarray(path, float)
    tangent = np.gradient(path, axis=0)
    axis = np.argmin(np.abs(tangent).mean(0))
    normal = np.zeros(3)
    normal[axis] = 1
    strips.add(path, normal + 1e-3, radius, radius, ROUND, closed, tint)


def smooth_line(points, per=24):
    """Catmull-Rom through the points, `per` samples for each stretch."""
    points = np.asarray(points, float)
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, per, endpoint=False)[:, None]
    out = []
    for i in range(1, len(padded) - 2):
        a, b, c, d = padded[i - 1 : i + 3]
        out.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack([*out, points[-1:]])


def fractal(points, scale=(1.0, 1.0, 1.0), octaves=3, seed=0):
    """Fractal noise at an (n, 3) array; slow, keep n below 200 000."""
    shift = Vector((seed * 13.1, seed * 7.7, seed * 3.3))
    sx, sy, sz = scale
    return np.array(
        [
            noise.fractal(Vector((x * sx, y * sy, z * sz)) + shift, 0.9, 2.0, octaves)
            for x, y, z in points
        ]
    )


def periodic(angle, first, last, seed, power=1.0):
    """A closed wandering line: sines of the angle with falling amplitudes."""
    rng = np.random.default_rng(seed)
    total = 0 * angle
    for k in range(first, last):
        total = total + rng.normal() / k**power * np.sin(k * angle + rng.uniform(0, 6.28))
    return total


# --- the studio --------------------------------------------------------------------------------


def aim(thing, target):
    thing.rotation_euler = (Vector(target) - thing.location).to_track_quat("-Z", "Y").to_euler()


def area(loc, size, energy, colour=(1, 1, 1), target=(0, 0, 1), tall=None):
    data = bpy.data.lights.new("area", "AREA")
    data.energy, data.size, data.color = energy, size, colour
    if tall:
        data.shape, data.size_y = "RECTANGLE", tall
    aim(link("area", data, loc), target)


def point_light(loc, energy, colour, radius=0.05):
    data = bpy.data.lights.new("point", "POINT")
    data.energy, data.color, data.shadow_soft_size = energy, colour, radius
    return link("point", data, loc)


def world(strength=0.25, colour=(1.0, 0.94, 0.86)):
    made = bpy.data.worlds.new("world")
    bpy.context.scene.world = made
    made.use_nodes = True
    sky = made.node_tree.nodes["Background"]
    sky.inputs[0].default_value = (*colour, 1)
    sky.inputs[1].default_value = strength


def sun(towards, energy=2.0, angle=1.8, colour=(1, 0.88, 0.70), window=None, target=(0, 0, 1)):
    """A low sun, optionally through window panes: (width, height, columns, rows, bar)."""
    data = bpy.data.lights.new("sun", "SUN")
    data.energy, data.angle, data.color = energy, math.radians(angle), colour
    direction = Vector(towards).normalized()
    lamp = link("sun", data, Vector(target) + direction * 9)
    aim(lamp, target)
    if not window:
        return
    wide, tall, columns, rows, bar = window
    points, faces = [], []

    def pane(x0, x1, y0, y1):
        first = len(points)
        points.extend([(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)])
        faces.append((first, first + 1, first + 2, first + 3))

    w, h, far = wide / 2, tall / 2, 12
    pane(-far, -w, -far, far)
    pane(w, far, -far, far)
    pane(-w, w, -far, -h)
    pane(-w, w, h, far)
    for i in range(1, columns):
        x = -w + i * wide / columns
        pane(x - bar / 2, x + bar / 2, -h, h)
    for i in range(1, rows):
        y = -h + i * tall / rows
        pane(-w, w, y - bar / 2, y + bar / 2)
    black = Graph("black").finish(Base_Color=(0.02, 0.02, 0.02), Roughness=1.0)
    shade = mesh("window", points, faces, black, False, loc=Vector(target) + direction * 5)
    aim(shade, target)
    shade.visible_camera = shade.visible_diffuse = shade.visible_glossy = False


def daylight(
    target=(0, 0, 1), left=420, fill=32, sky=0.24, rays=2.0, window=(2.8, 3.5, 2, 3, 0.11)
):
    """The light of all pictures: a window on the left, a weak fill, the low sun."""
    x, y, z = target
    world(sky)
    area((x - 4.3, y - 1.5, z + 2.2), 2.2, left, (1, 0.92, 0.80), target, tall=3.0)
    area((x + 4.5, y - 3, z + 1.0), 3, fill, (1, 0.95, 0.9), target)
    if rays:
        sun((-2.3, -2.1, 1.8), rays, 1.7, window=window, target=(x + 0.1, y + 0.2, z + 0.15))


def camera(loc, target, lens=70, fstop=0.45, focus=None):
    data = bpy.data.cameras.new("camera")
    data.lens = lens
    thing = link("camera", data, loc)
    bpy.context.scene.camera = thing
    aim(thing, target)
    data.dof.use_dof = True
    data.dof.aperture_fstop = fstop
    data.dof.focus_distance = (Vector(focus or target) - thing.location).length


def wall(distance, colour=(0.74, 0.68, 0.59), depth=0.22, spread=0.07):
    """The wall behind, its front towards the lens."""
    plane("wall", 30, plaster("wall", colour, depth, spread), (0, distance, 0), (math.pi / 2, 0, 0))


def planks(
    back,
    seed=7,
    width=1.5,
    dark=(0.10, 0.055, 0.028),
    mid=(0.24, 0.145, 0.08),
    light=(0.38, 0.26, 0.155),
):
    """A table of greyed boards that runs from `back` towards the lens; its top is z = 0."""
    look = wood("table", "X", 1.45, dark, mid, light, rough=0.5, k=0.7, rings=5, seed=seed)
    for i in range(7):
        loc = ((i * 37 % 11) - 5, back - width / 2 - i * (width + 0.02), -0.1)
        box("plank", (34, width, 0.2), look, loc, bevel=0.015)


def linen_table(colour=(0.62, 0.55, 0.45), threads=46, folds=0, keep=None, size=7.0, seed=6):
    """A linen cloth laid flat, with a few soft creases; `keep` = (x, y, rx, ry) stays flat."""
    n = 300
    x, y = np.meshgrid(np.linspace(-size, size, n), np.linspace(-size, size, n), indexing="ij")
    rng = np.random.default_rng(seed)
    z = 0.012 * np.sin(x * 1.1 + 0.5 * y) + 0.010 * np.sin(1.7 * y - 0.6 * x)
    for _ in range(folds):
        turn, x0, y0 = rng.uniform(0, np.pi), rng.uniform(-2, 2), rng.uniform(-2.5, 2.5)
        d = (x - x0) * np.cos(turn) + (y - y0) * np.sin(turn)
        e = -(x - x0) * np.sin(turn) + (y - y0) * np.cos(turn)
        high, thin, long = rng.uniform(0.012, 0.04), rng.uniform(0.04, 0.14), rng.uniform(0.5, 1.3)
        z += high * np.exp(-((d / thin) ** 2)) * np.exp(-((e / long) ** 2))
    if keep:
        kx, ky, rx, ry = keep
        z *= 1 - 0.9 * np.exp(-(((x - kx) / rx) ** 4 + ((y - ky) / ry) ** 4))
    points = np.stack([x, y, z - z.max() * (0 if folds else 1)], -1).reshape(-1, 3)
    uv = np.stack([x, y], -1).reshape(-1, 2)
    return mesh("linen", points, grid_faces(n, n), linen("linen", colour, threads), True, uv)


# --- small companions --------------------------------------------------------------------------


def green_leaf(strips_material, at, angle, length, width, lift):
    """One fresh leaf lying on the table."""
    u, q = np.linspace(0, 1, 24)[:, None], np.linspace(-1, 1, 9)[None, :]
    half = width * np.sin(np.pi * u**0.8) ** 0.8
    x, y = u * length + 0 * q, half * q
    z = lift * np.sin(u * 2.2) + 0.25 * np.abs(y) - 0.02 * u
    ca, sa = math.cos(angle), math.sin(angle)
    points = np.stack([at[0] + x * ca - y * sa, at[1] + x * sa + y * ca, at[2] + z], -1)
    return mesh("leaf", points.reshape(-1, 3), grid_faces(24, 9), strips_material)


def leaf_green():
    g = Graph("green")
    tone = g.noise(g.coord(), 6, 3)
    return g.finish(
        Base_Color=g.ramp(tone, [(0.3, (0.035, 0.075, 0.018)), (0.7, (0.09, 0.15, 0.04))]),
        Roughness=0.45,
    )


def sprig(start_at, heading=math.pi / 2, length=1.3, count=7, size=0.30):
    """A twig with leaves, lying flat."""
    stem = plain("stem", (0.10, 0.09, 0.03))
    green = leaf_green()
    ca, sa = math.cos(heading), math.sin(heading)
    points = []
    for i in range(24):
        t, s = i / 23 * length, 0.05 * math.sin(i * 0.3)
        points.append(
            (
                start_at[0] + ca * t - sa * s,
                start_at[1] + sa * t + ca * s,
                start_at[2] + 0.05 + 0.03 * math.sin(i * 0.4),
            )
        )
    curve("stem", points, 0.011, stem, [1 - 0.02 * i for i in range(24)])
    for n, i in enumerate(np.linspace(3, 22, count).astype(int)):
        turn = 0.85 if n % 2 else -0.85
        green_leaf(green, points[i], heading + turn, size * (1 - 0.012 * i), size * 0.25, 0.07)
    green_leaf(green, points[-1], heading + 0.08, size * 0.85, size * 0.22, 0.05)


def dry_stems(base, stems, seed=4):
    """Dry grasses with seed heads, standing in a vase at `base`; stems = (dx, dy, height)."""
    stalk = plain("stalk", (0.23, 0.13, 0.06), 0.8)
    head = plain("seed", (0.42, 0.27, 0.12), 0.8, Subsurface_Weight=0.2)
    rnd = np.random.default_rng(seed)
    bx, by, bz = base
    strips = Strips(seed)
    for k, (dx, dy, high) in enumerate(stems):
        n = 40
        line = []
        for i in range(n):
            t = i / (n - 1)
            line.append(
                (
                    bx + 0.05 * (k - 1) + dx * t**1.7 + 0.02 * math.sin(9 * t + k),
                    by + dy * t + 0.02 * math.sin(7 * t),
                    bz + high * t - 0.25 * abs(dx) * t**3,
                )
            )
        curve("stalk", line, 0.011, stalk, [1 - 0.6 * i / n for i in range(n)])
        for i in range(14, n):
            for _ in range(3):
                if rnd.random() < 0.72:
                    turn, long = rnd.random() * 6.28, 0.07 + 0.09 * rnd.random()
                    way = Vector((math.cos(turn) * 0.8, math.sin(turn) * 0.8, 0.55)).normalized()
                    end = Vector(line[i]) + way * long
                    middle = Vector(line[i]) + way * long * 0.5 + Vector((0, 0, 0.01))
                    cord(strips, [line[i], middle, end], 0.0035)
                    turned = way.to_track_quat("Z", "Y").to_euler()
                    ball("seed", 1, head, end, (0.013, 0.013, 0.032), turned, 8)
    strips.build("stalks", stalk)
