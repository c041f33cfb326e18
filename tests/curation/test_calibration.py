"""Calibration: scored alone, passed or not, asked for before a review; anchors count nowhere."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.utils import timezone

from curation import calibration, clock, desk, quality, reminders, reviews
from curation.assignments import start_review
from curation.marks import Mark, stamp
from curation.models import (
    Assignment,
    CalibrationPiece,
    CalibrationReview,
    Conflict,
    Review,
    Round,
)
from dekranasda.notices.models import Notice
from tests.curation.cases import GOOD, deliberate, finish, make_council, marks, queue, start

SECRET = "Acuan: sambungannya rapat di semua sisi."
FAR = dict.fromkeys(GOOD, 0)
OTHERS = {**GOOD, "MTU": 0}  # three pieces of it stay within the limit, and tell themselves apart


def next_round(past):
    """Another round with people of its own, after the given one closed."""
    Round.objects.filter(pk=past.round.pk).update(closes_at=timezone.now())
    return make_council(number=91, slug="periode-91")


@pytest.fixture
def calibrated(council):
    """A new round whose set of three past works the secretariat opened."""
    works = [finish(council) for _work in range(3)]
    new = next_round(council)
    given = {code: Mark(value, SECRET) for code, value in GOOD.items()}
    for work in works:
        calibration.set_piece(new.round, work, references=given, by=new.secretariat)
    calibration.open_calibration(new.round, by=new.secretariat)
    return new


def attempt(council, curator, values=GOOD) -> bool:
    for review in calibration.begin(council.round, by=curator):
        calibration.save_scores(
            review, by=curator, marks=marks(values), panel_note="", complete=True
        )
    return calibration.send_attempt(council.round, by=curator)


def page(council) -> str:
    return f"/kerja/kurasi/{council.round.slug}/kalibrasi/"


def test_round_without_a_set_asks_for_no_calibration(council):
    assert calibration.calibration_passed(council.round, council.curators[0])


def test_curator_who_did_not_pass_holds_up_the_start_until_a_repeat(calibrated):
    council = calibrated
    work = queue(council)
    from curation import assignments  # noqa: PLC0415 beside what it prepares

    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    for curator in council.curators[:2]:
        assert attempt(council, curator)
    assert not attempt(council, council.curators[2], FAR)

    with pytest.raises(ValidationError) as refusal:
        start_review(work, by=council.secretariat)
    assert refusal.value.code == "not_calibrated"
    assert council.curators[2].full_name in refusal.value.messages[0]

    assert attempt(council, council.curators[2])
    start_review(work, by=council.secretariat)


def test_reference_and_peers_stay_hidden_until_the_own_attempt_is_sent(calibrated, as_user):
    council = calibrated
    first, second = council.curators[:2]
    attempt(council, first, OTHERS)
    client = as_user(second)
    calibration.begin(council.round, by=second)

    before = client.get(page(council)).text
    one = desk.attempt_of(second, council.round.slug)[0]
    work = client.get(f"/kerja/kurasi/{council.round.slug}/nilai/{one.pk}/")

    assert work.status_code == 200
    for text in (before, work.text):
        assert SECRET not in text
        assert first.full_name not in text
        assert "Kurator lain" not in text
    attempt(council, second)
    after = client.get(page(council)).text
    assert SECRET in after
    assert first.full_name not in after
    assert "Kurator lain" in after


def test_chair_who_has_not_scored_yet_reads_no_reference_either(calibrated, as_user):
    council = calibrated
    client = as_user(council.chair)

    assert "MTU 4" not in client.get(page(council)).text
    attempt(council, council.chair)
    assert "MTU 4" in client.get(page(council)).text
    assert "MTU 4" in as_user(council.secretariat).get(page(council)).text


def test_nobody_opens_anothers_attempt(calibrated, as_user):
    council = calibrated
    review = calibration.begin(council.round, by=council.curators[0])[0]

    for person in (council.curators[1], council.outsider, council.chair):
        answer = as_user(person).get(f"/kerja/kurasi/{council.round.slug}/nilai/{review.pk}/")
        assert answer.status_code == 404


def test_anchors_lie_among_the_works_and_change_no_figure(calibrated, as_user):
    council = calibrated
    for curator in council.curators[:3]:
        attempt(council, curator)
    work = start(council)
    curator = council.curators[0]
    client = as_user(curator)
    items = desk.items_of(curator, council.round.slug)

    assert len(items) == 3
    assert sum(one.is_piece for one in items) == 2
    stricter = {f"score_{code}": str((value or 0) - 1) for code, value in GOOD.items()}
    words = {f"comment_{code}": "Perbaiki." for code in GOOD}
    for one in items:
        address = f"/kerja/kurasi/{council.round.slug}/nilai/{one.pk}/"
        assert client.post(address, {**stricter, **words, "panel_note": ""}).status_code == 302
    client.post(f"/kerja/kurasi/{council.round.slug}/nilai/kirim/")

    assert [
        one.submission
        for one in Review.objects.filter(curator=curator, submission__round=council.round)
    ] == [work]
    standing = calibration.standings(council.round, [curator])[0]
    assert standing.drift == (-1.0, 1.0)
    assert standing.deviation == 0  # of the attempt; the anchors are left out


def on_the_desk(council, curator) -> dict[str, CalibrationReview | Assignment]:
    """An anchor and a work of the curator, by what they are."""
    items = desk.items_of(curator, council.round.slug)
    anchor = next(one for one in items if one.is_piece)
    work = next(one for one in items if not one.is_piece)
    return {
        "anchor": CalibrationReview.objects.get(pk=anchor.pk),
        "work": Assignment.objects.get(pk=work.pk),
    }


@pytest.mark.parametrize(("end", "left"), [("tolak/", "declined"), ("konflik/", "recused")])
def test_curator_steps_back_from_an_anchor_as_from_any_work(calibrated, as_user, end, left):
    council = calibrated
    curator = council.curators[0]
    for person in council.curators[:3]:
        attempt(council, person)
    start(council)
    client = as_user(curator)
    found = on_the_desk(council, curator)
    answers = {}

    for name, one in found.items():
        address = f"/kerja/kurasi/{council.round.slug}/nilai/{one.pk}/{end}"
        empty = client.post(address, {"reason": ""}).status_code
        shown = client.get(address).text.replace(f"/{one.pk}/", "/PK/")
        shown = re.sub(r'value="\w{64}"', "", shown)
        told = client.post(
            address, {"relation": "other", "reason": "Saya mengenalinya."}, follow=True
        )
        words = [str(message) for message in told.context["messages"]]
        answers[name] = (empty, shown, words, client.get(address).status_code)

    assert answers["anchor"] == answers["work"]
    assert answers["work"][0] == 422
    assert answers["work"][3] == 404
    for one in found.values():
        one.refresh_from_db()
    assert found["anchor"].end_reason == found["work"].end_reason == "Saya mengenalinya."
    assert found["work"].state == left
    tied = found["anchor"].piece.submission.product.business
    assert Conflict.objects.filter(curator=curator, business=tied).exists() is (left == "recused")
    assert sum(one.is_piece for one in desk.items_of(curator, council.round.slug)) <= 1


def test_every_count_of_a_curators_works_holds_the_anchors(calibrated, as_user):
    council = calibrated
    curator = council.curators[0]
    for person in council.curators[:3]:
        attempt(council, person)
    start(council)
    client = as_user(curator)
    address = f"/kerja/kurasi/{council.round.slug}/"

    assert "3 karya belum dinilai" in client.get("/kerja/").text
    assert "(0 dari 3 terkirim)" in client.get(address).text
    assert "1 dari 3 karya" in client.get(f"{address}nilai/", follow=True).text
    with clock.fixed_at(council.round.review_due_at - timedelta(hours=3)):
        reminders.remind(clock.now())
    assert (
        "Nilai 3 karya"
        in Notice.objects.get(template="curation_scores_reminder", recipient=curator).text
    )

    work = Assignment.objects.to_score(curator).get()
    reviews.save_review(work, by=curator, marks=marks(GOOD), complete=True)
    reviews.finalise(work, by=curator)
    assert "2 karya belum dinilai" in client.get("/kerja/").text
    assert "(1 dari 3 terkirim)" in client.get(address).text


def test_nobody_steps_back_from_a_piece_of_the_calibration_itself(calibrated, as_user):
    council = calibrated
    curator = council.curators[0]
    piece = calibration.begin(council.round, by=curator)[0]
    address = f"/kerja/kurasi/{council.round.slug}/nilai/{piece.pk}/"

    assert "tolak/" not in as_user(curator).get(address).text
    for end in ("tolak/", "konflik/"):
        assert as_user(curator).get(address + end).status_code == 404


def test_drift_is_read_by_the_curator_and_the_chair_only(calibrated, as_user):
    council = calibrated
    attempt(council, council.curators[0])
    path = f"/kerja/kurasi/{council.round.slug}/mutu/"

    assert "Kalibrasi dan pergeseran" in as_user(council.chair).get(path).text
    assert council.curators[0].full_name in as_user(council.chair).get(path).text
    assert council.curators[0].full_name not in as_user(council.curators[1]).get(path).text


def test_opened_set_stands_also_in_the_database(calibrated):
    council = calibrated
    piece = CalibrationPiece.objects.earliest("pk")

    with pytest.raises(ValidationError) as refusal:
        calibration.remove_piece(piece, by=council.secretariat)
    assert refusal.value.code == "opened"
    with pytest.raises(InternalError), transaction.atomic():
        piece.references.update(value=0)
    review = calibration.begin(council.round, by=council.curators[0])[0]
    attempt(council, council.curators[0])
    with pytest.raises(InternalError), transaction.atomic():
        CalibrationReview.objects.filter(pk=review.pk).update(is_complete=False)


def test_set_takes_past_works_only_and_needs_three(council):
    work = deliberate(council)
    given = {code: Mark(value) for code, value in GOOD.items()}

    with pytest.raises(ValidationError) as refusal:
        calibration.set_piece(council.round, work, references=given, by=council.secretariat)
    assert refusal.value.code == "not_past"
    with pytest.raises(ValidationError) as refusal:
        calibration.open_calibration(council.round, by=council.secretariat)
    assert refusal.value.code == "too_few"
    with pytest.raises(ValidationError) as refusal:
        calibration.open_calibration(council.round, by=council.curators[0])
    assert refusal.value.code == "not_allowed"


def test_secretariat_sets_up_a_calibration_on_its_pages(council, as_user):
    works = [finish(council) for _work in range(3)]
    council = next_round(council)
    client = as_user(council.secretariat)
    given = {f"score_{code}": str(value) for code, value in GOOD.items()}

    for work in works:
        address = f"{page(council)}acuan/{work.code}/"
        assert client.post(address, {"score_MTU": "3"}).status_code == 422
        assert client.post(address, given).url == page(council)
    client.post(page(council) + "buka/")

    assert council.round.calibration.opened_by == council.secretariat
    assert "Belum mulai" in client.get(page(council)).text
    assert quality.quality_of(council.round, seen_by=council.chair).concordance is None
    assert stamp(calibration.begin(council.round, by=council.curators[0])[0]) == ""
