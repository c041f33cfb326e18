"""Public pages of works: the catalogue, a work with its photographs and label, short addresses."""

import re
from urllib.parse import quote

import segno
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from artisans.models import Craft, CraftCentre
from dekranasda.lib.schema_org import absolute
from dekranasda.templatetags.portal import translated
from products import page_views, passport, search_log
from products.catalogue import PARAMETERS, SORTS, Catalogue, CatalogueFilter
from products.chips import bands_for, chips_for
from products.enquiries import contact_for, draft_message, whatsapp_address
from products.models import Enquiry, Photo, Product
from products.publication import HAS_PAGE
from products.querysets import ProductQuerySet

MOST_RELATED = 4
CODE = re.compile(r"[A-Z0-9]{5}")
LONGEST_SHORTLIST = 60 * 6


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every work that passed, searched and filtered."""
    found = Catalogue(CatalogueFilter.from_query(request.GET))
    if found.is_unanswered and request.method == "GET":
        today = timezone.localdate()
        search_log.note(found.wanted.text, found.words, has_hits=found.total > 0, on=today)
    return render(request, "products/catalogue.html", _catalogue_context(request, found))


@login_not_required
@require_safe
def craft_catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """The landing page of one craft: its introduction, its centres, its works."""
    craft = get_object_or_404(Craft, slug=slug)
    found = Catalogue(CatalogueFilter.from_query(request.GET).in_craft(slug))
    context = _catalogue_context(request, found, craft=craft)
    context["centres"] = CraftCentre.objects.published().filter(craft=craft)[:6]
    return render(request, "products/catalogue.html", context)


def _catalogue_context(
    request: HttpRequest, found: Catalogue, craft: Craft | None = None
) -> dict[str, object]:
    wanted = found.wanted
    is_empty = found.total == 0
    groups = [group for group in found.groups if not (craft and group.name == "kerajinan")]
    chips = chips_for(request, found, without=("kerajinan",) if craft else ())
    return {
        "catalogue": found,
        "craft": craft,
        "breadcrumb": _way_to(craft),
        "groups": groups,
        "chips": chips,
        "price": {
            "low": wanted.price_min,
            "high": wanted.price_max,
            "bands": bands_for(request, found),
        },
        "keep": [("q", wanted.text)] * bool(wanted.text)
        + [("urut", wanted.sort)] * (wanted.sort != "terbaru"),
        "sorts": [
            (value, label) for value, label in SORTS.items() if value != "relevansi" or wanted.text
        ],
        "sort_keep": [(name, value) for name in PARAMETERS for value in request.GET.getlist(name)],
        "nearest": Product.objects.published().newest_first().as_cards()[:3] if is_empty else (),
        "is_deep": wanted.is_narrowed or found.page_number > 1,
    }


@login_not_required
@require_safe
def product_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One work: what it is, who made it, what was checked, whom to ask."""
    product = _public_product(code)
    if product is None:
        return _gone(request, code)
    if request.path != product.get_absolute_url():
        return _moved(request, product.get_absolute_url())
    version = product.published_version
    owner = product.business.owner
    photos = passport.gallery(product)
    quote, story = passport.opening(translated(version, "story"))
    same_maker = _related(product).filter(business__owner=owner)
    same_centre = _related(product).filter(centre=product.centre_id).exclude(business__owner=owner)
    similar = _related(product).filter(craft=product.craft_id).exclude(business__owner=owner)
    if product.centre_id:
        similar = similar.exclude(centre=product.centre_id)
    today = timezone.localdate()
    return render(
        request,
        "products/product_detail.html",
        {
            "product": product,
            "breadcrumb": [
                *_way_to(product.craft, is_open=True),
                (translated(product, "name"), ""),
            ],
            "version": version,
            "owner": owner,
            "photos": photos,
            "portrait": next((one.sha256 for one in photos if one.kind == Photo.Kind.MAKER), ""),
            "facts": passport.facts(product),
            "quote": quote,
            "story": story,
            "passport": passport.passport(product, on=today),
            "is_current": product.is_current(on=today),
            "grade": _("kelas %(letter)s") % {"letter": product.grade},
            "is_expired": not product.is_current(on=today),
            "share_url": _share_address(product),
            "contact": contact_for(product, on=today),
            "from_label": request.GET.get("dari") == "label",
            "same_maker": list(same_maker[:MOST_RELATED]),
            "same_centre": list(same_centre[:MOST_RELATED]) if product.centre_id else [],
            "similar": list(similar[:MOST_RELATED]) if product.craft_id else [],
            "structured": passport.structured_data(product, photos, on=today),
            "label_code": _qr_code(product),
        },
    )


@login_not_required
@require_safe
def photo_page(request: HttpRequest, slug: str, code: str, number: str) -> HttpResponse:
    """One photograph as large as there is, with the way to the others: zoom without script."""
    product = _public_product(code)
    if product is None:
        return _gone(request, code)
    photos = passport.gallery(product)
    place = int(number)
    if not 1 <= place <= len(photos):
        raise Http404
    context = {
        "product": product,
        "photo": photos[place - 1],
        "number": place,
        "photos": photos,
        "previous": photos[place - 2] if place > 1 else None,
        "next": photos[place] if place < len(photos) else None,
    }
    return render(request, "products/photo_page.html", context)


