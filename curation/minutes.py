"""Minutes (berita acara): what a meeting decided, frozen, signed by two, and proved by a hash.

The hash is SHA-256 over the content as JSON with sorted keys, no blanks and UTF-8; anybody with
the content can compute it again. The PDF has a hash of its own, for whoever holds a copy.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from curation import clock, minutes_pdf
from curation.blind import blind_name, blind_text
from curation.conflicts import ties
from curation.deliberation import session_of
from curation.meetings import may_run
from curation.models import (
    Assignment,
    Decision,
    Meeting,
    MeetingAttendance,
    MeetingNote,
    Minutes,
    MinutesSignature,
    Round,
    StateChange,
    Submission,
    TieWaiver,
    Vote,
)
from curation.steps import next_number
from curation.transitions import Action
from dekranasda.accounts.models import Role, User

SIGNERS = 2
Content = dict[str, object]


def canonical(content: object) -> bytes:
    """The one writing of a content as JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(content: object) -> str:
    """SHA-256 of the canonical writing, in hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def content_of(meeting: Meeting) -> Content:
    """What a meeting's minutes say, as plain data; works stand without their makers."""
    with translation.override("id"):
        return {
            "round": meeting.round.title,
            "meeting": meeting.number,
            "held_on": meeting.held_on.isoformat(),
            "place": meeting.place,
            "opened_at": _moment(meeting.opened_at),
            "closed_at": _moment(meeting.closed_at),
            "minutes_by": meeting.minutes_by.full_name if meeting.minutes_by else "",
            "deputy": meeting.deputy.full_name if meeting.deputy else "",
            "attendance": _attendance(meeting),
            "works": [_work(meeting, work) for work in _works(meeting)],
        }


def _attendance(meeting: Meeting) -> list[Content]:
    chairs = set(meeting.round.panel.filter(is_chair=True).values_list("user_id", flat=True))
    return [
        {
            "name": one.member.full_name,
            "is_chair": one.member_id in chairs,
            "state": str(one.get_state_display()),
            "arrived_at": _moment(one.arrived_at),
            "left_at": _moment(one.left_at),
        }
        for one in meeting.attendance.select_related("member")
    ]


def _returned(meeting: Meeting) -> dict[int, StateChange]:
    """The works that the meeting sent back for more scores."""
    changes = StateChange.objects.filter(
        submission__round=meeting.round,
        action=Action.RETURN_TO_REVIEW,
        made_at__gte=meeting.opened_at,
    )
    if meeting.closed_at:
        changes = changes.filter(made_at__lte=meeting.closed_at)
    return {one.submission_id: one for one in changes}


def _works(meeting: Meeting) -> list[Submission]:
    """Works that the meeting decided, noted something on, or sent back."""
    keys = set(meeting.sittings.values_list("decision__submission_id", flat=True))
    keys |= set(meeting.notes.exclude(text="").values_list("submission_id", flat=True))
    keys |= set(_returned(meeting))
    return list(
        Submission.objects.filter(pk__in=keys)
        .select_related("version__craft", "version__motif", "product__business__owner", "round")
        .select_related(
            "version__product__business__owner",
            "version__product__business__village__district",
            "version__product__business__centre",
        )
        .order_by("code")
    )


def _work(meeting: Meeting, work: Submission) -> Content:
    note = MeetingNote.objects.filter(meeting=meeting, submission=work).first()
    back = _returned(meeting).get(work.pk)
    decisions = Decision.objects.filter(submission=work, sitting__meeting=meeting).select_related(
        "sitting", "proposed_by", "signed_by"
    )
    session = session_of(work)
    return {
        "code": work.code,
        "title": blind_name(work.version),
        "totals": [str(total) for total in session.totals],
        "spread": [{"criterion": one.name, "scores": list(one.values)} for one in session.spreads],
        "decisions": [_decision(one) for one in decisions.order_by("signed_at")],
        "waivers": _waivers(work),
        "returned_because": back.reason if back else "",
        "note": note.text if note else "",
    }


def _waivers(work: Submission) -> list[Content]:
    """The soft ties to the work that were borne in the round, who decided so, and why."""
    found = TieWaiver.objects.filter(round=work.round_id, business=work.product.business_id)
    return [
        {
            "curator": one.curator.full_name,
            "tie": str(one.get_rule_display()),
            "reason": blind_text(work.version, one.reason),
            "granted_by": one.granted_by.full_name,
        }
        for one in found.select_related("curator", "granted_by")
    ]


