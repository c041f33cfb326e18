"""The panel: who is asked, who accepts with the statement of independence, who declines."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curation import clock, messages
from curation.deadlines import end_of_working_day
from curation.models import Assignment, Invitation, PanelMember, Round
from dekranasda.accounts.models import User

GRACE_DAYS = 3  # working days after the deadline until an unanswered invitation ends

#: What a curator declares for each round before any work opens; kept as it was read.
STATEMENT = (
    _("Saya menilai sendiri dan tidak membicarakan nilai sebelum sidang dibuka."),
    _(
        "Saya tidak menilai karya keluarga, karya usaha yang berhubungan dengan saya, atau karya "
        "yang saya dampingi; bila mengenali pembuatnya, saya segera menyatakannya."
    ),
    _("Saya tidak menerima pemberian dari siapa pun yang berkepentingan dengan hasilnya."),
    _("Saya merahasiakan karya, nilai, dan pembicaraan panel, juga setelah periode ini selesai."),
)


@transaction.atomic
def invite(member: PanelMember, *, by: User) -> Invitation:
    """Asks a member of a round's panel to take part, and tells them. A decline may be asked again.

    Raises ValidationError: «not_allowed», «already_open», «already_accepted».
    """
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang mengundang."), code="not_allowed")
    if member.accepted_at is not None:
        raise ValidationError(_("Kurator ini sudah bersedia."), code="already_accepted")
    if Invitation.objects.filter(
        round=member.round_id, user=member.user_id, state=Invitation.State.OPEN
    ).exists():
        raise ValidationError(_("Undangannya masih menunggu jawaban."), code="already_open")
    at = clock.now()
    invitation = Invitation.objects.create(
        round=member.round,
        user=member.user,
        invited_by=by,
        invited_at=at,
        due_at=end_of_working_day(at, member.round.answer_days),
    )
    messages.tell_invited(invitation, "invited", key=f"curation:invited:{invitation.pk}")
    return invitation


def open_invitation(round: Round, user: User) -> Invitation | None:
    """The invitation that waits for the person's answer in the round."""
    return Invitation.objects.filter(round=round, user=user, state=Invitation.State.OPEN).first()


def _answer(
    invitation: Invitation, by: User, state: str, *, reason: str = "", may_ask_later: bool = False
) -> Invitation:
    held = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("round")
        .get(pk=invitation.pk)
    )
    if held.user_id != by.pk:
        raise ValidationError(_("Undangan ini bukan untuk Anda."), code="not_yours")
    if held.state != Invitation.State.OPEN:
        raise ValidationError(
            _("Undangan ini sudah dijawab atau sudah berakhir. Hubungi sekretariat."), code="ended"
        )
    held.state, held.answered_at = state, clock.now()
    held.reason, held.may_ask_later = reason[:255], may_ask_later
    held.save()
    messages.stop_inviting([held])
    return held


@transaction.atomic
def accept(invitation: Invitation, *, agreed: bool, disclosure: str = "", by: User) -> PanelMember:
    """Takes part, with the statement of independence; works may be opened from now on.

    `disclosure` names ties that come to mind, for the secretariat to pin. Raises ValidationError:
    «not_yours», «ended», «statement_required».
    """
    if not agreed:
        raise ValidationError(
            _("Setujui pernyataannya lebih dulu; tanpa itu karya tidak dapat dibuka."),
            code="statement_required",
        )
    held = _answer(invitation, by, Invitation.State.ACCEPTED)
    member = PanelMember.objects.select_for_update(of=("self",)).get(round=held.round_id, user=by)
    member.accepted_at = held.answered_at
    member.statement = "\n".join(str(line) for line in STATEMENT)
    member.disclosure = disclosure.strip()
    member.save()
    return member


@transaction.atomic
def decline(invitation: Invitation, *, reason: str, may_ask_later: bool, by: User) -> None:
    """Does not take part; the place is free again, the answer stays on record.

    Raises ValidationError: «not_yours», «ended», «reason_required».
    """
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya dalam satu kalimat."), code="reason_required")
    held = _answer(
        invitation,
        by,
        Invitation.State.DECLINED,
        reason=reason.strip(),
        may_ask_later=may_ask_later,
    )
    PanelMember.objects.filter(round=held.round_id, user=by).delete()


@transaction.atomic
def remove(member: PanelMember, *, by: User) -> None:
    """Takes somebody off the panel who was given no work yet; an open invitation is cancelled.

    Raises ValidationError: «not_allowed», «has_works».
    """
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang menyusun panel."), code="not_allowed")
    given = Assignment.objects.filter(submission__round=member.round_id, curator=member.user_id)
    if given.exclude(state=Assignment.State.PROPOSED).exists():
        raise ValidationError(
            _("Kurator ini sudah menerima karya, jadi tetap tercatat dalam panel."),
            code="has_works",
        )
    given.delete()
    _end(Invitation.objects.filter(round=member.round_id, user=member.user_id), "cancelled")
    member.delete()


def _end(invitations: QuerySet[Invitation], state: str) -> int:
    waiting = invitations.filter(state=Invitation.State.OPEN)
    ended = list(waiting)
    count = waiting.update(state=state, answered_at=clock.now())
    messages.stop_inviting(ended)
    return count


def expire_unanswered(at: datetime) -> int:
    """Ends the invitations that nobody answered a while after their day; how many. Daily job."""
    ended = 0
    overdue = Invitation.objects.filter(state=Invitation.State.OPEN, due_at__lte=at)
    for invitation in overdue.select_related("round"):
        if end_of_working_day(invitation.due_at, GRACE_DAYS) > at:
            continue
        with transaction.atomic():
            if _end(Invitation.objects.filter(pk=invitation.pk), Invitation.State.EXPIRED):
                PanelMember.objects.filter(
                    round=invitation.round_id, user=invitation.user_id, accepted_at__isnull=True
                ).delete()
                ended += 1
    return ended
