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
from dekranasda.lib import images, offline
from products import drafts, photos
from products.assisting import home_of
from products.draft_frame import (
    frame,
    is_written_elsewhere,
    next_url,
    own_work,
    posted,
    refuse_closed,
    saved_text,
)
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
        if is_written_elsewhere(request, version, Step.PHOTOS):
            form.refuse_stale()
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
    page = render(request, "products/draft_photos.html", context)
    return offline.keepable(page, owner=request.user.uid)


def keep_photos(form: PhotosForm) -> bool:
    """Adds every photograph of the form and keeps its words; refusals become errors of slots.

    Returns whether all were taken. The form's slots show what is there afterwards.
    """
    version, cleaned = form.instance, form.cleaned_data
    form.keep_words()
    for slot in form.slots:
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
    """Takes one photograph from the page's script; 201 with its slot, also when it comes again."""
    product = own_work(request, code)
    version = get_object_or_404(product.versions.filter(frozen_at__isnull=True))
    if not product.is_step_open(Step.PHOTOS):
        return HttpResponse(status=409)
    form = PhotoForm(request.POST, request.FILES, instance=version)
    if not form.is_valid():
        return render_slot(request, version, request.POST.get("kind", ""), _first_error(form))
    given = form.cleaned_data
    file, replaces = given["photo"], given["replaces"]
    kind = replaces.kind if replaces else given["kind"]
    try:
        photo = photos.add_photo(
            version,
            kind=kind,
            raw=photos.read_limited(file),
            name=file.name or "",
            at=timezone.now(),
            replaces=replaces,
            key=given["key"],
            instead_of=given["instead_of"],
            hints=given["hints"],
        )
    except images.ImagesBusy:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    except ValidationError as refused:
        return render_slot(request, version, kind, " ".join(refused.messages), replaces)
    return render_slot(request, version, kind, photo=photo)


def _first_error(form: PhotoForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def render_slot(
    request: HttpRequest,
    version: ProductVersion,
    kind: str,
    error: str = "",
    photo: Photo | None = None,
) -> HttpResponse:
    """One slot as it stands now: 201 with a photograph that came in, 422 where it was refused."""
    wanted = Photo.Kind(kind) if kind in Photo.Kind.values else Photo.Kind.DETAIL
    slots = slots_of(version.photos.all())
    slot = next(
        (slot for slot in slots if photo is not None and slot.photo == photo),
        next((slot for slot in slots if slot.kind == wanted), Slot(wanted, wanted, None)),
    )
    slot.error = error
    context = {"slot": slot, "product": version.product}
    status = 422 if error else 201 if photo is not None else 200
    return render(request, "products/_photo_slot.html", context, status=status)


def _own_photo(request: AuthenticatedHttpRequest, code: str, pk: int) -> Photo:
    """A photograph of a draft that the person may change, or 404."""
    of_draft = Photo.objects.filter(version__frozen_at__isnull=True).select_related("version")
    return get_object_or_404(of_draft, pk=pk, version__product=own_work(request, code))


def _answer(request: HttpRequest, photo: Photo, *, is_there: bool, text: str) -> HttpResponse:
    """The slot for the page's script; for a browser without it the page, with a sentence."""
    if request.headers.get("Accept", "").startswith("text/x-slot"):
        shown = photo if is_there else None
        return render_slot(request, photo.version, photo.kind, photo=shown)
    messages.success(request, text)
    return redirect(photo.version.step_url(Step.PHOTOS))


@require_POST
def photo_remove(request: AuthenticatedHttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes one photograph out of the draft."""
    photo = _own_photo(request, code, pk)
    if not photo.version.product.is_step_open(Step.PHOTOS):
        return refuse_closed(request, photo.version.product)
    photos.remove_photo(photo)
    return _answer(request, photo, is_there=False, text=_("Foto sudah dihapus."))


@require_POST
def photo_accept(request: AuthenticatedHttpRequest, code: str, pk: int) -> HttpResponse:
    """Keeps a photograph that the portal warned about."""
    photo = _own_photo(request, code, pk)
    if not photo.version.product.is_step_open(Step.PHOTOS):
        return refuse_closed(request, photo.version.product)
    photos.accept_warnings(photo)
    return _answer(request, photo, is_there=True, text=_("Foto tetap dipakai."))
