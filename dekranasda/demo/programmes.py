"""The demo council's programmes: a calendar of trainings, exhibitions, visits and meetings."""

from datetime import date, timedelta
from typing import Any

import typst
from django.utils import timezone

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.demo.days import moment
from dekranasda.demo.sources import read
from dekranasda.lib import clock
from events.attendance import mark_attended
from events.certificates import issue_certificates
from events.defaults import record_jepara_visit
from events.documents import add_document
from events.eligibility import eligible
from events.models import (
    Event,
    EventDocument,
    Exhibit,
    Registration,
    RotationRule,
    StallApplication,
    StallCall,
)
from events.registration import accept, cancel, cancel_event, register
from events.selection import draw
from events.stalls import apply, compute
from events.stalls import publish as announce
from products.models import Product

# What an entry may leave out, with what stands then.
WORDS = (
    "slug", "kind", "title", "title_en", "summary", "summary_en", "description", "description_en",
    "bring", "bring_en", "place", "organiser", "topic", "minimum_grade", "activity_code", "report",
    "report_en", "source",
)  # fmt: skip
FACTS = (
    "quota", "cost_idr", "minimum_readiness", "offer_hours", "by_invitation", "once_a_year",
    "least_attendance_percent",
)  # fmt: skip
SUNDAY = 6
WORKSHEET = b"""
#set page(paper: "a4", margin: 2.5cm)
#set text(lang: "id")
= Lembar kerja menghitung harga
#table(columns: (2fr, 1fr, 1fr), [*Yang dihitung*], [*Jumlah*], [*Rupiah*],
  [Bahan utama], [], [], [Bahan bantu], [], [], [Jam kerja], [], [],
  [Listrik dan alat], [], [], [Kemasan], [], [], [*Biaya satu karya*], [], [],
  [Untung bagi perajin], [], [], [Untung bagi penjual (30 persen)], [], [],
  [*Harga jual*], [], [])
"""


def seed_programmes(users: dict[str, User], makers: dict[str, Business], today: date) -> None:
    """Creates the demo's events once, with who registered, who came and what was shown."""
    record_jepara_visit()
    for entry in read("events"):
        if Event.objects.filter(slug=entry["slug"]).exists():
            continue
        event = _event(entry, today, users)
        _sessions(event, entry)
        _participants(event, entry, users["sekretariat"], makers)
        _stalls(event, entry, users, makers)
        _exhibits(event, entry)
        _answers(event, entry, users["sekretariat"])


def _event(entry: dict[str, Any], today: date, users: dict[str, User]) -> Event:
    day = entry.get("on") or today + timedelta(days=entry["day"])
    if "on" not in entry and day.weekday() == SUNDAY and entry["kind"] != Event.Kind.EXHIBITION:
        day += timedelta(days=1)
    starts_at = moment(day, entry["start"])
    event = Event.objects.create(
        **{name: entry[name] for name in (*WORDS, *FACTS) if name in entry},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=entry["hours"]),
        district_id=entry.get("district"),
        budget_year=day.year,
        state=Event.State.PUBLISHED,
        is_demo=True,
    )
    event.crafts.set(entry.get("crafts", []))
    event.districts.set(entry.get("districts", []))
    if event.kind == Event.Kind.TRAINING:
        event.mentors.add(users["pendamping"])
    if title := entry.get("paper"):
        paper = EventDocument(title=title)
        raw = typst.compile(WORKSHEET, format="pdf", ignore_system_fonts=True)
        add_document(event, paper, raw=raw, name="", by=users["sekretariat"])
    return event


def _sessions(event: Event, entry: dict[str, Any]) -> None:
    first = timezone.localdate(event.starts_at)
    for part in entry.get("sessions", []):
        starts_at = moment(first + timedelta(days=part.get("day", 0)), part["start"])
        event.sessions.create(
            title=part["title"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=part["hours"]),
            teacher=part["teacher"],
        )


