"""Fills the registry and the catalogue with synthetic volume, for measuring."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from artisans.models import Business, RegistryEntry
from artisans.reference import load_reference_data
from dekranasda.demo.volume import add_businesses, add_works
from products.models import Product


class Command(BaseCommand):
    """Deterministic; fills up to the numbers that are asked for, so it can be run again."""

    help = "Fill the database up to N invented businesses and works (marked as examples)."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many there shall be in all."""
        parser.add_argument("--businesses", type=int, default=11_000)
        parser.add_argument("--products", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses where real businesses are on record."""
        if Business.objects.filter(is_demo=False).exists():
            raise CommandError(
                "This database holds real businesses; synthetic ones are only for an empty one."
            )
        load_reference_data()
        started = time.monotonic()
        businesses = add_businesses(options["businesses"])
        try:
            works = add_works(options["products"])
        except LookupError as error:
            raise CommandError("Run seed_demo first: works are copies of the demo's.") from error
        ready = RegistryEntry.objects.filter(level__gte=4).count()
        self.stdout.write(
            f"{businesses} businesses and {works} works added in "
            f"{time.monotonic() - started:.0f} s; now {RegistryEntry.objects.count()} businesses, "
            f"{ready} of them ready, and {Product.objects.count()} works"
        )
