"""A curator's desk: which works lie on it, in which order, and the one in hand."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from curation import anchors, calibration, reviews, stepping_back
from curation.marks import Mark
from curation.models import (
    Assignment,
    CalibrationPiece,
    CalibrationReview,
    Criterion,
    PhotoCover,
    Review,
    Round,
)
from curation.phrases import with_phrases
from dekranasda.accounts.models import User
from products.models import Photo, Product, ProductVersion


@dataclass(frozen=True)
class Item:
    """One work on the desk, as the strip and the count need it."""

    pk: int
    place: str
    photos: Sequence[str]
    is_done: bool
    is_sent: bool
    saved_at: datetime | None
    is_piece: bool = False


@dataclass(frozen=True)
class Held:
    """The work in hand: of an assignment, or a piece of the calibration that looks like one."""

    source: Assignment | CalibrationReview
    round: Round
    carrier: Assignment | CalibrationPiece
    review: Review | CalibrationReview | None
    criteria: list[Criterion]
    reference: dict[str, str] | None

    @property
    def pk(self) -> int:
        """The number in the address."""
        return self.source.pk

    @property
    def is_attempt(self) -> bool:
        """Whether it is scored in the calibration, which nobody steps back from work by work."""
        source = self.source
        return isinstance(source, CalibrationReview) and source.kind == source.Kind.ATTEMPT

    @property
    def version(self) -> ProductVersion:
        """What is judged; fetched for the page only."""
        return self.carrier.version


def desk_order(curator_id: int, submission_id: int) -> str:
    """A place in the own list that is the same every time and another for every curator.

    Nobody's work is always first or last, and the order tells nothing about anybody's scores.
    """
    return hashlib.sha256(f"{curator_id}:{submission_id}".encode()).hexdigest()


def rounds_of(curator: User) -> QuerySet[Round]:
    """The rounds whose works the curator may be given."""
    return Round.objects.judged_by(curator)


def items_of(curator: User, slug: str) -> list[Item]:
    """The curator's works of the round that are under review, in the desk's order; one query.

    Among them lie the anchors of the calibration, which nothing tells apart.
    """
    works = (
        Assignment.objects.to_score(curator)
        .filter(submission__round__in=rounds_of(curator).filter(slug=slug))
        .values_list(
            "pk",
            "submission_id",
            "review__is_complete",
            "review__finalised_at",
            "review__saved_at",
            _photos("version"),
            Value(False),
        )
    )
    again = _rows_of(_own(anchors.on_desk(), curator, slug))
    found = list(works.union(again, all=True))
    if all(is_piece for *_rest, is_piece in found):
        return []
    return _in_order(curator, found)


def attempt_of(curator: User, slug: str) -> list[Item]:
    """The pieces of the curator's calibration under way, or of the last one; one query."""
    attempts = _own(
        CalibrationReview.objects.filter(kind=CalibrationReview.Kind.ATTEMPT), curator, slug
    )
    last = attempts.order_by("-attempt").values("attempt")[:1]
    return _in_order(curator, list(_rows_of(attempts.filter(attempt=last))))


def tray_of(curator: User, slug: str, pk: int) -> list[Item]:
    """The works among which this one lies: the desk's or the calibration's; empty for others'."""
    for tray in (items_of, attempt_of):
        items = tray(curator, slug)
        if any(one.pk == pk for one in items):
            return items
    return []


def _own(
    pieces: QuerySet[CalibrationReview], curator: User, slug: str
) -> QuerySet[CalibrationReview]:
    return pieces.filter(
        curator=curator, piece__calibration__round__in=rounds_of(curator).filter(slug=slug)
    )


def _rows_of(pieces: QuerySet[CalibrationReview]) -> QuerySet[Any, Any]:
    return pieces.order_by().values_list(
        "pk",
        "piece__submission_id",
        "is_complete",
        "finalised_at",
        "saved_at",
        _photos("piece__version"),
        Value(True),
    )


def _photos(version: str) -> ArraySubquery:
    """The first two photographs as curators see them."""
    cover = PhotoCover.objects.filter(photo=OuterRef("pk"))
    shown = (
        Photo.objects.filter(version=OuterRef(version))
        .exclude(kind=Photo.Kind.MAKER)
        .annotate(shown=Coalesce(Subquery(cover.values("sha256")[:1]), F("sha256")))
        .exclude(shown="")
        .order_by("position", "pk")
    )
    return ArraySubquery(shown.values("shown")[:2])


