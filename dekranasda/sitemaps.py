"""What search engines may find: every public page, in both languages."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from artisans.models import Artisan, Craft, CraftCentre
from curation.models import Round
from dekranasda.editorial.models import NewsItem
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import absolute
from events.models import Event
from products.models import Product
from products.querysets import shown_works

PAGES = (
    "home",
    "products:catalogue",
    "artisan_list",
    "centre_list",
    "district_map",
    "endangered_crafts",
    "statistics",
    "open_data",
    "about",
    "contact",
    "help",
    "privacy",
    "accessibility",
    "events:agenda",
    "news_list",
    "events:cooperation",
    "curation:about",
    "curation:verify_search",
)


class _BothLanguages(Sitemap):  # type: ignore[type-arg]  # generic in the stubs only
    i18n = True
    alternates = True
    x_default = True
    limit = 10_000

    def get_domain(self, site: object = None) -> str:
        """The site's own name, whatever host the request came by."""
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """The site's own scheme."""
        return urlsplit(settings.SITE_URL).scheme

    def picture(self, item: Any) -> str:
        """The digest of the photograph that shows the item; empty without one."""
        return ""

    def get_urls(self, *arguments: Any, **options: Any) -> list[dict[str, Any]]:
        """The addresses, each with that of its photograph."""
        urls: list[dict[str, Any]] = super().get_urls(*arguments, **options)
        for url in urls:
            item = url["item"][0] if isinstance(url["item"], tuple) else url["item"]
            if sha256 := self.picture(item):
                url["picture"] = absolute(photo_store.url(sha256, 960, "jpg"))
        return urls


class PageSitemap(_BothLanguages):
    """Pages that always stand."""

    def items(self) -> tuple[str, ...]:
        """Names of addresses."""
        return PAGES

    def location(self, item: str) -> str:
        """The page's address in the language that is active."""
        return reverse(item)


class ProductSitemap(_BothLanguages):
    """Works on show."""

    def items(self) -> QuerySet[Product]:
        """Works on show, the newest first."""
        return (
            Product.objects.published()
            .newest_first()
            .only("slug", "code", "published_at", "cover_sha256")
        )

    def picture(self, item: Product) -> str:
        """The work's cover."""
        return item.cover_sha256

    def lastmod(self, item: Product) -> datetime | None:
        """When the work was published."""
        return item.published_at


class CraftSitemap(_BothLanguages):
    """Crafts that show works."""

    def items(self) -> QuerySet[Craft]:
        """Crafts that show works."""
        return Craft.objects.filter(shown_works("product")).distinct()


class ArtisanSitemap(_BothLanguages):
    """Makers who let themselves be shown."""

    def items(self) -> QuerySet[Artisan]:
        """Makers who let themselves be shown."""
        return Artisan.objects.published().order_by("pk").only("slug")


class CentreSitemap(_BothLanguages):
    """Craft centres."""

    def items(self) -> QuerySet[CraftCentre]:
        """Craft centres with a public page."""
        return CraftCentre.objects.published().order_by("pk").only("slug", "photo_sha256")

    def picture(self, item: CraftCentre) -> str:
        """The centre's first photograph."""
        return item.photo_sha256


class EventSitemap(_BothLanguages):
    """The calendar's events."""

    def items(self) -> QuerySet[Event]:
        """Published events, the newest first."""
        return Event.objects.published().order_by("-starts_at", "-pk").only("kind", "slug")


class NewsSitemap(_BothLanguages):
    """News."""

    def items(self) -> QuerySet[NewsItem]:
        """News on show, the newest first."""
        return NewsItem.objects.published(on=timezone.localdate()).defer("body", "body_en")

    def picture(self, item: NewsItem) -> str:
        """Its photograph."""
        return item.photo_sha256


class RoundSitemap(_BothLanguages):
    """Rounds of curation."""

    def items(self) -> QuerySet[Round]:
        """Announced rounds."""
        return Round.objects.public().order_by("-number").only("slug")

    def location(self, item: Round) -> str:
        """The public page, since the round's own address is the workbench's."""
        return reverse("curation:round_public", args=[item.slug])


SITEMAPS: dict[str, type[Sitemap]] = {  # type: ignore[type-arg]
    "halaman": PageSitemap,
    "karya": ProductSitemap,
    "kerajinan": CraftSitemap,
    "perajin": ArtisanSitemap,
    "sentra": CentreSitemap,
    "acara": EventSitemap,
    "kabar": NewsSitemap,
    "kurasi": RoundSitemap,
}
