"""Every state × action × role, generated from the one table; and each refusal that it names."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from curation import (
    appeals,
    assignments,
    calibration,
    clock,
    decisions,
    meetings,
    release,
    reviews,
    samples,
    screening,
    submissions,
)
from curation.models import (
    Appeal,
    Assignment,
    CompletionItem,
    Decision,
    Round,
    RoundRubric,
    StateChange,
    Submission,
)
from curation.transitions import CHANGES, FINAL, TABLE, Action, Actor, State
from dekranasda.accounts.models import Role, User
from dekranasda.notices.models import Notice
from products.drafts import new_version
from tests.curation.cases import (
    GOOD,
    WEAK,
    Council,
    ask_completion,
    attend,
    deliberate,
    finish,
    in_state,
    make_council,
    make_ready,
    owner_of,
    pass_gates,
    propose,
    propose_ineligible,
    queue,
    score,
    start,
    submit,
)
from tests.factories import let_help, make_artisan, make_craft, make_user

pytestmark = pytest.mark.django_db


def later(days: int = 14):
    return timezone.now() + timedelta(days=days)


def amend(work: Submission) -> None:
    """The maker mends the work in a new draft."""
    new_version(work.product, by=owner_of(work))
    make_ready(work.product)


# How each action is taken, with input that its guards accept. The first function prepares what
# another person must have done before.
Runner = tuple[
    Callable[[Council, Submission], object], Callable[[Council, Submission, User], object]
]


def nothing(_council: Council, _work: Submission) -> None:
    """No preparation."""


def prepare_queue(council: Council, work: Submission) -> None:
    pass_gates(council, work)


def prepare_start(council: Council, work: Submission) -> None:
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)


def prepare_requeue(council: Council, work: Submission) -> None:
    Assignment.objects.filter(submission=work).update(due_at=timezone.now())


def prepare_session(council: Council, work: Submission) -> None:
    for curator in council.curators[:2]:
        score(work, curator)
    fourth = council.curators[3]
    assignments.assign(work, curators=[*council.curators[:3], fourth], by=council.secretariat)
    score(work, council.curators[2])
    Assignment.objects.filter(submission=work, curator=fourth).update(due_at=timezone.now())


def prepare_sign(council: Council, work: Submission) -> None:
    """A proposal by somebody who tries no action in these tests."""
    decision = propose(council, work)
    Decision.objects.filter(pk=decision.pk).update(proposed_by=council.curators[4])


def prepare_reopen(council: Council, work: Submission) -> None:
    if work.state == State.DELIBERATION:
        prepare_sign(council, work)


def prepare_lapse(council: Council, work: Submission) -> None:
    Submission.objects.filter(pk=work.pk).update(due_at=timezone.now() - timedelta(hours=1))


def prepare_hold(council: Council, work: Submission) -> None:
    Submission.objects.filter(pk=work.pk).update(
        hold_reason="Diperiksa dulu.", hold_by=council.curators[4]
    )


def prepare_ineligible(council: Council, work: Submission) -> None:
    propose_ineligible(council, work)
    Submission.objects.filter(pk=work.pk).update(ineligible_proposed_by=council.curators[4])


PROPOSAL = decisions.Proposal(outcome="accepted")
RUNNERS: dict[Action, Runner] = {
    Action.RETURN_FOR_COMPLETION: (
        nothing,
        lambda council, work, by: screening.return_for_completion(
            work,
            requests=[screening.Request(CompletionItem.Part.PHOTOS, "Terlalu gelap.")],
            due_at=later(),
            by=by,
        ),
    ),
    Action.COMPLETE: (
        lambda council, work: amend(work),
        lambda council, work, by: submissions.complete(work, by=by),
    ),
    Action.LAPSE: (prepare_lapse, lambda council, work, by: submissions.lapse(work)),
    Action.REOPEN: (
        nothing,
        lambda council, work, by: screening.reopen(
            work, due_at=later(), reason="Perajin sakit.", by=by
        ),
    ),
    Action.PROPOSE_INELIGIBLE: (
        nothing,
        lambda council, work, by: screening.propose_ineligible(
            work, gate=work.rubric.gates.get(code="TANGAN"), reason="Barang beli jadi.", by=by
        ),
    ),
    Action.DISMISS_INELIGIBLE: (
        prepare_ineligible,
        lambda council, work, by: screening.dismiss_ineligible(work, by=by),
    ),
    Action.CONFIRM_INELIGIBLE: (
        prepare_ineligible,
        lambda council, work, by: screening.confirm_ineligible(work, by=by),
    ),
    Action.QUEUE: (
        prepare_queue,
        lambda council, work, by: screening.queue(work, redaction_confirmed=True, by=by),
    ),
    Action.START_REVIEW: (
        prepare_start,
        lambda council, work, by: assignments.start_review(work, by=by),
    ),
    Action.OPEN_DELIBERATION: (
        prepare_session,
        lambda council, work, by: decisions.open_deliberation(work, by=by),
    ),
    Action.REQUEUE: (
        prepare_requeue,
        lambda council, work, by: assignments.requeue(work, reason="Kuorum kurang.", by=by),
    ),
    Action.RETURN_TO_REVIEW: (
        nothing,
        lambda council, work, by: decisions.return_to_review(
            work, curators=[council.curators[3]], reason="Sebarannya lebar.", by=by
        ),
    ),
    Action.PROPOSE_DECISION: (
        nothing,
        lambda council, work, by: decisions.propose(work, proposal=PROPOSAL, by=by),
    ),
    Action.VOTE: (
        prepare_sign,
        lambda council, work, by: decisions.vote(work, choice="for", by=by),
    ),
    Action.SIGN_DECISION: (prepare_sign, lambda council, work, by: decisions.sign(work, by=by)),
    Action.REOPEN_DECISION: (
        prepare_reopen,
        lambda council, work, by: decisions.reopen(work, reason="Ada bukti baru.", by=by),
    ),
    Action.RELEASE: (nothing, lambda council, work, by: release.release(work, by=by)),
    Action.RESUBMIT: (
        lambda council, work: amend(work),
        lambda council, work, by: submissions.resubmit(work, by=by),
    ),
    Action.APPEAL: (
        nothing,
        lambda council, work, by: appeals.appeal(
            work, ground=Appeal.Ground.FACT, statement="Keliru.", by=by
        ),
    ),
    Action.NAME_BOARD: (
        nothing,
        lambda council, work, by: appeals.name_board(
            work, members=[make_user(Role.LEADER), make_user(Role.LEADER)], by=by
        ),
    ),
    Action.DISMISS_APPEAL: (
        nothing,
        lambda council, work, by: appeals.dismiss(work, reason="Tidak terbukti.", by=by),
    ),
    Action.UPHOLD_APPEAL: (
        nothing,
        lambda council, work, by: appeals.uphold(work, reason="Terbukti.", by=by),
    ),
    Action.WITHDRAW: (nothing, lambda council, work, by: submissions.withdraw(work, by=by)),
    Action.HOLD: (nothing, lambda council, work, by: decisions.hold(work, reason="Cek.", by=by)),
    Action.CLEAR_HOLD: (
        prepare_hold,
        lambda council, work, by: decisions.clear_hold(work, by=by),
    ),
}


def cast(council: Council, work: Submission) -> dict[str, tuple[User, set[Actor]]]:
    """People and the capacities that they have by rights, told apart from the code under test."""
    board = {Actor.BOARD} if work.state == State.APPEALED else set()
    return {
        "maker": (owner_of(work), {Actor.MAKER}),
        "stranger": (council.maker(), set()),
        "secretariat": (council.second, {Actor.SECRETARIAT, Actor.MAKER}),
        "chair": (council.chair, {Actor.CHAIR, Actor.PANEL}),
        "panel": (council.curators[1], {Actor.PANEL}),
        "leader": (council.leader, board),
        "outside curator": (council.outsider, board),
        "helper": (let_help(work.product.business), {Actor.HELPER}),
        "mentor": (make_user(Role.MENTOR), set()),
        "operator": (make_user(Role.DISTRICT_OPERATOR), set()),
    }


def test_every_action_has_a_runner_and_names_its_function():
    assert set(RUNNERS) == set(Action) == set(TABLE)
    modules = {
        "submissions": submissions,
        "screening": screening,
        "assignments": assignments,
        "decisions": decisions,
        "release": release,
        "appeals": appeals,
    }
    for row in TABLE.values():
        _package, module, name = row.work.split(".")
        assert callable(getattr(modules[module], name)), row.work


@pytest.mark.parametrize("state", State, ids=str)
def test_cells_of_the_table(council, state):
    """In one state: each action by each person does what the table says, and nothing else."""
    work = in_state(council, state)
    people = cast(council, work)
    cells = 0
    for action, (prepare, run) in RUNNERS.items():
        row = TABLE[action]
        for name, (person, actors) in people.items():
            if action == Action.LAPSE and name != "maker":
                continue  # taken by no person; one cell is enough
            is_wrong = state not in row.sources
            if is_wrong and not row.actors & actors and name != "stranger":
                continue  # the state is looked at before the person: two kinds are enough
            cells += 1
            if is_wrong:
                assert attempt(council, work, run, person) == "wrong_state", (action, name)
            elif action == Action.LAPSE or row.actors & actors:
                take(council, work, action, prepare, run, person)
            else:
                assert attempt(council, work, run, person) == "not_allowed", (action, name)
    assert cells > 2 * len(TABLE) - 2


def attempt(council, work, run, person) -> str:
    """Takes an action that should be refused; «done» or the code of the refusal."""
    try:
        run(council, work, person)
    except ValidationError as error:
        return error.error_list[0].code or ""
    return "done"


def take(council, work, action, prepare, run, person) -> None:
    """Takes an action that should work, looks at what it left, and takes it back again."""
    with transaction.atomic():
        point = transaction.savepoint()
        fresh = Submission.objects.get(pk=work.pk)
        prepare(council, fresh)
        fresh = Submission.objects.get(pk=work.pk)
        before = StateChange.objects.filter(submission=work).count()
        run(council, fresh, person)
        now = Submission.objects.get(pk=work.pk)
        assert now.state in TABLE[action].targets
        assert now.state == fresh.state
        assert StateChange.objects.filter(submission=work).count() == before + 1
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize(("source", "target"), [("submitted", "accepted"), ("accepted", "queued")])
def test_database_refuses_changes_outside_the_table(council, source, target):
    work = in_state(council, State(source))

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Submission.objects.filter(pk=work.pk).update(state=target)


def test_database_allows_exactly_the_tables_changes(council):
    """The trigger in the database carries the same pairs as the table, no more and no fewer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger_state_machine_%%'")
        source = cursor.fetchone()[0]
    pairs = source.split("'{")[1].split("}'")[0].split(",")
    assert sorted(pairs) == sorted(f"{old}:{new}" for old, new in CHANGES)


