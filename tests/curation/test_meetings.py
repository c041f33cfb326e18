"""The panel's meetings: quorum, votes, the room, the notes; and what the database refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from curation import clock, decisions, meetings
from curation.actors import actors_of
from curation.conflicts import declare
from curation.deliberation import Part, agenda
from curation.models import Decision, Meeting, MeetingAttendance, Sitting, Vote
from curation.queue import awaiting
from curation.quorum import Quorum, Tally
from curation.transitions import Actor
from tests.curation.cases import (
    GOOD,
    WEAK,
    Council,
    attend,
    decide,
    deliberate,
    owner_of,
    propose,
    score,
    start,
)


@pytest.mark.parametrize(
    ("panel", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (9, 5)]
)
def test_quorum_is_the_majority_of_the_panel_without_the_recused(panel, needed):
    assert Quorum(panel, needed).needed == needed
    assert Quorum(panel, needed).is_met
    assert not Quorum(panel, needed - 1).is_met


@pytest.mark.parametrize(
    ("ayes", "noes", "abstentions", "plain", "departing"),
    [
        (0, 0, 0, True, False),
        (0, 0, 5, True, False),
        (1, 0, 4, True, True),
        (2, 1, 0, True, True),
        (3, 2, 0, True, False),
        (4, 2, 9, True, True),
        (1, 1, 0, False, False),
        (0, 1, 0, False, False),
    ],
)
def test_departing_takes_two_thirds_and_an_abstention_is_no_vote(
    ayes, noes, abstentions, plain, departing
):
    tally = Tally(ayes, noes, abstentions)

    assert tally.carries(departs=False) is plain
    assert tally.carries(departs=True) is departing


def code_of(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code or ""


PROPOSAL = decisions.Proposal("accepted")


def waiting(user) -> list[str]:
    """What waits for the person at the desk, by title."""
    return [one.title for one in awaiting(user, at=clock.now())]


def meeting_of(council: Council) -> Meeting:
    return Meeting.objects.get(round=council.round, closed_at__isnull=True)


@pytest.mark.django_db
def test_recused_member_leaves_the_room_and_the_denominator(council):
    """Six on the panel need four; with two recused, three of four are enough."""
    work, other = deliberate(council), deliberate(council)
    for one in council.curators[3:]:
        declare(work, curator=one, reason="Paman saya.", by=one)
    attend(council, council.chair, *council.curators[:2])

    assert code_of(lambda: propose(council, other)) == "no_quorum"
    decision = propose(council, work)
    decisions.sign(work, by=council.curators[0])

    sitting = Sitting.objects.get(decision=decision)
    assert (sitting.panel, sitting.present) == (4, 3)
    assert [one["reason"] for one in sitting.recused] == ["Paman saya."] * 2


@pytest.mark.django_db
def test_recused_member_neither_counts_as_present_nor_votes(council):
    work = deliberate(council)
    gone = council.curators[4]
    declare(work, curator=gone, reason="Paman saya.", by=gone)
    attend(council, council.chair, council.curators[0], gone)

    room = meetings.room_of(work, on=timezone.localdate())
    assert (room.quorum.panel, room.quorum.present) == (5, 2)
    assert code_of(lambda: propose(council, work)) == "no_quorum"
    attend(council, council.chair, *council.curators[:2], gone)
    propose(council, work)
    assert code_of(lambda: decisions.vote(work, choice="for", by=gone)) == "not_allowed"


@pytest.mark.django_db
def test_deputy_leads_only_while_the_chair_is_away_or_tied(council):
    work = deliberate(council)
    deputy, other = council.curators[3:]
    attempt = lambda by: code_of(lambda: decisions.propose(work, proposal=PROPOSAL, by=by))  # noqa: E731

    meetings.name_deputy(meeting_of(council), deputy=deputy, by=council.chair)
    assert attempt(deputy) == "not_allowed"
    assert work.code not in waiting(deputy)
    attend(council, *council.curators)
    assert attempt(other) == "not_allowed"
    assert work.code in waiting(deputy)
    decisions.propose(work, proposal=PROPOSAL, by=deputy)

    assert code_of(lambda: decisions.sign(work, by=deputy)) == "second_person"
    decisions.sign(work, by=other)
    assert Decision.objects.get().proposed_by == deputy


@pytest.mark.django_db
def test_deputy_stands_in_for_a_chair_with_a_tie_and_others_where_the_deputy_cannot(council):
    work = deliberate(council)
    deputy, other = council.curators[3:]
    declare(work, curator=council.chair, reason="Sepupu saya.", by=council.chair)
    meetings.name_deputy(meeting_of(council), deputy=deputy, by=council.secretariat)
    on = timezone.localdate()

    assert Actor.CHAIR in actors_of(deputy, work, on=on)
    assert Actor.CHAIR not in actors_of(other, work, on=on)
    attend(council, other)
    assert Actor.CHAIR in actors_of(other, work, on=on)


@pytest.mark.django_db
def test_deputy_is_another_member_named_by_chair_or_secretariat_on_a_page(council, as_user):
    meeting = meeting_of(council)
    name = lambda who, by=council.chair: meetings.name_deputy(meeting, deputy=who, by=by)  # noqa: E731
    page = f"/kerja/kurasi/{council.round.slug}/sidang/pengganti/"
    deputy = council.curators[2]

    assert code_of(lambda: name(council.chair)) == "is_chair"
    assert code_of(lambda: name(council.outsider)) == "not_on_panel"
    assert code_of(lambda: name(deputy, by=council.curators[0])) == "not_allowed"
    assert as_user(council.curators[0]).get(page).status_code == 404
    assert as_user(council.secretariat).post(page, {"deputy": deputy.pk}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.deputy == deputy
    assert deputy.full_name in as_user(council.chair).get(page.replace("pengganti/", "")).text


@pytest.mark.django_db
def test_departing_decision_is_signed_with_two_thirds_only(council):
    work = deliberate(council, WEAK)
    proposal = decisions.Proposal("accepted", "B", "Kemasan sudah diganti.", "Bagus.")
    decision = decisions.propose(work, proposal=proposal, by=council.chair)
    sign = lambda: decisions.sign(work, by=council.curators[0], seen=decision.pk)  # noqa: E731
    vote = lambda place, choice: decisions.vote(  # noqa: E731
        work, choice=choice, seen=decision.pk, by=council.curators[place]
    )

    assert code_of(sign) == "two_thirds"
    vote(0, "for")
    vote(1, "against")
    vote(2, "abstain")
    assert code_of(sign) == "two_thirds"
    point = transaction.savepoint()
    Sitting.objects.create(decision=decision, meeting=meeting_of(council), panel=6, present=6)
    rows = Decision.objects.filter(pk=decision.pk)
    with pytest.raises(DatabaseError, match="two thirds"), transaction.atomic():
        rows.update(signed_by=council.curators[0], signed_at=timezone.now())
    transaction.savepoint_rollback(point)
    vote(2, "for")
    sign()

    assert Vote.objects.filter(decision=decision).count() == 3
    with pytest.raises(DatabaseError, match="vote is over"), transaction.atomic():
        Vote.objects.filter(decision=decision).update(choice="against")


@pytest.mark.django_db
def test_proposal_that_follows_the_figures_needs_no_vote_but_cannot_lose_one(council):
    work = deliberate(council)
    propose(council, work)
    decisions.vote(work, choice="against", by=council.curators[1])

    assert code_of(lambda: decisions.sign(work, by=council.curators[0])) == "vote_lost"
    decisions.vote(work, choice="abstain", by=council.curators[1])
    decisions.sign(work, by=council.curators[0])


@pytest.mark.django_db
def test_who_read_an_earlier_proposal_neither_votes_nor_signs_the_new_one(council):
    work = deliberate(council)
    old = propose(council, work)
    decisions.reopen(work, reason="Salah tulis.", by=council.chair)
    propose(council, work, "coaching")
    by = council.curators[3]

    assert code_of(lambda: decisions.sign(work, by=by, seen=old.pk)) == "other_proposal"
    vote = lambda: decisions.vote(work, choice="for", by=by, seen=old.pk)  # noqa: E731
    assert code_of(vote) == "other_proposal"


@pytest.mark.django_db
def test_database_takes_no_signature_without_a_room_with_quorum(council):
    work = deliberate(council)
    decision = propose(council, work)
    rows = Decision.objects.filter(pk=decision.pk)

    with pytest.raises(DatabaseError, match="outside a meeting"), transaction.atomic():
        rows.update(signed_by=council.curators[0], signed_at=timezone.now())
    with pytest.raises(IntegrityError, match="sitting_has_quorum"), transaction.atomic():
        Sitting.objects.create(
            decision=decision,
            meeting=meeting_of(council),
            panel=6,
            present=3,
        )


@pytest.mark.django_db
def test_closed_meeting_is_a_record(council):
    work = deliberate(council)
    meeting = meeting_of(council)
    meetings.write_note(meeting, work, text="Dibahas dua kali.", seen=0, by=council.chair)
    meetings.close_meeting(meeting, by=council.secretariat)
    again = lambda: meetings.record_attendance(meeting, states={}, by=council.chair)  # noqa: E731

    assert code_of(again) == "closed"
    with pytest.raises(DatabaseError, match="meeting is closed"), transaction.atomic():
        MeetingAttendance.objects.filter(meeting=meeting).update(state="absent", arrived_at=None)
    with pytest.raises(DatabaseError, match="meeting is closed"), transaction.atomic():
        meeting.notes.update(text="Lain.")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(place="Lain")


@pytest.mark.django_db
def test_meeting_has_its_own_refusals(council):
    meeting = meeting_of(council)
    begin = lambda **fields: meetings.open_meeting(  # noqa: E731
        council.round,
        **{"place": "Pendopo", "present": council.curators, "by": council.chair, **fields},
    )

    assert code_of(begin) == "already_open"
    meetings.close_meeting(meeting, by=council.chair)
    assert code_of(lambda: begin(by=council.curators[0])) == "not_allowed"
    assert code_of(lambda: begin(present=[council.outsider])) == "nobody"
    assert code_of(lambda: begin(minutes_by=council.curators[0])) == "panel_takes_minutes"
    with pytest.raises(ValidationError, match="Tulis di mana"):
        begin(place=" ")
    second = begin(minutes_by=council.second)
    assert second.number == 2
    with clock.fixed_at(timezone.now() + timedelta(days=2)):
        assert meetings.close_forgotten(on=timezone.localdate(clock.now())) == 1


@pytest.mark.django_db
def test_two_minute_takers_do_not_overwrite_each_other(council):
    work = deliberate(council)
    meeting = meeting_of(council)
    meetings.write_note(meeting, work, text="Satu.", seen=0, by=council.chair)

    write = lambda: meetings.write_note(  # noqa: E731
        meeting, work, text="Dua.", seen=0, by=council.secretariat
    )
    assert code_of(write) == "stale"
    assert meeting.notes.get().text == "Satu."


@pytest.mark.django_db
def test_agenda_puts_what_must_be_discussed_in_front(council):
    plain, waiting, decided = (deliberate(council) for _work in range(3))
    wide = start(council)
    for curator, values in zip(council.curators[:3], (GOOD, GOOD, {**GOOD, "MTU": 1}), strict=True):
        score(wide, curator, values)
    propose(council, waiting)
    propose(council, decided)
    decisions.sign(decided, by=council.curators[0])

    items = agenda(council.round, council.chair, on=timezone.localdate())

    assert [one.work.code for one in items] == [one.code for one in (wide, plain, waiting, decided)]
    assert [one.part for one in items] == list(Part)
    assert items[0].flags[0].startswith("ada nilai 0 atau 1 pada")


@pytest.mark.django_db
def test_agenda_costs_the_same_for_any_number_of_works(council, as_user):
    client = as_user(council.curators[0])
    page = f"/kerja/kurasi/{council.round.slug}/sidang/"

    def queries() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        return len(found)

    deliberate(council)
    one = queries()
    deliberate(council)
    deliberate(council)

    assert queries() == one


@pytest.mark.django_db
def test_minute_taker_follows_and_writes_but_decides_nothing(council, as_user):
    work = deliberate(council)
    desk = f"/kerja/kurasi/{council.round.slug}/sidang/"
    client = as_user(council.second)
    assert client.get(desk).status_code == 404
    meetings.close_meeting(meeting_of(council), by=council.chair)
    meetings.open_meeting(
        council.round,
        place="Pendopo",
        present=council.curators,
        minutes_by=council.second,
        by=council.chair,
    )

    text = client.get(f"{desk}{work.code}/").content.decode()
    saved = client.post(f"{desk}{work.code}/catatan/", {"text": "Panel sepakat.", "seen": "0"})
    lost = client.post(f"{desk}{work.code}/catatan/", {"text": "Kalimat lain.", "seen": "0"})

    assert "83,75" in text
    assert "Catatan notulis" in text
    assert owner_of(work).full_name not in text
    assert not any(one.full_name in text for one in council.curators[:3])
    assert saved.status_code == 302
    assert lost.status_code == 422
    assert "Kalimat lain." in lost.content.decode()
    assert "Panel sepakat." in lost.content.decode()
    assert (
        client.post(f"{desk}{work.code}/suara/", {"choice": "for", "seen": "0"}).status_code == 403
    )
    assert client.post(f"{desk}{work.code}/tandatangan/").status_code == 403


@pytest.mark.django_db
def test_a_meeting_is_run_through_its_pages(council, as_user):
    """Opened, proposed, voted, signed, closed, by those whose part it is."""
    meetings.close_meeting(meeting_of(council), by=council.chair)
    work = deliberate(council)
    desk = f"/kerja/kurasi/{council.round.slug}/sidang/"
    chair, first = as_user(council.chair), as_user(council.curators[0])
    proposal = {
        "outcome": "coaching",
        "feedback": "Haluskan tepinya.",
        "justification": "Foto menipu.",
    }

    refused = chair.post(f"{desk}{work.code}/", {**proposal, "lock_version": work.lock_version})
    present = [one.pk for one in (council.chair, *council.curators[:3])]
    opened = as_user(council.secretariat).post(
        f"{desk}buka/", {"place": "Pendopo", "present": present}
    )
    chair.post(f"{desk}{work.code}/", {**proposal, "lock_version": work.lock_version})
    decision = Decision.objects.get()
    for client in (first, as_user(council.curators[1])):
        client.post(f"{desk}{work.code}/suara/", {"choice": "for", "seen": decision.pk})
    first.post(f"{desk}{work.code}/tandatangan/", {"seen": decision.pk})
    chair.post(f"{desk}tutup/")

    assert refused.status_code == 422
    assert "Sidang belum dibuka" in refused.content.decode()
    assert "Foto menipu." in refused.content.decode()
    assert opened.status_code == 302
    decision.refresh_from_db()
    assert decision.signed_by == council.curators[0]
    assert Meeting.objects.filter(closed_at__isnull=True).count() == 0


@pytest.mark.django_db
def test_list_and_screen_bring_themselves_up_to_date(council, as_user):
    work = decide(council)
    desk = f"/kerja/kurasi/{council.round.slug}/sidang/"
    client = as_user(council.curators[0])

    for page, mark in ((desk, "session-agenda"), (f"{desk}{work.code}/layar/", "screen-board")):
        whole = client.get(page).content.decode()
        part = client.get(page, headers={"HX-Request": "true"}).content.decode()
        assert whole.count(f'id="{mark}"') == 1
        assert 'hx-trigger="every 10s"' in whole
        assert part.strip().startswith("<div")
        assert part.strip() in whole or f'id="{mark}"' in part
        assert "<html" not in part
        assert owner_of(work).full_name not in whole + part
