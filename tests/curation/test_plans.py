"""Who scores what: a fair, repeatable proposal; confirmed whole; changed by named replacement."""

from collections import Counter
from itertools import combinations
from time import thread_time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation import assignments, plans, stepping_back
from curation.balance import OVERLAP, Person, Work, balance
from curation.models import Assignment, Review, Round
from curation.reviews import save_review
from curation.transitions import State
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from tests.curation.cases import GOOD, join_panel, marks, queue, score, start
from tests.factories import make_artisan, make_craft, make_user


def code_of(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code or ""


# The arithmetic


def season(works: int = 200, people: int = 9):
    """A large round: crafts and districts in turn, two members of the panel tied to each work."""
    some = [Work(key, str(key % 6), str(key % 28), wanted=5, minimum=3) for key in range(works)]
    panel = [
        Person(100 + key, frozenset({str(key % 6), str((key + 1) % 6)}), frozenset({str(key)}))
        for key in range(people)
    ]
    barred = {(key, 100 + (key * turn) % people) for key in range(works) for turn in (2, 5)}
    return some, panel, barred


def test_large_round_is_planned_within_a_second_level_expert_and_overlapping():
    works, panel, barred = season()
    began = thread_time()
    plan = balance(works, panel, barred=barred, burdens={})

    assert thread_time() - began < 1
    given = {(work, user) for work, people in plan.added.items() for user in people}
    assert not given & barred
    assert all(len(set(people)) == 5 for people in plan.added.values())
    loads = Counter(user for _work, user in given)
    assert max(loads.values()) - min(loads.values()) <= 6
    experts = {one.key: one for one in panel}
    for work in works:
        able = [one for one in panel if one.knows(work.craft) and (work.key, one.key) not in barred]
        has = any(experts[user].knows(work.craft) for user in plan.added[work.key])
        assert has == bool(able), work
    pairs = Counter(
        pair for people in plan.added.values() for pair in combinations(sorted(people), 2)
    )
    assert min(pairs[pair] for pair in combinations(sorted(experts), 2)) >= OVERLAP
    assert plan.apart == []


def test_plan_does_not_depend_on_the_order_of_its_input():
    works, panel, barred = season(40)

    forwards = balance(works, panel, barred=barred, burdens={})
    backwards = balance(works[::-1], panel[::-1], barred=barred, burdens={})

    assert forwards.added == backwards.added


def test_caps_hold_and_what_cannot_be_had_is_named():
    works = [Work(key, "1", None, wanted=3, minimum=3) for key in range(4)]
    panel = [Person(key, cap=2) for key in range(5)]  # ten places for twelve

    plan = balance(works, panel, barred=set(), burdens={})

    loads = Counter(user for people in plan.added.values() for user in people)
    assert max(loads.values()) <= 2
    assert sum(plan.short.values()) == 2
    assert all(plan.added.values())


def test_every_work_gets_its_first_curators_before_any_gets_its_last():
    works = [Work(key, "1", None, wanted=5, minimum=3) for key in range(2)]
    panel = [Person(key, cap=1) for key in range(6)]

    plan = balance(works, panel, barred=set(), burdens={})

    assert [len(people) for people in plan.added.values()] == [3, 3]
    assert plan.short == {}


def test_soft_ties_targets_and_craft_are_preferred_not_forced():
    works = [Work(1, craft="7", district="a", wanted=3, minimum=3)]
    panel = [
        Person(1, frozenset({"7"})),
        Person(2, frozenset({"8"})),
        Person(3, load=9, target=5),
        Person(4),
        Person(5),
        Person(6, frozenset({"7"}), load=1),
    ]
    burdens = {(1, 4): 200}

    assert set(balance(works, panel, barred=set(), burdens=burdens).added[1]) == {1, 5, 6}
    few = [one for one in panel if one.key in {2, 3, 4}]
    plan = balance(works, few, barred=set(), burdens=burdens)
    assert set(plan.added[1]) == {2, 3, 4}


def test_one_from_outside_the_makers_district_is_preferred_and_the_lack_of_one_is_named():
    works = [Work(1, craft="7", district="a", wanted=2, minimum=2)]
    near = [Person(key, districts=frozenset({"a"})) for key in (1, 2)]
    far = Person(3, districts=frozenset({"b"}), load=4)

    assert 3 in balance(works, [*near, far], barred=set(), burdens={}).added[1]
    plan = balance(works, near, barred=set(), burdens={})
    assert (plan.added[1], plan.without_outsider) == ([1, 2], [1])


def test_the_only_expert_is_fetched_from_a_work_that_can_spare_them():
    works = [
        Work(1, craft="7", district=None, wanted=1, minimum=1),
        Work(2, craft="7", district=None, wanted=1, minimum=1),
    ]
    panel = [Person(1, frozenset({"7"}), cap=1), Person(2, frozenset({"7"}), cap=1), Person(3)]
    barred = {(2, 1), (2, 3), (1, 3)}

    assert balance(works, panel, barred=barred, burdens={}).added == {1: [1], 2: [2]}


# The proposal of a round


@pytest.fixture
def queued(council):
    Round.objects.filter(pk=council.round.pk).update(curators_wanted=3)
    return [queue(council) for _work in range(3)]


@pytest.mark.django_db
def test_plan_warns_of_works_without_a_curator_from_outside(council, queued, as_user):
    village = queued[0].product.business.village
    for one in council.curators[:3]:
        make_artisan(user=one, name=one.full_name, village=village)
    for work in queued[:2]:
        assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    assignments.assign(queued[2], curators=council.curators[2:], by=council.secretariat)

    page = f"/kerja/kurasi/{council.round.slug}/pembagian/"
    text = as_user(council.secretariat).get(page).text

    assert "2 karya tanpa kurator dari luar kecamatan pembuatnya" in text


@pytest.mark.django_db
def test_proposal_is_kept_unseen_until_it_is_confirmed_and_leaves_what_is_given(council, queued):
    first = queued[0]
    assignments.assign(first, curators=council.curators[:2], by=council.secretariat)

    plans.draw_up(council.round, by=council.secretariat)
    again = plans.draw_up(council.round, by=council.secretariat)

    proposed = Assignment.objects.filter(state=Assignment.State.PROPOSED)
    assert proposed.count() == 7
    assert len(again.added[first.pk]) == 1
    assert not Assignment.objects.to_score(council.curators[4]).exists()
    assert plans.confirm(council.round, by=council.secretariat) == 3
    for work in queued:
        assert work.assignments.active().count() == 3
    assert not Notice.objects.filter(template="curation_assigned").exists()
    assert code_of(lambda: plans.confirm(council.round, by=council.secretariat)) == (
        "nothing_proposed"
    )


@pytest.mark.django_db
def test_confirming_is_whole_or_nothing_and_names_the_tie_found_since(council, queued):
    plans.draw_up(council.round, by=council.secretariat)
    row = Assignment.objects.filter(state=Assignment.State.PROPOSED).first()
    stepping_back.pin(row.submission, curator=row.curator, reason="Adik.", by=council.secretariat)

    with pytest.raises(ValidationError, match=row.submission.code):
        plans.confirm(council.round, by=council.secretariat)

    assert not Assignment.objects.active().exists()
    plans.draw_up(council.round, by=council.secretariat)
    plans.confirm(council.round, by=council.secretariat)
    assert not row.submission.assignments.active().filter(curator=row.curator).exists()


@pytest.mark.django_db
def test_planning_is_the_secretariats_and_only_those_who_accepted_are_proposed(council, queued):
    late = join_panel(council.round, make_user(Role.CURATOR), accepted_at=None, statement="")

    assert code_of(lambda: plans.draw_up(council.round, by=council.curators[0])) == "not_allowed"
    plan = plans.draw_up(council.round, by=council.secretariat)
    assert all(late.user_id not in people for people in plan.added.values())


@pytest.mark.django_db
def test_table_of_a_round_costs_the_same_for_one_work_and_three(
    council, queued, django_assert_num_queries
):
    with django_assert_num_queries(12):
        plans.compute(plans.table_of(council.round))
    for work in queued[1:]:
        assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
        assignments.start_review(work, by=council.secretariat)
    with django_assert_num_queries(12):
        plans.compute(plans.table_of(council.round))


@pytest.mark.django_db
def test_plan_page_names_loads_ties_and_works_without_enough_curators(council, queued, as_user):
    council.round.panel.exclude(user__in=council.curators[:2]).update(max_load=1)
    make_craft("tenun")
    client = as_user(council.secretariat)
    page = f"/kerja/kurasi/{council.round.slug}/pembagian/"

    client.post(page + "susun/")
    text = client.get(page).content.decode()

    assert "Beban kurator" in text
    assert "usulan" in text
    assert "Sahkan pembagian" in text
    client.post(page + "sahkan/")
    assert Assignment.objects.active().count() == 9
    names = [work.product.business.owner.name for work in queued]
    assert not [name for name in names if name in text]


# Declining, replacing


@pytest.mark.django_db
def test_declined_work_waits_for_a_named_replacement_and_reshuffles_nobody(council, as_user):
    work, other = start(council), start(council)
    gone, stays = council.curators[0], council.curators[1]
    held = work.assignments.get(curator=gone)
    before = set(other.assignments.active().values_list("curator", flat=True))
    page = f"/kerja/kurasi/{council.round.slug}/nilai/{held.pk}/tolak/"

    assert as_user(gone).post(page, {"reason": ""}).status_code == 422
    as_user(gone).post(page, {"reason": "Sakit.", "may_ask_later": "on"})

    held.refresh_from_db()
    assert (held.state, held.end_reason, held.may_ask_later) == ("declined", "Sakit.", True)
    best = plans.replacement_for(work)
    assert best is not None
    assert best.user not in [gone, stays, council.curators[2]]
    fresh = assignments.replace(held, curator=best.user, reason="", by=council.secretariat)
    assert (fresh.replaces, fresh.state) == (held, "active")
    assert code_of(
        lambda: assignments.replace(
            held, curator=council.curators[4], reason="", by=council.secretariat
        )
    ) == ("already_replaced")
    assert set(other.assignments.active().values_list("curator", flat=True)) == before


@pytest.mark.django_db
def test_somebody_at_work_is_replaced_with_a_reason_before_their_scores_are_sent(council):
    work = start(council)
    old, done = work.assignments.get(curator=council.curators[0]), council.curators[1]
    score(work, done)
    swap = lambda held, reason="Tidak menjawab.": assignments.replace(  # noqa: E731
        held, curator=council.curators[3], reason=reason, by=council.secretariat
    )

    assert code_of(lambda: swap(old, " ")) == "reason_required"
    assert code_of(lambda: swap(work.assignments.get(curator=done))) == "already_scored"
    swap(old)
    old.refresh_from_db()
    assert (old.state, old.end_reason) == ("replaced", "Tidak menjawab.")
    everybody = [*council.curators[1:4], old.curator]
    back = lambda: assignments.assign(work, curators=everybody, by=council.secretariat)  # noqa: E731
    assert code_of(back) == "earlier_curator"


@pytest.mark.django_db
def test_whoever_declined_for_now_comes_back_to_the_own_draft(council):
    work = start(council)
    curator = council.curators[0]
    held = work.assignments.get(curator=curator)
    save_review(held, by=curator, marks=marks(GOOD), complete=True)
    stepping_back.decline(held, reason="Sakit.", may_ask_later=True, by=curator)

    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)

    fresh = work.assignments.active().get(curator=curator)
    assert Review.objects.get(curator=curator).assignment == fresh
    for one in council.curators[1:3]:
        score(work, one)
    from curation.reviews import finalise  # noqa: PLC0415 only here

    finalise(fresh, by=curator)
    work.refresh_from_db()
    assert work.state == State.DELIBERATION


@pytest.mark.django_db
def test_curator_who_sent_scores_cannot_decline(council):
    work = start(council)
    curator = council.curators[0]
    score(work, curator)
    held = work.assignments.get(curator=curator)

    decline = lambda by: stepping_back.decline(  # noqa: E731
        held, reason="Sakit.", may_ask_later=False, by=by
    )
    assert code_of(lambda: decline(curator)) == "already_scored"
    assert code_of(lambda: decline(council.curators[1])) == "not_yours"
    assert held.assigned_at <= timezone.now()
