"""What the public may count of a round: nobody who lost can be told, also not by subtraction."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from curation.models import Round, Submission
from curation.trust import SMALLEST_CELL, Cell, _figures, figures_of, nearest_rank, told_apart
from tests.curation.cases import POOR, finish, start
from tests.factories import make_district, make_village

groups = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), max_size=8)


@given(groups)
def test_no_line_and_no_difference_of_lines_betrays_a_loser(given_groups):
    cells = [
        Cell(chr(97 + place), decided, min(decided, accepted))
        for place, (decided, accepted) in enumerate(given_groups)
    ]

    shown = told_apart(cells)

    total = Cell("", sum(c.decided for c in cells), sum(c.accepted for c in cells))
    if not shown:
        return
    for out in range(len(shown)):  # all lines but one, taken from the total
        others = [cell for place, cell in enumerate(shown) if place != out]
        left = Cell(
            "",
            total.decided - sum(c.decided for c in others),
            total.accepted - sum(c.accepted for c in others),
        )
        assert (left.decided, left.accepted) == (shown[out].decided, shown[out].accepted)
        assert left.decided >= SMALLEST_CELL
        assert left.failed == 0 or (left.failed >= SMALLEST_CELL and left.accepted > 0)
    assert sum(cell.name == "" for cell in shown) <= 1


def test_a_small_group_takes_the_next_smallest_with_it():
    cells = [Cell("batik", 40, 20), Cell("kayu", 12, 6), Cell("gerabah", 3, 1)]

    assert told_apart(cells) == [Cell("batik", 40, 20), Cell("kayu", 12, 6)][:1] + [Cell("", 15, 7)]
    assert told_apart([Cell("batik", 40, 20), Cell("gerabah", 3, 1)]) == []


@pytest.mark.parametrize(
    ("days", "median", "most"),
    [([], None, None), ([7], 7, 7), ([3, 1, 2], 2, 3), (list(range(1, 11)), 5, 9)],
)
def test_days_are_those_within_which_so_many_were_told(days, median, most):
    assert (nearest_rank(days, 50), nearest_rank(days, 90)) == (median, most)


@pytest.mark.django_db
def test_public_pages_count_without_naming_who_lost(council, client, django_assert_num_queries):
    village = make_village(district=make_district("Rahasia Kidul", "35.22.99"))
    passed, lost = finish(council), finish(council, "rejected", POOR)
    lost.product.business.village = village
    lost.product.business.save()
    Round.objects.filter(pk=council.round.pk).update(
        opens_at=timezone.now() - timedelta(days=90),
        closes_at=timezone.now() - timedelta(days=60),
        review_due_at=timezone.now() - timedelta(days=50),
        meets_on=timezone.localdate() - timedelta(days=40),
        releases_on=timezone.localdate() - timedelta(days=1),
    )

    with django_assert_num_queries(7):
        figures = figures_of(council.round)

    assert figures.accepted == 1
    # One alone is neither counted nor to be had from the other figures.
    assert (figures.received, figures.failed, figures.decided) == (None, None, None)
    assert (figures.rejected, figures.waiting, figures.withdrawn) == (None, 0, 0)
    assert (figures.by_craft, figures.by_district, figures.pass_percent) == ([], [], None)
    for address in (f"/kurasi/{council.round.slug}/", "/kurasi/", "/data/kurasi.csv"):
        answer = client.get(address)
        page = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert council.round.title in page
        assert passed.code not in page
        for word in (lost.code, lost.product.business.name, "Rahasia Kidul"):
            assert word not in page


@pytest.mark.parametrize(
    ("accepted", "rejected", "told"),
    [(6, 0, True), (1, 4, False), (1, 5, True), (0, 5, False), (9, 1, False)],
)
def test_losers_are_counted_from_five_on_and_never_where_all_are(accepted, rejected, told):
    works = [("accepted", "", "")] * accepted + [("rejected", "", "")] * rejected
    figures = _figures(works, [], recusals=0, declared=0, waivers=0, appeals=[])

    assert figures.accepted == accepted
    assert figures.failed == (rejected if told else None)
    assert figures.received == (accepted + rejected if told else None)
    assert (figures.pass_percent is not None) is told


@pytest.mark.django_db
def test_outcomes_count_only_once_they_are_known(council):
    work = start(council)

    figures = figures_of(council.round)

    assert (figures.waiting, figures.decided, figures.pass_percent) == (1, 0, None)
    assert Submission.objects.get() == work
