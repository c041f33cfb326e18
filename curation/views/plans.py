"""The plan of who scores what in a round: proposed, looked at, confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation import assignments, plans
from curation.blind import blind_name
from curation.models import Round, Submission
from curation.transitions import State
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done
from dekranasda.templatetags.portal import translated


@role_required(Role.SECRETARIAT)
@require_GET
def assignment_plan(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Queued works with their curators and ties, each one's load, what could not be had."""
    round = get_object_or_404(Round, slug=slug)
    table = plans.table_of(round)
    rows = [_row(table, work) for work in table.works]
    context = {
        "round": round,
        "rows": rows,
        "has_proposal": any(row["proposed"] for row in rows),
        "short": [row for row in rows if row["missing"]],
        "inexpert": [row for row in rows if row["people"] and not row["has_expert"]],
        "inside": [row for row in rows if row["people"] and not row["has_outsider"]],
        "undecided": [row for row in rows if row["open_ties"]],
        "loads": _loads(table),
        "ready": sum(not row["missing"] and not row["proposed"] for row in rows),
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Pembagian karya"), ""),
        ],
    }
    return render(request, "curation/assignment_plan.html", context)


def _row(table: plans.Table, work: Submission) -> dict[str, Any]:
    proposed = table.proposed[work.pk]
    chosen = [*table.active[work.pk], *proposed]
    members = {member.user_id: member for member in table.members}
    people, open_ties = [], []
    for key in chosen:
        member = members.get(key)
        if member is None:
            continue
        soft = [tie for tie in table.ties_of(work, key) if not tie.is_waived]
        open_ties += [(member.user.full_name, tie.words) for tie in soft if tie.is_open]
        people.append(
            {
                "name": member.user.full_name,
                "is_expert": member.is_expert_of(work.version.craft_id),
                "ties": [tie.words for tie in soft],
            }
        )
    hard = {
        user
        for (key, user), ties in table.ties.items()
        if key == work.pk and any(tie.is_hard for tie in ties)
    }
    return {
        "work": work,
        "name": blind_name(work.version),
        "people": people,
        "proposed": len(proposed),
        "open_ties": open_ties,
        "has_expert": any(one["is_expert"] for one in people),
        "has_outsider": any(table.is_outside(work, key) for key in chosen),
        "missing": max(0, table.round.curators_minimum - len(people)),
        "hard": len(hard),
    }


def _loads(table: plans.Table) -> list[dict[str, Any]]:
    """What each curator carries now and would carry by the proposal."""
    more = [user for people in table.proposed.values() for user in people]
    return [
        {
            "member": member,
            "now": table.loads[member.user_id],
            "planned": table.loads[member.user_id] + more.count(member.user_id),
        }
        for member in table.members
    ]


@role_required(Role.SECRETARIAT)
@require_POST
def draw_up(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Makes the proposal anew."""
    round = get_object_or_404(Round, slug=slug)
    done(
        request,
        lambda: plans.draw_up(round, by=request.user),
        _("Usulan tersusun. Periksa, ubah bila perlu, lalu sahkan."),
    )
    return redirect("curation:assignment_plan", slug=slug)


@role_required(Role.SECRETARIAT)
@require_POST
def discard(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Drops the proposal."""
    round = get_object_or_404(Round, slug=slug)
    done(request, lambda: plans.discard(round, by=request.user), _("Usulan dihapus."))
    return redirect("curation:assignment_plan", slug=slug)


@role_required(Role.SECRETARIAT)
@require_POST
def confirm(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Makes the proposal binding."""
    round = get_object_or_404(Round, slug=slug)
    done(
        request,
        lambda: plans.confirm(round, by=request.user),
        _("Pembagian disahkan. Serahkan karya kepada kuratornya bila sudah siap."),
    )
    return redirect("curation:assignment_plan", slug=slug)


@role_required(Role.SECRETARIAT, Role.CHAIR)
@require_POST
def start_all(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Hands every queued work that has its curators to them."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    started = 0
    for work in round.submissions.filter(state=State.QUEUED).order_by("pk"):
        if work.assignments.active().count() >= round.curators_minimum:
            started += done(
                request,
                lambda work=work: assignments.start_review(work, by=request.user),  # type: ignore[misc]
                _("%(code)s diserahkan kepada kuratornya.") % {"code": work.code},
            )
    if not started:
        messages.info(request, _("Belum ada karya dengan kurator yang cukup."))
    return redirect(round)
