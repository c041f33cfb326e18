"""The days of the demo council: hours in its zone, the calendars of its rounds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def moment(day: date, hour: int = 10) -> datetime:
    """The hour of the day in the council's zone."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@dataclass(frozen=True)
class Calendar:
    """The days of one round."""

    number: int
    slug: str
    title: str
    title_en: str
    opens: date
    closes: date
    review_due: date
    meets: date
    releases: date


def calendars(today: date) -> list[Calendar]:
    """Two rounds of the past, and one that opened a month ago and is open for another."""
    past = [
        Calendar(
            1,
            "2025-2",
            "Kurasi 2025 gelombang II",
            "Curation 2025, second round",
            date(2025, 9, 1),
            date(2025, 9, 30),
            date(2025, 10, 20),
            date(2025, 10, 27),
            date(2025, 11, 3),
        ),
        Calendar(
            2,
            "2026-1",
            "Kurasi 2026 gelombang I",
            "Curation 2026, first round",
            date(2026, 3, 2),
            date(2026, 3, 31),
            date(2026, 4, 20),
            date(2026, 4, 27),
            date(2026, 5, 4),
        ),
    ]
    now = Calendar(
        3,
        "2026-2",
        "Kurasi 2026 gelombang II",
        "Curation 2026, second round",
        today - timedelta(days=30),
        today + timedelta(days=30),
        today + timedelta(days=45),
        today + timedelta(days=52),
        today + timedelta(days=59),
    )
    return [*past, now]
