"""Which works go to an exhibition, what was handed over for it, and what came back.

Whoever changes counts locks the exhibits first; sales are `stand_sales.py`'s.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from dekranasda.accounts.models import User
from events.models import Consignment, Event, Exhibit, StallApplication
from products.models import Product


def choosable(event: Event, *, name: str = "") -> QuerySet[Product]:
    """Works on show in the catalogue that are not at the exhibition yet.

    Those of the businesses with a stall; with a name, whatever work or maker bears it.
    """
    works = Product.objects.published().exclude(pk__in=event.exhibits.values("product"))
    if name:
        return named(works, name)
    businesses = StallApplication.objects.with_stall().filter(call__event=event)
    return works.filter(business__in=businesses.values("business")).order_by(
        "business__name", "name", "pk"
    )


def named(works: QuerySet[Product], name: str) -> QuerySet[Product]:
    """Those of the works whose name, code, maker or business holds the text."""
    found = Q(name__icontains=name) | Q(maker_name__icontains=name) | Q(code__iexact=name)
    return works.filter(found | Q(business__name__icontains=name)).order_by("name", "pk")


def choose(event: Event, quantities: Mapping[int, int]) -> int:
    """Puts works with how many pieces of each come on the list; how many are new.

    Price and stand are taken from the work and its business's stall; a work that is on the list
    already, or may not be shown, is left out.
    """
    stands: dict[Any, str] = dict(
        StallApplication.objects.with_stall()
        .filter(call__event=event)
        .values_list("business", "stand")
    )
    works = Product.objects.published().filter(pk__in=quantities)
    before = event.exhibits.count()
    Exhibit.objects.bulk_create(
        (
            Exhibit(
                event=event,
                product=work,
                quantity=quantities[work.pk],
                price_idr=work.price_idr,
                stand=stands.get(work.business_id, ""),
            )
            for work in works
        ),
        ignore_conflicts=True,
    )
    return event.exhibits.count() - before


def remove(exhibit: Exhibit) -> None:
    """Takes a work off the list. Raises ValidationError: «sold», «handed»."""
    with transaction.atomic():
        exhibit = Exhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
        _refuse(
            exhibit.sales.exists(),
            "sold",
            _("Karya ini sudah punya catatan penjualan, jadi tetap ada di daftar."),
        )
        _refuse(
            note_of(exhibit) is not None,
            "handed",
            _("Karya ini sudah tertulis di surat titip, jadi tetap ada di daftar."),
        )
        exhibit.delete()


def note_of(exhibit: Exhibit) -> Consignment | None:
    """The note on which the work was handed over; None before that."""
    business = exhibit.product.business_id
    return Consignment.objects.filter(event=exhibit.event_id, business=business).first()


@dataclass(frozen=True)
class Line:
    """One work of a note: what went, or what came back."""

    exhibit: int
    quantity: int = 0
    condition: str = ""
    returned: int = 0
    damaged: int = 0
    missing: int = 0
    note: str = ""


def hand_over(
    event: Event,
    business: Business,
    lines: Iterable[Line],
    *,
    on: date,
    handed_by: str,
    note: str,
    by: User,
) -> Consignment:
    """The note of what a business gives; done again, it is corrected until the return is counted.

    Raises ValidationError «nothing» without a work of the business, «returned» once its pieces
    were counted back.
    """
    with transaction.atomic():
        exhibits = _locked(event, business)
        _refuse(not exhibits, "nothing", _("Pilih dahulu karya usaha ini yang dipamerkan."))
        known = Consignment.objects.select_for_update().filter(event=event, business=business)
        consignment = known.first() or Consignment(event=event, business=business)
        _refuse(
            consignment.returned_on is not None,
            "returned",
            _("Barang usaha ini sudah dihitung kembali; surat keluarnya tidak diubah lagi."),
        )
        for line in lines:
            exhibit = exhibits[line.exhibit]
            exhibit.quantity, exhibit.condition = line.quantity, line.condition
        Exhibit.objects.bulk_update(exhibits.values(), ["quantity", "condition"])
        consignment.handed_on, consignment.handed_by = on, handed_by
        consignment.note, consignment.received_by = note, by
        consignment.save()
    return consignment


def take_back(
    consignment: Consignment, lines: Iterable[Line], *, on: date, returned_to: str, by: User
) -> list[Exhibit]:
    """Counts the pieces back; the works of which some pieces cannot be told of.

    May be done again: the last count holds. A difference is kept and named, not refused.
    Raises ValidationError «too_early» for a day before the pieces were handed over.
    """
    with transaction.atomic():
        consignment = Consignment.objects.select_for_update().get(pk=consignment.pk)
        _refuse(
            on < consignment.handed_on,
            "too_early",
            _("Barang kembali tidak boleh sebelum diserahkan."),
        )
        exhibits = _locked(consignment.event, consignment.business)
        for line in lines:
            exhibit = exhibits[line.exhibit]
            exhibit.returned_count, exhibit.damaged_count = line.returned, line.damaged
            exhibit.missing_count, exhibit.note = line.missing, line.note
        fields = ["returned_count", "damaged_count", "missing_count", "note"]
        Exhibit.objects.bulk_update(exhibits.values(), fields)
        consignment.returned_on, consignment.returned_to = on, returned_to
        consignment.returned_by = by
        consignment.save()
    counted = Exhibit.objects.filter(pk__in=exhibits).with_sales().select_related("product")
    return [exhibit for exhibit in counted if exhibit.difference]


@dataclass(frozen=True)
class BusinessRows:
    """The works of one business at an exhibition, with its note."""

    business: Business
    exhibits: list[Exhibit]
    consignment: Consignment | None


def by_business(event: Event) -> list[BusinessRows]:
    """All works of an exhibition by their makers; two queries."""
    notes = {note.business_id: note for note in Consignment.objects.filter(event=event)}
    found: dict[int, BusinessRows] = {}
    for exhibit in listed(event):
        business = exhibit.product.business
        rows = found.setdefault(business.pk, BusinessRows(business, [], notes.get(business.pk)))
        rows.exhibits.append(exhibit)
    return list(found.values())


def listed(event: Event) -> QuerySet[Exhibit]:
    """An exhibition's works with their sales, by stand and maker."""
    return (
        Exhibit.objects.filter(event=event)
        .with_sales()
        .select_related("product__business__owner", "product__business__village__district")
        .order_by("product__business__name", "product__name", "pk")
    )


def _locked(event: Event, business: Business) -> dict[int, Exhibit]:
    rows = Exhibit.objects.filter(event=event, product__business=business)
    return {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def _refuse(holds: bool, code: str, message: Any) -> None:
    if holds:
        raise ValidationError(message, code=code)
