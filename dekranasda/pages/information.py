"""Pages of plain information: who runs the portal, how to get help, what happens to data."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dekranasda.accounts.privacy_notice import CURRENT, NOTICES, template_of

#: Template by the name of its address, with the title its breadcrumb shows.
PAGES = {
    "about": _("Tentang kami"),
    "contact": _("Kontak"),
    "help": _("Bantuan"),
    "accessibility": _("Aksesibilitas"),
    "site_map": _("Peta situs"),
}


@login_not_required
@require_GET
def information_page(request: HttpRequest, page: str) -> HttpResponse:
    """One of PAGES; the address decides which."""
    context = {
        "title": PAGES[page],
        "breadcrumb": [(_("Beranda"), reverse("home")), (PAGES[page], "")],
    }
    return render(request, f"pages/{page}.html", context)


@login_not_required
@require_GET
def privacy(request: HttpRequest, version: str = CURRENT) -> HttpResponse:
    """The privacy notice in force, or an earlier version that people agreed to."""
    if version not in NOTICES:
        raise Http404
    title = _("Privasi")
    context = {
        "title": title,
        "breadcrumb": [(_("Beranda"), reverse("home")), (title, "")],
        "version": version,
        "notices": reversed(NOTICES.items()),
        "notice_template": template_of(version),
    }
    return render(request, "pages/privacy.html", context)