def _decision(decision: Decision) -> Content:
    sitting = decision.sitting
    votes = list(Vote.objects.filter(decision=decision).select_related("member"))
    return {
        "outcome": str(decision.get_outcome_display()),
        "grade": decision.grade,
        "computed_outcome": str(decision.get_computed_outcome_display()),
        "computed_grade": decision.computed_grade,
        "mean": str(decision.total),
        "departs": decision.departs,
        "reason": decision.justification,
        "present": sitting.present,
        "panel": sitting.panel,
        "recused": sitting.recused,
        "votes": {
            str(choice.value): sum(one.choice == choice for one in votes) for choice in Vote.Choice
        },
        "proposed_by": decision.proposed_by.full_name,
        "proposed_at": _moment(decision.proposed_at),
        "signed_by": decision.signed_by.full_name if decision.signed_by else "",
        "signed_at": _moment(decision.signed_at),
        "superseded_because": decision.superseded_reason if decision.superseded_at else "",
    }


def _refuse_strangers(user: User, meeting: Meeting) -> None:
    if meeting.minutes_by_id != user.pk and not may_run(user, meeting.round):
        raise ValidationError(
            _("Hanya ketua panel, notulis, dan sekretariat yang menyusun berita acara."),
            code="not_allowed",
        )


@transaction.atomic
def draft(meeting: Meeting, *, by: User) -> Minutes:
    """Draws up the minutes of a closed meeting; an unsigned draft is drawn up anew.

    Raises ValidationError: «not_allowed», «meeting_open», «already_issued» (correct it instead),
    «signed» (somebody signed the draft already).
    """
    locked = _lock_closed(meeting, by)
    if locked.minutes.filter(issued_at__isnull=False).exists():
        raise ValidationError(
            _("Berita acara sidang ini sudah terbit. Buat pembetulan bila ada yang keliru."),
            code="already_issued",
        )
    _discard(locked)
    return Minutes.objects.create(
        meeting=locked, content=content_of(locked), drafted_by=by, drafted_at=clock.now()
    )


@transaction.atomic
def correct(minutes: Minutes, *, reason: str, by: User) -> Minutes:
    """Draws up a new version that names the issued one; the old stays in the archive.

    Raises ValidationError: «not_allowed», «not_issued», «already_corrected», «reason_required»,
    «signed».
    """
    locked = _lock_closed(minutes.meeting, by)
    old = Minutes.objects.get(pk=minutes.pk)
    if old.issued_at is None:
        raise ValidationError(_("Berita acara ini belum terbit; susun ulang."), code="not_issued")
    if Minutes.objects.filter(replaces=old, issued_at__isnull=False).exists():
        raise ValidationError(
            _("Versi ini sudah dibetulkan. Betulkan versi yang terbaru."), code="already_corrected"
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis apa yang dibetulkan dan mengapa.")})
    _discard(locked)
    return Minutes.objects.create(
        meeting=locked,
        version=old.version + 1,
        replaces=old,
        correction=reason.strip(),
        content=content_of(locked),
        drafted_by=by,
        drafted_at=clock.now(),
    )


def _lock_closed(meeting: Meeting, by: User) -> Meeting:
    locked = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("round", "minutes_by")
        .get(pk=meeting.pk)
    )
    _refuse_strangers(by, locked)
    if locked.closed_at is None:
        raise ValidationError(_("Tutup sidangnya dahulu."), code="meeting_open")
    return locked


def _discard(meeting: Meeting) -> None:
    waiting = Minutes.objects.filter(meeting=meeting, issued_at__isnull=True).first()
    if waiting is None:
        return
    if waiting.signatures.exists():
        raise ValidationError(
            _("Konsep ini sudah ditandatangani seseorang. Lengkapi tanda tangannya."),
            code="signed",
        )
    waiting.delete()


def capacity_of(user: User, meeting: Meeting) -> str:
    """In which capacity the person was in the room, in words; empty for who was not."""
    if meeting.minutes_by_id == user.pk:
        return str(_("Notulis"))
    came = MeetingAttendance.objects.filter(
        meeting=meeting, member=user, arrived_at__isnull=False
    ).exists()
    if not came:
        return ""
    if meeting.round.panel.filter(user=user, is_chair=True).exists():
        return str(_("Ketua panel"))
    return str(_("Pengganti ketua") if meeting.deputy_id == user.pk else _("Anggota panel"))


