"""Stalls of an exhibition: applying, the computed order, changes, the announcement, the ledger."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from artisans.models import ReadinessAssessment
from dekranasda.accounts.models import Role
from dekranasda.lib import clock
from dekranasda.notices.models import Notice
from events import stalls
from events.models import Event, Exhibit, RotationRule, StallApplication, StallCall, StallChange
from tests.events.factories import make_event, make_member
from tests.factories import make_published_product, make_user

pytestmark = pytest.mark.django_db
REASON = "Diminta panitia provinsi untuk mewakili wayang."


def make_call(**fields):
    event = fields.pop("event", None) or make_event(kind=Event.Kind.EXHIBITION, quota=None)
    fields.setdefault("rule", RotationRule.objects.get_or_create(name="Rumus 2026")[0])
    fields.setdefault("stalls", 2)
    fields.setdefault("closes_at", event.starts_at - timedelta(days=7))
    return StallCall.objects.create(event=event, **fields)


def make_maker(grade="A", **fields):
    business = make_member(is_public=True, **fields)
    make_published_product(business, grade=grade)
    return business


def ask(call, business=None, **answers):
    business = business or make_maker()
    answers = {"pieces": 20, "has_disability": False, "by": make_user(), **answers}
    return stalls.apply(call, business, **answers)


def computed(call, by=None):
    with clock.fixed_at(call.closes_at + timedelta(minutes=1)):
        return stalls.compute(call, by=by or make_user())


def order(call):
    return list(call.applications.in_order().values_list("business__name", flat=True))


def refusal(act):
    with pytest.raises(ValidationError) as refused:
        act()
    return refused.value.code


def test_who_has_no_valid_grade_or_too_few_pieces_is_refused():
    call = make_call(least_pieces=10)
    ungraded = make_member(is_public=True)

    assert refusal(lambda: ask(call, ungraded)) == "no_grade"
    assert refusal(lambda: ask(call, pieces=9)) == "too_few"
    with clock.fixed_at(call.closes_at):
        assert refusal(lambda: ask(call)) == "closed"
    assert StallApplication.objects.count() == 0


def test_asking_again_changes_the_one_application():
    call, business = make_call(), make_maker()

    first = ask(call, business, pieces=20)
    second = ask(call, business, pieces=35)

    assert (first.pk, second.pieces, second.applied_at) == (second.pk, 35, first.applied_at)


def test_the_order_follows_the_formula_and_keeps_its_points():
    call = make_call()
    ready, fresh = make_maker("B", name="Siap"), make_maker("A", name="Baru")
    ReadinessAssessment.objects.create(
        business=ready, assessed_on=date(2026, 1, 1), level=6, assessed_by=make_user()
    )
    for business in (ready, fresh):
        ask(call, business)

    assert computed(call) == 2

    assert order(call) == ["Siap", "Baru"]
    first = call.applications.get(place=1)
    assert (first.points["grade"], first.points["readiness"]) == (20, 20)
    assert float(first.total) == sum(first.points.values())


def test_a_stall_half_a_year_ago_costs_the_points_of_waiting():
    earlier = make_call(
        event=make_event(
            kind=Event.Kind.EXHIBITION, quota=None, starts_at=timezone.now() - timedelta(days=60)
        ),
        stalls=1,
    )
    business = make_maker()
    StallApplication.objects.create(
        call=earlier, business=business, pieces=10, place=1, applied_by=make_user(),
        applied_at=earlier.closes_at, kept_promise=False,
    )  # fmt: skip
    StallCall.objects.filter(pk=earlier.pk).update(
        computed_at=earlier.closes_at, published_at=earlier.closes_at, published_by=make_user()
    )
    call = make_call()
    ask(call, business)
    computed(call)

    points = call.applications.get().points
    assert (points["waiting"], points["delivery"]) == (0, 0)


def test_nothing_is_computed_before_the_deadline_or_after_a_change():
    call = make_call()
    mine, other = ask(call), ask(call)

    assert refusal(lambda: stalls.compute(call, by=make_user())) == "open"
    computed(call)
    first = StallApplication.objects.get(pk__in=[mine.pk, other.pk], place=1)
    stalls.move(first, to_place=2, reason=REASON, by=make_user())
    assert refusal(lambda: computed(call)) == "changed"


def test_a_change_without_a_reason_is_refused_by_form_and_database():
    call = make_call()
    application = ask(call)
    ask(call)
    computed(call)
    application.refresh_from_db()
    other = 3 - application.place

    for reason in ("", "   ", "karena"):
        code = refusal(
            lambda reason=reason: stalls.move(
                application, to_place=other, reason=reason, by=make_user()
            )
        )
        assert code == "reason_required"
        with pytest.raises(IntegrityError), transaction.atomic():
            StallChange.objects.create(
                application=application, from_place=1, to_place=2, reason=reason,
                changed_by=make_user(), changed_at=timezone.now(),
            )  # fmt: skip
    assert StallChange.objects.count() == 0


def test_a_change_shifts_everybody_between_and_is_kept():
    call = make_call()
    for name in ("Satu", "Dua", "Tiga", "Empat"):
        ask(call, make_maker(name=name))
    computed(call)
    before = order(call)

    last = call.applications.get(place=4)
    change = stalls.move(last, to_place=2, reason=REASON, by=make_user())

    assert order(call) == [before[0], before[3], before[1], before[2]]
    assert (change.from_place, change.to_place, change.reason) == (4, 2, REASON)
    assert last.computed_place == 4


def test_who_changed_the_order_does_not_announce_it():
    call, changer = make_call(), make_user()
    ask(call)
    application = ask(call)
    computed(call)
    application.refresh_from_db()
    stalls.move(application, to_place=3 - application.place, reason=REASON, by=changer)

    assert refusal(lambda: stalls.publish(call, by=changer)) == "second_person"
    assert stalls.publish(call, by=make_user()) == 2
    assert refusal(lambda: stalls.publish(call, by=make_user())) == "published"


def test_everybody_is_told_once_and_who_withdraws_makes_room():
    call = make_call(stalls=1)
    for name in ("Satu", "Dua", "Tiga"):
        ask(call, make_maker(name=name))
    computed(call)
    stalls.publish(call, by=make_user())
    first, second, _third = order(call)
    sent = Notice.objects.filter(template__startswith="stall_")
    assert (
        sorted(sent.values_list("template", flat=True)) == ["stall_given"] + ["stall_waiting"] * 2
    )

    stalls.withdraw(call.applications.get(place=1), by=make_user())

    assert order(call)[0] == second
    moved_up = call.applications.get(place=1).business.owner
    assert list(
        sent.filter(recipient=moved_up.user).order_by("pk").values_list("template", flat=True)
    ) == ["stall_waiting", "stall_given"]
    gone = StallApplication.objects.get(business__name=first)
    assert (gone.place, gone.changes.get().to_place) == (None, None)


def test_a_rule_in_use_never_changes():
    call = make_call()

    with pytest.raises(IntegrityError), transaction.atomic():
        RotationRule.objects.filter(pk=call.rule_id).update(district=0)


def test_the_way_from_call_to_announced_list(client, dewi, as_user):
    event = make_event(kind=Event.Kind.EXHIBITION, quota=None, slug="pameran-akhir-tahun")
    rule = RotationRule.objects.create(name="Rumus")
    staff, desk = as_user(dewi), f"/kerja/acara/{event.pk}/stan/"
    late = {"stalls": 1, "least_pieces": 5, "rule": rule.pk}
    refused = staff.post(desk + "panggilan/", {**late, "closes_at": "2099-01-01T10:00"})
    assert refused.status_code == 200
    assert "Tutup permohonan sebelum pameran dimulai." in refused.text
    closes_at = timezone.localtime(event.starts_at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    staff.post(desk + "panggilan/", {**late, "closes_at": closes_at})
    maker, hidden = make_maker(name="Usaha Terang"), make_maker(name="Usaha Diam")
    apply_at = f"/pameran/{event.slug}/stan/ajukan/"

    wrong = as_user(maker.owner.user).post(apply_at, {"business": maker.slug, "pieces": "banyak"})
    assert "Tulis jumlahnya dengan angka" in wrong.text
    sent = as_user(maker.owner.user).post(apply_at, {"business": maker.slug, "pieces": "25"})
    assert sent.status_code == 302
    as_user(hidden.owner.user).post(apply_at, {"business": hidden.slug, "pieces": "25"})
    with clock.fixed_at(event.starts_at - timedelta(hours=2)):
        staff.post(desk + "hitung/")
    first = StallApplication.objects.get(place=1)
    staff.post(f"/kerja/stan/{first.pk}/pindah/", {"to_place": "2", "reason": REASON})
    staff.post(desk + "umumkan/")
    assert StallCall.objects.get().published_at is None  # the same person changed the order
    chief = make_user(Role.SECRETARIAT)
    as_user(chief).post(desk + "umumkan/")
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)

    page = client.get(f"/pameran/{event.slug}/stan/").text
    assert "Usaha Terang" in page
    assert "Usaha Diam" not in page
    assert REASON in page
    ledger = client.get("/pameran/rotasi/")
    assert f"/pameran/{event.slug}/stan/" in ledger.text


def test_pages_of_stalls_ask_the_same_for_few_and_many(
    client, dewi, as_user, django_assert_max_num_queries
):
    call = make_call(stalls=3)
    for _number in range(6):
        ask(call)
    computed(call)
    stalls.publish(call, by=make_user())

    staff = as_user(dewi)
    with django_assert_max_num_queries(12):
        staff.get(f"/kerja/acara/{call.event_id}/stan/")
    with django_assert_max_num_queries(8):
        client.get(f"/pameran/{call.event.slug}/stan/")


def test_a_stranger_cannot_withdraw_somebody_elses_application(as_user):
    call = make_call()
    application = ask(call)

    answer = as_user(make_maker().owner.user).post(f"/saya/stan/{application.pk}/tarik/")

    assert answer.status_code == 404
    application.refresh_from_db()
    assert application.withdrawn_at is None


def test_a_call_may_ask_for_grade_a_alone():
    call = make_call(only_grade_a=True)

    assert refusal(lambda: ask(call, make_maker("B"))) == "no_grade"
    assert ask(call, make_maker("A")).pk


def test_stock_that_is_less_than_the_promise_is_shown_to_staff(as_user, dewi):
    call, business = make_call(), make_member(is_public=True)
    make_published_product(business, stock=3)
    make_published_product(business, stock=4)
    ask(call, business, pieces=20)

    page = as_user(dewi).get(reverse("events:stall_desk", args=[call.event_id])).content.decode()

    assert "stok di katalog 7" in page


def test_stand_numbers_are_written_once_the_list_is_announced_and_never_twice(as_user, dewi):
    call = make_call()
    first, second = ask(call), ask(call)
    work = first.business.products.get()
    Exhibit.objects.create(event=call.event, product=work)
    assert refusal(lambda: stalls.number(call, {first.pk: "A1"})) == "not_published"
    computed(call)
    stalls.publish(call, by=make_user())
    client, address = as_user(dewi), reverse("events:stand_numbers", args=[call.event_id])

    same = client.post(address, {f"stand-{first.pk}": "A1", f"stand-{second.pk}": "A1"})
    client.post(address, {f"stand-{first.pk}": "A1", f"stand-{second.pk}": ""})

    assert "Nomor stan ini dipakai dua kali: A1." in same.content.decode()
    first.refresh_from_db()
    assert (first.stand, Exhibit.objects.get().stand) == ("A1", "A1")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_places_at_once_both_move_and_no_place_is_double():
    call = make_call(stalls=4)
    applications = [ask(call) for _number in range(5)]
    computed(call)
    start = threading.Barrier(2)

    def move(application, to_place):
        try:
            start.wait(60)
            moved = StallApplication.objects.get(pk=application.pk)
            stalls.move(moved, to_place=to_place, reason=REASON, by=people[application.pk])
        finally:
            connection.close()

    people = {application.pk: make_user() for application in applications}
    placed = list(call.applications.in_order())
    moves = [
        threading.Thread(target=move, args=(placed[0], 4)),
        threading.Thread(target=move, args=(placed[4], 1)),
    ]
    for thread in moves:
        thread.start()
    for thread in moves:
        thread.join()

    places = call.applications.order_by("place").values_list("place", flat=True)
    assert list(places) == [1, 2, 3, 4, 5]
    assert StallChange.objects.filter(to_place__isnull=False).count() == 2
    changes = StallChange.objects.order_by("changed_at", "pk").values_list("from_place", "to_place")
    order_now = [one.pk for one in placed]
    for from_place, to_place in changes:
        assert to_place
        order_now.insert(to_place - 1, order_now.pop(from_place - 1))
    assert list(call.applications.in_order().values_list("pk", flat=True)) == order_now
