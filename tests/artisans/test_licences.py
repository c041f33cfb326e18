"""Permits: numbers that warn, documents that stay private, checks, and reminders sent once."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artisans.history import newest_step
from artisans.licence_reminders import remind
from artisans.licences import figures_by_kind, looks_usual, tidy_number
from artisans.models import Business, Licence
from dekranasda.notices.models import Notice
from tests.factories import make_artisan, make_business
from tests.products.photographs import upload

TODAY = timezone.localdate()
LIST = reverse("artisans:licence_list")
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


def add_page(business):
    return reverse("artisans:licence_create", args=[business.pk])


def typed(**answers):
    return {"kind": "halal", "number": "ID35110000123456789", "status": "valid", **answers}


@pytest.mark.parametrize(
    ("kind", "number", "tidied", "usual"),
    [
        ("nib", "1234 5678 90123", "1234567890123", True),
        ("nib", "12345", "12345", False),
        ("merek", "idm000123456", "IDM000123456", True),
        ("halal", "ID 3511 0000 1234 56789", "ID35110000123456789", True),
        ("halal", "35110000123456789", "35110000123456789", False),
        ("sni", "sni8302:2016", "SNI 8302:2016", True),
        ("pirt", "123456789012345-28", "123456789012345-28", True),
        ("pirt", "tanpa nomor", "TANPA NOMOR", False),
        ("hak_cipta", "EC00202312345", "EC00202312345", True),
        ("ig", "ID G 000000123", "IDG000000123", True),
        ("batikmark", "0123/BM/2024", "0123/BM/2024", True),
        ("svlk", "=1+1", "=1+1", True),
    ],
)
def test_numbers_are_tidied_and_unusual_ones_are_noticed(kind, number, tidied, usual):
    assert tidy_number(kind, number) == tidied
    assert looks_usual(kind, tidied) is usual


def test_an_unusual_number_warns_and_is_kept(as_user, dewi, sari_business):
    response = as_user(dewi).post(add_page(sari_business), typed(number="ID12"), follow=True)

    assert "Format tidak lazim, periksa lagi" in response.content.decode()
    assert Licence.objects.get().number == "ID12"


def test_the_number_of_an_nib_goes_to_the_business(as_user, dewi, sari_business):
    as_user(dewi).post(add_page(sari_business), typed(kind="nib", number="1234567890123"))

    sari_business.refresh_from_db()
    assert sari_business.business_id == "1234567890123"
    assert Licence.objects.get().number == ""


def test_an_nib_of_another_business_and_a_second_nib_are_refused(as_user, dewi, sari_business):
    make_business(business_id="1234567890123")
    client = as_user(dewi)

    taken = client.post(add_page(sari_business), typed(kind="nib", number="1234567890123"))
    client.post(add_page(sari_business), typed(kind="nib", number="9234567890123"))
    second = client.post(add_page(sari_business), typed(kind="nib", number="8234567890123"))

    assert (taken.status_code, second.status_code) == (422, 422)
    assert "belum dapat dicatat" in taken.content.decode()
    sari_business.refresh_from_db()
    assert sari_business.business_id == "9234567890123"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"number": ""}, "Isi nomor izin yang berlaku"),
        ({"issued_on": "2999-01-01"}, "tidak dapat sesudah hari ini"),
        ({"issued_on": "2024-02-01", "expires_on": "2024-01-01"}, "harus sesudah tanggal terbit"),
        ({"kind": "nib", "number": "12345678901234"}, "paling banyak 13 angka"),
        ({"kind": "emas"}, "emas"),
        ({"document": SimpleUploadedFile("a.pdf", b"<html>")}, "bukan PDF atau foto"),
        ({"document": SimpleUploadedFile("a.pdf", b"")}, "kosong"),
    ],
)
def test_wrong_answers_are_explained_and_nothing_is_kept(
    as_user, dewi, sari_business, answers, words
):
    response = as_user(dewi).post(add_page(sari_business), typed(**answers))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Licence.objects.count() == 0


@pytest.fixture
def licence(as_user, dewi, sari_business) -> Licence:
    """Sari's halal certificate with its PDF."""
    as_user(dewi).post(
        add_page(sari_business), typed(document=SimpleUploadedFile("NIK 3522.pdf", PDF))
    )
    return Licence.objects.get()


