"""What a maker lets the public see: the consents that can be given and taken back at any time."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from artisans.models import Artisan
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import Consent
from dekranasda.pages.consents import record_consents

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
        wanted = {purpose: form.cleaned_data[purpose.value] for purpose in SHOWN}
        channel = Consent.Channel.PORTAL
        record_consents(artisan, wanted, channel=channel, by=request.user, at=timezone.now())
        messages.success(request, _("Pilihan Anda sudah disimpan dan berlaku sekarang."))
        return redirect("own_settings")
    context = {"form": form, "artisan": artisan, "back_url": reverse("artisan_home")}
    return render(request, "pages/own_settings.html", context)
