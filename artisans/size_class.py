"""The class of a business by PP 7/2021, article 35: micro, small or medium.

Knows nothing of Django: the values are those of `Business.SizeClass`.
"""

MICRO, SMALL, MEDIUM = "micro", "small", "medium"
MONTHS_A_YEAR = 12

# The largest yearly sales and the largest capital (without land and building) of each class, in
# rupiah. Source: PP 7/2021, article 35, paragraphs 3 and 5.
SIZE_LIMITS = (
    (MICRO, 2_000_000_000, 1_000_000_000),
    (SMALL, 15_000_000_000, 5_000_000_000),
    (MEDIUM, 50_000_000_000, 10_000_000_000),
)
# From the smallest up; the empty text stands for a business beyond medium.
SIZE_ORDER = (MICRO, SMALL, MEDIUM, "")


def size_class(turnover_idr: int | None, capital_idr: int | None) -> str:
    """The class by yearly sales, or by capital where sales are unknown; empty beyond medium."""
    for name, most_turnover, most_capital in SIZE_LIMITS:
        if turnover_idr is not None and turnover_idr <= most_turnover:
            return name
        if turnover_idr is None and capital_idr is not None and capital_idr <= most_capital:
            return name
    return ""
