"""Marks on photographs for the maker, and what of them curators do not see."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.models import PhotoCover, PhotoMark, Submission
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import User
from dekranasda.lib import images, photo_store
from dekranasda.lib.image_worker import MASTER_EDGE
from products.models import Photo

MOST_MARKS = 12  # more on one work is better said in a sentence
Rectangle = tuple[int, int, int, int]  # left, top, width, height in percent


def _screening(submission: Submission, photo: Photo, by: User) -> tuple[Submission, datetime]:
    """The locked submission and the moment.

    Raises ValidationError: «wrong_state», «not_allowed», «other_version».
    """
    locked = lock(submission)
    if locked.state != State.SUBMITTED:
        raise ValidationError(_("Berkas karya ini tidak sedang diperiksa."), code="wrong_state")
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang memeriksa berkas."), code="not_allowed")
    if photo.version_id != locked.version_id:
        raise ValidationError(
            _("Foto ini milik versi lain. Buka kembali halamannya."), code="other_version"
        )
    return locked, clock.now()


def require_point(x: int, y: int, sentence: str) -> None:
    """Raises ValidationError «reason_required» without a sentence, «outside» for a point that does
    not lie on the photograph; `x` and `y` are percent from left and top."""
    if not sentence.strip():
        raise ValidationError(
            _("Tulis apa yang perlu diperbaiki di titik ini."), code="reason_required"
        )
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise ValidationError(_("Pilih titik di dalam foto."), code="outside")


@transaction.atomic
def mark(
    submission: Submission, photo: Photo, *, x: int, y: int, sentence: str, by: User
) -> PhotoMark:
    """Puts a mark on a photograph, to be sent with the next request to complete.

    `x` and `y` are percent from left and top. Raises ValidationError: «wrong_state»,
    «not_allowed», «other_version», «reason_required», «outside», «too_many».
    """
    locked, at = _screening(submission, photo, by)
    require_point(x, y, sentence)
    waiting = locked.photo_marks.filter(criterion=None, sent_at__isnull=True).count()
    if waiting >= MOST_MARKS:
        raise ValidationError(
            _("Sudah ada %(most)d tanda. Hapus salah satu, atau tulis pada permintaan."),
            code="too_many",
            params={"most": MOST_MARKS},
        )
    return PhotoMark.objects.create(
        submission=locked,
        version=locked.version,
        photo=photo,
        x=x,
        y=y,
        sentence=sentence.strip(),
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def unmark(placed: PhotoMark, *, by: User) -> None:
    """Takes a mark back that was not sent yet. Raises ValidationError as `mark`, and «sent»."""
    _screening(placed.submission, placed.photo, by)
    if placed.sent_at is not None or placed.criterion_id is not None:
        raise ValidationError(_("Tanda ini sudah dikirim kepada perajin."), code="sent")
    placed.delete()


def marks_for_maker(submission: Submission) -> list[PhotoMark]:
    """The marks that were sent for the version at hand, in the order they were placed."""
    found = PhotoMark.objects.filter(
        submission=submission,
        version=submission.version_id,
        criterion=None,
        sent_at__isnull=False,
    )
    return list(found.select_related("photo"))


@transaction.atomic
def hide(
    submission: Submission, photo: Photo, *, rectangles: Sequence[Rectangle], by: User
) -> PhotoCover:
    """Withholds a photograph from curators, or covers parts of it in their copy.

    The cover is burnt into a new picture, made from the photograph as it was sent. Raises
    ValidationError: «wrong_state», «not_allowed», «other_version», «outside», and what the choke
    point refuses.
    """
    locked, at = _screening(submission, photo, by)
    if not all(
        0 <= left < left + width <= 100 and 0 <= top < top + height <= 100
        for left, top, width, height in rectangles
    ):
        raise ValidationError(_("Pilih bagian di dalam foto."), code="outside")
    digest = _burn(photo, rectangles) if rectangles else ""
    cover, _is_new = PhotoCover.objects.update_or_create(
        version=locked.version,
        photo=photo,
        defaults={
            "submission": locked,
            "rectangles": [list(one) for one in rectangles],
            "sha256": digest,
            "made_by": by,
            "made_at": at,
        },
    )
    _withdraw_confirmation(locked)
    return cover


@transaction.atomic
def show_again(submission: Submission, photo: Photo, *, by: User) -> None:
    """Lets curators see the photograph as it was sent. Raises ValidationError as `hide`."""
    locked, _at = _screening(submission, photo, by)
    covers = PhotoCover.objects.filter(version=locked.version, photo=photo)
    digests = list(covers.values_list("sha256", flat=True))
    covers.delete()
    photo_store.forget(digests)
    _withdraw_confirmation(locked)


def _withdraw_confirmation(locked: Submission) -> None:
    """What was confirmed was another copy."""
    Submission.objects.filter(pk=locked.pk).update(redaction_confirmed_by=None)


def _burn(photo: Photo, rectangles: Sequence[Rectangle]) -> str:
    name = f"{photo_store.folder_of(photo.sha256)}/{MASTER_EDGE}.jpg"
    try:
        with default_storage.open(name) as file:
            raw = file.read()
    except OSError:
        raise ValidationError(
            _("Berkas foto ini tidak terbaca. Sembunyikan seluruh fotonya."), code="unreadable"
        ) from None
    return images.store(images.clean(raw, cover=rectangles)).sha256
