"""Visits of a period as a workbook: a mentor's own, all of them for the secretariat."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.models import MentoringVisit
from artisans.views.plans import people
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook

USUAL_PERIOD = timedelta(days=90)


def _day(text: str | None, default: date) -> date:
    """The day in an address, or the default where there is none or nonsense."""
    try:
        return parse_date(text or "") or default
    except ValueError:
        return default


@people
@require_GET
def export_visits(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The visits from `dari` to `sampai`, both included; the last 90 days unless told."""
    today = timezone.localdate()
    last = _day(request.GET.get("sampai"), today)
    first = _day(request.GET.get("dari"), last - USUAL_PERIOD)
    visits = MentoringVisit.objects.visible_to(request.user)
    chosen = visits.filter(visited_on__range=(first, last)).order_by("visited_on", "pk")
    headings = [
        _("Tanggal"), _("Usaha"), _("Pemilik"), _("Desa"), _("Kecamatan"), _("Pendamping"),
        _("Yang ditemukan"), _("Yang disepakati"), _("Sasaran yang dibahas"),
        _("Kunjungan berikutnya"),
    ]  # fmt: skip
    name = f"kunjungan-{first}-{last}.xlsx"
    book = BytesIO()
    write_workbook(book, [Sheet(_("Kunjungan"), headings, _rows(chosen))])
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(visits: Any) -> Iterator[list[Any]]:
    """One row a visit; read in portions, three queries each."""
    related = visits.select_related("business__owner", "business__village__district", "mentor")
    for visit in related.prefetch_related("targets").iterator(chunk_size=500):
        village = visit.business.village
        yield [
            visit.visited_on,
            visit.business.name,
            visit.business.owner.name,
            village.name if village else "",
            village.district.name if village else "",
            visit.mentor.full_name,
            visit.findings,
            visit.action,
            "; ".join(target.title for target in visit.targets.all()),
            visit.next_visit_on,
        ]
