"""Stages a checked file: a batch and its rows with their problems, before anything is stored.

A row keeps its record as JSON without the NIK, which stands beside it as a cipher bound to the
row, and a keyed fingerprint by which the same row is known again.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction

from artisans.imports.aliases import alias_rows
from artisans.imports.checking import (
    SHARING_PROBLEMS,
    Checked,
    CheckedRow,
    Registry,
)
from artisans.imports.copying import maker
from artisans.imports.grouping import registry_state
from artisans.imports.records import Record
from artisans.imports.removing import delete_rows
from artisans.models import (
    Business,
    ImportBatch,
    ImportConflict,
    ImportGrouping,
    ImportMatch,
    ImportRow,
)
from artisans.tombstones import digests_of, forgotten_digests
from dekranasda.accounts.models import User
from dekranasda.lib import encryption

TEXT_FIELDS = (
    "owner_name", "gender", "business_name", "nib", "address", "village_code", "district_code",
    "village_text", "district_text", "activity", "product", "craft_code", "kbli", "status",
    "source", "note", "location",
)  # fmt: skip
NUMBER_FIELDS = (
    "founded_in", "turnover_idr", "capital_idr", "workers_male", "workers_female",
)  # fmt: skip
BULK = 2000
LEAST_LONG = 15
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[\s.\-]{0,2}){14,15}\d(?!\d)")


def create_batch(content: bytes, name: str, *, by: User | None, at: datetime) -> ImportBatch:
    """A saved batch in state CHECKING whose file lies in private storage under its digest."""
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["private"]
    stored = storage.save(f"imports/{digest[:2]}/{digest}", ContentFile(content))
    return ImportBatch.objects.create(
        file_name=hide_long_numbers(name)[:200],
        file_sha256=digest,
        stored_name=stored,
        uploaded_by=by,
        uploaded_at=at,
    )


def read_stored_file(batch: ImportBatch) -> bytes:
    """The content of the batch's file. Raises FileNotFoundError after it has been removed."""
    if not batch.stored_name:
        raise FileNotFoundError(batch.file_name)
    with storages["private"].open(batch.stored_name) as file:
        return bytes(file.read())


def discard_batch(batch: ImportBatch) -> None:
    """Removes a batch that was never stored, with its rows, and its file after the commit."""
    if batch.state == ImportBatch.State.COMMITTED:
        raise ValueError("a stored batch is kept")
    if batch.stored_name:
        transaction.on_commit(partial(storages["private"].delete, batch.stored_name))
    # One statement for each table; a deletion by objects would first read every row.
    belongings: tuple[Any, ...] = (ImportConflict, ImportMatch, ImportGrouping, ImportRow)
    for model in belongings:
        delete_rows(model.objects.filter(batch=batch))
    batch.delete()


def drop_file(batch: ImportBatch) -> None:
    """Removes the batch's file after the commit, and the samples of its cells that pages show.

    Rows, counts and what was done with them stay: the report needs no file.
    """
    for sheet in batch.mapping.get("sheets", ()):
        sheet["preview"] = []
        for column in sheet.get("columns", ()):
            column["samples"] = []
    if batch.stored_name:
        transaction.on_commit(partial(storages["private"].delete, batch.stored_name))
    batch.stored_name = ""
    batch.save(update_fields=["mapping", "stored_name"])


def earlier_commit(batch: ImportBatch) -> ImportBatch | None:
    """The batch that already brought the very same file into the registry, if there is one."""
    same = ImportBatch.objects.filter(
        file_sha256=batch.file_sha256, state=ImportBatch.State.COMMITTED
    )
    return same.exclude(pk=batch.pk).order_by("committed_at").first()


def index_of(number: str) -> bytes:
    """The blind index of a NIK, as artisans keep it."""
    return encryption.blind_index(number, purpose="national_id")


