"""Fills the database with the demo council: people, registry, works, rounds, programmes."""

import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from artisans.models import Business
from dekranasda.demo import (
    afterwards,
    attention,
    cooperation,
    front,
    outcomes,
    people,
    programmes,
    registry,
    rounds,
    selling,
    told,
    works,
)


class Command(BaseCommand):
    """Deterministic and repeatable; refuses where real businesses are on record."""

    help = "Fill the database with the demo council (invented people, marked as examples)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed everything in one transaction."""
        if Business.objects.filter(is_demo=False).exists():
            raise CommandError(
                "This database holds real businesses; the demo council is only for an empty one."
            )
        started = time.monotonic()
        with transaction.atomic():
            users = people.seed_people()
            works.seed_vocabulary()
            centres = registry.seed_centres()
            makers = registry.seed_makers(centres, users["sekretariat"])
            registry.seed_associations(centres, makers)
            registry.seed_figures()
            registry.seed_mentoring(makers, users["pendamping"])
            people.seed_request()
            works.seed_works(makers, users["sekretariat"], datetime(2025, 9, 1, 3, tzinfo=UTC))
            rounds.seed_rounds(users, timezone.localdate())
            programmes.seed_programmes(users, makers, timezone.localdate())
            selling.seed_selling(users, timezone.localdate())
            outcomes.seed_outcomes(users, makers, timezone.localdate())
            cooperation.seed_cooperation(users, timezone.localdate())
            cooperation.seed_heritage(users, makers, centres, timezone.localdate())
            cooperation.seed_closed_plan(users)
            front.seed_front(makers, timezone.localdate())
            afterwards.seed_afterwards(users)
            attention.seed_attention(makers, timezone.localdate())
            told.seed_told(users)
        self.stdout.write(f"Demo council ready in {time.monotonic() - started:.0f} s")
