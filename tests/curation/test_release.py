"""Decisions made known once, by another person, whole or not at all; deadlines by one clock."""

import threading
from datetime import timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from artisans.models import MentoringPlan
from curation import clock, decisions, release, reviews, steps
from curation.models import Assignment, Certificate, Decision, Score, StateChange, Submission
from curation.transitions import State
from dekranasda.accounts.models import Consent
from dekranasda.notices.models import Notice
from products.models import Product
from tests.curation.cases import (
    GOOD,
    WEAK,
    decide,
    deliberate,
    finish,
    make_council,
    marks,
    owner_of,
    propose,
    score,
    start,
)
from tests.curation.crowd import at_once
from tests.factories import give_consent

DECISION = "curation:decision:"


@pytest.mark.django_db
def test_acceptance_publishes_with_consent_and_certifies(council):
    work = decide(council)
    give_consent(work.product.business.owner)

    release.release(work, by=council.second)

    product = Product.objects.get(pk=work.product_id)
    certificate = Certificate.objects.get()
    assert (product.state, product.grade) == (Product.State.PUBLISHED, "A")
    assert product.certificate_number == certificate.number
    assert {entry["word"] for entry in product.curation_summary} == {"Baik", "Sangat baik"}
    assert Notice.objects.get(key__startswith=DECISION).state != Notice.State.HELD


@pytest.mark.django_db
def test_acceptance_without_consent_certifies_and_shows_later(council, as_user):
    work = finish(council)
    product = work.product
    client = as_user(owner_of(work))
    assert Product.objects.get(pk=product.pk).state == Product.State.DRAFT

    client.post(f"/saya/karya/{product.code}/tampilkan/")
    assert Product.objects.get(pk=product.pk).state == Product.State.DRAFT
    give_consent(product.business.owner, Consent.Purpose.PUBLIC_PROFILE)
    client.post(f"/saya/karya/{product.code}/tampilkan/")

    assert Product.objects.get(pk=product.pk).state == Product.State.PUBLISHED


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["coaching", "rejected"])
def test_weak_criteria_become_mentoring_targets_with_the_comments(council, outcome):
    finish(council, outcome, WEAK)

    targets = MentoringPlan.objects.get().targets.all()

    assert {one.code for one in targets} == {
        code for code, value in WEAK.items() if (value or 0) < 3
    }
    assert targets.get(code="KMS").comment == "Perbaiki KMS."


@pytest.mark.django_db
def test_batch_is_all_or_nothing(council):
    works = [decide(council) for _work in range(2)]
    chair_releases = council.chair
    chair_releases.groups.add(*council.secretariat.groups.all())
    chair_releases.__dict__.pop("role_names", None)
    seen = [one.pk for one in release.waiting(council.round)]

    with pytest.raises(ValidationError) as refusal:
        release.release_batch(council.round, seen=seen, by=chair_releases)

    assert refusal.value.code == "proposer_releases"
    assert works[0].code in refusal.value.messages[0]
    assert "Tidak ada keputusan yang diumumkan" in refusal.value.messages[0]
    assert not Decision.objects.filter(released_at__isnull=False).exists()
    assert set(Submission.objects.values_list("state", flat=True)) == {State.DECIDED}


@pytest.mark.django_db
def test_batch_fails_whole_when_one_work_cannot_be_carried_out(council):
    first, second = decide(council), decide(council)
    give_consent(second.product.business.owner)
    with pgtrigger.ignore("products.Photo:frozen_photos"):  # photographs cannot go otherwise
        second.version.photos.all().delete()
    seen = [one.pk for one in release.waiting(council.round)]

    with pytest.raises(ValidationError) as refusal:
        release.release_batch(council.round, seen=seen, by=council.second)

    assert refusal.value.code == "no_photo"
    first.refresh_from_db()
    assert first.state == State.DECIDED
    assert not Certificate.objects.exists()
    assert set(Notice.objects.filter(key__startswith=DECISION).values_list("state", flat=True)) == {
        Notice.State.HELD
    }


@pytest.mark.django_db
def test_batch_that_changed_since_the_preview_is_refused(council):
    decide(council)
    seen = [one.pk for one in release.waiting(council.round)]
    decide(council)

    with pytest.raises(ValidationError) as refusal:
        release.release_batch(council.round, seen=seen, by=council.second)

    assert refusal.value.code == "batch_changed"


