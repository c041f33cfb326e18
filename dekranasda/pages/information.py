"""Pages of plain information: who runs the portal, how to get help, what happens to data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

#: Template by the name of its address, with the title its breadcrumb shows.
PAGES = {
    "about": _("Tentang kami"),
    "contact": _("Kontak"),
    "help": _("Bantuan"),
    "privacy": _("Privasi"),
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
