"""The public calendar, an artisan's way to a seat, the staff's lists."""

import re
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dekranasda.accounts.models import Role
from dekranasda.lib import clock
from events.attendance import mark_attended
from events.models import Agreement, Attendance, Certificate, Event, FollowUp, Partner, Registration
from events.tickets import ticket_address
from tests.events.factories import join, make_event, make_member
from tests.factories import make_user
from tests.scanning import on_paper, scanned

WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def december(db) -> Event:
    """A training on 5 December 2026, 08.30–15.00 WIB."""
    return make_event(
        title="Kelas kemasan",
        slug="kelas-kemasan",
        starts_at=datetime(2026, 12, 5, 8, 30, tzinfo=WIB),
        ends_at=datetime(2026, 12, 5, 15, 0, tzinfo=WIB),
    )


@pytest.fixture
def soon(db) -> Event:
    """A training with one seat that is open now."""
    return make_event(title="Klinik foto", slug="klinik-foto", quota=1)


def test_month_shows_its_events_and_no_drafts(client, december):
    make_event(title="Masih rahasia", starts_at=december.starts_at, state=Event.State.DRAFT)

    page = client.get("/agenda/?bulan=2026-12").content.decode()

    assert "Kelas kemasan" in page
    assert "08.30–15.00 WIB" in page
    assert "Masih rahasia" not in page


def test_month_of_one_kind(client, december):
    make_event(kind=Event.Kind.EXHIBITION, title="Pameran", starts_at=december.starts_at)

    page = client.get("/agenda/?bulan=2026-12&jenis=pameran").content.decode()

    assert "Pameran" in page
    assert "Kelas kemasan" not in page


def test_empty_month_leads_to_the_nearest_with_events(client, december):
    page = client.get("/agenda/?bulan=2026-09").content.decode()

    assert "Belum ada acara di bulan ini" in page
    assert 'href="?bulan=2026-12"' in page


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0000-01", "9999-12", "0001-01", "२०२६-१"])
def test_any_month_is_answered(client, december, month):
    assert client.get("/agenda/", {"bulan": month}).status_code == 200


def test_cancelled_event_stays_with_its_reason_first(client, december):
    december.state, december.cancel_reason = Event.State.CANCELLED, "Banjir di Kota."
    december.save()

    page = client.get("/pelatihan/kelas-kemasan/").content.decode()

    assert "Banjir di Kota." in page
    assert "kelas-kemasan/daftar/" not in page


def test_event_answers_at_the_address_of_its_kind_only(client, december):
    assert client.get("/pelatihan/kelas-kemasan/").status_code == 200
    assert client.get("/pameran/kelas-kemasan/").status_code == 404
    december.state = Event.State.DRAFT
    december.save()
    assert client.get("/pelatihan/kelas-kemasan/").status_code == 404
    assert client.get("/pelatihan/kelas-kemasan/acara.ics").status_code == 404


def test_public_pages_are_the_same_for_everybody_and_touch_no_session(client, as_user, soon, sari):
    join(soon, sari.artisan.businesses.get())
    for address in ("/agenda/", "/agenda.ics", soon.get_absolute_url(), "/kerja-sama/"):
        first, second = client.get(address), client.get(address)
        assert first.content == second.content
        assert not first.cookies
        assert "Anda terdaftar" not in first.content.decode()


