"""Who scores what: assignment, start, named replacement. Plans for many works: `plans.py`."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import anchors, clock, messages, samples
from curation.actors import actors_of
from curation.calibration import not_calibrated
from curation.conflicts import all_ties
from curation.deadlines import scoring_due_at
from curation.models import Assignment, Review, Round, Submission
from curation.steps import Step, lock, step
from curation.tie_queries import whereabouts_of_people
from curation.transitions import Action, Actor, State
from dekranasda.accounts.models import User


def loads(round: Round) -> dict[int, int]:
    """How many works each curator of the round's panel carries, by user."""
    counts = {member.user_id: 0 for member in round.panel.all()}
    active = Assignment.objects.active().filter(submission__round=round)
    for user_id in active.values_list("curator_id", flat=True):
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


@transaction.atomic
def assign(submission: Submission, *, curators: Collection[User], by: User) -> list[Assignment]:
    """Makes these the curators of a queued submission, or adds them while it is under review.

    Raises ValidationError: «wrong_state», «not_allowed», «not_on_panel», «conflict»,
    «earlier_curator» (recused, or judged it before an appeal), «locked_in» (a curator under
    review cannot be taken off silently). Side effect: new curators are told once a day and round.
    """
    locked = lock(submission)
    at = clock.now()
    today = timezone.localdate(at)
    if locked.state not in (State.QUEUED, State.IN_REVIEW):
        raise ValidationError(
            _("Kurator ditugaskan setelah berkas lengkap dan sebelum sidang."), code="wrong_state"
        )
    if not {Actor.SECRETARIAT, Actor.CHAIR} & actors_of(by, locked, on=today):
        raise ValidationError(
            _("Hanya sekretariat dan ketua panel yang menugaskan kurator."), code="not_allowed"
        )
    refuse_unfit(locked, curators, at=at)
    locked.assignments.filter(state=Assignment.State.PROPOSED).delete()
    current = {
        one.curator_id: one
        for one in locked.assignments.active()
        .filter(version=locked.version)
        .select_related("curator")
    }
    wanted = {user.pk for user in curators}
    _take_off(locked, [one for key, one in current.items() if key not in wanted], at=at)
    due_at = scoring_due_at(locked.round, at=at, joins_late=locked.state == State.IN_REVIEW)
    return [
        _add(locked, user, by=by, at=at, due_at=due_at)
        for user in curators
        if user.pk not in current
    ]


def refuse_unfit(submission: Submission, curators: Iterable[User], *, at: datetime) -> None:
    """Raises ValidationError where one of the people may not score this submission.

    «not_on_panel», «no_statement», «conflict», «earlier_curator», and for ties that wait for a
    decision «tie_undecided».
    """
    people = list(curators)
    panel = {member.user_id: member for member in submission.round.panel.all()}
    found = all_ties([submission], people, on=timezone.localdate(at))
    gone = set(stood_back(submission).values_list("curator_id", flat=True))
    for user in people:
        params: dict[str, object] = {"name": user.full_name}
        some = found.get((submission.pk, user.pk), [])
        hard = [tie.words for tie in some if tie.is_hard]
        undecided = [tie.words for tie in some if tie.is_open]
        member = panel.get(user.pk)
        if member is None:
            message, code = _("%(name)s bukan anggota panel periode ini."), "not_on_panel"
        elif hard:
            params["reason"] = hard[0]
            message = _("%(name)s tidak boleh menilai karya ini: %(reason)s.")
            code = "conflict"
        elif member.accepted_at is None:
            message = _("%(name)s belum menerima undangan dan menyatakan independensinya.")
            code = "no_statement"
        elif user.pk in gone:
            message = _("%(name)s sudah pernah lepas dari karya ini; pilih kurator lain.")
            code = "earlier_curator"
        elif undecided:
            params["reason"] = undecided[0]
            message = _("Putuskan dulu hubungan %(name)s dengan karya ini: %(reason)s.")
            code = "tie_undecided"
        else:
            continue
        raise ValidationError(message, code=code, params=params)


