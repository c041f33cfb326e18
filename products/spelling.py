"""What a mistyped word was meant to be, judged by the words of the catalogue itself."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.core.cache import cache
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from artisans.models import Craft, CraftCentre, District
from artisans.reference import craft_words
from dekranasda.models import PublicEpoch
from products.models import Material, Motif, Product, SearchSynonym, Technique
from products.words import STOP_WORDS, WORD

SHORTEST = 3
# Of the newest works only, so that a million works cost no more than thousands.
WORKS_READ = 5000
KEPT_SECONDS = 600


def known_words() -> Mapping[str, int]:
    """Every word of the catalogue's names and how often it stands there; kept until the public
    pages change."""
    key = f"search-words:{PublicEpoch.current()}"
    words: Mapping[str, int] | None = cache.get(key)
    if words is None:
        words = Counter(_words_in_names())
        cache.set(key, words, KEPT_SECONDS)
    return words


def words_in(texts: Iterable[str]) -> list[str]:
    """The words of some names that are long enough to be mistaken."""
    return [
        word
        for text in texts
        for word in WORD.findall(text.casefold())
        if len(word) >= SHORTEST and word not in STOP_WORDS and not word.isdigit()
    ]


def corrected(word: str, known: Mapping[str, int]) -> str:
    """The known word or words that were meant by an unknown one; empty if none is near.

    A slip of one letter is forgiven in short words, of two in longer ones, of three in the longest;
    among equally near words the one that begins alike, then the more frequent. A forgotten space
    is put back: kayujati → kayu jati.
    """
    if word in known:
        return word
    length = len(word)
    if length < SHORTEST:
        return ""
    most = 1 if length < 6 else 2 if length < 10 else 3
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    best = max(
        near,
        key=lambda found: (
            -found[1],
            found[0][0] == word[0],
            round(fuzz.ratio(word, found[0]) / 10),
            known[found[0]],
        ),
        default=None,
    )
    parts = _parted(word, known)
    if parts and (best is None or best[1] > 1):
        return parts
    return best[0] if best else ""


def _parted(word: str, known: Mapping[str, int]) -> str:
    """Two known words that were written as one."""
    for at in range(len(word) - SHORTEST, SHORTEST - 1, -1):
        if word[:at] in known and word[at:] in known:
            return f"{word[:at]} {word[at:]}"
    return ""


def _words_in_names() -> Iterable[str]:
    names: list[str] = []
    for words in (Material.objects, Technique.objects, Motif.objects):
        names += map(" ".join, words.values_list("name", "name_en", "aliases"))
    for places in (Craft.objects, CraftCentre.objects):
        names += map(" ".join, places.values_list("name", "name_en"))
    names += District.objects.values_list("name", flat=True)
    shown = Product.objects.published().newest_first()
    fields = ("name", "name_en", "maker_name", "business__name", "business__village__name")
    for row in shown.values_list(*fields)[:WORKS_READ]:
        names.append(" ".join(filter(None, row)))
    names += map(" ".join, SearchSynonym.objects.values_list("term", "means"))
    names += craft_words().values()
    return words_in(names)
