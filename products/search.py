"""Search in Indonesian: word forms, synonyms, and a suggestion for what was mistyped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.cache import cache
from django.db.models import Value
from django.db.models.expressions import Combinable
from rapidfuzz import fuzz, process

from artisans.models import Craft, CraftCentre, District
from dekranasda.models import PublicEpoch
from products.models import Material, Motif, Product, ProductVersion, SearchSynonym, Technique

CONFIG = "indonesian"
LONGEST_TEXT = 100
MOST_TERMS = 8

# PostgreSQL's Indonesian configuration has a stemmer and no list of words without meaning.
STOP_WORDS = frozenset(
    ["dan", "atau", "yang", "dari", "untuk", "dengan", "di", "ke", "pada", "oleh", "ini", "itu"]
    + ["para", "the", "of", "and", "for", "from", "in", "a"]
)
# Words of one family that the stemmer takes apart: it makes «ajin» of one and «rajin» of another.
FAMILIES = (frozenset({"perajin", "pengrajin", "kerajinan"}),)
# A prefix that swallowed the first letter of its root: menenun is me- and tenun.
SWALLOWED = (("meny", "s"), ("meng", "k"), ("men", "t"), ("mem", "p"))
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Term:
    """One word, or several within quotation marks, that a work must or must not have."""

    words: str
    is_excluded: bool


def clean(text: str) -> str:
    """The text as it is searched for: one line without control characters, at most 100 letters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def terms_of(text: str) -> list[Term]:
    """The terms of a text; words without meaning are left out unless there is nothing else."""
    found = []
    for minus, quoted, bare in TERM.findall(text):
        words = " ".join(WORD.findall(quoted or bare)).casefold()
        if words:
            found.append(Term(words, bool(minus)))
    telling = [term for term in found if term.words not in STOP_WORDS]
    return (telling or found)[:MOST_TERMS]


def root_forms(word: str) -> set[str]:
    """Forms in which the root of an active verb stands elsewhere: menenun → tenun."""
    for prefix, letter in SWALLOWED:
        rest = word.removeprefix(prefix)
        if rest != word and rest[:1] in set("aeiou") and len(rest) > 3:
            return {letter + rest}
    return set()


def alternatives(words: str, groups: Iterable[frozenset[str]]) -> list[str]:
    """What else is meant by a term: its family, the synonyms of the council, the verb's root."""
    meant = {words} | root_forms(words)
    for group in (*FAMILIES, *groups):
        if words in group:
            meant |= group
    return sorted(meant)


def synonym_groups() -> list[frozenset[str]]:
    """The synonyms that staff keep, each group with its head word. One query."""
    return [
        frozenset({term.casefold()} | {word.strip().casefold() for word in means.split(",")} - {""})
        for term, means in SearchSynonym.objects.values_list("term", "means")
    ]


def search_query(text: str, groups: list[frozenset[str]], *, language: str) -> Combinable | None:
    """The query for a cleaned text; None where it holds no word at all.

    All terms must be met; a term is met by any of its alternatives. Readers of English are also
    found what stands in the works' English words.
    """
    for phrase in {word for group in groups for word in group if " " in word}:
        if phrase in text.casefold():
            text = re.sub(re.escape(phrase), f'"{phrase}"', text, flags=re.IGNORECASE)
    terms = terms_of(text)
    if not terms:
        return None
    return reduce(and_, [_query_of(term, groups, language) for term in terms])


def _query_of(term: Term, groups: list[frozenset[str]], language: str) -> SearchQuery:
    parts = [
        SearchQuery(words, config=CONFIG, search_type="phrase")
        for words in alternatives(term.words, groups)
    ]
    if language == "en":
        parts.append(SearchQuery(term.words, config="english", search_type="phrase"))
    query: SearchQuery = reduce(or_, parts)
    return ~query if term.is_excluded else query


def search_vector(product: Product, version: ProductVersion) -> Combinable:
    """The weighted words of a work: A name and code, B what and how, C who and where, D story."""
    vocabulary = [*version.materials.all(), *version.techniques.all()]
    if version.motif:
        vocabulary.append(version.motif)
    craft, centre, village = version.craft, product.business.centre, product.business.village
    weighted = {
        "A": [version.name, product.code],
        "B": [
            *(f"{word.name} {word.aliases}" for word in vocabulary),
            version.other_material,
            craft.name if craft else "",
        ],
        "C": [
            product.business.owner.name,
            product.business.name,
            centre.name if centre else "",
            f"{village.name} {village.district.name}" if village else "",
        ],
        "D": [version.story],
    }
    english = {
        "A": [version.name_en],
        "B": [*(word.name_en for word in vocabulary), craft.name_en if craft else ""],
        "D": [version.story_en],
    }
    vectors: list[Combinable] = [
        SearchVector(Value(_with_roots(" ".join(texts))), weight=weight, config=CONFIG)
        for weight, texts in weighted.items()
    ]
    vectors += [
        SearchVector(Value(" ".join(texts)), weight=weight, config="english")
        for weight, texts in english.items()
        if any(texts)
    ]
    return reduce(lambda left, right: left + right, vectors)


def _with_roots(text: str) -> str:
    roots = {root for word in WORD.findall(text.casefold()) for root in root_forms(word)}
    return " ".join([text, *sorted(roots)])


def did_you_mean(text: str) -> str:
    """The text with mistyped words set right from the portal's own names; empty if none is."""
    known = known_words()
    corrected, is_changed = [], False
    for word in WORD.findall(text.casefold()):
        better = word
        if len(word) > 3 and word not in known:
            match = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=70)
            better = match[0] if match else word
        is_changed |= better != word
        corrected.append(better)
    return " ".join(corrected) if is_changed else ""


def known_words() -> frozenset[str]:
    """Every word of the names in the catalogue; kept until something public changes."""
    key = f"search-words:{PublicEpoch.current()}"
    words = cache.get(key)
    if words is None:
        words = frozenset(_words_in_names())
        cache.set(key, words, 600)
    return frozenset(words)


def _words_in_names() -> Iterable[str]:
    names: list[str] = []
    for words in (Material.objects, Technique.objects, Motif.objects):
        names += map(" ".join, words.values_list("name", "name_en", "aliases"))
    for places in (Craft.objects, CraftCentre.objects, District.objects):
        names += places.values_list("name", flat=True)
    for row in Product.objects.published().values_list("name", "name_en", "maker_name"):
        names.append(" ".join(row))
    names += SearchSynonym.objects.values_list("term", flat=True)
    for name in names:
        yield from (word for word in WORD.findall(name.casefold()) if len(word) > 3)
