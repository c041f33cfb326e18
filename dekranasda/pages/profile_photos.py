"""A maker's photographs: of the person and of the workplace, each shown only where agreed to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Artisan, OwnPhoto
from artisans.own_photos import MOST_OF_WORKPLACE, add_photo, remove_photo, show_photo
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import Consent
from dekranasda.lib.images import MAX_BYTES
from dekranasda.pages.consents import record_consents
from dekranasda.pages.profile_forms import OwnPhotoForm

Purpose = Consent.Purpose
Kind = OwnPhoto.Kind


@require_GET
def own_photos(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The maker's photographs, and what the public sees of them."""
    artisan = get_object_or_404(Artisan, user=request.user)
    photos = list(artisan.own_photos.all())
    places = [photo for photo in photos if photo.kind == Kind.WORKPLACE]
    is_allowed = Consent.is_current(artisan.uid, Purpose.PUBLIC_PHOTO)
    context = {
        "portrait": next((photo for photo in photos if photo.kind == Kind.PORTRAIT), None),
        "places": places,
        "has_room": len(places) < MOST_OF_WORKPLACE,
        "is_allowed": is_allowed,
        "is_held_back": not is_allowed and any(photo.is_shown for photo in photos),
        "back_url": reverse("own_profile"),
    }
    return render(request, "pages/own_photos.html", context)


@require_http_methods(["GET", "POST"])
def own_photo_add(request: AuthenticatedHttpRequest, kind: str) -> HttpResponse:
    """Adds a photograph; a portrait takes the place of the one before."""
    artisan = get_object_or_404(Artisan, user=request.user)
    if kind not in Kind.values:
        raise Http404
    words = OwnPhoto(artisan=artisan, kind=kind)
    is_sent = request.method == "POST"
    form = OwnPhotoForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, instance=words
    )
    if is_sent and form.is_valid() and _added(request, form, artisan):
        messages.success(request, _("Foto tersimpan."))
        return redirect("own_photos")
    context = {
        "form": form,
        "kind": Kind(kind),
        "is_portrait": kind == Kind.PORTRAIT,
        "replaces": kind == Kind.PORTRAIT and artisan.own_photos.filter(kind=kind).exists(),
        "back_url": reverse("own_photos"),
    }
    return render(request, "pages/own_photo_add.html", context, status=422 if is_sent else 200)


def _added(request: AuthenticatedHttpRequest, form: OwnPhotoForm, artisan: Artisan) -> bool:
    """Whether the photograph was kept; else the form says why not."""
    file = form.cleaned_data["photo"]
    kept: dict[str, Any] = {"raw": file.read(MAX_BYTES + 1), "name": file.name or ""}
    words = form.save(commit=False)
    try:
        with transaction.atomic():
            add_photo(artisan, words, **kept, by=request.user, at=timezone.now())
            if words.is_shown:
                _agree(request, artisan)
    except ValidationError as error:
        form.add_error("photo", ValidationError(error.messages))
        return False
    return True


def _agree(request: AuthenticatedHttpRequest, artisan: Artisan) -> None:
    """Writes the word of consent down that goes with showing a photograph of oneself."""
    record_consents(
        artisan,
        {Purpose.PUBLIC_PHOTO: True},
        channel=Consent.Channel.PORTAL,
        by=request.user,
        at=timezone.now(),
    )


def _own(request: AuthenticatedHttpRequest, pk: int) -> OwnPhoto:
    photos = OwnPhoto.objects.filter(artisan__user=request.user).select_related("artisan")
    return get_object_or_404(photos, pk=pk)


@require_POST
def show_own_photo(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Lets everybody see the photograph."""
    photo = _own(request, pk)
    with transaction.atomic():
        show_photo(photo, is_shown=True, by=request.user)
        _agree(request, photo.artisan)
    messages.success(request, _("Foto ini sekarang boleh dilihat umum."))
    return redirect("own_photos")


@require_POST
def hide_own_photo(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes the photograph off the public pages; it stays with the maker."""
    show_photo(_own(request, pk), is_shown=False, by=request.user)
    messages.success(request, _("Foto ini tidak tampil lagi."))
    return redirect("own_photos")


@require_http_methods(["GET", "POST"])
def remove_own_photo(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes the photograph away, after a question."""
    photo = _own(request, pk)
    if request.method == "POST":
        remove_photo(photo, by=request.user)
        messages.success(request, _("Foto sudah dihapus."))
        return redirect("own_photos")
    context = {
        "title": _("Hapus foto ini?"),
        "text": _("Foto ini hilang dari halaman Anda dan dari simpanan kami."),
        "action": _("Ya, hapus foto"),
        "back_url": reverse("own_photos"),
        "danger": True,
    }
    return render(request, "council/artisan_confirm.html", context)