def stood_back(submission: Submission) -> QuerySet[Assignment]:
    """Assignments whose curators may not come back to the work: stepped back, set aside.

    Whoever let a deadline pass, was taken off before the start, or declined for now may.
    """
    state = Assignment.State
    return submission.assignments.filter(
        Q(state__in=[state.RECUSED, state.VOIDED, state.REPLACED])
        | Q(state=state.DECLINED, may_ask_later=False)
    )


def _take_off(submission: Submission, leaving: list[Assignment], *, at: datetime) -> None:
    if not leaving:
        return
    if submission.state == State.IN_REVIEW:
        raise ValidationError(
            _("%(name)s sedang menilai karya ini. Kurator hanya dapat ditambah atau diganti."),
            code="locked_in",
            params={"name": leaving[0].curator.full_name},
        )
    for one in leaving:
        has_review = Review.objects.filter(assignment=one).exists()
        state = Assignment.State.VOIDED if has_review else Assignment.State.CANCELLED
        end(one, state, at=at)


def end(
    assignment: Assignment, state: str, *, at: datetime, reason: str = "", ask_later: bool = False
) -> None:
    """Ends an assignment; it stays on record with the reason."""
    assignment.state, assignment.ended_at = state, at
    assignment.end_reason, assignment.may_ask_later = reason.strip()[:255], ask_later
    assignment.save()


@transaction.atomic
def replace(assignment: Assignment, *, curator: User, reason: str, by: User) -> Assignment:
    """Puts a named curator in the place of one who left or should leave; both stay on record.

    Raises ValidationError: «not_allowed», «wrong_state», «reason_required» (somebody still at
    work is replaced), «already_scored», «already_replaced», and as `refuse_unfit`.
    """
    submission = lock(assignment.submission)
    old = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    at = clock.now()
    if submission.state not in (State.QUEUED, State.IN_REVIEW):
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if not {Actor.SECRETARIAT, Actor.CHAIR} & actors_of(by, submission, on=timezone.localdate(at)):
        raise ValidationError(
            _("Hanya sekretariat dan ketua panel yang menugaskan kurator."), code="not_allowed"
        )
    if Assignment.objects.filter(replaces=old).exists():
        raise ValidationError(_("Kurator ini sudah digantikan."), code="already_replaced")
    if old.state == Assignment.State.ACTIVE:
        if not reason.strip():
            raise ValidationError(_("Tulis alasan menggantinya."), code="reason_required")
        if Review.objects.filter(assignment=old, finalised_at__isnull=False).exists():
            raise ValidationError(_("Kurator ini sudah mengirim nilainya."), code="already_scored")
        end(old, Assignment.State.REPLACED, at=at, reason=reason)
    refuse_unfit(submission, [curator], at=at)
    due_at = scoring_due_at(submission.round, at=at, joins_late=submission.state == State.IN_REVIEW)
    return _add(submission, curator, by=by, at=at, due_at=due_at, replaces=old)


def _add(
    submission: Submission,
    curator: User,
    *,
    by: User,
    at: datetime,
    due_at: datetime,
    replaces: Assignment | None = None,
) -> Assignment:
    assignment = Assignment.objects.create(
        submission=submission,
        version=submission.version,
        curator=curator,
        assigned_by=by,
        assigned_at=at,
        due_at=due_at,
        replaces=replaces,
    )
    # Whoever comes back goes on with the own draft.
    Review.objects.filter(
        submission=submission,
        version=submission.version,
        curator=curator,
        finalised_at__isnull=True,
    ).update(assignment=assignment)
    if submission.state == State.IN_REVIEW:
        anchors.insert(submission.round, [curator])
        messages.tell_curator(submission.round, curator, due_at=due_at, on=timezone.localdate(at))
    return assignment


