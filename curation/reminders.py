"""Reminders to curators: a day before a deadline, on its last day, and once after it."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from curation import anchors, messages
from curation.deadlines import last_day
from curation.models import Assignment, Invitation
from dekranasda.accounts.models import User

STAGES = (("before", -2), ("due", 0), ("after", 1))  # days from the last day


def stage_on(today: date, due_at: datetime) -> str:
    """Which reminder is due today for a deadline; empty on all other days.

    A missed night is made up for: each reminder stays due until the next one's day.
    """
    due_on = last_day(due_at) or today
    passed = [name for name, days in STAGES if today >= due_on + timedelta(days=days)]
    return passed[-1] if passed else ""


def remind(at: datetime) -> int:
    """Writes the reminders of the day, each once; how many were new. For the daily job."""
    today = timezone.localdate(at)
    return _remind_invited(today) + _remind_scoring(today)


def _remind_invited(today: date) -> int:
    waiting = Invitation.objects.filter(state=Invitation.State.OPEN)
    new = 0
    for one in waiting.select_related("round", "user"):
        if stage := stage_on(today, one.due_at):
            key = f"curation:invited:{one.pk}:{stage}"
            new += messages.is_new(key)
            messages.tell_invited(one, "invited_reminder", key=key, stage=stage)
    return new


def _remind_scoring(today: date) -> int:
    """One reminder a curator, round and deadline, whatever the number of works.

    It counts what lies on the desk, anchors too, as every page does.
    """
    waiting: dict[tuple[int, int, datetime], list[Assignment]] = {}
    found = (
        Assignment.objects.active()
        .filter(submission__state="in_review", review__finalised_at__isnull=True)
        .select_related("submission__round", "curator")
        .order_by("pk")
    )
    for one in found:
        key = (one.submission.round_id, one.curator_id, one.due_at)
        waiting.setdefault(key, []).append(one)
    new = 0
    for (round_id, curator_id, due_at), works in waiting.items():
        stage = stage_on(today, due_at)
        if not stage:
            continue
        name = f"curation:scores:{round_id}:{curator_id}:{due_at:%Y%m%d%H}:{stage}"
        new += messages.is_new(name)
        curator: User = works[0].curator
        round = works[0].submission.round
        unsent, _complete = anchors.waiting([round.slug], curator)
        messages.remind_curator(
            round,
            curator,
            key=name,
            count=len(works) + unsent[round.slug],
            stage=stage,
            due_at=due_at,
        )
    return new
