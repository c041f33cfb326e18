"""Pages of plain information: who runs the portal, how to get help, what happens to data."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.accounts.privacy_notice import CURRENT, NOTICES, template_of
from dekranasda.editorial.models import PageText
from dekranasda.editorial.writing import parts_of
from dekranasda.templatetags.portal import translated

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
    return render(request, f"pages/{page}.html", _context(page, PageText.objects.of_page(page)))


@role_required(Role.SECRETARIAT)
@require_GET
def page_preview(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A plain page with a text of the council's, as the public will read it."""
    text = get_object_or_404(PageText, pk=pk)
    edit = reverse("admin:editorial_pagetext_change", args=[pk])
    context = {**_context(text.page, text), "edit_url": edit, "is_public": text.is_public}
    return render(request, f"pages/{text.page}.html", context)


def _context(page: str, text: PageText | None) -> dict[str, Any]:
    return {
        "title": PAGES[page],
        "text": text,
        "parts": parts_of(translated(text, "body")) if text else [],
        "breadcrumb": [(_("Beranda"), reverse("home")), (PAGES[page], "")],
    }


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
