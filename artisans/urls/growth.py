"""Addresses of yearly figures, readiness and permits of a business."""

from django.urls import URLPattern, path

from artisans.views import growth, licences, readiness

urlpatterns: list[URLPattern] = [
    path("kerja/registri/<int:pk>/angka/<int:year>/", growth.business_year, name="business_year"),
    path(
        "kerja/registri/<int:pk>/kesiapan/", readiness.assessment_create, name="assessment_create"
    ),
    path("kerja/registri/<int:pk>/izin/", licences.licence_create, name="licence_create"),
    path("kerja/registri/naik-kelas/", readiness.movement_list, name="movement_list"),
    path(
        "kerja/registri/naik-kelas/naik-kelas.xlsx",
        readiness.movement_workbook,
        name="movement_workbook",
    ),
    path("kerja/registri/izin/", licences.licence_list, name="licence_list"),
    path("kerja/registri/izin/<int:pk>/", licences.licence_detail, name="licence_detail"),
    path("kerja/registri/izin/<int:pk>/periksa/", licences.licence_verify, name="licence_verify"),
    path("berkas/izin/<int:pk>/", licences.licence_document, name="licence_document"),
]
