"""The six steps through the browser's eyes: nothing typed is lost, nothing wrong gets in."""

import uuid
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from artisans.models import Business
from dekranasda.accounts.models import Consent
from dekranasda.lib import images
from products import drafts
from products.models import Photo, Product, ProductVersion
from tests.factories import make_business, make_craft, make_material, make_photo, make_product
from tests.products.photographs import photograph, upload

NOW = timezone.now()


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


@pytest.fixture
def draft(sari, sari_business) -> ProductVersion:
    """An empty draft of sari's."""
    return drafts.start_draft(sari_business, by=sari, at=NOW)


@pytest.fixture
def full(draft) -> ProductVersion:
    """A draft of sari's with every answer and three photographs."""
    ProductVersion.objects.filter(pk=draft.pk).update(
        name="Vas bubut jati",
        craft=make_craft(),
        other_material="Jati sisa mebel",
        height_cm=30,
        price_idr=185_000,
        production_time="week",
        capacity_per_month=10,
        story="Bapak mengajari saya.",
    )
    for kind in ("front", "detail", "scale"):
        make_photo(draft, kind=kind)
    draft.refresh_from_db()
    return draft


def step(version: ProductVersion, number: int) -> str:
    """The address of a step."""
    return version.step_url(number)


def saved(version: ProductVersion) -> ProductVersion:
    """The version as it stands in the database."""
    return ProductVersion.objects.get(pk=version.pk)


PRICE = {"price_idr": "185000", "production_time": "week", "capacity_per_month": "10"}


# Beginning


def test_a_new_work_is_started_by_a_button_only(client, sari_business):
    page = client.get(reverse("products:draft_create"))
    assert page.status_code == 200
    assert not Product.objects.exists()

    answer = client.post(reverse("products:draft_create"), {"business": sari_business.pk})

    version = ProductVersion.objects.get()
    assert answer.url == step(version, 1)
    assert version.product.business == sari_business


def test_of_several_businesses_one_is_chosen(client, sari_artisan, sari_business):
    second = make_business(owner=sari_artisan, name="Sari Batik")

    assert "Sari Batik" in client.get(reverse("products:draft_create")).content.decode()
    missing = client.post(reverse("products:draft_create"), {})
    client.post(reverse("products:draft_create"), {"business": second.pk})

    assert "Pilih usaha yang membuat karya ini." in missing.content.decode()
    assert Product.objects.get().business == second


def test_nobody_starts_a_work_of_another_business(client, bima):
    other = Business.objects.get(owner__user=bima)

    client.post(reverse("products:draft_create"), {"business": other.pk})

    assert not Product.objects.exists()


def test_without_a_business_the_page_says_where_to_go(as_user, ratna):
    page = as_user(ratna).get(reverse("products:draft_create")).content.decode()

    assert "Usaha Anda belum terdaftar" in page
    assert reverse("account_signup") in page


# Strangers


PAGES = [
    ("get", "products:draft_photos", ()),
    ("post", "products:draft_photos", ()),
    ("get", "products:draft_step", (2,)),
    ("post", "products:draft_step", (4,)),
    ("post", "products:draft_autosave", (2,)),
    ("get", "products:draft_check", ()),
    ("post", "products:draft_check", ()),
    ("post", "products:photo_add", ()),
    ("get", "products:draft_delete", ()),
    ("post", "products:draft_delete", ()),
    ("get", "products:draft_revise", ()),
    ("post", "products:draft_revise", ()),
    ("get", "products:draft_resume", ()),
]


@pytest.mark.parametrize(("method", "name", "more"), PAGES)
def test_a_stranger_finds_nothing(as_user, bima, full, method, name, more):
    url = reverse(name, args=[full.product.code, *more])

    answer = getattr(as_user(bima), method)(url, {"name": "Milik Bima"})

    assert answer.status_code == 404
    assert saved(full).name == "Vas bubut jati"
    assert full.photos.count() == 3


def test_a_stranger_cannot_remove_a_photograph(as_user, bima, full):
    photo = full.photos.first()
    assert photo is not None

    answer = as_user(bima).post(
        reverse("products:photo_remove", args=[full.product.code, photo.pk])
    )

    assert answer.status_code == 404
    assert full.photos.count() == 3


