"""Photographs of makers: added or replaced, shown or hidden, described and taken away."""

from datetime import datetime

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, OwnPhoto
from dekranasda.accounts.models import User
from dekranasda.lib import images, photo_store

MOST_OF_WORKPLACE = 4


def add_photo(
    artisan: Artisan,
    words: OwnPhoto,
    *,
    raw: bytes,
    name: str,
    by: User,
    at: datetime,
) -> OwnPhoto:
    """Cleans, stores and adds a photograph with the words of an unsaved one.

    A portrait takes the place of the one before, whose files go. Raises ValidationError:
    images.ImageRefused, photo_store.StorageRefused, «too_many», «same_photo».
    """
    stored = images.store(images.clean(raw, name))
    with transaction.atomic(), pghistory.context(user=by.pk, reason="foto dari perajin"):
        Artisan.objects.select_for_update().get(pk=artisan.pk)
        own = OwnPhoto.objects.filter(artisan=artisan)
        gone = own.filter(kind=words.kind) if words.kind == OwnPhoto.Kind.PORTRAIT else own.none()
        if own.exclude(pk__in=gone).filter(sha256=stored.sha256).exists():
            raise ValidationError(_("Foto ini sudah ada. Pilih foto yang lain."), code="same_photo")
        if words.kind == OwnPhoto.Kind.WORKPLACE:
            _require_room(own)
        before = [photo.sha256 for photo in gone]
        gone.delete()
        words.artisan, words.sha256, words.colour = artisan, stored.sha256, stored.colour
        words.width, words.height = stored.width, stored.height
        words.warnings, words.added_by, words.added_at = list(stored.warnings), by, at
        words.save()
        photo_store.forget(set(before) - {stored.sha256})
    return words


def _require_room(own: QuerySet[OwnPhoto]) -> None:
    if own.filter(kind=OwnPhoto.Kind.WORKPLACE).count() >= MOST_OF_WORKPLACE:
        raise ValidationError(
            _("Tempat kerja memuat paling banyak %(most)d foto. Hapus salah satu dulu."),
            code="too_many",
            params={"most": MOST_OF_WORKPLACE},
        )


@transaction.atomic
def show_photo(photo: OwnPhoto, *, is_shown: bool, by: User) -> None:
    """Lets everybody see the photograph, or takes it off the public pages with the commit."""
    with pghistory.context(user=by.pk, reason="pilihan perajin"):
        OwnPhoto.objects.filter(pk=photo.pk).update(is_shown=is_shown)


@transaction.atomic
def remove_photo(photo: OwnPhoto, *, by: User) -> None:
    """Takes the photograph away; its files go after the commit where nothing else shows them."""
    with pghistory.context(user=by.pk, reason="dihapus perajin"):
        photo.delete()
    photo_store.forget([photo.sha256])
