"""The project package as an app: commands, template tags, translations, pages, one small table."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DekranasdaConfig(AppConfig):
    name = "dekranasda"
    verbose_name = "Dekranasda"

    def ready(self) -> None:
        """Registers the check of the encryption keys."""
        from dekranasda import keys  # noqa: PLC0415 it needs the models

        post_migrate.connect(keys.remember_after_migrate, sender=self)