def test_the_document_goes_as_a_file_to_readers_of_the_business_only(
    client, as_user, dewi, sari, bima, agus, ratna, licence
):
    address = reverse("artisans:licence_document", args=[licence.pk])

    response = as_user(sari).get(address)

    assert response.content == PDF
    assert response["Content-Disposition"] == f'attachment; filename="izin-halal-{licence.pk}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    assert as_user(agus).get(address).status_code == 200
    for stranger in (bima, ratna):
        assert as_user(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 302
    storages["private"].delete(licence.document)
    assert as_user(dewi).get(address).status_code == 404


def test_a_photograph_is_made_anew_and_kept_private(as_user, dewi, sari_business):
    photo = upload()

    as_user(dewi).post(add_page(sari_business), typed(document=photo))

    kept = Licence.objects.get().document
    assert kept.endswith(".jpg")
    with storages["private"].open(kept) as file:
        content = file.read()
    assert content.startswith(b"\xff\xd8")
    assert content != upload().read()


def check_page(licence):
    return reverse("artisans:licence_verify", args=[licence.pk])


def change_page(licence):
    return reverse("artisans:licence_detail", args=[licence.pk])


def test_a_check_names_who_saw_it_and_ends_with_the_next_change(as_user, dewi, licence):
    client = as_user(dewi)
    client.post(check_page(licence), {"step": newest_step(licence)})
    licence.refresh_from_db()
    assert licence.verified_by == dewi
    assert "Diperiksa oleh Dewi Kartika" in client.get(change_page(licence)).content.decode()

    client.post(
        change_page(licence), typed(number="ID35110000999999999", step=newest_step(licence))
    )

    licence.refresh_from_db()
    assert (licence.number, licence.verified_at) == ("ID35110000999999999", None)


def test_what_was_changed_since_is_not_vouched_for(as_user, dewi, licence):
    step = newest_step(licence)
    Licence.objects.update(number="ID1")

    as_user(dewi).post(check_page(licence), {"step": step})

    licence.refresh_from_db()
    assert licence.verified_at is None


def test_the_second_of_two_people_is_told_and_loses_nothing(as_user, dewi, licence):
    step = newest_step(licence)
    Licence.objects.update(number="ID77")

    response = as_user(dewi).post(change_page(licence), typed(number="ID88", step=step))

    text = response.content.decode()
    assert response.status_code == 409
    assert "ID77" in text
    assert 'value="ID88"' in text
    assert Licence.objects.get().number == "ID77"


def test_a_maker_adds_and_sees_the_own_permits(as_user, sari, bima, sari_business):
    add = reverse("artisans:own_licence_create", args=[sari_business.pk])
    client = as_user(sari)

    assert client.post(add, {"kind": "halal", "number": ""}).status_code == 422
    response = client.post(add, {"kind": "nib", "number": "1234567890123"}, follow=True)

    text = response.content.decode()
    assert "1234567890123" in text
    assert "Menunggu diperiksa petugas" in text
    assert as_user(bima).get(add).status_code == 404
    assert as_user(bima).get(response.redirect_chain[-1][0]).status_code == 404
    assert client.get(LIST).status_code == 403


def ending(days, business=None, **fields):
    return Licence.objects.create(
        business=business or make_business(owner=make_artisan(phone="+6281299900111")),
        kind=fields.pop("kind", "halal"),
        number="ID1",
        expires_on=TODAY + timedelta(days=days),
        **fields,
    )


def test_a_reminder_goes_once_for_each_step_however_often_it_runs(sari_business):
    licence = ending(90, sari_business)
    day = licence.expires_on

    written = [remind(day - timedelta(days=left)) for left in (91, 90, 90, 45, 29, 7, 3, 0, -1)]

    assert written == [0, 1, 0, 0, 1, 1, 0, 0, 0]
    notices = list(Notice.objects.order_by("pk"))
    assert [notice.key.rpartition("-")[2] for notice in notices] == ["90", "30", "7"]
    assert notices[0].recipient == sari_business.owner.user
    assert "berakhir 90 hari lagi" in notices[0].body
    assert notices[0].link == reverse("artisans:own_licences", args=[sari_business.pk])


def test_days_that_were_missed_are_caught_up_by_the_nearest_step(sari_business):
    ending(20, sari_business)

    assert (remind(TODAY), remind(TODAY)) == (1, 0)
    assert Notice.objects.get().key.endswith("-30")


def test_who_has_no_account_is_written_to_by_hand_and_who_has_no_number_is_left(db):
    ending(5)
    ending(5, make_business())

    assert remind(TODAY) == 1
    notice = Notice.objects.get()
    assert (notice.channel, notice.address) == ("whatsapp", "+6281299900111")
    assert notice.link == ""


def test_nobody_is_reminded_of_what_was_renewed_refused_or_belongs_to_the_past(db):
    old = ending(20)
    ending(400, old.business)
    ending(20, status="refused")
    ending(20, make_business(state=Business.State.DORMANT, owner=old.business.owner))
    ending(-1)

    assert remind(TODAY) == 0


def test_a_new_date_cancels_what_waits(as_user, dewi):
    licence = ending(20)
    call_command("registry_daily")
    later = (TODAY + timedelta(days=800)).isoformat()

    as_user(dewi).post(
        change_page(licence), typed(number="ID1", expires_on=later, step=newest_step(licence))
    )

    assert Notice.objects.get().state == Notice.State.CANCELLED


def test_a_newer_permit_of_the_same_kind_cancels_what_waits(db):
    old = ending(20)
    remind(TODAY)
    ending(400, old.business)

    remind(TODAY)

    assert Notice.objects.get().state == Notice.State.CANCELLED


def test_the_office_sees_what_ends_soon_and_what_is_over(as_user, dewi, agus, maya, hartono):
    ending(30, make_business(name="Segera Habis"))
    ending(-5, make_business(name="Sudah Lewat"))
    ending(300, make_business(name="Masih Lama", village=None))
    client = as_user(dewi)

    soon = client.get(LIST).content.decode()
    over = client.get(f"{LIST}?keadaan=habis&jenis=halal").content.decode()

    assert ("Segera Habis" in soon, "Sudah Lewat" in soon, "Masih Lama" in soon) == (1, 0, 0)
    assert ("Segera Habis" in over, "Sudah Lewat" in over) == (0, 1)
    everything = f"{LIST}?keadaan=semua"
    assert "Masih Lama" in as_user(hartono).get(everything).content.decode()
    assert "Masih Lama" not in as_user(agus).get(everything).content.decode()
    assert as_user(maya).get(LIST).status_code == 403
    assert client.get(f"{LIST}?keadaan=%00&jenis=x&kecamatan=%27").status_code == 200


def test_the_start_page_names_permits_that_end_soon_and_counts_the_others(
    as_user, dewi, agus, maya, hartono, django_assert_num_queries
):
    near = ending(30, make_business(name="Segera Habis"))
    ending(3, make_business(name="Tempat Lain", village=None))
    ending(-1, make_business(name="Sudah Lewat"))
    client, start = as_user(agus), reverse("workspace")
    client.get(start)

    with CaptureQueriesContext(connection) as few:
        mine = client.get(start).content.decode()
    for days in (0, 1, 60, 61):
        ending(days, make_business(name=f"Sisa {days}"))
    with django_assert_num_queries(len(few)):
        more = client.get(start).content.decode()

    assert "Halal berakhir 30 hari lagi" in mine
    assert reverse("artisans:licence_detail", args=[near.pk]) in mine
    assert ("Tempat Lain" in mine, "Sudah Lewat" in mine, "izin lain" in mine) == (0, 0, 0)
    assert "Halal berakhir hari ini" in more
    assert "2 izin lain berakhir dalam 90 hari" in more
    assert "Tempat Lain" in as_user(dewi).get(start).content.decode()
    for other in (maya, hartono):
        assert "Segera Habis" not in as_user(other).get(start).content.decode()


def test_the_list_takes_the_same_queries_for_few_and_many(as_user, dewi, django_assert_num_queries):
    client = as_user(dewi)
    ending(30)
    client.get(LIST)

    with django_assert_num_queries(9):
        client.get(LIST)
    for _number in range(4):
        ending(30)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_shares_are_of_active_businesses(db):
    holder = make_business(business_id="1234567890123")
    ending(30, holder)
    ending(-30, make_business())
    make_business(state=Business.State.DORMANT, business_id="2234567890123")
    make_business()
    make_business()

    figures = {one.kind: one for one in figures_by_kind(Business.objects.all(), TODAY)}

    nib, halal = figures["nib"], figures["halal"]
    assert (nib.holders, nib.businesses, nib.percent) == (1, 4, 25.0)
    assert (halal.holders, halal.expiring, halal.expired) == (1, 1, 1)
    assert figures["sni"].percent == 0.0


def test_the_trail_of_a_permit_tells_of_changes(as_user, dewi, licence):
    Licence.objects.update(expires_on=date(2030, 1, 2))

    text = as_user(dewi).get(change_page(licence)).content.decode()

    assert "02-01-2030" in text
