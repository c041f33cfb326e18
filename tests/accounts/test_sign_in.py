"""The door: who gets in, what it tells strangers, how it slows guessing down."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD

SIGN_IN = "/masuk/"


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


@pytest.mark.parametrize(
    "writing",
    ["081230000001", "0812-3000-0001", "6281230000001", "+62 812 3000 0001", "81230000001"],
)
def test_artisan_signs_in_with_any_writing_of_the_phone_number(client, sari, writing):
    response = sign_in(client, writing)

    assert response.status_code == 302
    assert response["Location"] == "/saya/"
    assert client.session["_auth_user_id"] == str(sari.pk)


@pytest.mark.parametrize("writing", ["sari@contoh.id", "Sari@Contoh.ID ", "SARI@CONTOH.ID"])
def test_artisan_signs_in_with_e_mail_in_any_case(client, sari, writing):
    assert sign_in(client, writing)["Location"] == "/saya/"


def test_council_goes_to_the_workbench(client, dewi):
    assert sign_in(client, "dewi@contoh.id")["Location"] == "/kerja/"


def test_session_of_the_council_ends_after_a_working_day(client, dewi, sari):
    sign_in(client, "dewi@contoh.id")
    other = Client()
    sign_in(other, "sari@contoh.id")

    assert client.session.get_expiry_age() == 12 * 3600
    assert other.session.get_expiry_age() == 90 * 24 * 3600


def test_signing_in_changes_the_session_id(client, sari):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, "sari@contoh.id")

    assert client.session.session_key != before


def plain(response):
    """The page without what differs between any two answers."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'value="[^"]*" maxlength="150"', "", text)


@pytest.mark.parametrize("stranger", ["081299999999", "siapa@contoh.id", "bukan nomor"])
def test_unknown_name_and_wrong_password_get_the_same_answer(sari, stranger):
    known = sign_in(Client(), "081230000001", "bukan-sandinya")
    unknown = sign_in(Client(), stranger, "bukan-sandinya")

    assert known.status_code == unknown.status_code == 200
    assert "Nomor atau kata sandi belum cocok" in known.content.decode()
    assert plain(known).replace("081230000001", "") == plain(unknown).replace(stranger, "")


class CountingHasher(MD5PasswordHasher):
    """Counts the one costly thing that could tell a known name from an unknown one by time."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("name", ["081230000001", "081299999999", "siapa@contoh.id", "x"])
def test_every_name_costs_one_hash(sari, settings, name):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_sign_in.CountingHasher"]
    CountingHasher.count = 0

    sign_in(Client(), name, "bukan-sandinya")

    assert CountingHasher.count == 1


def test_typed_name_is_not_lost_and_the_password_is_not_echoed(client, sari):
    page = sign_in(client, "081230000001", "bukan-sandinya").content.decode()

    assert 'value="081230000001"' in page
    assert "bukan-sandinya" not in page


def test_sixth_guess_of_one_address_is_refused_even_with_the_right_password(client, sari):
    for _attempt in range(5):
        sign_in(client, "081230000001", "bukan-sandinya")

    response = sign_in(client, "+6281230000001")

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


def test_guesses_of_a_stranger_lock_neither_the_owner_elsewhere_nor_others(sari, bima):
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _attempt in range(6):
        sign_in(stranger, "081230000001", "bukan-sandinya")

    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"), "081230000001").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"), "081230000002").status_code == 302


def test_made_up_forwarding_headers_do_not_reset_the_count(sari):
    statuses = [
        sign_in(
            Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"), "081230000001", "salah"
        ).status_code
        for number in range(8)
    ]

    assert statuses[5:] == [429, 429, 429]


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example",
        "///jahat.example",
        "/\\jahat.example",
        "http:///jahat.example",
        "javascript:alert(1)",
        "https:jahat.example",
        "\x00//jahat.example",
        "http://testserver@jahat.example/",
        "http://testserver.jahat.example/",
    ],
)
def test_next_never_leads_out_of_the_portal(client, sari, target):
    response = sign_in(client, "sari@contoh.id", next=target)

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))


def test_next_leads_back_to_the_page_that_asked(client, sari):
    page = client.get("/saya/sandi/")
    assert page["Location"] == "/masuk/?next=/saya/sandi/"

    assert sign_in(client, "sari@contoh.id", next="/saya/sandi/")["Location"] == "/saya/sandi/"


def test_who_is_switched_off_does_not_get_in(client, sari):
    sari.is_active = False
    sari.save()

    response = sign_in(client, "sari@contoh.id")

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_switching_off_ends_the_session(as_user, sari):
    client = as_user(sari)
    sari.is_active = False
    sari.save()

    assert client.get("/saya/sandi/").status_code == 302


def test_signing_out_needs_a_post(as_user, sari):
    client = as_user(sari)

    assert client.get("/keluar/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/keluar/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_sign_in_needs_the_csrf_token(sari):
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client, "sari@contoh.id").status_code == 403


def test_pages_of_the_door_are_kept_by_nobody(client, db):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


def test_admin_sign_in_leads_to_the_portals_own(client, db):
    response = client.get("/admin/")
    assert response["Location"] == "/admin/login/?next=/admin/"

    assert client.get(response["Location"])["Location"] == "/masuk/?next=%2Fadmin%2F"


def test_admin_is_closed_to_everybody_but_secretariat_and_administrators(
    as_user, sari, ratna, dewi, admin
):
    for stranger in (sari, ratna):
        assert as_user(stranger).get("/admin/", follow=True).status_code == 403
    for member in (dewi, admin):
        assert as_user(member).get("/admin/").status_code == 200