def test_final_states_lead_nowhere_but_to_appeal_and_reopening():
    exits = {(old, new) for old, new in CHANGES if old in FINAL}

    assert exits == {
        ("coaching", "appealed"),
        ("rejected", "appealed"),
        ("ineligible", "appealed"),
        ("lapsed", "needs_completion"),
    }


def test_page_that_is_out_of_date_changes_nothing(council):
    work = deliberate(council)

    with pytest.raises(ValidationError) as refusal:
        decisions.propose(work, proposal=PROPOSAL, by=council.chair, expected=work.lock_version - 1)

    assert refusal.value.code == "stale"


# Each guard of the table, by the one thing that is wrong


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(ValidationError) as refusal:
        act()
    assert {error.code for error in refusal.value.error_list} >= {code}
    SEEN.add(code)


SEEN: set[str] = set()


def test_completion_request_needs_items_reasons_and_a_future_deadline(council):
    work = submit(council)
    ask = screening.return_for_completion
    request = screening.Request(CompletionItem.Part.PHOTOS, "Gelap.")
    blank = screening.Request(CompletionItem.Part.PHOTOS, " ")
    by = council.secretariat

    refused("no_items", lambda: ask(work, requests=[], due_at=later(), by=by))
    refused("reason_required", lambda: ask(work, requests=[blank], due_at=later(), by=by))
    refused("due_past", lambda: ask(work, requests=[request], due_at=later(-1), by=by))


