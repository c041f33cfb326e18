"""The wizard's steps: guidance, differences, possible twins, mending, storing once, and undoing."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from artisans.facts import note_sources
from artisans.imports import wizard
from artisans.imports.at_work import at_work
from artisans.imports.staging import record_of
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    FactSource,
    ImportBatch,
    ImportConflict,
    ImportProfile,
    MentoringPlan,
    ReadinessAssessment,
)
from artisans.tasks import check_import, store_import, undo_import, watch_import
from tests.artisans.samples import (
    ALL_ROWS,
    NOWHERE,
    SON,
    SULASTRI,
    registry_book,
    registry_rows,
    workbook,
)

NIK = "3522205003759001"


@pytest.fixture(autouse=True)
def _reference(db, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


@pytest.fixture
def client(as_user, dewi):
    return as_user(dewi)


def now():
    return timezone.now()


def check(batch):
    check_import.call(batch.pk)
    batch.refresh_from_db()
    return batch


def staged(dewi, content, name="Daftar.xlsx"):
    return check(wizard.hand_over(content, name, by=dewi, at=now()))


def stored(dewi, content, name="Daftar.xlsx"):
    return store(dewi, staged(dewi, content, name))


def store(dewi, batch):
    wizard.approve_sample(batch, by=dewi, at=now())
    wizard.confirm(batch, by=dewi, at=now())
    store_import.call(batch.pk, dewi.pk)
    batch.refresh_from_db()
    return batch


def undo(dewi, batch):
    wizard.start_undo(batch, by=dewi, at=now())
    undo_import.call(batch.pk, dewi.pk)
    batch.refresh_from_db()
    return batch


def address(name, *keys):
    return reverse(f"artisans:{name}", args=keys)


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Artisan, Business, BusinessYear, ReadinessAssessment, FactSource)
    }


CHANGED = [*SULASTRI]
CHANGED[5], CHANGED[7], CHANGED[10], CHANGED[12] = (
    "Jati Lestari", "Jalan Baru RT 09/RW 08", "0812-9990-0177", "60 jt",
)  # fmt: skip


# Sheets and columns


def test_a_sheet_is_left_out_and_a_heading_named_and_the_file_checked_anew(client, dewi):
    rows = [["Nama Pemilik", "Nama Usaha", "Desa", "Kecamatan"], ["Sri", "Batik Sri", "Jono", ""]]
    unread = [["a", "b"], ["x1", "x2"], ["Bu Wati", "Warung Wati"]]
    batch = staged(dewi, workbook({"A": rows, "B": rows, "C": unread}))
    page = client.get(address("import_sheets", batch.pk)).content.decode()
    assert "Langkah 1 dari 7" in page
    assert "Judul kolom tidak ditemukan" in page

    sent = {"l0-is_used": "on", "l0-header_row": "1", "l2-is_used": "on", "l2-header_row": "2"}
    response = client.post(address("import_sheets", batch.pk), sent)

    assert response.url == address("import_columns", batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKING
    assert batch.guidance == {"B": {"is_used": False}, "C": {"is_used": True, "header_row": 2}}
    check(batch)
    assert [s["skipped"] for s in batch.mapping["sheets"]] == [
        "", "sheet_left_out", "no_name_column",
    ]  # fmt: skip
    columns = client.post(
        address("import_columns", batch.pk),
        {
            "k0-0": "owner_name", "k0-1": "business_name", "k0-2": "village", "k0-3": "district",
            "k1-0": "owner_name", "k1-1": "business_name",
        },
    )  # fmt: skip
    assert columns.url == address("import_detail", batch.pk)
    check(batch)
    assert {row.values["owner_name"] for row in batch.rows.filter(kind="data")} >= {"Bu Wati"}


def test_two_columns_for_one_field_or_none_for_a_name_are_refused_in_words(client, dewi):
    batch = staged(
        dewi, workbook({"A": [["Nama", "Nama Usaha", "Desa"], ["Sri", "Batik", "Jono"]]})
    )
    page = address("import_columns", batch.pk)

    twice = client.post(page, {"k0-0": "village", "k0-1": "owner_name", "k0-2": "village"})
    nameless = client.post(page, {"k0-0": "", "k0-1": "", "k0-2": "village"})

    assert twice.status_code == nameless.status_code == 422
    assert "sudah dipilih untuk kolom “Nama”" in twice.content.decode()
    assert "Tanpa nama, baris tidak" in nameless.content.decode()
    batch.refresh_from_db()
    assert batch.guidance == {}


def test_a_profile_is_kept_and_offered_for_a_list_with_the_same_headings(client, dewi):
    rows = [["Nama Pemilik", "Usaha X", "Desa"], ["Sri", "Batik Sri", "Jono"]]
    first = staged(dewi, workbook({"A": rows}))
    meaning = {"k0-0": "owner_name", "k0-1": "business_name", "k0-2": "village"}
    client.post(address("import_columns", first.pk), {**meaning, "profile": "Data Dinas 2026"})
    profile = ImportProfile.objects.get()
    other = staged(dewi, workbook({"B": [*rows, ["Wati", "Warung", "Jono"]]}))

    page = client.get(address("import_columns", other.pk)).content.decode()
    assert "Pakai profil ini" in page
    client.post(address("use_import_profile", other.pk, profile.pk))
    check(other)

    assert [c["field"] for c in other.mapping["sheets"][0]["columns"]] == [
        "owner_name", "business_name", "village",
    ]  # fmt: skip
    assert "Kolom dibaca sama" in client.get(address("import_columns", other.pk)).content.decode()


# Differences


def test_a_list_overwrites_only_what_people_chose(client, dewi):
    stored(dewi, registry_book(SULASTRI))
    batch = staged(dewi, registry_book(CHANGED))
    fields = dict(batch.conflicts.values_list("field", "pk"))
    assert set(fields) == {"address", "phone", "turnover"}
    page = client.get(address("import_conflicts", batch.pk)).content.decode()
    assert "1 baris: nomor telepon berubah" in page

    rule = {"field": "phone", "choice": "new"}
    client.post(address("rule_import_conflicts", batch.pk), rule)
    one = address("import_conflict", batch.pk, fields["address"])
    assert "Jalan Baru" in client.get(one).content.decode()
    client.post(one, {"choice": "keep"})
    store(dewi, batch)

    business = Business.objects.select_related("owner").get()
    assert business.owner.phone == "+6281299900177"
    assert business.owner.other_phones == "+6281299900101"
    assert business.address == "Dsn. Krajan RT 01/RW 02"
    assert business.years.get().turnover_idr == 48_000_000
    assert batch.conflicts.get(field="phone").is_stored
    report = client.get(address("import_detail", batch.pk)).content.decode()
    assert "1 usaha yang sudah ada dilengkapi atau diubah" in report


def test_a_third_text_is_written_where_neither_is_right(client, dewi):
    stored(dewi, registry_book(SULASTRI))
    batch = staged(dewi, registry_book(CHANGED))
    fields = dict(batch.conflicts.values_list("field", "pk"))
    one = address("import_conflict", batch.pk, fields["address"])
    turnover = address("import_conflict", batch.pk, fields["turnover"])
    assert "Tulis sendiri" in client.get(one).content.decode()
    assert "Tulis sendiri" not in client.get(turnover).content.decode()

    assert client.post(one, {"choice": "own", "own": " "}).status_code == 422
    assert client.post(one, {"choice": "own", "own": "x" * 256}).status_code == 422
    assert client.post(turnover, {"choice": "own", "own": "1"}).status_code == 422
    client.post(one, {"choice": "own", "own": "Jalan Lama, Krajan"})
    for field in ("address", "phone"):
        wizard.decide_rule(batch, field, "keep", by=dewi, at=now())
    assert "Jalan Lama, Krajan" in client.get(one).content.decode()
    batch = check(after_a_failure(batch, dewi))
    store(dewi, batch)

    assert Business.objects.get().address == "Jalan Lama, Krajan"
    assert batch.conflicts.get(field="address").is_stored


def after_a_failure(batch, by):
    """The batch after its check has failed for once, and somebody pressed the button."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.FAILED)
    wizard.try_again(batch, by=by, at=now())
    batch.refresh_from_db()
    return batch


