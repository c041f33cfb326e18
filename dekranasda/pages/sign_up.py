"""Sign-up of artisans, and the requests it leaves for the secretariat."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from allauth.decorators import rate_limit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Artisan, Craft, Village
from artisans.registration import Applicant, candidates, settle_request, sign_up
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.forms import CloseRequestForm, NewPasswordField, PhoneField
from dekranasda.accounts.models import Role, SignUpRequest, User
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
        sign_up(form.applicant(), at=timezone.now())
        return redirect("sign_up_done")
    return render(
        request, "pages/sign_up.html", {"form": form, "back_url": reverse("account_login")}
    )


@login_not_required
@require_GET
def sign_up_done(request: HttpRequest) -> HttpResponse:
    """What happens next, in words that hold for every number."""
    return render(request, "pages/sign_up_done.html")


@role_required(Role.SECRETARIAT)
@require_GET
def sign_up_request_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Requests that wait for a call, oldest first, and the last settled ones."""
    settled = SignUpRequest.objects.exclude(state=SignUpRequest.State.OPEN)
    return render(
        request,
        "pages/sign_up_request_list.html",
        {
            "open_requests": SignUpRequest.objects.filter(state=SignUpRequest.State.OPEN),
            "settled": settled.select_related("closed_by").order_by("-closed_at")[:20],
        },
    )


@role_required(Role.SECRETARIAT)
@require_GET
def sign_up_request_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One request beside the people of the registry it may be."""
    return _request_page(request, get_object_or_404(SignUpRequest, pk=pk))


@role_required(Role.SECRETARIAT)
@require_POST
def link_sign_up_request(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """Gives the artisan an account under the number, and goes on to the sign-in link."""
    asked = get_object_or_404(SignUpRequest, pk=pk)
    artisan = get_object_or_404(candidates(asked), slug=slug)
    try:
        user = settle_request(asked, artisan=artisan, by=request.user, at=timezone.now())
    except ValidationError as error:
        return _request_page(request, asked, refusals=error.messages)
    messages.success(request, _("Akun sudah terhubung. Sekarang buat tautan masuknya."))
    return redirect("issue_link", uid=user.uid)


@role_required(Role.SECRETARIAT)
@require_POST
def close_sign_up_request(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Closes a request without an account, with the reason."""
    asked = get_object_or_404(SignUpRequest, pk=pk)
    form = CloseRequestForm(request.POST)
    if form.is_valid():
        try:
            asked.close(
                SignUpRequest.State.REFUSED,
                by=request.user,
                at=timezone.now(),
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Permohonan ditutup."))
            return redirect("sign_up_request_list")
    return _request_page(request, asked, form=form)


def _request_page(
    request: AuthenticatedHttpRequest,
    asked: SignUpRequest,
    *,
    form: CloseRequestForm | None = None,
    refusals: list[str] | None = None,
) -> HttpResponse:
    people: list[Artisan] = list(candidates(asked))
    accounts = User.objects.filter(phone=asked.phone, artisan__isnull=True)
    return render(
        request,
        "pages/sign_up_request_detail.html",
        {
            "asked": asked,
            "people": people,
            "other_account": accounts.first(),
            "form": form or CloseRequestForm(),
            "refusals": refusals or [],
            "breadcrumb": [
                (_("Permohonan akun"), reverse("sign_up_request_list")),
                (asked.full_name, ""),
            ],
        },
    )
