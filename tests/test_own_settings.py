"""Settings: what the public sees follows at once; language, letters and number of the person."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from artisans.facts import maker_fields
from artisans.models import DataRequest
from dekranasda.accounts.models import Consent, SignInLink
from dekranasda.notices.models import Notice
from tests.factories import make_business, make_published_product

URL = "/saya/setelan/"
ALL = {"public_profile": "on", "public_phone": "on", "public_photo": "on"}


@pytest.fixture
def client(as_user, sari):
    """Sari's browser."""
    return as_user(sari)


def test_consent_is_written_down_once(client, sari_artisan):
    client.post(URL, ALL)
    client.post(URL, ALL)

    consents = Consent.objects.filter(subject=sari_artisan.uid)
    assert consents.count() == 3
    assert all(consent.is_given and consent.channel == "portal" for consent in consents)


def test_a_maker_who_takes_consent_back_is_hidden_at_once(client, sari_business):
    work = make_published_product(sari_business)
    client.post(URL, ALL)
    client.logout()
    assert client.get(work.get_absolute_url()).status_code == 200

    client.force_login(sari_business.owner.user)
    answer = client.post(URL, {"public_phone": "on"}, follow=True)

    assert "Pilihan Anda sudah disimpan" in answer.content.decode()
    client.logout()
    assert client.get(work.get_absolute_url()).status_code == 410
    assert work.name not in client.get(reverse("products:catalogue")).content.decode()


def test_what_was_hidden_comes_back_with_the_consent(client, sari_business):
    work = make_published_product(sari_business)
    idle = make_business(owner=sari_business.owner)
    client.post(URL, {})

    client.post(URL, ALL)

    sari_business.refresh_from_db()
    idle.refresh_from_db()
    assert (sari_business.is_public, idle.is_public) == (True, False)
    assert client.get(work.get_absolute_url()).status_code == 200


def test_the_switches_show_how_it_stands(client):
    client.post(URL, {"public_phone": "on"})

    page = client.get(URL).content.decode()

    assert page.count('type="checkbox"') == 3
    assert len(re.findall(r'type="checkbox"[^>]* checked', page)) == 1


def test_others_stay_as_they_are(client, bima):
    business = bima.artisan.businesses.get()
    make_published_product(business)

    client.post(URL, {})

    business.refresh_from_db()
    assert business.is_public


def test_who_is_no_artisan_has_no_switches_but_a_way_to_read(as_user, ratna):
    client = as_user(ratna)

    page = client.get(URL).content.decode()

    assert "public_profile" not in page
    assert "/saya/data/" not in page
    assert 'name="text_size"' in page
    assert client.post(URL, ALL).status_code == 200
    assert not Consent.objects.exists()
    assert client.get("/saya/setelan/nomor/").status_code == 404


def test_larger_letters_follow_the_person_to_the_own_pages_and_nowhere_else(client, sari):
    assert 'data-text-size="100"' in client.get("/saya/").content.decode()

    answer = client.post("/saya/setelan/tampilan/", {"text_size": "130", "language": "id"})

    assert answer["Location"] == URL
    assert 'data-text-size="130"' in client.get("/saya/").content.decode()
    assert "data-text-size" not in client.get("/").content.decode()
    client.logout()
    assert "data-text-size" not in client.get("/masuk/").content.decode()
    assert not client.get("/").cookies


@pytest.mark.parametrize("sent", [{"text_size": "300", "language": "id"}, {"text_size": "115"}])
def test_a_size_or_language_that_there_is_not_changes_nothing(client, sari, sent):
    answer = client.post("/saya/setelan/tampilan/", sent)

    assert answer.status_code == 422
    assert 'id="galat"' in answer.content.decode()
    sari.refresh_from_db()
    assert (sari.text_size, sari.language) == (100, "id")


def test_the_chosen_language_is_that_of_the_own_pages(client, sari):
    answer = client.post(
        "/saya/setelan/tampilan/", {"text_size": "100", "language": "en"}, follow=True
    )

    assert answer.redirect_chain == [("/en/saya/setelan/", 302)]
    assert "The display is saved." in answer.content.decode()
    assert client.get("/saya/pesan/?hal=2")["Location"] == "/en/saya/pesan/?hal=2"
    assert client.get("/").status_code == 200
    sari.refresh_from_db()
    assert sari.language == "en"


