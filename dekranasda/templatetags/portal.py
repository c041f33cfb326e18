"""Template tags of the whole portal: money, dates, icons, addresses, the leaf cloth."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dekranasda.lib import motif, phone, photo_store, styles

register = template.Library()

ICONS = {
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
    "right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "check": '<path d="m5 12.5 4.5 4.500L19 7"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "filter": '<path d="M4 7h16M7 12h10M10 17h4"/>',
    "chat": (
        '<path d="M3.5 20.5 5 16A8.3 8.3 0 1 1 8.2 19.200z"/><path d="M9.2 8.400c-.7 2.9 '
        "3 6.8 6 6.300l.6-1.6-1.9-1-1 .9c-1-.5-1.7-1.2-2.1-2.100l.9-1-.9-1.900z"
        '"/>'
    ),
    "save": '<path d="M6 4h12v16l-6-4.500L6 20z"/>',
    "share": '<path d="M12 15V4m-4 4 4-4 4 4"/><path d="M6 11H5v9h14v-9h-1"/>',
    "copy": '<path d="M9 9h10v11H9z"/><path d="M15 9V4H5v11h4"/>',
    "pen": '<path d="M4 20h4L19 9l-4-4L4 16z"/>',
    "camera": '<path d="M4 8h3.500L9 5.500h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "warn": '<path d="M12 4 2.8 20h18.400z"/><path d="M12 10v4.500m0 2.500v.01"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500m0-9v.01"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v5m8-5v5"/>',
    "place": (
        '<path d="M12 21c-4-5-6.5-8-6.5-11.500a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21z"/>'
        '<circle cx="12" cy="9.5" r="2.3"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4v-8h16v8h-3"/><path d="M7 14h10v6H7z"/>',
    "download": '<path d="M12 4v11m-4-4 4 4 4-4M5 20h14"/>',
    "mail": '<path d="M4 6h16v12H4zM4 7l8 6 8-6"/>',
    "zoom": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5M8 11h6m-3-3v6"/>',
}

#: How a state looks, whatever the machine it belongs to: glyph and tint of `status_tag.html`.
GLYPHS = {
    "draft": "○",
    "sent": "➜",
    "review": "◐",
    "waiting": "◷",
    "fix": "!",
    "late": "!",
    "passed": "✓",
    "live": "★",
    "failed": "✕",
    "closed": "–",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon beside a word; hidden from screen readers, since the word says it."""
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'
    )


@register.filter
def glyph(kind: str) -> str:
    """The sign of a kind of state; a neutral circle for an unknown kind."""
    return GLYPHS.get(kind, "○")


SWAPPED = str.maketrans(",.", ".,")


