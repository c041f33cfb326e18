"""A maker's switches: what the public sees follows at once, and comes back unharmed."""

import pytest
from django.urls import reverse

from dekranasda.accounts.models import Consent
from tests.factories import make_business, make_published_product

URL = "/saya/setelan/"
ALL = {"public_profile": "on", "public_phone": "on", "public_photo": "on"}


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


def test_consent_is_written_down_once(client, sari_artisan):
    client.post(URL, ALL)
    client.post(URL, ALL)

    consents = Consent.objects.filter(subject=sari_artisan.uid)
    assert consents.count() == 3
    assert all(consent.is_given and consent.channel == "portal" for consent in consents)


def test_a_maker_who_takes_consent_back_is_hidden_at_once(client, sari_business):
    work = make_published_product(sari_business)
    client.post(URL, ALL)
    client.logout()
    assert client.get(work.get_absolute_url()).status_code == 200

    client.force_login(sari_business.owner.user)
    answer = client.post(URL, {"public_phone": "on"}, follow=True)

    assert "Pilihan Anda sudah disimpan" in answer.content.decode()
    client.logout()
    assert client.get(work.get_absolute_url()).status_code == 410
    assert work.name not in client.get(reverse("products:catalogue")).content.decode()


def test_what_was_hidden_comes_back_with_the_consent(client, sari_business):
    work = make_published_product(sari_business)
    idle = make_business(owner=sari_business.owner)
    client.post(URL, {})

    client.post(URL, ALL)

    sari_business.refresh_from_db()
    idle.refresh_from_db()
    assert (sari_business.is_public, idle.is_public) == (True, False)
    assert client.get(work.get_absolute_url()).status_code == 200


def test_the_switches_show_how_it_stands(client):
    client.post(URL, {"public_phone": "on"})

    page = client.get(URL).content.decode()

    assert page.count(" checked") == 1


def test_others_stay_as_they_are(client, bima):
    business = bima.artisan.businesses.get()
    make_published_product(business)

    client.post(URL, {})

    business.refresh_from_db()
    assert business.is_public


def test_who_is_no_artisan_has_no_switches(as_user, ratna):
    assert as_user(ratna).get(URL).status_code == 404
