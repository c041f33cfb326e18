"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "artisans"
urlpatterns: list[URLPattern | URLResolver] = []
