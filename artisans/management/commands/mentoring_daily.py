"""What time alone brings about in mentoring; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artisans.visit_reminders import remind_of_late_visits


class Command(BaseCommand):
    """Reminds mentors of visits that are late."""

    help = "Remind mentors of late visits, each once. Safe to run as often as wanted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many reminders were written."""
        written = remind_of_late_visits(today=timezone.localdate())
        self.stdout.write(f"{written} reminders written")
