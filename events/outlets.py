"""Works at outlets: placing them, what was sold in a month, bringing them back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from dekranasda.lib import clock
from events.models import Outlet, OutletMonth, Placement


def record_month(
    outlet: Outlet, month: date, sales: Mapping[int, tuple[int, int]], *, by: User
) -> int:
    """Writes what an outlet sold in the month: (pieces, income) by the key of the placement.

    What was written of the month before is replaced; no pieces take it away. Returns how many
    works sold. Raises ValidationError: «future» for a month that has not begun, «too_many» by the
    names of the works of which more would be sold than were placed.
    """
    if month > clock.now().date():
        raise ValidationError(_("Bulan itu belum mulai."), code="future")
    with transaction.atomic():
        rows = Placement.objects.filter(outlet=outlet, pk__in=sales).select_for_update(of=("self",))
        placements = {row.pk: row for row in rows.select_related("product")}
        for key, (pieces, income) in sales.items():
            if key not in placements:
                continue
            if not pieces:
                OutletMonth.objects.filter(placement=key, month=month).delete()
                continue
            OutletMonth.objects.update_or_create(
                placement=placements[key],
                month=month,
                defaults={
                    "pieces": pieces,
                    "income_idr": income,
                    "recorded_by": by,
                    "recorded_at": clock.now(),
                },
            )
        over = Placement.objects.filter(pk__in=placements).with_sales().select_related("product")
        names = [row.product.name for row in over if row.standing < 0]
        if names:
            raise ValidationError(
                _("Terjual lebih banyak daripada yang dititipkan: %(works)s."),
                code="too_many",
                params={"works": ", ".join(names)},
            )
    return sum(1 for pieces, _income in sales.values() if pieces)


def bring_back(placement: Placement, *, pieces: int, on: date, ends: bool) -> None:
    """Notes that pieces came back; `ends` closes the placement.

    Raises ValidationError: «ended» for a closed one, «too_many» for more than stand there,
    «too_early» before the day they were placed.
    """
    with transaction.atomic():
        Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
        current = Placement.objects.with_sales().get(pk=placement.pk)
        _refuse(current.ended_on is not None, "ended", _("Titipan ini sudah berakhir."))
        _refuse(
            pieces > current.standing,
            "too_many",
            _("Yang masih di sana hanya %(count)s buah.") % {"count": current.standing},
        )
        _refuse(
            on < current.placed_on,
            "too_early",
            _("Barang kembali tidak boleh sebelum dititipkan."),
        )
        changes: dict[str, Any] = {"returned_count": current.returned_count + pieces}
        if ends:
            changes["ended_on"] = on
        Placement.objects.filter(pk=placement.pk).update(**changes)


def monthly(outlet: Outlet) -> list[dict[str, Any]]:
    """Each month's pieces and income of an outlet, the newest first."""
    return list(
        OutletMonth.objects.filter(placement__outlet=outlet)
        .order_by()
        .values("month")
        .annotate(pieces=Sum("pieces"), income_idr=Sum("income_idr"))
        .order_by("-month")
    )


def _refuse(holds: bool, code: str, message: Any) -> None:
    if holds:
        raise ValidationError(message, code=code)
