"""Yearly figures: written by staff, mentors and makers; compared over the same businesses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from artisans.facts import sources_of
from artisans.forms.growth import RupiahField
from artisans.growth import compare_turnover, record_year, size_class_of
from artisans.models import Business, BusinessYear, FactSource, MentoringPlan
from tests.factories import make_business

Kind = FactSource.Kind
TODAY = timezone.localdate()
YEAR = TODAY.year - 1


def record(business, year=YEAR, by=None, kind=Kind.OFFICE, **figures):
    return record_year(
        business, year, figures, kind=kind, as_of=TODAY, by=by or business.owner.user,
        at=timezone.now(),
    )  # fmt: skip


def page(business, year=YEAR):
    return reverse("artisans:business_year", args=[business.pk, year])


def typed(**answers):
    return {"source_kind": "maker", "as_of": TODAY.isoformat(), "step": "0", **answers}


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("12,5 jt", 12_500_000),
        ("Rp 12.500.000", 12_500_000),
        ("Rp12.500.000,-", 12_500_000),
        ("1 jt/bulan", 12_000_000),
        ("0", 0),
        ("-", None),
        ("", None),
    ],
)
def test_money_is_understood_as_people_type_it(text, rupiah):
    assert RupiahField(per_month=12).clean(text) == rupiah


@pytest.mark.parametrize(
    "text", ["5-10 juta", "banyak", "12", "1,2,3", "=1+1", "99999999999999999"]
)
def test_money_that_may_be_two_things_is_asked_again(text):
    with pytest.raises(ValidationError):
        RupiahField(per_month=12).clean(text)


def test_each_figure_keeps_where_it_comes_from(sari_business, dewi):
    record(sari_business, by=dewi, kind=Kind.DOCUMENT, capital_idr=5_000_000, workers_male=2)
    changed = record(sari_business, kind=Kind.MAKER, workers_male=3, capital_idr=5_000_000)

    facts = sources_of(sari_business)

    assert changed == ["workers_male"]
    assert facts[f"{YEAR}.workers_male"].kind == Kind.MAKER
    assert facts[f"{YEAR}.capital_idr"].kind == Kind.DOCUMENT


def test_staff_enter_a_year_and_the_class_follows_with_its_ground(as_user, dewi, sari_business):
    client = as_user(dewi)

    response = client.post(page(sari_business), typed(turnover_idr="2,5 miliar", workers_male="4"))

    year = BusinessYear.objects.get()
    assert (year.turnover_idr, year.workers_male, year.workers_female) == (2_500_000_000, 4, None)
    text = client.get(response.url).content.decode()
    assert "<strong>Kecil</strong>" in text
    assert f"menurut omzet {YEAR}" in text
    assert "pernyataan perajin" in text


def test_wrong_answers_are_explained_and_nothing_is_saved(as_user, dewi, sari_business):
    answers = typed(
        turnover_idr="600 jt", turnover_band="5-10", workers_male="-1", capital_idr="banyak",
        as_of="2999-01-01",
    )  # fmt: skip

    response = as_user(dewi).post(page(sari_business), answers)

    text = response.content.decode()
    assert response.status_code == 422
    assert "sekitar Rp50.000.000 sebulan" in text
    assert "Pilih hari ini atau sebelumnya" in text
    assert 'value="banyak"' in text
    assert BusinessYear.objects.count() == 0


def test_more_kinds_of_work_than_people_are_noticed(as_user, dewi, sari_business):
    answers = typed(workers_male="1", workers_female="1", workers_permanent="3")

    assert as_user(dewi).post(page(sari_business), answers).status_code == 422


def test_the_second_of_two_people_is_told_and_loses_nothing(as_user, dewi, sari_business):
    client = as_user(dewi)
    record(sari_business, capital_idr=9_000_000)

    response = client.post(page(sari_business), typed(capital_idr="7 jt"))

    text = response.content.decode()
    assert response.status_code == 409
    assert "Rp9.000.000" in text
    assert 'value="7 jt"' in text
    assert BusinessYear.objects.get().capital_idr == 9_000_000

    step = response.context["form"].data["step"]
    assert client.post(page(sari_business), typed(capital_idr="7 jt", step=step)).status_code == 302
    assert BusinessYear.objects.get().capital_idr == 7_000_000


def test_only_who_keeps_a_business_writes_its_figures(
    as_user, agus, maya, hartono, sari, bima, ratna, sari_business
):
    assert as_user(agus).get(page(sari_business)).status_code == 200
    assert as_user(maya).get(page(sari_business)).status_code == 404
    for person in (hartono, sari, bima, ratna):
        assert as_user(person).get(page(sari_business)).status_code == 403
    MentoringPlan.objects.create(
        business=sari_business, mentor=maya, title="Mutu", opened_on=date(2026, 1, 5)
    )
    assert as_user(maya).get(page(sari_business)).status_code == 200
    assert as_user(agus).get(page(sari_business, 1950)).status_code == 404


def test_a_maker_answers_three_questions(as_user, sari, sari_business):
    client = as_user(sari)
    start = client.get(reverse("artisans:own_figures", args=[sari_business.pk]))

    first = client.post(start.context["first"], {"turnover_band": "5-10", "turnover_idr": ""})
    second = client.post(first.url, {"workers_male": "1", "workers_female": "2"})
    third = client.post(second.url, {"capital_idr": "5 jt"}, follow=True)

    year = BusinessYear.objects.get(business=sari_business, year=YEAR)
    assert (year.turnover_band, year.turnover_idr) == ("5-10", None)
    assert (year.workers_male, year.workers_female, year.capital_idr) == (1, 2, 5_000_000)
    assert "sudah tersimpan" in third.content.decode()
    assert {fact.kind for fact in sources_of(sari_business).values()} == {Kind.MAKER}


def test_a_maker_reaches_only_the_own_business(as_user, bima, sari_business):
    client = as_user(bima)

    for address in (
        reverse("artisans:own_figures", args=[sari_business.pk]),
        reverse("artisans:own_figure", args=[sari_business.pk, YEAR, "modal"]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"capital_idr": "1 jt"}).status_code in (404, 405)
    own = reverse("artisans:own_figure", args=[bima.artisan.businesses.get().pk, YEAR, "gaji"])
    assert client.get(own).status_code == 404


def test_growth_is_measured_over_businesses_that_reported_both_years(db, dewi):
    for first, second in ((100, 150), (100, 100), (900, None), (None, 50)):
        business = make_business()
        for year, sales in ((2024, first), (2025, second)):
            BusinessYear.objects.create(
                business=business, year=year, turnover_idr=sales, turnover_band="0-1"
            )
    dormant = make_business(state=Business.State.DORMANT)
    BusinessYear.objects.create(business=dormant, year=2024, turnover_idr=1)

    panel = compare_turnover(Business.objects.all(), 2024, 2025)

    assert (panel.count, panel.first_only, panel.second_only, panel.businesses) == (2, 1, 1, 4)
    assert (panel.first_idr, panel.second_idr) == (200, 250)
    assert (panel.growth_percent, panel.coverage_percent) == (25.0, 50.0)


def test_growth_without_a_panel_is_unknown(db):
    assert compare_turnover(Business.objects.all(), 2024, 2025).growth_percent is None


def test_the_ground_of_a_class_is_named(db):
    business = make_business()
    years = BusinessYear.objects.order_by("-year")

    assert size_class_of(years) is None
    BusinessYear.objects.create(business=business, year=2023, capital_idr=11_000_000_000)
    assert size_class_of(years.all()).ground == "menurut modal 2023"
    assert size_class_of(years.all()).label == "Di atas usaha menengah"
    BusinessYear.objects.create(business=business, year=2024, turnover_band="1-5", capital_idr=1)
    assert size_class_of(years.all()).ground == "menurut kisaran omzet 2024"
