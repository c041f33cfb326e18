"""Scores on paper: printed blind, typed by a clerk, counted once their curator confirmed them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from curation import paper
from curation.models import PanelMember, PaperSheet, Review
from tests.curation.cases import GOOD, marks, owner_of, start
from tests.products.photographs import photograph
from tests.scanning import scanned

TYPED = {**GOOD, "KMS": 2}


@pytest.fixture
def work(council):
    return start(council)


@pytest.fixture
def held(council, work):
    return work.assignments.get(curator=council.curators[0])


def enter(council, held, **fields):
    fields = {"scan": "curation/aa/x.jpg", "by": council.secretariat, "panel_note": ""} | fields
    return paper.enter(held, marks=marks(TYPED), **fields)


def fields(values=TYPED) -> dict[str, str]:
    given = {f"score_{code}": str(value) for code, value in values.items()}
    return {**given, "comment_KMS": "Tambahkan kotak.", "panel_note": ""}


def test_sheet_counts_only_once_its_curator_confirmed_it(council, work, held, as_user, settings):
    clerk, curator = as_user(council.secretariat), as_user(council.curators[0])
    address = f"/kerja/kurasi/{council.round.slug}/karya/{work.code}/kertas/"
    scan = SimpleUploadedFile("lembar.jpg", photograph(), "image/jpeg")

    assert clerk.post(f"{address}{held.pk}/", {**fields(), "scan": scan}).status_code == 302
    sheet = PaperSheet.objects.get()
    assert not Review.objects.exists()
    assert "Tambahkan kotak." not in clerk.get(address).text
    own = f"/kerja/kurasi/{council.round.slug}/lembar/{sheet.pk}/"
    assert own in curator.get("/kerja/").text
    shown = curator.get(own)
    assert "Tambahkan kotak." in shown.text
    assert council.secretariat.full_name in shown.text
    assert curator.get(own + "foto/").headers["Content-Type"] == "image/jpeg"
    assert as_user(council.curators[1]).get(own).status_code == 404
    assert as_user(council.curators[1]).get(own + "foto/").status_code == 404

    assert curator.post(own, fields()).status_code == 302

    review, sheet = Review.objects.get(), PaperSheet.objects.get()
    assert (review.curator, review.is_complete) == (council.curators[0], True)
    assert review.scores.get(criterion__code="KMS").value == 2
    assert (sheet.entered_by, sheet.settled_by) == (council.secretariat, council.curators[0])
    assert not sheet.was_corrected


def test_correction_by_the_curator_is_what_counts_and_is_on_record(council, held):
    sheet = enter(council, held)

    paper.confirm(sheet, marks=marks(GOOD), panel_note="", by=council.curators[0])

    assert Review.objects.get().scores.get(criterion__code="KMS").value == GOOD["KMS"]
    sheet = PaperSheet.objects.get()
    assert sheet.was_corrected
    assert paper.marks_on(sheet)["KMS"].value == 2


def test_clerk_may_not_be_on_the_panel_nor_confirm(council, held):
    PanelMember.objects.create(round=council.round, user=council.second)

    for person in (council.second, council.curators[0], council.leader):
        with pytest.raises(ValidationError) as refusal:
            enter(council, held, by=person)
        assert refusal.value.code == "not_allowed"
    sheet = enter(council, held)
    with pytest.raises(ValidationError) as refusal:
        paper.confirm(sheet, marks=marks(TYPED), panel_note="", by=council.secretariat)
    assert refusal.value.code == "not_yours"
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSheet.objects.filter(pk=sheet.pk).update(
            state="confirmed", settled_by=council.secretariat, settled_at=sheet.entered_at
        )


def test_second_sheet_waits_for_the_first_and_a_refused_one_may_be_typed_again(council, held):
    sheet = enter(council, held)
    with pytest.raises(ValidationError) as refusal:
        enter(council, held)
    assert refusal.value.code == "pending"

    paper.refuse(sheet, reason="Bukan tulisan saya.", by=council.curators[0])

    assert not Review.objects.exists()
    with pytest.raises(ValidationError) as refusal:
        paper.confirm(sheet, marks=marks(TYPED), panel_note="", by=council.curators[0])
    assert refusal.value.code == "settled"
    assert enter(council, held).state == PaperSheet.State.PENDING


def test_sheet_without_its_photograph_or_with_gaps_is_refused(council, held):
    with pytest.raises(ValidationError) as refusal:
        enter(council, held, scan="")
    assert refusal.value.code == "scan_required"
    with pytest.raises(ValidationError) as refusal:
        paper.enter(held, marks=marks({"MTU": 3}), panel_note="", scan="x", by=council.secretariat)
    assert "score_DSN" in refusal.value.error_dict


def test_printed_sheet_is_a_pdf_for_the_secretariat_only(council, work, as_user):
    address = f"/kerja/kurasi/{council.round.slug}/karya/{work.code}/kertas/lembar.pdf"

    answer = as_user(council.secretariat).get(address)

    (printed,) = scanned(b"".join(answer.streaming_content))
    assert printed.endswith(address.removesuffix("lembar.pdf"))
    assert as_user(owner_of(work)).get(address).status_code == 403
    assert as_user(council.curators[0]).get(address).status_code == 403
