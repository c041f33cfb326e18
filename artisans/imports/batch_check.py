"""Checks the file of a batch and stages what it means: rows, questions, and what would change."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.storage import storages
from django.db import transaction

from artisans.imports.checking import Checked, CheckedSheet, check_file
from artisans.imports.copying import copy_rows
from artisans.imports.grouping import remember_grouping
from artisans.imports.messages import refusal_text
from artisans.imports.questions import EarlierDecisions, guidance_of, stage_questions
from artisans.imports.reading import RefusedFile
from artisans.imports.rehearsing import rehearse
from artisans.imports.staging import (
    count_rows,
    hide_long_numbers,
    known_registry,
    record_of,
    staged_rows,
)
from artisans.models import ImportBatch
from artisans.reference import craft_finder, gazetteer
from dekranasda.lib import encryption
from dekranasda.lib.memory import collection_paused


@collection_paused()
def check_batch(
    batch: ImportBatch,
    content: bytes,
    *,
    today: date,
    report: Callable[[int], None] = lambda percent: None,
) -> Checked | None:
    """Checks the file and writes its rows; the batch becomes CHECKED, or REFUSED with the reason.

    Returns what was understood, None for a refused file, of which nothing but the batch stays.
    """
    registry = known_registry()
    decided = EarlierDecisions.of(batch, record_of)
    try:
        checked = check_file(
            content,
            batch.file_name,
            gazetteer=gazetteer(),
            crafts=craft_finder(),
            today=today,
            registry=registry,
            report=report,
            guidance=guidance_of(batch),
            mended=decided.records,
        )
    except RefusedFile as refusal:
        _refuse(batch, refusal)
        return None
    del registry  # ten thousand records that nobody needs any more
    rows = staged_rows(batch, checked)
    decided.mark_mended(rows)
    with transaction.atomic():
        batch.rows.all().delete()
        copy_rows(rows)
        remember_grouping(batch, checked)
        batch.mapping = {"sheets": [_sheet_json(sheet) for sheet in checked.sheets]}
        stage_questions(batch, rows, checked, decided, today=today)
        rehearse(batch, rows, checked.rows, today=today)
        batch.counts = count_rows(rows)
        batch.state, batch.progress, batch.message = ImportBatch.State.CHECKED, 100, ""
        batch.save(update_fields=["mapping", "counts", "state", "progress", "message"])
    return checked


def _refuse(batch: ImportBatch, refusal: RefusedFile) -> None:
    """Keeps the reason. A list whose heading or columns somebody may point out keeps its file."""
    batch.state, batch.message = ImportBatch.State.REFUSED, refusal_text(refusal)
    batch.mapping = {"sheets": [_sheet_json(sheet) for sheet in refusal.sheets]}
    batch.save(update_fields=["state", "message", "mapping"])
    with transaction.atomic():
        batch.rows.all().delete()
    if not refusal.sheets:
        storages["private"].delete(batch.stored_name)


def _sheet_json(sheet: CheckedSheet) -> dict[str, Any]:
    columns = [
        {
            "index": column.index,
            "label": column.label,
            "field": column.field,
            "evidence": column.evidence,
            "unit": column.unit,
            "is_monthly": column.is_monthly,
            "samples": _samples(column.field, column.samples),
        }
        for column in sheet.columns
    ]
    as_of = sheet.as_of.isoformat() if sheet.as_of else ""
    return {
        "name": sheet.name,
        "as_of": as_of,
        "skipped": sheet.skipped,
        "columns": columns,
        "header_row": sheet.header_row,
        "first_row": sheet.first_row,
        "preview": [[hide_long_numbers(text) for text in row] for row in sheet.preview],
    }


def _samples(field: str, samples: tuple[str, ...]) -> list[str]:
    if field in {"nik", "family_card", "npwp"}:
        return [encryption.mask(re.sub(r"\D", "", text)) for text in samples]
    return [hide_long_numbers(text) for text in samples]
