"""The secretariat's pages of certificates in doubt and the board's ruling."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import clock, suspensions
from curation.actors import BOARD_ROLES
from curation.deadlines import last_day
from curation.forms import ReasonForm
from curation.forms.afterwards import RulingForm
from curation.models import Certificate, Suspension
from curation.views.complaints import reason_page
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def suspend(request: AuthenticatedHttpRequest, number: str) -> HttpResponse:
    """Puts a certificate aside without a complaint, for example after a check on the spot."""
    certificate = get_object_or_404(Certificate, number=number)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.suspend(
            certificate, reason=form.cleaned_data["reason"], by=request.user
        ),
        _("Karya ditangguhkan dan tidak tampil lagi."),
    ):
        return redirect("curation:suspension", pk=_open(certificate).pk)
    return reason_page(request, form, _("Tangguhkan sertifikat"), _("Tangguhkan"), certificate)


def _open(certificate: Certificate) -> Suspension:
    return Suspension.objects.open().get(certificate=certificate)


def _found(pk: int) -> Suspension:
    return get_object_or_404(
        Suspension.objects.select_related(
            "certificate__product", "complaint", "started_by", "proposed_by", "decided_by"
        ),
        pk=pk,
    )


@role_required(Role.SECRETARIAT)
@require_GET
def suspension(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One suspension: why, the answer, what was decided, by whom."""
    found = _found(pk)
    context = {
        "suspension": found,
        "may_propose": suspensions.may_propose(found, at=clock.now()),
        "may_confirm": found.proposed_at is not None
        and not found.outcome
        and found.proposed_by_id != request.user.pk,
        "answer_until": last_day(found.answer_due_at),
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (_("Sertifikat"), reverse("curation:certificate_register")),
            (found.certificate.number, ""),
        ],
    }
    return render(request, "curation/suspension.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def lift(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Ends a suspension; the work is shown again."""
    found = _found(pk)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.lift(found, reason=form.cleaned_data["reason"], by=request.user),
        _("Penangguhan diakhiri; karya dipulihkan."),
    ):
        return redirect(found)
    return reason_page(request, form, _("Pulihkan karya ini"), _("Pulihkan"), found)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def propose_revocation(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The first of two persons."""
    found = _found(pk)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.propose_revocation(
            found, reason=form.cleaned_data["reason"], by=request.user
        ),
        _("Pencabutan diusulkan. Orang lain yang menetapkannya."),
    ):
        return redirect(found)
    return reason_page(request, form, _("Usulkan pencabutan"), _("Usulkan"), found)


@role_required(Role.SECRETARIAT)
@require_POST
def confirm_revocation(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The second of two persons."""
    found = _found(pk)
    done(
        request,
        lambda: suspensions.confirm_revocation(found, by=request.user),
        _("Sertifikat dicabut dan karya tidak lagi tampil."),
    )
    return redirect(found)


@role_required(*BOARD_ROLES)
@require_http_methods(["GET", "POST"])
def hear_revocation(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The ruling on an objection, by somebody who had no part in it."""
    found = _found(pk)
    if not suspensions.may_hear(request.user, found, on=timezone.localdate(clock.now())):
        raise Http404
    form = RulingForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.rule(
            found,
            upheld=form.cleaned_data["ruling"] == "upheld",
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        _("Putusan disimpan dan disampaikan kepada pembuat."),
    ):
        return redirect("workspace")
    context = {"suspension": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "curation/hear_revocation.html", context, status=status)
