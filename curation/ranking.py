"""Which accepted works get a limited number of places, for example stalls. Grades stay as they are.

The order of the rules is published and holds nothing that could be bought or hurried: never the
moment of sending. Source: curation workflow, tie-break for limited places.
"""

from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.blind import blind_name
from curation.models import Criterion, Review, Round, Submission
from curation.quality import adjusted_totals, ratings_of, spread
from curation.transitions import State

#: What tells two works apart, in this order, for the page and the public.
RULES = (
    _("Nilai panel tanpa kecenderungan tiap kurator, dibulatkan satu desimal"),
    _("Nilai tengah tiap kriteria, menurut urutan dalam rubrik"),
    _("Kurator yang lebih sepakat"),
    _("Kecamatan yang lebih sedikit karyanya dalam daftar ini"),
)


@dataclass(frozen=True)
class Place:
    """One accepted work in the order of the places."""

    work: Submission
    adjusted: float
    raw: float
    medians: tuple[float, ...]
    spread: float
    neighbours: int
    number: int = 0
    has_place: bool = False
    is_tied: bool = False

    @property
    def rank(self) -> tuple[object, ...]:
        """What `RULES` look at, the better work first."""
        better = tuple(-one for one in self.medians)
        return (-self.adjusted, better, self.spread, self.neighbours)

    @property
    def name(self) -> str:
        """The work's name without its maker's: whoever ranks need not know whose it is."""
        return blind_name(self.work.version)

    @property
    def word(self) -> str | Promise:
        """What the list says of the work."""
        if self.is_tied:
            return _("Seri pada batas: panel memungut suara")
        return _("Mendapat tempat") if self.has_place else _("Cadangan")


def places_of(round: Round, *, count: int) -> list[Place]:
    """The accepted works in order, the first `count` with a place; ties at the limit marked.

    Eight queries for any number of works.
    """
    works = list(
        round.submissions.filter(state=State.ACCEPTED)
        .select_related(
            "version__craft",
            "version__motif",
            "version__product__business__owner",
            "version__product__business__centre",
            "product__business__village__district",
        )
        .prefetch_related("version__materials", "version__techniques")
        .order_by("code")
    )
    reviews: dict[int, list[Review]] = {work.version_id: [] for work in works}
    counted = Review.objects.filter(
        version__in=reviews, finalised_at__isnull=False, assignment__state="active"
    )
    for review in counted.prefetch_related("scores"):
        reviews[review.version_id].append(review)
    ratings = ratings_of(review for given in reviews.values() for review in given)
    adjusted = adjusted_totals(ratings)
    districts = Counter(_district(work) for work in works)
    order: dict[int, list[int]] = {}
    for rubric, criterion in Criterion.objects.values_list("rubric", "pk"):
        order.setdefault(rubric, []).append(criterion)
    found = []
    for work in works:
        totals = list(ratings.get(str(work.version_id), {}).values())
        found.append(
            Place(
                work=work,
                adjusted=_one_decimal(adjusted.get(str(work.version_id), 0.0)),
                raw=sum(totals) / len(totals) if totals else 0.0,
                medians=_medians(reviews[work.version_id], order[work.rubric_id]),
                spread=_one_decimal(spread(totals)),
                neighbours=districts[_district(work)],
            )
        )
    return _numbered(sorted(found, key=lambda one: one.rank), count)


def _numbered(places: list[Place], count: int) -> list[Place]:
    last = places[count - 1].rank if 0 < count < len(places) else None
    is_tie = last is not None and places[count].rank == last
    return [
        replace(
            place,
            number=number,
            has_place=number <= count,
            is_tied=is_tie and place.rank == last,
        )
        for number, place in enumerate(places, start=1)
    ]


def _medians(reviews: list[Review], order: list[int]) -> tuple[float, ...]:
    """The middle score of every criterion in the rubric's order; −1 where nobody gave one."""
    given: dict[int, list[int]] = {key: [] for key in order}
    for review in reviews:
        for score in review.scores.all():
            if score.value is not None:
                given[score.criterion_id].append(score.value)
    return tuple(median(values) if values else -1.0 for values in given.values())


def _district(work: Submission) -> str:
    village = work.product.business.village
    return village.district.name if village else ""


def _one_decimal(value: float) -> float:
    return float(f"{value:.1f}")
