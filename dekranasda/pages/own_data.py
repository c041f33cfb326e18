"""A person's own data: what is held, a copy of it, who saw it, and requests about it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.data_requests import ask, cancel
from artisans.models import Artisan, DataRequest
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.fresh_sign_in import fresh_sign_in_required
from dekranasda.accounts.models import Consent
from dekranasda.lib.refusals import carried_out
from dekranasda.personal_data.copying import copy_of, summary_of, who_saw

Kind = DataRequest.Kind


class DataRequestForm(forms.Form):
    """A correction or the erasure, in the person's own words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Apa yang Anda minta?"),
        choices=[
            (Kind.CORRECTION.value, gettext_lazy("Ada yang keliru, tolong perbaiki")),
            (Kind.ERASURE.value, gettext_lazy("Hapus semua data saya")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Untuk perbaikan: tulis bagian mana dan yang benar."),
    )

    def clean(self) -> dict[str, str]:
        """A correction says what is wrong."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.CORRECTION and not cleaned.get("text"):
            self.add_error("text", gettext_lazy("Tulis bagian mana yang keliru dan yang benar."))
        return cleaned


def own_artisan(request: AuthenticatedHttpRequest) -> Artisan:
    """The signed-in person as the registry knows them. Raises Http404."""
    known = Artisan.objects.filter(erased_at__isnull=True).select_related("user")
    return get_object_or_404(known, user=request.user)


@never_cache
@require_GET
def own_data(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What we hold about the person, consents, who saw what, and open requests."""
    artisan = own_artisan(request)
    context = {
        "artisan": artisan,
        "sections": summary_of(artisan),
        "consents": Consent.standing(artisan.uid),
        "accesses": who_saw(artisan)[:50],
        "requests": DataRequest.objects.about(artisan.uid)[:20],
        "back_url": reverse("own_settings"),
    }
    return render(request, "personal/own_data.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def own_data_request(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Asks for a correction or the erasure."""
    artisan = own_artisan(request)
    wanted = {"kind": request.GET.get("jenis", "")}
    form = DataRequestForm(request.POST if request.method == "POST" else None, initial=wanted)
    if carried_out(
        request,
        form,
        lambda: ask(
            artisan,
            Kind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            channel=DataRequest.Channel.PORTAL,
            by=request.user,
            at=timezone.now(),
        ),
        _("Permintaan Anda kami terima. Kami jawab paling lama 3 × 24 jam."),
    ):
        return redirect("own_data")
    context = {"form": form, "back_url": reverse("own_data")}
    status = 422 if form.is_bound else 200
    return render(request, "personal/own_data_request.html", context, status=status)


@require_POST
def cancel_data_request(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes an open request back."""
    artisan = own_artisan(request)
    asked = get_object_or_404(DataRequest.objects.about(artisan.uid), pk=pk)
    try:
        cancel(asked, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Permintaan dibatalkan. Data Anda tidak berubah."))
    return redirect("own_data")


@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "POST"])
def own_data_copy(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The copy as a ZIP; the page before it says what is in it."""
    artisan = own_artisan(request)
    if request.method == "GET":
        context = {"back_url": reverse("own_data")}
        return render(request, "personal/own_data_copy.html", context)
    return copy_answer(artisan, request, reason=_("Mengunduh data sendiri"))


def copy_answer(
    artisan: Artisan, request: AuthenticatedHttpRequest, *, reason: str
) -> HttpResponse:
    """The ZIP as an answer; its name says nothing of the person."""
    now = timezone.now()
    content = copy_of(artisan, by=request.user, at=now, reason=reason)
    response = HttpResponse(content, content_type="application/zip")
    name = f"data-pribadi-{timezone.localdate(now):%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
