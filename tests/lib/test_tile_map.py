"""The map of equal tiles."""

import pytest

from dekranasda.lib.tile_map import SOFT_HYPHEN, Point, breakable, short_name, tile_rows


def test_north_is_up_and_west_is_left():
    points = [
        Point("timur laut", -7.0, 112.0),
        Point("barat daya", -7.4, 111.0),
        Point("barat laut", -7.0, 111.0),
        Point("tenggara", -7.4, 112.0),
    ]

    rows = tile_rows(points, columns=2)

    assert rows == [["barat laut", "timur laut"], ["barat daya", "tenggara"]]


def test_every_place_has_its_own_tile_even_when_all_lie_together():
    points = [Point(number, -7.0, 111.0) for number in range(28)]

    rows = tile_rows(points)

    placed = [place for row in rows for place in row if place is not None]
    assert sorted(placed) == list(range(28))
    assert {len(row) for row in rows} == {8}


def test_no_places_make_no_map():
    assert tile_rows([]) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [("Kasiman", "Ksm"), ("Malo", "Mlo"), ("Ngraho", "Ngr"), ("Aie", "Aie"), ("", "")],
)
def test_short_names(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Sumberrejo", "Sumber|rejo"), ("Margomulyo", "Margo|mulyo"), ("Malo", "Malo")],
)
def test_long_names_may_break_in_the_middle(name, parts):
    assert breakable(name).replace(SOFT_HYPHEN, "|") == parts