def test_a_photograph_of_another_work_is_not_removed_through_the_own(client, bima, full):
    other = make_product(Business.objects.get(owner__user=bima)).versions.get().photos.get()

    answer = client.post(reverse("products:photo_remove", args=[full.product.code, other.pk]))

    assert answer.status_code == 404
    assert Photo.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(("method", "name", "more"), PAGES)
def test_an_unknown_visitor_is_asked_to_sign_in(full, client, method, name, more):
    client.logout()

    answer = getattr(client, method)(reverse(name, args=[full.product.code, *more]))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


# Step 1


def test_photographs_go_in_without_a_script(client, draft):
    answer = client.post(
        step(draft, 1),
        {"photo_front": upload(), "photo_detail": upload(), "photo_scale": upload()},
    )

    assert answer.url == step(draft, 2)
    assert list(draft.photos.values_list("kind", flat=True)) == ["front", "detail", "scale"]
    assert saved(draft).step == 2


def test_one_photograph_at_a_time_stays_on_the_page(client, draft):
    answer = client.post(step(draft, 1), {"photo_front": upload(), "after": "stay"})

    assert answer.url == step(draft, 1)
    assert draft.photos.count() == 1


def test_good_photographs_are_kept_beside_a_bad_one(client, draft):
    page = client.post(
        step(draft, 1),
        {
            "photo_front": upload(),
            "photo_detail": upload(501, "catatan.pdf"),
            "photo_scale": upload(501),
        },
    ).content.decode()

    assert "Foto ini sama dengan foto «Dekat atau detail»" in page
    assert list(draft.photos.values_list("kind", flat=True)) == ["front", "detail"]


