"""Which curators judge one work: chosen, handed over, replaced."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import assignments, clock, decisions, plans
from curation.conflicts import all_ties
from curation.forms import AssignmentForm, ReasonForm, ReplacementForm
from curation.models import Assignment, Submission
from curation.views.works import crumbs_of, form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def assign(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Chooses the curators of one work; conflicts are shown and cannot be chosen."""
    work = work_of(request, slug, code)
    members = list(work.round.panel.select_related("user").prefetch_related("crafts"))
    found = all_ties([work], [one.user for one in members], on=timezone.localdate(clock.now()))
    some = {one.user_id: found.get((work.pk, one.user_id), []) for one in members}
    free = [
        one.user
        for one in members
        if one.accepted_at and not any(tie.is_hard or tie.is_open for tie in some[one.user_id])
    ]
    current = Assignment.objects.filter(
        submission=work, version=work.version, state__in=["active", "proposed"]
    )
    chosen = list(current.values_list("curator_id", flat=True))
    form = AssignmentForm(request.POST or None, people=free, initial={"curators": chosen})
    if carried_out(
        request,
        form,
        lambda: assignments.assign(
            work, curators=list(form.cleaned_data["curators"]), by=request.user
        ),
        _("Kurator tersimpan."),
    ):
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
                "reasons": [tie.words for tie in some[one.user_id] if not tie.is_waived],
                "is_free": one.user in free,
                "is_expert": one.is_expert_of(work.version.craft_id),
                "chosen": one.user_id in chosen,
            }
            for one in members
        ],
        "left": _left(work),
        "breadcrumb": crumbs_of(work, _("Kurator")),
    }
    return render(request, "curation/assign.html", context)


def _left(work: Submission) -> list[Assignment]:
    """Those who left the work without a replacement so far."""
    ended = [Assignment.State.RECUSED, Assignment.State.DECLINED, Assignment.State.EXPIRED]
    found = work.assignments.filter(
        state__in=[*ended, Assignment.State.VOIDED],
        version=work.version_id,
        replacements__isnull=True,
    )
    return list(found.select_related("curator"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def replace(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Puts a named curator in another one's place; the portal names the fittest."""
    work = work_of(request, slug, code)
    old = get_object_or_404(work.assignments.select_related("curator"), pk=pk)
    best = plans.replacement_for(work)
    people = [one.user for one in work.round.panel.in_force().select_related("user")]
    form = ReplacementForm(
        request.POST or None,
        people=[user for user in people if user.pk != old.curator_id],
        initial={"curator": best.user_id if best else None},
    )
    if carried_out(
        request,
        form,
        lambda: assignments.replace(old, by=request.user, **form.cleaned_data),
        _("Kurator pengganti ditugaskan."),
    ):
        return redirect(work)
    form.fields["curator"].help_text = (
        _("Usulan: %(name)s, menurut keahlian, beban, dan hubungan.")
        % {"name": best.user.full_name}
        if best
        else _("Tidak ada anggota panel yang bebas. Tambah panel lebih dulu.")
    )
    title = _("Ganti %(name)s") % {"name": old.curator.full_name}
    return form_page(request, work, form, title, _("Tugaskan pengganti"))


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
    if carried_out(
        request,
        form,
        lambda: assignments.requeue(work, reason=form.cleaned_data["reason"], by=request.user),
        _("Karya kembali ke antrean. Tugaskan kurator lain."),
    ):
        return redirect(work)
    return form_page(request, work, form, _("Kembalikan ke antrean"), _("Kembalikan"))
