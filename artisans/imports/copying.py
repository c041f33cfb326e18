"""Writes many new rows at once by COPY, several times faster than INSERT, with their history."""

import io
import json
from collections.abc import Sequence
from typing import Any, TypeVar

import pgtrigger
from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)


def copy_rows(rows: Sequence[M]) -> Sequence[M]:
    """Inserts new objects of one model in one COPY, sets their primary keys, and returns them.

    For a model under `pghistory` the events that its trigger would write row by row are written
    in one statement, with the same context. New rows must not be public: the epoch of the public
    pages stays where it is.
    """
    if not rows:
        return rows
    model = type(rows[0])
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, len(rows)],
            )
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
        columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        statement = f"COPY {connection.ops.quote_name(table)} ({columns}) FROM STDIN"
        with pgtrigger.ignore(*_ignored(model)), connection.cursor() as cursor:
            # A statement of Django's own goes first: with it the triggers learn what to ignore.
            cursor.execute("SELECT 1")
            cursor.cursor.copy_expert(statement, _as_copy_text(rows, fields))
            for name in _deferred(model):
                cursor.execute(f"SET CONSTRAINTS {name} IMMEDIATE")
                cursor.execute(f"SET CONSTRAINTS {name} DEFERRED")
        _write_history(model, [row.pk for row in rows])
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias
    return rows


# Triggers whose work `copy_rows` does itself, or that speak of rows the public sees.
ROW_TRIGGERS = ("insert_insert", "moves_public_epoch")


def _triggers(model: type[models.Model]) -> dict[str, pgtrigger.Trigger]:
    return {
        trigger.name: trigger
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.name in ROW_TRIGGERS
    }


def _ignored(model: type[models.Model]) -> list[str]:
    return [f"{model._meta.label}:{name}" for name in _triggers(model)]


def _deferred(model: type[models.Model]) -> list[str]:
    """Triggers that would run at the commit, when they are ignored no more."""
    return [
        trigger.get_pgid(model)  # type: ignore[arg-type]  # it takes the class
        for trigger in _triggers(model).values()
        if trigger.timing
    ]


# How COPY's text format writes what would end a value or a line.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _as_copy_text(rows: Sequence[models.Model], fields: Sequence[Any]) -> io.StringIO:
    lines = [
        "\t".join([_copy_value(field, getattr(row, field.attname)) for field in fields])
        for row in rows
    ]
    return io.StringIO("\n".join(lines) + "\n")


def _copy_value(field: Any, value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, (bytes, memoryview)):
        return "\\\\x" + bytes(value).hex()
    if isinstance(field, models.JSONField):
        value = json.dumps(value)
    return str(value).translate(_ESCAPES)


def _write_history(model: type[models.Model], keys: Sequence[int]) -> None:
    """The events of new rows, as the tracking trigger writes them."""
    if "insert_insert" not in _triggers(model):
        return
    events = model._meta.get_field("events").related_model._meta  # type: ignore[union-attr]
    own = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id"}
    quote = connection.ops.quote_name
    columns = ", ".join(
        quote(field.column) for field in events.concrete_fields if field.column not in own
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {quote(events.db_table)}
                (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {columns})
            SELECT now(), 'insert', id, (SELECT _pgh_attach_context()), {columns}
            FROM {quote(model._meta.db_table)} WHERE id = ANY(%s)
            """,  # noqa: S608 names of tables and columns come from the models
            [list(keys)],
        )
