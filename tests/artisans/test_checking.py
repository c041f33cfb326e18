"""A whole list: its table, its columns, its rows and which of them are one business."""

import json
from dataclasses import replace
from datetime import date

import pytest

from artisans.imports.checking import check_file
from artisans.imports.columns import field_of_heading
from artisans.imports.evidence import compare, traits_of
from artisans.imports.reading import RefusedFile
from artisans.imports.records import Record
from tests.artisans.reference import craft_finder, gazetteer
from tests.artisans.samples import (
    ALL_ROWS,
    HEADINGS,
    NOWHERE,
    SON,
    SULASTRI,
    SULASTRI_AGAIN,
    TODAY,
    registry_book,
    registry_rows,
    workbook,
)


def check(content, name="daftar.xlsx"):
    return check_file(content, name, gazetteer=gazetteer(), crafts=craft_finder(), today=TODAY)


def test_every_row_of_the_file_is_accounted_for():
    checked = check(registry_book())

    kinds = [row.kind for row in checked.rows if row.sheet == "Data"]
    assert kinds == [
        "title", "title", "blank", "header", "header", *["data"] * 5, "subtotal", "blank",
        "signature", "signature",
    ]  # fmt: skip
    assert [row.kind for row in checked.rows if row.sheet == "Catatan"] == ["note", "note"]
    assert [row.row for row in checked.rows if row.sheet == "Data"] == list(range(1, 15))
    assert [sheet.skipped for sheet in checked.sheets] == ["", "no_header"]
    assert checked.sheets[0].as_of == date(2025, 12, 31)


def test_a_row_says_what_its_cells_say():
    record = check(registry_book()).data[0].record

    assert record is not None
    assert (record.owner_name, record.business_name) == ("Bu Sulastri Ningsih", "Jati Lestari")
    assert record.national_id == "3522205003759001"
    assert record.born_on == date(1975, 3, 10)
    assert record.village_code == "35.22.20.2001"
    assert record.phones == ("+6281299900101",)
    assert record.craft_code == "KYU"
    assert (record.capital_idr, record.turnover_idr) == (5_000_000, 48_000_000)
    assert record.status == "SIAP"
    assert record.problems == []


def test_a_row_says_what_is_wrong_with_it():
    record = check(registry_book()).data[4].record

    assert record is not None
    assert record.village_code == ""
    assert record.turnover_idr == 500_000
    assert set(record.problems) == {
        "birth_missing", "phone_missing", "village_ambiguous", "turnover_monthly",
    }  # fmt: skip


def test_two_writings_are_one_business_and_lookalikes_stay_apart():
    groups = [row.group for row in check(registry_book()).data]
    owners = [row.owner for row in check(registry_book()).data]

    assert groups[0] == groups[1]
    assert len(set(groups)) == 4
    assert owners[0] == owners[2]
    assert owners[0] != owners[3]


def test_other_order_and_names_of_columns_make_no_difference():
    labels = ["Kec.", "Ds/Kel", "Nama UMKM", "Nama Pengusaha", "No KTP", "Telp", "Omset/Th"]
    rows = [
        ["DATA SUSULAN"],
        labels,
        ["Kasiman", "Batokan", "Jati", "Sri", "3522205003759001", "081299900101", "5 jt"],
    ]

    checked = check(workbook({"Susulan": rows}))

    record = checked.data[0].record
    assert record is not None
    assert (record.village_code, record.owner_name, record.business_name, record.turnover_idr) == (
        "35.22.20.2001", "Sri", "Jati", 5_000_000,
    )  # fmt: skip
    assert record.national_id


def test_columns_without_a_known_heading_are_known_by_their_values():
    rows = [
        ["Nama Pemilik", "Nama Usaha", "A", "B", "C"],
        *[
            [f"Orang {n}", f"Usaha {n}", f"35222050037590{n:02}", f"0812999001{n:02}", "Kasiman"]
            for n in range(1, 9)
        ],
    ]

    columns = check(workbook({"A": rows})).sheets[0].columns

    assert [column.field for column in columns] == [
        "owner_name",
        "business_name",
        "nik",
        "phone",
        "district",
    ]
    assert [column.evidence for column in columns][2:] == ["values"] * 3


