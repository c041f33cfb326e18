"""Who may merge now: one at a time for each entry, none beside an import that stores."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _

from artisans.imports.storing import LOCK_KEY
from artisans.models import Artisan, Business

P = ParamSpec("P")
R = TypeVar("R")
DEADLOCK = "40P01"
MOST_TRIES = 4


def again_after_deadlock(function: Callable[P, R]) -> Callable[P, R]:
    """Runs the transaction again where the database ended it for another's sake."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _try in range(MOST_TRIES - 1):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                    raise
                if connection.in_atomic_block:
                    raise
        return function(*args, **kwargs)

    return run


def wait_for_no_import() -> None:
    """Shares the lock that an import holds alone; refuses while one is storing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOCK_KEY])
        (is_free,) = cursor.fetchone()
    if not is_free:
        raise ValidationError(
            _("Sebuah impor sedang disimpan. Tunggu sebentar, lalu tekan sekali lagi."),
            code="import_running",
        )


def lock_people(keys: set[int]) -> dict[int, Artisan]:
    """The people with these keys, locked in their order; before businesses, always."""
    rows = Artisan.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def lock_businesses(keys: set[int]) -> dict[int, Business]:
    """The businesses with these keys, locked in their order."""
    rows = Business.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}
