"""A work as a curator sees it: everything that is judged, nothing that says whose it is."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from artisans.models import Licence
from dekranasda.templatetags.portal import angka, angka_pendek, harga
from products.models import Photo, ProductVersion

HIDDEN = "▇▇▇"
SHORTEST_WORD = 4  # shorter parts of a name ("Bu", "Tri") occur in ordinary sentences
COMMON = frozenset(
    {"akar", "anyam", "bambu", "batik", "bubut", "craft", "gerabah", "griya", "jati", "karya"}
    | {"kayu", "kerajinan", "kriya", "limbah", "marmer", "omah", "onyx", "pandan", "rajut"}
    | {"rumah", "sanggar", "sentra", "tenun", "terakota", "thengul", "topeng", "ukir", "usaha"}
    | {"wayang"}
)
CONTACT = re.compile(r"(?:\+?\d[\d\s().-]{7,}\d)|(?:\S+@\S+)|(?:@\w{3,})|(?:https?://\S+|www\.\S+)")


@dataclass(frozen=True)
class BlindWork:
    """What is judged of a version: photographs without people, facts, the redacted story."""

    name: str
    photos: list[Photo]
    facts: list[tuple[str, str]]
    story: str


def redact(text: str, names: list[str], kept: frozenset[str] = COMMON) -> str:
    """The text without the names, the telling words in them, and ways to reach somebody.

    Words of the craft that also stand in a business's name (`kept`, in small letters) remain.
    """
    words = {
        word
        for name in names
        for word in re.findall(r"\w+", name)
        if len(word) >= SHORTEST_WORD and word.lower() not in kept
    }
    for part in sorted({*names, *words} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return CONTACT.sub(HIDDEN, text)


def names_of(version: ProductVersion) -> list[str]:
    """The names that must not be read while scoring: the maker's and the business's."""
    business = version.product.business
    return [business.owner.name, business.name]


def blind_name(version: ProductVersion) -> str:
    """The work's name without its maker's; costs no query where all is fetched."""
    return redact(version.name, names_of(version), words_of_the_craft(version))


def words_of_the_craft(version: ProductVersion) -> frozenset[str]:
    """Words that say what the work is, not whose: its craft, materials, techniques, motif."""
    things = [version.craft, version.motif, *version.materials.all(), *version.techniques.all()]
    text = " ".join(str(thing) for thing in things if thing)
    return COMMON | {word.lower() for word in re.findall(r"\w+", text)}


def without_maker(version: ProductVersion) -> list[Photo]:
    """The photographs that do not show the maker."""
    return [photo for photo in version.photos.all() if photo.kind != Photo.Kind.MAKER]


def blind_work(version: ProductVersion) -> BlindWork:
    """The version without its maker: name, photographs, facts and story as curators read them."""
    names, kept = names_of(version), words_of_the_craft(version)
    lines = [
        (_("Kerajinan"), str(version.craft or "")),
        (
            _("Bahan"),
            ", ".join(
                [*map(str, version.materials.all()), redact(version.other_material, names, kept)]
            ),
        ),
        (_("Asal bahan"), redact(version.material_origin, names, kept)),
        (_("Teknik"), ", ".join(map(str, version.techniques.all()))),
        (_("Motif"), str(version.motif or "")),
        (_("Ukuran"), _size(version)),
        (_("Harga"), _price(version)),
        (_("Lama membuat"), version.get_production_time_display()),
        (_("Sebulan"), _capacity(version)),
        (_("Kemasan"), redact(version.packaging, names, kept)),
        (_("Perawatan"), redact(version.care, names, kept)),
        (_("Izin"), _licences(version)),
    ]
    return BlindWork(
        name=blind_name(version),
        photos=without_maker(version),
        facts=[(term, text.strip(", ")) for term, text in lines if text.strip(", ")],
        story=redact(version.story, names, kept),
    )


def _size(version: ProductVersion) -> str:
    sides = [version.length_cm, version.width_cm, version.height_cm]
    parts = [angka_pendek(side) for side in sides if side]
    size = " × ".join(parts) + " cm" if parts else ""
    weight = f"{angka(version.weight_g)} g" if version.weight_g else ""
    return ", ".join(part for part in (size, weight) if part)


def _price(version: ProductVersion) -> str:
    price = harga(version)
    return f"{price} / {version.unit}" if version.unit and version.price_idr else price


def _capacity(version: ProductVersion) -> str:
    parts = []
    if version.capacity_per_month:
        parts.append(_("%(number)s buah") % {"number": angka(version.capacity_per_month)})
    if version.stock:
        parts.append(_("stok %(number)s") % {"number": angka(version.stock)})
    if version.is_made_to_order:
        parts.append(_("menerima pesanan"))
    return ", ".join(parts)


def _licences(version: ProductVersion) -> str:
    """The kinds of permits, never their numbers: a number says whose they are."""
    business = version.product.business
    kinds = {
        str(one.get_kind_display())
        for one in business.licences.all()
        if one.status == Licence.Status.VALID
    }
    if business.business_id:
        kinds.add("NIB")
    return ", ".join(sorted(kinds))
