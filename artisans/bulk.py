"""One change of many businesses: exactly the rows that were confirmed, with the way back.

The rows are fixed when the change is confirmed; the work goes on in parts, each in a transaction
of its own together with the count of what is done, so that a worker that dies leaves no part half.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from artisans.facts import note_sources
from artisans.membership import move_all, move_back
from artisans.models import BulkChange, Business, FactSource, MentoringPlan, MentoringVisit
from dekranasda.accounts.models import User
from dekranasda.notices import outbox

AT_ONCE = 500
PART = 500
MOST = 50_000
STALLED_AFTER = timedelta(minutes=2)
UNDO_FOR = timedelta(days=30)
CHECKED_FIELDS = ("name", "craft_id", "village_id", "address", "business_id")
Kind = BulkChange.Kind


@dataclass(frozen=True)
class Rows:
    """The rows a person means: their keys in order, and a digest that tells them from others."""

    keys: tuple[int, ...]

    @property
    def digest(self) -> str:
        """Differs as soon as one row is another."""
        return hashlib.sha256(",".join(map(str, self.keys)).encode()).hexdigest()[:16]


def rows_of(entries: Any) -> Rows:
    """The rows of a narrowed list. Raises ValidationError («too_many», «none»)."""
    keys = tuple(entries.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise ValidationError(
            _("Paling banyak 50.000 usaha sekaligus. Persempit dahulu daftarnya."), code="too_many"
        )
    if not keys:
        raise ValidationError(_("Belum ada usaha yang dipilih."), code="none")
    return Rows(keys)


def apply_change(
    rows: Rows,
    kind: BulkChange.Kind,
    *,
    value: str,
    value_in_words: str,
    reason: str,
    query: str,
    by: User,
    at: datetime,
) -> BulkChange:
    """Starts the change of these rows; up to `AT_ONCE` are done when it returns."""
    with transaction.atomic():
        change = BulkChange.objects.create(
            kind=kind,
            value=value,
            value_in_words=value_in_words[:160],
            reason=reason,
            query=query,
            business_ids=list(rows.keys),
            by=by,
            at=at,
            moved_at=at,
        )
        if len(rows.keys) > AT_ONCE:
            go_on.enqueue(change.pk)
    if len(rows.keys) <= AT_ONCE:
        work(change.pk)
        change.refresh_from_db()
    return change


@task(queue_name="imports")
def go_on(pk: int) -> None:
    """Does what is left of a change."""
    work(pk)


def work(pk: int) -> None:
    """Does a change part by part until nothing is left."""
    while _do_part(pk):
        pass


def _do_part(pk: int) -> bool:
    """Does the next part; returns whether there may be another."""
    with transaction.atomic():
        change = BulkChange.objects.select_for_update().get(pk=pk)
        keys = change.business_ids[change.done_count : change.done_count + PART]
        if change.state != BulkChange.State.WORKING or not keys:
            return False
        with pghistory.context(user=change.by_id, reason=change.reason):
            alive = Business.objects.exclude(state=Business.State.MERGED).order_by("pk")
            businesses = list(alive.filter(pk__in=keys).select_for_update())
            change.before += _ACTIONS[Kind(change.kind)](change, businesses)
        change.done_count += len(keys)
        change.moved_at = timezone.now()
        if change.done_count == len(change.business_ids):
            change.state = BulkChange.State.DONE
            _tell_mentor(change)
        change.save(update_fields=["before", "done_count", "moved_at", "state"])
    return True


def _set_state(change: BulkChange, businesses: list[Business]) -> list[list[Any]]:
    return _set_column("state", change.value, businesses)


def _set_centre(change: BulkChange, businesses: list[Business]) -> list[list[Any]]:
    centre = int(change.value) if change.value else None
    others = [business for business in businesses if business.centre_id != centre]
    move_all((business.pk for business in others), centre, on=timezone.localdate(change.at))
    return [[business.pk, business.centre_id] for business in others]


def _set_column(name: str, value: Any, businesses: list[Business]) -> list[list[Any]]:
    others = [business for business in businesses if getattr(business, name) != value]
    keys = [business.pk for business in others]
    Business.objects.filter(pk__in=keys).update(**{name: value})
    return [[business.pk, getattr(business, name)] for business in others]


def _open_plans(change: BulkChange, businesses: list[Business]) -> list[list[Any]]:
    """A plan of the mentor for each business that has none open with the same."""
    mentor = int(change.value)
    open_plans = MentoringPlan.objects.filter(
        mentor=mentor, closed_on__isnull=True, business__in=businesses
    )
    taken = {plan.business_id for plan in open_plans}
    plans = MentoringPlan.objects.bulk_create(
        MentoringPlan(
            business=business,
            mentor_id=mentor,
            title=change.reason[:160],
            opened_on=timezone.localdate(change.at),
        )
        for business in businesses
        if business.pk not in taken
    )
    return [[plan.business_id, plan.pk] for plan in plans]


def _tell_mentor(change: BulkChange) -> None:
    """One message of all the new plans, unless mentors named themselves."""
    if change.kind != Kind.MENTOR or not change.before or int(change.value) == change.by_id:
        return
    outbox.queue(
        key=_notice_key(change),
        recipient=User.objects.get(pk=change.value),
        template="mentoring_assigned_many",
        context={"count": len(change.before), "title": change.reason},
        link=reverse("artisans:mentoring_list"),
    )


def _notice_key(change: BulkChange) -> str:
    return f"mentoring-assigned-many:{change.pk}"


def _mark_checked(change: BulkChange, businesses: list[Business]) -> list[list[Any]]:
    keys = [business.pk for business in businesses]
    Business.objects.filter(pk__in=keys).update(verified_at=change.at)
    for business in businesses:
        filled = [name for name in CHECKED_FIELDS if getattr(business, name)]
        note_sources(
            business,
            [name.removesuffix("_id") if name != "business_id" else name for name in filled],
            kind=FactSource.Kind(change.value),
            source=change.reason,
            as_of=timezone.localdate(change.at),
            by=change.by,
            at=change.at,
        )
    return []


_ACTIONS: dict[BulkChange.Kind, Callable[[BulkChange, list[Business]], list[list[Any]]]] = {
    Kind.STATE: _set_state,
    Kind.CENTRE: _set_centre,
    Kind.MENTOR: _open_plans,
    Kind.VERIFIED: _mark_checked,
}


def is_stalled(change: BulkChange, *, at: datetime) -> bool:
    """Whether nobody works on the change any more."""
    return change.state == BulkChange.State.WORKING and at - change.moved_at > STALLED_AFTER


def may_undo(change: BulkChange, *, at: datetime) -> bool:
    """Whether the way back is open: done, something changed, not long ago, not a mere mark."""
    return (
        change.state == BulkChange.State.DONE
        and change.kind != Kind.VERIFIED
        and bool(change.before)
        and at - change.at <= UNDO_FOR
    )


def undo(change: BulkChange, *, by: User, at: datetime) -> int:
    """Puts back what nobody changed since; returns of how many.

    Raises ValidationError («not_undoable»).
    """
    with transaction.atomic():
        change = BulkChange.objects.select_for_update().get(pk=change.pk)
        if not may_undo(change, at=at):
            raise ValidationError(
                _("Perubahan ini tidak dapat dibatalkan lagi."), code="not_undoable"
            )
        reason = str(_("Dibatalkan: %(reason)s") % {"reason": change.reason})
        with pghistory.context(user=by.pk, reason=reason):
            number = _close_plans(change) if change.kind == Kind.MENTOR else _put_back(change)
        change.state, change.moved_at = BulkChange.State.UNDONE, at
        change.save(update_fields=["state", "moved_at"])
    return number


def _put_back(change: BulkChange) -> int:
    """Each earlier value, for the businesses that still have the one that was set."""
    name = "state" if change.kind == Kind.STATE else "centre_id"
    value: Any = change.value if change.kind == Kind.STATE else int(change.value or 0) or None
    number = 0
    for before in {old for _pk, old in change.before}:
        keys = [pk for pk, old in change.before if old == before]
        unmoved = Business.objects.filter(pk__in=keys, **{name: value})
        unmoved = unmoved.exclude(state=Business.State.MERGED)
        if change.kind == Kind.STATE:
            number += unmoved.update(state=before)
        else:
            moved = list(unmoved.values_list("pk", flat=True))
            day = timezone.localdate(change.at)
            move_back(moved, before, instead_of=value, on=day)
            number += len(moved)
    return number


def _close_plans(change: BulkChange) -> int:
    """Removes the plans that nobody has used yet, and stops the message of them."""
    outbox.cancel([_notice_key(change)])
    visits = MentoringVisit.objects.filter(plan=OuterRef("pk"))
    plans = MentoringPlan.objects.filter(pk__in=[plan for _pk, plan in change.before])
    unused = plans.filter(~Exists(visits), targets__isnull=True, closed_on__isnull=True)
    return unused.delete()[1].get("artisans.MentoringPlan", 0)
