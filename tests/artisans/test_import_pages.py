"""The import wizard: hand over, check, confirm, report; for the secretariat alone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from artisans.models import Business, ImportBatch, ImportConflict, ImportMatch, ImportRow
from artisans.reference import load_reference_data
from artisans.tasks import ImportFailed, check_import, store_import
from tests.artisans.samples import registry_book, workbook

LIST = reverse("artisans:import_list")


@pytest.fixture(autouse=True)
def _reference(db, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }
    load_reference_data()


def hand_over(client, content=None, name="Daftar.xlsx"):
    file = SimpleUploadedFile(name, registry_book() if content is None else content)
    return client.post(LIST, {"file": file})


def checked_batch(client, **file):
    hand_over(client, **file)
    batch = ImportBatch.objects.latest("pk")
    check_import.call(batch.pk)
    batch.refresh_from_db()
    return batch


def approve(client, batch):
    client.post(reverse("artisans:import_sample", args=[batch.pk]), {"is_checked": "on"})


def page(client, name, batch, **parameters):
    return client.get(reverse(f"artisans:{name}", args=[batch.pk]), parameters)


def test_a_file_is_checked_in_the_background_while_the_page_waits(as_user, dewi):
    client = as_user(dewi)

    response = hand_over(client)

    batch = ImportBatch.objects.get()
    assert response.url == reverse("artisans:import_sheets", args=[batch.pk])
    check = DBTaskResult.objects.get(task_path="artisans.tasks.check_import")
    assert check.args_kwargs == {"args": [batch.pk, dewi.pk], "kwargs": {}}
    waiting = client.get(response.url)
    assert waiting["Refresh"] == "4"
    assert "Berkas sedang diperiksa" in waiting.content.decode()


def test_the_summary_shows_columns_counts_and_problems(as_user, dewi):
    client = as_user(dewi)
    batch = checked_batch(client)

    response = page(client, "import_detail", batch)
    text = response.content.decode()

    assert "Refresh" not in response
    assert "Nama desa ada di beberapa kecamatan" in text
    assert "Langkah 3 dari 7" in text
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", text)


def test_the_number_of_rows_confirms_and_the_worker_stores(as_user, dewi):
    client = as_user(dewi)
    batch = checked_batch(client)
    address = reverse("artisans:import_confirm", args=[batch.pk])

    assert client.get(address).url == reverse("artisans:import_sample", args=[batch.pk])
    approve(client, batch)
    wrong = client.post(address, {"row_count": "4"})
    assert "tidak sama dengan jumlah baris" in wrong.content.decode()
    assert Business.objects.count() == 0
    right = client.post(address, {"row_count": " 5 "})
    assert right.url == batch.get_absolute_url()
    store_import.call(batch.pk, dewi.pk)

    assert Business.objects.count() == 4
    assert "5 baris tersimpan" in page(client, "import_detail", batch).content.decode()
    assert client.get(address).url == batch.get_absolute_url()


def test_rows_are_listed_by_outcome_and_by_problem(as_user, dewi):
    client = as_user(dewi)
    batch = checked_batch(client)

    twins = page(client, "import_row_list", batch, hasil="duplicate").content.decode()
    open_ones = page(client, "import_row_list", batch, masalah="village_ambiguous").content.decode()
    nothing = page(client, "import_row_list", batch, masalah="=1+1").content.decode()

    assert "SULASTRI NINGSIH" in twins
    assert "Kartono" not in twins
    assert "Kartono" in open_ones
    assert "Tidak ada baris" in nothing


def test_the_list_of_rows_takes_the_same_queries_for_few_and_many(
    as_user, dewi, django_assert_num_queries
):
    client = as_user(dewi)
    few = checked_batch(client)
    rows = [["Nama Pemilik", "Nama Usaha", "Desa", "Kecamatan", "No HP"]]
    rows += [[f"Orang {n}", f"Usaha {n}", "Jono", "Temayang", ""] for n in range(60)]
    many = checked_batch(client, content=workbook({"A": rows}))

    for batch in (few, many):
        with django_assert_num_queries(6):
            page(client, "import_row_list", batch)


def long_list(client, number):
    """A checked batch with so many doubtful villages, differences and possible twins."""
    rows = [["Nama Pemilik", "Nama Usaha", "Desa", "Kecamatan", "No HP"]]
    rows += [[f"Orang {n}", f"Usaha {n}", "Sukorejo", "", ""] for n in range(number)]
    batch = checked_batch(client, content=workbook({"A": rows}))
    first, *others = batch.rows.filter(kind="data").order_by("pk")
    for row in others:
        ImportMatch.objects.create(
            batch=batch, row=row, first_row=first, person_weight=1, business_weight=1
        )
        ImportConflict.objects.create(batch=batch, row=row, field="address", old="a", new="b")
    return batch


def test_the_lists_of_the_wizard_ask_the_same_for_few_and_many(as_user, dewi):
    client = as_user(dewi)
    batches = [long_list(client, number) for number in (3, 30)]

    for name in ("import_problems", "import_conflicts", "import_sample", "import_detail"):
        counts = []
        for batch in batches:
            with CaptureQueriesContext(connection) as queries:
                assert page(client, name, batch).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 16, name


def test_the_report_streams_a_line_for_each_row(as_user, dewi):
    client = as_user(dewi)
    batch = checked_batch(client)

    response = page(client, "import_report", batch)

    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffsheet,row,outcome")
    assert text.count("\r\n") == 17
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.xlsx", "kosong"),
        (b"<html><table></table>", "daftar.xlsx", "halaman web"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 alt", "lama.xls", "Excel lama"),
        (b"Nama;Harga\nAsbak;12000\n", "harga.csv", "bukan daftar usaha"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(as_user, dewi, content, name, words):
    client = as_user(dewi)

    response = hand_over(client, content, name)
    if response.status_code == 302:
        batch = ImportBatch.objects.get()
        check_import.call(batch.pk)
        response = page(client, "import_detail", batch)

    assert words in response.content.decode()
    assert ImportRow.objects.count() == 0


def test_a_form_without_a_file_says_what_to_do(as_user, dewi):
    response = as_user(dewi).post(LIST, {})

    assert response.status_code == 422
    assert "Pilih berkas daftar usaha" in response.content.decode()


def test_a_failed_check_says_so_and_can_be_tried_again(as_user, dewi, monkeypatch):
    client = as_user(dewi)
    hand_over(client)
    batch = ImportBatch.objects.get()
    monkeypatch.setattr("artisans.tasks.check_batch", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ImportFailed, match="ZeroDivisionError"):
        check_import.call(batch.pk)

    assert "Data Anda tidak berubah" in page(client, "import_detail", batch).content.decode()
    monkeypatch.undo()
    client.post(reverse("artisans:retry_import", args=[batch.pk]))
    check_import.call(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED


def test_work_that_lost_its_worker_can_be_tried_again_and_other_work_cannot(as_user, dewi):
    client = as_user(dewi)
    hand_over(client)
    batch = ImportBatch.objects.get()
    address = reverse("artisans:retry_import", args=[batch.pk])

    checks = DBTaskResult.objects.filter(task_path="artisans.tasks.check_import")

    client.post(address)
    assert checks.count() == 1
    ImportBatch.objects.update(started_at=timezone.now() - timedelta(minutes=1))
    checks.update(status=TaskResultStatus.RUNNING)
    assert "Pekerjaan ini terhenti" in page(client, "import_detail", batch).content.decode()
    client.post(address)

    assert checks.count() == 2


def test_a_checked_file_can_be_removed_and_a_stored_one_cannot(as_user, dewi):
    client = as_user(dewi)
    stored, dropped = checked_batch(client), checked_batch(client)
    ImportBatch.objects.filter(pk=stored.pk).update(state=ImportBatch.State.COMMITTED)

    assert "Hapus berkas impor ini" in page(client, "discard_import", dropped).content.decode()
    for batch in (stored, dropped):
        client.post(reverse("artisans:discard_import", args=[batch.pk]))

    assert list(ImportBatch.objects.values_list("pk", flat=True)) == [stored.pk]


def test_the_same_file_again_says_that_it_is_stored_already(as_user, dewi):
    client = as_user(dewi)
    content = registry_book()
    first = checked_batch(client, content=content)
    approve(client, first)
    client.post(reverse("artisans:import_confirm", args=[first.pk]), {"row_count": "5"})
    store_import.call(first.pk, dewi.pk)

    again = checked_batch(client, content=content)

    assert "sudah diimpor" in page(client, "import_detail", again).content.decode()


PAGES_OF_AN_IMPORT = (
    "import_bad_rows", "import_columns", "import_conflicts", "import_detail", "import_problems",
    "import_report", "import_row_list", "import_sample", "import_sheets", "discard_import",
)  # fmt: skip


@pytest.mark.parametrize("person", ["sari", "agus", "maya", "ratna", "hartono"])
def test_nobody_but_the_secretariat_sees_an_import(request, as_user, dewi, person):
    batch = checked_batch(as_user(dewi))
    client = as_user(request.getfixturevalue(person))

    assert client.get(LIST).status_code == 403
    assert hand_over(client).status_code == 403
    for name in PAGES_OF_AN_IMPORT:
        assert page(client, name, batch).status_code == 403, name
        assert page(as_user(dewi), name, batch).status_code == 200, name