def hide_long_numbers(text: str) -> str:
    """The text with every number of 15 or 16 digits, however it is set apart, masked as a NIK."""
    if len(text) < LEAST_LONG:
        return text
    return _LONG_NUMBER.sub(lambda found: encryption.mask(re.sub(r"\D", "", found[0])), text)


# What the registry already holds


def stand_in_name(owner_name: str) -> str:
    """The name of a business whose list names only the owner."""
    return f"Usaha {owner_name}"[:160]


KNOWN_COLUMNS = (
    "pk", "owner_id", "owner__name", "owner__national_id_index", "owner__gender",
    "owner__born_on", "owner__phone", "owner__other_phones", "phone", "name",
    "business_id", "address", "village_id", "village__district_id", "products_text",
    "craft_id", "kbli",
)  # fmt: skip


def known_records(near: models.Q | None = None) -> list[Record]:
    """Every business that stands, or those `near` a row, as records; one query."""
    standing = Business.objects.exclude(state=Business.State.MERGED).filter(near or models.Q())
    rows = standing.filter(owner__erased_at__isnull=True).order_by("pk")
    return [
        _known_record(*row) for row in rows.values_list(*KNOWN_COLUMNS).iterator(chunk_size=5000)
    ]


def known_registry(near: models.Q | None = None) -> Registry:
    """Every business, by its names from before merges too, and the rows met before.

    `near` narrows it to the businesses that a single row is compared with.
    """
    size = registry_state()
    met = ImportRow.objects.filter(fingerprint__isnull=False, business__isnull=False)
    # What stands comes first: of records of one business the first gives its group the number.
    records = known_records(near)
    if near:
        met = met.none()
    else:
        records += [_known_record(*row) for row in alias_rows(KNOWN_COLUMNS)]
    return Registry(
        size=size,
        records=records,
        rows={bytes(key or b""): row for key, row in met.values_list("fingerprint", "business_id")},
        index_of=index_of,
        kept_of=kept_of,
        forgotten=_forgotten(records),
        digests_of=_digests_of,
    )


def _forgotten(records: Iterable[Record]) -> frozenset[bytes]:
    """The digests of erased people, without those who are in the registry again."""
    forgotten = forgotten_digests()
    if forgotten:
        forgotten -= {digest for record in records for digest in _digests_of(record)}
    return frozenset(forgotten)


def _digests_of(record: Record) -> set[bytes]:
    """What an erased person would be known by; see `artisans/tombstones.py`."""
    keys = digests_of(
        record.owner_name,
        phones=record.phones,
        nibs=[record.nib],
        born_on=record.born_on,
        village_codes=[record.village_code],
    )
    if record.national_id_key or record.national_id:
        keys.add(record.national_id_key or index_of(record.national_id))
    return keys


def _known_record(
    key: int, owner_key: int, owner: str, index: bytes | memoryview | None, gender: str,
    born_on: date | None,
    phone: str, others: str, business_phone: str, name: str, nib: str, address: str,
    village: str | None, district: str | None, products: str, craft: str | None, kbli: str,
) -> Record:  # fmt: skip
    phones = dict.fromkeys(filter(None, [phone, *others.split(";"), business_phone]))
    return Record(
        key=key,
        owner_key=owner_key,
        # An owner who bears the business's name stands in for one whom the list did not name.
        owner_name="" if owner == name else owner,
        national_id_key=bytes(index) if index else b"",
        gender=gender,
        born_on=born_on,
        business_name="" if name == stand_in_name(owner) else name,
        nib=nib,
        address=address,
        village_code=village or "",
        district_code=district or "",
        phones=tuple(phones),
        product=products,
        craft_code=craft or "",
        kbli=kbli,
    )


# Rows


def staged_rows(batch: ImportBatch, checked: Checked) -> list[ImportRow]:
    """The rows of the batch, unsaved, each with its outcome."""
    seen: set[int] = set()
    return [_staged_row(batch, line, seen) for line in checked.rows]


_new_row = maker(ImportRow)


