"""The registry's list, search and record, and what each role sees of it."""

import pytest
from django.urls import reverse

from artisans.models import Artisan, Business, ReadinessAssessment
from artisans.reference import load_reference_data
from tests.factories import make_artisan, make_business

LIST = reverse("artisans:business_list")
SEARCH = reverse("artisans:business_search")


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference_data()


@pytest.fixture
def batik(db) -> Business:
    """A batik business in Jono, Temayang, with a NIK and a phone."""
    owner = make_artisan(
        name="Kartini Puspita", slug="kartini", phone="+6281299900777", village_id="35.22.21.2009"
    )
    owner.keep_national_id("3522215003759001")
    owner.save()
    return make_business(
        owner=owner,
        name="Batik Jono",
        slug="batik-jono",
        craft_id="BTK",
        village_id="35.22.21.2009",
    )


def names(response):
    return [business.name for business in response.context["page"]]


def test_the_list_is_narrowed_by_name_place_craft_and_readiness(as_user, dewi, batik, sari):
    client = as_user(dewi)
    ReadinessAssessment.objects.create(business=batik, assessed_on="2025-01-01", level=1)
    ReadinessAssessment.objects.create(business=batik, assessed_on="2025-06-01", level=4)

    assert names(client.get(LIST)) == ["Batik Jono", "Sari Jati"]
    for parameters in (
        {"q": "jono"},
        {"q": "kartini batik"},
        {"kecamatan": "35.22.21"},
        {"kerajinan": "BTK"},
        {"status": "siap"},
    ):
        assert names(client.get(LIST, parameters)) == ["Batik Jono"], parameters
    assert names(client.get(LIST, {"status": "tanpa"})) == ["Sari Jati"]
    assert "Tidak ada usaha yang cocok" in client.get(LIST, {"q": "zzz"}).content.decode()


def test_a_personal_number_is_found_by_post_and_never_by_address(as_user, dewi, batik):
    client = as_user(dewi)

    for number in ("0812-9990-0777", "+6281299900777", "3522215003759001", "3522 2150 0375 9001"):
        assert "Batik Jono" in client.post(SEARCH, {"number": number}).content.decode(), number
    by_address = client.get(LIST, {"q": "081299900777"}).content.decode()
    assert "Nomor pribadi tidak dicari" in by_address
    assert client.get(SEARCH).status_code == 405
    assert (
        "tidak ada di registri"
        in client.post(SEARCH, {"number": "0812 1111 2222"}).content.decode()
    )
    refused = client.post(SEARCH, {"number": "halo"})
    assert refused.status_code == 422
    assert "Tulis 16 angka NIK" in refused.content.decode()


def test_an_operator_sees_the_own_districts_only(as_user, agus, batik, sari, sari_business):
    client = as_user(agus)

    assert names(client.get(LIST)) == ["Sari Jati"]
    assert "Batik Jono" not in client.post(SEARCH, {"number": "081299900777"}).content.decode()
    assert client.get(record(batik)).status_code == 404
    assert client.get(record(sari_business)).status_code == 200


def record(business):
    return reverse("artisans:business_detail", args=[business.pk])


@pytest.mark.parametrize("person", ["sari", "ratna", "maya"])
def test_the_registry_is_closed_to_others(request, as_user, batik, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(LIST).status_code == 403
    assert client.post(SEARCH, {"number": "081299900777"}).status_code == 403
    assert client.get(record(batik)).status_code in {403, 404}


def test_the_list_and_the_record_take_the_same_queries_for_few_and_many(
    as_user, dewi, batik, django_assert_num_queries
):
    client = as_user(dewi)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    for number in range(30):
        owner = make_artisan(name=f"Orang {number}", slug=f"orang-{number}")
        make_business(
            owner=owner,
            name=f"Usaha {number}",
            slug=f"usaha-{number}",
            craft_id="BTK",
            village_id="35.22.21.2009",
        )
    assert Artisan.objects.count() == 31

    with django_assert_num_queries(8):
        client.get(LIST)
