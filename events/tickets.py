"""Tickets: a code that any camera reads, and the address it carries."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from events.models import Registration


def ticket_address(registration: Registration) -> str:
    """The page at the door, where staff note that the participant came."""
    return str(settings.SITE_URL) + reverse("events:check_in", args=[registration.code])


def ticket_code(registration: Registration) -> SafeString:
    """The address as a QR code: inline SVG without scripts or styles, from our own text alone."""
    picture = segno.make(ticket_address(registration), error="q")
    return mark_safe(
        picture.svg_inline(scale=6, border=4, dark="#000", light="#fff", svgclass="ticket__code")
    )
