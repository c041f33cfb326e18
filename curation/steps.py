"""Carries out the table of transitions: lock, check, write state, audit and notices together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.actors import actors_of
from curation.models import Counter, StateChange, Submission
from curation.transitions import TABLE, Action, State, Transition
from dekranasda.accounts.models import User


@dataclass
class Step:
    """One action under way: the locked submission, who acts, when by the database's clock."""

    submission: Submission
    row: Transition
    by: User | None
    at: datetime
    source: State
    reason: str
    target: State | None = None

    @property
    def actor(self) -> User:
        """The person who acts, for actions that the system never takes."""
        if self.by is None:
            raise AssertionError(f"the system never takes {self.row.action}")
        return self.by

    def to(self, target: State) -> None:
        """Chooses the state that this step leads to, where the table offers several."""
        self.target = target

    def require(self, holds: bool, code: str, message: object) -> None:
        """Raises ValidationError with the code where the guard does not hold."""
        if not holds:
            self.refuse(code, message)

    def refuse(self, code: str, message: object) -> NoReturn:
        """Raises ValidationError with a code that the table names for this action."""
        if code not in self.row.guards:
            raise AssertionError(f"{code} is missing in the table")
        raise ValidationError(message, code=code)  # type: ignore[arg-type]  # lazy text

    def require_reason(self, message: object) -> None:
        """Raises ValidationError «reason_required» without a reason in words."""
        self.require(bool(self.reason.strip()), "reason_required", message)


def lock(submission: Submission) -> Submission:
    """The submission as it stands now, its row locked until the transaction ends."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("version", "product__business__owner__user", "round__rubric", "rubric")
        .get(pk=submission.pk)
    )


@contextmanager
def step(
    action: Action,
    submission: Submission,
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> Iterator[Step]:
    """One action of the table, whole or not at all. The body holds its guards and effects.

    `expected` is the `lock_version` that the person saw. Raises ValidationError: «wrong_state»,
    «not_allowed», «stale», and what the body requires. The given submission is brought up to
    date afterwards.
    """
    row = TABLE[action]
    with transaction.atomic():
        locked = lock(submission)
        at = clock.now()
        _check(row, locked, by, at, expected)
        current = Step(locked, row, by, at, State(locked.state), reason.strip())
        if row.same:
            current.target = current.source
        elif len(row.targets) == 1:
            current.target = next(iter(row.targets))
        yield current
        _finish(current)
    submission.refresh_from_db()


def _check(
    row: Transition, locked: Submission, by: User | None, at: datetime, expected: int | None
) -> None:
    if locked.state not in row.sources:
        raise ValidationError(
            _("Tidak dapat %(action)s: karya ini sekarang «%(state)s». Muat ulang halaman."),
            code="wrong_state",
            params={"action": row.action.label, "state": locked.get_state_display()},
        )
    if not row.actors & actors_of(by, locked, on=timezone.localdate(at)):
        raise ValidationError(
            _("Anda tidak berwenang untuk %(action)s pada karya ini."),
            code="not_allowed",
            params={"action": row.action.label},
        )
    if expected is not None and expected != locked.lock_version:
        raise ValidationError(
            _("Karya ini berubah sejak Anda membukanya. Periksa keadaan terbaru, lalu ulangi."),
            code="stale",
        )


def _finish(current: Step) -> None:
    target = current.target
    if target is None or (not current.row.same and target not in current.row.targets):
        raise AssertionError(f"{current.row.action} cannot lead to {target}")
    submission = current.submission
    if target != current.source:
        submission.state = target
        submission.state_at = current.at
    submission.lock_version += 1
    submission.save()
    record(
        submission,
        action=current.row.action.value,
        source=current.source.value,
        by=current.by,
        at=current.at,
        reason=current.reason,
    )


def record(
    submission: Submission, *, action: str, source: str, by: User | None, at: datetime, reason: str
) -> None:
    """Writes one line of the submission's audit."""
    StateChange.objects.create(
        submission=submission,
        action=action,
        from_state=source,
        to_state=submission.state,
        made_by=by,
        made_at=at,
        reason=reason,
    )


def next_number(series: str) -> int:
    """The next number of a series, gapless; the caller's transaction holds the row till its end."""
    Counter.objects.get_or_create(series=series)
    Counter.objects.filter(pk=series).update(last=F("last") + 1)
    return Counter.objects.get(pk=series).last
