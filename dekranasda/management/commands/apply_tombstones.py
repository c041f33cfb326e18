"""Erases again, after a restore, everybody whose data had been erased before."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from artisans.models import Artisan, Tombstone
from dekranasda.accounts.models import User
from dekranasda.personal_data.erasure import erase
from dekranasda.personal_data.tombstones import restore_from_file, write_file


class Command(BaseCommand):
    help = "Forgets again whom a restored database remembers. Run after every restore."

    def handle(self, **_options: Any) -> None:
        """Reads the tombstones beside the database and erases; may be run any number of times."""
        found = restore_from_file()
        by = User.objects.filter(is_superuser=True).order_by("pk").first()
        if by is None:
            raise CommandError("An administrator is needed in whose name the erasure is noted.")
        subjects = Tombstone.objects.values("subject")
        people = Artisan.objects.filter(uid__in=subjects, erased_at__isnull=True)
        count = 0
        for artisan in people:
            erase(artisan, by=by, at=timezone.now())
            count += 1
        write_file()
        self.stdout.write(f"{found} tombstones restored, {count} people erased again.")
