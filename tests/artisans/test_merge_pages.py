"""The queue of likely duplicates, two entries side by side, and their merge on the screen."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from artisans.facts import note_sources
from artisans.history import newest_step
from artisans.matching import decide_different, search
from artisans.merging import Wanted, merge
from artisans.models import (
    Business,
    BusinessYear,
    DuplicatePair,
    FactSource,
    MentoringPlan,
    MentoringVisit,
    Merge,
)
from dekranasda.accounts.models import Role
from tests.factories import (
    make_artisan,
    make_business,
    make_district,
    make_published_product,
    make_user,
    make_village,
)

QUEUE = reverse("artisans:duplicate_list")
PHONE = "+6281299900101"


@pytest.fixture
def twins(db):
    return [
        make_business(owner=make_artisan(name=owner, phone=PHONE), name=name, address=address)
        for owner, name, address in (
            ("Sulastri Ningsih", "Jati Lestari", ""),
            ("Hj. Sulastri Ningsih", "UD Jati Lestari", "Krajan RT 1 RW 2"),
        )
    ]


@pytest.fixture
def pair(twins):
    search(at=timezone.now())
    return DuplicatePair.objects.get()


def address(name, row):
    space = "" if name in {"merge_confirm", "undo_merge"} else "artisans:"
    return reverse(f"{space}{name}", args=[row.pk])


def test_the_queue_names_both_and_the_reasons(as_user, dewi, pair):
    text = as_user(dewi).get(QUEUE).content.decode()

    assert "Jati Lestari" in text
    assert "nomor telepon sama" in text


@pytest.mark.parametrize(
    ("parameters", "is_there"),
    [
        ({"jenis": "usaha"}, True),
        ({"jenis": "orang"}, False),
        ({"kecamatan": "35.22.20"}, True),
        ({"kecamatan": "35.22.99"}, False),
        ({"kekuatan": "kuat"}, False),
        ({"keadaan": "bukan"}, False),
        ({"jenis": "zzz", "kekuatan": "'; --", "hal": "-1"}, True),
    ],
)
def test_the_queue_is_narrowed(as_user, dewi, pair, parameters, is_there):
    page = as_user(dewi).get(QUEUE, parameters).context["page"]

    assert bool(page.paginator.count) is is_there


def test_an_empty_queue_says_what_to_do(as_user, dewi):
    assert "Tidak ada dugaan kembar" in as_user(dewi).get(QUEUE).content.decode()


def test_the_queue_asks_the_same_for_one_and_many(as_user, dewi, pair, django_assert_num_queries):
    client = as_user(dewi)
    client.get(QUEUE)
    with django_assert_num_queries(7):
        client.get(QUEUE)
    for number in range(3):
        other = make_business(village=make_village(district=make_district("Malo", "35.22.17")))
        first, second = sorted([pair.first, other], key=lambda entry: entry.pk)
        DuplicatePair.objects.create(
            kind="business", first_business=first, second_business=second, score=number
        )

    with django_assert_num_queries(7):
        client.get(QUEUE)


@pytest.mark.parametrize("person", ["agus", "hartono", "maya", "ratna", "sari"])
def test_only_the_secretariat_decides(request, as_user, pair, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(QUEUE).status_code == 403
    assert client.get(pair.get_absolute_url()).status_code == 403
    assert client.post(address("merge_confirm", pair)).status_code == 403
    assert client.post(address("not_the_same", pair)).status_code == 403
    assert not Merge.objects.exists()


def test_the_filled_and_the_makers_own_value_is_chosen(as_user, dewi, pair, twins):
    note_sources(
        twins[1],
        ["name"],
        kind=FactSource.Kind.MAKER,
        as_of=timezone.localdate(),
        by=dewi,
        at=timezone.now(),
    )

    lines = {
        line.name: line for line in as_user(dewi).get(pair.get_absolute_url()).context["lines"]
    }

    assert lines["name"].chosen == "second"
    assert lines["address"].chosen == "second"
    assert "pernyataan perajin" in lines["name"].second_origin


def test_the_confirmation_names_what_will_happen_and_changes_nothing(as_user, dewi, pair, twins):
    BusinessYear.objects.create(business=twins[0], year=2025, turnover_idr=1)
    BusinessYear.objects.create(business=twins[1], year=2025, turnover_idr=2)

    text = as_user(dewi).get(address("merge_confirm", pair), {"tetap": "kiri"}).content.decode()

    assert "Catatan UD Jati Lestari ditutup" in text
    assert "Angka tahunan yang sudah ada pada keduanya" in text
    assert "Krajan RT 1 RW 2" in text
    assert "Orangnya ikut digabung" in text
    assert not Merge.objects.exists()


def sent(client, pair, **more):
    """The confirmation as a person sends it, with everything it carries."""
    page = client.get(address("merge_confirm", pair), more)
    hidden = dict(page.context["hidden"])
    return {"dilihat": page.context["seen"], **hidden, "note": "Sudah ditelepon"}


def test_a_merge_and_its_undoing(as_user, dewi, pair, twins):
    client = as_user(dewi)

    answer = client.post(address("merge_confirm", pair), sent(client, pair, tetap="kiri"))

    record = Merge.objects.get(part_of=None)
    assert answer["Location"] == record.get_absolute_url()
    assert record.note == "Sudah ditelepon"
    twins[0].refresh_from_db()
    assert twins[0].address == "Krajan RT 1 RW 2"
    told = client.get(record.get_absolute_url()).content.decode()
    assert "Hj. Sulastri Ningsih" in told
    old = client.get(reverse("artisans:business_detail", args=[twins[1].pk])).content.decode()
    assert "Catatan ini digabung ke" in old
    client.post(address("undo_merge", record))
    assert Business.objects.filter(state="active").count() == 2
    again = client.post(address("undo_merge", record))
    assert again.status_code == 409
    assert "sudah dibatalkan oleh Dewi Kartika" in again.content.decode()


def test_the_catalogue_names_the_maker_that_stays(as_user, dewi, pair, twins):
    work = make_published_product(twins[1])
    client = as_user(dewi)

    client.post(address("merge_confirm", pair), sent(client, pair, tetap="kiri"))
    work.refresh_from_db()
    assert work.maker_name == "Sulastri Ningsih"
    client.post(address("undo_merge", Merge.objects.get(part_of=None)))
    work.refresh_from_db()
    assert work.maker_name == "Hj. Sulastri Ningsih"


def test_who_comes_second_is_told_what_changed_and_loses_nothing(as_user, dewi, pair, twins):
    other = make_user(Role.SECRETARIAT, full_name="Rina Astuti")
    client = as_user(dewi)
    form = sent(client, pair, tetap="kanan", **{"usaha-name": "kiri"})
    client_of_other = as_user(other)
    Business.objects.filter(pk=twins[0].pk).update(name="Jati Lestari Baru")

    answer = client.post(address("merge_confirm", pair), form)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Berubah sejak Anda membuka halaman" in text
    assert "Jati Lestari Baru" in text
    assert "Sudah ditelepon" in text
    assert dict(answer.context["hidden"])["usaha-name"] == "kiri"
    assert dict(answer.context["hidden"])["tetap"] == "kanan"
    assert not Merge.objects.exists()
    again = {**form, "dilihat": answer.context["seen"]}
    assert client.post(address("merge_confirm", pair), again).status_code == 302
    late = client_of_other.post(address("merge_confirm", pair), form)
    assert late.status_code == 409
    assert "Dewi Kartika menggabungkan" in late.content.decode()
    assert "Sudah ditelepon" in late.content.decode()


def test_not_the_same_against_a_merge_is_told_too(as_user, dewi, pair):
    merge(pair, Wanted(), by=dewi, at=timezone.now())

    answer = as_user(dewi).post(address("not_the_same", pair), {"note": "Ibu dan anak"})

    assert answer.status_code == 409
    assert "sudah diputuskan oleh Dewi Kartika" in answer.content.decode()
    assert DuplicatePair.objects.get().state == "merged"


def test_not_the_same_is_remembered_and_can_be_reopened(as_user, dewi, pair):
    client = as_user(dewi)

    client.post(address("not_the_same", pair), {"note": "Ibu dan anak"})

    assert client.get(QUEUE).context["page"].paginator.count == 0
    assert "Ibu dan anak" in client.get(QUEUE, {"keadaan": "bukan"}).content.decode()
    client.post(address("reopen_pair", pair))
    assert client.get(QUEUE).context["page"].paginator.count == 1


@pytest.mark.parametrize(
    "data",
    [
        {"note": "x" * 201},
        {"tetap": "tengah"},
        {"usaha-name": "keduanya"},
    ],
)
def test_clumsy_input_merges_nothing(as_user, dewi, pair, data):
    answer = as_user(dewi).post(address("merge_confirm", pair), data)

    assert answer.status_code == 422
    assert not Merge.objects.exists()


def test_a_merge_that_does_not_say_what_was_seen_counts_as_outdated(as_user, dewi, pair):
    client = as_user(dewi)
    form = sent(client, pair, tetap="kiri")

    for seen in ("", form["dilihat"].partition(".")[0]):
        answer = client.post(address("merge_confirm", pair), {**form, "dilihat": seen})
        assert answer.status_code == 409, seen

    assert not Merge.objects.exists()
    again = {**form, "dilihat": answer.context["seen"]}
    assert client.post(address("merge_confirm", pair), again).status_code == 302


def test_another_entry_is_named_by_its_address(as_user, dewi, twins):
    client = as_user(dewi)
    url = reverse("artisans:name_duplicate", args=[twins[0].pk])
    record = reverse("artisans:business_detail", args=[twins[1].pk])

    answer = client.post(url, {"other": f"https://contoh.id{record}"})

    assert answer["Location"] == DuplicatePair.objects.get().get_absolute_url()
    for wrong in ("", "halo", "99999999999999999999999", str(twins[0].pk)):
        assert client.post(url, {"other": wrong}).status_code == 422, wrong


def test_a_search_is_put_into_the_background(as_user, dewi, twins):
    answer = as_user(dewi).post(reverse("artisans:search_duplicates"))

    assert answer.status_code == 302


def test_the_public_address_of_a_merged_person_leads_to_the_one_that_stays(client, twins, dewi):
    first, second = twins
    Business.objects.filter(pk=first.pk).update(is_public=True)
    pair = DuplicatePair.objects.create(
        kind="person", first_artisan=first.owner, second_artisan=second.owner
    )
    old = second.owner.get_absolute_url()
    assert client.get(old).status_code == 404

    merge(pair, Wanted(), by=dewi, at=timezone.now())

    Business.objects.filter(pk=first.pk).update(is_public=True)
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == first.owner.get_absolute_url()
    Business.objects.filter(owner=first.owner).update(is_public=False)
    assert client.get(old).status_code == 404


def test_a_decision_in_between_is_refused_by_the_database_too(dewi, pair):
    decide_different(pair, by=dewi, at=timezone.now())

    with pytest.raises(ValidationError):
        merge(pair, Wanted(), by=dewi, at=timezone.now())
    assert newest_step(pair.first) > 0


def test_a_visit_kept_on_a_phone_reaches_the_business_that_stays(as_user, dewi, maya, pair):
    plan = MentoringPlan.objects.create(
        business=pair.second, mentor=maya, title="Kemasan", opened_on=timezone.localdate()
    )
    old = reverse("artisans:visit_create", args=[pair.second.pk])
    merge(pair, Wanted(stays="first"), by=dewi, at=timezone.now())

    as_user(maya).post(
        old,
        {
            "visited_on": timezone.localdate().isoformat(),
            "findings": "Label sudah dipasang.",
            "token": str(uuid4()),
            "plan": plan.pk,
        },
    )

    assert MentoringVisit.objects.get().business == pair.first


def test_two_people_stand_side_by_side_with_their_businesses(as_user, dewi, twins):
    people = sorted((business.owner for business in twins), key=lambda person: person.pk)
    pair = DuplicatePair.objects.create(
        kind="person", first_artisan=people[0], second_artisan=people[1]
    )
    client = as_user(dewi)

    text = client.get(pair.get_absolute_url()).content.decode()

    assert "Apakah ini orang yang sama?" in text
    assert reverse("artisans:business_detail", args=[twins[1].pk]) in text
    assert client.post(address("merge_confirm", pair), sent(client, pair)).status_code == 302