def _participants(
    event: Event, entry: dict[str, Any], staff: User, makers: dict[str, Business]
) -> None:
    """Makers that may come register; of a past event some were there."""
    if not entry.get("fill"):
        return
    able = set(eligible(event).values_list("pk", flat=True))
    wanted = [one for one in makers.values() if one.pk in able][entry.get("skip", 0) :]
    if first_to_wait := makers.get(entry.get("offer_to", "")):
        wanted.remove(first_to_wait)
        wanted.insert(event.quota or 0, first_to_wait)
    asked_at = min(event.starts_at, clock.now()) - timedelta(days=10)
    with clock.fixed_at(asked_at):
        registrations = [
            register(event, one, by=one.owner.user or staff, is_invited=event.by_invitation)
            for one in wanted[: entry["fill"]]
        ]
    came = registrations[: entry.get("attended", 0)]
    for registration in came:
        for part in event.sessions.all() or [None]:
            at = (part or event).starts_at + timedelta(minutes=10)
            mark_attended(registration, session=part, by=staff, at=at)
    if came and event.kind == Event.Kind.TRAINING:
        issue_certificates(event, by=staff, on=timezone.localdate(event.ends_at))


def _answers(event: Event, entry: dict[str, Any], staff: User) -> None:
    """What happened since: a seat given back and offered on, invitations, a day called off."""
    if entry.get("cancel_first"):
        first = event.registrations.seated().order_by("registered_at").first()  # type: ignore[attr-defined]
        cancel(first)
    if wanted := entry.get("invite"):
        answer_by = clock.now() + timedelta(days=4)
        drawing = draw(event, wanted=wanted, answer_by=answer_by, by=staff, seed="contoh")
        asked = list(drawing.registrations.order_by("pk"))
        for registration in asked[:2]:
            accept(registration)
        for registration in asked[2:3]:
            cancel(registration, cause=Registration.Cause.DECLINED)
    if reason := entry.get("cancel"):
        with clock.fixed_at(event.starts_at - timedelta(days=2)):
            cancel_event(event, reason=reason)


def _exhibits(event: Event, entry: dict[str, Any]) -> None:
    """One work that passed of each business, those with a stall first."""
    given = StallApplication.objects.with_stall().filter(call__event=event)
    with_stall: set[Any] = set(given.values_list("business", flat=True))
    works = Product.objects.published().order_by("-published_at", "-pk")
    firsts = {work.business_id: work for work in works}
    chosen = sorted(firsts.values(), key=lambda work: (work.business_id not in with_stall, work.pk))
    for place, product in enumerate(chosen[: entry.get("exhibits", 0)]):
        Exhibit.objects.create(
            event=event,
            product=product,
            stand=f"A{place + 1}",
            quantity=10,
            price_idr=product.price_idr,
        )


def _stalls(
    event: Event, entry: dict[str, Any], users: dict[str, User], makers: dict[str, Business]
) -> None:
    """A call for stalls by the usual formula; of an earlier exhibition the list is announced."""
    wanted = entry.get("stalls")
    if not wanted:
        return
    rule, _is_new = RotationRule.objects.get_or_create(name="Rumus rotasi 2026")
    closes_at = event.starts_at - timedelta(days=10)
    call = StallCall.objects.create(event=event, rule=rule, stalls=wanted, closes_at=closes_at)
    works = Product.objects.published().filter(grade__in=["A", "B"])
    graded: set[Any] = set(works.values_list("business", flat=True))
    able = [business for business in makers.values() if business.pk in graded]
    if is_asked_now := closes_at > clock.now():
        able = able[: wanted // 2]
    for number, business in enumerate(able):
        moment = min(closes_at, clock.now()) - timedelta(days=3, hours=-number)
        with clock.fixed_at(moment):
            apply(call, business, pieces=12 + number, has_disability=False, by=users["sekretariat"])
    if is_asked_now:
        return
    with clock.fixed_at(closes_at + timedelta(hours=3)):
        compute(call, by=users["sekretariat"])
        announce(call, by=users["pimpinan"])
