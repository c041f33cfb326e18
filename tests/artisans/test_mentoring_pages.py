"""A mentor's businesses and visits."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from artisans.models import MentoringPlan, MentoringTarget, MentoringVisit
from tests.factories import make_artisan, make_business
from tests.products.photographs import upload

JSON = "application/json"
LIST = reverse("artisans:mentoring_list")


@pytest.fixture
def plan(sari_business, maya) -> MentoringPlan:
    """Maya's open plan for Sari, with one target."""
    plan = MentoringPlan.objects.create(
        business=sari_business, mentor=maya, title="Kemasan", opened_on=date(2026, 1, 5)
    )
    MentoringTarget.objects.create(plan=plan, title="Label produk")
    return plan


def visit_address(plan):
    return reverse("artisans:visit_create", args=[plan.business_id])


def filled(**changes):
    today = timezone.localdate()
    return {
        "visited_on": today.isoformat(),
        "findings": "Label sudah dipasang.",
        "action": "Cetak label besar.",
        "next_visit_on": (today + timedelta(days=30)).isoformat(),
        "token": str(uuid4()),
        **changes,
    }


def test_a_mentor_sees_whom_she_accompanies_and_nobody_else(as_user, maya, plan, bima):
    text = as_user(maya).get(LIST).content.decode()

    assert "Sari Jati" in text
    assert "Bima Batik" not in text
    assert "belum pernah" in text


def test_a_visit_is_recorded_with_the_next_date(as_user, maya, plan):
    client = as_user(maya)

    response = client.post(visit_address(plan), filled(plan=plan.pk))

    visit = MentoringVisit.objects.get()
    assert (visit.mentor, visit.plan, visit.findings) == (maya, plan, "Label sudah dipasang.")
    text = client.get(response.url).content.decode()
    assert "Label produk" in text
    assert "Cetak label besar." in text


def test_the_same_form_twice_is_one_visit(as_user, maya, plan):
    client, form = as_user(maya), filled()

    client.post(visit_address(plan), form)
    client.post(visit_address(plan), form)

    assert MentoringVisit.objects.count() == 1


def test_sent_again_with_a_mended_word_is_one_visit_with_the_mended_word(as_user, maya, plan):
    client, form = as_user(maya), filled()

    client.post(visit_address(plan), {**form, "photo": upload(1)})
    client.post(visit_address(plan), {**form, "findings": "Label belum terpasang."})

    visit = MentoringVisit.objects.get()
    assert (visit.findings, len(visit.photo_sha256)) == ("Label belum terpasang.", 64)


def test_the_token_of_another_persons_visit_is_refused(as_user, maya, dewi, plan):
    form = filled()
    as_user(dewi).post(visit_address(plan), form)

    response = as_user(maya).post(visit_address(plan), form)

    assert response.status_code == 422
    assert MentoringVisit.objects.get().mentor == dewi


def test_a_form_written_with_another_account_is_kept_back(as_user, maya, dewi, plan):
    form = filled(author=dewi.uid)

    response = as_user(maya).post(visit_address(plan), form, headers={"Accept": JSON})

    assert response.status_code == 409
    assert "akun lain" in response.json()["errors"][0]["message"]
    assert not MentoringVisit.objects.exists()


def test_a_phone_is_answered_in_words_it_can_read(as_user, maya, plan):
    client = as_user(maya)

    refused = client.post(visit_address(plan), filled(findings=""), headers={"Accept": JSON})
    received = client.post(visit_address(plan), filled(), headers={"Accept": JSON})

    assert (refused.status_code, received.status_code) == (422, 201)
    assert refused.json()["errors"][0]["target"] == "id_findings"
    assert received.json()["url"] == f"/kerja/pendampingan/{plan.business_id}/"


def test_the_author_mends_a_visit_for_two_days_and_then_adds_a_note(as_user, maya, dewi, plan):
    client, form = as_user(maya), filled()
    client.post(visit_address(plan), form)
    visit = MentoringVisit.objects.get()
    edit = reverse("artisans:visit_edit", args=[visit.pk])
    note = reverse("artisans:visit_note", args=[visit.pk])

    client.post(edit, {**form, "findings": "Label dipasang kemarin."})
    assert as_user(dewi).get(edit)["Location"] == note
    MentoringVisit.objects.update(recorded_at=timezone.now() - timedelta(hours=49))
    assert client.post(edit, {**form, "findings": "Lain."})["Location"] == note
    client.post(note, {"text": "Tanggalnya keliru sehari."})

    visit.refresh_from_db()
    assert visit.findings == "Label dipasang kemarin."
    assert [event.findings for event in visit.events.order_by("pgh_id")] == [
        "Label sudah dipasang.",
        "Label dipasang kemarin.",
        "Label dipasang kemarin.",
    ]
    page = client.get(reverse("artisans:mentored_business", args=[plan.business_id]))
    assert "Tanggalnya keliru sehari." in page.content.decode()


def test_the_artisan_reads_who_comes_and_what_was_agreed(as_user, sari, bima, maya, plan):
    as_user(maya).post(visit_address(plan), filled())

    page = as_user(sari).get(reverse("artisans:own_mentoring")).content.decode()

    for words in ("Maya Anggraini", "Label produk", "Label sudah dipasang.", "Cetak label besar."):
        assert words in page
    assert (
        "Label produk" not in as_user(bima).get(reverse("artisans:own_mentoring")).content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"findings": ""}, "Tulis apa yang Anda temukan"),
        ({"visited_on": "2999-01-01"}, "Tanggal ini belum tiba"),
        ({"next_visit_on": "2020-01-01"}, "harus sesudah"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(as_user, maya, plan, changes, words):
    response = as_user(maya).post(visit_address(plan), filled(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Cetak label besar." in response.content.decode()
    assert MentoringVisit.objects.count() == 0


def test_a_photograph_that_is_none_is_refused_and_no_visit_is_kept(as_user, maya, plan):
    photo = SimpleUploadedFile("foto.jpg", b"<html>")

    response = as_user(maya).post(visit_address(plan), filled(photo=photo))

    assert response.status_code == 422
    assert MentoringVisit.objects.count() == 0


def test_a_stranger_gets_404_and_a_closed_plan_ends_the_access(as_user, maya, plan, bima):
    stranger = make_business(owner=bima.artisan, name="Lain", slug="lain")
    client = as_user(maya)

    address = reverse("artisans:visit_create", args=[stranger.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, filled()).status_code == 404
    assert client.get(visit_address(plan)).status_code == 200
    MentoringPlan.objects.update(closed_on=date(2026, 2, 1))
    assert client.get(visit_address(plan)).status_code == 404
    assert "Belum ada usaha yang Anda dampingi" in client.get(LIST).content.decode()


def test_an_artisan_and_a_curator_have_no_business_there(as_user, sari, ratna, plan):
    for person in (sari, ratna):
        assert as_user(person).get(LIST).status_code == 403


def test_the_list_takes_the_same_queries_for_few_and_many(
    as_user, maya, plan, django_assert_num_queries
):
    client = as_user(maya)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    for number in range(20):
        owner = make_artisan(name=f"Orang {number}", slug=f"orang-{number}")
        business = make_business(owner=owner, name=f"Usaha {number}", slug=f"usaha-{number}")
        MentoringPlan.objects.create(
            business=business, mentor=maya, title="Mutu", opened_on=date(2026, 1, 5)
        )

    with django_assert_num_queries(5):
        client.get(LIST)
