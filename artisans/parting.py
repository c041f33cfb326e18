"""Two entries of the registry that were one become two again, as far as nobody used them since."""

from datetime import datetime
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artisans.merge_locks import (
    again_after_deadlock,
    lock_businesses,
    lock_people,
    wait_for_no_import,
)
from artisans.models import Artisan, Business, DuplicatePair, EntryKind, Merge
from artisans.relations import Rows, point_at
from artisans.settling import (
    give_numbers_back,
    give_year_facts_back,
    restore_fields,
    take_consent_back,
    with_consent,
)
from dekranasda.accounts.models import User

Entry = Business | Artisan


@again_after_deadlock
def undo(record: Merge, *, by: User, at: datetime) -> Merge:
    """Takes a merge back; returns its record, whose `left` names what could not go back.

    What somebody changed since stays as it is now. Raises ValidationError: «undone», «part»,
    «merged_on» where the survivor has been joined with another, «nib_taken», «erased»,
    «import_running».
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="penggabungan dibatalkan"):
        wait_for_no_import()
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
        lock_people(keys)
        return
    owners = set(Business.objects.filter(pk__in=keys).values_list("owner", flat=True))
    along = Merge.objects.filter(part_of=record).first()
    lock_people(owners | ({along.survivor.pk, along.loser.pk} if along else set()))
    lock_businesses(keys)


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
    give_year_facts_back(survivor, loser, details.get("year_facts", []))
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
