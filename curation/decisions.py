"""The panel's session: opening it, what the scores say, proposing, signing, reopening, holding."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import messages, votes
from curation.assignments import refuse_unfit
from curation.conflicts import months_before
from curation.deadlines import scoring_due_at
from curation.meetings import require_room, seat
from curation.models import Assignment, Decision, Grade, Review, Rubric, Submission, Vote
from curation.scoring import CriterionRule, GradeRule, PanelResult, panel_result
from curation.screening import grade_caps
from curation.steps import Step, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User

REVISION_LIMIT = 2


def valid_reviews(submission: Submission) -> QuerySet[Review]:
    """The sent reviews that count: of the version at hand, of curators who did not step back."""
    return (
        Review.objects.filter(
            submission=submission,
            version=submission.version_id,
            finalised_at__isnull=False,
            assignment__state=Assignment.State.ACTIVE,
        )
        .select_related("curator")
        .prefetch_related("scores__criterion")
        .order_by("pk")
    )


def grade_rules(rubric: Rubric) -> list[GradeRule]:
    """The rubric's grades as arithmetic sees them, the best first."""
    return [
        GradeRule(one.letter, one.minimum, one.outcome, dict(one.floors), one.allows_zero)
        for one in rubric.grades.all()
    ]


def result_of(submission: Submission) -> PanelResult | None:
    """What the valid reviews say together; None before the first. Show it to the panel only."""
    return results_of([submission])[submission.pk]


def results_of(submissions: Collection[Submission]) -> dict[int, PanelResult | None]:
    """The panel's result of each submission by its own rubric. Six queries for any number."""
    found_rubrics = Rubric.objects.filter(
        pk__in={work.rubric_id for work in submissions}
    ).prefetch_related("criteria", "grades")
    rules = {
        rubric.pk: (
            [CriterionRule(one.code, one.weight) for one in rubric.criteria.all()],
            grade_rules(rubric),
        )
        for rubric in found_rubrics
    }
    rubric_of = {work.pk: work.rubric_id for work in submissions}
    caps = grade_caps(submissions)
    marks: dict[int, list[dict[str, int | None]]] = {work.pk: [] for work in submissions}
    found = Review.objects.filter(
        submission__in=submissions,
        version=F("submission__version"),
        finalised_at__isnull=False,
        assignment__state=Assignment.State.ACTIVE,
    ).prefetch_related("scores__criterion")
    for review in found:
        scores = {score.criterion.code: score.value for score in review.scores.all()}
        marks[review.submission_id].append(scores)
    return {
        key: panel_result(given, *rules[rubric_of[key]], cap=caps.get(key, ""))
        for key, given in marks.items()
    }


def live_decision(submission: Submission) -> Decision | None:
    """The decision that stands for the version at hand, if there is one."""
    return Decision.objects.filter(
        submission=submission, version=submission.version_id, superseded_at__isnull=True
    ).first()


def open_when_all_in(submission: Submission) -> bool:
    """Opens the session when every curator of the version sent the scores; says whether it did."""
    if submission.state != State.IN_REVIEW or submission.is_on_hold:
        return False
    active = Assignment.objects.active().filter(
        submission=submission, version=submission.version_id
    )
    if active.filter(review__finalised_at__isnull=True).exists():
        return False
    if active.count() < submission.round.quorum:
        return False
    open_deliberation(submission, by=None)
    return True


def open_deliberation(submission: Submission, *, by: User | None) -> None:
    """Reveals the reviews to the panel. Assignments without a review expire.

    Raises ValidationError: «quorum_missing», «reviews_outstanding» (before the deadline all must
    be in), «on_hold».
    """
    with step(Action.OPEN_DELIBERATION, submission, by=by) as current:
        work = current.submission
        _refuse_hold(current)
        active = Assignment.objects.active().filter(submission=work, version=work.version)
        waiting = active.filter(review__finalised_at__isnull=True)
        sent = active.filter(review__finalised_at__isnull=False).count()
        current.require(
            sent >= work.round.quorum,
            "quorum_missing",
            _("Baru %(sent)s dari %(quorum)s penilaian yang masuk.")
            % {"sent": sent, "quorum": work.round.quorum},
        )
        current.require(
            not waiting.filter(due_at__gt=current.at).exists(),
            "reviews_outstanding",
            _("Masih ada kurator yang menilai sebelum batas waktunya."),
        )
        Assignment.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
            state=Assignment.State.EXPIRED
        )


