"""Single-use links that the secretariat hands over."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dekranasda.accounts.models import SignInLink

NEW_PASSWORD = "gerabah-rendeng-merah"


def issue(user, by, **fields):
    return SignInLink.issue(user, by=by, at=timezone.now(), **fields)


def test_preview_does_not_use_the_link_up(client, sari, dewi):
    address = f"/masuk/tautan/{issue(sari, dewi)}/"

    for _preview in range(3):
        page = client.get(address)
        assert page.status_code == 200
        assert "Sari" not in page.content.decode()
    response = client.post(address)

    assert response["Location"] == "/saya/sandi/"
    assert client.session["_auth_user_id"] == str(sari.pk)


def test_link_works_once(sari, dewi):
    address = f"/masuk/tautan/{issue(sari, dewi)}/"
    Client().post(address)
    second = Client()

    assert second.get(address).status_code == 410
    assert second.post(address).status_code == 410
    assert "_auth_user_id" not in second.session


def test_link_expires_and_a_newer_one_replaces_it(client, sari, dewi):
    expired = issue(sari, dewi, lifetime=timedelta(seconds=-1))
    replaced = issue(sari, dewi)
    newest = issue(sari, dewi)

    assert client.post(f"/masuk/tautan/{expired}/").status_code == 410
    assert client.post(f"/masuk/tautan/{replaced}/").status_code == 410
    assert client.post(f"/masuk/tautan/{newest}/").status_code == 302


def test_link_does_not_open_an_account_that_is_switched_off(client, sari, dewi):
    token = issue(sari, dewi)
    sari.is_active = False
    sari.save()

    assert client.post(f"/masuk/tautan/{token}/").status_code == 410


def test_token_is_not_stored(sari, dewi):
    token = issue(sari, dewi)

    assert token not in str(list(SignInLink.objects.values()))


def test_who_came_by_link_sets_a_password_without_the_old_one(client, sari, dewi):
    client.post(f"/masuk/tautan/{issue(sari, dewi)}/")

    response = client.post("/saya/sandi/", {"new_password": NEW_PASSWORD})

    assert response["Location"] == "/saya/"
    sari.refresh_from_db()
    assert sari.check_password(NEW_PASSWORD)


def test_who_came_by_password_must_know_the_old_one(as_user, sari):
    client = as_user(sari)

    page = client.post("/saya/sandi/", {"new_password": NEW_PASSWORD})
    wrong = client.post("/saya/sandi/", {"old_password": "x", "new_password": NEW_PASSWORD})

    assert page.status_code == wrong.status_code == 200
    assert "belum cocok" in wrong.content.decode()
    sari.refresh_from_db()
    assert not sari.check_password(NEW_PASSWORD)


def test_new_password_ends_the_other_sessions_only(as_user, sari):
    here, elsewhere = as_user(sari), as_user(sari)

    here.post("/saya/sandi/", {"old_password": "rahasia-panjang", "new_password": NEW_PASSWORD})

    assert here.get("/saya/sandi/").status_code == 200
    assert elsewhere.get("/saya/sandi/").status_code == 302


@pytest.mark.parametrize("password", ["pendek", "password123", "sariwulandari"])
def test_weak_password_is_refused(as_user, sari, password):
    answers = {"old_password": "rahasia-panjang", "new_password": password}

    assert as_user(sari).post("/saya/sandi/", answers).status_code == 200
    sari.refresh_from_db()
    assert sari.check_password("rahasia-panjang")


def test_secretariat_makes_a_link_that_works(as_user, client, sari, dewi):
    page = as_user(dewi).post(f"/kerja/akun/{sari.uid}/tautan/").content.decode()

    [path] = re.findall(r'value="https?://[^/]+(/masuk/tautan/[^"]+/)"', page)
    assert client.post(path).status_code == 302
    assert client.session["_auth_user_id"] == str(sari.pk)


def test_link_of_a_council_member_is_for_administrators_only(as_user, ratna, dewi, admin):
    address = f"/kerja/akun/{ratna.uid}/tautan/"

    assert as_user(dewi).post(address).status_code == 404
    assert not SignInLink.objects.exists()
    assert as_user(admin).post(address).status_code == 200


def test_nobody_but_the_secretariat_makes_links(as_user, sari, bima, ratna, agus, maya):
    for person in (bima, ratna, agus, maya):
        assert as_user(person).post(f"/kerja/akun/{sari.uid}/tautan/").status_code == 403
    assert not SignInLink.objects.exists()
