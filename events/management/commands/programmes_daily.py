"""What time alone brings about in the programmes; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dekranasda.lib import clock
from events.cooperation import remind
from events.delegations import forget_contacts
from events.registration import end_all_offers, stop_telling_of_the_past


class Command(BaseCommand):
    """Forgets contacts and ends offers whose time is over; reminds of agreements and promises."""

    help = (
        "Forget outdated contacts, end offers of seats that nobody answered, remind of agreements "
        "and promises. Safe to run often."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each. What is to be forgotten goes first."""
        today = timezone.localdate()
        self.stdout.write(f"{forget_contacts(today)} contacts of delegations forgotten")
        at = clock.now()
        self.stdout.write(f"{end_all_offers(at=at)} offers ended")
        self.stdout.write(f"{stop_telling_of_the_past(at=at)} outdated messages stopped")
        self.stdout.write(f"{remind(today)} reminders written")