def test_the_summary_counts_what_the_report_will(dewi):
    stored(dewi, registry_book())
    Business.objects.filter(name="Jati Muda").update(address="")
    Artisan.objects.filter(name__startswith="Sulastri").update(gender="")
    kept = Business.objects.get(name="Anyaman Pak Kartono")
    Business.objects.filter(pk=kept.pk).update(address="")
    kind = FactSource.Kind.MAKER
    note_sources(kept, ["address"], kind=kind, as_of=now().date(), by=None, at=now())

    batch = staged(dewi, registry_book())

    # Sulastri and her son are filled up; what Kartono left blank stays blank.
    assert batch.counts["outcomes"] == {"update": 2, "same": 2, "duplicate": 1, "skipped": 11}
    before = batch.counts["outcomes"]
    assert store(dewi, batch).counts["outcomes"] == before


def test_a_choice_counts_as_a_change_until_it_is_taken_back(dewi):
    stored(dewi, registry_book(SULASTRI))
    moved = [*SULASTRI]
    moved[7] = "Jalan Baru 9"
    batch = staged(dewi, registry_book(SULASTRI, moved))
    conflict = batch.conflicts.get()

    counts = []
    for choice in ("new", "keep"):
        wizard.decide_conflict(conflict, choice, by=dewi, at=now())
        batch.refresh_from_db()
        counts.append(batch.counts["outcomes"].get("update", 0))

    assert counts == [1, 0]


