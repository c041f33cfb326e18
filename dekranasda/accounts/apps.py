"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dekranasda.accounts"
    label = "accounts"
    verbose_name = _("Akun")

    def ready(self) -> None:
        """Keeps the roles' permissions in step with the table after every migrate."""
        from dekranasda.accounts.permissions import grant_role_permissions  # noqa: PLC0415 models

        post_migrate.connect(grant_role_permissions, dispatch_uid="accounts.grant_role_permissions")