def test_visit_shows_promises_and_what_came_of_them(client, db):
    partner = Partner.objects.create(name="Kabupaten Jepara")
    visit = make_event(kind=Event.Kind.VISIT, title="Kunjungan Jepara", quota=None, partner=partner)
    kept = {"done_on": timezone.localdate(), "outcome": "Lima perajin belajar ukir."}
    FollowUp.objects.create(event=visit, goal="people", promise="Magang", promised_by="A", **kept)
    FollowUp.objects.create(event=visit, goal="marketing", promise="Stan", promised_by="B")
    FollowUp.objects.create(
        event=visit, goal="people", promise="Urusan dalam", promised_by="C", is_public=False
    )
    signed = {"kind": "minutes", "signed_on": timezone.localdate()}
    Agreement.objects.create(partner=partner, event=visit, title="Berita acara", **signed)

    for address in ("/kerja-sama/", visit.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "Lima perajin belajar ukir." in page
        assert "Berjalan" in page
        assert "Berita acara" in page
        assert "Urusan dalam" not in page


def test_artisan_registers_in_three_steps_and_gets_a_ticket(as_user, soon, sari):
    client = as_user(sari)

    step = client.post("/pelatihan/klinik-foto/daftar/", {"business": "sari-jati"})
    assert step["Location"] == "/pelatihan/klinik-foto/daftar/kebutuhan/"
    step = client.post(step["Location"], {"needs_transport": "on", "accessibility": "kursi roda"})
    assert step["Location"] == "/pelatihan/klinik-foto/daftar/periksa/"
    page = client.get(step["Location"]).content.decode()
    assert "Sari Jati" in page
    assert "kursi roda" in page
    assert " WIB" in page  # what is agreed to says when it is
    done = client.post(step["Location"])

    registration = Registration.objects.get()
    assert done["Location"] == f"/saya/pelatihan/{registration.code}/"
    assert registration.needs_transport
    assert registration.accessibility == "kursi roda"
    ticket = client.get(done["Location"]).content.decode()
    assert registration.code in ticket
    svg = unquote(re.findall(r'src="data:image/svg\+xml[^,]*,([^"]+)"', unescape(ticket))[0])
    assert scanned(on_paper(svg)) == [ticket_address(registration)]
    again = client.get("/pelatihan/klinik-foto/daftar/")
    assert again["Location"] == done["Location"]


def test_sending_the_last_step_twice_ends_at_the_same_ticket(as_user, soon, sari):
    client = as_user(sari)
    client.post("/pelatihan/klinik-foto/daftar/", {"business": "sari-jati"})
    client.post("/pelatihan/klinik-foto/daftar/kebutuhan/", {})

    first = client.post("/pelatihan/klinik-foto/daftar/periksa/")
    second = client.post("/pelatihan/klinik-foto/daftar/periksa/", follow=True)

    assert Registration.objects.count() == 1
    assert second.redirect_chain[-1][0] == first["Location"]


def test_steps_cannot_be_skipped(as_user, soon, sari):
    client = as_user(sari)

    for step in ("kebutuhan", "periksa"):
        response = client.get(f"/pelatihan/klinik-foto/daftar/{step}/")
        assert response["Location"] == "/pelatihan/klinik-foto/daftar/"


def test_somebody_elses_business_cannot_be_registered(as_user, soon, sari, bima):
    page = as_user(bima).post("/pelatihan/klinik-foto/daftar/", {"business": "sari-jati"})

    assert page.status_code == 200
    assert not Registration.objects.exists()


def test_who_has_no_business_is_told_what_to_do(as_user, soon, maya):
    response = as_user(make_user()).get("/pelatihan/klinik-foto/daftar/")

    assert response.status_code == 403
    assert "sekretariat" in response.content.decode().lower()
    helper = as_user(maya).get("/pelatihan/klinik-foto/daftar/")
    assert helper["Location"] == f"/kerja/acara/{soon.pk}/tambah/"


def test_full_event_offers_the_waiting_list(client, as_user, soon, sari):
    join(soon)
    assert "Masuk daftar tunggu" in client.get(soon.get_absolute_url()).content.decode()
    artisan = as_user(sari)
    artisan.post("/pelatihan/klinik-foto/daftar/", {"business": "sari-jati"})
    artisan.post("/pelatihan/klinik-foto/daftar/kebutuhan/", {})

    page = artisan.post("/pelatihan/klinik-foto/daftar/periksa/", follow=True).content.decode()

    assert "Anda di daftar tunggu" in page


def test_deadline_that_passes_between_the_steps_is_said_kindly(as_user, soon, sari):
    client = as_user(sari)
    client.post("/pelatihan/klinik-foto/daftar/", {"business": "sari-jati"})
    with clock.fixed_at(soon.starts_at):
        page = client.post("/pelatihan/klinik-foto/daftar/periksa/")

    assert page.status_code == 200
    assert "sudah ditutup" in page.content.decode()
    assert not Registration.objects.exists()


def test_stranger_sees_neither_ticket_nor_cancels_it(as_user, soon, sari, bima):
    registration = join(soon, sari.artisan.businesses.get())
    stranger = as_user(bima)

    assert stranger.get(f"/saya/pelatihan/{registration.code}/").status_code == 404
    assert stranger.post(f"/saya/pelatihan/{registration.code}/batal/").status_code == 404
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_artisan_cancels_after_a_question(as_user, soon, sari):
    registration = join(soon, sari.artisan.businesses.get())
    client = as_user(sari)
    address = f"/saya/pelatihan/{registration.code}/batal/"

    assert client.get(address).status_code == 200
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    client.post(address)

    registration.refresh_from_db()
    assert registration.state == "cancelled"


def test_own_list_shows_own_registrations_and_open_events(as_user, soon, sari, bima):
    join(soon, sari.artisan.businesses.get())
    other = make_event(title="Kelas ukir")

    page = as_user(sari).get("/saya/pelatihan/").content.decode()
    strangers = as_user(bima).get("/saya/pelatihan/").content.decode()

    assert "Klinik foto" in page
    assert other.title in page
    assert "Anda belum terdaftar" in strangers


# Staff


def moment(value):
    return timezone.localtime(value, WIB).strftime("%Y-%m-%dT%H:%M")


def fields_of(event, **changes):
    return {
        "kind": event.kind,
        "title": event.title,
        "slug": event.slug,
        "starts_at": moment(event.starts_at),
        "ends_at": moment(event.ends_at),
        "place": event.place,
        "quota": event.quota or "",
        **changes,
    }


def test_secretariat_makes_publishes_and_calls_off_an_event(as_user, client, dewi, december):
    staff = as_user(dewi)
    response = staff.post(
        "/kerja/acara/baru/", fields_of(december, title="Kelas ukir", slug="", quota=12)
    )
    event = Event.objects.get(title="Kelas ukir")
    assert response["Location"] == f"/kerja/acara/{event.pk}/"
    assert (event.slug, event.state, event.starts_at) == (
        "kelas-ukir",
        Event.State.DRAFT,
        december.starts_at,
    )
    assert client.get(event.get_absolute_url()).status_code == 404

    staff.post(f"/kerja/acara/{event.pk}/tayangkan/")
    assert client.get(event.get_absolute_url()).status_code == 200
    refused = staff.post(f"/kerja/acara/{event.pk}/batalkan/", {"cancel_reason": ""})
    assert refused.status_code == 200
    staff.post(f"/kerja/acara/{event.pk}/batalkan/", {"cancel_reason": "Banjir."})
    event.refresh_from_db()
    assert event.state == Event.State.CANCELLED


def test_event_that_ends_before_it_starts_is_refused_with_the_words_kept(as_user, dewi, december):
    page = as_user(dewi).post(
        f"/kerja/acara/{december.pk}/ubah/",
        fields_of(december, title="Judul baru", ends_at="2026-12-04T10:00"),
    )

    assert page.status_code == 200
    assert "tidak boleh sebelum waktu mulai" in page.content.decode()
    assert 'value="Judul baru"' in page.content.decode()


def test_more_seats_in_the_form_move_the_waiting_list_up(as_user, dewi, soon):
    join(soon)
    waiting = join(soon)

    as_user(dewi).post(f"/kerja/acara/{soon.pk}/ubah/", fields_of(soon, quota=2))

    waiting.refresh_from_db()
    soon.refresh_from_db()
    assert (waiting.state, soon.quota, soon.taken) == ("confirmed", 2, 2)


def test_fewer_seats_than_taken_are_refused_in_the_form(as_user, dewi, december):
    soon = make_event(quota=2)
    join(soon)
    join(soon)

    page = as_user(dewi).post(f"/kerja/acara/{soon.pk}/ubah/", fields_of(soon, quota=1))

    assert "Sudah 2 peserta" in page.content.decode()


def started(event):
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )


