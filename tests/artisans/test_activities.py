"""Which craft a row means."""

import pytest

from artisans.imports.activities import fold_business
from tests.artisans.reference import craft_finder


@pytest.mark.parametrize(
    ("activity", "craft"),
    [
        ("Batik Tulis", "BTK"),
        ("Batik Jumput", "JMP"),
        ("Ecoprint", "JMP"),
        ("Kerajinan Limbah Jati", "KYU"),
        ("Kerajinan Akar Jati", "AKR"),
        ("Anyaman Pandan", "ANY"),
        ("Meubel Kayu Jati", "MBL"),
        ("Wayang Krucil", "WYG"),
        ("Tas Rajut", "RJT"),
        ("Kerajinan Lainnya", "LNY"),
        ("Aksesori", "PRH"),
        ("Pulsa & Aksesoris HP", ""),
        ("Toko Kelontong", ""),
        ("Keripik Kulit", ""),
        ("Sangkar burung", ""),
        ("", ""),
    ],
)
def test_the_kind_of_business_names_the_craft_or_none(activity, craft):
    assert craft_finder().find(activity) == craft


def test_products_speak_where_the_kind_says_little():
    find = craft_finder().find

    assert find("Industri", product="besek, rinjing") == "ANY"
    assert find("Handicraft", name="Sentra Kerajinan Bambu") == "ANY"
    assert find("", kbli="13134", product="") == ""
    assert find("", kbli="32201") == "MSK"
    assert find("Perdagangan", product="kain batik") == ""


def test_ways_of_writing_one_business_name_agree():
    written = ["UD. Roti Bu Sari", "Roti Sari", "ROTI  BU SARI", "Sari Roti", "Rotti Ibu Sari"]

    assert len({fold_business(name) for name in written}) == 1
