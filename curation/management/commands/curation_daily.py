"""What time alone brings about in curation; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from curation import clock
from curation.meetings import close_forgotten
from curation.submissions import lapse_overdue


class Command(BaseCommand):
    """Closes submissions whose makers did not answer in time, and meetings left open overnight."""

    help = "Close overdue submissions and forgotten meetings. Safe to run as often as wanted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were closed."""
        today = timezone.localdate(clock.now())
        self.stdout.write(f"{close_forgotten(on=today)} meetings closed")
        self.stdout.write(f"{lapse_overdue()} submissions closed")
