"""Objections: in time, to people without a part in the case; upheld means a fresh panel."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from curation import appeals, assignments, clock, decisions, release
from curation.conflicts import ties
from curation.models import Appeal, Assignment, BoardMember, BoardOpinion, Decision, Review
from curation.queue import awaiting
from curation.status import working_days_after
from curation.transitions import State
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from tests.curation.cases import (
    POOR,
    attend,
    finish,
    in_state,
    join_panel,
    name_board,
    owner_of,
    propose,
    rule,
    score,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_fourteen_days_end_at_the_second(council, seconds, in_time):
    work = finish(council, "rejected", POOR)
    released_at = Decision.objects.values_list("released_at", flat=True).get()
    assert released_at is not None
    until = released_at + timedelta(days=14)

    with clock.fixed_at(until + timedelta(seconds=seconds)):
        assert appeals.may_appeal(work, at=clock.now()) is in_time
        with nullcontext() if in_time else pytest.raises(ValidationError, match="paling lambat"):
            appeals.appeal(work, ground="fact", statement="Keliru.", by=owner_of(work))
    assert Appeal.objects.exists() is in_time


def test_ruling_is_due_in_ten_working_days_and_every_step_is_told(council, as_user):
    work = finish(council, "rejected", POOR)
    friday = date(2031, 1, 3)
    page = f"/saya/karya/{work.product.code}/"
    client = as_user(owner_of(work))

    appeals.appeal(work, ground="fact", statement="Keliru.", by=owner_of(work))
    filed = Appeal.objects.get()
    assert filed.due_on == working_days_after(timezone.localdate(), 10)
    assert working_days_after(friday, 10).isoformat() == "2031-01-17"
    assert "Keberatan diperiksa" in client.get(page).content.decode()
    name_board(council, work)
    assert "Pemeriksa keberatan ditunjuk" in client.get(page).content.decode()
    assert council.leader.full_name not in client.get(page).content.decode()
    rule(council, work, appeals.dismiss, "Fotonya sesuai.")
    text = client.get(page).content.decode()
    assert "Fotonya sesuai." in text
    assert council.leader.full_name not in text
    keys = set(Notice.objects.values_list("template", flat=True))
    assert {
        "curation_appeal_received",
        "curation_appeal_board",
        "curation_appeal_dismissed",
    } <= keys


def test_board_is_named_and_only_it_hears_and_rules(council, as_user):
    work = finish(council, "rejected", POOR)
    appeals.appeal(work, ground="fact", statement="Keliru.", by=owner_of(work))
    at = clock.now()
    other = make_user(Role.LEADER, full_name="Pimpinan Lain")

    assert {one.full_name for one in appeals.candidates(work, at=at)} == {
        council.leader.full_name,
        council.outsider.full_name,
        other.full_name,
    }
    queue = [item.url for item in awaiting(council.secretariat, at=at)]
    assert f"/kerja/kurasi/keberatan/{work.code}/pemeriksa/" in queue
    name_board(council, work)
    page = f"/kerja/kurasi/keberatan/{work.code}/"
    assert page in [item.url for item in awaiting(council.leader, at=at)]
    assert page not in [item.url for item in awaiting(other, at=at)]
    assert as_user(other).get(page).status_code == 404
    with pytest.raises(ValidationError) as refusal:
        appeals.dismiss(work, reason="Tidak.", by=other)
    assert refusal.value.code == "not_allowed"
    with pytest.raises(DatabaseError, match="only the board"), transaction.atomic():
        Appeal.objects.update(outcome="upheld", reason="x", decided_by=other, decided_at=at)


def test_one_of_the_board_alone_rules_on_nothing(council, as_user):
    work = in_state(council, State.APPEALED)
    page = f"/kerja/kurasi/keberatan/{work.code}/"
    first, second = as_user(council.leader), as_user(council.outsider)
    word = {"outcome": "upheld", "reason": "Bahannya memang keliru."}

    assert first.post(page, word).status_code == 302
    work.refresh_from_db()
    assert work.state == State.APPEALED
    assert not Notice.objects.filter(template="curation_appeal_upheld").exists()
    assert page not in [item.url for item in awaiting(council.leader, at=clock.now())]
    assert "Bahannya memang keliru." in first.get(page).text
    assert "Bahannya memang keliru." not in second.get(page).text
    assert first.post(page, word).status_code == 422
    filed = Appeal.objects.get()
    with pytest.raises(DatabaseError, match="most of the board"), transaction.atomic():
        Appeal.objects.update(
            outcome="upheld", reason="x", decided_by=council.leader, decided_at=clock.now()
        )
    with pytest.raises(DatabaseError, match="has a say"), transaction.atomic():
        BoardOpinion.objects.create(
            appeal=filed, member=council.chair, outcome="upheld", reason="x", given_at=clock.now()
        )

    assert second.post(page, {**word, "reason": "Foto bahannya jelas."}).status_code == 302
    work.refresh_from_db()
    filed.refresh_from_db()
    assert work.state == State.QUEUED
    assert filed.reason == "Bahannya memang keliru.\n\nFoto bahannya jelas."
    told = Notice.objects.get(template="curation_appeal_upheld")
    assert "Bahannya memang keliru." in told.text
    assert "Foto bahannya jelas." in told.text


def test_board_that_does_not_agree_is_joined_by_one_more(council):
    work = in_state(council, State.APPEALED)
    third = make_user(Role.LEADER, full_name="Pimpinan Ketiga")
    naming = f"/kerja/kurasi/keberatan/{work.code}/pemeriksa/"
    waiting = lambda: [one.url for one in awaiting(council.second, at=clock.now())]  # noqa: E731

    appeals.uphold(work, reason="Terbukti.", by=council.leader)
    assert naming not in waiting()
    appeals.dismiss(work, reason="Tidak terbukti.", by=council.outsider)
    assert naming in waiting()
    appeals.name_board(work, members=[third], by=council.second)
    assert naming not in waiting()
    appeals.dismiss(work, reason="Sudah dinilai wajar.", by=third)

    work.refresh_from_db()
    assert work.state == State.REJECTED
    assert Appeal.objects.get().reason == "Tidak terbukti.\n\nSudah dinilai wajar."


@pytest.mark.parametrize("who", ["panel", "chair", "screener", "releaser", "maker"])
def test_database_keeps_everybody_with_a_part_off_the_board(council, who):
    work = finish(council, "rejected", POOR)
    filed = appeals.appeal(work, ground="fact", statement="Keliru.", by=owner_of(work))
    person = {
        "panel": council.curators[4],
        "chair": council.chair,
        "screener": council.secretariat,
        "releaser": council.second,
        "maker": owner_of(work),
    }[who]

    with pytest.raises(DatabaseError, match="no part in the case"), transaction.atomic():
        BoardMember.objects.create(
            appeal=filed,
            member=person,
            assigned_by=council.leader,
            assigned_at=timezone.now(),
        )


def test_evidence_is_read_by_the_board_alone(council, as_user):
    work = finish(council, "rejected", POOR)
    page = f"/kerja/kurasi/keberatan/{work.code}/bukti/"
    pdf = b"%PDF-1.4 bukti"

    as_user(owner_of(work)).post(
        f"/saya/karya/{work.product.code}/keberatan/",
        {
            "ground": "fact",
            "statement": "Bahannya keliru.",
            "document": SimpleUploadedFile("surat saya.pdf", pdf),
        },
    )

    filed = Appeal.objects.get()
    with storages["private"].open(filed.evidence) as file:
        assert file.read() == pdf
    name_board(council, work)
    answer = as_user(council.leader).get(page)
    assert answer.content == pdf
    assert "surat saya" not in answer["Content-Disposition"]
    for person in (council.curators[0], council.chair, make_user(Role.LEADER)):
        assert as_user(person).get(page).status_code == 404
    assert as_user(council.secretariat).get(page).status_code == 403


def test_upheld_objection_is_judged_by_fresh_people_and_the_old_scores_stay_uncounted(council):
    work = in_state(council, State.APPEALED)
    rule(council, work)
    gone = {council.chair, *council.curators[:3]}
    today = timezone.localdate()

    tied = {user for _work, user in ties([work], council.panel, on=today)}
    assert tied == {user.pk for user in gone}
    with pytest.raises(ValidationError) as refusal:
        assignments.assign(work, curators=[council.curators[0]], by=council.secretariat)
    assert refusal.value.code == "conflict"
    fresh = [*council.curators[3:], make_user(Role.CURATOR, full_name="Kurator F")]
    join_panel(council.round, fresh[2])
    assignments.assign(work, curators=fresh, by=council.secretariat)
    assignments.start_review(work, by=council.secretariat)
    for curator in fresh:
        score(work, curator)
    work.refresh_from_db()
    result = decisions.result_of(work)
    assert result is not None
    assert (result.count, result.grade.letter) == (3, "A")
    assert Review.objects.filter(submission=work).count() == 6
    assert Assignment.objects.filter(submission=work, state="voided").count() == 3
    with pytest.raises(ValidationError) as refusal:
        propose(council, work)
    assert refusal.value.code == "not_allowed"
    council.curators.append(fresh[2])
    attend(council, *council.panel)
    decisions.propose(work, proposal=decisions.Proposal("accepted"), by=fresh[0])
    decisions.sign(work, by=fresh[1])
    release.release(work, by=council.second)
    work.refresh_from_db()
    assert work.state == State.ACCEPTED
    with pytest.raises(ValidationError) as refusal:
        appeals.appeal(work, ground="fact", statement="Lagi.", by=owner_of(work))
    assert refusal.value.code == "wrong_state"
