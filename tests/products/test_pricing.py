"""The price help: what a piece costs, which price carries it, who reads it, how long it stays."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from curation.blind import blind_work
from products import cost_sheets
from products.drafts import new_version
from products.models import CostSheet, MinimumWage, ProductVersion
from products.pricing import Costs, hourly_minimum, sellable
from tests.factories import make_business, make_product

TYPED = {
    "pieces": "10",
    "main_material_idr": "250rb + 50rb",
    "other_material_idr": "",
    "packaging_idr": "Rp 20.000",
    "hours": "12 jam 30 menit",
    "hourly_wage_idr": "16rb",
    "overhead_percent": "10",
    "is_shared": "on",
}
COSTS = Costs(
    pieces=10,
    materials_idr=300_000,
    packaging_idr=20_000,
    hours=Decimal("12.5"),
    hourly_wage_idr=16_000,
    overhead_percent=10,
)


def test_cost_price_and_wage_follow_the_published_reckoning():
    # (300,000 + 20,000 + 12.5 × 16,000) × 1.1 = 572,000 for ten.
    assert COSTS.total_idr == 572_000
    assert COSTS.unit_cost_idr == 57_200
    assert [COSTS.price_through_shop(share) for share in (0, 30, 40, 50)] == [
        57_500,
        82_000,  # 57,200 ÷ 0.7 = 81,714
        95_500,
        115_000,
    ]
    assert COSTS.hourly_wage_at(57_200) == 16_000  # at its cost the piece pays the wished wage
    assert COSTS.hourly_wage_at(20_000) < 0
    assert (COSTS.left_at(82_000), COSTS.share_left_at(82_000)) == (24_800, 30)
    assert COSTS.share_left_at(40_000) == 0
    assert hourly_minimum(2_525_132) == 14_597
    assert (sellable(1), sellable(99_501), sellable(100_001)) == (500, 100_000, 101_000)


@pytest.fixture
def draft(sari):
    product = make_product(sari.artisan.businesses.get(), name="Vas Bubut Jati", price_idr=50_000)
    return product.draft()


def page_of(version):
    return reverse("products:cost_sheet", args=[version.product.code])


def test_numbers_are_read_as_people_write_them_and_stay_with_the_draft(draft, sari, as_user):
    MinimumWage.objects.create(year=2025, monthly_idr=2_525_132, source="SK 2025")
    client = as_user(sari)
    step = client.get(draft.step_url(ProductVersion.Step.PRICE))
    assert page_of(draft) in step.text

    answer = client.post(page_of(draft), TYPED)

    assert answer["Location"] == page_of(draft) + "#hasil"
    sheet = CostSheet.objects.get(version=draft)
    assert cost_sheets.costs_of(sheet) == COSTS
    text = client.get(page_of(draft)).text
    assert "Rp57.200" in text
    assert "Anda rugi Rp7.200 setiap buah" in text
    assert "Rp14.597 sejam" in text
    assert "belum kami catat" in text  # the year itself has no figure; the last one stands in
    assert "perlu dicocokkan" in text
    assert 'value="12,5"' in text

    chosen = client.post(reverse("products:use_price", args=[draft.product.code]), {"share": "30"})

    assert chosen["Location"] == draft.step_url(ProductVersion.Step.PRICE)
    draft.refresh_from_db()
    assert draft.price_idr == 82_000


def test_what_is_not_understood_is_asked_again_and_all_of_it_stays(draft, sari, as_user):
    client = as_user(sari)
    wrong = TYPED | {"main_material_idr": "banyak", "hours": "2 hari", "overhead_percent": "300"}

    answer = client.post(page_of(draft), wrong)

    assert answer.status_code == 422
    assert all(f'value="{typed}"' in answer.text for typed in ("banyak", "2 hari", "16rb"))
    assert "Tulis biaya dengan angka, misalnya 25000" in answer.text
    assert "Tulis lamanya dalam jam" in answer.text
    assert not CostSheet.objects.exists()
    for share in ("30", "x", "²", "99"):
        client.post(reverse("products:use_price", args=[draft.product.code]), {"share": share})
    draft.refresh_from_db()
    assert draft.price_idr == 50_000


def test_an_absurd_reckoning_never_becomes_a_price(draft, sari, as_user):
    client = as_user(sari)
    client.post(page_of(draft), TYPED | {"hours": "9999", "hourly_wage_idr": "9 miliar"})
    use = reverse("products:use_price", args=[draft.product.code])

    answer = client.post(use, {"share": "50"}, follow=True)

    assert "terlalu besar" in answer.text
    draft.refresh_from_db()
    assert draft.price_idr == 50_000


def test_a_year_without_any_figure_says_so(draft, sari, as_user):
    client = as_user(sari)
    client.post(page_of(draft), TYPED)

    assert "belum dapat dibandingkan" in client.get(page_of(draft)).text


def test_strangers_find_no_reckoning(draft, bima, as_user):
    client = as_user(bima)

    assert client.get(page_of(draft)).status_code == 404
    assert client.post(page_of(draft), TYPED).status_code == 404
    use = reverse("products:use_price", args=[draft.product.code])
    assert client.post(use, {"share": "0"}).status_code == 404


def test_it_freezes_with_the_version_and_a_new_one_begins_with_a_copy(draft, sari, as_user):
    client = as_user(sari)
    client.post(page_of(draft), TYPED)
    draft.freeze(at=timezone.now())
    before = CostSheet.objects.values().get(version=draft)

    tried = client.post(page_of(draft), TYPED | {"pieces": "1"})
    refused = client.post(reverse("products:use_price", args=[draft.product.code]), {"share": "0"})

    assert "Rp572.000" in tried.text  # reckoned, and kept nowhere
    assert refused["Location"] == page_of(draft)
    for change in (
        lambda: CostSheet.objects.filter(version=draft).update(is_shared=False),
        lambda: CostSheet.objects.filter(version=draft).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    with pytest.raises(ValidationError, match="tidak dapat diubah"):  # a page that was still open
        cost_sheets.keep(draft, {"pieces": 1})
    assert CostSheet.objects.values().get(version=draft) == before
    copy = new_version(draft.product, by=sari)
    assert cost_sheets.costs_of(copy.cost_sheet) == COSTS
    client.post(page_of(copy), TYPED | {"pieces": "20"})
    assert CostSheet.objects.get(version=copy).pieces == 20
    assert CostSheet.objects.values().get(version=draft) == before


def test_an_open_request_about_something_else_keeps_the_reckoning(draft, sari, as_user):
    client = as_user(sari)
    client.post(page_of(draft), TYPED)
    draft.product.open_steps = [1]
    draft.product.save()

    client.post(page_of(draft), TYPED | {"pieces": "99"})

    assert CostSheet.objects.get(version=draft).pieces == 10


def test_curators_read_numbers_only_and_only_where_the_maker_agreed(db):
    shared = {"pieces": 10, "main_material_idr": 300_000, "hours": 12, "hourly_wage_idr": 16_000}
    business = make_business(name="Sari Jati Batokan")
    agreed = make_product(business, cost_sheet=shared | {"is_shared": True}).versions.get()
    silent = make_product(business, cost_sheet=shared).versions.get()
    none = make_product(business).versions.get()

    facts = dict(blind_work(agreed).costs)

    assert facts["Biaya satu buah"] == "Rp54.120"
    assert facts["Sisa untuk penjual ulang"] == "69% dari harga"
    assert "Sari" not in str(facts)
    assert blind_work(silent).costs == blind_work(none).costs == []


def test_the_database_refuses_what_makes_no_sense(draft):
    for numbers in ({"pieces": 0}, {"hours": 0}, {"hourly_wage_idr": 0}, {"packaging_idr": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CostSheet.objects.create(
                version=draft, **{"hours": 1, "hourly_wage_idr": 15_000} | numbers
            )
