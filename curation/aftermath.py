"""What became of makers after a plan that a verdict opened: their next result, criterion by
criterion."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from artisans.models import MentoringPlan
from curation.models import Decision
from curation.verdicts import WORDS, verdict_of

RANKS = {str(word): value for value, word in WORDS.items() if value}


@dataclass(frozen=True)
class Step:
    """One criterion of a plan: the word that opened the target, the word of the next result."""

    before: str | Promise
    after: str | Promise
    is_better: bool


def standing() -> "QuerySet[Decision]":
    """Decisions that were made known and stand, the earliest first."""
    return (
        Decision.objects.filter(released_at__isnull=False, superseded_at__isnull=True)
        .select_related("submission__product", "submission__rubric", "version")
        .order_by("released_at", "pk")
    )


def next_results(plans: Iterable[MentoringPlan]) -> dict[int, Decision | None]:
    """By the plan's key the first result of the business after the one that opened it.

    Of plans that no verdict opened there is none. One query whatever their number.
    """
    plans = [plan for plan in plans if plan.origin]
    by_business: dict[int, list[Decision]] = defaultdict(list)
    found = standing().filter(
        submission__product__business__in={plan.business_id for plan in plans}
    )
    for decision in found:
        by_business[decision.submission.product.business_id].append(decision)
    return {plan.pk: _next(plan, by_business[plan.business_id]) for plan in plans}


def _next(plan: MentoringPlan, decisions: list[Decision]) -> Decision | None:
    origin = next((one for one in decisions if one.submission.code == plan.origin), None)
    if origin is None or origin.released_at is None:
        return None
    later = (
        one
        for one in decisions
        if one.released_at and one.released_at > origin.released_at and one.pk != origin.pk
    )
    return next(later, None)


def steps_of(plan: MentoringPlan) -> tuple[Decision | None, dict[str, Step]]:
    """The next result after a plan and, by the code of a criterion, what it says beside the first.

    Words only, as makers and mentors read them.
    """
    after = next_results([plan]).get(plan.pk)
    origin = standing().filter(submission__code=plan.origin).first()
    if after is None or origin is None:
        return after, {}
    later = {one.code: one.word for one in verdict_of(after)}
    return after, {
        one.code: Step(
            one.word,
            later[one.code],
            RANKS[str(later[one.code])] > RANKS[str(one.word)],
        )
        for one in verdict_of(origin)
        if one.code in later
    }