def test_staff_mark_who_came_once_and_take_a_mistake_back(as_user, dewi, soon):
    registration = join(soon)
    started(soon)
    staff = as_user(dewi)

    staff.post(f"/kerja/hadir/{registration.code}/catat/")
    staff.post(f"/kerja/hadir/{registration.code}/catat/")
    assert Attendance.objects.count() == 1
    assert "Sudah hadir" in staff.get(f"/kerja/hadir/{registration.code}/").content.decode()
    staff.post(f"/kerja/hadir/{registration.code}/hapus/")

    registration.refresh_from_db()
    assert registration.state == "confirmed"
    assert not Attendance.objects.standing().exists()


def test_nobody_is_marked_before_the_day_or_without_a_seat(as_user, dewi, soon):
    early, waiting = join(soon), join(soon)
    staff = as_user(dewi)

    staff.post(f"/kerja/hadir/{early.code}/catat/")
    started(soon)
    staff.post(f"/kerja/hadir/{waiting.code}/catat/")

    assert not Attendance.objects.exists()


def test_early_event_is_marked_on_its_own_day_of_the_council(dewi):
    """06.00 WIB on the 6th is still the 5th in UTC."""
    year = timezone.localdate().year + 1
    early = make_event(
        starts_at=datetime(year, 12, 6, 6, 0, tzinfo=WIB),
        ends_at=datetime(year, 12, 6, 9, 0, tzinfo=WIB),
    )
    registration = join(early)

    with pytest.raises(ValidationError, match="belum mulai"):
        mark_attended(registration, by=dewi, at=datetime(year, 12, 5, 23, 0, tzinfo=WIB))
    mark_attended(registration, by=dewi, at=datetime(year, 12, 6, 5, 30, tzinfo=WIB))

    assert Attendance.objects.count() == 1


