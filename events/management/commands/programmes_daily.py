"""What time alone brings about in the programmes; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events.cooperation import remind
from events.delegations import forget_contacts


class Command(BaseCommand):
    """Forgets contacts of delegations whose time is over; reminds of agreements and promises."""

    help = "Forget outdated contacts, remind of agreements and promises. Safe to run often."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each. What is to be forgotten goes first."""
        today = timezone.localdate()
        self.stdout.write(f"{forget_contacts(today)} contacts of delegations forgotten")
        self.stdout.write(f"{remind(today)} reminders written")
