"""A person's settings: what the public sees, language and text size, the number to sign in with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST

from artisans.data_requests import ask
from artisans.models import Artisan, DataRequest
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.forms import PhoneField
from dekranasda.accounts.models import Consent, User
from dekranasda.accounts.views import safe_next
from dekranasda.lib.phone import local_writing
from dekranasda.lib.refusals import done_on
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


class DisplayForm(forms.ModelForm[User]):
    """How the own pages look, and in which language the portal writes."""

    class Meta:
        model = User
        fields = ("text_size", "language")
        widgets = {"text_size": forms.RadioSelect, "language": forms.RadioSelect}
        labels = {"language": gettext_lazy("Bahasa halaman dan pesan")}
        help_texts = {"text_size": gettext_lazy("Berlaku di halaman Anda, di HP mana pun.")}


class LanguageForm(forms.ModelForm[User]):
    """The language alone, from the menu."""

    class Meta:
        model = User
        fields = ("language",)


class NewNumberForm(forms.Form):
    """The number a person wants to sign in with from now on."""

    phone = PhoneField(
        label=gettext_lazy("Nomor WhatsApp yang baru"),
        help_text=gettext_lazy("Contoh: 0812 3456 7890."),
        error_messages={"required": gettext_lazy("Tulis nomor WhatsApp yang baru.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_phone(self) -> str:
        """The number. Raises ValidationError («same_number») for the present one."""
        phone: str = self.cleaned_data["phone"]
        if phone == self.user.phone:
            raise ValidationError(_("Nomor ini sudah Anda pakai untuk masuk."), code="same_number")
        return phone


@require_http_methods(["GET", "POST"])
def own_settings(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All settings; sent here are a maker's switches."""
    artisan = _artisan(request)
    if request.method == "GET" or artisan is None:
        return _settings_page(request, artisan)
    form = VisibilityForm(request.POST)
    if form.is_valid():
        wanted = {purpose: form.cleaned_data[purpose.value] for purpose in SHOWN}
        channel = Consent.Channel.PORTAL
        record_consents(artisan, wanted, channel=channel, by=request.user, at=timezone.now())
        messages.success(request, _("Pilihan Anda sudah disimpan dan berlaku sekarang."))
        return redirect("own_settings")
    return _settings_page(request, artisan, visibility=form)


@require_POST
def own_display(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keeps text size and language, and shows the settings in them."""
    form = DisplayForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _settings_page(request, _artisan(request), display=form)
    user = form.save()
    with override(user.language):
        messages.success(request, _("Tampilan sudah disimpan."))
        return redirect("own_settings")


@require_POST
def own_language(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keeps the language that was chosen in the menu, and shows the same page in it."""
    form = LanguageForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
    target = safe_next(request, reverse("artisan_home"))
    return redirect(translate_url(target, form.instance.language))


@require_http_methods(["GET", "POST"])
def own_number(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Asks the secretariat for another number; nothing changes before they have called it."""
    artisan = get_object_or_404(Artisan, user=request.user, erased_at__isnull=True)
    form = NewNumberForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        text = _("Ganti nomor WhatsApp untuk masuk menjadi %(phone)s.") % {
            "phone": local_writing(form.cleaned_data["phone"])
        }
        correction, channel = DataRequest.Kind.CORRECTION, DataRequest.Channel.PORTAL
        if done_on(
            form,
            lambda: ask(
                artisan, correction, text=text, channel=channel, by=request.user, at=timezone.now()
            ),
        ):
            messages.success(
                request, _("Permintaan Anda kami terima. Sekretariat menelepon nomor baru Anda.")
            )
            return redirect("own_settings")
    context = {"form": form, "back_url": reverse("own_settings")}
    status = 422 if form.is_bound else 200
    return render(request, "pages/own_number.html", context, status=status)


def _artisan(request: AuthenticatedHttpRequest) -> Artisan | None:
    return Artisan.objects.filter(user=request.user, erased_at__isnull=True).first()


def _settings_page(
    request: AuthenticatedHttpRequest,
    artisan: Artisan | None,
    *,
    visibility: VisibilityForm | None = None,
    display: DisplayForm | None = None,
) -> HttpResponse:
    """The settings as they stand; 422 where something sent is to mend."""
    if artisan and visibility is None:
        stands = {purpose.value: Consent.is_current(artisan.uid, purpose) for purpose in SHOWN}
        visibility = VisibilityForm(initial=stands)
    context = {
        "artisan": artisan,
        "visibility": visibility,
        "display": display or DisplayForm(instance=request.user),
        "form": next((one for one in (visibility, display) if one and one.is_bound), None),
        "back_url": reverse("workspace" if request.user.is_council else "artisan_home"),
        "erasure": DataRequest.Kind.ERASURE.value,
    }
    status = 422 if context["form"] else 200
    return render(request, "pages/own_settings.html", context, status=status)
