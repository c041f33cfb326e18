"""What a later decision made wrong is told to nobody any more: one row for each such decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artisans import plans
from curation import appeals, decisions, panels, submissions, suspensions
from curation.models import Appeal, Certificate, PanelMember
from curation.transitions import State
from dekranasda.notices.models import Notice
from events import changes, delegations, registration, stalls
from events.models import Event
from tests.curation.cases import (
    POOR,
    ask_completion,
    decide,
    finish,
    in_state,
    make_council,
    owner_of,
    rule,
    submit,
)
from tests.events.factories import join, make_event, make_visit_request
from tests.events.test_stalls import ask, computed, make_call
from tests.factories import make_business, make_user

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)


def reopened():
    council = make_council()
    work = decide(council)
    yield {"curation_accepted"}
    decisions.reopen(work, reason="Salah hitung.", by=council.chair)
    yield set()


def withdrawn_before_the_decision():
    council = make_council()
    work = submit(council)
    ask_completion(council, work)
    yield {"curation_received", "curation_needs_completion"}
    submissions.withdraw(work, by=owner_of(work))
    yield set()


def appeal_upheld():
    council = make_council()
    work = in_state(council, State.APPEALED)
    yield {"curation_rejected", "curation_appeal_received"}
    rule(council, work)
    yield {"curation_appeal_upheld"}


def appeal_dismissed():
    council = make_council()
    work = finish(council, "rejected", POOR)
    appeals.appeal(work, ground=Appeal.Ground.FACT, statement="Keliru.", by=owner_of(work))
    appeals.name_board(work, members=[council.leader, council.outsider], by=council.secretariat)
    yield {"curation_rejected", "curation_appeal_received"}
    rule(council, work, appeals.dismiss)
    yield {"curation_rejected", "curation_appeal_dismissed"}


def lapsed_request():
    in_state(make_council(), State.LAPSED)
    yield {"curation_lapsed"}
    assert Notice.objects.get(template="curation_needs_completion").state == "cancelled"


def suspension_lifted():
    council = make_council()
    finish(council)
    certificate = Certificate.objects.get()
    suspension = suspensions.suspend(
        certificate, reason="Ada laporan masyarakat.", by=council.secretariat
    )
    yield {"curation_accepted", "curation_suspended"}
    suspensions.lift(suspension, reason="Laporannya keliru.", by=council.second)
    yield {"curation_accepted", "curation_suspension_lifted"}


def invitation_answered():
    council = make_council()
    member = PanelMember.objects.create(round=council.round, user=make_user())
    invitation = panels.invite(member, by=council.secretariat)
    yield {"curation_invited"}
    panels.decline(invitation, reason="Sakit.", may_ask_later=True, by=member.user)
    yield set()


def seat_given_back():
    seated = join(make_event())
    yield {"event_confirmed"}
    registration.cancel(seated)
    yield set()


def offer_accepted():
    event = make_event(quota=1, offer_hours=48)
    first, second = join(event), join(event)
    registration.cancel(first)
    second.refresh_from_db()
    yield {"event_offered"}
    registration.accept(second)
    yield {"event_confirmed"}


def event_over():
    seated, later = join(make_event()), join(make_event())
    yield {"event_confirmed"}
    registration.stop_telling_of_the_past(at=seated.event.ends_at)
    assert Notice.objects.undelivered().count() == 2
    later.event.ends_at += timedelta(days=9)
    later.event.save()
    registration.stop_telling_of_the_past(at=seated.event.ends_at + timedelta(minutes=1))
    yield {"event_confirmed"}  # the other's
    assert Notice.objects.undelivered().get().recipient == later.artisan.user


def event_cancelled():
    call = make_call(stalls=1)
    ask(call)
    computed(call)
    stalls.publish(call, by=make_user())
    seated = join(call.event) if call.event.quota else None
    yield {"stall_given"} | ({"event_confirmed"} if seated else set())
    registration.cancel_event(call.event, reason="Banjir.")
    yield {"event_cancelled"}


def event_moved():
    event = make_event(quota=1, offer_hours=48)
    first, second = join(event), join(event)
    registration.cancel(first)
    yield {"event_offered"}
    event = Event.objects.get(pk=event.pk)
    event.starts_at = timezone.now() + timedelta(hours=20)
    event.place = "Balai Desa Batokan"
    changes.save(event, fields=["place", "starts_at"])
    yield {"event_moved"}
    second.refresh_from_db()
    assert second.offer_expires_at == event.starts_at  # no seat is kept beyond the start
    assert "Mohon jawab paling lambat" in Notice.objects.undelivered().get().body
    assert second.artisan.user == Notice.objects.undelivered().get().recipient


def stall_given_back():
    call = make_call(stalls=1)
    application = ask(call)
    computed(call)
    stalls.publish(call, by=make_user())
    yield {"stall_given"}
    stalls.withdraw(application, by=make_user())
    yield set()


def stall_of_the_past():
    call = make_call(stalls=1)
    ask(call)
    computed(call)
    stalls.publish(call, by=make_user())
    yield {"stall_given"}
    registration.stop_telling_of_the_past(at=call.event.ends_at + timedelta(minutes=1))
    yield set()


def visit_withdrawn():
    asked = make_visit_request()
    delegations.propose(asked, at=timezone.now() + SOON, answer="Hari lain.", by=make_user())
    yield {"visit_request_proposed"}
    delegations.withdraw(asked)
    yield set()


def visit_accepted():
    asked = make_visit_request()
    delegations.propose(asked, at=timezone.now() + SOON, answer="Hari lain.", by=make_user())
    delegations.accept_proposal(asked)
    yield {"visit_request_accepted"}


def plan_handed_over():
    now, boss, first, second = timezone.now(), make_user(), make_user(), make_user()
    plan = plans.open_plan(make_business(), title="Kemasan", mentor=first, by=boss, at=now)
    yield {"mentoring_assigned"}
    plans.hand_over(plan, mentor=second, reason="Pindah.", before=first.pk, by=boss, at=now)
    assert list(Notice.objects.undelivered().values_list("recipient", flat=True)) == [second.pk]
    yield {"mentoring_assigned"}


CASES = [
    reopened,
    withdrawn_before_the_decision,
    appeal_upheld,
    appeal_dismissed,
    lapsed_request,
    suspension_lifted,
    invitation_answered,
    seat_given_back,
    offer_accepted,
    event_over,
    event_cancelled,
    event_moved,
    stall_given_back,
    stall_of_the_past,
    visit_withdrawn,
    visit_accepted,
    plan_handed_over,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.replace("_", " "))
def test_what_a_later_decision_made_wrong_is_not_told(case):
    watched = set()
    for expected in case():
        watched |= expected
        waiting = Notice.objects.undelivered().filter(template__in=watched)
        assert set(waiting.values_list("template", flat=True)) == expected
