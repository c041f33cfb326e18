"""The filters that are on, as chips whose address is the same page without them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import rupiah
from products.catalogue import Catalogue


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


def _address(request: HttpRequest, name: str, value: str = "") -> str:
    """This page's address without one filter, from the first page on."""
    query = request.GET.copy()
    kept = [other for other in query.getlist(name) if value and other != value]
    query.setlist(name, kept)
    query.pop("hal", None)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path