def test_a_makers_own_word_stays_under_every_rule_and_is_shown_as_locked(client, dewi):
    stored(dewi, registry_book(SULASTRI))
    business = Business.objects.select_related("owner").get()
    kind = FactSource.Kind.MAKER
    note_sources(business, ["address"], kind=kind, as_of=now().date(), by=None, at=now())
    batch = staged(dewi, registry_book(CHANGED))
    locked = batch.conflicts.get(field="address")

    for field in ("address", "phone"):
        wizard.decide_rule(batch, field, "new", by=dewi, at=now())
    with pytest.raises(ValidationError) as refusal:
        wizard.decide_conflict(locked, "new", by=dewi, at=now())
    assert refusal.value.code == "locked"
    page = client.get(address("import_conflict", batch.pk, locked.pk)).content.decode()
    assert "Terkunci: diisi sendiri oleh perajin" in page
    # Between the decision and the commit she writes her number, too.
    note_sources(business.owner, ["phone"], kind=kind, as_of=now().date(), by=None, at=now())
    store(dewi, batch)

    business.refresh_from_db()
    assert business.address == "Dsn. Krajan RT 01/RW 02"
    assert Artisan.objects.get().phone == "+6281299900101"


def test_a_blank_that_the_maker_left_on_purpose_is_not_filled(dewi):
    stored(dewi, registry_book(SULASTRI))
    business = Business.objects.get()
    Business.objects.update(address="")
    kind = FactSource.Kind.MAKER
    note_sources(business, ["address"], kind=kind, as_of=now().date(), by=None, at=now())

    stored(dewi, registry_book(CHANGED))

    assert Business.objects.get().address == ""


def test_two_rows_of_one_business_may_differ_and_the_second_may_be_chosen(dewi):
    again = [*SULASTRI]
    again[7], again[12] = "Dsn. Krajan RT 01/RW 02", "55 jt"
    batch = staged(dewi, registry_book(SULASTRI, again))
    conflict = batch.conflicts.get()
    assert (conflict.field, conflict.old, conflict.new) == ("turnover", "48000000", "55000000")
    assert conflict.first_row.row + 1 == conflict.row.row

    wizard.decide_conflict(conflict, "new", by=dewi, at=now())
    store(dewi, batch)

    assert BusinessYear.objects.get().turnover_idr == 55_000_000


def test_choices_and_mended_rows_outlive_a_new_check(dewi):
    stored(dewi, registry_book(SULASTRI))
    batch = staged(dewi, registry_book(CHANGED, NOWHERE))
    wizard.decide_rule(batch, "phone", "new", by=dewi, at=now())
    row = batch.rows.get(values__owner_name="Kartono")
    wizard.mend(row, {"owner_name": "Kartono", "village": "Sukorejo", "district": "Malo"},
                by=dewi, at=now(), today=now().date())  # fmt: skip

    wizard.guide(batch, lambda said: {"Catatan": {"is_used": False}}, at=now())
    check(batch)

    assert batch.conflicts.get(field="phone").choice == ImportConflict.Choice.NEW
    assert batch.conflicts.get(field="phone").decided_by == dewi
    again = batch.rows.get(values__owner_name="Kartono")
    assert again.mended_by == dewi
    assert again.values["village_code"].startswith("35.22")


