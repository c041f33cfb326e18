"""The one table of a submission's life: which action leads from which state to which, and by whom.

Pure data. `steps.py` carries it out, the database's own trigger refuses every change of state that
is not in it, and the tests of every state × role × action are generated from it.
Source: blueprint of the portal, section 5; guards after the curation workflow, transitions 1–25.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a submission stands. Makers see `public_state`, which hides the panel's inner steps."""

    SUBMITTED = "submitted", _("Pemeriksaan berkas")
    NEEDS_COMPLETION = "needs_completion", _("Perlu dilengkapi")
    QUEUED = "queued", _("Menunggu penilaian")
    IN_REVIEW = "in_review", _("Sedang dinilai")
    DELIBERATION = "deliberation", _("Sidang")
    DECIDED = "decided", _("Ditetapkan, belum diumumkan")
    ACCEPTED = "accepted", _("Lolos")
    COACHING = "coaching", _("Pembinaan")
    REVISION_REQUESTED = "revision_requested", _("Perlu perbaikan")
    REJECTED = "rejected", _("Belum lolos")
    INELIGIBLE = "ineligible", _("Tidak memenuhi syarat")
    LAPSED = "lapsed", _("Ditutup, lewat waktu")
    WITHDRAWN = "withdrawn", _("Ditarik")
    APPEALED = "appealed", _("Keberatan")


class Actor(models.TextChoices):
    """In which capacity somebody acts on one submission; see `actors.actors_of`."""

    MAKER = "maker", _("pembuat")
    HELPER = "helper", _("yang mengisi atas nama pembuat")
    SECRETARIAT = "secretariat", _("sekretariat")
    CHAIR = "chair", _("ketua panel")
    PANEL = "panel", _("anggota panel")
    BOARD = "board", _("pemeriksa keberatan")
    SYSTEM = "system", _("sistem")


