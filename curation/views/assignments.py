"""The panel, and which of its curators judge which work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import assignments, clock, decisions
from curation.conflicts import ties
from curation.forms import (
    AssignmentForm,
    PanelMemberForm,
    ReasonForm,
)
from curation.models import Assignment, PanelMember, Round, Submission
from curation.transitions import State
from curation.views.answers import done, done_on
from curation.views.works import crumbs_of, form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from dekranasda.templatetags.portal import translated


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def panel(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The round's curators: who is in, and a form for one more."""
    round = get_object_or_404(Round, slug=slug)
    form = PanelMemberForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kurator masuk panel."))
        return redirect("curation:panel", slug=slug)
    context = {
        "round": round,
        "form": form,
        "panel": round.panel.select_related("user").prefetch_related("crafts"),
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Panel"), ""),
        ],
    }
    return render(request, "curation/panel.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def panel_remove(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a curator off the panel, unless works were assigned already."""
    member = get_object_or_404(PanelMember, round__slug=slug, pk=pk)
    if Assignment.objects.filter(
        submission__round=member.round_id, curator=member.user_id
    ).exists():
        messages.error(
            request, _("Kurator ini sudah menerima karya, jadi tetap tercatat dalam panel.")
        )
    else:
        member.delete()
        messages.success(request, _("Kurator keluar dari panel."))
    return redirect("curation:panel", slug=slug)


@role_required(Role.SECRETARIAT, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def assignment_plan(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """A proposal for all queued works at once, to be looked at and taken over."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    proposals = assignments.propose(round)
    if request.method == "POST":
        given = _assign_all(request, proposals)
        messages.success(request, _("Kurator ditugaskan untuk %(count)s karya.") % {"count": given})
        return redirect(round)
    waiting = [(work, people) for work, people in proposals.items() if people]
    context = {
        "round": round,
        "waiting": waiting,
        "short": [work for work, people in proposals.items() if _is_short(work, people)],
        "loads": [
            (member, assignments.loads(round)[member.user_id])
            for member in round.panel.select_related("user")
        ],
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Pembagian karya"), ""),
        ],
    }
    return render(request, "curation/assignment_plan.html", context)


def _is_short(work: Submission, people: list[User]) -> bool:
    active = work.assignments.filter(state=Assignment.State.ACTIVE, version=work.version_id)
    return active.count() + len(people) < work.round.quorum


def _assign_all(request: AuthenticatedHttpRequest, proposals: dict) -> int:  # type: ignore[type-arg]
    given = 0
    for work, people in proposals.items():
        if not people:
            continue
        current = [one.curator for one in work.assignments.filter(state="active")]
        given += done(
            request,
            lambda work=work, people=people, current=current: assignments.assign(  # type: ignore[misc]
                work, curators=[*current, *people], by=request.user
            ),
            work.code,
        )
    return given


@role_required(Role.SECRETARIAT, Role.CHAIR)
@require_POST
def start_all(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Hands every queued work that has its curators to them."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    started = 0
    for work in round.submissions.filter(state=State.QUEUED).order_by("pk"):
        if work.assignments.filter(state="active").count() >= round.quorum:
            started += done(
                request,
                lambda work=work: assignments.start_review(work, by=request.user),  # type: ignore[misc]
                _("%(code)s diserahkan kepada kuratornya.") % {"code": work.code},
            )
    if not started:
        messages.info(request, _("Belum ada karya dengan kurator yang cukup."))
    return redirect(round)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def assign(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Chooses the curators of one work; conflicts are shown and cannot be chosen."""
    work = work_of(request, slug, code)
    members = list(work.round.panel.select_related("user").prefetch_related("crafts"))
    tied = ties([work], [one.user for one in members], on=timezone.localdate(clock.now()))
    free = [one.user for one in members if (work.pk, one.user_id) not in tied]
    current = Assignment.objects.active().filter(submission=work, version=work.version)
    chosen = list(current.values_list("curator_id", flat=True))
    form = AssignmentForm(request.POST or None, people=free, initial={"curators": chosen})
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: assignments.assign(
                work, curators=list(form.cleaned_data["curators"]), by=request.user
            ),
        )
    ):
        messages.success(request, _("Kurator tersimpan."))
        return redirect(work)
    if form.is_bound:
        chosen = [int(key) for key in request.POST.getlist("curators") if key.isdecimal()]
    loads = assignments.loads(work.round)
    context = {
        "work": work,
        "form": form,
        "rows": [
            {
                "member": one,
                "load": loads[one.user_id],
                "reasons": tied.get((work.pk, one.user_id), []),
                "is_expert": work.version.craft_id in {craft.pk for craft in one.crafts.all()},
                "chosen": one.user_id in chosen,
            }
            for one in members
        ],
        "breadcrumb": crumbs_of(work, _("Kurator")),
    }
    return render(request, "curation/assign.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def start_review(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Hands the work to its curators."""
    work = work_of(request, slug, code)
    done(
        request,
        lambda: assignments.start_review(work, by=request.user),
        _("Karya diserahkan kepada kuratornya."),
    )
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_POST
def open_deliberation(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Opens the session where the scores are in."""
    work = work_of(request, slug, code)
    done(
        request,
        lambda: decisions.open_deliberation(work, by=request.user),
        _("Sidang dibuka."),
    )
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def requeue(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Back to the queue after a deadline without quorum."""
    work = work_of(request, slug, code)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: assignments.requeue(work, reason=form.cleaned_data["reason"], by=request.user),
        )
    ):
        messages.success(request, _("Karya kembali ke antrean. Tugaskan kurator lain."))
        return redirect(work)
    return form_page(request, work, form, _("Kembalikan ke antrean"), _("Kembalikan"))
