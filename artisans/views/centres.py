"""Craft centres at the workbench: the list, the record, its fields, materials and photographs."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.centre_photos import (
    add_photo,
    describe_photo,
    locked,
    move_to_front,
    remove_photo,
)
from artisans.forms.both_texts import differences
from artisans.forms.centres import (
    CentreForm,
    CentreMaterialForm,
    CentrePhotoForm,
    NewCentrePhotoForm,
)
from artisans.history import history_around, history_of, newest_step, page_number
from artisans.models import CentreMaterial, CentrePhoto, Craft, CraftCentre, District
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from dekranasda.lib.images import MAX_BYTES

PAGE_SIZE = 25
MOST_MEMBERS = 200
READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)
CONFLICT = 409


@role_required(*READERS)
@require_GET
def centre_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The centres that the person may see, by name, craft, district and whether they are shown."""
    centres = _narrowed(CraftCentre.objects.visible_to(request.user), request)
    page = Paginator(centres, PAGE_SIZE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "wanted": {name: request.GET.get(name, "") for name in FILTERS},
        "crafts": Craft.objects.all(),
        "districts": District.objects.all(),
        "may_edit": may_keep(request.user),
    }
    return render(request, "artisans/centre_list.html", context)


FILTERS = ("q", "kerajinan", "kecamatan", "tampil")


def _narrowed(centres: Any, request: HttpRequest) -> QuerySet[CraftCentre]:
    text, craft, district, shown = (request.GET.get(name, "").strip()[:80] for name in FILTERS)
    for word in text.split():
        place = Q(village__name__icontains=word) | Q(place__icontains=word)
        centres = centres.filter(Q(name__icontains=word) | place)
    if craft:
        centres = centres.filter(craft=craft)
    if district:
        centres = centres.filter(district=district)
    if shown in ("ya", "tidak"):
        centres = centres.filter(is_public=shown == "ya")
    related = centres.select_related("craft", "village", "district")
    found: QuerySet[CraftCentre] = related.with_counts().order_by("name", "pk")
    return found


def may_keep(user: User) -> bool:
    """Whether the person keeps the pages of centres and associations."""
    return user.is_secretariat


@role_required(*READERS)
@require_GET
def centre_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What is kept of a centre: its facts, members of today and before, materials, photographs."""
    visible = CraftCentre.objects.visible_to(request.user)
    related = visible.select_related("craft", "village", "district", "contact_artisan")
    centre = get_object_or_404(related, pk=pk)
    members = centre.memberships.select_related("business__owner", "business__village")
    current = list(members.current().order_by("business__name")[: MOST_MEMBERS + 1])
    context = {
        "centre": centre,
        "members": current[:MOST_MEMBERS],
        "has_more_members": len(current) > MOST_MEMBERS,
        "former": members.filter(left_on__isnull=False)[:MOST_MEMBERS],
        "materials": centre.materials.all(),
        "photos": centre.photos.all(),
        "associations": centre.associations.all(),
        "documents": centre.documents.select_related("added_by"),
        "missing": centre.missing(),
        "may_edit": may_keep(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "artisans/centre_detail.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new centre, hidden until somebody shows it."""
    form = CentreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        centre = form.save(commit=False)
        centre.slug = _free_slug(centre.name)
        centre.save()
        messages.success(request, _("Sentra tersimpan, belum tampil untuk umum."))
        return redirect("artisans:centre_detail", pk=centre.pk)
    back = reverse("artisans:centre_list")
    return form_page(request, form, _("Sentra baru"), back, eyebrow=_("Sentra"))


def _free_slug(name: str) -> str:
    base = slugify(name)[:44] or "sentra"
    taken = set(CraftCentre.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbers) if slug not in taken)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a centre; who saves over another's change sees both and decides."""
    centre = get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk)
    heading, back = _("Ubah sentra"), reverse("artisans:centre_detail", args=[pk])
    return update_page(request, CentreForm, centre, heading, back)


def update_page(
    request: AuthenticatedHttpRequest,
    form_class: Any,
    row: Any,
    heading: str,
    back: str,
    keep: Callable[[Any], None] | None = None,
    **more: Any,
) -> HttpResponse:
    """The form of a row with its step, saved under the row's lock, or both texts with 409.

    `keep` stores the changed row where saving it is not all.
    """
    more.setdefault("eyebrow", str(row))
    if request.method != "POST":
        form = form_class(instance=row, initial={"step": newest_step(row)})
        return form_page(request, form, heading, back, **more)
    with transaction.atomic():
        row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        stored = type(row)._default_manager.get(pk=row.pk)
        form = form_class(request.POST, instance=row)
        if form.is_valid():
            if form.is_outdated(stored):
                return both_texts(request, form, stored, heading, back, **more)
            with pghistory.context(reason=form.cleaned_data["why"]):
                changed = form.save(commit=keep is None)
                if keep is not None:
                    keep(changed)
            messages.success(request, _("Perubahan tersimpan."))
            return redirect(back)
    return form_page(request, form, heading, back, **more)


def both_texts(
    request: HttpRequest, form: Any, stored: Any, heading: str, back: str, **more: Any
) -> HttpResponse:
    """What was typed stays in the form; beside it stands what another stored meanwhile."""
    form.take_step(newest_step(stored))
    latest = history_of(stored, limit=1)
    both = {"differences": differences(form, stored), "latest": latest[0] if latest else None}
    return form_page(request, form, heading, back, status=CONFLICT, **both, **more)