def test_the_menu_changes_the_language_for_good_and_leads_to_the_same_page(client, sari):
    page = client.get("/saya/karya/").content.decode()
    assert 'action="/saya/setelan/bahasa/"' in page

    there = client.post("/saya/setelan/bahasa/", {"language": "en", "next": "/en/saya/karya/"})
    back = client.post("/en/saya/setelan/bahasa/", {"language": "id", "next": "/saya/karya/"})

    assert there["Location"] == "/en/saya/karya/"
    assert back["Location"] == "/saya/karya/"
    assert client.get("/saya/karya/").status_code == 200
    away = client.post("/saya/setelan/bahasa/", {"language": "xx", "next": "https://jahat.id/"})
    assert away["Location"] == "/saya/"


def test_a_new_number_is_asked_for_and_changes_nothing_yet(client, sari):
    wrong = client.post("/saya/setelan/nomor/", {"phone": "bukan nomor"})
    same = client.post("/saya/setelan/nomor/", {"phone": "0812 3000 0001"})
    assert (wrong.status_code, same.status_code) == (422, 422)
    assert "bukan nomor" in wrong.content.decode()
    assert not DataRequest.objects.exists()

    sent = client.post("/saya/setelan/nomor/", {"phone": "0857 1111 2222"}, follow=True)
    again = client.post("/saya/setelan/nomor/", {"phone": "0857 1111 2222"})

    assert "Sekretariat menelepon nomor baru Anda" in sent.content.decode()
    assert "0857-1111-2222" in DataRequest.objects.get().text
    assert "sedang kami kerjakan" in again.content.decode()
    sari.refresh_from_db()
    assert sari.phone == "+6281230000001"


def test_staff_change_the_number_they_called_everywhere_it_stood(as_user, client, sari, dewi):
    business = sari.artisan.businesses.get()
    own = make_business(owner=sari.artisan, phone="+6285799990000")
    business.phone = sari.phone
    business.save()
    token = SignInLink.issue(sari, by=dewi, at=timezone.now())
    staff, page = as_user(dewi), f"/kerja/akun/{sari.uid}/nomor/"
    assert page in staff.get(f"/kerja/akun/{sari.uid}/tautan/").content.decode()
    assert staff.post(page, {"phone": "0857 1111 2222"}).status_code == 422

    answer = staff.post(page, {"phone": "0857 1111 2222", "was_called": "on"})

    assert answer["Location"] == f"/kerja/akun/{sari.uid}/tautan/"
    for row in (sari, sari.artisan, business, own):
        row.refresh_from_db()
    assert {sari.phone, sari.artisan.phone, business.phone} == {"+6285711112222"}
    assert own.phone == "+6285799990000"
    kept = maker_fields([sari.artisan.uid, business.uid])
    assert kept == {(sari.artisan.uid, "phone"), (business.uid, "phone")}
    assert SignInLink.redeem(token, at=timezone.now()) is None
    assert client.get(URL).status_code == 200  # who is signed in stays so
    told = Notice.objects.get(recipient=sari)
    assert (told.template, told.address) == ("number_changed", sari.email)
    assert "0857-••••-2222" in told.body
    assert "1111" not in told.subject + told.body
    assert told.subject in client.get("/saya/pesan/").content.decode()


def test_the_number_of_another_account_is_refused(as_user, sari, bima, dewi, maya, ratna):
    sent = {"phone": bima.phone, "was_called": "on"}
    page = f"/kerja/akun/{sari.uid}/nomor/"

    refused = as_user(dewi).post(page, sent)

    assert refused.status_code == 422
    assert "dipakai akun lain" in refused.content.decode()
    sari.refresh_from_db()
    assert sari.phone == "+6281230000001"
    assert as_user(maya).post(page, sent).status_code == 403
    assert as_user(dewi).get(f"/kerja/akun/{ratna.uid}/nomor/").status_code == 404


def test_erasing_the_account_begins_with_its_request_ticked(client):
    page = client.get(URL).content.decode()
    assert "/saya/data/permintaan/?jenis=erasure" in page

    form = client.get("/saya/data/permintaan/?jenis=erasure").content.decode()

    (ticked,) = re.findall(r"<input[^>]* checked[^>]*>", form)
    assert 'value="erasure"' in ticked
