"""Workbooks of the registry's list: exactly what is narrowed, in the columns that are shown."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from artisans.list_columns import COLUMNS, add_years
from artisans.lists import RegistryFilter, RegistryList, businesses_of
from artisans.models import RegistryExport
from dekranasda.accounts.models import User
from dekranasda.lib.workbook import Cell, Sheet, write_workbook

# Up to so many rows a workbook is written while the person waits.
AT_ONCE = 2000
KEPT_FOR = timedelta(days=1)
CHUNK = 1000


def write_list(target: IO[bytes], found: RegistryList, columns: tuple[str, ...]) -> int:
    """Writes the whole narrowed list; returns how many rows. NIK and NPWP are no columns."""
    counted = _Counted(_rows(found, columns))
    headings = [str(COLUMNS[name].heading) for name in columns]
    write_workbook(target, [Sheet(_("Registri"), headings, counted)])
    return counted.number


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterator[list[Cell]]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            self.number += 1
            yield row


def _rows(found: RegistryList, columns: tuple[str, ...]) -> Iterator[list[Cell]]:
    keys = found.ordered().values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(keys, CHUNK)):
        businesses = businesses_of(chunk)
        add_years(businesses, columns)
        for business in businesses:
            yield [COLUMNS[name].value(business) for name in columns]


def order_export(
    user: User, wanted: RegistryFilter, columns: Iterable[str], *, at: datetime
) -> RegistryExport:
    """A workbook that the worker writes; what has expired is removed by the way."""
    remove_expired(at=at)
    with transaction.atomic():
        export = RegistryExport.objects.create(
            by=user,
            query=wanted.as_query(),
            columns=list(columns),
            requested_at=at,
            expires_at=at + KEPT_FOR,
        )
        build_export.enqueue(export.pk, translation.get_language() or "id")
    return export


@task(queue_name="imports")
def build_export(pk: int, language: str) -> None:
    """Writes an ordered workbook as the person sees the list; it becomes READY or FAILED."""
    export = RegistryExport.objects.select_related("by").get(pk=pk)
    if export.state != RegistryExport.State.WORKING:
        return
    wanted = RegistryFilter.of_text(export.query)
    found = RegistryList(export.by, wanted, today=timezone.localdate())
    try:
        with translation.override(language), TemporaryFile() as file:
            export.row_count = write_list(file, found, tuple(export.columns))
            file.seek(0)
            name = f"exports/{export.token}.xlsx"
            export.stored_name = storages["private"].save(name, File(file))
            export.state = RegistryExport.State.READY
    except Exception:
        RegistryExport.objects.filter(pk=pk).update(state=RegistryExport.State.FAILED)
        raise
    export.save(update_fields=["row_count", "stored_name", "state"])


def remove_expired(*, at: datetime) -> int:
    """Removes workbooks whose day is over, with their files; returns how many."""
    expired = list(RegistryExport.objects.filter(expires_at__lte=at))
    for export in expired:
        if export.stored_name:
            storages["private"].delete(export.stored_name)
        export.delete()
    return len(expired)


def withdraw_all(*, at: datetime) -> None:
    """Removes every workbook, since any may hold an erased person; the files after the commit.

    One that the worker is writing is never handed out, and goes with the next `remove_expired`.
    """
    being_written = RegistryExport.objects.filter(state=RegistryExport.State.WORKING)
    being_written.update(expires_at=at)
    written = RegistryExport.objects.exclude(state=RegistryExport.State.WORKING)
    for name in written.exclude(stored_name="").values_list("stored_name", flat=True):
        transaction.on_commit(partial(storages["private"].delete, name))
    written.delete()
