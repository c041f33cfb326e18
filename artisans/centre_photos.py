"""Photographs of a craft centre: added, described, put in order and removed; the first is cover."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.models import CentrePhoto, CraftCentre
from dekranasda.accounts.models import User
from dekranasda.lib import images, photo_store

MOST_PHOTOS = 8


def add_photo(
    centre: CraftCentre, words: CentrePhoto, *, raw: bytes, name: str, by: User, at: datetime
) -> CentrePhoto:
    """Cleans, stores and adds a photograph with the `words` of an unsaved one, as the last.

    Raises ValidationError: images.ImageRefused, photo_store.StorageRefused, «too_many», or that
    it is there already.
    """
    stored = images.store(images.clean(raw, name))
    with transaction.atomic():
        photos = locked(centre).photos
        last = photos.order_by("-position").first()
        if photos.count() >= MOST_PHOTOS:
            raise ValidationError(
                _("Satu sentra memuat paling banyak %(most)d foto. Hapus salah satu dulu."),
                code="too_many",
                params={"most": MOST_PHOTOS},
            )
        words.centre, words.sha256, words.colour = centre, stored.sha256, stored.colour
        words.width, words.height = stored.width, stored.height
        words.position = last.position + 1 if last else 0
        words.added_by, words.added_at = by, at
        words.validate_constraints()
        words.save()
        refresh_cover(centre)
    return words


@transaction.atomic
def describe_photo(photo: CentrePhoto) -> None:
    """Keeps the changed words of a photograph."""
    centre = locked(photo.centre)
    photo.save(update_fields=["alt", "alt_en", "caption", "caption_en"])
    refresh_cover(centre)


@transaction.atomic
def move_to_front(photo: CentrePhoto) -> None:
    """Makes the photograph the first, and so the cover."""
    centre = locked(photo.centre)
    others = centre.photos.exclude(pk=photo.pk)
    for position, one in enumerate([photo, *others]):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    refresh_cover(centre)


@transaction.atomic
def remove_photo(photo: CentrePhoto) -> None:
    """Takes the photograph away; its files go after the commit where nothing else shows them."""
    centre = locked(photo.centre)
    photo.delete()
    refresh_cover(centre)
    photo_store.forget([photo.sha256])


def refresh_cover(centre: CraftCentre) -> None:
    """Copies the first photograph to the centre, for cards and lists."""
    first = centre.photos.first() or CentrePhoto()
    CraftCentre.objects.filter(pk=centre.pk).update(
        photo_sha256=first.sha256, photo_alt=first.alt, photo_colour=first.colour
    )


def locked(centre: CraftCentre) -> CraftCentre:
    return CraftCentre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
