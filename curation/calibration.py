"""Calibration of a round: past works scored alone against a reference, and twice more blind.

What is scored here lies in its own tables and counts in no result. Source: curation workflow 6.7.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from curation import anchors, clock
from curation import marks as checks
from curation.conflicts import ties
from curation.consistency import Drift, deviation, drift, is_calibrated, kendall_w
from curation.marks import Mark
from curation.models import (
    Calibration,
    CalibrationPiece,
    CalibrationReview,
    CalibrationScore,
    Criterion,
    ReferenceScore,
    Round,
    Submission,
)
from curation.transitions import OUTCOMES
from dekranasda.accounts.models import User

LEAST_PIECES, MOST_PIECES = 3, 5
Kind = CalibrationReview.Kind


def may_prepare(round: Round, user: User) -> bool:
    """The secretariat and the panel's chair choose the pieces and set the reference."""
    if user.is_secretariat:
        return True
    return round.panel.filter(user=user, is_chair=True).exists()


def candidates(round: Round) -> QuerySet[Submission]:
    """Works of other rounds whose outcome was made known, the latest in front."""
    return (
        Submission.objects.filter(state__in=OUTCOMES)
        .exclude(round=round)
        .exclude(
            pk__in=CalibrationPiece.objects.filter(calibration__round=round).values("submission")
        )
        .select_related("version__craft", "rubric", "round")
        .order_by("-state_at", "-pk")
    )


def _in_preparation(round: Round, by: User) -> Calibration:
    """The round's set, locked. Raises ValidationError «not_allowed», «opened»."""
    if not may_prepare(round, by):
        raise ValidationError(
            _("Kalibrasi disiapkan oleh sekretariat atau ketua panel."), code="not_allowed"
        )
    Calibration.objects.get_or_create(round=round)
    found = Calibration.objects.select_for_update().get(round=round)
    if found.opened_at is not None:
        raise ValidationError(
            _("Kalibrasi sudah dibuka; karya dan nilai acuannya tetap."), code="opened"
        )
    return found


@transaction.atomic
def set_piece(
    round: Round, submission: Submission, *, references: Mapping[str, Mark], by: User
) -> CalibrationPiece:
    """Takes a past work into the set with a reference score for each criterion.

    Raises ValidationError «not_allowed», «opened», «too_many», «not_past», «conflict» (somebody of
    the panel has a tie to its maker), and one error a criterion without a score.
    """
    calibration = _in_preparation(round, by)
    if not candidates(round).filter(pk=submission.pk).exists():
        raise ValidationError(
            _("Pilih karya dari periode lain yang sudah diumumkan."), code="not_past"
        )
    if calibration.pieces.count() >= MOST_PIECES:
        raise ValidationError(_("Kalibrasi memuat paling banyak 5 karya."), code="too_many")
    people = [member.user for member in round.panel.select_related("user")]
    if tied := ties([submission], people, on=clock.now().date()):
        names = {person.pk: person.full_name for person in people}
        raise ValidationError(
            _("%(name)s punya kepentingan pada karya ini. Pilih karya lain."),
            code="conflict",
            params={"name": names[next(iter(tied))[1]]},
        )
    criteria = list(submission.rubric.criteria.all())
    _refuse_gaps(criteria, references)
    piece = CalibrationPiece.objects.create(
        calibration=calibration,
        submission=submission,
        version_id=submission.version_id,
        rubric_id=submission.rubric_id,
        set_by=by,
        set_at=clock.now(),
    )
    ReferenceScore.objects.bulk_create(
        ReferenceScore(
            piece=piece,
            criterion=one,
            value=references[one.code].value or 0,
            reason=references[one.code].comment[:300],
        )
        for one in criteria
    )
    return piece


