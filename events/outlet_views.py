"""Pages of outlets: what stands where, what was sold in a month, what came back."""

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.models import Craft
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook
from dekranasda.templatetags.portal import translated
from events import exhibits, outlets
from events.models import ExportTemplate, Outlet, OutletMonth, Placement
from events.outlet_forms import (
    BringBackForm,
    MonthChoiceForm,
    OutletForm,
    OutletMonthForm,
    PlacementForm,
)
from events.workbench import LEAST_LETTERS, may_edit
from products.models import Product

PAGE_SIZE = 50
MOST_FOUND = 30
readers = role_required(Role.SECRETARIAT, Role.LEADER)
keepers = role_required(Role.SECRETARIAT)


@readers
@require_GET
def market_desk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What stands where, chosen by outlet, craft and state; the outlets; the export sheets."""
    chosen = {name: request.GET.get(name, "") for name in ("tempat", "kerajinan", "keadaan")}
    sellers = list(Outlet.objects.with_standing().select_related("district"))
    context = {
        "page": Paginator(_placements(chosen), PAGE_SIZE).get_page(request.GET.get("hal")),
        "chosen": chosen,
        "is_chosen": any(chosen.values()),
        "outlets": sellers,
        "outlet_options": [(one.pk, one.name) for one in sellers],
        "crafts": [(one.slug, translated(one, "name")) for one in Craft.objects.all()],
        "states": [
            ("", _("Masih dititipkan")),
            ("berakhir", _("Sudah berakhir")),
            ("semua", _("Semua")),
        ],
        "templates": ExportTemplate.objects.filter(is_active=True),
        "may_edit": may_edit(request.user),
    }
    return render(request, "events/market_desk.html", context)


def _placements(chosen: dict[str, str]) -> QuerySet[Placement]:
    rows = Placement.objects.with_sales().select_related("outlet", "product__business")
    if chosen["keadaan"] == "berakhir":
        rows = rows.filter(ended_on__isnull=False)
    elif chosen["keadaan"] != "semua":
        rows = rows.standing()
    if chosen["tempat"].isdecimal():
        rows = rows.filter(outlet=int(chosen["tempat"][:9]))
    if chosen["kerajinan"]:
        rows = rows.filter(product__craft__slug=chosen["kerajinan"])
    return rows.order_by("outlet__name", "product__name", "pk")


@readers
@require_GET
def placement_workbook(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every placement with what was sold, as a workbook."""
    headings = [
        _("Tempat jual"), _("Jenis"), _("Usaha"), _("Kode"), _("Karya"), _("Sejak"),
        _("Dititipkan"), _("Terjual"), _("Penjualan (Rp)"), _("Kembali"), _("Masih di sana"),
        _("Berakhir"), _("Catatan"),
    ]  # fmt: skip
    rows = (
        [
            one.outlet.name, one.outlet.get_kind_display(), one.product.business.name,
            one.product.code, one.product.name, one.placed_on, one.quantity, one.sold,
            one.income_idr, one.returned_count, one.standing, one.ended_on, one.note,
        ]
        for one in _placements({"tempat": "", "kerajinan": "", "keadaan": "semua"})
    )  # fmt: skip
    return workbook(Sheet(_("Titipan"), headings, rows), "titipan.xlsx")


