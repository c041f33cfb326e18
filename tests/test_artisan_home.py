"""The artisan's start page: what waits first, then works; only the own ones."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.models import Submission
from curation.status import PUBLIC_STATES
from curation.transitions import State
from products import drafts
from products.models import Enquiry
from tests.factories import make_business, make_product, make_published_product


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


def home(client) -> str:
    """The page's text."""
    page = client.get(reverse("artisan_home"))
    assert page.status_code == 200
    return page.content.decode()


def test_a_new_artisan_is_led_to_the_first_work(client):
    page = home(client)

    assert "Anda belum menambahkan karya. Mulailah dengan satu karya terbaik Anda." in page
    assert reverse("products:draft_create") in page
    assert "Melengkapi data Anda" in page


def test_a_draft_waits_to_be_continued(client, sari, sari_business):
    version = drafts.start_draft(sari_business, by=sari, at=timezone.now())
    version.name = "Vas bubut jati"
    version.save()

    page = home(client)

    assert "Lanjutkan «Vas bubut jati»" in page
    assert reverse("products:draft_resume", args=[version.product.code]) in page


def test_works_of_others_are_never_shown(client, bima):
    make_product(make_business(owner=bima.artisan), name="Milik Bima")

    assert "Milik Bima" not in home(client)
    assert "Milik Bima" not in client.get(reverse("artisan_works")).content.decode()


def test_questions_of_buyers_are_counted(client, sari_business):
    work = make_published_product(sari_business)
    for days in (1, 2, 40):
        Enquiry.objects.create(product=work, asked_at=timezone.now() - timedelta(days=days))

    page = home(client)

    figures = re.findall(r'<dd class="value nums">\s*(\d+)\s*</dd>', page)
    assert figures == ["0", "2"]
    assert "Tampil di katalog" in page


def test_the_list_asks_once_however_many_works(client, sari_business, django_assert_num_queries):
    url = reverse("artisan_works")
    make_product(sari_business)
    client.get(url)
    with django_assert_num_queries(4):
        client.get(url)

    for _ in range(5):
        make_product(sari_business)
    with django_assert_num_queries(4):
        assert client.get(url).status_code == 200


def test_the_list_is_cut_into_pages(client, sari_business):
    for number in range(21):
        make_product(sari_business, name=f"Karya ke-{number}")

    first = client.get(reverse("artisan_works")).content.decode()
    second = client.get(reverse("artisan_works"), {"hal": "2"}).content.decode()

    assert first.count("Karya ke-") == 20
    assert second.count("Karya ke-") == 1


def test_a_visitor_without_an_artisan_is_told_where_to_go(as_user, ratna, admin):
    assert reverse("workspace") in home(as_user(ratna))
    assert home(as_user(admin))


def test_no_state_of_a_submission_is_without_words_for_its_maker():
    assert set(PUBLIC_STATES) == set(State)
    assert Submission._meta.get_field("state").choices == State.choices