def test_completing_needs_a_change_that_is_ready_and_in_time(council):
    work = in_state(council, State.NEEDS_COMPLETION)
    maker = owner_of(work)

    refused("nothing_changed", lambda: submissions.complete(work, by=maker))
    new_version(work.product, by=maker)
    refused("not_ready", lambda: submissions.complete(work, by=maker))
    make_ready(work.product)
    with clock.fixed_at(later(15)):
        refused("too_late", lambda: submissions.complete(work, by=maker))


def test_papers_alone_need_no_new_version(council):
    work = submit(council)
    ask_completion(council, work, part="documents")

    submissions.complete(work, by=owner_of(work))

    assert work.state == State.SUBMITTED
    assert work.version.number == 1


def test_completed_work_brings_its_new_version_and_answers(council):
    work = in_state(council, State.NEEDS_COMPLETION)
    amend(work)

    submissions.send(work.product, by=owner_of(work))

    work.refresh_from_db()
    assert work.version.number == 2
    assert work.version.frozen_at is not None
    assert not work.completion_items.filter(answered_at__isnull=True).exists()


def test_nothing_lapses_before_its_day(council):
    work = in_state(council, State.NEEDS_COMPLETION)

    refused("not_due", lambda: submissions.lapse(work))


def test_overdue_works_are_closed_by_the_daily_job(council):
    work = in_state(council, State.NEEDS_COMPLETION)
    other = submit(council)

    with clock.fixed_at(later(30)):
        assert submissions.lapse_overdue() == 1

    work.refresh_from_db()
    other.refresh_from_db()
    assert (work.state, other.state) == (State.LAPSED, State.SUBMITTED)


