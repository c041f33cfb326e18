"""Which entries of the registry are proposed as one, and which stay apart."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from artisans.matching import decide_different, name_pair, reopen, search
from artisans.merging import Wanted, merge
from artisans.models import Business, DuplicatePair
from artisans.parting import undo
from tests.factories import make_artisan, make_business, make_craft, make_user

NIK = "3522205003759001"


@pytest.fixture
def village(db):
    return make_business().village


def enter(name, business, *, village, phone="", gender="", born_on=None, nik="", **more):
    """A person with one business, as a list would bring them."""
    owner = make_artisan(name=name, phone=phone, gender=gender, born_on=born_on)
    if nik:
        owner.keep_national_id(nik)
        owner.save()
    return make_business(owner=owner, name=business, village=village, **more)


def proposed():
    search(at=timezone.now())
    return {(pair.kind, frozenset([pair.first.name, pair.second.name])) for pair in pairs()}


def pairs():
    return list(DuplicatePair.objects.open())


def test_spellings_and_titles_of_one_entry_are_proposed_with_reasons(village):
    enter("Hj. Soelastri Ningsih", "Batik Djati Lestari", village=village, phone="+6281299900101")
    enter("Sulastri Ningsih", "Batik Jati Lestari", village=village, phone="+6281299900101")

    assert proposed() == {("business", frozenset(["Batik Djati Lestari", "Batik Jati Lestari"]))}
    (pair,) = pairs()
    assert pair.likely[0] in {"nama orang sama", "nama orang mirip"}
    assert {"nomor telepon sama", "desa sama", "nama usaha mirip"} <= set(pair.likely)
    assert pair.unlikely == []


def test_the_reasons_add_up_to_the_score(village):
    enter("Sulastri Ningsih", "Jati Lestari", village=village, phone="+6281299900101")
    enter("Sulastri", "UD Jati Lestari", village=village, phone="+6281299900101")

    search(at=timezone.now())

    (pair,) = pairs()
    assert sum(weight for _code, weight in pair.reasons) == pytest.approx(pair.score, abs=0.8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Father and son in one house, the name handed on.
        (
            {"name": "Sukardi", "business": "Jati Lestari", "born_on": "1960-01-02", "gender": "L"},
            {"name": "Hendra Sukardi", "business": "Jati Muda", "born_on": "1990-05-06"},
        ),
        # A village helper whose telephone stands beside everybody.
        (
            {"name": "Siti Rohmah", "business": "Anyaman Rohmah", "phone": "+6281299900101"},
            {"name": "Wagiyem", "business": "Tempe Bu Wagiyem", "phone": "+6281299900101"},
        ),
        # Namesakes.
        (
            {"name": "Suhartini", "business": "Warung Suhartini", "born_on": "1970-01-02"},
            {"name": "Suhartini", "business": "Batik Melati", "born_on": "1988-03-04"},
        ),
    ],
)
def test_look_alikes_stay_apart(village, one, other):
    enter(**one, village=village)
    enter(**other, village=village)

    assert proposed() == set()


def test_two_businesses_of_one_owner_stay_two(village):
    first = enter("Sulastri Ningsih", "Jati Lestari", village=village, nik=NIK)
    make_business(owner=first.owner, name="Toko Kelontong Barokah", village=village)

    assert proposed() == set()


def test_a_person_entered_twice_with_different_businesses_is_proposed_as_a_person(village):
    for business, craft in (("Batik Melati", "batik"), ("Kue Kering Sari", "kue")):
        enter(
            "Sulastri Ningsih",
            business,
            village=village,
            phone="+6281299900101",
            born_on="1975-03-10",
            craft=make_craft(craft),
        )

    assert proposed() == {("person", frozenset(["Sulastri Ningsih"]))}


@pytest.fixture
def twins(village):
    return [
        enter("Sulastri Ningsih", name, village=village, phone="+6281299900101")
        for name in ("Jati Lestari", "UD Jati Lestari")
    ]


def test_a_search_again_changes_nothing_and_forgets_what_is_unlikely_now(twins):
    search(at=timezone.now())
    (before,) = pairs()

    assert search(at=timezone.now()) == {"new": 0, "changed": 0, "gone": 0}
    assert [pair.pk for pair in pairs()] == [before.pk]
    Business.objects.filter(pk=twins[1].pk).update(name="Kue Kering Sari")
    assert search(at=timezone.now())["gone"] == 1


def test_what_people_decided_is_never_proposed_again(twins, dewi):
    search(at=timezone.now())
    (pair,) = pairs()
    decide_different(pair, by=dewi, at=timezone.now(), note="Ibu dan anak")

    assert proposed() == set()
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.note) == ("different", dewi, "Ibu dan anak")
    reopen(pair)
    assert [pair.pk for pair in pairs()] == [pair.pk]


def test_not_the_same_holds_for_what_an_entry_is_merged_into(twins, village, dewi):
    third = enter("Sulastri Ningsih", "Jati Lestari", village=village, phone="+6281299900101")
    search(at=timezone.now())
    between = {frozenset([pair.first.pk, pair.second.pk]): pair for pair in pairs()}
    first, second = twins
    decide_different(between[frozenset([second.pk, third.pk])], by=dewi, at=timezone.now())

    record = merge(
        between[frozenset([first.pk, second.pk])],
        Wanted(with_owners=True),
        by=dewi,
        at=timezone.now(),
    )

    search(at=timezone.now())
    assert pairs() == []
    undo(record, by=dewi, at=timezone.now())
    search(at=timezone.now())
    assert {frozenset([pair.first.pk, pair.second.pk]) for pair in pairs()} == {
        frozenset([first.pk, second.pk]),
        frozenset([first.pk, third.pk]),
    }


def test_people_said_to_be_two_are_not_proposed_through_their_businesses(twins, dewi):
    one, other = sorted(business.owner_id for business in twins)
    pair = DuplicatePair.objects.create(
        kind="person", first_artisan_id=one, second_artisan_id=other
    )
    decide_different(pair, by=dewi, at=timezone.now())

    assert proposed() == set()


def test_a_pair_named_by_staff_stays_until_it_is_decided(village):
    first = enter("Sulastri", "Jati Lestari", village=village)
    second = enter("Kartini", "Batik Melati", village=village)

    pair = name_pair(first, second, at=timezone.now())

    assert name_pair(second, first, at=timezone.now()) == pair
    search(at=timezone.now())
    assert pairs() == [pair]


def test_the_command_says_what_it_found(twins):
    out = StringIO()

    call_command("find_duplicates", stdout=out)

    assert out.getvalue().startswith("1 dugaan baru")


def test_the_search_asks_the_same_number_of_questions_for_few_and_many(
    twins, village, django_assert_num_queries
):
    make_user()
    search(at=timezone.now())
    with django_assert_num_queries(11):
        search(at=timezone.now())
    for name in ("Kartini", "Wagiyem", "Endang Rahayu", "Bambang Utomo", "Yuliana"):
        enter(name, f"Kerajinan {name}", village=village)

    with django_assert_num_queries(11):
        search(at=timezone.now())