@pytest.mark.django_db
def test_second_batch_sends_nothing_twice(council):
    decide(council)
    seen = [one.pk for one in release.waiting(council.round)]
    release.release_batch(council.round, seen=seen, by=council.second)

    with pytest.raises(ValidationError) as refusal:
        release.release_batch(council.round, seen=seen, by=council.second)

    assert refusal.value.code == "nothing_waiting"
    assert Notice.objects.filter(key__startswith=DECISION).count() == 1


@pytest.mark.django_db
def test_reopened_decision_takes_its_message_back(council):
    work = decide(council)
    decisions.reopen(work, reason="Salah lihat.", by=council.chair)
    propose(council, work, "coaching")
    decisions.sign(work, by=council.curators[1])

    states = list(
        Notice.objects.filter(key__startswith=DECISION)
        .order_by("pk")
        .values_list("state", flat=True)
    )
    assert states == [Notice.State.CANCELLED, Notice.State.HELD]
    assert Decision.objects.filter(submission=work, superseded_at__isnull=True).count() == 1


@pytest.mark.django_db
def test_number_in_process_caps_the_grade(council):
    work = deliberate(council, NIB="pending")

    assert propose(council, work).grade == "B"


# What the database itself refuses


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"released_at": timezone.now()}, "decision_released_whole"),
        ({"outcome": "rejected", "justification": ""}, "decision_deviation_justified"),
        ({"grade": ""}, "accepted_has_grade"),
    ],
)
def test_database_refuses_half_decisions(council, fields, constraint):
    work = decide(council)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Decision.objects.filter(submission=work).update(**fields)


@pytest.mark.django_db
def test_database_refuses_the_proposer_as_signer_or_releaser(council):
    work = decide(council)
    rows = Decision.objects.filter(submission=work)

    with pytest.raises(IntegrityError, match="signed_by_second"), transaction.atomic():
        rows.update(signed_by=council.chair)
    with pytest.raises(IntegrityError, match="released_by_other"), transaction.atomic():
        rows.update(released_by=council.chair, released_at=timezone.now())


@pytest.mark.django_db
def test_second_live_decision_is_refused_by_function_and_database(council):
    work = deliberate(council)
    decision = propose(council, work)

    with pytest.raises(ValidationError) as refusal:
        propose(council, work)
    assert refusal.value.code == "decision_exists"
    decision.pk = None
    with pytest.raises(IntegrityError, match="one_live_decision"), transaction.atomic():
        decision.save(force_insert=True)


@pytest.mark.django_db
def test_sent_review_and_released_decision_cannot_be_changed_by_sql(council):
    work = finish(council)

    with pytest.raises(DatabaseError, match="was sent"), transaction.atomic():
        Score.objects.filter(review__submission=work).update(value=0)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Decision.objects.filter(submission=work).update(feedback="Lain.")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        StateChange.objects.filter(submission=work).update(reason="Lain.")


@pytest.mark.django_db
def test_rubric_in_use_cannot_be_changed(council):
    criterion = council.round.rubric.criteria.first()

    criterion.weight = 50
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        criterion.save()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        criterion.delete()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        council.round.rubric.criteria.create(code="BRU", name="Baru", weight=1)


# Deadlines


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True), (1, True)])
def test_review_is_late_from_the_very_moment(council, seconds, is_late):
    work = start(council)
    curator = council.curators[0]
    held = work.assignments.get(curator=curator)

    def save() -> None:
        reviews.save_review(held, by=curator, marks=marks(GOOD), complete=True)

    with clock.fixed_at(held.due_at + timedelta(seconds=seconds)):
        if not is_late:
            save()
            return
        with pytest.raises(ValidationError) as refusal:
            save()
    assert refusal.value.code == "late"


@pytest.mark.django_db
def test_incomplete_review_says_what_is_missing_and_keeps_the_draft(council, as_user):
    work = start(council)
    held = work.assignments.get(curator=council.curators[0])
    page = f"/kerja/kurasi/{council.round.slug}/nilai/{held.pk}/"
    client = as_user(council.curators[0])

    answer = client.post(page, {"score_MTU": "2", "panel_note": "Lihat kakinya."})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "perlu catatan bagi pembuatnya" in text
    assert "Beri nilai untuk" in text
    assert "Lihat kakinya." in text
    client.post(page + "nanti/", {"score_MTU": "2", "panel_note": "Lihat kakinya."})
    assert Score.objects.get(review__assignment=held, criterion__code="MTU").value == 2


