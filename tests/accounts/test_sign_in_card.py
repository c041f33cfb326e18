"""Sign-in cards on paper: what is printed, how long it holds, who may print one."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pypdf
import pytest
from django.conf import settings
from django.utils import timezone

from dekranasda.accounts.models import SignInLink
from dekranasda.accounts.sign_in_card import cards_pdf, issue_cards
from tests.factories import make_artisan, make_user, make_village
from tests.scanning import scanned


def usable():
    return SignInLink.objects.usable(at=timezone.now())


def read(response):
    return pypdf.PdfReader(io.BytesIO(response.getvalue()))


def test_the_printed_code_leads_into_the_account_once(client, sari, dewi):
    (card,) = issue_cards([sari], by=dewi, at=timezone.now())

    assert scanned(cards_pdf([card]).getvalue()) == [card.address]
    path = card.address.removeprefix(settings.SITE_URL)
    assert re.fullmatch(r"/masuk/tautan/[\w-]{32}/", path)
    assert client.post(path)["Location"] == "/saya/sandi/"
    assert client.post(path).status_code == 410


def test_the_card_says_whose_it_is_and_until_when_and_no_number_of_theirs(sari, dewi):
    cards = issue_cards([sari], by=dewi, at=datetime(2026, 11, 1, 2, tzinfo=UTC))

    words = " ".join(pypdf.PdfReader(cards_pdf(cards)).pages[0].extract_text().split())

    assert "Kartu Masuk Sari Wulandari" in words
    assert "sampai 1 Desember 2026." in words
    assert "0812-0000-0000" in words  # the secretariat's
    assert "1230000001" not in words.replace("-", "")
    assert cards[0].address not in words
    assert SignInLink.objects.get().expires_at == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_a_reader_of_english_gets_an_english_card(sari, dewi):
    sari.language = "en"

    cards = issue_cards([sari], by=dewi, at=timezone.now())

    assert "Sign-in card" in pypdf.PdfReader(cards_pdf(cards)).pages[0].extract_text()


def test_a_new_card_ends_the_lost_one_and_staff_can_end_it_without(as_user, client, sari, dewi):
    (lost,) = issue_cards([sari], by=dewi, at=timezone.now())
    staff = as_user(dewi)

    response = staff.post(f"/kerja/akun/{sari.uid}/kartu/")

    assert response["Content-Type"] == "application/pdf"
    assert 'filename="kartu-masuk.pdf"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert "Sari Wulandari" in read(response).pages[0].extract_text()
    assert client.get(lost.address.removeprefix(settings.SITE_URL)).status_code == 410
    assert usable().get().expires_at > timezone.now() + timedelta(days=29)
    page = staff.get(f"/kerja/akun/{sari.uid}/tautan/").content.decode()
    assert "Masih ada tautan atau kartu yang belum dipakai" in page

    staff.post(f"/kerja/akun/{sari.uid}/tautan/batal/")

    assert not usable().exists()
    page = staff.get(f"/kerja/akun/{sari.uid}/tautan/").content.decode()
    assert "Masih ada tautan" not in page


def test_cards_of_several_come_two_on_a_sheet(as_user, sari, bima, dewi):
    third = make_artisan(user=make_user(full_name="Tutik"), name="Tutik", village=make_village())
    staff = as_user(dewi)
    page = staff.get("/kerja/akun/kartu/").content.decode()
    assert all(name in page for name in ("Sari Wulandari", "Bima Prasetyo", "Tutik"))
    near = staff.get(f"/kerja/akun/kartu/?kecamatan={third.village.district_id}").content.decode()
    assert "Tutik" in near
    assert "Bima Prasetyo" not in near

    people = [sari.uid, bima.uid, third.user.uid]
    sheets = read(staff.post("/kerja/akun/kartu/cetak/", {"person": people})).pages

    assert len(sheets) == 2
    assert all(round(float(side)) in (595, 842) for side in sheets[0].mediabox[2:])
    assert usable().count() == 3


@pytest.mark.parametrize(
    ("people", "words"),
    [([], "Centang paling sedikit satu"), ([str(UUID(int=1))], "tidak dapat diberi kartu")],
)
def test_a_choice_that_cannot_be_printed_says_what_to_do(as_user, sari, dewi, people, words):
    response = as_user(dewi).post("/kerja/akun/kartu/cetak/", {"person": people})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_nobody_with_a_task_in_the_council_gets_a_card(as_user, sari, ratna, dewi, admin):
    for person, by in ((ratna, dewi), (ratna, admin), (admin, admin)):
        assert as_user(by).post(f"/kerja/akun/{person.uid}/kartu/").status_code == 404
    both = {"person": [sari.uid, ratna.uid]}
    assert as_user(admin).post("/kerja/akun/kartu/cetak/", both).status_code == 422
    assert "Kartu Masuk di atas" not in (
        as_user(admin).get(f"/kerja/akun/{ratna.uid}/tautan/").content.decode()
    )
    assert not SignInLink.objects.exists()


def test_cards_are_the_secretariats(as_user, sari, ratna, agus, maya, hartono):
    for person in (sari, ratna, agus, maya, hartono):
        staff = as_user(person)
        assert staff.get("/kerja/akun/kartu/").status_code == 403
        for address in (f"{sari.uid}/kartu/", f"{sari.uid}/tautan/batal/", "kartu/cetak/"):
            assert staff.post(f"/kerja/akun/{address}").status_code == 403
    assert not SignInLink.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(
    as_user, sari, dewi, django_assert_num_queries
):
    staff = as_user(dewi)
    staff.get("/kerja/akun/kartu/")
    for number in range(4):
        make_artisan(user=make_user(), name=f"Perajin {number}", village=make_village())

    with django_assert_num_queries(6):
        staff.get("/kerja/akun/kartu/")
