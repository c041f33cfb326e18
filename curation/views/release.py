"""Making a round's decisions known, and hearing objections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import appeals, clock, release
from curation import messages as texts
from curation.actors import may_hear_appeal
from curation.deliberation import session_of
from curation.forms import AppealRulingForm
from curation.models import Appeal, Round, Submission
from curation.transitions import State
from curation.views.answers import done, done_on
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import translated


@role_required(Role.SECRETARIAT)
@require_GET
def release_page(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Every decision that waits, with the real text that its maker will read."""
    round = get_object_or_404(Round, slug=slug)
    decisions = release.waiting(round)
    held = texts.held_notices(decisions)
    context = {
        "round": round,
        "rows": [(decision, held.get(decision.pk)) for decision in decisions],
        "on_hold": round.submissions.filter(state=State.DECIDED).exclude(hold_reason=""),
        "unfinished": round.submissions.before_decision().count(),  # type: ignore[attr-defined]
        "is_proposer": any(one.proposed_by_id == request.user.pk for one in decisions),
        "is_early": timezone.localdate(clock.now()) < round.releases_on,
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Umumkan keputusan"), ""),
        ],
    }
    return render(request, "curation/release.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def release_decisions(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Releases what was previewed, all or nothing."""
    round = get_object_or_404(Round, slug=slug)
    seen = {int(key) for key in request.POST.getlist("seen") if key.isdecimal()}
    if request.POST.get("confirmed") != "1":
        messages.error(request, _("Centang dulu bahwa Anda sudah membaca semua pesan."))
        return redirect("curation:release", slug=slug)
    if done(
        request,
        lambda: release.release_batch(round, seen=seen, by=request.user),
        _("Keputusan diumumkan dan pesannya dikirim."),
    ):
        return redirect(round)
    return redirect("curation:release", slug=slug)


@role_required(Role.LEADER, Role.CHAIR, Role.CURATOR)
@require_http_methods(["GET", "POST"])
def hear_appeal(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The objection with its file, and the ruling of somebody who had no part in the case."""
    work = get_object_or_404(
        Submission.objects.with_work().select_related("rubric"),
        code=code,
        state=State.APPEALED,
    )
    if not may_hear_appeal(request.user, work, on=timezone.localdate(clock.now())):
        work = get_object_or_404(Submission.objects.none())
    form = AppealRulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upheld = form.cleaned_data["outcome"] == Appeal.Outcome.UPHELD
        rule = appeals.uphold if upheld else appeals.dismiss
        if done_on(form, lambda: rule(work, reason=form.cleaned_data["reason"], by=request.user)):
            messages.success(request, _("Putusan tersimpan dan diberitahukan kepada perajin."))
            return redirect("workspace")
    context = {
        "work": work,
        "appeal": work.appeal,
        "session": session_of(work),
        "changes": work.changes.order_by("made_at", "pk"),
        "form": form,
        "breadcrumb": [(_("Meja kerja"), reverse("workspace")), (_("Keberatan"), "")],
    }
    return render(request, "curation/hear_appeal.html", context)
