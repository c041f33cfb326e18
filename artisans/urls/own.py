"""Addresses of a maker's own pages of figures, permits, mentoring and found businesses."""

from django.urls import URLPattern, path

from artisans.views import claims, growth, licences, own_mentoring

urlpatterns: list[URLPattern] = [
    path("saya/usaha/<int:pk>/angka/", growth.own_figures, name="own_figures"),
    path(
        "saya/usaha/<int:pk>/angka/<int:year>/<slug:question>/",
        growth.own_figure,
        name="own_figure",
    ),
    path("saya/usaha/<int:pk>/izin/", licences.own_licences, name="own_licences"),
    path(
        "saya/usaha/<int:pk>/izin/tambah/", licences.own_licence_create, name="own_licence_create"
    ),
    path("saya/usaha-ditemukan/", claims.own_claims, name="own_claims"),
    path("saya/pendampingan/", own_mentoring.own_mentoring, name="own_mentoring"),
]
