"""What the six steps of a work share: whose draft it is, its address, its frame on the page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.templatetags.portal import jam
from products.assisting import home_of, take_in_hand
from products.models import Product, ProductVersion

Step = ProductVersion.Step
HEADINGS = {
    Step.PHOTOS: gettext_lazy("Foto karya Anda"),
    Step.NAME: gettext_lazy("Nama dan kategori"),
    Step.MATERIAL: gettext_lazy("Bahan dan ukuran"),
    Step.PRICE: gettext_lazy("Harga dan kemampuan"),
    Step.STORY: gettext_lazy("Cerita karya"),
    Step.CHECK: gettext_lazy("Periksa jawaban Anda"),
}


# Which rows


def own_businesses(user: User) -> Any:
    """The active businesses whose works the person may enter: the own ones."""
    return Business.objects.filter(owner__user=user, state=Business.State.ACTIVE)


def own_work(request: HttpRequest, code: str) -> Product:
    """The work with the code that the person may change, or 404."""
    works = Product.objects.editable_by(request.user)  # type: ignore[arg-type]  # signed in
    product = get_object_or_404(works.select_related("business__owner"), code=code.upper())
    take_in_hand(request, product)
    return product


def locked_draft(product: Product) -> ProductVersion | None:
    """The work's draft, locked until the transaction ends, so that sending and saving queue up."""
    return (
        product.versions.select_for_update(of=("self",))
        .filter(frozen_at__isnull=True)
        .select_related("product__business__owner", "craft", "motif")
        .first()
    )


def refuse_closed(request: HttpRequest, product: Product) -> HttpResponse:
    """The way back from a step that no open request names; what was submitted stands."""
    messages.info(
        request,
        _("Bagian ini tidak diminta untuk diperbaiki, jadi tetap seperti yang Anda kirim."),
    )
    return redirect("curation:product_status", product.code)


# Addresses and frames


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, to bind a form with; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def next_url(request: HttpRequest, version: ProductVersion, number: int) -> str:
    """Where a saved step leads: on, or back to the check from which the maker came."""
    return version.step_url(Step.CHECK if "periksa" in request.GET else number + 1)


def saved_text() -> str:
    """The sentence that sets the maker at ease."""
    return _("Tersimpan pukul %(time)s. Anda boleh menutup halaman ini.") % {
        "time": jam(timezone.now())
    }


def saved_stamp(version: ProductVersion) -> str:
    """When the version was written last, to the microsecond, as its pages carry it."""
    return date_format(version.updated_at, "U.u")


def frame(version: ProductVersion, number: int, request: HttpRequest) -> dict[str, Any]:
    """What every step's page shows: heading, stepper, ways back and to deletion."""
    product = version.product
    reached = max(version.step, number)
    back = version.step_url(number - 1) if number > 1 else home_of(request)
    return {
        "product": product,
        "version": version,
        "number": number,
        "total": len(Step),
        "heading": HEADINGS[Step(number)],
        "steps": [
            {
                "label": step.label,
                "url": version.step_url(step.value),
                "state": "current" if step == number else "done" if step <= reached else "todo",
            }
            for step in Step
        ],
        "saved_at": saved_stamp(version),
        "back_url": version.step_url(Step.CHECK) if "periksa" in request.GET else back,
    }