def _staged_row(batch: ImportBatch, line: CheckedRow, seen: set[int]) -> ImportRow:
    row = _new_row(batch_id=batch.pk, sheet=line.sheet[:80], row=line.row, kind=line.kind)
    record = line.record
    if record is None:
        row.outcome = ImportRow.Outcome.SKIPPED
        row.values = {"text": hide_long_numbers(line.text)} if line.text else {}
        return row
    row.values = line.values or record_json(record)
    row.problems = record.problems
    row.cells = {name: hide_long_numbers(text) for name, text in line.cells.items() if text}
    row.fingerprint = line.fingerprint or None
    if record.national_id:
        row.national_id_cipher = encryption.encrypt(record.national_id, context=row_context(row))
        row.national_id_index = record.national_id_key or index_of(record.national_id)
    if record.tax_id:
        row.tax_id_cipher = encryption.encrypt(
            record.tax_id, context=row_context(row, field="tax_id")
        )
    if record.is_blocked:
        row.outcome = ImportRow.Outcome.PROBLEM
        return row
    row.business_id = line.known_key or None
    row.group = str(line.known_key) if line.known_key else f"baru-{line.group}"
    if line.group in seen:
        row.outcome = ImportRow.Outcome.DUPLICATE
    elif line.known_key:
        row.outcome = ImportRow.Outcome.SAME
    else:
        row.outcome = ImportRow.Outcome.CREATE
    seen.add(line.group)
    return row


def row_context(row: ImportRow, field: str = "national_id") -> str:
    """What the cipher of a row's field is bound to."""
    return f"artisans_importrow.{field}|{row.batch_id}|{row.sheet}|{row.row}"


def record_json(record: Record) -> dict[str, Any]:
    """The record's filled fields, without NIK and NPWP."""
    values: dict[str, Any] = {
        name: hide_long_numbers(text) if len(text) >= LEAST_LONG else text
        for name in TEXT_FIELDS
        if (text := getattr(record, name))
    }
    values |= {
        name: number for name in NUMBER_FIELDS if (number := getattr(record, name)) is not None
    }
    if record.phones:
        values["phones"] = list(record.phones)
    if record.born_on:
        values["born_on"] = record.born_on.isoformat()
    if record.turnover_is_monthly:
        values["turnover_is_monthly"] = True
    return values


def record_of(row: ImportRow) -> Record:
    """The record of a staged row, with its NIK and NPWP in memory."""
    values = dict(row.values)
    born_on = values.pop("born_on", None)
    record = Record(
        sheet=row.sheet,
        row=row.row,
        phones=tuple(values.pop("phones", ())),
        born_on=date.fromisoformat(born_on) if born_on else None,
        problems=[code for code in row.problems if code not in SHARING_PROBLEMS],
        **values,
    )
    if row.national_id_cipher:
        record.national_id = encryption.decrypt(row.national_id_cipher, context=row_context(row))
        record.national_id_key = bytes(row.national_id_index or b"")
    if row.tax_id_cipher:
        record.tax_id = encryption.decrypt(
            row.tax_id_cipher, context=row_context(row, field="tax_id")
        )
    return record


def kept_of(record: Record) -> tuple[dict[str, Any], bytes]:
    """What is kept of the row, and a keyed digest of everything that it says."""
    values = record_json(record)
    content = json.dumps([record.national_id, record.tax_id, values])
    return values, encryption.blind_index(content, purpose="import_row")


def count_rows(rows: Iterable[ImportRow]) -> dict[str, Any]:
    """Rows by outcome, problems by code, and skipped rows by kind."""
    outcomes: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for row in rows:
        outcomes[row.outcome] += 1
        problems.update(row.problems)
        if row.outcome == ImportRow.Outcome.SKIPPED:
            skipped[row.kind] += 1
    return {
        "rows": sum(outcomes.values()),
        "data": sum(outcomes.values()) - outcomes[ImportRow.Outcome.SKIPPED],
        "outcomes": dict(outcomes),
        "problems": dict(problems.most_common()),
        "skipped": dict(skipped),
    }
