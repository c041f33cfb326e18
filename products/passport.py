"""What a work's page says of it: photographs, facts, and for each claim who vouches for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from artisans.models import Licence
from dekranasda.accounts.models import Consent
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import absolute
from dekranasda.templatetags.portal import address, angka, tanggal, translated
from products.models import Photo, Product, ProductVersion

LONGEST_OPENING = 110


@dataclass(frozen=True)
class Fact:
    """One line: the term, the words, and who vouches (`checked`: the council, not the maker).

    `own_words`: as the maker wrote it, so without an English version. `url`: where more stands.
    """

    term: str
    text: str
    proof: str = ""
    checked: bool = False
    own_words: bool = False
    url: str = ""


@dataclass(frozen=True)
class GalleryPhoto:
    """A photograph with the address of its own page."""

    sha256: str
    alt: str
    url: str
    width: int
    height: int
    colour: str
    kind: str


def gallery(product: Product) -> list[GalleryPhoto]:
    """The photographs that may be shown: those of people and workshops only with consent.

    Costs a query only where there is such a photograph.
    """
    version = _version_of(product)
    photos = list(version.photos.all())
    personal = {Photo.Kind.MAKER, Photo.Kind.PROCESS}
    if any(photo.kind in personal for photo in photos) and not Consent.is_current(
        product.business.owner.uid, Consent.Purpose.PUBLIC_PHOTO
    ):
        photos = [photo for photo in photos if photo.kind not in personal]
    page = product.get_absolute_url()
    return [
        GalleryPhoto(
            photo.sha256,
            translated(photo, "alt") or product.name,
            f"{page}foto/{number}/",
            photo.width,
            photo.height,
            photo.colour,
            photo.kind,
        )
        for number, photo in enumerate(photos, start=1)
    ]


def opening(story: str) -> tuple[str, str]:
    """A story's first sentence, to be set large, and the rest; no first one where it is long."""
    first, stop, rest = story.strip().partition(". ")
    if not stop or len(first) > LONGEST_OPENING or "\n" in first:
        return "", story.strip()
    return f"{first}.", rest.strip()


def facts(product: Product) -> list[Fact]:
    """What a buyer asks first: material, technique, size, care."""
    version = _version_of(product)
    lines = [
        Fact(_("Bahan"), _names(version.materials.all(), version.other_material)),
        Fact(_("Teknik"), _names(version.techniques.all())),
        Fact(_("Motif"), translated(version.motif, "name") if version.motif else ""),
        Fact(_("Ukuran"), _size(version)),
        Fact(_("Perawatan"), version.care, own_words=True),
        Fact(_("Kemasan"), version.packaging, own_words=True),
    ]
    return [fact for fact in lines if fact.text]


def passport(product: Product, *, on: date) -> list[Fact]:
    """Every claim with who vouches for it; what nobody checked stays the maker's own word.

    Costs one query, for the licences.
    """
    version, business = _version_of(product), product.business
    stated = _("Pernyataan perajin")
    seen = _("Diperiksa kurator %(date)s") % {"date": tanggal(product.curated_on, "pendek")}
    place = product.business.village
    maker = business.owner.name
    if place:
        # Nothing finer than the district, as the privacy notice promises.
        maker = f"{maker}, {place.district.name}"
    verified = business.verified_at
    lines = [
        Fact(
            _("Pembuat"),
            maker,
            _("Diperiksa %(date)s") % {"date": tanggal(verified, "pendek")} if verified else stated,
            bool(verified),
        ),
        Fact(_("Bahan"), _names(version.materials.all(), version.other_material), seen, True),
        Fact(_("Asal bahan"), version.material_origin, stated, own_words=True),
        Fact(_("Teknik"), _names(version.techniques.all()), seen, True),
        Fact(_("Motif"), translated(version.motif, "name") if version.motif else "", stated),
        Fact(_("Ukuran"), _size(version), stated),
        Fact(_("Lama membuat"), version.get_production_time_display(), stated),
        Fact(
            _("Kemampuan sebulan"),
            _("%(number)s buah") % {"number": angka(version.capacity_per_month)}
            if version.capacity_per_month
            else "",
            stated,
        ),
    ]
    licences = business.licences.filter(status=Licence.Status.VALID).filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    )
    for licence in licences:
        proof = (
            _("Diperiksa %(date)s") % {"date": tanggal(licence.verified_at, "pendek")}
            if licence.verified_at
            else stated
        )
        lines.append(Fact(_("Izin"), licence.get_kind_display(), proof, bool(licence.verified_at)))
    if product.certificate_number and product.is_current(on=on):
        number = product.certificate_number
        until = _("Berlaku sampai %(date)s") % {"date": tanggal(product.valid_until, "pendek")}
        page = address(f"/verifikasi/{number}/")
        lines.append(Fact(_("Sertifikat"), number, until, checked=True, url=page))
    return [fact for fact in lines if fact.text]


