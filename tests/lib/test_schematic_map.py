"""The mosaic of areas drawn from points."""

import re

from dekranasda.lib.schematic_map import WIDTH, mosaic

POINTS = [
    ("barat laut", -7.0, 111.0),
    ("timur laut", -7.0, 111.5),
    ("barat daya", -7.3, 111.0),
    ("tenggara", -7.3, 111.5),
]


def test_north_is_up_and_west_is_left():
    drawn = mosaic(POINTS)

    assert drawn is not None
    assert drawn.width == WIDTH
    places = {area.thing: (area.x, area.y) for area in drawn.areas}
    assert places["barat laut"][0] < places["timur laut"][0]
    assert places["barat laut"][1] < places["barat daya"][1]
    assert places["tenggara"] > places["barat daya"]


def test_every_outline_closes_where_it_began():
    drawn = mosaic(POINTS)

    assert drawn is not None
    for area in drawn.areas:
        for ring in re.findall(r"M[^M]+", area.path):
            steps = [int(number) for number in re.findall(r"-?\d+", ring)][2:]
            last = (-sum(steps[0::2]), -sum(steps[1::2]))
            assert ring.endswith("z")
            assert max(map(abs, last)) <= WIDTH / 20


def test_areas_do_not_overlap_and_the_same_points_give_the_same_map():
    drawn, again = mosaic(POINTS), mosaic(list(POINTS))

    assert drawn == again
    assert len({area.path for area in drawn.areas}) == len(POINTS)


def test_two_points_are_no_map():
    assert mosaic(POINTS[:2]) is None
