"""How allauth finds phone numbers, counts attempts, keeps secrets and where it sends people."""

import base64
from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from dekranasda.accounts.names import attempt_name
from dekranasda.lib import encryption

# One sentence for every way to fail, so that it tells nobody whether a number is known.
MISMATCH = _(
    "Nomor atau kata sandi belum cocok. Periksa lagi, atau minta tautan masuk kepada sekretariat."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Stands between allauth and the User model."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "incorrect_password": _("Kata sandi belum cocok. Periksa lagi."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
        ),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The workbench for the council, the own pages for everybody else."""
        user = request.user
        is_council = isinstance(user, User) and user.is_council
        return reverse("workspace" if is_council else "artisan_home")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never through allauth: the portal's own page registers artisans."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key is empty for phone numbers: one person's failures would lock out all.
        return attempt_name(request, credentials)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the signed-in person typed their password; failures count as at sign-in."""
        self.pre_authenticate(self.request, username=user.email or user.phone)
        if not user.check_password(password):
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The person's number and whether it is verified."""
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        """The person with the number in E.164."""
        return User.objects.filter(phone=phone).first()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the secrets of authenticator apps as ciphers, and draws their QR codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode belum cocok. Tunggu kode berikutnya, lalu ketik lagi."),
        "cannot_delete_authenticator": _("Kunci kedua wajib untuk tugas Anda."),
    }

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows."""
        return str(settings.COUNCIL["short_name"])

    def build_totp_svg(self, url: str) -> str:
        """The QR code of the secret as an SVG document, which an image can show."""
        picture = BytesIO()
        segno.make(url, error="m").save(
            picture, kind="svg", xmldecl=False, scale=5, border=4, light="#fff"
        )
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return base64.b64encode(encryption.encrypt(text, context="mfa.secret")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored."""
        return encryption.decrypt(base64.b64decode(encrypted_text), context="mfa.secret")

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not while the person's work for the council asks for it."""
        return not (settings.SECOND_FACTOR_REQUIRED and authenticator.user.is_council)
