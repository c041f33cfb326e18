"""Where crafts are made: the tile map of the districts, and the craft centres."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from artisans.models import Artisan, Association, CraftCentre, District, Village
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import CONTEXT, absolute, place
from dekranasda.lib.schematic_map import Mosaic, mosaic
from dekranasda.lib.tile_map import Point, breakable, short_name, tile_rows
from dekranasda.templatetags.portal import translated
from products.models import Product
from products.querysets import shown_works

CENTRES_PER_PAGE = 24
MOST_MAKERS = 12
MOST_WORKS = 8
MOST_NEARBY = 3
# Fewer are not told exactly: people could be told by a count (ux.md 1.1).
FEWEST_COUNTED = 5


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
    is_here: bool = False


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


def district_areas() -> Mosaic[str] | None:
    """The outlines of the districts, drawn from where their villages lie; kept for a day.

    None where a council has not told where its villages lie.
    """
    villages = list(
        Village.objects.filter(latitude__isnull=False, longitude__isnull=False)
        .order_by("pk")
        .values_list("district", "latitude", "longitude")
    )
    key = f"district-areas-{hash(tuple(villages))}"
    points = [(code, float(north), float(east)) for code, north, east in villages if north and east]
    kept = caches["default"]
    found: Mosaic[str] | None = kept.get_or_set(key, lambda: mosaic(points), 24 * 3600)
    return found


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
    """Where works come from: a schematic map, and the same as a list."""
    tiles = district_tiles()
    drawn = district_areas()
    named = {tile.code: tile for tile in tiles}
    context = {
        "map": drawn,
        "areas": [(area, named[area.thing]) for area in drawn.areas] if drawn else [],
        "rows": [] if drawn else district_map(),
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
    centre = get_object_or_404(_with_names(CraftCentre.objects.published()), slug=slug)
    return render(request, "pages/centre_detail.html", _centre_page(centre))


@role_required(Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)
@require_GET
def centre_preview(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The page as the public will see it, for those who keep it."""
    visible = CraftCentre.objects.visible_to(request.user)
    centre = get_object_or_404(_with_names(visible), pk=pk)
    context = {**_centre_page(centre), "is_preview": True}
    return render(request, "pages/centre_detail.html", context)


def _with_names(centres: Any) -> QuerySet[CraftCentre]:
    found: QuerySet[CraftCentre] = centres.select_related(
        "village", "district", "craft", "contact_artisan"
    )
    return found


def _centre_page(centre: CraftCentre) -> dict[str, Any]:
    """What the public page of a centre prints; the same few queries for every centre."""
    works = Product.objects.published().filter(centre=centre).newest_first().as_cards()
    makers = (
        Artisan.objects.published().filter(businesses__centre=centre).order_by("name").distinct()
    )
    nearby = CraftCentre.objects.published().exclude(pk=centre.pk)
    nearby = nearby.filter(Q(district=centre.district_id) | Q(craft=centre.craft_id))
    photos = list(centre.photos.all())
    today = timezone.localdate()
    contact_name, contact_phone = centre.public_contact()
    return {
        "centre": centre,
        "works": works[:MOST_WORKS],
        "makers": makers[:MOST_MAKERS],
        "materials": centre.materials.lacking(),
        "first_photo": photos[0] if photos else None,
        "photos": photos[1:],
        "members": centre.memberships.current().count(),
        "fewest": FEWEST_COUNTED,
        "associations": _associations_of(centre, today),
        "contact_name": contact_name,
        "contact_phone": contact_phone,
        "today": today,
        "structured": _structured(centre, photos[0].sha256 if photos else ""),
        "map": _map_around(centre.district) if centre.district else [],
        "nearby": nearby.select_related("village", "district").order_by("name")[:MOST_NEARBY],
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Sentra"), reverse("centre_list")),
            (translated(centre, "name"), ""),
        ],
    }


def _structured(centre: CraftCentre, sha256: str) -> dict[str, object]:
    """The centre for machines (schema.org): a place that may be visited."""
    picture = reverse("share_picture", args=["sentra", centre.slug])
    where = place(
        translated(centre, "name"),
        district=centre.district.name if centre.district else "",
        village=centre.village.name if centre.village else "",
    )
    data: dict[str, object] = {
        "@context": CONTEXT,
        **where,
        "@type": "TouristAttraction",
        "url": absolute(centre.get_absolute_url()),
        "description": translated(centre, "summary"),
        "image": absolute(photo_store.url(sha256, 960, "jpg") if sha256 else picture),
        "publicAccess": True,
    }
    spot = centre.village or centre.district
    if spot and spot.latitude is not None and spot.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(spot.latitude),
            "longitude": float(spot.longitude),
        }
    return {key: value for key, value in data.items() if value}


def _associations_of(centre: CraftCentre, today: date) -> QuerySet[Association]:
    """Those of today, each with `member_count`."""
    current = Q(memberships__left_on__isnull=True)
    return (
        Association.objects.filter(centre=centre)
        .active(on=today)
        .annotate(member_count=Count("memberships", filter=current))
        .order_by("name")
    )


def _map_around(here: District) -> list[list[Tile | None]]:
    """The districts as tiles, with the one of the place marked. One query."""
    points = [
        Point(
            _plain_tile(one, is_here=one.pk == here.pk), float(one.latitude), float(one.longitude)
        )
        for one in District.objects.order_by("name")
        if one.latitude is not None and one.longitude is not None
    ]
    return tile_rows(points)


def _plain_tile(district: District, is_here: bool) -> Tile:
    return Tile(
        code=district.code,
        name=district.name,
        short=short_name(district.name),
        breakable=breakable(district.name),
        count=0,
        url="",
        heat=0,
        is_here=is_here,
    )
