"""What time alone brings about in the registry; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artisans.licence_reminders import remind


class Command(BaseCommand):
    """Writes the reminders of permits that end in 90, 30 or 7 days."""

    help = "Remind owners of permits that end soon. Safe to run as often as wanted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were written."""
        self.stdout.write(f"{remind(timezone.localdate())} reminders written")
