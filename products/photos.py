"""Photographs of a draft: added, replaced, described and removed, each through the choke point."""

from datetime import datetime

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
) -> Photo:
    """Cleans, stores and adds a photograph; it takes the place of `replaces` where one is given.

    Raises ValidationError: images.ImageRefused, photo_store.StorageRefused, «frozen», «same_photo»
    (already in this work, named by its slot), «too_many».
    """
    cleaned = images.clean(raw, name)
    _require_new(version, cleaned.sha256, replaces)
    stored = images.store(cleaned)
    with transaction.atomic():
        locked = _lock(version)
        _require_new(locked, stored.sha256, replaces)
        gone = ""
        photo = Photo(version=locked, kind=kind, position=KIND_ORDER[kind])
        if replaces is not None:
            photo = locked.photos.get(pk=replaces.pk)
            gone = photo.sha256
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
        photo.warnings, photo.uploaded_at = list(stored.warnings), at
        photo.save()
        if gone and gone != stored.sha256:
            photo_store.forget([gone])
    return photo


def _lock(version: ProductVersion) -> ProductVersion:
    """The version, locked. Raises ValidationError «frozen»."""
    locked = ProductVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if locked.frozen_at is not None:
        raise ValidationError(
            _("Versi ini sudah dikirim; fotonya tidak dapat diubah lagi."), code="frozen"
        )
    return locked


def _require_new(version: ProductVersion, sha256: str, replaces: Photo | None) -> None:
    twin = version.photos.filter(sha256=sha256).first()
    if twin is not None and (replaces is None or twin.pk != replaces.pk):
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


def describe(version: ProductVersion) -> None:
    """Gives photographs without words the work's name and what the slot asked for."""
    for photo in version.photos.filter(alt=""):
        photo.alt = f"{version.name}, {str(photo.get_kind_display()).lower()}"[:200]
        photo.save(update_fields=["alt"])
