"""`{% photo %}`: one photograph in the sizes a screen needs, as WebP with JPEG for old browsers."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from dekranasda.lib import photo_store
from dekranasda.templatetags.portal import leaf_cover

register = template.Library()

CARD_SIZES = "(min-width: 64rem) 18rem, 46vw"
EAGER = mark_safe(' fetchpriority="high"')
LAZY = mark_safe(' loading="lazy" decoding="async"')


@register.simple_tag
def photo(
    sha256: str,
    alt: str = "",
    width: int | str = "",
    height: int | str = "",
    sizes: str = "",
    eager: bool = False,
    css_class: str = "",
    colour: str = "",
) -> str:
    """A `<picture>`; empty without a digest.

    `{% photo sha256=p.sha256 alt=p.alt width=p.width height=p.height sizes="100vw" eager=True
    css_class="photo--wide" colour=p.colour %}`: only sha256 is required. `sizes` is that of
    `srcset` (a card of the catalogue without it); `eager` is for what is seen before scrolling;
    width and height keep the room (4:5 without them); `colour` sets the tint of that room until
    the photograph is there, as `data-ground` (photo.css), since the policy forbids inline styles.
    """
    if not sha256:
        return ""
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="{}">'
        '<img class="photo{}" src="{}" alt="{}" width="{}" height="{}"{}{}></picture>',
        photo_store.srcset(sha256, "webp"),
        sizes or CARD_SIZES,
        f" {css_class}" if css_class else "",
        photo_store.url(sha256, 640, "jpg"),
        alt,
        width or 640,
        height or 800,
        EAGER if eager else LAZY,
        format_html(' data-ground="{}"', ground_of(colour)) if colour else "",
    )


@register.simple_tag
def cover(sha256: str = "", seed: object = "", part: str = "", **how: Any) -> str:
    """The photograph, or the leaf cloth of its seed where there is none.

    `{% cover sha256=p.cover_sha256 seed=p.code alt=p.cover_alt %}`; `part` is a letter where one
    seed stands twice on a page, all the rest that of `photo`.
    """
    return photo(sha256, **how) if sha256 else leaf_cover(seed, part)


@register.simple_tag
def photo_url(sha256: str, width: int = 640, kind: str = "webp") -> str:
    """The address of one size: 320, 480, 640 or 960 as webp or jpg; 2048 as jpg only."""
    return photo_store.url(sha256, width, kind)


def ground_of(colour: str) -> str:
    """The name of the tint nearest to `#rrggbb`: dark, mid or light; warm, cool or plain."""
    try:
        red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    except ValueError:
        return "mid-plain"
    light = (red * 3 + green * 6 + blue) / 10
    depth = "dark" if light < 85 else "light" if light > 170 else "mid"
    hue = "warm" if red - blue > 24 else "cool" if blue - red > 12 else "plain"
    return f"{depth}-{hue}"