def test_three_heading_rows_units_years_and_a_sheet_named_after_its_district():
    heading = [
        ["NO", "DATA PEMILIK", "", "", "DATA USAHA", "", "", "ALAMAT", "OMZET (JUTA RP)", ""],
        ["", "NAMA", "NIK", "L/P", "NAMA", "JENIS", "TAHUN", "DESA", "2023", "2024"],
        [f"({number})" for number in range(1, 11)],
    ]
    row = ["1", "SRI", "3522205003759001", "P", "JATI", "UKIR KAYU", "2010", "BATOKAN", "9", "12,5"]

    (line,) = check(workbook({"KEC. KASIMAN": [*heading, row]})).data

    record = line.record
    assert record is not None
    assert (record.owner_name, record.business_name, record.craft_code) == ("SRI", "JATI", "UKR")
    assert (record.founded_in, record.village_code) == (2010, "35.22.20.2001")
    assert record.turnover_idr == 12_500_000


def test_a_section_heading_gives_the_district_of_rows_that_name_none():
    rows = [["No", "Nama Pemilik", "Nama Usaha", "Desa", "No HP"]]
    for district, village in (
        ("KECAMATAN DANDER", "Sumberarum"),
        ("KECAMATAN NGRAHO", "Sumberarum"),
    ):
        rows.append([district])
        rows += [
            [n, f"Orang {district[-3:]} {n}", f"Usaha {n}", village, f"0812999002{n}1"]
            for n in range(3)
        ]
    rows.append(["9", "Kasmini", "#NUM!", "Sumberarum / Dander", "081299900291"])

    codes = [row.record.village_code for row in check(workbook({"A": rows})).data if row.record]

    assert {code[:8] for code in codes[:3]} == {"35.22.06"}
    assert {code[:8] for code in codes[3:6]} == {"35.22.01"}
    assert codes[6][:8] == "35.22.06"


def test_a_repeated_heading_and_a_numbered_row_are_no_data():
    rows = [HEADINGS[1:], [str(n) for n in range(1, 14)], SULASTRI[1:], HEADINGS[1:], SON[1:]]

    kinds = [row.kind for row in check(workbook({"A": rows})).rows]

    assert kinds == ["header", "header", "data", "header", "data"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Nama UMKM", "Nama Produk", "Harga"], ["Jati", "Asbak", "Rp12.000"]], "price_list"),
        (
            [["Kode Barang", "Nama Barang", "Stok", "Harga"], ["A1", "Asbak", 3, 12000]],
            "no_name_column",
        ),
        ([["Catatan rapat"], ["Hadir: semua"]], "no_header"),
        ([["Nama Pemilik", "Nama Usaha", "Desa"]], "no_rows"),
        ([["Nomor", "Nama Usaha"], [1, "Jati"]], "not_a_registry"),
        ([["Nama Usaha", "Kategori"], ["Jati", "Mebel"], ["Ukir", "Mebel"]], "not_a_registry"),
    ],
)
def test_what_is_no_registry_is_refused_with_the_reason(rows, code):
    with pytest.raises(RefusedFile) as refusal:
        check(workbook({"A": rows}))

    assert refusal.value.code == code


