"""Workbooks: what is a number stays one, and no text becomes a formula anywhere."""

import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dekranasda.lib import workbook
from dekranasda.lib.workbook import Sheet, write_workbook

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://contoh.id","klik")',
    "+62812",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "#REF!",
    "#N/A",
    "<script>alert(1)</script>",
    "Bu Siti 🌸",
    "ꦧꦠꦶꦏ꧀",
    "'=1",
    "0812",
]


def written(*sheets):
    target = BytesIO()
    write_workbook(target, sheets)
    return target


def cells_of(target, sheet=0):
    book = load_workbook(BytesIO(target.getvalue()))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


def test_numbers_days_and_moments_keep_their_type():
    moment = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)

    rows = cells_of(
        written(Sheet("Usaha", ["a", "b", "c", "d"], [[5, date(2026, 1, 2), moment, None]]))
    )

    assert rows[0] == ["a", "b", "c", "d"]
    assert rows[1] == [5, datetime(2026, 1, 2), datetime(2026, 3, 2, 1, 30), None]  # noqa: DTZ001 cells have no zone


def test_texts_that_look_like_formulas_stay_texts():
    target = written(Sheet("=1+1", HOSTILE, [HOSTILE, ["\x00a\x0bb"]]))

    rows = cells_of(target)
    assert rows[0] == HOSTILE
    assert rows[1] == HOSTILE
    assert rows[2][0] == "ab"
    with zipfile.ZipFile(target) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f[ >]", xml) == []
    assert re.findall(r't="[ef]"', xml) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula(tmp_path):
    file = tmp_path / "uji.xlsx"
    file.write_bytes(written(Sheet("Usaha", HOSTILE, [HOSTILE])).getvalue())

    subprocess.run(
        ["soffice", "--headless", "--convert-to", "fods", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=120,
    )

    text = (tmp_path / "uji.fods").read_text()
    assert "=HYPERLINK" in text
    assert "table:formula" not in text


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    target = written(Sheet("Usaha [1]", ["a"], ([number] for number in range(5))))

    assert [cells_of(target, number) for number in range(3)] == [
        [["a"], [0], [1]],
        [["a"], [2], [3]],
        [["a"], [4]],
    ]
    assert load_workbook(target).sheetnames == ["Usaha  1 ", "Usaha  1  (2)", "Usaha  1  (3)"]


def test_a_sheet_without_rows_still_has_its_headings():
    assert cells_of(written(Sheet("Kosong", ["Nama"], []))) == [["Nama"]]
