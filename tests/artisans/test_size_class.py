"""The class of a business by PP 7/2021, at its boundaries."""

import pytest

from artisans.size_class import size_class

BILLION = 1_000_000_000


@pytest.mark.parametrize(
    ("turnover", "capital", "expected"),
    [
        (0, None, "micro"),
        (2 * BILLION, None, "micro"),
        (2 * BILLION + 1, None, "small"),
        (15 * BILLION, None, "small"),
        (15 * BILLION + 1, None, "medium"),
        (50 * BILLION, None, "medium"),
        (50 * BILLION + 1, None, ""),
        (None, BILLION, "micro"),
        (None, BILLION + 1, "small"),
        (None, 5 * BILLION, "small"),
        (None, 5 * BILLION + 1, "medium"),
        (None, 10 * BILLION, "medium"),
        (None, 10 * BILLION + 1, ""),
        (2 * BILLION, 9 * BILLION, "micro"),
        (None, None, ""),
    ],
)
def test_sales_decide_and_capital_only_where_sales_are_unknown(turnover, capital, expected):
    assert size_class(turnover, capital) == expected
