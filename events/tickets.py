"""Tickets: a code that any camera reads, and the address it carries."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import jam, tanggal, translated
from events.models import Registration


def ticket_address(registration: Registration) -> str:
    """The page at the door, where staff note that the participant came."""
    return str(settings.SITE_URL) + reverse("events:check_in", args=[registration.code])


def ticket_code(registration: Registration) -> str:
    """The address as a QR code, in a form that an image takes as its source."""
    picture = segno.make(ticket_address(registration), error="q")
    return str(picture.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"))


def share_text(registration: Registration) -> str:
    """What the artisan sends to the family or the group: what, when, where; never the code."""
    event = registration.event
    return _("Saya ikut %(title)s\n%(day)s, pukul %(hour)s\n%(place)s\n%(address)s") % {
        "title": translated(event, "title"),
        "day": tanggal(event.starts_at, "hari"),
        "hour": jam(event.starts_at),
        "place": event.place,
        "address": settings.SITE_URL + event.get_absolute_url(),
    }