@login_not_required
@require_safe
def label(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A sheet with the work's label, to print and put beside it."""
    product = _public_product(code)
    if product is None:
        return _gone(request, code)
    context = {"product": product, "label_code": _qr_code(product)}
    return render(request, "products/label.html", context)


@login_not_required
@require_safe
def saved_works(request: HttpRequest) -> HttpResponse:
    """A shortlist to look at, print or send on: the works whose codes the address names.

    Which works somebody saved is known to their device alone, which opens this address.
    """
    codes = CODE.findall(request.GET.get("karya", "").upper()[:LONGEST_SHORTLIST])
    found = {
        work.code: work for work in Product.objects.published().filter(code__in=codes).as_cards()
    }
    works = [found[code] for code in dict.fromkeys(codes) if code in found]
    lines = [
        f"{work.name}, {work.maker_name} – {absolute(work.get_absolute_url())}" for work in works
    ]
    context = {
        "works": works,
        "missing": len(set(codes)) - len(works),
        "is_asked": "karya" in request.GET,
        "share_url": f"https://wa.me/?text={quote(chr(10).join(lines))}",
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Simpanan"), "")],
    }
    return render(request, "products/saved_works.html", context)


@login_not_required
@require_safe
def code_entry(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code of a label whose QR code could not be read."""
    return redirect("search")


@login_not_required
@require_safe
def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a label's QR code opens: the work, or a word on why it is not there."""
    product = Product.objects.defer("search").filter(code=code.upper()).first()
    if product is None or product.state == Product.State.DRAFT:
        return redirect(f"{reverse('search')}?kode={code.upper()}")
    return redirect(f"{product.get_absolute_url()}?dari=label")


@login_not_required
@require_safe
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Hands a visitor over to WhatsApp and counts that it happened, never who.

    With `?tanpa=1`, or when the maker pauses, a page with the number instead.
    """
    product = _public_product(code)
    if product is None:
        return _gone(request, code)
    contact = contact_for(product, on=timezone.localdate())
    is_label = request.GET.get("dari") == "label"
    place = _("label karya") if is_label else settings.COUNCIL["short_name"]
    text = draft_message(product, contact, place=place, language=get_language() or "id")
    address = whatsapp_address(contact, text)
    is_prefetch = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.GET.get("tanpa") == "1" or (contact.is_paused and "lanjut" not in request.GET):
        context = {"product": product, "contact": contact, "text": text, "address": address}
        return render(request, "products/ask.html", context)
    if request.method == "GET" and not is_prefetch:
        origin = Enquiry.Origin.LABEL if is_label else Enquiry.Origin.PAGE
        Enquiry.objects.create(product=product, origin=origin)
    return redirect(address)


@csrf_exempt  # kept pages carry no token, and a number without a person is all that changes
@login_not_required
@require_POST
def note_work_view(request: HttpRequest, code: str) -> HttpResponse:
    """Counts a look at a work's page; the answer is the same for every code."""
    if _is_own_page(request):
        page_views.note_work(code, on=timezone.localdate())
    return HttpResponse(status=204)


@csrf_exempt  # as above
@login_not_required
@require_POST
def note_maker_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts a look at a maker's page; the answer is the same for every name."""
    if _is_own_page(request):
        page_views.note_maker(slug, on=timezone.localdate())
    return HttpResponse(status=204)


def _is_own_page(request: HttpRequest) -> bool:
    """Whether a page of the portal tells it, and not more often than people look."""
    is_own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return is_own and bool(ratelimit.consume(request, action="page_view"))


def _way_to(craft: Craft | None, *, is_open: bool = False) -> list[tuple[str, str]]:
    """The breadcrumb up to a craft's page, which is the last entry unless `is_open`."""
    way = [(_("Beranda"), reverse("home")), (_("Katalog"), reverse("products:catalogue"))]
    if craft:
        way.append((translated(craft, "name"), craft.get_absolute_url()))
    return way if is_open else [*way[:-1], (way[-1][0], "")]


def _public_product(code: str) -> Product | None:
    """The shown work of a code with all its page prints, in four queries; None if it is hidden.

    Raises Http404 for a code that never led to a public page.
    """
    product = (
        Product.objects.filter(code=code.upper())
        .defer("search")
        .select_related(
            "business__owner",
            "business__village__district",
            "business__centre",
            "craft",
            "district",
            "centre",
            "published_version__motif",
        )
        .prefetch_related(
            Prefetch("published_version__materials"),
            Prefetch("published_version__techniques"),
            Prefetch("published_version__photos"),
        )
        .first()
    )
    if product is None or product.published_version is None:
        raise Http404
    business = product.business
    is_shown = product.state in HAS_PAGE
    return product if is_shown and business.is_public and business.state == "active" else None


def _related(product: Product) -> ProductQuerySet:
    """Other works on show, the newest first."""
    return Product.objects.published().exclude(pk=product.pk).newest_first().as_cards()


def _gone(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a work that was public and is no more, with others of the same maker."""
    product = get_object_or_404(
        Product.objects.select_related("business").defer("search"), code=code.upper()
    )
    others = _related(product).filter(business__owner=product.business.owner_id)[:MOST_RELATED]
    return render(request, "products/product_gone.html", {"others": list(others)}, status=410)


def _moved(request: HttpRequest, url: str) -> HttpResponsePermanentRedirect:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)


def _share_address(product: Product) -> str:
    """WhatsApp with the work's name and address, to choose somebody to send it to."""
    address = absolute(product.get_absolute_url())
    return f"https://wa.me/?text={quote(f'{product.name} – {address}')}"


def _qr_code(product: Product) -> str:
    """The label's QR code as the address of an SVG; capitals make the code smaller."""
    address = f"{settings.SITE_URL}/k/{product.code}".upper()
    code = segno.make(address, error="q", micro=False)
    return code.svg_data_uri(omitsize=True, border=2, dark="#000", light="#fff")
