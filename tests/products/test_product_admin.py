"""Works in the admin: found, read, hardly changed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from products.models import Enquiry, Product, ProductVersion, SearchSynonym
from tests.factories import make_material, make_product, make_published_product, make_technique


@pytest.fixture
def client(as_user, admin):
    """An administrator's browser."""
    return as_user(admin)


@pytest.fixture
def works(db):
    """A draft and a work in the catalogue."""
    return make_product(name="Kap Lampu Bambu"), make_published_product(name="Vas Bubut Jati")


def change_url(thing) -> str:
    """The admin's page of the thing."""
    return reverse(f"admin:products_{thing._meta.model_name}_change", args=[thing.pk])


@pytest.mark.parametrize(
    "name",
    [
        "product",
        "productversion",
        "material",
        "technique",
        "motif",
        "searchsynonym",
        "emptysearch",
        "enquiry",
    ],
)
@pytest.mark.parametrize("query", ["", "?q=vas"])
def test_every_list_opens_with_few_queries(
    client, works, name, query, django_assert_max_num_queries
):
    for _ in range(4):
        make_published_product()
    Enquiry.objects.create(product=works[1])
    SearchSynonym.objects.create(term="vas", means="guci")

    with django_assert_max_num_queries(20):
        page = client.get(reverse(f"admin:products_{name}_changelist") + query)

    assert page.status_code == 200


def test_a_work_opens_with_few_queries(client, works, django_assert_max_num_queries):
    for thing in (works[1], works[1].versions.get(), works[0].versions.get()):
        with django_assert_max_num_queries(20):
            assert client.get(change_url(thing)).status_code == 200


def test_a_search_finds_by_code(client, works):
    url = reverse("admin:products_product_changelist")

    page = client.get(url, {"q": works[1].code}).content.decode()

    assert "Vas Bubut Jati" in page
    assert works[0].code not in page


def test_the_state_of_a_work_cannot_be_set_here(client, works):
    work = works[0]

    client.post(
        change_url(work),
        {
            "state": "published",
            "grade": "A",
            "featured_position": "3",
            "versions-TOTAL_FORMS": "0",
            "versions-INITIAL_FORMS": "0",
        },
    )

    work.refresh_from_db()
    assert (work.state, work.grade, work.featured_position) == (Product.State.DRAFT, "", 3)


def test_a_frozen_version_is_only_read(client, works):
    version = works[1].versions.get()

    page = client.get(change_url(version)).content.decode()
    answer = client.post(change_url(version), {"name": "Lain"})

    assert 'name="_save"' not in page
    assert answer.status_code == 403
    assert ProductVersion.objects.get(pk=version.pk).name == "Vas Bubut Jati"


def test_a_draft_can_be_mended(client, works):
    version = works[0].versions.get()
    photo = version.photos.get()
    form = {
        "name": "Kap Lampu Bambu Halus",
        "materials": [make_material().pk],
        "techniques": [make_technique().pk],
        "photos-TOTAL_FORMS": "1",
        "photos-INITIAL_FORMS": "1",
        "photos-0-id": photo.pk,
        "photos-0-version": version.pk,
        "photos-0-alt": "Kap lampu menyala",
    }

    answer = client.post(change_url(version), form)

    assert answer.status_code == 302
    assert ProductVersion.objects.get(pk=version.pk).name == "Kap Lampu Bambu Halus"
    assert version.photos.get().alt == "Kap lampu menyala"


@pytest.mark.parametrize("name", ["product", "productversion", "enquiry"])
def test_nothing_is_added_or_deleted_here(client, works, name):
    thing = {"product": works[0], "productversion": works[0].versions.get()}.get(name)
    if thing is None:
        thing = Enquiry.objects.create(product=works[1], asked_at=timezone.now())

    assert client.get(reverse(f"admin:products_{name}_add")).status_code == 403
    delete = reverse(f"admin:products_{name}_delete", args=[thing.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_the_admin_of_works_is_closed_to_artisans(as_user, sari, works):
    answer = as_user(sari).get(reverse("admin:products_product_changelist"))

    assert answer.status_code == 302
