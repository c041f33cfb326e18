"""Pages of messages."""

import pytest

from dekranasda.notices.models import Notice


def make_notice(recipient, **fields):
    fields.setdefault("key", f"k{Notice.objects.count()}")
    fields.setdefault("subject", "Karya Anda lolos")
    fields.setdefault("recipient_name", recipient.full_name)
    fields.setdefault("channel", Notice.Channel.WHATSAPP)
    fields.setdefault("address", recipient.phone)
    return Notice.objects.create(recipient=recipient, template="trial", body="Selamat.", **fields)


def test_secretariat_sends_by_hand_and_marks_it_once(as_user, dewi, sari):
    notice = make_notice(sari, link="/saya/karya/")
    staff = as_user(dewi)

    page = staff.get("/kerja/pesan/").content.decode()
    assert "https://wa.me/6281230000001?text=Selamat." in page
    staff.post(f"/kerja/pesan/{notice.pk}/terkirim/")

    notice.refresh_from_db()
    assert (notice.state, notice.sent_by) == (Notice.State.SENT, dewi)
    again = staff.post(f"/kerja/pesan/{notice.pk}/terkirim/", follow=True)
    assert "sudah tercatat sebelumnya" in again.content.decode()


def test_marking_needs_a_post(as_user, dewi, sari):
    notice = make_notice(sari)

    assert as_user(dewi).get(f"/kerja/pesan/{notice.pk}/terkirim/").status_code == 405


def test_queue_of_messages_is_for_the_secretariat(as_user, sari, ratna, maya, agus, hartono):
    for person in (sari, ratna, maya, agus, hartono):
        assert as_user(person).get("/kerja/pesan/").status_code == 403


def test_person_sees_own_messages_only_and_no_held_ones(as_user, sari, bima):
    make_notice(sari, subject="Untuk Sari")
    make_notice(bima, subject="Untuk Bima")
    make_notice(sari, subject="Belum boleh", state=Notice.State.HELD)
    make_notice(sari, subject="Dibatalkan", state=Notice.State.CANCELLED)

    page = as_user(sari).get("/saya/pesan/").content.decode()

    assert "Untuk Sari" in page
    assert not any(word in page for word in ("Untuk Bima", "Belum boleh", "Dibatalkan"))


def test_reading_marks_only_own_messages(as_user, sari, bima):
    own, other = make_notice(sari), make_notice(bima)

    as_user(sari).post("/saya/pesan/dibaca/")

    own.refresh_from_db()
    other.refresh_from_db()
    assert own.read_at is not None
    assert other.read_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_a_constant_number_of_queries(
    as_user, dewi, sari, count, django_assert_num_queries
):
    for _number in range(count):
        make_notice(sari)
    staff, artisan = as_user(dewi), as_user(sari)

    with django_assert_num_queries(6):
        staff.get("/kerja/pesan/")
    with django_assert_num_queries(4):
        artisan.get("/saya/pesan/")
