"""The look at a file: marks on photographs, the curators' copy, only what was asked may change."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageStat

from artisans.models import Craft
from curation import assignments, blind, photo_screening, screening, submissions
from curation.models import CompletionItem, PhotoCover, PhotoMark
from dekranasda.lib import images, photo_store
from products.drafts import new_version
from tests.curation.cases import (
    ask_completion,
    owner_of,
    pass_gates,
    queue,
    ready_product,
    start,
    submit,
)
from tests.curation.test_pages import is_sound

pytestmark = pytest.mark.django_db


def desk(work, rest: str = "") -> str:
    return f"/kerja/kurasi/{work.round.slug}/karya/{work.code}/{rest}"


def with_real_photo(council, colour=(200, 30, 30)):
    """A submission whose first photograph is a red picture in storage."""
    product = ready_product(council)
    raw = BytesIO()
    Image.new("RGB", (900, 900), colour).save(raw, "PNG")
    stored = images.store(images.clean(raw.getvalue()))
    photo = product.draft().photos.first()
    photo.sha256, photo.width, photo.height = stored.sha256, stored.width, stored.height
    photo.alt = f"Vas buatan {product.business.owner.name} di Batokan"
    photo.save()
    return submit(council, product), photo


def test_marks_go_to_the_maker_with_the_request_on_exactly_that_photo(council, as_user):
    work = submit(council)
    photo = work.version.photos.last()
    client = as_user(council.secretariat)
    assert is_sound(client.get(desk(work, f"foto/{photo.pk}/")))

    # Without a script one of nine fields is chosen; with one, a point.
    sent = {"sentence": "Buram di sini.", "field": "2"}
    assert client.post(desk(work, f"foto/{photo.pk}/"), sent).status_code == 302
    tapped = {"sentence": "Bayangan tangan.", "field": "4", "x": "31", "y": "64"}
    client.post(desk(work, f"foto/{photo.pk}/"), tapped)
    empty = client.post(desk(work, f"foto/{photo.pk}/"), {"sentence": " ", "field": "4"})
    assert empty.status_code == 422
    maker = as_user(owner_of(work))
    page = f"/saya/karya/{work.product.code}/"
    assert "Buram di sini." not in maker.get(page).content.decode()
    screening.return_for_completion(
        work, requests=[], due_at=timezone.now() + timedelta(days=5), by=council.secretariat
    )

    assert list(PhotoMark.objects.values_list("photo", "x", "y")) == [
        (photo.pk, 83, 17),
        (photo.pk, 31, 64),
    ]
    assert work.completion_items.get().part == CompletionItem.Part.PHOTOS
    shown = maker.get(page).content.decode()
    assert "Buram di sini." in shown
    assert "Bayangan tangan." in shown
    assert photo_store.url(photo.sha256, 960) in shown
    with pytest.raises(ValidationError, match="sudah dikirim|tidak sedang diperiksa"):
        photo_screening.unmark(PhotoMark.objects.all()[0], by=council.secretariat)


def test_only_the_flagged_part_can_be_changed(council, as_user):
    work = submit(council)
    sent = work.version
    ask_completion(council, work, part="price")
    maker = as_user(owner_of(work))
    steps = f"/saya/karya/{work.product.code}/langkah/"
    new_version(work.product, by=owner_of(work))
    other = Craft.objects.exclude(pk=sent.craft_id).first()

    maker.post(steps + "2/", {"name": "Vas lain sama sekali", "craft": other.pk})
    maker.post(steps + "2/simpan/", {"name": "Vas lain sama sekali", "craft": other.pk})
    maker.post(steps + "5/", {"story": "Cerita yang tidak diminta."})
    maker.post(steps + "1/", {"after": "stay"})
    maker.post(
        steps + "4/", {"price_idr": "260000", "production_time": "week", "capacity_per_month": "9"}
    )
    draft = work.product.draft()
    assert (draft.name, draft.story, draft.price_idr) == (sent.name, sent.story, 260_000)
    # Even a draft that changed before the request is sent with what was asked alone.
    draft.name, draft.declares_own_work = "Diganti diam-diam", True
    draft.save()
    draft.photos.first().delete()
    draft.materials.clear()
    submissions.complete(work, by=owner_of(work))

    version = work.version
    assert version != sent
    assert (version.name, version.price_idr) == (sent.name, 260_000)
    assert list(version.photos.values_list("sha256", "alt")) == list(
        sent.photos.values_list("sha256", "alt")
    )
    assert set(version.materials.all()) == set(sent.materials.all())
    work.product.refresh_from_db()
    assert work.product.open_steps is None


def test_lapsed_request_reopens_the_same_part_once(council):
    from curation import clock  # noqa: PLC0415 only here

    work = submit(council)
    ask_completion(council, work, part="story")
    with clock.fixed_at(timezone.now() + timedelta(days=30)):
        submissions.lapse(work)
        work.product.refresh_from_db()
        assert work.product.open_steps is None
        due_at = timezone.now() + timedelta(days=40)
        screening.reopen(work, due_at=due_at, reason="Baru sembuh.", by=council.secretariat)

    work.product.refresh_from_db()
    assert work.product.open_steps == [5]


def test_curators_copy_hides_names_places_captions_and_withheld_photos(council, as_user):
    work, photo = with_real_photo(council)
    version = work.version
    business = work.product.business
    withheld = version.photos.last()
    secret = [business.owner.name, business.name, business.village.name]
    assert all(word not in one.alt for one in blind.blind_work(version).photos for word in secret)

    client = as_user(council.secretariat)
    assert is_sound(client.get(desk(work, "penyamaran/")))
    client.post(desk(work, f"foto/{withheld.pk}/samarkan/"), {"whole": "on"})
    client.post(desk(work, f"foto/{photo.pk}/samarkan/"), {"fields_covered": ["0"]})
    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    assignments.start_review(work, by=council.secretariat)

    page = as_user(council.curators[0]).get(
        f"/kerja/kurasi/{council.round.slug}/nilai/", follow=True
    )
    text = page.content.decode()
    cover = PhotoCover.objects.get(photo=photo)
    assert photo_store.url(cover.sha256, 960) in text
    for leak in (*secret, photo.sha256, withheld.sha256):
        assert leak not in text
    # The cover is in the pixels: grey where it lies, the photograph elsewhere.
    name = f"{photo_store.folder_of(cover.sha256)}/2048.jpg"
    with default_storage.open(name) as file:
        picture = Image.open(file).convert("RGB")
        hidden = ImageStat.Stat(picture.crop((10, 10, 250, 250))).mean
        shown = ImageStat.Stat(picture.crop((400, 400, 800, 800))).mean
    assert max(hidden) - min(hidden) < 12
    assert shown[0] - shown[1] > 100


def test_cover_is_taken_off_before_the_file_is_complete_only(council):
    work, photo = with_real_photo(council)
    photo_screening.hide(work, photo, rectangles=[(0, 0, 34, 34)], by=council.secretariat)
    with pytest.raises(ValidationError, match="di dalam foto"):
        photo_screening.hide(work, photo, rectangles=[(80, 0, 34, 34)], by=council.secretariat)
    photo_screening.show_again(work, photo, by=council.secretariat)
    assert not PhotoCover.objects.exists()
    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)

    with pytest.raises(ValidationError) as refused:
        photo_screening.hide(work, photo, rectangles=[], by=council.secretariat)
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("part", ["confirmed", "marked", "covered"])
def test_who_screened_never_scores(council, part):
    from dekranasda.accounts.models import Role  # noqa: PLC0415 only here
    from dekranasda.accounts.permissions import set_roles  # noqa: PLC0415

    both = council.curators[0]
    set_roles(both, {Role.SECRETARIAT, Role.CURATOR})
    work = submit(council)
    photo = work.version.photos.all()[0]
    if part == "marked":
        photo_screening.mark(work, photo, x=5, y=5, sentence="Gelap.", by=both)
    if part == "covered":
        photo_screening.hide(work, photo, rectangles=[], by=both)
    pass_gates(council, work)
    confirmer = both if part == "confirmed" else council.secretariat
    screening.queue(work, redaction_confirmed=True, by=confirmer)

    with pytest.raises(ValidationError, match="memeriksa berkas karya ini"):
        assignments.assign(work, curators=council.curators[:3], by=council.secretariat)


def test_pages_of_photographs_are_the_secretariats_alone(council, as_user):
    work = start(council)
    queue(council)
    photo = work.version.photos.last()
    for person in (council.curators[0], council.leader, owner_of(work)):
        client = as_user(person)
        for page in ("penyamaran/", f"foto/{photo.pk}/"):
            assert client.get(desk(work, page)).status_code == 403
