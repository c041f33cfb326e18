"""One search over works, makers, centres and events: grouped, counted, with the same words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from tests.factories import make_business, make_centre, make_craft, make_published_product

pytestmark = pytest.mark.django_db


def make_event(title: str) -> Event:
    at = timezone.now() + timedelta(days=3)
    return Event.objects.create(
        title=title,
        slug=title.lower().replace(" ", "-"),
        kind=Event.Kind.TRAINING,
        state=Event.State.PUBLISHED,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
    )


def test_every_kind_is_found_and_counted(client):
    centre = make_centre(name="Sentra Anyaman Grogol", craft=make_craft("anyaman"))
    business = make_business(name="Anyam Grogol", centre=centre)
    make_published_product(business, name="Tampah", craft=make_craft("anyaman"))
    make_event("Pelatihan menganyam")

    found = client.get("/cari/?q=dianyam").context["found"]

    assert [work.name for work in found.works.items] == ["Tampah"]
    assert [maker.pk for maker in found.makers.items] == [business.owner.pk]
    assert [row.name for row in found.centres.items] == ["Sentra Anyaman Grogol"]
    assert found.events.count == 1
    assert found.works.count == found.makers.count == found.centres.count == 1


def test_a_maker_is_found_by_name_in_an_old_spelling(client):
    product = make_published_product(name="Vas")
    product.business.owner.name = "Sujono"
    product.business.owner.save()

    found = client.get("/cari/?q=Soedjono").context["found"]

    assert [maker.name for maker in found.makers.items] == ["Sujono"]


def test_a_hidden_maker_is_not_found(client):
    business = make_business(name="Rahasia Jaya", is_public=False)

    page = client.get("/cari/?q=rahasia")

    assert page.context["found"].is_empty
    assert business.name not in page.text


def test_a_mistyped_event_is_answered_at_once(client):
    make_published_product(name="Vas")
    make_event("Pelatihan kemasan")

    page = client.get("/cari/?q=kemassan")

    assert "Maksud Anda:" in page.text
    assert page.context["found"].events.count == 1


def test_nothing_found_leads_to_the_crafts(client):
    make_craft("batik")

    page = client.get("/cari/?q=qqqqqq").text

    assert "Belum ada yang cocok" in page
    assert "/katalog/batik/" in page


def test_the_queries_do_not_grow_with_what_is_found(client, django_assert_max_num_queries):
    for number in range(9):
        make_published_product(name=f"Vas {number}")

    with django_assert_max_num_queries(13):
        client.get("/cari/?q=vas")
