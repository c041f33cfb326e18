"""Sign-in, sign-out, password and second factor, in Indonesian addresses.

The names are allauth's own where allauth looks them up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from dekranasda.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/bantuan/", views.sign_in_help, name="sign_in_help"),
    path("masuk/kode/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path("masuk/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("masuk/ulang/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "masuk/tidak-aktif/",
        login_not_required(account.account_inactive),
        name="account_inactive",
    ),
    path("masuk/tautan/<str:token>/", views.sign_in_link, name="sign_in_link"),
    path("keluar/", account.logout, name="account_logout"),
    path("saya/sandi/", views.password_change, name="account_change_password"),
    path("saya/kunci/", mfa.index, name="mfa_index"),
    path("saya/kunci/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("saya/kunci/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "saya/kunci/cadangan/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "saya/kunci/cadangan/baru/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "saya/kunci/cadangan/unduh/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("kerja/akun/<uuid:uid>/tautan/", views.issue_link, name="issue_link"),
    path("kerja/akun/<uuid:uid>/tautan/batal/", views.revoke_link, name="revoke_link"),
    path("kerja/akun/<uuid:uid>/kartu/", views.sign_in_card, name="sign_in_card"),
]
