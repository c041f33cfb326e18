"""Roles, the admin, and the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from django.test import Client

from dekranasda.accounts.adapter import SecondFactorAdapter
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.permissions import ROLE_PERMISSIONS, set_roles
from tests.conftest import PASSWORD


def test_every_role_is_a_group_with_exactly_the_tables_permissions(db):
    secretariat = Group.objects.get(name=Role.SECRETARIAT)
    held = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in secretariat.permissions.select_related("content_type")
    }

    assert {group.name for group in Group.objects.all()} == {role.value for role in Role}
    assert "accounts.change_user" in held
    assert "accounts.delete_user" not in held
    assert not any("sign_in" in name or name.startswith("auth.") for name in held)
    for role, table in ROLE_PERMISSIONS.items():
        if not table:
            assert not Group.objects.get(name=role).permissions.exists()


def test_secretariat_cannot_raise_anybody_or_itself(as_user, sari, dewi):
    for person in (sari, dewi):
        as_user(dewi).post(
            f"/admin/accounts/user/{person.pk}/change/",
            {
                "full_name": "Nama Baru",
                "phone": person.phone,
                "email": person.email,
                "language": "id",
                "is_active": "on",
                "is_superuser": "on",
                "is_staff": "on",
                "groups": [str(group.pk) for group in Group.objects.all()],
                "password": "x",
            },
        )

    sari.refresh_from_db()
    dewi.refresh_from_db()
    assert sari.full_name == "Nama Baru"
    assert not sari.is_superuser
    assert not sari.is_staff
    assert not sari.groups.exists()
    assert sari.check_password(PASSWORD)
    assert not dewi.is_superuser
    assert dewi.full_name == "Dewi Kartika"
    assert [group.name for group in dewi.groups.all()] == [Role.SECRETARIAT]


def test_secretariat_cannot_take_over_a_council_account(as_user, ratna, admin, dewi):
    for person in (ratna, admin):
        response = as_user(dewi).post(
            f"/admin/accounts/user/{person.pk}/change/",
            {"full_name": "X", "email": "dewi2@contoh.id", "language": "id", "is_active": "on"},
        )
        assert response.status_code == 302  # the admin's "does not exist", back to its index
        person.refresh_from_db()
        assert person.email != "dewi2@contoh.id"


def test_new_account_of_the_admin_has_no_password(as_user, dewi):
    as_user(dewi).post(
        "/admin/accounts/user/add/",
        {"full_name": "Baru", "phone": "0812 9999 0000", "language": "id", "is_active": "on"},
    )

    user = User.objects.get(full_name="Baru")
    assert user.phone == "+6281299990000"
    assert user.email is None
    assert not user.has_usable_password()


def test_administrator_gives_a_role_and_the_admin_opens_only_where_it_should(as_user, admin, sari):
    fields = {"full_name": "Sari", "email": "sari@contoh.id", "phone": sari.phone, "language": "id"}
    for role, opens in ((Role.SECRETARIAT, True), (Role.CURATOR, False)):
        response = as_user(admin).post(
            f"/admin/accounts/user/{sari.pk}/change/",
            {**fields, "is_active": "on", "groups": [str(Group.objects.get(name=role).pk)]},
        )
        assert response.status_code == 302
        sari = User.objects.get(pk=sari.pk)
        assert sari.has_role(role)
        assert sari.is_staff is opens


def code_for(user):
    totp = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).wrap()
    secret = SecondFactorAdapter().decrypt(totp.instance.data["secret"])
    return code_of(secret)


def code_of(secret):
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def _strict(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("_strict")
def test_council_sets_up_the_app_before_anything_else(as_user, ratna):
    client = as_user(ratna)

    response = client.get("/kerja/")

    assert response["Location"] == "/saya/kunci/pasang/"


@pytest.mark.usefixtures("_strict")
def test_artisans_are_not_asked_for_a_second_factor(as_user, sari):
    assert as_user(sari).get("/saya/sandi/").status_code == 200


@pytest.mark.usefixtures("_strict")
def test_sign_in_of_the_council_asks_for_the_code(ratna):
    TOTP.activate(ratna, "JBSWY3DPEHPK3PXP")
    client = Client()

    response = client.post("/masuk/", {"login": ratna.email, "password": PASSWORD})
    assert response["Location"] == "/masuk/kode/"
    assert client.get("/kerja/").status_code == 302
    assert client.post("/masuk/kode/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    response = client.post("/masuk/kode/", {"code": code_for(ratna)})

    assert response["Location"] == "/kerja/"
    assert client.session["_auth_user_id"] == str(ratna.pk)


def test_secret_is_stored_as_a_cipher(ratna):
    TOTP.activate(ratna, "JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get().data)


@pytest.mark.usefixtures("_strict")
def test_setting_up_the_app_asks_for_the_password_again_and_opens_the_workbench(ratna):
    client = Client()
    client.post("/masuk/", {"login": ratna.email, "password": PASSWORD})
    address = client.get("/saya/kunci/pasang/")["Location"]
    assert address.startswith("/masuk/ulang/")

    assert client.post(address, {"password": "bukan"}).status_code == 200
    client.post(address, {"password": PASSWORD})
    page = client.get("/saya/kunci/pasang/")
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert 'xmlns="http://www.w3.org/2000/svg"' in page.context["totp_svg"], "else no image"
    secret = page.context["form"].secret
    client.post("/saya/kunci/pasang/", {"code": code_of(secret)})

    assert client.get("/saya/kunci/").status_code == 200
    assert client.get("/saya/kunci/cadangan/").status_code == 200
    assert client.post("/saya/kunci/lepas/").status_code == 200, "the council keeps its key"


def test_set_roles_takes_away_what_is_not_named(dewi):
    set_roles(dewi, {Role.MENTOR})

    fresh = User.objects.get(pk=dewi.pk)
    assert fresh.role_names == {Role.MENTOR}
    assert not fresh.is_staff
