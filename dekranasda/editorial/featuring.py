"""What the front page puts first: works and makers' stories, in the council's order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan
from dekranasda.editorial.models import FeaturedStory
from products.models import Product

MOST = 12


def featured_works() -> list[Product]:
    """The chosen works in their order, also those that are not on show just now."""
    chosen = Product.objects.filter(featured_position__isnull=False)
    return list(chosen.defer("search").order_by("featured_position", "pk"))


def featured_stories() -> list[FeaturedStory]:
    """The chosen stories in their order."""
    return list(FeaturedStory.objects.select_related("artisan"))


@transaction.atomic
def feature_work(code: str) -> Product:
    """Puts a work on show last in the row. Raises ValidationError «not_shown», «too_many»."""
    work = Product.objects.published().defer("search").filter(code=code.strip().upper()).first()
    if work is None:
        raise ValidationError(
            _("Tidak ada karya yang tampil dengan kode itu. Periksa kodenya."), code="not_shown"
        )
    works = featured_works()
    if work not in works:
        _require_room(works)
        _number([*works, work], "featured_position")
    return work


@transaction.atomic
def feature_story(artisan: Artisan) -> FeaturedStory:
    """Puts a maker's story last in the row. Raises ValidationError «no_story», «too_many»."""
    if not artisan.story:
        raise ValidationError(_("Perajin ini belum menulis kisahnya."), code="no_story")
    stories = featured_stories()
    found = next((story for story in stories if story.artisan_id == artisan.pk), None)
    if found:
        return found
    _require_room(stories)
    return FeaturedStory.objects.create(artisan=artisan, position=len(stories) + 1)


@transaction.atomic
def move(things: list[Any], pk: int, *, by: int, field: str) -> None:
    """Moves the one with the key `by` places (-1 up, 1 down) and numbers the row anew."""
    place = next((index for index, thing in enumerate(things) if thing.pk == pk), None)
    if place is None:
        return
    moved = things.pop(place)
    things.insert(max(0, place + by), moved)
    _number(things, field)


@transaction.atomic
def release_work(pk: int) -> None:
    """Takes a work out of the row."""
    works = featured_works()
    for work in works:
        if work.pk == pk:
            work.featured_position = None
            work.save(update_fields=["featured_position"])
    _number([work for work in works if work.pk != pk], "featured_position")


@transaction.atomic
def release_story(pk: int) -> None:
    """Takes a story out of the row."""
    FeaturedStory.objects.filter(pk=pk).delete()
    _number(featured_stories(), "position")


def _require_room(things: list[Any]) -> None:
    if len(things) >= MOST:
        raise ValidationError(
            _("Paling banyak %(most)d pilihan. Lepas salah satu dulu."),
            code="too_many",
            params={"most": MOST},
        )


def _number(things: list[Any], field: str) -> None:
    """Writes 1, 2, 3 … where another number stands."""
    for number, thing in enumerate(things, start=1):
        if getattr(thing, field) != number:
            setattr(thing, field, number)
            thing.save(update_fields=[field])
