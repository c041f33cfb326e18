"""The portal on a phone's home screen: its manifest, and the worker that keeps pages seen last."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dekranasda.lib import styles

WORKER = Path(settings.BASE_DIR) / "static" / "js" / "page_worker.js"


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the portal (W3C Web Application Manifest)."""
    icons = [
        {"src": staticfiles_storage.url(f"img/icon-{name}.png"), "sizes": f"{size}x{size}"}
        | {"type": "image/png", "purpose": purpose}
        for name, size, purpose in (
            ("192", 192, "any"),
            ("512", 512, "any"),
            ("maskable", 512, "maskable"),
        )
    ]
    home = reverse("home")
    data = {
        "id": "/",
        "name": settings.COUNCIL["name"],
        "short_name": settings.COUNCIL["short_name"],
        "description": _("Karya perajin yang sudah dikurasi. Hubungi pembuatnya langsung."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f7f8f3",
        "theme_color": "#0e2a20",
        "icons": icons,
        "shortcuts": [
            {"name": _("Katalog karya"), "url": reverse("products:catalogue")},
            {"name": _("Simpanan"), "url": reverse("products:saved_works")},
            {"name": _("Agenda"), "url": reverse("events:agenda")},
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


@login_not_required
@require_safe
def page_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script with the addresses it keeps from the start.

    It stands at the root, since a worker only sees pages below its own address.
    """
    stylesheet, offline = styles.stylesheet_url(), reverse("offline")
    script = WORKER.read_text()
    text = script.replace("%STYLES%", stylesheet).replace("%OFFLINE%", offline)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection where the page asked for was never seen."""
    return render(request, "pages/offline.html")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that read no page and ask for the old address."""
    return redirect(staticfiles_storage.url("img/icon-192.png"))
