"""Meetings of a panel: opening and closing, who is in the room, the notes, the quorum."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import ties
from curation.models import (
    Decision,
    Meeting,
    MeetingAttendance,
    MeetingNote,
    PanelMember,
    Round,
    Sitting,
    Submission,
)
from curation.quorum import Quorum
from curation.steps import Step
from dekranasda.accounts.models import User

Presence = MeetingAttendance.State


@dataclass(frozen=True)
class Room:
    """Who sits over one work: the panel, who of it is present, who left the room and why."""

    meeting: Meeting | None
    members: list[User] = field(default_factory=list)
    present: frozenset[int] = frozenset()
    recused: list[tuple[User, str]] = field(default_factory=list)

    @property
    def quorum(self) -> Quorum:
        """The quorum over this work."""
        inside = {member.pk for member in self.members}
        return Quorum(panel=len(inside), present=len(inside & self.present))

    @property
    def absent(self) -> list[User]:
        """Members who may decide and are not there."""
        return [member for member in self.members if member.pk not in self.present]


def open_meeting_of(round: Round) -> Meeting | None:
    """The meeting that is going on, if there is one."""
    return Meeting.objects.filter(round=round, closed_at__isnull=True).first()


def may_run(user: User, round: Round) -> bool:
    """Whether the person opens, closes and keeps the list of the round's meetings."""
    if user.is_secretariat:
        return True
    return PanelMember.objects.filter(round=round, user=user, is_chair=True).exists()


def _refuse_others(user: User, round: Round) -> None:
    if not may_run(user, round):
        raise ValidationError(
            _("Hanya ketua panel dan sekretariat yang mengatur sidang."), code="not_allowed"
        )


@transaction.atomic
def open_meeting(
    round: Round,
    *,
    place: str,
    present: Collection[User],
    by: User,
    minutes_by: User | None = None,
    deputy: User | None = None,
) -> Meeting:
    """Opens a meeting of the round's panel today; who is not named present is absent.

    Raises ValidationError: «not_allowed», «already_open», «place_required», «nobody» (no member
    is present), «panel_takes_minutes» (the minute-taker decides nothing), «not_on_panel» and
    «is_chair» of the deputy.
    """
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    _refuse_others(by, locked)
    if open_meeting_of(locked):
        raise ValidationError(_("Sidang periode ini masih terbuka."), code="already_open")
    if not place.strip():
        raise ValidationError({"place": _("Tulis di mana sidang berlangsung.")})
    members = [one.user for one in locked.panel.in_force().select_related("user")]
    here = {user.pk for user in present} & {user.pk for user in members}
    if not here:
        raise ValidationError(_("Tandai anggota panel yang hadir."), code="nobody")
    if minutes_by is not None and minutes_by in members:
        raise ValidationError(
            _("Notulis bukan anggota panel: yang memutus tidak mencatat sendiri."),
            code="panel_takes_minutes",
        )
    _refuse_deputy(locked, deputy)
    at = clock.now()
    meeting = Meeting.objects.create(
        round=locked,
        number=1 + locked.meetings.count(),
        held_on=timezone.localdate(at),
        place=place.strip()[:120],
        minutes_by=minutes_by,
        deputy=deputy,
        opened_by=by,
        opened_at=at,
    )
    for member in members:
        _mark(meeting, member, Presence.PRESENT if member.pk in here else Presence.ABSENT, by, at)
    return meeting


@transaction.atomic
def record_attendance(meeting: Meeting, *, states: Mapping[User, str], by: User) -> None:
    """Notes who came, stayed away or went. Raises ValidationError: «not_allowed», «closed»."""
    locked = _lock_open(meeting)
    if not may_keep(by, locked):
        raise ValidationError(
            _("Hanya ketua panel, notulis, dan sekretariat yang mencatat kehadiran."),
            code="not_allowed",
        )
    panel = set(locked.round.panel.values_list("user_id", flat=True))
    at = clock.now()
    for member, state in states.items():
        if member.pk in panel:
            _mark(locked, member, Presence(state), by, at)


def _refuse_deputy(round: Round, deputy: User | None) -> None:
    if deputy is None:
        return
    member = round.panel.in_force().filter(user=deputy).first()
    if member is None:
        raise ValidationError(
            _("%(name)s bukan anggota panel periode ini."),
            code="not_on_panel",
            params={"name": deputy.full_name},
        )
    if member.is_chair:
        raise ValidationError(_("Pengganti ketua adalah anggota lain."), code="is_chair")


@transaction.atomic
def name_deputy(meeting: Meeting, *, deputy: User | None, by: User) -> None:
    """Names who of the panel leads while the chair is away or has a tie; None: nobody.

    Raises ValidationError: «not_allowed», «closed», «not_on_panel», «is_chair».
    """
    locked = _lock_open(meeting)
    _refuse_others(by, locked.round)
    _refuse_deputy(locked.round, deputy)
    locked.deputy = deputy
    locked.save()
    meeting.refresh_from_db()


def may_keep(user: User, meeting: Meeting) -> bool:
    """Whether the person writes the meeting's list and notes."""
    return meeting.minutes_by_id == user.pk or may_run(user, meeting.round)


def _lock_open(meeting: Meeting) -> Meeting:
    locked = (
        Meeting.objects.select_for_update(of=("self",)).select_related("round").get(pk=meeting.pk)
    )
    if locked.closed_at is not None:
        raise ValidationError(
            _("Sidang ini sudah ditutup; catatannya tidak dapat diubah."), code="closed"
        )
    return locked


