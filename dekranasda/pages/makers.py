"""The people who make: the list of those who agreed to be shown, and one page for each."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artisans.imports.aliases import standing_key
from artisans.models import Artisan, Business, Craft, FactSource, OwnPhoto
from dekranasda.accounts.models import Consent
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import CONTEXT, absolute, place
from dekranasda.templatetags.portal import translated
from events.models import Event, Registration
from products.enquiries import contact_for
from products.models import Photo, Product
from products.words import clean

MAKERS_PER_PAGE = 24
MOST_WORKS = 12
MOST_PICTURES = 6
MOST_TRAININGS = 6


def public_makers() -> QuerySet[Artisan]:
    """Makers with their shown businesses and how many works they show; two queries."""
    shown = Business.objects.published().select_related("craft", "centre", "village__district")
    works = (
        Product.objects.published()
        .filter(business__owner=OuterRef("pk"))
        .order_by()
        .values("business__owner")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Artisan.objects.filter(pk__in=Business.objects.published().values("owner"))
        .annotate(
            work_count=Coalesce(Subquery(works), 0),
            portrait=Coalesce(
                Subquery(_own_photos(OwnPhoto.Kind.PORTRAIT).values("sha256")[:1]),
                Subquery(_portraits().values("sha256")[:1]),
            ),
        )
        .prefetch_related(Prefetch("businesses", shown, to_attr="shown_businesses"))
    )


def _own_photos(kind: OwnPhoto.Kind) -> QuerySet[OwnPhoto]:
    """What the outer maker agreed to show, if the newest word of consent allows it."""
    return (
        OwnPhoto.objects.agreed()
        .filter(kind=kind, artisan=OuterRef("pk"))
        .annotate(is_allowed=Subquery(_newest_word("artisan__uid")))
        .filter(is_allowed=True)
    )


def _newest_word(uid: str) -> QuerySet[Consent, Any]:
    """The newest word on photographs of the person whose `uid` the path leads to."""
    words = Consent.objects.filter(subject=OuterRef(uid), purpose=Consent.Purpose.PUBLIC_PHOTO)
    return words.order_by("-recorded_at", "-pk").values("is_given")[:1]


def _portraits() -> QuerySet[Photo]:
    """Portraits of the outer maker in shown works, if the newest word of consent allows them."""
    newest_word = _newest_word("version__product__business__owner__uid")
    return (
        _pictures(Photo.Kind.MAKER)
        .filter(version__product__business__owner=OuterRef("pk"))
        .annotate(is_allowed=Subquery(newest_word))
        .filter(is_allowed=True)
        .order_by("version__product", "position", "pk")
    )


def _pictures(*kinds: Photo.Kind) -> QuerySet[Photo]:
    """Photographs of the kinds in versions that are shown today."""
    return Photo.objects.filter(
        kind__in=kinds,
        version__product__published_version=F("version"),
        version__product__in=Product.objects.published().order_by().values("pk"),
    )


@login_not_required
@require_safe
def artisan_list(request: HttpRequest) -> HttpResponse:
    """Makers by name, searched by name, narrowed to a craft or a district."""
    text = clean(request.GET.get("q", ""))
    craft = Craft.objects.filter(slug=request.GET.get("kerajinan", "")[:60]).first()
    makers = public_makers().order_by("name", "pk")
    if text:
        makers = makers.filter(Q(name__icontains=text) | Q(businesses__name__icontains=text))
        makers = makers.distinct()
    if craft:
        makers = makers.filter(pk__in=_owners(craft=craft))
    page = Paginator(makers, MAKERS_PER_PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "text": text,
        "craft": craft,
        "crafts": _crafts_with_makers(),
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Perajin"), "")],
    }
    return render(request, "pages/artisan_list.html", context)


def _owners(**conditions: Any) -> QuerySet[Business, Any]:
    return Business.objects.published().filter(**conditions).values("owner")


def _crafts_with_makers() -> QuerySet[Craft]:
    shown = Q(businesses__is_public=True, businesses__state="active")
    number = Count("businesses__owner", filter=shown, distinct=True)
    return Craft.objects.annotate(maker_count=number).filter(maker_count__gt=0)


@login_not_required
@require_safe
def artisan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One maker: who, where, since when, learned from whom, the works."""
    maker = public_makers().select_related("village__district").filter(slug=slug).first()
    if maker is None:
        return _where_it_went(slug)
    works = Product.objects.published().filter(business__owner=maker).newest_first()
    may_show_people = Consent.is_current(maker.uid, Consent.Purpose.PUBLIC_PHOTO)
    businesses: list[Business] = maker.shown_businesses  # type: ignore[attr-defined]
    newest = works.select_related("business__owner").defer("search").first()
    context = {
        "maker": maker,
        "business": businesses[0],
        "businesses": businesses,
        "works": works.as_cards()[:MOST_WORKS],
        "pictures": _pictures_of(maker) if may_show_people else [],
        "workplace": _workplace_of(maker) if may_show_people else [],
        "told": _told_by(maker, businesses),
        "trainings": _trainings_of(maker),
        "newest": newest,
        "contact": contact_for(newest, on=timezone.localdate()) if newest else None,
        "structured": _structured(maker),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Perajin"), reverse("artisan_list")),
            (maker.name, ""),
        ],
    }
    return render(request, "pages/artisan_detail.html", context)


