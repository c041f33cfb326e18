"""Export sheets for other markets: columns as templates, what is missing, nothing of a person."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from artisans.models import BusinessYear
from events import market_export
from events.market_columns import FIELDS, read_columns
from events.models import ExportTemplate
from tests.factories import make_business, make_published_product
from tests.personal_data.people import make_marked_maker


def test_the_four_templates_are_there_and_can_be_read(db):
    templates = ExportTemplate.objects.in_bulk(field_name="slug")

    assert set(templates) == {"e-bakul", "e-katalog", "padi", "siinas"}
    for template in templates.values():
        template.full_clean()
        assert len(read_columns(template.columns)) >= 12


def test_a_template_names_headings_fields_texts_and_what_must_be_filled():
    columns = read_columns('Nama* = nama_karya\n\n  Asal = "Indonesia"  \nHarga (Rp) = harga')

    assert [(one.heading, one.is_required, one.field, one.text) for one in columns] == [
        ("Nama", True, "nama_karya", ""),
        ("Asal", False, "", "Indonesia"),
        ("Harga (Rp)", False, "harga", ""),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Tulis paling sedikit satu kolom."),
        ("Nama", "Baris 1: tulis"),
        ("Nama =", "Baris 1: tulis"),
        ("= nama_karya", "Baris 1: tulis"),
        ("NIK = nik", "isian «nik» tidak dikenal"),
        ("Nama = nama_karya\nnama = kode_karya", "Judul ini ada dua kali: nama."),
        ("N" * 90 + " = harga", "judulnya terlalu panjang"),
        ("\n".join(f"K{number} = harga" for number in range(61)), "Paling banyak 60 kolom."),
    ],
)
def test_a_template_that_cannot_be_read_says_why(text, words):
    with pytest.raises(ValidationError) as refusal:
        read_columns(text)

    assert words in " ".join(refusal.value.messages)


def test_the_admin_refuses_a_column_that_nobody_knows(db, as_user, admin):
    template = ExportTemplate.objects.get(slug="padi")
    address = reverse("admin:events_exporttemplate_change", args=[template.pk])
    answers = {"target": "padi", "name": "PaDi", "slug": "padi", "is_active": "on"}

    page = as_user(admin).post(address, {**answers, "columns": "NIK = nik"}).content.decode()

    template.refresh_from_db()
    assert "tidak dikenal" in page
    assert template.name == "PaDi UMKM"


def test_cells_keep_their_kind_and_what_is_missing_is_named_before_the_export(db, dewi, as_user):
    business = make_business(business_id="1234567890123")
    BusinessYear.objects.create(business=business, year=2025, workers_male=2, workers_female=3)
    whole = make_published_product(business, name="Vas", stock=4, weight_g=900, unit="buah")
    bare = make_published_product(name="Tampah")
    template = ExportTemplate.objects.create(
        name="Coba", slug="coba",
        columns='Nama* = nama_karya\nBerat* = berat_gram\nHarga = harga\nNIB* = nib\n'
        'Laki-laki = pekerja_laki_laki\nSampai = berlaku_sampai\nAsal = "=1+1"',
    )  # fmt: skip
    client = as_user(dewi)

    preview = client.get(reverse("events:export_preview", args=["coba"])).context["preview"]
    answer = client.get(reverse("events:export_file", args=[template.slug]), {"utuh": "ya"})
    page = load_workbook(io.BytesIO(answer.content))["Coba"]

    assert preview.missing == [(bare, ["Berat", "NIB"])]
    assert [cell.value for cell in page[1]] == [
        "Nama", "Berat", "Harga", "NIB", "Laki-laki", "Sampai", "Asal",
    ]  # fmt: skip
    assert page.max_row == 2
    row = page[2]
    assert [cell.value for cell in row[:5]] == ["Vas", 900, 175_000, "1234567890123", 2]
    assert row[5].is_date
    assert (row[6].value, row[6].data_type) == ("=1+1", "s")
    assert whole.name == "Vas"


def test_every_field_can_be_read_of_a_work_and_none_tells_a_number_of_a_person(
    dewi, settings, tmp_path
):
    settings.TOMBSTONES_FILE = str(tmp_path / "tombstones.jsonl")
    make_marked_maker(by=dewi)
    template = ExportTemplate(
        name="Semua", columns="\n".join(f"{name} = {name}" for name in FIELDS)
    )

    sheet = market_export.sheet(template, market_export.works(), whole_only=False)
    cells = " ".join(str(cell) for row in sheet.rows for cell in row)

    assert not re.search(r"3522205003759001|81299955501|08129", cells)
    assert not {"nik", "npwp", "telepon", "ponsel"} & set(FIELDS)


def test_the_works_are_chosen_by_craft_and_grade(db, dewi, as_user):
    make_published_product(name="Vas")
    second = make_published_product(name="Tampah", grade="B")
    address = reverse("events:export_preview", args=["e-bakul"])

    preview = as_user(dewi).get(address, {"kelas": "B"}).context["preview"]
    nothing = as_user(dewi).get(address, {"kerajinan": "tidak-ada"})

    assert (preview.count, preview.rows[0][0]) == (1, second.name)
    assert "Tidak ada karya seperti itu di katalog" in nothing.content.decode()


def test_the_sheet_asks_the_same_number_of_queries_for_many_works(
    db, django_assert_max_num_queries
):
    for number in range(5):
        make_published_product(name=f"Vas {number}")
    template = ExportTemplate.objects.get(slug="siinas")

    with django_assert_max_num_queries(4):
        rows = list(market_export.sheet(template, market_export.works(), whole_only=False).rows)

    assert len(rows) == 5
