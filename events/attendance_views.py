"""The door: who came, noted by name, by code or by camera, on whichever phone is at hand."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib import offline
from dekranasda.templatetags.portal import jam, translated
from events.attendance import (
    counts_of,
    current_session,
    mark_attended,
    unmark_attended,
)
from events.models import Attendance, Event, Registration, Session
from events.outcome_forms import TapForm

people = role_required(Role.SECRETARIAT, Role.MENTOR)
LAST_SHOWN = 5


@people
@require_GET
def attendance_desk(
    request: AuthenticatedHttpRequest, pk: int, session: int | None = None
) -> HttpResponse:
    """The list at the door of one session: how many came, who, and who is still missing."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    sessions = list(event.sessions.all())
    now = timezone.now()
    if session is None and sessions:
        here = current_session(sessions, at=now)
        return redirect("events:session_desk", pk=pk, session=here.pk if here else 0)
    chosen = next((one for one in sessions if one.pk == session), None)
    if session is not None and chosen is None:
        return redirect("events:attendance_desk", pk=pk)
    turnouts = counts_of(event, sessions)
    rows = _rows(event, chosen)
    sought = request.GET.get("cari", "").strip()
    noted = [row for row in rows if row.note]
    context = {
        "event": event,
        "session": chosen,
        "turnouts": turnouts,
        "turnout": next(one for one in turnouts if one.session == chosen),
        "rows": [row for row in rows if _is_sought(row, sought)],
        "latest": sorted(noted, key=lambda row: row.note.marked_at, reverse=True)[:LAST_SHOWN],
        "sought": sought,
        "may_mark": timezone.localdate(event.starts_at) <= timezone.localdate(now)
        and event.state != Event.State.CANCELLED,
        "words": _words(event),
        "breadcrumb": [
            (_("Kegiatan"), reverse("events:event_list")),
            (translated(event, "title"), reverse("events:participant_list", args=[pk])),
            (_("Presensi"), ""),
        ],
    }
    page = render(request, "events/attendance_desk.html", context)
    return offline.keepable(page, owner=request.user.uid)


def _words(event: Event) -> dict[str, str]:
    """What the list says by itself, also without signal."""
    waits = _("{name}: menunggu sinyal. Catatan aman di ponsel ini dan terkirim sendiri.")
    return {
        "door": _("Presensi %(event)s") % {"event": translated(event, "title")},
        "noted": _("{name} tercatat hadir {time}."),
        "already": _("{name} sudah hadir {time}."),
        "removed": _("{name}: sudah dihapus petugas lain. Catat lagi bila memang hadir."),
        "refused": _("{name} tidak dapat dicatat. Coba lagi saat ada sinyal."),
        "unknown": _("Tiket ini tidak ada di daftar acara ini."),
        "queued": waits,
        "busy": waits,
        "session": _("{name}: catatan aman di ponsel ini. Anda perlu masuk lagi."),
        "gone": _("{name}: Anda tidak lagi mengelola acara ini. Hubungi sekretariat."),
    }