def structured_data(product: Product, photos: list[GalleryPhoto], *, on: date) -> dict[str, object]:
    """The work for machines (schema.org), with what `gallery` gave.

    It has an offer only with a price, a certificate only while that is valid.
    """
    version, owner = _version_of(product), product.business.owner
    here = absolute(product.get_absolute_url())
    maker = {
        "@type": "Person",
        "name": owner.name,
        "url": absolute(owner.get_absolute_url()),
        "jobTitle": _("Perajin"),
    }
    work: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": f"{here}#karya",
        "name": translated(product, "name"),
        "url": here,
        "sku": product.code,
        "description": translated(version, "story")[:500] or translated(product, "name"),
        "brand": {"@type": "Brand", "name": product.business.name},
        "manufacturer": maker,
        "material": _names(version.materials.all(), version.other_material),
        "category": translated(product.craft, "name") if product.craft else "",
        "image": [absolute(photo_store.url(photo.sha256, 960, "jpg")) for photo in photos],
        "countryOfOrigin": {"@type": "Country", "name": "Indonesia"},
        **_measures(version),
    }
    if product.certificate_number and product.is_current(on=on):
        work["hasCertification"] = _certification(product)
    if product.price_idr:
        work["offers"] = _offer(product, maker, here)
    return {key: value for key, value in work.items() if value}


def _measures(version: ProductVersion) -> dict[str, object]:
    """Sides in centimetres and the weight in grams, as far as they are known."""
    sides = {"depth": version.length_cm, "width": version.width_cm, "height": version.height_cm}
    found: dict[str, object] = {
        name: {"@type": "QuantitativeValue", "value": float(side), "unitCode": "CMT"}
        for name, side in sides.items()
        if side
    }
    if version.weight_g:
        weight = {"@type": "QuantitativeValue", "value": version.weight_g, "unitCode": "GRM"}
        found["weight"] = weight
    return found


def _certification(product: Product) -> dict[str, object]:
    number = product.certificate_number
    return {
        "@type": "Certification",
        "name": f"{_('Lolos kurasi Dekranasda')}, {product.get_grade_display()}",
        "certificationIdentification": number,
        "url": absolute(address(f"/verifikasi/{number}/")),
        "issuedBy": {"@type": "Organization", "name": settings.COUNCIL["name"]},
        "validFrom": product.curated_on,
        "expires": product.valid_until,
    }


def _offer(product: Product, maker: dict[str, str], here: str) -> dict[str, object]:
    """The maker's offer; a range of prices has no last price."""
    offer: dict[str, object] = {
        "@type": "Offer",
        "priceCurrency": "IDR",
        "price": str(product.price_idr),
        "availability": "https://schema.org/"
        + ("InStock" if product.is_ready_stock else "PreOrder"),
        "itemCondition": "https://schema.org/NewCondition",
        "seller": maker,
        "url": here,
    }
    if product.price_max_idr and product.price_idr and product.price_max_idr > product.price_idr:
        prices = {"lowPrice": offer.pop("price"), "highPrice": str(product.price_max_idr)}
        offer = {**offer, **prices, "@type": "AggregateOffer", "offerCount": 1}
    return offer


def _version_of(product: Product) -> ProductVersion:
    version = product.published_version
    if version is None:
        raise ValueError("only a published work has a page")
    return version


def _names(words: Iterable[object], other: str = "") -> str:
    names = [translated(word, "name") for word in words]
    return ", ".join([*names, other] if other else names)


def _size(version: ProductVersion) -> str:
    """`12 × 12 × 20 cm, 480 g`, with what is known of it."""
    sides = [side for side in (version.length_cm, version.width_cm, version.height_cm) if side]
    parts = [" × ".join(_centimetres(side) for side in sides) + " cm"] if sides else []
    if version.weight_g:
        grams = version.weight_g
        parts.append(f"{angka(Decimal(grams) / 1000, 1)} kg" if grams >= 1000 else f"{grams} g")
    return ", ".join(parts)


def _centimetres(side: Decimal) -> str:
    return angka(side, 0 if side == side.to_integral_value() else 1)
