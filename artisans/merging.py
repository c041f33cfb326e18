"""Two entries of the registry become one; `parting` takes it back.

The one that goes stays as a row that names the other; everything that hung on it moves, and the
record of the merge knows what, so that it can be taken back. Nothing is deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.history import newest_step
from artisans.matching import said_different, said_different_by
from artisans.merge_locks import (
    again_after_deadlock,
    lock_businesses,
    lock_people,
    wait_for_no_import,
)
from artisans.models import Artisan, Business, DuplicatePair, EntryKind, Merge
from artisans.relations import hand_over, hanging_on
from artisans.settling import (
    choose_fields,
    consent_over,
    hand_numbers_over,
    hand_year_facts_over,
    with_consent,
)
from dekranasda.accounts.models import User

Entry = Business | Artisan


@dataclass(frozen=True)
class Wanted:
    """What a person chose: which entry stays, and whose value each field takes.

    Sides are «first» and «second» of the pair. `seen` are the newest steps of the trails as the
    person saw them, by (model, key); an entry that is missing there was not seen. None stands for
    a caller that decides on the rows as they are.
    """

    stays: str = "first"
    business: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)
    with_owners: bool = False
    note: str = ""
    seen: Mapping[tuple[str, int], int] | None = None


@again_after_deadlock
def merge(pair: DuplicatePair, wanted: Wanted, *, by: User, at: datetime) -> Merge:
    """Joins the two entries of a pair as wanted; returns the record of it.

    Raises ValidationError: «decided», «merged» and «changed» where somebody was quicker;
    «said_different», «two_accounts», «erased», «import_running».
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="penggabungan"):
        wait_for_no_import()
        first, second = _locked(pair)
        pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
        _check(pair, first, second, wanted)
        survivor, loser = (first, second) if wanted.stays == "first" else (second, first)
        other_side = "second" if wanted.stays == "first" else "first"
        record = Merge(note=wanted.note[:200], merged_by=by, merged_at=at)
        if isinstance(survivor, Business) and isinstance(loser, Business):
            _name_entries(record, survivor, loser).save()
            if wanted.with_owners and survivor.owner_id != loser.owner_id:
                along = Merge(part_of=record, merged_by=by, merged_at=at)
                _name_entries(along, survivor.owner, loser.owner).save()
                _join(along, _taken(wanted.owner, other_side), by=by, at=at)
            _join(record, _taken(wanted.business, other_side), by=by, at=at)
        else:
            _name_entries(record, survivor, loser).save()
            _join(record, _taken(wanted.owner, other_side), by=by, at=at)
        pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.MERGED, by, at
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        return record


def _taken(choices: Mapping[str, str], side: str) -> set[str]:
    """The fields whose value comes from the entry that goes."""
    return {name for name, chosen in choices.items() if chosen == side}


def _locked(pair: DuplicatePair) -> tuple[Entry, Entry]:
    """Both entries as they are now, locked: people before businesses, each by their keys."""
    if pair.kind == EntryKind.PERSON:
        people = lock_people({pair.first.pk, pair.second.pk})
        return people[pair.first.pk], people[pair.second.pk]
    keys = {pair.first.pk, pair.second.pk}
    owners = set(Business.objects.filter(pk__in=keys).values_list("owner", flat=True))
    people = lock_people(owners)
    businesses = lock_businesses(keys)
    for business in businesses.values():
        if business.owner_id not in people:
            raise _changed()
        business.owner = people[business.owner_id]
    return businesses[pair.first.pk], businesses[pair.second.pk]


def _changed() -> ValidationError:
    return ValidationError(
        _("Data salah satu catatan baru saja berubah. Periksa perubahannya, lalu gabungkan lagi."),
        code="changed",
    )


def _check(pair: DuplicatePair, first: Entry, second: Entry, wanted: Wanted) -> None:
    if pair.state in (DuplicatePair.State.DIFFERENT, DuplicatePair.State.MERGED):
        raise ValidationError(
            _("Pasangan ini sudah diputuskan oleh %(name)s."),
            code="decided",
            params={"name": pair.decided_by},
        )
    for entry in (first, second):
        if entry.merged_into_id:
            raise ValidationError(
                _("%(name)s sudah digabung ke %(other)s."),
                code="merged",
                params={"name": entry, "other": entry.merged_into},
            )
    people = {entry.owner if isinstance(entry, Business) else entry for entry in (first, second)}
    if any(person.erased_at for person in people):
        raise ValidationError(
            _("Data salah satu orang ini sudah dihapus atas permintaannya."), code="erased"
        )
    if any(_is_news(entry, wanted) for entry in (first, second, *people)):
        raise _changed()
    if said := said_different_by(pair.kind, first.pk, second.pk, but=pair.pk):
        raise ValidationError(
            _("%(name)s menyatakan keduanya bukan yang sama. Buka lagi keputusan itu dahulu."),
            code="said_different",
            params={"name": said.decided_by},
        )
    joins_people = wanted.with_owners or pair.kind == EntryKind.PERSON
    if joins_people and len(people) > 1:
        _check_people(people)


def _check_people(people: set[Artisan]) -> None:
    if all(person.user_id for person in people):
        raise ValidationError(
            _(
                "Kedua orang ini sama-sama punya akun. Tanyakan akun mana yang dipakai, lepaskan"
                " akun yang lain dari catatannya di admin, lalu gabungkan lagi."
            ),
            code="two_accounts",
        )
    one, other = sorted(person.pk for person in people)
    if said_different(EntryKind.PERSON, one, other):
        raise ValidationError(
            _("Kedua pemilik ini pernah dinyatakan bukan orang yang sama."),
            code="said_different",
        )


