"""What search engines and messengers read of a page: its address, its other language, its card."""

import json
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# As json_script does: nothing in the data can end the element or open a comment.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def address_links(context: Context) -> SafeString:
    """The page's one address and the same page in both languages.

    Filters and sorting are left out of the address; the number of a page is part of it.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None:
        return SafeString("")
    page = request.GET.get("hal", "")
    query = f"?{urlencode({'hal': page})}" if page.isdigit() and page != "1" else ""
    here = f"{settings.SITE_URL}{request.path}{query}"
    links = [("canonical", "", here)]
    for code, _name in settings.LANGUAGES:
        links.append(("alternate", code, f"{settings.SITE_URL}{translate_url(request.path, code)}"))
    links.append(("alternate", "x-default", links[1][2]))
    return format_html_join(
        "\n    ",
        '<link rel="{}"{} href="{}">',
        (
            (rel, format_html(' hreflang="{}"', code) if code else "", url)
            for rel, code, url in links
        ),
    )


@register.simple_tag
def structured_data(data: object) -> SafeString:
    """A block of schema.org data. Browsers never run it, so the policy for scripts leaves it."""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def share_card(
    title: str, description: str = "", image: str = "", kind: str = "website"
) -> SafeString:
    """What a messenger shows of a shared address. `image` is an address on this site."""
    if image and not image.startswith("http"):
        image = f"{settings.SITE_URL}{image}"
    entries = {
        "og:site_name": settings.COUNCIL["short_name"],
        "og:type": kind,
        "og:title": title,
        "og:description": " ".join(description.split())[:200],
        "og:image": image,
    }
    return format_html_join(
        "\n    ",
        '<meta property="{}" content="{}">',
        ((name, value) for name, value in entries.items() if value),
    )