def test_lapsed_work_is_reopened_once_and_not_beside_a_twin(council):
    work = in_state(council, State.LAPSED)
    by = council.secretariat
    again = lambda reason="Sakit.": screening.reopen(  # noqa: E731 called with several reasons
        work, due_at=later(20), reason=reason, by=by
    )

    refused("reason_required", lambda: again(" "))
    again()
    with clock.fixed_at(later(40)):
        submissions.lapse(work)
        refused(
            "already_reopened",
            lambda: screening.reopen(work, due_at=later(60), reason="Lagi.", by=by),
        )


def test_lapsed_work_that_was_sent_again_is_not_reopened(council):
    work = in_state(council, State.LAPSED)
    council.round.closes_at = timezone.now() - timedelta(days=1)
    council.round.save()
    from tests.curation.cases import make_council  # noqa: PLC0415 only here

    make_council()
    amend(work)
    submissions.submit(work.product, by=owner_of(work))

    refused(
        "open_twin",
        lambda: screening.reopen(work, due_at=later(), reason="Sakit.", by=council.secretariat),
    )


def test_ineligibility_takes_two_people(council):
    work = submit(council)
    gate = work.rubric.gates.get(code="TANGAN")
    by = council.secretariat

    refused("not_proposed", lambda: screening.confirm_ineligible(work, by=council.second))
    refused("not_proposed", lambda: screening.dismiss_ineligible(work, by=council.second))
    refused(
        "reason_required",
        lambda: screening.propose_ineligible(work, gate=gate, reason="", by=by),
    )
    propose_ineligible(council, work)
    refused(
        "already_proposed",
        lambda: screening.propose_ineligible(work, gate=gate, reason="Sekali lagi.", by=by),
    )
    refused("second_person", lambda: screening.confirm_ineligible(work, by=by))
    refused(
        "ineligible_proposed",
        lambda: screening.queue(work, redaction_confirmed=True, by=council.second),
    )


def test_queue_needs_every_gate_and_the_word_on_redaction(council):
    work = submit(council)
    by = council.secretariat

    refused("gates_open", lambda: screening.queue(work, redaction_confirmed=True, by=by))
    pass_gates(council, work, TANGAN="failed")
    refused("gates_open", lambda: screening.queue(work, redaction_confirmed=True, by=by))
    pass_gates(council, work)
    refused("not_redacted", lambda: screening.queue(work, redaction_confirmed=False, by=by))


def test_review_starts_with_three_curators_without_conflict(council):
    work = queue(council)
    assignments.assign(work, curators=council.curators[:2], by=council.secretariat)
    begin = lambda: assignments.start_review(work, by=council.secretariat)  # noqa: E731

    refused("too_few_curators", begin)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    work.product.business.owner.user = None
    from curation.conflicts import declare  # noqa: PLC0415 only here

    declare(work, curator=council.curators[0], reason="Paman saya.", by=council.curators[0])
    refused("conflict", begin)


