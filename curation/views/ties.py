"""Ties between curators and one work: what is known, what was decided, what staff pin."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import clock, conflicts, stepping_back
from curation.forms import PinForm, ReasonForm, WaiverForm
from curation.models import Conflict, Submission
from curation.views.answers import done, done_on
from curation.views.works import crumbs_of, form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User


def _people(work: Submission) -> list[User]:
    return [member.user for member in work.round.panel.select_related("user")]


@role_required(Role.SECRETARIAT)
@require_GET
def ties_of_work(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Every tie of the panel to the work, with what is left to decide."""
    work = work_of(request, slug, code)
    people = _people(work)
    found = conflicts.all_ties([work], people, on=timezone.localdate(clock.now()))
    pins = Conflict.objects.filter(
        business=work.product.business, curator__in=people, lifted_at__isnull=True
    ).select_related("curator", "declared_by")
    context = {
        "work": work,
        "rows": [(user, tie) for user in people for tie in found.get((work.pk, user.pk), [])],
        "pins": [one for one in pins if one.kind == Conflict.Kind.PINNED],
        "form": PinForm(people=people),
        "breadcrumb": crumbs_of(work, _("Hubungan kurator")),
    }
    return render(request, "curation/ties.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def pin(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Puts down that a curator is tied to the work's business."""
    work = work_of(request, slug, code)
    form = PinForm(request.POST or None, people=_people(work))
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(form, lambda: stepping_back.pin(work, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Hubungan ditetapkan. Kurator ini tidak menilai usaha itu."))
        return redirect("curation:ties", slug=slug, code=code)
    return form_page(request, work, form, _("Tetapkan hubungan"), _("Tetapkan"))


@role_required(Role.SECRETARIAT)
@require_POST
def waive(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Lets a soft tie be borne, or finds a suspicion empty, with the reason."""
    work = work_of(request, slug, code)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya; alasan ini dimuat dalam berita acara."))
        return redirect("curation:ties", slug=slug, code=code)
    given: dict[str, Any] = form.cleaned_data
    curator = get_object_or_404(User, pk=given["curator"])
    done(
        request,
        lambda: conflicts.waive(
            work, curator=curator, rule=given["rule"], reason=given["reason"], by=request.user
        ),
        _("Keputusan tersimpan dan masuk berita acara."),
    )
    return redirect("curation:ties", slug=slug, code=code)


@role_required(Role.SECRETARIAT, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def lift(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Takes a pin back; for whoever set it or an administrator."""
    work = work_of(request, slug, code)
    conflict = get_object_or_404(Conflict, pk=pk, business=work.product.business_id)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: conflicts.lift(conflict, by=request.user, **form.cleaned_data),
        )
    ):
        messages.success(request, _("Ketetapan dicabut dan tetap tercatat."))
        return redirect("curation:ties", slug=slug, code=code)
    return form_page(request, work, form, _("Cabut ketetapan"), _("Cabut"))
