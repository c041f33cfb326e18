"""What came of a plan that a verdict opened: the next result, evidence from it, readiness."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from artisans import plans
from artisans.models import MentoringPlan
from dekranasda.accounts.models import Role
from dekranasda.pages.mentoring_outcomes import outcomes, summary_of
from products.models import Product
from tests.curation.cases import WEAK, finish
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper():
    return make_user(Role.MENTOR, full_name="Bu Tuti")


@pytest.fixture
def plan(council, helper) -> MentoringPlan:
    """Opened by a verdict; another work of the same business passed afterwards."""
    work = finish(council, "coaching", WEAK)
    plan = MentoringPlan.objects.get(origin=work.code)
    later = finish(council)
    Product.objects.filter(pk=later.product_id).update(business=plan.business)
    return plan


def test_a_target_is_reached_by_the_next_result_in_words(as_user, helper, plan):
    target = plan.targets.get(code="KMS")
    page = as_user(helper).get(reverse("plan_evidence", args=[plan.pk])).text
    assert "Pakai sebagai bukti" in page

    as_user(helper).post(reverse("reach_by_verdict", args=[target.pk]))

    target.refresh_from_db()
    assert target.reached_on is not None
    assert target.settled_by == helper
    assert "menjadi «" in target.evidence
    assert not any(sign.isdigit() for sign in target.evidence.split(":", 1)[1])


def test_without_a_next_result_nothing_is_evidence(council, as_user, helper):
    work = finish(council, "coaching", WEAK)
    target = MentoringPlan.objects.get(origin=work.code).targets.all()[0]

    page = as_user(helper).post(reverse("reach_by_verdict", args=[target.pk]), follow=True)

    assert "belum menunjukkan kemajuan" in page.text
    target.refresh_from_db()
    assert target.reached_on is None


def test_a_stranger_takes_no_evidence(as_user, plan):
    stranger = make_user(Role.MENTOR)
    target = plan.targets.all()[0]

    assert as_user(stranger).post(reverse("reach_by_verdict", args=[target.pk])).status_code == 404
    assert as_user(stranger).get(reverse("plan_evidence", args=[plan.pk])).status_code == 404


def test_a_target_needs_evidence_and_a_plan_tells_who_closed_it(helper, plan):
    target = plan.targets.all()[0]
    with pytest.raises(ValidationError) as caught:
        plans.reach_target(target, on=date(2026, 2, 2), evidence=" ", by=helper)
    assert caught.value.code == "evidence_missing"

    for one in plan.targets.all():
        plans.reach_target(one, on=timezone.localdate(), evidence="Dilihat.", by=helper)
    plans.close_plan(plan, outcome="Kemasan layak kirim.", on=timezone.localdate(), by=helper)

    plan.refresh_from_db()
    assert plan.closed_by == helper


def test_what_happened_afterwards_is_counted_with_its_whole(
    as_user, hartono, maya, plan, django_assert_max_num_queries
):
    opened = plan.opened_on
    plan.business.assessments.create(assessed_on=opened - timedelta(days=9), level=3)
    plan.business.assessments.create(assessed_on=opened + timedelta(days=9), level=4)

    with django_assert_max_num_queries(5):
        (one,) = outcomes()

    assert (one.readiness_before, one.readiness_after, one.rose) == (3, 4, True)
    assert one.next is not None
    assert summary_of([one]) == {
        "plans": 1, "closed": 0, "judged": 1, "accepted": 1, "assessed": 1, "rose": 1,
    }  # fmt: skip
    page = as_user(hartono).get(reverse("mentoring_outcomes")).text
    assert "tidak ada kelompok pembanding" in page
    assert as_user(maya).get(reverse("mentoring_outcomes")).status_code == 403


def test_the_workbook_has_plans_and_loads(as_user, dewi, helper, plan):
    answer = as_user(dewi).get(reverse("mentoring_outcomes_file"))

    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Sesudah rencana", "Beban pendamping"]
    headings, row = ([cell.value for cell in line] for line in book["Sesudah rencana"])
    told = dict(zip(headings, row, strict=True))
    assert (told["Asal"], told["Hasil"]) == (plan.origin, "Lolos")
    assert told["Dibuka"].date() == plan.opened_on
    assert ["Bu Tuti", 1] in [[cell.value for cell in line][:2] for line in book.worksheets[1]]
