"""The secretariat's check: gates, completion requests, eligibility decided by two people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation import clock, flagged, messages
from curation.models import CompletionItem, Gate, GateCheck, Submission
from curation.steps import Step, lock, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User


@dataclass(frozen=True)
class Request:
    """One thing asked of the maker: the part of the submission and the reason in plain words."""

    part: CompletionItem.Part
    reason: str


@transaction.atomic
def save_checks(
    submission: Submission, *, results: Mapping[Gate, tuple[str, str]], by: User
) -> None:
    """Keeps the answers to the gates (result, note) for the version at hand.

    Raises ValidationError «wrong_state» outside the screening, «not_allowed» to others,
    «pending» where a gate knows only yes and no.
    """
    locked = lock(submission)
    if locked.state != State.SUBMITTED:
        raise ValidationError(_("Berkas karya ini tidak sedang diperiksa."), code="wrong_state")
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang memeriksa berkas."), code="not_allowed")
    at = clock.now()
    for gate, (result, note) in results.items():
        if result == GateCheck.Result.PENDING and not gate.caps_grade_at:
            raise ValidationError(
                _("Syarat «%(gate)s» hanya dapat dijawab ya atau tidak."),
                code="pending",
                params={"gate": gate.name},
            )
        GateCheck.objects.update_or_create(
            submission=locked,
            version=locked.version,
            gate=gate,
            defaults={"result": result, "note": note.strip(), "checked_by": by, "checked_at": at},
        )


def open_gates(submission: Submission) -> list[Gate]:
    """The gates of the version at hand that are not answered with yes or «being arranged»."""
    passed = submission.gate_checks.filter(version=submission.version).exclude(
        result=GateCheck.Result.FAILED
    )
    return list(submission.rubric.gates.exclude(pk__in=passed.values("gate")).order_by("position"))


def grade_caps(submissions: Collection[Submission]) -> dict[int, str]:
    """The best grade that gates still being arranged allow, by submission; none where unlimited."""
    caps = GateCheck.objects.filter(
        submission__in=submissions,
        version=F("submission__version"),
        result=GateCheck.Result.PENDING,
    ).values_list("submission_id", "gate__caps_grade_at")
    strictest: dict[int, str] = {}
    for key, letter in caps:
        strictest[key] = max(letter, strictest.get(key, ""))
    return strictest


def return_for_completion(
    submission: Submission, *, requests: Sequence[Request], due_at: datetime, by: User
) -> None:
    """Asks the maker to complete the listed things by the deadline, and tells the maker.

    Raises ValidationError: «no_items», «reason_required» (every item says why), «due_past».
    """
    with step(Action.RETURN_FOR_COMPLETION, submission, by=by) as current:
        requests = [*requests, *_request_for_marks(current.submission, requests)]
        current.require(
            bool(requests), "no_items", _("Sebutkan sedikitnya satu hal yang perlu dilengkapi.")
        )
        current.require(
            all(request.reason.strip() for request in requests),
            "reason_required",
            _("Tulis untuk setiap hal apa yang perlu diperbaiki, agar perajin tahu caranya."),
        )
        _ask(current, requests, due_at)


def _request_for_marks(work: Submission, requests: Sequence[Request]) -> list[Request]:
    """A request for photographs where some are marked and nobody wrote one."""
    marks = work.photo_marks.filter(version=work.version, criterion=None, sent_at__isnull=True)
    if not marks.exists() or any(one.part == CompletionItem.Part.PHOTOS for one in requests):
        return []
    return [Request(CompletionItem.Part.PHOTOS, gettext("Perbaiki foto di titik yang ditandai."))]


def _ask(current: Step, requests: Sequence[Request], due_at: datetime) -> None:
    work = current.submission
    current.require(due_at > current.at, "due_past", _("Pilih tenggat di masa depan."))
    CompletionItem.objects.bulk_create(
        CompletionItem(
            submission=work,
            version=work.version,
            part=request.part,
            reason=request.reason.strip(),
            asked_by=current.actor,
            asked_at=current.at,
        )
        for request in requests
    )
    work.photo_marks.filter(version=work.version, criterion=None, sent_at__isnull=True).update(
        sent_at=current.at
    )
    work.product.open_steps = flagged.open_steps(work)
    work.product.save(update_fields=["open_steps"])
    work.due_at = due_at
    work.ineligible_gate = None
    work.ineligible_reason = ""
    work.ineligible_proposed_by = None
    messages.tell_maker(
        work,
        "needs_completion",
        key=f"curation:completion:{work.code}:{work.lock_version}",
        items=[request.reason.strip() for request in requests],
    )


def reopen(submission: Submission, *, due_at: datetime, reason: str, by: User) -> None:
    """Gives a lapsed submission one more chance, with a new deadline.

    Raises ValidationError: «reason_required», «already_reopened», «due_past», «open_twin».
    """
    with step(Action.REOPEN, submission, by=by, reason=reason) as current:
        work = current.submission
        current.require_reason(_("Tulis mengapa karya ini dibuka kembali."))
        current.require(
            not work.changes.filter(action=Action.REOPEN).exists(),
            "already_reopened",
            _("Karya ini sudah pernah dibuka kembali sekali."),
        )
        current.require(
            not Submission.objects.filter(product=work.product).open().exists(),
            "open_twin",
            _("Karya ini sudah diajukan lagi."),
        )
        _ask(current, [], due_at)


def propose_ineligible(submission: Submission, *, gate: Gate, reason: str, by: User) -> None:
    """Proposes that the work fails a gate; a second person of the secretariat must confirm.

    Raises ValidationError: «reason_required», «already_proposed».
    """
    with step(Action.PROPOSE_INELIGIBLE, submission, by=by, reason=reason) as current:
        work = current.submission
        current.require_reason(_("Tulis alasannya; perajin akan membacanya."))
        current.require(
            work.ineligible_proposed_by_id is None,
            "already_proposed",
            _("Usulan ini sudah ada dan menunggu orang kedua."),
        )
        work.ineligible_gate = gate
        work.ineligible_reason = current.reason
        work.ineligible_proposed_by = by


def dismiss_ineligible(submission: Submission, *, by: User) -> None:
    """Takes the proposal back; the check goes on. Raises ValidationError «not_proposed»."""
    with step(Action.DISMISS_INELIGIBLE, submission, by=by) as current:
        work = current.submission
        current.require(
            work.ineligible_proposed_by_id is not None, "not_proposed", _("Tidak ada usulan.")
        )
        work.ineligible_gate = None
        work.ineligible_reason = ""
        work.ineligible_proposed_by = None


def confirm_ineligible(submission: Submission, *, by: User) -> None:
    """The second person confirms: the submission ends, the maker reads why and how to object.

    Raises ValidationError: «not_proposed», «second_person».
    """
    with step(Action.CONFIRM_INELIGIBLE, submission, by=by) as current:
        work = current.submission
        current.require(
            work.ineligible_proposed_by_id is not None,
            "not_proposed",
            _("Usulkan dulu beserta alasannya."),
        )
        current.require(
            work.ineligible_proposed_by_id != current.actor.pk,
            "second_person",
            _("Orang kedua harus menetapkannya; Anda yang mengusulkan."),
        )
        work.ineligible_confirmed_by = by
        messages.tell_maker(work, "ineligible", key=f"curation:ineligible:{work.code}")


def queue(submission: Submission, *, redaction_confirmed: bool, by: User) -> None:
    """Declares the submission complete; it waits for curators and its content stays as it is.

    Raises ValidationError: «gates_open», «ineligible_proposed», «not_redacted».
    """
    with step(Action.QUEUE, submission, by=by) as current:
        work = current.submission
        current.require(
            work.ineligible_proposed_by_id is None,
            "ineligible_proposed",
            _("Ada usulan «tidak memenuhi syarat» yang belum diputus."),
        )
        missing = open_gates(work)
        current.require(
            not missing,
            "gates_open",
            _("Syarat ini belum terpenuhi: %(gates)s.")
            % {"gates": "; ".join(gate.name for gate in missing)},
        )
        current.require(
            redaction_confirmed,
            "not_redacted",
            _("Pastikan dulu foto dan cerita tidak memperlihatkan siapa pembuatnya."),
        )
        work.redaction_confirmed_by = by
