"""The secretariat gives an artisan's account another number to sign in with."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from artisans.models import Artisan
from artisans.sign_in_number import change_number
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.accounts.querysets import may_hand_card_to
from dekranasda.pages.own_settings import NewNumberForm


class CalledNumberForm(NewNumberForm):
    """The number, and that it was called."""

    was_called = forms.BooleanField(
        label=gettext_lazy("Saya sudah menelepon nomor ini, dan orangnya sendiri yang menjawab"),
        error_messages={
            "required": gettext_lazy("Telepon dahulu nomor barunya, lalu centang ini.")
        },
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def account_number(request: AuthenticatedHttpRequest, uid: str) -> HttpResponse:
    """Another number for an account, after a call; then on to the link or card for it."""
    user = get_object_or_404(may_hand_card_to(request.user), uid=uid)
    artisan = get_object_or_404(Artisan, user=user, erased_at__isnull=True)
    form = CalledNumberForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        try:
            change_number(artisan, form.cleaned_data["phone"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("phone", error)
        else:
            messages.success(request, _("Nomor sudah diganti. Kata sandinya tetap berlaku."))
            return redirect("issue_link", uid=uid)
    context = {
        "person": user,
        "form": form,
        "breadcrumb": [
            (_("Tautan dan kartu masuk"), reverse("issue_link", args=[uid])),
            (_("Ganti nomor"), ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "pages/account_number.html", context, status=status)
