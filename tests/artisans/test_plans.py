"""Plans and targets: each settled with a reason, each handed over with its history."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from artisans import plans
from artisans.history import newest_step
from artisans.mentored import loads
from artisans.mentoring import add_note
from artisans.models import BusinessClaim, MentoringPlan, MentoringTarget, MentoringVisit
from artisans.visit_reminders import remind_of_late_visits
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from dekranasda.personal_data.blanking import blank
from tests.conftest import make_persona
from tests.factories import make_artisan, make_business
from tests.products.photographs import upload


@pytest.fixture
def plan(sari_business, maya) -> MentoringPlan:
    """Maya's open plan for Sari, with one target."""
    plan = MentoringPlan.objects.create(
        business=sari_business, mentor=maya, title="Kemasan", opened_on=date(2026, 1, 5)
    )
    MentoringTarget.objects.create(plan=plan, title="Label produk")
    return plan


@pytest.fixture
def nining(db):
    """Another mentor, the stranger to maya's plans."""
    return make_persona("Nining Rahayu", "nining@contoh.id", "+6281230000019", [Role.MENTOR])


def address(name, pk):
    return reverse(f"artisans:{name}", args=[pk])


def test_a_target_is_reached_with_evidence_and_photograph(as_user, maya, plan):
    target = plan.targets.get()
    answers = {"on": "2026-02-01", "evidence": "40 label dilihat.", "photo": upload()}

    as_user(maya).post(address("reach_target", target.pk), answers)

    target.refresh_from_db()
    assert (target.reached_on, target.evidence) == (date(2026, 2, 1), "40 label dilihat.")
    assert len(target.evidence_sha256) == 64


def test_a_plan_with_an_open_target_cannot_be_completed(as_user, maya, plan):
    client = as_user(maya)

    refused = client.post(address("close_plan", plan.pk), {"outcome": "Baik."})
    client.post(address("drop_target", plan.targets.get().pk), {"reason": "Ganti usaha."})
    client.post(address("close_plan", plan.pk), {"outcome": "Baik."})

    assert refused.status_code == 422
    assert "Masih ada 1 sasaran terbuka" in refused.content.decode()
    plan.refresh_from_db()
    assert (plan.closed_on, plan.outcome) == (timezone.localdate(), "Baik.")


def test_a_closed_plan_is_opened_again_by_its_mentor_only(as_user, maya, nining, plan):
    plan.targets.all().delete()
    plans.close_plan(plan, outcome="Baik.", on=timezone.localdate(), by=plan.mentor)
    reopen = address("reopen_plan", plan.pk)

    assert as_user(nining).post(reopen).status_code == 404
    page = as_user(maya).get(reverse("artisans:closed_plan_list")).content.decode()
    assert "Kemasan" in page
    assert as_user(maya).post(reopen).status_code == 302
    assert MentoringPlan.objects.open().get() == plan


def test_nothing_of_a_plan_is_a_strangers(as_user, maya, nining, plan):
    target = plan.targets.get()
    pages = [
        *(address(name, plan.pk) for name in ("close_plan", "target_create", "plan_history")),
        *(address(name, target.pk) for name in ("reach_target", "drop_target", "target_edit")),
        address("plan_create", plan.business_id),
        address("print_visits", plan.business_id),
    ]

    assert {as_user(nining).get(page).status_code for page in pages} == {404}
    assert {as_user(maya).get(page).status_code for page in pages} == {200}


def test_a_settled_target_is_not_settled_twice(plan):
    target = plan.targets.get()
    plans.drop_target(target, on=date(2026, 2, 1), reason="Ganti usaha.", by=plan.mentor)

    with pytest.raises(ValidationError, match="sudah diselesaikan"):
        plans.reach_target(target, on=date(2026, 2, 2), evidence="Dilihat.", by=plan.mentor)
    plans.reopen_target(target)
    plans.reach_target(target, on=date(2026, 2, 2), evidence="Dilihat.", by=plan.mentor)

    target.refresh_from_db()
    assert (target.dropped_on, target.drop_reason, target.evidence) == (None, "", "Dilihat.")


def test_handing_over_tells_the_mentor_and_keeps_who_was_before(as_user, dewi, maya, nining, plan):
    client = as_user(dewi)
    answers = {"mentor": nining.pk, "reason": "Maya cuti.", "before": maya.pk}

    client.post(address("hand_over", plan.pk), answers)
    again = client.post(address("hand_over", plan.pk), answers)

    assert again.status_code == 422
    notice = Notice.objects.get()
    assert (notice.recipient, notice.template) == (nining, "mentoring_assigned")
    history = client.get(address("plan_history", plan.pk)).content.decode()
    assert "Maya cuti." in history
    assert as_user(maya).get(address("mentored_business", plan.business_id)).status_code == 404
    assert as_user(nining).get(address("mentored_business", plan.business_id)).status_code == 200


