"""Forms of the door: sign-in, password, sign-in links."""

import time
from datetime import date, timedelta
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import get_authentication_records
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import SignUpRequest, User
from dekranasda.accounts.names import sign_in_name
from dekranasda.lib.phone import parse_phone

COUNCIL_SESSION_SECONDS = 12 * 3600
LINK_SECONDS = 15 * 60
# Where a session keeps the answers of a sign-up that was not sent.
UNFINISHED_SIGN_UP = "sign_up"


class PhoneField(forms.CharField):
    """A phone number in any usual writing; cleans to E.164."""

    widget = forms.TextInput(
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "maxlength": "25"}
    )

    def clean(self, value: Any) -> str:
        """The number in E.164, or an empty text. Raises ValidationError («phone_invalid»)."""
        text: str = super().clean(value)
        return parse_phone(text) if text else ""


def _least_length() -> int:
    """How long a password must be, by the settings."""
    lengths = [
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    ]
    return max(lengths, default=1)


# What `show_password.js` writes beside its tick.
SHOW_PASSWORD = {
    "data-show-password": _("Tampilkan kata sandi"),
    "autocapitalize": "none",
    "spellcheck": "false",
}


class NewPasswordField(forms.CharField):
    """A password to be, with the rules beside it; the form checks it against the person."""

    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", **SHOW_PASSWORD})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kata sandi baru"))
        kwargs.setdefault("error_messages", {"required": _("Tulis kata sandi yang Anda pilih.")})
        super().__init__(strip=False, **kwargs)
        self.help_text = format_lazy(
            _("Paling sedikit {count} huruf atau angka, dan tidak mudah ditebak. Boleh kalimat."),
            count=_least_length(),
        )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Phone number or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Nomor WhatsApp atau surel"),
            max_length=150,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
            error_messages={"required": _("Tulis nomor WhatsApp atau alamat surel Anda.")},
        )
        password = self.fields["password"]
        password.label = _("Kata sandi")
        password.help_text = ""
        password.error_messages["required"] = _("Tulis kata sandi Anda.")
        password.widget.attrs.pop("placeholder", None)
        password.widget.attrs.update(SHOW_PASSWORD)
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """The name in the one writing it is kept in."""
        return sign_in_name(self.cleaned_data["login"])

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        is_first = self.user.last_login is None and not self.user.is_council
        response: HttpResponse = super()._login_with_password(request, redirect_url, credentials)
        limit_session(request, self.user)
        if is_first and request.user.is_authenticated:
            messages.success(
                request,
                _("Selamat datang. Akun Anda sudah siap. Mulailah dari langkah teratas di bawah."),
            )
        return response


def limit_session(request: HttpRequest, user: User | None) -> None:
    """Ends the session of people of the council after a working day, others' as the settings say.

    An unfinished sign-up, whose session ends sooner, is forgotten.
    """
    request.session.pop(UNFINISHED_SIGN_UP, None)
    is_council = user is not None and user.is_council
    request.session.set_expiry(COUNCIL_SESSION_SECONDS if is_council else None)


class PasswordForm(forms.Form):
    """A new password; asks for the old one, unless a sign-in link just opened the session."""

    old_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", **SHOW_PASSWORD}),
        error_messages={"required": _("Tulis kata sandi Anda yang sekarang.")},
    )
    new_password = NewPasswordField()

    def __init__(self, *args: Any, user: User, came_by_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if came_by_link or not user.has_usable_password():
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """Raises ValidationError for another word than the current password."""
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Kata sandi sekarang belum cocok."), code="password_incorrect")
        return password

    def clean_new_password(self) -> str:
        """Raises ValidationError where the password is too easy to guess."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def save(self) -> None:
        """Keeps the new password; every other session of the person ends."""
        self.user.set_password(self.cleaned_data["new_password"])
        self.user.save(update_fields=["password"])


def came_by_link(request: HttpRequest, user: User) -> bool:
    """Whether a sign-in link opened this session within the last quarter of an hour."""
    return any(
        record.get("method") == "link" and time.time() - record["at"] < LINK_SECONDS
        for record in get_authentication_records(request, user)
    )


class EmptyForm(forms.Form):
    """The form behind a button without fields, so that a refusal has a place to stand."""


class CloseRequestForm(forms.ModelForm[SignUpRequest]):
    """Why a request for an account is closed without one."""

    class Meta:
        model = SignUpRequest
        fields = ("note",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("Alasan")
        self.fields["note"].help_text = _("Misalnya: nomor tidak menjawab tiga kali.")


class CallAgainForm(forms.Form):
    """When to call a number again that nobody answered."""

    try_again_on = forms.DateField(
        label=_("Telepon lagi pada"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi kapan menelepon lagi.")},
    )
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["try_again_on"].initial = today + timedelta(days=1)

    def clean_try_again_on(self) -> date:
        """The day. Raises ValidationError («in_past»)."""
        day: date = self.cleaned_data["try_again_on"]
        if day < self.today:
            raise ValidationError(_("Pilih hari ini atau sesudahnya."), code="in_past")
        return day
