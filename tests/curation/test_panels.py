"""Curators are asked, accept with a statement before any work opens, or decline; reminders."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from curation import assignments, clock, panels
from curation.deadlines import end_of_working_day
from curation.models import Invitation, PanelMember
from curation.reminders import remind, stage_on
from curation.transitions import State
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from tests.curation.cases import join_panel, queue, score, start
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


def code_of(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code or ""


@pytest.fixture
def asked(council) -> Invitation:
    """Somebody who was invited and has not answered."""
    user = make_user(Role.CURATOR, full_name="Tia Ditanya")
    member = join_panel(council.round, user, accepted_at=None, statement="")
    return panels.invite(member, by=council.secretariat)


def test_nothing_opens_before_the_statement(council, asked, as_user):
    """Neither works nor session, and nobody can be given a work; the success twin below."""
    work = queue(council)
    client, desk = as_user(asked.user), f"/kerja/kurasi/{council.round.slug}/"
    people = [*council.curators[:2], asked.user]
    give = lambda: assignments.assign(work, curators=people, by=council.secretariat)  # noqa: E731

    for page in ("nilai/", "nilai/periksa/", "sidang/"):
        assert client.get(desk + page).status_code == 404
    assert code_of(give) == "no_statement"
    assert "Anda diundang menjadi kurator" in client.get(desk).content.decode()
    assert "undangan menjadi kurator" in client.get("/kerja/").content.decode()

    assert (
        "Setujui pernyataannya"
        in client.post(desk + "undangan/", {"disclosure": ""}).content.decode()
    )
    client.post(desk + "undangan/", {"agreed": "on", "disclosure": "Ipar saya perajin akar."})

    member = PanelMember.objects.get(user=asked.user)
    assert "Saya menilai sendiri" in member.statement
    assert client.get(desk + "nilai/periksa/").status_code == 200
    panel = as_user(council.secretariat).get(desk + "panel/").content.decode()
    assert "Ipar saya perajin akar." in panel
    give()


def test_decline_keeps_the_answer_frees_the_place_and_may_be_asked_again(council, asked, as_user):
    page = f"/kerja/kurasi/{council.round.slug}/undangan/tolak/"
    client = as_user(asked.user)

    assert client.post(page, {"reason": " "}).status_code == 200
    client.post(page, {"reason": "Sedang bertugas di luar kota.", "may_ask_later": "on"})

    asked.refresh_from_db()
    assert (asked.state, asked.may_ask_later) == (Invitation.State.DECLINED, True)
    assert not council.round.panel.filter(user=asked.user).exists()
    panel = as_user(council.secretariat).get(f"/kerja/kurasi/{council.round.slug}/panel/")
    assert "mungkin lain waktu" in panel.content.decode()
    again = panels.invite(
        join_panel(council.round, asked.user, accepted_at=None, statement=""),
        by=council.secretariat,
    )
    assert again.pk != asked.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        Invitation.objects.filter(pk=asked.pk).update(state="open")


def test_answers_are_the_invited_persons_and_given_once(council, asked):
    accept = lambda by: panels.accept(asked, agreed=True, by=by)  # noqa: E731
    seat = PanelMember.objects.get(user=asked.user)

    assert code_of(lambda: accept(council.curators[0])) == "not_yours"
    assert code_of(lambda: panels.invite(seat, by=council.secretariat)) == "already_open"
    assert code_of(lambda: panels.invite(seat, by=council.chair)) == "not_allowed"
    accept(asked.user)
    assert code_of(lambda: accept(asked.user)) == "ended"
    seat.refresh_from_db()
    assert code_of(lambda: panels.invite(seat, by=council.secretariat)) == "already_accepted"


def test_panel_member_with_works_stays_without_any_leaves(council, asked):
    start(council)
    seat = council.round.panel.get(user=council.curators[0])

    assert code_of(lambda: panels.remove(seat, by=council.secretariat)) == "has_works"
    panels.remove(PanelMember.objects.get(user=asked.user), by=council.secretariat)
    asked.refresh_from_db()
    assert asked.state == Invitation.State.CANCELLED


def test_statement_of_one_round_does_not_open_the_next(council, as_user):
    from tests.curation.cases import make_council  # noqa: PLC0415 only here

    other = make_council()
    join_panel(other.round, council.curators[0], accepted_at=None, statement="")
    client = as_user(council.curators[0])

    assert client.get(f"/kerja/kurasi/{council.round.slug}/sidang/").status_code == 200
    assert client.get(f"/kerja/kurasi/{other.round.slug}/sidang/").status_code == 404


def test_chair_who_has_not_answered_is_not_stood_in_for(council):
    work = queue(council)
    council.round.panel.filter(is_chair=True).update(accepted_at=None)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)

    for person in (council.chair, council.curators[4]):
        assert code_of(lambda by=person: assignments.start_review(work, by=by)) == "not_allowed"
    assignments.start_review(work, by=council.secretariat)
    assert work.state == State.IN_REVIEW


# Reminders


@pytest.mark.parametrize(
    ("days", "stage"), [(-3, ""), (-2, "before"), (-1, "before"), (0, "due"), (1, "after")]
)
def test_reminder_of_the_day(days, stage):
    due_at = datetime(2026, 3, 11, tzinfo=WIB)  # the 10th is the last day
    day = datetime(2026, 3, 10, tzinfo=WIB).date() + timedelta(days=days)

    assert stage_on(day, due_at) == stage


def test_invited_and_scoring_are_reminded_once_a_stage(council, asked):
    work = start(council)
    score(work, council.curators[0])
    later = max(asked.due_at, council.round.review_due_at) + timedelta(days=1)

    assert remind(timezone.now() - timedelta(days=1)) == 0
    assert remind(later) == 3
    assert remind(later) == 0

    told = Notice.objects.filter(template__endswith="reminder")
    assert {one.recipient for one in told} == {asked.user, *council.curators[1:3]}
    assert "1 karya" in told.get(recipient=council.curators[1]).body


def test_unanswered_invitation_ends_by_the_daily_job(council, asked, capsys):
    ends = end_of_working_day(asked.due_at, panels.GRACE_DAYS)
    with clock.fixed_at(ends - timedelta(seconds=1)):
        call_command("curation_daily")
    asked.refresh_from_db()
    assert asked.state == Invitation.State.OPEN

    with clock.fixed_at(ends):
        call_command("curation_daily")

    asked.refresh_from_db()
    assert asked.state == Invitation.State.EXPIRED
    assert not PanelMember.objects.filter(user=asked.user).exists()
    assert "1 invitations ended" in capsys.readouterr().out
