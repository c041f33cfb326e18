"""Typed makers of events for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from artisans.models import Business
from dekranasda.accounts.models import User
from events.models import Event, Registration
from events.registration import register
from tests.factories import make_artisan, make_business, make_user


def make_event(**fields: Any) -> Event:
    """A published training in two weeks, with 2 seats."""
    number = Event.objects.count() + 1
    start = timezone.now().replace(microsecond=0) + timedelta(days=14)
    fields.setdefault("kind", Event.Kind.TRAINING)
    fields.setdefault("title", f"Kelas kemasan {number}")
    fields.setdefault("slug", f"kelas-kemasan-{number}")
    fields.setdefault("starts_at", start)
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=6))
    fields.setdefault("place", "Galeri Dekranasda")
    fields.setdefault("quota", 2)
    fields.setdefault("state", Event.State.PUBLISHED)
    crafts = fields.pop("crafts", [])
    mentors = fields.pop("mentors", [])
    event = Event.objects.create(**fields)
    event.crafts.set(crafts)
    event.mentors.set(mentors)
    return event


def make_member(**fields: Any) -> Business:
    """A business whose owner has an account."""
    owner = make_artisan(user=make_user())
    return make_business(owner=owner, **fields)


def join(event: Event, business: Business | None = None, by: User | None = None) -> Registration:
    """A registration by the usual road."""
    business = business or make_member()
    return register(event, business, by=by or business.owner.user or make_user())
