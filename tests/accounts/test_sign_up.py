"""Sign-up: newcomers start at once, known numbers wait; nobody learns which is which."""

import re
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from artisans.models import Artisan, Business
from artisans.registration import settle_request
from dekranasda.accounts.models import Consent, SignUpRequest, User
from tests.factories import make_artisan, make_business, make_craft, make_village

NEW = "0857 1111 2222"
REGISTERED = "0857 3333 4444"


def answers(phone=NEW, **changes):
    return {
        "full_name": "Wahyu Setyawan",
        "phone": phone,
        "business_name": "Anyaman Setya",
        "craft": make_craft().pk,
        "village": make_village().pk,
        "password": "tikar-mendong-hijau",
        "consent": "on",
        **changes,
    }


@pytest.fixture
def registered(db) -> Artisan:
    """Someone from the imported lists, without an account."""
    artisan = make_artisan(name="Mbah Karto", slug="karto", phone="+6285733334444")
    make_business(owner=artisan, name="Anyaman Karto", phone="+6285733334444")
    return artisan


def test_new_artisan_gets_account_business_and_recorded_consent(client, db):
    response = client.post("/daftar/", answers())

    assert response["Location"] == "/daftar/terima-kasih/"
    user = User.objects.get(phone="+6285711112222")
    business = Business.objects.get(owner__user=user)
    assert (business.name, business.is_public) == ("Anyaman Setya", False)
    assert Consent.is_current(user.artisan.uid, Consent.Purpose.REGISTRY)
    assert not Consent.is_current(user.artisan.uid, Consent.Purpose.PUBLIC_PROFILE)
    signed_in = client.post("/masuk/", {"login": NEW, "password": "tikar-mendong-hijau"})
    assert signed_in["Location"] == "/saya/"


def test_sending_the_form_twice_makes_one_artisan(client, db):
    client.post("/daftar/", answers())
    client.post("/daftar/", answers())

    assert Artisan.objects.count() == Business.objects.count() == User.objects.count() == 1


def plain(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_answer_is_the_same_for_new_registered_and_account_numbers(registered, sari):
    pages = []
    for phone in (NEW, REGISTERED, "081230000001"):
        client = Client()
        response = client.post("/daftar/", answers(phone))
        cookies = {name for name in client.cookies if name != "csrftoken"}
        pages.append((response.status_code, response["Location"], cookies))
        pages.append(plain(client.get(response["Location"])))

    assert pages[0:2] == pages[2:4] == pages[4:6]


def test_known_number_leaves_one_request_and_changes_nothing(client, registered):
    before = list(Artisan.objects.values())

    client.post("/daftar/", answers(REGISTERED))
    client.post("/daftar/", answers("+62 857-3333-4444", full_name="Orang Lain"))

    assert list(Artisan.objects.values()) == before
    assert not User.objects.exists()
    assert SignUpRequest.objects.get().full_name == "Wahyu Setyawan"


def test_password_typed_for_a_known_number_never_opens_the_account(client, registered, dewi):
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()

    settle_request(request, artisan=registered, by=dewi, at=timezone.now())

    client.post("/masuk/", {"login": REGISTERED, "password": "tikar-mendong-hijau"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", "bukan nomor", "Tulis nomor telepon dengan angka"),
        ("password", "pendek", "setidaknya 8"),
        ("craft", "", "Pilih kerajinan"),
        ("consent", "", "persetujuan"),
    ],
)
def test_bad_answer_says_what_to_do_and_keeps_the_others(client, db, field, value, words):
    page = client.post("/daftar/", answers(**{field: value})).content.decode()

    assert words in page
    assert 'value="Wahyu Setyawan"' in page
    assert "tikar-mendong-hijau" not in page
    assert not User.objects.exists()


def test_eleventh_sign_up_of_one_address_in_an_hour_waits(client, db):
    statuses = [
        client.post("/daftar/", answers(f"0857000000{number:02}")).status_code
        for number in range(11)
    ]

    assert statuses == [302] * 10 + [429]


def test_secretariat_links_the_request_and_hands_a_sign_in_link(as_user, client, registered, dewi):
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()
    staff = as_user(dewi)

    page = staff.get(f"/kerja/pendaftaran/{request.pk}/").content.decode()
    assert "Mbah Karto" in page
    response = staff.post(f"/kerja/pendaftaran/{request.pk}/hubungkan/karto/")

    user = User.objects.get(phone="+6285733334444")
    assert response["Location"] == f"/kerja/akun/{user.uid}/tautan/"
    registered.refresh_from_db()
    assert registered.user == user
    assert not user.has_usable_password()


def test_request_cannot_be_linked_to_somebody_with_another_number(
    as_user, client, registered, dewi
):
    stranger = make_artisan(phone="+6285755556666")
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()

    address = f"/kerja/pendaftaran/{request.pk}/hubungkan/{stranger.slug}/"

    assert as_user(dewi).post(address).status_code == 404


def test_request_is_settled_once(client, registered, dewi):
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()
    settle_request(request, artisan=registered, by=dewi, at=timezone.now())

    with pytest.raises(ValidationError, match="petugas lain"):
        request.close(SignUpRequest.State.REFUSED, by=dewi, at=timezone.now())


def test_artisan_with_an_account_under_another_number_is_not_relinked(client, sari, dewi):
    artisan = sari.artisan
    Artisan.objects.filter(pk=artisan.pk).update(phone="+6285733334444")
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()

    with pytest.raises(ValidationError, match="nomor lain"):
        settle_request(request, artisan=artisan, by=dewi, at=timezone.now())
    request.refresh_from_db()
    assert request.state == SignUpRequest.State.OPEN


def test_closing_without_an_account_needs_a_reason(as_user, client, registered, dewi):
    client.post("/daftar/", answers(REGISTERED))
    request = SignUpRequest.objects.get()
    staff = as_user(dewi)

    refused = staff.post(f"/kerja/pendaftaran/{request.pk}/tutup/", {"note": ""})
    assert refused.status_code == 200
    staff.post(f"/kerja/pendaftaran/{request.pk}/tutup/", {"note": "Tidak menjawab."})

    request.refresh_from_db()
    assert (request.state, request.note) == (SignUpRequest.State.REFUSED, "Tidak menjawab.")
    assert isinstance(request.closed_at, datetime)


def test_requests_are_for_the_secretariat(as_user, sari, ratna, agus, maya, hartono):
    for person in (sari, ratna, agus, maya, hartono):
        assert as_user(person).get("/kerja/pendaftaran/").status_code == 403