def test_the_secretariat_opens_a_plan_for_any_business(as_user, dewi, maya, sari_business):
    answers = {"title": "Harga", "target": "Kartu harga", "mentor": maya.pk}

    as_user(dewi).post(address("plan_create", sari_business.pk), answers)

    opened = MentoringPlan.objects.get()
    assert (opened.mentor, opened.targets.get().title) == (maya, "Kartu harga")
    assert Notice.objects.get().recipient == maya


def test_a_mentor_cannot_choose_another_mentor(as_user, maya, nining, plan):
    answers = {"title": "Harga", "target": "", "mentor": nining.pk}

    as_user(maya).post(address("plan_create", plan.business_id), answers)

    assert MentoringPlan.objects.get(title="Harga").mentor == maya
    assert as_user(maya).get(address("hand_over", plan.pk)).status_code == 403


def test_a_plan_that_curation_opened_without_a_mentor_waits_for_one(as_user, dewi, maya, plan):
    MentoringPlan.objects.update(mentor=None)
    client = as_user(dewi)

    unassigned = client.get(reverse("artisans:mentoring_list"), {"saring": "tanpa-pendamping"})
    client.post(address("hand_over", plan.pk), {"mentor": maya.pk, "reason": "Dekat."})

    assert "belum ditunjuk" in unassigned.content.decode()
    assert as_user(maya).get(address("mentored_business", plan.business_id)).status_code == 200


def visit(plan, *, days_ago, following=None):
    today = timezone.localdate()
    return MentoringVisit.objects.create(
        business=plan.business,
        mentor=plan.mentor,
        plan=plan,
        visited_on=today - timedelta(days=days_ago),
        findings="Baik.",
        next_visit_on=today + timedelta(days=following) if following is not None else None,
    )


@pytest.mark.parametrize(
    ("days_ago", "following", "kinds"),
    [
        (20, -3, {"", "terlambat"}),
        (20, 3, {"", "minggu-ini"}),
        (70, 30, {"", "60-hari"}),
        (20, 30, {""}),
    ],
)
def test_each_filter_shows_what_its_name_says(as_user, maya, plan, days_ago, following, kinds):
    visit(plan, days_ago=days_ago, following=following)
    MentoringPlan.objects.update(opened_on=timezone.localdate() - timedelta(days=90))

    shown = {
        kind
        for kind in ("", "terlambat", "minggu-ini", "60-hari")
        if "Sari Jati"
        in as_user(maya).get(reverse("artisans:mentoring_list"), {"saring": kind}).content.decode()
    }

    assert shown == kinds


def test_a_visit_settles_an_older_promise(as_user, maya, plan):
    visit(plan, days_ago=40, following=-10)
    visit(plan, days_ago=5, following=20)

    page = as_user(maya).get(reverse("artisans:mentoring_list"), {"saring": "terlambat"})

    assert "Sari Jati" not in page.content.decode()


def test_loads_count_businesses_targets_late_ones_and_visits(maya, nining, plan):
    visit(plan, days_ago=20, following=-3)
    other = make_business(owner=make_artisan())
    MentoringPlan.objects.create(
        business=other, mentor=maya, title="Mutu", opened_on=timezone.localdate()
    )

    counted = loads(today=timezone.localdate())

    assert [
        (load.mentor, load.businesses, load.open_targets, load.overdue, load.visits)
        for load in counted
    ] == [(maya, 2, 1, 1, 1), (nining, 0, 0, 0, 0)]


def test_an_address_with_nonsense_narrows_nothing(as_user, dewi, plan):
    page = as_user(dewi).get(
        reverse("artisans:mentoring_list"), {"pendamping": "x", "saring": "<b>", "hal": "z"}
    )

    assert "Sari Jati" in page.content.decode()


def test_a_late_visit_is_reminded_of_once_for_each_promise(maya, plan):
    today = timezone.localdate()
    visit(plan, days_ago=20, following=-3)

    assert remind_of_late_visits(today=today) == 1
    assert remind_of_late_visits(today=today) == 0
    visit(plan, days_ago=2, following=5)
    assert remind_of_late_visits(today=today) == 0
    assert remind_of_late_visits(today=today + timedelta(days=6)) == 1

    assert {notice.recipient for notice in Notice.objects.all()} == {maya}


def test_visits_of_a_period_are_a_workbook_in_which_no_text_is_a_formula(
    as_user, maya, nining, plan
):
    visit(plan, days_ago=1)
    MentoringVisit.objects.update(findings="=1+1")
    visit(plan, days_ago=200)
    address = reverse("artisans:export_visits")

    book = load_workbook(BytesIO(as_user(maya).get(address).content))
    other = load_workbook(BytesIO(as_user(nining).get(address, {"dari": "x"}).content))

    rows = list(book.worksheets[0].iter_rows())
    assert len(rows) == 2
    assert (rows[1][6].value, rows[1][6].data_type) == ("=1+1", "s")
    assert other.worksheets[0].max_row == 1


