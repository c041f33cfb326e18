"""The registry's admin: every page opens, cheaply, and shows no national number."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    CraftCentre,
    Figure,
    ImportBatch,
    ImportRow,
    Licence,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
    ReadinessAssessment,
)
from artisans.reference import load_reference_data
from tests.factories import make_artisan, make_business

NIK = "3522215003759001"
MOST_QUERIES = 20
MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "artisans"),
    key=lambda model: model.__name__,
)


def fill(start, count, mentor):
    """As many rows of every model."""
    batch = ImportBatch.objects.create(file_name=f"daftar-{start}.xlsx", uploaded_by=mentor)
    for number in range(start, start + count):
        owner = make_artisan(name=f"Orang {number}", slug=f"o-{number}", village_id="35.22.21.2009")
        if number == start:
            owner.keep_national_id(NIK if start == 0 else "3522215003759002")
            owner.save()
        business = make_business(
            owner=owner,
            name=f"Usaha {number}",
            slug=f"u-{number}",
            craft_id="BTK",
            village_id="35.22.21.2009",
        )
        BusinessYear.objects.create(business=business, year=2025, turnover_idr=1_000_000)
        Licence.objects.create(business=business, kind="sni", number=str(number))
        ReadinessAssessment.objects.create(
            business=business, assessed_on=date(2025, 1, 1), level=1, assessed_by=mentor
        )
        plan = MentoringPlan.objects.create(
            business=business, mentor=mentor, title="Mutu", opened_on=date(2025, 1, 1)
        )
        MentoringTarget.objects.create(plan=plan, title="Label")
        MentoringVisit.objects.create(
            business=business, mentor=mentor, visited_on=date(2025, 1, 1), findings="Baik"
        )
        CraftCentre.objects.create(
            slug=f"s-{number}", name=f"Sentra {number}", craft_id="BTK", district_id="35.22.21"
        )
        ImportRow.objects.create(
            batch=batch, sheet="A", row=number, outcome="create", business=business
        )
        Figure.objects.create(
            key="umkm",
            label="UMKM",
            value=1,
            definition="d",
            source=str(number),
            as_of="2025-01-01",
        )


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference_data()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    assert NIK not in response.content.decode()
    return len(queries)


def test_every_list_takes_the_same_few_queries_for_3_and_for_30_rows(as_user, chief, maya):
    client = as_user(chief)
    addresses = {
        model: reverse(f"admin:artisans_{model._meta.model_name}_changelist") for model in MODELS
    }
    fill(0, 3, maya)
    few = {model: queries_of(client, address) for model, address in addresses.items()}
    fill(3, 27, maya)
    many = {model: queries_of(client, address) for model, address in addresses.items()}

    assert few == many
    assert max(many.values()) <= MOST_QUERIES


@pytest.fixture
def chief(request):
    return request.getfixturevalue("admin")


def test_every_form_opens_in_few_queries_and_masks_the_national_number(as_user, chief, maya):
    client = as_user(chief)
    fill(0, 2, maya)

    for model in MODELS:
        name = f"admin:artisans_{model._meta.model_name}"
        row = model.objects.order_by("pk").first()
        assert queries_of(client, reverse(f"{name}_change", args=[row.pk])) <= MOST_QUERIES, name
    artisan = Artisan.objects.get(slug="o-0")
    text = client.get(reverse("admin:artisans_artisan_change", args=[artisan.pk])).content.decode()
    assert "3522••••••••9001" in text


def test_a_search_in_every_list_works(as_user, chief, maya):
    client = as_user(chief)
    fill(0, 2, maya)

    for model in MODELS:
        address = reverse(f"admin:artisans_{model._meta.model_name}_changelist")
        assert client.get(address, {"q": "usaha"}).status_code == 200


def test_the_trail_of_changes_is_readable(as_user, chief, maya):
    fill(0, 1, maya)
    business = Business.objects.get()
    Business.objects.filter(pk=business.pk).update(address="Jl. Baru 2", state="dormant")

    address = reverse("admin:artisans_business_history", args=[business.pk])
    text = as_user(chief).get(address).content.decode()

    assert "kosong → Jl. Baru 2" in text
    assert "Aktif → Tidak aktif" in text


def test_imports_are_records_that_the_admin_cannot_change(as_user, chief, maya):
    client = as_user(chief)
    fill(0, 1, maya)
    batch = ImportBatch.objects.get()

    assert client.get(reverse("admin:artisans_importbatch_add")).status_code == 403
    address = reverse("admin:artisans_importbatch_delete", args=[batch.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
