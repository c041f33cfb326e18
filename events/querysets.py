"""Which events and registrations a person may see."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from artisans.models import Artisan
    from events.models import (  # noqa: F401 named in annotations
        Attendance,
        Event,
        Registration,
        StallApplication,
    )


class EventQuerySet(models.QuerySet["Event"]):
    """Events."""

    def published(self) -> "EventQuerySet":
        """What the public sees: published ones, and cancelled ones with their notice."""
        return self.exclude(state="draft")

    def upcoming(self, *, at: datetime) -> "EventQuerySet":
        """Not over yet, the next first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, *, at: datetime) -> "EventQuerySet":
        """Over, the last first."""
        return self.filter(ends_at__lte=at).order_by("-starts_at", "-pk")

    def in_month(self, first: date) -> "EventQuerySet":
        """Those that touch the month that begins on the day."""
        begin = timezone.make_aware(datetime.combine(first, time.min))
        after = timezone.make_aware(datetime.combine(next_month(first), time.min))
        return self.filter(starts_at__lt=after, ends_at__gte=begin).order_by("starts_at", "pk")

    def open_for(self, artisan: "Artisan", *, at: datetime) -> "EventQuerySet":
        """Those the artisan may still register for: open, of the own craft or for all crafts."""
        crafts = artisan.businesses.values("craft")
        return (
            self.filter(state="published", quota__isnull=False)
            .filter(
                models.Q(registration_closes_at__gt=at)
                | models.Q(registration_closes_at__isnull=True, starts_at__gt=at)
            )
            .filter(models.Q(crafts__isnull=True) | models.Q(crafts__in=crafts))
            .distinct()
            .order_by("starts_at", "pk")
        )

    def managed_by(self, user: User) -> "EventQuerySet":
        """All for the secretariat, for mentors the events they teach at."""
        if user.is_superuser or user.has_role(Role.SECRETARIAT):
            return self
        return self.filter(mentors=user)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations."""

    def of_user(self, user: User) -> "RegistrationQuerySet":
        """The person's own, as an artisan."""
        return self.filter(artisan__user=user)

    def managed_by(self, user: User) -> "RegistrationQuerySet":
        """All for the secretariat, for mentors those of the events they teach at."""
        if user.is_superuser or user.has_role(Role.SECRETARIAT):
            return self
        return self.filter(event__mentors=user)

    def seated(self) -> "RegistrationQuerySet":
        """With a seat: confirmed or attended."""
        return self.filter(state__in=["confirmed", "attended"])

    def waiting(self) -> "RegistrationQuerySet":
        """On the waiting list, in its order."""
        return self.filter(state="waiting").order_by("position")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Notes of who was there."""

    def standing(self) -> "AttendanceQuerySet":
        """Not taken back."""
        return self.filter(removed_at__isnull=True)


class StallApplicationQuerySet(models.QuerySet["StallApplication"]):
    """Applications for stalls."""

    def of_user(self, user: User) -> "StallApplicationQuerySet":
        """Those of the person's own businesses."""
        return self.filter(business__owner__user=user)

    def standing(self) -> "StallApplicationQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def in_order(self) -> "StallApplicationQuerySet":
        """Those with a place, the first place first."""
        return self.filter(place__isnull=False).order_by("place")

    def with_stall(self) -> "StallApplicationQuerySet":
        """Those of announced lists that have one of the stalls."""
        return self.filter(call__published_at__isnull=False, place__lte=models.F("call__stalls"))


def next_month(first: date) -> date:
    """The first day of the month after the one the day is in."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
