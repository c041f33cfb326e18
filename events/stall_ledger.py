"""The public ledger of stalls: every announced list, and how often the same makers came."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from events import rotation
from events.models import Event, StallApplication, StallCall


@dataclass(frozen=True)
class Ledger:
    """Every announced list of the last two years, and how often the same makers came."""

    calls: list[StallCall]
    again: int
    stalls: int

    @property
    def share_again(self) -> int | None:
        """Stalls that went to who had one in the twelve months before, in per cent."""
        return round(100 * self.again / self.stalls) if self.stalls else None


def ledger(*, on: date) -> Ledger:
    """The announced lists of the two years before the day, the newest first; three queries."""
    since = on - timedelta(days=730)
    calls = (
        StallCall.objects.filter(published_at__isnull=False, event__starts_at__date__gte=since)
        .exclude(event__state=Event.State.CANCELLED)
        .select_related("event", "rule")
        .order_by("-event__starts_at", "-pk")
        .annotate(asked=Count("applications", filter=Q(applications__computed_place__isnull=False)))
    )
    rows = (
        StallApplication.objects.with_stall()
        .filter(call__in=calls.values("pk"))
        .values_list("business", "call__event__starts_at")
    )
    stalls: list[tuple[Any, date]] = [
        (business, timezone.localdate(moment)) for business, moment in rows
    ]
    again, count = rotation.same_faces(stalls)
    return Ledger(list(calls), again, count)