def test_what_is_no_photograph_is_refused_in_its_slot(client, draft):
    page = client.post(
        step(draft, 1),
        {"photo_front": SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>")},
    )

    assert page.status_code == 200
    assert "Berkas ini bukan foto. Pilih foto JPG, PNG, WebP, atau HEIC." in page.content.decode()
    assert not draft.photos.exists()


def test_an_empty_file_is_refused_in_words(client, draft):
    page = client.post(step(draft, 1), {"photo_front": SimpleUploadedFile("foto.jpg", b"")})

    assert "Berkas ini kosong. Pilih foto lain." in page.content.decode()


def test_going_on_needs_three_photographs_and_later_does_not(client, draft):
    page = client.post(step(draft, 1), {"photo_front": upload()}).content.decode()
    assert "sedikitnya 3, sekarang 1" in page

    answer = client.post(step(draft, 1), {"after": "later"})

    assert answer.url == reverse("artisan_home")
    assert saved(draft).step == 1


def test_words_about_a_photograph_are_kept_and_checked(client, full):
    client.post(step(full, 1), {"alt_front": "Vas di meja", "after": "stay"})
    page = client.post(step(full, 1), {"alt_detail": "Pesan 0812 3456 7890"}).content.decode()

    assert full.photos.get(kind="front").alt == "Vas di meja"
    assert "Nomor telepon tidak perlu ditulis di sini" in page
    assert "Pesan 0812 3456 7890" in page
    assert full.photos.get(kind="detail").alt == "Vas kayu jati, tampak depan"


def test_a_photograph_sent_by_the_script_answers_with_its_slot(client, draft):
    answer = client.post(
        reverse("products:photo_add", args=[draft.product.code]),
        {"kind": "front", "photo": upload()},
    )

    assert answer.status_code == 201
    assert 'id="slot-front"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert draft.photos.get().kind == "front"


def test_a_refused_photograph_answers_with_the_sentence(client, draft):
    answer = client.post(
        reverse("products:photo_add", args=[draft.product.code]),
        {"kind": "detail", "photo": SimpleUploadedFile("a.gif", b"GIF89a" + bytes(40))},
    )

    assert answer.status_code == 422
    assert "Berkas ini bukan foto" in answer.content.decode()
    assert 'id="slot-detail"' in answer.content.decode()


@pytest.mark.parametrize("body", [{}, {"kind": "selfie"}, {"kind": "front", "photo": "teks"}])
def test_a_nonsensical_request_for_a_photograph_is_no_fault(client, draft, body):
    answer = client.post(reverse("products:photo_add", args=[draft.product.code]), body)

    assert answer.status_code == 422


def test_a_photograph_is_replaced_in_its_slot(client, full):
    old = full.photos.get(kind="front")

    client.post(
        reverse("products:photo_add", args=[full.product.code]),
        {"kind": "front", "photo": upload(), "replaces": old.pk},
    )

    new = full.photos.get(kind="front")
    assert (new.pk, full.photos.count()) == (old.pk, 3)
    assert new.sha256 != old.sha256


def test_a_photograph_of_another_work_cannot_be_replaced(client, bima, full):
    other = make_product(Business.objects.get(owner__user=bima)).versions.get().photos.get()

    client.post(
        reverse("products:photo_add", args=[full.product.code]),
        {"kind": "front", "photo": upload(), "replaces": other.pk},
    )

    assert Photo.objects.get(pk=other.pk).sha256 == other.sha256


def test_a_photograph_is_removed(client, full):
    photo = full.photos.get(kind="detail")

    answer = client.post(reverse("products:photo_remove", args=[full.product.code, photo.pk]))

    assert answer.url == step(full, 1)
    assert full.photos.count() == 2


def test_a_full_storage_is_told_and_leaves_no_row(client, draft, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dekranasda.lib.photo_store.os.fsync", full)

    page = client.post(step(draft, 1), {"photo_front": upload()}).content.decode()

    assert "penyimpanan kami sedang penuh" in page
    assert not draft.photos.exists()


# Steps 2 to 5


def test_a_name_and_a_craft_are_kept(client, draft):
    craft = make_craft("batik")

    answer = client.post(step(draft, 2), {"name": "  Kain   batik 🌿 ", "craft": craft.pk})

    assert answer.url == step(draft, 3)
    assert (saved(draft).name, saved(draft).craft) == ("Kain batik 🌿", craft)


def test_missing_answers_are_asked_for_and_typed_ones_kept(client, draft):
    page = client.post(step(draft, 2), {"name": "Vas <b>jati</b>"}).content.decode()

    assert "Pilih kategori karya agar kurator yang tepat dapat menilainya." in page
    assert "Vas &lt;b&gt;jati&lt;/b&gt;" in page
    assert "<title>Galat:" in page
    assert saved(draft).name == ""


def test_later_keeps_what_is_there(client, draft):
    answer = client.post(step(draft, 2), {"name": "Vas", "after": "later"})

    assert answer.url == reverse("artisan_home")
    assert saved(draft).name == "Vas"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("🏺🏺", "Tulis nama karya dengan huruf."),
        ("x" * 10_000, "Nama karya paling panjang 120 huruf."),
        ("Vas\x00jati", "null"),
        ("Vas, WA 0812-3456-7890", "Nomor telepon tidak perlu ditulis di sini."),
    ],
)
def test_a_strange_name_is_answered_in_words(client, draft, name, sentence):
    page = client.post(step(draft, 2), {"name": name, "craft": make_craft().pk})

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_marks_that_turn_the_writing_are_taken_out(client, draft):
    client.post(step(draft, 2), {"name": "Vas \u202ejati\u200b", "craft": make_craft().pk})

    assert saved(draft).name == "Vas jati"


def test_materials_of_the_craft_are_offered_and_kept(client, draft):
    craft = make_craft()
    ProductVersion.objects.filter(pk=draft.pk).update(craft=craft)
    teak, cotton = make_material(), make_material("Katun", "katun")
    teak.crafts.add(craft)
    cotton.crafts.add(make_craft("batik"))

    page = client.get(step(draft, 3)).content.decode()
    answer = client.post(step(draft, 3), {"materials": [teak.pk], "height_cm": "12,5 cm"})

    assert "Kayu jati" in page
    assert "Katun" not in page
    assert answer.url == step(draft, 4)
    assert list(draft.materials.all()) == [teak]
    assert str(saved(draft).height_cm) == "12.5"


def test_a_material_and_a_size_are_asked_for(client, draft):
    page = client.post(step(draft, 3), {"weight_g": "ringan"}).content.decode()

    assert "Tulis berat dalam gram" in page
    page = client.post(step(draft, 3), {}).content.decode()
    assert "Pilih bahan utama, atau tulis bahan lain." in page
    assert "Tulis sedikitnya satu ukuran atau beratnya." in page


