"""Looks at works and makers are counted by the page itself, by day, and nobody is known by it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from products.models import MakerViews, Product, WorkViews
from products.page_views import Attention, attention_to
from tests.browser import PHONE
from tests.factories import make_product, make_published_product


def told(**more):
    """A page that tells of a look, from somebody nobody knows."""
    return Client(enforce_csrf_checks=True, headers=more)


def test_looks_add_up_by_day_and_leave_nothing_behind(db):
    work = make_published_product()
    url = reverse("products:note_work_view", args=[work.code.lower()])

    answers = [told().post(url) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {204}
    assert not any(answer.cookies for answer in answers)
    day = WorkViews.objects.get()
    assert (day.product, day.day, day.number) == (work, timezone.localdate(), 3)
    told().post(reverse("products:note_maker_view", args=[work.business.owner.slug]))
    assert MakerViews.objects.get().number == 1


def test_hidden_unknown_and_foreign_looks_count_nothing_and_are_answered_alike(db):
    draft, suspended, private = make_product(), make_published_product(), make_published_product()
    Product.objects.filter(pk=suspended.pk).update(state=Product.State.SUSPENDED)
    private.business.is_public = False
    private.business.save()
    work = make_published_product()
    url = reverse("products:note_work_view", args=[work.code])

    for code in (draft.code, suspended.code, private.code, "ZZZZZ"):
        assert told().post(reverse("products:note_work_view", args=[code])).status_code == 204
    for slug in (draft.business.owner.slug, private.business.owner.slug, "tidak-ada"):
        assert told().post(reverse("products:note_maker_view", args=[slug])).status_code == 204
    assert told(sec_fetch_site="cross-site").post(url).status_code == 204
    assert told().get(url).status_code == 405

    assert not WorkViews.objects.exists()
    assert not MakerViews.objects.exists()


def test_one_device_cannot_count_without_end(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "page_view": "2/m/ip"}
    url = reverse("products:note_work_view", args=[make_published_product().code])

    assert {told().post(url).status_code for _ in range(4)} == {204}

    assert WorkViews.objects.get().number == 2


def test_the_last_thirty_days_are_told(db):
    work = make_published_product()
    today = timezone.localdate()
    for back, number in ((0, 5), (29, 7), (30, 100)):
        WorkViews.objects.create(product=work, day=today - timedelta(days=back), number=number)
    MakerViews.objects.create(artisan=work.business.owner, day=today, number=4)
    work.enquiries.create()

    works = Product.objects.filter(pk=work.pk)

    assert attention_to(works, on=today) == Attention(seen=12, asked=1)
    assert attention_to(works, on=today, maker=work.business.owner).seen == 16


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_visit_counts_once_and_a_signed_in_look_not_at_all(new_page, live_server, as_user, bima):
    work = make_published_product()
    address = live_server.url + work.get_absolute_url()
    page = new_page(PHONE)

    with page.expect_request("**/dilihat/**") as found:
        page.goto(address)
    assert found.value.response().status == 204
    assert "cookie" not in found.value.all_headers()
    page.reload()
    page.wait_for_load_state("networkidle")

    assert WorkViews.objects.get().number == 1
    assert "data-seen" not in as_user(bima).get(work.get_absolute_url()).content.decode()