@pytest.mark.django_db
def test_sent_review_is_final(council):
    work = start(council)
    curator = council.curators[0]
    score(work, curator)

    with pytest.raises(ValidationError) as refusal:
        score(work, curator)

    assert refusal.value.code == "final"


# Two people at the same moment, each with a connection of their own


def decided_work():
    council = make_council()
    return council, decide(council)


@pytest.mark.django_db(transaction=True)
def test_two_releasers_at_once_make_one_release(monkeypatch):
    council, work = decided_work()
    copies = [Submission.objects.get(pk=work.pk) for _person in range(2)]

    results = at_once(
        lambda: release.release(copies[0], by=council.second),
        lambda: release.release(copies[1], by=council.secretariat),
    )

    assert results == ["done", "wrong_state"]
    assert StateChange.objects.filter(submission=work, action="release").count() == 1
    assert Certificate.objects.count() == 1
    assert Notice.objects.filter(key__startswith=DECISION).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_signers_at_once_make_one_signature():
    council = make_council()
    work = deliberate(council)
    propose(council, work)
    copies = [Submission.objects.get(pk=work.pk) for _person in range(2)]

    results = at_once(
        lambda: decisions.sign(copies[0], by=council.curators[0]),
        lambda: decisions.sign(copies[1], by=council.curators[1]),
    )

    assert results == ["done", "wrong_state"]
    assert StateChange.objects.filter(submission=work, action="sign_decision").count() == 1
    assert Notice.objects.filter(key__startswith=DECISION).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_steps_both_get_through(monkeypatch):
    """The negative control: the tests above can fail, and the lock is what they stand on.

    Reopening shows it: a signature and a release are kept single by the database as well.
    """
    council, work = decided_work()
    copies = [Submission.objects.get(pk=work.pk) for _person in range(2)]
    both_read = threading.Barrier(2)
    live_decision = decisions.live_decision

    def read_without_lock(submission):
        return Submission.objects.select_related("product__business__owner__user", "round").get(
            pk=submission.pk
        )

    def read_together(submission):
        # The last guard reads the decision: neither writes before both have read it.
        found = live_decision(submission)
        both_read.wait(timeout=60)
        return found

    monkeypatch.setattr(steps, "lock", read_without_lock)
    monkeypatch.setattr(decisions, "live_decision", read_together)

    results = at_once(
        lambda: decisions.reopen(copies[0], reason="Satu.", by=council.chair),
        lambda: decisions.reopen(copies[1], reason="Dua.", by=council.chair),
    )

    assert results == ["done", "done"]
    assert StateChange.objects.filter(submission=work, action="reopen_decision").count() == 2


@pytest.mark.django_db(transaction=True)
def test_with_the_lock_two_reopenings_are_one():
    council, work = decided_work()
    copies = [Submission.objects.get(pk=work.pk) for _person in range(2)]

    results = at_once(
        lambda: decisions.reopen(copies[0], reason="Satu.", by=council.chair),
        lambda: decisions.reopen(copies[1], reason="Dua.", by=council.chair),
    )

    assert results == ["done", "not_proposed"]
    assert StateChange.objects.filter(submission=work, action="reopen_decision").count() == 1


@pytest.mark.django_db(transaction=True)
def test_review_that_waited_for_the_lock_past_the_deadline_is_late():
    """The clock is read after the lock: a request that began in time and waited is refused."""
    council = make_council()
    work = start(council)
    curator = council.curators[0]
    held = work.assignments.get(curator=curator)
    Assignment.objects.filter(pk=held.pk).update(due_at=clock.now() + timedelta(seconds=1))
    is_locked = threading.Event()

    def hold_the_row() -> None:
        with transaction.atomic():
            Submission.objects.select_for_update().get(pk=work.pk)
            is_locked.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(1.5)")

    def review() -> None:
        is_locked.wait(timeout=60)
        reviews.save_review(held, by=curator, marks=marks(GOOD), complete=True)

    assert at_once(hold_the_row, review) == ["done", "late"]