class Action(models.TextChoices):
    """What can be done to a submission once it exists."""

    RETURN_FOR_COMPLETION = "return_for_completion", _("minta kelengkapan")
    COMPLETE = "complete", _("lengkapi")
    LAPSE = "lapse", _("tutup karena lewat waktu")
    REOPEN = "reopen", _("buka kembali")
    PROPOSE_INELIGIBLE = "propose_ineligible", _("usulkan tidak memenuhi syarat")
    DISMISS_INELIGIBLE = "dismiss_ineligible", _("batalkan usulan tidak memenuhi syarat")
    CONFIRM_INELIGIBLE = "confirm_ineligible", _("tetapkan tidak memenuhi syarat")
    QUEUE = "queue", _("nyatakan berkas lengkap")
    START_REVIEW = "start_review", _("mulai penilaian")
    OPEN_DELIBERATION = "open_deliberation", _("buka sidang")
    REQUEUE = "requeue", _("kembalikan ke antrean")
    RETURN_TO_REVIEW = "return_to_review", _("minta penilaian tambahan")
    PROPOSE_DECISION = "propose_decision", _("usulkan keputusan")
    VOTE = "vote", _("beri suara")
    SIGN_DECISION = "sign_decision", _("tandatangani keputusan")
    REOPEN_DECISION = "reopen_decision", _("buka kembali keputusan")
    RELEASE = "release", _("umumkan keputusan")
    RESUBMIT = "resubmit", _("kirim kembali")
    APPEAL = "appeal", _("ajukan keberatan")
    NAME_BOARD = "name_board", _("tunjuk pemeriksa keberatan")
    DISMISS_APPEAL = "dismiss_appeal", _("tolak keberatan")
    UPHOLD_APPEAL = "uphold_appeal", _("terima keberatan")
    WITHDRAW = "withdraw", _("tarik karya")
    HOLD = "hold", _("tahan untuk diperiksa")
    CLEAR_HOLD = "clear_hold", _("lepas penahanan")


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    `guards` are the codes of the refusals that the action's function may raise beyond state and
    role; `work` names that function; `same` marks actions that leave the state as it is.
    """

    action: Action
    sources: frozenset[State]
    targets: frozenset[State]
    actors: frozenset[Actor]
    guards: tuple[str, ...]
    work: str
    same: bool = False


def _row(
    action: Action,
    sources: tuple[State, ...],
    targets: tuple[State, ...],
    actors: tuple[Actor, ...],
    work: str,
    *guards: str,
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        frozenset(targets or sources),
        frozenset(actors),
        guards,
        f"curation.{work}",
        same=not targets,
    )


BEFORE_DECISION = (
    State.SUBMITTED,
    State.NEEDS_COMPLETION,
    State.QUEUED,
    State.IN_REVIEW,
    State.DELIBERATION,
)
OUTCOMES = (State.ACCEPTED, State.COACHING, State.REVISION_REQUESTED, State.REJECTED)
APPEALABLE = (State.COACHING, State.REJECTED, State.INELIGIBLE)
OPEN = (*BEFORE_DECISION, State.DECIDED, State.REVISION_REQUESTED, State.APPEALED)
FINAL = tuple(state for state in State if state not in OPEN)

# What keeps a meeting from acting on a work.
ROOM = ("no_meeting", "no_quorum", "not_present")

_S, _A = State, Actor
TABLE: dict[Action, Transition] = {
    row.action: row
    for row in (
        _row(
            Action.RETURN_FOR_COMPLETION,
            (_S.SUBMITTED,),
            (_S.NEEDS_COMPLETION,),
            (_A.SECRETARIAT,),
            "screening.return_for_completion",
            "no_items",
            "reason_required",
            "due_past",
        ),
        _row(
            Action.COMPLETE,
            (_S.NEEDS_COMPLETION,),
            (_S.SUBMITTED,),
            (_A.MAKER, _A.HELPER),
            "submissions.complete",
            "too_late",
            "nothing_changed",
            "not_ready",
        ),
        _row(
            Action.LAPSE,
            (_S.NEEDS_COMPLETION, _S.REVISION_REQUESTED),
            (_S.LAPSED,),
            (_A.SYSTEM,),
            "submissions.lapse",
            "not_due",
        ),
        _row(
            Action.REOPEN,
            (_S.LAPSED,),
            (_S.NEEDS_COMPLETION,),
            (_A.SECRETARIAT,),
            "screening.reopen",
            "reason_required",
            "due_past",
            "already_reopened",
            "open_twin",
        ),
        _row(
            Action.PROPOSE_INELIGIBLE,
            (_S.SUBMITTED,),
            (),
            (_A.SECRETARIAT,),
            "screening.propose_ineligible",
            "reason_required",
            "already_proposed",
        ),
        _row(
            Action.DISMISS_INELIGIBLE,
            (_S.SUBMITTED,),
            (),
            (_A.SECRETARIAT,),
            "screening.dismiss_ineligible",
            "not_proposed",
        ),
        _row(
            Action.CONFIRM_INELIGIBLE,
            (_S.SUBMITTED,),
            (_S.INELIGIBLE,),
            (_A.SECRETARIAT,),
            "screening.confirm_ineligible",
            "not_proposed",
            "second_person",
        ),
        _row(
            Action.QUEUE,
            (_S.SUBMITTED,),
            (_S.QUEUED,),
            (_A.SECRETARIAT,),
            "screening.queue",
            "gates_open",
            "ineligible_proposed",
            "not_redacted",
        ),
        _row(
            Action.START_REVIEW,
            (_S.QUEUED,),
            (_S.IN_REVIEW,),
            (_A.SECRETARIAT, _A.CHAIR),
            "assignments.start_review",
            "too_few_curators",
            "not_calibrated",
            "conflict",
            "sample_missing",
            "tie_undecided",
            "no_statement",
            "no_expert",
            "no_outsider",
        ),
        _row(
            Action.OPEN_DELIBERATION,
            (_S.IN_REVIEW,),
            (_S.DELIBERATION,),
            (_A.SECRETARIAT, _A.CHAIR, _A.SYSTEM),
            "decisions.open_deliberation",
            "quorum_missing",
            "reviews_outstanding",
            "on_hold",
        ),
        _row(
            Action.REQUEUE,
            (_S.IN_REVIEW,),
            (_S.QUEUED,),
            (_A.SECRETARIAT, _A.CHAIR),
            "assignments.requeue",
            "reason_required",
            "not_due",
            "quorum_reached",
        ),
        _row(
            Action.RETURN_TO_REVIEW,
            (_S.DELIBERATION,),
            (_S.IN_REVIEW,),
            (_A.CHAIR,),
            "decisions.return_to_review",
            "reason_required",
            "already_returned",
            "no_fresh_curator",
            "conflict",
            "on_hold",
        ),
        _row(
            Action.PROPOSE_DECISION,
            (_S.DELIBERATION,),
            (),
            (_A.CHAIR,),
            "decisions.propose",
            "decision_exists",
            "justification_required",
            "feedback_required",
            "no_reviews",
            "grade_mismatch",
            "revision_limit",
            *ROOM,
        ),
        _row(
            Action.VOTE,
            (_S.DELIBERATION,),
            (),
            (_A.CHAIR, _A.PANEL),
            "decisions.vote",
            "not_proposed",
            "other_proposal",
            "on_hold",
            *ROOM,
        ),
        _row(
            Action.SIGN_DECISION,
            (_S.DELIBERATION,),
            (_S.DECIDED,),
            (_A.CHAIR, _A.PANEL),
            "decisions.sign",
            "not_proposed",
            "second_person",
            "on_hold",
            "other_proposal",
            "two_thirds",
            "vote_lost",
            *ROOM,
        ),
        _row(
            Action.REOPEN_DECISION,
            (_S.DELIBERATION, _S.DECIDED),
            (_S.DELIBERATION,),
            (_A.CHAIR,),
            "decisions.reopen",
            "reason_required",
            "not_proposed",
        ),
        _row(
            Action.RELEASE,
            (_S.DECIDED,),
            OUTCOMES,
            (_A.SECRETARIAT,),
            "release.release",
            "proposer_releases",
            "not_yet",
            "on_hold",
            "message_missing",
        ),
        _row(
            Action.RESUBMIT,
            (_S.REVISION_REQUESTED,),
            (_S.SUBMITTED,),
            (_A.MAKER, _A.HELPER),
            "submissions.resubmit",
            "too_late",
            "nothing_changed",
            "not_ready",
        ),
        _row(
            Action.APPEAL,
            APPEALABLE,
            (_S.APPEALED,),
            (_A.MAKER,),
            "appeals.appeal",
            "reason_required",
            "too_late",
            "already_appealed",
            "open_twin",
        ),
        _row(
            Action.NAME_BOARD,
            (_S.APPEALED,),
            (),
            (_A.SECRETARIAT,),
            "appeals.name_board",
            "nobody_named",
            "too_few",
            "had_part",
        ),
        _row(
            Action.DISMISS_APPEAL,
            (_S.APPEALED,),
            (_S.APPEALED, *APPEALABLE),  # the first of the board leaves it where it is
            (_A.BOARD,),
            "appeals.dismiss",
            "reason_required",
            "already_ruled",
        ),
        _row(
            Action.UPHOLD_APPEAL,
            (_S.APPEALED,),
            (_S.APPEALED, _S.QUEUED),
            (_A.BOARD,),
            "appeals.uphold",
            "reason_required",
            "already_ruled",
        ),
        _row(
            Action.WITHDRAW,
            (*BEFORE_DECISION, _S.REVISION_REQUESTED),
            (_S.WITHDRAWN,),
            (_A.MAKER,),
            "submissions.withdraw",
        ),
        _row(
            Action.HOLD,
            (*BEFORE_DECISION, _S.DECIDED, *OUTCOMES),
            (),
            (_A.SECRETARIAT, _A.CHAIR, _A.SYSTEM),
            "decisions.hold",
            "reason_required",
            "on_hold",
        ),
        _row(
            Action.CLEAR_HOLD,
            (*BEFORE_DECISION, _S.DECIDED, *OUTCOMES),
            (),
            (_A.SECRETARIAT, _A.CHAIR),
            "decisions.clear_hold",
            "not_on_hold",
            "second_person",
        ),
    )
}

#: Every change of state that some action makes; the database refuses all others.
CHANGES = sorted(
    {
        (source.value, target.value)
        for row in TABLE.values()
        if not row.same
        for source in row.sources
        for target in row.targets
        if source != target
    }
)
