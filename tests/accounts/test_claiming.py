"""Claiming: candidates with reasons, the call, and the person's own word after signing in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from artisans.claiming import candidates, settle_request
from artisans.models import Artisan, BusinessClaim
from dekranasda.accounts.models import Consent, SignUpRequest, User
from tests.factories import make_artisan, make_business, make_user, make_village

PHONE = "+6285733334444"


@pytest.fixture
def karto(db) -> Artisan:
    """On record with two businesses under one number, without an account."""
    person = make_artisan(name="Mbah Karto", slug="karto", phone=PHONE, village=make_village())
    make_business(owner=person, name="Anyaman Karto", slug="anyaman-karto", phone=PHONE)
    make_business(owner=person, name="Warung Karto", slug="warung-karto", phone=PHONE)
    return person


@pytest.fixture
def asked(karto) -> SignUpRequest:
    """A request under his number and name."""
    return SignUpRequest.objects.create(
        full_name="Karto", phone=PHONE, business_name="Anyaman", village_code=karto.village_id
    )


def address(asked, rest=""):
    return f"/kerja/pendaftaran/{asked.pk}/{rest}"


def test_candidates_come_with_reasons_the_surest_first(asked, karto):
    helper = make_artisan(name="Yatmi", slug="yatmi", other_phones=f"{PHONE}, +628111111111")
    alike = make_artisan(name="Bpk. Karto", slug="karto-2", village=karto.village)
    make_artisan(name="Karto", slug="karto-jauh", village=make_village("Betet"))
    make_artisan(name="Sulastri", slug="sulastri", other_phones=f"{PHONE}9")

    found = candidates(asked)

    assert [(one.artisan, one.is_linkable) for one in found] == [
        (karto, True),
        (helper, True),
        (alike, False),
    ]
    assert found[0].reasons == [
        "nomor orangnya sama",
        "nomor usahanya sama",
        "nama mirip (100 %)",
        "desa sama",
    ]
    assert found[1].reasons == ["nomor lainnya sama"]


def test_the_page_shows_reasons_and_hides_numbers_of_others(as_user, dewi, asked, karto):
    make_artisan(name="Karto", slug="lain", phone="+6281299998888", village=karto.village)

    page = as_user(dewi).get(address(asked)).content.decode()

    assert "desa sama" in page
    assert "0812-••••-8888" in page
    assert "99998888" not in page
    assert "jangan membacakan data" in page


def test_somebody_with_another_number_is_shown_and_not_linked(as_user, dewi, asked, karto):
    alike = make_artisan(name="Karto", slug="lain", phone="+6281299998888", village=karto.village)

    response = as_user(dewi).post(address(asked, "hubungkan/lain/"))

    assert response.status_code == 404
    alike.refresh_from_db()
    assert alike.user is None


def test_the_ticked_business_is_offered_and_the_other_waits_for_staff(as_user, dewi, asked, karto):
    own = karto.businesses.get(slug="anyaman-karto")
    staff = as_user(dewi)

    refused = staff.post(address(asked, "hubungkan/karto/"), {})
    staff.post(address(asked, "hubungkan/karto/"), {"business": own.pk})

    assert refused.status_code == 422
    assert "Pilih paling sedikit satu usaha." in refused.content.decode()
    states = dict(BusinessClaim.objects.values_list("business__slug", "state"))
    assert states == {"anyaman-karto": "offered", "warung-karto": "denied"}
    page = staff.get("/kerja/pendaftaran/").content.decode()
    assert "Disangkal saat ditelepon." in page


@pytest.fixture
def linked(asked, karto, dewi) -> User:
    """Karto's account, made after the call, with both businesses offered."""
    return settle_request(asked, artisan=karto, by=dewi, at=timezone.now())


def said(claim, state, **more):
    return {"claim": claim.pk, "state": state, "consent": "on", **more}


def test_the_first_page_asks_about_each_business_and_records_consent(as_user, linked, karto):
    client = as_user(linked)
    first, second = BusinessClaim.objects.order_by("pk")

    assert client.get("/saya/")["Location"] == "/saya/usaha-ditemukan/"
    page = client.get("/saya/usaha-ditemukan/").content.decode()
    client.post("/saya/usaha-ditemukan/", said(first, "confirmed"))
    client.post("/saya/usaha-ditemukan/", said(second, "partly", note="Desanya Betet."))

    assert "Anyaman Karto" in page
    assert client.get("/saya/").status_code == 200
    assert Consent.is_current(karto.uid, Consent.Purpose.REGISTRY)
    assert Consent.objects.count() == 1
    assert BusinessClaim.objects.to_mend().get() == second


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"state": "confirmed", "consent": ""}, "Tanpa persetujuan ini"),
        ({"state": "partly", "note": ""}, "Tulis apa yang keliru."),
        ({"state": ""}, "Pilih salah satu jawaban."),
        ({"state": "offered"}, "offered"),
    ],
)
def test_a_half_answer_is_asked_for_again(as_user, linked, answers, words):
    claim = BusinessClaim.objects.order_by("pk").first()

    response = as_user(linked).post("/saya/usaha-ditemukan/", {**said(claim, ""), **answers})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Consent.objects.exists()


