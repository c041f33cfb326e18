"""Two entries of the registry become one, and two again.

The one that goes stays as a row that names the other; everything that hung on it moves, and the
record of the merge knows what, so that it can be taken back. Nothing is deleted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artisans.history import newest_step
from artisans.imports.storing import LOCK_KEY
from artisans.matching import said_different, said_different_by
from artisans.models import Artisan, Business, DuplicatePair, EntryKind, Merge
from artisans.relations import Rows, hand_over, hanging_on, point_at
from artisans.settling import (
    choose_fields,
    consent_over,
    give_numbers_back,
    hand_numbers_over,
    restore_fields,
    take_consent_back,
    with_consent,
)
from dekranasda.accounts.models import User

P = ParamSpec("P")
R = TypeVar("R")
DEADLOCK = "40P01"
MOST_TRIES = 4
Entry = Business | Artisan


@dataclass(frozen=True)
class Wanted:
    """What a person chose: which entry stays, and whose value each field takes.

    Sides are «first» and «second» of the pair. `seen` are the newest steps of the trails as the
    person saw them, by (model, key).
    """

    stays: str = "first"
    business: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)
    with_owners: bool = False
    note: str = ""
    seen: Mapping[tuple[str, int], int] = field(default_factory=dict)


def _again_after_deadlock(function: Callable[P, R]) -> Callable[P, R]:
    """Runs the transaction again where the database ended it for another's sake."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _try in range(MOST_TRIES - 1):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                    raise
                if connection.in_atomic_block:
                    raise
        return function(*args, **kwargs)

    return run


@_again_after_deadlock
def merge(pair: DuplicatePair, wanted: Wanted, *, by: User, at: datetime) -> Merge:
    """Joins the two entries of a pair as wanted; returns the record of it.

    Raises ValidationError: «decided», «merged» and «changed» where somebody was quicker;
    «said_different», «two_accounts», «erased», «import_running».
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="penggabungan"):
        _wait_for_no_import()
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


def _wait_for_no_import() -> None:
    """Shares the lock that an import holds alone; refuses while one is storing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOCK_KEY])
        (is_free,) = cursor.fetchone()
    if not is_free:
        raise ValidationError(
            _("Sebuah impor sedang disimpan. Tunggu sebentar, lalu tekan sekali lagi."),
            code="import_running",
        )


def _locked(pair: DuplicatePair) -> tuple[Entry, Entry]:
    """Both entries as they are now, locked: people before businesses, each by their keys."""
    if pair.kind == EntryKind.PERSON:
        people = _lock_people({pair.first.pk, pair.second.pk})
        return people[pair.first.pk], people[pair.second.pk]
    keys = {pair.first.pk, pair.second.pk}
    owners = set(Business.objects.filter(pk__in=keys).values_list("owner", flat=True))
    people = _lock_people(owners)
    businesses = _lock_businesses(keys)
    for business in businesses.values():
        if business.owner_id not in people:
            raise _changed()
        business.owner = people[business.owner_id]
    return businesses[pair.first.pk], businesses[pair.second.pk]


def _lock_people(keys: set[int]) -> dict[int, Artisan]:
    rows = Artisan.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _lock_businesses(keys: set[int]) -> dict[int, Business]:
    rows = Business.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


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
    seen = wanted.seen.get((entry._meta.model_name or "", entry.pk))
    return seen is not None and seen != newest_step(entry)


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
            record.save(update_fields=["moved", "kept"])
        number += sum(len(rows.keys) for rows in moved)
    return number


# Two again