def _refuse_gaps(criteria: Iterable[Criterion], references: Mapping[str, Mark]) -> None:
    missing = {
        f"score_{one.code}": ValidationError(
            _("Beri nilai untuk «%(name)s»."), code="missing", params={"name": one.name}
        )
        for one in criteria
        if references.get(one.code, Mark(None)).value not in range(5)
    }
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def remove_piece(piece: CalibrationPiece, *, by: User) -> None:
    """Takes a work out of a set in preparation. Raises ValidationError «not_allowed», «opened»."""
    _in_preparation(piece.calibration.round, by)
    piece.delete()


@transaction.atomic
def open_calibration(round: Round, *, by: User) -> None:
    """Lets the curators begin; from now on the round asks for it. Raises also «too_few»."""
    calibration = _in_preparation(round, by)
    if calibration.pieces.count() < LEAST_PIECES:
        raise ValidationError(_("Pilih sedikitnya 3 karya lebih dahulu."), code="too_few")
    calibration.opened_at, calibration.opened_by = clock.now(), by
    calibration.save()


# A curator's attempts


@transaction.atomic
def begin(round: Round, *, by: User) -> list[CalibrationReview]:
    """The curator's attempt under way, or a new one. Raises ValidationError «not_open»,
    «not_on_panel», «knows_reference»."""
    calibration = Calibration.objects.filter(round=round, opened_at__isnull=False).first()
    if calibration is None:
        raise ValidationError(_("Kalibrasi periode ini belum dibuka."), code="not_open")
    if not round.panel.select_for_update().filter(user=by):
        raise ValidationError(_("Anda bukan anggota panel periode ini."), code="not_on_panel")
    if calibration.pieces.filter(set_by=by).exists():
        raise ValidationError(
            _("Anda menetapkan nilai acuannya, jadi tidak perlu kalibrasi."), code="knows_reference"
        )
    own = CalibrationReview.objects.filter(
        piece__calibration=calibration, curator=by, kind=Kind.ATTEMPT
    )
    if under_way := list(own.filter(finalised_at__isnull=True)):
        return under_way
    attempt = 1 + (own.aggregate(last=Max("attempt"))["last"] or 0)
    return CalibrationReview.objects.bulk_create(
        CalibrationReview(
            id=anchors.number_of_an_assignment(),
            piece=piece,
            curator=by,
            kind=Kind.ATTEMPT,
            attempt=attempt,
        )
        for piece in calibration.pieces.all()
    )


