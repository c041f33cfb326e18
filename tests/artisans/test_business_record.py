"""The record of one business: its tabs, where its facts come from, and who may read it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from artisans.facts import note_sources
from artisans.models import Business, FactSource, MentoringPlan, ReadinessAssessment
from artisans.record import TABS, identity_of
from artisans.reference import load_reference_data
from tests.factories import make_artisan, make_business, make_product

TAB_PAGES = [name for _label, name in TABS.values()]


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference_data()


@pytest.fixture
def batik(db) -> Business:
    """A batik business in Jono, Temayang, with a NIK."""
    owner = make_artisan(name="Kartini Puspita", slug="kartini", phone="+6281299900777")
    owner.keep_national_id("3522215003759001")
    owner.save()
    return make_business(
        owner=owner,
        name="Batik Jono",
        slug="batik-jono",
        craft_id="BTK",
        village_id="35.22.21.2009",
        source="Daftar Disdagkop 2024",
        source_as_of=date(2024, 1, 31),
    )


def page_of(business, name="artisans:business_detail"):
    return reverse(name, args=[business.pk])


def test_the_record_masks_the_national_number(as_user, dewi, batik):
    text = as_user(dewi).get(page_of(batik)).content.decode()

    assert "3522••••••••9001" in text
    assert "3522215003759001" not in text


def test_the_history_tells_who_changed_what(as_user, dewi, batik):
    Business.objects.filter(pk=batik.pk).update(address="Jl. Lama 1")
    Business.objects.filter(pk=batik.pk).update(address="Jl. Baru 2")

    text = as_user(dewi).get(page_of(batik, "artisans:business_history")).content.decode()

    assert "Jl. Lama 1" in text
    assert "Dicatat di registri" in text


@pytest.mark.parametrize("name", TAB_PAGES)
def test_every_tab_marks_itself_and_is_closed_to_strangers(as_user, dewi, agus, batik, name):
    text = as_user(dewi).get(page_of(batik, name)).content.decode()

    assert f'href="{page_of(batik, name)}" aria-current="page"' in text
    assert text.count("<h1") == 1
    assert as_user(agus).get(page_of(batik, name)).status_code == 404


def test_a_mentor_reads_the_record_of_whom_one_accompanies(as_user, maya, batik):
    client = as_user(maya)
    assert client.get(page_of(batik)).status_code == 404

    MentoringPlan.objects.create(
        business=batik, mentor=maya, title="Pembukuan", opened_on=date(2026, 1, 5)
    )

    assert client.get(page_of(batik)).status_code == 200
    assert "Pembukuan" in client.get(page_of(batik, "artisans:business_mentoring")).content.decode()


def test_a_draft_of_a_maker_is_shown_to_the_secretariat_alone(as_user, dewi, hartono, batik):
    make_product(batik, name="Selendang belum jadi")

    for person, is_shown in ((dewi, True), (hartono, False)):
        text = as_user(person).get(page_of(batik, "business_works")).content.decode()
        assert ("Selendang belum jadi" in text) is is_shown


def test_a_fact_of_its_own_says_where_it_comes_from_and_raises_the_trust(dewi, batik):
    day = date(2024, 6, 1)
    before = identity_of(batik, on=day)
    note_sources(
        batik,
        ["name"],
        kind=FactSource.Kind.SITE,
        as_of=day,
        by=dewi,
        at=datetime(2024, 6, 1, tzinfo=UTC),
    )

    after = identity_of(batik, on=day)

    assert (before.business[0].proof, before.trust) == ("", 40)
    assert after.business[0].proof == "dilihat di tempat, 1 Jun 2024"
    assert after.business[0].checked
    assert after.trust == 55


@pytest.mark.parametrize("name", TAB_PAGES)
def test_a_tab_takes_the_same_few_queries_for_one_and_three(
    as_user, dewi, batik, name, django_assert_max_num_queries
):
    def grow(number):
        make_product(batik, name=f"Karya {number}")
        make_business(owner=batik.owner, village=batik.village)
        ReadinessAssessment.objects.create(
            business=batik, assessed_on=date(2025, 1, number), level=number
        )
        batik.licences.create(kind="halal", number=str(number))
        plan = MentoringPlan.objects.create(
            business=batik, mentor=dewi, title=f"Rencana {number}", opened_on=date(2026, 1, 1)
        )
        plan.targets.create(title="Sasaran")
        batik.visits.create(mentor=dewi, visited_on=date(2026, 1, number), findings="Baik")

    client = as_user(dewi)
    counts = []
    grow(1)
    client.get(page_of(batik, name))
    for number in (2, 3):
        with django_assert_max_num_queries(12) as captured:
            assert client.get(page_of(batik, name)).status_code == 200
        counts.append(len(captured))
        grow(number)

    assert counts[0] == counts[1]