@_again_after_deadlock
def undo(record: Merge, *, by: User, at: datetime) -> Merge:
    """Takes a merge back; returns its record, whose `left` names what could not go back.

    What somebody changed since stays as it is now. Raises ValidationError: «undone», «part»,
    «merged_on» where the survivor has been joined with another, «nib_taken», «erased»,
    «import_running».
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="penggabungan dibatalkan"):
        _wait_for_no_import()
        _lock_both(record)
        record = Merge.objects.select_for_update().get(pk=record.pk)
        along = Merge.objects.filter(part_of=record, undone_at__isnull=True).first()
        _check_undo(record)
        # The people first, so that the business goes back to its own owner and that one's word.
        parts = [along, record] if along else [record]
        for part in parts:
            part.left = _part(part, by=by, at=at)
            part.undone_by, part.undone_at = by, at
            part.save(update_fields=["left", "undone_by", "undone_at"])
        for part in parts:
            _ask_again(part)
        return record


def _ask_again(record: Merge) -> None:
    """Opens the question of the two, and those that the merge had answered on the way."""
    pairs, state = DuplicatePair.objects.of(record.loser), DuplicatePair.State
    for mine in (
        pairs.of(record.survivor).filter(state=state.MERGED),
        pairs.filter(state=state.REPLACED),
    ):
        mine.update(state=state.OPEN, decided_by=None, decided_at=None)


def _lock_both(record: Merge) -> None:
    keys = {record.survivor.pk, record.loser.pk}
    if record.kind == EntryKind.PERSON:
        _lock_people(keys)
        return
    owners = set(Business.objects.filter(pk__in=keys).values_list("owner", flat=True))
    along = Merge.objects.filter(part_of=record).first()
    _lock_people(owners | ({along.survivor.pk, along.loser.pk} if along else set()))
    _lock_businesses(keys)


def _check_undo(record: Merge) -> None:
    if record.undone_at:
        raise ValidationError(
            _("Penggabungan ini sudah dibatalkan oleh %(name)s."),
            code="undone",
            params={"name": record.undone_by},
        )
    if record.part_of_id:
        raise ValidationError(
            _("Orangnya digabung bersama usahanya. Batalkan penggabungan usahanya."), code="part"
        )
    for part in (record, Merge.objects.filter(part_of=record).first()):
        if part and part.survivor.merged_into_id:
            raise ValidationError(
                _("%(name)s kemudian digabung ke %(other)s. Batalkan penggabungan itu dahulu."),
                code="merged_on",
                params={"name": part.survivor, "other": part.survivor.merged_into},
            )
    _check_erased(record)
    loser, survivor = record.loser, record.survivor
    if isinstance(loser, Business) and loser.business_id:
        holders = Business.objects.filter(business_id=loser.business_id)
        holder = holders.exclude(Q(pk__in=[loser.pk, survivor.pk]) | Q(state="merged")).first()
        if holder:
            raise ValidationError(
                _("NIB-nya kini dipakai %(name)s. Periksa dahulu NIB usaha itu."),
                code="nib_taken",
                params={"name": holder},
            )


def _check_erased(record: Merge) -> None:
    entries = (record.survivor, record.loser)
    people = [entry.owner if isinstance(entry, Business) else entry for entry in entries]
    if any(person.erased_at for person in people):
        raise ValidationError(
            _("Data orangnya sudah dihapus atas permintaannya, sehingga tidak dapat dipisah lagi."),
            code="erased",
        )


def _part(record: Merge, *, by: User, at: datetime) -> list[dict[str, Any]]:
    """Gives the loser back what it had; returns what stays with the survivor, by name."""
    model, details = type(record.loser), record.details
    survivor: Entry = model.objects.get(pk=record.survivor.pk)
    loser: Entry = model.objects.get(pk=record.loser.pk)
    left: list[dict[str, Any]] = []
    left += [{"field": name} for name in restore_fields(survivor, details)]
    if isinstance(survivor, Artisan) and isinstance(loser, Artisan) and details.get("account"):
        if survivor.user_id == details["account"]:
            loser.user, survivor.user = survivor.user, None
            survivor.save(update_fields=["user"])
        else:
            left.append({"field": "user"})
    if details.get("shown") and isinstance(survivor, Business):
        survivor.is_public = False
        survivor.save(update_fields=["is_public"])
    _stand_alone(loser, details["steps"]["loser"][0])
    left += [{"field": name} for name in give_numbers_back(survivor, loser, details["numbers"])]
    for rows in (Rows(**entry) for entry in record.moved):
        there = rows.of._base_manager.filter(pk__in=rows.keys, **{rows.field: survivor.pk})
        keys = list(there.values_list("pk", flat=True))
        gone = point_at(Rows(rows.model, rows.field, keys), loser.pk)
        if stays := sorted({*rows.keys} - {*gone}):
            left.append(Rows(rows.model, rows.field, stays).as_json())
    if isinstance(survivor, Artisan):
        take_consent_back(survivor, details.get("words", []), by=by, at=at)
        if with_consent(survivor):
            Business.objects.filter(pk__in=details.get("hidden", [])).update(is_public=True)
    return left


def _stand_alone(loser: Entry, step: int) -> None:
    """Joined with nobody, in the state of that step; shown again only with the owner's consent."""
    loser.merged_into = None
    if isinstance(loser, Artisan):
        loser.save(update_fields=["merged_into", "user"])
        return
    before = loser.events.filter(pgh_id=step).first()  # type: ignore[attr-defined]  # made by pghistory
    loser.state = before.state if before else Business.State.ACTIVE
    loser.is_public = bool(before and before.is_public and with_consent(loser.owner))
    loser.save(update_fields=["merged_into", "state", "is_public"])
