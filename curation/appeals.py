"""Objections: once, within 14 days, on procedure, conflict or fact, to people outside the panel."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from curation import messages
from curation.models import Appeal, Assignment, Decision, Submission
from curation.steps import Step, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User

WINDOW = timedelta(days=14)


def outcome_known_at(submission: Submission) -> datetime:
    """When the maker was told the outcome that an appeal would be about."""
    released = (
        Decision.objects.filter(submission=submission, superseded_at__isnull=True)
        .exclude(released_at=None)
        .values_list("released_at", flat=True)
        .first()
    )
    return released or submission.state_at


def appeal_until(submission: Submission) -> datetime:
    """The moment after which no objection is taken."""
    return outcome_known_at(submission) + WINDOW


def may_appeal(submission: Submission, *, at: datetime) -> bool:
    """Whether the maker can still object."""
    return (
        submission.state in (State.COACHING, State.REJECTED, State.INELIGIBLE)
        and at < appeal_until(submission)
        and not Appeal.objects.filter(submission=submission).exists()
    )


def appeal(submission: Submission, *, ground: str, statement: str, by: User) -> Appeal:
    """Files the objection; the file is frozen for the board.

    Raises ValidationError: «reason_required», «too_late», «already_appealed», «open_twin».
    """
    with step(Action.APPEAL, submission, by=by, reason=statement) as current:
        work = current.submission
        current.require_reason(_("Jelaskan apa yang menurut Anda keliru."))
        current.require(
            not Appeal.objects.filter(submission=work).exists(),
            "already_appealed",
            _("Keberatan hanya dapat diajukan sekali untuk satu karya."),
        )
        current.require(
            current.at < appeal_until(work),
            "too_late",
            _("Keberatan dapat diajukan paling lambat 14 hari setelah pengumuman."),
        )
        current.require(
            not Submission.objects.filter(product=work.product).open().exists(),
            "open_twin",
            _("Karya ini sudah Anda ajukan lagi, jadi keberatan tidak diperlukan."),
        )
        filed = Appeal.objects.create(
            submission=work,
            ground=ground,
            statement=current.reason,
            previous_state=current.source,
            made_by=current.actor,
            made_at=current.at,
        )
        messages.tell_maker(work, "appeal_received", key=f"curation:appeal:{work.code}")
        return filed


def dismiss(submission: Submission, *, reason: str, by: User) -> None:
    """The board keeps the outcome, for good. Raises ValidationError «reason_required»."""
    with step(Action.DISMISS_APPEAL, submission, by=by, reason=reason) as current:
        filed = _close(current, Appeal.Outcome.DISMISSED)
        current.to(State(filed.previous_state))
        messages.tell_maker(
            current.submission,
            "appeal_dismissed",
            key=f"curation:appeal-end:{current.submission.code}",
            reason=current.reason,
        )


def uphold(submission: Submission, *, reason: str, by: User) -> None:
    """The board sends the work back to be judged by others; the old scores are kept, not counted.

    Raises ValidationError «reason_required».
    """
    with step(Action.UPHOLD_APPEAL, submission, by=by, reason=reason) as current:
        work = current.submission
        _close(current, Appeal.Outcome.UPHELD)
        work.assignments.update(state=Assignment.State.VOIDED)
        work.decisions.filter(superseded_at__isnull=True).update(
            superseded_at=current.at,
            superseded_by=current.actor,
            superseded_reason=current.reason,
        )
        work.ineligible_gate = None
        work.ineligible_reason = ""
        work.ineligible_proposed_by = None
        work.ineligible_confirmed_by = None
        messages.tell_maker(
            work,
            "appeal_upheld",
            key=f"curation:appeal-end:{work.code}",
            reason=current.reason,
        )


def _close(current: Step, outcome: Appeal.Outcome) -> Appeal:
    current.require_reason(_("Tulis alasan putusan; perajin akan membacanya."))
    filed = Appeal.objects.select_for_update().get(submission=current.submission)
    filed.outcome = outcome
    filed.reason = current.reason
    filed.decided_by = current.actor
    filed.decided_at = current.at
    filed.save()
    return filed
