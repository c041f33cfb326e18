"""The demo council's programmes: a calendar of trainings, exhibitions, visits and meetings."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.demo.sources import read
from dekranasda.lib import clock
from events.attendance import mark_attended
from events.certificates import issue_certificates
from events.defaults import record_jepara_visit
from events.models import Event, Exhibit, RotationRule, StallCall
from events.registration import register
from events.stalls import apply, compute
from events.stalls import publish as announce
from products.models import Product


def seed_programmes(users: dict[str, User], makers: dict[str, Business], today: date) -> None:
    """Creates the demo's events once, with who registered, who came and what was shown."""
    record_jepara_visit()
    for entry in read("events"):
        if Event.objects.filter(slug=entry["slug"]).exists():
            continue
        event = _event(entry, today, users)
        _participants(event, entry, users["sekretariat"], makers)
        _exhibits(event, entry)
        _stalls(event, entry, users, makers)


def _event(entry: dict[str, Any], today: date, users: dict[str, User]) -> Event:
    day = entry.get("on") or today + timedelta(days=entry["day"])
    starts_at = datetime.combine(day, time(entry["start"]), tzinfo=UTC) - timedelta(hours=7)
    event = Event.objects.create(
        **{
            name: entry.get(name, "")
            for name in (
                "slug",
                "kind",
                "title",
                "title_en",
                "summary",
                "summary_en",
                "description",
                "description_en",
                "place",
                "organiser",
                "topic",
                "report",
                "report_en",
                "source",
            )
        },
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=entry["hours"]),
        district_id=entry.get("district"),
        quota=entry.get("quota"),
        budget_year=day.year,
        state=Event.State.PUBLISHED,
        is_demo=True,
    )
    event.crafts.set(entry.get("crafts", []))
    if event.kind == Event.Kind.TRAINING:
        event.mentors.add(users["pendamping"])
    return event


def _participants(
    event: Event, entry: dict[str, Any], staff: User, makers: dict[str, Business]
) -> None:
    """The first makers that may come register; of a past event some were there."""
    crafts = set(entry.get("crafts", []))
    wanted = [one for one in makers.values() if not crafts or one.craft_id in crafts]
    with clock.fixed_at(event.starts_at - timedelta(days=10)):
        registrations = [register(event, one, by=staff) for one in wanted[: entry.get("fill", 0)]]
    came = registrations[: entry.get("attended", 0)]
    for registration in came:
        mark_attended(registration, by=staff, at=event.starts_at + timedelta(minutes=10))
    if came:
        issue_certificates(event, by=staff, on=event.ends_at.date())


def _exhibits(event: Event, entry: dict[str, Any]) -> None:
    """Works that passed, with invented sales where the exhibition is over."""
    works = Product.objects.published().order_by("published_at", "pk")[: entry.get("exhibits", 0)]
    for place, product in enumerate(works):
        Exhibit.objects.create(
            event=event,
            product=product,
            stand=f"A{place + 1}",
            quantity=10,
            sold_count=3 + place if entry.get("sold") else 0,
            price_idr=product.price_idr,
            order_count=place % 3 if entry.get("sold") else 0,
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
