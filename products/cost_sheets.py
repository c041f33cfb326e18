"""The reckoning of cost that goes with a version: kept, copied, turned into a price, compared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as plain
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.amounts import HIGHEST_PRICE
from dekranasda.templatetags.portal import angka, angka_pendek, rupiah
from products.models import CostSheet, MinimumWage, ProductVersion
from products.pricing import SHARES, Costs, hourly_minimum

FIELDS = tuple(
    field.name
    for field in CostSheet._meta.concrete_fields
    if field.name not in {"id", "version", "updated_at"}
)


@dataclass(frozen=True)
class WageCheck:
    """An hour's earnings beside the minimum wage of a year; no minimum where none is recorded."""

    hourly_idr: int
    minimum: MinimumWage | None
    year: int

    @property
    def minimum_idr(self) -> int:
        """The minimum of one hour; 0 where none is recorded."""
        return hourly_minimum(self.minimum.monthly_idr) if self.minimum else 0

    @property
    def is_low(self) -> bool:
        """Whether the hour earns less than the minimum."""
        return self.hourly_idr < self.minimum_idr

    @property
    def is_of_another_year(self) -> bool:
        """Whether the year itself has no figure, so that an earlier one stands in."""
        return self.minimum is not None and self.minimum.year != self.year


def sheet_of(version: ProductVersion) -> CostSheet | None:
    """The reckoning of a version, or None. One query, none where it is fetched."""
    return getattr(version, "cost_sheet", None)


def costs_of(sheet: CostSheet) -> Costs:
    """The sheet's numbers, to reckon with."""
    return Costs(
        pieces=sheet.pieces,
        materials_idr=sheet.materials_idr,
        packaging_idr=sheet.packaging_idr,
        hours=sheet.hours,
        hourly_wage_idr=sheet.hourly_wage_idr,
        overhead_percent=sheet.overhead_percent,
    )


def price_of(version: ProductVersion) -> int | None:
    """The price to compare with: the lowest written one, None where it is on request."""
    return None if version.price_on_request else version.price_idr


def wage_check(hourly_idr: int, *, on: date) -> WageCheck:
    """An hour's earnings beside the newest minimum wage recorded up to the year. One query."""
    known = MinimumWage.objects.filter(year__lte=on.year).order_by("-year").first()
    return WageCheck(hourly_idr, known, on.year)


def may_keep(version: ProductVersion) -> bool:
    """Whether the version still takes a reckoning: a draft whose step of the price is open."""
    return version.frozen_at is None and version.product.is_step_open(ProductVersion.Step.PRICE)


def _require_open(version: ProductVersion) -> ProductVersion:
    locked = (
        ProductVersion.objects.select_for_update(of=("self",))
        .select_related("product")
        .get(pk=version.pk)
    )
    if not may_keep(locked):
        raise ValidationError(
            _("Harga karya ini tidak dapat diubah sekarang. Mulai perbaikan dahulu."),
            code="closed",
        )
    return locked


@transaction.atomic
def keep(version: ProductVersion, numbers: dict[str, Any]) -> CostSheet:
    """Writes the reckoning of a draft down; there is one for each version.

    `numbers` are the fields of a `CostSheet`. Raises ValidationError «closed».
    """
    locked = _require_open(version)
    sheet, _is_new = CostSheet.objects.update_or_create(version=locked, defaults=numbers)
    return sheet


@transaction.atomic
def use_price(version: ProductVersion, *, share: int) -> int:
    """Makes the price for a shop's share the draft's price; returns it, in whole rupiah.

    A highest price below it goes. Raises ValidationError «closed», «no_sheet», «share»,
    «price_too_high».
    """
    locked = _require_open(version)
    sheet = sheet_of(locked)
    if sheet is None:
        raise ValidationError(_("Hitung biayanya dahulu."), code="no_sheet")
    if share not in SHARES:
        raise ValidationError(_("Pilih salah satu harga yang dihitung."), code="share")
    price = costs_of(sheet).price_through_shop(share)
    if price > HIGHEST_PRICE:
        raise ValidationError(
            _("Harga ini terlalu besar. Periksa jumlah nolnya."), code="price_too_high"
        )
    locked.price_idr, locked.price_on_request = price, False
    if locked.price_max_idr is not None and locked.price_max_idr <= price:
        locked.price_max_idr = None
    locked.save(update_fields=["price_idr", "price_on_request", "price_max_idr", "updated_at"])
    return price


def copy_sheet(source: ProductVersion, target: ProductVersion) -> None:
    """Gives a draft the reckoning of another version, or none where that has none."""
    CostSheet.objects.filter(version=target).delete()
    sheet = CostSheet.objects.filter(version=source).first()
    if sheet is not None:
        CostSheet.objects.create(version=target, **{name: getattr(sheet, name) for name in FIELDS})


def shared_facts(version: ProductVersion) -> list[tuple[str, str]]:
    """What curators read of the cost where the maker lets them: term and number, no words of the
    maker's. Empty otherwise. One query more where it is shared."""
    sheet = sheet_of(version)
    if sheet is None or not sheet.is_shared:
        return []
    costs, price = costs_of(sheet), price_of(version)
    rows = [
        (plain("Biaya satu buah"), rupiah(costs.unit_cost_idr)),
        (plain("Bahan"), rupiah(costs.materials_idr)),
        (plain("Kemasan"), rupiah(costs.packaging_idr)),
        (
            plain("Kerja"),
            plain("%(hours)s jam × %(wage)s")
            % {"hours": angka_pendek(sheet.hours), "wage": rupiah(sheet.hourly_wage_idr)},
        ),
        (plain("Biaya lain"), f"{sheet.overhead_percent}%"),
        (plain("Sekali membuat"), plain("%(number)s buah") % {"number": angka(sheet.pieces)}),
    ]
    if price is None:
        return rows
    check = wage_check(
        costs.hourly_wage_at(price), on=timezone.localdate(version.frozen_at or timezone.now())
    )
    wage = signed_rupiah(check.hourly_idr)
    if check.minimum:
        wage = plain("%(wage)s, upah minimum %(year)s: %(minimum)s") % {
            "wage": wage,
            "year": check.minimum.year,
            "minimum": rupiah(check.minimum_idr),
        }
    share = plain("%(percent)s%% dari harga") % {"percent": costs.share_left_at(price)}
    return [
        *rows[:1],
        (plain("Sisa untuk penjual ulang"), share),
        (plain("Upah sejam pada harga ini"), wage),
        *rows[1:],
    ]


def signed_rupiah(amount_idr: int) -> str:
    """Rupiah that may be missing: Rp5.000 or −Rp5.000."""
    return rupiah(amount_idr) if amount_idr >= 0 else f"−{rupiah(-amount_idr)}"
