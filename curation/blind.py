"""A work as a curator sees it: everything that is judged, nothing that says whose it is."""

import re
from dataclasses import dataclass

from products.models import Photo, ProductVersion

HIDDEN = "▇▇▇"
SHORTEST_WORD = 4  # shorter parts of a name ("Bu", "Tri") occur in ordinary sentences
COMMON = frozenset({"usaha", "batik", "kayu", "jati", "craft", "karya", "bambu", "kerajinan"})
CONTACT = re.compile(r"(?:\+?\d[\d\s().-]{7,}\d)|(?:\S+@\S+)|(?:@\w{3,})|(?:https?://\S+|www\.\S+)")


@dataclass(frozen=True)
class BlindWork:
    """What is judged of a version: photographs without people, facts, the redacted story."""

    name: str
    photos: list[Photo]
    facts: list[tuple[str, str]]
    story: str


def redact(text: str, names: list[str]) -> str:
    """The text without the names, the telling words in them, and ways to reach somebody."""
    words = {
        word
        for name in names
        for word in re.findall(r"\w+", name)
        if len(word) >= SHORTEST_WORD and word.lower() not in COMMON
    }
    for part in sorted({*names, *words} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return CONTACT.sub(HIDDEN, text)


def names_of(version: ProductVersion) -> list[str]:
    """The names that must not be read while scoring: the maker's and the business's."""
    business = version.product.business
    return [business.owner.name, business.name]


def without_maker(version: ProductVersion) -> list[Photo]:
    """The photographs that do not show the maker."""
    return [photo for photo in version.photos.all() if photo.kind != Photo.Kind.MAKER]
