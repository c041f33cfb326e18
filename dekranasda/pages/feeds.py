"""What readers of feeds subscribe to: the works that passed curation last, and the news."""

from datetime import datetime, time
from typing import TypeVar

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _

from dekranasda.editorial.models import NewsItem
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import absolute
from dekranasda.templatetags.portal import harga, translated
from products.models import Product

MOST_WORKS = 50
MOST_NEWS = 20
Item = TypeVar("Item", bound=Model)


class CouncilAtom(Feed[Item, None]):
    """A feed of the council as Atom, in the reader's language."""

    feed_type = Atom1Feed
    address = ""

    def feed_url(self) -> str:
        """The feed's own address."""
        return absolute(reverse(self.address))

    def feed_guid(self) -> str:
        """The same as its address."""
        return self.feed_url()

    def author_name(self) -> str:
        """Who publishes the feed."""
        return str(settings.COUNCIL["name"])


class NewWorksAtom(CouncilAtom[Product]):
    """Works on show, the newest first."""

    address = "new_works_atom"

    def title(self) -> str:
        """The council's name and what the feed holds."""
        return f"{settings.COUNCIL['short_name']}: {_('karya yang baru lolos kurasi')}"

    def subtitle(self) -> str:
        """What is in the feed, in a sentence."""
        return _("Setiap karya yang lolos kurasi, dengan nama pembuat dan harganya.")

    description = subtitle

    def link(self) -> str:
        """The catalogue."""
        return absolute(reverse("products:catalogue"))

    def items(self) -> QuerySet[Product]:
        """The newest works on show. One query."""
        works = Product.objects.published().newest_first().defer("search")
        return works.select_related("district", "published_version")[:MOST_WORKS]

    def item_title(self, item: Product) -> str:
        """The work and its maker."""
        words = {"work": translated(item, "name"), "maker": item.maker_name}
        return _("%(work)s oleh %(maker)s") % words

    def item_description(self, item: Product) -> str:
        """Place, price and the story's beginning."""
        place = item.district.name if item.district else ""
        story = translated(item.published_version, "story")
        return " · ".join(filter(None, [place, harga(item), story]))

    def item_link(self, item: Product) -> str:
        """The work's page."""
        return absolute(item.get_absolute_url())

    def item_author_name(self, item: Product) -> str:
        """The maker."""
        return item.maker_name

    def item_pubdate(self, item: Product) -> datetime | None:
        """When it was published."""
        return item.published_at

    item_updateddate = item_pubdate

    def item_enclosures(self, item: Product) -> list[Enclosure]:
        """Its photograph; the length is not known without opening the file, so it says 0."""
        if not item.cover_sha256:
            return []
        picture = absolute(photo_store.url(item.cover_sha256, 960, "jpg"))
        return [Enclosure(picture, "0", "image/jpeg")]


class NewsAtom(CouncilAtom[NewsItem]):
    """What the council has to tell, the newest first."""

    address = "news_atom"

    def title(self) -> str:
        """The council's name and what the feed holds."""
        return f"{settings.COUNCIL['short_name']}: {_('Kabar')}"

    def link(self) -> str:
        """The list of news."""
        return absolute(reverse("news_list"))

    def items(self) -> QuerySet[NewsItem]:
        """The newest news. One query."""
        news = NewsItem.objects.published(on=timezone.localdate())
        return news.defer("body", "body_en")[:MOST_NEWS]

    def item_title(self, item: NewsItem) -> str:
        """Its headline."""
        return translated(item, "title")

    def item_description(self, item: NewsItem) -> str:
        """Its summary."""
        return translated(item, "summary")

    def item_link(self, item: NewsItem) -> str:
        """Its page."""
        return absolute(item.get_absolute_url())

    def item_pubdate(self, item: NewsItem) -> datetime:
        """The beginning of its day."""
        return timezone.make_aware(datetime.combine(item.published_on, time.min))

    item_updateddate = item_pubdate
