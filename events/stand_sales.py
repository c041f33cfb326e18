"""Sales and orders at the stand, as phones send them: each once, wrong ones undone."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from events.models import Event, Exhibit, StandSale

EARLIEST = timedelta(days=1)


def record(
    exhibit: Exhibit,
    *,
    key: uuid.UUID,
    kind: str,
    pieces: int,
    price_idr: int,
    same_buyer: bool = False,
    sold_at: datetime | None = None,
    is_undone: bool = False,
    by: User,
    at: datetime,
) -> StandSale:
    """The sale with the key: made the first time, found again every other time.

    What is sent again changes nothing, except that it may be undone, for good: a phone may send
    a sale and its undoing in any order and as often as it likes. More pieces than went are taken
    down, too, since a sale that happened must not be lost; the reconciliation names them.
    `sold_at` is the phone's clock; where it cannot be right, `at` holds.
    Raises ValidationError: «not_started», «other_sale» for a key that is another work's.
    """
    if timezone.localdate(at) < timezone.localdate(exhibit.event.starts_at):
        raise ValidationError(_("Pameran ini belum mulai."), code="not_started")
    with transaction.atomic():
        made = StandSale(
            exhibit=exhibit,
            key=key,
            kind=kind,
            pieces=pieces,
            price_idr=price_idr,
            same_buyer=same_buyer,
            sold_at=_likely(sold_at, exhibit.event, at),
            received_at=at,
            recorded_by=by,
        )
        StandSale.objects.bulk_create([made], ignore_conflicts=True)
        sale = StandSale.objects.select_for_update(of=("self",)).get(key=key)
        if sale.exhibit_id != exhibit.pk:
            raise ValidationError(_("Catatan ini milik karya lain."), code="other_sale")
        if is_undone:
            undo(sale, by=by, at=at)
    return sale


def undo(sale: StandSale, *, by: User, at: datetime) -> None:
    """Takes a sale out of all counts, for good; does nothing the second time."""
    StandSale.objects.filter(pk=sale.pk, undone_at__isnull=True).update(undone_at=at, undone_by=by)


def _likely(moment: datetime | None, event: Event, at: datetime) -> datetime:
    """The phone's moment where it lies between the day before the event and now."""
    if moment is None or not event.starts_at - EARLIEST <= moment <= at:
        return at
    return moment
