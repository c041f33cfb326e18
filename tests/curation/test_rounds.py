"""A round's phase, its stages' times, and what its announcement fixes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from curation.deadlines import due_on_of, working_days_after
from curation.forms import RoundForm
from curation.models import Round
from curation.phases import Phase, phase_at
from curation.progress import blockers_of, stages_of
from curation.queue import awaiting
from curation.status import status_of
from curation.transitions import State
from tests.curation.cases import owner_of, queue, submit

WIB = ZoneInfo("Asia/Jakarta")
UTC = ZoneInfo("UTC")


def wib(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=WIB)


def march() -> Round:
    return Round(
        opens_at=wib(2),
        closes_at=wib(10),
        review_due_at=wib(17),
        meets_on=date(2026, 3, 19),
        releases_on=date(2026, 3, 24),
        opened_at=wib(1),
    )


@pytest.mark.parametrize(
    ("turn", "before", "after"),
    [
        (wib(2), Phase.ANNOUNCED, Phase.CALL),
        (wib(10), Phase.CALL, Phase.SCORING),
        (wib(17), Phase.SCORING, Phase.SESSION),
        (wib(20), Phase.SESSION, Phase.RELEASE),
        (wib(24), Phase.RELEASE, Phase.OBJECTIONS),
        (datetime(2026, 4, 7, tzinfo=WIB), Phase.OBJECTIONS, Phase.CLOSED),
    ],
)
def test_phase_turns_at_the_second_in_the_councils_zone(turn, before, after):
    """The same moments written in UTC: midnight in Bojonegoro is five in the afternoon there."""
    moment = turn.astimezone(UTC)
    assert phase_at(march(), at=moment - timedelta(seconds=1)) == before
    assert phase_at(march(), at=moment) == after


def test_round_in_preparation_has_no_other_phase():
    round = march()
    round.opened_at = None

    assert phase_at(round, at=wib(5)) == Phase.PREPARATION


@pytest.mark.parametrize(
    "change",
    [{"quorum": 4}, {"curators_minimum": 4}, {"lookback_months": 1}, {"trade_lookback_months": 1}],
    ids=str,
)
def test_database_keeps_the_rules_of_an_announced_round(council, change):
    with pytest.raises(DatabaseError, match="rules of an opened round"), transaction.atomic():
        Round.objects.filter(pk=council.round.pk).update(**change)


def posted(round: Round, **changes) -> dict[str, object]:
    form = RoundForm(instance=round)
    data = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    return {name: "" if value is None else value for name, value in data.items()} | changes


def test_form_says_why_rules_stand_and_lets_the_closing_day_move_only_on(council):
    round = council.round
    later = round.closes_on + timedelta(days=2)
    earlier = round.closes_on - timedelta(days=2)

    form = RoundForm(posted(round, quorum=5, closes_on=later), instance=round)
    assert form.is_valid(), form.errors
    assert form.save().quorum == 3
    assert "Tetap sejak periode diumumkan" in str(form["quorum"].help_text)
    assert not RoundForm(posted(round, closes_on=earlier), instance=round).is_valid()


def test_scoring_days_give_the_deadline_where_none_is_typed(council):
    round = council.round
    form = RoundForm(posted(round, review_due_on="", scoring_days=4), instance=round)

    assert form.is_valid(), form.errors
    assert form.save().review_due_on == working_days_after(round.closes_on, 4)


def test_stage_times_are_the_rounds_own_and_make_maker_and_desk_honest(council):
    Round.objects.filter(pk=council.round.pk).update(screening_days=1, assignment_days=8)
    work, waiting = submit(council), queue(council)
    work.refresh_from_db()
    waiting.round.refresh_from_db()
    today = timezone.localdate()
    monday = timezone.now() + timedelta(days=4)

    assert due_on_of(work) == working_days_after(today, 1)
    assert due_on_of(waiting) == working_days_after(today, 8)
    assert "Kami terlambat" in status_of(work, at=monday).line
    late = {stage.state: stage.late for stage in stages_of(work.round, at=monday)}
    assert (late[State.SUBMITTED], late[State.QUEUED]) == (1, 0)
    due = {item.title: item.due_on for item in awaiting(council.secretariat, at=monday)}
    assert due[f"{work.code} · {work.version.name}"] == working_days_after(today, 1)


def test_desk_names_what_holds_up_the_next_step(council, as_user):
    submit(council)
    stages = stages_of(council.round, at=timezone.now())
    assert blockers_of(council.round, stages, at=timezone.now()) == []

    council.round.closes_at = timezone.now() - timedelta(minutes=1)
    council.round.save()

    page = as_user(council.secretariat).get(council.round.get_absolute_url()).content.decode()
    assert "Yang menahan langkah berikutnya" in page
    assert "Berkas 1 karya belum diperiksa." in page


def test_public_page_shows_phase_call_dates_and_no_panel_before_the_release(council, client):
    council.round.places = 12
    council.round.call = "Kirim karya terbaik Anda."
    council.round.releases_on = timezone.localdate() + timedelta(days=30)
    council.round.save()
    maker = owner_of(submit(council))

    page = client.get(f"/kurasi/{council.round.slug}/").content.decode()

    for words in ("Menerima karya", "Kirim karya terbaik Anda.", "12 tempat", "Rubrik lengkap:"):
        assert words in page
    for name in (council.chair.full_name, council.curators[0].full_name, maker.full_name):
        assert name not in page
