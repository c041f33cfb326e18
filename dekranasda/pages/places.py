"""Where crafts are made: the tile map of the districts, and the craft centres."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artisans.models import Artisan, CraftCentre, District
from dekranasda.lib.tile_map import Point, breakable, short_name, tile_rows
from dekranasda.templatetags.portal import translated
from products.models import Product

CENTRES_PER_PAGE = 24
MOST_MAKERS = 12
MOST_WORKS = 8
MOST_NEARBY = 3


def shown_works(path: str) -> Q:
    """The condition under which works reached over `path` are shown to the public."""
    return Q(
        **{
            f"{path}__state": "published",
            f"{path}__business__is_public": True,
            f"{path}__business__state": "active",
        }
    )


@dataclass(frozen=True)
class Tile:
    """One district on the map; `heat` says with 0 to 3 how much is made there."""

    code: str
    name: str
    short: str
    breakable: str
    count: int
    url: str
    heat: int


def district_tiles() -> list[Tile]:
    """Every district with how many works it shows, by name. One query."""
    return list(_tiles(_counted_districts()).values())


def district_map() -> list[list[Tile | None]]:
    """The districts as rows of tiles, north at the top. One query."""
    districts = _counted_districts()
    tiles = _tiles(districts)
    points = [
        Point(tiles[district.code], float(district.latitude), float(district.longitude))
        for district in districts
        if district.latitude is not None and district.longitude is not None
    ]
    return tile_rows(points)


def _counted_districts() -> QuerySet[District]:
    return District.objects.annotate(
        work_count=Count("product", filter=shown_works("product"))
    ).order_by("name")


def _tiles(districts: QuerySet[District]) -> dict[str, Tile]:
    largest = max((_count_of(district) for district in districts), default=0)
    catalogue = reverse("products:catalogue")
    return {
        district.code: Tile(
            code=district.code,
            name=district.name,
            short=short_name(district.name),
            breakable=breakable(district.name),
            count=_count_of(district),
            url=f"{catalogue}?{urlencode({'kecamatan': district.code})}",
            heat=-(-3 * _count_of(district) // largest) if largest else 0,
        )
        for district in districts
    }


def _count_of(district: District) -> int:
    return int(getattr(district, "work_count", 0))


@login_not_required
@require_safe
def district_map_page(request: HttpRequest) -> HttpResponse:
    """Where works come from: tiles, and the same as a list."""
    rows = district_map()
    tiles = sorted((tile for row in rows for tile in row if tile), key=lambda tile: tile.name)
    tiles = tiles or district_tiles()
    context = {
        "rows": rows,
        "tiles": [tile for tile in tiles if tile.count],
        "others": [tile for tile in tiles if not tile.count],
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Peta"), "")],
    }
    return render(request, "pages/district_map.html", context)


@login_not_required
@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:
    """The craft centres that may be visited."""
    centres = (
        CraftCentre.objects.published()
        .select_related("village", "district", "craft")
        .annotate(work_count=Count("products", filter=shown_works("products")))
        .order_by("-work_count", "name")
    )
    page = Paginator(centres, CENTRES_PER_PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "breadcrumb": [(_("Beranda"), reverse("home")), (_("Sentra"), "")]}
    return render(request, "pages/centre_list.html", context)


@login_not_required
@require_safe
def centre_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One craft centre: what is made, by how many, how to get there, makers, works."""
    centre = get_object_or_404(
        CraftCentre.objects.published().select_related("village", "district", "craft"), slug=slug
    )
    works = Product.objects.published().filter(centre=centre).newest_first().as_cards()
    makers = (
        Artisan.objects.published().filter(businesses__centre=centre).order_by("name").distinct()
    )
    nearby = CraftCentre.objects.published().exclude(pk=centre.pk)
    nearby = nearby.filter(Q(district=centre.district_id) | Q(craft=centre.craft_id))
    context: dict[str, Any] = {
        "centre": centre,
        "works": works[:MOST_WORKS],
        "makers": makers[:MOST_MAKERS],
        "nearby": nearby.select_related("village", "district").order_by("name")[:MOST_NEARBY],
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Sentra"), reverse("centre_list")),
            (translated(centre, "name"), ""),
        ],
    }
    return render(request, "pages/centre_detail.html", context)
