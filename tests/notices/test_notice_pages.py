"""Pages of messages."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone

from dekranasda.notices import outbox
from dekranasda.notices.models import Notice


def make_notice(recipient, **fields):
    fields.setdefault("key", f"k{Notice.objects.count()}")
    fields.setdefault("subject", "Karya Anda lolos")
    fields.setdefault("recipient_name", recipient.full_name)
    fields.setdefault("channel", Notice.Channel.WHATSAPP)
    fields.setdefault("address", recipient.phone)
    fields.setdefault("template", "trial")
    return Notice.objects.create(recipient=recipient, body="Selamat.", **fields)


def test_two_taps_send_a_message_and_open_the_next(as_user, dewi, sari, bima):
    first = make_notice(sari, subject="Untuk Sari", link="/saya/karya/")
    second = make_notice(bima, subject="Untuk Bima")
    staff = as_user(dewi)

    page = staff.post("/kerja/pesan/berikutnya/", follow=True)
    assert page.redirect_chain[-1][0] == f"/kerja/pesan/{first.pk}/"
    assert "https://wa.me/6281230000001?text=Selamat." in page.content.decode()
    page = staff.post(f"/kerja/pesan/{first.pk}/terkirim/", follow=True)

    first.refresh_from_db()
    assert (first.state, first.sent_by, first.claimed_by) == (Notice.State.SENT, dewi, None)
    assert page.redirect_chain[-1][0].startswith(f"/kerja/pesan/{second.pk}/?")
    assert "Pesan untuk Sari Wulandari tercatat terkirim." in page.content.decode()
    again = staff.post(f"/kerja/pesan/{first.pk}/terkirim/", follow=True)
    assert "sudah tercatat sebelumnya" in again.content.decode()

    staff.post(f"/kerja/pesan/{first.pk}/urungkan/")
    first.refresh_from_db()
    assert (first.state, first.sent_by, first.sent_at) == (Notice.State.QUEUED, None, None)


def test_message_in_somebodys_hands_is_nobody_elses(as_user, dewi, admin, sari, bima):
    first, second = make_notice(sari), make_notice(bima)
    one, other = as_user(dewi), as_user(admin)

    one.post("/kerja/pesan/berikutnya/")
    page = other.post("/kerja/pesan/berikutnya/", follow=True)
    assert page.redirect_chain[-1][0] == f"/kerja/pesan/{second.pk}/"
    assert "Sedang dikirim oleh Dewi Kartika" in other.get("/kerja/pesan/").content.decode()
    for action in ("ambil", "terkirim"):
        refused = other.post(f"/kerja/pesan/{first.pk}/{action}/", follow=True)
        assert "sedang dikirim oleh Dewi Kartika" in refused.content.decode()
    assert "Buka di WhatsApp" not in other.get(f"/kerja/pesan/{first.pk}/").content.decode()
    first.refresh_from_db()
    assert (first.state, first.claimed_by) == (Notice.State.QUEUED, dewi)

    Notice.objects.filter(pk=first.pk).update(claimed_until=timezone.now())
    other.post(f"/kerja/pesan/{first.pk}/ambil/")
    first.refresh_from_db()
    assert first.claimed_by == admin


def test_skipping_goes_on_and_leaves_the_message_to_others(as_user, dewi, sari, bima):
    first = make_notice(sari, template="curation_accepted")
    make_notice(bima, template="event_confirmed")
    last = make_notice(bima, template="curation_coaching")
    staff = as_user(dewi)
    staff.post("/kerja/pesan/berikutnya/", {"topik": "kurasi"})

    page = staff.post(f"/kerja/pesan/{first.pk}/lewati/", {"topik": "kurasi"}, follow=True)

    assert page.redirect_chain[-1][0] == f"/kerja/pesan/{last.pk}/?topik=kurasi"
    first.refresh_from_db()
    assert (first.state, first.claimed_by) == (Notice.State.QUEUED, None)
    end = staff.post(f"/kerja/pesan/{last.pk}/lewati/", {"topik": "kurasi"}, follow=True)
    assert end.redirect_chain[-1][0] == "/kerja/pesan/?topik=kurasi"


def test_wrong_number_sets_all_its_messages_aside_until_somebody_corrects_it(
    as_user, dewi, sari, bima
):
    first, second, other = make_notice(sari), make_notice(sari), make_notice(bima)
    staff = as_user(dewi)
    staff.post(f"/kerja/pesan/{first.pk}/ambil/")

    page = staff.post(f"/kerja/pesan/{first.pk}/nomor-salah/", follow=True)
    assert page.redirect_chain[-1][0] == f"/kerja/pesan/{other.pk}/"
    assert set(Notice.objects.wrong_number()) == {first, second}
    assert "Sari Wulandari" in staff.get("/kerja/pesan/nomor-salah/").content.decode()
    assert "Pesan WhatsApp" in staff.get("/kerja/").content.decode()

    bad = staff.post(f"/kerja/pesan/{first.pk}/nomor/", {"phone": "abc"})
    assert "Tulis nomor telepon dengan angka" in bad.content.decode()
    staff.post(f"/kerja/pesan/{first.pk}/nomor/", {"phone": "0812 3000 0077"})
    assert {one.address for one in Notice.objects.for_hand().filter(recipient=sari)} == {
        "+6281230000077"
    }
    assert Notice.objects.for_hand().count() == 3


def test_message_cancelled_in_somebodys_hands_is_told_and_kept_as_sent(as_user, dewi, sari):
    notice = make_notice(sari)
    staff = as_user(dewi)
    staff.post(f"/kerja/pesan/{notice.pk}/ambil/")

    assert outbox.cancel([notice.key]) == 0
    assert "Jangan dikirim" in staff.get(f"/kerja/pesan/{notice.pk}/").content.decode()
    page = staff.post(f"/kerja/pesan/{notice.pk}/terkirim/", follow=True)

    assert "tidak berlaku lagi" in page.content.decode()
    notice.refresh_from_db()
    assert (notice.state, notice.sent_by) == (Notice.State.SENT, dewi)


def test_list_can_be_narrowed_to_a_topic_and_a_name(as_user, dewi, sari, bima):
    make_notice(sari, subject="Kabar karya", template="curation_accepted")
    make_notice(bima, subject="Kabar acara", template="event_confirmed")
    staff = as_user(dewi)

    assert shown(staff, "?topik=kurasi") == {"Kabar karya"}
    assert shown(staff, "?topik=acara") == {"Kabar acara"}
    assert shown(staff, "?topik=lain") == set()
    assert shown(staff, "?q=bima") == {"Kabar acara"}
    assert shown(staff, "?topik=ngawur") == {"Kabar karya", "Kabar acara"}


def shown(staff, query):
    page = staff.get(f"/kerja/pesan/{query}").content.decode()
    return {subject for subject in ("Kabar karya", "Kabar acara") if subject in page}


def test_staff_see_mail_that_is_tried_again(as_user, dewi, sari):
    make_notice(
        sari, channel=Notice.Channel.EMAIL, attempts=3, last_error="TimeoutError", subject="Kabar"
    )

    page = as_user(dewi).get("/kerja/pesan/gagal/").content.decode()

    assert "1 surel belum diterima peladen surel" in page
    assert "3 kali dicoba" in page
    assert "Peladen tidak menjawab (TimeoutError)" in page


def test_failed_mail_can_go_by_hand_instead_where_there_is_a_number(as_user, dewi, sari, ratna):
    fields = {"channel": Notice.Channel.EMAIL, "state": Notice.State.FAILED, "address": "x@y.id"}
    notice, other = make_notice(sari, **fields), make_notice(ratna, **fields)
    staff = as_user(dewi)

    for one in (notice, other):
        staff.post(f"/kerja/pesan/{one.pk}/whatsapp/")

    assert list(Notice.objects.for_hand().values_list("pk", "address")) == [(notice.pk, sari.phone)]
    assert list(Notice.objects.failed()) == [other]


@pytest.mark.parametrize("body", ["Kata " * 3000, "😀" * 3000, "x" * 9000, "Selamat."])
def test_draft_for_whatsapp_fits_into_an_address_and_names_the_rest(sari, body):
    notice = make_notice(sari, link="/saya/karya/")
    notice.body = body

    assert len(notice.whatsapp_url) < 2000
    assert notice.whatsapp_url.endswith("%0A%0A" + quote(f"{settings.SITE_URL}/saya/karya/"))
    assert notice.is_shortened == (body != "Selamat.")


def test_opening_a_message_marks_it_read_and_a_closed_page_shows_the_way_back(as_user, sari, bima):
    own = make_notice(sari, link="/saya/karya/TAKAD/status/")
    other = make_notice(bima, link="/saya/karya/")
    client = as_user(sari)

    page = client.post(f"/saya/pesan/{own.pk}/buka/", follow=True)

    own.refresh_from_db()
    assert own.read_at is not None
    assert page.status_code == 404
    assert 'href="/saya/pesan/"' in page.content.decode()
    assert client.post(f"/saya/pesan/{other.pk}/buka/").status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


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

    with django_assert_num_queries(8):
        staff.get("/kerja/pesan/")
    with django_assert_num_queries(5):
        artisan.get("/saya/pesan/")
