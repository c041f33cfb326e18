"""Fair invitations: the rule on plain values, and drawings of an event."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dekranasda.lib import clock
from events.fair_choice import Candidate, choose, lot
from events.models import Registration, Selection
from events.registration import accept, cancel, end_offers
from events.selection import draw
from tests.events.factories import join, make_event, make_member
from tests.events.test_eligibility import trained
from tests.events.test_registration import told
from tests.factories import make_craft, make_district, make_user, make_village

PEOPLE = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 10_000),
        st.sampled_from(["", "35.22.01", "35.22.02", "35.22.03"]),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    ),
    unique_by=lambda one: one.key,
    max_size=40,
)


@given(PEOPLE, st.integers(1, 50), st.text(max_size=8))
def test_nobody_is_passed_over(people, wanted, seed):
    coming = {"35.22.01": 2}
    picks = choose(people, wanted=wanted, coming=coming, seed=seed)

    assert len(picks) == min(wanted, len(people))
    assert [pick.place for pick in picks] == list(range(1, len(picks) + 1))
    assert choose(reversed(people), wanted=wanted, coming=coming, seed=seed) == picks
    left, counts = set(people), Counter(coming)
    for pick in picks:
        assert pick.candidate.turn == min(one.turn for one in left)
        equals = [one for one in left if one.turn == pick.candidate.turn]
        assert pick.from_district == min(counts[one.district] for one in equals)
        equals = [one for one in equals if counts[one.district] == pick.from_district]
        assert pick.candidate == min(equals, key=lambda one: lot(seed, one.key))
        assert pick.was_drawn == (len(equals) > 1)
        left.remove(pick.candidate)
        counts[pick.candidate.district] += 1


def test_the_lot_is_what_the_page_says():
    """SHA-256 of `seed:key`, so that anybody can draw again with any tool."""
    assert lot("ab", 7).startswith("b7e1dfec11fd191b")


def test_equal_people_are_drawn_evenly():
    people = [Candidate(key) for key in range(1, 5)]

    first = Counter(
        choose(people, wanted=1, coming={}, seed=str(seed))[0].candidate.key for seed in range(2000)
    )

    assert set(first) == {1, 2, 3, 4}
    assert all(420 < count < 580 for count in first.values())


@pytest.fixture
def event(db):
    return make_event(quota=3, offer_hours=24, by_invitation=True)


def invite(event, wanted, **fields):
    fields.setdefault("answer_by", timezone.now() + timedelta(days=3))
    return draw(event, wanted=wanted, by=make_user(), **fields)


def names(selection):
    picks = selection.picks.filter(place__lte=selection.wanted).order_by("place")
    return [pick.business.name for pick in picks]


def test_never_trained_comes_first_then_the_longest_ago(event):
    lately, long_ago, never = (make_member(name=name) for name in ("Baru", "Lama", "Belum"))
    trained(lately, ago=timedelta(days=60))
    trained(long_ago, ago=timedelta(days=500))

    selection = invite(event, 3)

    assert names(selection) == ["Belum", "Lama", "Baru"]
    event.refresh_from_db()
    assert event.taken == 3
    asked = Registration.objects.filter(selection=selection)
    assert {one.state for one in asked} == {"offered"}
    assert told(asked.first()) == ["event_invited"]
    assert never.owner_id in asked.values_list("artisan", flat=True)


def test_districts_with_few_people_come_first(event):
    malo = make_village("Rendeng", make_district("Malo", "35.22.17"))
    kasiman = [make_member() for _number in range(6)]
    far = make_member(village=malo, name="Dari Malo")
    registered = make_event(quota=3)
    join(registered, kasiman[0])

    assert names(invite(registered, 1)) == ["Dari Malo"]
    assert far.owner.name


def test_only_the_eligible_who_are_not_registered_and_each_artisan_once(event):
    batik = make_craft("batik")
    event.crafts.set([batik])
    business = make_member(craft=batik)
    second = make_member(craft=batik)
    second.owner = business.owner
    second.save()
    make_member(craft=make_craft("bubut"))

    selection = invite(event, 3)

    assert (selection.eligible_count, selection.picks.count()) == (1, 1)
    with pytest.raises(ValidationError, match="Tidak ada usaha"):
        invite(event, 1)


def test_yes_no_and_silence(event):
    yes, no, silent = (make_member(name=name) for name in "ABC")
    selection = invite(event, 3)
    of = {
        one.business_id: one
        for one in Registration.objects.filter(selection=selection).select_related("artisan")
    }

    accept(of[yes.pk])
    cancel(of[no.pk], cause=Registration.Cause.DECLINED)
    with clock.fixed_at(selection.answer_by):
        end_offers.call(event.pk)

    event.refresh_from_db()
    assert event.taken == 1
    of[silent.pk].refresh_from_db()
    assert of[silent.pk].cancel_cause == "expired"


def test_the_reserve_is_asked_in_its_order_for_each_who_does_not_come(event, as_user, dewi):
    for name in "ABCDE":
        make_member(name=name)
    selection = invite(event, 2)
    first, second, third, fourth, fifth = (
        pick.business for pick in selection.picks.order_by("place")
    )
    of = {one.business_id: one for one in selection.registrations.all()}
    assert set(of) == {first.pk, second.pk}  # the third seat was not drawn for

    cancel(of[first.pk], cause=Registration.Cause.DECLINED)
    asked = selection.registrations.get(business=third)
    fourth.state = "dormant"  # the next no longer meets the conditions
    fourth.save()
    late = selection.answer_by
    with clock.fixed_at(late):
        end_offers.call(event.pk)

    assert asked.offer_expires_at == late
    assert told(asked) == ["event_invited", "event_offer_over"]
    last = selection.registrations.get(business=fifth)
    assert last.offer_expires_at == late + timedelta(days=2)
    assert not selection.registrations.filter(business=fourth).exists()
    event.refresh_from_db()
    assert event.taken == 1
    page = as_user(dewi).get(f"/kerja/acara/{event.pk}/undangan/").content.decode()
    assert page.count("Cadangan</span>") == 1
    with clock.fixed_at(event.starts_at):
        cancel(last, cause=Registration.Cause.DECLINED)
    assert selection.registrations.count() == 4


def test_drawing_is_refused_without_room_or_time(event):
    make_member()
    now = timezone.now()

    for wanted, answer_by, code in (
        (4, now + timedelta(days=1), "no_seats"),
        (1, now - timedelta(minutes=1), "too_late"),
        (1, event.starts_at + timedelta(minutes=1), "too_late"),
    ):
        with pytest.raises(ValidationError) as caught:
            invite(event, wanted, answer_by=answer_by)
        assert caught.value.code == code
    assert not Selection.objects.exists()


def test_a_drawing_is_never_changed(event):
    make_member()
    selection = invite(event, 1)

    with pytest.raises(InternalError), transaction.atomic():
        Selection.objects.filter(pk=selection.pk).update(seed="lain")