@pytest.mark.parametrize(
    ("written", "rupiah"), [("150rb", 150_000), ("Rp 1.500.000,-", 1_500_000), ("satu juta", 10**6)]
)
def test_a_price_is_understood(client, draft, written, rupiah):
    answer = client.post(step(draft, 4), {**PRICE, "price_idr": written})

    assert answer.url == step(draft, 5)
    assert saved(draft).price_idr == rupiah
    assert f'value="{rupiah:,}"'.replace(",", ".") in client.get(step(draft, 4)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"price_idr": "murah"}, "Tulis harga dengan angka, misalnya 185000."),
        ({"price_idr": ""}, "Tulis harga dengan angka, misalnya 185000, atau pilih"),
        ({"price_idr": "150"}, "Harga ini sangat rendah."),
        ({"price_max_idr": "100000"}, "Harga tertinggi harus di atas harga terendah."),
        ({"capacity_per_month": "banyak"}, "Tulis jumlahnya dengan angka, misalnya 10."),
        ({"capacity_per_month": "0"}, "Tulis sedikitnya 1."),
        ({"capacity_per_month": "-3"}, ""),
        ({"stock": "9" * 30}, ""),
        ({"production_time": "tahun"}, ""),
    ],
)
def test_a_doubtful_answer_is_asked_again(client, draft, changes, sentence):
    page = client.post(step(draft, 4), {**PRICE, **changes})

    assert page.status_code == 200
    assert "Ada yang perlu diperbaiki" in page.content.decode()
    assert sentence in page.content.decode()
    assert saved(draft).price_idr is None


def test_a_price_on_request_is_enough(client, draft):
    answer = client.post(step(draft, 4), {**PRICE, "price_idr": "", "price_on_request": "on"})

    assert answer.url == step(draft, 5)
    assert saved(draft).price_on_request


def test_a_story_may_be_left_out(client, draft):
    assert client.post(step(draft, 5), {"story": ""}).url == step(draft, 6)


@pytest.mark.parametrize(
    ("story", "sentence"),
    [
        ("Hubungi saya di +62 812-3456-7890 ya", "Nomor telepon tidak perlu ditulis di sini."),
        ("Surel: sari@contoh.id", "Alamat surel tidak perlu ditulis di sini."),
        ("Lihat www.tokosari.com", "Alamat situs tidak dapat ditulis di sini."),
        ("kata " * 2_000, "Cerita paling panjang 2.000 huruf."),
    ],
)
def test_a_story_with_a_way_around_is_asked_again(client, draft, story, sentence):
    page = client.post(step(draft, 5), {"story": story}).content.decode()

    assert sentence in page
    assert story.strip()[:40] in page
    assert saved(draft).story == ""


def test_a_story_keeps_its_lines_and_html_stays_text(client, draft):
    client.post(
        step(draft, 5), {"story": "Satu.\r\n\r\n\r\n\r\nDua <b>tebal</b>. Rp150.000, tahun 2019."}
    )

    assert saved(draft).story == "Satu.\n\nDua <b>tebal</b>. Rp150.000, tahun 2019."
    assert "<b>tebal</b>" not in client.get(step(draft, 6)).content.decode()


def test_from_the_check_a_step_leads_back_to_it(client, full):
    answer = client.post(step(full, 4) + "?periksa=1", PRICE)

    assert answer.url == step(full, 6)


def autosave(client, version: ProductVersion, number: int, **typed):
    """What the page's script sends while somebody types."""
    url = reverse("products:draft_autosave", args=[version.product.code, number])
    return client.post(url, typed)


def base_of(client, version: ProductVersion, number: int) -> str:
    """What the open page says it was drawn from."""
    return client.get(step(version, number)).context["base"]


def stamp_of(client, version: ProductVersion, number: int) -> str:
    """When the draft was written last, as the open page says."""
    return client.get(step(version, number)).context["saved_at"]


