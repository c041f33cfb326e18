"""What time alone brings about in curation; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from curation import clock
from curation.complaints import forget_contacts
from curation.expiry import expire_overdue, remind
from curation.meetings import close_forgotten
from curation.submissions import lapse_overdue


class Command(BaseCommand):
    """Closes what was left open, ends curations past their day, tells of those that end soon."""

    help = (
        "Close what is overdue, end and announce ends of curations. Safe to run as often as wanted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each."""
        today = timezone.localdate(clock.now())
        self.stdout.write(f"{close_forgotten(on=today)} meetings closed")
        self.stdout.write(f"{lapse_overdue()} submissions closed")
        self.stdout.write(f"{expire_overdue(today)} curations over, {remind(today)} told ahead")
        self.stdout.write(f"{forget_contacts()} contacts of complaints forgotten")