def test_the_start_page_names_late_visits_and_plans_without_a_mentor(as_user, maya, dewi, plan):
    assert "1 sasaran terbuka" in as_user(maya).get("/kerja/").content.decode()
    MentoringPlan.objects.update(mentor=None)

    assert address("hand_over", plan.pk) in as_user(dewi).get("/kerja/").content.decode()


def fill_up(business, mentor, many):
    """Plans, targets, visits with notes; more of each."""
    for number in range(many):
        plan = MentoringPlan.objects.create(
            business=business, mentor=mentor, title=f"R{number}", opened_on=date(2026, 1, 5)
        )
        target = MentoringTarget.objects.create(plan=plan, title=f"S{number}")
        seen = visit(plan, days_ago=number + 1)
        seen.targets.add(target)
        add_note(seen, text="Catatan.", by=mentor, at=timezone.now())
        closed = MentoringPlan.objects.create(
            business=business,
            mentor=mentor,
            title=f"L{number}",
            opened_on=date(2026, 1, 5),
            closed_on=date(2026, 2, 5),
        )
        MentoringTarget.objects.create(plan=closed, title="Lama")


@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("mentoring_list", "dewi", 8),
        ("mentoring_loads", "dewi", 9),
        ("mentored_business", "maya", 12),
        ("print_visits", "maya", 10),
        ("own_mentoring", "sari", 12),
        ("closed_plan_list", "maya", 6),
    ],
)
def test_pages_ask_as_much_for_one_as_for_three(
    request, as_user, maya, sari_business, name, who, most
):
    client = as_user(request.getfixturevalue(who))
    wants_business = name in ("mentored_business", "print_visits")
    path = reverse(f"artisans:{name}", args=[sari_business.pk] if wants_business else [])
    fill_up(sari_business, maya, 1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    fill_up(sari_business, maya, 3)
    make_persona("Mentor lain", "lain@contoh.id", roles=[Role.MENTOR])

    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200

    assert len(few) == len(many) <= most


def test_two_who_hand_a_plan_over_at_once_the_second_is_told(as_user, dewi, maya, nining, plan):
    third = make_persona("Rudi Hartono", "rudi@contoh.id", roles=[Role.MENTOR])
    client, page = as_user(dewi), address("hand_over", plan.pk)
    client.post(page, {"mentor": nining.pk, "reason": "Maya cuti.", "before": maya.pk})

    late = client.post(page, {"mentor": third.pk, "reason": "Dekat.", "before": maya.pk})

    assert late.status_code == 409
    assert "rekan Anda menunjuk Nining Rahayu" in late.content.decode()
    assert f'value="{nining.pk}"' in late.content.decode()
    plan.refresh_from_db()
    assert plan.mentor == nining


def test_two_who_change_a_target_at_once_the_second_sees_both_texts(as_user, maya, dewi, plan):
    target = plan.targets.get()
    page = address("target_edit", target.pk)
    step = newest_step(target)
    as_user(maya).post(page, {"title": "Label harga", "step": step})

    late = as_user(dewi).post(page, {"title": "Label batik", "step": step})
    again = {"title": "Label batik", "step": newest_step(target)}

    assert late.status_code == 409
    assert "rekan Anda menulis: Label harga" in late.content.decode()
    assert 'value="Label batik"' in late.content.decode()
    assert f'value="{again["step"]}"' in late.content.decode()
    assert as_user(dewi).post(page, again).status_code == 302
    target.refresh_from_db()
    assert target.title == "Label batik"


def test_the_admin_shows_plans_visits_and_their_history(as_user, admin, maya, plan):
    seen = visit(plan, days_ago=1)
    MentoringVisit.objects.update(photo_sha256="a" * 64)
    add_note(seen, text="Catatan.", by=maya, at=timezone.now())
    client = as_user(admin)
    rows = [plan, plan.targets.get(), seen, seen.notes.get()]

    for row in rows:
        name = f"admin:artisans_{row._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    for kind in ("terbuka", "selesai"):
        for model in ("mentoringplan", "mentoringtarget"):
            path = reverse(f"admin:artisans_{model}_changelist")
            shown = "Kemasan" in client.get(path, {"keadaan": kind}).content.decode()
            assert shown is (kind == "terbuka")
    history = client.get(reverse("admin:artisans_mentoringplan_history", args=[plan.pk]))
    assert "Riwayat" in history.content.decode()


def test_an_erasure_can_empty_what_was_said_of_targets_and_claims(dewi, sari, plan):
    target = plan.targets.get()
    plans.drop_target(target, on=date(2026, 2, 1), reason="Bu Sari sakit.", by=plan.mentor)
    claim = BusinessClaim.objects.create(
        business=plan.business, user=sari, state="partly", note="Rumah Bu Sari.", offered_by=dewi
    )

    blank(MentoringTarget, [target.pk])
    blank(BusinessClaim, [claim.pk])

    target.refresh_from_db()
    claim.refresh_from_db()
    assert (target.title, target.drop_reason, claim.note) == ("", "", "")