def test_review_waits_for_the_sample_where_the_class_needs_one(council):
    work = queue(council)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    # The round was announced without it; its rules cannot be changed any more.
    with pgtrigger.ignore("curation.RoundRubric:opened_round_keeps_rubrics"):
        RoundRubric.objects.create(
            round=work.round,
            product_class=work.rubric.product_class,
            rubric=work.rubric,
            needs_sample=True,
        )
    begin = lambda: assignments.start_review(work, by=council.secretariat)  # noqa: E731

    refused("sample_missing", begin)
    sample = samples.register(
        work, what="1 vas", return_by=timezone.localdate(), by=council.secretariat
    )
    refused("sample_missing", begin)
    received = samples.Movement(samples.Kind.RECEIVED, {"condition": "Utuh"})
    samples.move(sample, received, by=council.secretariat)
    begin()


def test_review_starts_with_statements_an_expert_and_ties_decided(council):
    work = queue(council)
    people = council.curators[:3]
    assignments.assign(work, curators=people, by=council.secretariat)
    begin = lambda: assignments.start_review(work, by=council.secretariat)  # noqa: E731
    seats = council.round.panel.filter(user__in=people)
    from curation.conflicts import declare, waive  # noqa: PLC0415 only here

    weaving = make_craft("tenun")
    for seat in seats:
        seat.crafts.set([weaving])
    refused("no_expert", begin)
    seats.first().crafts.clear()
    seats.filter(user=people[2]).update(accepted_at=None)
    refused("no_statement", begin)
    seats.update(accepted_at=timezone.now())
    declare(work, curator=people[1], reason="Kenal gayanya.", by=people[1], relation="acquainted")
    refused("tie_undecided", begin)
    waive(work, curator=people[1], rule="acquainted", reason="Hanya kenal.", by=council.secretariat)
    begin()

    assert work.state == State.IN_REVIEW


def test_review_starts_with_a_curator_from_another_district_where_the_round_asks_for_one(council):
    work = queue(council)
    people = council.curators[:3]
    village = work.product.business.village
    for one in people:
        make_artisan(user=one, name=one.full_name, village=village)
    assignments.assign(work, curators=people, by=council.secretariat)
    begin = lambda: assignments.start_review(work, by=council.secretariat)  # noqa: E731
    # The round was announced without it; its rules cannot be changed any more.
    with pgtrigger.ignore("curation.Round:opened_round_keeps_rules"):
        Round.objects.update(needs_outsider=True)
    work.refresh_from_db()

    refused("no_outsider", begin)
    assignments.assign(work, curators=council.curators[:4], by=council.secretariat)
    begin()


def test_session_opens_with_quorum_and_when_all_are_in_or_late(council):
    work = start(council, curators=4)
    begin = lambda: decisions.open_deliberation(work, by=council.chair)  # noqa: E731

    refused("quorum_missing", begin)
    for curator in council.curators[:3]:
        score(work, curator)
    refused("reviews_outstanding", begin)
    Assignment.objects.filter(curator=council.curators[3]).update(due_at=timezone.now())
    begin()

    assert work.state == State.DELIBERATION
    assert work.assignments.get(curator=council.curators[3]).state == "expired"


def test_requeue_waits_for_the_deadline_and_a_missed_quorum(council):
    work = start(council)
    by = council.chair

    refused("reason_required", lambda: assignments.requeue(work, reason="", by=by))
    refused("not_due", lambda: assignments.requeue(work, reason="Lambat.", by=by))
    for curator in council.curators[:2]:
        score(work, curator)
    assignments.assign(work, curators=council.curators[:4], by=council.secretariat)
    score(work, council.curators[2])
    refused("quorum_reached", lambda: assignments.requeue(work, reason="Lambat.", by=by))


