"""Undoes a stored import within thirty days: all of it, but for what somebody built upon since.

What the import created is removed, what it changed goes back. Kept and named are rows that were
edited later, and those that something hangs on: works, mentoring, an account, a merge, a later
import.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pghistory
import pghistory.models
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.imports.changes import FACT_FIELDS, trail_of, values_of
from artisans.imports.removing import delete_rows
from artisans.imports.storing import LOCK_KEY
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    DuplicatePair,
    FactSource,
    ImportBatch,
    ImportChange,
    ImportConflict,
    ImportMatch,
    ImportRow,
    ReadinessAssessment,
    RegistryEntry,
)
from dekranasda.accounts.models import User

UNDO_FOR = timedelta(days=30)
EDITED, HANGS, LISTED, MERGED, ACCOUNT = "edited", "hangs", "listed", "merged", "account"
REASONS: dict[str, str | Promise] = {
    EDITED: _("sudah disunting setelah impor"),
    HANGS: _("sudah dipakai data lain, misalnya karya atau pendampingan"),
    LISTED: _("ada juga di impor yang lebih baru"),
    MERGED: _("sudah digabung dengan usaha lain"),
    ACCOUNT: _("pemiliknya sudah mempunyai akun"),
}
# What an import itself leaves beside a business; anything else that points at it hangs on it.
OWN = (
    BusinessYear, ReadinessAssessment, ImportRow, ImportConflict, ImportMatch, ImportChange,
    DuplicatePair, RegistryEntry,
)  # fmt: skip
Kind = ImportChange.Kind


def may_undo(batch: ImportBatch, *, at: datetime) -> bool:
    """Whether the import is stored, and not for longer than thirty days."""
    is_stored = batch.state == ImportBatch.State.COMMITTED and batch.committed_at is not None
    return is_stored and at - batch.committed_at <= UNDO_FOR  # type: ignore[operator]


def undo_batch(batch: ImportBatch, *, by: User | None, at: datetime) -> ImportBatch:
    """Takes the import back and returns it, UNDONE; one transaction.

    An import that is undone already comes back as it is. Raises ValidationError («not_stored»,
    «too_late»).
    """
    reason = f"pembatalan impor {batch.pk}"
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, reason=reason):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state == ImportBatch.State.UNDONE:
            return batch
        check_undoable(batch, at=at)
        _Undoing(batch).run()
        batch.state, batch.undone_at, batch.undone_by = ImportBatch.State.UNDONE, at, by
        batch.save(update_fields=["state", "undone_at", "undone_by"])
    return batch


def check_undoable(batch: ImportBatch, *, at: datetime) -> None:
    """Raises ValidationError where the import is not stored, or was too long ago."""
    if batch.state not in {ImportBatch.State.COMMITTED, ImportBatch.State.UNDOING}:
        raise ValidationError(
            _("Hanya impor yang sudah tersimpan dapat dibatalkan."), code="not_stored"
        )
    if batch.committed_at is None or at - batch.committed_at > UNDO_FOR:
        raise ValidationError(
            _("Impor hanya dapat dibatalkan dalam 30 hari setelah disimpan."), code="too_late"
        )


class _Undoing:
    """One undo. Rows are locked first, so that nothing new can be hung on them meanwhile."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.changes = list(batch.changes.select_related("business").order_by("pk"))

    def run(self) -> None:
        """Changed things first, since they may stand beside what is removed."""
        _measure_tables()
        self._change_back()
        self._remove_created()
        ImportChange.objects.bulk_update(
            [change for change in self.changes if change.kept_because],
            ["kept_because"],
            batch_size=500,
        )

    # What was there before

    def _change_back(self) -> None:
        by_kind: dict[str, list[ImportChange]] = defaultdict(list)
        for change in self.changes:
            by_kind[change.kind].append(change)
        for model, kind in ((Artisan, Kind.ARTISAN), (Business, Kind.BUSINESS)):
            self._things_back(model, by_kind[kind])
        self._rows_back(BusinessYear, by_kind[Kind.YEAR])
        self._rows_back(ReadinessAssessment, by_kind[Kind.ASSESSMENT])
        self._origins_back(by_kind[Kind.SOURCE])

    def _things_back(
        self, model: type[Artisan] | type[Business], changes: Sequence[ImportChange]
    ) -> None:
        keys = [change.object_id for change in changes]
        things = model._default_manager.select_for_update().in_bulk(keys)
        edited = self._edited(model, keys)
        names: set[str] = set()
        restored: list[Any] = []
        for change in changes:
            thing = things.get(change.object_id)
            if thing is None or change.object_id in edited:
                change.kept_because = EDITED if thing else ""
                continue
            for name, value in (change.before or {}).items():
                field: Any = model._meta.get_field(name)
                setattr(thing, field.attname, field.to_python(value))
                names.add(name)
            restored.append(thing)
        if restored:
            model._default_manager.bulk_update(restored, sorted(names), batch_size=500)

    def _edited(self, model: type[Artisan] | type[Business], keys: Iterable[int]) -> set[int]:
        """Which of these rows have a step in their audit trail that is newer than the import."""
        newest = self.batch.trail_end.get(model._meta.model_name or "", 0)
        later = trail_of(model).objects.filter(pgh_obj_id__in=list(keys), pgh_id__gt=newest)
        return set(later.values_list("pgh_obj_id", flat=True))

    def _rows_back(
        self,
        model: type[BusinessYear] | type[ReadinessAssessment],
        changes: Sequence[ImportChange],
    ) -> None:
        rows = model._default_manager.select_for_update().in_bulk(
            [change.object_id for change in changes]
        )
        for change in changes:
            row = rows.get(change.object_id)
            if row is None:
                continue
            if {name: values_of(row).get(name) for name in change.after} != change.after:
                change.kept_because = EDITED
            elif change.before is None:
                row.delete()
            else:
                for name, value in change.before.items():
                    setattr(row, name, value)
                row.save(update_fields=list(change.before))

    def _origins_back(self, changes: Sequence[ImportChange]) -> None:
        """The origins of fields that went back; those of kept fields stay with them."""
        kept = {
            (change.kind, change.business_id)
            for change in self.changes
            if change.kept_because and change.kind in {Kind.ARTISAN, Kind.BUSINESS}
        }
        kept_keys = {key for _kind, key in kept}
        facts = FactSource.objects.in_bulk([change.object_id for change in changes])
        for change in changes:
            fact = facts.get(change.object_id)
            if fact is None or change.business_id in kept_keys:
                continue
            if fact.recorded_at.isoformat() != change.after["recorded_at"]:
                continue
            if change.before is None:
                fact.delete()
                continue
            for name in FACT_FIELDS:
                field: Any = FactSource._meta.get_field(name.removesuffix("_id"))
                setattr(fact, name, field.to_python(change.before[name]))
            fact.save()

    # What the import made

    def _remove_created(self) -> None:
        rows = list(
            self.batch.rows.filter(
                outcome=ImportRow.Outcome.CREATE, business__isnull=False
            ).order_by("pk")
        )
        keys = [row.business_id for row in rows if row.business_id]
        businesses = Business.objects.select_for_update().in_bulk(keys)
        owners = {business.owner_id for business in businesses.values()}
        list(Artisan.objects.select_for_update().filter(pk__in=owners).values_list("pk"))
        kept = self._kept_businesses(businesses, owners)
        for row in rows:
            row.kept_because = kept.get(row.business_id or 0, "")
        ImportRow.objects.bulk_update(
            [row for row in rows if row.kept_because], ["kept_because"], batch_size=500
        )
        gone = [key for key in businesses if key not in kept]
        with connection.cursor() as cursor:
            # Put off to the commit, the same checks take five times as long.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # No class has to follow the figures of a business that goes with them.
        with pgtrigger.ignore("artisans.BusinessYear:keeps_size_class_delete"):
            _remove(Business, gone)
        self._remove_owners({businesses[key].owner_id for key in gone})
        uids = [businesses[key].uid for key in gone]
        FactSource.objects.filter(subject__in=uids).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL DEFERRED"
            )  # as other work of the transaction expects

    def _kept_businesses(self, businesses: dict[int, Business], owners: set[int]) -> dict[int, str]:
        """Which businesses stay, and why."""
        kept: dict[int, str] = {}
        later = ImportRow.objects.filter(
            business__in=businesses, batch__state=ImportBatch.State.COMMITTED
        ).exclude(batch=self.batch)
        kept |= dict.fromkeys(later.values_list("business_id", flat=True), LISTED)
        kept |= dict.fromkeys(_hung_on(Business, businesses), HANGS)
        kept |= dict.fromkeys(self._with_later_figures(businesses), HANGS)
        made = self._made_owners(owners)
        edited_owners = self._edited(Artisan, made)
        hung_owners = _hung_on(Artisan, made, besides=(Business,))
        with_account = set(
            Artisan.objects.filter(pk__in=made, user__isnull=False).values_list("pk", flat=True)
        )
        edited = self._edited(Business, businesses)
        for key, business in businesses.items():
            if business.state == Business.State.MERGED:
                kept[key] = MERGED
            elif business.owner_id in with_account:
                kept[key] = ACCOUNT
            elif key in edited or business.owner_id in edited_owners:
                kept[key] = EDITED
            elif business.owner_id in hung_owners:
                kept.setdefault(key, HANGS)
        return kept

    def _made_owners(self, owners: Iterable[int]) -> set[int]:
        """Which of these people came with this import, by the audit trail."""
        made = trail_of(Artisan).objects.filter(
            pgh_obj_id__in=list(owners),
            pgh_label="insert",
            pgh_context__metadata__reason=f"impor {self.batch.pk}",
        )
        return set(made.values_list("pgh_obj_id", flat=True))

    def _with_later_figures(self, businesses: Iterable[int]) -> set[int]:
        """Businesses with more figures or assessments than one import brings, or by hand."""
        keys = list(businesses)
        found: set[int] = set()
        models_of_figures: tuple[Any, ...] = (BusinessYear, ReadinessAssessment)
        for model in models_of_figures:
            several = (
                model._default_manager.filter(business__in=keys)
                .values("business")
                .annotate(count=models.Count("pk"))
                .filter(count__gt=1)
            )
            found |= set(several.values_list("business", flat=True))
        assessed = ReadinessAssessment.objects.filter(business__in=keys, assessed_by__isnull=False)
        newest = self.batch.trail_end.get("businessyear", 0)
        changed = trail_of(BusinessYear).objects.filter(business__in=keys, pgh_id__gt=newest)
        found |= set(changed.values_list("business_id", flat=True))
        return found | set(assessed.values_list("business_id", flat=True))

    def _remove_owners(self, owners: set[int]) -> None:
        """Removes the owners that came with this import and own nothing else."""
        alone = Artisan.objects.filter(pk__in=self._made_owners(owners), businesses__isnull=True)
        uid_of = dict(alone.values_list("pk", "uid"))
        _remove(Artisan, list(uid_of))
        FactSource.objects.filter(subject__in=uid_of.values()).delete()


