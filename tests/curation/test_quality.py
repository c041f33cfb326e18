"""Figures on a round's judgement, who may read them, and the order of limited places."""

import random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation import quality, ranking
from curation.agreement import severities
from curation.conflicts import declare
from tests.curation.cases import GOOD, WEAK, deliberate, finish, score, start

SEVERE = {**GOOD, "MTU": 3, "KMS": 2}


def simulated(chance: random.Random, works: int, curators: int, deviation: float):
    """Works of known quality, three curators each, every curator with a leaning of their own."""
    names = [f"k{n}" for n in range(curators)]
    truth = {str(item): chance.gauss(70, 8) for item in range(works)}
    leaning = {name: chance.gauss(0, deviation) for name in names}
    ratings = {
        item: {name: value + leaning[name] + chance.gauss(0, 4) for name in chance.sample(names, 3)}
        for item, value in truth.items()
    }
    return truth, leaning, ratings


def agreement_in_order(one: dict[str, float], other: dict[str, float]) -> float:
    """Spearman's rank correlation."""
    ranks = [{key: n for n, key in enumerate(sorted(d, key=d.__getitem__))} for d in (one, other)]
    size = len(one)
    apart = sum((ranks[0][key] - ranks[1][key]) ** 2 for key in one)
    return 1 - 6 * apart / (size * (size**2 - 1))


def test_severity_recovers_a_known_simulation_and_mends_the_order():
    gains = []
    for seed in range(20):
        truth, leaning, ratings = simulated(random.Random(seed), works=60, curators=9, deviation=10)
        found = severities(ratings)
        centre = mean(leaning.values())
        known = {name: value - centre for name, value in leaning.items()}
        assert agreement_in_order(found, known) > 0.8
        assert all(abs(found[name] - known[name]) < 6 for name in known)
        raw = {item: mean(given.values()) for item, given in ratings.items()}
        adjusted = quality.adjusted_totals(ratings)
        gains.append(agreement_in_order(adjusted, truth) - agreement_in_order(raw, truth))
    assert mean(gains) > 0.05


@settings(max_examples=30)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_severity_does_not_depend_on_the_order_of_works(seed, order):
    _truth, _leaning, ratings = simulated(random.Random(seed), works=20, curators=5, deviation=6)
    items = list(ratings)
    order.shuffle(items)

    mixed = severities({item: ratings[item] for item in items})

    assert mixed == pytest.approx(severities(ratings))


@pytest.fixture
def judged(council, monkeypatch):
    """Five works in session by three curators, the first of them stricter; one still in review."""
    monkeypatch.setattr(quality, "LEAST_ITEMS", 5)
    works = []
    for number in range(5):
        work = start(council)
        score(work, council.curators[0], SEVERE if number % 2 else WEAK)
        for curator in council.curators[1:3]:
            score(work, curator, GOOD if number % 2 else {**WEAK, "LST": 4})
        works.append(work)
    unopened = start(council)
    score(unopened, council.curators[0], WEAK)
    return works


@pytest.mark.usefixtures("judged")
def test_only_opened_sessions_count_and_all_criteria_are_told(council, django_assert_num_queries):
    with django_assert_num_queries(7):
        found = quality.quality_of(council.round, seen_by=council.chair)

    assert found.items == 5
    assert len(found.agreement) == 1 + len(GOOD)
    assert found.agreement[0].found is not None
    assert 0 < found.agreement[0].found.alpha < 1
    assert {one.curator for one in found.strictness} == set(council.curators[:3])
    assert found.strictness[0].curator == council.curators[0]
    assert found.strictness[0].points < 0


@pytest.mark.usefixtures("judged")
def test_agreement_is_computed_once_for_the_same_scores(council, monkeypatch):
    computed = []
    real = quality.agreement

    def counted(*given):
        computed.append(given)
        return real(*given)

    monkeypatch.setattr(quality, "agreement", counted)
    first = quality.quality_of(council.round, seen_by=council.secretariat).agreement
    began = len(computed)

    again = quality.quality_of(council.round, seen_by=council.secretariat).agreement
    assert (len(computed), again) == (began, first)
    work = start(council)
    for curator in council.curators[:3]:
        score(work, curator, WEAK)
    quality.quality_of(council.round, seen_by=council.secretariat)
    assert len(computed) > began


@pytest.mark.usefixtures("judged")
def test_a_curator_reads_the_own_leaning_only(council, as_user):
    page = as_user(council.curators[1]).get(f"/kerja/kurasi/{council.round.slug}/mutu/").text

    assert council.curators[1].full_name in page
    assert council.curators[0].full_name not in page
    assert council.curators[2].full_name not in page


def test_works_one_must_not_see_stay_out_of_the_figures(council, judged):
    declare(judged[0], curator=council.chair, reason="Ipar pemilik.", by=council.chair)

    assert quality.quality_of(council.round, seen_by=council.chair).items == 4
    assert quality.quality_of(council.round, seen_by=council.secretariat).items == 5


def test_few_works_show_no_agreement(council, as_user):
    deliberate(council)

    page = as_user(council.chair).get(f"/kerja/kurasi/{council.round.slug}/mutu/").text

    assert "Data belum cukup" in page
    assert "Perlu kalibrasi" not in page


def test_strangers_and_makers_find_no_quality(council, as_user):
    for address in ("mutu", "tempat"):
        path = f"/kerja/kurasi/{council.round.slug}/{address}/"
        assert as_user(council.outsider).get(path).status_code in {403, 404}
        assert as_user(council.maker()).get(path).status_code in {403, 404}


def test_places_go_by_points_then_criteria_and_a_tie_at_the_limit_is_named(council, as_user):
    best = finish(council, values={**GOOD, "MTU": 4, "KMS": 4})
    twins = [finish(council), finish(council)]

    found = ranking.places_of(council.round, count=2)

    assert [one.work for one in found] == [best, *twins]
    assert [one.is_tied for one in found] == [False, True, True]
    page = as_user(council.second).get(f"/kerja/kurasi/{council.round.slug}/tempat/?tempat=2").text
    assert page.count("Seri pada batas") == 2
    assert [one.has_place for one in ranking.places_of(council.round, count=3)] == [True] * 3
