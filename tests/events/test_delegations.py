"""A delegation asks to come: the form, its reference, the council's answers, what is forgotten."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from dekranasda.notices.models import Notice
from events import delegations
from events.models import Event, Goal, Partner, VisitGoal, VisitRequest
from tests.events.factories import make_event, make_visit_request

FORM = "/kerja-sama/kunjungan/"


def answers(**changed):
    tomorrow = timezone.localdate() + timedelta(days=20)
    return {
        "form_token": "7b0b3b0e-1111-4222-8333-444455556666",
        "institution": "Dekranasda Kabupaten Tuban",
        "kind": "region",
        "people": "12",
        "first_choice": tomorrow.isoformat(),
        "second_choice": (tomorrow + timedelta(days=1)).isoformat(),
        "third_choice": "",
        "goals": ["marketing", "people"],
        "purpose": "Belajar kurasi.",
        "contact_name": "Bu Ratih",
        "contact_phone": "0812-3000-0077",
        "contact_email": "",
        **changed,
    }


def test_a_stranger_asks_and_reads_where_it_stands(client, dewi):
    response = client.post(FORM, answers())

    asked = VisitRequest.objects.get()
    assert response.status_code == 302
    assert response["Location"] == asked.status_url
    page = client.get(asked.status_url)
    assert asked.reference in page.text
    assert "Bu Ratih" not in page.text
    assert (asked.contact_phone, asked.goals) == ("+6281230000077", ["marketing", "people"])
    told = Notice.objects.filter(key__startswith=f"visit-request:{asked.pk}:")
    assert sorted(told.values_list("template", flat=True)) == [
        "visit_request_news",
        "visit_request_received",
    ]


def test_the_same_form_sent_twice_is_one_request(client, db):
    places = {client.post(FORM, answers())["Location"] for _time in range(2)}

    assert VisitRequest.objects.count() == len(places) == 1


def test_a_program_that_fills_every_field_is_thanked_and_not_kept(client, db):
    response = client.post(FORM, answers(website="https://contoh.id"))

    assert response["Location"] == "/kerja-sama/"
    assert not VisitRequest.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("institution", "", "Tulis nama daerah atau lembaga Anda."),
        ("people", "banyak", "Tulis jumlahnya dengan angka"),
        ("people", "900", "Paling banyak 200 orang"),
        ("first_choice", "2020-01-01", "Tanggal ini sudah lewat"),
        ("first_choice", "2099-01-01", "dua belas bulan"),
        ("goals", [], "Pilih sedikitnya satu bidang"),
        ("contact_name", "", "Tulis nama yang dapat kami hubungi"),
        ("contact_phone", "", "Isi nomor WhatsApp atau surel"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, db, field, value, said):
    response = client.post(FORM, answers(**{field: value}))

    assert response.status_code == 422
    assert said in response.text
    assert "Belajar kurasi." in response.text
    assert not VisitRequest.objects.exists()


def test_the_same_day_is_not_asked_for_twice(client, db):
    first = answers()["first_choice"]

    assert "sudah dipilih di atas" in client.post(FORM, answers(second_choice=first)).text


def test_too_many_requests_of_one_connection_are_put_off(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "visit_request": "1/h/ip"}
    client.post(FORM, answers())

    response = client.post(FORM, answers(form_token="7b0b3b0e-1111-4222-8333-444455550000"))

    assert response.status_code == 422
    assert "Coba lagi satu jam lagi" in response.text
    assert "Dekranasda Kabupaten Tuban" in response.text


def test_an_unknown_reference_is_not_found(client, db):
    make_visit_request()

    assert client.get("/kerja-sama/kunjungan/ACDEFGHJKMNP/").status_code == 404


def test_accepting_puts_the_visit_on_the_calendar(as_user, dewi):
    asked = make_visit_request(goals=[Goal.MARKETING, Goal.PEOPLE])
    at = timezone.localtime() + timedelta(days=30)

    response = as_user(dewi).post(
        f"/kerja/kerja-sama/permohonan/{asked.pk}/terima/",
        {
            "starts_at": at.strftime("%Y-%m-%dT09:00"),
            "hours": "3",
            "place": "Pendopo",
            "answer": "Kami siapkan kopi.",
            "is_published": "on",
        },
    )

    assert response.status_code == 302
    asked.refresh_from_db()
    visit = asked.event
    assert (asked.state, visit.kind, visit.state) == ("accepted", "visit", "published")
    assert visit.partner == Partner.objects.get(name=asked.institution)
    assert set(visit.goals.values_list("goal", flat=True)) == {"marketing", "people"}
    assert list(visit.parties.values_list("side", "people")) == [("guest", 12), ("host", None)]
    assert asked.erase_on == timezone.localdate(visit.ends_at) + timedelta(days=90)
    told = Notice.objects.get(template="visit_request_accepted")
    assert "Kami siapkan kopi." in told.body
    assert "Pendopo" in told.body


def test_an_answer_is_given_once(dewi):
    asked = make_visit_request()
    at = timezone.now() + timedelta(days=30)
    delegations.decline(asked, answer="Galeri sedang dipugar.", by=dewi)

    with pytest.raises(ValidationError) as caught:
        delegations.accept(asked, starts_at=at, hours=3, place="Galeri", by=dewi)

    assert caught.value.code == "closed"
    assert not Event.objects.exists()


def test_a_past_day_is_never_agreed(dewi):
    asked = make_visit_request()

    with pytest.raises(ValidationError) as caught:
        delegations.propose(asked, at=timezone.now() - timedelta(days=1), answer="", by=dewi)

    assert caught.value.code == "past"


def test_the_delegation_agrees_with_another_day(client, dewi):
    asked = make_visit_request()
    at = (timezone.now() + timedelta(days=40)).replace(microsecond=0)
    delegations.propose(asked, at=at, answer="Hari itu ada pameran.", by=dewi)
    assert "Hari itu ada pameran." in client.get(asked.status_url).text

    client.post(f"{asked.status_url}setuju/")

    asked.refresh_from_db()
    assert (asked.state, asked.event.starts_at) == ("accepted", at)
    again = client.post(f"{asked.status_url}setuju/", follow=True)
    assert "sudah selesai" in again.text
    assert Event.objects.count() == 1


def test_nobody_agrees_with_a_day_that_was_not_offered(client, dewi):
    asked = make_visit_request()

    response = client.post(f"{asked.status_url}setuju/", follow=True)

    assert "Belum ada tanggal yang diusulkan" in response.text
    assert not Event.objects.exists()


def test_a_refusal_needs_a_reason_that_the_delegation_reads(as_user, client, dewi):
    asked = make_visit_request()
    page = f"/kerja/kerja-sama/permohonan/{asked.pk}/tolak/"

    assert as_user(dewi).post(page, {"answer": " "}).status_code == 422
    as_user(dewi).post(page, {"answer": "Galeri sedang dipugar."})

    assert "Galeri sedang dipugar." in client.get(asked.status_url).text


def test_the_page_shows_what_else_is_on_that_day(as_user, dewi):
    asked = make_visit_request()
    start = timezone.make_aware(datetime.combine(asked.first_choice, time(9)))
    make_event(title="Pameran Akhir Tahun", starts_at=start, ends_at=start + timedelta(hours=3))

    page = as_user(dewi).get(asked.get_absolute_url()).text

    assert "Pameran Akhir Tahun" in page
    assert "kalender kosong" in page


def test_contacts_are_forgotten_in_time_also_in_messages(db, capsys):
    asked = make_visit_request(contact_name="Bu Ratih", contact_phone="+6281230000077")
    kept = make_visit_request(contact_name="Pak Danu")
    delegations._tell_delegation(asked, "visit_request_received")
    VisitRequest.objects.filter(pk=asked.pk).update(erase_on=timezone.localdate())

    for _time in range(2):
        call_command("programmes_daily")

    asked.refresh_from_db()
    kept.refresh_from_db()
    assert (asked.contact_name, asked.contact_phone, asked.purpose) == ("", "", "")
    assert kept.contact_name == "Pak Danu"
    told = Notice.objects.get(key__startswith=f"visit-request:{asked.pk}:delegation")
    assert (told.recipient_name, told.address, told.body) == ("", "", "")
    assert "1 contacts" in capsys.readouterr().out.splitlines()[0]


def test_taking_a_request_back_ends_it_and_the_contact_goes(client, db):
    asked = make_visit_request()

    client.post(f"{asked.status_url}tarik/")
    delegations.forget_contacts(timezone.localdate())

    asked.refresh_from_db()
    assert (asked.state, asked.contact_name) == ("withdrawn", "")


def test_requests_are_for_the_secretariat_and_the_leader_reads(as_user, dewi, hartono, maya, sari):
    asked = make_visit_request(institution="Dekranasda Tuban")

    for person, code in ((dewi, 200), (hartono, 200), (maya, 403), (sari, 403)):
        assert as_user(person).get(asked.get_absolute_url()).status_code == code
    assert as_user(hartono).get(f"{asked.get_absolute_url()}terima/").status_code == 403
    assert "Terima</a>" not in as_user(hartono).get(asked.get_absolute_url()).text


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_user, dewi, django_assert_num_queries, many):
    for _number in range(many):
        make_visit_request()
    client = as_user(dewi)

    with django_assert_num_queries(5):
        page = client.get("/kerja/kerja-sama/permohonan/")

    assert page.text.count("Dekranasda Contoh") == many


def test_goals_of_a_visit_are_kept_and_shown(as_user, client, dewi):
    visit = make_event(kind="visit", quota=None, title="Kunjungan Tuban")

    as_user(dewi).post(
        f"/kerja/acara/{visit.pk}/kunjungan/hasil/",
        {"marketing_discussed": "Stan bersama.", "marketing_result": "Satu stan disepakati."},
    )

    assert VisitGoal.objects.get().goal == "marketing"
    page = client.get(visit.get_absolute_url()).text
    assert "Satu stan disepakati." in page


def test_a_day_that_does_not_exist_is_refused(client, db):
    assert client.post(FORM, answers(first_choice="2027-02-30")).status_code == 422
