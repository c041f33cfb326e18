"""Addresses of this app, by subject, all in one namespace."""

from django.urls import URLPattern

from artisans.urls import (
    centres,
    duplicates,
    figures,
    growth,
    heritage,
    imports,
    mentoring,
    own,
    registry,
)

app_name = "artisans"
urlpatterns: list[URLPattern] = [
    *centres.urlpatterns,
    *duplicates.urlpatterns,
    *figures.urlpatterns,
    *growth.urlpatterns,
    *heritage.urlpatterns,
    *imports.urlpatterns,
    *mentoring.urlpatterns,
    *own.urlpatterns,
    *registry.urlpatterns,
]
