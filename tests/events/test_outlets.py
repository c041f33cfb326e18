"""Outlets: what stands where, what a month sold, what came back, and what the public may know."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events import outlets
from events.models import Outlet, OutletMonth, Placement
from tests.events.test_exhibits import make_exhibit, make_exhibition, sell
from tests.factories import make_business, make_published_product

TODAY = timezone.localdate()
LAST_MONTH = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def outlet(db):
    """A gallery that may be named."""
    return Outlet.objects.create(name="Galeri Kota", is_public=True)


def place(outlet: Outlet, **fields: Any) -> Placement:
    """Ten pieces of a new work at 50,000 each, since last month."""
    product = fields.pop("product", None) or make_published_product(name=fields.pop("name", "Vas"))
    fields.setdefault("placed_on", LAST_MONTH)
    return Placement.objects.create(
        outlet=outlet, product=product, quantity=10, price_idr=50_000, **fields
    )


def standing(placement: Placement) -> int:
    """How many pieces stand there now."""
    return Placement.objects.with_sales().get(pk=placement.pk).standing


def test_a_month_is_written_once_and_corrected_by_writing_it_again(outlet, dewi):
    placement = place(outlet)

    outlets.record_month(outlet, LAST_MONTH, {placement.pk: (4, 200_000)}, by=dewi)
    outlets.record_month(outlet, LAST_MONTH, {placement.pk: (3, 150_000)}, by=dewi)
    assert standing(placement) == 7
    outlets.record_month(outlet, LAST_MONTH, {placement.pk: (0, 0)}, by=dewi)

    assert standing(placement) == 10
    assert not OutletMonth.objects.exists()


def test_more_than_was_placed_is_refused_and_nothing_of_the_month_is_kept(outlet, dewi):
    one, two = place(outlet, name="Vas"), place(outlet, name="Tampah")

    with pytest.raises(ValidationError) as refusal:
        outlets.record_month(
            outlet, LAST_MONTH, {one.pk: (2, 100_000), two.pk: (11, 550_000)}, by=dewi
        )

    assert refusal.value.code == "too_many"
    assert "Tampah" in refusal.value.messages[0]
    assert not OutletMonth.objects.exists()


def test_pieces_come_back_up_to_those_that_stand_there(outlet, dewi):
    placement = place(outlet)
    outlets.record_month(outlet, LAST_MONTH, {placement.pk: (4, 200_000)}, by=dewi)

    with pytest.raises(ValidationError) as refusal:
        outlets.bring_back(placement, pieces=7, on=TODAY, ends=False)
    outlets.bring_back(placement, pieces=2, on=TODAY, ends=False)
    outlets.bring_back(placement, pieces=4, on=TODAY, ends=True)

    placement.refresh_from_db()
    assert refusal.value.code == "too_many"
    assert (standing(placement), placement.ended_on) == (0, TODAY)


def test_the_month_page_reckons_income_from_the_price_and_keeps_what_is_wrong(
    outlet, dewi, as_user
):
    placement, client = place(outlet), as_user(dewi)
    address = reverse("events:outlet_month", args=[outlet.pk]) + f"?bulan={LAST_MONTH:%Y-%m}"
    fields = (f"pieces-{placement.pk}", f"income-{placement.pk}")

    wrong = client.post(address, dict(zip(fields, ("12", ""), strict=True))).content.decode()
    client.post(address, dict(zip(fields, ("3", ""), strict=True)))

    assert "Terjual lebih banyak daripada yang dititipkan: Vas." in wrong
    assert 'value="12"' in wrong
    row = OutletMonth.objects.get()
    assert (row.month, row.pieces, row.income_idr) == (LAST_MONTH, 3, 150_000)


def test_a_month_that_is_nonsense_shows_the_last_one_with_a_word(outlet, dewi, as_user):
    place(outlet)
    page = as_user(dewi).get(reverse("events:outlet_month", args=[outlet.pk]), {"bulan": "2026-13"})

    assert page.context["month"] == LAST_MONTH
    assert "Tulis bulan seperti 2026-10." in page.content.decode()


def test_a_work_is_placed_by_its_code_and_only_once_at_a_time(outlet, dewi, as_user):
    work, client = make_published_product(name="Tampah Halus"), as_user(dewi)
    address = reverse("events:place_work", args=[outlet.pk, work.code])
    answers = {"quantity": "5", "price_idr": "90000", "placed_on": TODAY.isoformat()}

    found = client.get(reverse("events:find_work", args=[outlet.pk]), {"nama": "tampah"})
    client.post(address, answers)
    again = client.post(address, answers).content.decode()

    assert list(found.context["found"]) == [work]
    assert Placement.objects.get().quantity == 5
    assert "Karya ini masih dititipkan di tempat itu." in again


def test_what_stands_where_is_chosen_by_outlet_and_state(outlet, dewi, as_user):
    other = Outlet.objects.create(name="Hotel")
    here, there = place(outlet), place(other)
    ended = place(outlet, name="Topi", ended_on=TODAY)
    client, address = as_user(dewi), reverse("events:market_desk")

    def shown(**chosen: str) -> set[Placement]:
        return set(client.get(address, chosen).context["page"])

    assert shown() == {here, there}
    assert shown(tempat=str(outlet.pk)) == {here}
    assert shown(keadaan="semua", tempat=str(outlet.pk)) == {here, ended}
    assert shown(tempat="omong kosong") == {here, there}


@pytest.mark.parametrize(
    ("maker_agrees", "outlet_agrees", "ended_on", "is_named"),
    [(True, True, None, True), (False, True, None, False), (True, False, None, False),
     (True, True, TODAY, False)],
)  # fmt: skip
def test_a_works_page_names_an_outlet_where_maker_and_outlet_agree(
    outlet, client, maker_agrees, outlet_agrees, ended_on, is_named
):
    Outlet.objects.filter(pk=outlet.pk).update(is_public=outlet_agrees)
    placement = place(outlet, is_public=maker_agrees, ended_on=ended_on)

    page = client.get(placement.product.get_absolute_url()).content.decode()

    assert ("Galeri Kota" in page) == is_named


def test_a_maker_reads_own_sales_and_nobody_elses(outlet, dewi, sari, sari_business, as_user):
    mine = place(outlet, product=make_published_product(sari_business, name="Vas Sari"))
    theirs = place(outlet, product=make_published_product(make_business(), name="Vas Lain"))
    outlets.record_month(outlet, LAST_MONTH, {mine.pk: (2, 100_000), theirs.pk: (3, 1)}, by=dewi)
    event = make_exhibition()
    shown = make_exhibit(event, business=sari_business, name="Tampah Sari")
    sell(shown, 2)
    sell(make_exhibit(event, name="Tampah Lain"), 5)

    page = as_user(sari).get(reverse("events:own_sales")).content.decode()

    for words in ("Vas Sari", "Rp100.000", "Tampah Sari", "Dibawa 10, terjual 2"):
        assert words in page
    assert "Lain" not in page


def test_only_the_secretariat_keeps_outlets_and_the_leader_reads(
    outlet, dewi, hartono, maya, as_user
):
    names = ("market_desk", "outlet_create")

    answers = {
        user.full_name: [as_user(user).get(reverse(f"events:{name}")).status_code for name in names]
        for user in (dewi, hartono, maya)
    }

    assert list(answers.values()) == [[200, 200], [200, 403], [403, 403]]


def test_months_of_the_future_are_refused(outlet, dewi):
    with pytest.raises(ValidationError) as refusal:
        outlets.record_month(outlet, date(TODAY.year + 1, 1, 1), {}, by=dewi)

    assert refusal.value.code == "future"
