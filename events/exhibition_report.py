"""What an exhibition brought (report R11 of the council): makers, first-timers, sales, buyers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from events import rotation
from events.models import Event, Exhibit, StallApplication, StandSale

# A total of fewer makers than this would tell the figures of one of them to the others.
LEAST_MAKERS = 3


@dataclass(frozen=True)
class Report:
    """The figures of one exhibition. Money in whole rupiah."""

    makers: int
    first_timers: int
    works: int
    pieces: int
    sold: int
    sales_idr: int
    orders: int
    orders_idr: int
    buyers: int
    selling_makers: int
    cost_idr: int | None
    stalls: int
    again: int

    @property
    def first_timers_share(self) -> int | None:
        """Makers who were at no exhibition before, in per cent."""
        return round(100 * self.first_timers / self.makers) if self.makers else None

    @property
    def again_share(self) -> int | None:
        """Stalls that went to who had one in the twelve months before, in per cent."""
        return round(100 * self.again / self.stalls) if self.stalls else None

    @property
    def sales_per_maker_idr(self) -> int | None:
        """Sales over makers."""
        return round(self.sales_idr / self.makers) if self.makers else None

    @property
    def cost_share(self) -> int | None:
        """The cost in per cent of the sales."""
        if self.cost_idr is None or not self.sales_idr:
            return None
        return round(100 * self.cost_idr / self.sales_idr)

    @property
    def is_public(self) -> bool:
        """Whether the totals may stand on the public page: no maker can be counted out of them."""
        return self.selling_makers >= LEAST_MAKERS


def report(event: Event) -> Report:
    """The figures as they stand now; six queries."""
    makers: set[Any] = set(event.exhibits.values_list("product__business", flat=True))
    sales = StandSale.objects.standing().filter(exhibit__event=event)
    sale, order = Q(kind=StandSale.Kind.SALE), Q(kind=StandSale.Kind.ORDER)
    amount = F("pieces") * F("price_idr")
    sums = sales.aggregate(
        sold=Sum("pieces", filter=sale),
        sales_idr=Sum(amount, filter=sale),
        orders=Count("pk", filter=order),
        orders_idr=Sum(amount, filter=order),
        buyers=Count("pk", filter=Q(same_buyer=False)),
        selling_makers=Count("exhibit__product__business", distinct=True, filter=sale),
    )
    brought = event.exhibits.aggregate(works=Count("pk"), pieces=Sum("quantity"))
    again, stalls = _same_faces(event)
    return Report(
        makers=len(makers),
        first_timers=len(makers - _seen_before(event, makers)),
        works=brought["works"],
        pieces=brought["pieces"] or 0,
        sold=sums["sold"] or 0,
        sales_idr=sums["sales_idr"] or 0,
        orders=sums["orders"],
        orders_idr=sums["orders_idr"] or 0,
        buyers=sums["buyers"],
        selling_makers=sums["selling_makers"],
        cost_idr=event.cost_idr,
        stalls=stalls,
        again=again,
    )


def _seen_before(event: Event, makers: Iterable[Any]) -> set[Any]:
    """Those of the makers who showed a work, or had a stall, at an earlier exhibition."""
    shown = Exhibit.objects.filter(
        product__business__in=makers,
        event__starts_at__lt=event.starts_at,
        event__state=Event.State.PUBLISHED,
    )
    given = StallApplication.objects.with_stall().filter(
        business__in=makers, call__event__starts_at__lt=event.starts_at
    )
    return {
        *shown.values_list("product__business", flat=True),
        *given.values_list("business", flat=True),
    }


def _same_faces(event: Event) -> tuple[int, int]:
    """Of the exhibition's stalls: how many went to the same faces, and how many there are."""
    day = timezone.localdate(event.starts_at)
    here: set[Any] = set(
        StallApplication.objects.with_stall()
        .filter(call__event=event)
        .values_list("business", flat=True)
    )
    if not here:
        return 0, 0
    earlier: list[tuple[Any, date]] = [
        (business, timezone.localdate(moment))
        for business, moment in StallApplication.objects.with_stall()
        .filter(business__in=here, call__event__starts_at__lt=event.starts_at)
        .values_list("business", "call__event__starts_at")
    ]
    before, _count = rotation.same_faces(earlier)
    with_this, _count = rotation.same_faces([*earlier, *((one, day) for one in here)])
    return with_this - before, len(here)


def shown_at(event: Event, *, at: datetime) -> dict[str, Any]:
    """What the public page of an exhibition shows: its works, and afterwards the results.

    Results are totals, and only where no maker can be counted out of them; nothing for other
    kinds of events.
    """
    if event.kind != Event.Kind.EXHIBITION:
        return {}
    works = Exhibit.objects.filter(event=event).on_show().select_related("product__district")
    figures = report(event) if event.has_ended(at=at) else None
    return {
        "exhibits": works.order_by("product__name", "pk"),
        "results": figures if figures and figures.is_public else None,
    }
