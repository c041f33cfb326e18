"""How large a table or an answer is, roughly and at once."""

import json
from typing import Any

from django.core.cache import cache
from django.db import connection, models

KEPT_SECONDS = 600


def estimated_rows(model: type[models.Model]) -> int:
    """How many rows the database reckoned the table to have; -1 before it has ever looked.

    What it said is kept for some minutes.
    """
    table = model._meta.db_table
    found: int | None = cache.get(f"estimated-rows:{table}")
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table]
            )
            found = int(cursor.fetchone()[0])
        cache.set(f"estimated-rows:{table}", found, KEPT_SECONDS)
    return found


def estimated_count(rows: models.QuerySet[Any]) -> int:
    """How many rows a question has, as the database estimates without looking; 0 for one that
    cannot have any and so is not asked."""
    plan = rows.explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0
