"""The clock of curation: the database's, and the ends of its days."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dekranasda.lib.clock import fixed_at, now

__all__ = ["end_of_day_after", "fixed_at", "midnight_before", "now"]


def end_of_day_after(moment: datetime, *, days: int) -> datetime:
    """The midnight that ends the day so many days later, in the council's time zone."""
    return midnight_before(timezone.localdate(moment) + timedelta(days=days + 1))


def midnight_before(day: date) -> datetime:
    """The first moment of the day in the council's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
