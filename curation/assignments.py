"""Who scores what: proposals by load and expertise, assignment, start, replacement."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock, messages, samples
from curation.actors import actors_of
from curation.conflicts import ties
from curation.models import Assignment, PanelMember, Review, Round, Submission
from curation.steps import lock, step
from curation.transitions import Action, Actor, State
from dekranasda.accounts.models import User

EXTENSION = timedelta(days=7)  # for curators who are added after the round's own deadline
MISMATCH = 3  # how many works more an expert may carry before a non-expert is preferred


def loads(round: Round) -> dict[int, int]:
    """How many works each curator of the round's panel carries, by user."""
    counts = {member.user_id: 0 for member in round.panel.all()}
    active = Assignment.objects.active().filter(submission__round=round)
    for user_id in active.values_list("curator_id", flat=True):
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


def propose(round: Round) -> dict[Submission, list[User]]:
    """For every queued submission with too few curators, whom to add; nothing is saved.

    The least loaded come first, experts of the craft before others; never somebody with a hard
    conflict, who was assigned before, or above the own limit. The same data give the same
    proposal. A list shorter than needed says that the panel is too small.
    """
    members = list(round.panel.select_related("user").prefetch_related("crafts"))
    queued = list(
        Submission.objects.with_work().filter(round=round, state=State.QUEUED).order_by("pk")
    )
    tied = ties(queued, [member.user for member in members], on=timezone.localdate(clock.now()))
    load = loads(round)
    taken: dict[int, set[int]] = defaultdict(set)
    active: dict[int, int] = defaultdict(int)
    rows = Assignment.objects.filter(submission__in=queued)
    for work_id, user_id, state in rows.values_list("submission_id", "curator_id", "state"):
        taken[work_id].add(user_id)
        active[work_id] += state == Assignment.State.ACTIVE
    proposals: dict[Submission, list[User]] = {}
    for work in sorted(queued, key=lambda one: (-len([k for k in tied if k[0] == one.pk]), one.pk)):
        proposals[work] = []
        for _place in range(round.quorum - active[work.pk]):
            free = [
                member
                for member in members
                if member.user_id not in taken[work.pk]
                and (work.pk, member.user_id) not in tied
                and (member.target_load is None or load[member.user_id] < member.target_load)
            ]
            if not free:
                break
            best = min(free, key=lambda one: (_cost(one, work, load), one.pk))
            proposals[work].append(best.user)
            taken[work.pk].add(best.user_id)
            load[best.user_id] += 1
    return proposals


def _cost(member: PanelMember, work: Submission, load: dict[int, int]) -> int:
    crafts = {craft.pk for craft in member.crafts.all()}
    is_expert = not crafts or work.version.craft_id in crafts
    return load[member.user_id] + (0 if is_expert else MISMATCH)


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
    current = {
        one.curator_id: one
        for one in locked.assignments.filter(version=locked.version).select_related("curator")
    }
    wanted = {user.pk for user in curators}
    _take_off(locked, [one for key, one in current.items() if key not in wanted])
    due_at = locked.round.review_due_at
    if due_at <= at:
        due_at = at + EXTENSION
    return [
        _add(locked, user, by=by, at=at, due_at=due_at)
        for user in curators
        if user.pk not in current
    ]


def refuse_unfit(submission: Submission, curators: Iterable[User], *, at: datetime) -> None:
    """Raises ValidationError where one of the people may not score this submission."""
    people = list(curators)
    panel = set(submission.round.panel.values_list("user_id", flat=True))
    tied = ties([submission], people, on=timezone.localdate(at))
    earlier = submission.assignments.exclude(state=Assignment.State.ACTIVE).exclude(
        state=Assignment.State.EXPIRED
    )
    gone = set(earlier.values_list("curator_id", flat=True))
    for user in people:
        params = {"name": user.full_name}
        if user.pk not in panel:
            raise ValidationError(
                _("%(name)s bukan anggota panel periode ini."), code="not_on_panel", params=params
            )
        if reasons := tied.get((submission.pk, user.pk)):
            raise ValidationError(
                _("%(name)s tidak boleh menilai karya ini: %(reason)s."),
                code="conflict",
                params={**params, "reason": reasons[0]},
            )
        if user.pk in gone:
            raise ValidationError(
                _("%(name)s sudah pernah lepas dari karya ini; pilih kurator lain."),
                code="earlier_curator",
                params=params,
            )


def _take_off(submission: Submission, leaving: list[Assignment]) -> None:
    active = [one for one in leaving if one.state == Assignment.State.ACTIVE]
    if not active:
        return
    if submission.state == State.IN_REVIEW:
        raise ValidationError(
            _("%(name)s sedang menilai karya ini. Kurator hanya dapat ditambah."),
            code="locked_in",
            params={"name": active[0].curator.full_name},
        )
    keys = [one.pk for one in active]
    if Review.objects.filter(assignment__in=keys).exists():
        Assignment.objects.filter(pk__in=keys).update(state=Assignment.State.VOIDED)
    else:
        Assignment.objects.filter(pk__in=keys).delete()


def _add(
    submission: Submission, curator: User, *, by: User, at: datetime, due_at: datetime
) -> Assignment:
    assignment = Assignment.objects.create(
        submission=submission,
        version=submission.version,
        curator=curator,
        assigned_by=by,
        assigned_at=at,
        due_at=due_at,
    )
    if submission.state == State.IN_REVIEW:
        messages.tell_curator(submission.round, curator, due_at=due_at, on=timezone.localdate(at))
    return assignment


def start_review(submission: Submission, *, by: User) -> None:
    """Hands the work to its curators.

    Raises ValidationError: «too_few_curators», «sample_missing», «conflict».
    """
    with step(Action.START_REVIEW, submission, by=by) as current:
        work = current.submission
        active = list(
            Assignment.objects.active()
            .filter(submission=work, version=work.version)
            .select_related("curator")
        )
        current.require(
            len(active) >= work.round.quorum,
            "too_few_curators",
            _("Karya ini perlu %(quorum)s kurator; baru ada %(count)s.")
            % {"quorum": work.round.quorum, "count": len(active)},
        )
        samples.require_received(current)
        tied = ties([work], [one.curator for one in active], on=timezone.localdate(current.at))
        name = next(
            (one.curator.full_name for one in active if (work.pk, one.curator_id) in tied), ""
        )
        current.require(
            not tied,
            "conflict",
            _("%(name)s punya kepentingan pada karya ini. Ganti dengan kurator lain.")
            % {"name": name},
        )
        for one in active:
            messages.tell_curator(
                work.round, one.curator, due_at=one.due_at, on=timezone.localdate(current.at)
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
        active.exclude(pk__in=done.values("pk")).update(state=Assignment.State.EXPIRED)
