"""In which capacities a person may act on a submission."""

from datetime import date

from curation.conflicts import tie_of
from curation.models import BoardMember, StateChange, Submission
from curation.transitions import Actor, State
from dekranasda.accounts.models import Role, User

BOARD_ROLES = (Role.LEADER, Role.CHAIR, Role.CURATOR)


def actors_of(user: User | None, submission: Submission, *, on: date) -> frozenset[Actor]:
    """The person's capacities; the system acts without a person.

    The secretariat also acts in the maker's place, for makers who come by phone or on paper.
    A panel member with a conflict has none; where the chair has one, the panel's others stand in.
    """
    if user is None:
        return frozenset({Actor.SYSTEM})
    actors = set()
    if user.is_superuser or user.has_role(Role.SECRETARIAT):
        actors |= {Actor.SECRETARIAT, Actor.MAKER}
    if submission.product.business.owner.user_id == user.pk:
        actors.add(Actor.MAKER)
    actors |= _panel_actors(user, submission, on=on)
    if submission.state == State.APPEALED and on_board(user, submission, on=on):
        actors.add(Actor.BOARD)
    return frozenset(actors)


def _panel_actors(user: User, submission: Submission, *, on: date) -> set[Actor]:
    panel = {member.user_id: member for member in submission.round.panel.select_related("user")}
    member = panel.get(user.pk)
    if member is None or member.accepted_at is None or tie_of(submission, user, on=on):
        return set()
    if member.is_chair:
        return {Actor.PANEL, Actor.CHAIR}
    chair = next((other for other in panel.values() if other.is_chair), None)
    if chair is not None and chair.accepted_at is None:
        return {Actor.PANEL}  # nobody stands in for a chair who has not answered yet
    if chair is None or tie_of(submission, chair.user, on=on):
        return {Actor.PANEL, Actor.CHAIR}
    return {Actor.PANEL}


def on_board(user: User, submission: Submission, *, on: date) -> bool:
    """Whether the person was named to hear the objection, and still has no part in the case."""
    return BoardMember.objects.filter(
        appeal__submission=submission, member=user
    ).exists() and may_hear_appeal(user, submission, on=on)


def may_hear_appeal(user: User, submission: Submission, *, on: date) -> bool:
    """Whether the person had no part in the case so far: panel, screening, decision, release."""
    return (
        user.has_any_role(*BOARD_ROLES)
        and not user.has_role(Role.SECRETARIAT)
        and not submission.round.panel.filter(user=user).exists()
        and not submission.assignments.filter(curator=user).exists()
        and not StateChange.objects.filter(submission=submission, made_by=user).exists()
        and not tie_of(submission, user, on=on)
    )
