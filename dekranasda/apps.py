"""The project package as an app: commands, template tags, translations, pages, one small table."""

from django.apps import AppConfig


class DekranasdaConfig(AppConfig):
    name = "dekranasda"
    verbose_name = "Dekranasda"
