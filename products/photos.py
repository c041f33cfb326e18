"""Photographs of a draft: added, replaced, described and removed, each through the choke point."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import images, photo_store
from products.models import Photo, ProductVersion

MOST_PHOTOS = 8
KIND_ORDER = {kind: position for position, kind in enumerate(Photo.Kind.values)}


def add_photo(
    version: ProductVersion,
    *,
    kind: str,
    raw: bytes,
    name: str = "",
    at: datetime,
    replaces: Photo | None = None,
    key: UUID | None = None,
    instead_of: UUID | None = None,
    hints: Collection[str] = (),
) -> Photo:
    """Cleans, stores and adds a photograph; it takes the place of `replaces` where one is given.

    `key` is the phone's own for this photograph: one that the version has already is returned as it
    is, so that sending again after a lost answer changes nothing. `instead_of` is the key of one
    that was chosen before for the same slot. `hints` are warnings that only the phone can give.

    Raises ValidationError: images.ImageRefused, photo_store.StorageRefused, «frozen», «same_photo»
    (already in this work, named by its slot), «too_many».
    """
    if known := sent_before(version, key):
        return known
    cleaned = images.clean(raw, name)
    replaces = replaces or sent_before(version, instead_of)
    _require_new(version, cleaned.sha256, replaces, key)
    stored = images.store(cleaned)
    with transaction.atomic():
        locked = _lock(version)
        if known := sent_before(locked, key):
            return known
        replaces = replaces or sent_before(locked, instead_of)
        _require_new(locked, stored.sha256, replaces, key)
        gone = ""
        photo = Photo(version=locked, kind=kind, position=KIND_ORDER[kind])
        if replaces is not None and (taken := locked.photos.filter(pk=replaces.pk).first()):
            photo, gone = taken, taken.sha256
            if gone != stored.sha256:
                photo.alt = photo.alt_en = ""
        elif locked.photos.count() >= MOST_PHOTOS:
            raise ValidationError(
                _("Satu karya memuat paling banyak %(most)d foto. Hapus salah satu dulu."),
                code="too_many",
                params={"most": MOST_PHOTOS},
            )
        photo.sha256, photo.colour = stored.sha256, stored.colour
        photo.width, photo.height = stored.width, stored.height
        photo.warnings = sorted({*stored.warnings, *hints})
        photo.warnings_accepted, photo.upload_key, photo.uploaded_at = False, key, at
        photo.save()
        if gone and gone != stored.sha256:
            photo_store.forget([gone])
    return photo


def sent_before(version: ProductVersion, key: UUID | None) -> Photo | None:
    """The version's photograph that came in with the phone's key, if it did."""
    return version.photos.filter(upload_key=key).first() if key else None


def _lock(version: ProductVersion) -> ProductVersion:
    """The version, locked. Raises ValidationError «frozen»."""
    locked = ProductVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if locked.frozen_at is not None:
        raise ValidationError(
            _("Versi ini sudah dikirim; fotonya tidak dapat diubah lagi."), code="frozen"
        )
    return locked


def _require_new(
    version: ProductVersion, sha256: str, replaces: Photo | None, key: UUID | None
) -> None:
    twin = version.photos.filter(sha256=sha256).first()
    is_itself = twin is not None and key is not None and twin.upload_key == key
    if twin is not None and not is_itself and (replaces is None or twin.pk != replaces.pk):
        raise ValidationError(
            _("Foto ini sama dengan foto «%(slot)s». Ambil dari sisi atau jarak yang lain."),
            code="same_photo",
            params={"slot": twin.get_kind_display()},
        )


@transaction.atomic
def remove_photo(photo: Photo) -> None:
    """Takes the photograph out of its draft. Raises ValidationError «frozen»."""
    _lock(photo.version)
    photo.delete()
    photo_store.forget([photo.sha256])


def read_limited(file: UploadedFile) -> bytes:
    """The file's bytes; of one that is too large only enough for the choke point to refuse it."""
    raw: bytes = file.read(images.MAX_BYTES + 1)
    return raw


@transaction.atomic
def describe_as(photo: Photo, alt: str) -> None:
    """Keeps the maker's words about a photograph. Raises ValidationError «frozen»."""
    _lock(photo.version)
    photo.alt = alt
    photo.save(update_fields=["alt"])


@transaction.atomic
def accept_warnings(photo: Photo) -> None:
    """Keeps the photograph as it is: its warnings are not shown to the maker again.

    Raises ValidationError «frozen».
    """
    _lock(photo.version)
    photo.warnings_accepted = True
    photo.save(update_fields=["warnings_accepted"])


def describe(version: ProductVersion) -> None:
    """Gives photographs without words the work's name and what the slot asked for."""
    for photo in version.photos.filter(alt=""):
        photo.alt = f"{version.name}, {str(photo.get_kind_display()).lower()}"[:200]
        photo.save(update_fields=["alt"])
