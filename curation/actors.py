"""In which capacities a person may act on a submission."""

from collections.abc import Mapping
from datetime import date

from artisans.models import Business
from curation.conflicts import tie_of
from curation.models import (
    BoardMember,
    MeetingAttendance,
    PanelMember,
    StateChange,
    Submission,
)
from curation.transitions import Action, Actor, State
from dekranasda.accounts.models import Role, User

BOARD_ROLES = (Role.LEADER, Role.CHAIR, Role.CURATOR)


def actors_of(user: User | None, submission: Submission, *, on: date) -> frozenset[Actor]:
    """The person's capacities; the system acts without a person.

    The secretariat also acts in the maker's place, for makers who come by phone or on paper.
    A panel member with a conflict has none; where the chair has one, or is not in the room, others
    stand in.
    """
    if user is None:
        return frozenset({Actor.SYSTEM})
    actors = set()
    if user.is_secretariat:
        actors |= {Actor.SECRETARIAT, Actor.MAKER}
    if submission.product.business.owner.user_id == user.pk:
        actors.add(Actor.MAKER)
    if user.has_any_role(Role.MENTOR, Role.DISTRICT_OPERATOR):
        helped = Business.objects.helped_by(user, on=on)
        if helped.filter(pk=submission.product.business_id).exists():
            actors.add(Actor.HELPER)
    actors |= _panel_actors(user, submission, on=on)
    if submission.state == State.APPEALED and on_board(user, submission, on=on):
        actors.add(Actor.BOARD)
    return frozenset(actors)


def _panel_actors(user: User, submission: Submission, *, on: date) -> set[Actor]:
    panel = {member.user_id: member for member in submission.round.panel.select_related("user")}
    member = panel.get(user.pk)
    if member is None or member.accepted_at is None or tie_of(submission, user, on=on):
        return set()
    if member.is_chair or _stands_in(user, panel, submission, on=on):
        return {Actor.PANEL, Actor.CHAIR}
    return {Actor.PANEL}


def _stands_in(
    user: User, panel: Mapping[int, PanelMember], submission: Submission, *, on: date
) -> bool:
    """Whether the member leads over this work in the chair's place.

    The meeting's deputy does where the chair is not in the room or has a tie; without a deputy who
    can, a chair with a tie leaves it to each of the others. A second person signs in any case.
    """
    chair = next((other for other in panel.values() if other.is_chair), None)
    if chair is not None and chair.accepted_at is None:
        return False  # nobody stands in for a chair who has not answered yet
    is_tied = chair is None or bool(tie_of(submission, chair.user, on=on))
    meeting = submission.round.meetings.filter(closed_at__isnull=True).first()
    if meeting is None or meeting.deputy_id is None:
        return is_tied
    rows = meeting.attendance.filter(state=MeetingAttendance.State.PRESENT)
    here = set(rows.values_list("member_id", flat=True))
    deputy = panel.get(meeting.deputy_id)
    if deputy is None or deputy.user_id not in here or tie_of(submission, deputy.user, on=on):
        return is_tied
    is_away = chair is None or chair.user_id not in here
    return deputy.user_id == user.pk and (is_tied or is_away)


def on_board(user: User, submission: Submission, *, on: date) -> bool:
    """Whether the person was named to hear the objection, and still has no part in the case."""
    return BoardMember.objects.filter(
        appeal__submission=submission, member=user
    ).exists() and may_hear_appeal(user, submission, on=on)


def may_hear_appeal(user: User, submission: Submission, *, on: date) -> bool:
    """Whether the person had no part in the case so far: panel, screening, decision, release.

    What they said themselves of an objection that is not ruled on yet is none.
    """
    return (
        user.has_any_role(*BOARD_ROLES)
        and not user.has_role(Role.SECRETARIAT)
        and not submission.round.panel.filter(user=user).exists()
        and not submission.assignments.filter(curator=user).exists()
        and not StateChange.objects.filter(submission=submission, made_by=user)
        .exclude(action__in=[Action.DISMISS_APPEAL, Action.UPHOLD_APPEAL], to_state=State.APPEALED)
        .exists()
        and not tie_of(submission, user, on=on)
    )
