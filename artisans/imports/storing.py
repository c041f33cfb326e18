"""Stores a checked batch in the registry: one transaction, all or nothing, repeatable.

Only the columns named here are ever written. A matched business keeps what it has; an import
fills what is blank and adds phone numbers, and never overwrites what somebody entered.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
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
from artisans.imports.copying import copy_rows, give_keys, maker
from artisans.imports.differences import chosen_conflicts, overwrite
from artisans.imports.filling import (
    ARTISAN_FIELDS,
    BUSINESS_FIELDS,
    FIGURES,
    Group,
    figures_of,
    fill_artisan,
    fill_business,
    new_artisan,
    state_of,
)
from artisans.imports.grouping import is_still_grouped, registry_state, take_over_grouping
from artisans.imports.questions import days_of, join_lines
from artisans.imports.staging import (
    BULK,
    count_rows,
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
from dekranasda.accounts.models import User
from dekranasda.lib.memory import collection_paused

Kind = ImportChange.Kind
Y = TypeVar("Y", BusinessYear, ReadinessAssessment)

# Any constant will do; every import takes the same lock, so that two never match side by side.
LOCK_KEY = 352_200_01

_make_business, _make_year = maker(Business), maker(BusinessYear)
_make_assessment = maker(ReadinessAssessment)


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
        stored = batch.rows.order_by("pk").defer("cells", "fingerprint")
        rows = list(stored.iterator(chunk_size=BULK))
        lines = _lines(batch, rows, checked)
        join_lines(batch, rows, lines)
        Storing(batch, rows, today, lines, ChangeLog(batch, by=by, at=at, today=today)).store()
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
    for row in rows:
        del row.values  # they stand in the record now, and would take as much memory again
    if is_still_grouped(batch, rows):
        take_over_grouping(batch, rows, lines)
    else:
        group_rows(lines, known_registry())
    return lines


def _is_storable(row: ImportRow) -> bool:
    return row.outcome not in {ImportRow.Outcome.SKIPPED, ImportRow.Outcome.PROBLEM}


@dataclass
class Storing:
    """One run over the rows of a batch; collects objects first, then writes them in bulk."""

    batch: ImportBatch
    rows: Sequence[ImportRow]
    today: date
    lines: Sequence[CheckedRow]
    log: ChangeLog
    changed: set[int] = field(default_factory=set)
    chosen: dict[int, list[ImportConflict]] = field(default_factory=dict)
    is_rehearsal: bool = False

    def store(self) -> None:
        """Writes the rows of every group, what became of each, and what was changed."""
        self.chosen = chosen_conflicts(self.batch)
        groups = self._groups()
        keys = self._businesses(groups, self._artisans(groups))
        self._years(groups, keys)
        self._settle_rows(groups, keys)
        stored = [c.pk for conflicts in self.chosen.values() for c in conflicts if c.is_stored]
        self.batch.conflicts.filter(pk__in=stored).update(is_stored=True)
        self.log.write()

    def changed_by_filling(self) -> set[int]:
        """The keys of the businesses of the registry that storing would fill up; writes nothing.

        What people chose to overwrite is left out.
        """
        self.is_rehearsal = True
        groups = [group for group in self._groups() if group.known_key]
        if groups:
            keys = self._businesses(groups, self._artisans(groups))
            self._years(groups, keys)
        return self.changed

    def _groups(self) -> list[Group]:
        groups: dict[int, Group] = {}
        for row, line in zip(self.rows, self.lines, strict=True):
            if line.record is None or not _is_storable(row):
                continue
            group = groups.setdefault(
                line.group, Group([], [], line.known_key, line.owner, line.known_owner_key)
            )
            group.rows.append(row)
            row.problems = line.record.problems
            group.records.append(line.record)
        return list(groups.values())

    # Owners

    def _artisans(self, groups: Sequence[Group]) -> dict[int, Artisan]:
        """The artisan of each owner number, new or known, saved."""
        by_owner: dict[int, list[Group]] = defaultdict(list)
        for group in groups:
            by_owner[group.owner].append(group)
        keys = {group.known_owner_key for group in groups if group.known_owner_key}
        known = self._locked(Artisan.objects).in_bulk(keys)
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
                artisan = new_artisan(records, owned[0])
                new.append(artisan)
            was = state_of(artisan) if artisan.pk else {}
            fill_artisan(artisan, records, numbers)
            if self.chosen:
                overwrite(artisan, (m for group in owned for m in group.members()), self.chosen)
            if artisan.pk and state_of(artisan) != was:
                beside = [group.known_key for group in owned if group.known_key]
                filled.append(Changed(artisan, was, beside, self._origin(owned[0])))
            made[owner] = artisan
        self._copy(new)
        self._write_changed(Artisan, filled, ARTISAN_FIELDS)
        return made

    def _write_changed(
        self, model: type[Artisan] | type[Business], filled: list[Changed], names: list[str]
    ) -> None:
        """Saves what differs after the makers' own words are put back."""
        kept = self.log.keep(filled)
        for change in kept:
            self.changed.update(change.business_keys)
        if kept and not self.is_rehearsal:
            things: list[Any] = [change.thing for change in kept]
            model._default_manager.bulk_update(things, names, batch_size=BULK)

    def _locked(self, things: Any) -> Any:
        return things.all() if self.is_rehearsal else things.select_for_update()

    def _copy(self, rows: Sequence[Any]) -> None:
        if not self.is_rehearsal:
            copy_rows(rows)

    def _origin(self, group: Group) -> Origin:
        source = (group.first("source") or self.batch.file_name)[:120]
        return Origin(source, self._as_of(group))

    # Businesses

    def _businesses(self, groups: Sequence[Group], artisans: dict[int, Artisan]) -> list[int]:
        """The key of each group's business, new or known, saved with its readiness."""
        known = self._locked(Business.objects).in_bulk(
            {group.known_key for group in groups if group.known_key}
        )
        nibs = set(Business.objects.exclude(business_id="").values_list("business_id", flat=True))
        made: list[Business] = []
        new: list[Business] = []
        filled: list[Changed] = []
        for group in groups:
            business = known.get(group.known_key)
            if business is None:
                business = self._new_business(group, artisans[group.owner])
                new.append(business)
            was = state_of(business) if business.pk else {}
            fill_business(business, group, nibs)
            if self.chosen:
                overwrite(business, group.members(), self.chosen)
            if business.pk and state_of(business) != was:
                filled.append(Changed(business, was, [business.pk], self._origin(group)))
            made.append(business)
        self._write_changed(Business, filled, BUSINESS_FIELDS)
        # Levels come before their businesses: the registry's rows, which keep the level, are then
        # written once. The database looks at the keys at the commit.
        give_keys(new)
        keys = [business.pk for business in made]
        self._assessments(groups, keys)
        self._copy(new)
        return keys

    def _new_business(self, group: Group, owner: Artisan) -> Business:
        name = group.first("business_name") or stand_in_name(owner.name)
        business = _make_business(
            owner_id=owner.pk, name=name[:160], created_at=self.batch.uploaded_at
        )
        business.slug = f"{slugify(name)[:60] or 'usaha'}-{business.uid.hex[:10]}"
        origin = self._origin(group)
        business.source, business.source_as_of = origin.source, origin.as_of
        return business

    def _as_of(self, group: Group) -> date | None:
        return self._days.get(group.rows[0].sheet)

    @cached_property
    def _days(self) -> dict[str, date]:
        return days_of(self.batch)

    # Figures and readiness

    def _years(self, groups: Sequence[Group], keys: Sequence[int]) -> None:
        years = [(self._as_of(group) or self.today).year for group in groups]
        known = {
            (year.business_id, year.year): year
            for year in BusinessYear.objects.filter(business__in=keys, year__in=set(years))
        }
        new, filled = [], []
        for group, key, year in zip(groups, keys, years, strict=True):
            figures = figures_of(group.records)
            if not figures:
                continue
            row = known.get((key, year))
            if row is None:
                source = (group.first("source") or self.batch.file_name)[:120]
                row = _make_year(business_id=key, year=year, source=source, **figures)
                overwrite(row, group.members(), self.chosen)
                new.append(row)
                self.changed.add(key)
                continue
            was = {name: getattr(row, name) for name in FIGURES}
            for name, value in figures.items():
                if was[name] is None:
                    setattr(row, name, value)
            overwrite(row, group.members(), self.chosen)
            now = {name: getattr(row, name) for name in FIGURES}
            if now != was:
                filled.append(row)
                self.changed.add(key)
                self.log.note(Kind.YEAR, row, key, before=was, after=now)
        self._copy(new)
        self.log.note_new(Kind.YEAR, self._beside_known(groups, new))
        if filled and not self.is_rehearsal:
            BusinessYear.objects.bulk_update(filled, FIGURES, batch_size=BULK)

    def _assessments(self, groups: Sequence[Group], keys: Sequence[int]) -> None:
        """The office's own mark of readiness, as a dated assessment beside any others."""
        levels: dict[str, int] = {
            "SIAP": ReadinessAssessment.Level.READY,
            "BELUM": ReadinessAssessment.Level.RECORDED,
        }
        newest = dict(
            ReadinessAssessment.objects.filter(business__in=keys)
            .order_by("business", "assessed_on", "pk")
            .values_list("business_id", "level")
        )
        source = f"{_('kolom status')}: {self.batch.file_name}"[:120]
        new = []
        for group, key in zip(groups, keys, strict=True):
            level = levels.get(group.first("status") or "")
            if level is None or newest.get(key) == level:
                continue
            day = self._as_of(group) or self.today
            new.append(
                _make_assessment(business_id=key, assessed_on=day, level=level, source=source)
            )
            self.changed.add(key)
        self._copy(new)
        self.log.note_new(Kind.ASSESSMENT, self._beside_known(groups, new))

    @staticmethod
    def _beside_known(groups: Sequence[Group], new: Sequence[Y]) -> list[Y]:
        known = {group.known_key for group in groups}
        return [row for row in new if row.business_id in known]

    # Rows

    def _settle_rows(self, groups: Sequence[Group], keys: Sequence[int]) -> None:
        settled = []
        for group, key in zip(groups, keys, strict=True):
            outcome = ImportRow.Outcome.CREATE
            if group.known_key:
                changed = group.known_key in self.changed
                outcome = ImportRow.Outcome.UPDATE if changed else ImportRow.Outcome.SAME
            for row in group.rows:
                row.outcome, row.business_id, row.group = outcome, key, str(key)
                outcome = ImportRow.Outcome.DUPLICATE
                settled.append(row)
        _update_rows(settled)


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
