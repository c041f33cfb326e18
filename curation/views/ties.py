"""Ties of curators: to one work, with what was decided; what they declare; what staff pin."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Business
from curation import clock, conflicts, stepping_back
from curation.forms import OwnTieForm, PinForm, ReasonForm, TieSearchForm, WaiverForm
from curation.models import Conflict, Submission
from curation.views.works import crumbs_of, form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from dekranasda.lib.refusals import carried_out, done

ROWS = 50


def _people(work: Submission) -> list[User]:
    return [member.user for member in work.round.panel.select_related("user")]


@role_required(Role.SECRETARIAT)
@require_GET
def ties_of_work(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Every tie of the panel to the work, with what is left to decide."""
    work = work_of(request, slug, code)
    people = _people(work)
    found = conflicts.all_ties([work], people, on=timezone.localdate(clock.now()))
    stated = Conflict.objects.filter(
        business=work.product.business, curator__in=people, lifted_at__isnull=True
    ).select_related("curator", "declared_by")
    context = {
        "work": work,
        "rows": [(user, tie) for user in people for tie in found.get((work.pk, user.pk), [])],
        "stated": [(one, conflicts.may_lift(one, request.user)) for one in stated],
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
    if carried_out(
        request,
        form,
        lambda: stepping_back.pin(work, by=request.user, **form.cleaned_data),
        _("Hubungan ditetapkan. Kurator ini tidak menilai usaha itu."),
    ):
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


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def lift(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a tie back: a pin by whoever set it, a curator's own word by the secretariat."""
    conflict = get_object_or_404(
        Conflict.objects.select_related("curator", "business", "declared_by"),
        pk=pk,
        lifted_at__isnull=True,
    )
    if not conflicts.may_lift(conflict, request.user):
        raise Http404
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: conflicts.lift(conflict, by=request.user, **form.cleaned_data),
        _("Hubungan dicabut dan tetap tercatat."),
    ):
        return redirect("curation:tie_list")
    lead = f"{conflict.curator.full_name} – {conflict.business.name}: {conflict.reason}"
    return _page(request, form, _("Cabut hubungan"), lead, _("Cabut"), "curation:tie_list")


@role_required(Role.SECRETARIAT)
@require_GET
def tie_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Ties that were declared or pinned and are in force."""
    found = Conflict.objects.filter(lifted_at__isnull=True).select_related(
        "curator", "business", "declared_by"
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "rows": [(one, conflicts.may_lift(one, request.user)) for one in page],
        "breadcrumb": [(_("Kurasi"), reverse("curation:round_list")), (_("Hubungan kurator"), "")],
    }
    return render(request, "curation/tie_list.html", context)


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def own_ties(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What a curator declared, and a search for the business of one more tie."""
    form = TieSearchForm(request.GET if "cari" in request.GET else None)
    found = conflicts.businesses_to_name(form.cleaned_data["cari"]) if form.is_valid() else []
    context = {
        "form": form,
        "found": found,
        "is_searched": form.is_valid(),
        "declared": conflicts.declared_by(request.user),
        "breadcrumb": [(_("Kurasi"), reverse("curation:round_list")), (_("Hubungan saya"), "")],
    }
    return render(request, "curation/own_ties.html", context)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def declare(request: AuthenticatedHttpRequest, uid: UUID) -> HttpResponse:
    """A curator puts down how they are tied to a business."""
    business = get_object_or_404(Business, uid=uid, state=Business.State.ACTIVE)
    form = OwnTieForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: stepping_back.declare(business, by=request.user, **form.cleaned_data),
        _("Pernyataan Anda tercatat. Terima kasih atas keterbukaan Anda."),
    ):
        return redirect("curation:own_ties")
    title = _("Nyatakan hubungan")
    return _page(request, form, title, business.name, _("Nyatakan"), "curation:own_ties")


def _page(
    request: AuthenticatedHttpRequest, form: BaseForm, title: str, lead: str, action: str, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action,
        "back_url": reverse(back),
        "breadcrumb": [(_("Kurasi"), reverse("curation:round_list")), (title, "")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/form.html", context, status=status)
