"""A person's own data: what is held, the copy without curators, who looked, and requests."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from artisans.data_requests import close
from artisans.models import DataRequest
from dekranasda.accounts.models import PersonalDataAccess
from dekranasda.notices.models import Notice
from dekranasda.personal_data.copying import copy_of
from tests.curation.cases import finish, make_council
from tests.factories import make_artisan
from tests.personal_data.people import MARK, NIK, make_marked_maker

NOW = timezone.now()
URL = "/saya/data/"


@pytest.fixture
def maker(db, dewi, private_files):
    return make_marked_maker(by=dewi)


def unzip(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return archive, json.loads(archive.read("data.json"))


def test_the_page_says_what_is_held_and_who_looked(as_user, maker):
    page = as_user(maker.user).get(URL).content.decode()

    for title in ("Diri Anda", "Usaha", "Karya", "Pelatihan dan acara", "Pesan kepada Anda"):
        assert title in page
    assert "Dewi Kartika (Sekretariat)" in page
    assert NIK not in page


def test_the_copy_holds_everything_of_ones_own(just_signed_in, maker):
    client = just_signed_in(maker.user)

    answer = client.post(reverse("own_data_copy"))

    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert MARK not in answer["Content-Disposition"]
    archive, data = unzip(answer.content)
    words = archive.read("data.json").decode()
    for mark in (
        "nama", "alamat", "produk", "ket", "story", "karya", "cerita", "temuan", "sasaran", "izin",
        "kursi", "pesan", "rencana", "tambahan", "keliru", "saran", "pamer", "asal",
    ):  # fmt: skip
        assert f"KNRY{mark}" in words, mark
    assert NIK in words
    assert "KNRYcerita" in archive.read("data.html").decode()
    assert data["sections"]["years"]["rows"][0]["omzet setahun"] == "48000000"
    roles = [row["tugas"] for row in data["sections"]["memberships"]["rows"]]
    assert roles == ["Anggota", "Ketua"]
    assert PersonalDataAccess.objects.filter(field="copy", seen_by=maker.user).count() == 1


def test_the_copy_brings_the_documents_of_permits(just_signed_in, maker):
    licence = maker.businesses.get().licences.get()
    licence.document = storages["private"].save("licences/aa/b.pdf", ContentFile(b"%PDF-KNRY"))
    licence.save()

    archive, data = unzip(just_signed_in(maker.user).post(reverse("own_data_copy")).content)

    name = f"berkas/izin-merek-{licence.pk}.pdf"
    assert archive.read(name) == b"%PDF-KNRY"
    assert data["documents"] == {name: "Merek"}
    assert name in archive.read("data.html").decode()


def test_the_copy_asks_for_the_password_and_belongs_to_the_person(
    as_user, just_signed_in, maker, bima
):
    assert as_user(maker.user).post(reverse("own_data_copy")).status_code == 302

    _archive, data = unzip(just_signed_in(bima).post(reverse("own_data_copy")).content)

    assert MARK not in json.dumps(data)


def test_staff_make_the_same_copy_for_somebody_without_an_account(
    just_signed_in, maker, dewi, agus
):
    page = reverse("personal_copy", args=[maker.businesses.get().pk])

    _archive, data = unzip(just_signed_in(dewi).post(page).content)

    assert data["sections"]["person"]["rows"][0]["NIK"] == NIK
    entry = PersonalDataAccess.objects.get(field="copy")
    assert (entry.seen_by, entry.subject) == (dewi, maker.uid)
    assert just_signed_in(agus).post(page).status_code == 403


def test_the_copy_names_no_curator_and_no_score(db):
    council = make_council()
    work = finish(council, "coaching")
    owner = work.product.business.owner

    _archive, data = unzip(copy_of(owner, by=council.secretariat, at=NOW, reason="uji"))

    words = json.dumps(data, ensure_ascii=False)
    assert data["sections"]["decisions"]["rows"][0]["keputusan"] == "Pembinaan"
    reviews = work.reviews.select_related("curator")
    assert reviews.count() == 3
    for review in reviews:
        assert review.curator.full_name not in words
        assert str(review.total) not in words


def test_requests_are_asked_answered_and_taken_back(as_user, maker, dewi):
    client = as_user(maker.user)
    page = reverse("own_data_request")

    assert client.post(page, {"kind": "correction", "text": ""}).status_code == 422
    client.post(page, {"kind": "correction", "text": f"NIK saya {NIK}"})
    assert client.post(page, {"kind": "correction", "text": "lagi"}).status_code == 422
    client.post(page, {"kind": "erasure", "text": ""})

    correction, erasure = DataRequest.objects.order_by("pk")
    assert correction.text == "NIK saya 3522••••••••9001"
    assert correction.due_at - correction.asked_at == timedelta(hours=72)
    client.post(reverse("cancel_data_request", args=[erasure.pk]))
    staff = as_user(dewi)
    staff.post(
        reverse("data_request_detail", args=[correction.pk]),
        {"state": "done", "answer": "Sudah kami perbaiki."},
    )
    assert "Sudah kami perbaiki." in client.get(URL).content.decode()
    told = Notice.objects.get(template="data_request_answered")
    assert (told.recipient, told.channel, told.link) == (maker.user, "email", URL)
    assert "Sudah kami perbaiki." in told.body
    erasure.refresh_from_db()
    assert erasure.state == "cancelled"


def test_nobody_cancels_a_request_of_somebody_else(as_user, maker, bima):
    asked = DataRequest.objects.create(subject=maker.uid, kind="erasure", asked_by=maker.user)

    answer = as_user(bima).post(reverse("cancel_data_request", args=[asked.pk]))

    assert answer.status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"


def test_the_queue_marks_what_is_overdue_and_keeps_its_queries(
    as_user, maker, dewi, bima, django_assert_num_queries
):
    page = reverse("data_request_list")
    client = as_user(dewi)
    late = NOW - timedelta(hours=73)
    DataRequest.objects.create(
        subject=maker.uid, kind="erasure", asked_by=maker.user, asked_at=late,
        due_at=late + timedelta(hours=72),
    )  # fmt: skip
    with django_assert_num_queries(7) as counted:
        assert client.get(page).content.decode().count("Lewat tenggat") == 1
    for kind in ("copy", "correction"):
        DataRequest.objects.create(subject=bima.artisan.uid, kind=kind, asked_by=bima)

    with django_assert_num_queries(len(counted)):
        content = client.get(page).content.decode()

    assert content.count("Lewat tenggat") == 1
    assert content.index("KNRYnama") < content.index("Bima Prasetyo")
    assert as_user(bima).get(page).status_code == 403
    assert "Penghapusan data" in client.get("/kerja/").content.decode()


def test_refusing_needs_a_reason_and_answers_once(as_user, maker, dewi, admin):
    asked = DataRequest.objects.create(subject=maker.uid, kind="correction", asked_by=maker.user)
    page = reverse("data_request_detail", args=[asked.pk])

    assert as_user(dewi).post(page, {"state": "refused", "answer": ""}).status_code == 422
    assert (
        as_user(dewi).post(page, {"state": "refused", "answer": "Sudah benar"}).status_code == 302
    )
    assert as_user(admin).post(page, {"state": "done", "answer": ""}).status_code == 422
    assert "Ditolak" in Notice.objects.get(template="data_request_answered").subject


def test_staff_write_down_what_somebody_asked_by_letter(as_user, maker, dewi):
    page = reverse("data_request_create", args=[maker.businesses.get().pk])

    as_user(dewi).post(page, {"kind": "copy", "channel": "paper", "text": ""})

    asked = DataRequest.objects.get()
    assert (asked.subject, asked.kind, asked.channel) == (maker.uid, "copy", "paper")


def test_who_has_no_account_is_told_by_whatsapp_and_the_answer_never_stands_alone(dewi):
    person = make_artisan(name="Wagiman", phone="+6281299900107")
    asked = DataRequest.objects.create(subject=person.uid, kind="copy", asked_by=dewi)

    with transaction.atomic():
        close(asked, DataRequest.State.DONE, answer="Dikirim", by=dewi, at=NOW)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    close(asked, DataRequest.State.DONE, answer="Dikirim", by=dewi, at=NOW)

    told = Notice.objects.get()
    assert (told.channel, told.address, told.recipient_name) == (
        "whatsapp", person.phone, "Wagiman",
    )  # fmt: skip
