"""Addresses that machines ask for: health, crawlers, whom to tell about a weakness."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve
from health_check.views import HealthCheckView

healthz = login_not_required(
    HealthCheckView.as_view(checks=["health_check.Database", "health_check.Storage"])
)

ROBOTS = """\
User-agent: *
Disallow: /w/
Disallow: /en/w/
Disallow: /kerja/
Disallow: /saya/
Disallow: /admin/
Disallow: /masuk/
Disallow: /daftar/
Disallow: /cari/
Disallow: /en/cari/

Sitemap: {site}/sitemap.xml
"""
SECURITY = """\
Contact: mailto:{email}
Expires: {expires}
Preferred-Languages: id, en
Canonical: {site}/.well-known/security.txt
"""


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers should leave alone."""
    text = ROBOTS.format(site=settings.SITE_URL)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); the date moves on, since the page is alive."""
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0)
    text = SECURITY.format(
        email=settings.COUNCIL["email"],
        expires=expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        site=settings.SITE_URL,
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def photograph(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, where no web server stands in front; its name is its digest."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
