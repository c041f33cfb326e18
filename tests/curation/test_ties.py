"""Ties between curators and works: each rule both ways, at its edges, pinned, found late."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from artisans.models import (
    Association,
    AssociationMembership,
    CentreMembership,
    MentoringPlan,
    MentoringVisit,
)
from curation import conflicts, decisions, stepping_back
from curation.conflicts import all_ties, declare, months_before, ties
from curation.models import Assignment, Conflict, Decision, Review, Round, StateChange
from curation.tie_rules import Rule
from curation.transitions import State
from dekranasda.accounts.models import User
from tests.curation.cases import Council, decide, deliberate, finish, propose, queue, score, start
from tests.factories import make_artisan, make_business, make_centre, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def rules(work, user, on=None) -> set[Rule]:
    found = all_ties([work], [user], on=on or timezone.localdate())
    return {tie.rule for tie in found.get((work.pk, user.pk), [])}


def code_of(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code or ""


def artisan_of(user: User, **fields):
    """The curator is a maker, too, with an own business."""
    artisan = make_artisan(user=user, name=user.full_name)
    return make_business(owner=artisan, **fields)


# The look-back of mentoring, in whole months, is the round's


@pytest.mark.parametrize(("days", "is_tied"), [(0, True), (-1, False)])
def test_mentoring_counts_to_the_day_of_the_rounds_look_back(council, days, is_tied):
    work, curator = queue(council), council.curators[0]
    edge = months_before(timezone.localdate(), 24) + timedelta(days=days)
    MentoringVisit.objects.create(
        business=work.product.business, mentor=curator, visited_on=edge, findings="Baik."
    )
    other = MentoringPlan.objects.create(
        business=work.product.business,
        mentor=council.curators[1],
        title="Bina",
        opened_on="2020-01-01",
        closed_on=edge,
    )

    assert (Rule.MENTOR in rules(work, curator)) is is_tied
    assert (Rule.MENTOR in rules(work, other.mentor)) is is_tied
    assert rules(work, council.curators[2]) == set()


def test_look_back_is_data_of_the_round(council, django_assert_num_queries):
    work, curator = queue(council), council.curators[0]
    MentoringVisit.objects.create(
        business=work.product.business,
        mentor=curator,
        visited_on=months_before(timezone.localdate(), 5),
        findings="Baik.",
    )
    work.round = Round(pk=work.round_id, lookback_months=4)
    work.product.business_id  # noqa: B018 fetched before the count

    with django_assert_num_queries(1):
        assert ties([work], [curator], on=timezone.localdate()) == {}


# Memberships: hard while both last, soft once either ended


@pytest.mark.parametrize("kind", ["centre", "association"])
@pytest.mark.parametrize("who", ["maker", "curator"])
def test_membership_is_hard_until_the_day_one_of_them_leaves(council, kind, who):
    work, curator = queue(council), council.curators[0]
    today = timezone.localdate()
    maker_business, own = work.product.business, artisan_of(curator)
    if kind == "centre":
        centre = make_centre()
        pair = {
            "maker": CentreMembership.objects.create(business=maker_business, centre=centre),
            "curator": CentreMembership.objects.create(business=own, centre=centre),
        }
        hard, soft = Rule.CENTRE, Rule.CENTRE_ENDED
    else:
        group = Association.objects.create(name="Paguyuban Jati Aji")
        pair = {
            name: AssociationMembership.objects.create(association=group, artisan=business.owner)
            for name, business in (("maker", maker_business), ("curator", own))
        }
        hard, soft = Rule.ASSOCIATION, Rule.ASSOCIATION_ENDED

    assert hard in rules(work, curator)
    type(pair[who]).objects.filter(pk=pair[who].pk).update(left_on=today)
    assert {hard, soft} & rules(work, curator, on=today - timedelta(days=1)) == {hard}
    assert {hard, soft} & rules(work, curator, on=today) == {soft}
    assert {hard, soft} & rules(work, council.curators[1]) == set()


def test_membership_that_begins_later_ties_nobody_yet(council):
    work, curator = queue(council), council.curators[0]
    group = Association.objects.create(name="Paguyuban Jati Aji")
    today = timezone.localdate()
    for business in (work.product.business, artisan_of(curator)):
        AssociationMembership.objects.create(
            association=group, artisan=business.owner, joined_on=today
        )

    assert Rule.ASSOCIATION in rules(work, curator)
    assert (
        rules(work, curator, on=today - timedelta(days=1))
        & {
            Rule.ASSOCIATION,
            Rule.ASSOCIATION_ENDED,
        }
        == set()
    )


# Whoever screened never scores, also after the gates were answered by somebody else


def test_screeners_and_those_who_queued_are_tied_to_that_work_alone(council):
    work, other = queue(council), queue(council)
    StateChange.objects.create(
        submission=work,
        action="return_for_completion",
        to_state=work.state,
        made_by=council.curators[0],
        made_at=timezone.now(),
    )

    assert Rule.SCREENER in rules(work, council.secretariat)
    assert Rule.SCREENER in rules(work, council.curators[0])
    assert rules(other, council.curators[0]) == set()


# Declared ties


@pytest.mark.parametrize(("days", "rule"), [(0, Rule.TRADE), (-1, Rule.TRADE_ENDED)])
def test_trade_fades_after_the_rounds_months_family_never(council, days, rule):
    work, (curator, cousin) = queue(council), council.curators[:2]
    ended = months_before(timezone.localdate(), 36) + timedelta(days=days)
    declare(work, curator=curator, reason="Pemasok.", by=curator, relation="trade", ended_on=ended)
    declare(work, curator=cousin, reason="Sepupu.", by=cousin, relation="family", ended_on=ended)

    assert rules(work, curator) == {rule}
    assert rules(work, cousin) == {Rule.FAMILY}


# Soft by place, suspicious by contact


def test_same_craft_in_the_same_district_weighs_and_needs_no_decision(council):
    work, curator = queue(council), council.curators[0]
    theirs = work.product.business
    artisan_of(curator, village=theirs.village, craft=work.version.craft)
    artisan_of(council.curators[1], village=theirs.village)

    assert rules(work, curator) == {Rule.NEIGHBOUR}
    assert rules(work, council.curators[1]) == set()
    assert not all_ties([work], [curator], on=timezone.localdate())[work.pk, curator.pk][0].is_open


@pytest.mark.parametrize("way", ["phone", "address"])
def test_shared_contact_is_resolved_before_an_assignment(council, way):
    from curation import assignments  # noqa: PLC0415 only here

    work, curator = queue(council), council.curators[0]
    business = work.product.business
    if way == "phone":
        business.owner.other_phones = "0812-9999-1234"
        business.owner.save()
        curator.phone = "+6281299991234"
        curator.save()
    else:
        business.address = "Jl. Jati Raya No. 17"
        business.save()
        artisan_of(curator, address="jl jati raya no 17", village=business.village)
    give = lambda: assignments.assign(work, curators=[curator], by=council.secretariat)  # noqa: E731

    assert Rule.SHARED_CONTACT in rules(work, curator)
    assert code_of(give) == "tie_undecided"
    conflicts.waive(
        work,
        curator=curator,
        rule="shared_contact",
        reason="Telepon kantor desa.",
        by=council.secretariat,
    )
    give()
    assert [one.reason for one in council.round.waivers.all()] == ["Telepon kantor desa."]


def test_waivers_need_a_reason_an_office_and_an_open_tie(council):
    work, curator = queue(council), council.curators[0]
    declare(work, curator=curator, reason="Kenal.", by=curator, relation="acquainted")
    waive = lambda rule="acquainted", reason="Boleh.", by=council.chair: conflicts.waive(  # noqa: E731
        work, curator=curator, rule=rule, reason=reason, by=by
    )

    assert code_of(lambda: waive(reason=" ")) == "reason_required"
    assert code_of(lambda: waive(by=council.curators[1])) == "not_allowed"
    assert code_of(lambda: waive(rule="own")) == "not_waivable"
    waive()
    assert code_of(waive) == "not_waivable"
    with pytest.raises(DatabaseError), transaction.atomic():
        council.round.waivers.update(reason="Lain.")


# Pins


def test_a_pin_is_lifted_by_whoever_set_it_or_an_administrator_and_stays_on_record(council):
    work, curator = queue(council), council.curators[0]
    pin = stepping_back.pin(work, curator=curator, reason="Laporan warga.", by=council.secretariat)
    lift = lambda by, reason="Keliru.": conflicts.lift(pin, reason=reason, by=by)  # noqa: E731

    assert code_of(lambda: lift(council.second)) == "not_yours"
    assert code_of(lambda: lift(curator)) == "not_yours"
    assert code_of(lambda: lift(council.secretariat, " ")) == "reason_required"
    assert rules(work, curator) == {Rule.PINNED}
    lift(make_user(is_superuser=True))
    assert rules(work, curator) == set()
    assert code_of(lambda: lift(council.secretariat)) == "lifted"
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.all().delete()


def test_own_word_is_taken_back_by_the_secretariat_with_a_reason_and_stays_on_record(council):
    work, curator = queue(council), council.curators[0]
    own = declare(work, curator=curator, reason="Paman.", by=curator, relation="family")
    lift = lambda by, reason="Salah orang.": conflicts.lift(own, reason=reason, by=by)  # noqa: E731

    for person in (curator, council.chair, council.leader):
        assert code_of(lambda person=person: lift(person)) == "not_yours"
    assert code_of(lambda: lift(council.secretariat, "")) == "reason_required"
    lift(council.second)
    assert rules(work, curator) == set()
    assert [one.lift_reason for one in conflicts.declared_by(curator)] == ["Salah orang."]


# Declared on an own page


def test_curator_names_a_business_and_declares_a_tie_on_an_own_page(council, as_user):
    work, curator = start(council), council.curators[0]
    business = work.product.business
    client, page = as_user(curator), "/kerja/kurasi/hubungan/saya/"
    form = f"/kerja/kurasi/hubungan/nyatakan/{business.uid}/"
    words = {"relation": "family", "reason": "Kakak saya.", "ended_on": ""}

    assert "Belum ada." in client.get(page).text
    assert client.get(page, {"cari": "gr"}).context["found"] == []
    assert form in client.get(page, {"cari": business.name[:6]}).text
    assert client.post(form, {**words, "reason": ""}).status_code == 422
    assert client.post(form, {**words, "ended_on": "2020-01-01"}).status_code == 422
    assert client.post(form, words).url == page

    assert "Kakak saya." in client.get(page).text
    assert "Kakak saya." not in as_user(council.curators[1]).get(page).text
    assert rules(work, curator) == {Rule.FAMILY}
    assert work.assignments.get(curator=curator).state == "voided"
    listed = as_user(council.secretariat).get("/kerja/kurasi/hubungan/").text
    lift = f"/kerja/kurasi/hubungan/{Conflict.objects.get().pk}/cabut/"
    assert lift in listed
    assert as_user(curator).get(lift).status_code == 403
    assert as_user(council.second).post(lift, {"reason": "Bukan kakaknya."}).status_code == 302
    assert "Bukan kakaknya." in client.get(page).text
    assert rules(work, curator) == set()


def test_soft_tie_declared_while_scoring_is_decided_before_the_scores_are_sent(council):
    work, curator = start(council), council.curators[0]
    business = work.product.business
    stepping_back.declare(business, relation="acquainted", reason="Tetangga lama.", by=curator)

    assert work.assignments.get(curator=curator).state == "active"
    assert code_of(lambda: score(work, curator)) == "tie_undecided"
    conflicts.waive(
        work, curator=curator, rule="acquainted", reason="Hanya kenal.", by=council.chair
    )
    score(work, curator)


def test_stronger_word_replaces_the_weaker_and_never_the_other_way(council):
    work, curator = queue(council), council.curators[0]
    say = lambda relation: declare(  # noqa: E731
        work, curator=curator, reason="Kenal.", by=curator, relation=relation
    )

    say("acquainted")
    assert rules(work, curator) == {Rule.ACQUAINTED}
    say("family")
    assert rules(work, curator) == {Rule.FAMILY}
    say("acquainted")
    assert rules(work, curator) == {Rule.FAMILY}


# Found after scoring


def test_late_conflict_voids_the_review_and_keeps_it(council):
    work = start(council, curators=4)
    curator = council.curators[0]
    score(work, curator)

    stepping_back.pin(work, curator=curator, reason="Sepupu.", by=council.secretariat)

    held = work.assignments.get(curator=curator)
    assert (held.state, held.end_reason) == (Assignment.State.VOIDED, "Sepupu.")
    assert Review.objects.filter(assignment=held, finalised_at__isnull=False).exists()
    assert decisions.valid_reviews(work).count() == 0


def test_late_conflict_in_session_takes_the_proposal_back(council):
    work = deliberate(council)
    propose(council, work)

    stepping_back.pin(work, curator=council.curators[0], reason="Sepupu.", by=council.secretariat)

    assert Decision.objects.get(submission=work).superseded_at is not None
    assert code_of(lambda: propose(council, work)) == "no_reviews"


@pytest.mark.parametrize("make", [decide, finish])
def test_late_conflict_after_the_decision_holds_the_work(council, make):
    """Found by the daily job where the registry shows it later."""
    work = make(council)
    curator = council.curators[0]
    MentoringPlan.objects.create(
        business=work.product.business,
        mentor=curator,
        title="Bina",
        opened_on=timezone.localdate(),
    )

    assert stepping_back.void_late_conflicts(timezone.now()) == 1
    assert stepping_back.void_late_conflicts(timezone.now()) == 0

    work.refresh_from_db()
    assert work.is_on_hold
    assert Decision.objects.get(submission=work).superseded_at is None
    decisions.clear_hold(work, by=council.second)


# What a conflicted curator may know


def test_conflicted_curator_counts_and_lists_nothing_of_the_work(council, as_user):
    hidden, shown = deliberate(council), deliberate(council)
    curator = council.curators[3]
    stepping_back.pin(hidden, curator=curator, reason="Adik.", by=council.secretariat)
    client = as_user(curator)
    slug = council.round.slug

    for page in ("/kerja/", "/kerja/kurasi/", f"/kerja/kurasi/{slug}/sidang/"):
        text = client.get(page).content.decode()
        assert hidden.code not in text
    assert shown.code in client.get(f"/kerja/kurasi/{slug}/sidang/").content.decode()
    row = client.get("/kerja/kurasi/").content.decode().split("<tbody>")[1]
    assert ">1<" in row.replace(" ", "").replace("\n", "")
    everybody = as_user(council.curators[4]).get("/kerja/kurasi/").content.decode()
    assert ">2<" in everybody.split("<tbody>")[1].replace(" ", "").replace("\n", "")


def test_ties_cost_the_same_queries_for_many_works(council: Council, django_assert_num_queries):
    works = [queue(council) for _work in range(3)]
    people = [*council.curators, council.chair]
    fetched = list(type(works[0]).objects.with_work().filter(round=council.round))

    with django_assert_num_queries(1):
        ties(fetched, people, on=TODAY)
    with django_assert_num_queries(4):
        all_ties(fetched, people, on=TODAY)


def test_state_of_a_work_follows_no_tie(council):
    """The hold is a flag: what was accepted stays accepted until people decide."""
    work = finish(council)
    stepping_back.pin(work, curator=council.curators[0], reason="Sepupu.", by=council.secretariat)

    work.refresh_from_db()
    assert (work.state, work.is_on_hold) == (State.ACCEPTED, True)
