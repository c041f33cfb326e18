"""Anchors: two pieces of a calibration that come back on a curator's desk and look like any work.

Whatever a curator can do with a work at the desk can be done with them, so that nothing tells them
apart; what is done is kept in their own table and counts in no result of the round.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Min, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import declare
from curation.models import Assignment, CalibrationPiece, CalibrationReview, Conflict, Round
from dekranasda.accounts.models import User

ANCHORS = 2
Row = TypeVar("Row", bound=Model)
Kind = CalibrationReview.Kind


def insert(round: Round, curators: Iterable[User]) -> None:
    """Two of the pieces, others for each curator, once: where a calibration was passed.

    They come when works are handed over, and carry numbers of works that others judge, so that an
    address tells as little as any other.
    """
    pieces = list(CalibrationPiece.objects.filter(calibration__round=round))
    if not pieces:
        return
    known = CalibrationReview.objects.filter(piece__in=pieces)
    have = set(known.filter(kind=Kind.ANCHOR).values_list("curator", flat=True))
    sent = known.filter(kind=Kind.ATTEMPT, finalised_at__isnull=False)
    calibrated = set(sent.values_list("curator", flat=True))
    for one in curators:
        if one.pk in calibrated - have:
            chosen = _shuffled(one, pieces)[:ANCHORS]
            CalibrationReview.objects.bulk_create(
                CalibrationReview(id=number, piece=piece, curator=one, kind=Kind.ANCHOR)
                for number, piece in zip(_numbers(round, one), chosen, strict=False)
            )


def _numbers(round: Round, curator: User) -> list[int]:
    """Numbers of the round's assignments to others; where there are too few, new ones."""
    others = Assignment.objects.filter(submission__round=round).exclude(curator=curator)
    free = others.exclude(pk__in=CalibrationReview.objects.values("pk"))
    found = _shuffled(curator, list(free))[:ANCHORS]
    numbers = [one.pk for one in found]
    return numbers + [number_of_an_assignment() for _missing in range(ANCHORS - len(numbers))]


def _shuffled(curator: User, rows: list[Row]) -> list[Row]:
    """The rows in an order that is the same every time and another for every curator."""
    key = lambda one: hashlib.sha256(f"{curator.pk}/{one.pk}".encode()).hexdigest()  # noqa: E731
    return sorted(rows, key=key)


def number_of_an_assignment() -> int:
    """The next number in the series of the assignments."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('curation_assignment', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)


def on_desk() -> QuerySet[CalibrationReview]:
    """The anchors that lie on desks: all but those whose curators stepped back."""
    return CalibrationReview.objects.filter(kind=Kind.ANCHOR, ended_at__isnull=True)


def waiting(rounds: Iterable[str], curator: User) -> tuple[Counter[str], Counter[str]]:
    """How many of the curator's anchors are unsent, and complete of these, by the round's slug."""
    found = on_desk().filter(
        curator=curator,
        finalised_at__isnull=True,
        piece__calibration__round__slug__in=list(rounds),
    )
    rows = list(found.values_list("piece__calibration__round__slug", "is_complete"))
    return Counter(slug for slug, _done in rows), Counter(slug for slug, done in rows if done)


def due_at(round: Round, curator: User) -> datetime:
    """Until when the curator's anchors are scored: as long as the works among which they lie."""
    own = Assignment.objects.active().filter(submission__round=round, curator=curator)
    earliest: datetime | None = own.aggregate(due=Min("due_at"))["due"]
    return earliest or round.review_due_at


def send(round: Round, *, by: User) -> None:
    """Sends the curator's complete anchors together with the round's scores."""
    on_desk().filter(
        piece__calibration__round=round, curator=by, is_complete=True, finalised_at__isnull=True
    ).update(finalised_at=clock.now())


@transaction.atomic
def decline(anchor: CalibrationReview, *, reason: str, by: User) -> None:
    """The curator cannot take it: kept with the reason, and off the desk.

    Raises ValidationError as `stepping_back.decline`: «not_yours», «wrong_state»,
    «reason_required», «already_scored».
    """
    held = CalibrationReview.objects.select_for_update(of=("self",)).get(pk=anchor.pk)
    if held.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if held.kind != Kind.ANCHOR or held.ended_at is not None:
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya dalam satu kalimat."), code="reason_required")
    if held.finalised_at is not None:
        raise ValidationError(_("Anda sudah mengirim nilai karya ini."), code="already_scored")
    held.ended_at, held.end_reason = clock.now(), reason.strip()[:255]
    held.save()


@transaction.atomic
def recuse(
    anchor: CalibrationReview,
    *,
    reason: str,
    by: User,
    relation: str = Conflict.Relation.OTHER,
) -> None:
    """The curator has a tie to its maker, which counts from now on as one declared on any work.

    Raises ValidationError as `decline`.
    """
    decline(anchor, reason=reason, by=by)
    declare(anchor.piece.submission, curator=by, reason=reason, by=by, relation=relation)
