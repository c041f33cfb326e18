"""One line of «Menunggu saya»."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class QueueItem:
    """One thing that waits: what, since when, by when, and the one button."""

    title: str
    detail: str
    since: datetime | None
    due_on: date
    url: str
    action: str
