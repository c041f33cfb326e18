"""The front page: what this is in five seconds, then the ways of three audiences."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artisans.models import Artisan, Craft, CraftCentre, Figure
from curation.models import Round
from curation.trust import figures_of
from dekranasda.editorial.models import FeaturedStory, NewsItem
from dekranasda.lib import schema_org
from dekranasda.pages.places import district_map
from dekranasda.templatetags.portal import angka, tanggal, translated
from events.calendar import latest_visit, next_cards
from products.models import Product
from products.passport import opening
from products.querysets import shown_works

MOST_CRAFTS = 6
MOST_NEW = 4
MOST_PICKS = 4
FEWEST_PICKS = 2
MOST_NEWS = 3
MOST_CENTRES = 4
POPULAR = 3
STORY_WORDS = 60
FIRST_FIGURES = ("terdata", "siap")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The council's front page; what there is nothing of yet is left out."""
    newest = list(Product.objects.published().newest_first().as_cards()[: MOST_NEW + 1])
    chosen = Product.objects.published().filter(featured_position__isnull=False)
    featured, *picks = [*chosen.order_by("featured_position").as_cards()[: MOST_PICKS + 1]] or [
        next(iter(newest), None)
    ]
    crafts = _crafts()
    now = timezone.now()
    news = NewsItem.objects.published(on=timezone.localdate(now)).defer("body", "body_en")
    context = {
        "featured": featured,
        "picks": picks if len(picks) >= FEWEST_PICKS else [],
        "works": [work for work in newest if work != featured][:MOST_NEW],
        "popular": [(craft["name"], craft["url"]) for craft in crafts[:POPULAR]],
        "crafts": crafts[:MOST_CRAFTS],
        "work_count": sum(craft["count"] for craft in crafts),
        "story": _story(timezone.localdate(now)),
        "tiles": district_map() if newest else [],
        **_centres(),
        "events": next_cards(at=now),
        "figures": _figures(timezone.localdate(now)),
        "visit": latest_visit(at=now),
        "news": list(news[:MOST_NEWS]),
        "structured": _structured(),
    }
    return render(request, "pages/home.html", context)


def _structured() -> list[dict[str, object]]:
    """The council and its portal, with the search, for machines (schema.org)."""
    council = schema_org.council()
    portal: dict[str, object] = {
        "@context": schema_org.CONTEXT,
        "@type": "WebSite",
        "name": settings.COUNCIL["short_name"],
        "url": schema_org.absolute(reverse("home")),
        "inLanguage": get_language(),
        "publisher": {"@id": council["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{schema_org.absolute(reverse('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return [{"@context": schema_org.CONTEXT, **council}, portal]


def _crafts() -> list[dict[str, Any]]:
    """The crafts that show works, the largest first, each with its newest picture. One query."""
    newest = Product.objects.published().filter(craft=OuterRef("pk")).newest_first()
    crafts = (
        Craft.objects.annotate(
            number=Count("product", filter=shown_works("product")),
            cover=Subquery(newest.exclude(cover_sha256="").values("cover_sha256")[:1]),
        )
        .filter(number__gt=0)
        .order_by("-number", "position")
    )
    return [
        {
            "name": translated(craft, "name"),
            "url": craft.get_absolute_url(),
            "count": craft.number,
            "sha256": craft.cover or "",
            "seed": craft.slug,
        }
        for craft in crafts
    ]


def _story(day: date) -> dict[str, str] | None:
    """One maker who told a story and shows works; another one each day. Three queries.

    Of the chosen ones where there are any, in their order, else of all.
    """
    shown = Product.objects.published().filter(business__owner=OuterRef("pk"))
    able = Artisan.objects.exclude(story="").filter(Exists(shown))
    chosen = FeaturedStory.objects.filter(artisan=OuterRef("pk")).values("position")
    ranked = able.annotate(rank=Subquery(chosen)).filter(rank__isnull=False).order_by("rank")
    tellers = list(ranked) or list(able.order_by("pk"))
    if not tellers:
        return None
    maker = tellers[day.toordinal() % len(tellers)]
    works = Product.objects.published().filter(business__owner=maker).newest_first()
    work = works.only("cover_sha256", "cover_alt", "cover_alt_en").first()
    quote, rest = opening(translated(maker, "story"))
    return {
        "name": maker.name,
        "url": maker.get_absolute_url(),
        "quote": quote,
        "text": Truncator(rest).words(STORY_WORDS),
        "sha256": work.cover_sha256 if work else "",
        "alt": translated(work, "cover_alt"),
        "seed": maker.slug,
    }


def _centres() -> dict[str, Any]:
    """The centres with the most works, and how many centres there are. One query."""
    centres = list(
        CraftCentre.objects.published()
        .annotate(number=Count("products", filter=shown_works("products")))
        .order_by("-number", F("maker_count").desc(nulls_last=True), "name")
    )
    return {"centres": centres[:MOST_CENTRES], "centre_count": len(centres)}


def _figures(day: date) -> list[dict[str, str]]:
    """The registry's figures with their sources, then what this portal counts itself."""
    figures = []
    for key in FIRST_FIGURES:
        figure = Figure.objects.filter(key=key).first()
        if figure:
            source = f"{figure.source}, {tanggal(figure.as_of, 'bulan')}"
            label = translated(figure, "label")
            figures.append({"label": label, "value": angka(figure.value), "source": source})
    number = Product.objects.published().count()
    if number:
        here = _("Portal ini, hari ini")
        figures.append({"label": _("Karya tampil"), "value": angka(number), "source": here})
    last = Round.objects.public().filter(releases_on__lt=day).order_by("-releases_on").first()
    if last:
        result = figures_of(last)
        value = angka(result.accepted)
        if result.received is not None:
            words = {"accepted": value, "received": angka(result.received)}
            value = _("%(accepted)s dari %(received)s") % words
        label = _("Lolos pada periode terakhir")
        figures.append({"label": label, "value": value, "source": translated(last, "title")})
    return figures
