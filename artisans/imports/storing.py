"""Stores a checked batch in the registry: one transaction, all or nothing, repeatable.

Only the columns named here are ever written. A matched business keeps what it has; an import
fills what is blank and adds phone numbers, and never overwrites what somebody entered.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from artisans.imports.changes import Changed, ChangeLog, Origin, trail_end
from artisans.imports.checking import Checked, CheckedRow, group_rows
from artisans.imports.copying import copy_rows
from artisans.imports.differences import Member, chosen_conflicts, overwrite
from artisans.imports.grouping import is_still_grouped, registry_state, take_over_grouping
from artisans.imports.people import without_title
from artisans.imports.questions import days_of, join_lines
from artisans.imports.records import Record
from artisans.imports.staging import (
    BULK,
    count_rows,
    index_of,
    known_registry,
    record_of,
    stand_in_name,
)
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    ImportBatch,
    ImportChange,
    ImportConflict,
    ImportRow,
    ReadinessAssessment,
)
from artisans.models.numbers import tax_id_index
from artisans.personal_numbers import is_body_tax_number, is_personal_tax_number
from artisans.reference import kbli_editions
from artisans.size_class import MONTHS_A_YEAR, size_class
from dekranasda.accounts.models import User
from dekranasda.lib.memory import collection_paused

Kind = ImportChange.Kind
Y = TypeVar("Y", BusinessYear, ReadinessAssessment)

# Any constant will do; every import takes the same lock, so that two never match side by side.
LOCK_KEY = 352_200_01


@collection_paused()
def store_batch(
    batch: ImportBatch,
    *,
    by: User | None,
    at: datetime,
    today: date,
    checked: Checked | None = None,
) -> ImportBatch:
    """Writes the batch's rows into the registry and returns it, COMMITTED.

    One transaction under one lock for all imports. The rows are matched again where the registry
    has grown since the check; `checked` spares reading them back a moment later. Raises
    ValidationError («not_checked») for a batch in another state; a batch that is stored already
    comes back as it is.
    """
    reason = f"impor {batch.pk}"
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, reason=reason):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state == ImportBatch.State.COMMITTED:
            return batch
        if batch.state not in {ImportBatch.State.CHECKED, ImportBatch.State.COMMITTING}:
            raise ValidationError(
                _("Berkas ini belum selesai diperiksa, sehingga belum dapat disimpan."),
                code="not_checked",
            )
        rows = list(batch.rows.order_by("pk"))
        lines = _lines(batch, rows, checked)
        join_lines(batch, rows, lines)
        _Storing(batch, rows, today, lines, ChangeLog(batch, by=by, at=at, today=today)).store()
        batch.counts = count_rows(rows)
        batch.state, batch.committed_at, batch.committed_by = ImportBatch.State.COMMITTED, at, by
        batch.trail_end = trail_end()
        batch.save(update_fields=["counts", "state", "committed_at", "committed_by", "trail_end"])
    return batch


def _lines(
    batch: ImportBatch, rows: Sequence[ImportRow], checked: Checked | None
) -> list[CheckedRow]:
    """A line for each row, grouped against the registry as it is now."""
    if checked and checked.registry_size == registry_state():
        return checked.rows
    lines = [
        CheckedRow(row.sheet, row.row, row.kind, record_of(row) if _is_storable(row) else None)
        for row in rows
    ]
    if is_still_grouped(batch, rows):
        take_over_grouping(batch, rows, lines)
    else:
        group_rows(lines, known_registry())
    return lines


def _is_storable(row: ImportRow) -> bool:
    return row.outcome not in {ImportRow.Outcome.SKIPPED, ImportRow.Outcome.PROBLEM}


@dataclass
class _Group:
    """The rows of one business, with the first filled value of each field."""

    rows: list[ImportRow]
    records: list[Record]
    known_key: int
    owner: int
    known_owner_key: int

    def first(self, name: str) -> Any:
        return next((value for r in self.records if (value := getattr(r, name))), None)

    def members(self) -> Iterable[Member]:
        return map(Member, self.rows, self.records)


@dataclass
class _Storing:
    """One run over the rows of a batch; collects objects first, then writes them in bulk."""

    batch: ImportBatch
    rows: Sequence[ImportRow]
    today: date
    lines: Sequence[CheckedRow]
    log: ChangeLog
    changed: set[int] = field(default_factory=set)
    chosen: dict[int, list[ImportConflict]] = field(default_factory=dict)

    def store(self) -> None:
        self.chosen = chosen_conflicts(self.batch)
        groups = self._groups()
        artisans = self._artisans(groups)
        businesses = self._businesses(groups, artisans)
        self._years(groups, businesses)
        self._assessments(groups, businesses)
        self._settle_rows(groups, businesses)
        stored = [c.pk for conflicts in self.chosen.values() for c in conflicts if c.is_stored]
        self.batch.conflicts.filter(pk__in=stored).update(is_stored=True)
        self.log.write()

    def _groups(self) -> list[_Group]:
        groups: dict[int, _Group] = {}
        for row, line in zip(self.rows, self.lines, strict=True):
            if line.record is None or not _is_storable(row):
                continue
            group = groups.setdefault(
                line.group, _Group([], [], line.known_key, line.owner, line.known_owner_key)
            )
            group.rows.append(row)
            row.problems = line.record.problems
            group.records.append(line.record)
        return list(groups.values())

    # Owners

    def _artisans(self, groups: Sequence[_Group]) -> dict[int, Artisan]:
        """The artisan of each owner number, new or known, saved."""
        by_owner: dict[int, list[_Group]] = defaultdict(list)
        for group in groups:
            by_owner[group.owner].append(group)
        keys = {group.known_owner_key for group in groups if group.known_owner_key}
        known = Artisan.objects.select_for_update().in_bulk(keys)
        numbers = {
            bytes(index)
            for pair in Artisan.objects.values_list("national_id_index", "tax_id_index")
            for index in pair
            if index
        }
        made: dict[int, Artisan] = {}
        new: list[Artisan] = []
        filled: list[Changed] = []
        for owner, owned in by_owner.items():
            records = [record for group in owned for record in group.records]
            artisan = known.get(owned[0].known_owner_key)
            if artisan is None:
                artisan = _new_artisan(records, owned[0])
                new.append(artisan)
            was = _state_of(artisan)
            _fill_artisan(artisan, records, numbers)
            if self.chosen:
                overwrite(artisan, (m for group in owned for m in group.members()), self.chosen)
            if artisan.pk and _state_of(artisan) != was:
                beside = [group.known_key for group in owned if group.known_key]
                filled.append(Changed(artisan, was, beside, self._origin(owned[0])))
            made[owner] = artisan
        copy_rows(new)
        self._write_changed(Artisan, filled, _ARTISAN_FIELDS)
        return made

    def _write_changed(
        self, model: type[Artisan] | type[Business], filled: list[Changed], names: list[str]
    ) -> None:
        """Saves what differs after the makers' own words are put back."""
        kept = self.log.keep(filled)
        for change in kept:
            self.changed.update(change.business_keys)
        if kept:
            things: list[Any] = [change.thing for change in kept]
            model._default_manager.bulk_update(things, names, batch_size=BULK)

    def _origin(self, group: _Group) -> Origin:
        source = (group.first("source") or self.batch.file_name)[:120]
        return Origin(source, self._as_of(group))

    # Businesses

    def _businesses(
        self, groups: Sequence[_Group], artisans: dict[int, Artisan]
    ) -> dict[int, Business]:
        """The business of each group, by the group's position, saved."""
        known = Business.objects.select_for_update().in_bulk(
            {group.known_key for group in groups if group.known_key}
        )
        nibs = set(Business.objects.exclude(business_id="").values_list("business_id", flat=True))
        made: dict[int, Business] = {}
        new: list[Business] = []
        filled: list[Changed] = []
        for position, group in enumerate(groups):
            business = known.get(group.known_key)
            if business is None:
                business = self._new_business(group, artisans[group.owner])
                new.append(business)
            was = _state_of(business)
            self._fill_business(business, group, nibs)
            if self.chosen:
                overwrite(business, group.members(), self.chosen)
            if business.pk and _state_of(business) != was:
                filled.append(Changed(business, was, [business.pk], self._origin(group)))
            made[position] = business
        copy_rows(new)
        self._write_changed(Business, filled, _BUSINESS_FIELDS)
        return made

    def _new_business(self, group: _Group, owner: Artisan) -> Business:
        name = group.first("business_name") or stand_in_name(owner.name)
        business = Business(owner=owner, name=name[:160], created_at=self.batch.uploaded_at)
        business.slug = f"{slugify(name)[:60] or 'usaha'}-{business.uid.hex[:10]}"
        origin = self._origin(group)
        business.source, business.source_as_of = origin.source, origin.as_of
        return business

    def _fill_business(self, business: Business, group: _Group, nibs: set[str]) -> None:
        if not business.business_id and (nib := group.first("nib")):
            if nib in nibs:
                for row in group.rows:
                    row.problems = [*row.problems, "nib_shared"]
            else:
                nibs.add(nib)
                business.business_id = nib
        body_number = next((r.tax_id for r in group.records if is_body_tax_number(r.tax_id)), "")
        if body_number and not business.tax_id_index:
            business.keep_tax_id(body_number)
        if not business.kbli and (kbli := group.first("kbli")):
            business.kbli, business.kbli_edition = kbli, kbli_editions().get(kbli)
        if not business.craft_id:
            business.craft_id = group.first("craft_code")
        if not business.village_id:
            business.village_id = group.first("village_code")
        business.address = business.address or (group.first("address") or "")[:255]
        products = group.first("product") or group.first("activity") or ""
        business.products_text = business.products_text or products[:300]
        business.founded_in = business.founded_in or group.first("founded_in")
        if not business.size_class:
            business.size_class = size_class(_turnover(group.records), _capital(group.records))

    def _as_of(self, group: _Group) -> date | None:
        return self._days.get(group.rows[0].sheet)

    @cached_property
    def _days(self) -> dict[str, date]:
        return days_of(self.batch)

    # Figures and readiness

    def _years(self, groups: Sequence[_Group], businesses: dict[int, Business]) -> None:
        years = {
            position: (self._as_of(group) or self.today).year
            for position, group in enumerate(groups)
        }
        keys = [business.pk for business in businesses.values()]
        known = {
            (year.business_id, year.year): year
            for year in BusinessYear.objects.filter(business__in=keys, year__in=set(years.values()))
        }
        new, filled = [], []
        for position, group in enumerate(groups):
            figures = _figures(group.records)
            if not figures:
                continue
            business, year = businesses[position], years[position]
            row = known.get((business.pk, year))
            if row is None:
                source = (group.first("source") or self.batch.file_name)[:120]
                row = BusinessYear(business=business, year=year, source=source, **figures)
                overwrite(row, group.members(), self.chosen)
                new.append(row)
                self.changed.add(business.pk)
                continue
            was = {name: getattr(row, name) for name in _FIGURES}
            for name, value in figures.items():
                if was[name] is None:
                    setattr(row, name, value)
            overwrite(row, group.members(), self.chosen)
            now = {name: getattr(row, name) for name in _FIGURES}
            if now != was:
                filled.append(row)
                self.changed.add(business.pk)
                self.log.note(Kind.YEAR, row, business.pk, before=was, after=now)
        copy_rows(new)
        self.log.note_new(Kind.YEAR, self._beside_known(groups, new))
        if filled:
            BusinessYear.objects.bulk_update(filled, _FIGURES, batch_size=BULK)

    def _assessments(self, groups: Sequence[_Group], businesses: dict[int, Business]) -> None:
        """The office's own mark of readiness, as a dated assessment beside any others."""
        levels: dict[str, int] = {
            "SIAP": ReadinessAssessment.Level.READY,
            "BELUM": ReadinessAssessment.Level.RECORDED,
        }
        keys = [business.pk for business in businesses.values()]
        newest = dict(
            ReadinessAssessment.objects.filter(business__in=keys)
            .order_by("business", "assessed_on", "pk")
            .values_list("business_id", "level")
        )
        new = []
        for position, group in enumerate(groups):
            level = levels.get(group.first("status") or "")
            business = businesses[position]
            if level is None or newest.get(business.pk) == level:
                continue
            day = self._as_of(group) or self.today
            source = f"{_('kolom status')}: {self.batch.file_name}"[:120]
            new.append(
                ReadinessAssessment(business=business, assessed_on=day, level=level, source=source)
            )
            self.changed.add(business.pk)
        copy_rows(new)
        self.log.note_new(Kind.ASSESSMENT, self._beside_known(groups, new))

    @staticmethod
    def _beside_known(groups: Sequence[_Group], new: Sequence[Y]) -> list[Y]:
        known = {group.known_key for group in groups}
        return [row for row in new if row.business_id in known]

    # Rows

    def _settle_rows(self, groups: Sequence[_Group], businesses: dict[int, Business]) -> None:
        settled = []
        for position, group in enumerate(groups):
            business = businesses[position]
            outcome = ImportRow.Outcome.CREATE
            if group.known_key:
                changed = group.known_key in self.changed
                outcome = ImportRow.Outcome.UPDATE if changed else ImportRow.Outcome.SAME
            for row in group.rows:
                row.outcome, row.business, row.group = outcome, business, str(business.pk)
                outcome = ImportRow.Outcome.DUPLICATE
                settled.append(row)
        _update_rows(settled)


