"""Endangered crafts: the published rule, its alarm, and what the public may read of people."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from artisans import heritage
from artisans.endangered import Counts, Level, is_falling, risk_of
from artisans.models import Bearer, TraditionLevel
from dekranasda.notices.models import Notice
from tests.events.factories import make_event
from tests.factories import make_artisan, make_business, make_tradition

TODAY = date(2026, 11, 27)

counts = st.builds(
    Counts,
    masters=st.integers(0, 20),
    learners=st.none() | st.integers(0, 30),
    ages=st.lists(st.integers(17, 95), max_size=20),
    makers=st.dictionaries(st.integers(2018, 2026), st.integers(0, 90), max_size=9),
)


@given(counts)
def test_the_level_follows_the_published_words(known):
    """Written a second time, as the words stand: kritis, terancam, rentan, aman."""
    risk = risk_of(known)

    if not known.masters and known.learners is None and not known.makers:
        assert risk is None
        return
    mean = sum(known.ages) / len(known.ages) if known.ages else 0
    if known.masters <= 3 or known.learners == 0:
        expected = Level.CRITICAL
    elif 4 <= known.masters <= 10 or mean > 55:
        expected = Level.THREATENED
    elif is_falling(known.makers):
        expected = Level.VULNERABLE
    else:
        expected = Level.SAFE
    assert risk.level == expected
    assert bool(risk.reasons) == (expected != Level.SAFE)


@given(counts, st.integers(1, 5))
def test_another_master_or_learner_never_makes_it_worse(known, more):
    before = risk_of(known)
    if before is None or not known.masters:
        return
    richer = Counts(known.masters + more, (known.learners or 0) + more, known.ages, known.makers)

    assert risk_of(richer).level <= before.level


@pytest.mark.parametrize(
    ("makers", "falls"),
    [
        ({2023: 9, 2024: 8, 2025: 7, 2026: 6}, True),
        ({2023: 9, 2024: 8, 2025: 8, 2026: 6}, False),
        ({2024: 8, 2025: 7, 2026: 6}, False),
        ({2022: 9, 2024: 8, 2025: 7, 2026: 6}, False),
        ({}, False),
    ],
)
def test_falling_needs_three_steps_down_without_a_gap(makers, falls):
    assert is_falling(makers) == falls


def fill(tradition, masters, learners=2, born_in=1990):
    for number in range(masters):
        tradition.bearers.create(standing="master", name=f"Maestro {number}", born_in=born_in)
    tradition.years.create(year=2026, learners=learners, makers=masters + 5)


def test_a_level_that_worsens_alarms_the_secretariat_once(dewi):
    tradition = make_tradition(name="Wayang Thengul")
    fill(tradition, masters=4)
    heritage.settle_level(tradition, by=dewi, today=TODAY)
    assert not Notice.objects.exists()

    heritage.remove_bearer(tradition.bearers.all()[0], by=dewi, today=TODAY)
    heritage.settle_level(tradition, by=dewi, today=TODAY)

    told = Notice.objects.get()
    assert "Wayang Thengul" in told.subject
    assert "tiga atau kurang" in told.body
    assert list(tradition.levels.values_list("level", flat=True)) == [3, 2]


def test_getting_better_alarms_nobody(dewi):
    tradition = make_tradition()
    fill(tradition, masters=3)
    heritage.settle_level(tradition, by=dewi, today=TODAY)

    heritage.keep_bearer(
        Bearer(tradition=tradition, standing="master", name="Maestro baru", born_in=1990),
        learns_from=None,
        by=dewi,
        today=TODAY,
    )

    assert tradition.levels.first().level == Level.THREATENED
    assert not Notice.objects.exists()


def test_time_alone_makes_it_worse_and_the_daily_work_sees_it(dewi):
    tradition = make_tradition()
    fill(tradition, masters=11, born_in=1971)
    assert heritage.watch(TODAY) == 1
    assert tradition.levels.first().level == Level.SAFE

    assert heritage.watch(date(2027, 1, 2)) == 1

    assert tradition.levels.first().reasons == ["old"]
    assert Notice.objects.count() == 1
    assert heritage.watch(date(2027, 1, 2)) == 0


def test_who_stopped_is_no_master_any_more(dewi):
    tradition = make_tradition()
    fill(tradition, masters=4)

    tradition.bearers.filter(name="Maestro 0").update(stopped_in=2026)

    assert tradition.counts_on(TODAY).masters == 3


def test_the_public_reads_counts_and_names_only_with_consent(client, db):
    tradition = make_tradition(name="Wayang Thengul", description="Boneka kayu.")
    shown = make_artisan(name="Ki Terbuka", slug="ki-terbuka")
    make_business(owner=shown, is_public=True)
    hidden = make_artisan(name="Ki Tertutup", slug="ki-tertutup")
    for fields in (
        {"artisan": shown},
        {"artisan": hidden, "consented_on": TODAY},
        {"name": "Mbah Setuju", "consented_on": TODAY},
        {"name": "Mbah Diam", "born_in": 1941},
    ):
        tradition.bearers.create(standing="master", **fields)
    tradition.bearers.create(standing="learner", name="Murid Rahasia", consented_on=TODAY)
    make_tradition(name="Belum Umum", is_public=False)
    make_event(title="Kelas ukir wayang", crafts=[tradition.craft])

    page = client.get("/kriya-terancam/").text

    assert "Ki Terbuka" in page
    assert "Mbah Setuju" in page
    assert "Kelas ukir wayang" in page
    for private in ("Ki Tertutup", "Mbah Diam", "Murid Rahasia", "Belum Umum", "usia rata-rata 8"):
        assert private not in page


def test_the_secretariat_writes_down_who_learns_from_whom(as_user, dewi, sari_artisan):
    client = as_user(dewi)
    client.post(
        reverse("artisans:tradition_create"),
        {"name": "Wayang Thengul", "craft": make_tradition().craft_id},
    )
    tradition = heritage.Tradition.objects.get(name="Wayang Thengul")
    people = reverse("artisans:bearer_create", args=[tradition.pk])
    client.post(people, {"standing": "master", "artisan": "sari", "since": "1990"})
    master = tradition.bearers.get()
    client.post(
        people,
        {"standing": "learner", "name": "Ayu", "learns_from": [master.pk], "is_heir": "on"},
    )

    page = client.get(tradition.get_absolute_url()).text

    assert master.artisan == sari_artisan
    assert "belajar dari Sari Wulandari" in page
    assert tradition.levels.get().level == Level.CRITICAL
    again = client.post(people, {"standing": "master", "artisan": "sari"})
    assert again.status_code == 422
    assert "sudah tercatat" in again.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"standing": "master"}, "Pilih perajinnya, atau tulis namanya."),
        ({"standing": "master", "artisan": "tidak-ada"}, "tidak ada di registri"),
        ({"standing": "master", "name": "A", "since": "2000", "stopped_in": "1990"}, "berhenti"),
        ({"standing": "master", "name": "A", "consented_on": "2099-01-01"}, "belum tiba"),
        ({"name": "A"}, ""),
    ],
)
def test_what_is_wrong_about_a_person_is_said(as_user, dewi, answers, said):
    tradition = make_tradition()

    page = as_user(dewi).post(reverse("artisans:bearer_create", args=[tradition.pk]), answers)

    assert page.status_code == 422
    assert said in page.text
    assert not Bearer.objects.exists()


def test_a_year_is_counted_again_in_place_of_the_first(as_user, dewi):
    tradition = make_tradition()
    page = reverse("artisans:tradition_year", args=[tradition.pk])
    year = timezone.localdate().year

    as_user(dewi).post(page, {"year": year, "makers": "9"})
    as_user(dewi).post(page, {"year": year, "makers": "8", "learners": "0"})

    assert tradition.years.get().makers == 8
    assert as_user(dewi).post(page, {"year": year + 1, "makers": "8"}).status_code == 422
    assert as_user(dewi).post(page, {"year": year}).status_code == 422


def test_others_read_nothing_of_it(as_user, maya, hartono, dewi):
    tradition = make_tradition()

    assert as_user(maya).get(tradition.get_absolute_url()).status_code == 403
    assert as_user(hartono).get(tradition.get_absolute_url()).status_code == 200
    create = reverse("artisans:bearer_create", args=[tradition.pk])
    assert as_user(hartono).get(create).status_code == 403


@pytest.mark.parametrize("address", ["/kriya-terancam/", "/kerja/kriya/"])
def test_lists_cost_the_same_for_any_number(as_user, dewi, address, django_assert_max_num_queries):
    for _number in range(4):
        tradition = make_tradition()
        fill(tradition, masters=2)
        TraditionLevel.objects.create(tradition=tradition, level=3, since=TODAY, reasons=[])
    client = as_user(dewi)

    with django_assert_max_num_queries(14):
        assert client.get(address).status_code == 200
