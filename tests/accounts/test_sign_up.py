"""Sign-up: newcomers start at once, known numbers wait; nobody learns which is which."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from artisans.claiming import settle_request
from artisans.models import Artisan, Business, Craft, District
from dekranasda.accounts.models import Consent, SignUpRequest, User
from tests.factories import make_artisan, make_business, make_craft, make_village

NEW = "0857 1111 2222"
REGISTERED = "0857 3333 4444"
STEPS = ("nama", "nomor", "kecamatan", "desa", "kerajinan", "persetujuan", "periksa")


def answers(phone=NEW, **changes):
    village = make_village()
    return {
        "full_name": "Wahyu Setyawan",
        "phone": phone,
        "business_name": "Anyaman Setya",
        "craft": make_craft().pk,
        "district": village.district_id,
        "village": village.code,
        "password": "tikar-mendong-hijau",
        "consent": "on",
        **changes,
    }


def sign_up(client, phone=NEW, *, until=None, **changes):
    """Answers page after page, and ends where a page is not content. The last response."""
    given = answers(phone, **changes)
    for step in STEPS:
        response = client.post(f"/daftar/{step}/", given)
        if response.status_code != 302 or step == until:
            break
    return response


@pytest.fixture
def registered(db) -> Artisan:
    """Someone from the imported lists, without an account."""
    artisan = make_artisan(name="Mbah Karto", slug="karto", phone="+6285733334444")
    make_business(owner=artisan, name="Anyaman Karto", phone="+6285733334444")
    return artisan


def test_new_artisan_gets_account_business_and_recorded_consent(client, db):
    response = sign_up(client)

    assert response["Location"] == "/daftar/terima-kasih/"
    user = User.objects.get(phone="+6285711112222")
    business = Business.objects.get(owner__user=user)
    assert (business.name, business.is_public) == ("Anyaman Setya", False)
    assert Consent.is_current(user.artisan.uid, Consent.Purpose.REGISTRY)
    assert not Consent.is_current(user.artisan.uid, Consent.Purpose.PUBLIC_PROFILE)
    signed_in = client.post("/masuk/", {"login": NEW, "password": "tikar-mendong-hijau"})
    assert signed_in["Location"] == "/saya/"


def test_sending_the_form_twice_makes_one_artisan(client, db):
    sign_up(client)
    sign_up(client)

    assert Artisan.objects.count() == Business.objects.count() == User.objects.count() == 1


def answer(phone, **changes):
    """All that a browser is told: status, headers, cookies and the page that follows."""
    client = Client()
    response = sign_up(client, phone, **changes)
    page = client.get(response["Location"]) if response.status_code == 302 else response
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|value="[^"]*"')
    cookies = {
        name: {key: str(value) for key, value in cookie.items() if key != "expires"}
        for name, cookie in client.cookies.items()
    }
    return (
        response.status_code,
        sorted(item for item in response.headers.items() if item[0] != "Expires"),
        cookies,
        sorted(item for item in page.headers.items() if item[0] != "Expires"),
        hidden.sub("", page.content.decode()),
    )


def test_answer_is_the_same_whatever_is_known_of_the_number(registered, sari):
    make_artisan(phone="+6285700000001", other_phones="+6285755556666")

    new = answer(NEW)

    assert answer(REGISTERED) == new
    assert answer("081230000001") == new
    assert answer("0857 5555 6666") == new
    assert answer(NEW) == new
    assert User.objects.count() == 2


def test_answer_is_the_same_whatever_is_known_of_the_name(registered):
    assert answer(NEW, full_name="Mbah Karto", business_name="Anyaman Karto") == answer(
        "0857 1111 2223", full_name="Orang Baru", business_name="Usaha Baru"
    )


@pytest.mark.parametrize("field", ["full_name", "business_name"])
def test_a_nik_in_a_name_is_refused_whether_it_is_known_or_not(registered, field):
    registered.keep_national_id("3522011505900001")
    registered.save()

    known = answer(NEW, **{field: "3522011505900001"})
    unknown = answer(NEW, **{field: "3522011505900009"})

    assert known == unknown
    assert known[0] == 422
    assert "tanpa NIK" in known[-1]
    assert not User.objects.exists()


def test_every_known_number_costs_the_same_questions(registered, sari):
    asked = []
    for phone in (REGISTERED, "081230000001"):
        client = Client()
        sign_up(client, phone, until="persetujuan")
        with CaptureQueriesContext(connection) as queries:
            client.post("/daftar/periksa/", answers())
        asked.append([re.split("WHERE|POINT", query["sql"])[0][:30] for query in queries])

    assert asked[0] == asked[1]


def test_a_number_tried_again_and_again_is_answered_alike_and_left_alone(registered):
    told = [answer(REGISTERED) for _ in range(5)]
    SignUpRequest.objects.all().delete()
    told.append(answer(REGISTERED))

    assert told == [told[0]] * 6
    assert not SignUpRequest.objects.exists()


def test_known_number_leaves_one_request_and_changes_nothing(client, registered):
    before = list(Artisan.objects.values())

    sign_up(client, REGISTERED)
    sign_up(client, "+62 857-3333-4444", full_name="Orang Lain")

    assert list(Artisan.objects.values()) == before
    assert not User.objects.exists()
    assert SignUpRequest.objects.get().full_name == "Wahyu Setyawan"


def test_password_typed_for_a_known_number_never_opens_the_account(client, registered, dewi):
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()

    settle_request(request, artisan=registered, by=dewi, at=timezone.now())

    client.post("/masuk/", {"login": REGISTERED, "password": "tikar-mendong-hijau"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("step", "field", "value", "words"),
    [
        ("nama", "full_name", "", "Tulis nama lengkap"),
        ("nama", "full_name", "a" * 10_000, "paling panjang 150"),
        ("nomor", "phone", "bukan nomor", "Tulis nomor telepon dengan angka"),
        ("kecamatan", "district", "", "Pilih kecamatan"),
        ("kecamatan", "district", "99.99.99", "dalam daftar"),
        ("desa", "village", "", "Pilih desa"),
        ("desa", "village", "35.22.99.2001", "dalam daftar"),
        ("kerajinan", "craft", "", "Pilih kerajinan"),
        ("kerajinan", "craft", "x", "dalam daftar"),
        ("persetujuan", "consent", "", "persetujuan"),
        ("periksa", "password", "pendek", "setidaknya 8"),
        ("periksa", "password", "wahyusetyawan", "mirip"),
    ],
)
def test_bad_answer_says_what_to_do_and_keeps_the_others(client, db, step, field, value, words):
    response = sign_up(client, **{field: value})

    assert response.request["PATH_INFO"] == f"/daftar/{step}/"
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'id="galat"' in page
    assert not User.objects.exists()
    kept = client.get("/daftar/nama/").content.decode()
    assert ('value="Wahyu Setyawan"' in kept) == (step != "nama")


def test_password_rests_nowhere_between_the_pages(client, db):
    page = sign_up(client, password="wahyu-setyawan").content.decode()

    assert "wahyu-setyawan" not in page
    assert "wahyu-setyawan" not in str(dict(client.session))
    assert "password" not in str(dict(client.session))


def test_jumping_ahead_leads_to_the_first_question_without_an_answer(client, db):
    assert client.get("/daftar/periksa/")["Location"] == "/daftar/nama/"
    sign_up(client, until="nomor")

    for ahead in ("desa", "kerajinan", "persetujuan", "periksa"):
        assert client.get(f"/daftar/{ahead}/")["Location"] == "/daftar/kecamatan/"
    assert client.get("/daftar/nomor/").status_code == 200
    assert client.get("/daftar/nomor-lain/").status_code == 404
    assert "/daftar/kecamatan/" in client.get("/daftar/").content.decode()


def test_a_change_from_the_check_comes_back_to_it(client, db):
    sign_up(client, until="persetujuan")
    page = client.get("/daftar/periksa/").content.decode()
    assert "Anyaman Setya" in page
    assert "0857-1111-2222" in page
    assert "Batokan, Kasiman" in page

    changed = client.post(
        "/daftar/nama/?periksa", {"full_name": "Wahyu Lestari", "business_name": ""}
    )

    assert changed["Location"] == "/daftar/periksa/"
    assert "Wahyu Lestari" in client.get("/daftar/periksa/").content.decode()


def test_another_district_asks_for_its_village_and_another_region_for_none(client, db):
    sign_up(client, until="persetujuan")
    district = District.objects.exclude(code="35.22.20").first()
    other = make_village("Desa Uji", district)

    moved = client.post("/daftar/kecamatan/?periksa", {"district": district.code})
    assert moved["Location"] == "/daftar/desa/?periksa"
    settled = client.post("/daftar/desa/?periksa", {"village": other.code})
    assert settled["Location"] == "/daftar/periksa/"
    assert f"Desa Uji, {district.name}" in client.get("/daftar/periksa/").content.decode()

    elsewhere = client.post("/daftar/kecamatan/", {"district": "-"})
    assert elsewhere["Location"] == "/daftar/kerajinan/"
    client.post("/daftar/periksa/", {"password": "tikar-mendong-hijau"})
    assert Artisan.objects.get().village is None


def test_answers_of_two_hours_ago_are_gone_and_the_page_says_so(client, db):
    sign_up(client, until="kecamatan")
    session = client.session
    assert session.get_expiry_age() <= 2 * 3600
    session["sign_up"] = {**session["sign_up"], "at": timezone.now().timestamp() - 7201}
    session.save()

    late = client.post("/daftar/desa/", answers(), follow=True)

    assert late.redirect_chain == [("/daftar/nama/", 302)]
    page = late.content.decode()
    assert "sudah tidak tersimpan" in page
    assert "Wahyu" not in page


def test_the_next_person_at_the_same_telephone_begins_anew(client, db):
    sign_up(client, until="nomor")

    assert client.post("/daftar/ulang/")["Location"] == "/daftar/nama/"
    assert "Wahyu" not in client.get("/daftar/nama/").content.decode()
    sign_up(client)
    assert "sign_up" not in client.session


def test_an_unfinished_sign_up_neither_shortens_nor_follows_a_signed_in_session(client, sari):
    sign_up(client, until="nomor")

    client.post("/masuk/", {"login": "081230000001", "password": "rahasia-panjang"})

    assert "sign_up" not in client.session
    assert client.session.get_expiry_age() > timedelta(days=80).total_seconds()
    assert client.get("/daftar/nomor/")["Location"] == "/kerja/"


def test_a_craft_that_is_gone_is_asked_for_again(client, db):
    sign_up(client, until="persetujuan")
    Craft.objects.all().delete()

    assert client.get("/daftar/periksa/")["Location"] == "/daftar/kerajinan/"


def test_an_address_signs_up_a_village_in_an_hour_and_then_waits(client, db, settings):
    assert settings.ACCOUNT_RATE_LIMITS["sign_up"] == "60/h/ip"
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sign_up": "2/h/ip"}

    statuses = [sign_up(client, f"0857000000{number:02}").status_code for number in range(3)]

    assert statuses == [302] * 2 + [429]


def test_secretariat_links_the_request_and_hands_a_sign_in_link(as_user, client, registered, dewi):
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()
    staff = as_user(dewi)

    page = staff.get(f"/kerja/pendaftaran/{request.pk}/").content.decode()
    assert "Mbah Karto" in page
    chosen = {"business": registered.businesses.get().pk}
    response = staff.post(f"/kerja/pendaftaran/{request.pk}/hubungkan/karto/", chosen)

    user = User.objects.get(phone="+6285733334444")
    assert response["Location"] == f"/kerja/akun/{user.uid}/tautan/"
    registered.refresh_from_db()
    assert registered.user == user
    assert not user.has_usable_password()


def test_request_cannot_be_linked_to_somebody_with_another_number(
    as_user, client, registered, dewi
):
    stranger = make_artisan(phone="+6285755556666")
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()

    address = f"/kerja/pendaftaran/{request.pk}/hubungkan/{stranger.slug}/"

    assert as_user(dewi).post(address).status_code == 404


def test_request_is_settled_once(client, registered, dewi):
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()
    settle_request(request, artisan=registered, by=dewi, at=timezone.now())

    with pytest.raises(ValidationError, match="petugas lain"):
        request.close(SignUpRequest.State.REFUSED, by=dewi, at=timezone.now())


def test_artisan_with_an_account_under_another_number_is_not_relinked(client, sari, dewi):
    artisan = sari.artisan
    Artisan.objects.filter(pk=artisan.pk).update(phone="+6285733334444")
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()

    with pytest.raises(ValidationError, match="nomor lain"):
        settle_request(request, artisan=artisan, by=dewi, at=timezone.now())
    request.refresh_from_db()
    assert request.state == SignUpRequest.State.OPEN


def test_closing_without_an_account_needs_a_reason(as_user, client, registered, dewi):
    sign_up(client, REGISTERED)
    request = SignUpRequest.objects.get()
    staff = as_user(dewi)

    refused = staff.post(f"/kerja/pendaftaran/{request.pk}/tutup/", {"note": ""})
    assert refused.status_code == 422
    staff.post(f"/kerja/pendaftaran/{request.pk}/tutup/", {"note": "Tidak menjawab."})

    request.refresh_from_db()
    assert (request.state, request.note) == (SignUpRequest.State.REFUSED, "Tidak menjawab.")
    assert isinstance(request.closed_at, datetime)


def test_requests_are_for_the_secretariat(as_user, sari, ratna, agus, maya, hartono):
    for person in (sari, ratna, agus, maya, hartono):
        assert as_user(person).get("/kerja/pendaftaran/").status_code == 403
