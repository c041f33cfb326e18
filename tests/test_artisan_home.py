"""The artisan's start page: what waits first, then works; only the own ones."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artisans.models import OwnPhoto
from curation.models import Submission
from curation.status import PUBLIC_STATES
from curation.transitions import State
from dekranasda.notices.models import Notice
from dekranasda.pages.own_tasks import urgent_tasks
from events.models import Registration
from products import drafts
from products.models import Enquiry
from tests.curation.cases import ask_completion, make_council, make_ready, submit
from tests.events.factories import join, make_event
from tests.factories import (
    give_consent,
    make_business,
    make_craft,
    make_product,
    make_published_product,
)


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


def home(client) -> str:
    """The page's text."""
    page = client.get(reverse("artisan_home"))
    assert page.status_code == 200
    return page.content.decode()


def test_a_new_artisan_is_led_to_the_first_work(client):
    page = home(client)

    assert "Anda belum menambahkan karya. Mulailah dengan satu karya terbaik Anda." in page
    assert reverse("products:draft_create") in page
    assert "Melengkapi data Anda" in page


def test_a_draft_waits_to_be_continued(client, sari, sari_business):
    version = drafts.start_draft(sari_business, by=sari, at=timezone.now())
    version.name = "Vas bubut jati"
    version.save()

    page = home(client)

    assert "Lanjutkan «Vas bubut jati»" in page
    assert reverse("products:draft_resume", args=[version.product.code]) in page


def test_works_of_others_are_never_shown(client, bima):
    make_product(make_business(owner=bima.artisan), name="Milik Bima")

    assert "Milik Bima" not in home(client)
    assert "Milik Bima" not in client.get(reverse("artisan_works")).content.decode()


def test_questions_of_buyers_are_counted(client, sari_business):
    work = make_published_product(sari_business)
    for days in (1, 2, 40):
        Enquiry.objects.create(product=work, asked_at=timezone.now() - timedelta(days=days))

    page = home(client)

    figures = re.findall(r'<dd class="value nums">\s*(\d+)\s*</dd>', page)
    assert figures == ["0", "2"]
    assert "Tampil di katalog" in page


def test_the_list_asks_once_however_many_works(client, sari_business, django_assert_num_queries):
    url = reverse("artisan_works")
    make_product(sari_business)
    client.get(url)
    with django_assert_num_queries(4):
        client.get(url)

    for _ in range(5):
        make_product(sari_business)
    with django_assert_num_queries(4):
        assert client.get(url).status_code == 200


def test_the_list_is_cut_into_pages(client, sari_business):
    for number in range(21):
        make_product(sari_business, name=f"Karya ke-{number}")

    first = client.get(reverse("artisan_works")).content.decode()
    second = client.get(reverse("artisan_works"), {"hal": "2"}).content.decode()

    assert first.count("Karya ke-") == 20
    assert second.count("Karya ke-") == 1


def test_what_runs_out_first_stands_in_front_and_three_things_are_enough(client, sari, dewi):
    council, business = make_council(), sari.artisan.businesses.get()
    now = timezone.now()
    for name, days in (("Nampan", 9), ("Vas", 3)):
        work = submit(council, make_ready(make_product(business, name=name)))
        ask_completion(council, work)
        Submission.objects.filter(pk=work.pk).update(due_at=now + timedelta(days=days))
    event = make_event(title="Kelas foto", starts_at=now + timedelta(days=5))
    seat = join(event, business, by=sari)
    offered = {"state": "offered", "offer_expires_at": now + timedelta(days=6), "seated_at": None}
    confirmed = {"state": seat.state, "offer_expires_at": None, "seated_at": seat.seated_at}
    Registration.objects.filter(pk=seat.pk).update(**offered)
    business.licences.create(kind="halal", expires_on=timezone.localdate() + timedelta(days=20))
    drafts.start_draft(business, by=sari, at=now)
    Notice.objects.filter(recipient=sari).update(read_at=now)

    def labels():
        return [row.label for row in urgent_tasks(sari, now)]

    assert labels() == ["Lengkapi «Vas»", "Jawab: ada tempat di Kelas foto", "Lengkapi «Nampan»"]
    Submission.objects.update(state=State.WITHDRAWN)
    Registration.objects.filter(pk=seat.pk).update(**confirmed)
    assert labels() == [
        "Perbarui izin Halal",
        "Datang ke Kelas foto",
        "Lanjutkan «karya tanpa nama»",
    ]
    Notice.objects.filter(recipient=sari).update(read_at=None)
    assert labels()[2] == "Baca pesan dari Dekranasda"
    assert "Baca pesan dari Dekranasda" in home(client)


def test_a_deadline_is_never_hidden_behind_newer_works(client, sari):
    council, business = make_council(), sari.artisan.businesses.get()
    work = submit(council, make_ready(make_product(business, name="Vas")))
    ask_completion(council, work)
    for number in range(7):
        make_product(business, name=f"Baru {number}")

    assert "Lengkapi «Vas»" in home(client)


def test_the_steps_tell_how_far_each_is_and_fold_once_all_are_done(client, sari):
    artisan = sari.artisan
    business = artisan.businesses.get()
    steps = home(client).partition('id="langkah"')[2]
    words = dict(re.findall(r'">([\w ]+)</a>.*?(Selesai|Sebagian|Belum diisi)', steps, re.S))
    assert words == {
        "Data diri": "Belum diisi",
        "Profil usaha": "Sebagian",
        "Foto Anda dan tempat kerja": "Belum diisi",
        "Karya pertama": "Belum diisi",
        "Kontak yang ditampilkan": "Belum diisi",
    }

    artisan.story, artisan.village = "Saya membubut.", business.village
    artisan.save()
    business.description, business.craft = "Vas jati.", make_craft()
    business.save()
    for number, kind in enumerate(OwnPhoto.Kind.values):
        artisan.own_photos.create(kind=kind, sha256=f"{number:064}")
    give_consent(artisan)
    submit(make_council(), make_ready(make_product(business)))

    page = home(client)
    assert "Melengkapi data Anda" not in page
    assert re.search(r"Profil Anda</a>.*?Lengkap", page, re.S)


def test_the_start_page_asks_no_more_for_more(client, sari, django_assert_max_num_queries):
    business = sari.artisan.businesses.get()
    make_published_product(business)
    home(client)
    with CaptureQueriesContext(connection) as few:
        home(client)

    for _ in range(4):
        make_published_product(business)
        business.licences.create(kind="halal", expires_on=timezone.localdate())
    with django_assert_max_num_queries(len(few)):
        home(client)


def test_a_work_past_its_last_day_is_not_said_to_be_shown(client, sari_business):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_published_product(sari_business, curated_on=date(2025, 1, 1), valid_until=yesterday)

    page = client.get(reverse("artisan_works")).content.decode()

    assert "Kurasi kedaluwarsa" in page
    assert "Tampil di katalog" not in page


def test_a_visitor_without_an_artisan_is_told_where_to_go(as_user, ratna, admin):
    assert reverse("workspace") in home(as_user(ratna))
    assert home(as_user(admin))


def test_no_state_of_a_submission_is_without_words_for_its_maker():
    assert set(PUBLIC_STATES) == set(State)
    assert Submission._meta.get_field("state").choices == State.choices
