"""A curator's desk: which works lie on it, in which order, and the one in hand."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from curation.models import Assignment, Criterion, PhotoCover, Round
from curation.phrases import with_phrases
from dekranasda.accounts.models import User
from products.models import Photo, Product


@dataclass(frozen=True)
class Item:
    """One work on the desk, as the strip and the count need it."""

    pk: int
    place: str
    photos: Sequence[str]
    is_done: bool
    is_sent: bool
    saved_at: datetime | None


def desk_order(curator_id: int, submission_id: int) -> str:
    """A place in the own list that is the same every time and another for every curator.

    Nobody's work is always first or last, and the order tells nothing about anybody's scores.
    """
    return hashlib.sha256(f"{curator_id}:{submission_id}".encode()).hexdigest()


def rounds_of(curator: User) -> QuerySet[Round]:
    """The rounds whose works the curator may be given."""
    return Round.objects.judged_by(curator)


def items_of(curator: User, slug: str) -> list[Item]:
    """The curator's works of the round that are under review, in the desk's order; one query."""
    cover = PhotoCover.objects.filter(photo=OuterRef("pk"))
    photos = (
        Photo.objects.filter(version=OuterRef("version"))
        .exclude(kind=Photo.Kind.MAKER)
        .annotate(shown=Coalesce(Subquery(cover.values("sha256")[:1]), F("sha256")))
        .exclude(shown="")
        .order_by("position", "pk")
    )
    rows = (
        Assignment.objects.to_score(curator)
        .filter(submission__round__in=rounds_of(curator).filter(slug=slug))
        .values_list(
            "pk",
            "submission_id",
            "review__is_complete",
            "review__finalised_at",
            "review__saved_at",
            ArraySubquery(photos.values("shown")[:2]),
        )
    )
    found = [
        Item(
            pk=pk,
            place=desk_order(curator.pk, submission_id),
            photos=shown,
            is_done=bool(is_complete),
            is_sent=sent_at is not None,
            saved_at=saved_at,
        )
        for pk, submission_id, is_complete, sent_at, saved_at, shown in rows
    ]
    return sorted(found, key=lambda item: item.place)


def next_of(items: Sequence[Item], pk: int | None = None) -> Item | None:
    """The next work without complete scores, going round from the one in hand; None at the end."""
    place = next((n for n, item in enumerate(items) if item.pk == pk), -1)
    others = [*items[place + 1 :], *items[: max(place, 0)]]
    return next((item for item in others if not item.is_done), None)


def last_done(items: Sequence[Item], pk: int) -> Item | None:
    """The work whose scores were completed last and may still be changed, not the one in hand."""
    done = [one for one in items if one.is_done and not one.is_sent and one.pk != pk]
    return max(done, key=lambda one: (one.saved_at, one.pk), default=None)  # type: ignore[return-value, arg-type]  # done ones were saved


def finished_moments(items: Sequence[Item]) -> list[datetime]:
    """When the complete ones were saved, for the own pace."""
    return [one.saved_at for one in items if one.is_done and one.saved_at is not None]


def in_hand(pk: int) -> Assignment:
    """The assignment with what saving needs: submission, round, rubric, own review; two queries."""
    held = Assignment.objects.select_related(
        "review", "submission__rubric", "submission__round"
    ).get(pk=pk)
    return _with_criteria(held)


def in_hand_with_work(pk: int) -> Assignment:
    """The assignment with all that its page shows, and `reference`: a passed work of the craft."""
    held = (
        Assignment.objects.select_related(
            "review",
            "submission__rubric",
            "submission__round",
            "version__product__business__owner",
            "version__product__business__village__district",
            "version__product__business__centre",
            "version__craft",
            "version__motif",
        )
        .prefetch_related(
            "version__photos",
            "version__materials",
            "version__techniques",
            "version__product__business__licences",
            "review__scores",
        )
        .annotate(reference=Subquery(_reference_works()))
        .get(pk=pk)
    )
    return _with_criteria(held)


def _with_criteria(held: Assignment) -> Assignment:
    held.criteria = list(  # type: ignore[attr-defined]  # kept for the form
        with_phrases(Criterion.objects.filter(rubric=held.submission.rubric_id))
    )
    return held


def _reference_works() -> QuerySet[Product, dict[str, object]]:
    """The work of the same craft that passed last, to hold beside this one; never the maker's."""
    return (
        Product.objects.published()
        .filter(craft=OuterRef("version__craft"))
        .exclude(cover_sha256="")
        .exclude(business=OuterRef("version__product__business"))
        .order_by("-published_at", "-pk")
        .values(
            found=JSONObject(sha256="cover_sha256", alt="cover_alt", grade="grade"),
        )[:1]
    )