def _is_news(entry: Entry, wanted: Wanted) -> bool:
    if wanted.seen is None:
        return False
    return wanted.seen.get((entry._meta.model_name or "", entry.pk)) != newest_step(entry)


def _name_entries(record: Merge, survivor: Entry, loser: Entry) -> Merge:
    if isinstance(survivor, Business):
        record.kind = EntryKind.BUSINESS
        record.survivor_business, record.loser_business = survivor, loser
    else:
        record.kind = EntryKind.PERSON
        record.survivor_artisan, record.loser_artisan = survivor, loser
    return record


def _join(record: Merge, taken: set[str], *, by: User, at: datetime) -> None:
    """Moves what hangs on the loser, settles the fields, and marks the loser as joined."""
    survivor, loser = record.survivor, record.loser
    steps = {"survivor": [newest_step(survivor)], "loser": [newest_step(loser)]}
    moved, kept = hand_over(type(survivor), loser.pk, survivor.pk)
    details: dict[str, Any] = {"steps": steps}
    details["year_facts"] = hand_year_facts_over(survivor, loser, moved)
    account = loser.user if isinstance(loser, Artisan) else None
    was_public = loser.is_public if isinstance(loser, Business) else False
    _mark_joined(loser, survivor)
    details |= choose_fields(survivor, loser, taken, at=at)
    details["numbers"] = hand_numbers_over(survivor, loser, taken)
    if isinstance(survivor, Business):
        if was_public and not survivor.is_public and with_consent(survivor.owner):
            survivor.is_public, details["shown"] = True, True
            survivor.save(update_fields=["is_public"])
    elif isinstance(loser, Artisan):
        details["words"] = consent_over(survivor, loser, by=by, at=at)
        details["hidden"] = _hide_without_consent(survivor)
        if account and not survivor.user_id:
            survivor.user, details["account"] = account, account.pk
            survivor.save(update_fields=["user"])
    steps["survivor"].append(newest_step(survivor))
    record.moved = [rows.as_json() for rows in moved]
    record.kept = [rows.as_json() for rows in kept]
    record.details = details
    record.save(update_fields=["moved", "kept", "details"])
    _replace_pairs(loser, survivor, by=by, at=at)


def _mark_joined(loser: Entry, survivor: Entry) -> None:
    """The loser names the survivor, and lets go of what only one of them may have."""
    if isinstance(loser, Business) and isinstance(survivor, Business):
        loser.merged_into, loser.state, loser.is_public = survivor, Business.State.MERGED, False
        loser.save(update_fields=["merged_into", "state", "is_public"])
    elif isinstance(loser, Artisan) and isinstance(survivor, Artisan):
        loser.merged_into, loser.user = survivor, None
        loser.save(update_fields=["merged_into", "user"])


def _hide_without_consent(person: Artisan) -> list[int]:
    """Takes the person's businesses from the public pages where the newest word is no."""
    shown = Business.objects.filter(owner=person, is_public=True)
    if with_consent(person):
        return []
    keys = list(shown.values_list("pk", flat=True))
    shown.update(is_public=False)
    return keys


def _replace_pairs(loser: Entry, survivor: Entry, *, by: User, at: datetime) -> None:
    """Open questions about the loser become questions about the survivor.

    The old one stays, so that whoever has it on the screen is told.
    """
    for pair in DuplicatePair.objects.open().of(loser):
        other = pair.second if pair.first.pk == loser.pk else pair.first
        if other.pk == survivor.pk:
            continue
        pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.REPLACED, by, at
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        if not said_different(pair.kind, other.pk, survivor.pk):
            _ask_about(survivor, other, pair)


def _ask_about(survivor: Entry, other: Entry, pair: DuplicatePair) -> None:
    end = "business" if isinstance(survivor, Business) else "artisan"
    first, second = sorted([survivor.pk, other.pk])
    DuplicatePair.objects.get_or_create(
        kind=pair.kind,
        **{f"first_{end}_id": first, f"second_{end}_id": second},
        defaults={
            "score": pair.score,
            "reasons": pair.reasons,
            "found_at": pair.found_at,
            "is_named": pair.is_named,
        },
    )


def gather_late() -> int:
    """Moves what came to a merged entry after its merge; returns how many rows that were.

    Whoever had the old entry open wrote to it, at the same moment. What a merge had to leave stays.
    """
    number = 0
    for record in Merge.objects.standing().select_related("survivor_business", "survivor_artisan"):
        loser, survivor = record.loser, record.survivor
        here = sum(hanging_on(type(loser), [loser.pk])[loser.pk].values())
        if here <= sum(len(rows["keys"]) for rows in record.kept):
            continue
        with transaction.atomic(), pghistory.context(reason="penggabungan, menyusul"):
            moved, kept = hand_over(type(loser), loser.pk, survivor.pk)
            record.moved = [*record.moved, *(rows.as_json() for rows in moved)]
            record.kept = [rows.as_json() for rows in kept]
            facts = hand_year_facts_over(survivor, loser, moved)
            record.details["year_facts"] = [*record.details.get("year_facts", []), *facts]
            record.save(update_fields=["moved", "kept", "details"])
        number += sum(len(rows.keys) for rows in moved)
    return number
