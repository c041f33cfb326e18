"""The demo council's front page: news, chosen works, chosen stories."""

import tomllib
from datetime import date, timedelta
from typing import Any

from artisans.models import Business, CraftCentre
from dekranasda.demo.sources import FOLDER
from dekranasda.editorial.models import FeaturedStory, NewsItem
from products.models import Product


def seed_front(makers: dict[str, Business], today: date) -> None:
    """Creates the news once, and chooses what stands first."""
    with (FOLDER / "data" / "news.toml").open("rb") as handle:
        data = tomllib.load(handle)
    for entry in data["news"]:
        if not NewsItem.objects.filter(slug=entry["slug"]).exists():
            _news(entry, today)
    for position, name in enumerate(data["front"]["works"], start=1):
        Product.objects.published().filter(name=name).update(featured_position=position)
    for position, key in enumerate(data["front"]["stories"], start=1):
        FeaturedStory.objects.get_or_create(
            artisan=makers[key].owner, defaults={"position": position}
        )


def _news(entry: dict[str, Any], today: date) -> NewsItem:
    kind, _, name = entry["photo"].partition(":")
    if kind == "centre":
        centre = CraftCentre.objects.get(slug=name)
        sha256, colour = centre.photo_sha256, centre.photo_colour
    else:
        work = Product.objects.defer("search").filter(name=name).exclude(cover_sha256="").first()
        sha256, colour = (work.cover_sha256, work.cover_colour) if work else ("", "")
    works = Product.objects.filter(name__in=entry["works"]).values_list("code", flat=True)
    words = ("slug", "title", "title_en", "summary", "summary_en", "photo_alt", "photo_alt_en")
    return NewsItem.objects.create(
        **{word: entry[word] for word in words},
        body=entry["body"].strip(),
        body_en=entry["body_en"].strip(),
        photo_sha256=sha256,
        photo_colour=colour,
        work_codes=" ".join(sorted(works)),
        published_on=today + timedelta(days=entry["day"]),
        is_public=True,
        is_demo=True,
    )
