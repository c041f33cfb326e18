"""Writes again what lists and search show of every published work."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from artisans.models import Business
from products.publication import refresh_works_of
from products.search_log import forget


class Command(BaseCommand):
    """To be run each night, and after names, villages or words of the vocabulary changed."""

    help = (
        "Brings the catalogue up to date with the registry and forgets old searches without hits."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction for each business, so that nobody waits for the whole."""
        number = 0
        for business in Business.objects.filter(
            products__published_version__isnull=False
        ).distinct():
            with transaction.atomic():
                number += refresh_works_of(business)
        forget(on=timezone.localdate())
        self.stdout.write(f"{number} karya diperbarui.")