def test_mentor_marks_only_at_events_they_teach(as_user, maya, soon):
    registration = join(soon)
    started(soon)
    mentor = as_user(maya)

    assert mentor.get(f"/kerja/acara/{soon.pk}/").status_code == 404
    assert mentor.post(f"/kerja/hadir/{registration.code}/catat/").status_code == 404
    soon.mentors.add(maya)
    assert mentor.get(f"/kerja/acara/{soon.pk}/").status_code == 200
    mentor.post(f"/kerja/hadir/{registration.code}/catat/")
    assert Attendance.objects.count() == 1
    assert mentor.get(f"/kerja/acara/{soon.pk}/ubah/").status_code == 403


def test_certificates_go_to_who_was_there_with_numbers_in_order(as_user, dewi, soon):
    soon.quota = 3
    soon.save()
    there, also, _absent = join(soon), join(soon), join(soon)
    started(soon)
    for registration in (there, also):
        mark_attended(registration, by=dewi, at=timezone.localtime())
    Event.objects.filter(pk=soon.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    staff = as_user(dewi)

    staff.post(f"/kerja/acara/{soon.pk}/sertifikat/")
    staff.post(f"/kerja/acara/{soon.pk}/sertifikat/")

    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    year = timezone.now().year
    assert numbers == [f"{soon.pk:04}/PST-001/{year}", f"{soon.pk:04}/PST-002/{year}"]
    staff.post(f"/kerja/hadir/{there.code}/hapus/")
    there.refresh_from_db()
    assert there.state == "attended"


def test_secretariat_adds_somebody_by_name(as_user, dewi, soon):
    business = make_member(name="Gerabah Rendeng")
    staff = as_user(dewi)
    address = f"/kerja/acara/{soon.pk}/tambah/"

    assert "Gerabah Rendeng" in staff.get(f"{address}?nama=rendeng").content.decode()
    assert "Gerabah Rendeng" not in staff.get(f"{address}?nama=re").content.decode()
    staff.post(f"{address}?usaha={business.slug}", {"needs_transport": "on"})

    assert Registration.objects.get().needs_transport
    assert Registration.objects.get().registered_by == dewi


def test_printed_list_has_a_row_for_each_seat(as_user, dewi, soon):
    registration = join(soon)

    page = as_user(dewi).get(f"/kerja/acara/{soon.pk}/cetak/").content.decode()

    assert registration.artisan.name in page
    assert "Tanda tangan" in page


def test_events_are_kept_by_the_secretariat(as_user, sari, ratna, agus, hartono, maya, soon):
    for person in (sari, ratna, agus, hartono):
        assert as_user(person).get("/kerja/acara/").status_code == 403
    for address in ("baru/", f"{soon.pk}/ubah/", f"{soon.pk}/batalkan/", f"{soon.pk}/undangan/"):
        assert as_user(maya).get(f"/kerja/acara/{address}").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_a_constant_number_of_queries(
    client, as_user, sari, count, django_assert_num_queries
):
    teacher = make_user(Role.SECRETARIAT)
    for _number in range(count):
        event = make_event(quota=5)
        join(event, sari.artisan.businesses.get())
    for _number in range(count):
        join(event)
    staff, artisan = as_user(teacher), as_user(sari)
    month = timezone.localtime(event.starts_at).strftime("%Y-%m")

    with django_assert_num_queries(3):
        client.get(f"/agenda/?bulan={month}")
    with django_assert_num_queries(5):
        staff.get("/kerja/acara/")
    with django_assert_num_queries(11):
        staff.get(f"/kerja/acara/{event.pk}/")
    with django_assert_num_queries(7):
        artisan.get("/saya/pelatihan/")
