"""Where each fact comes from, and how far it can be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from artisans.models import Artisan, Business, FactSource
from dekranasda.accounts.models import User

Kind = FactSource.Kind

# Shares of certainty, and the age after which half of it is gone.
TRUST = {Kind.SITE: 1.0, Kind.DOCUMENT: 0.8, Kind.MAKER: 0.6, Kind.OFFICE: 0.6, Kind.IMPORT: 0.4}
FRESH_ON_SITE = timedelta(days=365)
OLD = timedelta(days=730)


@dataclass(frozen=True)
class Fact:
    """The origin of one field: `kind` of FactSource, the source in words, its day if known."""

    kind: Kind
    source: str
    as_of: date | None

    def trust(self, *, on: date) -> float:
        """How sure the fact is on the day, 0–1. Source: the council's list of defaults.

        What was seen on site counts whole for a year, then like a document. Facts older than
        24 months, and those without a day, count half.
        """
        age = on - self.as_of if self.as_of else None
        share = TRUST[self.kind]
        if self.kind == Kind.SITE and (age is None or age > FRESH_ON_SITE):
            share = TRUST[Kind.DOCUMENT]
        return share / 2 if age is None or age > OLD else share


def note_sources(
    row: Artisan | Business,
    fields: Iterable[str],
    *,
    kind: Kind,
    as_of: date,
    by: User | None,
    at: datetime,
    source: str = "",
) -> None:
    """Keeps where these fields of the row now come from; called in the edit's transaction."""
    write_facts(
        [
            FactSource(
                subject=row.uid,
                field=name,
                kind=kind,
                source=source[:120],
                as_of=as_of,
                recorded_by=by,
                recorded_at=at,
            )
            for name in fields
        ]
    )


def write_facts(facts: list[FactSource]) -> list[FactSource]:
    """Writes origins of any rows at once, each in place of the one before, with their keys."""
    return FactSource.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=["subject", "field"],
        update_fields=["kind", "source", "as_of", "recorded_by", "recorded_at"],
    )


def sources_of(row: Artisan | Business) -> dict[str, Fact]:
    """The origin of each field that has one of its own; one query."""
    known = FactSource.objects.filter(subject=row.uid)
    return {fact.field: Fact(Kind(fact.kind), fact.source, fact.as_of) for fact in known}


def usual_source(business: Business) -> Fact:
    """The origin of every field of a business that has none of its own."""
    return Fact(Kind.IMPORT, business.source, business.source_as_of)


def maker_fields(subjects: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """What makers wrote themselves: (uid of the row, field). No import overwrites these."""
    facts = FactSource.objects.filter(subject__in=subjects, kind=Kind.MAKER)
    return set(facts.values_list("subject", "field"))
