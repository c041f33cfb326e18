"""Making decisions known: one by one inside, by the whole batch outside, and what follows."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation import certificates, clock, coaching, messages, weaknesses
from curation.decisions import live_decision
from curation.models import Decision, Round, Submission
from curation.steps import Step, next_number, step
from curation.transitions import Action, State
from dekranasda.accounts.models import User

REVISION_DAYS = 30


def waiting(round: Round) -> list[Decision]:
    """The signed decisions of the round that may be released together, those on hold left out."""
    return list(
        Decision.objects.filter(
            submission__round=round,
            submission__state=State.DECIDED,
            submission__hold_reason="",
            superseded_at__isnull=True,
            signed_at__isnull=False,
            released_at__isnull=True,
        )
        .select_related(
            "submission__version",
            "submission__product__business__owner__user",
            "submission__round",
            "proposed_by",
            "signed_by",
        )
        .order_by("submission__code")
    )


def released(round: Round) -> list[Decision]:
    """The round's decisions that were made known, the newest batch in front."""
    return list(
        Decision.objects.filter(submission__round=round, released_at__isnull=False)
        .select_related("submission__version", "released_by")
        .order_by("-released_at", "submission__code")
    )


def release_batch(round: Round, *, seen: Collection[int], by: User) -> int:
    """Releases every waiting decision of the round, all or none; returns how many.

    `seen` holds the decisions whose previews the person saw. Raises ValidationError:
    «nothing_waiting», «batch_changed», and what a single release refuses, with the work's code.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        decisions = waiting(round)
        if not decisions:
            raise ValidationError(
                _("Tidak ada keputusan yang menunggu diumumkan."), code="nothing_waiting"
            )
        if {decision.pk for decision in decisions} != set(seen):
            raise ValidationError(
                _("Daftar keputusan berubah sejak Anda memeriksanya. Periksa lagi, lalu umumkan."),
                code="batch_changed",
            )
        for decision in decisions:
            try:
                release(decision.submission, by=by)
            except ValidationError as error:
                raise ValidationError(
                    _("%(code)s: %(problem)s Tidak ada keputusan yang diumumkan."),
                    code=error.error_list[0].code,
                    params={
                        "code": decision.submission.code,
                        "problem": " ".join(error.messages),
                    },
                ) from error
        return len(decisions)


def release(submission: Submission, *, by: User) -> None:
    """Makes one decision known and carries it out, in one transaction.

    Raises ValidationError: «proposer_releases», «not_yet», «on_hold», «message_missing». Side
    effects: the held message goes out; the letter gets its number; acceptance issues the
    certificate and publishes; coaching and rejection open a mentoring plan.
    """
    with step(Action.RELEASE, submission, by=by) as current:
        work = current.submission
        decision = live_decision(work)
        if decision is None:
            raise AssertionError(f"{work.code} is decided without a decision")
        current.require(
            decision.proposed_by_id != current.actor.pk,
            "proposer_releases",
            _("Anda yang mengusulkan keputusan ini; orang lain harus mengumumkannya."),
        )
        current.require(
            not work.is_on_hold,
            "on_hold",
            _("Karya ini ditahan: %(reason)s") % {"reason": work.hold_reason},
        )
        current.require(
            timezone.localdate(current.at) >= work.round.releases_on,
            "not_yet",
            _("Tanggal pengumuman periode ini belum tiba."),
        )
        decision.released_by = current.actor
        decision.released_at = current.at
        year = timezone.localdate(current.at).year
        decision.letter_number = f"SK-{year}-{next_number(f'letter:{year}'):04d}"
        decision.save()
        current.to(State(decision.outcome))
        weaknesses.tell(decision, at=current.at)
        _carry_out(current, decision)
        current.require(
            messages.release_decision(decision) == 1,
            "message_missing",
            _("Pesan kepada pembuatnya tidak ada. Buka kembali keputusannya, lalu tanda tangani."),
        )


def _carry_out(current: Step, decision: Decision) -> None:
    work = current.submission
    if decision.outcome == Decision.Outcome.ACCEPTED:
        certificate = certificates.issue(decision, by=current.actor, at=current.at)
        if certificates.may_show(certificate):
            certificates.show(certificate, at=current.at)
    elif decision.outcome == Decision.Outcome.REVISION_REQUESTED:
        work.due_at = clock.end_of_day_after(current.at, days=REVISION_DAYS)
    else:
        coaching.open_for(decision, by=current.actor, at=current.at)
