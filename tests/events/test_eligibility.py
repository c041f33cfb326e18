"""Who may join an event, and what the others are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from artisans.models import Business, ReadinessAssessment
from events.eligibility import alternatives, check_eligible, clashes, eligible, repeats
from events.models import Registration
from events.registration import cancel
from tests.events.factories import join, make_event, make_member
from tests.factories import make_craft, make_district, make_published_product, make_village


def codes(event, business):
    """The codes of the refusals, empty where the business may join."""
    try:
        check_eligible(event, business, at=timezone.now())
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


def test_open_event_takes_everybody(db):
    assert codes(make_event(), make_member()) == set()


def test_event_for_a_district(db):
    event = make_event()
    event.districts.set([make_district("Malo", "35.22.17")])
    malo = make_village("Rendeng", make_district("Malo", "35.22.17"))

    assert codes(event, make_member(village=malo)) == set()
    with pytest.raises(ValidationError, match="usaha di Kecamatan Malo"):
        check_eligible(event, make_member(), at=timezone.now())


def test_event_for_graded_works_looks_at_what_the_catalogue_shows_today(db):
    event = make_event(minimum_grade="A")
    graded, lower, lapsed = (make_member(is_public=True) for _number in range(3))
    make_published_product(graded, grade="A")
    make_published_product(lower, grade="B")
    old = make_published_product(lapsed, grade="A")
    type(old).objects.filter(pk=old.pk).update(valid_until=timezone.localdate() - timedelta(1))

    assert codes(event, graded) == set()
    for other in (lower, lapsed, make_member()):
        assert codes(event, other) == {"no_grade"}
    event.minimum_grade = "B"
    assert codes(event, lower) == set()


def trained(business, *, topic="KMS", ago=timedelta(days=200)):
    """A training on the topic that the owner attended so long ago."""
    day = timezone.now() - ago
    event = make_event(topic=topic, starts_at=day)
    return Registration.objects.create(
        event=event,
        artisan=business.owner,
        business=business,
        state="attended",
        registered_by=business.owner.user,
        registered_at=day,
    )


def test_same_topic_within_a_year_is_refused_where_the_event_says_so_and_told_where_not(db):
    once = make_event(topic="KMS", once_a_year=True)
    open_to_all = make_event(topic="KMS")
    lately, long_ago, other = (make_member() for _number in range(3))
    there = trained(lately)
    trained(long_ago, ago=timedelta(days=380))
    trained(other, topic="HRG")

    assert codes(once, lately) == {"repeat"}
    assert codes(once, long_ago) == codes(once, other) == set()
    assert codes(open_to_all, lately) == set()
    assert list(repeats(open_to_all, lately.owner)) == [there]
    assert not repeats(open_to_all, other.owner)


def test_a_seat_at_a_coming_training_on_the_topic_counts_until_it_is_given_back(db):
    business, once = make_member(), make_event(topic="KMS", once_a_year=True)
    seat = join(make_event(topic="KMS"), business)

    assert codes(once, business) == {"repeat"}
    cancel(seat)
    assert codes(once, business) == set()


def test_all_reasons_are_told_at_once(db):
    event = make_event(crafts=[make_craft("batik")], minimum_readiness=4, minimum_grade="B")

    assert codes(event, make_member()) == {"wrong_craft", "not_ready", "no_grade"}


def test_by_invitation_takes_only_who_was_asked(db):
    event, business = make_event(by_invitation=True), make_member()

    assert codes(event, business) == {"by_invitation"}
    check_eligible(event, business, at=timezone.now(), is_invited=True)


def test_the_many_are_judged_as_the_one(db):
    batik = make_craft("batik")
    event = make_event(crafts=[batik], minimum_readiness=3, topic="KMS", once_a_year=True)
    everybody = [make_member(craft=craft) for craft in (batik, batik, batik, make_craft("bubut"))]
    for business in everybody[:2]:
        business.assessments.create(assessed_on=timezone.localdate(), level=4)
    trained(everybody[0])
    make_member(craft=batik, state=Business.State.DORMANT)

    one_by_one = {one.pk for one in everybody if not codes(event, one)}

    assert set(eligible(event).values_list("pk", flat=True)) == one_by_one == {everybody[1].pk}


def test_who_is_refused_hears_what_else_there_is(db):
    batik, bubut = make_craft("batik"), make_craft("bubut")
    business = make_member(craft=bubut)
    event = make_event(crafts=[batik])
    make_event(crafts=[batik], title="Bukan untuk bubut")
    make_event(minimum_readiness=5, title="Belum siap")
    joined = make_event(title="Sudah terdaftar")
    join(joined, business)
    fits = [make_event(title=f"Cocok {number}") for number in range(4)]

    assert alternatives(event, business, at=timezone.now()) == fits[:3]


def test_event_for_one_craft_refuses_others_and_says_which(db):
    batik = make_craft("batik")
    event = make_event(crafts=[batik])

    assert join(event, make_member(craft=batik)).state == "confirmed"
    with pytest.raises(ValidationError, match="kerajinan Batik"):
        join(event, make_member(craft=make_craft("bubut")))


def test_event_for_ready_businesses_looks_at_the_newest_assessment(db):
    event = make_event(minimum_readiness=ReadinessAssessment.Level.READY)
    business = make_member()
    today = timezone.localdate()
    business.assessments.create(assessed_on=today - timedelta(days=90), level=5)
    business.assessments.create(assessed_on=today, level=3)

    with pytest.raises(ValidationError, match="kesiapan"):
        join(event, business)
    business.assessments.create(assessed_on=today + timedelta(days=1), level=4)
    assert join(event, business).state == "confirmed"


def test_clash_is_found_only_among_live_registrations_at_the_same_time(db):
    business = make_member()
    first = make_event()
    same_time = make_event(starts_at=first.starts_at + timedelta(hours=1))
    later = make_event(starts_at=first.ends_at)
    registration = join(first, business)

    assert list(clashes(same_time, business.owner)) == [registration]
    assert not clashes(later, business.owner)
    cancel(registration)
    assert not clashes(same_time, business.owner)
