"""Where on a photograph a criterion is weak: marked in session, told with the verdict.

The chair marks what the panel talks about; makers see it once the decision is made known.
"""

from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import blind, clock
from curation.actors import actors_of
from curation.models import Criterion, Decision, PhotoMark, Submission
from curation.photo_screening import MOST_MARKS, require_point
from curation.steps import lock
from curation.transitions import Actor, State
from dekranasda.accounts.models import User
from products.models import Photo


def in_session(submission: Submission) -> list[PhotoMark]:
    """The marks of the version at hand that were not told yet, in the order they were placed."""
    found = PhotoMark.objects.filter(
        submission=submission,
        version=submission.version_id,
        criterion__isnull=False,
        sent_at__isnull=True,
    )
    return list(found.select_related("criterion", "photo"))


@transaction.atomic
def mark(
    submission: Submission,
    photo: Photo,
    *,
    criterion: Criterion,
    x: int,
    y: int,
    sentence: str,
    by: User,
) -> PhotoMark:
    """Marks where on a photograph a criterion is weak; told to the maker with the decision.

    `x` and `y` are percent from left and top. Raises ValidationError: «wrong_state»,
    «not_allowed», «hidden» (the panel does not see the photograph), «criterion»,
    «reason_required», «outside», «too_many».
    """
    locked, at = _session(submission, by)
    if photo.pk not in {one.pk for one in blind.without_maker(locked.version)}:
        raise ValidationError(_("Foto ini tidak dilihat panel."), code="hidden")
    if criterion.rubric_id != locked.rubric_id:
        raise ValidationError(_("Pilih kriteria dari rubrik karya ini."), code="criterion")
    require_point(x, y, sentence)
    if len(in_session(locked)) >= MOST_MARKS:
        raise ValidationError(
            _("Sudah ada %(most)d tanda. Hapus salah satu dahulu."),
            code="too_many",
            params={"most": MOST_MARKS},
        )
    return PhotoMark.objects.create(
        submission=locked,
        version=locked.version,
        photo=photo,
        criterion=criterion,
        x=x,
        y=y,
        sentence=sentence.strip(),
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def unmark(placed: PhotoMark, *, by: User) -> None:
    """Takes a mark back that the maker was not told. Raises ValidationError as `mark`, «sent»."""
    _session(placed.submission, by)
    if placed.sent_at is not None or placed.criterion_id is None:
        raise ValidationError(_("Tanda ini sudah dikirim kepada perajin."), code="sent")
    placed.delete()


def tell(decision: Decision, *, at: datetime) -> None:
    """The marks go out with the decision, within the transaction of its release."""
    PhotoMark.objects.filter(
        submission=decision.submission,
        version=decision.version,
        criterion__isnull=False,
        sent_at__isnull=True,
    ).update(sent_at=at)


def told_with(decision: Decision) -> dict[str, list[tuple[Photo, list[PhotoMark]]]]:
    """By the criterion's code the photographs that were marked for it, with their marks."""
    found: dict[str, dict[Photo, list[PhotoMark]]] = defaultdict(lambda: defaultdict(list))
    marks = PhotoMark.objects.filter(
        submission=decision.submission_id,
        version=decision.version_id,
        criterion__isnull=False,
        sent_at=decision.released_at,
    )
    for one in marks.select_related("criterion", "photo"):
        assert one.criterion is not None  # noqa: S101 the filter says so; for the type checker
        found[one.criterion.code][one.photo].append(one)
    return {code: list(photos.items()) for code, photos in found.items()}


def _session(submission: Submission, by: User) -> tuple[Submission, datetime]:
    """The locked submission and the moment. Raises «wrong_state», «not_allowed»."""
    locked, at = lock(submission), clock.now()
    if locked.state != State.DELIBERATION:
        raise ValidationError(_("Karya ini tidak sedang dibahas dalam sidang."), code="wrong_state")
    if Actor.CHAIR not in actors_of(by, locked, on=timezone.localdate(at)):
        raise ValidationError(_("Hanya ketua panel yang menandai foto."), code="not_allowed")
    return locked, at
