"""How long files in private storage are kept, and their removal.

Source: the privacy notice (`templates/privacy/`): import files 30 days. Exports: one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q

from artisans.exporting import remove_expired
from artisans.imports.at_work import WORKING
from artisans.imports.staging import drop_file
from artisans.models import GroupDocument, ImportBatch, Licence, RegistryExport

IMPORT_FILES_KEPT = timedelta(days=30)
# A file is written before its row: younger ones may belong to a request that is under way.
STRAY_AFTER = timedelta(days=1)
FOLDERS = ("imports", "exports", "licences", "groups")


@dataclass(frozen=True)
class Removed:
    """How many files went."""

    imports: int
    exports: int
    strays: int


def remove_outdated(*, at: datetime) -> Removed:
    """Removes import files after 30 days, exports after their day, and files of no record."""
    return Removed(
        imports=_remove_import_files(at), exports=remove_expired(at=at), strays=_remove_strays(at)
    )


def _remove_import_files(at: datetime) -> int:
    """The batches keep their rows, counts and report. Work that goes on now keeps its file."""
    at_work = Q(state__in=WORKING, started_at__gt=at - STRAY_AFTER)
    old = ImportBatch.objects.filter(uploaded_at__lte=at - IMPORT_FILES_KEPT).exclude(at_work)
    count = 0
    for pk in list(old.exclude(stored_name="").values_list("pk", flat=True)):
        with transaction.atomic():
            drop_file(ImportBatch.objects.select_for_update(of=("self",)).get(pk=pk))
        count += 1
    return count


def _remove_strays(at: datetime) -> int:
    """Files that no row names: of a transaction that failed, of a permit with a newer document."""
    storage = storages["private"]
    holders = (
        ImportBatch.objects.values_list("stored_name", flat=True),
        RegistryExport.objects.values_list("stored_name", flat=True),
        Licence.objects.values_list("document", flat=True),
        GroupDocument.objects.values_list("stored_name", flat=True),
    )
    found = [name for folder in FOLDERS for name in _files_under(storage, folder)]
    old = {name for name in found if storage.get_modified_time(name) <= at - STRAY_AFTER}
    strays = old.difference(*holders)
    for name in strays:
        storage.delete(name)
    return len(strays)


def _files_under(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_under(storage, f"{folder}/{name}")