def test_more_scores_are_asked_of_fresh_curators_once(council):
    work = deliberate(council)
    ask = decisions.return_to_review
    by = council.chair
    old, fresh = council.curators[0], council.curators[3]

    refused("reason_required", lambda: ask(work, curators=[fresh], reason="", by=by))
    refused("no_fresh_curator", lambda: ask(work, curators=[old], reason="Lebar.", by=by))
    from curation.conflicts import declare  # noqa: PLC0415 only here

    declare(work, curator=council.curators[4], reason="Paman saya.", by=council.secretariat)
    refused("conflict", lambda: ask(work, curators=[council.curators[4]], reason="Lebar.", by=by))
    ask(work, curators=[fresh], reason="Lebar.", by=by)
    score(work, fresh)
    work.refresh_from_db()
    assert work.state == State.DELIBERATION
    refused("already_returned", lambda: ask(work, curators=[council.outsider], reason="x", by=by))


def test_proposal_needs_reasons_feedback_and_a_fitting_grade(council):
    work = deliberate(council)
    make = lambda **words: decisions.propose(  # noqa: E731
        work, proposal=decisions.Proposal(**words), by=council.chair
    )

    refused("justification_required", lambda: make(outcome="rejected", feedback="Maaf."))
    refused("justification_required", lambda: make(outcome="accepted", grade="B"))
    refused("feedback_required", lambda: make(outcome="coaching", justification="Foto menipu."))
    refused("grade_mismatch", lambda: make(outcome="accepted", grade="C", justification="x"))
    decision = make(outcome="accepted")
    assert (decision.grade, decision.total) == ("A", Decimal("83.75"))
    refused("decision_exists", lambda: make(outcome="accepted"))


def test_proposal_rests_on_a_quorum_of_counted_scores(council):
    work = deliberate(council)
    held = work.assignments.get(curator=council.curators[0])
    reviews.recuse(held, reason="Paman saya.", by=council.curators[0])

    refused("no_reviews", lambda: propose(council, work))


def test_third_revision_is_refused(council):
    work = finish(council, "revision_requested", WEAK)
    for turn in range(2):
        amend(work)
        submissions.resubmit(work, by=owner_of(work))
        pass_gates(council, work)
        screening.queue(work, redaction_confirmed=True, by=council.secretariat)
        assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
        assignments.start_review(work, by=council.secretariat)
        for curator in council.curators[:3]:
            score(work, curator, WEAK)
        work.refresh_from_db()
        if turn == 0:
            propose(council, work, "revision_requested")
            decisions.sign(work, by=council.curators[0])
            release.release(work, by=council.second)
    refused("revision_limit", lambda: propose(council, work, "revision_requested"))


def test_signature_and_reopening_need_a_proposal_and_another_person(council):
    work = deliberate(council)

    refused("not_proposed", lambda: decisions.sign(work, by=council.curators[0]))
    refused("not_proposed", lambda: decisions.reopen(work, reason="x", by=council.chair))
    propose(council, work)
    refused("second_person", lambda: decisions.sign(work, by=council.chair))
    refused("reason_required", lambda: decisions.reopen(work, reason=" ", by=council.chair))


def test_nothing_is_decided_outside_a_meeting_with_a_quorum_and_the_person_in_it(council):
    work, proposed = deliberate(council), deliberate(council)
    propose(council, proposed)
    Decision.objects.update(proposed_by=council.curators[4])
    by = council.chair
    acts = (
        lambda: propose(council, work),
        lambda: decisions.vote(proposed, choice="for", by=by),
        lambda: decisions.sign(proposed, by=by),
    )
    meeting = attend(council, by, *council.curators[:2])

    for act in acts:
        refused("no_quorum", act)
    attend(council, *council.curators)
    for act in acts:
        refused("not_present", act)
    meetings.close_meeting(meeting, by=by)
    for act in acts:
        refused("no_meeting", act)


def test_votes_and_signatures_are_for_the_proposal_that_was_read(council):
    work = deliberate(council)
    propose(council, work)
    by = council.curators[0]

    refused("other_proposal", lambda: decisions.vote(work, choice="for", by=by, seen=0))
    refused("other_proposal", lambda: decisions.sign(work, by=by, seen=0))
    decisions.vote(work, choice="against", by=by)
    refused("vote_lost", lambda: decisions.sign(work, by=by))
    decisions.reopen(work, reason="Berubah pikiran.", by=council.chair)
    decisions.propose(
        work,
        proposal=decisions.Proposal("rejected", justification="Tiruan.", feedback="Maaf."),
        by=council.chair,
    )
    refused("two_thirds", lambda: decisions.sign(work, by=by))


