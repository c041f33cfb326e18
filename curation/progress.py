"""How far a round has come: works by stage, which are late, and what holds up the next step."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.deadlines import last_day, stage_due_on
from curation.models import Round, Submission
from curation.phases import Phase, phase_at, turns_of
from curation.transitions import State
from dekranasda.templatetags.portal import tanggal

SHOWN = (
    State.SUBMITTED,
    State.NEEDS_COMPLETION,
    State.QUEUED,
    State.IN_REVIEW,
    State.DELIBERATION,
    State.DECIDED,
)
TITLES: dict[Phase, str | Promise] = {
    Phase.ANNOUNCED: _("Diumumkan"),
    Phase.CALL: _("Menerima karya"),
    Phase.SCORING: _("Kurator menilai"),
    Phase.SESSION: _("Sidang"),
    Phase.RELEASE: _("Pengumuman"),
    Phase.OBJECTIONS: _("Masa keberatan"),
}


@dataclass(frozen=True)
class Stage:
    """How many works stand in one state, and how many of them past its time."""

    state: State
    count: int
    late: int


@dataclass(frozen=True)
class Blocker:
    """What must happen before the round's next step, and the state of the works it concerns."""

    text: str
    state: State


def stages_of(round: Round, *, at: datetime) -> list[Stage]:
    """The works on their way, by stage. One query."""
    today = timezone.localdate(at)
    counts: Counter[State] = Counter()
    late: Counter[State] = Counter()
    rows = Submission.objects.filter(round=round, state__in=SHOWN)
    for state, since, due_at in rows.values_list("state", "state_at", "due_at"):
        counts[State(state)] += 1
        late[State(state)] += stage_due_on(round, state, since, due_at) < today
    return [Stage(state, counts[state], late[state]) for state in SHOWN]


def blockers_of(round: Round, stages: Iterable[Stage], *, at: datetime) -> list[Blocker]:
    """What holds up the step that the round's dates ask for next; empty while nothing does."""
    phase = phase_at(round, at=at)
    counts = {stage.state: stage.count for stage in stages}
    due: tuple[State, ...] = ()
    if phase == Phase.SCORING:
        due = (State.SUBMITTED, State.NEEDS_COMPLETION, State.QUEUED, State.IN_REVIEW)
    elif phase in {Phase.SESSION, Phase.RELEASE}:
        due = SHOWN[:-1]
    elif phase in {Phase.OBJECTIONS, Phase.CLOSED}:
        due = SHOWN
    return [
        Blocker(str(SENTENCES[state]) % {"count": counts[state]}, state)
        for state in due
        if counts[state]
    ]


SENTENCES: dict[State, str | Promise] = {
    State.SUBMITTED: _("Berkas %(count)d karya belum diperiksa."),
    State.NEEDS_COMPLETION: _("Perajin belum melengkapi %(count)d karya."),
    State.QUEUED: _("%(count)d karya belum diserahkan kepada kurator."),
    State.IN_REVIEW: _("Nilai %(count)d karya belum lengkap."),
    State.DELIBERATION: _("%(count)d karya belum diputuskan dalam sidang."),
    State.DECIDED: _("%(count)d keputusan belum diumumkan."),
}


def journey_of(round: Round, *, at: datetime) -> list[dict[str, object]]:
    """The round's phases with their last days, for the timeline component, in their order."""
    turns = turns_of(round)
    order = [turn.phase for turn in turns]
    now = phase_at(round, at=at)
    here = order.index(now) if now in order else -1 if now == Phase.PREPARATION else len(order)
    states = ["done"] * max(here, 0) + ["current"] * (0 <= here < len(order))
    states += ["waiting"] * (len(order) - len(states))
    return [
        {
            "state": state,
            "title": TITLES[turn.phase],
            "when": _("sampai %(date)s") % {"date": tanggal(last_day(turn.ends_at))},
        }
        for state, turn in zip(states, turns, strict=True)
    ]
