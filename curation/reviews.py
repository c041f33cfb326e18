"""A curator's scores: drafts, sending, conflicts of interest. Nobody else sees them meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import declare, refuse_conflict
from curation.decisions import open_when_all_in
from curation.models import Assignment, Criterion, Decision, Review, Round, Score
from curation.scoring import CriterionRule, needs_comment, total
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import User


@dataclass(frozen=True)
class Mark:
    """One criterion's score (None: not given, or does not apply) and the words to the maker."""

    value: int | None
    comment: str = ""


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
    clock, after the lock), «final», «conflict»; and with `complete`, one error per criterion:
    «missing» without a score, «comment» for a score below 3 without words to the maker.
    """
    held = _open_assignment(assignment, by=by)
    criteria = list(held.submission.rubric.criteria.all())
    for criterion in criteria:
        value = marks.get(criterion.code, Mark(None)).value
        if value is not None and not 0 <= value <= 4:
            raise ValidationError(_("Nilai antara 0 dan 4."), code="range")
    if complete:
        _refuse_gaps(criteria, marks)
    review = Review.objects.filter(assignment=held).first()
    if review is None:
        review = Review(
            assignment=held, submission=held.submission, version=held.version, curator=by
        )
    review.panel_note = panel_note.strip()
    review.is_complete = complete
    review.saved_at = clock.now()
    review.save()
    for criterion in criteria:
        mark = marks.get(criterion.code, Mark(None))
        Score.objects.update_or_create(
            review=review,
            criterion=criterion,
            defaults={"value": mark.value, "comment": mark.comment.strip()},
        )
    return review


def _refuse_gaps(criteria: list[Criterion], marks: Mapping[str, Mark]) -> None:
    problems: dict[str, ValidationError] = {}
    for criterion in criteria:
        mark = marks.get(criterion.code, Mark(None))
        if mark.value is None and not criterion.allows_blank:
            problems[f"score_{criterion.code}"] = ValidationError(
                _("Beri nilai untuk «%(name)s»."), code="missing", params={"name": criterion.name}
            )
        elif needs_comment(mark.value) and not mark.comment.strip():
            problems[f"comment_{criterion.code}"] = ValidationError(
                _("Nilai di bawah 3 untuk «%(name)s» perlu catatan bagi pembuatnya."),
                code="comment",
                params={"name": criterion.name},
            )
    if problems:
        raise ValidationError(problems)


def _open_assignment(assignment: Assignment, *, by: User) -> Assignment:
    """The assignment, its submission locked, after every check that scoring needs."""
    submission = lock(assignment.submission)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    held.submission = submission
    if held.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if (
        submission.state != State.IN_REVIEW
        or held.state != Assignment.State.ACTIVE
        or held.version_id != submission.version_id
    ):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if Review.objects.filter(assignment=held, finalised_at__isnull=False).exists():
        raise ValidationError(
            _("Penilaian Anda sudah dikirim dan tidak dapat diubah."), code="final"
        )
    at = clock.now()
    _refuse_late(held.due_at, at)
    refuse_conflict(submission, by, on=timezone.localdate(at))
    return held


def _refuse_late(due_at: datetime, at: datetime) -> None:
    if at >= due_at:
        raise ValidationError(
            _("Batas penilaian sudah lewat pada %(moment)s. Hubungi sekretariat."),
            code="late",
            params={"moment": timezone.localtime(due_at).strftime("%d-%m-%Y %H.%M")},
        )


@transaction.atomic
def finalise(assignment: Assignment, *, by: User) -> Review:
    """Sends a complete draft: from now on nobody can change it. Opens the session when all are in.

    Raises ValidationError as `save_review`, and «incomplete».
    """
    held = _open_assignment(assignment, by=by)
    review = Review.objects.filter(assignment=held, is_complete=True).first()
    if review is None:
        raise ValidationError(_("Lengkapi dulu penilaian karya ini."), code="incomplete")
    criteria = list(held.submission.rubric.criteria.all())
    scores = {
        score.criterion.code: score.value for score in review.scores.select_related("criterion")
    }
    review.total = total(scores, criterion_rules(criteria)) or Decimal(0)
    review.finalised_at = clock.now()
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
def recuse(assignment: Assignment, *, reason: str, by: User) -> None:
    """The curator steps back from a work because of a tie; its scores count no longer.

    Until the decision is signed. Raises ValidationError: «not_yours», «wrong_state»,
    «reason_required». The secretariat sees the vacancy in its queue.
    """
    submission = lock(assignment.submission)
    if assignment.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if submission.state not in (State.QUEUED, State.IN_REVIEW, State.DELIBERATION):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    declare(submission, curator=by, reason=reason, by=by)
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
