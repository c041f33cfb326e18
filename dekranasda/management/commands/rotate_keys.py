"""Writes every encrypted number again under the newest key of the key file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dekranasda.personal_data.rotation import BATCH, rotate


class Command(BaseCommand):
    help = "Add a new key at the end of the key file first. May be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many rows are written in one transaction."""
        parser.add_argument("--batch", type=int, default=BATCH)

    def handle(self, *, batch: int, **_options: Any) -> None:
        """Rewrites everything. Raises CommandError where rows cannot be read."""
        unreadable = rotate(
            batch=batch, report=lambda place, count: self.stdout.write(f"{place}: {count}")
        )
        if unreadable:
            raise CommandError("No key reads these rows: " + ", ".join(unreadable[:50]))
        self.stdout.write("Everything is under the newest key; older ones may leave the file.")
