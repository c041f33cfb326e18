"""Public pages are the same for everybody and kept whole; what changes is gone at once."""

from urllib.request import urlopen

import pytest
from django.core.cache import caches

from dekranasda.models import PublicEpoch
from products.models import Product
from products.publication import withdraw
from tests.factories import make_published_product, make_user

PUBLIC = ["/", "/katalog/", "/perajin/", "/sentra/", "/peta/", "/statistik/", "/en/", "/tentang/"]


@pytest.fixture
def kept(settings):
    """Pages are kept, as in production, from an empty store on."""
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("address", PUBLIC)
def test_an_anonymous_visitor_gets_no_cookie_and_the_same_bytes(client, address):
    make_published_product()

    first = client.get(address)
    second = client.get(address, headers={"User-Agent": "lain", "Accept-Language": "en"})

    assert first.status_code == 200
    assert not first.cookies
    assert not client.session.keys()
    assert first.content == second.content
    assert first["Cache-Control"] == "no-cache"
    assert first["ETag"] == second["ETag"]


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_a_kept_page_costs_one_query(client, django_assert_num_queries):
    make_published_product()
    client.get("/katalog/")

    with django_assert_num_queries(1):
        response = client.get("/katalog/")

    assert response.status_code == 200
    assert response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_a_browser_that_has_the_page_is_sent_nothing(client):
    etag = client.get("/katalog/")["ETag"]

    response = client.get("/katalog/", headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_languages_and_addresses_are_kept_apart(client):
    pages = [client.get(address).content for address in ("/", "/en/", "/katalog/")]

    assert [client.get(address).content for address in ("/", "/en/", "/katalog/")] == pages
    assert len(set(pages)) == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_a_signed_in_person_is_never_given_a_kept_page_nor_kept(client, as_user):
    client.get("/katalog/")

    person = as_user(make_user(full_name="Sari Wulandari")).get("/katalog/")

    assert person["Cache-Control"] == "private, no-store"
    assert "ETag" not in person
    assert person.content != client.get("/katalog/").content


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("address", ["/masuk/", "/saya/", "/kerja/"])
def test_what_is_not_for_everybody_is_not_kept(client, address):
    response = client.get(address)

    assert "ETag" not in response
    assert response["Cache-Control"] != "no-cache"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_an_answer_about_health_is_not_kept(live_server):
    # Over the wire: its view is asynchronous, and a browser's loop may run in the tests' thread.
    with urlopen(f"{live_server.url}/healthz") as response:  # noqa: S310 its own server
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] != "no-cache"


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_free_text_fills_no_memory(client, django_assert_num_queries):
    make_published_product(name="Vas")
    client.get("/katalog/?q=vas")

    with django_assert_num_queries(3):
        client.get("/katalog/?q=vas")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_a_withdrawn_work_is_gone_from_kept_pages_at_once(client):
    product = make_published_product(name="Vas Ditarik")
    address = product.get_absolute_url()
    assert "Vas Ditarik" in client.get("/katalog/").text
    assert client.get(address).status_code == 200

    withdraw(product, reason="Ditiru.")

    assert "Vas Ditarik" not in client.get("/katalog/").text
    assert client.get(address).status_code == 410


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_a_person_hidden_by_plain_sql_is_gone_from_kept_pages_at_once(client):
    product = make_published_product()
    name = product.maker_name
    assert name in client.get("/perajin/").text

    type(product.business).objects.filter(pk=product.business_id).update(is_public=False)

    assert name not in client.get("/perajin/").text
    assert name not in client.get("/katalog/").text


@pytest.mark.django_db(transaction=True)
def test_the_epoch_moves_with_what_the_public_sees_and_only_with_that():
    product = make_published_product()
    start = PublicEpoch.current()

    Product.objects.create(business=product.business)
    after_draft = PublicEpoch.current()
    Product.objects.filter(pk=product.pk).update(price_idr=1)
    after_price = PublicEpoch.current()
    type(product.business.owner).objects.filter(pk=product.business.owner_id).update(story="Baru")
    after_story = PublicEpoch.current()

    assert after_draft == start
    assert after_price > start
    assert after_story > after_price
