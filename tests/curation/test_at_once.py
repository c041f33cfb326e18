"""Many people in the same moment: nothing is lost, nothing happens twice.

`CROWD=full` plays the whole crowd (fifty curators over fifty rounds, twenty people a hundred
times); without it a smaller one plays the same.
"""

import os
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from curation import assignments, decisions, release, reviews
from curation.messages import decision_key
from curation.models import (
    Certificate,
    Decision,
    Review,
    Round,
    Score,
    StateChange,
    Submission,
)
from curation.transitions import Action, State
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from tests.curation.cases import (
    GOOD,
    Council,
    attend,
    deliberate,
    join_panel,
    make_council,
    marks,
    propose,
    queue,
)
from tests.curation.crowd import tally
from tests.factories import make_user

IS_FULL = os.environ.get("CROWD") == "full"
CURATORS, ROUNDS = (50, 50) if IS_FULL else (12, 2)
PEOPLE, TIMES = (20, 100) if IS_FULL else (8, 3)


def council_of(curators: int) -> Council:
    """A round with so many curators beside its chair; the rounds before it take no works now."""
    Round.objects.update(closes_at=timezone.now() - timedelta(days=1))
    council = make_council()
    more = [
        make_user(Role.CURATOR, full_name=f"Kurator {place}")
        for place in range(len(council.curators), curators)
    ]
    for user in more:
        join_panel(council.round, user)
    council.curators.extend(more)
    attend(council, *council.panel)
    return council


@pytest.mark.django_db(transaction=True)
def test_every_review_of_a_crowd_that_saves_at_once_is_kept():
    for _round in range(ROUNDS):
        council = council_of(CURATORS)
        work = queue(council)
        assignments.assign(work, curators=council.curators, by=council.secretariat)
        assignments.start_review(work, by=council.secretariat)
        held = list(work.assignments.select_related("curator", "submission"))

        answers = tally(
            [
                partial(
                    reviews.save_review,
                    one,
                    by=one.curator,
                    marks=marks({**GOOD, "KMS": one.curator_id % 5}),
                    complete=True,
                )
                for one in held
            ]
        )

        assert answers == {"done": CURATORS}
    assert Review.objects.count() == CURATORS * ROUNDS
    kept = Score.objects.filter(criterion__code="KMS").values_list("review__curator", "value")
    assert all(value == curator % 5 for curator, value in kept)
    assert Score.objects.count() == CURATORS * ROUNDS * len(GOOD)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_decides_and_releases_at_once_does_it_once():
    for _time in range(TIMES):
        council = council_of(PEOPLE)
        staff = [make_user(Role.SECRETARIAT, full_name=f"Staf {n}") for n in range(PEOPLE)]
        work = deliberate(council)
        copies = [Submission.objects.get(pk=work.pk) for _person in range(PEOPLE)]

        proposed = tally([partial(propose, council, copy) for copy in copies])
        assert proposed == {"done": 1, "decision_exists": PEOPLE - 1}
        signed = tally(
            [
                partial(decisions.sign, copy, by=curator)
                for copy, curator in zip(copies, council.curators, strict=True)
            ]
        )
        assert signed["done"] == 1
        assert sum(signed.values()) == PEOPLE
        released = tally(
            [
                partial(release.release, copy, by=person)
                for copy, person in zip(copies, staff, strict=True)
            ]
        )
        assert released == {"done": 1, "wrong_state": PEOPLE - 1}

        decision = Decision.objects.get(submission=work)
        for action in (Action.PROPOSE_DECISION, Action.SIGN_DECISION, Action.RELEASE):
            assert StateChange.objects.filter(submission=work, action=action).count() == 1
        assert Certificate.objects.filter(decision__submission=work).count() == 1
        assert Notice.objects.filter(key=decision_key(decision)).count() == 1
        work.refresh_from_db()
        assert work.state == State.ACCEPTED