@people
@require_GET
def attendance_worker(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The script that lets lists at a door and stands at an exhibition open without signal."""
    return offline.worker(
        request,
        base_url=reverse("events:event_list"),
        kept=r"^\d+/(presensi/(\d+/)?|pameran/jual/)$",
        unsent_url=reverse("artisans:unsent_visits"),
    )


def _rows(event: Event, session: Session | None) -> list[Any]:
    """Who has a seat, by name, each with the note of this session as `note`; two queries."""
    notes = Attendance.objects.standing().filter(session=session)
    seated = (
        event.registrations.filter(state__in=Registration.SEATED)
        .select_related("artisan", "business")
        .prefetch_related(Prefetch("attendances", queryset=notes, to_attr="notes"))
    )
    rows: list[Any] = list(seated.order_by("artisan__name", "pk"))
    for row in rows:
        row.note = next(iter(row.notes), None)
    return rows


def _is_sought(row: Any, sought: str) -> bool:
    words = f"{row.artisan.name} {row.business.name} {row.code}".casefold()
    return all(part in words for part in sought.casefold().split())


@people
@require_GET
def check_in(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The page a ticket's QR code opens at the door, in any camera."""
    registration = _participant(request, code)
    event = registration.event
    sessions = list(event.sessions.all())
    session = current_session(sessions, at=timezone.now())
    turnouts = counts_of(event, sessions)
    notes = registration.attendances.standing()  # type: ignore[attr-defined]
    context = {
        "registration": registration,
        "event": event,
        "session": session,
        "attendance": notes.filter(session=session).first(),
        "turnout": next(one for one in turnouts if one.session == session),
        "desk_url": _desk(event.pk, session),
    }
    return render(request, "events/check_in.html", context)


@people
@require_POST
def mark_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Notes that the participant is there; answers a page, or the outbox of a phone in JSON."""
    registration = _participant(request, code)
    now = timezone.now()
    form = TapForm(request.POST, event=registration.event)
    try:
        session, at = form.tap(at=now)
        attendance = mark_attended(registration, session=session, by=request.user, at=at)
    except ValidationError as error:
        return _refused(request, registration, error)
    if _wants_json(request):
        return _received(request, registration, attendance)
    text = _("%(name)s tercatat hadir.") % {"name": registration.artisan.name}
    messages.success(request, text)
    return redirect(_back(request, registration, attendance.session))


def _received(
    request: AuthenticatedHttpRequest, registration: Registration, attendance: Attendance
) -> JsonResponse:
    """When the note is of, and how many are there; of one that was taken back, no time."""
    sessions = [attendance.session] if attendance.session else []
    [turnout] = counts_of(registration.event, sessions)
    time = "" if attendance.removed_at else jam(attendance.marked_at)
    return JsonResponse(
        {"url": _desk(registration.event_id, attendance.session), "time": time}
        | {"came": turnout.came, "expected": turnout.expected},
        status=201,
    )


def _refused(
    request: AuthenticatedHttpRequest, registration: Registration, error: ValidationError
) -> HttpResponse:
    name = registration.artisan.name
    if _wants_json(request):
        errors = [{"label": name, "message": error.messages[0]}]
        return JsonResponse({"errors": errors}, status=422)
    messages.error(request, f"{name}: {error.messages[0]}")
    return redirect(_back(request, registration, None))


@people
@require_POST
def unmark_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Takes a mistaken note back, of one session or of all."""
    registration = _participant(request, code)
    form = TapForm(request.POST, event=registration.event)
    now = timezone.now()
    session = None
    try:
        session, _at = form.tap(at=now)
        unmark_attended(registration, session=session, by=request.user, at=now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("Catatan hadir %(name)s dihapus.")
        messages.info(request, text % {"name": registration.artisan.name})
    return redirect(_back(request, registration, session))


def _participant(request: AuthenticatedHttpRequest, code: str) -> Registration:
    mine = Registration.objects.managed_by(request.user)
    return get_object_or_404(mine.select_related("event", "artisan", "business"), code=code.upper())


def _wants_json(request: AuthenticatedHttpRequest) -> bool:
    """Whether a phone's outbox asks, which reads words and not pages."""
    return request.headers.get("Accept") == "application/json"


def _desk(pk: int, session: Session | None) -> str:
    if session is None:
        return reverse("events:attendance_desk", args=[pk])
    return reverse("events:session_desk", args=[pk, session.pk])


def _back(
    request: AuthenticatedHttpRequest, registration: Registration, session: Session | None
) -> str:
    """Where the note was made: the ticket's page, the list at the door, else the participants."""
    origin = request.POST.get("from")
    if origin == "door":
        return reverse("events:check_in", args=[registration.code])
    if origin == "desk":
        return _desk(registration.event_id, session)
    return reverse("events:participant_list", args=[registration.event_id])
