"""Where facts come from, and how sure they are."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from artisans.facts import Fact, maker_fields, note_sources, sources_of
from artisans.history import newest_step
from artisans.models import FactSource
from tests.factories import make_business

Kind = FactSource.Kind
DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "days", "trust"),
    [
        (Kind.SITE, 30, 1.0),
        (Kind.SITE, 400, 0.8),
        (Kind.SITE, 800, 0.4),
        (Kind.DOCUMENT, 30, 0.8),
        (Kind.MAKER, 730, 0.6),
        (Kind.MAKER, 731, 0.3),
        (Kind.IMPORT, 30, 0.4),
    ],
)
def test_a_fact_is_as_sure_as_its_origin_and_age(kind, days, trust):
    assert Fact(kind, "", DAY - timedelta(days=days)).trust(on=DAY) == pytest.approx(trust)


def test_a_fact_without_a_day_counts_half():
    assert Fact(Kind.IMPORT, "", None).trust(on=DAY) == pytest.approx(0.2)


def test_the_newest_word_for_a_field_replaces_the_one_before(db, dewi):
    business, now = make_business(), timezone.now()
    note_sources(business, ["phone"], kind=Kind.MAKER, as_of=DAY, by=None, at=now)

    note_sources(business, ["phone", "name"], kind=Kind.SITE, as_of=DAY, by=dewi, at=now)

    assert {name: fact.kind for name, fact in sources_of(business).items()} == {
        "phone": Kind.SITE,
        "name": Kind.SITE,
    }
    assert maker_fields([business.uid]) == set()


def test_every_change_moves_the_newest_step(db):
    business = make_business()
    before = newest_step(business)

    type(business).objects.filter(pk=business.pk).update(address="Dusun Krajan")

    assert newest_step(business) > before
