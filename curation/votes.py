"""Votes on a proposal: each present member has one and gives it in person."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from curation.models import Decision, Vote
from curation.quorum import Tally
from curation.steps import Step
from dekranasda.accounts.models import User


def give(decision: Decision, *, choice: str, by: User, at: datetime) -> Vote:
    """The person's one vote on the proposal, given or changed."""
    given, _is_new = Vote.objects.update_or_create(
        decision=decision, member=by, defaults={"choice": choice, "cast_at": at}
    )
    return given


def tallies_of(decisions: Collection[Decision]) -> dict[int, Tally]:
    """The votes on each proposal, by its key. One query."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for key, choice in Vote.objects.filter(decision__in=decisions).values_list(
        "decision_id", "choice"
    ):
        counts[key][choice] += 1
    return {
        one.pk: Tally(
            ayes=counts[one.pk][Vote.Choice.FOR],
            noes=counts[one.pk][Vote.Choice.AGAINST],
            abstentions=counts[one.pk][Vote.Choice.ABSTAIN],
        )
        for one in decisions
    }


def require_carried(current: Step, decision: Decision) -> None:
    """Raises ValidationError where the vote does not allow a signature.

    «two_thirds» for a proposal that departs from the computed recommendation, «vote_lost» for
    any other that a vote turned down.
    """
    tally = tallies_of([decision])[decision.pk]
    carries = tally.carries(departs=decision.departs)
    counts = {"ayes": tally.ayes, "noes": tally.noes}
    current.require(
        carries or not decision.departs,
        "two_thirds",
        _(
            "Usulan ini berbeda dari hasil hitungan dan perlu dua pertiga suara: "
            "setuju %(ayes)s, tidak setuju %(noes)s."
        )
        % counts,
    )
    current.require(
        carries,
        "vote_lost",
        _("Usulan ini tidak disetujui: setuju %(ayes)s, tidak setuju %(noes)s.") % counts,
    )