# Possible twins

NAMESAKES = [
    ["Nama Pemilik", "Nama Usaha", "Jenis Usaha", "Desa", "Kecamatan", "No HP"],
    ["Siti Aminah", "", "Batik", "Jono", "Temayang", "081299900901"],
    ["Siti Aminah", "", "Batik", "Jono", "Temayang", ""],
]


def test_a_doubtful_pair_is_asked_about_and_joined_only_when_people_say_so(client, dewi):
    batch = staged(dewi, workbook({"A": NAMESAKES}))
    match = batch.matches.get()
    assert batch.counts["outcomes"] == {"create": 2, "skipped": 1}
    page = address("import_match", batch.pk, match.pk)
    assert "Apakah ini usaha yang sama?" in client.get(page).content.decode()

    client.post(page, {"choice": "same"})
    batch.refresh_from_db()
    assert batch.counts["outcomes"] == {"create": 1, "duplicate": 1, "skipped": 1}
    client.post(page, {"choice": "other"})
    batch.refresh_from_db()
    assert batch.counts["outcomes"] == {"create": 2, "skipped": 1}
    client.post(page, {"choice": "same"})
    store(dewi, batch)

    assert Business.objects.count() == 1


def test_a_row_is_joined_with_a_business_of_the_registry(dewi):
    stored(dewi, workbook({"A": NAMESAKES[:2]}))
    batch = staged(dewi, workbook({"A": [NAMESAKES[0], NAMESAKES[2]]}))
    match = batch.matches.get()

    wizard.decide_match(match, "same", by=dewi, at=now(), today=now().date())
    store(dewi, batch)

    assert Business.objects.count() == 1
    assert [row.outcome for row in batch.rows.filter(kind="data")] == ["same"]


# Problems


def test_a_row_is_mended_in_a_form_that_keeps_what_was_typed(client, dewi):
    batch = staged(dewi, registry_book(NOWHERE))
    row = batch.rows.get(kind="data")
    page = address("mend_import_row", batch.pk, row.pk)
    form = client.get(page).content.decode()
    assert "Nama desa ada di beberapa kecamatan" in form
    assert "3522••••••••9003" in form
    assert "3522200101609003" not in form
    typed = {"owner_name": "Kartono", "business_name": "Anyaman", "village": "Sukorejo",
             "turnover": "500rb/bulan", "phone": "08x"}  # fmt: skip

    wrong = client.post(page, {**typed, "district": "Atlantis"})
    assert wrong.status_code == 422
    assert 'value="Atlantis"' in wrong.content.decode()
    assert "Nomor telepon tidak terbaca" in wrong.content.decode()
    right = client.post(page, {**typed, "district": "Malo", "phone": "0812 9990 0999"})

    assert right.url == address("import_problems", batch.pk)
    row.refresh_from_db()
    assert row.values["district_code"] == "35.22.15" or row.values["village_code"]
    assert record_of(row).national_id == "3522200101609003"
    assert row.values["phones"] == ["+6281299900999"]


def test_a_row_without_a_name_gets_one_and_is_stored(dewi):
    nameless = ["", "", "", "P", "", "", "Batik", "", "Jono", "Temayang", "0812 9990 0555"]
    batch = staged(dewi, registry_book(SULASTRI, nameless))
    row = batch.rows.get(outcome="problem")

    wizard.mend(row, {"owner_name": "Wagini", "village": "Jono", "district": "Temayang"},
                by=dewi, at=now(), today=now().date())  # fmt: skip
    store(dewi, batch)

    assert set(Artisan.objects.values_list("name", flat=True)) == {"Sulastri Ningsih", "Wagini"}


def as_csv(rows):
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(rows)
    return file.getvalue().encode()


HOSTILE = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(A1)", "🏺 {{ 7*7 }}"]


