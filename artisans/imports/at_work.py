"""Who works on a batch: a lock of the worker's own connection, so that it ends with the worker.

A worker that is killed, and a database that falls, leave a batch CHECKING, COMMITTING or UNDOING
for ever. The lock tells such a batch from one that somebody works on.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import Error, connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from artisans.models import ImportBatch

State = ImportBatch.State
# Beside the number of a batch; any constant will do.
LOCK_CLASS = 352_200_03
# Between taking a task from the queue and taking the lock.
GRACE = timedelta(seconds=10)
TASKS = {
    State.CHECKING: "artisans.tasks.check_import",
    State.COMMITTING: "artisans.tasks.store_import",
    State.UNDOING: "artisans.tasks.undo_import",
}
WORKING = frozenset(TASKS)


@contextmanager
def at_work(batch_pk: int) -> Iterator[bool]:
    """Holds the batch for this connection; False where another one works on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, batch_pk])
        (is_mine,) = cursor.fetchone()
    link = connection.connection
    try:
        yield is_mine
    finally:
        # A connection that was lost has let go already.
        if is_mine and connection.connection is link:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, batch_pk])


def holder_of(batch_pk: int) -> int | None:
    """The process of the server that serves whoever works on the batch, None where nobody does."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pid FROM pg_locks
            JOIN pg_database ON pg_database.oid = database AND datname = current_database()
            WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND granted
            """,
            [LOCK_CLASS, batch_pk],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def is_abandoned(batch: ImportBatch, *, at: datetime) -> bool:
    """Whether the batch waits for work that nobody does, and that nobody will take up."""
    if batch.state not in WORKING or at - (batch.started_at or batch.uploaded_at) < GRACE:
        return False
    waiting = DBTaskResult.objects.filter(
        task_path=TASKS[State(batch.state)],
        status=TaskResultStatus.READY,
        args_kwargs__args__0=batch.pk,
    )
    return not waiting.exists() and holder_of(batch.pk) is None
