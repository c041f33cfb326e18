"""A curator's scores: drafts, sending, conflicts of interest. Nobody else sees them meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import declare, refuse_conflict
from curation.decisions import open_when_all_in
from curation.marks import Mark as Mark
from curation.marks import gaps, refuse_late, refuse_out_of_range, stamp
from curation.models import Assignment, Conflict, Criterion, Decision, Review, Round, Score
from curation.scoring import CriterionRule, total
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import User


def criterion_rules(criteria: list[Criterion]) -> list[CriterionRule]:
    """The criteria as arithmetic sees them."""
    return [CriterionRule(criterion.code, criterion.weight) for criterion in criteria]


@transaction.atomic
def save_review(
    assignment: Assignment,
    *,
    by: User,
    marks: Mapping[str, Mark],
    panel_note: str = "",
    complete: bool,
) -> Review:
    """Keeps a curator's scores as a draft; `complete` says that they are ready to be sent.

    Scores are 0–4. Raises ValidationError: «not_yours», «wrong_state», «late» (by the database's
    clock, after the lock), «final»; and with `complete`, one error per criterion: «missing»
    without a score, «comment» for a score below 3 without words to the maker. Ties to the maker
    are looked for when the scores are sent: a draft counts nowhere.
    """
    held, at = _open_assignment(assignment, by=by)
    criteria = _criteria_of(assignment, held)
    refuse_out_of_range(criteria, marks)
    if complete:
        _refuse_gaps(criteria, marks)
    return _keep(held, criteria, marks, panel_note=panel_note, complete=complete, at=at)


@transaction.atomic
def keep_draft(
    assignment: Assignment,
    *,
    by: User,
    marks: Mapping[str, Mark],
    panel_note: str = "",
    base: str | None = None,
) -> Review:
    """Keeps what was typed so far, without being asked to; what was complete and still is stays so.

    `base` is the stamp of the draft that the page was built on. Raises ValidationError as
    `save_review`, and «stale» where something newer is stored.
    """
    held, at = _open_assignment(assignment, by=by)
    review = review_of(held)
    if base is not None and base != stamp(review):
        raise ValidationError(_("Isian yang lebih baru sudah tersimpan."), code="stale")
    criteria = _criteria_of(assignment, held)
    refuse_out_of_range(criteria, marks)
    complete = review is not None and review.is_complete and not gaps(criteria, marks)
    return _keep(held, criteria, marks, panel_note=panel_note, complete=complete, at=at)


def review_of(assignment: Assignment) -> Review | None:
    """The curator's own review of the assignment, if one was begun."""
    return getattr(assignment, "review", None)


def _criteria_of(seen: Assignment, held: Assignment) -> list[Criterion]:
    """The rubric's criteria; those the caller fetched, as a frozen rubric does not change."""
    if seen.submission.rubric_id == held.submission.rubric_id and hasattr(seen, "criteria"):
        return list(seen.criteria)
    return list(held.submission.rubric.criteria.all())


def _keep(
    held: Assignment,
    criteria: list[Criterion],
    marks: Mapping[str, Mark],
    *,
    panel_note: str,
    complete: bool,
    at: datetime,
) -> Review:
    review = review_of(held) or Review(
        assignment=held,
        submission=held.submission,
        version_id=held.version_id,
        curator_id=held.curator_id,
    )
    review.panel_note = panel_note.strip()
    review.is_complete = complete
    review.saved_at = at
    review.save()
    given = [(one, marks.get(one.code, Mark(None))) for one in criteria]
    Score.objects.bulk_create(
        [
            Score(review=review, criterion=one, value=mark.value, comment=mark.comment.strip())
            for one, mark in given
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value", "comment"],
    )
    return review


def _refuse_gaps(criteria: list[Criterion], marks: Mapping[str, Mark]) -> None:
    if problems := gaps(criteria, marks):
        raise ValidationError(problems)


def _open_assignment(assignment: Assignment, *, by: User) -> tuple[Assignment, datetime]:
    """The assignment with its review, its submission locked, open to this curator; and when."""
    submission = lock(assignment.submission)
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("review")
        .get(pk=assignment.pk)
    )
    held.submission = submission
    if held.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if (
        submission.state != State.IN_REVIEW
        or held.state != Assignment.State.ACTIVE
        or held.version_id != submission.version_id
    ):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    review = review_of(held)
    if review is not None and review.finalised_at is not None:
        raise ValidationError(
            _("Penilaian Anda sudah dikirim dan tidak dapat diubah."), code="final"
        )
    at = clock.now()
    refuse_late(held.due_at, at)
    return held, at


@transaction.atomic
def finalise(assignment: Assignment, *, by: User) -> Review:
    """Sends a complete draft: from now on nobody can change it. Opens the session when all are in.

    Raises ValidationError as `save_review`, «conflict», «tie_undecided» and «incomplete».
    """
    held, at = _open_assignment(assignment, by=by)
    refuse_conflict(held.submission, by, on=timezone.localdate(at))
    review = review_of(held)
    if review is None or not review.is_complete:
        raise ValidationError(_("Lengkapi dulu penilaian karya ini."), code="incomplete")
    criteria = list(held.submission.rubric.criteria.all())
    scores = {
        score.criterion.code: score.value for score in review.scores.select_related("criterion")
    }
    review.total = total(scores, criterion_rules(criteria)) or Decimal(0)
    review.finalised_at = at
    review.save()
    open_when_all_in(held.submission)
    return review


@transaction.atomic
def finalise_round(round: Round, *, by: User) -> int:
    """Sends every complete draft of the curator in the round, all or none; returns how many."""
    ready = (
        Assignment.objects.to_score(by)
        .filter(
            submission__round=round, review__is_complete=True, review__finalised_at__isnull=True
        )
        .select_related("submission")
        .order_by("submission")
    )
    return len([finalise(assignment, by=by) for assignment in ready])


@transaction.atomic
def recuse(
    assignment: Assignment, *, reason: str, by: User, relation: str = Conflict.Relation.OTHER
) -> None:
    """The curator steps back from a work because of a tie; its scores count no longer.

    Until the decision is signed. Raises ValidationError: «not_yours», «wrong_state»,
    «reason_required». The secretariat sees the vacancy in its queue.
    """
    submission = lock(assignment.submission)
    if assignment.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if submission.state not in (State.QUEUED, State.IN_REVIEW, State.DELIBERATION):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    declare(submission, curator=by, reason=reason, by=by, relation=relation)
    Assignment.objects.filter(pk=assignment.pk).update(
        state=Assignment.State.RECUSED, ended_at=clock.now(), end_reason=reason.strip()[:255]
    )
    # A proposal that counted these scores no longer stands.
    Decision.objects.filter(submission=submission, superseded_at__isnull=True).update(
        superseded_at=clock.now(),
        superseded_by=by,
        superseded_reason=_("Seorang kurator menyatakan konflik kepentingan."),
    )
    open_when_all_in(submission)
