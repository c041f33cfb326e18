"""What the six steps of a work share: whose draft it is, its address, its frame on the page."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.lib.images import WARNINGS
from dekranasda.templatetags.portal import jam
from products.assisting import home_of, take_in_hand
from products.forms import STEP_FORMS
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

# What the scripts of the steps say.
DRAFT_WORDS = {
    "waiting": gettext_lazy("Menunggu sinyal. Isian aman di HP ini."),
    "restored": gettext_lazy("Isian yang belum terkirim sudah dikembalikan."),
    "session": gettext_lazy("Masuk lagi untuk menyimpan. Isian aman di HP ini."),
    "gone": gettext_lazy("Karya ini sudah dikirim atau dihapus dari perangkat lain."),
    "elsewhere": gettext_lazy("Baru diubah di tempat lain:"),
    "kept": gettext_lazy("Di HP ini masih ada isian lain:"),
    "use_kept": gettext_lazy("Pakai isian itu"),
}
PHOTO_WORDS = {
    "preparing": gettext_lazy("Menyiapkan foto…"),
    "sending": gettext_lazy("Mengirim…"),
    "checking": gettext_lazy("Memeriksa foto…"),
    "queued": gettext_lazy("Menunggu sinyal. Foto aman di HP ini dan dikirim sendiri nanti."),
    "busy": gettext_lazy("Portal sedang sibuk. Foto aman di HP ini dan dikirim lagi nanti."),
    "session": gettext_lazy("Masuk lagi untuk mengirim. Foto aman di HP ini."),
    "refused": gettext_lazy("Foto ini tidak dapat dipakai. Pilih foto lain."),
    "arrived": gettext_lazy("Foto sudah terkirim."),
    "offline": gettext_lazy("Belum bisa: sinyal lemah. Coba lagi nanti."),
    "full": gettext_lazy("HP ini penuh. Jangan tutup halaman sampai foto terkirim."),
    "retry": gettext_lazy("Coba lagi"),
    "cancel": gettext_lazy("Batalkan"),
    "waiting": gettext_lazy("0 foto masih dikirim. Anda boleh terus mengisi."),
    "not_sent": gettext_lazy("Belum terkirim"),
    "not_yet": gettext_lazy("Foto masih dikirim. Tunggu sampai semuanya terkirim."),
    "refused_before": gettext_lazy("Ada foto yang tidak dapat dipakai. Lihat langkah 1."),
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


def step_stamp(version: ProductVersion, number: int) -> str:
    """A digest of what the step holds: two pages with the same one were drawn from the same."""
    if number == Step.PHOTOS:
        described = version.photos.exclude(alt="").order_by("pk")
        held: list[object] = list(described.values_list("pk", "alt"))
    elif number in STEP_FORMS:
        values = model_to_dict(version, fields=STEP_FORMS[number]._meta.fields)
        held = [
            (name, sorted(each.pk for each in value) if isinstance(value, list) else value)
            for name, value in sorted(values.items())
        ]
    else:
        held = []
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def is_written_elsewhere(request: HttpRequest, version: ProductVersion, number: int) -> bool:
    """Whether the step was saved from another page since the one that is sent now was drawn.

    What the same page saved itself is no other's, even where it never heard the answer.
    """
    base, page = request.POST.get("base", ""), page_key(request)
    if not base or (page and version.saved_from in (page, pressed_on(page))):
        return False
    return base != step_stamp(version, number)


def is_outdated(request: HttpRequest, version: ProductVersion) -> bool:
    """Whether anything was saved since what a page saves by itself was typed.

    On a weak signal that may arrive after the same page's button; then it is too late as well.
    """
    page = page_key(request)
    if page is not None and version.saved_from == page:
        return False
    return request.POST.get("at") != saved_stamp(version)


def page_key(request: HttpRequest) -> UUID | None:
    """The key that the open page gave itself; None without a script."""
    try:
        return UUID(request.POST.get("page", ""))
    except ValueError:
        return None


def pressed_on(page: UUID | None) -> UUID | None:
    """The mark that the button of the page leaves, unlike what the page saves by itself."""
    return uuid5(page, "pressed") if page else None


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
        "base": step_stamp(version, number),
        "draft_words": {name: str(text) for name, text in DRAFT_WORDS.items()},
        "photo_words": {
            **{name: str(text) for name, text in PHOTO_WORDS.items()},
            "warnings": {code: str(text) for code, text in WARNINGS.items()},
        },
        "back_url": version.step_url(Step.CHECK) if "periksa" in request.GET else back,
    }
