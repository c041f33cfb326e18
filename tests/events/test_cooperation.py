"""Agreements and promises: how they stand by their days, who reads them, who is reminded."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dekranasda.notices.models import Notice
from events.cooperation import complete, counted, drop, remind
from events.defaults import record_jepara_visit
from events.models import Agreement, FollowUp, Partner
from tests.events.factories import make_agreement, make_event, make_promise
from tests.products.photographs import photograph

DAY = date(2026, 11, 26)
State = Agreement.State
days = st.none() | st.dates(date(2024, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("signed", "ends", "state"),
    [
        (None, None, State.DRAFT),
        (DAY + timedelta(days=1), None, State.DRAFT),
        (DAY, None, State.IN_FORCE),
        (DAY, DAY + timedelta(days=91), State.IN_FORCE),
        (DAY, DAY + timedelta(days=90), State.ENDING),
        (DAY, DAY, State.ENDING),
        (DAY - timedelta(days=9), DAY - timedelta(days=1), State.ENDED),
    ],
)
def test_an_agreement_stands_by_its_days(signed, ends, state):
    agreement = Agreement(kind="memorandum", signed_on=signed, expires_on=ends)

    assert agreement.state_on(DAY) == state


def test_minutes_bind_nobody():
    assert Agreement(kind="minutes", signed_on=DAY).state_on(DAY) is None


@given(st.lists(st.tuples(days, days, days), max_size=12))
def test_every_promise_is_counted_once(rows):
    promises = [
        FollowUp(due_on=due, done_on=done, dropped_on=None if done else dropped)
        for due, done, dropped in rows
    ]

    kept = counted(promises, on=DAY)

    assert kept.promised == kept.done + kept.overdue + kept.open + kept.dropped == len(rows)


def test_the_database_refuses_a_promise_that_is_done_and_dropped(db):
    promise = make_promise()

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=promise.pk).update(done_on=DAY, dropped_on=DAY, outcome="x")


def test_a_signed_agreement_needs_number_and_signatories(db):
    partner = Partner.objects.create(name="Dekranasda Tuban")
    agreement = Agreement(kind="contract", partner=partner, title="PKS", signed_on=DAY)

    with pytest.raises(ValidationError) as caught:
        agreement.full_clean()

    assert set(caught.value.message_dict) == {"number", "signed_by_us", "signed_by_them"}


def test_a_promise_ends_once_with_what_came_of_it(db):
    promise = make_promise()
    complete(promise, on=timezone.localdate(), outcome="Stan dibuka.")

    with pytest.raises(ValidationError) as caught:
        drop(promise, on=timezone.localdate(), reason="Tidak jadi.")

    assert caught.value.code == "settled"
    promise.refresh_from_db()
    assert (promise.outcome, promise.dropped_on) == ("Stan dibuka.", None)


def test_a_promise_is_not_done_tomorrow(db):
    promise = make_promise()

    with pytest.raises(ValidationError):
        complete(promise, on=timezone.localdate() + timedelta(days=1), outcome="Stan dibuka.")


def test_reminders_go_once_to_the_keeper_and_to_the_secretariat(dewi, maya):
    today = timezone.localdate()
    make_promise(due_on=today + timedelta(days=3), owner=maya)
    make_promise(due_on=today - timedelta(days=1))
    make_promise(due_on=today + timedelta(days=40))
    make_promise(due_on=today, done_on=today, outcome="Selesai.")
    make_agreement(expires_on=today + timedelta(days=60), title="Hampir habis")

    assert remind(today) == 3
    assert remind(today) == 0
    told = set(Notice.objects.values_list("template", "recipient__full_name"))
    assert told == {
        ("promise_due", maya.full_name),
        ("promise_due", dewi.full_name),
        ("agreement_ending", dewi.full_name),
    }
    # Later the agreement is nearer, one promise is late and the next is soon.
    assert remind(today + timedelta(days=31)) == 3


def test_an_agreement_that_was_renewed_reminds_nobody(dewi):
    today = timezone.localdate()
    make_agreement(expires_on=today + timedelta(days=20))
    make_agreement(signed_on=today, expires_on=today + timedelta(days=900))

    assert remind(today) == 0


def test_a_document_is_kept_privately_and_its_file_goes_out_as_attachment(
    as_user, client, dewi, hartono, maya
):
    partner = Partner.objects.create(name="Dekranasda Tuban")
    fields = {
        "kind": "memorandum",
        "partner": partner.pk,
        "title": "Kesepakatan Bersama Tuban",
        "number": "119/7/2026",
        "signed_on": DAY.isoformat(),
        "expires_on": "2029-11-26",
        "signed_by_us": "Ketua Dekranasda Bojonegoro",
        "signed_by_them": "Ketua Dekranasda Tuban",
        "is_public": "on",
        "file": SimpleUploadedFile("kb.pdf", b"%PDF-1.4 contoh"),
    }

    as_user(dewi).post("/kerja/kerja-sama/dokumen/baru/", fields)

    agreement = Agreement.objects.get()
    address = f"/kerja/kerja-sama/dokumen/{agreement.pk}/berkas/"
    answer = as_user(hartono).get(address)
    assert answer.content == b"%PDF-1.4 contoh"
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_user(maya).get(address).status_code == 403
    assert "119/7/2026" in client.get("/kerja-sama/").text


def test_a_file_that_is_no_document_is_refused_and_the_words_stay(as_user, dewi):
    partner = Partner.objects.create(name="Dekranasda Tuban")
    fields = {"kind": "minutes", "partner": partner.pk, "title": "Berita acara Tuban"}
    fields["file"] = SimpleUploadedFile("x.pdf", b"bukan dokumen")

    answer = as_user(dewi).post("/kerja/kerja-sama/dokumen/baru/", fields)

    assert answer.status_code == 422
    assert "Berita acara Tuban" in answer.text
    assert not Agreement.objects.exists()


def test_drafts_and_what_is_not_public_stay_inside(client, db):
    make_agreement(title="Masih rancangan", signed_on=None, expires_on=None)
    make_agreement(title="Rahasia", is_public=False)
    make_agreement(title="Kesepakatan terbuka")

    page = client.get("/kerja-sama/").text

    assert "Kesepakatan terbuka" in page
    assert "Masih rancangan" not in page
    assert "Rahasia" not in page


def test_the_register_is_a_workbook_with_typed_cells(as_user, hartono):
    agreement = make_agreement(title="=1+1")
    make_promise(agreement=agreement, due_on=timezone.localdate() - timedelta(days=2))

    answer = as_user(hartono).get("/kerja/kerja-sama/dokumen.xlsx")

    sheet = load_workbook(BytesIO(answer.content)).active
    headings, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    told = dict(zip(headings, row, strict=True))
    assert told["Judul"] == "=1+1"
    assert told["Berlaku sampai"].date() == agreement.expires_on
    assert (told["Keadaan"], told["Janji"], told["Lewat tenggat"]) == ("Berlaku", 1, 1)


@pytest.mark.parametrize("chosen", ["", "rancangan", "berlaku", "segera", "berakhir", "lain"])
def test_the_register_is_narrowed_by_how_documents_stand(as_user, dewi, chosen):
    today = timezone.localdate()
    shown = {
        "rancangan": make_agreement(title="Satu R", signed_on=None, expires_on=None),
        "berlaku": make_agreement(title="Dua B", expires_on=None),
        "segera": make_agreement(title="Tiga S", expires_on=today + timedelta(days=9)),
        "berakhir": make_agreement(title="Empat E", expires_on=today - timedelta(days=9)),
    }

    page = as_user(dewi).get("/kerja/kerja-sama/dokumen/", {"saring": chosen}).text

    found = {name for name, one in shown.items() if one.title in page}
    expected = {"": set(shown), "lain": set(shown), "berlaku": {"berlaku", "segera"}}
    assert found == expected.get(chosen, {chosen})


@pytest.mark.parametrize(
    "address", ["tindak-lanjut/", "tindak-lanjut/?saring=terlambat", "mitra/", "dokumen/", ""]
)
def test_lists_cost_the_same_for_any_number(as_user, dewi, django_assert_max_num_queries, address):
    past = timezone.localdate() - timedelta(days=3)
    for number in range(4):
        partner = Partner.objects.create(name=f"Mitra {number}")
        visit = make_event(kind="visit", quota=None, partner=partner)
        make_promise(event=visit, due_on=past)
        make_agreement(partner=partner, event=visit)
    client = as_user(dewi)

    with django_assert_max_num_queries(10):
        assert client.get(f"/kerja/kerja-sama/{address}").status_code == 200


def test_a_keeper_sees_and_ends_the_own_promises_only(as_user, maya, dewi):
    own = make_promise(owner=maya, promise="Milik Maya")
    other = make_promise(owner=dewi, promise="Milik Dewi")
    client = as_user(maya)

    page = client.get("/kerja/kerja-sama/tindak-lanjut/").text
    assert "Milik Maya" in page
    assert "Milik Dewi" not in page
    done = {"on": timezone.localdate().isoformat(), "outcome": "Sudah."}
    assert client.post(f"/kerja/janji/{other.pk}/selesai/", done).status_code == 404
    assert client.post(f"/kerja/janji/{own.pk}/selesai/", done).status_code == 302
    assert client.get(f"/kerja/janji/{own.pk}/ubah/").status_code == 403


def test_the_public_reads_how_the_promises_of_jepara_stand(client, db):
    visit = record_jepara_visit()
    late = visit.follow_ups.filter(done_on__isnull=True).order_by("due_on")[0]
    drop(late, on=timezone.localdate(), reason="Naskahnya belum ada.")

    page = client.get("/kerja-sama/").text

    assert "Rabu, 26 November 2025" in page
    assert "UMKMJATIM.COM, 27 November 2025" in page
    assert "5 janji" in page
    assert "2 selesai" in page
    assert "1 tidak dilanjutkan" in page
    assert "Naskahnya belum ada." in page


def test_the_daily_work_runs(db, capsys):
    call_command("programmes_daily")

    assert "0 reminders written" in capsys.readouterr().out


def test_photographs_of_a_training_are_public_until_taken_away(as_user, dewi, maya, client):
    event = make_event(mentors=[maya])
    address = f"/kerja/acara/{event.pk}/foto/"
    picture = SimpleUploadedFile("pelatihan.jpg", photograph(7), "image/jpeg")
    staff = as_user(dewi)

    refused = staff.post(address, {"alt": "Kelas", "file": SimpleUploadedFile("x.jpg", b"bukan")})
    answer = staff.post(address, {"alt": "Dua belas perajin melipat kotak.", "file": picture})

    assert "Kelas" in refused.content.decode()
    assert answer["Location"] == f"/kerja/acara/{event.pk}/#foto"
    assert "melipat kotak" in staff.get(f"/kerja/acara/{event.pk}/").content.decode()
    assert "melipat kotak" in client.get(event.get_absolute_url()).content.decode()
    assert as_user(maya).post(address, {"alt": "Kelas"}).status_code == 403
    staff.post(f"/kerja/foto-acara/{event.visit_photos.get().pk}/hapus/")
    assert "melipat kotak" not in client.get(event.get_absolute_url()).content.decode()
