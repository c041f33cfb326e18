"""The project package as an app: commands, template tags, translations and pages, no models."""

from django.apps import AppConfig


class DekranasdaConfig(AppConfig):
    name = "dekranasda"
    verbose_name = "Dekranasda"
