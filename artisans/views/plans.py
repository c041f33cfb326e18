"""Plans and targets: each page one step, taken by the plan's mentor or the secretariat."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans import plans
from artisans.forms.mentoring import (
    ChangeTargetForm,
    ClosePlanForm,
    HandOverForm,
    MentoringPlanForm,
    MentoringTargetForm,
    ReachTargetForm,
    ReasonForm,
)
from artisans.history import history_of, newest_step
from artisans.mentored import oversees
from artisans.mentoring import stored
from artisans.models import Business, MentoringPlan, MentoringTarget
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.images import ImageRefused
from dekranasda.lib.photo_store import StorageRefused

PAGE_SIZE = 25
people = role_required(Role.MENTOR, Role.SECRETARIAT)


def carried_out(form: forms.BaseForm, effect: Callable[[], object]) -> bool:
    """Whether the effect took place; a refusal becomes an error of the form."""
    try:
        effect()
    except (ImageRefused, StorageRefused) as error:
        form.add_error("photo", error)
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def form_page(
    request: AuthenticatedHttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    action: str,
    business: Business,
    lead: str = "",
) -> HttpResponse:
    """The page of one form about a business: 422 where something is to be mended."""
    back = reverse("artisans:mentored_business", args=[business.pk])
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action,
        "back_url": back,
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (business.name, back),
            (title, ""),
        ],
    }
    codes = {error.code for error in form.errors.as_data().get("__all__", [])}
    refused = 409 if "changed_meanwhile" in codes else 422
    status = refused if form.is_bound else 200
    return render(request, "artisans/mentoring_form.html", context, status=status)


def back_to(business_pk: int) -> HttpResponse:
    """Back to the business."""
    return redirect("artisans:mentored_business", pk=business_pk)


def _see_again(form: forms.BaseForm, **hidden: int | None) -> None:
    """After a colleague's change the page carries what is now there, so that saving again works."""
    if form.is_bound:
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data.update({name: value or "" for name, value in hidden.items()})  # type: ignore[attr-defined]


@people
@require_http_methods(["GET", "POST"])
def plan_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Opens a plan: the secretariat for any business, a mentor for one they accompany."""
    is_overseer = oversees(request.user)
    allowed = Business.objects.all() if is_overseer else Business.objects.mentored_by(request.user)
    business = get_object_or_404(allowed.exclude(state=Business.State.MERGED), pk=pk)
    form = MentoringPlanForm(request.POST or None, chooses_mentor=is_overseer)
    if request.method == "POST" and form.is_valid():
        mentor = form.cleaned_data.get("mentor") if is_overseer else request.user
        title = form.cleaned_data["title"]
        plan = plans.open_plan(
            business, title=title, mentor=mentor, by=request.user, at=timezone.now()
        )
        if form.cleaned_data["target"]:
            plans.add_target(plan, title=form.cleaned_data["target"])
        messages.success(request, _("Rencana dibuka."))
        return back_to(pk)
    return form_page(
        request, form, title=_("Rencana baru"), action=_("Buka rencana"), business=business
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def hand_over(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Assigns a mentor or changes them; the history says who had the plan before."""
    plan = get_object_or_404(MentoringPlan.objects.select_related("business", "mentor"), pk=pk)
    form = HandOverForm(request.POST or None, before=plan.mentor_id)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if carried_out(
            form,
            lambda: plans.hand_over(plan, **chosen, by=request.user, at=timezone.now()),
        ):
            messages.success(request, _("Pendamping sudah ditunjuk dan dikabari."))
            return back_to(plan.business_id)
    _see_again(form, before=plan.mentor_id)
    lead = (
        _("Sekarang didampingi %(name)s.") % {"name": plan.mentor.full_name}
        if plan.mentor
        else _("Belum ada pendamping.")
    )
    return form_page(
        request,
        form,
        title=_("Tunjuk pendamping"),
        lead=lead,
        action=_("Tunjuk"),
        business=plan.business,
    )


