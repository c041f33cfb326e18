"""What time alone brings about in the registry; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artisans.heritage import watch
from artisans.licence_reminders import remind
from artisans.retention import remove_outdated
from artisans.visit_reminders import remind_of_late_visits


class Command(BaseCommand):
    """Removes files and unstored imports whose time is over; reminds of permits and visits."""

    help = "Remove outdated files, remind of permits and visits. Safe to run as often as wanted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each. The files go first: no fault of a reminder keeps them."""
        removed = remove_outdated(at=timezone.now())
        self.stdout.write(
            f"{removed.unstored} imports that nobody stored, {removed.imports} import files,"
            f" {removed.exports} exports and {removed.strays} files of no record removed"
        )
        today = timezone.localdate()
        written = remind(today) + remind_of_late_visits(today=today)
        self.stdout.write(f"{written} reminders written")
        self.stdout.write(f"{watch(today)} crafts with another level of danger")
