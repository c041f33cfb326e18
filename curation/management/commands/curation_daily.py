"""What time alone brings about in curation; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from curation import clock, expiry, reminders
from curation.complaints import forget_contacts
from curation.meetings import close_forgotten
from curation.panels import expire_unanswered
from curation.stepping_back import void_late_conflicts
from curation.submissions import lapse_overdue


class Command(BaseCommand):
    """Closes what was left open, finds late conflicts, ends curations, reminds people."""

    help = (
        "Close what is overdue, set aside scores whose curator turned out to be tied to the work, "
        "end and announce ends of curations, remind curators. Safe to run as often as wanted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each."""
        at = clock.now()
        today = timezone.localdate(at)
        self.stdout.write(f"{close_forgotten(on=today)} meetings closed")
        self.stdout.write(f"{lapse_overdue()} submissions closed")
        self.stdout.write(f"{expiry.expire_overdue(today)} curations over")
        self.stdout.write(f"{expiry.remind(today)} told ahead")
        self.stdout.write(f"{forget_contacts()} contacts of complaints forgotten")
        self.stdout.write(f"{expire_unanswered(at)} invitations ended")
        self.stdout.write(f"{void_late_conflicts(at)} assignments voided for a conflict")
        self.stdout.write(f"{reminders.remind(at)} reminders written")
