"""Deviation from the reference, drift, and Kendall's W: figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.consistency import deviation, drift, is_calibrated, kendall_w, ranks

REFERENCE = {"1": {"MTU": 3, "DSN": 2}, "2": {"MTU": 4, "DSN": 1}}


def test_deviation_is_the_mean_of_each_criterions_mean():
    # MTU: |2−3| and |4−4| → 0.5; DSN: |0−2| and |1−1| → 1. Together 0.75.
    given = {"1": {"MTU": 2, "DSN": 0}, "2": {"MTU": 4, "DSN": 1}}

    assert deviation(given, REFERENCE) == 0.75
    assert is_calibrated(given, REFERENCE)


def test_too_far_unfinished_and_empty_are_not_calibrated():
    far = {"1": {"MTU": 2, "DSN": 0}, "2": {"MTU": 3, "DSN": 1}}  # 1 and 1
    half = {"1": REFERENCE["1"]}

    assert deviation(far, REFERENCE) == 1.0
    assert not is_calibrated(far, REFERENCE)
    assert not is_calibrated(half, REFERENCE)
    assert not is_calibrated({}, REFERENCE)
    assert deviation({}, REFERENCE) is None


def test_criterion_that_does_not_apply_is_left_out():
    assert deviation({"1": {"MTU": None, "DSN": 3}}, REFERENCE) == 1.0


def test_drift_tells_direction_and_size():
    first = {"1": {"MTU": 3, "DSN": 3}, "2": {"MTU": 2, "DSN": 4}}
    later = {"1": {"MTU": 2, "DSN": 3}, "2": {"MTU": 3, "DSN": 2}}  # −1, 0, +1, −2

    assert drift(later, first) == (-0.5, 1.0)
    assert drift({}, first) is None


def test_equal_values_share_the_mean_of_their_places():
    assert ranks([70, 80, 80, 90]) == [1, 2.5, 2.5, 4]


def test_kendalls_w_with_ties_is_the_figure_worked_out_by_hand():
    # Three curators, four pieces. Places: 1 2 3 4 · 1 2.5 2.5 4 · 2 1 3 4.
    # Sums 4, 5.5, 8.5, 12; their middle 7.5; S = 12.25 + 4 + 1 + 20.25 = 37.5.
    # One pair of ties: T = 2³ − 2 = 6. W = 12 · 37.5 / (9 · 60 − 3 · 6) = 450 / 522.
    totals = [[10, 20, 30, 40], [50, 60, 60, 90], [20, 10, 30, 40]]

    assert kendall_w(totals) == pytest.approx(450 / 522)


def test_kendalls_w_at_its_ends_and_where_it_does_not_exist():
    assert kendall_w([[1, 2, 3]] * 4) == 1
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == 0
    assert kendall_w([[5, 5, 5], [5, 5, 5]]) is None
    assert kendall_w([[1, 2, 3]]) is None
    assert kendall_w([]) is None
    with pytest.raises(ValueError, match="every piece"):
        kendall_w([[1, 2], [1, 2, 3]])


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=2, max_size=5),
    st.permutations(range(4)),
)
def test_kendalls_w_lies_between_0_and_1_whatever_the_order(rows, order):
    found = kendall_w(rows)
    mixed = kendall_w([[row[place] for place in order] for row in reversed(rows)])

    assert found is None or -1e-9 <= found <= 1 + 1e-9
    assert mixed == (found if found is None else pytest.approx(found))
