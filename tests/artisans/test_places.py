"""Which village a row means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artisans.imports.places import address_key
from tests.artisans.reference import gazetteer

BATOKAN = "35.22.20.2001"
SUMBERREJO_MALO = "35.22.17.2009"


@pytest.mark.parametrize(
    ("village", "district"),
    [
        ("Batokan", "Kasiman"),
        ("BATOKAN", "KASIMAN"),
        ("Ds. Batokan", "Kec. Kasiman"),
        ("Desa Batokan", "Kecamatan Kasiman"),
        ("Batokann", "Kassiman"),
        ("Batoakn", "Kasiman"),
        ("Batokan, Kec. Kasiman", ""),
        ("Batokan (Kasiman)", ""),
        ("BATOKAN - KASIMAN", ""),
        ("Batokan", ""),
        ("35.22.20.2001", ""),
        ("3522202001", ""),
    ],
)
def test_every_usual_writing_of_a_village_is_found(village, district):
    assert gazetteer().find(village, district).village_code == BATOKAN


@pytest.mark.parametrize("name", ["Sumberrejo", "Sumberejo", "Sumber Rejo", "Soemberredjo"])
def test_spellings_of_one_village_agree(name):
    assert gazetteer().find(name, "Malo").village_code == SUMBERREJO_MALO


@pytest.mark.parametrize(
    ("village", "district", "problem"),
    [
        ("Sukorejo", "", "village_ambiguous"),
        ("Sumberejo", "", "village_ambiguous"),
        ("", "Kasiman", "village_missing"),
        ("", "", "village_missing"),
        ("Entahberantah", "Kasiman", "village_unknown"),
        ("Rendeng", "Kasiman", "village_elsewhere"),
        ("Mayangan", "Probolinggo Kota", "district_unknown"),
    ],
)
def test_what_does_not_settle_the_village_stays_open(village, district, problem):
    place = gazetteer().find(village, district)

    assert place.village_code == ""
    assert place.problem == problem


def test_an_address_alone_names_village_and_district():
    place = gazetteer().find(
        "", "", "Dsn. Krajan RT 01 RW 02 Ds. Batokan Kec. Kasiman Kab. Bojonegoro"
    )

    assert place.village_code == BATOKAN


@pytest.mark.parametrize(
    "address",
    [
        "Batokan RT 17 RW 5 Kasiman Bojonegoro",
        "RT 6/9 batokan kasiman",
        "Jl. Raya Krajan No. 5, Batokan, Kasiman, Kab. Bojonegoro",
    ],
)
def test_a_free_address_names_a_village_before_its_district(address):
    assert gazetteer().find("", "", address).village_code == BATOKAN


@pytest.mark.parametrize(
    "address", ["Dsn. Batokan RT 1 RW 2 Kasiman", "Kasiman RT 1 Batokan", "Batokan RT 1 RW 2"]
)
def test_a_free_address_without_a_village_before_its_district_stays_open(address):
    assert gazetteer().find("", "", address).village_code == ""


def test_a_hamlet_before_a_house_number_is_no_village():
    assert gazetteer().find("", "Kasiman", "DK. BATOKAN RT 1/2").problem == "village_missing"


def test_every_village_is_found_by_its_name_and_district():
    places = gazetteer()

    wrong = [
        code
        for code, (name, district) in places.villages.items()
        if places.find(name, places.districts[district]).village_code != code
    ]

    # Two pairs bear one name within one district, so that only the code tells them apart.
    assert {
        places.find(places.villages[code][0], places.districts[code[:8]]).problem for code in wrong
    } <= {"village_ambiguous"}
    assert len(wrong) <= 4


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=80))
def test_no_text_whatever_makes_the_search_fail(village, district, address):
    place = gazetteer().find(village, district, address)

    assert bool(place.village_code) != bool(place.problem)


@pytest.mark.parametrize(
    "address",
    [
        "Dsn. Krajan RT 01/RW 02",
        "Krajan RT 1 RW 2",
        "Dusun Krajan RT.001 RW.002",
        "Jl. Raya Krajan RT 01/02",
    ],
)
def test_ways_of_writing_one_address_agree(address):
    assert address_key(address) == ("krajan", "1", "2")
