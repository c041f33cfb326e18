"""Objections: who hears them, what they say, how they are ruled on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.views.documents import private_file
from curation import appeals, clock
from curation.actors import BOARD_ROLES, on_board
from curation.deliberation import session_of
from curation.forms import AppealRulingForm, BoardForm
from curation.models import Appeal, Submission
from curation.transitions import State
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done_on


def _heard(request: AuthenticatedHttpRequest, code: str) -> Submission:
    """A work whose objection the person was named to hear; 404 for everybody else."""
    found = Submission.objects.with_work().select_related("rubric", "appeal")
    work = get_object_or_404(found, code=code, state=State.APPEALED)
    if not on_board(request.user, work, on=timezone.localdate(clock.now())):
        raise Http404
    return work


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def name_board(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Names the people who hear an objection."""
    work = get_object_or_404(
        Submission.objects.with_work().select_related("appeal"), code=code, state=State.APPEALED
    )
    form = BoardForm(request.POST or None, people=appeals.candidates(work, at=clock.now()))
    if carried_out(
        request,
        form,
        lambda: appeals.name_board(
            work, members=list(form.cleaned_data["members"]), by=request.user
        ),
        _("Pemeriksa ditunjuk dan diberi tahu."),
    ):
        return redirect(work)
    context = {
        "form": form,
        "title": _("Tunjuk pemeriksa keberatan"),
        "lead": _(
            "Sedikitnya dua orang, yang tidak ikut menilai, memeriksa berkas, atau mengumumkan. "
            "Putusan adalah yang disepakati sebagian besar dari mereka."
        ),
        "action": _("Tunjuk"),
        "back_url": work.get_absolute_url(),
        "breadcrumb": [(_("Meja kerja"), reverse("workspace")), (_("Keberatan"), "")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/form.html", context, status=status)


@role_required(*BOARD_ROLES)
@require_http_methods(["GET", "POST"])
def hear_appeal(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The objection with its file, and what somebody without a part in the case holds of it.

    What the others of the board hold is read after the own word.
    """
    work = _heard(request, code)
    form = AppealRulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upheld = form.cleaned_data["outcome"] == Appeal.Outcome.UPHELD
        rule = appeals.uphold if upheld else appeals.dismiss
        if done_on(form, lambda: rule(work, reason=form.cleaned_data["reason"], by=request.user)):
            is_ruled = work.state != State.APPEALED
            messages.success(
                request,
                _("Keberatan diputus dan diberitahukan kepada perajin.")
                if is_ruled
                else _("Pendapat Anda tersimpan. Putusan menunggu pemeriksa lain."),
            )
            return redirect("workspace")
    opinions = list(work.appeal.opinions.select_related("member"))
    has_spoken = any(one.member == request.user for one in opinions)
    board = list(work.appeal.board.select_related("member"))
    context = {
        "work": work,
        "appeal": work.appeal,
        "board": board,
        "needed": appeals.needed(len(board)),
        "spoken": len(opinions),
        "has_spoken": has_spoken,
        "opinions": opinions if has_spoken else [],
        "session": session_of(work),
        "changes": work.changes.order_by("made_at", "pk"),
        "form": form,
        "breadcrumb": [(_("Meja kerja"), reverse("workspace")), (_("Keberatan"), "")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/hear_appeal.html", context, status=status)


@role_required(*BOARD_ROLES)
@require_GET
def appeal_evidence(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The maker's document, to the board alone; saved as a file, never shown in the page."""
    work = _heard(request, code)
    name = work.appeal.evidence
    if not name:
        raise Http404
    return private_file(name, f"bukti-{work.code}")
