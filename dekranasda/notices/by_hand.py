"""WhatsApp messages, which people of the secretariat send from their own telephones.

Whoever takes a message has it for ten minutes; until then nobody else is offered it. The portal
cannot see whether WhatsApp sent it, so the person says so, and may take a wrong word back.
"""

from datetime import timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from dekranasda.lib import clock
from dekranasda.notices.models import Notice

State = Notice.State
CLAIM = timedelta(minutes=10)
UNDO_WITHIN = timedelta(days=1)
WRONG_NUMBER = "wrong number"


class Marked(Enum):
    """What became of the word that a message was sent."""

    NOTED = "noted"
    ALREADY = "already"  # somebody had said so before
    CANCELLED = "cancelled"  # a later decision had made it wrong meanwhile


def take(pk: int, *, by: User) -> Notice:
    """The message, in the person's hands for ten minutes; again when taken twice.

    Raises ValidationError («gone») for one that no longer waits, («taken») for one that somebody
    else has.
    """
    with transaction.atomic():
        at = clock.now()
        notice = _locked(pk)
        if notice is None or notice.state != State.QUEUED:
            raise ValidationError(_("Pesan ini tidak lagi menunggu dikirim."), code="gone")
        if notice.is_taken(at=at) and notice.claimed_by_id != by.pk:
            raise ValidationError(
                _("Pesan ini sedang dikirim oleh %(name)s.") % {"name": notice.claimed_by},
                code="taken",
            )
        return _claim(notice, by)


def take_next(
    *, by: User, topic: str = "", after: Notice | None = None, words: str = ""
) -> Notice | None:
    """The longest waiting message that nobody has, now in the person's hands; None at the end.

    `after` is one that the person left out: only newer ones are looked at.
    """
    with transaction.atomic():
        waiting = Notice.objects.for_hand().about(topic).naming(words)
        if after is not None:
            newer = Q(created_at__gt=after.created_at)
            waiting = waiting.filter(newer | Q(created_at=after.created_at, pk__gt=after.pk))
        notice = (
            waiting.filter(_free_for(by)).select_for_update(skip_locked=True, of=("self",)).first()
        )
        return _claim(notice, by) if notice else None


def put_back(notice: Notice, *, by: User) -> None:
    """Lets others have a message that the person took and did not send."""
    Notice.objects.for_hand().filter(pk=notice.pk, claimed_by=by).update(
        claimed_by=None, claimed_until=None
    )


def mark_sent(notice: Notice, *, by: User) -> Marked:
    """Notes that the person sent a message. Raises ValidationError («taken») as `take` does.

    One that was cancelled while the person had it is noted too, for its reader has it.
    """
    with transaction.atomic():
        current = Notice.objects.select_for_update().get(pk=notice.pk)
        had_it = current.claimed_by_id == by.pk
        if current.state not in (State.QUEUED, State.CANCELLED):
            return Marked.ALREADY
        if current.state == State.CANCELLED and not had_it:
            return Marked.CANCELLED
        if current.is_taken(at=clock.now()) and not had_it:
            raise ValidationError(
                _("Pesan ini sedang dikirim oleh %(name)s.") % {"name": current.claimed_by},
                code="taken",
            )
        was_cancelled = current.state == State.CANCELLED
        current.state, current.sent_at, current.sent_by = State.SENT, clock.now(), by
        current.claimed_by = current.claimed_until = None
        current.save(update_fields=["state", "sent_at", "sent_by", "claimed_by", "claimed_until"])
    return Marked.CANCELLED if was_cancelled else Marked.NOTED


def take_back(notice: Notice) -> bool:
    """Lets a message wait again that was marked by mistake; False after a day, or told twice."""
    changed = (
        Notice.objects.sent_by_hand(since=clock.now() - UNDO_WITHIN)
        .filter(pk=notice.pk)
        .update(state=State.QUEUED, sent_at=None, sent_by=None)
    )
    return bool(changed)


def report_wrong_number(notice: Notice, *, by: User) -> int:
    """Sets aside everything that waits for the message's number; how many messages.

    What somebody else is sending at this moment stays with them.
    """
    waiting = Notice.objects.for_hand().filter(_same_number(notice))
    return (
        waiting.filter(_free_for(by))
        .order_by()
        .update(state=State.FAILED, last_error=WRONG_NUMBER, claimed_by=None, claimed_until=None)
    )


def correct_number(notice: Notice, phone: str) -> int:
    """Lets what was set aside with the wrong number wait again under the right one; how many."""
    set_aside = Notice.objects.wrong_number().filter(_same_number(notice))
    return set_aside.update(state=State.QUEUED, address=phone, last_error="")


def send_by_hand_instead(notice: Notice) -> bool:
    """Turns an e-mail that failed for good into a WhatsApp message; False without a number."""
    phone = notice.recipient.phone if notice.recipient else None
    if not phone:
        return False
    changed = Notice.objects.failed().filter(pk=notice.pk)
    return bool(
        changed.update(
            channel=Notice.Channel.WHATSAPP, address=phone, state=State.QUEUED, last_error=""
        )
    )


def _same_number(notice: Notice) -> Q:
    return Q(address=notice.address) if notice.address else Q(pk=notice.pk)


def _free_for(user: User) -> Q:
    return Q(claimed_by=user) | Q(claimed_until=None) | Q(claimed_until__lte=clock.now())


def _locked(pk: int) -> Notice | None:
    hand = Notice.objects.filter(pk=pk, channel=Notice.Channel.WHATSAPP)
    return hand.select_related("claimed_by").select_for_update(of=("self",)).first()


def _claim(notice: Notice, by: User) -> Notice:
    notice.claimed_by, notice.claimed_until = by, clock.now() + CLAIM
    notice.save(update_fields=["claimed_by", "claimed_until"])
    return notice
