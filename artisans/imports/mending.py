"""Rows with problems, put right in a form or in a workbook, and read again by the same rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from artisans.imports.checking import CheckedRow, group_rows
from artisans.imports.columns import Column
from artisans.imports.questions import restage_group
from artisans.imports.reading import Cell
from artisans.imports.records import MENDABLE, Record, RowReader
from artisans.imports.staging import (
    hide_long_numbers,
    index_of,
    kept_of,
    known_registry,
    record_of,
    row_context,
)
from artisans.models import District, ImportBatch, ImportRow
from artisans.reference import craft_finder, gazetteer
from dekranasda.accounts.models import User
from dekranasda.lib import encryption

# The fields of a row in the order of its form; those in EVERY are asked whatever the list has.
FORM_FIELDS = (
    "owner_name", "nik", "gender", "birth", "phone", "business_name", "nib", "activity", "product",
    "kbli", "address", "village", "district", "founded", "capital", "turnover", "workers_male",
    "workers_female", "status",
)  # fmt: skip
EVERY = {"owner_name", "nik", "phone", "business_name", "village", "district"}
NUMBER_PROBLEMS = frozenset({"nik_invalid", "nik_digits_lost", "nik_unusual", "nik_missing"})
# Which field of the form a problem speaks of.
FIELD_OF_PROBLEM = {
    "name_missing": "owner_name", "nik_invalid": "nik", "nik_digits_lost": "nik",
    "nik_shared": "nik", "nib_invalid": "nib", "nib_shared": "nib", "kbli_invalid": "kbli",
    "birth_implausible": "birth", "birth_differs_from_nik": "birth", "phone_invalid": "phone",
    "phone_digits_lost": "phone", "village_unknown": "village", "village_ambiguous": "district",
    "village_elsewhere": "district", "district_unknown": "district", "money_unclear": "turnover",
    "money_unreadable": "turnover",
}  # fmt: skip


def rows_to_mend(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows with a problem that somebody can put right, in the file's order."""
    rows = batch.rows.exclude(outcome=ImportRow.Outcome.SKIPPED)
    return rows.filter(problems__has_any_keys=sorted(MENDABLE)).order_by("pk")


def columns_of(batch: ImportBatch, sheet: str) -> list[Column]:
    """The columns of a sheet as they were read."""
    for found in batch.mapping.get("sheets", ()):
        if found["name"][:80] == sheet:
            return [
                Column(
                    column["index"],
                    column["label"],
                    column["field"],
                    unit=column["unit"],
                    is_monthly=column["is_monthly"],
                )
                for column in found["columns"]
            ]
    return []


def form_columns(batch: ImportBatch, row: ImportRow) -> dict[str, Column]:
    """The fields that the row's form asks, each with the column it comes from."""
    known = {column.field: column for column in reversed(columns_of(batch, row.sheet))}
    return {
        name: known.get(name) or Column(-1, "", name)
        for name in FORM_FIELDS
        if name in known or name in EVERY
    }


def texts_of(row: ImportRow) -> dict[str, str]:
    """What the row's form shows at first: the cells as they stand, else what was read of them.

    The NIK is never among them.
    """
    values = row.values
    texts = {
        "owner_name": values.get("owner_name", ""),
        "gender": values.get("gender", ""),
        "birth": _as_day(values.get("born_on", "")),
        "phone": ", ".join(values.get("phones", ())),
        "business_name": values.get("business_name", ""),
        "village": values.get("village_text", ""),
        "district": values.get("district_text", ""),
        **{
            name: values.get(name, "")
            for name in ("nib", "activity", "product", "kbli", "address", "status")
        },
        "founded": _as_text(values.get("founded_in")),
        "capital": _as_text(values.get("capital_idr")),
        "turnover": _as_text(values.get("turnover_idr")),
        "workers_male": _as_text(values.get("workers_male")),
        "workers_female": _as_text(values.get("workers_female")),
        **row.cells,
    }
    if not texts["district"] and (code := values.get("district_code")):
        # A heading above the rows named the district.
        texts["district"] = District.objects.get(code=code).name
    return texts


def _as_day(text: str) -> str:
    return f"{date.fromisoformat(text):%d-%m-%Y}" if text else ""


def _as_text(number: int | None) -> str:
    return "" if number is None else str(number)


