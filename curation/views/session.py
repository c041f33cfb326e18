"""The panel's session: the agenda, one work after the other, still without its maker."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from curation import clock, decisions, growth
from curation.actors import actors_of
from curation.blind import blind_work
from curation.deliberation import Item, Part, agenda, reasons_to_discuss, session_of, works_in_room
from curation.forms import NoteForm, ProposalForm, VoteForm
from curation.meetings import may_keep, may_run, open_meeting_of, room_of
from curation.models import MeetingNote, Round, Submission, Vote
from curation.transitions import Actor, State
from curation.views.rounds import KINDS
from curation.votes import tallies_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done_on
from dekranasda.templatetags.portal import translated

IN_ROOM = (Role.CURATOR, Role.CHAIR, Role.SECRETARIAT)


def round_in_room(request: AuthenticatedHttpRequest, slug: str) -> Round:
    """The round whose session the person attends; 404 for everybody else."""
    return get_object_or_404(Round.objects.in_room_of(request.user), slug=slug)


def work_in_room(request: AuthenticatedHttpRequest, slug: str, code: str) -> Submission:
    """A work that the person may follow in session: its scores are open, no own tie."""
    round = round_in_room(request, slug)
    found = works_in_room(round, request.user, on=timezone.localdate(clock.now()))
    work = next((one for one in found if one.code == code), None)
    return work or get_object_or_404(Submission.objects.none())


@role_required(*IN_ROOM)
@require_GET
def session_list(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The agenda: what must be discussed in front."""
    round = round_in_room(request, slug)
    items = agenda(round, request.user, on=timezone.localdate(clock.now()))
    meeting = open_meeting_of(round)
    context = {
        "round": round,
        "parts": [
            (part.label, rows)
            for part in Part
            if (rows := [one for one in items if one.part == part])
        ],
        "first_code": items[0].work.code if items else "",
        "meeting": meeting,
        "attendance": meeting.attendance.select_related("member") if meeting else [],
        "may_run": may_run(request.user, round),
    }
    if request.headers.get("HX-Request"):
        return render(request, "curation/_session_agenda.html", context)
    context |= {
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Sidang"), ""),
        ],
    }
    return render(request, "curation/session_list.html", context)


@role_required(*IN_ROOM)
@require_http_methods(["GET", "POST"])
def session_work(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """One work in session: the spread, the notes, the computed grade, the chair's proposal."""
    work = work_in_room(request, slug, code)
    session = session_of(work)
    initial = {"outcome": session.result.grade.outcome} if session.result else None
    form = ProposalForm(request.POST or None, submission=work, initial=initial)
    if request.method == "POST" and form.is_valid():
        proposal = form.proposal()
        expected = form.cleaned_data["lock_version"]
        if done_on(
            form,
            lambda: decisions.propose(work, proposal=proposal, by=request.user, expected=expected),
        ):
            messages.success(
                request, _("Usulan tersimpan. Anggota lain memberi suara atau tanda tangan.")
            )
            return redirect("curation:session_work", slug=slug, code=code)
    context = work_context(request, work) | {
        "session": session,
        "blind": blind_work(work.version),
        "form": form,
        **growth_context(request, work),
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/session_work.html", context, status=status)


def growth_context(request: AuthenticatedHttpRequest, work: Submission) -> dict[str, object]:
    """The earlier judgement, once the reader's own scores are in; numbers for the chair."""
    if not growth.may_compare(work, request.user):
        return {}
    found = growth.growth_of(work, None)
    actors = actors_of(request.user, work, on=timezone.localdate(clock.now()))
    is_chair = found is not None and Actor.CHAIR in actors
    numbers = growth.numbers_of(work, found.earlier) if found and is_chair else []
    seen = growth.without_names(found, work.version) if found else None
    return {"growth": seen, "numbers": numbers}


def work_context(
    request: AuthenticatedHttpRequest, work: Submission, note_form: NoteForm | None = None
) -> dict[str, object]:
    """What the pages of one work share: where it stands, the room, the votes, what one may do."""
    on = timezone.localdate(clock.now())
    actors = actors_of(request.user, work, on=on)
    decision = decisions.live_decision(work)
    room = room_of(work, on=on)
    meeting = room.meeting
    note = MeetingNote.objects.filter(meeting=meeting, submission=work).first() if meeting else None
    own = Vote.objects.filter(decision=decision, member=request.user).first() if decision else None
    is_waiting = decision is not None and decision.signed_at is None
    here = request.user.pk in room.present
    keeps = meeting is not None and may_keep(request.user, meeting)
    result = decisions.result_of(work)
    names = {one.code: one.name for one in work.rubric.criteria.all()}
    items = agenda(work.round, request.user, on=on)
    return {
        "work": work,
        "kind": KINDS[State(work.state)],
        "flags": reasons_to_discuss(work, result, names, work.round.quorum),
        "decision": decision,
        "tally": tallies_of([decision])[decision.pk] if decision else None,
        "room": room,
        "meeting": meeting,
        "is_chair": Actor.CHAIR in actors,
        "may_propose": Actor.CHAIR in actors and decision is None,
        "may_vote": Actor.PANEL in actors and is_waiting and here,
        "may_sign": Actor.PANEL in actors
        and is_waiting
        and here
        and decision is not None
        and decision.proposed_by_id != request.user.pk,
        "vote_form": VoteForm(
            initial={"choice": own.choice if own else "", "seen": decision.pk if decision else 0}
        ),
        "own_vote": own,
        "note": note,
        "note_form": (
            note_form
            or NoteForm(
                initial={"text": note.text if note else "", "seen": note.revision if note else 0}
            )
        )
        if keeps
        else None,
        "place": _place(items, work),
        "breadcrumb": [
            (translated(work.round, "title"), work.round.get_absolute_url()),
            (_("Sidang"), reverse("curation:session_list", args=[work.round.slug])),
            (work.code, ""),
        ],
    }


def _place(items: list[Item], work: Submission) -> dict[str, object]:
    """Where the work stands on the agenda: its number, and its neighbours' codes."""
    codes = [one.work.code for one in items]
    at = codes.index(work.code) if work.code in codes else 0
    return {
        "number": at + 1,
        "total": len(codes),
        "before": codes[at - 1] if at else "",
        "after": codes[at + 1] if at + 1 < len(codes) else "",
    }


@role_required(*IN_ROOM)
@require_GET
def session_screen(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """One work for the projector: large, nothing to type, brought up to date by itself."""
    work = work_in_room(request, slug, code)
    context = work_context(request, work) | {
        "session": session_of(work),
        "blind": blind_work(work.version),
    }
    name = "_screen_board.html" if request.headers.get("HX-Request") else "session_screen.html"
    return render(request, f"curation/{name}", context)
