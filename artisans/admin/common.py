"""What several admins of the registry share."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from artisans.history import history_around, page_number


class TrackedAdmin:
    """Shows the audit trail of the database instead of the admin's own log."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed which field, from what, to what, and why, of the row and what is its own."""
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]  # of ModelAdmin
        options = self.model._meta  # type: ignore[attr-defined]  # of ModelAdmin
        if row is None:
            raise Http404
        context = {
            **admin.site.each_context(request),
            "title": _("Riwayat: %(name)s") % {"name": row},
            "object": row,
            "opts": options,
            "page": history_around(row, page=page_number(request.GET.get("hal", ""))),
            "number": page_number(request.GET.get("hal", "")),
        }
        return TemplateResponse(request, "admin/artisans/history.html", context)