@transaction.atomic
def save_scores(
    review: CalibrationReview,
    *,
    by: User,
    marks: Mapping[str, Mark],
    panel_note: str,
    complete: bool | None,
    base: str | None = None,
) -> CalibrationReview:
    """Keeps a curator's scores of a piece as `reviews.save_review` does; `complete` None: a draft
    that stays complete where nothing is missing. Raises as that, and «stale»."""
    held = (
        CalibrationReview.objects.select_for_update(of=("self",))
        .select_related("piece__calibration__round")
        .get(pk=review.pk)
    )
    if held.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if held.ended_at is not None:
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if held.finalised_at is not None:
        raise ValidationError(
            _("Penilaian Anda sudah dikirim dan tidak dapat diubah."), code="final"
        )
    at = clock.now()
    if held.kind == Kind.ANCHOR:
        checks.refuse_late(anchors.due_at(held.piece.calibration.round, by), at)
    if base is not None and base != checks.stamp(held):
        raise ValidationError(_("Isian yang lebih baru sudah tersimpan."), code="stale")
    criteria = list(Criterion.objects.filter(rubric=held.piece.rubric_id))
    checks.refuse_out_of_range(criteria, marks)
    gaps = checks.gaps(criteria, marks)
    if complete and gaps:
        raise ValidationError(gaps)
    held.is_complete = (held.is_complete and not gaps) if complete is None else complete
    held.panel_note, held.saved_at = panel_note.strip(), at
    held.save()
    given = [(one, marks.get(one.code, Mark(None))) for one in criteria]
    CalibrationScore.objects.bulk_create(
        [
            CalibrationScore(
                review=held, criterion=one, value=mark.value, comment=mark.comment.strip()
            )
            for one, mark in given
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value", "comment"],
    )
    return held


@transaction.atomic
def send_attempt(round: Round, *, by: User) -> bool:
    """Ends the curator's attempt; tells whether it was near enough. Raises «incomplete».

    Two of the pieces come back among the curator's works later (`anchors.insert`).
    """
    under_way = list(
        CalibrationReview.objects.select_for_update().filter(
            piece__calibration__round=round,
            curator=by,
            kind=Kind.ATTEMPT,
            finalised_at__isnull=True,
        )
    )
    if not under_way or not all(one.is_complete for one in under_way):
        raise ValidationError(_("Nilai dulu semua karya kalibrasi."), code="incomplete")
    at = clock.now()
    for one in under_way:
        one.finalised_at = at
        one.save()
    return calibration_passed(round, by)


# What came of it

Given = dict[str, dict[str, int | None]]  # piece → criterion → score


@dataclass(frozen=True)
class Standing:
    """A curator's calibration in a round. `first` is None before an attempt was sent."""

    curator: User
    attempts: int
    first: Given | None
    last: Given | None
    deviation: float | None
    passed: bool
    knows_reference: bool
    drift: Drift | None


def references_of(round: Round) -> Given:
    """The reference scores of an opened set; empty where the round asks for no calibration."""
    found: Given = defaultdict(dict)
    rows = ReferenceScore.objects.filter(
        piece__calibration__round=round, piece__calibration__opened_at__isnull=False
    )
    for piece, code, value in rows.values_list("piece_id", "criterion__code", "value"):
        found[str(piece)][code] = value
    return dict(found)


def standings(round: Round, curators: Collection[User]) -> list[Standing]:
    """How each of the curators stands; three queries for any number. Empty without a set."""
    reference = references_of(round)
    if not reference:
        return []
    setters = set(
        CalibrationPiece.objects.filter(calibration__round=round).values_list("set_by", flat=True)
    )
    rows = CalibrationScore.objects.filter(
        review__piece__calibration__round=round,
        review__finalised_at__isnull=False,
        review__curator__in=curators,
    ).values_list(
        "review__curator",
        "review__kind",
        "review__attempt",
        "review__piece",
        "criterion__code",
        "value",
    )
    attempts: dict[int, dict[int, Given]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict))
    )
    again: dict[int, Given] = defaultdict(lambda: defaultdict(dict))
    for person, kind, attempt, piece, code, value in rows:
        target = again[person] if kind == Kind.ANCHOR else attempts[person][attempt]
        target[str(piece)][code] = value
    return [
        _standing(one, attempts[one.pk], again[one.pk], reference, one.pk in setters)
        for one in curators
    ]


def _standing(
    curator: User,
    attempts: Mapping[int, Given],
    again: Given,
    reference: Given,
    knows_reference: bool,
) -> Standing:
    first = attempts[min(attempts)] if attempts else None
    last = attempts[max(attempts)] if attempts else None
    return Standing(
        curator=curator,
        attempts=len(attempts),
        first=first,
        last=last,
        deviation=deviation(last, reference) if last else None,
        passed=knows_reference or any(is_calibrated(one, reference) for one in attempts.values()),
        knows_reference=knows_reference,
        drift=drift(again, first) if first and again else None,
    )


def calibration_passed(round: Round, curator: User) -> bool:
    """Whether the curator may judge in the round: calibrated, or no calibration is asked for.

    Passed: a sent attempt with every piece, on average at most 0.75 points a criterion from the
    reference. Whoever set a reference knows it and needs no attempt.
    """
    return not not_calibrated(round, [curator])


def not_calibrated(round: Round, curators: Collection[User]) -> list[User]:
    """Those who may not begin yet."""
    return [one.curator for one in standings(round, curators) if not one.passed]


def concordance(found: Iterable[Standing]) -> float | None:
    """Kendall's W of the first attempts' sums over the set; None with fewer than two curators."""
    rows = [
        [sum(value or 0 for value in one.first[piece].values()) for piece in sorted(one.first)]
        for one in found
        if one.first is not None
    ]
    return kendall_w(rows)
