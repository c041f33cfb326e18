"""The calendar: months, cards and the file that phones subscribe to."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEntry

from dekranasda.templatetags.portal import rentang, tanggal, translated
from events.models import Event, FollowUp, Registration, Session
from events.querysets import next_month


def parse_month(text: str | None, *, today: date) -> date:
    """The first day of the month in `2026-12`; this month for anything else, or far away."""
    match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text or "")
    return date(int(match[1]), int(match[2]), 1) if match else today.replace(day=1)


def previous_month(first: date) -> date:
    """The first day of the month before."""
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)


def nearest_month(events: QuerySet[Event], first: date) -> date | None:
    """The next month after the given one that has events, or the last one before it."""
    after = timezone.make_aware(datetime.combine(next_month(first), datetime.min.time()))
    later = events.filter(starts_at__gte=after).order_by("starts_at").first()
    nearest = later or events.filter(starts_at__lt=after).order_by("-starts_at").first()
    return timezone.localdate(nearest.starts_at).replace(day=1) if nearest else None


def seats_line(event: Event, *, at: datetime) -> str:
    """How things stand with the seats, in one phrase."""
    if event.state == Event.State.CANCELLED:
        return _("Dibatalkan")
    if event.has_ended(at=at):
        return _("Selesai")
    if event.quota is None:
        is_public = event.kind == Event.Kind.EXHIBITION
        return _("Terbuka untuk umum") if is_public else ""
    if event.by_invitation:
        return _("Dengan undangan")
    if not event.is_open(at=at):
        return _("Pendaftaran ditutup")
    left = event.places_left or 0
    if not left:
        return _("Penuh, daftar tunggu dibuka")
    return _("Sisa %(left)s dari %(quota)s tempat") % {"left": left, "quota": event.quota}


def days_line(event: Event) -> str:
    """The day in words, or the days: Senin, 14 Desember 2026; 20–22 Desember 2026."""
    first, last = timezone.localdate(event.starts_at), timezone.localdate(event.ends_at)
    if first == last:
        return str(tanggal(first, "hari"))
    return str(rentang(first, last))


def hours_line(event: Event) -> str:
    """From when to when: 09.00–12.00 WIB. Of several days, the first hour and the last.

    From midnight to the last minute means that the hours are not known or do not matter.
    """
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    if (start.hour, start.minute, end.hour, end.minute) == (0, 0, 23, 59):
        return _("Sepanjang hari")
    pattern = "H:i" if get_language() == "en" else "H.i"
    return f"{date_format(start, pattern)}–{date_format(end, pattern)} {start.tzname()}"


def card(event: Event, *, at: datetime) -> dict[str, Any]:
    """What `components/event_card.html` takes."""
    is_english = get_language() == "en"
    is_one_day = timezone.localdate(event.starts_at) == timezone.localdate(event.ends_at)
    return {
        "title": (event.title_en if is_english else "") or event.title,
        "url": event.get_absolute_url(),
        "starts_on": event.starts_at,
        "place": event.place,
        "time": hours_line(event) if is_one_day else days_line(event),
        "state": seats_line(event, at=at),
        "kind": event.get_kind_display(),
        "cancelled": event.state == Event.State.CANCELLED,
    }


def next_cards(*, at: datetime, limit: int = 3) -> list[dict[str, Any]]:
    """The next events of the public calendar as cards. One query."""
    events = Event.objects.published().exclude(state=Event.State.CANCELLED).upcoming(at=at)
    return [card(event, at=at) for event in events[:limit]]


def latest_visit(*, at: datetime) -> dict[str, Any] | None:
    """The last visit of another region with the count of promises kept, or None. Two queries."""
    visits = Event.objects.published().filter(kind=Event.Kind.VISIT, state="published")
    visit = visits.past(at=at).first()
    if visit is None:
        return None
    promises = list(
        FollowUp.objects.filter(event=visit, is_public=True).values_list("done_on", flat=True)
    )
    return {
        "title": translated(visit, "title"),
        "url": visit.get_absolute_url(),
        "promised": len(promises),
        "done": sum(done is not None for done in promises),
    }


def outcome(event: Event, *, at: datetime) -> dict[str, int] | None:
    """After an event with seats: how many had one and how many of them came. One query."""
    if event.quota is None or not event.has_ended(at=at) or event.state != Event.State.PUBLISHED:
        return None
    came = Count("pk", filter=Q(state=Registration.State.ATTENDED))
    return event.registrations.seated().aggregate(seated=Count("pk"), came=came)  # type: ignore[attr-defined,no-any-return]


def calendar_file(events: Iterable[Event]) -> bytes:
    """The events as an iCalendar file (RFC 5545): the same rows, the same bytes.

    An event with sessions is one entry for each, so that a phone rings when a session begins and
    the nights between stay free. Times are in the council's zone, which the file describes.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COUNCIL['name']}//Agenda//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{_('Agenda')} {settings.COUNCIL['short_name']}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for event in events:
        parts: list[Session | None] = list(event.sessions.all())
        for part in parts or [None]:
            calendar.add_component(_entry(event, part))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(event: Event, session: Session | None) -> CalendarEntry:
    """The entry of an event, or of one of its sessions."""
    zone = ZoneInfo(settings.TIME_ZONE)
    host = urlsplit(settings.SITE_URL).hostname
    title, when = translated(event, "title"), session or event
    entry = CalendarEntry()
    entry.add("uid", f"{event.slug}{f'-{session.pk}' if session else ''}@{host}")
    entry.add("dtstamp", event.revised_at.replace(microsecond=0))
    entry.add("last-modified", event.revised_at.replace(microsecond=0))
    entry.add("sequence", event.revision)
    entry.add("dtstart", when.starts_at.astimezone(zone))
    entry.add("dtend", when.ends_at.astimezone(zone))
    entry.add("summary", f"{title}: {session.title}" if session else title)
    entry.add("description", translated(event, "summary"))
    entry.add("location", event.place)
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    is_cancelled = event.state == Event.State.CANCELLED
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return entry
