"""By when each step of curation is due: working days that are the round's own data."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from curation import clock
from curation.transitions import State

if TYPE_CHECKING:
    from curation.models import Round, Submission


def working_days_after(day: date, count: int) -> date:
    """The day so many working days (Monday to Friday) later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def end_of_working_day(moment: datetime, count: int) -> datetime:
    """The midnight that ends the working day so many working days later."""
    day = working_days_after(timezone.localdate(moment), count)
    return clock.midnight_before(day + timedelta(days=1))


def last_day(moment: datetime | None) -> date | None:
    """The last day before a deadline that ends a day."""
    return timezone.localdate(moment - timedelta(microseconds=1)) if moment else None


def scoring_due_at(round: "Round", *, at: datetime, joins_late: bool = False) -> datetime:
    """Until when a curator scores who is given a work now: the round's own deadline.

    After it, and for those who join a work under way, at least the time of a replacement.
    """
    extended = end_of_working_day(at, round.extension_days)
    if joins_late:
        return max(round.review_due_at, extended)
    return round.review_due_at if round.review_due_at > at else extended


def stage_due_on(round: "Round", state: str, since: datetime, due_at: datetime | None) -> date:
    """By which day a work that is in the state since then should have left it.

    `due_at` is the maker's own deadline, for the states in which the maker acts.
    """
    start = timezone.localdate(since)
    match State(state):
        case State.SUBMITTED:
            return working_days_after(start, round.screening_days)
        case State.QUEUED:
            return working_days_after(start, round.assignment_days)
        case State.IN_REVIEW:
            return round.review_due_on
        case State.DELIBERATION:
            return round.meets_on
        case State.APPEALED:
            return working_days_after(start, round.appeal_days)
        case State.NEEDS_COMPLETION | State.REVISION_REQUESTED:
            return last_day(due_at) or start
    return round.releases_on


def due_on_of(submission: "Submission") -> date:
    """By which day the submission should have left its state."""
    return stage_due_on(submission.round, submission.state, submission.state_at, submission.due_at)
