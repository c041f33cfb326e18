"""The secretariat's page of one submission and everything that is done from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import changes, clock, decisions, point_answers, screening
from curation.conflicts import ties
from curation.forms import (
    CompletionFormSet,
    DueForm,
    IneligibleForm,
    QueueForm,
    ReasonForm,
    ReopenForm,
    gate_forms,
    requests_from,
)
from curation.models import Appeal, Assignment, Certificate, GateCheck, Submission
from curation.transitions import State
from curation.views.rounds import KINDS
from curation.views.works import crumbs_of, form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done, done_on
from products.assisting import helper_of


@role_required(Role.SECRETARIAT)
@require_GET
def screening_page(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """One submission: what was sent, the gates, curators, what happened so far."""
    work = work_of(request, slug, code)
    return _page(request, work, gate_forms(work))


def _page(
    request: AuthenticatedHttpRequest, work: Submission, gates: list[Any], status: int = 200
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    people = [member.user for member in work.round.panel.select_related("user")]
    tied = ties([work], people, on=today)
    context = {
        "work": work,
        "kind": KINDS[State(work.state)],
        "gates": gates,
        "open_gates": screening.open_gates(work),
        "is_screening": work.state == State.SUBMITTED,
        "queue_form": QueueForm(),
        "helper": helper_of(work.version),
        "photos": list(work.version.photos.all()),
        "materials": list(work.version.materials.all()),
        "techniques": list(work.version.techniques.all()),
        "assignments": Assignment.objects.filter(submission=work).select_related("curator"),
        "active_count": Assignment.objects.active()
        .filter(submission=work, version=work.version)
        .count(),
        "tied": [(user, tied[work.pk, user.pk]) for user in people if (work.pk, user.pk) in tied],
        "items": work.completion_items.select_related("answer").order_by("pk"),
        "answers": point_answers.sent_with(work),
        "amended": changes.since_asked(work),
        "changes": work.changes.select_related("made_by").order_by("-made_at", "-pk"),
        "decision": decisions.live_decision(work),
        "certificate": Certificate.objects.filter(decision__submission=work).first(),
        "appeal": Appeal.objects.filter(submission=work).first(),
        "samples": work.samples.all(),
        "breadcrumb": crumbs_of(work),
    }
    return render(request, "curation/screening.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_POST
def save_checks(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Keeps the answers to the gates."""
    work = work_of(request, slug, code)
    forms = gate_forms(work, request.POST)
    if [form for form in forms if not form.is_valid()]:
        return _page(request, work, forms, status=422)
    results = {
        form.gate: (form.cleaned_data["result"], form.cleaned_data["note"])
        for form in forms
        if form.cleaned_data["result"]
    }
    done(
        request,
        lambda: screening.save_checks(work, results=results, by=request.user),
        _("Pemeriksaan tersimpan."),
    )
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_POST
def queue(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Declares the submission complete."""
    work = work_of(request, slug, code)
    form = QueueForm(request.POST)
    form.is_valid()
    confirmed = form.cleaned_data["redaction_confirmed"]
    if done(
        request,
        lambda: screening.queue(work, redaction_confirmed=confirmed, by=request.user),
        _("Berkas %(code)s lengkap dan menunggu kurator.") % {"code": work.code},
    ):
        return redirect(work.round)
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def return_for_completion(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Asks the maker to complete things, each with the reason and how."""
    work = work_of(request, slug, code)
    failed = work.gate_checks.filter(version=work.version, result=GateCheck.Result.FAILED)
    hints = [{"reason": check.note or check.gate.name} for check in failed.select_related("gate")]
    formset = CompletionFormSet(request.POST or None, initial=hints, prefix="hal")
    due = DueForm(request.POST or None)
    if request.method == "POST" and formset.is_valid() and due.is_valid():
        requests = requests_from(formset)
        if done_on(
            due,
            lambda: screening.return_for_completion(
                work, requests=requests, due_at=due.due_at, by=request.user
            ),
        ):
            messages.success(request, _("Permintaan dikirim kepada perajin."))
            return redirect(work.round)
    context = {
        "work": work,
        "formset": formset,
        "form": due,
        "breadcrumb": crumbs_of(work, _("Minta kelengkapan")),
    }
    return render(request, "curation/return_for_completion.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def propose_ineligible(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Proposes that a gate fails; another person confirms."""
    work = work_of(request, slug, code)
    form = IneligibleForm(request.POST or None, submission=work)
    if carried_out(
        request,
        form,
        lambda: screening.propose_ineligible(
            work,
            gate=form.cleaned_data["gate"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        _("Usulan tersimpan. Orang kedua harus menetapkannya."),
    ):
        return redirect(work)
    return form_page(request, work, form, _("Usulkan tidak memenuhi syarat"), _("Usulkan"))


@role_required(Role.SECRETARIAT)
@require_POST
def confirm_ineligible(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """The second person confirms."""
    work = work_of(request, slug, code)
    done(
        request,
        lambda: screening.confirm_ineligible(work, by=request.user),
        _("Ditetapkan tidak memenuhi syarat. Perajin diberi tahu beserta alasannya."),
    )
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_POST
def dismiss_ineligible(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Takes the proposal back."""
    work = work_of(request, slug, code)
    done(
        request,
        lambda: screening.dismiss_ineligible(work, by=request.user),
        _("Usulan dibatalkan."),
    )
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def reopen_lapsed(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Gives a lapsed submission one more chance."""
    work = work_of(request, slug, code)
    form = ReopenForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: screening.reopen(
            work, due_at=form.due_at, reason=form.cleaned_data["reason"], by=request.user
        ),
        _("Pengajuan dibuka kembali; perajin diberi tahu."),
    ):
        return redirect(work)
    return form_page(request, work, form, _("Buka kembali pengajuan"), _("Buka kembali"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def hold(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Stops the work for a question of integrity."""
    work = work_of(request, slug, code)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: decisions.hold(work, reason=form.cleaned_data["reason"], by=request.user),
        _("Karya ditahan. Orang lain yang dapat melepasnya."),
    ):
        return redirect(work)
    return form_page(request, work, form, _("Tahan karya ini"), _("Tahan"))


@role_required(Role.SECRETARIAT)
@require_POST
def clear_hold(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Another person lifts the hold."""
    work = work_of(request, slug, code)
    done(request, lambda: decisions.clear_hold(work, by=request.user), _("Penahanan dilepas."))
    return redirect(work)
