"""How often works and makers are looked at: a number for each page and day, nothing of who looked.

The page's own script tells it, so that pages kept for everybody count too and machines that read
the pages do not. Hidden pages and unknown addresses count nothing, and nobody is told which.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from artisans.models import Artisan
from products.models import Enquiry, MakerViews, Product, WorkViews

TOLD_DAYS = 30


def note_work(code: str, *, on: date) -> None:
    """Counts one look at the page of a work that has one. One statement."""
    _note(
        """
        INSERT INTO products_workviews (product_id, day, number)
        SELECT work.id, %(day)s, 1 FROM products_product AS work
        JOIN artisans_business AS business ON business.id = work.business_id
        WHERE work.code = %(key)s AND work.state IN ('published', 'expired')
        AND business.is_public AND business.state = 'active'
        ON CONFLICT (product_id, day) DO UPDATE SET number = products_workviews.number + 1
        """,
        key=code.upper(),
        day=on,
    )


def note_maker(slug: str, *, on: date) -> None:
    """Counts one look at the page of a maker who has one. One statement."""
    _note(
        """
        INSERT INTO products_makerviews (artisan_id, day, number)
        SELECT maker.id, %(day)s, 1 FROM artisans_artisan AS maker
        WHERE maker.slug = %(key)s AND EXISTS (
            SELECT FROM artisans_business AS business
            WHERE business.owner_id = maker.id
            AND business.is_public AND business.state = 'active'
        )
        ON CONFLICT (artisan_id, day) DO UPDATE SET number = products_makerviews.number + 1
        """,
        key=slug,
        day=on,
    )


def _note(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@dataclass(frozen=True)
class Attention:
    """What came of pages in the last `TOLD_DAYS` days: looks, and taps that opened WhatsApp."""

    seen: int
    asked: int

    def __bool__(self) -> bool:
        return bool(self.seen or self.asked)


def attention_to(works: QuerySet[Product], *, on: date, maker: Artisan | None = None) -> Attention:
    """How often these works (and the page of their maker) were looked at and asked about.

    Two queries, one more for a maker.
    """
    first = on - timedelta(days=TOLD_DAYS - 1)
    seen = _sum(WorkViews.objects.filter(product__in=works, day__gte=first))
    if maker is not None:
        seen += _sum(MakerViews.objects.filter(artisan=maker, day__gte=first))
    since = timezone.make_aware(datetime.combine(first, time.min))
    asked = Enquiry.objects.filter(product__in=works, asked_at__gte=since)
    return Attention(seen, asked.count())


def _sum(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(total=Sum("number"))["total"] or 0)


def seen_lately(*, on: date, product: str = "pk") -> Coalesce:
    """The looks at a work in the last `TOLD_DAYS` days, to annotate a query of works with."""
    rows = (
        WorkViews.objects.filter(product=OuterRef(product), day__gt=on - timedelta(days=TOLD_DAYS))
        .order_by()
        .values("product")
        .annotate(total=Sum("number"))
        .values("total")
    )
    return Coalesce(Subquery(rows), 0)
