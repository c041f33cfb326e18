"""Works at an exhibition: choosing, handing over, counting back, and what it brought."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from dekranasda.accounts.models import User
from events import exhibits, stand_sales
from events.exhibition_report import LEAST_MAKERS, report
from events.exhibits import Line
from events.models import Consignment, Event, Exhibit, RotationRule, StallApplication, StallCall
from tests.events.factories import make_event
from tests.factories import make_business, make_published_product, make_user

NOW = timezone.now()


def make_exhibition(**fields: Any) -> Event:
    """An exhibition that runs now."""
    fields.setdefault("starts_at", NOW - timedelta(hours=3))
    fields.setdefault("quota", None)
    return make_event(kind=Event.Kind.EXHIBITION, **fields)


def make_exhibit(event: Event, *, quantity: int = 10, **fields: Any) -> Exhibit:
    """A work of a business of its own, ten pieces at 50,000 each."""
    product = make_published_product(fields.pop("business", None), **fields)
    return Exhibit.objects.create(event=event, product=product, quantity=quantity, price_idr=50_000)


def sell(exhibit: Exhibit, pieces: int = 1, *, by: User | None = None, **fields: Any) -> None:
    """One sale (or what `fields` say), recorded now."""
    fields.setdefault("kind", "sale")
    fields.setdefault("price_idr", 50_000)
    fields.setdefault("key", uuid.uuid4())
    stand_sales.record(exhibit, pieces=pieces, by=by or make_user(), at=NOW, **fields)


def counted(exhibit: Exhibit) -> Exhibit:
    """The exhibit with its sales, as it stands now."""
    return Exhibit.objects.with_sales().get(pk=exhibit.pk)


def give_stall(event: Event, business: Any, by: User) -> None:
    """An announced list on which the business has the only stall, A1."""
    call = StallCall.objects.create(
        event=event, rule=RotationRule.objects.create(name="Rumus"), stalls=1, closes_at=NOW,
        computed_at=NOW, computed_by=by, published_at=NOW, published_by=by,
    )  # fmt: skip
    StallApplication.objects.create(
        call=call, business=business, pieces=12, stand="A1", place=1, applied_at=NOW, applied_by=by
    )


def test_works_of_businesses_with_a_stall_are_offered_with_price_and_stand(db, dewi, as_user):
    event, other = make_exhibition(), make_published_product(name="Tampah")
    mine = make_published_product(name="Vas", price_idr=175_000)
    give_stall(event, mine.business, dewi)
    address = reverse("events:choose_exhibits", args=[event.pk])
    client = as_user(dewi)

    offered = client.get(address).context["works"]
    answer = client.post(address, {f"pieces-{mine.pk}": "8", f"pieces-{other.pk}": "3"})

    assert offered == [mine]
    assert answer.status_code == 302
    exhibit = Exhibit.objects.get()
    assert (exhibit.product, exhibit.quantity) == (mine, 8)
    assert (exhibit.price_idr, exhibit.stand) == (175_000, "A1")


def test_a_work_that_is_not_on_show_is_never_chosen(db):
    event, hidden = make_exhibition(), make_published_product()
    type(hidden).objects.filter(pk=hidden.pk).update(state="suspended")

    assert exhibits.choose(event, {hidden.pk: 5}) == 0
    assert not Exhibit.objects.exists()


def test_choosing_nothing_says_so_and_keeps_the_page(db, dewi, as_user):
    event, work = make_exhibition(), make_published_product()
    address = reverse("events:choose_exhibits", args=[event.pk]) + f"?nama={work.name}"

    page = as_user(dewi).post(address, {f"pieces-{work.pk}": ""})

    assert "Isi jumlah untuk paling sedikit satu karya." in page.content.decode()
    assert not Exhibit.objects.exists()


def test_what_went_is_what_was_sold_and_came_back_and_a_difference_is_named(db, dewi):
    event = make_exhibition()
    one = make_exhibit(event)
    two = make_exhibit(event, business=one.product.business, name="Tampah")
    business = one.product.business
    note = exhibits.hand_over(
        event, business,
        [Line(one.pk, quantity=10, condition="Baik"), Line(two.pk, quantity=4, condition="Gores")],
        on=NOW.date(), handed_by="Siti", note="", by=dewi,
    )  # fmt: skip
    sell(one, 3)

    odd = exhibits.take_back(
        note,
        [Line(one.pk, returned=5, damaged=1, missing=1), Line(two.pk, returned=3)],
        on=NOW.date(), returned_to="Siti", by=dewi,
    )  # fmt: skip

    assert counted(one).difference == 0
    assert [(row.pk, row.difference) for row in odd] == [(two.pk, 1)]


@given(
    went=st.integers(1, 50), sold=st.integers(0, 60), back=st.integers(0, 50),
    damaged=st.integers(0, 50), missing=st.integers(0, 50),
)  # fmt: skip
def test_the_difference_is_exactly_what_cannot_be_told_of(went, sold, back, damaged, missing):
    exhibit = Exhibit(
        quantity=went, returned_count=back, damaged_count=damaged, missing_count=missing
    )
    exhibit.sold = sold

    assert exhibit.difference == went - sold - back - damaged - missing
    assert exhibit.more == -exhibit.difference


def test_a_note_is_corrected_until_the_return_and_not_afterwards(db, dewi, as_user):
    exhibit = make_exhibit(make_exhibition())
    event, business = exhibit.event, exhibit.product.business
    words = {"on": NOW.date(), "handed_by": "Siti", "note": "", "by": dewi}
    exhibits.hand_over(event, business, [Line(exhibit.pk, quantity=9)], **words)
    note = exhibits.hand_over(event, business, [Line(exhibit.pk, quantity=7)], **words)
    exhibits.take_back(
        note, [Line(exhibit.pk, returned=7)], on=NOW.date(), returned_to="Siti", by=dewi
    )

    with pytest.raises(ValidationError) as refusal:
        exhibits.hand_over(event, business, [Line(exhibit.pk, quantity=1)], **words)

    page = as_user(dewi).get(reverse("events:exhibit_update", args=[exhibit.pk]), follow=True)
    assert "Ubah di sana." in page.content.decode()
    assert refusal.value.code == "returned"
    assert Consignment.objects.count() == 1
    assert counted(exhibit).quantity == 7


def test_a_work_with_sales_or_on_a_note_stays_on_the_list(db, dewi):
    event = make_exhibition()
    sold, handed, free = (make_exhibit(event, name=name) for name in ("Vas", "Tampah", "Topi"))
    sell(sold)
    exhibits.hand_over(
        event, handed.product.business, [Line(handed.pk, quantity=1)],
        on=NOW.date(), handed_by="Siti", note="", by=dewi,
    )  # fmt: skip

    codes = []
    for exhibit in (sold, handed, free):
        try:
            exhibits.remove(exhibit)
        except ValidationError as error:
            codes.append(error.code)

    assert codes == ["sold", "handed"]
    assert set(Exhibit.objects.all()) == {sold, handed}


def test_note_and_labels_are_papers_with_the_words_that_matter(db, dewi, as_user):
    exhibit = make_exhibit(make_exhibition(title="Pameran Kota"), name="Vas Bubut")
    event, business = exhibit.event, exhibit.product.business
    client = as_user(dewi)
    arguments = [event.pk, business.slug]
    answers = {
        f"quantity-{exhibit.pk}": "6", f"condition-{exhibit.pk}": "Gores kecil di kaki",
        "handed_on": NOW.date().isoformat(), "handed_by": "Siti Aminah",
    }  # fmt: skip
    client.post(reverse("events:hand_over", args=arguments), answers)
    sell(exhibit, 2)
    counts = {
        f"returned-{exhibit.pk}": "3", f"damaged-{exhibit.pk}": "0", f"missing-{exhibit.pk}": "0",
        "returned_on": NOW.date().isoformat(), "returned_to": "Siti Aminah",
    }  # fmt: skip
    told = client.post(reverse("events:take_back", args=arguments), counts, follow=True)

    note = text_of(client.get(reverse("events:consignment_note", args=arguments)))
    labels = text_of(client.get(reverse("events:exhibit_labels", args=[event.pk])))

    assert "belum cocok: Vas Bubut (+1)" in told.content.decode()
    for words in ("Pameran Kota", "Vas Bubut", "Gores kecil di kaki", "Siti Aminah", "Selisih"):
        assert words in note
    # A pair of letters that stands close (HT) is read back with a gap.
    assert exhibit.product.code in labels.replace(" ", "")
    assert "Rp50.000" in labels


def text_of(response: Any) -> str:
    """All words of a PDF."""
    content = b"".join(response.streaming_content)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_report_counts_makers_first_timers_sales_orders_and_buyers(db, dewi):
    before = make_exhibition(starts_at=NOW - timedelta(days=200))
    event = make_exhibition(cost_idr=1_000_000)
    known = make_business()
    make_exhibit(before, business=known)
    shown = [make_exhibit(event, business=known, name="Vas"), make_exhibit(event, name="Tampah")]
    sell(shown[0], 2)
    sell(shown[0], 1, same_buyer=True)
    sell(shown[1], 1, price_idr=80_000)
    sell(shown[1], 5, kind="order")
    sell(shown[1], 4, is_undone=True)

    found = report(event)

    assert (found.makers, found.first_timers, found.first_timers_share) == (2, 1, 50)
    assert (found.works, found.pieces, found.sold) == (2, 20, 4)
    assert (found.sales_idr, found.orders, found.orders_idr) == (230_000, 1, 250_000)
    assert found.buyers == 3
    assert found.cost_share == 435
    assert not found.is_public


def test_the_public_page_tells_totals_only_and_only_of_enough_makers(db, client):
    event = make_exhibition(ends_at=NOW - timedelta(minutes=5), title="Pameran Lalu")
    rows = [make_exhibit(event, name=f"Vas {number}") for number in range(LEAST_MAKERS)]
    for exhibit in rows[:-1]:
        sell(exhibit, 2)
    few = client.get(event.get_absolute_url()).content.decode()
    sell(rows[-1], 3)

    enough = client.get(event.get_absolute_url()).content.decode()

    assert "Rp200.000" not in few
    assert "Rp350.000" in enough
    assert "Rp100.000" not in enough


def test_the_workbook_holds_figures_works_and_sales(db, dewi, as_user):
    exhibit = make_exhibit(make_exhibition(), name="=1+1")
    sell(exhibit, 2)

    answer = as_user(dewi).get(reverse("events:exhibition_workbook", args=[exhibit.event_id]))
    book = load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames == ["Laporan", "Karya", "Catatan penjualan"]
    row = [cell.value for cell in book["Karya"][2]]
    assert (row[4], row[6], row[7], row[8]) == ("=1+1", 10, 2, 100_000)
    assert book["Karya"]["E2"].data_type == "s"


def test_pages_of_an_exhibition_open_for_whom_they_should(db, dewi, maya, hartono, ratna, as_user):
    exhibit = make_exhibit(make_exhibition(mentors=[maya]))
    elsewhere = make_exhibition(starts_at=NOW - timedelta(days=2))
    names = ("exhibit_desk", "exhibition_report", "stand_sales", "choose_exhibits")

    def answers(user: User, event: Event) -> list[int]:
        client = as_user(user)
        return [
            client.get(reverse(f"events:{name}", args=[event.pk])).status_code for name in names
        ]

    assert answers(dewi, exhibit.event) == [200, 200, 200, 200]
    assert answers(maya, exhibit.event) == [200, 200, 200, 403]
    assert answers(maya, elsewhere) == [404, 404, 404, 403]
    assert answers(hartono, exhibit.event) == [200, 200, 403, 403]
    assert answers(ratna, exhibit.event) == [403, 403, 403, 403]


def test_the_desk_asks_the_same_number_of_queries_for_many_works(
    db, dewi, as_user, django_assert_max_num_queries
):
    event, client = make_exhibition(), as_user(dewi)
    for number in range(6):
        make_exhibit(event, name=f"Vas {number}")

    for name in ("exhibit_desk", "exhibition_report", "stand_sales"):
        with django_assert_max_num_queries(16):
            client.get(reverse(f"events:{name}", args=[event.pk]))
