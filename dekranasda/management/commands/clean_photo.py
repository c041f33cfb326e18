"""Cleans one photograph on disk with the same code as every upload."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dekranasda.lib.images import ImageRefused, clean


class Command(BaseCommand):
    """Writes the clean master of IN to OUT, or says on stderr what the maker would read."""

    help = "Cleans the photograph IN and writes the result, a JPEG, to OUT."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN", type=Path)
        parser.add_argument("target", metavar="OUT", type=Path)

    def handle(self, *args: Any, source: Path, target: Path, **options: Any) -> None:
        try:
            raw = source.read_bytes()
        except OSError as error:
            raise CommandError(f"{source}: {error.strerror}") from error
        try:
            photo = clean(raw, name=source.name)
        except ImageRefused as error:
            self.stderr.write(str(error.message))
            sys.exit(1)
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            unfinished.write_bytes(photo.master)
            unfinished.replace(target)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"{target}: {error.strerror}") from error