def read_texts(batch: ImportBatch, row: ImportRow, texts: Mapping[str, str], today: date) -> Record:
    """The record that the typed texts make. An empty NIK keeps the number that was read before."""
    columns: list[Column] = []
    cells: list[Cell] = []
    for name, column in form_columns(batch, row).items():
        # Amounts read before stand in whole rupiah, whatever the column's unit is.
        is_cell = name in row.cells
        monthly = column.is_monthly if is_cell else row.values.get("turnover_is_monthly", False)
        unit = column.unit if is_cell else 1
        columns.append(Column(len(columns), column.label, name, unit=unit, is_monthly=monthly))
        cells.append(texts.get(name, ""))
    reader = RowReader(columns, gazetteer(), craft_finder(), today)
    return with_number_kept(reader.read(cells, ""), row, is_kept=not texts.get("nik", "").strip())


def with_number_kept(record: Record, row: ImportRow, *, is_kept: bool) -> Record:
    """The record of mended cells, at the row's place, with the NIK of before where it is kept."""
    before = record_of(row)
    record.sheet, record.row, record.tax_id = row.sheet, row.row, before.tax_id
    if is_kept:
        record.national_id = before.national_id
        record.gender = record.gender or before.gender
        record.problems = [
            *(code for code in record.problems if code not in NUMBER_PROBLEMS),
            *(code for code in row.problems if code in NUMBER_PROBLEMS | {"nik_shared"}),
        ]
    return record


def mend_row(
    row: ImportRow,
    record: Record,
    texts: Mapping[str, str],
    *,
    by: User,
    at: datetime,
    today: date,
) -> None:
    """Puts the record in the row's place, and looks anew whose business it is. Saves the row."""
    line = _compare(record)
    row.values, row.fingerprint = kept_of(record)
    row.problems = list(dict.fromkeys(record.problems))
    row.cells = {
        name: hide_long_numbers(text) for name, text in texts.items() if text and name != "nik"
    }
    row.national_id_cipher = row.national_id_index = None
    if record.national_id:
        row.national_id_cipher = encryption.encrypt(record.national_id, context=row_context(row))
        row.national_id_index = index_of(record.national_id)
    row.mended_at, row.mended_by = at, by
    _place(row, record, line)
    row.save()
    restage_group(row.batch, row, record_of, today=today)


def _compare(record: Record) -> CheckedRow:
    """The record beside the businesses of the registry that share something telling with it."""
    line = CheckedRow(record.sheet, record.row, "data", record)
    near = Q(owner__name__iexact=record.owner_name)
    if record.national_id:
        near |= Q(owner__national_id_index=index_of(record.national_id))
    if record.nib:
        near |= Q(business_id=record.nib)
    if record.phones:
        near |= Q(owner__phone__in=record.phones) | Q(phone__in=record.phones)
    group_rows([line], known_registry(near))
    return line


def _place(row: ImportRow, record: Record, line: CheckedRow) -> None:
    """Sets the row's outcome, group and business by what its record is now."""
    if record.is_blocked:
        row.outcome, row.group, row.business = ImportRow.Outcome.PROBLEM, "", None
        return
    was_alone = not row.group
    if line.known_key and line.known_key != row.business_id:
        row.business_id, row.group = line.known_key, str(line.known_key)
        is_first = not row.batch.rows.filter(group=row.group).exclude(pk=row.pk).exists()
        row.outcome = ImportRow.Outcome.SAME if is_first else ImportRow.Outcome.DUPLICATE
    elif was_alone:
        row.outcome, row.group = ImportRow.Outcome.CREATE, f"baru-baris-{row.pk}"


def is_mended(row: ImportRow) -> bool:
    """Whether nothing that somebody can put right is left."""
    return MENDABLE.isdisjoint(row.problems)


def reader_of(batch: ImportBatch, sheet: str, today: date) -> RowReader:
    """Reads rows of a sheet by its columns, as the check did."""
    return RowReader(columns_of(batch, sheet), gazetteer(), craft_finder(), today, context=sheet)


def read_cells(reader: RowReader, row: ImportRow, cells: Sequence[Cell]) -> Record:
    """The record of a row's mended cells; a NIK still masked is the one of before."""
    number = next((c.index for c in reader.columns if c.field == "nik"), None)
    is_kept = number is None or number >= len(cells) or "•" in str(cells[number])
    district = row.values.get("district_text") or ""
    context = "" if district else _district_name(row)
    return with_number_kept(reader.read(cells, context), row, is_kept=is_kept)


def _district_name(row: ImportRow) -> str:
    code = row.values.get("district_code")
    return f"Kecamatan {District.objects.get(code=code).name}" if code else ""
