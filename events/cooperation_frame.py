"""What the desk's pages of cooperation share: the page of one form, and the way to the desk."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dekranasda.accounts.access import AuthenticatedHttpRequest

PAGE_SIZE = 25


def form_page(
    request: AuthenticatedHttpRequest,
    form: forms.BaseForm,
    title: str,
    back_url: str,
    *,
    lead: str = "",
    action: str = "",
    is_multipart: bool = False,
) -> HttpResponse:
    """The page of one form of cooperation: 422 where something is to be mended."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action or _("Simpan"),
        "back_url": back_url,
        "is_multipart": is_multipart,
        "breadcrumb": trail((title, "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/cooperation_form.html", context, status=status)


def trail(*items: tuple[str, str]) -> list[tuple[str, Any]]:
    """The way from the desk to the page."""
    return [(_("Kerja sama"), reverse("events:cooperation_desk")), *items]
