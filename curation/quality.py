"""The quality of a round's judgement: agreement, strictness, time. It flags; it never decides.

Only works whose session has opened count, so that no score can be read from a figure before its
time, and for a member of the panel only works that the member may see.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import mean, median, quantiles, stdev

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.agreement import Agreement, Metric, Ratings, agreement, severities
from curation.calibration import Standing, concordance, standings
from curation.models import Criterion, Review, Round, StateChange, Submission
from curation.transitions import OUTCOMES, State
from dekranasda.accounts.models import Role, User

GOOD, USABLE = 0.8, 0.667  # Krippendorff's own bands
KEPT_SECONDS = 24 * 60 * 60
LEAST_ITEMS = 10  # below, an index says more about chance than about the panel
OPENED = (State.DELIBERATION, State.DECIDED, *OUTCOMES)
#: Stages whose time is the council's, not the maker's.
STAGES = (State.SUBMITTED, State.QUEUED, State.IN_REVIEW, State.DELIBERATION, State.DECIDED)


@dataclass(frozen=True)
class AgreementOn:
    """How far the panel agrees on one thing; `found` is None where it cannot be computed."""

    name: str | Promise
    found: Agreement | None

    @property
    def word(self) -> str | Promise:
        """What the figure means."""
        if self.found is None:
            return _("Tidak dapat dihitung: semua nilainya sama")
        if self.found.alpha >= GOOD:
            return _("Baik")
        if self.found.alpha >= USABLE:
            return _("Dapat dipakai dengan hati-hati")
        return _("Perlu kalibrasi")


@dataclass(frozen=True)
class Strictness:
    """One curator's leaning in points; negative is stricter than the panel."""

    curator: User
    points: float
    reviews: int


@dataclass(frozen=True)
class StageTime:
    """How long works stayed in a stage: in days, the middle one and nine of ten."""

    state: State
    works: int
    middle: float
    most: float


@dataclass(frozen=True)
class Quality:
    """What chair, secretariat and leaders read of a round's judgement."""

    items: int
    agreement: list[AgreementOn]
    strictness: list[Strictness]
    stages: list[StageTime]
    calibration: list[Standing]
    concordance: float | None


def opened_reviews(round: Round, *, seen_by: User) -> list[Review]:
    """The sent and counted reviews of opened sessions that the person may learn of, with scores."""
    works = round.submissions.filter(state__in=OPENED)
    if not seen_by.acts_as(Role.SECRETARIAT, Role.LEADER):
        works = Submission.objects.of_panel(seen_by).filter(round=round, state__in=OPENED)
    return list(
        Review.objects.filter(
            submission__in=works, finalised_at__isnull=False, assignment__state="active"
        )
        .select_related("curator")
        .prefetch_related("scores__criterion")
        .order_by("pk")
    )


def ratings_of(reviews: Iterable[Review]) -> Ratings:
    """The totals: version → curator → points."""
    ratings: dict[str, dict[str, float]] = defaultdict(dict)
    for review in reviews:
        ratings[str(review.version_id)][str(review.curator_id)] = float(review.total or 0)
    return ratings


def quality_of(round: Round, *, seen_by: User) -> Quality:
    """The figures of the round as the person may see them. A constant number of queries.

    A curator reads the own leaning only; chair, secretariat and leaders everybody's.
    """
    reviews = opened_reviews(round, seen_by=seen_by)
    ratings = ratings_of(reviews)
    calibrated = standings(round, [one.user for one in round.panel.select_related("user")])
    sees_all = sees_everybody(seen_by)
    return Quality(
        items=len(ratings),
        agreement=_agreement(reviews, ratings) if len(ratings) >= LEAST_ITEMS else [],
        strictness=_strictness(reviews, ratings, seen_by),
        stages=stage_times(round),
        calibration=[one for one in calibrated if sees_all or one.curator == seen_by],
        concordance=concordance(calibrated) if sees_all else None,
    )


def sees_everybody(user: User) -> bool:
    """Chair, secretariat and leaders read of each curator; a curator of the own work only."""
    return user.acts_as(Role.SECRETARIAT, Role.CHAIR, Role.LEADER)


def _agreement(reviews: list[Review], ratings: Ratings) -> list[AgreementOn]:
    given: dict[int, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for review in reviews:
        for score in review.scores.all():
            if score.value is not None:
                by_version = given[score.criterion_id][str(review.version_id)]
                by_version[str(review.curator_id)] = float(score.value)
    return [
        AgreementOn(_("Nilai keseluruhan"), _computed_once(ratings, Metric.INTERVAL)),
        *(
            AgreementOn(one.name, _computed_once(given[one.pk], Metric.ORDINAL))
            for one in Criterion.objects.filter(pk__in=given).order_by("rubric", "position")
        ),
    ]


def _computed_once(ratings: Ratings, metric: Metric) -> Agreement | None:
    """The agreement on exactly these ratings; the bootstrap behind it takes a second or more.

    Kept under a digest of the ratings, so that a new or voided review can never meet an old figure.
    """
    digest = hashlib.sha256(json.dumps(ratings, sort_keys=True).encode()).hexdigest()
    found: Agreement | None = cache.get_or_set(
        f"agreement:{metric.name}:{digest}", lambda: agreement(ratings, metric), KEPT_SECONDS
    )
    return found


def _strictness(reviews: list[Review], ratings: Ratings, seen_by: User) -> list[Strictness]:
    people = {str(review.curator_id): review.curator for review in reviews}
    counts = {key: sum(key in given for given in ratings.values()) for key in people}
    sees_all = sees_everybody(seen_by)
    return [
        Strictness(people[key], points, counts[key])
        for key, points in sorted(severities(ratings).items(), key=lambda pair: pair[1])
        if sees_all or people[key] == seen_by
    ]


def stage_times(round: Round) -> list[StageTime]:
    """How long the round's works stayed in each stage of the council's, for stages they left."""
    moves: dict[int, list[StateChange]] = defaultdict(list)
    for change in StateChange.objects.filter(submission__round=round).order_by("made_at", "pk"):
        moves[change.submission_id].append(change)
    spent: dict[State, list[float]] = defaultdict(list)
    for changes in moves.values():
        stays: dict[State, timedelta] = defaultdict(timedelta)
        for came, left in pairwise(one for one in changes if one.from_state != one.to_state):
            stays[State(came.to_state)] += left.made_at - came.made_at
        for state, stay in stays.items():
            spent[state].append(stay / timedelta(days=1))
    return [
        StageTime(state, len(days), median(days), _nine_of_ten(days))
        for state in STAGES
        if (days := spent.get(state))
    ]


def _nine_of_ten(values: list[float]) -> float:
    return quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else values[0]


def adjusted_totals(ratings: Ratings) -> dict[str, float]:
    """Each work's mean total without its curators' leanings; the raw mean where those are hidden.

    Ranks limited places and flags a work that stands on the other side of a threshold; it never
    changes a grade. Source: curation workflow, harsh and lenient curators.
    """
    leanings = severities(ratings)
    return {
        work: mean(points - leanings.get(curator, 0.0) for curator, points in given.items())
        for work, given in ratings.items()
        if given
    }


def spread(values: Iterable[float]) -> float:
    """The standard deviation of a work's totals; 0 for a single one."""
    found = list(values)
    return stdev(found) if len(found) > 1 else 0.0
