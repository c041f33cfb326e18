"""A maker's profile: one question a page, in the maker's own words, photographs only as agreed."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from artisans.facts import maker_fields
from artisans.models import Artisan, Business, FactSource, OwnPhoto
from artisans.own_photos import MOST_OF_WORKPLACE
from dekranasda.accounts.models import Consent
from dekranasda.lib.photo_store import folder_of
from dekranasda.pages.profile import OF_BUSINESS, OF_PERSON
from tests import reading
from tests.factories import (
    give_consent,
    make_craft,
    make_district,
    make_published_product,
    make_village,
)
from tests.products.photographs import photograph, upload

Kind = OwnPhoto.Kind


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


def of_person(slug):
    return reverse("profile_section", args=[slug])


def of_business(business, slug):
    return reverse("business_section", args=[business.pk, slug])


ANSWERS = [
    (
        "kisah",
        {"story": "Saya membatik\u200b sejak kecil."},
        {"story": "Saya membatik sejak kecil."},
    ),
    (
        "belajar",
        {"learned_from": "bapak saya", "working_since": "sejak tahun 1998"},
        {"learned_from": "bapak saya", "working_since": 1998},
    ),
    (
        "kunjungan",
        {"answer": "Boleh datang, hubungi dahulu.", "hours": "Senin–Sabtu."},
        {"visit_policy": "Boleh datang, hubungi dahulu. Senin–Sabtu."},
    ),
]


@pytest.mark.parametrize(("slug", "typed", "kept"), ANSWERS)
def test_an_answer_about_the_person_is_kept_as_the_makers_own_word(client, sari, slug, typed, kept):
    answer = client.post(of_person(slug), typed)

    assert answer.status_code == 302
    row = Artisan.objects.get(user=sari)
    assert {name: getattr(row, name) for name in kept} == kept
    # No import overwrites what the maker wrote.
    assert {(row.uid, name) for name in kept} <= maker_fields([row.uid])
    # The page shows the answer again.
    page = client.get(of_person(slug)).content.decode()
    assert all(part in page for value in kept.values() for part in str(value).split(". "))


def test_answers_about_the_business_are_kept(client, sari_business):
    craft = make_craft("anyaman-bambu")
    village = make_village("Sambeng")
    typed = {
        "tentang": {"description": "Vas dan lampu jati.", "founded_in": "20 tahun lalu"},
        "kerajinan": {"craft": craft.pk},
        "desa": {"village": village.pk},
        "pesanan": {"answer": "sampai", "until": "2099-01-31"},
    }

    for slug, answers in typed.items():
        assert client.post(of_business(sari_business, slug), answers).status_code == 302

    sari_business.refresh_from_db()
    assert sari_business.description == "Vas dan lampu jati."
    assert sari_business.founded_in == timezone.localdate().year - 20
    assert (sari_business.craft, sari_business.village) == (craft, village)
    assert (sari_business.taking_orders, sari_business.paused_until.year) == (True, 2099)
    assert {"description", "craft", "village"} <= {
        name for _uid, name in maker_fields([sari_business.uid])
    }


def test_the_catalogue_follows_when_a_business_moves(client, sari_business):
    work = make_published_product(sari_business)
    village = make_village("Kedewan", make_district("Kedewan", "35.22.25"))

    client.post(of_business(sari_business, "desa") + "?kecamatan=35.22.25", {"village": village.pk})

    work.refresh_from_db()
    assert work.district.name == "Kedewan"


REFUSED = [
    ("kisah", {"story": "Hubungi saya 0812 3456 7890 ya"}, "Nomor telepon tidak perlu ditulis"),
    ("kisah", {"story": "x" * 1501}, "Kisahnya terlalu panjang"),
    (
        "belajar",
        {"learned_from": "Ibu", "working_since": "dulu sekali"},
        "Tulis tahun dengan empat",
    ),
    ("belajar", {"learned_from": "Ibu", "working_since": "1066"}, "Tulis tahun dengan empat angka"),
    ("kunjungan", {"answer": "", "hours": "lihat www.contoh.com"}, "Alamat situs tidak dapat"),
    ("desa", {"village": "35.22.99.9999"}, "Pilih salah satu desa di kecamatan ini"),
    ("desa", {}, "Pilih desa atau kelurahan"),
]


@pytest.mark.parametrize(("slug", "typed", "sentence"), REFUSED)
def test_a_wrong_answer_gets_a_sentence_and_stays_on_the_page(client, sari, slug, typed, sentence):
    make_village()
    Artisan.objects.filter(user=sari).update(story="Lama")

    answer = client.post(of_person(slug) + "?kecamatan=35.22.20", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert all(value in page for value in typed.values() if not value.startswith("35"))
    assert Artisan.objects.get(user=sari).story == "Lama"
    assert not maker_fields([sari.artisan.uid])


def test_orders_stop_until_a_day_that_is_still_to_come(client, sari_business):
    url = of_business(sari_business, "pesanan")

    without = client.post(url, {"answer": "sampai", "until": ""}).content.decode()
    past = client.post(url, {"answer": "sampai", "until": "2020-01-01"}).content.decode()
    stopped = client.post(url, {"answer": "tidak", "until": ""})

    assert "Pilih tanggalnya." in without
    assert "Tanggal ini sudah lewat" in past
    assert stopped.status_code == 302
    sari_business.refresh_from_db()
    assert (sari_business.taking_orders, sari_business.paused_until) == (False, None)


def test_the_pages_lead_from_one_to_the_next_and_saving_for_later_leads_home(client, sari_business):
    pages = [of_person(one.slug) for one in OF_PERSON]
    pages += [of_business(sari_business, one.slug) for one in OF_BUSINESS]
    profile = client.get(reverse("own_profile")).content.decode()

    for page, after in zip(pages, [*pages[1:], reverse("own_photos")], strict=True):
        assert page in profile
        assert f'href="{after}"' in client.get(page).content.decode()
        assert client.post(page, {"nanti": "1"})["Location"] == reverse("artisan_home")


def test_a_stranger_finds_nobody_elses_profile(as_user, sari_business, bima, dewi):
    for person, expected in ((bima, 200), (dewi, 404)):
        browser = as_user(person)
        assert browser.get(of_business(sari_business, "tentang")).status_code == 404
        assert browser.post(of_business(sari_business, "tentang"), {}).status_code == 404
        for name in ("own_profile", "own_photos"):
            assert browser.get(reverse(name)).status_code == expected
    assert as_user(bima).get(of_person("lain")).status_code == 404


def test_the_public_page_shows_what_the_maker_wrote_and_not_what_the_office_noted(
    client, as_user, dewi, sari_business
):
    make_published_product(sari_business)
    Business.objects.filter(pk=sari_business.pk).update(description="Perlu bantuan modal.")
    public = sari_business.owner.get_absolute_url()
    FactSource.objects.create(
        subject=sari_business.uid, field="description", kind=FactSource.Kind.MAKER,
        as_of=timezone.localdate(), recorded_by=dewi,
    )  # fmt: skip

    before = client.get(public).content.decode()
    client.post(
        of_business(sari_business, "tentang"), {"description": "Lampu jati.", "founded_in": ""}
    )

    assert "Perlu bantuan modal." not in before
    assert "Lampu jati." in client.get(public).content.decode()


def test_the_pages_are_easy_to_read(client, sari_business):
    pages = [of_person(one.slug) for one in OF_PERSON]
    pages += [of_business(sari_business, one.slug) for one in OF_BUSINESS]
    pages += [reverse(name) for name in ("own_profile", "own_photos", "own_certificates")]
    pages += [reverse("artisan_home"), reverse("events:own_registration_list")]
    pages += [reverse("own_photo_add", args=[kind]) for kind in Kind.values]

    hard = {
        page: reading.problems_of(reading.units_of(client.get(page).content.decode()))
        for page in pages
    }

    assert {page: problems for page, problems in hard.items() if problems} == {}


# Photographs


def add(client, kind, number=None, **more):
    typed = {"photo": upload(number), "alt": "", **more}
    return client.post(reverse("own_photo_add", args=[kind]), typed)


def test_a_portrait_is_shown_as_agreed_and_taken_down_at_once(
    client, sari_business, django_capture_on_commit_callbacks
):
    artisan = sari_business.owner
    make_published_product(sari_business)
    public = artisan.get_absolute_url()

    add(client, Kind.PORTRAIT, 1)
    hidden = artisan.own_photos.get()
    page = client.get(public).content.decode()
    assert not hidden.is_shown
    assert hidden.sha256 not in page
    assert not Consent.is_current(artisan.uid, Consent.Purpose.PUBLIC_PHOTO)

    # Another one takes its place, this time with the word of consent.
    with django_capture_on_commit_callbacks(execute=True):
        add(client, Kind.PORTRAIT, 2, is_shown="on")
    shown = artisan.own_photos.get()
    assert shown.sha256 != hidden.sha256
    assert not default_storage.exists(folder_of(hidden.sha256) + "/320.webp")
    assert Consent.is_current(artisan.uid, Consent.Purpose.PUBLIC_PHOTO)
    assert shown.sha256 in client.get(public).content.decode()
    assert shown.sha256 in client.get(reverse("artisan_list")).content.decode()

    client.post(reverse("hide_own_photo", args=[shown.pk]))
    assert shown.sha256 not in client.get(public).content.decode()

    client.post(reverse("show_own_photo", args=[shown.pk]))
    assert shown.sha256 in client.get(public).content.decode()
    give_consent(artisan, Consent.Purpose.PUBLIC_PHOTO, is_given=False)
    assert shown.sha256 not in client.get(public).content.decode()
    assert "Foto Anda sekarang tidak tampil" in client.get(reverse("own_photos")).content.decode()


def test_a_workplace_is_shown_and_removed_with_its_files(client, sari_business):
    make_published_product(sari_business)
    public = sari_business.owner.get_absolute_url()
    add(client, Kind.WORKPLACE, 3, is_shown="on", alt="Bengkel bubut di belakang rumah")
    photo = OwnPhoto.objects.get()
    page = client.get(public).content.decode()
    assert "Bengkel bubut di belakang rumah" in page

    confirm = client.get(reverse("remove_own_photo", args=[photo.pk]))
    assert "Hapus foto ini?" in confirm.content.decode()
    client.post(reverse("remove_own_photo", args=[photo.pk]))

    assert not OwnPhoto.objects.exists()
    assert "Bengkel bubut" not in client.get(public).content.decode()


def test_what_is_no_photograph_or_too_many_gets_a_sentence(client, sari_artisan):
    url = reverse("own_photo_add", args=[Kind.WORKPLACE])
    for number in range(MOST_OF_WORKPLACE):
        sari_artisan.own_photos.create(kind=Kind.WORKPLACE, sha256=f"{number:064}")
    text = SimpleUploadedFile("surat.jpg", b"bukan foto", "image/jpeg")

    assert "Berkas ini bukan foto" in client.post(url, {"photo": text}).content.decode()
    assert "Pilih foto terlebih dahulu" in client.post(url, {}).content.decode()
    full = client.post(url, {"photo": upload(), "alt": "Meja kerja"})
    assert full.status_code == 422
    assert "paling banyak 4 foto" in full.content.decode()
    assert "Meja kerja" in full.content.decode()
    assert client.get(reverse("own_photo_add", args=["rumah"])).status_code == 404

    sari_artisan.own_photos.all().delete()
    twice = photograph(9)
    for expected in (302, 422):
        file = SimpleUploadedFile("a.jpg", twice, "image/jpeg")
        assert client.post(url, {"photo": file}).status_code == expected


def test_a_stranger_touches_no_photograph(as_user, bima, sari_artisan):
    photo = sari_artisan.own_photos.create(kind=Kind.PORTRAIT, sha256="ab" * 32)

    for name in ("show_own_photo", "hide_own_photo", "remove_own_photo"):
        assert as_user(bima).post(reverse(name, args=[photo.pk])).status_code == 404
    photo.refresh_from_db()
    assert not photo.is_shown
