"""Typed makers of events for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from artisans.models import Business
from dekranasda.accounts.models import User
from events.models import Agreement, Event, FollowUp, Partner, Registration, VisitRequest
from events.registration import register
from tests.factories import make_artisan, make_business, make_user


def make_event(**fields: Any) -> Event:
    """A published training in two weeks, with 2 seats."""
    number = Event.objects.count() + 1
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(days=14)
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


def make_visit_request(**fields: Any) -> VisitRequest:
    """A request of twelve people that waits for an answer."""
    day = timezone.localdate() + timedelta(days=30)
    fields.setdefault("institution", "Dekranasda Contoh")
    fields.setdefault("people", 12)
    fields.setdefault("goals", ["marketing"])
    fields.setdefault("first_choice", day)
    fields.setdefault("second_choice", day + timedelta(days=1))
    fields.setdefault("contact_name", "Bu Contoh")
    fields.setdefault("contact_phone", "+6281230000078")
    fields.setdefault("purpose", "Belajar kurasi.")
    fields.setdefault("made_at", timezone.now())
    fields.setdefault("erase_on", day + timedelta(days=365))
    return VisitRequest.objects.create(**fields)


def make_agreement(**fields: Any) -> Agreement:
    """A signed memorandum that lasts another year."""
    today = timezone.localdate()
    if "partner" not in fields:
        fields["partner"], _is_new = Partner.objects.get_or_create(name="Dekranasda Contoh")
    fields.setdefault("kind", Agreement.Kind.MEMORANDUM)
    fields.setdefault("title", "Kesepakatan Bersama contoh")
    fields.setdefault("number", "119/1/2026")
    fields.setdefault("signed_on", today - timedelta(days=30))
    fields.setdefault("expires_on", today + timedelta(days=365))
    fields.setdefault("signed_by_us", "Ketua Dekranasda")
    fields.setdefault("signed_by_them", "Ketua mitra")
    return Agreement.objects.create(**fields)


def make_promise(**fields: Any) -> FollowUp:
    """A promise of an agreement, due in a month."""
    if "event" not in fields and "agreement" not in fields:
        fields["agreement"] = make_agreement()
    fields.setdefault("goal", "marketing")
    fields.setdefault("promise", "Stan bersama pada pameran akhir tahun")
    fields.setdefault("promised_by", "Sekretariat")
    fields.setdefault("due_on", timezone.localdate() + timedelta(days=30))
    return FollowUp.objects.create(**fields)
