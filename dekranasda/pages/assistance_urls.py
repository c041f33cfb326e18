"""Addresses of filling in for a maker: the helper's pages, and the maker's own."""

from django.urls import URLPattern, path

from dekranasda.pages import assistance

HELPED = "kerja/pendampingan/<int:pk>/atas-nama/"

urlpatterns: list[URLPattern] = [
    path("kerja/atas-nama/", assistance.assisted_list, name="assisted_list"),
    path(HELPED, assistance.assisted_business, name="assisted_business"),
    path(HELPED + "izin/", assistance.assistance_begin, name="assistance_begin"),
    path(HELPED + "karya/", assistance.assisted_create, name="assisted_create"),
    path(HELPED + "formulir/", assistance.assisted_paper, name="assisted_paper"),
    path("kerja/atas-nama/<int:pk>/akhiri/", assistance.assistance_end, name="assistance_end"),
    path(
        "kerja/atas-nama/<int:pk>/surat/",
        assistance.assistance_document,
        name="assistance_document",
    ),
    path("saya/atas-nama/", assistance.own_assistance, name="own_assistance"),
    path(
        "saya/atas-nama/<int:pk>/hentikan/",
        assistance.own_assistance_end,
        name="own_assistance_end",
    ),
]
