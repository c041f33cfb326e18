"""Made-up lists, larger and dirtier than the office's sample, are understood."""

import io
import zipfile

import pytest
from django.core.management import call_command

from artisans.imports.checking import check_file
from artisans.reference import read_table
from dekranasda.demo.made_lists import make_list, spots_of
from dekranasda.management.commands.score_import import score
from dekranasda.management.commands.score_registry import NAMES
from tests.artisans.reference import craft_finder, gazetteer
from tests.artisans.samples import TODAY


def made(seed, businesses, dirt):
    return make_list(
        spots_of(read_table("villages.csv")), seed=seed, businesses=businesses, dirt=dirt
    )


def scores(seed, businesses, dirt):
    lists = made(seed, businesses, dirt)
    checked = check_file(
        lists.workbook(), "a.xlsx", gazetteer=gazetteer(), crafts=craft_finder(), today=TODAY
    )
    answers = {place: dict.fromkeys(NAMES, "") | row for place, row in lists.answers.items()}
    rows = {(row.sheet, row.row): row for row in checked.rows}
    return {name: share for name, _, share in score(rows, answers)}


@pytest.mark.parametrize(("seed", "dirt"), [(11, 0.5), (12, 1.0)])
def test_a_made_list_is_understood(seed, dirt):
    found = scores(seed, 900, dirt)

    assert found["rows accounted for"] == found["data told from the rest"] == 1
    assert found["same business: precision"] >= 0.98
    assert found["same business: recall"] >= 0.97
    assert found["village_code"] >= 0.98
    assert min(found[n] for n in ("phone_e164", "turnover_idr", "capital_idr", "nik_valid")) >= 0.99
    assert found["problems expected and raised"] >= 0.98


def test_the_same_seed_makes_the_same_list():
    def sheet(lists):
        return zipfile.ZipFile(io.BytesIO(lists.workbook())).read("xl/worksheets/sheet1.xml")

    assert sheet(made(3, 40, 1.0)) == sheet(made(3, 40, 1.0)) != sheet(made(4, 40, 1.0))


@pytest.mark.django_db
def test_the_measure_names_what_is_not_here(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("dekranasda.management.commands.score_registry.MADE", ((1, 40, 0.5),))

    call_command("score_registry", sample=tmp_path / "contoh", published=tmp_path / "terbit")

    shown = capsys.readouterr().out
    assert "Dilewati: daftar contoh contoh tidak ada di sini." in shown
    assert "Dilewati: daftar terbitan terbit tidak ada di sini." in shown
    assert "same business: recall" in shown