def _where_it_went(slug: str) -> HttpResponse:
    """For good to the page of whom this maker was merged into, where that one is shown."""
    maker = get_object_or_404(Artisan, slug=slug, merged_into__isnull=False)
    stands = get_object_or_404(public_makers(), pk=standing_key(Artisan, maker.pk))
    return redirect(stands, permanent=True)


def _pictures_of(maker: Artisan) -> list[Photo]:
    """How the maker works: up to six photographs from the shown works."""
    photos = _pictures(Photo.Kind.PROCESS, Photo.Kind.MAKER)
    photos = photos.filter(version__product__business__owner=maker)
    return list(
        photos.order_by("-version__product__published_at", "position", "pk")[:MOST_PICTURES]
    )


def _workplace_of(maker: Artisan) -> list[OwnPhoto]:
    """Where the maker works, as far as the maker shows it."""
    return list(maker.own_photos.agreed().filter(kind=OwnPhoto.Kind.WORKPLACE))


def _told_by(maker: Artisan, businesses: list[Business]) -> list[Business]:
    """Businesses whose description the maker wrote in person; what the office noted stays there."""
    uids = [business.uid for business in businesses if business.description]
    if not uids or maker.user_id is None:
        return []
    own = FactSource.objects.filter(
        subject__in=uids,
        field="description",
        kind=FactSource.Kind.MAKER,
        recorded_by=maker.user_id,
    )
    known = set(own.values_list("subject", flat=True))
    return [business for business in businesses if business.uid in known]


def _trainings_of(maker: Artisan) -> list[Event]:
    """Trainings the maker came to, the last first."""
    return list(
        Event.objects.published()
        .filter(
            kind=Event.Kind.TRAINING,
            registrations__artisan=maker,
            registrations__state=Registration.State.ATTENDED,
        )
        .order_by("-starts_at")
        .distinct()[:MOST_TRAININGS]
    )


def _structured(maker: Artisan) -> dict[str, object]:
    """The maker for machines (schema.org); the place no closer than the district."""
    businesses: list[Business] = maker.shown_businesses  # type: ignore[attr-defined]
    business = businesses[0]
    portrait: str = getattr(maker, "portrait", "") or ""
    picture = reverse("share_picture", args=["perajin", maker.slug])
    person: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "Person",
        "@id": f"{absolute(maker.get_absolute_url())}#perajin",
        "name": maker.name,
        "url": absolute(maker.get_absolute_url()),
        "jobTitle": _("Perajin"),
        "description": translated(maker, "story")[:500],
        "image": absolute(photo_store.url(portrait, 960, "jpg") if portrait else picture),
        "knowsAbout": translated(business.craft, "name") if business.craft else "",
        "worksFor": [{"@type": "Organization", "name": shown.name} for shown in businesses],
    }
    if business.village:
        district = business.village.district.name
        person["homeLocation"] = place(district, district=district)
    return {key: value for key, value in person.items() if value}