_ARTISAN_FIELDS = [
    "name", "gender", "born_on", "national_id_cipher", "national_id_index", "tax_id_cipher",
    "tax_id_index", "phone", "other_phones", "village",
]  # fmt: skip
_BUSINESS_FIELDS = [
    "name", "business_id", "tax_id_cipher", "tax_id_index", "kbli", "kbli_edition", "craft",
    "village", "address", "products_text", "founded_in", "size_class",
]  # fmt: skip
_FIGURES = ["turnover_idr", "capital_idr", "workers_male", "workers_female"]


def _state_of(row: Artisan | Business) -> dict[str, Any]:
    names = _ARTISAN_FIELDS if isinstance(row, Artisan) else _BUSINESS_FIELDS
    return {name: row.serializable_value(name) for name in names}


def _new_artisan(records: Sequence[Record], group: _Group) -> Artisan:
    name = next((record.owner_name for record in records if record.owner_name), "")
    artisan = Artisan(name=(without_title(name) or group.first("business_name") or "?")[:150])
    artisan.slug = f"{slugify(artisan.name)[:60] or 'perajin'}-{artisan.uid.hex[:10]}"
    return artisan


def _fill_artisan(artisan: Artisan, records: Iterable[Record], numbers: set[bytes]) -> None:
    for record in records:
        artisan.gender = artisan.gender or record.gender
        if "birth_implausible" not in record.problems:
            artisan.born_on = artisan.born_on or record.born_on
        if not artisan.village_id and record.village_code:
            artisan.village_id = record.village_code
        if record.national_id and not artisan.national_id_index:
            index = index_of(record.national_id)
            if index not in numbers:
                numbers.add(index)
                artisan.keep_national_id(record.national_id)
        _keep_own_tax_number(artisan, record, numbers)
        kept = [artisan.phone, *artisan.other_phones.split(";")]
        for phone in record.phones:
            if not artisan.phone:
                artisan.phone = phone
            elif phone not in kept and len(artisan.other_phones) + len(phone) < 120:
                artisan.other_phones = ";".join(filter(None, [artisan.other_phones, phone]))
            kept.append(phone)


