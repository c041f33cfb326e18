"""What a maker reads of a decision: a word for every criterion and the comments, never numbers."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.decisions import valid_reviews
from curation.models import Assignment, Decision, Review, Score, Submission
from curation.scoring import COMMENT_BELOW

# The word of a middle score, rounded down: a word is earned whole. Source: ux 1.4.
WORDS = {
    4: _("Sangat baik"),
    3: _("Baik"),
    2: _("Cukup"),
    1: _("Perlu diperbaiki"),
    0: _("Perlu diperbaiki"),
}


@dataclass(frozen=True)
class CriterionVerdict:
    """One criterion in words: the panel's middle as a word, the comments without authors."""

    code: str
    name: str
    name_en: str
    field: str
    word: str | Promise
    is_weak: bool
    comments: tuple[str, ...]


def word_for(middle: Decimal) -> str | Promise:
    """The word of a criterion's middle score."""
    return WORDS[int(middle.to_integral_value(ROUND_FLOOR))]


def verdict_of(decision: Decision) -> list[CriterionVerdict]:
    """The verdict on every criterion that was scored, in the rubric's order.

    Comments stand in the order of their words, so that nobody reads from their place whose they
    are. Released decisions only go to makers; the caller sees to that.
    """
    reviews = list(_reviews_of(decision))
    verdicts = []
    for criterion in decision.submission.rubric.criteria.all():
        marks = [
            score
            for review in reviews
            for score in review.scores.all()
            if score.criterion_id == criterion.pk and score.value is not None
        ]
        if not marks:
            continue
        middle = _middle(marks)
        verdicts.append(
            CriterionVerdict(
                code=criterion.code,
                name=criterion.name,
                name_en=criterion.name_en,
                field=criterion.field,
                word=word_for(middle),
                is_weak=middle < COMMENT_BELOW,
                comments=tuple(sorted({score.comment for score in marks if score.comment})),
            )
        )
    return verdicts


def _middle(marks: "list[Score]") -> Decimal:
    return median(Decimal(score.value or 0) for score in marks)


def middles_of(submission: Submission, version: int) -> dict[str, Decimal]:
    """The middle score of every criterion of a version, by code. Never for makers."""
    marks: dict[str, list[Score]] = defaultdict(list)
    scores = Score.objects.filter(
        review__submission=submission,
        review__version=version,
        review__finalised_at__isnull=False,
        value__isnull=False,
    ).exclude(review__assignment__state=Assignment.State.VOIDED)
    for score in scores.select_related("criterion"):
        marks[score.criterion.code].append(score)
    return {code: _middle(found) for code, found in marks.items()}


def _reviews_of(decision: Decision) -> "list[Review]":
    submission = decision.submission
    if submission.version_id == decision.version_id:
        return list(valid_reviews(submission))
    return list(
        Review.objects.filter(
            submission=submission, version=decision.version_id, finalised_at__isnull=False
        ).prefetch_related("scores__criterion")
    )


def public_summary(decision: Decision) -> list[dict[str, str]]:
    """What the public reads of an accepted work: `name`, `name_en`, `word` of each criterion."""
    return [
        {"name": one.name, "name_en": one.name_en, "word": str(one.word)}
        for one in verdict_of(decision)
    ]
