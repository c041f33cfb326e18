"""Export sheets for other markets: looked at before they are taken along."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.models import Craft, District
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.templatetags.portal import translated
from events import market_export
from events.models import ExportTemplate
from events.outlet_views import readers, workbook
from products.models import Product


@readers
@require_GET
def export_preview(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The first rows of a sheet and what works still lack, by craft, district and grade."""
    template = get_object_or_404(ExportTemplate, slug=slug, is_active=True)
    chosen = _chosen(request)
    context = {
        "template": template,
        "preview": market_export.preview(template, market_export.works(**chosen)),
        "chosen": chosen,
        "crafts": [(one.slug, translated(one, "name")) for one in Craft.objects.all()],
        "districts": [(one.code, one.name) for one in District.objects.all()],
        "grades": Product.Grade.choices,
        "query": request.GET.urlencode(),
        "breadcrumb": [(_("Pasar"), reverse("events:market_desk")), (template.name, "")],
    }
    return render(request, "events/export_preview.html", context)


@readers
@require_GET
def export_file(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The sheet as a workbook; with `utuh` only the works that lack nothing required."""
    template = get_object_or_404(ExportTemplate, slug=slug, is_active=True)
    works = market_export.works(**_chosen(request))
    sheet = market_export.sheet(template, works, whole_only=bool(request.GET.get("utuh")))
    return workbook(sheet, f"{template.slug}-{timezone.localdate()}.xlsx")


def _chosen(request: HttpRequest) -> dict[str, Any]:
    return {
        "craft": request.GET.get("kerajinan", ""),
        "district": request.GET.get("kecamatan", ""),
        "grade": request.GET.get("kelas", ""),
    }
