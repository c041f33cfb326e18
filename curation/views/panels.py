"""The panel of a round: who is asked, and what they answer."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import panels
from curation.deadlines import last_day
from curation.forms import DeclineForm, PanelMemberForm, StatementForm
from curation.models import Invitation, PanelMember, Round
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done
from dekranasda.templatetags.portal import translated


def _crumbs(round: Round, label: str) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(round, "title"), round.get_absolute_url()),
        (label, ""),
    ]


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def panel(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The round's curators and their answers, and a form that invites one more."""
    round = get_object_or_404(Round, slug=slug)
    form = PanelMemberForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            panels.invite(form.save(), by=request.user)
        messages.success(request, _("Kurator masuk panel dan diundang."))
        return redirect("curation:panel", slug=slug)
    invitations = round.invitations.select_related("user")
    waiting = {one.user_id: one for one in invitations if one.state == Invitation.State.OPEN}
    members = round.panel.select_related("user").prefetch_related("crafts")
    context = {
        "round": round,
        "form": form,
        "rows": [
            {
                "member": one,
                "due_on": last_day(waiting[one.user_id].due_at) if one.user_id in waiting else None,
            }
            for one in members
        ],
        "ended": [
            one
            for one in invitations
            if one.state in {Invitation.State.DECLINED, Invitation.State.EXPIRED}
        ],
        "breadcrumb": _crumbs(round, _("Panel")),
    }
    return render(request, "curation/panel.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def panel_remove(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a curator off the panel, unless works were assigned already."""
    member = get_object_or_404(PanelMember, round__slug=slug, pk=pk)
    done(request, lambda: panels.remove(member, by=request.user), _("Kurator keluar dari panel."))
    return redirect("curation:panel", slug=slug)


@role_required(Role.SECRETARIAT)
@require_POST
def invite(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invites somebody of the panel who was not asked yet."""
    member = get_object_or_404(PanelMember, round__slug=slug, pk=pk)
    done(request, lambda: panels.invite(member, by=request.user), _("Undangan dikirim."))
    return redirect("curation:panel", slug=slug)


def _own(request: AuthenticatedHttpRequest, slug: str) -> Invitation:
    found = Invitation.objects.filter(user=request.user, state=Invitation.State.OPEN)
    return get_object_or_404(found.select_related("round"), round__slug=slug)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def invitation(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """An invitation with the statement of independence; accepting opens the works."""
    own = _own(request, slug)
    form = StatementForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: panels.accept(own, by=request.user, **form.cleaned_data),
        _("Terima kasih. Anda anggota panel periode ini."),
    ):
        return redirect(own.round)
    context = {
        "round": own.round,
        "due_on": last_day(own.due_at),
        "statement": panels.STATEMENT,
        "form": form,
        "breadcrumb": _crumbs(own.round, _("Undangan")),
    }
    return render(request, "curation/invitation.html", context)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def decline(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Does not take part this time, with the reason."""
    own = _own(request, slug)
    form = DeclineForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: panels.decline(own, by=request.user, **form.cleaned_data),
        _("Jawaban Anda kami terima. Terima kasih."),
    ):
        return redirect("workspace")
    context = {
        "form": form,
        "title": _("Tidak bersedia kali ini"),
        "lead": translated(own.round, "title"),
        "action": _("Kirim jawaban"),
        "back_url": reverse("curation:invitation", args=[slug]),
        "breadcrumb": _crumbs(own.round, _("Tidak bersedia")),
    }
    return render(request, "curation/form.html", context)
