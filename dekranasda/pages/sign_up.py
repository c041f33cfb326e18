"""Sign-up of artisans: one answer for every number."""

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from artisans.models import Craft, Village
from artisans.registration import Applicant, sign_up
from dekranasda.accounts.forms import NewPasswordField, PhoneField
from dekranasda.accounts.models import User
from dekranasda.lib.choices import TranslatedChoiceField


def village_choices() -> list[tuple[str, Any]]:
    """Every village under the name of its district, for a select with groups."""
    places = Village.objects.order_by("district__name", "name").values_list(
        "district__name", "code", "name"
    )
    groups = [
        (district, [(code, name) for _district, code, name in villages])
        for district, villages in groupby(places, key=itemgetter(0))
    ]
    return [("", gettext_lazy("Pilih desa")), *groups]


def without_numbers(name: str) -> str:
    """The name. Raises ValidationError where it holds a long number, whatever that number is."""
    if re.search(r"(?:\d[\s.-]?){9,}", name):
        raise ValidationError(
            gettext_lazy("Tulis nama saja, tanpa NIK atau nomor telepon."), code="number_in_name"
        )
    return name


class SignUpForm(forms.Form):
    """What the registry needs to begin with; everything else can follow."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Tulis nama lengkap Anda.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Nomor WhatsApp"),
        help_text=gettext_lazy("Untuk masuk dan untuk kabar dari Dekranasda. Belum ditampilkan."),
        error_messages={"required": gettext_lazy("Tulis nomor WhatsApp Anda.")},
    )
    business_name = forms.CharField(
        label=gettext_lazy("Nama usaha"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=gettext_lazy("Bila kosong, kami memakai nama Anda."),
    )
    craft = TranslatedChoiceField(
        label=gettext_lazy("Kerajinan yang Anda buat"),
        queryset=Craft.objects.all(),
        empty_label=gettext_lazy("Pilih kerajinan"),
        error_messages={
            "required": gettext_lazy("Pilih kerajinan, agar kurator yang tepat dapat menilai.")
        },
    )
    village = forms.ChoiceField(
        label=gettext_lazy("Desa atau kelurahan"), required=False, choices=village_choices
    )
    password = NewPasswordField(label=gettext_lazy("Buat kata sandi"))
    consent = forms.BooleanField(
        label=gettext_lazy("Saya setuju data ini disimpan dan diolah Dekranasda"),
        error_messages={
            "required": gettext_lazy("Tanpa persetujuan ini kami tidak boleh menyimpan data Anda.")
        },
    )

    def clean_full_name(self) -> str:
        """The name. Raises ValidationError («number_in_name») for what may be a NIK."""
        return without_numbers(self.cleaned_data["full_name"])

    def clean_business_name(self) -> str:
        """The name of the business. Raises ValidationError («number_in_name»)."""
        return without_numbers(self.cleaned_data["business_name"])

    def clean(self) -> dict[str, Any]:
        """Checks the password against the other answers."""
        answers = super().clean() or self.cleaned_data
        password = answers.get("password")
        if password:
            person = User(full_name=answers.get("full_name", ""), phone=answers.get("phone"))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return answers

    def applicant(self) -> Applicant:
        """The answers, once valid."""
        answers = self.cleaned_data
        return Applicant(
            name=answers["full_name"],
            phone=answers["phone"],
            password=answers["password"],
            business_name=answers["business_name"],
            craft=answers["craft"],
            village=Village.objects.filter(code=answers["village"]).first(),
        )


@login_not_required
@sensitive_post_parameters("password", "phone")
@rate_limit(action="sign_up")  # type: ignore[untyped-decorator]  # allauth has no types
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_page(request: HttpRequest) -> HttpResponse:
    """Registers an artisan; the answer is the same whether the number is known or not."""
    if request.user.is_authenticated:
        return redirect("workspace")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        applicant = form.applicant()
        # One number tried again and again is answered like every other, and nothing is done.
        if ratelimit.consume(request, action="sign_up_number", key=applicant.phone):
            sign_up(applicant, at=timezone.now())
        return redirect("sign_up_done")
    context = {"form": form, "back_url": reverse("account_login")}
    return render(request, "pages/sign_up.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def sign_up_done(request: HttpRequest) -> HttpResponse:
    """What happens next, in words that hold for every number."""
    return render(request, "pages/sign_up_done.html")
