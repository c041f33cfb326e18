"""The panel's session: one work after the other, still without its maker."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import clock, decisions, rubrics
from curation.actors import actors_of
from curation.blind import blind_name, blind_work
from curation.conflicts import ties
from curation.forms import ProposalForm, ReasonForm, ReturnToReviewForm
from curation.models import Decision, Round, Submission
from curation.transitions import Actor, State
from curation.views.answers import done, done_on
from curation.views.rounds import KINDS
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import translated


def _round(request: AuthenticatedHttpRequest, slug: str) -> Round:
    return get_object_or_404(
        Round.objects.filter(panel__user=request.user).select_related("rubric"), slug=slug
    )


def _works(request: AuthenticatedHttpRequest, round: Round) -> list[Submission]:
    """The works in session or decided that the person may judge, oldest first."""
    found = (
        Submission.objects.of_panel(request.user)
        .filter(round=round, state__in=[State.DELIBERATION, State.DECIDED])
        .select_related(
            "version__craft",
            "version__motif",
            "version__product__business__owner",
            "product__business__owner",
            "round",
            "rubric",
        )
        .prefetch_related("version__materials", "version__techniques")
        .order_by("state", "code")
    )
    tied = ties(found, [request.user], on=timezone.localdate(clock.now()))
    return [work for work in found if (work.pk, request.user.pk) not in tied]


def _work(request: AuthenticatedHttpRequest, slug: str, code: str) -> Submission:
    """A work whose scores the person may see: in session, on the panel, without a conflict."""
    found = (
        Submission.objects.of_panel(request.user)
        .select_related("version__craft", "product__business__owner", "round", "rubric")
        .filter(round__slug=slug, state__in=[State.DELIBERATION, State.DECIDED])
    )
    work = get_object_or_404(found, code=code)
    if ties([work], [request.user], on=timezone.localdate(clock.now())):
        return get_object_or_404(Submission.objects.none())
    return work


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def session_list(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The works in session with what their figures force to discuss; for the chair, agreement."""
    round = _round(request, slug)
    works = _works(request, round)
    results = decisions.results_of(works)
    standing = Decision.objects.filter(submission__in=works, superseded_at__isnull=True)
    decided = {one.submission_id: one for one in standing}
    criteria = rubrics.criteria_of(work.rubric_id for work in works)
    names = {key: {one.code: one.name for one in rows} for key, rows in criteria.items()}
    rows = []
    for work in works:
        result = results[work.pk]
        rows.append(
            {
                "work": work,
                "name": blind_name(work.version),
                "result": result,
                "decision": decided.get(work.pk),
                "flags": flag_words(names[work.rubric_id], result.flags) if result else [],
            }
        )
    context = {
        "round": round,
        "rows": rows,
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Sidang"), ""),
        ],
    }
    return render(request, "curation/session_list.html", context)


def flag_words(names: Mapping[str, str], flags: Iterable[str]) -> list[str]:
    """The flags in words: which criterion (by the names of its code), totals, which threshold."""
    words = []
    for flag in flags:
        kind, _colon, detail = flag.partition(":")
        if kind == "span":
            words.append(_("beda 2 atau lebih pada %(name)s") % {"name": names.get(detail, detail)})
        elif kind == "totals":
            words.append(_("jumlah nilai berbeda lebih dari 15"))
        else:
            words.append(_("dekat batas kelas %(grade)s") % {"grade": detail})
    return words


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def session_work(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """One work in session: the spread, the notes, the computed grade, the chair's proposal."""
    work = _work(request, slug, code)
    decision = decisions.live_decision(work)
    session = decisions.session_of(work)
    initial = {"outcome": session.result.grade.outcome} if session.result else None
    form = ProposalForm(request.POST or None, submission=work, initial=initial)
    if request.method == "POST" and form.is_valid():
        proposal = decisions.Proposal(
            outcome=form.cleaned_data["outcome"],
            grade=form.cleaned_data["grade"],
            justification=form.cleaned_data["justification"],
            feedback=form.cleaned_data["feedback"],
        )
        expected = form.cleaned_data["lock_version"]
        if done_on(
            form,
            lambda: decisions.propose(work, proposal=proposal, by=request.user, expected=expected),
        ):
            messages.success(request, _("Usulan tersimpan. Anggota lain menandatangani."))
            return redirect("curation:session_work", slug=slug, code=code)
    actors = actors_of(request.user, work, on=timezone.localdate(clock.now()))
    others = [one.code for one in _works(request, work.round)]
    names = {one.code: one.name for one in session.spreads}
    context = {
        "work": work,
        "blind": blind_work(work.version),
        "kind": KINDS[State(work.state)],
        "session": session,
        "flags": flag_words(names, session.result.flags) if session.result else [],
        "decision": decision,
        "form": form,
        "may_propose": Actor.CHAIR in actors and decision is None,
        "may_sign": decision is not None
        and decision.signed_at is None
        and decision.proposed_by_id != request.user.pk,
        "is_chair": Actor.CHAIR in actors,
        "next_code": _following(others, work.code),
        "breadcrumb": [
            (translated(work.round, "title"), work.round.get_absolute_url()),
            (_("Sidang"), reverse("curation:session_list", args=[slug])),
            (work.code, ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/session_work.html", context, status=status)


def _following(codes: list[str], code: str) -> str:
    place = codes.index(code) if code in codes else -1
    return codes[place + 1] if place + 1 < len(codes) else ""


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def sign(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """A second panel member signs."""
    work = _work(request, slug, code)
    done(
        request,
        lambda: decisions.sign(work, by=request.user),
        _("Keputusan ditandatangani. Belum diumumkan kepada siapa pun."),
    )
    return redirect("curation:session_work", slug=slug, code=code)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def reopen(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Takes an unreleased decision back to the session."""
    work = _work(request, slug, code)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: decisions.reopen(work, reason=form.cleaned_data["reason"], by=request.user),
        )
    ):
        messages.success(request, _("Keputusan dibuka kembali."))
        return redirect("curation:session_work", slug=slug, code=code)
    return _form(request, work, form, _("Buka kembali keputusan"), _("Buka kembali"))


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def return_to_review(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Asks fresh curators for scores."""
    work = _work(request, slug, code)
    known = set(work.assignments.filter(version=work.version).values_list("curator_id", flat=True))
    people = [one.user for one in work.round.panel.select_related("user")]
    tied = ties([work], people, on=timezone.localdate(clock.now()))
    fresh = [one for one in people if one.pk not in known and (work.pk, one.pk) not in tied]
    form = ReturnToReviewForm(request.POST or None, people=fresh)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: decisions.return_to_review(
                work,
                curators=list(form.cleaned_data["curators"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
            ),
        )
    ):
        messages.success(request, _("Penilaian tambahan diminta."))
        return redirect("curation:session_list", slug=slug)
    return _form(request, work, form, _("Minta penilaian tambahan"), _("Minta penilaian"))


def _form(
    request: AuthenticatedHttpRequest, work: Submission, form: ReasonForm, title: str, action: str
) -> HttpResponse:
    back = reverse("curation:session_work", args=[work.round.slug, work.code])
    context = {
        "form": form,
        "title": title,
        "lead": work.code,
        "action": action,
        "back_url": back,
        "breadcrumb": [
            (translated(work.round, "title"), work.round.get_absolute_url()),
            (work.code, back),
        ],
    }
    return render(request, "curation/form.html", context)
