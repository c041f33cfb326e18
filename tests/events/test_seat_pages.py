"""Pages of offers, invitations, help with registering, sessions and papers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dekranasda.accounts.models import Role
from dekranasda.lib import clock
from events.models import Event, EventDocument, Registration, Selection
from events.registration import cancel
from tests.events.factories import join, make_event, make_member
from tests.factories import make_craft, make_district, make_user, make_village

PDF = b"%PDF-1.4 lembar kerja"


@pytest.fixture
def soon(db) -> Event:
    """One seat, an offer stands for a day."""
    return make_event(title="Klinik foto", slug="klinik-foto", quota=1, offer_hours=24)


@pytest.fixture
def offered(soon, sari_business) -> Registration:
    """A seat that is kept for Sari."""
    first = join(soon)
    registration = join(soon, sari_business)
    cancel(first)
    registration.refresh_from_db()
    return registration


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


# Answering


def test_artisan_says_yes_with_needs(as_user, sari, offered):
    client, address = as_user(sari), f"/saya/pelatihan/{offered.code}/"
    assert "Ya, saya ikut" in client.get(address).content.decode()

    client.post(f"{address}ikut/", {"needs_transport": "on"})

    offered.refresh_from_db()
    assert (offered.state, offered.needs_transport) == ("confirmed", True)
    assert "Anda terdaftar" in client.get(address).content.decode()


def test_nothing_typed_is_lost_when_a_need_is_too_long(as_user, sari, offered):
    page = as_user(sari).post(
        f"/saya/pelatihan/{offered.code}/ikut/", {"accessibility": "kursi roda " * 30}
    )

    assert page.status_code == 200
    assert "kursi roda kursi roda" in page.content.decode()
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_an_offer_waits_on_the_artisans_start_page_while_it_stands(as_user, sari, offered):
    client, task = as_user(sari), "Jawab: ada tempat di Klinik foto"
    assert task in client.get("/saya/").content.decode()

    cancel(offered, cause=Registration.Cause.DECLINED)

    assert task not in client.get("/saya/").content.decode()


def test_artisan_says_no_after_a_question(as_user, sari, offered):
    client, address = as_user(sari), f"/saya/pelatihan/{offered.code}/tidak/"
    assert client.get(address).status_code == 200
    offered.refresh_from_db()
    assert offered.state == "offered"

    client.post(address)

    offered.refresh_from_db()
    assert (offered.state, offered.cancel_cause) == ("cancelled", "declined")


def test_offer_that_is_over_is_shown_as_over(as_user, sari, offered):
    client = as_user(sari)
    with clock.fixed_at(offered.offer_expires_at):
        page = client.get(f"/saya/pelatihan/{offered.code}/").content.decode()
        answer = client.post(f"/saya/pelatihan/{offered.code}/ikut/", follow=True)

    assert "Waktu menjawab sudah lewat" in page
    assert "Ya, saya ikut" not in page
    assert "sudah diteruskan" in answer.content.decode()


def test_stranger_answers_for_nobody(as_user, bima, offered):
    for verb in ("ikut", "tidak"):
        assert as_user(bima).post(f"/saya/pelatihan/{offered.code}/{verb}/").status_code == 404


def test_secretariat_notes_a_yes_by_phone(as_user, dewi, maya, offered, soon):
    soon.mentors.add(maya)
    assert as_user(maya).post(f"/kerja/peserta/{offered.code}/ikut/").status_code == 403
    assert "Menunggu jawaban" in as_user(dewi).get(f"/kerja/acara/{soon.pk}/").content.decode()

    as_user(dewi).post(f"/kerja/peserta/{offered.code}/ikut/")

    offered.refresh_from_db()
    assert offered.state == "confirmed"


# Refusals


def test_refusal_says_why_and_what_else_there_is(as_user, sari, sari_business):
    sari_business.craft = make_craft("bubut")
    sari_business.save()
    make_event(title="Kelas batik", slug="kelas-batik", crafts=[make_craft("batik")])
    make_event(title="Kelas untuk semua")

    page = as_user(sari).post("/pelatihan/kelas-batik/daftar/", {"business": "sari-jati"})

    assert "kerajinan Batik" in page.content.decode()
    assert "Kelas untuk semua" in page.content.decode()


def test_repeat_is_told_and_allowed(as_user, sari, sari_business):
    join(make_event(topic="KMS", title="Kemasan satu"), sari_business)
    make_event(topic="KMS", slug="kemasan-dua", starts_at=timezone.now() + timedelta(days=40))
    client = as_user(sari)

    assert "materi yang sama" in client.get("/pelatihan/kemasan-dua/daftar/").content.decode()
    step = client.post("/pelatihan/kemasan-dua/daftar/", {"business": "sari-jati"})
    assert step["Location"].endswith("/kebutuhan/")


# Registering others


def test_operator_registers_an_artisan_of_the_own_district_and_both_names_stay(
    as_user, agus, sari, sari_business, soon
):
    client, address = as_user(agus), f"/kerja/acara/{soon.pk}/tambah/"
    assert "Klinik foto" in client.get("/kerja/acara/terbuka/").content.decode()
    assert "Sari Jati" in client.get(f"{address}?nama=sari").content.decode()
    done = client.post(f"{address}?usaha=sari-jati", {"accessibility": "kursi roda"})

    registration = Registration.objects.get()
    assert done["Location"] == "/kerja/acara/terbuka/"
    assert (registration.registered_by, registration.artisan.user) == (agus, sari)
    assert registration.accessibility == "kursi roda"
    again = client.get(f"{address}?usaha=sari-jati").content.decode()
    assert f"sudah terdaftar: Diterima, kode {registration.code}" in again
    ticket = as_user(sari).get(f"/saya/pelatihan/{registration.code}/").content.decode()
    assert "Agus Salim" in ticket
    assert "Sari Wulandari" in client.get("/kerja/acara/terbuka/").content.decode()


def test_helpers_reach_only_whom_they_care_for(as_user, agus, maya, soon):
    far = make_member(
        name="Usaha Jauh", village=make_village("Rendeng", make_district("Malo", "35.22.17"))
    )

    for helper in (agus, maya):
        client, address = as_user(helper), f"/kerja/acara/{soon.pk}/tambah/"
        assert "Usaha Jauh" not in client.get(f"{address}?nama=usaha").content.decode()
        client.post(f"{address}?usaha={far.slug}", {})
    assert not Registration.objects.exists()


def test_mentor_registers_a_business_of_an_open_plan(as_user, maya, sari_business, soon):
    sari_business.plans.create(mentor=maya, title="Foto", opened_on=timezone.localdate())

    as_user(maya).post(f"/kerja/acara/{soon.pk}/tambah/?usaha=sari-jati", {})

    assert Registration.objects.get().registered_by == maya


def test_refused_for_another_with_the_reason(as_user, dewi, sari_business):
    event = make_event(minimum_readiness=4)
    other = make_event(title="Kelas untuk semua")

    page = as_user(dewi).post(f"/kerja/acara/{event.pk}/tambah/?usaha=sari-jati", {})

    assert "kesiapan" in page.content.decode()
    assert f"/kerja/acara/{other.pk}/tambah/?usaha=sari-jati" in page.content.decode()


# Invitations


def test_secretariat_draws_and_sees_the_reasons(as_user, dewi, maya):
    event = make_event(quota=2, by_invitation=True)
    for number in range(3):
        make_member(name=f"Usaha Layak {number}")
    client, address = as_user(dewi), f"/kerja/acara/{event.pk}/undangan/"
    until = timezone.now() + timedelta(days=3)

    refused = client.post(address, {"wanted": "9", "answer_by": local(until)})
    assert "Tinggal 2 tempat" in refused.content.decode()
    assert client.post(address, {"wanted": "", "answer_by": "besok"}).status_code == 200
    assert not Selection.objects.exists()
    client.post(address, {"wanted": "2", "answer_by": local(until)})

    selection = Selection.objects.get()
    page = client.get(address).content.decode()
    assert selection.seed in page
    assert page.count("Ditawari tempat") == 2
    assert as_user(maya).get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_invitation_desk_takes_a_constant_number_of_queries(
    as_user, dewi, count, django_assert_num_queries
):
    event = make_event(quota=5, by_invitation=True)
    client, address = as_user(dewi), f"/kerja/acara/{event.pk}/undangan/"
    for _number in range(count):
        make_member()
    until = timezone.now() + timedelta(days=3)
    client.post(address, {"wanted": str(count), "answer_by": local(until)})
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


def test_event_by_invitation_says_so_and_takes_nobody_by_themselves(client, as_user, sari):
    event = make_event(slug="khusus", by_invitation=True)

    page = client.get(event.get_absolute_url()).content.decode()
    assert f"{event.get_absolute_url()}daftar/" not in page
    assert "Dengan undangan" in page
    refused = as_user(sari).post("/pelatihan/khusus/daftar/", {"business": "sari-jati"})
    assert "dengan undangan" in refused.content.decode()


# Sessions and papers


def test_secretariat_keeps_sessions(as_user, client, dewi, soon):
    staff, address = as_user(dewi), f"/kerja/acara/{soon.pk}/sesi/"
    fields = {
        "title": "Cahaya jendela",
        "starts_at": local(soon.starts_at),
        "ends_at": local(soon.starts_at + timedelta(hours=2)),
        "teacher": "Wahyu",
    }

    outside = staff.post(address, {**fields, "ends_at": local(soon.ends_at + timedelta(hours=1))})
    assert "Di luar waktu acara" in outside.content.decode()
    assert 'value="Cahaya jendela"' in outside.content.decode()
    staff.post(address, {**fields, "starts_at": local(soon.starts_at + timedelta(minutes=1))})
    session = soon.sessions.get()
    assert "Cahaya jendela" in client.get(soon.get_absolute_url()).content.decode()

    staff.post(f"/kerja/sesi/{session.pk}/", {**fields, "title": "Latar polos"})
    assert soon.sessions.get().title == "Latar polos"
    assert staff.get(f"/kerja/sesi/{session.pk}/hapus/").status_code == 200
    staff.post(f"/kerja/sesi/{session.pk}/hapus/")
    assert not soon.sessions.exists()


def test_a_session_with_attendance_stays(as_user, dewi, soon):
    session = soon.sessions.create(
        title="Pagi", starts_at=soon.starts_at, ends_at=soon.starts_at + timedelta(hours=1)
    )
    join(soon).attendances.create(session=session, marked_at=soon.starts_at, marked_by=dewi)

    page = as_user(dewi).post(f"/kerja/sesi/{session.pk}/hapus/", follow=True)

    assert "catatan hadir" in page.content.decode()
    assert soon.sessions.exists()


def add_paper(client, event, **fields):
    file = SimpleUploadedFile("lembar.pdf", PDF)
    return client.post(
        f"/kerja/acara/{event.pk}/bahan/", {"title": "Lembar kerja", "file": file, **fields}
    )


def test_public_paper_is_for_everybody_and_another_for_participants(
    as_user, client, dewi, sari, sari_business, soon
):
    staff = as_user(dewi)
    add_paper(staff, soon, is_public="on")
    add_paper(staff, soon, title="Jawaban")
    public, inner = EventDocument.objects.order_by("pk")
    ticket = join(soon, sari_business)
    page = soon.get_absolute_url()

    answer = client.get(f"{page}bahan/{public.pk}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Jawaban" not in client.get(page).content.decode()
    assert client.get(f"{page}bahan/{inner.pk}/").status_code == 404
    own = f"/saya/pelatihan/{ticket.code}/"
    assert "Jawaban" in as_user(sari).get(own).content.decode()
    assert as_user(sari).get(f"{own}bahan/{inner.pk}/").content == PDF
    cancel(ticket)
    assert as_user(sari).get(f"{own}bahan/{inner.pk}/").status_code == 404


def test_paper_of_a_draft_or_another_event_is_nobodys(as_user, client, dewi, maya, soon):
    add_paper(as_user(dewi), soon, is_public="on")
    paper = EventDocument.objects.get()
    other = make_event()

    assert client.get(f"{other.get_absolute_url()}bahan/{paper.pk}/").status_code == 404
    assert as_user(maya).get(f"/kerja/bahan/{paper.pk}/").status_code == 404
    Event.objects.filter(pk=soon.pk).update(state="draft")
    assert client.get(f"{soon.get_absolute_url()}bahan/{paper.pk}/").status_code == 404


def test_what_is_no_paper_is_refused_and_a_paper_is_taken_away(as_user, dewi, soon):
    staff = as_user(dewi)
    refused = staff.post(
        f"/kerja/acara/{soon.pk}/bahan/",
        {"title": "Lembar", "file": SimpleUploadedFile("a.pdf", b"bukan pdf")},
    )
    assert "bukan PDF atau foto" in refused.content.decode()
    add_paper(staff, soon)
    paper = EventDocument.objects.get()

    staff.post(f"/kerja/bahan/{paper.pk}/hapus/")

    assert not EventDocument.objects.exists()


# The agenda


def test_agenda_of_one_craft_or_district_and_never_a_dead_end(client, db):
    batik, bubut = make_craft("batik"), make_craft("bubut")
    malo = make_district("Malo", "35.22.17")
    month = timezone.localtime(timezone.now() + timedelta(days=14)).strftime("%Y-%m")
    make_event(title="Hanya batik", crafts=[batik], district=malo)
    make_event(title="Batik dan bubut", crafts=[batik, bubut])
    make_event(title="Semua boleh")

    of_bubut = client.get(f"/agenda/?bulan={month}&kerajinan=bubut").content.decode()
    of_malo = client.get(f"/agenda/?bulan={month}&kecamatan=35.22.17").content.decode()
    nothing = client.get("/agenda/?bulan=2020-01&kecamatan=35.22.17").content.decode()
    strange = client.get(f"/agenda/?bulan={month}&kecamatan=x'&kerajinan=tidak-ada")

    assert "Hanya batik" not in of_bubut
    assert of_bubut.count("Batik dan bubut") == of_bubut.count("Semua boleh") == 1
    assert "Hanya batik" in of_malo
    assert "Semua boleh" not in of_malo
    assert f"bulan={month}&amp;kecamatan=35.22.17" in nothing
    assert "Semua boleh" in strange.content.decode()


def test_event_page_says_what_to_bring_where_and_what_came_of_it(client, dewi):
    event = make_event(bring="Dua karya\nKain putih", topic="KMS", once_a_year=True)
    there, _absent = join(event), join(event)

    page = client.get(event.get_absolute_url()).content.decode()
    assert "<li>Kain putih</li>" in page
    assert "Buka peta" in page
    assert "Yang belum ikut pelatihan dengan materi sama" in page
    Registration.objects.filter(pk=there.pk).update(state="attended")
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(2), ends_at=timezone.now() - timedelta(1)
    )
    after = client.get(event.get_absolute_url()).content.decode()
    assert "2 orang mendapat tempat, 1 hadir." in after
    assert "Kain putih" not in after


def test_rule_on_repeats_needs_a_topic(as_user, dewi, soon):
    page = as_user(dewi).post(
        f"/kerja/acara/{soon.pk}/ubah/",
        {
            "kind": "training",
            "title": soon.title,
            "slug": soon.slug,
            "starts_at": local(soon.starts_at),
            "ends_at": local(soon.ends_at),
            "place": soon.place,
            "quota": "1",
            "once_a_year": "on",
        },
    )

    assert "Isi kode kriteria" in page.content.decode()


def test_parts_and_invitations_are_the_secretariats(as_user, sari, agus, maya, soon):
    soon.mentors.add(maya)
    for person in (sari, agus, maya, make_user(Role.LEADER)):
        for address in (
            f"acara/{soon.pk}/sesi",
            f"acara/{soon.pk}/bahan",
            "sesi/1",
            "bahan/1/hapus",
        ):
            assert as_user(person).get(f"/kerja/{address}/").status_code == 403
