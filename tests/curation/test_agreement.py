"""Agreement and severity against published and constructed figures."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.agreement import Metric, agreement, krippendorff_alpha, severities

# Krippendorff's own example: 4 coders, 12 units, missing values.
CODERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
EXAMPLE = {
    str(unit): {
        coder: float(value)
        for coder, values in CODERS.items()
        if (value := values[unit]) is not None
    }
    for unit in range(12)
}


@pytest.mark.parametrize(
    ("metric", "alpha"),
    [
        (Metric.NOMINAL, 0.7434),
        (Metric.ORDINAL, 0.8154),
        (Metric.INTERVAL, 0.8491),
        (Metric.RATIO, 0.7974),
    ],
)
def test_alpha_matches_krippendorffs_example(metric, alpha):
    assert krippendorff_alpha(EXAMPLE, metric) == pytest.approx(alpha, abs=0.00005)


def test_interval_holds_alpha_and_is_the_same_every_time():
    found = agreement(EXAMPLE, Metric.ORDINAL)

    assert found is not None
    assert found.low < found.alpha < found.high <= 1
    assert found.items == 11  # the twelfth work has a single value
    assert agreement(EXAMPLE, Metric.ORDINAL) == found


def test_interval_narrows_with_more_works():
    chance = random.Random(4)
    few, many = (
        agreement(
            {
                str(item): {name: item % 5 + chance.gauss(0, 0.6) for name in "abc"}
                for item in range(count)
            }
        )
        for count in (12, 120)
    )

    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


@given(st.permutations(sorted(EXAMPLE)), st.permutations("ABCD"), st.sampled_from(Metric))
def test_alpha_depends_neither_on_the_order_of_works_nor_of_curators(items, names, metric):
    swapped = {
        item: {names["ABCD".index(coder)]: value for coder, value in EXAMPLE[item].items()}
        for item in items
    }

    assert krippendorff_alpha(swapped, metric) == pytest.approx(krippendorff_alpha(EXAMPLE, metric))


def test_alpha_of_complete_agreement_is_one():
    assert krippendorff_alpha({"1": {"a": 1, "b": 1}, "2": {"a": 4, "b": 4}}) == 1


@pytest.mark.parametrize(
    "ratings",
    [{}, {"1": {"a": 3.0}}, {"1": {"a": 3.0, "b": 3.0}, "2": {"a": 3.0, "b": 3.0}}],
)
def test_alpha_is_not_computable_without_pairs_or_variance(ratings):
    assert krippendorff_alpha(ratings) is None


def panel(items: int, effects: dict[str, float]) -> dict[str, dict[str, float]]:
    return {
        str(item): {name: 60 + item + effect for name, effect in effects.items()}
        for item in range(items)
    }


def test_known_severity_is_recovered_and_shrunk():
    found = severities(panel(9, {"strict": -6.0, "middle": 0.0, "mild": 6.0}))

    assert found["strict"] == pytest.approx(-6 * 9 / 12)
    assert found["middle"] == pytest.approx(0)
    assert found["mild"] == pytest.approx(6 * 9 / 12)


def test_severity_is_hidden_for_few_reviews():
    assert severities(panel(4, {"a": -3.0, "b": 3.0})) == {}


def test_severity_is_hidden_where_curators_share_no_work():
    apart = {str(item): {"a" if item < 6 else "b": 70.0} for item in range(12)}

    assert severities(apart) == {}
