"""The registry's admin: every page opens, cheaply, and shows no national number."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    CentreMembership,
    CraftCentre,
    Figure,
    ImportBatch,
    ImportRow,
    Licence,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
    ReadinessAssessment,
    Tradition,
)
from dekranasda.accounts.models import User
from tests.factories import make_artisan, make_business, make_user

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
        centre = CraftCentre.objects.create(
            slug=f"s-{number}", name=f"Sentra {number}", craft_id="BTK", district_id="35.22.21"
        )
        CentreMembership.objects.create(business=business, centre=centre)
        ImportRow.objects.create(
            batch=batch, sheet="A", row=number, outcome="create", business=business
        )
        Tradition.objects.create(name=f"Kriya {number}", slug=f"k-{number}", craft_id="BTK")
        Figure.objects.create(
            key="umkm",
            label="UMKM",
            value=1,
            definition="d",
            source=str(number),
            as_of="2025-01-01",
        )


# What a model's own rules ask for beyond its required fields.
def special(model, number):
    businesses = Business.objects.order_by("pk")
    if model.__name__ == "DuplicatePair":
        first = businesses[number]
        other = make_business(owner=first.owner, name=f"Kembar {number}")
        return {"kind": "business", "first_business": first, "second_business": other}
    if model.__name__ == "ChosenColumns":
        return {"user": make_user(full_name=f"Petugas {number}"), "columns": ["name"]}
    if model.__name__ == "GroupDocument":
        return {"centre": CraftCentre.objects.order_by("pk")[number]}
    if model.__name__ == "Bearer":
        return {"name": f"Mbah {number}"}
    if model.__name__ == "TraditionYear":
        return {"year": 2020 + number}
    if model.__name__ == "TraditionLevel":
        return {"reasons": ["few"]}
    if model.__name__ == "ImportMatch":
        return {"business": businesses[number]}
    if model.__name__ == "Merge":
        gone = make_business(owner=make_artisan(), name=f"Lama {number}")
        return {"kind": "business", "survivor_business": businesses[number], "loser_business": gone}
    return {}


def add_row(model, number, mentor):
    """A row of any model of the registry: required fields by their type, things that are there."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.null or field.blank or field.has_default() or field.primary_key:
            continue
        related = field.related_model
        if related is User:
            values[field.name] = mentor
        elif related is not None:
            values[field.name] = related.objects.order_by("pk")[number]
        else:
            values[field.name] = value_for(field, number)
    model.objects.create(**{**values, **special(model, number)})


def value_for(field, number):
    if field.choices:
        return field.choices[0][0]
    samples = {
        "DateField": date(2025, 1, 1),
        "DateTimeField": datetime(2025, 1, 1, tzinfo=UTC),
        "UUIDField": UUID(int=number + 1),
    }
    kind = field.get_internal_type()
    return samples.get(
        kind, number + 1 if "Integer" in kind or "Float" in kind else f"kata {number}"
    )


def fill_all(start, count, mentor):
    """As many rows of every registered model, whoever registered it."""
    fill(start, count, mentor)
    for model in MODELS:
        while model.objects.count() < start + count:
            add_row(model, model.objects.count(), mentor)


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here asks the database."""


@pytest.fixture
def chief(request):
    return request.getfixturevalue("admin")


def test_every_model_of_the_registry_is_in_the_admin():
    all_models = {
        model.__name__
        for model in apps.get_app_config("artisans").get_models()
        if not hasattr(model, "pgh_id")
    }

    assert all_models == {model.__name__ for model in MODELS}


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code in {200, 403}, address
    assert NIK not in response.content.decode()
    return len(queries)


def pages_of(model):
    """The list, the empty form, the first row and its history."""
    name = f"admin:artisans_{model._meta.model_name}"
    row = model.objects.order_by("pk").first()
    return (
        reverse(f"{name}_changelist"),
        reverse(f"{name}_add"),
        reverse(f"{name}_change", args=[row.pk]),
        reverse(f"{name}_history", args=[row.pk]),
    )


@pytest.mark.long
def test_every_page_of_every_model_takes_the_same_few_queries_for_1_and_3_rows(
    as_user, chief, maya
):
    client = as_user(chief)
    fill_all(0, 1, maya)
    addresses = [address for model in MODELS for address in pages_of(model)]
    ContentType.objects.get_for_models(*apps.get_models())  # kept from the first question on
    client.get(addresses[0])
    few = {address: queries_of(client, address) for address in addresses}
    fill_all(1, 2, maya)
    many = {address: queries_of(client, address) for address in addresses}

    assert {a: (few[a], many[a]) for a in addresses if few[a] != many[a]} == {}
    assert {a: number for a, number in many.items() if number > MOST_QUERIES} == {}


def test_the_national_number_is_masked(as_user, chief, maya):
    fill(0, 1, maya)
    artisan = Artisan.objects.get(slug="o-0")
    text = as_user(chief).get(reverse("admin:artisans_artisan_change", args=[artisan.pk])).text
    assert "3522••••••••9001" in text
    assert NIK not in text


def test_rows_and_lists_lead_to_the_workbench(as_user, chief, maya):
    fill(0, 1, maya)
    business = Business.objects.get()
    client = as_user(chief)
    record = reverse("artisans:business_detail", args=[business.pk])

    for name in ("change", "history"):
        page = client.get(reverse(f"admin:artisans_business_{name}", args=[business.pk])).text
        assert f'href="{record}"' in page, name
    listed = client.get(reverse("admin:artisans_craftcentre_changelist")).text
    assert f'href="{reverse("artisans:centre_list")}"' in listed


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
