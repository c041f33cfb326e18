"""What the demo council has told people: old messages are sent and read, a few wait for a hand."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from dekranasda.accounts.models import User
from dekranasda.notices.models import Notice

WAITING = timedelta(days=12)  # the secretariat sends what waits at least so often
READ = timedelta(days=20)


def seed_told(users: dict[str, User]) -> None:
    """Marks as sent and read what people of a working council had sent and read by now."""
    now = timezone.now()
    old = Notice.objects.due().filter(created_at__lt=now - WAITING)
    by_hand = old.filter(channel=Notice.Channel.WHATSAPP)
    sent = {"state": Notice.State.SENT, "sent_at": F("created_at") + timedelta(hours=20)}
    by_hand.update(sent_by=users["sekretariat"], **sent)
    old.update(**sent)
    told = Notice.objects.filter(created_at__lt=now - READ, read_at=None)
    told.update(read_at=F("created_at") + timedelta(days=1))