def test_release_waits_for_its_day_and_for_somebody_else(council):
    work = in_state(council, State.DECIDED)
    council.chair.groups.add(*council.secretariat.groups.all())
    del council.chair.__dict__["role_names"]

    refused("proposer_releases", lambda: release.release(work, by=council.chair))
    with clock.fixed_at(timezone.now() - timedelta(days=2)):
        refused("not_yet", lambda: release.release(work, by=council.second))


def test_nothing_is_made_known_without_its_message(council):
    work = in_state(council, State.DECIDED)
    Notice.objects.filter(key__startswith="curation:decision:").update(state="cancelled")

    refused("message_missing", lambda: release.release(work, by=council.second))


def test_hold_stops_session_decision_and_release(council):
    reviewed, decided = deliberate(council), in_state(council, State.DECIDED)
    propose(council, reviewed)
    for work in (reviewed, decided):
        decisions.hold(work, reason="Ada laporan.", by=council.secretariat)

    refused("on_hold", lambda: decisions.sign(reviewed, by=council.curators[0]))
    refused("on_hold", lambda: release.release(decided, by=council.second))
    refused("on_hold", lambda: decisions.hold(decided, reason="Lagi.", by=council.second))
    refused(
        "reason_required", lambda: decisions.hold(submit(council), reason="", by=council.second)
    )
    refused("second_person", lambda: decisions.clear_hold(decided, by=council.secretariat))
    decisions.clear_hold(decided, by=council.second)
    refused("not_on_hold", lambda: decisions.clear_hold(decided, by=council.second))


def test_appeal_is_made_once_in_time_with_words(council):
    work = in_state(council, State.REJECTED)
    file = lambda words="Keliru.": appeals.appeal(  # noqa: E731
        work, ground=Appeal.Ground.FACT, statement=words, by=owner_of(work)
    )

    refused("reason_required", lambda: file(" "))
    with clock.fixed_at(appeals.appeal_until(work)):
        refused("too_late", file)
    file()
    name = lambda *members: appeals.name_board(work, members=members, by=council.second)  # noqa: E731
    refused("nobody_named", name)
    refused("had_part", lambda: name(council.leader, council.curators[0]))
    refused("too_few", lambda: name(council.leader))
    name(council.leader, council.outsider)
    refused("reason_required", lambda: appeals.dismiss(work, reason="", by=council.leader))
    appeals.dismiss(work, reason="Tidak terbukti.", by=council.leader)
    refused("already_ruled", lambda: appeals.dismiss(work, reason="Lagi.", by=council.leader))
    appeals.dismiss(work, reason="Tidak terbukti.", by=council.outsider)
    refused("already_appealed", file)
    assert work.state == State.REJECTED


def test_curators_have_to_be_calibrated_where_the_round_asks_for_it(council):
    past = [finish(council) for _piece in range(3)]
    Round.objects.filter(pk=council.round.pk).update(closes_at=timezone.now())
    council = make_council(number=91, slug="periode-91")
    given = {code: reviews.Mark(value) for code, value in GOOD.items()}
    for work in past:
        calibration.set_piece(council.round, work, references=given, by=council.secretariat)
    work = queue(council)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    calibration.open_calibration(council.round, by=council.secretariat)

    refused("not_calibrated", lambda: assignments.start_review(work, by=council.secretariat))
    assert work.state == State.QUEUED


def test_every_guard_of_the_table_has_been_seen_to_refuse():
    """Runs last in this module: the refusals above cover what the table names."""
    named = {code for row in TABLE.values() for code in row.guards}

    assert named - SEEN == set()


def test_open_twin_keeps_an_appeal_out(council):
    work = in_state(council, State.REJECTED)
    council.round.closes_at = timezone.now() - timedelta(days=1)
    council.round.save()
    from tests.curation.cases import make_council  # noqa: PLC0415 only here

    make_council()
    amend(work)
    submissions.submit(work.product, by=owner_of(work))

    refused(
        "open_twin",
        lambda: appeals.appeal(
            work, ground=Appeal.Ground.FACT, statement="Keliru.", by=owner_of(work)
        ),
    )
