"""Drawings and words of the six steps in which a maker describes a work."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dekranasda.lib.images import WARNINGS

register = template.Library()

VASE = (
    '<path d="M46 34h24c-3 12-1 16 6 24 9 11 13 25 10 41-1 7-4 12-8 17H40c-4-5-7-10-8-17-3-16 1-30 '
    '10-41 7-8 8-12 4-24z"/>'
)
SLOT_DRAWINGS = {
    "front": VASE,
    "detail": (
        '<path d="M-6 150c6-34 26-52 40-66 12-12 14-26 8-50h90v120z"/>'
        '<path d="M52 96c18-8 40-8 62-2m-70 20c24-8 50-8 74-2m-84 20c28-8 60-8 88-2"/>'
    ),
    "scale": VASE
    + (
        '<path d="M118 92c-12-2-20-2-28-1m28 12c-14-1-20 0-29-1m29 11c-14 0-18 1-27 0m27 '
        '10c-10 2-14 2-21 0"/>'
    ),
    "packaging": (
        '<path d="M24 62l36-16 36 16v46l-36 16-36-16zM24 62l36 16 36-16M60 78v46M42 54l36 16"/>'
    ),
    "process": (
        '<path d="M20 112h80M32 112V92h56v20M44 92c0-14 6-22 16-22s16 8 16 22"/>'
        '<path d="M22 60c10-8 20-6 28 6m48-6c-10-8-20-6-28 6"/>'
    ),
    "maker": '<circle cx="60" cy="56" r="17"/><path d="M28 122c2-26 14-38 32-38s30 12 32 38"/>',
}
CRAFT_DRAWINGS = {
    "ceramic": (
        '<path d="M18 12h12c-1 5 0 7 3 10 4 5 5 11 4 16-1 3-2 5-4 7H15c-2-2-3-4-4-7-1-5 '
        '0-11 4-16 3-3 4-5 3-10z"/>'
    ),
    "natural_fibre": (
        '<path d="M8 20h32l-4 22H12zM8 20c4-10 28-10 32 0M10 28h28M11 35h26M18 20l2 '
        '22m10-22-2 22"/>'
    ),
    "textile": (
        '<path d="M8 12h32v26l-4-3-4 3-4-3-4 3-4-3-4 3-4-3-4 3zM16 20l4 5-4 5m8-10 4 5-4 '
        '5m8-10 4 5-4 5"/>'
    ),
    "wood": (
        '<path d="M10 16c0-3 6-6 14-6s14 3 14 6-6 6-14 6-14-3-14-6zm0 0v18c0 3 6 6 14 '
        '6s14-3 14-6V16M18 16c0-1 2-2 6-2s6 1 6 2-2 2-6 2-6-1-6-2z"/>'
    ),
    "stone": (
        '<path d="M12 36l-4-10 8-12 14-4 10 10v12l-8 8zM16 14l6 12 18-6M22 26l-10 10m10-10 10 14"/>'
    ),
    "metal": (
        '<path d="M24 8a16 10 0 1 1 0 20 16 10 0 1 1 0-20zM8 18v6c0 6 7 10 16 10s16-4 '
        '16-10v-6M24 34v8m-8 0h16"/>'
    ),
    "other": '<path d="M24 8l5 10 11 2-8 8 2 12-10-6-10 6 2-12-8-8 11-2z"/>',
}


@register.simple_tag
def slot_drawing(kind: str) -> SafeString:
    """An outline of what the photograph of a slot should show."""
    return mark_safe(
        f'<svg viewBox="0 0 120 150" aria-hidden="true">{SLOT_DRAWINGS.get(kind, VASE)}</svg>'
    )


@register.simple_tag
def craft_drawing(craft: Any) -> SafeString:
    """An outline of something made of the craft's material."""
    drawing = CRAFT_DRAWINGS.get(getattr(craft, "material_class", ""), CRAFT_DRAWINGS["other"])
    return format_html(
        '<svg class="craft-choice__drawing" viewBox="0 0 48 48" aria-hidden="true">{}</svg>',
        mark_safe(drawing),
    )


@register.filter
def photo_warning(code: str) -> Any:
    """The sentence of a photograph's warning."""
    return WARNINGS.get(code, "")
