"""Curators who leave a work: who decline it, and whose tie is found late. Nothing is deleted."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from curation import assignments, clock, conflicts, decisions, messages
from curation.models import Assignment, Conflict, Decision, Review, Submission
from curation.steps import lock
from curation.transitions import BEFORE_DECISION, OUTCOMES, State
from dekranasda.accounts.models import User

HELD = (State.DECIDED, *OUTCOMES)  # a decision was signed on these scores


@transaction.atomic
def decline(assignment: Assignment, *, reason: str, may_ask_later: bool, by: User) -> None:
    """A curator cannot take a work, without a tie: no time, not the own craft.

    Raises ValidationError: «not_yours», «wrong_state», «reason_required», «already_scored».
    """
    submission = lock(assignment.submission)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if held.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if (
        submission.state not in (State.QUEUED, State.IN_REVIEW)
        or held.state != Assignment.State.ACTIVE
    ):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya dalam satu kalimat."), code="reason_required")
    if Review.objects.filter(assignment=held, finalised_at__isnull=False).exists():
        raise ValidationError(_("Anda sudah mengirim nilai karya ini."), code="already_scored")
    assignments.end(
        held,
        Assignment.State.DECLINED,
        at=clock.now(),
        reason=reason,
        ask_later=may_ask_later,
    )


@transaction.atomic
def pin(
    submission: Submission, *, curator: User, reason: str, by: User, **details: object
) -> Conflict:
    """Staff put down that a curator is tied to the work's business; given scores are set aside.

    Raises ValidationError «reason_required», «own_word» (for oneself one declares).
    """
    if by == curator:
        raise ValidationError(
            _("Hubungan Anda sendiri dinyatakan dari meja penilaian."), code="own_word"
        )
    conflict = conflicts.declare(submission, curator=curator, reason=reason, by=by)
    for one in _given(submission.product.business_id, curator):
        void(one, found_by=by)
    return conflict


@transaction.atomic
def declare(
    business: Business,
    *,
    relation: str,
    reason: str,
    ended_on: date | None = None,
    by: User,
) -> Conflict:
    """A curator puts down an own tie, from any page; works that it excludes are set aside.

    Raises ValidationError «reason_required».
    """
    conflict = conflicts.put_on_record(
        business, curator=by, relation=relation, reason=reason, ended_on=ended_on, by=by
    )
    for one in _given(business.pk, by):
        void(one, found_by=by)
    return conflict


def _given(business: int, curator: User) -> list[Assignment]:
    return list(
        Assignment.objects.active()
        .filter(
            submission__product__business=business,
            curator=curator,
            submission__state__in=[*BEFORE_DECISION, *HELD],
        )
        .select_related("submission", "curator")
        .order_by("submission")
    )


@transaction.atomic
def void(assignment: Assignment, *, found_by: User | None) -> bool:
    """Sets aside an assignment and its scores because of a tie; says whether there was one.

    A proposal that counted them falls. A signed or released decision is held for another look.
    """
    submission = lock(assignment.submission)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    at = clock.now()
    reasons = conflicts.tie_of(submission, held.curator, on=timezone.localdate(at))
    if held.state != Assignment.State.ACTIVE or not reasons:
        return False
    assignments.end(held, Assignment.State.VOIDED, at=at, reason=str(reasons[0]))
    finder = found_by or held.assigned_by
    if submission.state in HELD:
        if not submission.is_on_hold:
            decisions.hold(
                submission,
                reason=str(_("Seorang kurator yang menilai ternyata berkepentingan.")),
                by=None,
                found_by=finder,
            )
        return True
    for decision in Decision.objects.filter(submission=submission, superseded_at__isnull=True):
        decision.superseded_at, decision.superseded_by = at, finder
        decision.superseded_reason = str(_("Seorang kurator ternyata berkepentingan."))
        decision.save()
        messages.cancel_decision(decision)
    decisions.open_when_all_in(submission)
    return True


def void_late_conflicts(at: datetime) -> int:
    """Finds ties that arose or became known after the assignment; how many. For the daily job.

    Works whose outcome was made known more than a year ago are left alone.
    """
    given = list(
        Assignment.objects.active()
        .filter(submission__state__in=[State.QUEUED, State.IN_REVIEW, State.DELIBERATION, *HELD])
        .filter(assigned_at__gte=at.replace(year=at.year - 1, day=min(at.day, 28)))
        .select_related(
            "curator", "submission__product", "submission__round", "submission__version"
        )
        .order_by("submission")
    )
    works = {one.submission_id: one.submission for one in given}
    people = {one.curator_id: one.curator for one in given}
    tied = conflicts.ties(works.values(), people.values(), on=timezone.localdate(at))
    return sum(
        void(one, found_by=None) for one in given if (one.submission_id, one.curator_id) in tied
    )
