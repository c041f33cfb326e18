"""The price help of a work: what a piece costs, which price carries it, what an hour earns."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.refusals import done_on
from dekranasda.templatetags.portal import rupiah
from products import cost_sheets
from products.assisting import take_in_hand
from products.draft_frame import posted
from products.forms.costs import CostForm
from products.models import CostSheet, Product, ProductVersion
from products.pricing import SHARES

PRICE = ProductVersion.Step.PRICE


def _version(request: AuthenticatedHttpRequest, code: str) -> ProductVersion:
    """The newest version of the person's own work: its draft where there is one."""
    works = Product.objects.editable_by(request.user)
    versions = ProductVersion.objects.filter(product__in=works, product__code=code.upper())
    related = versions.select_related("product__business__owner", "cost_sheet")
    newest = related.order_by("-number").first() or get_object_or_404(versions)
    take_in_hand(request, newest.product)
    return newest


@require_http_methods(["GET", "POST"])
def cost_sheet(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Reckons what a piece costs; kept with a draft, only shown for a version that was sent."""
    version = _version(request, code)
    is_kept = cost_sheets.may_keep(version)
    sheet = cost_sheets.sheet_of(version)
    known = cost_sheets.wage_check(0, on=timezone.localdate())
    form = CostForm(posted(request), sheet=sheet, minimum_idr=known.minimum_idr)
    if request.method == "POST":
        sheet = None
        if form.is_valid():
            sheet = form.sheet()
            if is_kept and _keep(version, form):
                return redirect(reverse("products:cost_sheet", args=[code]) + "#hasil")
    context = {
        "form": form,
        "version": version,
        "is_kept": is_kept,
        "result": _result(version, sheet) if sheet else None,
        "back_url": version.step_url(PRICE)
        if is_kept
        else reverse("curation:product_status", args=[version.product.code]),
        "back_label": _("Langkah harga") if is_kept else _("Karya ini"),
    }
    return render(request, "products/cost_sheet.html", context, status=422 if form.errors else 200)


def _keep(version: ProductVersion, form: CostForm) -> bool:
    """Whether the reckoning was kept; a draft that was sent meanwhile says so in the form."""
    return done_on(form, lambda: cost_sheets.keep(version, form.cleaned_data))


def _result(version: ProductVersion, sheet: CostSheet) -> dict[str, object]:
    """What the page says of a reckoning. One query."""
    costs, price = cost_sheets.costs_of(sheet), cost_sheets.price_of(version)
    today = timezone.localdate()
    hourly = sheet.hourly_wage_idr if price is None else costs.hourly_wage_at(price)
    left = None if price is None else costs.left_at(price)
    return {
        "costs": costs,
        "sheet": sheet,
        "price": price,
        "left": left,
        "missing": -left if left is not None and left < 0 else 0,
        "share_left": None if price is None else costs.share_left_at(price),
        "wage": cost_sheets.wage_check(hourly, on=today),
        "prices": [{"share": share, "price": costs.price_through_shop(share)} for share in SHARES],
    }


@require_POST
def use_price(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Writes one of the reckoned prices into the step of the price, and goes there."""
    version = _version(request, code)
    share = request.POST.get("share", "")
    try:
        price = cost_sheets.use_price(
            version, share=int(share) if share.isascii() and share.isdigit() else -1
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("products:cost_sheet", code)
    messages.success(
        request,
        _("Harga %(price)s sudah ditulis. Lengkapi isian lain di halaman ini.")
        % {"price": rupiah(price)},
    )
    return redirect(version.step_url(PRICE))