@register.filter
def angka(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """A number as the reader's language groups it: 11.000 in Indonesian, 11,000 in English."""
    if value is None or value == "":
        return "–"
    text = f"{value if isinstance(value, int) else Decimal(value):,.{decimals}f}"
    return text if get_language() == "en" else text.translate(SWAPPED)


@register.filter
def rupiah(value: int | Decimal | None) -> str:
    """Whole rupiah: Rp185.000, in English too, as on the labels. Empty without an amount."""
    if value is None or value == "":
        return ""
    return f"Rp{Decimal(value):,.0f}".replace(",", ".")


FORMATS = {
    "panjang": "j F Y",
    "hari": "l, j F Y",
    "pendek": "j M Y",
    "bulan": "F Y",
    "bulan-pendek": "M Y",
    "hari-bulan": "j F",
}


@register.filter
def tanggal(value: datetime.date | None, style: str = "panjang") -> str:
    """A date in words, in the reader's language and the council's time zone: 12 Oktober 2026.

    Styles: panjang, hari (Senin, 12 Oktober 2026), pendek (12 Okt 2026), bulan (Oktober 2026),
    bulan-pendek (Okt 2026), hari-bulan (12 Oktober).
    """
    if not value:
        return ""
    return date_format(_local(value), FORMATS[style])


@register.filter
def jam(value: datetime.datetime | datetime.time | None) -> str:
    """The hour in the council's time zone: 10.42 in Indonesian, 10:42 in English."""
    if not value:
        return ""
    moment = _local(value) if isinstance(value, datetime.datetime) else value
    return moment.strftime("%H:%M" if get_language() == "en" else "%H.%M")


@register.simple_tag
def rentang(start: datetime.date | None, end: datetime.date | None = None) -> str:
    """The days from start to end, without saying a month or year twice: 12–14 Desember 2026."""
    if not start:
        return ""
    first = _day(start)
    last = _day(end) if end else first
    if last <= first:
        return date_format(first, "j F Y")
    if first.year != last.year:
        head = "j F Y"
    elif first.month != last.month:
        head = "j F"
    else:
        return f"{first.day}–{date_format(last, 'j F Y')}"
    return f"{date_format(first, head)} – {date_format(last, 'j F Y')}"


def _local(value: Any) -> Any:
    is_moment = isinstance(value, datetime.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_moment else value


def _day(value: datetime.date) -> datetime.date:
    value = _local(value)
    return value.date() if isinstance(value, datetime.datetime) else value


@register.simple_tag
def leaf() -> str:
    """The outline of the teak leaf, for a path's `d`."""
    return motif.LEAF


@register.simple_tag
def leaf_cover(seed: object, part: str = "") -> SafeString:
    """The cloth of a slug or code, where there is no photograph; the same seed, the same cloth.

    `part` tells two drawings of one seed on the same page apart.
    """
    cloth = motif.cloth(str(seed))
    name = f"cloth-{part}{cloth.name}"
    return format_html(
        '<svg class="motif-cover" data-cloth="{}" width="120" height="150" aria-hidden="true">'
        '<pattern id="{}" width="{}" '
        'height="{}" patternUnits="userSpaceOnUse" patternTransform="scale({}) rotate({})">'
        '<g fill="none" stroke="currentColor" stroke-width="{}">{}</g>'
        '</pattern><rect width="100%" height="100%" fill="url(#{})"/></svg>',
        cloth.ground,
        name,
        cloth.tile_width,
        cloth.tile_height,
        f"{cloth.scale:.2f}",
        cloth.turn,
        f"{1.25 / cloth.scale:.1f}",
        mark_safe(cloth.drawing),
        name,
    )


@register.simple_tag
def portal_css() -> SafeString:
    """The link to the stylesheet of every page: its bundle where one is built, else the source."""
    return format_html('<link rel="stylesheet" href="{}">', styles.stylesheet_url())


@register.simple_tag
def work_css() -> SafeString:
    """The link to what the workbench needs beside it."""
    return format_html('<link rel="stylesheet" href="{}">', styles.stylesheet_url(styles.WORK))


@register.simple_tag
def address(path: str) -> str:
    """A fixed public address in the reader's language: /katalog/, or /en/katalog/ in English."""
    language = get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{get_script_prefix().rstrip('/')}{prefix}{path}"


@register.simple_tag(takes_context=True)
def site_menu(context: Context) -> list[dict[str, object]]:
    """The five doors of the public site; `current` marks the one the reader is behind."""
    here = getattr(context.get("request"), "path", "")
    entries = (
        (_("Katalog"), "/katalog/"),
        (_("Perajin"), "/perajin/"),
        (_("Sentra"), "/sentra/"),
        (_("Agenda"), "/agenda/"),
        (_("Kurasi"), "/kurasi/"),
    )
    return [
        {"label": label, "url": address(path), "current": here.startswith(address(path))}
        for label, path in entries
    ]


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """The same page in the other language: `code`, `label`, `url`."""
    code, label = ("en", "English") if get_language() != "en" else ("id", "Bahasa Indonesia")
    request: HttpRequest | None = context.get("request")
    url = path_in(request, code) if request else "/"
    if request is None or url == request.path:
        url = "/en/" if code == "en" else "/"
    elif query := request.META.get("QUERY_STRING"):
        url = f"{url}?{iri_to_uri(query)}"
    return {"code": code, "label": label, "url": url}


def path_in(request: HttpRequest, language: str) -> str:
    """The path of the same page in the language; its own where it has no other.

    Asks what the address was resolved to, where `translate_url` would resolve it again.
    """
    match = request.resolver_match
    with translation.override(language):
        try:
            return (
                reverse(match.view_name, args=match.args, kwargs=match.kwargs)
                if match
                else request.path
            )
        except NoReverseMatch:
            return request.path


@register.simple_tag(takes_context=True)
def is_known_visitor(context: Context) -> bool:
    """Whether the request carries a session or a message.

    Only then may a public page look at the person: without, it stays the same for everybody,
    touches no session and can be kept by a cache.
    """
    request: HttpRequest | None = context.get("request")
    cookies = request.COOKIES if request else {}
    return settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies


@register.simple_tag
def whatsapp_url(number: str, text: str = "") -> str:
    """The address that opens a WhatsApp draft to a number such as +62812…; empty without one."""
    digits = "".join(filter(str.isdigit, str(number or "")))
    if not digits:
        return ""
    return f"https://wa.me/{digits}" + (f"?text={quote(text)}" if text else "")


@register.filter
def form_errors(form: BaseForm | BaseFormSet[Any] | None) -> list[dict[str, str]]:
    """Every error of a form or formset, in the order of its fields.

    Each has `message`, and for an error of one field its `label` and `target`, the id to go to.
    """
    if form is None:
        return []
    if isinstance(form, BaseFormSet):
        whole = [{"message": str(error), "target": ""} for error in form.non_form_errors()]
        return whole + [error for part in form.forms for error in form_errors(part)]
    found = [{"message": str(error), "target": ""} for error in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        label = str(field.label)
        found += [
            {"message": str(error), "label": label, "target": target} for error in field.errors
        ]
    return found


@register.filter
def angka_pendek(value: int | float | Decimal | None) -> str:
    """A score with only the decimals it has: 3, 2,5 or 2,67."""
    if value is None:
        return "–"
    text = angka(value, 2)
    mark = "." if get_language() == "en" else ","
    return text.rstrip("0").rstrip(mark)


@register.filter
def translated(thing: object, field: str) -> str:
    """The field in the reader's language; the Indonesian words where no English stands yet."""
    english = _value(thing, f"{field}_en") if get_language() == "en" else ""
    return english or _value(thing, field)


@register.simple_tag
def lang_of(thing: object = None, field: str = "") -> SafeString:
    """The attribute `lang="id"` where an English page shows the field in Indonesian.

    `<dd{% lang_of centre "opening_hours" %}>`; without arguments for words that have no English.
    """
    is_foreign = get_language() == "en" and not _value(thing, f"{field}_en")
    return mark_safe(' lang="id"' if is_foreign else "")


def _value(thing: object, field: str) -> str:
    value = thing.get(field) if isinstance(thing, Mapping) else getattr(thing, field, "")
    return value or ""


@register.filter
def harga(work: Any) -> str:
    """The price of a work or version: one amount, "Mulai …" for a range, or on request."""
    if not work.price_idr:
        return _("Harga sesuai pesanan")
    amount = rupiah(work.price_idr)
    if work.price_max_idr and work.price_max_idr > work.price_idr:
        return _("Mulai %(amount)s") % {"amount": amount}
    return amount


@register.simple_tag
def facet_options(group: Any, approximate: bool = False) -> SafeString:
    """The choices of a group of filters as list items, each with its count.

    A page has ninety of them; a loop in a template takes three times as long.
    """
    name, more = escape(group.name), "+" if approximate else ""
    return mark_safe(
        "\n".join(
            f'<li><label class="facets__option"><input type="checkbox" name="{name}"'
            f' value="{escape(one.value)}"{" checked" if one.on else ""}>'
            f'<span>{escape(one.label)}</span><span class="nums">{angka(one.count)}{more}</span>'
            "</label></li>"
            for one in group.options
        )
    )


register.filter("masked_phone", phone.masked)
register.simple_tag(photo_store.url, name="photo_url")
register.simple_tag(photo_store.srcset, name="photo_srcset")


@register.simple_tag
def page_address(request: HttpRequest, number: int, parameter: str = "") -> str:
    """This page's address with another page number, every other parameter kept."""
    query = request.GET.copy()
    query.pop(parameter or "hal", None)
    if number > 1:
        query[parameter or "hal"] = str(number)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag
def elided_pages(page: Any) -> list[int | str]:
    """The page numbers around the current one, with … for the gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
