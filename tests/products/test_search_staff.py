"""What staff see of the search: what a synonym would find, and what was asked in vain."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from products import search_log
from products.models import EmptySearch, SearchSynonym
from products.synonyms import preview
from tests.factories import make_published_product

pytestmark = pytest.mark.django_db
PREVIEW = "admin:products_searchsynonym_preview"
TODAY = date(2026, 11, 26)


def test_a_synonym_shows_what_it_would_find_before_it_is_kept(as_user, dewi):
    make_published_product(name="Cobek Tanah")

    page = as_user(dewi).post(reverse(PREVIEW), {"term": "ulekan", "means": "cobek"}).text

    assert "Cobek Tanah" in page
    assert not SearchSynonym.objects.exists()
    (cobek, ulekan) = preview("ulekan", "cobek")
    assert (cobek.before, cobek.after) == (1, 1)
    assert (ulekan.before, ulekan.after, ulekan.names) == (0, 1, ["Cobek Tanah"])


def test_a_kept_synonym_is_compared_with_the_search_without_it():
    make_published_product(name="Cobek Tanah")
    SearchSynonym.objects.create(term="ulekan", means="cobek")

    assert [
        each.before for each in preview("ulekan", "cobek, lumpang") if each.word == "ulekan"
    ] == [0]


def test_an_artisan_cannot_open_the_preview(as_user, sari):
    assert as_user(sari).post(reverse(PREVIEW), {"term": "a", "means": "b"}).status_code != 200


def test_searches_in_vain_are_counted_by_day_and_lead_to_a_synonym(client, as_user, dewi):
    make_published_product(name="Cobek Tanah")
    for _again in range(2):
        client.get("/katalog/?q=Lumpang")
    client.get("/cari/?q=lumpang")
    client.get("/katalog/?q=cobekk")

    rows = list(EmptySearch.objects.values_list("words", "number", "outcome").order_by("words"))
    assert rows == [("cobekk", 1, "corrected"), ("lumpang", 3, "nothing")]
    page = as_user(dewi).get(reverse("admin:products_emptysearch_changelist")).text
    assert "?term=lumpang" in page
    assert "cobekk" not in page


@pytest.mark.parametrize(
    "text", ["0812 3456 7890", "siti@contoh.id", "3522201234567890", "ktp 35-22-20-12-34-56", "!!"]
)
def test_what_may_be_personal_is_not_kept(client, text):
    client.get("/katalog/", {"q": text})

    assert not EmptySearch.objects.exists()


def test_a_filter_that_leaves_nothing_is_no_missing_word(client):
    make_published_product(name="Vas", grade="A")

    client.get("/katalog/?q=vas&grade=B")

    assert not EmptySearch.objects.exists()


def test_a_day_keeps_a_limited_number_of_texts_for_half_a_year(monkeypatch):
    monkeypatch.setattr(search_log, "MOST_A_DAY", 1)
    for text in ("lumpang", "ulekan", "lumpang"):
        search_log.note(text, None, has_hits=False, on=TODAY)

    assert list(EmptySearch.objects.values_list("words", "number")) == [("lumpang", 2)]
    assert search_log.forget(on=TODAY + timedelta(days=180)) == 0
    assert search_log.forget(on=TODAY + timedelta(days=181)) == 1
