"""The filters that are on, as chips whose address is the same page without them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import rupiah
from products.catalogue import Catalogue
from products.facets import Band


@dataclass(frozen=True)
class Chip:
    """One filter that is on."""

    label: str
    url: str


def chips_for(
    request: HttpRequest, found: Catalogue, *, without: Collection[str] = ()
) -> list[Chip]:
    """A chip for every filter that is on, in the order of the panel."""
    wanted = found.wanted
    chips = []
    if wanted.text:
        chips.append(Chip(f"“{wanted.text}”", _address(request, "q")))
    for group in found.groups:
        if group.name not in without:
            chips += [
                Chip(option.label, _address(request, group.name, option.value))
                for option in group.options
                if option.on
            ]
    if wanted.price_min is not None:
        words = _("Mulai %(amount)s") % {"amount": rupiah(wanted.price_min)}
        chips.append(Chip(words, _address(request, "harga_min")))
    if wanted.price_max is not None:
        words = _("Sampai %(amount)s") % {"amount": rupiah(wanted.price_max)}
        chips.append(Chip(words, _address(request, "harga_maks")))
    return chips


@dataclass(frozen=True)
class PriceBand:
    """A range of prices as a link that sets it, or clears it where it is on."""

    label: str
    url: str
    count: int
    on: bool


def bands_for(request: HttpRequest, found: Catalogue) -> list[PriceBand]:
    """The price bands that hold a work, from the lowest up."""
    chosen = (found.wanted.price_min, found.wanted.price_max)
    bands = []
    for band in found.bands:
        on = chosen == (band.low, band.high)
        query = request.GET.copy()
        for name, edge in (("harga_min", band.low), ("harga_maks", band.high), ("hal", None)):
            query.setlist(name, [str(edge)] if edge is not None and not on else [])
        address = f"?{query.urlencode()}" if query.urlencode() else request.path
        bands.append(PriceBand(_band_label(band), address, band.count, on))
    return bands


def _band_label(band: Band) -> str:
    words = {
        "low": rupiah(band.low) if band.low else "",
        "high": rupiah(band.high + 1) if band.high else "",
    }
    if band.low is None:
        return _("Di bawah %(high)s") % words
    return (_("%(low)s – %(high)s") if band.high else _("Mulai %(low)s")) % words


def _address(request: HttpRequest, name: str, value: str = "") -> str:
    """This page's address without one filter, from the first page on."""
    query = request.GET.copy()
    kept = [other for other in query.getlist(name) if value and other != value]
    query.setlist(name, kept)
    query.pop("hal", None)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path
