"""The registry's list: search, groups of choices, columns, views, and what each role sees of it."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from artisans.list_facets import FACETS
from artisans.lists import RegistryFilter, is_personal
from artisans.models import Business, BusinessYear, ReadinessAssessment, RegistryEntry, SavedView
from artisans.reference import load_reference_data
from tests.factories import make_artisan, make_business, make_centre

LIST = reverse("artisans:business_list")
SEARCH = reverse("artisans:business_search")


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference_data()


@pytest.fixture
def batik(db) -> Business:
    """A batik business in Jono, Temayang, with a NIK, an NIB and a phone."""
    owner = make_artisan(
        name="Hj. Kartini Soedjatmiko",
        slug="kartini",
        phone="+6281299900777",
        village_id="35.22.21.2009",
    )
    owner.keep_national_id("3522215003759001")
    owner.save()
    return make_business(
        owner=owner,
        name="Batik Jono",
        slug="batik-jono",
        craft_id="BTK",
        village_id="35.22.21.2009",
        business_id="1207220012345",
        source="Daftar Disdagkop",
        source_as_of=date(2020, 1, 31),
    )


def names(response):
    return [row.business.name for row in response.context["rows"]]


def counts(response, group):
    found = {entry.name: entry for entry in response.context["found"].groups}
    return {option.value: option.count for option in found[group].options}


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "jono"},
        {"q": "kartini batik"},
        {"q": "Ibu Kartini"},
        {"q": "sudjatmiko"},
        {"q": "SUJATMIKÓ"},
        {"q": "kart"},
        {"q": "1207220012345"},
        {"kecamatan": "35.22.21"},
        {"kecamatan": "35.22.21", "desa": "35.22.21.2009"},
        {"kerajinan": "BTK"},
        {"siap": "siap"},
        {"tingkat": ["4", "6"]},
        {"nib": "ya"},
        {"umur": "lama"},
        {"sumber": "Daftar Disdagkop"},
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_words_in_any_spelling_and_by_choices(
    as_user, dewi, batik, sari, parameters
):
    ReadinessAssessment.objects.create(business=batik, assessed_on="2025-01-01", level=1)
    ReadinessAssessment.objects.create(business=batik, assessed_on="2025-06-01", level=4)
    client = as_user(dewi)

    assert names(client.get(LIST)) == ["Batik Jono", "Sari Jati"]
    assert names(client.get(LIST, parameters)) == ["Batik Jono"]


def test_marks_find_what_the_columns_say_of_every_choice(batik, sari):
    centre = make_centre()
    joined = make_business(centre=centre, village_id="35.22.20.2001")
    make_business(state="dormant", is_public=True, source="Daftar 'lain'")
    BusinessYear.objects.create(business=joined, year=2025, turnover_idr=10**10)
    for number, level in ((1, 1), (2, 5)):
        business = make_business(owner=make_artisan(phone=f"+628129990080{number}"))
        ReadinessAssessment.objects.create(business=business, assessed_on="2025-01-01", level=level)
    values = {
        "kecamatan": ["35.22.21", "35.22.20"],
        "desa": ["35.22.21.2009", joined.village_id],
        "kerajinan": ["BTK"],
        "sentra": [str(centre.pk)],
        "sumber": ["Daftar Disdagkop", "Daftar 'lain'"],
    }
    rows, today, met = RegistryEntry.objects.all(), date(2026, 1, 1), set()

    for facet in FACETS:
        for word in facet.options or values[facet.name]:
            by_columns = set(rows.filter(facet.condition((word,), today)))
            assert set(facet.narrow(rows, (word,), today)) == by_columns, (facet.name, word)
            met |= {facet.name} if by_columns else set()

    assert met == {facet.name for facet in FACETS}
    both = RegistryFilter.of(QueryDict("kelas=small&kelas=micro")).choices["kelas"]
    kelas = next(facet for facet in FACETS if facet.name == "kelas")
    assert kelas.narrow(rows, both, today).count() == rows.filter(size_class__in=both).count() > 0


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "zzz"},
        {"q": "' & | !:* \\ (("},
        {"q": "!!!"},
        {"kecamatan": "';--"},
        {"sentra": "99999999999999999999"},
        {"tingkat": "x"},
        {"urut": "palsu", "hal": "99999999"},
        {"hal": "-1"},
        {"q": "a\x00b", "sumber": "a\x00"},
    ],
    ids=str,
)
def test_nonsense_in_the_address_never_breaks_the_list(as_user, dewi, batik, parameters):
    assert as_user(dewi).get(LIST, parameters).status_code == 200


def test_choices_are_counted_as_if_their_own_group_were_open(as_user, dewi, batik, sari):
    make_business(name="Batik Lain", craft_id="BTK", village_id="35.22.21.2009")

    response = as_user(dewi).get(LIST, {"nib": "ya"})

    assert names(response) == ["Batik Jono"]
    assert counts(response, "nib") == {"ya": 1, "tidak": 2}
    assert counts(response, "kerajinan") == {"BTK": 1}
    assert counts(response, "masalah") == {}
    assert counts(as_user(dewi).get(LIST), "masalah") == {
        "telepon": 1,
        "kerajinan": 1,
        "sumber": 2,
    }


def test_a_filter_is_taken_off_by_its_chip(as_user, dewi, batik, sari):
    response = as_user(dewi).get(LIST, {"q": "batik", "nib": "ya", "kerajinan": "BTK"})

    chips = {chip.label: chip.url for chip in response.context["chips"]}
    assert chips["Punya NIB: Ya"] == f"{LIST}?q=batik&kerajinan=BTK"
    assert chips["“batik”"] == f"{LIST}?kerajinan=BTK&nib=ya"


def test_headings_sort_both_ways_and_say_so(as_user, dewi, batik, sari):
    client = as_user(dewi)
    down = client.get(LIST, {"urut": "-nama"})

    assert names(client.get(LIST, {"urut": "pemilik"})) == ["Batik Jono", "Sari Jati"]
    assert names(down) == ["Sari Jati", "Batik Jono"]
    assert '<th scope="col" aria-sort="descending"><a href="/kerja/registri/">' in (
        down.content.decode()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("081299900777", True),
        ("+62 812-9990-0777", True),
        ("3522215003759001", True),
        ("1207220012345", False),
        ("0812210012345", True),
        ("Batik 2000", False),
        ("Toko 0812 9990 0777", True),
    ],
)
def test_a_number_of_a_person_is_told_from_an_nib(text, expected):
    assert is_personal(text) is expected


def test_a_personal_number_is_found_by_post_and_never_by_address(as_user, dewi, batik):
    client = as_user(dewi)

    for number in (
        "0812-9990-0777",
        "+6281299900777",
        "3522215003759001",
        "3522 2150 0375 9001",
    ):
        assert "Batik Jono" in client.post(SEARCH, {"text": number}).content.decode(), number
    by_address = client.get(LIST, {"q": "081299900777", "nib": "ya"})
    assert by_address["Location"] == f"{LIST}?nib=ya"
    assert "Nomor pribadi tidak dicari lewat alamat" in client.get(LIST).content.decode()
    assert client.get(SEARCH).status_code == 405
    unknown = client.post(SEARCH, {"text": "0812 1111 2222"}).content.decode()
    assert "tidak ada di registri" in unknown
    refused = client.post(SEARCH, {"text": "12345678901234567890"})
    assert refused.status_code == 422
    assert "Tulis 16 angka NIK" in refused.content.decode()


def test_words_of_the_search_become_a_filter_that_keeps_the_others(as_user, dewi, batik):
    response = as_user(dewi).post(SEARCH, {"text": "jono", "kept": "nib=ya&urut=-nama&hal=3"})

    assert response["Location"] == f"{LIST}?q=jono&nib=ya&urut=-nama"


def test_an_operator_sees_the_own_districts_only(as_user, agus, batik, sari):
    client = as_user(agus)

    response = client.get(LIST)

    assert names(response) == ["Sari Jati"]
    assert counts(response, "kecamatan") == {"35.22.20": 1}
    assert names(client.get(LIST, {"kecamatan": "35.22.21"})) == []
    assert "Batik Jono" not in client.post(SEARCH, {"text": "081299900777"}).content.decode()


@pytest.mark.parametrize("person", ["sari", "ratna", "maya"])
def test_the_registry_is_closed_to_others(request, as_user, batik, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(LIST).status_code == 403
    assert client.post(SEARCH, {"text": "081299900777"}).status_code == 403


def test_columns_are_remembered_for_the_person(as_user, dewi, hartono, batik):
    client = as_user(dewi)
    columns = reverse("artisans:choose_columns")

    response = client.post(columns, {"columns": ["nib", "omzet"], "kept": "q=jono"})

    assert response["Location"] == f"{LIST}?q=jono"
    batik.years.create(year=2024, turnover_idr=1)
    batik.years.create(year=2025, turnover_idr=12_000_000)
    text = client.get(LIST).content.decode()
    assert '<td data-label="Omzet setahun (Rp)" class="num">12.000.000</td>' in text
    assert 'data-label="Pemilik"' not in text
    assert 'data-label="Pemilik"' in as_user(hartono).get(LIST).content.decode()
    client.post(columns, {"columns": []})
    assert 'data-label="Pemilik"' in client.get(LIST).content.decode()


def test_a_view_is_kept_opened_and_shared_by_the_secretariat_alone(as_user, dewi, agus, hartono):
    save = reverse("artisans:save_view")
    as_user(dewi).post(save, {"name": "Siap", "kept": "siap=siap&x=1", "is_shared": "on"})
    as_user(agus).post(save, {"name": "Punya saya", "kept": "nib=ya", "is_shared": "on"})
    shared, own = SavedView.objects.get(name="Siap"), SavedView.objects.get(name="Punya saya")

    client = as_user(hartono)
    assert (shared.is_shared, own.is_shared) == (True, False)
    opened = client.post(reverse("artisans:open_view", args=[shared.pk]))
    assert opened["Location"] == f"{LIST}?siap=siap"
    for view in (own, shared):
        delete = reverse("artisans:delete_view", args=[view.pk])
        assert client.post(delete).status_code == 404
    assert client.post(reverse("artisans:open_view", args=[own.pk])).status_code == 404
    as_user(dewi).post(reverse("artisans:delete_view", args=[shared.pk]))
    assert list(SavedView.objects.all()) == [own]


def test_no_personal_number_is_kept_in_a_view():
    assert RegistryFilter.of(QueryDict("q=081299900777&nib=ya")).as_query() == "nib=ya"


def row_of(business):
    return RegistryEntry.objects.filter(pk=business.pk).values_list(
        "sort_name", "sort_owner", "district", "level", "has_nib", "has_phone", "state"
    ).first()  # fmt: skip


def test_the_rows_follow_every_change_of_business_owner_and_readiness(batik):
    assert row_of(batik) == (
        "batik jono", "hj. kartini soedjatmiko", "35.22.21", 0, True, True, "active",
    )  # fmt: skip

    other = make_artisan(name="Bambang", slug="bambang")
    assessment = batik.assessments.create(assessed_on="2025-01-01", level=5)
    Business.objects.filter(pk=batik.pk).update(
        name="Batik Baru", owner=other, village=None, business_id="", state="dormant"
    )
    assert row_of(batik) == ("batik baru", "bambang", None, 5, False, False, "dormant")

    assessment.delete()
    other.name = "Cahyo"
    other.save()
    assert row_of(batik) == ("batik baru", "cahyo", None, 0, False, False, "dormant")

    survivor = make_business()
    Business.objects.filter(pk=batik.pk).update(state="merged", merged_into=survivor)
    assert row_of(batik) is None
    Business.objects.filter(pk=batik.pk).update(state="active", merged_into=None)
    assert row_of(batik) is not None
    batik.delete()
    assert row_of(batik) is None


def test_the_list_takes_the_same_few_queries_for_few_and_many(
    as_user, dewi, batik, django_assert_max_num_queries
):
    client = as_user(dewi)
    client.post(reverse("artisans:choose_columns"), {"columns": ["sentra", "desa", "omzet"]})

    def queries(**parameters):
        with django_assert_max_num_queries(12) as captured:
            client.get(LIST, parameters)
        return len(captured)

    client.get(LIST)
    few = queries(), queries(q="batik", kecamatan="35.22.21")
    for number in range(3):
        make_business(
            name=f"Batik {number}", craft_id="BTK", village_id="35.22.21.2009"
        ).years.create(year=2025, turnover_idr=5)

    assert (queries(), queries(q="batik", kecamatan="35.22.21")) == few


@pytest.mark.parametrize(("order", "first"), [("", "Anggrek"), ("-nama", "Cempaka")])
def test_few_matches_of_a_large_registry_are_sorted(as_user, dewi, monkeypatch, order, first):
    monkeypatch.setattr("artisans.lists.EXACT_OVER", -2)
    monkeypatch.setattr("artisans.lists.SAMPLE", 1)
    for name in ("Bougenvil", "Anggrek", "Cempaka"):
        make_business(name=name, craft_id="BTK")

    response = as_user(dewi).get(LIST, {"kerajinan": "BTK", "urut": order})

    assert response.context["found"].is_capped
    assert names(response) == [first]
