"""News (kabar) for everybody, and its page before it is shown, for those who write it."""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.editorial.models import NewsItem
from dekranasda.editorial.writing import parts_of
from dekranasda.lib import photo_store
from dekranasda.lib.schema_org import CONTEXT, absolute, council
from dekranasda.templatetags.portal import translated
from products.models import Product

NEWS_PER_PAGE = 12
MOST_OTHERS = 3
MOST_WORKS = 8


@login_not_required
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """What the council has to tell, the newest first."""
    news = NewsItem.objects.published(on=timezone.localdate()).defer("body", "body_en")
    page = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "breadcrumb": [(_("Beranda"), reverse("home")), (_("Kabar"), "")]}
    return render(request, "pages/news_list.html", context)


@login_not_required
@require_safe
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news with the works it speaks of."""
    item = get_object_or_404(NewsItem.objects.published(on=timezone.localdate()), slug=slug)
    return render(request, "pages/news_detail.html", _context(item))


@role_required(Role.SECRETARIAT)
@require_GET
def news_preview(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The page as the public will read it."""
    item = get_object_or_404(NewsItem, pk=pk)
    edit = reverse("admin:editorial_newsitem_change", args=[pk])
    return render(request, "pages/news_detail.html", {**_context(item), "edit_url": edit})


def _context(item: NewsItem) -> dict[str, Any]:
    today = timezone.localdate()
    codes = re.findall(r"[A-Z0-9]{5}", item.work_codes.upper())[:MOST_WORKS]
    others = NewsItem.objects.published(on=today).exclude(pk=item.pk).defer("body", "body_en")
    return {
        "item": item,
        "parts": parts_of(translated(item, "body")),
        "works": list(Product.objects.published().filter(code__in=codes).as_cards()),
        "others": list(others[:MOST_OTHERS]),
        "structured": _structured(item),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Kabar"), reverse("news_list")),
            (translated(item, "title"), ""),
        ],
    }


def _structured(item: NewsItem) -> dict[str, object]:
    """The news for machines (schema.org)."""
    picture = reverse("share_picture", args=["kabar", item.slug])
    if item.photo_sha256:
        picture = photo_store.url(item.photo_sha256, 960, "jpg")
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": translated(item, "title"),
        "description": translated(item, "summary"),
        "datePublished": item.published_on.isoformat(),
        "image": [absolute(picture)],
        "url": absolute(item.get_absolute_url()),
        "author": council(),
        "publisher": council(),
    }