@readers
@require_GET
def outlet_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """An outlet with its terms, what stands there, and what it sold month by month."""
    outlet = get_object_or_404(Outlet.objects.select_related("district"), pk=pk)
    rows = Placement.objects.with_sales().filter(outlet=outlet)
    context = {
        "outlet": outlet,
        "placements": rows.select_related("outlet", "product__business").order_by(
            "ended_on", "product__name", "pk"
        ),
        "months": outlets.monthly(outlet),
        "may_edit": may_edit(request.user),
        "breadcrumb": _trail(outlet.name),
    }
    return render(request, "events/outlet_detail.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def outlet_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new outlet."""
    form = OutletForm(request.POST or None)
    return _saved_outlet(request, form, _("Tempat jual baru"), reverse("events:market_desk"))


@keepers
@require_http_methods(["GET", "POST"])
def outlet_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes an outlet."""
    outlet = get_object_or_404(Outlet, pk=pk)
    form = OutletForm(request.POST or None, instance=outlet)
    return _saved_outlet(
        request, form, _("Ubah tempat jual"), reverse("events:outlet_detail", args=[pk])
    )


def _saved_outlet(
    request: AuthenticatedHttpRequest, form: OutletForm, heading: str, back_url: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        outlet = form.save()
        messages.success(request, _("Tempat jual tersimpan."))
        return redirect("events:outlet_detail", pk=outlet.pk)
    context = {"heading": heading, "form": form, "back_url": back_url}
    return render(request, "events/event_form.html", context)


@keepers
@require_GET
def find_work(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Finds the work that goes to an outlet, by its name, code or maker."""
    outlet = get_object_or_404(Outlet, pk=pk)
    name = request.GET.get("nama", "").strip()
    found = (
        exhibits.named(Product.objects.published(), name) if len(name) >= LEAST_LETTERS else None
    )
    context = {
        "outlet": outlet,
        "name": name,
        "found": found,
        "breadcrumb": _trail(_("Titipkan karya"), outlet),
    }
    return render(request, "events/find_work.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def place_work(request: AuthenticatedHttpRequest, pk: int, code: str) -> HttpResponse:
    """Places pieces of a work at an outlet."""
    outlet = get_object_or_404(Outlet, pk=pk)
    work = get_object_or_404(Product.objects.published(), code=code)
    start = {"placed_on": timezone.localdate(), "price_idr": work.price_idr}
    placement = Placement(outlet=outlet, product=work)
    form = PlacementForm(request.POST or None, instance=placement, initial=start)
    return _saved_placement(request, form, _("Titipkan %(work)s") % {"work": work.name})


@keepers
@require_http_methods(["GET", "POST"])
def placement_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a placement that has not ended: more pieces, another price, the maker's word."""
    placement = get_object_or_404(Placement.objects.standing().select_related("product"), pk=pk)
    form = PlacementForm(request.POST or None, instance=placement)
    return _saved_placement(request, form, placement.product.name)


def _saved_placement(
    request: AuthenticatedHttpRequest, form: PlacementForm, heading: str
) -> HttpResponse:
    back_url = reverse("events:outlet_detail", args=[form.instance.outlet_id])
    if carried_out(request, form, form.instance.validate_constraints, _("Titipan tersimpan.")):
        form.save()
        return redirect(back_url)
    context = {"heading": heading, "form": form, "back_url": back_url}
    return render(request, "events/event_form.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def bring_back(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes what came back from an outlet, and whether the placement ends."""
    rows = Placement.objects.standing().with_sales().select_related("product")
    placement = get_object_or_404(rows, pk=pk)
    back_url = reverse("events:outlet_detail", args=[placement.outlet_id])
    start = {"pieces": placement.standing, "on": timezone.localdate()}
    form = BringBackForm(request.POST or None, initial=start)
    if carried_out(
        request,
        form,
        lambda: outlets.bring_back(placement, **form.cleaned_data),
        _("Barang kembali tercatat."),
    ):
        return redirect(back_url)
    heading = _("%(work)s kembali") % {"work": placement.product.name}
    context = {"heading": heading, "form": form, "back_url": back_url}
    return render(request, "events/event_form.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def outlet_month(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What an outlet sold in one month (`bulan`, the last one unless told), work by work."""
    outlet = get_object_or_404(Outlet, pk=pk)
    choice = MonthChoiceForm(request.GET if request.GET.get("bulan") else None)
    month = choice.cleaned_data["bulan"] if choice.is_valid() else _last_month()
    rows = list(_placed_in(outlet, month))
    form = OutletMonthForm(request.POST or None, placements=rows)
    if request.method == "POST" and form.is_valid():
        try:
            count = outlets.record_month(outlet, month, form.sales(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(count)s karya terjual tercatat.") % {"count": count})
            return redirect("events:outlet_detail", pk=pk)
    context = {
        "outlet": outlet,
        "month": month,
        "choice": choice,
        "form": form,
        "breadcrumb": _trail(_("Penjualan sebulan"), outlet),
    }
    return render(request, "events/outlet_month.html", context)


def _placed_in(outlet: Outlet, month: date) -> QuerySet[Placement]:
    """What stood at the outlet in the month, with what is written of the month already."""
    written = Prefetch("months", OutletMonth.objects.filter(month=month))
    rows = Placement.objects.filter(outlet=outlet).exclude(ended_on__lt=month)
    return rows.select_related("product").prefetch_related(written).order_by("product__name", "pk")


def _last_month() -> date:
    first = timezone.localdate().replace(day=1)
    year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
    return date(year, month, 1)


def _trail(here: str, outlet: Outlet | None = None) -> list[tuple[str, str]]:
    between = [(outlet.name, reverse("events:outlet_detail", args=[outlet.pk]))] if outlet else []
    return [(_("Pasar"), reverse("events:market_desk")), *between, (here, "")]


def workbook(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a file of the given name."""
    book = BytesIO()
    write_workbook(book, [sheet])
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book.getvalue(), content_type=CONTENT_TYPE, headers=headers)
