"""Personal numbers on pages: the secretariat alone, with a reason, once, after a fresh sign-in."""

import uuid

import pytest
from django.urls import reverse

from artisans.models import Business, Tombstone
from artisans.personal_numbers import Number
from dekranasda.accounts.models import PersonalDataAccess
from tests.factories import make_artisan, make_business

NIK = "3522205003759001"
OTHER = "3522201507999002"


def address(name, shop, *more):
    return reverse(f"artisans:{name}", args=[shop.pk, *more])


def answers(**fields):
    return {"reason": "aid", "note": "", "token": str(uuid.uuid4()), **fields}


def reveal(client, shop, number="national_id", **fields):
    return client.post(address("reveal_number", shop, number), answers(**fields))


def test_a_number_is_shown_once_and_kept_nowhere(just_signed_in, dewi, shop):
    client = just_signed_in(dewi)
    sent = answers()
    page = address("reveal_number", shop, "national_id")

    shown = client.post(page, sent)
    again = client.post(page, sent)

    assert (shown.status_code, NIK in shown.content.decode()) == (200, True)
    assert "no-store" in shown["Cache-Control"]
    assert (again.status_code, NIK in again.content.decode()) == (422, False)
    assert "sudah ditampilkan sekali" in again.content.decode()
    entry = PersonalDataAccess.objects.get()
    assert (entry.seen_by, entry.subject, entry.address) == (dewi, shop.owner.uid, "127.0.0.1")


def test_every_page_shows_the_number_masked(just_signed_in, dewi, shop):
    client = just_signed_in(dewi)

    for page in (
        reverse("artisans:business_detail", args=[shop.pk]),
        address("edit_numbers", shop),
        address("reveal_number", shop, "national_id"),
        reverse("personal_data", args=[shop.pk]),
    ):
        content = client.get(page).content.decode()
        assert NIK not in content, page
    record = client.get(reverse("artisans:business_detail", args=[shop.pk])).content.decode()
    assert "3522••••••••9001" in record


@pytest.mark.parametrize(
    ("method", "ago"), [("password", 901), ("link", 0), (None, 0)], ids=["old", "link", "none"]
)
def test_without_a_fresh_sign_in_the_password_is_asked(
    as_user, just_signed_in, dewi, shop, method, ago
):
    client = just_signed_in(dewi, method, ago) if method else as_user(dewi)
    page = address("reveal_number", shop, "national_id")

    answer = client.post(page, answers())

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(page).status_code == 302
    assert not PersonalDataAccess.objects.exists()


def test_the_password_typed_again_opens_the_page(client, dewi, shop):
    client.force_login(dewi)
    page = address("reveal_number", shop, "national_id")
    asked = client.get(page)

    client.post(asked["Location"], {"password": "rahasia-panjang"})

    assert client.get(page).status_code == 200


@pytest.mark.parametrize("who", ["agus", "maya", "hartono", "ratna", "ketut", "bima"])
def test_nobody_else_sees_a_number_not_even_masked(just_signed_in, request, shop, who):
    person = request.getfixturevalue(who)
    shop.plans.create(mentor=request.getfixturevalue("maya"), title="x", opened_on="2026-01-01")
    client = just_signed_in(person)

    for name, *more in (("reveal_number", "national_id"), ("edit_numbers",)):
        assert client.get(address(name, shop, *more)).status_code == 403
        assert client.post(address(name, shop, *more), answers()).status_code == 403
    record = client.get(reverse("artisans:business_detail", args=[shop.pk]))
    assert "9001" not in record.content.decode()
    if who in ("agus", "maya", "hartono"):
        assert record.status_code == 200


def test_another_reason_needs_words_and_keeps_no_number(just_signed_in, dewi, shop):
    client = just_signed_in(dewi)

    without = reveal(client, shop, reason="other")
    assert without.status_code == 422
    reveal(client, shop, reason="other", note=f"cek {NIK} di dinas")

    assert PersonalDataAccess.objects.get().reason == "Lainnya: cek 3522••••••••9001 di dinas"


def test_an_unknown_number_kind_is_not_found(just_signed_in, dewi, shop):
    client = just_signed_in(dewi)

    assert reveal(client, shop, number="kartu").status_code == 404
    assert reveal(client, shop, number=Number.OWN_TAX_ID).status_code == 422


def test_numbers_are_entered_in_any_writing(as_user, dewi, shop):
    client = as_user(dewi)

    client.post(
        address("edit_numbers", shop),
        {
            "national_id": "3522 2015 0799 9002",
            "business_tax_id": "01.234.567.8-901.000",
            "seen": "3522••••••••9001",
        },
    )

    shop = Business.objects.get(pk=shop.pk)
    assert shop.owner.read_national_id() == OTHER
    assert shop.read_tax_id() == "012345678901000"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("national_id", "35222015", "NIK terdiri dari 16 angka"),
        ("tax_id", "12345678901234567", "NPWP terdiri dari 15 atau 16 angka"),
        ("business_tax_id", OTHER, "Tulis di kotak NPWP pemilik"),
        ("national_id", "9922201507999002", "bukan kode provinsi"),
    ],
)
def test_what_is_wrong_or_odd_is_said_and_what_was_typed_stays(
    as_user, dewi, shop, field, typed, said
):
    answer = as_user(dewi).post(
        address("edit_numbers", shop), {field: typed, "seen": "3522••••••••9001"}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    shop.owner.refresh_from_db()
    assert shop.owner.read_national_id() == NIK


def test_an_odd_number_is_saved_once_it_was_looked_at(as_user, dewi, shop):
    odd = {"national_id": "9922201507999002", "is_checked": "on", "seen": "3522••••••••9001"}

    assert as_user(dewi).post(address("edit_numbers", shop), odd).status_code == 302

    shop.owner.refresh_from_db()
    assert shop.owner.read_national_id() == "9922201507999002"


def test_a_number_of_somebody_else_is_refused(as_user, dewi, shop):
    other = make_business(owner=make_artisan())

    answer = as_user(dewi).post(address("edit_numbers", other), {"national_id": NIK, "seen": ""})

    assert answer.status_code == 422
    assert "sudah tercatat pada orang lain" in answer.content.decode()


def test_two_people_at_once_are_told_and_lose_nothing(as_user, dewi, shop):
    client = as_user(dewi)
    shop.owner.keep_national_id(OTHER)
    shop.owner.save()
    mine = {"national_id": NIK, "seen": "3522••••••••9001"}

    told = client.post(address("edit_numbers", shop), mine)

    assert told.status_code == 409
    assert "3522••••••••9002" in told.content.decode()
    assert f'value="{NIK}"' in told.content.decode()
    client.post(address("edit_numbers", shop), {**mine, "seen": "3522••••••••9002"})
    shop.owner.refresh_from_db()
    assert shop.owner.read_national_id() == NIK


def test_somebody_who_was_erased_is_not_entered_again_without_a_word(as_user, dewi, shop):
    index = shop.owner.national_id_index
    Tombstone.objects.create(
        subject=uuid.uuid4(), national_id_index=index, erased_at="2026-01-01T00:00Z"
    )
    other = make_business(owner=make_artisan())
    shop.owner.national_id_index = None
    shop.owner.save()

    answer = as_user(dewi).post(address("edit_numbers", other), {"national_id": NIK, "seen": ""})

    assert answer.status_code == 422
    assert "pernah meminta datanya dihapus" in answer.content.decode()
