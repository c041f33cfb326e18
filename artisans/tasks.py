"""The background work of the registry: checking a file, storing it, looking for duplicates."""

import logging

from django.utils import timezone
from django_tasks import task

from artisans.imports.messages import REFUSALS
from artisans.imports.staging import check_batch, read_stored_file
from artisans.imports.storing import store_batch
from artisans.imports.undoing import undo_batch
from artisans.matching import search
from artisans.merging import gather_late
from artisans.models import ImportBatch
from dekranasda.accounts.models import User

logger = logging.getLogger(__name__)


class ImportFailed(Exception):  # noqa: N818 reads as what happened
    """An import that could not be done, by the kind of its cause alone.

    The queue keeps the text of an exception in the database; that of the cause may quote a cell.
    """


@task(queue_name="imports")
def check_import(batch_pk: int) -> None:
    """Checks the file of a batch; the batch becomes CHECKED, REFUSED or FAILED."""
    batch = ImportBatch.objects.get(pk=batch_pk)
    if batch.state != ImportBatch.State.CHECKING:
        return

    def report(percent: int) -> None:
        ImportBatch.objects.filter(pk=batch_pk).update(progress=percent)

    try:
        check_batch(batch, read_stored_file(batch), today=timezone.localdate(), report=report)
    except Exception as error:
        _fail(batch_pk)
        raise ImportFailed(type(error).__name__) from None


@task(queue_name="imports")
def store_import(batch_pk: int, user_pk: int) -> None:
    """Stores a confirmed batch; it becomes COMMITTED, or FAILED with nothing stored."""
    batch = ImportBatch.objects.get(pk=batch_pk)
    if batch.state != ImportBatch.State.COMMITTING:
        return
    try:
        by = User.objects.get(pk=user_pk)
        store_batch(batch, by=by, at=timezone.now(), today=timezone.localdate())
    except Exception as error:
        _fail(batch_pk)
        raise ImportFailed(type(error).__name__) from None


@task(queue_name="imports")
def find_duplicates() -> dict[str, int]:
    """Compares the whole registry with itself; returns how many likely pairs are new or gone.

    Late arrivals at merged entries follow them first.
    """
    gather_late()
    return search(at=timezone.now())


@task(queue_name="imports")
def undo_import(batch_pk: int, user_pk: int) -> None:
    """Takes a stored batch back; it becomes UNDONE, or is as it was with the reason."""
    batch = ImportBatch.objects.get(pk=batch_pk)
    if batch.state != ImportBatch.State.UNDOING:
        return
    try:
        undo_batch(batch, by=User.objects.get(pk=user_pk), at=timezone.now())
    except Exception as error:
        logger.exception("undoing import %s failed", batch_pk)
        ImportBatch.objects.filter(pk=batch_pk).update(
            state=ImportBatch.State.COMMITTED, message=str(REFUSALS["undo_fault"])
        )
        raise ImportFailed(type(error).__name__) from None


def _fail(batch_pk: int) -> None:
    logger.exception("import %s failed", batch_pk)
    ImportBatch.objects.filter(pk=batch_pk).update(
        state=ImportBatch.State.FAILED, message=str(REFUSALS["portal_fault"])
    )
