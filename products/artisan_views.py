"""The maker's side of works: six steps from the first photograph to sending, under /saya/karya/."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Business
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import User
from dekranasda.templatetags.portal import jam
from products import drafts, photos
from products.answers import answers_of, links_of
from products.forms import (
    LATER,
    STAY,
    STEP_FORMS,
    CheckForm,
    NewWorkForm,
    PhotoForm,
    PhotosForm,
    Slot,
    slots_of,
)
from products.models import Photo, Product, ProductVersion

Step = ProductVersion.Step
FORM_PAGES = {
    Step.NAME: "products/draft_name.html",
    Step.MATERIAL: "products/draft_material.html",
    Step.PRICE: "products/draft_price.html",
    Step.STORY: "products/draft_story.html",
}
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
    return get_object_or_404(works.select_related("business__owner"), code=code.upper())


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
    back = version.step_url(number - 1) if number > 1 else reverse("artisan_home")
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


# A new work


@require_http_methods(["GET", "POST"])
def draft_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Says what is needed, and starts a draft."""
    businesses = own_businesses(request.user)
    if not businesses:
        return render(request, "products/no_business.html", status=200)
    form = NewWorkForm(posted(request), businesses=businesses)
    if request.method == "POST" and form.is_valid():
        version = drafts.start_draft(
            form.cleaned_data["business"], by=request.user, at=timezone.now()
        )
        return redirect(version.step_url(Step.PHOTOS))
    open_drafts = (
        ProductVersion.objects.filter(
            product__in=Product.objects.filter(business__in=businesses), frozen_at__isnull=True
        )
        .exclude(name="", photos__isnull=True)
        .select_related("product")
        .order_by("-updated_at")[:5]
    )
    context = {
        "form": form,
        "open_drafts": [
            {
                "label": version.name or _("Karya tanpa nama"),
                "url": version.step_url(version.step),
                "status": _("Draf"),
                "kind": "draft",
            }
            for version in open_drafts
        ],
        "back_url": reverse("artisan_home"),
    }
    return render(request, "products/draft_create.html", context)


