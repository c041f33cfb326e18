"""What time alone brings about in curation; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from curation.submissions import lapse_overdue


class Command(BaseCommand):
    """Closes the submissions whose makers did not answer by their deadline."""

    help = "Close submissions whose deadline passed. Safe to run as often as wanted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were closed."""
        self.stdout.write(f"{lapse_overdue()} submissions closed")
