"""Step 1 of a work: its photographs, sent one by one by the page's script or all in one form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest
from products import drafts, photos
from products.assisting import home_of
from products.draft_frame import frame, next_url, own_work, posted, refuse_closed, saved_text
from products.forms import LATER, STAY, PhotoForm, PhotosForm, Slot, slots_of
from products.models import Photo, ProductVersion

Step = ProductVersion.Step


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
            return redirect(home_of(request))
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
