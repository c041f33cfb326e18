"""The one clock of curation: the database's, so that no application server's clock decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("curation_clock", default=None)


def now() -> datetime:
    """The moment by the database's wall clock, even inside a long transaction.

    `now()` of PostgreSQL is the start of the transaction, so that a request that waited for a
    lock would be judged by the moment it began to wait; `clock_timestamp()` is not.
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
    """Lets the clock stand at a moment, for the demo's past rounds and for tests of deadlines."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def end_of_day_after(moment: datetime, *, days: int) -> datetime:
    """The midnight that ends the day so many days later, in the council's time zone."""
    day = timezone.localdate(moment) + timedelta(days=days + 1)
    return timezone.make_aware(datetime.combine(day, time.min))
