"""What search engines and messengers read of a page: its address, its other language, its card."""

import json
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.urls import ResolverMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import path_in

register = template.Library()

# As json_script does: nothing in the data can end the element or open a comment.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

#: By the name of an address: kind of picture, the page's key or the argument that holds it, and
#: what Open Graph calls such a page. Every other page shares the front page's picture.
PICTURED = {
    "products:product_detail": ("karya", "code", "product"),
    "products:craft_catalogue": ("kerajinan", "slug", "website"),
    "artisan_detail": ("perajin", "slug", "profile"),
    "centre_detail": ("sentra", "slug", "place"),
    "news_detail": ("kabar", "slug", "article"),
    "news_list": ("halaman", "kabar", "website"),
    "events:event_detail": ("acara", "slug", "article"),
    "curation:round_public": ("kurasi", "slug", "article"),
    "products:catalogue": ("halaman", "katalog", "website"),
    "artisan_list": ("halaman", "perajin", "website"),
    "centre_list": ("halaman", "sentra", "website"),
    "district_map": ("halaman", "peta", "website"),
    "statistics": ("halaman", "statistik", "website"),
    "open_data": ("halaman", "data", "website"),
    "about": ("halaman", "tentang", "website"),
    "contact": ("halaman", "kontak", "website"),
    "help": ("halaman", "bantuan", "website"),
    "privacy": ("halaman", "privasi", "website"),
    "accessibility": ("halaman", "aksesibilitas", "website"),
    "events:agenda": ("halaman", "agenda", "website"),
    "events:cooperation": ("halaman", "kerja-sama", "website"),
    "curation:about": ("halaman", "kurasi", "website"),
    "curation:verify_search": ("halaman", "verifikasi", "website"),
}


@register.simple_tag(takes_context=True)
def address_links(context: Context) -> SafeString:
    """The page's one address and the same page in both languages; nothing for a private page.

    Filters and sorting are left out of the address; the number of a page is part of it.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or not _is_public(request):
        return SafeString("")
    page = request.GET.get("hal", "")
    query = f"?{urlencode({'hal': page})}" if page.isdigit() and page != "1" else ""
    here = f"{settings.SITE_URL}{request.path}{query}"
    links = [("canonical", "", here)]
    for code, _name in settings.LANGUAGES:
        links.append(("alternate", code, f"{settings.SITE_URL}{path_in(request, code)}"))
    links.append(("alternate", "x-default", links[1][2]))
    printed = format_html_join(
        "\n    ",
        '<link rel="{}"{} href="{}">',
        (
            (rel, format_html(' hreflang="{}"', code) if code else "", url)
            for rel, code, url in links
        ),
    )
    return printed + _feed_links()


def _is_public(request: HttpRequest) -> bool:
    """Whether the page is one of those that everybody may open."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True) is False


def _feed_links() -> SafeString:
    feeds = [(_("Karya yang baru lolos kurasi"), "new_works_atom"), (_("Kabar"), "news_atom")]
    return format_html_join(
        "",
        '\n    <link rel="alternate" type="application/atom+xml" title="{}" href="{}">',
        ((title, reverse(name)) for title, name in feeds),
    )


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context) -> SafeString:
    """The way to a public page, for machines: its breadcrumb as schema.org data."""
    request: HttpRequest | None = context.get("request")
    way = context.get("breadcrumb")
    if not way or request is None or not _is_public(request):
        return SafeString("")
    steps = [
        {
            "@type": "ListItem",
            "position": number,
            "name": str(label),
            "item": f"{settings.SITE_URL}{url or request.path}",
        }
        for number, (label, url) in enumerate(way, start=1)
    ]
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}
    return structured_data(data)


@register.simple_tag
def structured_data(data: object) -> SafeString:
    """A block of schema.org data. Browsers never run it, so the policy for scripts leaves it."""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


class _HeadNode(template.Node):
    """The title and the description, repeated for messengers with what else they show."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes

    def render(self, context: Context) -> SafeString:
        head = self.nodes.render(context)
        title = _between(head, "<title>", "</title>")
        description = _between(head, 'content="', '"')
        words = format_html("<title>{}</title>", title)
        if description:
            words += format_html('\n    <meta name="description" content="{}">', description)
        return words + _share_card(context, title, description)


@register.tag
def page_head(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% page_head %}<title>…</title><meta name="description" content="…">{% endpage_head %}`.

    Prints both, with neither line breaks nor an empty description, and the card of the page.
    """
    nodes = parser.parse(("endpage_head",))
    parser.delete_first_token()
    return _HeadNode(nodes)


def _between(text: str, start: str, end: str) -> SafeString:
    """What a template printed between two marks, escaped by it already, on one line."""
    return mark_safe(" ".join(text.partition(start)[2].partition(end)[0].split()))


def _share_card(context: Context, title: SafeString, description: SafeString) -> SafeString:
    """What a messenger shows of the page's address; nothing where there is no page to share."""
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None or not _is_public(request):
        return SafeString("")
    kind, picture = _picture_of(request.resolver_match)
    locale, other = ("en_GB", "id_ID") if get_language() == "en" else ("id_ID", "en_GB")
    entries = [
        ("property", "og:site_name", settings.COUNCIL["short_name"]),
        ("property", "og:type", kind),
        ("property", "og:locale", locale),
        ("property", "og:locale:alternate", other),
        ("property", "og:url", f"{settings.SITE_URL}{request.path}"),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:image", f"{settings.SITE_URL}{picture}"),
        ("property", "og:image:type", "image/jpeg"),
        ("property", "og:image:width", "1200"),
        ("property", "og:image:height", "630"),
        ("property", "og:image:alt", title),
        ("name", "twitter:card", "summary_large_image"),
    ]
    return format_html_join(
        "", '\n    <meta {}="{}" content="{}">', (entry for entry in entries if entry[2])
    )


def _picture_of(match: ResolverMatch) -> tuple[str, str]:
    """The kind of page in the words of Open Graph, and the address of its picture."""
    kind, name, og = PICTURED.get(match.view_name, ("halaman", "beranda", "website"))
    key = str(match.kwargs.get(name, name))
    return og, reverse("share_picture", args=[kind, key])