def test_a_list_of_objects_is_a_list_too():
    objects = [
        {"namapemilik": "Sri", "namaumkm": "Jati", "linkwa": "https://wa.me/+6281299900101",
         "alamat": "Dsn. Krajan Rt. 02 Rw. 01 Ds. Batokan Kec. Kasiman"},
    ]  # fmt: skip

    (row,) = check(json.dumps(objects).encode(), "daftar.json").data

    assert row.row == 1
    assert row.record is not None
    assert row.record.phones == ("+6281299900101",)
    assert row.record.village_code == "35.22.20.2001"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("No. HP/WA*", "phone"),
        ("Nomor HP yang bisa dihubungi", "phone"),
        ("Nama Pelaku Usaha", "owner_name"),
        ("NAMA USAHA / MERK", "business_name"),
        ("Tempat, Tgl. Lahir", "birth"),
        ("Omset per tahun (Rp)", "turnover"),
        ("Desa/Kel.", "village"),
        ("Desa / Kecamatan", "village"),
        ("Pemilik / Penanggung Jawab", "owner_name"),
        ("No. HP Pemilik", "phone"),
        ("JK (L/P)", "gender"),
        ("No. KK", "family_card"),
        ("Warna favorit", ""),
    ],
)
def test_headings_are_understood_in_many_writings(heading, field):
    assert field_of_heading(heading)[0] == field


BASE = Record(
    owner_name="Sulastri Ningsih",
    national_id="3522205003759001",
    born_on=date(1975, 3, 10),
    business_name="Jati Lestari",
    village_code="35.22.20.2001",
    address="Krajan RT 1 RW 2",
    phones=("+6281299900101",),
    activity="Souvenir Kayu",
    craft_code="KYU",
)


def is_same(one, other):
    return compare(one, other, traits_of(one), traits_of(other)).is_same


@pytest.mark.parametrize(
    "changes",
    [
        {"national_id": "", "born_on": None},
        {"phones": (), "born_on": None, "address": ""},
        {"owner_name": "SULASTRI NINGSIHH", "national_id": ""},
        {"owner_name": "Sulastri N.", "business_name": "UD. Lestari Jati"},
        {"business_name": "", "phones": ()},
        {"national_id": "3522205003759002"},
        {"village_code": "", "address": ""},
        {"owner_name": "Hj. Soelastri", "phones": ()},
        {"owner_name": "Sulastri", "national_id": "", "phones": (), "born_on": None},
        {"owner_name": "Sulastri Ninsgih alias Las", "national_id": "", "born_on": None},
    ],
)
def test_a_second_writing_is_the_same_business(changes):
    assert is_same(BASE, replace(BASE, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"business_name": "Toko Barokah", "activity": "Toko", "craft_code": ""},
        {"business_name": "", "activity": "Toko Kelontong", "craft_code": ""},
        {"business_name": "Roti Lestari", "activity": "Roti", "craft_code": ""},
        {"owner_name": "Sulastri Wahyuni", "national_id": "3522205003759002", "business_name": ""},
        {"owner_name": "Sulastri Wahyuni", "national_id": "", "business_name": ""},
        {"owner_name": "Hendra Sulastri", "national_id": "", "born_on": date(1999, 7, 15)},
        {"national_id": "3522201507839003", "born_on": date(1983, 7, 15), "phones": ()},
        {"owner_name": "Kartini", "national_id": "", "business_name": "Jati Kartini"},
        {"village_code": "35.22.17.2006", "national_id": "", "phones": (), "born_on": None},
    ],
    ids=[
        "second business",
        "unnamed second",
        "second of one brand",
        "twin",
        "twin without number",
        "son",
        "namesake",
        "neighbour, one phone",
        "elsewhere",
    ],
)
def test_what_only_looks_alike_is_not_the_same_business(changes):
    assert not is_same(BASE, replace(BASE, **changes))


def test_grouping_does_not_depend_on_the_order_of_rows():
    forwards = check(registry_book(*ALL_ROWS)).data
    backwards = check(registry_book(*reversed(ALL_ROWS))).data

    def partition(rows):
        named: dict[str, set[str]] = {}
        for row in rows:
            named.setdefault(row.group, set()).add(row.record.business_name)
        return {frozenset(names) for names in named.values()}

    assert partition(forwards) == partition(backwards)


def test_one_number_of_two_people_is_marked():
    shared = [*NOWHERE[:2], "3522205003759001", *NOWHERE[3:]]

    rows = check(workbook({"A": registry_rows(SULASTRI, shared, SULASTRI_AGAIN)})).data

    assert ["nik_shared" in row.record.problems for row in rows if row.record] == [
        True,
        True,
        False,
    ]
