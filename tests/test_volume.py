"""Synthetic volume: exact shares, the same every time, never over real data."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from artisans import lists
from artisans.models import Business, BusinessYear, RegistryEntry
from artisans.reference import load_reference_data
from products.models import Photo, Product
from tests.factories import make_artisan, make_business, make_centre, make_published_product


def seed(**options):
    out = StringIO()
    call_command("seed_scale", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "ready"), [(110, 20), (137, 25)])
def test_the_share_of_ready_businesses_is_exact(number, ready):
    load_reference_data()

    told = seed(businesses=number)

    assert f"now {number} businesses, {ready} of them ready" in told
    assert RegistryEntry.objects.filter(level__gte=4).count() == ready
    assert BusinessYear.objects.count() == 2 * number
    assert not Business.objects.filter(is_demo=False).exists()
    names = list(Business.objects.order_by("slug").values_list("name", flat=True))
    Business.objects.order_by("pk").last().assessments.all().delete()
    assert "0 businesses" in seed(businesses=number)
    assert list(Business.objects.order_by("slug").values_list("name", flat=True)) == names


@pytest.mark.django_db
def test_works_are_copies_of_the_demos_with_their_photographs(client):
    owner = make_artisan(is_demo=True)
    work = make_published_product(make_business(owner=owner, is_demo=True))
    Product.objects.update(is_demo=True)

    seed(businesses=40, products=30)

    assert Product.objects.filter(state="published").count() == 30
    assert Photo.objects.values_list("sha256", flat=True).distinct().count() == 1
    copy = Product.objects.exclude(pk=work.pk).first()
    assert copy.business.is_public
    assert RegistryEntry.objects.with_marks(["=p"]).filter(business=copy.business).exists()
    assert client.get(copy.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_a_registry_with_real_businesses_is_left_alone():
    make_business()

    with pytest.raises(CommandError, match="real businesses"):
        seed(businesses=10)


@pytest.mark.django_db
def test_a_large_registry_is_sampled_and_shows_the_newest_first(as_user, dewi, monkeypatch):
    load_reference_data()
    monkeypatch.setattr(lists, "EXACT_OVER", 100)
    monkeypatch.setattr(lists, "SAMPLE", 60)
    seed(businesses=110)
    cache.clear()
    client = as_user(dewi)

    everything = client.get(reverse("artisans:business_list"))
    searched = client.get(reverse("artisans:business_list"), {"q": "s"})

    assert "lebih dari 60 usaha" in everything.content.decode()
    assert everything.context["found"].counts.is_sample
    assert 'aria-sort="ascending"' not in searched.content.decode()
    keys = [row.business.pk for row in searched.context["rows"]]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.django_db
def test_a_large_registry_counts_and_sorts_all_that_a_rare_choice_finds(as_user, dewi, monkeypatch):
    load_reference_data()
    monkeypatch.setattr(lists, "EXACT_OVER", 100)
    monkeypatch.setattr(lists, "SAMPLE", 20)
    seed(businesses=110)
    cache.clear()
    dormant = Business.objects.filter(state="dormant")
    centre = make_centre()
    rare = dormant.last().village.district_id
    expected = Business.objects.filter(village__district=rare).order_by("name", "pk")
    client = as_user(dewi)

    found = client.get(reverse("artisans:business_list"), {"kecamatan": rare}).context["found"]
    empty = client.get(reverse("artisans:business_list"), {"sentra": centre.pk}).context["found"]

    assert [business.pk for business in found.page.object_list] == list(
        expected.values_list("pk", flat=True)
    )
    groups = {group.name: group.options for group in found.groups}
    assert sum(option.count for option in groups["nib"]) == expected.count() == found.total
    assert [option.value for option in groups["keadaan"]] == ["active", "dormant"]
    assert empty.total == 0
