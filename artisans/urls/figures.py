"""Addresses of published figures."""

from django.urls import URLPattern, path

from artisans.views import figures

urlpatterns: list[URLPattern] = [
    path("kerja/angka/", figures.figure_list, name="figure_list"),
    path("kerja/angka/baru/", figures.figure_create, name="figure_create"),
    path("kerja/angka/<int:pk>/", figures.figure_update, name="figure_update"),
    path("kerja/angka/<int:pk>/hapus/", figures.figure_remove, name="figure_remove"),
    path("kerja/angka/<int:pk>/riwayat/", figures.figure_history, name="figure_history"),
]
