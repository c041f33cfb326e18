"""The workbench's rounds: list, page of one round, preparation, panel, assignments."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from curation import assignments, clock, conflicts, desk, panels, rounds
from curation.deadlines import last_day
from curation.forms import RoundForm
from curation.models import Assignment, Round, Submission
from curation.phases import phase_at, tag_of
from curation.progress import Stage, blockers_of, journey_of, stages_of
from curation.transitions import State
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done
from dekranasda.templatetags.portal import translated

ROWS = 50
STAFF = (Role.SECRETARIAT, Role.CURATOR, Role.CHAIR, Role.LEADER)
KINDS = {
    State.SUBMITTED: "sent",
    State.NEEDS_COMPLETION: "fix",
    State.QUEUED: "waiting",
    State.IN_REVIEW: "review",
    State.DELIBERATION: "review",
    State.DECIDED: "waiting",
    State.ACCEPTED: "passed",
    State.COACHING: "fix",
    State.REVISION_REQUESTED: "fix",
    State.REJECTED: "failed",
    State.INELIGIBLE: "failed",
    State.LAPSED: "closed",
    State.WITHDRAWN: "closed",
    State.APPEALED: "late",
}


@role_required(*STAFF)
@require_GET
def round_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The rounds a person works with, the newest in front."""
    at = clock.now()
    found = Round.objects.visible_to(request.user).select_related("rubric")
    counts = _counts(found, request)
    is_secretariat = request.user.is_secretariat
    context = {
        "rounds": [(one, counts[one.pk], tag_of(phase_at(one, at=at))) for one in found],
        "actions": _actions(request, is_secretariat=is_secretariat),
        "breadcrumb": [(_("Meja kerja"), reverse("workspace")), (_("Kurasi"), "")],
    }
    return render(request, "curation/round_list.html", context)


def _actions(request: AuthenticatedHttpRequest, *, is_secretariat: bool) -> list[dict[str, object]]:
    """What stands beside the heading of the list: a new round, and the registers."""
    actions: list[dict[str, object]] = []
    if is_secretariat:
        actions += [
            {"label": _("Buat periode"), "url": reverse("curation:round_create")},
            {"label": _("Rubrik"), "url": reverse("curation:rubric_list"), "second": True},
            {"label": _("Contoh"), "url": reverse("curation:sample_list"), "second": True},
            {
                "label": _("Laporan masyarakat"),
                "url": reverse("curation:complaint_list"),
                "second": True,
            },
            {
                "label": _("Hubungan kurator"),
                "url": reverse("curation:tie_list"),
                "second": True,
            },
        ]
    if request.user.has_any_role(Role.CURATOR, Role.CHAIR):
        own = reverse("curation:own_ties")
        actions.append({"label": _("Hubungan saya"), "url": own, "second": True})
    if is_secretariat or request.user.has_role(Role.LEADER):
        actions += [
            {"label": label, "url": reverse(name), "second": True}
            for label, name in (
                (_("Register keputusan"), "curation:decision_register"),
                (_("Register sertifikat"), "curation:certificate_register"),
            )
        ]
    return actions


def _counts(rounds: Iterable[Round], request: AuthenticatedHttpRequest) -> Counter[int]:
    """Works a round. A curator does not even count those with which there is a tie."""
    works = Submission.objects.filter(round__in=rounds).select_related("product", "round")
    if not request.user.acts_as(Role.SECRETARIAT, Role.LEADER):
        today = timezone.localdate(clock.now())
        works_seen = conflicts.free_of_ties(works, request.user, on=today)
        return Counter(work.round_id for work in works_seen)
    return Counter(works.values_list("round_id", flat=True))