def bad_book(client, batch):
    response = client.get(address("import_bad_rows", batch.pk))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_bad_rows_go_out_as_texts_and_come_back_once(client, dewi):
    rows = [[*NOWHERE[:5], text, *NOWHERE[6:]] for text in HOSTILE]
    for number, row in enumerate(rows):
        row[1], row[2] = f"Kartono {'abcd'[number] * 4}", f"'352220010160900{number}"
    batch = staged(dewi, as_csv(registry_rows(SULASTRI, *rows)), "Daftar.csv")
    book = bad_book(client, batch)
    sheet = book["Daftar"]
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert [cell.value for cell in sheet[1]][-2:] == ["alasan", "baris asal"]
    assert [line[5].value for line in sheet.iter_rows(min_row=2)] == HOSTILE
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any("3522200101" in str(cell.value) for cell in cells)
    sheet["J2"], sheet["B2"] = "Malo", "Kartono Jaya"
    file = io.BytesIO()
    book.save(file)

    def send_back():
        sent = SimpleUploadedFile("baik.xlsx", file.getvalue())
        return client.post(address("return_bad_rows", batch.pk), {"file": sent}, follow=True)

    assert "1 baris diganti. 3 baris tidak berubah." in send_back().content.decode()
    row = batch.rows.get(values__owner_name="Kartono Jaya")
    assert record_of(row).national_id == "3522200101609000"
    before = list(batch.rows.order_by("pk").values())
    assert "0 baris diganti. 4 baris tidak berubah." in send_back().content.decode()
    assert list(batch.rows.order_by("pk").values()) == before


def test_a_workbook_with_other_columns_or_unknown_rows_is_told_apart(client, dewi):
    batch = staged(dewi, registry_book(NOWHERE))

    def send(rows):
        file = SimpleUploadedFile("baik.xlsx", workbook({"Data": rows}))
        return client.post(address("return_bad_rows", batch.pk), {"file": file}, follow=True)

    other = send([["Nama", "alasan"], ["Sri", ""]])
    assert other.status_code == 422
    assert "Kolom berkas ini tidak sama" in other.content.decode()
    headings = [cell.value or "" for cell in bad_book(client, batch)["Data"][1]]
    strange = send([headings, [*[""] * (len(headings) - 1), "Lain!9"]])
    assert "1 baris tidak dikenal dan dilewati: Lain!9" in strange.content.decode()


# Storing and undoing


def test_a_double_confirmation_stores_once_and_decides_nothing_afterwards(client, dewi):
    batch = staged(dewi, registry_book(SULASTRI))
    with pytest.raises(ValidationError) as early:
        wizard.confirm(batch, by=dewi, at=now())
    assert early.value.code == "sample_unseen"
    wizard.approve_sample(batch, by=dewi, at=now())
    wizard.confirm(batch, by=dewi, at=now())

    with pytest.raises(ValidationError) as second:
        wizard.confirm(batch, by=dewi, at=now())
    with pytest.raises(ValidationError):
        wizard.decide_rule(batch, "phone", "new", by=dewi, at=now())
    store_import.call(batch.pk, dewi.pk)
    store_import.call(batch.pk, dewi.pk)

    assert second.value.code == "not_checked"
    assert Business.objects.count() == 1
    assert client.get(address("import_confirm", batch.pk)).url == batch.get_absolute_url()


def test_an_undo_removes_what_was_made_and_puts_back_what_was_changed(client, dewi):
    stored(dewi, registry_book(SULASTRI))
    before = everything()
    batch = staged(dewi, registry_book(CHANGED, *ALL_ROWS[2:]))
    for field in ("phone", "address", "turnover"):
        wizard.decide_rule(batch, field, "new", by=dewi, at=now())
    store(dewi, batch)
    assert everything() != before
    assert "Batalkan impor ini?" in client.get(address("undo_import", batch.pk)).content.decode()

    undo(dewi, batch)

    assert everything() == before
    assert batch.state == ImportBatch.State.UNDONE
    page = client.get(address("import_detail", batch.pk)).content.decode()
    assert "Impor ini dibatalkan" in page
    assert "Batalkan impor ini" not in page
    again = stored(dewi, registry_book(CHANGED, *ALL_ROWS[2:]))
    assert again.counts["outcomes"]["create"] == 3


