"""Sales at the stand on a phone, and what an exhibition brought in the end."""

import uuid
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.models import Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib import offline
from dekranasda.lib.refusals import done_on
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook
from dekranasda.templatetags.portal import form_errors
from events import exhibits, stand_sales
from events.exhibit_forms import StandSaleForm
from events.exhibit_views import exhibition_of, trail
from events.exhibition_report import report
from events.models import Event, Exhibit, StandSale

RECENT = 30


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def stand_sales_page(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Large buttons for each work; a tap is sent here as a form, or by a phone's outbox."""
    managed = Event.objects.managed_by(request.user).filter(kind=Event.Kind.EXHIBITION)
    event = get_object_or_404(managed, pk=pk)
    form = StandSaleForm(request.POST or None, exhibits=event.exhibits.all())
    if request.method == "POST" and _recorded(form, request):
        return _received(request, form)
    if form.is_bound and request.headers.get("Accept") == "application/json":
        return JsonResponse({"errors": form_errors(form)}, status=422)
    return _sales_page(request, event, form)


def _recorded(form: StandSaleForm, request: AuthenticatedHttpRequest) -> bool:
    if not form.is_valid():
        return False
    return done_on(
        form, lambda: stand_sales.record(**form.cleaned_data, by=request.user, at=timezone.now())
    )


def _received(request: AuthenticatedHttpRequest, form: StandSaleForm) -> HttpResponse:
    """Words for a phone's outbox, a page for everybody else."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"url": request.path}, status=201)
    text = _("Dibatalkan.") if form.cleaned_data["is_undone"] else _("Tercatat.")
    messages.success(request, f"{form.cleaned_data['exhibit'].product}: {text}")
    return redirect(request.get_full_path())


def _sales_page(
    request: AuthenticatedHttpRequest, event: Event, form: StandSaleForm
) -> HttpResponse:
    rows = exhibits.listed(event)
    makers = Business.objects.filter(pk__in=rows.values("product__business")).order_by("name")
    chosen = request.GET.get("usaha", "")
    if chosen:
        rows = rows.filter(product__business__slug=chosen)
    sales = StandSale.objects.filter(exhibit__event=event, undone_at__isnull=True)
    context = {
        "event": event,
        "form": form,
        "rows": [(one, uuid.uuid4()) for one in rows],
        "makers": makers,
        "chosen": chosen,
        "sales": sales.select_related("exhibit__product")[:RECENT],
        "words": _words(),
        "breadcrumb": trail(event, _("Catat penjualan"), below_desk=True),
    }
    status = 422 if form.is_bound else 200
    page = render(request, "events/stand_sales.html", context, status=status)
    return offline.keepable(page, owner=request.user.uid)


def _words() -> dict[str, Any]:
    """What the page's script says of a tap."""
    return {
        "queued": _("Menunggu sinyal. Aman di ponsel ini."),
        "received": _("Tercatat"),
        "sending": _("Sedang dikirim…"),
        "session": _("Anda perlu masuk lagi. Aman di ponsel ini."),
        "busy": _("Portal sedang sibuk. Aman di ponsel ini dan dikirim lagi nanti."),
        "gone": _("Anda tidak lagi bertugas di pameran ini. Hubungi sekretariat."),
        "refused": _("Perlu diperbaiki"),
        "undone": _("Dibatalkan"),
        "sale": str(StandSale.Kind.SALE.label),
        "order": str(StandSale.Kind.ORDER.label),
    }


@role_required(Role.SECRETARIAT, Role.MENTOR, Role.LEADER)
@require_GET
def exhibition_report(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What the exhibition brought, and where the counts do not fit; to read and to print."""
    event = exhibition_of(request, pk)
    context = {
        "event": event,
        "report": report(event),
        "groups": exhibits.by_business(event),
        "today": timezone.localdate(),
        "breadcrumb": trail(event, _("Laporan pameran"), below_desk=True),
        "file_url": reverse("events:exhibition_workbook", args=[pk]),
    }
    return render(request, "events/exhibition_report.html", context)


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def exhibition_workbook(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The report as a workbook: the figures, the works with their counts, every sale."""
    event = exhibition_of(request, pk)
    book = BytesIO()
    sheets = [_figures_sheet(event), _works_sheet(event), _sales_sheet(event)]
    write_workbook(book, sheets)
    name = f"pameran-{event.slug}.xlsx"
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _figures_sheet(event: Event) -> Sheet:
    figures = report(event)
    rows: list[list[Any]] = [
        [_("Pameran"), event.title],
        [_("Mulai"), event.starts_at],
        [_("Selesai"), event.ends_at],
        [_("Tempat"), event.place],
        [_("Pelaku usaha yang ikut"), figures.makers],
        [_("Baru pertama kali ikut"), figures.first_timers],
        [_("Baru pertama kali ikut (%)"), figures.first_timers_share],
        [_("Karya"), figures.works],
        [_("Buah yang dibawa"), figures.pieces],
        [_("Buah terjual"), figures.sold],
        [_("Penjualan (Rp)"), figures.sales_idr],
        [_("Pesanan"), figures.orders],
        [_("Nilai pesanan (Rp)"), figures.orders_idr],
        [_("Pembeli"), figures.buyers],
        [_("Biaya (Rp)"), figures.cost_idr],
        [_("Stan"), figures.stalls],
        [_("Stan untuk peserta dua belas bulan terakhir (%)"), figures.again_share],
    ]
    return Sheet(_("Laporan"), [_("Hal"), _("Nilai")], rows)


def _works_sheet(event: Event) -> Sheet:
    headings = [
        _("Usaha"), _("Kecamatan"), _("Stan"), _("Kode"), _("Karya"), _("Harga (Rp)"),
        _("Dibawa"), _("Terjual"), _("Penjualan (Rp)"), _("Pesanan"), _("Kembali baik"),
        _("Kembali rusak"), _("Hilang"), _("Selisih hitungan"), _("Catatan"),
    ]  # fmt: skip
    return Sheet(_("Karya"), headings, map(_work_row, exhibits.listed(event)))


def _work_row(one: Exhibit) -> list[Any]:
    business = one.product.business
    village = business.village
    return [
        business.name, village.district.name if village else "", one.stand, one.product.code,
        one.product.name, one.price_idr, one.quantity, one.sold, one.income_idr, one.ordered,
        one.returned_count, one.damaged_count, one.missing_count, one.difference, one.note,
    ]  # fmt: skip


def _sales_sheet(event: Event) -> Sheet:
    sales = StandSale.objects.filter(exhibit__event=event).order_by("sold_at", "pk")
    rows: Iterable[list[Any]] = (
        [
            sale.sold_at, sale.exhibit.product.business.name, sale.exhibit.product.name,
            sale.get_kind_display(), sale.pieces, sale.price_idr, sale.total_idr,
            _("pembeli yang sama") if sale.same_buyer else "",
            _("dibatalkan") if sale.undone_at else "", sale.recorded_by.full_name,
        ]
        for sale in sales.select_related("exhibit__product__business", "recorded_by")
    )  # fmt: skip
    headings = [
        _("Pada"), _("Usaha"), _("Karya"), _("Jenis"), _("Jumlah"), _("Harga (Rp)"),
        _("Nilai (Rp)"), _("Pembeli"), _("Keadaan"), _("Dicatat oleh"),
    ]  # fmt: skip
    return Sheet(_("Catatan penjualan"), headings, rows)