@role_required(*STAFF)
@require_GET
def round_detail(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """One round: figures, what the person can do next, and for the secretariat its works."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    is_secretariat = request.user.is_secretariat
    at = clock.now()
    page = _page_of(round, request) if is_secretariat else None
    stages = stages_of(round, at=at) if is_secretariat else []
    own = desk.items_of(request.user, slug)
    member = round.panel.filter(user=request.user).first()
    invitation = panels.open_invitation(round, request.user)
    context = {
        "round": round,
        "phase": tag_of(phase_at(round, at=at)),
        "journey": journey_of(round, at=at) if round.opened_at else [],
        "is_secretariat": is_secretariat,
        "member": member,
        "invitation_due": last_day(invitation.due_at) if invitation else None,
        "tiles": _tiles(round, stages),
        "blockers": _blockers(round, stages, at) if is_secretariat else [],
        "counts": {stage.state.value: stage.count for stage in stages},
        "page": page,
        "works": _rows_of(page.object_list) if page else [],
        "filter": request.GET.get("keadaan", ""),
        "panel": round.panel.select_related("user").prefetch_related("crafts"),
        "has_meetings": round.meetings.exists(),
        "loads": assignments.loads(round) if is_secretariat else {},
        "problems": rounds.preparation_problems(round, at=at)
        if is_secretariat and round.opened_at is None
        else [],
        "own_count": len(own),
        "own_done": sum(one.is_sent for one in own),
        "breadcrumb": [
            (_("Meja kerja"), reverse("workspace")),
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), ""),
        ],
    }
    return render(request, "curation/round_detail.html", context)


def _page_of(round: Round, request: AuthenticatedHttpRequest) -> Page[Submission]:
    """A page of the secretariat's table, what has waited longest in front."""
    found = round.submissions.select_related("version__craft", "product__business__owner").order_by(
        "state_at", "pk"
    )
    if request.GET.get("keadaan") in State.values:
        found = found.filter(state=request.GET["keadaan"])
    return Paginator(found, ROWS).get_page(request.GET.get("hal"))


def _rows_of(works: Iterable[Submission]) -> list[dict[str, object]]:
    """The rows with how many scores are in."""
    active = Assignment.objects.active().filter(submission__in=works)
    pairs = list(active.values_list("submission_id", "review__finalised_at"))
    given = Counter(key for key, _sent in pairs)
    sent = Counter(key for key, moment in pairs if moment is not None)
    return [
        {
            "work": work,
            "kind": KINDS[State(work.state)],
            "assigned": given[work.pk],
            "sent": sent[work.pk],
        }
        for work in works
    ]


def _tiles(round: Round, stages: Iterable[Stage]) -> list[dict[str, object]]:
    """Progress by stage: how many works stand there, how many of them past their time."""
    return [
        {
            "label": stage.state.label,
            "value": str(stage.count),
            "url": _works_in(round, stage.state) if stage.count else "",
            "note": _("%(count)d terlambat") % {"count": stage.late} if stage.late else "",
            "state": "warn" if stage.late else "",
        }
        for stage in stages
    ]


def _blockers(round: Round, stages: Iterable[Stage], at: datetime) -> list[tuple[str, str]]:
    """What holds up the next step, each with the page that shows it."""
    return [(one.text, _works_in(round, one.state)) for one in blockers_of(round, stages, at=at)]


def _works_in(round: Round, state: State) -> str:
    return f"{round.get_absolute_url()}?keadaan={state}"


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def round_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new round, in preparation until it is announced."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        round = form.save()
        messages.success(request, _("Periode tersimpan. Susun panelnya, lalu umumkan."))
        return redirect("curation:panel", slug=round.slug)
    return _round_form(request, form, _("Buat periode kurasi"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def round_update(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The round's words and days; its rubric stays once it was announced."""
    round = get_object_or_404(Round, slug=slug)
    form = RoundForm(request.POST or None, instance=round)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Perubahan tersimpan."))
        return redirect(round)
    return _round_form(request, form, _("Ubah periode"))


def _round_form(request: AuthenticatedHttpRequest, form: RoundForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": _("Simpan"),
        "breadcrumb": [(_("Kurasi"), reverse("curation:round_list")), (title, "")],
    }
    return render(request, "curation/form.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def announce(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Announces a round after a last look; its rules stand from then on."""
    round = get_object_or_404(Round, slug=slug)
    if request.method == "POST":
        done(
            request,
            lambda: rounds.announce(round, by=request.user),
            _("Periode diumumkan. Rubriknya tetap sampai selesai."),
        )
        return redirect(round)
    context = {
        "title": _("Umumkan %(round)s?") % {"round": translated(round, "title")},
        "text": _(
            "Rubrik, bobot, dan syaratnya terbit untuk umum dan tidak dapat diubah lagi. Perajin "
            "dapat mengirim karya mulai tanggal dibuka."
        ),
        "action": _("Umumkan"),
        "back_url": round.get_absolute_url(),
    }
    return render(request, "council/work_confirm.html", context)
