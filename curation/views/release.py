"""Making a round's decisions known."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation import clock, release
from curation import messages as texts
from curation.letters import letters_pdf
from curation.models import Round
from curation.transitions import State
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done
from dekranasda.templatetags.portal import translated


@role_required(Role.SECRETARIAT)
@require_GET
def release_page(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Every decision that waits, with the real text that its maker will read."""
    round = get_object_or_404(Round, slug=slug)
    decisions = release.waiting(round)
    known = release.released(round)
    notices = texts.notices_of([*decisions, *known])
    context = {
        "round": round,
        "rows": [(decision, notices.get(decision.pk)) for decision in decisions],
        "announced": [(decision, notices.get(decision.pk)) for decision in known],
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


@role_required(Role.SECRETARIAT)
@require_GET
def letters(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The letters of a round's released decisions as one PDF, or of those named."""
    round = get_object_or_404(Round, slug=slug)
    wanted = {int(key) for key in request.GET.getlist("surat") if key.isdecimal()}
    known = [one for one in release.released(round) if not wanted or one.pk in wanted]
    notices = texts.notices_of(known)
    rows = [(one, notices[one.pk]) for one in known if one.pk in notices]
    if not rows:
        raise Http404
    response = HttpResponse(letters_pdf(rows), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="surat-{round.slug}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
