"""Drafts: started, copied, checked, frozen, thrown away."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dekranasda.accounts.models import Consent
from dekranasda.lib import photo_store
from dekranasda.lib.images import ImageRefused
from products import drafts, photos
from products.models import Photo, Product, ProductVersion
from tests.factories import give_consent, make_craft, make_material, make_photo, make_product
from tests.products.photographs import photograph

NOW = timezone.now()


@pytest.fixture
def draft(sari, sari_business) -> ProductVersion:
    """An empty draft of sari's."""
    return drafts.start_draft(sari_business, by=sari, at=NOW)


@pytest.fixture
def ready(sari, sari_artisan, draft) -> ProductVersion:
    """A draft of sari's that can be sent."""
    ProductVersion.objects.filter(pk=draft.pk).update(
        name="Vas bubut jati",
        craft=make_craft(),
        other_material="Jati sisa mebel",
        height_cm=30,
        price_idr=185_000,
        production_time="week",
        capacity_per_month=10,
    )
    draft.refresh_from_db()
    for kind in (Photo.Kind.FRONT, Photo.Kind.DETAIL, Photo.Kind.SCALE):
        make_photo(draft, kind=kind)
    drafts.declare(draft, by=sari, at=NOW, allows_publication=True)
    draft.refresh_from_db()
    return draft


def add(version: ProductVersion, kind: str = "front", number: int | None = None, **fields):
    """Adds a made-up photograph."""
    return photos.add_photo(version, kind=kind, raw=photograph(number), at=NOW, **fields)


# Starting and copying


def test_a_draft_begins_with_the_craft_of_the_business(sari, sari_business):
    sari_business.craft = make_craft("batik")
    sari_business.save()

    version = drafts.start_draft(sari_business, by=sari, at=NOW)

    assert version.craft == sari_business.craft
    assert version.filled_by == sari
    assert version.product.state == Product.State.DRAFT
    assert len(version.product.code) == 5


def test_an_untouched_draft_is_taken_up_again(sari, sari_business, draft):
    assert drafts.start_draft(sari_business, by=sari, at=NOW) == draft

    add(draft)

    assert drafts.start_draft(sari_business, by=sari, at=NOW) != draft


def test_a_new_version_copies_content_words_and_photographs(sari, ready):
    ready.materials.set([make_material()])
    ready.freeze(at=NOW)

    copy = drafts.new_version(ready.product, by=sari)

    assert copy.number == 2
    assert copy.frozen_at is None
    assert not copy.declares_own_work
    assert copy.step == ProductVersion.Step.CHECK
    assert (copy.name, copy.price_idr) == ("Vas bubut jati", 185_000)
    assert copy.height_cm == 30
    assert list(copy.materials.all()) == [make_material()]
    assert [photo.sha256 for photo in copy.photos.all()] == [
        photo.sha256 for photo in ready.photos.all()
    ]
    assert ready.photos.count() == 3


def test_a_work_has_one_draft_however_often_it_is_mended(sari, ready):
    ready.freeze(at=NOW)

    first = drafts.new_version(ready.product, by=sari)

    assert drafts.new_version(ready.product, by=sari) == first


# Ready or not


def test_a_complete_draft_is_ready(ready):
    assert drafts.ready_problems(ready) == []


def test_an_empty_draft_says_all_that_is_missing(draft):
    problems = drafts.content_problems(draft)

    assert [problem.field for problem in problems] == [
        "photos",
        "photos",
        "name",
        "craft",
        "materials",
        "length_cm",
        "price_idr",
        "production_time",
        "capacity_per_month",
    ]
    assert len(drafts.ready_problems(draft)) == 11


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"craft": None}, "craft"),
        ({"other_material": ""}, "materials"),
        ({"height_cm": None}, "length_cm"),
        ({"price_idr": None}, "price_idr"),
        ({"production_time": ""}, "production_time"),
        ({"capacity_per_month": None}, "capacity_per_month"),
        ({"capacity_per_month": 0}, "capacity_per_month"),
    ],
)
def test_each_missing_answer_keeps_the_draft(ready, changes, field):
    for name, value in changes.items():
        setattr(ready, name, value)

    assert [problem.field for problem in drafts.content_problems(ready)] == [field]


def test_a_price_on_request_needs_no_amount(ready):
    ready.price_idr, ready.price_on_request = None, True

    assert drafts.ready_problems(ready) == []


def test_two_photographs_are_too_few_and_the_front_is_needed(ready):
    ready.photos.get(kind=Photo.Kind.FRONT).delete()

    texts = [str(problem.text) for problem in drafts.content_problems(ready)]

    assert texts == [
        "Tambahkan foto karya dari depan.",
        "Tambahkan foto: sedikitnya 3, sekarang 2.",
    ]


def test_without_declaration_or_consent_a_draft_is_not_ready(ready, sari_artisan):
    ready.declares_own_work = False
    give_consent(sari_artisan, Consent.Purpose.CURATION, is_given=False)

    assert len(drafts.ready_problems(ready)) == 2


def test_declaring_names_photographs_and_writes_consent_once(sari, sari_artisan, ready):
    ready.photos.filter(kind="detail").update(alt="")

    drafts.declare(ready, by=sari, at=NOW, allows_publication=True)

    assert ready.photos.get(kind="detail").alt == "Vas bubut jati, dekat atau detail"
    consents = Consent.objects.filter(subject=sari_artisan.uid).values_list("purpose", "channel")
    assert sorted(consents) == [("curation", "portal"), ("public_profile", "portal")]


