"""What a maker lets the public see: the consents that can be given and taken back at any time."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from artisans.models import Artisan, Business
from artisans.registration import NOTICE_VERSION
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import Consent, User
from products.models import Product

Purpose = Consent.Purpose
SHOWN = (Purpose.PUBLIC_PROFILE, Purpose.PUBLIC_PHONE, Purpose.PUBLIC_PHOTO)


class VisibilityForm(forms.Form):
    """One switch for each thing the public may see, with its plain consequence."""

    public_profile = forms.BooleanField(
        label=gettext_lazy("Nama, kisah, dan karya saya yang lolos boleh tampil"),
        help_text=gettext_lazy("Tanpa ini, nama dan semua karya Anda hilang dari katalog."),
        required=False,
    )
    public_phone = forms.BooleanField(
        label=gettext_lazy("Nomor WhatsApp saya boleh dipakai pembeli"),
        help_text=gettext_lazy("Tanpa ini, pembeli bertanya lewat Dekranasda."),
        required=False,
    )
    public_photo = forms.BooleanField(
        label=gettext_lazy("Foto diri dan tempat kerja saya boleh tampil"),
        help_text=gettext_lazy("Tanpa ini, hanya foto karya yang tampil."),
        required=False,
    )


@require_http_methods(["GET", "POST"])
def own_settings(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The maker's switches."""
    artisan = get_object_or_404(Artisan, user=request.user)
    initial = {purpose.value: Consent.is_current(artisan.uid, purpose) for purpose in SHOWN}
    posted = request.POST if request.method == "POST" else None
    form = VisibilityForm(posted, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_visibility(artisan, form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Pilihan Anda sudah disimpan dan berlaku sekarang."))
        return redirect("own_settings")
    context = {"form": form, "artisan": artisan, "back_url": reverse("artisan_home")}
    return render(request, "pages/own_settings.html", context)


@transaction.atomic
def change_visibility(artisan: Artisan, wanted: dict[str, bool], *, by: User, at: datetime) -> None:
    """Writes down each consent that changes, and shows or hides the maker's businesses with it.

    A business is shown again only where a work of it is in the catalogue. Nothing is deleted: what
    was hidden comes back with the consent.
    """
    Artisan.objects.select_for_update().get(pk=artisan.pk)
    for purpose in SHOWN:
        if Consent.is_current(artisan.uid, purpose) == wanted[purpose.value]:
            continue
        Consent.objects.create(
            subject=artisan.uid,
            purpose=purpose,
            is_given=wanted[purpose.value],
            notice_version=NOTICE_VERSION,
            channel=Consent.Channel.PORTAL,
            recorded_by=by,
            recorded_at=at,
        )
    own = Business.objects.filter(owner=artisan)
    if not wanted[Purpose.PUBLIC_PROFILE.value]:
        own.filter(is_public=True).update(is_public=False)
        return
    shown = Product.objects.filter(state=Product.State.PUBLISHED).values("business")
    own.filter(pk__in=shown, is_public=False).update(is_public=True)
