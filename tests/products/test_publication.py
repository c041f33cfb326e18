"""What may be published, and that nothing else changes what the public sees."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from dekranasda.accounts.models import Consent
from products.models import Product
from products.publication import publish, refresh_works_of, resume, suspend, withdraw
from tests.factories import (
    SUMMARY,
    give_consent,
    make_business,
    make_centre,
    make_product,
    make_published_product,
)

pytestmark = pytest.mark.django_db


def ready(**fields) -> Product:
    """A work that may be published: frozen, with a photograph, its maker agreeing."""
    product = make_product(**fields)
    product.versions.get().freeze(at=timezone.now())
    give_consent(product.business.owner)
    return product


def try_publishing(product: Product, **changes) -> None:
    values = {
        "version": product.versions.get(),
        "grade": "A",
        "curated_on": date(2026, 10, 12),
        "valid_until": date(2028, 10, 12),
        "certificate_number": "DKB-2026-0001",
        "summary": SUMMARY,
        "at": timezone.now(),
    }
    publish(product, **{**values, **changes})


def test_publishing_writes_what_the_catalogue_shows():
    centre = make_centre()
    business = make_business(centre=centre)
    product = ready(business=business, name="Vas Bubut Jati", stock=2, price_max_idr=200_000)

    try_publishing(product)

    assert product.state == Product.State.PUBLISHED
    assert product.slug == "vas-bubut-jati"
    assert product.maker_name == business.owner.name
    assert product.district == business.village.district
    assert product.centre == centre
    assert (product.price_idr, product.price_max_idr) == (175_000, 200_000)
    assert product.is_ready_stock
    assert product.cover_sha256 == product.published_version.photos.get().sha256
    business.refresh_from_db()
    assert business.is_public


def refused(product: Product, code: str, **changes) -> None:
    with pytest.raises(ValidationError) as refusal:
        try_publishing(product, **changes)
    assert refusal.value.code == code
    product.refresh_from_db()
    assert product.state == Product.State.DRAFT
    product.business.refresh_from_db()
    assert not product.business.is_public


def test_a_draft_version_is_refused():
    product = make_product()
    give_consent(product.business.owner)

    refused(product, "not_frozen")


def test_a_version_without_a_photograph_is_refused():
    refused(ready(photos=[]), "no_photo")


def test_a_maker_who_never_agreed_is_not_shown():
    product = make_product()
    product.versions.get().freeze(at=timezone.now())

    refused(product, "no_consent")


def test_a_maker_who_took_consent_back_is_not_shown():
    product = ready()
    give_consent(product.business.owner, Consent.Purpose.PUBLIC_PROFILE, is_given=False)

    refused(product, "no_consent")


def test_the_work_of_a_business_at_rest_is_refused():
    product = ready(business=make_business(state="dormant"))

    refused(product, "inactive_business")


def test_the_version_of_another_work_is_refused():
    refused(ready(), "other_product", version=ready().versions.get())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grade": "C"}, "grade"),
        ({"valid_until": date(2020, 1, 1)}, "validity"),
        ({"summary": [{"name": "Mutu", "score": 4}]}, "summary"),
        ({"summary": [{"name": "Mutu", "word": "Baik", "score": 4}]}, "summary"),
    ],
)
def test_what_curation_hands_over_must_make_sense(changes, code):
    refused(ready(), code, **changes)


def test_a_suspended_work_is_hidden_and_comes_back(client):
    product = make_published_product()
    address = product.get_absolute_url()

    suspend(product, reason="Laporan ditelusuri.")
    hidden = client.get(address).status_code
    resume(product, on=date(2026, 11, 1))

    assert hidden == 410
    assert client.get(address).status_code == 200
    assert product.state_reason == ""


def test_a_work_does_not_come_back_without_consent():
    product = make_published_product()
    suspend(product, reason="Laporan ditelusuri.")
    give_consent(product.business.owner, Consent.Purpose.PUBLIC_PROFILE, is_given=False)

    with pytest.raises(ValidationError) as refusal:
        resume(product, on=date(2026, 11, 1))

    assert refusal.value.code == "no_consent"


def test_a_withdrawn_work_does_not_come_back():
    product = make_published_product()
    product.featured_position = 1
    product.save()

    withdraw(product, reason="Ditiru dari perajin lain.")

    assert product.state == Product.State.WITHDRAWN
    assert product.featured_position is None
    with pytest.raises(ValidationError):
        resume(product, on=date(2026, 11, 1))
    with pytest.raises(ValidationError):
        withdraw(product, reason="Lagi.")


def test_hiding_needs_a_reason_and_a_shown_work():
    product = make_published_product()

    with pytest.raises(ValidationError) as no_reason:
        suspend(product, reason="  ")
    with pytest.raises(ValidationError) as not_shown:
        suspend(make_product(), reason="Salah.")

    assert no_reason.value.code == "no_reason"
    assert not_shown.value.code == "not_shown"


def test_a_new_name_of_the_maker_reaches_the_cards(client):
    product = make_published_product()
    owner = product.business.owner
    owner.name = "Siti Rukayah"
    owner.save()

    number = refresh_works_of(product.business)

    assert number == 1
    assert "Siti Rukayah" in client.get("/katalog/?q=rukayah").text


def test_the_nightly_command_brings_all_works_up_to_date(client):
    product = make_published_product()
    make_product()
    material = product.published_version.materials.get()
    material.aliases = "tectona"
    material.save()

    call_command("refresh_catalogue", stdout=(said := StringIO()))

    assert said.getvalue() == "1 karya diperbarui.\n"
    assert product.name in client.get("/katalog/?q=tectona").text
