"""Who was there: notes of the door, whichever phone made them and whenever they arrive.

An event with sessions is noted session by session, one without as a whole. The first tap counts:
its moment is the attendance's, in whatever order the taps of several phones come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from events.models import Attendance, Certificate, Event, Registration, Session

# People come before a session begins; from so long before it their taps count for it.
EARLY = timedelta(minutes=45)
# What a phone kept for longer than it keeps its pages is no tap of the door any more.
OLDEST_TAP = timedelta(days=7)


@dataclass(frozen=True)
class Turnout:
    """How many came of those who have a seat, at one session or the whole event."""

    session: Session | None
    came: int
    expected: int


def current_session(sessions: Sequence[Session], *, at: datetime) -> Session | None:
    """The session that people come to at the moment: the last that began, or is about to."""
    begun = [one for one in sessions if one.starts_at - EARLY <= at]
    return begun[-1] if begun else next(iter(sessions), None)


def moment_of_tap(*, seconds_ago: int, at: datetime) -> datetime:
    """When a tap was made of which the phone says how long ago that is.

    The phone's clock may be wrong; how much time passed on it is right. Raises ValidationError
    («too_old») for one older than a week.
    """
    ago = timedelta(seconds=max(seconds_ago, 0))
    if ago > OLDEST_TAP:
        raise ValidationError(
            _("Catatan ini lebih dari tujuh hari. Catat dari daftar kertas saja."), code="too_old"
        )
    return at - ago


def mark_attended(
    registration: Registration, *, session: Session | None = None, by: User, at: datetime
) -> Attendance:
    """Notes that the artisan was there at the moment; the earliest of several notes counts.

    Without `session` it counts for the one of the moment. A note that was taken back stays so
    unless the artisan is noted at a later moment. Raises ValidationError: «not_seated» for who
    cancelled or still waits, «too_early» before the day of the event,
    «called_off», «other_event» for a session of another one.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=registration.event_id)
        registration = Registration.objects.get(pk=registration.pk)
        if event.state == Event.State.CANCELLED:
            raise ValidationError(_("Acara ini dibatalkan."), code="called_off")
        if registration.state not in Registration.SEATED:
            raise ValidationError(_("Orang ini tidak punya tempat di acara ini."), "not_seated")
        if timezone.localdate(event.starts_at) > timezone.localdate(at):
            raise ValidationError(_("Acara ini belum mulai."), code="too_early")
        sessions = list(event.sessions.all())
        if session is not None and session not in sessions:
            raise ValidationError(_("Sesi ini bagian dari acara lain."), code="other_event")
        session = session or current_session(sessions, at=at)
        attendance, is_new = Attendance.objects.get_or_create(
            registration=registration,
            session=session,
            defaults={"marked_at": at, "marked_by": by},
        )
        if not is_new and not _counts(attendance, at):
            return attendance
        if not is_new:
            attendance.marked_at, attendance.marked_by = at, by
            attendance.removed_at = attendance.removed_by = None
            attendance.save()
        if registration.state != Registration.State.ATTENDED:
            registration.state = Registration.State.ATTENDED
            registration.save(update_fields=["state"])
    return attendance


def _counts(known: Attendance, at: datetime) -> bool:
    """Whether a tap changes what is known: it is earlier, or later than the note's removal."""
    return at < known.marked_at if known.removed_at is None else at > known.removed_at


def unmark_attended(
    registration: Registration, *, session: Session | None = None, by: User, at: datetime
) -> None:
    """Takes mistaken notes back: those of the session, or all.

    Raises ValidationError («certified») once a certificate says that the artisan was there.
    """
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=registration.event_id)
        registration = Registration.objects.get(pk=registration.pk)
        if Certificate.objects.filter(registration=registration, revoked_on=None).exists():
            raise ValidationError(
                _("Sertifikatnya sudah terbit. Cabut sertifikat itu lebih dahulu."),
                code="certified",
            )
        notes = registration.attendances.standing()  # type: ignore[attr-defined]
        taken_back = notes.filter(session=session) if session else notes
        taken_back.update(removed_at=at, removed_by=by)
        if registration.state == Registration.State.ATTENDED and not notes.exists():
            registration.state = Registration.State.CONFIRMED
            registration.save(update_fields=["state"])


def counts_of(event: Event, sessions: Sequence[Session]) -> list[Turnout]:
    """How many came, by session, or for the whole event where it has none; two queries."""
    expected = event.registrations.filter(state__in=Registration.SEATED).count()
    noted = (
        Attendance.objects.standing()
        .filter(registration__event=event, registration__state__in=Registration.SEATED)
        .order_by()
        .values_list("session")
        .annotate(Count("pk"))
    )
    came = dict(noted)
    places: Sequence[Session | None] = sessions or [None]
    return [Turnout(one, came.get(one.pk if one else None, 0), expected) for one in places]


def sessions_needed(event: Event, session_count: int) -> int:
    """How many sessions somebody has to be at for a certificate; 1 where there are none."""
    return max(1, -(-session_count * event.least_attendance_percent // 100))


def verified(event: Event) -> QuerySet[Registration]:
    """The registrations whose noted attendance reaches what the event asks for a certificate."""
    sessions = event.sessions.count()
    standing = Q(attendances__removed_at__isnull=True, attendances__isnull=False)
    if sessions:
        standing &= Q(attendances__session__isnull=False)
    return (
        event.registrations.filter(state=Registration.State.ATTENDED)
        .annotate(times_there=Count("attendances", filter=standing, distinct=True))
        .filter(times_there__gte=sessions_needed(event, sessions))
    )


def sessions_attended(registration: Registration) -> tuple[int, int]:
    """How many sessions the event has, and at how many of them the artisan was; two queries."""
    notes = registration.attendances.standing()  # type: ignore[attr-defined]
    return registration.event.sessions.count(), notes.filter(session__isnull=False).count()
