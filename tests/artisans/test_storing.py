"""Staging and storing: all or nothing, repeatable, and no NIK in clear text."""

import csv
import io
import json
import re
import uuid
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from artisans.imports.batch_check import check_batch
from artisans.imports.copying import copy_rows, maker
from artisans.imports.grouping import is_still_grouped
from artisans.imports.reporting import harmless, write_report
from artisans.imports.staging import (
    create_batch,
    earlier_commit,
    index_of,
    read_stored_file,
)
from artisans.imports.storing import store_batch
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    ImportBatch,
    ImportGrouping,
    ImportRow,
    ReadinessAssessment,
    Tombstone,
)
from tests.artisans.samples import (
    ALL_ROWS,
    SHARED_DATA,
    SON,
    SULASTRI,
    SULASTRI_AGAIN,
    TODAY,
    registry_book,
    workbook,
)

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
NIK = "3522205003759001"


@pytest.fixture(autouse=True)
def _reference(db, settings, tmp_path):
    """The council's places, and a private place for files."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


def stage(content, name="daftar.xlsx", by=None):
    batch = create_batch(content, name, by=by, at=NOW)
    check_batch(batch, content, today=TODAY)
    return batch


def run(content, name="daftar.xlsx", by=None):
    return store_batch(stage(content, name, by=by), by=by, at=NOW, today=TODAY)


def outcomes(batch):
    return [row.outcome for row in batch.rows.order_by("pk") if row.kind == "data"]


def test_a_check_stages_every_row_and_stores_nothing():
    batch = stage(registry_book())

    assert batch.state == ImportBatch.State.CHECKED
    assert batch.counts["rows"] == 16
    assert batch.counts["data"] == 5
    assert outcomes(batch) == ["create", "duplicate", "create", "create", "create"]
    assert (Artisan.objects.count(), Business.objects.count()) == (0, 0)


def test_storing_writes_owners_businesses_figures_and_readiness():
    batch = run(registry_book())

    assert batch.state == ImportBatch.State.COMMITTED
    assert (Artisan.objects.count(), Business.objects.count()) == (3, 4)
    business = Business.objects.select_related("owner").get(name="Jati Lestari")
    assert business.owner.name == "Sulastri Ningsih"
    assert business.owner.read_national_id() == NIK
    assert business.owner.phone == "+6281299900101"
    assert business.village_id == "35.22.20.2001"
    assert business.craft_id == "KYU"
    assert business.source_as_of == date(2025, 12, 31)
    assert not business.is_public
    assert business.size_class == "micro"
    year = business.years.get()
    assert (year.year, year.turnover_idr, year.capital_idr) == (2025, 48_000_000, 5_000_000)
    assert business.assessments.get().level == ReadinessAssessment.Level.READY
    assert {b.name for b in business.owner.businesses.all()} == {"Jati Lestari", "Toko Barokah"}


def test_a_monthly_turnover_is_stored_for_the_year():
    run(registry_book())

    year = BusinessYear.objects.get(business__name="Anyaman Pak Kartono")

    assert year.turnover_idr == 6_000_000


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Artisan, Business, BusinessYear, ReadinessAssessment)
    }


def test_the_same_file_again_changes_nothing():
    content = registry_book()
    run(content)
    before = everything()

    again = run(content)

    assert outcomes(again) == ["same", "duplicate", "same", "same", "same"]
    assert everything() == before
    first = ImportBatch.objects.earliest("pk")
    assert earlier_commit(again) == first


def test_the_same_list_in_another_file_changes_nothing_though_no_row_is_remembered():
    run(registry_book())
    ImportRow.objects.update(fingerprint=None)
    before = everything()

    again = run(registry_book(*reversed(ALL_ROWS)))

    assert set(outcomes(again)) == {"same", "duplicate"}
    assert everything() == before


def test_a_later_list_fills_blanks_and_overwrites_nothing():
    run(registry_book())
    later = [*SULASTRI]
    later[10], later[11], later[12] = "0812 9990 0177", "9.000.000", "60 jt"
    Business.objects.filter(name="Jati Lestari").update(address="Jl. Baru 5", founded_in=None)

    batch = run(registry_book(later))

    business = Business.objects.get(name="Jati Lestari")
    assert outcomes(batch) == ["update"]
    assert business.address == "Jl. Baru 5"
    assert business.owner.phone == "+6281299900101"
    assert business.owner.other_phones == "+6281299900177"
    assert business.years.get().turnover_idr == 48_000_000


def test_no_national_number_stands_in_clear_text_anywhere():
    note = [*SULASTRI[:6], f"NIK {NIK}", *SULASTRI[7:]]
    batch = run(registry_book(note))

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{NIK}%"])  # noqa: S608
            assert cursor.fetchone() == (0,), table
    report = io.StringIO()
    write_report(batch, report)
    assert NIK not in report.getvalue()


def test_a_number_of_another_person_is_kept_only_once():
    other = [9, "Kartini", NIK, "P", "", "Batik Kartini", "Batik", "", "Jono", "Temayang"]

    run(registry_book(SULASTRI, other))

    assert Artisan.objects.filter(national_id_index__isnull=False).count() == 1
    row = ImportRow.objects.get(values__owner_name="Kartini")
    assert "nik_shared" in row.problems


def test_one_nib_serves_one_business_only():
    rows = [
        ["Nama Pemilik", "Nama Usaha", "NIB", "Desa", "Kecamatan", "Jenis Usaha"],
        ["Sri", "Batik Sri", "9999123456789", "Jono", "Temayang", "Batik"],
        ["Wati", "Warung Wati", "9999123456789", "Malo", "Malo", "Kuliner"],
    ]

    run(workbook({"A": rows}))

    assert list(Business.objects.order_by("pk").values_list("business_id", flat=True)) == [
        "9999123456789", "",
    ]  # fmt: skip
    assert "nib_shared" in ImportRow.objects.get(values__owner_name="Wati").problems


def test_an_import_writes_history_with_its_author_and_reason(dewi):
    run(registry_book(), by=dewi)

    event = Business.objects.get(name="Jati Lestari").events.select_related("pgh_context").get()

    assert event.pgh_label == "insert"
    assert event.products_text == "Souvenir Kayu"
    assert event.pgh_context.metadata["user"] == dewi.pk
    assert event.pgh_context.metadata["reason"].startswith("impor")
    assert Artisan.objects.first().events.count() == 1


def test_a_failure_half_way_leaves_nothing(monkeypatch):
    batch = stage(registry_book())
    monkeypatch.setattr(
        "artisans.imports.storing._update_rows", lambda rows: (_ for _ in ()).throw(RuntimeError)
    )

    with pytest.raises(RuntimeError):
        store_batch(batch, by=None, at=NOW, today=TODAY)

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert (Artisan.objects.count(), Business.objects.count()) == (0, 0)


def test_a_stored_batch_is_not_stored_twice_and_an_unchecked_one_not_at_all():
    batch = run(registry_book())

    assert store_batch(batch, by=None, at=NOW, today=TODAY).committed_at == batch.committed_at
    unchecked = create_batch(b"x", "x.csv", by=None, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        store_batch(unchecked, by=None, at=NOW, today=TODAY)
    assert refusal.value.code == "not_checked"


def test_two_checked_batches_of_one_list_bring_each_business_once():
    one, other = stage(registry_book()), stage(registry_book(*reversed(ALL_ROWS)))

    store_batch(one, by=None, at=NOW, today=TODAY)
    other = store_batch(other, by=None, at=NOW, today=TODAY)

    assert Business.objects.count() == 4
    assert set(outcomes(other)) == {"same", "duplicate"}


def test_a_refused_file_leaves_a_reason_and_no_content(settings):
    batch = create_batch(b"<html>", "daftar.xlsx", by=None, at=NOW)

    assert check_batch(batch, b"<html>", today=TODAY) is None

    assert batch.state == ImportBatch.State.REFUSED
    assert "halaman web" in batch.message
    assert batch.rows.count() == 0
    with pytest.raises(FileNotFoundError):
        read_stored_file(batch)


def test_only_named_columns_of_a_list_are_ever_written():
    rows = [
        ["Nama Pemilik", "Nama Usaha", "Desa", "Kecamatan", "is_public", "state", "owner_id", "pk"],
        ["Sri", "Batik Sri", "Jono", "Temayang", "1", "merged", "1", "1"],
    ]

    run(workbook({"A": rows}))

    business = Business.objects.get()
    assert (business.is_public, business.state) == (False, "active")


def test_a_list_without_owners_brings_businesses_that_are_found_again():
    rows = [["Nama Usaha", "Jenis Usaha", "No HP"], ["Batik Sri", "Batik", "081299900101"]]
    run(workbook({"A": rows}))
    ImportRow.objects.update(fingerprint=None)

    again = run(workbook({"A": [*rows, ["Ukir Jati", "Ukir", "081299900102"]]}))

    assert outcomes(again) == ["same", "create"]
    assert Business.objects.count() == 2


def test_the_report_has_a_line_for_each_row():
    batch = run(registry_book())
    report = io.StringIO()

    write_report(batch, report)

    lines = list(csv.DictReader(report.getvalue().splitlines()))
    assert [line["row"] for line in lines if line["sheet"] == "Data"] == [
        str(n) for n in range(1, 15)
    ]
    assert lines[5]["outcome"] == "created"
    assert lines[5]["phone"] == "+6281299900101"
    assert lines[5]["birth_date"] == "1975-03-10"
    assert lines[5]["business_id"] == lines[6]["business_id"]
    assert lines[9]["problems"].split() == [
        "birth_missing", "phone_missing", "village_ambiguous", "turnover_monthly",
    ] or set(lines[9]["problems"].split()) >= {"village_ambiguous"}  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "\t=1", "+cmd|' /C calc'!A0", "＝1"])
def test_no_cell_of_the_report_is_a_formula(text):
    assert harmless(text) == "'" + text


def test_phones_of_the_report_stay_as_they_are():
    assert harmless("+6281299900101;+6281299900102") == "+6281299900101;+6281299900102"


def test_the_command_checks_without_storing_and_stores_when_asked(tmp_path, capsys):
    file, report = tmp_path / "daftar.xlsx", tmp_path / "hasil.csv"
    file.write_bytes(registry_book())

    call_command("import_registry", file, report=report)
    assert Business.objects.count() == 0
    assert ImportBatch.objects.count() == 0
    assert report.read_text().count("\n") == 17

    call_command("import_registry", file, commit=True)
    assert Business.objects.count() == 4
    shown = capsys.readouterr().out
    assert "Nama Pemilik" in shown
    assert "4  usaha baru" in shown


def test_the_command_says_why_a_file_is_no_registry(tmp_path):
    file = tmp_path / "harga.csv"
    file.write_text("Nama UMKM;Nama Produk;Harga\nJati;Asbak;Rp12.000\n")

    with pytest.raises(CommandError, match="daftar produk dan harga"):
        call_command("import_registry", file, commit=True)

    assert ImportBatch.objects.count() == 0


SAMPLE = SHARED_DATA / "8_registry_sample"
LISTS = SHARED_DATA / "2_umkm"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the office's sample list is not here")
def test_the_sample_list_is_understood(capsys):
    call_command("score_import", SAMPLE / "registri.xlsx", SAMPLE / "truth.csv")

    scores = {
        line[:32].strip(): float(line.split()[-1]) for line in capsys.readouterr().out.splitlines()
    }
    assert scores["rows accounted for"] == 1
    assert scores["same business: precision"] >= 0.99
    assert scores["same business: recall"] >= 0.99
    assert min(scores[name] for name in ("village_code", "phone_e164", "birth_date")) >= 0.99
    assert min(scores[name] for name in ("turnover_idr", "capital_idr", "craft_code")) >= 0.99


@pytest.mark.skipif(not SAMPLE.exists(), reason="the office's sample list is not here")
def test_the_sample_list_twice_changes_nothing():
    content = (SAMPLE / "registri.xlsx").read_bytes()
    run(content)
    ImportRow.objects.update(fingerprint=None)
    before = everything()

    again = run(content)

    assert everything() == before
    assert set(outcomes(again)) == {"same", "duplicate"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, ' ') FROM artisans_importrow r")
        assert not re.search(r"(?<![0-9a-f])35\d{14}(?![0-9a-f])", cursor.fetchone()[0])


@pytest.mark.skipif(not LISTS.exists(), reason="the published lists are not here")
@pytest.mark.parametrize(
    "name",
    [
        "cikancung_umkm.json",
        "jateng_kerajinan_markers.csv",
        "probolinggo_ikm.csv",
        "solo_umkm_2023_first300.csv",
    ],
)
def test_published_lists_of_other_regions_come_in_and_come_in_once(name):
    content = (LISTS / name).read_bytes()
    batch = run(content, name)
    before = everything()

    again = run(content, name)

    assert batch.counts["data"] == len(outcomes(again)) > 15
    assert everything() == before


@pytest.mark.skipif(not LISTS.exists(), reason="the published lists are not here")
def test_a_published_price_list_is_refused():
    batch = stage((LISTS / "cikancung_produk.json").read_bytes(), "cikancung_produk.json")

    assert batch.state == ImportBatch.State.REFUSED
    assert "bukan daftar usaha" in batch.message


@pytest.mark.skipif(not LISTS.exists(), reason="the published lists are not here")
def test_a_published_list_of_names_alone_is_refused():
    batch = stage((LISTS / "jepara_umkm.csv").read_bytes(), "jepara_umkm.csv")

    assert batch.state == ImportBatch.State.REFUSED
    assert "hanya berisi nama usaha" in batch.message


HOSTILE = [
    "'; DROP TABLE artisans_business; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }}",
    "../../etc/passwd",
    "\x00\x01\x02",
    "\ud800 surrogate",
    "Ｂａｔｉｋ　Ｊａｙａ",
    "المشروع",
    "🏺" * 200,
    "%s %n %x",
    "\\N\t\\.\n\\",
    "NaN",
    "1e999",
    "9" * 4000,
    "a" * 5000,
]


def test_no_text_whatever_breaks_an_import_and_each_is_stored_as_text():
    fields = [
        "nama pemilik",
        "nama usaha",
        "nik",
        "no hp",
        "tgl lahir",
        "desa",
        "kecamatan",
        "alamat",
        "jenis usaha",
        "produk",
        "modal",
        "omzet",
        "status",
        "sumber",
        "nib",
    ]
    rows = [
        {**dict.fromkeys(fields, "x"), "nama pemilik": f"Orang {n}", "nama usaha": f"Usaha Ke {n}"}
        | {field: text}
        for n, (field, text) in enumerate(product(fields, HOSTILE))
    ]

    batch = run(json.dumps(rows).encode(), "daftar.json")

    assert batch.state == ImportBatch.State.COMMITTED
    assert batch.counts["data"] >= len(rows) * 0.95
    assert Business.objects.filter(name="<script>alert(1)</script>").exists()
    report = io.StringIO()
    write_report(batch, report)
    lines = list(csv.reader(report.getvalue().splitlines()))
    assert not any(cell.startswith(("=", "@", "\t")) for line in lines for cell in line)


LISTS_OF_STRINGS = SHARED_DATA / "6_hostile_text"


@pytest.mark.skipif(not LISTS_OF_STRINGS.exists(), reason="the hostile strings are not here")
def test_published_hostile_strings_break_no_import():
    strings = (LISTS_OF_STRINGS / "blns.txt").read_text().splitlines()
    rows = [
        {"nama pemilik": text or "x", "nama usaha": text or "x", "no hp": text, "desa": text}
        for text in strings
    ]

    batch = run(json.dumps(rows).encode(), "daftar.json")

    assert batch.state == ImportBatch.State.COMMITTED


def test_npwp_is_kept_at_the_person_or_at_the_business_and_nowhere_in_clear():
    header = ["Nama Pemilik", "NIK", "NPWP", "Nama Usaha", "Desa", "Kecamatan"]
    rows = [
        ["Sulastri Ningsih", NIK, NIK, "Jati Lestari", "Batokan", "Kasiman"],
        ["Hendra Wijaya", "3522201507999002", "01.234.567.8-901.000", "CV Jati Muda", "Batokan",
         "Kasiman"],
        ["Kartono", "3522200101609003", "12345", "Anyaman Kartono", "Batokan", "Kasiman"],
    ]  # fmt: skip

    run(workbook({"Data": [header, *rows]}))

    kept = {
        business.name: (business.owner.read_tax_id(), business.read_tax_id())
        for business in Business.objects.select_related("owner")
    }
    assert kept == {
        "Jati Lestari": (NIK, ""),
        "CV Jati Muda": ("", "012345678901000"),
        "Anyaman Kartono": ("", ""),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row::text, '') FROM artisans_importrow row")
        assert "12345678901000" not in re.sub(r"[.-]", "", cursor.fetchone()[0])


def test_a_list_does_not_bring_back_somebody_whose_data_was_erased():
    Tombstone.objects.create(subject=uuid.uuid4(), national_id_index=index_of(NIK), erased_at=NOW)

    batch = stage(registry_book(SULASTRI, SON))
    store_batch(batch, by=None, at=NOW, today=TODAY)

    assert outcomes(batch) == ["problem", "create"]
    assert batch.rows.get(outcome="problem").problems == ["erased_person"]
    assert [artisan.name for artisan in Artisan.objects.all()] == ["Hendra Sulastri"]


def test_a_commit_takes_over_the_groups_of_the_check_only_while_nothing_has_changed():
    first, other = stage(registry_book(SULASTRI)), stage(registry_book(SULASTRI_AGAIN, SON))
    rows = list(other.rows.order_by("pk"))
    assert is_still_grouped(other, rows)

    rows[0].mended_at = NOW
    assert not is_still_grouped(other, rows)
    store_batch(first, by=None, at=NOW, today=TODAY)
    assert not is_still_grouped(other, list(other.rows.order_by("pk")))


def test_a_change_of_one_business_is_a_change_of_the_registry():
    run(registry_book(SULASTRI))
    batch = stage(registry_book(SON))
    assert is_still_grouped(batch, list(batch.rows.all()))

    Artisan.objects.update(phone="+6281299900999")

    assert not is_still_grouped(batch, list(batch.rows.all()))


def test_a_stored_list_is_the_same_whether_its_groups_are_taken_over_or_found_anew():
    def stored(batch):
        store_batch(batch, by=None, at=NOW, today=TODAY)
        return everything_named()

    taken_over = stored(stage(registry_book()))
    ImportRow.objects.all().delete()
    for model in (BusinessYear, ReadinessAssessment, Business, Artisan):
        model.objects.all().delete()
    batch = stage(registry_book())
    ImportGrouping.objects.all().delete()

    assert stored(batch) == taken_over


def everything_named():
    """What an import made, without keys and moments."""
    return sorted(
        (b.name, b.owner.name, b.owner.phone, b.owner.other_phones, b.village_id, b.craft_id)
        for b in Business.objects.select_related("owner")
    )


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "\\N", "\\", "\\.", "a\r\nb", "", "é \\t"])
def test_any_text_is_copied_as_it_is(text):
    make = maker(ImportRow)
    batch = create_batch(b"x", "x.csv", by=None, at=NOW)
    row = make(batch_id=batch.pk, sheet=text, row=1, outcome="skipped", values={"t": text})

    copy_rows([row])

    kept = ImportRow.objects.get()
    assert (kept.pk, kept.sheet, kept.values, kept.problems) == (row.pk, text, {"t": text}, [])
    assert kept.national_id_cipher is None
    # The worker knows a lost database by Django's errors, and begins anew.
    with pytest.raises(IntegrityError):
        copy_rows([row])
