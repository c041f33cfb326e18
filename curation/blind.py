"""A work as a curator sees it: everything that is judged, nothing that says whose it is."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from artisans.models import Licence
from curation.models import InspectionAnswer, PhotoCover
from dekranasda.templatetags.portal import angka, angka_pendek, harga, translated
from products.cost_sheets import shared_facts
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
    inspection: list[tuple[str, str, str]] = field(default_factory=list)
    costs: list[tuple[str, str]] = field(default_factory=list)


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
    """The names that must not be read while scoring: maker, business, village, district, centre."""
    business = version.product.business
    places = []
    if business.village:
        places = [business.village.name, business.village.district.name]
    if business.centre:
        places.append(business.centre.name)
    kept = words_of_the_craft(version)
    return [business.owner.name, business.name, *(one for one in places if one.lower() not in kept)]


def blind_text(version: ProductVersion, text: str) -> str:
    """A text about the work without its maker's names and places."""
    return redact(text, names_of(version), words_of_the_craft(version))


def blind_name(version: ProductVersion) -> str:
    """The work's name without its maker's; costs no query where all is fetched."""
    return blind_text(version, version.name)


def words_of_the_craft(version: ProductVersion) -> frozenset[str]:
    """Words that say what the work is, not whose: its craft, materials, techniques, motif."""
    things = [version.craft, version.motif, *version.materials.all(), *version.techniques.all()]
    text = " ".join(str(thing) for thing in things if thing)
    return COMMON | {word.lower() for word in re.findall(r"\w+", text)}


def load_covers(versions: Iterable[ProductVersion]) -> None:
    """Fetches in one query what of the versions' photographs curators do not see."""
    by_key = {version.pk: version for version in versions}
    for version in by_key.values():
        version._covers = {}  # type: ignore[attr-defined]  # kept for `without_maker`
    for cover in PhotoCover.objects.filter(version__in=by_key):
        by_key[cover.version_id]._covers[cover.photo_id] = cover  # type: ignore[attr-defined]


def without_maker(version: ProductVersion) -> list[Photo]:
    """The photographs as curators see them: none of the maker, none withheld, covered copies.

    Captions lose the maker's names. One query, none after `load_covers`.
    """
    if not hasattr(version, "_covers"):
        load_covers([version])
    covers: dict[int, PhotoCover] = version._covers  # type: ignore[attr-defined]
    shown = []
    for photo in version.photos.all():
        cover = covers.get(photo.pk)
        if photo.kind == Photo.Kind.MAKER or (cover is not None and not cover.sha256):
            continue
        seen = copy.copy(photo)
        seen.alt, seen.alt_en = blind_text(version, seen.alt), blind_text(version, seen.alt_en)
        if cover is not None:
            seen.sha256 = cover.sha256
        shown.append(seen)
    return shown


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
        inspection=_inspection(version, names, kept),
        costs=shared_facts(version),
    )


def _inspection(
    version: ProductVersion, names: list[str], kept: frozenset[str]
) -> list[tuple[str, str, str]]:
    """What was found on the sample: question, answer, note; who looked is not told. One query."""
    found = InspectionAnswer.objects.filter(
        inspection__version=version, inspection__finished_at__isnull=False
    ).select_related("item")
    return [
        (
            translated(answer.item, "text"),
            str(answer.get_result_display()),
            redact(answer.note, names, kept),
        )
        for answer in found
    ]


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
