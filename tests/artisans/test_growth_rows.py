"""What the database keeps of figures, readiness and permits, whatever writes them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from artisans.imports.copying import copy_rows
from artisans.models import Business, BusinessYear, Licence, ReadinessAssessment
from artisans.size_class import size_class
from tests.factories import make_business

BILLION = 1_000_000_000
EDGES = [None, 0, BILLION, BILLION + 1, 2 * BILLION, 2 * BILLION + 1, 5 * BILLION, 5 * BILLION + 1,
         10 * BILLION, 10 * BILLION + 1, 15 * BILLION, 15 * BILLION + 1, 50 * BILLION,
         50 * BILLION + 1]  # fmt: skip


def class_of(business):
    return Business.objects.values_list("size_class", flat=True).get(pk=business.pk)


def test_the_database_and_the_arithmetic_agree_at_every_boundary(db):
    business = make_business()
    figures = [(sales, capital) for sales in EDGES for capital in EDGES]
    copy_rows([
        BusinessYear(business=business, year=number, turnover_idr=sales, capital_idr=capital)
        for number, (sales, capital) in enumerate(figures, 1990)
    ])  # fmt: skip

    kept = BusinessYear.objects.order_by("year").values_list("size_class", flat=True)

    expected = [
        None if sales is None and capital is None else size_class(sales, capital)
        for sales, capital in figures
    ]
    assert list(kept) == expected


def test_two_thousand_million_is_micro_and_one_rupiah_more_is_small(db):
    business = make_business()
    year = BusinessYear.objects.create(business=business, year=2025, turnover_idr=2 * BILLION)
    assert class_of(business) == "micro"

    BusinessYear.objects.filter(pk=year.pk).update(turnover_idr=2 * BILLION + 1)

    assert class_of(business) == "small"


def test_the_newest_year_that_says_something_decides(db):
    business = make_business()
    BusinessYear.objects.create(business=business, year=2024, turnover_idr=3 * BILLION)
    BusinessYear.objects.create(business=business, year=2025, workers_male=2)
    assert class_of(business) == "small"

    newest = BusinessYear.objects.create(business=business, year=2026, turnover_band="5-10")
    assert class_of(business) == "micro"

    newest.delete()
    assert class_of(business) == "small"


def test_the_open_band_says_nothing_of_the_class(db):
    business = make_business()

    BusinessYear.objects.create(business=business, year=2025, turnover_band="50-")
    assert class_of(business) == ""

    BusinessYear.objects.update(capital_idr=2 * BILLION)
    assert class_of(business) == "small"


def test_figures_that_move_to_another_business_take_the_class_along(db):
    loser, winner = make_business(), make_business()
    BusinessYear.objects.create(business=loser, year=2025, turnover_idr=3 * BILLION)

    BusinessYear.objects.update(business=winner)

    assert (class_of(loser), class_of(winner)) == ("", "small")


def test_a_correction_of_figures_keeps_what_stood_before(db):
    year = BusinessYear.objects.create(business=make_business(), year=2025, turnover_idr=1)

    BusinessYear.objects.update(turnover_idr=2)

    kept = year.events.order_by("pgh_id").values_list("pgh_label", "turnover_idr")
    assert list(kept) == [("insert", 1), ("update", 2)]


@pytest.fixture
def assessment(sari_business, maya) -> ReadinessAssessment:
    """Maya's judgement of Sari's business."""
    return ReadinessAssessment.objects.create(
        business=sari_business, assessed_on=date(2026, 2, 1), level=2, assessed_by=maya
    )


def test_a_judgement_is_never_overwritten_nor_removed(assessment):
    for change in (
        lambda: ReadinessAssessment.objects.update(level=4),
        lambda: ReadinessAssessment.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()

    assert ReadinessAssessment.objects.values_list("level", flat=True).get() == 2


def test_a_merge_may_move_a_judgement_and_a_list_may_be_taken_back(assessment):
    other = make_business()

    ReadinessAssessment.objects.update(business=other)
    ReadinessAssessment.objects.create(business=other, assessed_on=date(2026, 3, 1), level=4)
    ReadinessAssessment.objects.filter(assessed_by__isnull=True).delete()

    assert other.assessments.get().pk == assessment.pk


def test_another_level_than_the_conditions_give_needs_a_reason(sari_business):
    fields = {"business": sari_business, "assessed_on": date(2026, 1, 1), "proposed_level": 3}
    ReadinessAssessment.objects.create(level=4, reason="Contoh sudah dilihat", **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReadinessAssessment.objects.create(level=4, **fields)


def test_the_number_of_the_nib_has_one_place(sari_business):
    Business.objects.update(business_id="1234567890123")
    nib = Licence.objects.create(business=sari_business, kind="nib")
    nib.refresh_from_db()

    assert nib.shown_number == "1234567890123"
    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.update(number="1234567890123")