def test_typing_is_saved_on_the_way(client, draft):
    first = autosave(client, draft, 2, name="Vas", at=stamp_of(client, draft, 2)).json()
    refused = autosave(client, draft, 2, name="0812 3456 7890", at=first["at"])
    more = autosave(client, draft, 2, name="Vas jati", at=first["at"])

    assert first["saved"].startswith("Tersimpan pukul ")
    assert refused.status_code == 422
    assert more.status_code == 200
    assert saved(draft).name == "Vas jati"
    assert more.json()["base"] == base_of(client, draft, 2)


def test_typing_that_arrives_after_the_button_changes_nothing(client, full):
    at, page = stamp_of(client, full, 4), str(uuid.uuid4())
    client.post(step(full, 4), {**PRICE, "page": page})

    late = autosave(client, full, 4, price_idr="1000", at=at, page=page)

    assert late.status_code == 409
    assert drafts.content_problems(saved(full)) == []
    assert autosave(client, full, 4, price_idr="1000").status_code == 409


def test_words_of_a_photograph_are_saved_while_typed(client, full):
    at = stamp_of(client, full, 1)

    first = autosave(client, full, 1, alt_front="Vas di meja", at=at)
    refused = autosave(client, full, 1, alt_front="0812 3456 7890", at=first.json()["at"])
    late = autosave(client, full, 1, alt_front="Vas", at=at)

    assert [each.status_code for each in (first, refused, late)] == [200, 422, 409]
    assert full.photos.get(kind="front").alt == "Vas di meja"


def test_an_older_page_never_overwrites_a_newer_one(client, full):
    old = base_of(client, full, 5)
    client.post(step(full, 5), {"story": "Ditulis di HP lain.", "base": old})

    page = client.post(step(full, 5), {"story": "Dari halaman lama.", "base": old})

    assert "Baru diubah di tempat lain: «Ditulis di HP lain.»" in page.content.decode()
    assert "Dari halaman lama." in page.content.decode()
    assert saved(full).story == "Ditulis di HP lain."
    again = {"story": "Dari halaman lama.", "base": page.context["base"]}
    assert client.post(step(full, 5), again).url == step(full, 6)
    assert saved(full).story == "Dari halaman lama."


def test_an_older_page_changes_what_nobody_else_changed(client, full):
    old = base_of(client, full, 5)
    client.post(step(full, 5), {"story": "Baru.", "base": old})

    answer = client.post(step(full, 5), {"story": "Baru.", "base": old})

    assert answer.url == step(full, 6)


def test_a_page_whose_last_save_was_not_heard_of_is_no_other_page(client, full):
    page = str(uuid.uuid4())
    base, at = base_of(client, full, 5), stamp_of(client, full, 5)
    autosave(client, full, 5, story="Bapak", at=at, page=page)
    heard = autosave(client, full, 5, story="Bapak meng", at=at, page=page)
    assert heard.status_code == 200

    answer = client.post(step(full, 5), {"story": "Bapak mengajari.", "base": base, "page": page})

    assert answer.url == step(full, 6)
    assert saved(full).story == "Bapak mengajari."


def test_an_older_page_never_overwrites_newer_words_of_a_photograph(client, full):
    old = base_of(client, full, 1)
    client.post(step(full, 1), {"alt_front": "Baru", "base": old})

    page = client.post(step(full, 1), {"alt_front": "Lama", "base": old}).content.decode()

    assert "Baru diubah di tempat lain: «Baru»" in page
    assert full.photos.get(kind="front").alt == "Baru"


# Photographs that arrive more than once, late, or while the maker is further


def send_photo(client, version: ProductVersion, key: uuid.UUID, number: int, **more):
    """One photograph as the phone sends it."""
    fields = {"kind": "front", "key": str(key), "photo": upload(number), **more}
    return client.post(reverse("products:photo_add", args=[version.product.code]), fields)


