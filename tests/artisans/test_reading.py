"""Which files are let in, and how they are read."""

import io
import json
import zipfile

import pytest

from artisans.imports.messages import REFUSALS, refusal_text
from artisans.imports.reading import MAX_COLUMNS, RefusedFile, read_file, text_of
from tests.artisans.samples import registry_book, workbook

SHEET = "xl/worksheets/sheet1.xml"


def repacked(change=None, add=(), drop=(), book=None):
    """A workbook with parts changed, added or left out."""
    source = zipfile.ZipFile(
        io.BytesIO(book or workbook({"A": [["Nama Usaha", "Desa"], ["x", "y"]]}))
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in drop:
                content = source.read(name)
                target.writestr(name, change(name, content) if change else content)
        for name, content in add:
            target.writestr(name, content)
    return file.getvalue()


def in_sheet(old, new):
    return lambda name, content: content.replace(old, new) if name == SHEET else content


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
HOSTILE = {
    "zip bomb": (repacked(add=[("xl/media/a.bin", b"\0" * 30_000_000)]), "suspicious_archive"),
    "bomb in the sheet": (
        repacked(in_sheet(b"</sheetData>", b" " * 20_000_000 + b"</sheetData>")),
        "suspicious_archive",
    ),
    "five thousand entries": (
        repacked(add=[(f"xl/x{n}.xml", b"") for n in range(5000)]),
        "suspicious_archive",
    ),
    "climbing entry": (repacked(add=[("../../etc/cron.d/x", b"x")]), "suspicious_archive"),
    "absolute entry": (repacked(add=[("/etc/passwd", b"x")]), "suspicious_archive"),
    "entities": (
        repacked(lambda name, content: DTD + content if name == SHEET else content),
        "suspicious_archive",
    ),
    "outside entity": (
        repacked(add=[("xl/extra.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')]),
        "suspicious_archive",
    ),
    "UTF-16 part": (
        repacked(add=[("xl/extra.xml", "<!DOCTYPE x>".encode("utf-16"))]),
        "suspicious_archive",
    ),
    "macros": (repacked(add=[("xl/vbaProject.bin", b"x")]), "macro_workbook"),
    "far cell": (repacked(in_sheet(b'r="B2"', b'r="XFD1048576"')), "too_many_rows"),
    "far column": (repacked(in_sheet(b'r="B2"', b'r="XFD2"')), "too_many_columns"),
    "cut in half": (registry_book()[:3000], "file_damaged"),
    "no workbook inside": (repacked(drop=["xl/workbook.xml"]), "wrong_type"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"x", "legacy_workbook"),
    "locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "file_locked",
    ),
    "web page": (b"<html><table><tr><td>Nama</td></tr></table></html>", "web_page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "wrong_type"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "wrong_type"),
    "too big": (b"a;b\n" * (6 * 1024 * 1024), "file_too_big"),
    "empty": (b"", "file_empty"),
    "only blanks": (b" \r\n\r\n", "file_empty"),
    "empty sheet": (workbook({"A": []}), "file_empty"),
    "wide sheet": (workbook({"A": [["x"] * 200]}), "too_many_columns"),
    "wide text": (b";".join([b"x"] * 200), "too_many_columns"),
    "long text": (b"a;b\n" * 30_000, "too_many_rows"),
    "JSON without a list": (b'{"nama": "x"}', "json_without_list"),
    "broken JSON": (b'[{"nama": ', "file_damaged"),
    "deep JSON": (b"[" * 200_000, "file_damaged"),
    "JSON of numbers": (b"[1, 2]", "json_without_list"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_harmful_or_unreadable_file_is_refused_with_a_sentence(name):
    content, code = HOSTILE[name]
    suffix = ".json" if "JSON" in name else ".csv" if "text" in name else ".xlsx"

    with pytest.raises(RefusedFile) as refusal:
        read_file(content, "berkas" + suffix)

    assert refusal.value.code == code
    assert refusal_text(refusal.value).endswith(".")
    assert "%(" not in refusal_text(refusal.value)


def test_a_macro_workbook_is_known_by_its_name_too():
    with pytest.raises(RefusedFile, match="macro_workbook"):
        read_file(registry_book(), "daftar.xlsm")


def test_every_refusal_of_the_reader_has_words():
    assert {code for _, code in HOSTILE.values()} <= set(REFUSALS)


def test_a_workbook_keeps_its_row_numbers_and_types():
    sheet, notes = read_file(registry_book(), "daftar.xlsx")

    assert sheet.name == "Data"
    assert sheet.rows[2] == []
    assert sheet.rows[7][11] == 3_000_000
    assert notes.name == "Catatan"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_is_read_whatever_sign_separates_its_cells(separator):
    rows = [
        ["Nama Usaha", "Desa", "Omzet"],
        ["Jati", "Batokan", "1,5 jt"],
        ["Ukir", "Malo", "2 jt"],
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)

    (sheet,) = read_file(text.encode(), "daftar.csv")

    assert sheet.rows == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encodings_of_office_programs(encoding):
    (sheet,) = read_file("Nama;Desa\nBatik Café;Jono\n".encode(encoding), "daftar.csv")

    assert sheet.rows[1] == ["Batik Café", "Jono"]


def test_lines_of_another_encoding_among_utf8_are_read():
    content = "Nama;Desa\nAnyaman é;Jono\n".encode() + b"macam\xb2;Malo\n"

    (sheet,) = read_file(content, "daftar.csv")

    assert sheet.rows[1:] == [["Anyaman é", "Jono"], ["macam²", "Malo"]]


def test_objects_become_rows_numbered_from_one():
    content = json.dumps([{"nama": "A", "desa": "Malo"}, {"nama": "B", "hp": ["1", "2"]}]).encode()

    (sheet,) = read_file(content, "daftar.json")

    assert sheet.first_row == 0
    assert sheet.rows == [["nama", "desa", "hp"], ["A", "Malo"], ["B", None, "1, 2"]] or (
        sheet.rows[2] == ["B", None, "1, 2"]
    )


def test_cells_read_as_people_see_them():
    assert text_of(3.0) == "3"
    assert text_of("a\u200b\u00a0 b\x00") == "a b"
    assert text_of(float("nan")) == ""
    assert MAX_COLUMNS == 100
