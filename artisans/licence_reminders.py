"""Reminders that a permit ends: 90, 30 and 7 days ahead, once each, however often it runs."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from artisans.licences import expiring
from artisans.models import Business, Licence
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice

# Days ahead, the nearest first.
STEPS = (7, 30, 90)


def step_of(days_left: int) -> int:
    """The reminder that is due with so many days left: the nearest step not yet passed.

    A run that was missed is caught up by it, and earlier steps are left out.
    """
    return next(step for step in STEPS if days_left <= step)


def key_of(licence: Licence, step: int) -> str:
    """The unique key of one reminder; another expiry date makes it another reminder."""
    return f"licence-{licence.pk}-{licence.expires_on:%Y%m%d}-{step}"


def remind(today: date) -> int:
    """Writes the reminders that are due and cancels those of renewed permits; how many are new.

    Owners with neither account nor number are left to the list of the staff.
    """
    cancel_outdated(today)
    due = {key_of(one, step_of((one.expires_on - today).days)): one for one in to_remind(today)}  # type: ignore[operator]  # to_remind has only those that end
    known = set(Notice.objects.filter(key__in=due).values_list("key", flat=True))
    written = 0
    for key, licence in due.items():
        if key not in known and _write(key, licence, today):
            written += 1
    return written


def to_remind(today: date) -> QuerySet[Licence]:
    """Permits of active businesses that end within 90 days and have no newer one of their kind."""
    return (
        Licence.objects.filter(expiring(today), business__state=Business.State.ACTIVE)
        .exclude(Exists(later_than()))
        .select_related("business__owner__user")
        .order_by("expires_on", "pk")
    )


def later_than() -> QuerySet[Licence]:
    """Newer permits of the same kind and business, for OuterRef of a permit."""
    lasting = Q(expires_on__gt=OuterRef("expires_on")) | Q(expires_on__isnull=True)
    return Licence.objects.filter(
        lasting,
        business=OuterRef("business"),
        kind=OuterRef("kind"),
        status=Licence.Status.VALID,
    ).exclude(pk=OuterRef("pk"))


def _write(key: str, licence: Licence, today: date) -> bool:
    """One reminder to the owner; False where nobody can be reached."""
    owner = licence.business.owner
    phone = owner.phone or licence.business.phone
    if owner.user is None and not phone:
        return False
    context: dict[str, Any] = {
        "licence": licence,
        "business": licence.business,
        "days_left": (licence.expires_on - today).days if licence.expires_on else 0,
    }
    with transaction.atomic():
        outbox.queue(
            key=key,
            recipient=owner.user,
            recipient_name=owner.name,
            template="licence_expiring",
            context=context,
            address="" if owner.user else phone,
            link=reverse("artisans:own_licences", args=[licence.business_id]) if owner.user else "",
        )
    return True


def cancel_outdated(today: date) -> int:
    """Cancels waiting reminders whose permit was renewed, removed or is over; how many."""
    waiting = Notice.objects.filter(
        template="licence_expiring", state__in=[Notice.State.QUEUED, Notice.State.HELD]
    )
    keys = set(waiting.values_list("key", flat=True))
    if not keys:
        return 0
    wanted = {key_of(one, step) for one in to_remind(today) for step in STEPS}
    return outbox.cancel(keys - wanted)


def cancel_for(licence: Licence) -> int:
    """Cancels the waiting reminders of one permit, at once when it is saved with another date."""
    waiting = Notice.objects.filter(key__startswith=f"licence-{licence.pk}-")
    if licence.expires_on:
        waiting = waiting.exclude(key__in=[key_of(licence, step) for step in STEPS])
    return outbox.cancel(waiting)