def test_no_to_all_ends_the_link_and_nothing_is_seen_any_more(as_user, linked, karto):
    client = as_user(linked)

    for claim in BusinessClaim.objects.order_by("pk"):
        client.post("/saya/usaha-ditemukan/", said(claim, "denied"))

    karto.refresh_from_db()
    assert karto.user is None
    assert not Consent.objects.exists()
    assert BusinessClaim.objects.to_mend().count() == 2
    assert "Karto" not in client.get("/saya/").content.decode().replace("Mbah Karto", "", 1)


def test_an_offer_is_nobody_elses_to_answer(as_user, linked, sari):
    claim = BusinessClaim.objects.first()

    response = as_user(sari).post("/saya/usaha-ditemukan/", said(claim, "confirmed"))

    assert response.status_code == 404
    assert as_user(sari).post("/saya/usaha-ditemukan/", {"claim": "x"}).status_code == 404
    claim.refresh_from_db()
    assert claim.state == "offered"


def test_staff_tick_off_what_they_have_mended(as_user, dewi, linked):
    claim = BusinessClaim.objects.first()
    as_user(linked).post("/saya/usaha-ditemukan/", said(claim, "partly", note="Alamat lama."))
    staff = as_user(dewi)

    staff.post(f"/kerja/pendaftaran/jawaban/{claim.pk}/selesai/")

    claim.refresh_from_db()
    assert claim.settled_by == dewi
    assert staff.post(f"/kerja/pendaftaran/jawaban/{claim.pk}/selesai/").status_code == 404


def test_a_call_without_an_answer_waits_for_its_day(as_user, dewi, asked):
    tomorrow = timezone.localdate() + timedelta(days=1)
    staff = as_user(dewi)

    refused = staff.post(address(asked, "nanti/"), {"try_again_on": "2020-01-01"})
    staff.post(address(asked, "nanti/"), {"try_again_on": tomorrow, "note": "Tidak diangkat."})

    assert refused.status_code == 422
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.try_again_on) == ("open", 1, tomorrow)
    assert "1 kali tanpa jawaban" in staff.get(address(asked)).content.decode()


def test_an_account_is_opened_for_who_stands_at_the_desk(as_user, client, dewi, karto, asked):
    staff, business = as_user(dewi), karto.businesses.first()
    record = staff.get(f"/kerja/registri/{business.pk}/").content.decode()
    assert "Belum punya akun" in record

    response = staff.post(f"/kerja/registri/{business.pk}/akun/")
    again = staff.post(f"/kerja/registri/{business.pk}/akun/")

    user = User.objects.get(phone=PHONE)
    assert response["Location"] == again["Location"] == f"/kerja/akun/{user.uid}/tautan/"
    assert user.artisan == karto
    assert not user.has_usable_password()
    assert BusinessClaim.objects.waiting_for(user).count() == 2
    asked.refresh_from_db()
    assert (asked.state, asked.closed_by) == (SignUpRequest.State.LINKED, dewi)
    record = staff.get(f"/kerja/registri/{business.pk}/").content.decode()
    assert "belum pernah masuk" in record
    client.force_login(user)
    assert client.get("/saya/")["Location"] == "/saya/usaha-ditemukan/"


def test_no_account_without_a_number_or_with_somebody_elses(as_user, dewi, sari, maya):
    nameless = make_business(owner=make_artisan(name="Tanpa Nomor", phone=""), phone="")
    same = make_business(owner=make_artisan(name="Sepupu Sari", phone=sari.phone))
    staff = as_user(dewi)

    told = [
        staff.post(f"/kerja/registri/{one.pk}/akun/", follow=True).content.decode()
        for one in (nameless, same)
    ]

    assert "Catat dahulu nomor WhatsApp" in told[0]
    assert "sudah dipakai akun Sari Wulandari" in told[1]
    assert not Artisan.objects.filter(pk__in=[nameless.owner_id, same.owner_id], user__isnull=False)
    assert as_user(maya).post(f"/kerja/registri/{same.pk}/akun/").status_code == 403


def test_the_second_of_two_members_of_staff_is_told(as_user, dewi, asked, karto):
    own = karto.businesses.first()
    first, second = as_user(dewi), as_user(dewi)
    first.post(address(asked, "tutup/"), {"note": "Bukan orangnya."})

    late = [
        second.post(address(asked, "hubungkan/karto/"), {"business": own.pk}),
        second.post(address(asked, "tutup/"), {"note": "Lain."}),
        second.post(address(asked, "nanti/"), {"try_again_on": timezone.localdate()}),
    ]

    assert [response.status_code for response in late] == [409] * 3
    assert "petugas lain" in late[0].content.decode()
    assert "Bukan orangnya." in late[0].content.decode()
    assert not User.objects.filter(phone=PHONE).exists()


def test_a_refused_link_leaves_the_request_open(asked, karto, dewi):
    Artisan.objects.filter(pk=karto.pk).update(user=make_user(phone="+6281299998888"))
    karto.refresh_from_db()

    with pytest.raises(ValidationError, match="nomor lain"):
        settle_request(asked, artisan=karto, by=dewi, at=timezone.now())

    assert SignUpRequest.objects.get().state == SignUpRequest.State.OPEN
