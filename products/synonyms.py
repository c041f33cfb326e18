"""What a synonym of the council would change in the search, before it is kept."""

from dataclasses import dataclass

from products.models import Product, SearchSynonym
from products.search import Groups, synonym_group, synonym_groups, understand

NAMES_SHOWN = 6
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Difference:
    """One word of a synonym: how many works it finds without and with it, and the first names."""

    word: str
    before: int
    after: int
    names: list[str]


def preview(term: str, means: str) -> list[Difference]:
    """For each word of the group what a search for it finds now, and what it would find then.

    Other synonyms count on both sides; one that is kept already for the term counts on neither.
    """
    group = synonym_group(term, means)
    kept = SearchSynonym.objects.filter(term__iexact=" ".join(term.split())).first()
    present = synonym_groups()
    without = [each for each in present if kept is None or each != _group_of(kept)]
    return [_difference(word, without, [*without, group]) for word in sorted(group)]


def _group_of(kept: SearchSynonym) -> frozenset[str]:
    return synonym_group(kept.term, kept.means)


def _difference(word: str, before: Groups, after: Groups) -> Difference:
    names = _names(word, after)
    return Difference(word, len(_names(word, before)), len(names), names[:NAMES_SHOWN])


def _names(word: str, groups: Groups) -> list[str]:
    wanted = understand(word, groups)
    if wanted is None:
        return []
    works = Product.objects.published().filter(search=wanted.query()).annotate(rank=wanted.rank())
    return list(works.order_by("-rank", "-pk").values_list("name", flat=True)[:MOST_COUNTED])
