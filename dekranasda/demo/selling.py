"""What demo works sold: an exhibition that is over, one that runs, and three outlets.

By the real functions; every figure is invented.
"""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from dekranasda.accounts.models import User
from dekranasda.lib import clock
from events import exhibits, outlets, stand_sales
from events.exhibits import Line
from events.models import Event, Exhibit, Outlet, Placement, StandSale
from products.models import Product

OUTLETS: tuple[dict[str, Any], ...] = (
    {
        "name": "Galeri Dekranasda Bojonegoro (contoh)",
        "kind": Outlet.Kind.GALLERY,
        "address": "Jalan Mas Tumapel 1, Bojonegoro",
        "district_id": "35.22.15",
        "commission_percent": 10,
        "terms": "Dibayar tanggal 5 bulan berikutnya. Titip paling lama enam bulan.",
        "is_public": True,
    },
    {
        "name": "Hotel Alas Jati (contoh)",
        "kind": Outlet.Kind.HOTEL,
        "address": "Jalan Veteran 12, Bojonegoro",
        "district_id": "35.22.15",
        "commission_percent": 15,
        "terms": "Etalase di lobi; kerusakan ditanggung hotel.",
        "is_public": True,
    },
    {
        "name": "Toko oleh-oleh Kayangan (contoh)",
        "kind": Outlet.Kind.SHOP,
        "address": "Jalan Rajekwesi 40, Bojonegoro",
        "district_id": "35.22.15",
        "commission_percent": 20,
        "terms": "Beli putus untuk karya di bawah Rp100.000.",
    },
)


OVER = ("inacraft-2026", "pasar-kriya-hari-jadi")


def seed_selling(users: dict[str, User], today: date) -> None:
    """Sales and the return of the exhibition that is over, and the outlets, once."""
    if StandSale.objects.exists() or Outlet.objects.exists():
        return
    staff = users["sekretariat"]
    for event in Event.objects.filter(slug__in=OVER):
        _exhibition(event, staff)
    _outlets(staff, today)


def _exhibition(event: Event, staff: User) -> None:
    """Handed over, sold over its days, counted back: one work broken, one piece unaccounted for."""
    first_day = timezone.localdate(event.starts_at)
    groups = exhibits.by_business(event)
    for group in groups:
        with clock.fixed_at(event.starts_at - timedelta(days=1)):
            exhibits.hand_over(
                event,
                group.business,
                [Line(one.pk, quantity=one.quantity, condition="Baik") for one in group.exhibits],
                on=first_day - timedelta(days=1),
                handed_by=group.business.owner.name,
                note="",
                by=staff,
            )
    rows = list(exhibits.listed(event))
    for place, exhibit in enumerate(rows):
        _sales(exhibit, 2 + place, event.starts_at, staff)
    for place, group in enumerate(exhibits.by_business(event)):
        note = group.consignment
        if note is None:
            continue
        lines = []
        for one in group.exhibits:
            damaged, missing = int(place == 0), int(place == 1)
            back = one.left - damaged - missing - int(place == 2)
            lines.append(Line(one.pk, returned=back, damaged=damaged, missing=missing))
        exhibits.take_back(
            note,
            lines,
            on=timezone.localdate(event.ends_at) + timedelta(days=2),
            returned_to=group.business.owner.name,
            by=staff,
        )


def _sales(exhibit: Exhibit, count: int, starts_at: datetime, staff: User) -> None:
    for number in range(count):
        moment = starts_at + timedelta(hours=2 + 7 * number, minutes=11 * number)
        stand_sales.record(
            exhibit,
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"contoh-{exhibit.pk}-{number}"),
            kind="order" if number % 4 == 3 else "sale",  # noqa: PLR2004 every fourth
            pieces=1,
            price_idr=exhibit.price_idr or 100_000,
            same_buyer=number % 5 == 4,  # noqa: PLR2004 every fifth
            sold_at=moment,
            by=staff,
            at=moment + timedelta(minutes=1),
        )


def _outlets(staff: User, today: date) -> None:
    """Three outlets with works of several makers, and what two months sold."""
    works = list(Product.objects.published().order_by("published_at", "pk")[:12])
    this_month = today.replace(day=1)
    months = [(this_month - timedelta(days=back)).replace(day=1) for back in (1, 35)]
    for place, fields in enumerate(OUTLETS):
        outlet = Outlet.objects.create(**fields)
        chosen = works[place::3]
        rows = [
            Placement.objects.create(
                outlet=outlet,
                product=work,
                quantity=8,
                price_idr=work.price_idr,
                placed_on=months[1],
                is_public=place == 0,
            )
            for work in chosen
        ]
        for month in months:
            sales = {
                row.pk: (pieces, pieces * (row.price_idr or 0)) for pieces, row in enumerate(rows)
            }
            outlets.record_month(outlet, month, sales, by=staff)
        if place == 0 and rows:
            outlets.bring_back(rows[0], pieces=2, on=today, ends=False)