def start_review(submission: Submission, *, by: User) -> None:
    """Hands the work to its curators.

    Raises ValidationError: «too_few_curators», «sample_missing», «conflict», «tie_undecided»,
    «no_statement», «no_expert», «no_outsider» (where the round asks for one), «not_calibrated».
    """
    with step(Action.START_REVIEW, submission, by=by) as current:
        work = current.submission
        active = list(
            Assignment.objects.active()
            .filter(submission=work, version=work.version)
            .select_related("curator")
        )
        current.require(
            len(active) >= work.round.curators_minimum,
            "too_few_curators",
            _("Karya ini perlu %(quorum)s kurator; baru ada %(count)s.")
            % {"quorum": work.round.curators_minimum, "count": len(active)},
        )
        samples.require_received(current)
        _require_independent(current, [one.curator for one in active])
        waiting = not_calibrated(work.round, [one.curator for one in active])
        current.require(
            not waiting,
            "not_calibrated",
            _("%(name)s belum lulus kalibrasi periode ini.")
            % {"name": waiting[0].full_name if waiting else ""},
        )
        anchors.insert(work.round, [one.curator for one in active])
        for one in active:
            messages.tell_curator(
                work.round, one.curator, due_at=one.due_at, on=timezone.localdate(current.at)
            )


def _require_independent(current: Step, curators: list[User]) -> None:
    """No tie that excludes or waits for a decision; statements given; an expert among them."""
    work = current.submission
    found = all_ties([work], curators, on=timezone.localdate(current.at))
    for user in curators:
        some = found.get((work.pk, user.pk), [])
        current.require(
            not any(tie.is_hard for tie in some),
            "conflict",
            _("%(name)s punya kepentingan pada karya ini. Ganti dengan kurator lain.")
            % {"name": user.full_name},
        )
        current.require(
            not any(tie.is_open for tie in some),
            "tie_undecided",
            _("Hubungan %(name)s dengan karya ini belum diputuskan.") % {"name": user.full_name},
        )
    panel = {
        member.user_id: member for member in work.round.panel.in_force().prefetch_related("crafts")
    }
    for user in curators:
        current.require(
            user.pk in panel,
            "no_statement",
            _("%(name)s belum menerima undangan dan menyatakan independensinya.")
            % {"name": user.full_name},
        )
    current.require(
        any(panel[user.pk].is_expert_of(work.version.craft_id) for user in curators),
        "no_expert",
        _("Sedikitnya satu kurator harus ahli kerajinan ini."),
    )
    current.require(
        not work.round.needs_outsider or _has_outsider(work, curators),
        "no_outsider",
        _("Sedikitnya satu kurator harus dari luar kecamatan pembuatnya."),
    )


def _has_outsider(work: Submission, curators: list[User]) -> bool:
    village = work.product.business.village
    places = whereabouts_of_people([user.pk for user in curators])
    return village is None or any(
        village.district_id not in place.districts for place in places.values()
    )


def requeue(submission: Submission, *, reason: str, by: User) -> None:
    """After the deadline, without quorum: back to the queue for other curators.

    Those who did not score expire. Raises ValidationError: «reason_required», «not_due»,
    «quorum_reached».
    """
    with step(Action.REQUEUE, submission, by=by, reason=reason) as current:
        work = current.submission
        current.require_reason(_("Tulis alasannya."))
        active = work.assignments.filter(state=Assignment.State.ACTIVE, version=work.version)
        done = active.filter(review__finalised_at__isnull=False)
        current.require(
            done.count() < work.round.quorum,
            "quorum_reached",
            _("Penilaiannya sudah cukup; buka sidang."),
        )
        current.require(
            not active.filter(due_at__gt=current.at).exists(),
            "not_due",
            _("Batas penilaian belum lewat."),
        )
        active.exclude(pk__in=done.values("pk")).update(
            state=Assignment.State.EXPIRED, ended_at=current.at
        )
