"""The end of the desk: the own scores and how they are spread, before they are sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation import anchors, desk, reviews, rubrics
from curation.blind import blind_name
from curation.deadlines import last_day
from curation.models import Assignment, CalibrationReview, Criterion, Review, Round
from curation.views.scoring import level_words
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done
from dekranasda.templatetags.portal import translated
from products.models import ProductVersion


@dataclass(frozen=True)
class Work:
    """One row: an assigned work, or an anchor, which looks the same."""

    pk: int
    version: ProductVersion
    review: Review | CalibrationReview | None
    rubric_id: int
    due_at: datetime


def _round(request: AuthenticatedHttpRequest, slug: str) -> Round:
    return get_object_or_404(desk.rounds_of(request.user).select_related("rubric"), slug=slug)


def _works(request: AuthenticatedHttpRequest, round: Round) -> list[Work]:
    """The curator's works with what the table shows of each, in the desk's order."""
    items = desk.items_of(request.user, round.slug)
    pieces = [one.pk for one in items if one.is_piece]
    places = {one.pk: place for place, one in enumerate(items)}
    found: list[Work] = [
        Work(one.pk, one.version, reviews.review_of(one), one.submission.rubric_id, one.due_at)
        for one in _assigned(request, round)
    ]
    due_at = anchors.due_at(round, request.user)
    found += [
        Work(one.pk, one.piece.version, _begun(one), one.piece.rubric_id, due_at)
        for one in _anchors(pieces)
    ]
    return sorted(found, key=lambda one: places.get(one.pk, 0))


def _begun(anchor: CalibrationReview) -> CalibrationReview | None:
    return anchor if anchor.saved_at else None


def _anchors(keys: list[int]) -> QuerySet[CalibrationReview]:
    version = "piece__version__"
    return (
        CalibrationReview.objects.filter(pk__in=keys)
        .select_related(
            f"{version}product__business__owner",
            f"{version}product__business__village__district",
            f"{version}product__business__centre",
            f"{version}craft",
            f"{version}motif",
        )
        .prefetch_related(f"{version}materials", f"{version}techniques", "scores__criterion")
    )


def _assigned(request: AuthenticatedHttpRequest, round: Round) -> QuerySet[Assignment]:
    return (
        Assignment.objects.to_score(request.user)
        .filter(submission__round=round)
        .select_related(
            "review",
            "submission__rubric",
            "version__product__business__owner",
            "version__product__business__village__district",
            "version__product__business__centre",
            "version__craft",
            "version__motif",
        )
        .prefetch_related("version__materials", "version__techniques", "review__scores__criterion")
    )


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def score_summary(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The own scores of the round before they are sent, and what was sent already."""
    round = _round(request, slug)
    works = _works(request, round)
    criteria = rubrics.criteria_of(one.rubric_id for one in works)
    columns = rubrics.columns_of(criteria)
    rows = [_row(slug, number, one, columns) for number, one in enumerate(works, 1)]
    reviewed = [row["review"] for row in rows]
    context = {
        "round": round,
        "criteria": columns,
        "rows": rows,
        "spread": _spread(works, columns),
        "ready": [one for one in reviewed if one and one.is_complete and not one.finalised_at],
        "left": [one for one in reviewed if not (one and one.is_complete)],
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Periksa dan kirim nilai"), ""),
        ],
    }
    return render(request, "curation/score_summary.html", context)


def _given(work: Work) -> dict[str, int | None]:
    return {s.criterion.code: s.value for s in work.review.scores.all()} if work.review else {}


def _row(slug: str, number: int, work: Work, columns: Iterable[Criterion]) -> dict[str, Any]:
    given = _given(work)
    return {
        "number": number,
        "name": blind_name(work.version),
        "url": reverse("curation:score_work", args=[slug, work.pk]),
        "review": work.review,
        "values": [given.get(criterion.code) for criterion in columns],
        "due_on": last_day(work.due_at),
    }


def _spread(works: Iterable[Work], columns: Iterable[Criterion]) -> list[dict[str, Any]]:
    """For each criterion, how often each level was given, beside the level's sentence."""
    counts: Counter[tuple[str, int | None]] = Counter(
        pair for work in works for pair in _given(work).items()
    )
    words = level_words()
    return [
        {
            "name": translated(criterion, "name"),
            "levels": [
                {
                    "score": n,
                    "word": words[n],
                    "sentence": translated(criterion, field),
                    "count": counts[criterion.code, n],
                }
                for n, field, _text in reversed(criterion.levels)
            ],
        }
        for criterion in columns
    ]


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def send_scores(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Sends every complete review of the round; they cannot be changed afterwards."""
    round = _round(request, slug)
    done(
        request,
        lambda: desk.send(round, by=request.user),
        _("Penilaian Anda sudah dikirim. Terima kasih."),
    )
    return redirect("curation:score_summary", slug=slug)