def _mark(meeting: Meeting, member: User, state: Presence, by: User, at: datetime) -> None:
    known = MeetingAttendance.objects.filter(meeting=meeting, member=member).first()
    row = known or MeetingAttendance(meeting=meeting, member=member)
    if known and known.state == state:
        return
    if state == Presence.LEFT and row.arrived_at is None:
        state = Presence.ABSENT  # who never came cannot leave
    row.state = state
    row.arrived_at = None if state == Presence.ABSENT else row.arrived_at or at
    row.left_at = at if state == Presence.LEFT else None
    row.recorded_by, row.recorded_at = by, at
    row.save()


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> None:
    """Ends the meeting; its list and notes are a record from now on.

    Raises ValidationError: «not_allowed», «closed».
    """
    locked = _lock_open(meeting)
    _refuse_others(by, locked.round)
    locked.closed_at, locked.closed_by = clock.now(), by
    locked.save()
    meeting.refresh_from_db()


def close_forgotten(*, on: date) -> int:
    """Closes meetings of earlier days that nobody closed; returns how many. For the daily job."""
    return Meeting.objects.filter(closed_at__isnull=True, held_on__lt=on).update(
        closed_at=clock.now()
    )


def rounds_led_by(user: User) -> set[int]:
    """The rounds in which the person leads: as the chair, or for a chair who is not in the room."""
    led = PanelMember.objects.in_force().filter(user=user, is_chair=True)
    chairs = PanelMember.objects.filter(is_chair=True).values("user")
    present = MeetingAttendance.objects.filter(
        meeting=OuterRef("pk"),
        state=Presence.PRESENT,
        member__in=chairs.filter(round=OuterRef(OuterRef("round"))),
    )
    deputised = Meeting.objects.filter(deputy=user, closed_at__isnull=True).exclude(Exists(present))
    return {*led.values_list("round", flat=True), *deputised.values_list("round", flat=True)}


@transaction.atomic
def write_note(
    meeting: Meeting, submission: Submission, *, text: str, seen: int, by: User
) -> MeetingNote:
    """Keeps the minute-taker's words on a work; `seen` is the revision that the writer saw.

    Raises ValidationError: «not_allowed», «closed», «stale» (somebody else wrote meanwhile).
    """
    locked = _lock_open(meeting)
    if not may_keep(by, locked):
        raise ValidationError(
            _("Hanya ketua panel, notulis, dan sekretariat yang menulis catatan."),
            code="not_allowed",
        )
    note = MeetingNote.objects.filter(meeting=locked, submission=submission).first()
    if (note.revision if note else 0) != seen:
        raise ValidationError(
            _("Catatan ini baru saja diubah orang lain: «%(text)s». Gabungkan, lalu simpan lagi."),
            code="stale",
            params={"text": note.text if note else ""},
        )
    note = note or MeetingNote(meeting=locked, submission=submission, revision=0)
    note.text, note.revision = text.strip(), note.revision + 1
    note.written_by, note.written_at = by, clock.now()
    note.save()
    return note


def rooms_of(submissions: Iterable[Submission], round: Round, *, on: date) -> dict[int, Room]:
    """The room over each submission of the round. A constant number of queries."""
    works = list(submissions)
    panel = [one.user for one in round.panel.in_force().select_related("user")]
    meeting = open_meeting_of(round)
    present: frozenset[int] = frozenset()
    if meeting:
        here = MeetingAttendance.objects.filter(meeting=meeting, state=Presence.PRESENT)
        present = frozenset(here.values_list("member_id", flat=True))
    tied = ties(works, panel, on=on)
    away: dict[int, list[tuple[User, str]]] = defaultdict(list)
    for work in works:
        for member in panel:
            if reasons := tied.get((work.pk, member.pk)):
                away[work.pk].append((member, "; ".join(map(str, reasons))))
    return {
        work.pk: Room(
            meeting=meeting,
            members=[one for one in panel if (work.pk, one.pk) not in tied],
            present=present,
            recused=away[work.pk],
        )
        for work in works
    }


def room_of(submission: Submission, *, on: date) -> Room:
    """The room over one submission."""
    return rooms_of([submission], submission.round, on=on)[submission.pk]


def require_room(current: Step) -> Room:
    """The room in which the step is taken; its meeting stays as it is until the step is over.

    Raises ValidationError: «no_meeting», «no_quorum», «not_present» (the person who acts).
    """
    round = current.submission.round
    list(Meeting.objects.select_for_update().filter(round=round, closed_at__isnull=True))
    room = room_of(current.submission, on=timezone.localdate(current.at))
    current.require(
        room.meeting is not None,
        "no_meeting",
        _("Sidang belum dibuka. Buka sidang dan catat siapa yang hadir."),
    )
    quorum = room.quorum
    current.require(
        quorum.is_met,
        "no_quorum",
        _("Kuorum belum tercapai: hadir %(present)s dari %(panel)s, perlu %(needed)s.")
        % {"present": quorum.present, "panel": quorum.panel, "needed": quorum.needed},
    )
    current.require(
        current.actor.pk in room.present,
        "not_present",
        _("Anda belum dicatat hadir dalam sidang ini."),
    )
    return room


def seat(decision: Decision, room: Room) -> Sitting:
    """Keeps with the decision who sat over it."""
    if room.meeting is None:
        raise AssertionError("a decision is signed in a meeting")
    quorum = room.quorum
    return Sitting.objects.create(
        decision=decision,
        meeting=room.meeting,
        panel=quorum.panel,
        present=quorum.present,
        recused=[{"name": user.full_name, "reason": reason} for user, reason in room.recused],
    )
