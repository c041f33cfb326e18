"""The background work of the registry: checking a file, storing it, looking for duplicates.

Work that loses its worker is begun anew: each beginning is watched by a task that looks again every
minute. Work that loses the database waits for it and begins anew by itself. Both are harmless,
since a commit and an undo are one transaction each, and a check writes its rows in one.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from artisans.imports.at_work import WORKING, State, at_work, is_abandoned
from artisans.imports.batch_check import check_batch
from artisans.imports.checking import Checked
from artisans.imports.messages import REFUSALS
from artisans.imports.staging import read_stored_file
from artisans.imports.storing import store_batch
from artisans.imports.undoing import undo_batch
from artisans.matching import search
from artisans.merging import gather_late
from artisans.models import ImportBatch
from dekranasda.accounts.models import User

logger = logging.getLogger(__name__)
WATCH_EVERY = timedelta(minutes=1)
# Seconds before each further try after the database was lost.
WAITS = (0.5, 1, 2, 5, 10, 20)


class ImportFailed(Exception):  # noqa: N818 reads as what happened
    """An import that could not be done, by the kind of its cause alone.

    The queue keeps the text of an exception in the database; that of the cause may quote a cell.
    """


def begin(batch: ImportBatch, state: State, *, by: int | None, at: datetime) -> None:
    """Sets a batch to work, enqueued and watched in the caller's transaction."""
    batch.state, batch.started_at, batch.message = state, at, ""
    batch.save(update_fields=["state", "started_at", "message"])
    _TASKS[state].enqueue(batch.pk, by)
    watch_import.using(run_after=at + WATCH_EVERY).enqueue(batch.pk, by)


def _work(batch_pk: int, state: State, work: Callable[[ImportBatch], object]) -> None:
    """Does the work of a batch in that state, unless another connection is at it.

    Where the database is lost on the way, it is done anew as soon as there is one again.
    """
    for wait in (*WAITS, None):
        link = None
        try:
            with at_work(batch_pk) as is_mine:
                link = connection.connection
                batch = ImportBatch.objects.get(pk=batch_pk)
                if is_mine and batch.state == state:
                    work(batch)
            return
        except Error:
            is_ours = link is not None and connection.connection is link
            if wait is None or is_ours and connection.is_usable():
                raise
            logger.warning("import %s lost the database; trying again", batch_pk)
            connection.close()
            time.sleep(wait)


@task(queue_name="imports")
def check_import(batch_pk: int, user_pk: int | None = None) -> None:
    """Checks the file of a batch; the batch becomes CHECKED, REFUSED or FAILED."""

    def report(percent: int) -> None:
        ImportBatch.objects.filter(pk=batch_pk).update(progress=percent)

    def check(batch: ImportBatch) -> None:
        check_batch(batch, read_stored_file(batch), today=timezone.localdate(), report=report)

    try:
        _work(batch_pk, State.CHECKING, check)
    except Exception as error:
        _fail(batch_pk)
        raise ImportFailed(type(error).__name__) from None


@task(queue_name="imports")
def store_import(batch_pk: int, user_pk: int) -> None:
    """Stores a confirmed batch; it becomes COMMITTED, or FAILED with nothing stored."""

    def store(batch: ImportBatch) -> None:
        store_and_search(batch, by=User.objects.get(pk=user_pk), at=timezone.now())

    try:
        _work(batch_pk, State.COMMITTING, store)
    except Exception as error:
        _fail(batch_pk)
        raise ImportFailed(type(error).__name__) from None


@transaction.atomic
def store_and_search(
    batch: ImportBatch, *, by: User | None, at: datetime, checked: Checked | None = None
) -> ImportBatch:
    """Stores a batch and, where it changed anything, has duplicates searched; one transaction."""
    batch = store_batch(batch, by=by, at=at, today=timezone.localdate(at), checked=checked)
    outcomes = batch.counts.get("outcomes", {})
    waiting = DBTaskResult.objects.filter(
        task_path=find_duplicates.module_path, status=TaskResultStatus.READY
    )
    if (outcomes.get("create") or outcomes.get("update")) and not waiting.exists():
        find_duplicates.enqueue()
    return batch


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

    def undo(batch: ImportBatch) -> None:
        undo_batch(batch, by=User.objects.get(pk=user_pk), at=timezone.now())

    try:
        _work(batch_pk, State.UNDOING, undo)
    except Exception as error:
        logger.exception("undoing import %s failed", batch_pk)
        ImportBatch.objects.filter(pk=batch_pk).update(
            state=State.COMMITTED, message=str(REFUSALS["undo_fault"])
        )
        raise ImportFailed(type(error).__name__) from None


@task(queue_name="imports")
def watch_import(batch_pk: int, user_pk: int | None) -> None:
    """Begins a batch's work anew where its worker has died; looks again until it is done."""
    now = timezone.now()
    with transaction.atomic():
        batches = ImportBatch.objects.select_for_update(of=("self",))
        batch = batches.filter(pk=batch_pk, state__in=WORKING).first()
        if batch is None:
            return
        if is_abandoned(batch, at=now):
            begin(batch, State(batch.state), by=user_pk, at=now)
        else:
            watch_import.using(run_after=now + WATCH_EVERY).enqueue(batch_pk, user_pk)


_TASKS: dict[State, Any] = {
    State.CHECKING: check_import,
    State.COMMITTING: store_import,
    State.UNDOING: undo_import,
}


def _fail(batch_pk: int) -> None:
    logger.exception("import %s failed", batch_pk)
    ImportBatch.objects.filter(pk=batch_pk).update(
        state=State.FAILED, message=str(REFUSALS["portal_fault"])
    )
