"""A round's preparation and announcement, and its figures for everybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Avg, F
from django.utils.translation import gettext_lazy as _

from curation import clock, rubric_rules, rubrics
from curation.models import Appeal, Decision, Round
from curation.transitions import State
from dekranasda.accounts.models import Role, User

SMALLEST_CELL = 5  # fewer people than this are not told apart in public. Source: ux 1.1


@transaction.atomic
def announce(round: Round, *, by: User) -> None:
    """Announces the round: its rubric is frozen and public from now on.

    Raises ValidationError: «not_allowed», «already_open», «rubric» (what one of its rubrics lacks,
    one message each), «no_chair», «panel_too_small», «past».
    """
    locked = Round.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=round.pk)
    if not (by.is_superuser or by.has_role(Role.SECRETARIAT)):
        raise ValidationError(_("Hanya sekretariat yang mengumumkan."), code="not_allowed")
    if locked.opened_at is not None:
        raise ValidationError(_("Periode ini sudah diumumkan."), code="already_open")
    at = clock.now()
    problems = preparation_problems(locked, at=at)
    if problems:
        raise ValidationError(problems)
    locked.opened_at = at
    locked.save()
    round.refresh_from_db()


def preparation_problems(round: Round, *, at: datetime) -> list[ValidationError]:
    """What keeps a round from being announced; empty when it may be."""
    problems = [
        ValidationError(f"{rubric}: {text}", code="rubric")
        for rubric in rubrics.rubrics_of(round)
        for text in rubric_rules.problems_of(rubric)
    ]
    panel = list(round.panel.all())
    if not any(member.is_chair for member in panel):
        problems.append(ValidationError(_("Tunjuk ketua panel."), code="no_chair"))
    if len(panel) < round.curators_minimum:
        problems.append(
            ValidationError(
                _("Panel perlu sedikitnya %(quorum)s kurator; baru ada %(count)s."),
                code="panel_too_small",
                params={"quorum": round.curators_minimum, "count": len(panel)},
            )
        )
    if round.closes_at <= at:
        problems.append(ValidationError(_("Tanggal tutupnya sudah lewat."), code="past"))
    return problems


@dataclass(frozen=True)
class RoundFigures:
    """What the public reads of a round: counts without names; no scores, nobody who lost."""

    received: int
    accepted: int
    coaching: int
    revision: int
    rejected: int
    ineligible: int
    withdrawn: int
    waiting: int
    by_grade: dict[str, int]
    days_to_decision: int | None
    recusals: int
    appeals: int
    appeals_upheld: int
    by_craft: list[tuple[str, int, int]]

    @property
    def pass_percent(self) -> int | None:
        """Accepted of all that got an outcome, in whole percent; None before any."""
        known = self.accepted + self.coaching + self.revision + self.rejected + self.ineligible
        return round_half_up(self.accepted * 100, known) if known else None


def round_half_up(part: int, whole: int) -> int:
    """The quotient rounded half up."""
    return (2 * part + whole) // (2 * whole)


def figures_of(round: Round) -> RoundFigures:
    """The round's public figures. Outcomes count once they were released. Six queries."""
    rows = list(round.submissions.values_list("state", "version__craft__name"))
    states = Counter(state for state, _craft in rows)
    decisions = Decision.objects.filter(
        submission__round=round, released_at__isnull=False, superseded_at__isnull=True
    )
    grades = Counter(
        decisions.filter(outcome=Decision.Outcome.ACCEPTED).values_list("grade", flat=True)
    )
    average = decisions.aggregate(time=Avg(F("released_at") - F("submission__submitted_at")))
    appeals = list(Appeal.objects.filter(submission__round=round).values_list("outcome", flat=True))
    waiting = {
        State.SUBMITTED,
        State.NEEDS_COMPLETION,
        State.QUEUED,
        State.IN_REVIEW,
        State.DELIBERATION,
        State.DECIDED,
        State.APPEALED,
    }
    received_by_craft = Counter(craft or "" for _state, craft in rows)
    accepted_by_craft = Counter(craft or "" for state, craft in rows if state == State.ACCEPTED)
    return RoundFigures(
        received=len(rows),
        accepted=states[State.ACCEPTED],
        coaching=states[State.COACHING],
        revision=states[State.REVISION_REQUESTED],
        rejected=states[State.REJECTED],
        ineligible=states[State.INELIGIBLE],
        withdrawn=states[State.WITHDRAWN] + states[State.LAPSED],
        waiting=sum(states[state] for state in waiting),
        by_grade=dict(sorted(grades.items())),
        days_to_decision=average["time"].days if average["time"] else None,
        recusals=round.submissions.filter(assignments__state="recused").count(),
        appeals=len(appeals),
        appeals_upheld=appeals.count(Appeal.Outcome.UPHELD),
        by_craft=[
            (craft, count, accepted_by_craft[craft])
            for craft, count in sorted(received_by_craft.items())
            if count >= SMALLEST_CELL
        ],
    )