def test_an_undo_keeps_and_names_what_was_edited_or_used_since(client, dewi):
    stored(dewi, registry_book(SULASTRI))
    batch = staged(dewi, registry_book(CHANGED, SON, NOWHERE))
    wizard.decide_rule(batch, "address", "new", by=dewi, at=now())
    wizard.decide_rule(batch, "phone", "new", by=dewi, at=now())
    store(dewi, batch)
    Business.objects.filter(name="Jati Lestari").update(description="Diubah kemudian")
    MentoringPlan.objects.create(
        business=Business.objects.get(name="Jati Muda"), mentor=dewi, opened_on=now().date()
    )

    undo(dewi, batch)

    names = set(Business.objects.values_list("name", flat=True))
    assert names == {"Jati Lestari", "Jati Muda"}
    kept = Business.objects.get(name="Jati Lestari")
    assert kept.address == "Jalan Baru RT 09/RW 08"
    assert kept.owner.phone == "+6281299900101"
    page = client.get(address("import_detail", batch.pk)).content.decode()
    assert "sudah disunting setelah impor" in page
    assert "misalnya karya atau pendampingan" in page


def test_an_undo_is_possible_for_thirty_days(client, dewi):
    batch = stored(dewi, registry_book(SULASTRI))
    ImportBatch.objects.update(committed_at=now() - timedelta(days=30, minutes=1))

    response = client.post(address("undo_import", batch.pk), follow=True)

    assert "dalam 30 hari" in response.content.decode()
    assert Business.objects.count() == 1


def test_origins_are_noted_for_changed_fields_of_known_businesses_alone(dewi):
    stored(dewi, registry_book(SULASTRI))
    assert FactSource.objects.count() == 0
    batch = staged(dewi, registry_book(CHANGED, SON), "Kedua.xlsx")
    wizard.decide_rule(batch, "address", "new", by=dewi, at=now())

    store(dewi, batch)

    fact = FactSource.objects.get(field="address")
    assert (fact.kind, fact.source) == (FactSource.Kind.IMPORT, "Kedua.xlsx")
    assert fact.subject == Business.objects.get(name="Jati Lestari").uid


def test_work_that_lost_its_worker_goes_on_as_it_was_confirmed(client, dewi):
    batch = staged(dewi, registry_book(SULASTRI))
    wizard.approve_sample(batch, by=dewi, at=now())
    wizard.confirm(batch, by=dewi, at=now() - timedelta(minutes=1))
    assert "Pekerjaan ini terhenti" not in client.get(batch.get_absolute_url()).content.decode()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # by a worker that has died
    assert "Pekerjaan ini terhenti" in client.get(batch.get_absolute_url()).content.decode()

    client.post(address("retry_import", batch.pk))
    batch.refresh_from_db()

    assert batch.state == ImportBatch.State.COMMITTING
    store_import.call(batch.pk, dewi.pk)
    assert Business.objects.count() == 1


def test_the_queue_itself_begins_abandoned_work_anew_and_looks_after_it_until_it_ends(dewi):
    batch = staged(dewi, registry_book(SULASTRI))
    wizard.approve_sample(batch, by=dewi, at=now())
    wizard.confirm(batch, by=dewi, at=now() - timedelta(minutes=1))
    stores = DBTaskResult.objects.filter(task_path="artisans.tasks.store_import")

    watch_import.call(batch.pk, dewi.pk)
    assert stores.count() == 1  # it waits for its turn
    stores.update(status=TaskResultStatus.RUNNING)
    with at_work(batch.pk):
        watch_import.call(batch.pk, dewi.pk)
        assert stores.count() == 1
    watch_import.call(batch.pk, dewi.pk)

    assert stores.filter(args_kwargs={"args": [batch.pk, dewi.pk], "kwargs": {}}).count() == 2
    store_import.call(batch.pk, dewi.pk)
    assert Business.objects.count() == 1
    DBTaskResult.objects.all().delete()
    watch_import.call(batch.pk, dewi.pk)
    assert not DBTaskResult.objects.exists()


def test_a_commit_that_changed_something_has_duplicates_searched(dewi):
    searches = DBTaskResult.objects.filter(task_path="artisans.tasks.find_duplicates")

    stored(dewi, registry_book(SULASTRI))
    assert searches.count() == 1
    searches.delete()
    stored(dewi, registry_book(SULASTRI), name="Lagi.xlsx")

    assert not searches.exists()
