"""Two entries of the registry become one and two again, and nothing that hung on them is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from artisans.facts import note_sources, sources_of
from artisans.growth import record_year
from artisans.history import newest_step
from artisans.imports.checking import CheckedRow, group_rows
from artisans.imports.records import Record
from artisans.imports.staging import known_registry
from artisans.matching import decide_different
from artisans.merging import Wanted, gather_late, merge
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    DuplicatePair,
    EntryKind,
    FactSource,
    Licence,
    MentoringPlan,
    Merge,
)
from artisans.parting import undo
from artisans.relations import relations_of
from curation.models import Conflict
from dekranasda.accounts.models import Consent
from events.models import Registration
from products.models import Product
from tests.events.factories import join, make_event
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_product,
    make_published_product,
    make_user,
)

DAY = date(2026, 3, 1)
NIK = "3522205003759001"
OTHER_NIK = "3522201507999002"


def pair_of(first, second):
    kind = "business" if isinstance(first, Business) else "artisan"
    first, second = sorted([first, second], key=lambda entry: entry.pk)
    return DuplicatePair.objects.create(
        kind=EntryKind.BUSINESS if kind == "business" else EntryKind.PERSON,
        **{f"first_{kind}": first, f"second_{kind}": second},
    )


def joined(first, second, by, **wanted):
    return merge(pair_of(first, second), Wanted(**wanted), by=by, at=timezone.now())


@pytest.fixture
def twins(db):
    """One business entered twice, for one person entered twice."""
    first = make_business(owner=make_artisan(name="Sulastri"), name="Jati Lestari", phone="+6281")
    second = make_business(
        owner=make_artisan(name="Hj. Sulastri", phone="+6282"),
        name="UD Jati Lestari",
        business_id="1234567890123",
        address="Krajan RT 1",
    )
    return first, second


def test_everything_that_points_at_a_business_goes_over_and_comes_back(twins, dewi, ratna):
    first, second = twins
    Licence.objects.create(business=second, kind="merek", number="IDM1")
    plan = MentoringPlan.objects.create(
        business=second, title="Kemasan", opened_on=date(2026, 3, 1)
    )
    conflict = Conflict.objects.create(
        curator=ratna, business=second, kind="declared", reason="Saudara", declared_by=ratna
    )
    product = make_product(second)
    seat = join(make_event(), second)

    record = joined(first, second, dewi)

    held = [Licence.objects.get(), plan, conflict, product, seat]
    for row in held:
        row.refresh_from_db()
        assert row.business == first, row
    undo(record, by=dewi, at=timezone.now())
    for row in held:
        row.refresh_from_db()
        assert row.business == second, row


def test_no_relation_is_forgotten(db):
    moved = {str(field) for model in (Artisan, Business) for field in relations_of(model)}

    assert {
        "artisans.Business.owner",
        "artisans.BusinessYear.business",
        "artisans.ImportRow.business",
        "products.Product.business",
        "curation.Conflict.business",
        "events.Registration.artisan",
        "events.Registration.business",
    } <= moved
    assert not [name for name in moved if "Event." in name]


def test_the_chosen_values_stay_with_their_origin_and_go_back(twins, dewi):
    first, second = twins
    note_sources(
        second,
        ["address"],
        kind=FactSource.Kind.SITE,
        as_of=date(2026, 1, 1),
        by=dewi,
        at=timezone.now(),
    )

    record = joined(
        first,
        second,
        dewi,
        business={"name": "first", "address": "second", "business_id": "second"},
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, first.address, first.business_id) == (
        "Jati Lestari",
        "Krajan RT 1",
        "1234567890123",
    )
    assert sources_of(first)["address"].kind == FactSource.Kind.SITE
    assert (second.state, second.merged_into) == ("merged", first)
    undo(record, by=dewi, at=timezone.now())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.address, first.business_id) == ("", "")
    assert sources_of(first) == {}
    assert (second.state, second.merged_into, second.business_id) == (
        "active",
        None,
        "1234567890123",
    )


def test_what_somebody_changed_since_stays_and_is_named(twins, dewi):
    first, second = twins
    product = make_product(second)
    other = make_business()
    record = joined(first, second, dewi, business={"address": "second"})
    Business.objects.filter(pk=first.pk).update(address="Alamat yang benar")
    Product.objects.filter(pk=product.pk).update(business=other)

    record = undo(record, by=dewi, at=timezone.now())

    first.refresh_from_db()
    product.refresh_from_db()
    assert first.address == "Alamat yang benar"
    assert product.business == other
    assert record.left == [
        {"field": "address"},
        {"model": "products.product", "field": "business", "keys": [product.pk]},
    ]


def test_yearly_figures_of_the_same_year_stay_with_the_old_entry(twins, dewi):
    first, second = twins
    BusinessYear.objects.create(business=first, year=2025, turnover_idr=1)
    own = BusinessYear.objects.create(business=second, year=2025, turnover_idr=2)
    BusinessYear.objects.create(business=second, year=2024, turnover_idr=3)

    record = joined(first, second, dewi)

    assert sorted(first.years.values_list("year", "turnover_idr")) == [(2024, 3), (2025, 1)]
    assert record.kept == [
        {"model": "artisans.businessyear", "field": "business", "keys": [own.pk]}
    ]


def test_the_origins_of_yearly_figures_go_with_their_year_and_come_back(twins, dewi):
    first, second = twins
    BusinessYear.objects.create(business=first, year=2025, turnover_idr=1)
    told = {"kind": "document", "as_of": DAY, "by": dewi, "at": timezone.now()}
    record_year(second, 2025, {"turnover_idr": 2}, source="SPT kedua", **told)
    record_year(second, 2024, {"turnover_idr": 3}, source="SPT 2024", **told)

    record = joined(first, second, dewi)

    assert {name: fact.source for name, fact in sources_of(first).items()} == {
        "2024.turnover_idr": "SPT 2024"
    }
    assert set(sources_of(second)) == {"2025.turnover_idr"}
    undo(record, by=dewi, at=timezone.now())
    assert sources_of(first) == {}
    assert set(sources_of(second)) == {"2024.turnover_idr", "2025.turnover_idr"}


def test_a_seat_at_the_same_event_stays_with_the_old_person(twins, dewi):
    first, second = twins
    event = make_event()
    join(event, first)
    seat = join(event, second)

    record = joined(first, second, dewi, with_owners=True)

    assert record.owners.kept == [
        {"model": "events.registration", "field": "artisan", "keys": [seat.pk]}
    ]
    assert Registration.objects.filter(artisan=first.owner).count() == 1


def test_what_comes_to_a_merged_entry_later_follows_it(twins, dewi):
    first, second = twins
    BusinessYear.objects.create(business=first, year=2025, turnover_idr=1)
    BusinessYear.objects.create(business=second, year=2025, turnover_idr=2)
    record = joined(first, second, dewi)
    late = Licence.objects.create(business=second, kind="merek", number="IDM1")

    assert gather_late() == 1

    assert gather_late() == 0
    late.refresh_from_db()
    assert late.business == first
    undo(record, by=dewi, at=timezone.now())
    late.refresh_from_db()
    assert late.business == second


# People


def test_owners_are_joined_along_and_parted_along(twins, dewi):
    first, second = twins
    shop = make_business(owner=second.owner, name="Toko Barokah")

    record = joined(first, second, dewi, with_owners=True)

    shop.refresh_from_db()
    second.refresh_from_db()
    assert {shop.owner, second.owner} == {first.owner}
    person = Artisan.objects.get(pk=first.owner_id)
    assert person.other_phones == "+6282"
    undo(record, by=dewi, at=timezone.now())
    shop.refresh_from_db()
    person.refresh_from_db()
    assert shop.owner.name == "Hj. Sulastri"
    assert shop.owner.merged_into is None
    assert person.other_phones == ""


def test_owners_stay_two_where_nobody_says_otherwise(twins, dewi):
    first, second = twins

    joined(first, second, dewi)

    assert not Artisan.objects.filter(merged_into__isnull=False).exists()


def test_a_nik_moves_bound_anew_to_its_row_and_back(twins, dewi):
    one, other = twins[0].owner, twins[1].owner
    other.keep_national_id(NIK)
    other.save()

    record = joined(one, other, dewi, owner={"national_id": "second"})

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_national_id(), other.read_national_id()) == (NIK, "")
    undo(record, by=dewi, at=timezone.now())
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_national_id(), other.read_national_id()) == ("", NIK)


def test_two_nik_change_places_and_none_is_lost(twins, dewi):
    one, other = twins[0].owner, twins[1].owner
    for person, number in ((one, OTHER_NIK), (other, NIK)):
        person.keep_national_id(number)
        person.save()

    record = joined(one, other, dewi, owner={"national_id": "second"})

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_national_id(), other.read_national_id()) == (NIK, OTHER_NIK)
    undo(record, by=dewi, at=timezone.now())
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_national_id(), other.read_national_id()) == (OTHER_NIK, NIK)


def test_no_record_of_a_merge_holds_a_number_or_a_name(twins, dewi):
    one, other = twins[0].owner, twins[1].owner
    other.keep_national_id(NIK)
    other.save()

    record = joined(one, other, dewi, owner={"national_id": "second", "name": "second"})

    record.refresh_from_db()
    text = str([record.moved, record.kept, record.details])
    assert NIK not in text
    assert "Sulastri" not in text
    assert "+6282" not in text


def test_an_account_goes_over_and_comes_back(twins, dewi):
    one, other = twins[0].owner, twins[1].owner
    user = make_user()
    other.user = user
    other.save()

    record = joined(one, other, dewi)

    assert Artisan.objects.get(user=user) == one
    undo(record, by=dewi, at=timezone.now())
    assert Artisan.objects.get(user=user) == other


def test_two_people_with_accounts_are_not_joined(twins, dewi):
    for business in twins:
        business.owner.user = make_user()
        business.owner.save()

    with pytest.raises(ValidationError) as refusal:
        joined(twins[0], twins[1], dewi, with_owners=True)

    assert refusal.value.code == "two_accounts"
    assert not Merge.objects.exists()


def test_the_newest_word_of_consent_holds_for_both(twins, dewi):
    first, second = twins
    make_published_product(first)
    give_consent(second.owner, is_given=False)

    record = joined(first, second, dewi, with_owners=True)

    first.refresh_from_db()
    assert first.is_public is False
    assert not Consent.is_current(first.owner.uid, Consent.Purpose.PUBLIC_PROFILE)
    undo(record, by=dewi, at=timezone.now())
    first.refresh_from_db()
    assert first.is_public is True
    assert Consent.is_current(first.owner.uid, Consent.Purpose.PUBLIC_PROFILE)


def test_works_of_a_shown_business_stay_in_the_catalogue(twins, dewi):
    first, second = twins
    work = make_published_product(second)

    record = joined(first, second, dewi, with_owners=True)

    assert list(Product.objects.published()) == [work]
    undo(record, by=dewi, at=timezone.now())
    assert list(Product.objects.published()) == [work]
    assert Product.objects.published().get().business == second


# Refusals


def test_a_change_in_the_meantime_stops_the_merge(twins, dewi):
    first, second = twins
    seen = {("business", second.pk): newest_step(second)}
    Business.objects.filter(pk=second.pk).update(address="Alamat baru")

    with pytest.raises(ValidationError) as refusal:
        joined(first, second, dewi, seen=seen)

    assert refusal.value.code == "changed"
    assert Business.objects.filter(state="merged").count() == 0


def test_a_pair_is_decided_once(twins, dewi):
    pair = pair_of(*twins)
    merge(pair, Wanted(), by=dewi, at=timezone.now())

    with pytest.raises(ValidationError) as refusal:
        merge(pair, Wanted(), by=dewi, at=timezone.now())
    assert refusal.value.code == "decided"
    with pytest.raises(ValidationError):
        decide_different(pair, by=dewi, at=timezone.now())


def test_merges_follow_each_other_and_are_undone_in_turn(twins, dewi):
    first, second = twins
    third = make_business(name="Jati Lestari Baru")
    earlier = joined(first, second, dewi)
    later = joined(third, first, dewi, stays="second")

    with pytest.raises(ValidationError) as refusal:
        undo(earlier, by=dewi, at=timezone.now())
    assert refusal.value.code == "merged_on"
    undo(later, by=dewi, at=timezone.now())
    undo(earlier, by=dewi, at=timezone.now())
    assert Business.objects.filter(state="active").count() == 3


def test_nothing_is_merged_into_a_merged_entry_or_into_itself(twins, dewi):
    first, second = twins
    third = make_business()
    joined(first, second, dewi)

    with pytest.raises(ValidationError) as refusal:
        joined(second, third, dewi)
    assert refusal.value.code == "merged"
    with pytest.raises(IntegrityError), transaction.atomic():
        Business.objects.filter(pk=third.pk).update(merged_into=third, state="merged")


def test_a_merge_is_undone_once(twins, dewi):
    record = joined(twins[0], twins[1], dewi)
    undo(record, by=dewi, at=timezone.now())

    with pytest.raises(ValidationError) as refusal:
        undo(record, by=dewi, at=timezone.now())
    assert refusal.value.code == "undone"


def test_not_the_same_holds_for_what_the_one_is_merged_into(twins, dewi):
    first, second = twins
    third = make_business()
    decide_different(pair_of(second, third), by=dewi, at=timezone.now())
    joined(first, second, dewi)

    with pytest.raises(ValidationError) as refusal:
        joined(first, third, dewi)

    assert refusal.value.code == "said_different"


def test_a_nib_that_is_used_again_stops_the_undo(twins, dewi):
    record = joined(twins[0], twins[1], dewi)
    make_business(name="Usaha Baru", business_id="1234567890123")

    with pytest.raises(ValidationError) as refusal:
        undo(record, by=dewi, at=timezone.now())

    assert refusal.value.code == "nib_taken"


# Lists that come later


def known_as(record):
    line = CheckedRow("Lembar", 1, "data", record)
    group_rows([line], known_registry())
    return line.known_key, line.known_owner_key


def test_a_list_with_the_old_names_lands_on_the_survivor(twins, dewi):
    first, second = twins
    second.owner.keep_national_id(NIK)
    second.owner.save()
    row = Record(
        owner_name="Hj. Sulastri",
        national_id=NIK,
        business_name="Toko Lama",
        nib="1234567890123",
    )
    Business.objects.filter(pk=second.pk).update(name="Toko Lama")
    before = known_as(row)

    joined(first, second, dewi, with_owners=True)

    assert before == (second.pk, second.owner_id)
    assert known_as(row) == (first.pk, first.owner_id)


def test_what_people_said_is_not_the_same_is_not_joined_by_a_list(twins, dewi):
    first, second = twins
    decide_different(pair_of(first, second), by=dewi, at=timezone.now())
    row = Record(owner_name="Sulastri", business_name="Jati Lestari", phones=("+6281",))

    assert known_as(row)[0] in {0, first.pk}
    assert Business.objects.exclude(state="merged").count() == 2


def test_the_trail_says_who_merged(twins, dewi):
    first, second = twins
    joined(first, second, dewi, business={"address": "second"})

    event = first.events.order_by("-pgh_id").first()

    assert event.pgh_context.metadata["user"] == dewi.pk
    assert event.pgh_context.metadata["reason"].startswith("penggabungan")
    assert timezone.now() - event.pgh_created_at < timedelta(minutes=1)