@people
@require_GET
def plan_history(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who changed what of a plan: mentors before, dates, reasons."""
    own = MentoringPlan.objects.editable_by(request.user)
    plan = get_object_or_404(own.select_related("business"), pk=pk)
    business_url = reverse("artisans:mentored_business", args=[plan.business_id])
    context = {
        "plan": plan,
        "history": history_of(plan),
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (plan.business.name, business_url),
            (_("Riwayat rencana"), ""),
        ],
    }
    return render(request, "artisans/plan_history.html", context)


@people
@require_http_methods(["GET", "POST"])
def close_plan(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Ends a plan whose targets are settled."""
    own = MentoringPlan.objects.editable_by(request.user)
    plan = get_object_or_404(own.select_related("business"), pk=pk)
    form = ClosePlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        if carried_out(
            form,
            lambda: plans.close_plan(
                plan, outcome=outcome, on=timezone.localdate(), by=request.user
            ),
        ):
            messages.success(request, _("Rencana selesai. Di sini Anda dapat membukanya lagi."))
            return redirect("artisans:closed_plan_list")
    return form_page(
        request,
        form,
        title=_("Selesaikan rencana"),
        lead=plan.title,
        action=_("Selesaikan rencana"),
        business=plan.business,
    )


@people
@require_GET
def closed_plan_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Plans that ended, the last one first; each can be opened again."""
    closed = MentoringPlan.objects.editable_by(request.user).filter(closed_on__isnull=False)
    rows = closed.select_related("business", "mentor").order_by("-closed_on", "-pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("hal")),
        "breadcrumb": [
            (_("Pendampingan"), reverse("artisans:mentoring_list")),
            (_("Rencana selesai"), ""),
        ],
    }
    return render(request, "artisans/closed_plan_list.html", context)


@people
@require_POST
def reopen_plan(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Lets work on a plan go on."""
    plan = get_object_or_404(MentoringPlan.objects.editable_by(request.user), pk=pk)
    plans.reopen_plan(plan)
    messages.success(request, _("Rencana dibuka lagi."))
    return back_to(plan.business_id)


@people
@require_http_methods(["GET", "POST"])
def target_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a target to an open plan."""
    own = MentoringPlan.objects.editable_by(request.user).open()
    plan = get_object_or_404(own.select_related("business"), pk=pk)
    form = MentoringTargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if carried_out(form, lambda: plans.add_target(plan, **chosen)):
            messages.success(request, _("Sasaran ditambahkan."))
            return back_to(plan.business_id)
    return form_page(
        request,
        form,
        title=_("Tambah sasaran"),
        lead=plan.title,
        action=_("Simpan sasaran"),
        business=plan.business,
    )


def _target(request: AuthenticatedHttpRequest, pk: int) -> MentoringTarget:
    own = MentoringTarget.objects.editable_by(request.user)
    return get_object_or_404(own.select_related("plan__business"), pk=pk)


@people
@require_http_methods(["GET", "POST"])
def target_edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a target's words or day."""
    target = _target(request, pk)
    step = newest_step(target)
    form = ChangeTargetForm(request.POST or None, instance=target, initial={"step": step})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if carried_out(form, lambda: plans.change_target(target, **chosen)):
            messages.success(request, _("Sasaran diperbarui."))
            return back_to(target.plan.business_id)
    _see_again(form, step=step)
    return form_page(
        request,
        form,
        title=_("Ubah sasaran"),
        action=_("Simpan sasaran"),
        business=target.plan.business,
    )


@people
@require_http_methods(["GET", "POST"])
def reach_target(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that a target is reached, with evidence."""
    target = _target(request, pk)
    form = ReachTargetForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if carried_out(
            form,
            lambda: plans.reach_target(
                target,
                on=chosen["on"],
                evidence=chosen["evidence"],
                evidence_sha256=stored(chosen["photo"]),
                by=request.user,
            ),
        ):
            messages.success(request, _("Sasaran tercapai. Selamat untuk perajinnya."))
            return back_to(target.plan.business_id)
    return form_page(
        request,
        form,
        title=_("Sasaran tercapai"),
        lead=target.title,
        action=_("Tandai tercapai"),
        business=target.plan.business,
    )


@people
@require_http_methods(["GET", "POST"])
def drop_target(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Gives a target up, with the reason."""
    target = _target(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carried_out(
            form,
            lambda: plans.drop_target(
                target, on=timezone.localdate(), reason=reason, by=request.user
            ),
        ):
            messages.success(request, _("Sasaran dihentikan."))
            return back_to(target.plan.business_id)
    return form_page(
        request,
        form,
        title=_("Hentikan sasaran"),
        lead=target.title,
        action=_("Hentikan sasaran"),
        business=target.plan.business,
    )


@people
@require_POST
def reopen_target(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes back that a target is settled."""
    target = _target(request, pk)
    try:
        plans.reopen_target(target)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sasaran dibuka lagi."))
    return back_to(target.plan.business_id)