def return_to_review(
    submission: Submission, *, curators: Collection[User], reason: str, by: User
) -> None:
    """Asks fresh curators for scores, once a version; they do not see the earlier ones.

    Raises ValidationError: «reason_required», «already_returned», «no_fresh_curator», «on_hold»,
    and as `assignments.refuse_unfit`.
    """
    with step(Action.RETURN_TO_REVIEW, submission, by=by, reason=reason) as current:
        work = current.submission
        current.require_reason(_("Tulis mengapa penilaian tambahan diperlukan."))
        _refuse_hold(current)
        current.require(
            not work.changes.filter(
                action=Action.RETURN_TO_REVIEW, made_at__gte=work.version.frozen_at
            ).exists(),
            "already_returned",
            _("Penilaian tambahan sudah pernah diminta untuk versi ini."),
        )
        known = set(
            work.assignments.filter(version=work.version).values_list("curator_id", flat=True)
        )
        fresh = [user for user in curators if user.pk not in known]
        current.require(
            bool(fresh), "no_fresh_curator", _("Pilih kurator yang belum menilai karya ini.")
        )
        refuse_unfit(work, fresh, at=current.at)
        _supersede(current, live_decision(work))
        due_at = scoring_due_at(work.round, at=current.at, joins_late=True)
        for user in fresh:
            Assignment.objects.create(
                submission=work,
                version=work.version,
                curator=user,
                assigned_by=current.actor,
                assigned_at=current.at,
                due_at=due_at,
            )
            messages.tell_curator(
                work.round, user, due_at=due_at, on=timezone.localdate(current.at)
            )


@dataclass(frozen=True)
class Proposal:
    """What the chair proposes; an empty grade means the computed one."""

    outcome: str
    grade: str = ""
    justification: str = ""
    feedback: str = ""


def propose(
    submission: Submission, *, proposal: Proposal, by: User, expected: int | None = None
) -> Decision:
    """Proposes the decision with the figures it rests on; it counts once a second person signs.

    Raises ValidationError: «decision_exists», «no_reviews», «justification_required» (outcome or
    grade differ from the computed ones), «feedback_required» (everything but acceptance),
    «grade_mismatch», «revision_limit», and as `meetings.require_room`.
    """
    with step(Action.PROPOSE_DECISION, submission, by=by, expected=expected) as current:
        work = current.submission
        require_room(current)
        current.require(
            live_decision(work) is None,
            "decision_exists",
            _("Sudah ada usulan keputusan. Buka kembali bila perlu diubah."),
        )
        result = result_of(work)
        if result is None or result.count < work.round.quorum:
            current.refuse(
                "no_reviews",
                _("Penilaian yang dihitung kurang dari kuorum. Minta penilaian tambahan."),
            )
        grade = _grade_of(current, proposal, result)
        letter = grade.letter if grade else ""
        deviates = proposal.outcome != result.grade.outcome or (
            grade is not None and letter != result.grade.letter
        )
        current.require(
            bool(proposal.justification.strip()) or not deviates,
            "justification_required",
            _("Keputusan ini berbeda dari hasil hitungan (%(grade)s). Tulis alasannya.")
            % {"grade": result.grade.letter},
        )
        current.require(
            proposal.outcome == Decision.Outcome.ACCEPTED or bool(proposal.feedback.strip()),
            "feedback_required",
            _("Tulis pesan kepada pembuatnya: apa yang kurang dan bagaimana memperbaikinya."),
        )
        _refuse_endless_revision(current, proposal)
        return Decision.objects.create(
            submission=work,
            version=work.version,
            outcome=proposal.outcome,
            grade=letter,
            computed_outcome=result.grade.outcome,
            computed_grade=result.grade.letter,
            total=result.mean,
            flags=list(result.flags),
            justification=proposal.justification.strip() if deviates else "",
            feedback=proposal.feedback.strip(),
            valid_until=_valid_until(grade, work.round.releases_on),
            proposed_by=current.actor,
            proposed_at=current.at,
        )


def _grade_of(current: Step, proposal: Proposal, result: PanelResult) -> Grade | None:
    """The grade that an acceptance gives; None for every other outcome."""
    if proposal.outcome != Decision.Outcome.ACCEPTED:
        return None
    grades = list(current.submission.rubric.grades.filter(outcome=Grade.Outcome.ACCEPTED))
    letter = proposal.grade or result.grade.letter
    chosen = next((grade for grade in grades if grade.letter == letter), None)
    current.require(chosen is not None, "grade_mismatch", _("Pilih kelas yang berarti lolos."))
    return chosen


def _valid_until(grade: Grade | None, start: date) -> date | None:
    months = grade.validity_months if grade else None
    return months_before(start, -months) if months else None