def _hung_on(
    model: type[models.Model], keys: Iterable[int], *, besides: tuple[type[models.Model], ...] = ()
) -> set[int]:
    """The keys of rows that anything of the portal points at, but for what imports write."""
    wanted, found = _among(keys), set()
    for relation in _relations(model):
        other: Any = relation.related_model
        if other in (*OWN, *besides) or issubclass(other, pghistory.models.Event):
            continue
        name = relation.field.name
        pointing = other._base_manager.filter(**{f"{name}__in": wanted})
        found |= set(pointing.values_list(name, flat=True))
    return found


def _relations(model: type[models.Model]) -> list[Any]:
    """The keys of other tables that point at rows of the model."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    ]


def _remove(model: type[models.Model], keys: Sequence[int]) -> None:
    """Removes rows with what an import leaves beside them, one statement for each table.

    Whatever else points at one of them makes the database refuse.
    """
    wanted = _among(keys)
    for relation in _relations(model):
        other: Any = relation.related_model
        if other not in OWN:
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": wanted})
        if relation.on_delete is models.SET_NULL:
            rows.update(**{name: None})
        else:
            delete_rows(rows)
    delete_rows(model._base_manager.filter(pk__in=wanted))


def _among(keys: Iterable[int]) -> RawSQL:
    """Keys as a relation, which the database joins with instead of trying one after the other."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def _measure_tables() -> None:
    """Lets the database see how large the tables are that an import fills.

    Every removed row is looked for in each table that could point at it. Planned for the empty
    table of a moment ago, each such look would read the table to its end.
    """
    tables = {model._meta.db_table for model in (Artisan, Business, FactSource, *OWN)}
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(tables)))}")