def test_consent_to_be_shown_is_free(sari, sari_artisan, draft):
    drafts.declare(draft, by=sari, at=NOW, allows_publication=False)

    assert Consent.is_current(sari_artisan.uid, Consent.Purpose.CURATION)
    assert not Consent.is_current(sari_artisan.uid, Consent.Purpose.PUBLIC_PROFILE)


# Frozen


def refused(change) -> bool:
    """Whether the database refuses the change; the transaction lives on."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "frozen" in str(error) or "Cannot" in str(error)
    return False


def test_the_database_keeps_a_frozen_version_with_photographs_and_words(ready):
    ready.materials.set([make_material()])
    ready.freeze(at=NOW)
    photo = ready.photos.first()
    assert photo is not None
    changes = [
        lambda: ProductVersion.objects.filter(pk=ready.pk).update(name="Lain"),
        lambda: ProductVersion.objects.filter(pk=ready.pk).delete(),
        lambda: Photo.objects.filter(pk=photo.pk).update(alt="Lain"),
        lambda: Photo.objects.filter(pk=photo.pk).delete(),
        lambda: make_photo(ready),
        lambda: ready.materials.add(make_material("Bambu", "bambu")),
        lambda: ready.materials.clear(),
    ]

    assert [refused(change) for change in changes] == [True] * len(changes)


def test_a_photograph_cannot_be_moved_into_a_frozen_version(sari, ready):
    ready.freeze(at=NOW)
    other = make_product().versions.get()
    photo = other.photos.get()

    assert refused(lambda: Photo.objects.filter(pk=photo.pk).update(version=ready))


def test_an_open_version_may_change(ready):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE products_photo SET alt = 'Baru' WHERE version_id = %s", [ready.pk])

    ready.materials.set([make_material("Bambu", "bambu")])
    assert {photo.alt for photo in ready.photos.all()} == {"Baru"}


def test_a_frozen_version_takes_no_photograph_and_no_declaration(sari, ready):
    ready.freeze(at=NOW)

    with pytest.raises(ValidationError) as caught:
        add(ready, "process")
    assert caught.value.code == "frozen"
    with pytest.raises(ValidationError):
        drafts.declare(ready, by=sari, at=NOW, allows_publication=True)
    with pytest.raises(ValidationError):
        drafts.delete_draft(ready)


# Photographs


def test_a_photograph_is_stored_and_described_by_its_slot(draft):
    photo = add(draft, "detail")

    assert photo.kind == Photo.Kind.DETAIL
    assert photo.position == 1
    assert (photo.width, photo.height) == (240, 300)
    assert photo.warnings == ["small"]
    assert photo_store.folder_of(photo.sha256)


def test_the_same_photograph_is_refused_by_the_name_of_its_slot(draft):
    add(draft, "front", 7)

    with pytest.raises(ValidationError) as caught:
        add(draft, "detail", 7)

    assert caught.value.code == "same_photo"
    assert "Tampak depan" in caught.value.messages[0]
    assert draft.photos.count() == 1


def test_the_same_photograph_may_show_two_works(sari, sari_business, draft):
    add(draft, "front", 8)

    other = drafts.start_draft(sari_business, by=sari, at=NOW)

    assert add(other, "front", 8).sha256 == draft.photos.get().sha256


@pytest.mark.django_db(transaction=True)
def test_a_replaced_photograph_leaves_no_file(draft, settings):
    old = add(draft)

    new = add(draft, replaces=old)

    assert draft.photos.get() == new
    assert not (settings.MEDIA_ROOT / photo_store.folder_of(old.sha256)).exists()
    assert (settings.MEDIA_ROOT / photo_store.folder_of(new.sha256)).exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_work_shows_stays(sari, sari_business, draft, settings):
    add(draft, "front", 9)
    other = drafts.start_draft(sari_business, by=sari, at=NOW)
    kept = add(other, "front", 9)

    drafts.delete_draft(draft)

    assert (settings.MEDIA_ROOT / photo_store.folder_of(kept.sha256)).exists()


def test_a_work_holds_eight_photographs(draft):
    for _ in range(8):
        make_photo(draft, kind="detail")

    with pytest.raises(ValidationError) as caught:
        add(draft, "process")

    assert caught.value.code == "too_many"


def test_no_photograph_no_row(draft):
    with pytest.raises(ImageRefused):
        photos.add_photo(draft, kind="front", raw=b"<svg/>", at=NOW)

    assert not draft.photos.exists()


# Throwing away


@pytest.mark.django_db(transaction=True)
def test_a_deleted_draft_takes_its_work_and_files_along(draft, settings):
    photo = add(draft)

    drafts.delete_draft(draft)

    assert not Product.objects.exists()
    assert not (settings.MEDIA_ROOT / photo_store.folder_of(photo.sha256)).exists()


def test_a_deleted_draft_leaves_the_versions_that_were_sent(sari, ready):
    ready.freeze(at=NOW)
    copy = drafts.new_version(ready.product, by=sari)

    drafts.delete_draft(copy)

    assert list(ready.product.versions.all()) == [ready]
    assert ready.photos.count() == 3
