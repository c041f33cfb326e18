"""How long files in private storage and imports that nobody stored are kept, and their removal.

Source: the privacy notice (`templates/privacy/`): import files 30 days. Exports: one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q, QuerySet

from artisans.exporting import remove_expired
from artisans.imports.at_work import WORKING
from artisans.imports.staging import discard_batch, drop_file
from artisans.models import GroupDocument, ImportBatch, Licence, RegistryExport

IMPORT_FILES_KEPT = timedelta(days=30)
# A file is written before its row: younger ones may belong to a request that is under way.
STRAY_AFTER = timedelta(days=1)
# States of an import that brought nothing into the registry.
UNSTORED = frozenset(ImportBatch.State) - {
    ImportBatch.State.COMMITTED,
    ImportBatch.State.COMMITTING,
    ImportBatch.State.UNDOING,
    ImportBatch.State.UNDONE,
}
FOLDERS = ("imports", "exports", "licences", "groups")


@dataclass(frozen=True)
class Removed:
    """How many files went; `unstored` imports went whole, with their rows."""

    imports: int
    unstored: int
    exports: int
    strays: int


def remove_outdated(*, at: datetime) -> Removed:
    """Removes imports that were not stored and import files after 30 days, exports after their
    day, and files of no record."""
    return Removed(
        unstored=_remove_unstored(at),
        imports=_remove_import_files(at),
        exports=remove_expired(at=at),
        strays=_remove_strays(at),
    )


def _outdated(at: datetime) -> QuerySet[ImportBatch]:
    """Imports of thirty days ago. Work that goes on now is left alone."""
    at_work = Q(state__in=WORKING, started_at__gt=at - STRAY_AFTER)
    return ImportBatch.objects.filter(uploaded_at__lte=at - IMPORT_FILES_KEPT).exclude(at_work)


def _remove_unstored(at: datetime) -> int:
    """What a list says of people who never came into the registry, and what was decided of it."""
    unstored = _outdated(at).filter(state__in=UNSTORED)
    count = 0
    for pk in list(unstored.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = unstored.select_for_update(of=("self",)).filter(pk=pk)
            for batch in locked:
                discard_batch(batch)
                count += 1
    return count


def _remove_import_files(at: datetime) -> int:
    """Stored batches keep their rows, counts and report."""
    count = 0
    for pk in list(_outdated(at).exclude(stored_name="").values_list("pk", flat=True)):
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