@require_http_methods(["GET", "POST"])
def draft_revise(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Asks, then makes a copy of the newest version that may be changed."""
    product = own_work(request, code)
    number = request.GET.get("langkah", "")
    target = int(number) if number in {str(step.value) for step in Step} else Step.CHECK
    version = product.draft()
    if request.method == "POST":
        version = drafts.new_version(product, by=request.user)
    if version is not None:
        return redirect(version.step_url(target))
    return render(request, "products/draft_revise.html", {"product": product})


@require_http_methods(["GET", "POST"])
def draft_delete(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Asks, then throws the draft away."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        messages.info(request, _("Draf ini sudah tidak ada."))
        return redirect("artisan_home")
    if request.method == "POST":
        drafts.delete_draft(version)
        messages.success(request, _("Draf sudah dihapus."))
        return redirect("artisan_home")
    context = {
        "product": product,
        "version": version,
        "back_url": version.step_url(version.step),
        "is_only_version": product.versions.count() == 1,
    }
    return render(request, "products/draft_delete.html", context)


# The steps


@require_http_methods(["GET", "POST"])
@transaction.atomic
def draft_step(request: AuthenticatedHttpRequest, code: str, number: str) -> HttpResponse:
    """Steps 2 to 5: one form each."""
    product, step = own_work(request, code), Step(int(number))
    version = locked_draft(product)
    if version is None:
        return redirect(f"{reverse('products:draft_revise', args=[code])}?langkah={number}")
    if not product.is_step_open(step):
        return refuse_closed(request, product)
    form = STEP_FORMS[step](posted(request), instance=version)
    if request.method == "POST" and form.is_valid():
        form.save()
        drafts.reach_step(version, step + 1)
        if form.cleaned_data["after"] == LATER:
            messages.success(request, saved_text())
            return redirect("artisan_home")
        return redirect(next_url(request, version, step))
    context = {**frame(version, step, request), "form": form}
    return render(request, FORM_PAGES[step], context)


@require_POST
@transaction.atomic
def draft_autosave(request: AuthenticatedHttpRequest, code: str, number: str) -> HttpResponse:
    """Keeps what has been typed so far; the script of the page calls it.

    One that does not build on what is stored changes nothing: on a weak signal it may arrive after
    the button was pressed. A page that is still open hears so, and sends what it shows now.
    """
    version = locked_draft(own_work(request, code))
    if version is None:
        return JsonResponse({"saved": "", "gone": True}, status=409)
    if request.POST.get("base") != saved_stamp(version):
        return JsonResponse({"saved": "", "at": saved_stamp(version)}, status=409)
    if not version.product.is_step_open(int(number)):
        return JsonResponse({"saved": ""}, status=422)
    form = STEP_FORMS[int(number)](request.POST, instance=version, partial=True)
    if not form.is_valid():
        return JsonResponse({"saved": ""}, status=422)
    form.save()
    return JsonResponse({"saved": saved_text(), "at": saved_stamp(version)})


@require_http_methods(["GET", "POST"])
def draft_photos(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Step 1: photographs, all in one form where there is no script."""
    product = own_work(request, code)
    version = product.versions.filter(frozen_at__isnull=True).first()
    if version is None:
        return redirect(f"{reverse('products:draft_revise', args=[code])}?langkah=1")
    if not product.is_step_open(Step.PHOTOS):
        return refuse_closed(request, product)
    form = PhotosForm(posted(request), request.FILES or None, instance=version)
    if request.method == "POST":
        form.full_clean()
        # Photographs are kept even where some words are refused: sending them again is dear.
        is_whole = keep_photos(form)
        after = form.cleaned_data.get("after")
        if after == STAY and is_whole:
            return redirect(version.step_url(Step.PHOTOS))
        if after == LATER and is_whole:
            messages.success(request, saved_text())
            return redirect("artisan_home")
        if is_whole:
            form.require_enough()
        if not form.errors:
            drafts.reach_step(version, Step.NAME)
            return redirect(next_url(request, version, Step.PHOTOS))
        form.show_errors()
    context = {**frame(version, Step.PHOTOS, request), "form": form, "slots": form.slots}
    return render(request, "products/draft_photos.html", context)


def keep_photos(form: PhotosForm) -> bool:
    """Adds every photograph of the form and keeps its words; refusals become errors of slots.

    Returns whether all were taken. The form's slots show what is there afterwards.
    """
    version, cleaned = form.instance, form.cleaned_data
    for slot in form.slots:
        words = cleaned.get(f"alt_{slot.key}")
        if slot.photo is not None and words is not None and f"alt_{slot.key}" in form.data:
            photos.describe_as(slot.photo, words)
        if file := cleaned.get(f"photo_{slot.key}"):
            try:
                slot.photo = photos.add_photo(
                    version,
                    kind=slot.kind.value,
                    raw=photos.read_limited(file),
                    name=file.name or "",
                    at=timezone.now(),
                    replaces=slot.photo,
                )
            except ValidationError as error:
                form.add_error(f"photo_{slot.key}", error)
    return not form.errors


@require_POST
def photo_add(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Takes one photograph from the page's script; answers with its slot."""
    product = own_work(request, code)
    version = get_object_or_404(product.versions.filter(frozen_at__isnull=True))
    form = PhotoForm(request.POST, request.FILES, instance=version)
    if not product.is_step_open(Step.PHOTOS):
        return refuse_closed(request, product)
    if not form.is_valid():
        return render_slot(request, version, request.POST.get("kind", ""), _first_error(form))
    file, replaces = form.cleaned_data["photo"], form.cleaned_data["replaces"]
    kind = replaces.kind if replaces else form.cleaned_data["kind"]
    error = ""
    try:
        replaces = photos.add_photo(
            version,
            kind=kind,
            raw=photos.read_limited(file),
            name=file.name or "",
            at=timezone.now(),
            replaces=replaces,
        )
    except ValidationError as refused:
        error = " ".join(refused.messages)
    return render_slot(request, version, kind, error, replaces)


def _first_error(form: PhotoForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def render_slot(
    request: HttpRequest,
    version: ProductVersion,
    kind: str,
    error: str = "",
    photo: Photo | None = None,
) -> HttpResponse:
    """One slot as it stands now; 422 where its photograph was refused."""
    wanted = Photo.Kind(kind) if kind in Photo.Kind.values else Photo.Kind.DETAIL
    slots = slots_of(version.photos.all())
    slot = next(
        (slot for slot in slots if photo is not None and slot.photo == photo),
        next((slot for slot in slots if slot.kind == wanted), Slot(wanted, wanted, None)),
    )
    slot.error = error
    context = {"slot": slot, "product": version.product}
    return render(request, "products/_photo_slot.html", context, status=422 if error else 200)


@require_POST
def photo_remove(request: AuthenticatedHttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes one photograph out of the draft."""
    product = own_work(request, code)
    photo = get_object_or_404(
        Photo, pk=pk, version__product=product, version__frozen_at__isnull=True
    )
    if not product.is_step_open(Step.PHOTOS):
        return refuse_closed(request, product)
    photos.remove_photo(photo)
    if request.headers.get("Accept", "").startswith("text/x-slot"):
        return render_slot(request, photo.version, photo.kind)
    messages.success(request, _("Foto sudah dihapus."))
    return redirect("products:draft_photos", product.code)


@require_http_methods(["GET", "POST"])
def draft_check(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Step 6: everything at a glance; a valid declaration hands the work on to be sent."""
    product = own_work(request, code)
    version = (
        product.versions.filter(frozen_at__isnull=True)
        .select_related("product__business__owner", "craft", "motif")
        .first()
    )
    if version is None:
        return redirect("products:draft_revise", code)
    problems = drafts.content_problems(version)
    form = CheckForm(posted(request), instance=version)
    if request.method == "POST" and form.is_valid() and not problems:
        drafts.declare(
            version,
            by=request.user,
            at=timezone.now(),
            allows_publication=form.cleaned_data.get("allows_publication", False),
        )
        # The sending is a POST of its own address; 307 lets the browser repeat this one there.
        return redirect("curation:submit_product", product.code, preserve_request=True)
    drafts.reach_step(version, Step.CHECK)
    context = {
        **frame(version, Step.CHECK, request),
        "form": form,
        "problems": links_of(version, problems),
        "answers": answers_of(version, problems),
        "photos": version.photos.all(),
        "photos_url": version.step_url(Step.PHOTOS) + "?periksa=1",
    }
    return render(request, "products/draft_check.html", context)


@require_GET
def draft_resume(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Goes on where the maker stopped; the address that messages and lists carry."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        return redirect("products:draft_revise", product.code)
    return redirect(version.step_url(version.step))