def form_page(
    request: HttpRequest, form: Any, heading: str, back: str, status: int = 0, **more: Any
) -> HttpResponse:
    """A form on a page of its own; 422 where something has to be mended."""
    context = {"form": form, "heading": heading, "back_url": back, **more}
    code = status or (422 if form.is_bound else 200)
    return render(request, "artisans/entry_form.html", context, status=code)


@role_required(Role.SECRETARIAT)
@require_POST
def show_centre(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Shows the centre to the public."""
    centre = get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk)
    try:
        centre.show()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sentra sudah tampil untuk umum."))
    return redirect("artisans:centre_detail", pk=pk)


@role_required(Role.SECRETARIAT)
@require_POST
def hide_centre(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes the centre's page away from the public; nothing of it is lost."""
    get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk).hide()
    messages.success(request, _("Sentra tidak tampil lagi. Anda dapat menampilkannya kembali."))
    return redirect("artisans:centre_detail", pk=pk)


@role_required(*READERS)
@require_GET
def centre_history(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who changed what of the centre, its members, materials and photographs."""
    centre = get_object_or_404(CraftCentre.objects.visible_to(request.user), pk=pk)
    back = reverse("artisans:centre_detail", args=[pk])
    return history_page(request, centre, back)


def history_page(request: AuthenticatedHttpRequest, row: Any, back: str) -> HttpResponse:
    """The trail of a row and what belongs to it, by pages."""
    number = page_number(request.GET.get("hal", ""))
    page = history_around(row, page=number)
    context = {"row": row, "page": page, "number": number, "back_url": back}
    return render(request, "artisans/entry_history.html", context)


# Materials that a centre lacks.


@role_required(*READERS, Role.MENTOR)
@require_GET
def material_board(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What each centre lacks and since when, to read and to print; the longest need first."""
    wanted = CentreMaterial.objects.lacking().visible_to(request.user)
    craft, district = request.GET.get("kerajinan", ""), request.GET.get("kecamatan", "")
    if craft:
        wanted = wanted.filter(centre__craft=craft)
    if district:
        wanted = wanted.filter(centre__district=district)
    materials = list(wanted.select_related("centre__craft", "centre__district"))
    context = {
        "materials": materials,
        "centre_count": len({material.centre_id for material in materials}),
        "crafts": Craft.objects.all(),
        "districts": District.objects.all(),
        "craft": craft,
        "district": district,
        "today": timezone.localdate(),
    }
    return render(request, "artisans/material_board.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def material_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A material that a centre lacks."""
    centre = get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk)
    sent = request.POST if request.method == "POST" else None
    material = CentreMaterial(centre=centre)
    form = CentreMaterialForm(sent, instance=material, today=timezone.localdate())
    if sent is not None and form.is_valid():
        form.save()
        messages.success(request, _("Bahan tersimpan."))
        return redirect(_materials_of(pk))
    heading = _("Bahan yang dicari")
    return form_page(request, form, heading, _materials_of(pk), eyebrow=centre.name)


def _materials_of(centre: int) -> str:
    return reverse("artisans:centre_detail", args=[centre]) + "#bahan"


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def material_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Corrects a material, or says when it was met."""
    visible = CentreMaterial.objects.visible_to(request.user).select_related("centre")
    material = get_object_or_404(visible, pk=pk)
    form_class = partial(CentreMaterialForm, today=timezone.localdate())
    heading, back = _("Ubah bahan yang dicari"), _materials_of(material.centre_id)
    return update_page(request, form_class, material, heading, back, eyebrow=material.centre.name)


# Photographs.


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_photo_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a photograph with its words."""
    centre = get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk)
    is_sent = request.method == "POST"
    form = NewCentrePhotoForm(request.POST, request.FILES) if is_sent else NewCentrePhotoForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["photo"]
        kept = {"raw": file.read(MAX_BYTES + 1), "name": file.name or ""}
        words = form.save(commit=False)
        try:
            add_photo(centre, words, **kept, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("photo", ValidationError(error.messages))
        else:
            messages.success(request, _("Foto tersimpan."))
            return redirect(_photos_of(centre.pk))
    more: dict[str, Any] = {"eyebrow": centre.name, "is_multipart": True}
    return form_page(request, form, _("Tambah foto"), _photos_of(centre.pk), **more)


def _photos_of(centre: int) -> str:
    return reverse("artisans:centre_detail", args=[centre]) + "#foto"


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_photo_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes the words of a photograph; who saves over another's change sees both."""
    photo = get_object_or_404(CentrePhoto.objects.select_related("centre"), pk=pk)
    heading, back = _("Ubah keterangan foto"), _photos_of(photo.centre_id)
    more: dict[str, Any] = {"eyebrow": photo.centre.name, "sha256": photo.sha256}
    with transaction.atomic():
        locked(photo.centre)  # before the photograph's own row, as everywhere
        return update_page(
            request, CentrePhotoForm, photo, heading, back, keep=describe_photo, **more
        )


@role_required(Role.SECRETARIAT)
@require_POST
def centre_photo_first(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Puts a photograph in front: it becomes the cover."""
    photo = get_object_or_404(CentrePhoto.objects.select_related("centre"), pk=pk)
    move_to_front(photo)
    messages.success(request, _("Foto itu sekarang menjadi sampul."))
    return redirect(_photos_of(photo.centre_id))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_photo_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a photograph away, after a question."""
    photo = get_object_or_404(CentrePhoto.objects.select_related("centre"), pk=pk)
    if request.method == "POST":
        remove_photo(photo)
        messages.success(request, _("Foto sudah dihapus."))
        return redirect(_photos_of(photo.centre_id))
    context = {"photo": photo, "back_url": _photos_of(photo.centre_id)}
    return render(request, "artisans/centre_photo_remove.html", context)
