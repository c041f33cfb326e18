"""What happens in a meeting: its list, notes, votes and signatures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import clock, decisions, meetings
from curation.blind import blind_work
from curation.conflicts import ties
from curation.deliberation import session_of
from curation.forms import (
    AttendanceForm,
    DeputyForm,
    MeetingForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    ReturnToReviewForm,
    SeenForm,
    VoteForm,
)
from curation.models import Meeting, Round, Submission
from curation.views.session import IN_ROOM, work_context, work_in_room
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done, done_on
from dekranasda.templatetags.portal import translated


def _run_round(request: AuthenticatedHttpRequest, slug: str) -> Round:
    """A round whose meetings the person opens and closes."""
    round = get_object_or_404(Round.objects.public().visible_to(request.user), slug=slug)
    if not meetings.may_run(request.user, round):
        return get_object_or_404(Round.objects.none())
    return round


def _open_meeting(request: AuthenticatedHttpRequest, slug: str) -> Meeting:
    """The meeting that is going on, for those who keep its list."""
    meeting = get_object_or_404(
        Meeting.objects.select_related("round"), round__slug=slug, closed_at__isnull=True
    )
    if not meetings.may_keep(request.user, meeting):
        return get_object_or_404(Meeting.objects.none())
    return meeting


def _after(request: AuthenticatedHttpRequest, round: Round) -> HttpResponse:
    """Back to the agenda, or to the round for those who are not in the room."""
    if Round.objects.in_room_of(request.user).filter(pk=round.pk).exists():
        return redirect("curation:session_list", slug=round.slug)
    return redirect(round)


def _page(
    request: AuthenticatedHttpRequest, round: Round, form: object, title: str, action: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": translated(round, "title"),
        "action": action,
        "back_url": round.get_absolute_url(),
        "breadcrumb": [(translated(round, "title"), round.get_absolute_url()), (title, "")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/form.html", context, status=status)


@role_required(*IN_ROOM)
@require_http_methods(["GET", "POST"])
def meeting_open(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Opens a meeting with its place, the members present and a minute-taker."""
    round = _run_round(request, slug)
    form = MeetingForm(request.POST or None, round=round)
    if carried_out(
        request,
        form,
        lambda: meetings.open_meeting(
            round,
            place=form.cleaned_data["place"],
            present=form.cleaned_data["present"],
            minutes_by=form.cleaned_data["minutes_by"],
            deputy=form.cleaned_data["deputy"],
            by=request.user,
        ),
        _("Sidang dibuka."),
    ):
        return _after(request, round)
    return _page(request, round, form, _("Buka sidang"), _("Buka sidang"))


@role_required(*IN_ROOM)
@require_http_methods(["GET", "POST"])
def meeting_attendance(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Who came, stayed away or went."""
    meeting = _open_meeting(request, slug)
    form = AttendanceForm(request.POST or None, meeting=meeting)
    if carried_out(
        request,
        form,
        lambda: meetings.record_attendance(meeting, states=form.states(), by=request.user),
        _("Kehadiran tersimpan."),
    ):
        return _after(request, meeting.round)
    return _page(request, meeting.round, form, _("Kehadiran sidang"), _("Simpan kehadiran"))


@role_required(*IN_ROOM)
@require_http_methods(["GET", "POST"])
def meeting_deputy(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Who leads while the chair is away or has a tie."""
    round = _run_round(request, slug)
    meeting = get_object_or_404(Meeting, round=round, closed_at__isnull=True)
    form = DeputyForm(request.POST or None, round=round, initial={"deputy": meeting.deputy_id})
    if carried_out(
        request,
        form,
        lambda: meetings.name_deputy(meeting, by=request.user, **form.cleaned_data),
        _("Pengganti ketua tercatat."),
    ):
        return _after(request, round)
    return _page(request, round, form, _("Pengganti ketua"), _("Simpan"))


@role_required(*IN_ROOM)
@require_http_methods(["GET", "POST"])
def meeting_close(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Ends the meeting after a last look."""
    round = _run_round(request, slug)
    meeting = get_object_or_404(Meeting, round=round, closed_at__isnull=True)
    if request.method == "POST":
        done(
            request,
            lambda: meetings.close_meeting(meeting, by=request.user),
            _("Sidang ditutup. Berita acaranya dapat disusun."),
        )
        return redirect(round)
    context = {
        "title": _("Tutup sidang?"),
        "text": _(
            "Kehadiran dan catatan sidang ini tidak dapat diubah lagi. Karya yang belum diputus "
            "dibahas dalam sidang berikutnya."
        ),
        "action": _("Tutup sidang"),
        "back_url": round.get_absolute_url(),
    }
    return render(request, "council/work_confirm.html", context)


@role_required(*IN_ROOM)
@require_POST
def write_note(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Keeps the minute-taker's words; refused words stay in the field."""
    work = work_in_room(request, slug, code)
    meeting = _open_meeting(request, slug)
    form = NoteForm(request.POST)
    if form.is_valid() and done_on(
        form,
        lambda: meetings.write_note(
            meeting,
            work,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        ),
    ):
        messages.success(request, _("Catatan tersimpan."))
        return redirect("curation:session_work", slug=slug, code=code)
    context = work_context(request, work, note_form=form) | {
        "session": session_of(work),
        "blind": blind_work(work.version),
        "form": ProposalForm(submission=work),
    }
    return render(request, "curation/session_work.html", context, status=422)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def vote(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """The person's vote on the proposal."""
    work = work_in_room(request, slug, code)
    form = VoteForm(request.POST)
    if form.is_valid():
        choice, seen = form.cleaned_data["choice"], form.cleaned_data["seen"]
        done(
            request,
            lambda: decisions.vote(work, choice=choice, seen=seen, by=request.user),
            _("Suara Anda tercatat; dapat diubah sampai keputusan ditandatangani."),
        )
    else:
        messages.error(request, _("Pilih setuju, tidak setuju, atau abstain."))
    return redirect("curation:session_work", slug=slug, code=code)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def sign(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """A second panel member signs the proposal that they read."""
    work = work_in_room(request, slug, code)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    done(
        request,
        lambda: decisions.sign(work, by=request.user, seen=seen),
        _("Keputusan ditandatangani. Belum diumumkan kepada siapa pun."),
    )
    return redirect("curation:session_work", slug=slug, code=code)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def reopen(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Takes an unreleased decision back to the session."""
    work = work_in_room(request, slug, code)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: decisions.reopen(work, reason=form.cleaned_data["reason"], by=request.user),
        _("Keputusan dibuka kembali."),
    ):
        return redirect("curation:session_work", slug=slug, code=code)
    return _form(request, work, form, _("Buka kembali keputusan"), _("Buka kembali"))


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def return_to_review(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Asks fresh curators for scores."""
    work = work_in_room(request, slug, code)
    known = set(work.assignments.filter(version=work.version).values_list("curator_id", flat=True))
    people = [one.user for one in work.round.panel.in_force().select_related("user")]
    tied = ties([work], people, on=timezone.localdate(clock.now()))
    fresh = [one for one in people if one.pk not in known and (work.pk, one.pk) not in tied]
    form = ReturnToReviewForm(request.POST or None, people=fresh)
    if carried_out(
        request,
        form,
        lambda: decisions.return_to_review(
            work,
            curators=list(form.cleaned_data["curators"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        _("Penilaian tambahan diminta."),
    ):
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
