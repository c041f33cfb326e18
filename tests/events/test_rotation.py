"""The points formula of stalls."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from events.rotation import Candidate, Weights, months_between, points_of, ranked, same_faces

WEIGHTS = Weights(
    grades={"A": 30, "B": 20},
    readiness=20,
    waiting=20,
    none_below_months=6,
    full_from_months=24,
    district=10,
    delivery=10,
    priority=10,
)
DAY = date(2026, 12, 20)
NOON = datetime(2026, 11, 1, 5, tzinfo=UTC)
BEST = Candidate(1, "A", 6, None, "35.22.01", 0, 0, True, NOON)

one_candidate = st.builds(
    Candidate,
    key=st.integers(1, 10_000),
    grade=st.sampled_from(["A", "B", ""]),
    readiness=st.integers(0, 6),
    last_stall_on=st.none() | st.integers(0, 2000).map(lambda days: DAY - timedelta(days=days)),
    district=st.sampled_from(["35.22.01", "35.22.02", "35.22.03", ""]),
    promises=st.just(4),
    kept=st.integers(0, 4),
    has_priority=st.booleans(),
    applied_at=st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
)
some_candidates = st.lists(one_candidate, max_size=12, unique_by=lambda one: one.key)


def total(candidate, *, is_new=True):
    return points_of(candidate, WEIGHTS, on=DAY, is_new_district=is_new).total


def test_the_published_figures_add_up():
    assert total(BEST) == 100
    assert total(replace(BEST, grade="B")) == 90
    assert total(replace(BEST, readiness=3)) == 90
    assert total(replace(BEST, last_stall_on=date(2026, 7, 1))) == 80
    assert total(replace(BEST, last_stall_on=date(2025, 9, 20))) == 90  # 15 months, half way
    assert total(BEST, is_new=False) == 90
    assert total(replace(BEST, promises=4, kept=1)) == Fraction(185, 2)
    assert total(replace(BEST, has_priority=False)) == 90


@given(one_candidate, st.booleans())
def test_points_stay_between_nothing_and_a_hundred(candidate, is_new):
    assert 0 <= total(candidate, is_new=is_new) <= 100


@given(one_candidate)
def test_more_of_anything_never_costs_points(candidate):
    assert total(replace(candidate, grade="A")) >= total(candidate)
    assert total(replace(candidate, readiness=min(candidate.readiness + 1, 6))) >= total(candidate)
    assert total(replace(candidate, has_priority=True)) >= total(candidate)
    assert total(replace(candidate, kept=4)) >= total(candidate)
    if candidate.last_stall_on:
        earlier = candidate.last_stall_on - timedelta(days=40)
        assert total(replace(candidate, last_stall_on=earlier)) >= total(candidate)


@given(some_candidates, st.randoms())
def test_the_order_follows_from_the_applications_alone(candidates, random):
    shuffled = random.sample(candidates, len(candidates))

    listed = ranked(candidates, WEIGHTS, on=DAY)

    assert ranked(shuffled, WEIGHTS, on=DAY) == listed
    assert [one.place for one in listed] == list(range(1, len(candidates) + 1))


@given(some_candidates)
def test_nobody_with_more_points_stands_behind(candidates):
    """At each place: of those not placed yet none had more, and of equals none applied earlier."""
    listed = ranked(candidates, WEIGHTS, on=DAY)
    seen = set()
    for number, one in enumerate(listed):
        for other in listed[number + 1 :]:
            is_new = other.candidate.district not in seen
            rival = total(other.candidate, is_new=is_new)
            mine = one.candidate.applied_at, one.candidate.key
            theirs = other.candidate.applied_at, other.candidate.key
            assert one.points.total > rival or (one.points.total == rival and mine < theirs)
        seen.add(one.candidate.district)


def test_a_second_of_a_district_loses_its_points_to_another():
    first = replace(BEST, key=1)
    same = replace(BEST, key=2, applied_at=NOON + timedelta(minutes=1))
    other = replace(BEST, key=3, district="35.22.02", applied_at=NOON + timedelta(minutes=2))

    assert [one.candidate.key for one in ranked([same, other, first], WEIGHTS, on=DAY)] == [1, 3, 2]


def test_whole_months():
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2026, 1, 31), date(2026, 3, 31)) == 2
    assert months_between(date(2026, 3, 1), date(2026, 1, 1)) == 0


def test_same_faces_counts_who_came_back_within_a_year():
    stalls = [(1, date(2025, 1, 1)), (2, date(2025, 1, 1)), (1, date(2025, 12, 31))]
    stalls += [(2, date(2026, 1, 1)), (3, date(2026, 1, 1))]

    assert same_faces(stalls) == (1, 5)
