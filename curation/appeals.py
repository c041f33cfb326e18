"""Objections: once, within 14 days, on procedure, conflict or fact, to people outside the panel.

A board of at least two hears them; what most of it holds, and two at the least, is the ruling.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.documents import store_document
from curation import messages
from curation.actors import BOARD_ROLES, may_hear_appeal
from curation.deadlines import working_days_after
from curation.models import (
    Appeal,
    Assignment,
    BoardMember,
    BoardOpinion,
    Decision,
    Submission,
)
from curation.steps import Step, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User

WINDOW = timedelta(days=14)
LEAST_BOARD = 2
EVIDENCE = "appeals"


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


def appeal(
    submission: Submission,
    *,
    ground: str,
    statement: str,
    by: User,
    evidence: tuple[bytes, str] | None = None,
) -> Appeal:
    """Files the objection; the file is frozen for the board.

    `evidence` is a document's bytes and name. Raises ValidationError: «reason_required»,
    «too_late», «already_appealed», «open_twin», and as `documents.store_document`.
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
            evidence=store_document(*evidence, folder=EVIDENCE) if evidence else "",
            previous_state=current.source,
            made_by=current.actor,
            made_at=current.at,
            due_on=working_days_after(
                timezone.localdate(current.at), current.submission.round.appeal_days
            ),
        )
        messages.tell_maker(
            work, "appeal_received", key=f"curation:appeal:{work.code}", ruling_on=filed.due_on
        )
        return filed


def candidates(submission: Submission, *, at: datetime) -> list[User]:
    """Who may be named to hear the objection: a role for it and no part in the case."""
    people = User.objects.filter(
        is_active=True, groups__name__in=[role.value for role in BOARD_ROLES]
    ).exclude(pk__in=BoardMember.objects.filter(appeal__submission=submission).values("member"))
    on = timezone.localdate(at)
    found = people.distinct().order_by("full_name")
    return [user for user in found if may_hear_appeal(user, submission, on=on)]


def name_board(submission: Submission, *, members: Collection[User], by: User) -> None:
    """Names who hears the objection; later ones join, nobody is taken off.

    Raises ValidationError: «nobody_named», «too_few» (a board has two at the least), «had_part»
    (panel, screening, decision, release, a tie).
    """
    with step(Action.NAME_BOARD, submission, by=by) as current:
        work = current.submission
        filed = Appeal.objects.get(submission=work)
        known = set(filed.board.values_list("member_id", flat=True))
        fresh = [user for user in members if user.pk not in known]
        current.require(bool(fresh), "nobody_named", _("Pilih orang yang memeriksa keberatan ini."))
        current.require(
            len(known) + len(fresh) >= LEAST_BOARD,
            "too_few",
            _("Pilih sedikitnya dua pemeriksa: satu orang tidak memutus sendiri."),
        )
        on = timezone.localdate(current.at)
        for user in fresh:
            current.require(
                user != current.actor and may_hear_appeal(user, work, on=on),
                "had_part",
                _("%(name)s tidak boleh memeriksa: ia ikut menangani karya ini atau terkait.")
                % {"name": user.full_name},
            )
            BoardMember.objects.create(
                appeal=filed, member=user, assigned_by=current.actor, assigned_at=current.at
            )
            messages.tell_board(work, user, due_on=filed.due_on)


def dismiss(submission: Submission, *, reason: str, by: User) -> None:
    """A member of the board holds the objection unfounded; with most of it, the outcome stays.

    Raises ValidationError: «reason_required», «already_ruled» (one word each). Side effect of the
    ruling: the maker is told, with the reasons of those who agreed.
    """
    with step(Action.DISMISS_APPEAL, submission, by=by, reason=reason) as current:
        filed = _give(current, Appeal.Outcome.DISMISSED)
        if filed is None:
            return
        current.to(State(filed.previous_state))
        _tell_ruling(current, filed, "appeal_dismissed")


def uphold(submission: Submission, *, reason: str, by: User) -> None:
    """A member of the board holds the objection founded; with most of it, others judge the work.

    The old scores are kept, not counted. Raises ValidationError as `dismiss`.
    """
    with step(Action.UPHOLD_APPEAL, submission, by=by, reason=reason) as current:
        filed = _give(current, Appeal.Outcome.UPHELD)
        if filed is None:
            return
        work = current.submission
        current.to(State.QUEUED)
        work.assignments.update(state=Assignment.State.VOIDED)
        work.decisions.filter(superseded_at__isnull=True).update(
            superseded_at=current.at,
            superseded_by=current.actor,
            superseded_reason=filed.reason,
        )
        work.ineligible_gate = None
        work.ineligible_reason = ""
        work.ineligible_proposed_by = None
        work.ineligible_confirmed_by = None
        _tell_ruling(current, filed, "appeal_upheld")


def _give(current: Step, outcome: Appeal.Outcome) -> Appeal | None:
    """Keeps the member's word; the objection once it is ruled on by it, else None."""
    current.require_reason(_("Tulis alasan putusan; perajin akan membacanya."))
    filed = Appeal.objects.select_for_update(of=("self",)).get(submission=current.submission)
    current.require(
        not filed.opinions.filter(member=current.actor).exists(),
        "already_ruled",
        _("Anda sudah memberi pendapat. Pemeriksa lain yang melanjutkan."),
    )
    BoardOpinion.objects.create(
        appeal=filed,
        member=current.actor,
        outcome=outcome,
        reason=current.reason,
        given_at=current.at,
    )
    agreeing = list(filed.opinions.filter(outcome=outcome))
    if len(agreeing) < needed(filed.board.count()):
        current.to(State.APPEALED)
        return None
    filed.outcome = outcome
    filed.reason = "\n\n".join(one.reason for one in agreeing)
    filed.decided_by = current.actor
    filed.decided_at = current.at
    filed.save()
    return filed


def needed(members: int) -> int:
    """How many of a board of so many must agree: most of it, and two at the least."""
    return max(LEAST_BOARD, members // 2 + 1)


def _tell_ruling(current: Step, filed: Appeal, template: str) -> None:
    work = current.submission
    messages.tell_maker(work, template, key=f"curation:appeal-end:{work.code}", reason=filed.reason)
