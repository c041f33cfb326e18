"""Erasure of merged, deleted and judged records: old entries, trails, the words of decisions."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from artisans.facts import note_sources
from artisans.models import Business, FactSource, ImportBatch, ImportChange, ImportRow, Merge
from artisans.parting import undo
from curation import appeals
from curation.models import Decision
from dekranasda.personal_data.erasure import erase
from tests.artisans.test_merging import joined
from tests.curation.cases import finish, make_council
from tests.factories import make_artisan, make_business
from tests.personal_data.people import MARK, make_marked_maker
from tests.personal_data.test_erasure import traces, whole_database

NOW = timezone.now()


@pytest.fixture
def maker(db, dewi, private_files):
    return make_marked_maker(by=dewi)


def old_entry(owner=None):
    """The same business from another list, under the name of whom the list took for its owner."""
    old = make_business(
        owner=owner, name="KNRYusaha lama", slug="knryusaha-lama", address="KNRYalamat lama",
        phone="+6281299955507",
    )  # fmt: skip
    Business.objects.filter(pk=old.pk).update(description="KNRYket lama")
    batch = ImportBatch.objects.create(file_name="lama.xlsx", file_sha256="1" * 64)
    ImportRow.objects.create(
        batch=batch, sheet="A", row=1, outcome="update", business=old,
        values={"business_name": "KNRYusaha lama"},
    )  # fmt: skip
    ImportChange.objects.create(
        batch=batch, business=old, kind="business", object_id=old.pk,
        before={"name": "KNRYusaha lama"}, after={"name": "KNRYusaha"},
    )  # fmt: skip
    note_sources(
        old, ["phone"], kind=FactSource.Kind.OFFICE, as_of=NOW.date(), by=None, at=NOW,
        source="KNRYasal lama",
    )  # fmt: skip
    return old


def test_the_old_entry_of_a_merged_business_goes_whoever_owned_it(maker, admin, dewi):
    stranger = make_artisan(name="Wagiman Lain", slug="wagiman-lain")
    old = old_entry(stranger)
    survivor = maker.businesses.get()
    # The merge keeps where the phone came from before: «KNRYasal» in its details.
    note_sources(
        survivor, ["phone"], kind=FactSource.Kind.OFFICE, as_of=NOW.date(), by=None, at=NOW,
        source="KNRYasal usaha",
    )  # fmt: skip
    stays = "first" if survivor.pk < old.pk else "second"
    other = "second" if stays == "first" else "first"
    record = joined(survivor, old, dewi, stays=stays, business={"phone": other})
    assert "KNRYasal usaha" in str(record.details)

    erase(maker, by=admin, at=NOW)

    assert traces() == []
    old.refresh_from_db()
    stranger.refresh_from_db()
    assert (old.state, old.name, old.phone) == ("erased", "[dihapus]", "")
    assert (stranger.name, stranger.erased_at) == ("Wagiman Lain", None)
    assert not ImportChange.objects.exists()
    with pytest.raises(ValidationError):
        undo(Merge.objects.get(), by=dewi, at=NOW)


def test_an_artisan_whose_old_entry_lost_a_merge_goes_with_both_businesses(maker, admin, dewi):
    twin = make_artisan(name="KNRYkembar", slug="knrykembar", phone="+6281299955509")
    old = old_entry(twin)
    survivor = maker.businesses.get()
    stays = "first" if survivor.pk < old.pk else "second"
    joined(survivor, old, dewi, stays=stays, with_owners=True)

    erase(twin, by=admin, at=NOW)

    assert traces() == []
    maker.refresh_from_db()
    assert (maker.erased_at, twin.events.exclude(name="[dihapus]").count()) == (NOW, 0)


def test_the_trail_of_a_row_that_was_deleted_goes_too(maker, admin):
    maker.businesses.get().licences.all().delete()
    assert MARK in traces()

    erase(maker, by=admin, at=NOW)

    assert traces() == []


def test_the_words_of_decisions_lose_the_name(db, admin, private_files):
    council = make_council()
    work = finish(council, "coaching")
    maker = work.product.business.owner
    assert maker.user
    appeals.appeal(work, by=maker.user, ground="fact", statement=f"Saya {maker.name}")
    names = (maker.name, work.product.business.name)
    assert all(name in whole_database() for name in names)

    erase(maker, by=admin, at=NOW)

    words = whole_database()
    assert [name for name in names if name in words] == []
    assert Decision.objects.get(submission=work).outcome == "coaching"
    assert work.reviews.count() == 3