def _in_order(curator: User, rows: Iterable[tuple[Any, ...]]) -> list[Item]:
    found = [
        Item(
            pk=pk,
            place=desk_order(curator.pk, submission_id),
            photos=shown,
            is_done=bool(is_complete),
            is_sent=sent_at is not None,
            saved_at=saved_at,
            is_piece=is_piece,
        )
        for pk, submission_id, is_complete, sent_at, saved_at, shown, is_piece in rows
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
    return max(done, key=lambda one: (one.saved_at, one.pk), default=None)


def finished_moments(items: Sequence[Item]) -> list[datetime]:
    """When the complete ones were saved, for the own pace."""
    return [one.saved_at for one in items if one.is_done and one.saved_at is not None]


def in_hand(item: Item) -> Held:
    """The work with what saving needs: round, rubric, own review, criteria; two queries."""
    path = "piece__" if item.is_piece else ""
    round = "piece__calibration__round" if item.is_piece else "submission__round"
    return _held(_table(item).select_related(round, f"{path}submission").get(pk=item.pk))


def in_hand_with_work(item: Item) -> Held:
    """The work with all that its page shows, among it a passed work of the craft to compare."""
    path = "piece__" if item.is_piece else ""
    version = f"{path}version__"
    return _held(
        _table(item)
        .select_related(
            "piece__calibration__round" if item.is_piece else "submission__round",
            f"{path}submission",
            f"{version}product__business__owner",
            f"{version}product__business__village__district",
            f"{version}product__business__centre",
            f"{version}craft",
            f"{version}motif",
            f"{version}cost_sheet",
        )
        .prefetch_related(
            f"{version}photos",
            f"{version}materials",
            f"{version}techniques",
            f"{version}product__business__licences",
            "scores" if item.is_piece else "review__scores",
        )
        .annotate(reference=Subquery(_reference_works(version)))
        .get(pk=item.pk)
    )


def _table(item: Item) -> QuerySet[Any]:
    if item.is_piece:
        return CalibrationReview.objects.all()
    return Assignment.objects.select_related("review")


def _held(source: Assignment | CalibrationReview) -> Held:
    if isinstance(source, CalibrationReview):
        piece = source.piece
        round, rubric_id = piece.calibration.round, piece.rubric_id
        review: Review | CalibrationReview | None = source
    else:
        work = source.submission
        round, rubric_id = work.round, work.rubric_id
        review = reviews.review_of(source)
    criteria = list(with_phrases(Criterion.objects.filter(rubric=rubric_id)))
    carrier = source.piece if isinstance(source, CalibrationReview) else source
    return Held(source, round, carrier, review, criteria, getattr(source, "reference", None))


def keep(
    held: Held,
    *,
    by: User,
    marks: Mapping[str, Mark],
    panel_note: str,
    complete: bool | None,
    base: str | None = None,
) -> Review | CalibrationReview:
    """Keeps the scores where they belong; `complete` None keeps a draft that nobody asked for.

    Raises ValidationError as `reviews.save_review` and `reviews.keep_draft`.
    """
    source = held.source
    if isinstance(source, CalibrationReview):
        return calibration.save_scores(
            source, by=by, marks=marks, panel_note=panel_note, complete=complete, base=base
        )
    source.criteria = held.criteria  # type: ignore[attr-defined]  # spares reading them again
    if complete is None:
        return reviews.keep_draft(source, by=by, marks=marks, panel_note=panel_note, base=base)
    return reviews.save_review(source, by=by, marks=marks, panel_note=panel_note, complete=complete)


@transaction.atomic
def send(round: Round, *, by: User) -> None:
    """Sends every complete review of the curator's desk. Raises as `reviews.finalise_round`."""
    reviews.finalise_round(round, by=by)
    anchors.send(round, by=by)


def step_back(held: Held, *, relation: str, reason: str, by: User) -> None:
    """The curator recognises the maker. Raises ValidationError as `reviews.recuse`."""
    if isinstance(held.source, CalibrationReview):
        anchors.recuse(held.source, relation=relation, reason=reason, by=by)
    else:
        reviews.recuse(held.source, relation=relation, reason=reason, by=by)


def decline(held: Held, *, reason: str, may_ask_later: bool, by: User) -> None:
    """The curator cannot take the work. Raises ValidationError as `stepping_back.decline`."""
    if isinstance(held.source, CalibrationReview):
        anchors.decline(held.source, reason=reason, by=by)
    else:
        stepping_back.decline(held.source, reason=reason, may_ask_later=may_ask_later, by=by)


def _reference_works(version: str) -> QuerySet[Product, Any]:
    """The work of the same craft that passed last, to hold beside this one; never the maker's."""
    return (
        Product.objects.published()
        .filter(craft=OuterRef(f"{version}craft"))
        .exclude(cover_sha256="")
        .exclude(business=OuterRef(f"{version}product__business"))
        .order_by("-published_at", "-pk")
        .values(
            found=JSONObject(sha256="cover_sha256", alt="cover_alt", grade="grade"),
        )[:1]
    )
