"""An event for machines (schema.org)."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from dekranasda.lib import schema_org
from dekranasda.templatetags.portal import translated
from events.models import Event

KINDS = {
    Event.Kind.TRAINING: "EducationEvent",
    Event.Kind.EXHIBITION: "ExhibitionEvent",
    Event.Kind.VISIT: "BusinessEvent",
    Event.Kind.MEETING: "BusinessEvent",
}


def event_data(event: Event) -> dict[str, object]:
    """When and where the event is, who holds it, and whether it was called off."""
    zone = ZoneInfo(settings.TIME_ZONE)
    district = event.district.name if event.district else ""
    before = event.before_move
    is_elsewhen = before is not None and before.starts_at != event.starts_at
    status = "EventRescheduled" if is_elsewhen else "EventScheduled"
    if event.state == Event.State.CANCELLED:
        status = "EventCancelled"
    organiser = schema_org.council()
    if event.organiser:
        organiser = {"@type": "Organization", "name": event.organiser}
    picture = reverse("share_picture", args=["acara", event.slug])
    data: dict[str, object] = {
        "@context": schema_org.CONTEXT,
        "@type": KINDS[Event.Kind(event.kind)],
        "name": translated(event, "title"),
        "description": translated(event, "summary") or translated(event, "title"),
        "url": schema_org.absolute(event.get_absolute_url()),
        "image": [schema_org.absolute(picture)],
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": schema_org.place(event.place, district=district),
        "organizer": organiser,
    }
    if before and is_elsewhen:
        data["previousStartDate"] = before.starts_at.astimezone(zone).isoformat()
    if event.quota:
        data["maximumAttendeeCapacity"] = event.quota
    return data