def _refuse_endless_revision(current: Step, proposal: Proposal) -> None:
    asked = Decision.objects.filter(
        submission=current.submission,
        outcome=Decision.Outcome.REVISION_REQUESTED,
        released_at__isnull=False,
    ).count()
    current.require(
        proposal.outcome != Decision.Outcome.REVISION_REQUESTED or asked < REVISION_LIMIT,
        "revision_limit",
        _("Perbaikan sudah diminta dua kali. Putuskan lolos, pembinaan, atau belum lolos."),
    )


def vote(submission: Submission, *, choice: str, by: User, seen: int | None = None) -> Vote:
    """Gives or changes the person's vote on the proposal that stands.

    `seen` is the proposal that the person read. Raises ValidationError: «not_proposed»,
    «other_proposal», «on_hold», and as `meetings.require_room`.
    """
    with step(Action.VOTE, submission, by=by) as current:
        _refuse_hold(current)
        require_room(current)
        decision = _live(current)
        _require_seen(current, decision, seen)
        return votes.give(decision, choice=choice, by=current.actor, at=current.at)


def sign(
    submission: Submission, *, by: User, expected: int | None = None, seen: int | None = None
) -> Decision:
    """A second panel member signs; the decision stands, hidden until the round is released.

    `seen` is the proposal that the person read. Raises ValidationError: «not_proposed»,
    «other_proposal», «second_person», «on_hold», and as `meetings.require_room`
    and `votes.require_carried`. Side effects: who sat over it is kept with the decision; the
    message to the maker is written and held.
    """
    with step(Action.SIGN_DECISION, submission, by=by, expected=expected) as current:
        _refuse_hold(current)
        decision = _live(current)
        _require_seen(current, decision, seen)
        room = require_room(current)
        current.require(
            decision.proposed_by_id != current.actor.pk,
            "second_person",
            _("Orang kedua harus menandatangani; Anda yang mengusulkan."),
        )
        votes.require_carried(current, decision)
        seat(decision, room)
        decision.signed_by = current.actor
        decision.signed_at = current.at
        decision.save()
        messages.hold_decision(decision)
        return decision


def _require_seen(current: Step, decision: Decision, seen: int | None) -> None:
    current.require(
        seen is None or seen == decision.pk,
        "other_proposal",
        _("Usulannya berubah sejak Anda membukanya. Baca usulan yang baru dahulu."),
    )


def reopen(submission: Submission, *, reason: str, by: User) -> None:
    """Takes an unreleased decision back to the session; its held message is cancelled.

    Raises ValidationError: «reason_required», «not_proposed».
    """
    with step(Action.REOPEN_DECISION, submission, by=by, reason=reason) as current:
        current.require_reason(_("Tulis mengapa keputusan dibuka kembali."))
        _supersede(current, _live(current))


def _live(current: Step) -> Decision:
    decision = live_decision(current.submission)
    if decision is None:
        current.refuse("not_proposed", _("Belum ada usulan keputusan."))
    return decision


def _supersede(current: Step, decision: Decision | None) -> None:
    if decision is None:
        return
    decision.superseded_at = current.at
    decision.superseded_by = current.actor
    decision.superseded_reason = current.reason
    decision.save()
    messages.cancel_decision(decision)


def hold(
    submission: Submission, *, reason: str, by: User | None, found_by: User | None = None
) -> None:
    """Stops session, decision and release for a question of integrity, also after the release.

    The system holds in the name of whoever found the question. Raises ValidationError:
    «reason_required», «on_hold».
    """
    with step(Action.HOLD, submission, by=by, reason=reason) as current:
        current.require_reason(_("Tulis apa yang perlu diperiksa."))
        _refuse_hold(current)
        current.submission.hold_reason = current.reason[:255]
        current.submission.hold_by = by or found_by


def clear_hold(submission: Submission, *, by: User) -> None:
    """Another person lifts the hold. Raises ValidationError: «not_on_hold», «second_person»."""
    with step(Action.CLEAR_HOLD, submission, by=by) as current:
        work = current.submission
        current.require(work.is_on_hold, "not_on_hold", _("Karya ini tidak ditahan."))
        current.require(
            work.hold_by_id != current.actor.pk,
            "second_person",
            _("Orang lain yang harus melepasnya; Anda yang menahan."),
        )
        work.hold_reason = ""
        work.hold_by = None


def _refuse_hold(current: Step) -> None:
    current.require(
        not current.submission.is_on_hold,
        "on_hold",
        _("Karya ini ditahan: %(reason)s") % {"reason": current.submission.hold_reason},
    )
