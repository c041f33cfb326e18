"""The one clock of deadlines: the database's, so that no web server's clock decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

_fixed: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The moment by the database's wall clock, even inside a long transaction.

    PostgreSQL's `now()` is the start of the transaction: who waited for a lock would be judged by
    the moment the waiting began. `clock_timestamp()` is the moment itself.
    """
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Lets the clock stand at a moment, for the demo's past and for tests of deadlines."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