def _keep_own_tax_number(artisan: Artisan, record: Record, numbers: set[bytes]) -> None:
    """Keeps an NPWP that is a person's; two people never share one."""
    if artisan.tax_id_index or not is_personal_tax_number(record.tax_id):
        return
    index = tax_id_index(record.tax_id)
    if index not in numbers:
        numbers.add(index)
        artisan.keep_tax_id(record.tax_id)


def _turnover(records: Iterable[Record]) -> int | None:
    for record in records:
        if record.turnover_idr is not None:
            return record.turnover_idr * (MONTHS_A_YEAR if record.turnover_is_monthly else 1)
    return None


def _capital(records: Iterable[Record]) -> int | None:
    return next((r.capital_idr for r in records if r.capital_idr is not None), None)


def _figures(records: Sequence[Record]) -> dict[str, int]:
    figures = {
        "turnover_idr": _turnover(records),
        "capital_idr": _capital(records),
        "workers_male": next((r.workers_male for r in records if r.workers_male is not None), None),
        "workers_female": next(
            (r.workers_female for r in records if r.workers_female is not None), None
        ),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _update_rows(rows: Sequence[ImportRow]) -> None:
    """Writes outcome, business, group and problems of many rows in one statement.

    A CASE for each row, as bulk_update writes it, takes minutes for ten thousand rows.
    """
    if not rows:
        return
    columns: list[Any] = [
        [row.pk for row in rows],
        [str(row.outcome) for row in rows],
        [row.business_id for row in rows],
        [row.group for row in rows],
        [json.dumps(row.problems) for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE artisans_importrow AS row
            SET outcome = new.outcome, business_id = new.business, "group" = new.label,
                problems = new.problems::jsonb
            FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[])
                AS new(id, outcome, business, label, problems)
            WHERE row.id = new.id
            """,
            columns,
        )
