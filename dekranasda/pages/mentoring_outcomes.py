"""What came of mentoring: the next result after each plan, readiness before and after, evidence."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artisans import plans as planning
from artisans.mentored import loads
from artisans.models import MentoringPlan, MentoringTarget, ReadinessAssessment
from curation.aftermath import next_results, steps_of
from curation.models import Decision
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook

PAGE_SIZE = 25
# The newest plans are counted; more than a council opens in several years.
MOST_PLANS = 2000


@dataclass(frozen=True)
class Outcome:
    """One plan that a verdict opened, with what is known since."""

    plan: MentoringPlan
    reached: int
    dropped: int
    open: int
    visits: int
    next: Decision | None
    readiness_before: int | None
    readiness_after: int | None

    @property
    def days(self) -> int | None:
        """From opening to end; None while it goes on."""
        return (self.plan.closed_on - self.plan.opened_on).days if self.plan.closed_on else None

    @property
    def rose(self) -> bool:
        """Whether the business was assessed at a higher level after the plan began."""
        before, after = self.readiness_before, self.readiness_after
        return before is not None and after is not None and after > before


def outcomes() -> list[Outcome]:
    """Plans that a verdict opened, the newest first; five queries whatever their number."""
    plans = list(
        MentoringPlan.objects.exclude(origin="")
        .select_related("business__owner", "mentor")
        .prefetch_related("targets")
        .annotate(visit_count=Count("visits"))
        .order_by("-opened_on", "-pk")[:MOST_PLANS]
    )
    results = next_results(plans)
    levels: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for business_pk, day, level in (
        ReadinessAssessment.objects.filter(business__in={one.business_id for one in plans})
        .order_by("assessed_on", "pk")
        .values_list("business_id", "assessed_on", "level")
    ):
        levels[business_pk].append((day, level))
    return [_outcome(plan, results.get(plan.pk), levels[plan.business_id]) for plan in plans]


def _outcome(plan: Any, result: Decision | None, levels: list[tuple[date, int]]) -> Outcome:
    targets = list(plan.targets.all())
    before = [level for day, level in levels if day <= plan.opened_on]
    after = [level for day, level in levels if day > plan.opened_on]
    return Outcome(
        plan=plan,
        reached=sum(one.reached_on is not None for one in targets),
        dropped=sum(one.dropped_on is not None for one in targets),
        open=sum(not one.is_settled for one in targets),
        visits=plan.visit_count,
        next=result,
        readiness_before=before[-1] if before else None,
        readiness_after=after[-1] if after else None,
    )


def summary_of(found: list[Outcome]) -> dict[str, int]:
    """How many plans, and of how many what is known; no share is told without its whole."""
    judged = [one for one in found if one.next]
    assessed = [
        one for one in found if one.readiness_before is not None and one.readiness_after is not None
    ]
    return {
        "plans": len(found),
        "closed": sum(one.plan.closed_on is not None for one in found),
        "judged": len(judged),
        "accepted": sum(
            one.next.outcome == Decision.Outcome.ACCEPTED for one in judged if one.next
        ),
        "assessed": len(assessed),
        "rose": sum(one.rose for one in assessed),
    }


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def mentoring_outcomes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Each plan with what happened after it, and the sum with its limits."""
    found = outcomes()
    context = {
        "summary": summary_of(found),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("hal")),
        "breadcrumb": [(_("Sesudah pendampingan"), "")],
    }
    return render(request, "pages/mentoring_outcomes.html", context)


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def mentoring_outcomes_file(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Two sheets: what happened after each plan, and what each mentor carries."""
    today = timezone.localdate()
    book = BytesIO()
    write_workbook(
        book,
        [
            Sheet(_("Sesudah rencana"), _plan_headings(), _plan_rows(outcomes())),
            Sheet(_("Beban pendamping"), _load_headings(), _load_rows(today)),
        ],
    )
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="pendampingan-{today}.xlsx"'},
    )


def _plan_headings() -> list[str]:
    return [
        _("Usaha"), _("Pendamping"), _("Rencana"), _("Asal"), _("Dibuka"), _("Selesai"), _("Hari"),
        _("Kunjungan"), _("Sasaran tercapai"), _("Dihentikan"), _("Terbuka"),
        _("Pengajuan berikutnya"), _("Hasil"), _("Kelas"), _("Kesiapan sebelum"),
        _("Kesiapan sesudah"),
    ]  # fmt: skip


def _plan_rows(found: list[Outcome]) -> Iterator[list[Any]]:
    for one in found:
        plan, result = one.plan, one.next
        yield [
            plan.business.name, plan.mentor.full_name if plan.mentor else "", plan.title,
            plan.origin, plan.opened_on, plan.closed_on, one.days, one.visits, one.reached,
            one.dropped, one.open, result.submission.code if result else "",
            result.get_outcome_display() if result else "", result.grade if result else "",
            one.readiness_before, one.readiness_after,
        ]  # fmt: skip


def _load_headings() -> list[str]:
    return [
        _("Pendamping"), _("Usaha"), _("Sasaran terbuka"), _("Terlambat"), _("Kunjungan 30 hari"),
        _("Selesai setahun"), _("Hari sampai selesai"),
    ]  # fmt: skip


def _load_rows(today: date) -> Iterator[list[Any]]:
    for one in loads(today=today):
        yield [
            one.mentor.full_name, one.businesses, one.open_targets, one.overdue, one.visits,
            one.closed, one.median_days,
        ]  # fmt: skip


# Evidence from the next result

mentors = role_required(Role.MENTOR, Role.SECRETARIAT)


@mentors
@require_GET
def plan_evidence(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Each target of a plan beside the word of the next result, which may serve as evidence."""
    own = MentoringPlan.objects.editable_by(request.user).exclude(origin="")
    plan = get_object_or_404(own.select_related("business"), pk=pk)
    result, steps = steps_of(plan)
    back = reverse("artisans:mentored_business", args=[plan.business_id])
    context = {
        "plan": plan,
        "result": result,
        "rows": [(target, steps.get(target.code)) for target in plan.targets.all()],
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (plan.business.name, back),
            (_("Bukti dari nilai"), ""),
        ],
    }
    return render(request, "pages/plan_evidence.html", context)


@mentors
@require_POST
def reach_by_verdict(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes a target as reached because the next result says so."""
    own = MentoringTarget.objects.editable_by(request.user)
    target = get_object_or_404(own.select_related("plan__business"), pk=pk)
    result, steps = steps_of(target.plan)
    step = steps.get(target.code)
    if result is None or result.released_at is None or step is None or not step.is_better:
        messages.error(request, _("Nilai berikutnya belum menunjukkan kemajuan."))
        return redirect("plan_evidence", pk=target.plan_id)
    evidence = _("Pengajuan %(code)s: dari «%(before)s» menjadi «%(after)s».") % {
        "code": result.submission.code,
        "before": step.before,
        "after": step.after,
    }
    try:
        planning.reach_target(
            target, on=timezone.localdate(result.released_at), evidence=evidence, by=request.user
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Sasaran tercapai. Selamat untuk perajinnya."))
    return redirect("plan_evidence", pk=target.plan_id)
