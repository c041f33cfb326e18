"""The maker's side: submit, complete, resubmit, withdraw; and what lapses by itself."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock, flagged, messages, rubrics
from curation.models import Assignment, CompletionItem, Round, Submission, Suspension
from curation.steps import Step, next_number, record, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User
from products.drafts import ready_problems
from products.models import Product, ProductVersion


@transaction.atomic
def submit(product: Product, *, by: User) -> Submission:
    """Freezes the work's draft and submits it to the open round; returns the submission.

    Raises ValidationError: «no_open_round», «open_twin», «suspended», «same_round» (already judged
    in this round), «not_ready» (the draft is incomplete; one message each). Side effect: a receipt.
    """
    locked = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    at = clock.now()
    earlier = Submission.objects.filter(product=locked).order_by("-submitted_at", "-pk").first()
    if Submission.objects.filter(product=locked).open().exists():
        raise ValidationError(_("Karya ini sedang dikurasi."), code="open_twin")
    if Suspension.objects.open().filter(certificate__product=locked).exists():
        raise ValidationError(
            _("Karya ini sedang ditangguhkan. Tanggapi dahulu, lalu tunggu putusannya."),
            code="suspended",
        )
    round = _open_round(at, earlier)
    version = _freeze_draft(locked, at)
    year = timezone.localdate(at).year
    submission = Submission(
        code=f"KUR-{year}-{next_number(f'KUR-{year}'):04}",
        product=locked,
        version=version,
        round=round,
        rubric=rubrics.rubric_for(round, version),
        predecessor=earlier,
        submitted_by=by,
        submitted_at=at,
        state_at=at,
    )
    submission.save()
    record(submission, action="submit", source="", by=by, at=at, reason="")
    messages.tell_maker(submission, "received", key=f"curation:received:{submission.code}")
    return submission


def open_rounds(at: datetime) -> list[Round]:
    """The rounds that take submissions at the moment, the one that closes first in front."""
    return list(Round.objects.open_at(at))


def _open_round(at: datetime, earlier: Submission | None) -> Round:
    rounds = open_rounds(at)
    if not rounds:
        raise ValidationError(
            _(
                "Saat ini belum ada periode kurasi yang dibuka. Karya Anda tersimpan; kirim ketika "
                "periode berikutnya dibuka."
            ),
            code="no_open_round",
        )
    judged = earlier is not None and earlier.state != State.WITHDRAWN
    for round in rounds:
        if not (judged and earlier is not None and earlier.round_id == round.pk):
            return round
    raise ValidationError(
        _("Karya ini sudah dinilai pada periode ini. Kirim lagi pada periode berikutnya."),
        code="same_round",
    )


def _freeze_draft(product: Product, at: datetime) -> ProductVersion:
    version = product.draft()
    if version is None:
        raise ValidationError(
            _("Belum ada perubahan untuk dikirim. Perbaiki dulu data karya Anda."),
            code="not_ready",
        )
    if problems := ready_problems(version):
        raise ValidationError([ValidationError(str(text), code="not_ready") for text in problems])
    version.freeze(at=at)
    return version


def was_just_sent(product: Product) -> bool:
    """Whether everything of the work has been sent already and nobody has taken it up yet."""
    newest = Submission.objects.filter(product=product).order_by("-submitted_at", "-pk").first()
    return newest is not None and newest.state == State.SUBMITTED and product.draft() is None


def complete(submission: Submission, *, by: User) -> None:
    """The maker answers everything that was asked; the amended version is frozen and submitted.

    Where only documents were asked for, the version may stay. Raises ValidationError:
    «too_late», «nothing_changed», «not_ready».
    """
    with step(Action.COMPLETE, submission, by=by) as current:
        items = CompletionItem.objects.filter(
            submission=current.submission, answered_at__isnull=True
        )
        papers_only = not items.exclude(part=CompletionItem.Part.DOCUMENTS).exists()
        steps = flagged.open_steps(current.submission)
        _take_new_version(current, may_stay=papers_only, only=steps)
        items.update(answered_at=current.at)
        messages.stop_telling(current.submission.product, "needs_completion", "lapsed")


def resubmit(submission: Submission, *, by: User) -> None:
    """The maker sends the mended work again, in the same round, to be checked and scored anew.

    Raises ValidationError: «too_late», «nothing_changed», «not_ready».
    """
    with step(Action.RESUBMIT, submission, by=by) as current:
        _take_new_version(current, may_stay=False)
        messages.stop_telling(current.submission.product, "revision_requested")
        Assignment.objects.filter(
            submission=current.submission, state=Assignment.State.ACTIVE
        ).exclude(version=current.submission.version).update(state=Assignment.State.EXPIRED)


def _take_new_version(
    current: Step, *, may_stay: bool, only: Collection[int] | None = None
) -> None:
    """The draft becomes the version at hand; of `only` some steps, where a request names them."""
    work = current.submission
    current.require(
        work.due_at is None or current.at < work.due_at,
        "too_late",
        _("Tenggatnya sudah lewat. Hubungi sekretariat bila Anda masih ingin melanjutkan."),
    )
    draft = work.product.draft()
    current.require(
        draft is not None or may_stay,
        "nothing_changed",
        _("Belum ada yang berubah. Perbaiki dulu bagian yang diminta, lalu kirim kembali."),
    )
    if draft is not None:
        if only is not None:
            flagged.keep_unflagged(draft, work.version, only)
        problems = ready_problems(draft)
        current.require(
            not problems,
            "not_ready",
            [ValidationError(str(text), code="not_ready") for text in problems],
        )
        draft.freeze(at=current.at)
        work.version = draft
        work.rubric = rubrics.rubric_for(work.round, draft)
    work.due_at = None
    work.redaction_confirmed_by = None
    _open_all_steps(work)


def _open_all_steps(work: Submission) -> None:
    """No request is open any more: later drafts may change everything."""
    work.product.open_steps = None
    work.product.save(update_fields=["open_steps"])


def withdraw(submission: Submission, *, by: User, reason: str = "") -> None:
    """The maker takes the work back before a decision; its assignments end, nothing is lost."""
    with step(Action.WITHDRAW, submission, by=by, reason=reason) as current:
        Assignment.objects.filter(
            submission=current.submission, state=Assignment.State.ACTIVE
        ).update(state=Assignment.State.VOIDED)
        live = current.submission.decisions.filter(superseded_at__isnull=True, released_at=None)
        live.update(
            superseded_at=current.at, superseded_by=by, superseded_reason=_("Karya ditarik.")
        )
        messages.stop_telling(current.submission.product, *messages.OF_A_JUDGING)
        current.submission.due_at = None
        _open_all_steps(current.submission)


def lapse(submission: Submission) -> None:
    """Closes a submission whose maker did not answer in time. Raises ValidationError «not_due»."""
    with step(Action.LAPSE, submission, by=None) as current:
        due = current.submission.due_at
        current.require(
            due is not None and due <= current.at, "not_due", _("Tenggatnya belum lewat.")
        )
        _open_all_steps(current.submission)
        messages.tell_maker(
            current.submission,
            "lapsed",
            key=f"curation:lapsed:{current.submission.code}:{current.submission.lock_version}",
        )


def lapse_overdue() -> int:
    """Closes every submission whose deadline passed; returns how many. For the daily job."""
    overdue = Submission.objects.filter(
        state__in=[State.NEEDS_COMPLETION, State.REVISION_REQUESTED], due_at__lte=clock.now()
    )
    closed = 0
    for submission in overdue:
        try:
            lapse(submission)
        except ValidationError:
            continue  # answered between the query and the lock
        closed += 1
    return closed


def send(product: Product, *, by: User) -> Submission:
    """What «Kirim» means for this work now: submit it, complete it, or send it mended.

    Raises ValidationError as `submit`, `complete` and `resubmit`.
    """
    waiting = Submission.objects.filter(
        product=product, state__in=[State.NEEDS_COMPLETION, State.REVISION_REQUESTED]
    ).first()
    if waiting is None:
        return submit(product, by=by)
    if waiting.state == State.NEEDS_COMPLETION:
        complete(waiting, by=by)
    else:
        resubmit(waiting, by=by)
    return waiting
