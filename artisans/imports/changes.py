"""What a commit changes of things that were there before: makers' words stay, the rest is noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from artisans.facts import maker_fields, write_facts
from artisans.imports.copying import copy_rows
from artisans.imports.differences import field_name
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    FactSource,
    ImportBatch,
    ImportChange,
    ReadinessAssessment,
)
from dekranasda.accounts.models import User

# Ciphers go back to nothing: an import only ever fills them. Their values are kept nowhere.
SECRET_ENDS = ("_cipher", "_index")
FACT_FIELDS = ("kind", "source", "as_of", "recorded_by_id", "recorded_at")


@dataclass(frozen=True)
class Origin:
    """The list that says so, and the day it describes."""

    source: str
    as_of: date | None


@dataclass
class Changed:
    """An artisan or a business of the registry, what it was, and whose list changed it."""

    thing: Artisan | Business
    was: dict[str, Any]
    business_keys: list[int]
    origin: Origin

    def names(self) -> list[str]:
        """The fields that differ now."""
        return [
            name for name, value in self.was.items() if self.thing.serializable_value(name) != value
        ]


@dataclass
class ChangeLog:
    """Collects the changes of one commit, and writes them with their origins."""

    batch: ImportBatch
    by: User | None
    at: datetime
    today: date
    changes: list[ImportChange] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)

    def keep(self, changed: Sequence[Changed]) -> list[Changed]:
        """Puts back what makers wrote in person; returns and notes what still differs."""
        makers = maker_fields([change.thing.uid for change in changed]) if changed else set()
        for change in changed if makers else ():
            for name in change.names():
                if (change.thing.uid, name) in makers:
                    attribute = change.thing._meta.get_field(name).attname  # type: ignore[union-attr]
                    setattr(change.thing, attribute, change.was[name])
        kept = [change for change in changed if change.names()]
        for change in kept:
            self._note_thing(change)
        self.changed += kept
        return kept

    def _note_thing(self, change: Changed) -> None:
        names = change.names()
        is_person = isinstance(change.thing, Artisan)
        self.note(
            ImportChange.Kind.ARTISAN if is_person else ImportChange.Kind.BUSINESS,
            change.thing,
            next(iter(change.business_keys), None),
            before={name: _in_json(name, change.was[name]) for name in names},
            after={name: _in_json(name, change.thing.serializable_value(name)) for name in names},
        )

    def note(
        self,
        kind: ImportChange.Kind,
        thing: models.Model,
        business_key: int | None,
        *,
        before: dict[str, Any] | None,
        after: dict[str, Any],
    ) -> None:
        """Remembers a change of a thing; without `before` the import made it."""
        self.changes.append(
            ImportChange(
                batch=self.batch,
                business_id=business_key,
                kind=kind,
                object_id=thing.pk,
                before=before,
                after=after,
            )
        )

    def note_new(
        self, kind: ImportChange.Kind, rows: Iterable[BusinessYear | ReadinessAssessment]
    ) -> None:
        """Remembers figures or assessments that the import added to known businesses."""
        for row in rows:
            self.note(kind, row, row.business_id, before=None, after=values_of(row))

    def write(self) -> None:
        """Writes the changes, and where each changed field now comes from."""
        self._write_origins()
        copy_rows(self.changes)

    def _write_origins(self) -> None:
        if not self.changed:
            return
        keys = {key for change in self.changed for key in change.business_keys}
        usual = {
            key: Origin(source, as_of)
            for key, source, as_of in Business.objects.filter(pk__in=keys).values_list(
                "pk", "source", "source_as_of"
            )
        }
        known = {
            (fact.subject, fact.field): fact
            for fact in FactSource.objects.filter(
                subject__in=[change.thing.uid for change in self.changed]
            )
        }
        facts, before = [], []
        for change in self.changed:
            key = next(iter(change.business_keys), 0)
            for name in change.names():
                was = known.get((change.thing.uid, name))
                if name.endswith(SECRET_ENDS) or (was is None and usual.get(key) == change.origin):
                    continue
                facts.append(self._fact(change.thing.uid, name, change.origin))
                before.append((key or None, was))
        self._note_facts(write_facts(facts), before)

    def _fact(self, subject: UUID, name: str, origin: Origin) -> FactSource:
        return FactSource(
            subject=subject,
            field=field_name(name),
            kind=FactSource.Kind.IMPORT,
            source=origin.source,
            as_of=origin.as_of or self.today,
            recorded_by=self.by,
            recorded_at=self.at,
        )

    def _note_facts(
        self,
        facts: Sequence[FactSource],
        before: Sequence[tuple[int | None, FactSource | None]],
    ) -> None:
        for fact, (business_key, was) in zip(facts, before, strict=True):
            self.note(
                ImportChange.Kind.SOURCE,
                fact,
                business_key,
                before={name: _plain(getattr(was, name)) for name in FACT_FIELDS} if was else None,
                after={name: _plain(getattr(fact, name)) for name in FACT_FIELDS},
            )


def values_of(row: models.Model) -> dict[str, Any]:
    """The columns of a row as JSON holds them, without its key."""
    return {
        column.attname: _plain(getattr(row, column.attname))
        for column in row._meta.concrete_fields
        if not column.primary_key and not column.generated
    }


def _in_json(name: str, value: Any) -> Any:
    if name.endswith(SECRET_ENDS):
        return "•" if value else None
    return _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def trail_end() -> dict[str, int]:
    """The newest step of the audit trails of artisans, of businesses and of their figures."""
    return {
        model._meta.model_name or "": trail_of(model).objects.aggregate(
            newest=models.Max("pgh_id")
        )["newest"]
        or 0
        for model in (Artisan, Business, BusinessYear)
    }


def trail_of(model: type[models.Model]) -> Any:
    """The model of the steps of a tracked model's audit trail."""
    return model._meta.get_field("events").related_model  # made by pghistory
