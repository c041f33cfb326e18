"""What a maker answers to each point: sent with the work, read without names once scores are in."""

import pytest
from django.db import InternalError, transaction

from curation import assignments as assigning
from curation import screening, submissions
from curation.models import PointAnswer
from products.drafts import new_version
from tests.curation.cases import (
    GOOD,
    WEAK,
    ask_completion,
    finish,
    make_ready,
    owner_of,
    pass_gates,
    score,
    submit,
)

pytestmark = pytest.mark.django_db


def resend(work):
    draft = new_version(work.product, by=owner_of(work))
    draft.packaging = "Kotak karton berlabel"
    draft.save()
    make_ready(work.product)
    submissions.send(work.product, by=owner_of(work))
    work.refresh_from_db()


def test_an_answer_goes_with_the_mended_work_and_reaches_the_panel_after_its_scores(
    council, as_user
):
    work = finish(council, "revision_requested", WEAK)
    maker, desk = as_user(owner_of(work)), as_user(council.secretariat)
    name = work.product.business.owner.name
    mine = f"/saya/karya/{work.product.code}/"
    said = f"Sudah diganti {name} dengan kotak tebal."
    assert f"{mine}jawaban/KMS/" in maker.get(mine).text

    refused = maker.post(f"{mine}jawaban/KMS/", {"text": "Telepon 0812 3456 7890"})
    long = maker.post(f"{mine}jawaban/KMS/", {"text": "a" * 301})
    maker.post(f"{mine}jawaban/KMS/", {"text": "Belum selesai."})
    saved = maker.post(f"{mine}jawaban/KMS/", {"text": said})

    assert (refused.status_code, long.status_code) == (422, 422)
    assert "0812 3456 7890</textarea>" in refused.text
    assert saved["Location"] == mine
    assert said in maker.get(mine).text
    assert maker.get(f"{mine}jawaban/HRG/")["Location"] == mine  # not a weak one
    assert as_user(owner_of(submit(council))).get(f"{mine}jawaban/KMS/").status_code == 404
    assert PointAnswer.objects.get().written_by == owner_of(work)

    resend(work)

    assert maker.post(f"{mine}jawaban/KMS/", {"text": "Lain."})["Location"] == mine
    with pytest.raises(InternalError, match="sent with the work"), transaction.atomic():
        PointAnswer.objects.update(text="Lain.")
    assert said in maker.get(mine).text
    assert said in desk.get(work.get_absolute_url()).text
    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    assigning.assign(work, curators=council.curators[:3], by=council.secretariat)
    assigning.start_review(work, by=council.secretariat)
    base = f"/kerja/kurasi/{council.round.slug}"
    curator = as_user(council.curators[0])
    held = work.assignments.get(curator=council.curators[0], version=work.version)
    scoring = curator.get(f"{base}/nilai/{held.pk}/")
    assert scoring.status_code == 200
    assert "kotak tebal" not in scoring.text
    for one in council.curators[:3]:
        score(work, one, GOOD)
    room = curator.get(f"{base}/sidang/{work.code}/").text
    assert "dengan kotak tebal." in room
    assert name not in room


def test_a_request_to_complete_is_answered_and_an_empty_answer_taken_back(council, as_user):
    work = submit(council)
    maker, desk = as_user(owner_of(work)), as_user(council.secretariat)
    mine = f"/saya/karya/{work.product.code}/"
    ask_completion(council, work, part="price")
    page = f"{mine}jawaban/{work.completion_items.get().pk}/"
    maker.post(page, {"text": "Harga sudah benar."})
    maker.post(page, {"text": " "})
    assert not PointAnswer.objects.exists()

    maker.post(page, {"text": "Harganya sudah saya hitung lagi."})
    assert "hitung lagi" not in desk.get(work.get_absolute_url()).text
    resend(work)

    assert "«Harganya sudah saya hitung lagi.»" in desk.get(work.get_absolute_url()).text