@transaction.atomic
def sign(minutes: Minutes, *, by: User) -> Minutes:
    """Signs the draft; the second signature issues it with number, hash and PDF.

    Raises ValidationError: «not_in_room», «not_released» for who may not read them before the
    release, «issued», «already_signed», «needs_panel» (one of the two must have been of the panel).
    """
    locked = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__round", "meeting__minutes_by", "replaces")
        .get(pk=minutes.pk)
    )
    if locked.issued_at is not None:
        raise ValidationError(_("Berita acara ini sudah terbit."), code="issued")
    with translation.override("id"):
        capacity = capacity_of(by, locked.meeting)
    if not capacity:
        raise ValidationError(
            _("Yang menandatangani adalah yang hadir dalam sidang itu."), code="not_in_room"
        )
    if not may_read(by, locked):
        raise ValidationError(
            _("Anda dapat menandatangani sesudah hasil karya dalam sidang itu diumumkan."),
            code="not_released",
        )
    if locked.signatures.filter(signer=by).exists():
        raise ValidationError(
            _("Anda sudah menandatangani; orang kedua harus ikut."), code="already_signed"
        )
    at = clock.now()
    MinutesSignature.objects.create(minutes=locked, signer=by, capacity=capacity, signed_at=at)
    signatures = list(locked.signatures.select_related("signer"))
    if len(signatures) >= SIGNERS:
        _issue(locked, signatures, at)
    minutes.refresh_from_db()
    return minutes


def _issue(minutes: Minutes, signatures: Iterable[MinutesSignature], at: datetime) -> None:
    old = minutes.replaces
    if old is None:
        year = timezone.localdate(at).year
        number = f"BA-{year}-{next_number(f'minutes:{year}'):04d}"
    else:
        number = f"{(old.number or '').split('-V')[0]}-V{minutes.version}"
    minutes.number = number
    minutes.content = {
        **minutes.content,
        "number": number,
        "version": minutes.version,
        "replaces": old.number if old else "",
        "correction": minutes.correction,
        "signatures": [
            {
                "name": one.signer.full_name,
                "capacity": one.capacity,
                "signed_at": _moment(one.signed_at),
            }
            for one in signatures
        ],
    }
    minutes.sha256 = fingerprint(minutes.content)
    pdf = minutes_pdf.render(
        minutes.content, sha256=minutes.sha256, path=minutes.get_absolute_url()
    )
    minutes.pdf = pdf
    minutes.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    minutes.issued_at = at
    minutes.save()


def is_intact(minutes: Minutes) -> bool:
    """Whether the archive itself still is what was issued: content and file."""
    pdf = bytes(minutes.pdf or b"")
    return (
        fingerprint(minutes.content) == minutes.sha256
        and hashlib.sha256(pdf).hexdigest() == minutes.pdf_sha256
    )


def matches(minutes: Minutes, *, typed: str = "", file: bytes | None = None) -> bool:
    """Whether a copy is the issued one: by the printed hash, or by the file's bytes."""
    if file is not None:
        return hashlib.sha256(file).hexdigest() == minutes.pdf_sha256
    return "".join(typed.split()).lower() == minutes.sha256


def may_read(user: User, minutes: Minutes) -> bool:
    """Whether the person may read the minutes.

    The secretariat and leaders always; members of the panel unless they have a tie to a work in
    it whose outcome is not known yet, or still have to score one of its works: the minutes tell
    the scores of others.
    """
    if user.acts_as(Role.SECRETARIAT, Role.LEADER):
        return True
    round = minutes.meeting.round
    if not round.panel.filter(user=user).exists():
        return False
    found = _works(minutes.meeting)
    mine = Assignment.objects.active().filter(submission__in=found, curator=user)
    if mine.filter(review__finalised_at__isnull=True).exists():
        return False
    works = [
        work
        for work in found
        if not Decision.objects.filter(submission=work, released_at__isnull=False).exists()
    ]
    return not ties(works, [user], on=timezone.localdate(clock.now()))


def meetings_of(round: Round, user: User) -> list[tuple[Meeting, list[Minutes]]]:
    """The meetings, the newest in front, each with the minutes that the person may read."""
    found = round.meetings.select_related("minutes_by").prefetch_related(
        "minutes__signatures__signer", "minutes__meeting__round"
    )
    return [
        (meeting, [one for one in meeting.minutes.all() if may_read(user, one)])
        for meeting in found
    ]
