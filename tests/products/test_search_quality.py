"""The judged set of searches: how well the demo council's works are found."""

import math
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from artisans.reference import load_reference_data
from dekranasda.demo import registry, sources, works
from dekranasda.demo.works import code_for
from products.catalogue import Catalogue, CatalogueFilter
from products.models import Product, ProductVersion
from products.publication import publish
from tests.factories import SUMMARY, give_consent, make_photo, make_user

QUERIES = Path(works.__file__).parent / "data" / "search_judgements.toml"
# What became of a work in the demo council's rounds: a grade and the round it passed in.
PASSED = {"A1", "A2", "B1", "B2"}
GAINS = {"best": 3, "good": 2, "related": 1}
AMONG = 10
LEAST = 0.9


def read_queries(path: Path) -> list[dict[str, Any]]:
    """The judged queries; `{22}` stands for the code of work 22."""
    queries = tomllib.loads(path.read_text(encoding="utf-8"))["queries"]
    for query in queries:
        if query["text"].startswith("{"):
            query["text"] = code_for(query["text"].strip("{}").upper())
        query["gains"] = {
            code_for(number): gain
            for name, gain in GAINS.items()
            for number in query.get(name, "").split()
        }
    return queries


def ndcg(found: list[str], gains: dict[str, int]) -> float:
    """The quality of an order: 1 where the best answers come first, 0 where none comes at all."""

    def quality(values: list[int]) -> float:
        return sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(values))

    ideal = quality(sorted(gains.values(), reverse=True)[:AMONG])
    return quality([gains.get(code, 0) for code in found[:AMONG]]) / ideal


def score(query: dict[str, Any], shown: set[str]) -> tuple[float, list[str]]:
    """The quality of one search among the works on show, and what was found."""
    wanted = QueryDict(mutable=True)
    wanted["q"] = query["text"]
    found = [work.code for work in Catalogue(CatalogueFilter.from_query(wanted)).page]
    gains = {code: gain for code, gain in query["gains"].items() if code in shown}
    return ndcg(found, gains), found


def shown_works() -> set[str]:
    """The codes of all works on show."""
    return set(Product.objects.published().values_list("code", flat=True))


@pytest.fixture
def council(db: None, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The demo council's catalogue without its pictures and rounds; the codes of its works."""

    def one_photo(version: ProductVersion, number: str) -> None:
        make_photo(version)

    monkeypatch.setattr(works, "seed_photos", one_photo)
    monkeypatch.setattr(registry, "pictures", dict)  # centres are found by their words
    load_reference_data()
    staff = make_user()
    works.seed_vocabulary()
    makers = registry.seed_makers(registry.seed_centres(), staff)
    made = works.seed_works(makers, staff, timezone.now())
    passed = {
        code_for(row["number"]) for row in sources.read("products") if row["outcome"] in PASSED
    }
    for product in made:
        if product.code in passed:
            _publish(product)
    return passed


def _publish(product: Product) -> None:
    version = product.versions.get()
    version.freeze(at=timezone.now())
    give_consent(product.business.owner)
    publish(
        product,
        version=version,
        grade="A",
        curated_on=date(2026, 10, 12),
        valid_until=date(2036, 10, 12),
        certificate_number="",
        summary=SUMMARY,
        at=timezone.now(),
    )


def test_the_works_that_people_ask_for_come_first(council: set[str]) -> None:
    queries = read_queries(QUERIES)
    scores = {query["text"]: score(query, council) for query in queries}
    apart = {query["text"] for query in queries if query.get("apart")}

    mended = _mean([value for text, (value, _found) in scores.items() if text not in apart])
    unseen = _mean([value for text, (value, _found) in scores.items() if text in apart])
    sys.stdout.write(f"nDCG@10: {mended:.3f} looked at, {unseen:.3f} kept apart\n")
    for text, (value, found) in sorted(scores.items(), key=lambda item: item[1][0]):
        if value < LEAST and text not in apart:
            sys.stdout.write(f"{value:.2f} {text}: {', '.join(_names(found))}\n")

    assert len(queries) >= 120
    assert len(apart) >= len(queries) / 3
    assert [text for text, (_value, found) in scores.items() if not found] == []
    assert min(mended, unseen) >= LEAST


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _names(codes: list[str]) -> list[str]:
    names = dict(Product.objects.filter(code__in=codes).values_list("code", "name"))
    return [names[code] for code in codes[:AMONG]]
