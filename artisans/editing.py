"""Keeping a business and its owner by hand: who changes what, and what if two do so at once.

A page carries the steps of the two audit trails it was made from. When they have grown at the
save, somebody was faster: nothing is saved, and the page shows both texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.db import models, transaction

from artisans.facts import note_sources
from artisans.history import newest_step
from artisans.models import Artisan, Business, FactSource, RegistryEntry
from artisans.registration import unique_slug
from dekranasda.accounts.models import User

PARTS = ("usaha", "pemilik")


@dataclass(frozen=True)
class Origin:
    """Where typed values come from: the kind, and the source in words."""

    kind: FactSource.Kind
    source: str

    @property
    def reason(self) -> str:
        """What the audit trail says of it."""
        return f"{self.kind.label}: {self.source}" if self.source else str(self.kind.label)


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile: three values, as the columns hold them."""

    part: str
    name: str
    before: Any
    theirs: Any
    mine: Any

    @property
    def is_untouched(self) -> bool:
        """Whether only the other changed it."""
        return bool(self.mine == self.before)


class ChangedMeanwhile(Exception):  # noqa: N818 an answer, not a fault
    """Somebody else changed the entry since the page was made; `differences` tells which fields."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("changed meanwhile")
        self.differences = differences


class MergedMeanwhile(Exception):  # noqa: N818 an answer, not a fault
    """The entry was joined with another since the page was made."""


def steps_of(business: Business) -> str:
    """The newest steps of the trails of a business and its owner, for an edit form; two queries."""
    return f"{newest_step(business)}-{newest_step(business.owner)}"


def save_identity(
    business: Business,
    values: Mapping[str, Mapping[str, Any]],
    *,
    seen: str,
    origin: Origin,
    by: User,
    at: datetime,
) -> list[str]:
    """Saves the values («usaha» and «pemilik» → column → value); returns the names of the changed.

    Each changed field gets its origin. Raises ChangedMeanwhile, and saves nothing, where the
    entry has moved on from the steps that were seen and a value differs; MergedMeanwhile where it
    was joined with another.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason=origin.reason):
        # People before businesses, like everything else that locks both.
        owner = Artisan.objects.select_for_update().get(pk=business.owner_id)
        locked = Business.objects.select_for_update().get(pk=business.pk)
        if locked.merged_into_id:
            raise MergedMeanwhile
        if locked.owner_id != owner.pk:
            owner = Artisan.objects.select_for_update().get(pk=locked.owner_id)
        rows: dict[str, Any] = {"usaha": locked, "pemilik": owner}
        locked.owner = owner
        if seen != steps_of(locked):
            differences = _differences(rows, values, seen)
            if differences:
                raise ChangedMeanwhile(differences)
        return [
            name
            for part in PARTS
            for name in _save(rows[part], values[part], origin=origin, by=by, at=at)
        ]


def _save(
    row: Any, values: Mapping[str, Any], *, origin: Origin, by: User, at: datetime
) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    note_sources(
        row,
        [row._meta.get_field(name).name for name in changed],
        kind=origin.kind,
        source=origin.source,
        as_of=at.date(),
        by=by,
        at=at,
    )
    return changed


def _differences(
    rows: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]], seen: str
) -> list[Difference]:
    """The fields whose value is another than the one that is to be saved, and changed since."""
    found = []
    for part, step in zip(PARTS, _steps(seen), strict=True):
        before = rows[part].events.filter(pgh_id=step).first()
        for name, mine in values[part].items():
            theirs = getattr(rows[part], name)
            base = getattr(before, name) if before else None
            if theirs != mine and theirs != base:
                found.append(Difference(part, name, base, theirs, mine))
    return found


def _steps(seen: str) -> tuple[int, int]:
    first, _dash, second = seen.partition("-")
    return tuple(int(n) if n.isdigit() and len(n) < 18 else 0 for n in (first, second))  # type: ignore[return-value]  # two


def add_business(
    values: Mapping[str, Mapping[str, Any]],
    *,
    owner: Artisan | None,
    origin: Origin,
    by: User,
    at: datetime,
) -> Business:
    """A new business, and its owner where none is given, each field with its origin."""
    with transaction.atomic(), pghistory.context(user=by.pk, reason=origin.reason):
        if owner is None:
            owner = Artisan(**values["pemilik"])
            owner.slug = unique_slug(Artisan, owner.name)
            owner.save()
            _note_all(owner, values["pemilik"], origin=origin, by=by, at=at)
        business = Business(
            owner=owner,
            source=origin.source or str(origin.kind.label),
            source_as_of=at.date(),
            **values["usaha"],
        )
        business.slug = unique_slug(Business, business.name)
        business.save()
        _note_all(business, values["usaha"], origin=origin, by=by, at=at)
        return business


def _note_all(
    row: Any, values: Mapping[str, Any], *, origin: Origin, by: User, at: datetime
) -> None:
    filled = [row._meta.get_field(name).name for name, value in values.items() if value]
    note_sources(row, filled, kind=origin.kind, source=origin.source, as_of=at.date(), by=by, at=at)


def look_alikes(
    user: User, values: Mapping[str, Mapping[str, Any]], *, most: int = 5
) -> Iterable[Business]:
    """Businesses on record that the typed one may be: same owner's name, telephone or NIB."""
    business, person = values["usaha"], values["pemilik"]
    visible = RegistryEntry.objects.visible_to(user)
    same = visible.filter(business__owner__name__iexact=person["name"])
    if person["name"]:
        same |= visible.with_words(person["name"])
    for phone in {business["phone"], person["phone"]} - {""}:
        same |= visible.filter(
            models.Q(business__phone=phone) | models.Q(business__owner__phone=phone)
        )
    rows = same.select_related("business__owner", "business__village__district")
    return [row.business for row in rows.order_by("sort_name", "pk")[:most]]
