"""Search in Indonesian: what a text asks of works, and what it may have meant when none answers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Func, Value, When
from django.db.models.expressions import Combinable

from artisans.reference import craft_words
from products.models import Product, ProductVersion, SearchSynonym
from products.spelling import corrected, known_words, words_in
from products.words import WHOLE_SQL, WORD, Term, kept_whole, root_forms, terms_of, with_roots

CONFIG = "indonesian"
# Words of one family that the stemmer takes apart: it makes «ajin» of one and «rajin» of another.
FAMILIES = (frozenset({"perajin", "pengrajin", "kerajinan"}),)
# How much a work counts that has another word of the same meaning instead of the word itself.
SYNONYM_SHARE = 0.3
SHORTEST_BEGINNING = 3
# Where fewer works than these meet all of a text, those that meet some of it follow them.
FEW_WORKS = 4
# More than any rank, so that a work that meets all of a text stands before those that do not.
ABOVE_ALL_RANKS = 10.0

Groups = list[frozenset[str]]


@dataclass(frozen=True)
class Wanted:
    """A text understood: its terms, how they must be met, and what was made of mistyped ones."""

    text: str
    terms: tuple[Term, ...]
    groups: Groups = field(default_factory=list)
    # Terms of which only the beginning was typed.
    begun: frozenset[str] = frozenset()
    # Whether one of the terms is enough, because no work meets all of them.
    is_any: bool = False
    # How many works meet all terms, where these are few and others that meet some follow them.
    few: int = 0
    # The text with mistyped words set right; empty where nothing was mistyped.
    correction: str = ""

    def all_terms(self) -> "Wanted":
        """The same text, met only by works that meet all of it."""
        return replace(self, few=0)

    def query(self) -> Combinable:
        """What a work must meet: all terms, each by any of its alternatives."""
        join = or_ if self.is_any or self.few else and_
        parts = [reduce(or_, self._asks(term)) for term in self.terms if not term.is_excluded]
        without = [~part for term in self.terms if term.is_excluded for part in self._asks(term)]
        return reduce(and_, [reduce(join, parts), *without] if parts else without)

    def rank(self) -> Combinable:
        """How well a work meets them: by the weight of where the words stand, the words themselves
        before others of the same meaning."""
        wanted = [term for term in self.terms if not term.is_excluded] or list(self.terms)
        own = reduce(or_, [reduce(or_, self._itself(term)) for term in wanted])
        rank: Combinable = SearchRank(F("search"), own)
        pairs = [f"{one.words} {next_one.words}" for one, next_one in pairwise(wanted)]
        if pairs:
            side_by_side = reduce(or_, [_phrase(words, CONFIG) for words in pairs])
            rank = rank + SearchRank(F("search"), side_by_side)
        others = [part for term in wanted for part in self._likewise(term)]
        if others:
            share = Value(SYNONYM_SHARE, output_field=FloatField())
            rank = rank + share * SearchRank(F("search"), reduce(or_, others))
        if self.few:
            meets_all = When(search=self.all_terms().query(), then=Value(ABOVE_ALL_RANKS))
            rank = rank + Case(meets_all, default=Value(0.0))
        return rank

    def _asks(self, term: Term) -> list[SearchQuery]:
        """All that meets the term."""
        return [*self._itself(term), *self._likewise(term)]

    def _itself(self, term: Term) -> list[SearchQuery]:
        """The term in Indonesian and in English, and the roots it may come from."""
        if term.words in self.begun:
            letters = term.words.replace("'", "''")
            return [SearchQuery(f"'{letters}':*", config="simple", search_type="raw")]
        forms = [term.words, *sorted(root_forms(term.words))]
        found = [_phrase(words, CONFIG) for words in forms]
        return [*found, _phrase(term.words, "english")]

    def _likewise(self, term: Term) -> list[SearchQuery]:
        """What else is meant by the term: its family, the synonyms of the council."""
        meant: set[str] = set()
        for group in (*FAMILIES, *self.groups):
            if term.words in group:
                meant |= group
        return [_phrase(words, CONFIG) for words in sorted(meant - {term.words})]


def _phrase(words: str, config: str) -> SearchQuery:
    return SearchQuery(kept_whole(words), config=config, search_type="phrase")


def synonym_groups() -> Groups:
    """The synonyms that staff keep, each group with its head word. One query."""
    return [
        synonym_group(term, means)
        for term, means in SearchSynonym.objects.values_list("term", "means")
    ]


def synonym_group(term: str, means: str) -> frozenset[str]:
    """The words that are searched for as one."""
    words = {" ".join(WORD.findall(word)).casefold() for word in [term, *means.split(",")]}
    return frozenset(words - {""})


def understand(text: str, groups: Groups) -> Wanted | None:
    """What a cleaned text asks for as it stands; None where it holds no word at all."""
    for phrase in {word for group in groups for word in group if " " in word}:
        if phrase in text.casefold():
            text = re.sub(re.escape(phrase), f'"{phrase}"', text, flags=re.IGNORECASE)
    terms = terms_of(text)
    return Wanted(text, tuple(terms), groups) if terms else None


def followed(wanted: Wanted) -> Wanted:
    """The same text; where few works meet all of it, with those to follow that meet some.

    One query where there are several terms.
    """
    if sum(not term.is_excluded for term in wanted.terms) < 2:
        return wanted
    works = Product.objects.published().filter(search=wanted.query()).order_by()
    met = len(works.values_list("pk")[:FEW_WORKS])
    return replace(wanted, few=met if met < FEW_WORKS else 0)


def widened(wanted: Wanted, others: Iterable[str] = ()) -> Wanted | None:
    """What was meant by a text that no work meets; None where some work does.

    In this order: a word of which only the beginning was typed is completed; a mistyped one is set
    right from the words of the catalogue (and of `others`, names elsewhere on the portal); and
    where the words never meet in one work, one of them is enough.
    """
    met = _met(wanted)
    if "all" in met:
        return None
    known: Mapping[str, int] = {**dict.fromkeys(words_in(others), 1), **known_words()}
    terms: list[Term] = []
    begun, is_changed = set(), False
    for number, term in enumerate(wanted.terms):
        if f"word{number}" in met or term.is_excluded or " " in term.words:
            terms.append(term)
        elif f"begun{number}" in met and term.words not in known:
            terms.append(term)
            begun.add(term.words)
        else:
            better = corrected(term.words, known) or term.words
            is_changed |= better != term.words
            terms += [Term(word) for word in better.split()]
    correction = " ".join(term.words for term in terms) if is_changed else ""
    found = replace(
        wanted,
        text=correction or wanted.text,
        terms=tuple(dict.fromkeys(terms)),
        begun=frozenset(begun),
        correction=correction,
    )
    is_met = len(found.terms) == 1 or "all" in _met(found)
    return found if is_met else replace(found, is_any=True)


def _met(wanted: Wanted) -> frozenset[str]:
    """What of a text is met by any work: `all`, `word0` …, a beginning as `begun0` …. One query."""
    asked: dict[str, Combinable] = {"all": wanted.query()}
    for number, term in enumerate(wanted.terms):
        alone = replace(wanted, terms=(Term(term.words),))
        asked[f"word{number}"] = alone.query()
        if len(term.words) >= SHORTEST_BEGINNING and " " not in term.words:
            asked[f"begun{number}"] = replace(alone, begun=frozenset({term.words})).query()
    works = Product.objects.published().order_by()
    first, *others = [
        works.filter(search=query).annotate(which=Value(name)).values_list("which", flat=True)[:1]
        for name, query in asked.items()
    ]
    return frozenset(first.union(*others, all=True))


def vector_of(*columns: str) -> Combinable:
    """The words of some columns, computed as they are asked for: for tables of a few hundreds."""
    whole = [
        Func(F(column), Value(WHOLE_SQL), Value(r"\10"), Value("gi"), function="regexp_replace")
        for column in columns
    ]
    return SearchVector(*whole, config=CONFIG)


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
            f"{centre.name} {centre.place} {centre.partner_region}" if centre else "",
            f"{village.name} {village.district.name}" if village else "",
        ],
        "D": [
            version.story,
            version.material_origin,
            version.motif.description if version.motif else "",
            f"{centre.summary} {centre.story}" if centre else "",
            craft_words().get(craft.pk, "") if craft else "",
        ],
    }
    english = {
        "A": [version.name_en],
        "B": [*(word.name_en for word in vocabulary), craft.name_en if craft else ""],
        "D": [version.story_en, version.motif.description_en if version.motif else ""],
    }
    vectors: list[Combinable] = [
        SearchVector(Value(kept_whole(with_roots(" ".join(texts)))), weight=weight, config=CONFIG)
        for weight, texts in weighted.items()
    ]
    vectors += [
        SearchVector(Value(" ".join(texts)), weight=weight, config="english")
        for weight, texts in english.items()
        if any(texts)
    ]
    return reduce(lambda left, right: left + right, vectors)
