"""Labels to print: a maker's own works, or any work on show at the council's desk."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from products.forms.labels import DeskLabelForm, LabelForm
from products.labels import SHEETS, label_of, labels_pdf, printer_check_pdf
from products.models import Product
from products.querysets import ProductQuerySet

MOST_LISTED = 60


def _own_works(request: AuthenticatedHttpRequest) -> ProductQuerySet:
    """The person's own works on show, by name."""
    works = Product.objects.published().filter(business__owner__user=request.user)
    return works.defer("search").order_by("name", "pk")


def _all_works() -> ProductQuerySet:
    return Product.objects.published().defer("search").order_by("name", "pk")


@require_GET
def own_labels(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Chooses among the own works, one of them ticked already where the address names it."""
    works = _own_works(request)
    chosen = request.GET.getlist("karya") or ([works[0].code] if len(works) == 1 else [])
    return _own_page(request, LabelForm(works=works, initial={"karya": chosen}))


def _own_page(request: AuthenticatedHttpRequest, form: LabelForm) -> HttpResponse:
    context = {
        "form": form,
        "works": form.fields["karya"].queryset,  # type: ignore[attr-defined]
        "back_url": reverse("artisan_home"),
        "back_label": _("Halaman saya"),
    }
    return render(request, "products/own_labels.html", context, status=422 if form.errors else 200)


@require_GET
def own_labels_pdf(request: AuthenticatedHttpRequest) -> HttpResponse | FileResponse:
    """The labels of the chosen own works; with `uji` a page to try the printer with."""
    if "uji" in request.GET:
        return _printer_check(request)
    form = LabelForm(request.GET, works=_own_works(request))
    return _pdf(form) if form.is_valid() else _own_page(request, form)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def label_desk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Chooses among all works on show, found by name, maker or code."""
    return _desk_page(request, DeskLabelForm(works=_all_works()))


def _desk_page(request: AuthenticatedHttpRequest, form: DeskLabelForm) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:80]
    ticked = set(request.GET.getlist("karya"))
    works = _all_works()
    if asked:
        named = Q(name__icontains=asked) | Q(maker_name__icontains=asked) | Q(code__iexact=asked)
        works = works.filter(named | Q(code__in=ticked))
    # One row more than is shown says that there are more.
    found = list(works[: MOST_LISTED + 1])
    form.fields["karya"].choices = [  # type: ignore[attr-defined]
        (work.code, f"{work.name} · {work.maker_name} · {work.code}")
        for work in found[:MOST_LISTED]
    ]
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "is_empty": not found,
        "has_more": len(found) > MOST_LISTED,
        "breadcrumb": [(_("Menunggu saya"), reverse("workspace")), (_("Label karya"), "")],
    }
    return render(request, "products/label_desk.html", context, status=422 if form.errors else 200)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def label_desk_pdf(request: AuthenticatedHttpRequest) -> HttpResponse | FileResponse:
    """The labels of the chosen works; with `uji` a page to try the printer with."""
    if "uji" in request.GET:
        return _printer_check(request)
    form = DeskLabelForm(request.GET, works=_all_works())
    return _pdf(form) if form.is_valid() else _desk_page(request, form)


def _pdf(form: LabelForm) -> FileResponse:
    wanted = form.cleaned_data
    labels = [
        label_of(work, has_price=wanted["harga"], has_code=wanted["kode"])
        for work in wanted["karya"]
        for _time in range(wanted["jumlah"])
    ]
    pdf = labels_pdf(labels, sheet=wanted["ukuran"], skip=wanted["mulai"] - 1)
    name = f"label-{wanted['ukuran']}.pdf"
    return FileResponse(pdf, filename=name, content_type="application/pdf")


def _printer_check(request: AuthenticatedHttpRequest) -> FileResponse:
    asked = request.GET.get("ukuran", "")
    sheet = asked if asked in SHEETS else "8"
    name = f"cetak-uji-{sheet}.pdf"
    return FileResponse(printer_check_pdf(sheet), filename=name, content_type="application/pdf")
