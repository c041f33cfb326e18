"""Files that outlive their purpose: import files, exports, documents of no record."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from artisans.imports.batch_check import check_batch
from artisans.imports.staging import create_batch
from artisans.imports.storing import store_batch
from artisans.models import ImportBatch, ImportRow, Licence, RegistryExport
from artisans.reference import load_reference_data
from dekranasda.templatetags.portal import tanggal
from tests.artisans.samples import TODAY, registry_book

NOW = timezone.now()
DAY = timedelta(days=1)


def files() -> set[str]:
    """What lies in private storage."""
    root = Path(settings.PRIVATE_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def made_long_ago(name: str) -> str:
    """The file as if it had been written two days ago."""
    long_ago = (NOW - 2 * DAY).timestamp()
    os.utime(Path(settings.PRIVATE_ROOT) / name, (long_ago, long_ago))
    return name


def staged(age: timedelta) -> ImportBatch:
    batch = create_batch(registry_book(), "daftar.xlsx", by=None, at=NOW - age)
    check_batch(batch, registry_book(), today=TODAY)
    return batch


def test_import_files_go_after_thirty_days_and_the_report_stays(
    as_user, dewi, django_capture_on_commit_callbacks
):
    load_reference_data()
    old, new = (
        store_batch(staged(age), by=dewi, at=NOW, today=TODAY) for age in (31 * DAY, 29 * DAY)
    )
    counts, kept = old.counts, new.stored_name

    with django_capture_on_commit_callbacks(execute=True):
        call_command("registry_daily")

    old.refresh_from_db()
    assert files() == {kept}
    assert (old.stored_name, old.counts, old.rows.count() > 0) == ("", counts, True)
    assert "081" not in str(old.mapping)
    assert "Sulastri" not in str(old.mapping)
    client = as_user(dewi)
    assert client.get(reverse("artisans:import_report", args=[old.pk])).status_code == 200


def test_an_import_that_nobody_stored_goes_whole_after_thirty_days(
    as_user, dewi, django_capture_on_commit_callbacks
):
    load_reference_data()
    old, new = staged(31 * DAY), staged(29 * DAY)
    at_work = staged(31 * DAY)
    ImportBatch.objects.filter(pk=at_work.pk).update(state="checking", started_at=NOW)
    said = as_user(dewi).get(new.get_absolute_url()).content.decode()
    assert f"dihapus sendiri pada {tanggal(NOW + DAY)}" in said

    with django_capture_on_commit_callbacks(execute=True):
        call_command("registry_daily")

    assert set(ImportBatch.objects.all()) == {new, at_work}
    assert set(ImportRow.objects.values_list("batch", flat=True)) == {new.pk, at_work.pk}
    assert old.stored_name not in files()


def test_a_file_that_was_removed_is_not_checked_again(as_user, dewi):
    batch = create_batch(b"x", "daftar.xlsx", by=None, at=NOW)
    ImportBatch.objects.update(state=ImportBatch.State.FAILED, stored_name="")

    page = as_user(dewi).post(reverse("artisans:retry_import", args=[batch.pk]), follow=True)

    assert "Unggah lagi daftarnya" in page.content.decode()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.FAILED


def test_exports_and_files_of_no_record_go(sari_business, dewi):
    storage = storages["private"]

    def keep(name):
        return made_long_ago(storage.save(name, ContentFile(b"x")))

    document = keep("licences/aa/current.pdf")
    keep("licences/aa/replaced.pdf")
    keep("imports/bb/rolled-back")
    under_way = storage.save("licences/cc/under-way.pdf", ContentFile(b"x"))
    stones = keep("tombstones.jsonl")
    Licence.objects.create(business=sari_business, kind="halal", document=document)
    over, current = (
        RegistryExport.objects.create(
            by=dewi, state="ready", stored_name=keep(name), requested_at=NOW, expires_at=until
        ).stored_name
        for name, until in (("exports/over.xlsx", NOW), ("exports/new.xlsx", NOW + DAY))
    )
    assert {over, current} < files()

    call_command("registry_daily")

    assert files() == {document, under_way, stones, current}
