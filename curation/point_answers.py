"""A maker's short answers to what was to be mended, point by point.

They go out with the mended work: to the secretariat as written, to the panel without names, once
the reader's own scores are in (`growth.py`).
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curation import clock, status, verdicts
from curation.models import CompletionItem, Criterion, PointAnswer, Submission
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import User
from dekranasda.templatetags.portal import translated

MENDED = {State.REVISION_REQUESTED, State.COACHING, State.REJECTED}


@dataclass(frozen=True)
class Point:
    """One point that waits for its maker; `key` is a criterion's code or a request's number."""

    key: str
    title: str
    comments: tuple[str, ...]
    criterion: Criterion | None = None
    item: CompletionItem | None = None


def open_points(work: Submission) -> list[Point]:
    """What may be answered now: open requests, or criteria that were weak; none once it is sent."""
    if work.state == State.NEEDS_COMPLETION:
        items = work.completion_items.filter(answered_at__isnull=True, version=work.version_id)
        return [
            Point(str(item.pk), item.get_part_display(), (item.reason,), item=item)
            for item in items
        ]
    decision = status.released_decision(work) if work.state in MENDED else None
    if decision is None or decision.version_id != work.version_id or work.successors.exists():
        return []
    by_code = {one.code: one for one in work.rubric.criteria.all()}
    return [
        Point(one.code, translated(one, "name"), one.comments, criterion=by_code[one.code])
        for one in verdicts.verdict_of(decision)
        if one.is_weak
    ]


def answers_to(work: Submission) -> dict[str, str]:
    """What the maker wrote to the points of the version at hand, by the points' keys. One query."""
    written = PointAnswer.objects.filter(submission=work, version=work.version_id)
    return {
        one.criterion.code if one.criterion else str(one.item_id): one.text
        for one in written.select_related("criterion")
    }


def sent_with(work: Submission) -> list[PointAnswer]:
    """The answers to the criteria of what was judged before, for the secretariat. One query."""
    judged = work.pk if work.predecessor_id is None else work.predecessor_id
    written = PointAnswer.objects.filter(
        submission__in={work.pk, judged}, criterion__isnull=False
    ).exclude(version=work.version_id)
    return list(written.select_related("criterion"))


@transaction.atomic
def answer(work: Submission, point: Point, text: str, *, by: User) -> None:
    """Keeps the answer in place of an earlier one; an empty text takes it back.

    Raises ValidationError «sent» where the work was sent meanwhile.
    """
    locked = lock(work)
    if point.key not in {one.key for one in open_points(locked)}:
        raise ValidationError(
            _("Karya ini sudah dikirim. Jawabannya tidak dapat diubah lagi."), code="sent"
        )
    where: dict[str, Any] = {
        "submission": locked,
        "version": locked.version,
        "criterion": point.criterion,
        "item": point.item,
    }
    if not text:
        PointAnswer.objects.filter(**where).delete()
        return
    written = {"text": text, "written_by": by, "written_at": clock.now()}
    PointAnswer.objects.update_or_create(**where, defaults=written)