def test_a_photograph_that_is_sent_again_is_the_same(client, draft):
    key = uuid.uuid4()

    answers = [send_photo(client, draft, key, 700) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert draft.photos.get().upload_key == key
    assert 'data-replaces=""' not in answers[2].content.decode()


def test_a_key_counts_once_in_a_version_and_lives_on_in_its_copy(client, sari, full):
    key = uuid.uuid4()
    send_photo(client, full, key, 701, kind="process")
    full.freeze(at=NOW)
    copy = drafts.new_version(full.product, by=sari)

    assert send_photo(client, copy, key, 701, kind="process").status_code == 201
    assert copy.photos.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.photos.filter(kind="front").update(upload_key=key)


def test_another_choice_for_a_slot_takes_the_place_of_the_one_under_way(client, draft):
    first, second = uuid.uuid4(), uuid.uuid4()
    send_photo(client, draft, first, 702)

    send_photo(client, draft, second, 703, instead_of=str(first))

    assert draft.photos.get().upload_key == second


def test_a_photograph_whose_place_is_gone_meanwhile_still_arrives(client, full):
    gone = full.photos.get(kind="detail").pk
    full.photos.get(pk=gone).delete()

    answer = send_photo(client, full, uuid.uuid4(), 704, kind="detail", replaces=gone)

    assert answer.status_code == 201
    assert full.photos.get(kind="detail").upload_key


def test_a_photograph_for_a_work_that_was_sent_is_refused(client, full):
    full.freeze(at=NOW)

    assert send_photo(client, full, uuid.uuid4(), 705).status_code == 404


def test_the_maker_goes_on_while_photographs_are_under_way_but_cannot_send(client, draft):
    still_here = {"coming": "front,detail,scale"}

    assert client.post(step(draft, 1), still_here).url == step(draft, 2)
    assert "Tambahkan foto karya dari depan." in client.get(step(draft, 6)).content.decode()
    page = client.post(step(draft, 1), {"coming": "front,nonsens"}).content.decode()
    assert "sedikitnya 3, sekarang 1" in page


def test_a_busy_portal_asks_the_phone_to_come_again(client, draft, monkeypatch):
    monkeypatch.setattr("dekranasda.lib.images.MOST_WAITING", -images.AT_ONCE)

    answer = send_photo(client, draft, uuid.uuid4(), 706)
    page = client.post(step(draft, 1), {"photo_front": upload(707)}).content.decode()

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Foto ini belum dapat diolah. Coba lagi sebentar lagi." in page
    assert not draft.photos.exists()


def test_a_warning_is_told_and_can_be_accepted(client, draft):
    answer = send_photo(client, draft, uuid.uuid4(), 708, hints="screen")
    photo = draft.photos.get()

    assert photo.warnings == ["screen", "small"]
    assert "Ini tampaknya gambar layar HP." in answer.content.decode()
    kept = client.post(
        reverse("products:photo_accept", args=[draft.product.code, photo.pk]),
        HTTP_ACCEPT="text/x-slot",
    ).content.decode()
    assert "Foto tetap dipakai" in kept
    assert "Tetap pakai<" not in kept
    new = send_photo(client, draft, uuid.uuid4(), 709, replaces=photo.pk).content.decode()
    assert "Foto ini kecil" in new


def test_a_stranger_accepts_no_warning(as_user, bima, full):
    photo = full.photos.first()

    url = reverse("products:photo_accept", args=[full.product.code, photo.pk])

    assert as_user(bima).post(url).status_code == 404
    full.photos.get(pk=photo.pk, warnings_accepted=False)


# A version that was sent


@pytest.mark.parametrize("number", range(1, 7))
def test_a_sent_version_leads_to_mending(client, full, number):
    full.freeze(at=NOW)

    for answer in (client.get(step(full, number)), client.post(step(full, number), {"name": "X"})):
        if answer.status_code != 307:  # the last step's button, pressed again
            assert answer.status_code == 302
            assert reverse("products:draft_revise", args=[full.product.code]) in answer.url
        else:
            assert (number, answer.url) == (6, f"/saya/karya/{full.product.code}/kirim/")
    assert saved(full).name == "Vas bubut jati"


def test_mending_copies_into_a_draft_and_leads_to_the_step(client, full):
    full.freeze(at=NOW)
    url = reverse("products:draft_revise", args=[full.product.code])

    assert client.get(url).status_code == 200
    assert full.product.versions.count() == 1
    answer = client.post(url + "?langkah=4")

    copy = full.product.draft()
    assert copy is not None
    assert answer.url == step(copy, 4)


def test_autosave_of_a_sent_version_is_told(client, full):
    full.freeze(at=NOW)

    answer = client.post(reverse("products:draft_autosave", args=[full.product.code, 2]), {})

    assert answer.status_code == 409


# Checking and sending


def test_the_check_shows_every_answer_with_its_way_back(client, full):
    page = client.get(step(full, 6)).content.decode()

    for text in ("Vas bubut jati", "Jati sisa mebel", "30 cm", "Rp185.000", "2–7 hari", "Bapak"):
        assert text in page
    assert f"{step(full, 4)}?periksa=1" in page
    assert "Kirim untuk dikurasi" in page


def test_the_check_says_what_is_missing_and_offers_no_sending(client, draft):
    page = client.get(step(draft, 6)).content.decode()

    assert "Tambahkan foto karya dari depan." in page
    assert "Kirim untuk dikurasi" not in page


def test_sending_needs_the_declaration(client, full):
    page = client.post(step(full, 6), {}).content.decode()

    assert "Centang pernyataan ini agar karya dapat dikirim." in page
    assert "Tanpa persetujuan ini karya tidak dapat dinilai." in page
    assert not saved(full).declares_own_work


def test_a_declared_work_is_handed_on_to_be_sent(client, sari_artisan, full):
    answer = client.post(
        step(full, 6),
        {"declares_own_work": "on", "allows_curation": "on", "allows_publication": "on"},
    )

    assert answer.status_code == 307
    assert answer.url == reverse("curation:submit_product", args=[full.product.code])
    assert drafts.ready_problems(saved(full)) == []
    assert Consent.is_current(sari_artisan.uid, Consent.Purpose.PUBLIC_PROFILE)


def test_consent_is_not_asked_for_twice(client, sari, full):
    drafts.declare(full, by=sari, at=NOW, allows_publication=True)

    page = client.get(step(full, 6)).content.decode()

    assert 'name="allows_curation"' not in page
    assert "Anda sudah menyetujui" in page


def test_an_incomplete_work_is_not_handed_on(client, draft):
    answer = client.post(step(draft, 6), {"declares_own_work": "on", "allows_curation": "on"})

    assert answer.status_code == 200
    assert not saved(draft).declares_own_work


# Throwing away and going on


def test_a_draft_is_thrown_away_after_a_question(client, full):
    url = reverse("products:draft_delete", args=[full.product.code])

    assert "tidak dapat dikembalikan" in client.get(url).content.decode()
    assert Product.objects.exists()
    client.post(url)

    assert not Product.objects.exists()
    assert client.post(url).status_code == 404


def test_going_on_leads_to_the_step_reached(client, full):
    drafts.reach_step(full, 4)

    answer = client.get(reverse("products:draft_resume", args=[full.product.code.lower()]))

    assert answer.url == step(full, 4)


def test_the_secretariat_may_fill_in_for_a_maker(as_user, dewi, full):
    answer = as_user(dewi).post(step(full, 5), {"story": "Ditulis sekretariat."})

    assert answer.status_code == 302
    assert saved(full).story == "Ditulis sekretariat."


def test_an_address_with_strange_signs_is_not_found(client):
    assert client.get("/saya/karya/%00%00%00%00%00/langkah/1/").status_code == 404


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_every_step_asks_the_database_alike_for_many_works(
    client, full, sari_business, number, django_assert_max_num_queries
):
    for _ in range(3):
        make_product(sari_business)

    with django_assert_max_num_queries(20):
        assert client.get(step(full, number)).status_code == 200


def test_a_photograph_through_the_page_has_no_metadata(client, draft):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (7.0, 9.0, 30.0)
    out = BytesIO()
    Image.open(BytesIO(photograph())).save(out, "JPEG", exif=exif)
    client.post(
        step(draft, 1),
        {"photo_front": SimpleUploadedFile("a.jpg", out.getvalue()), "after": "stay"},
    )

    photo = draft.photos.get()
    folder = f"photos/{photo.sha256[:2]}/{photo.sha256}"
    for name in default_storage.listdir(folder)[1]:
        with default_storage.open(f"{folder}/{name}") as stored:
            content = stored.read()
        assert b"Exif" not in content
        assert content != out.getvalue()
