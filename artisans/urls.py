"""Addresses of this app: the registry, imports and mentoring in the workbench."""

from django.urls import URLPattern, URLResolver, path

from artisans.views import imports, mentoring, record, registry

app_name = "artisans"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/registri/", registry.business_list, name="business_list"),
    path("kerja/registri/cari-nomor/", registry.business_search, name="business_search"),
    path("kerja/registri/<int:pk>/", record.business_detail, name="business_detail"),
    path(
        "kerja/registri/<int:pk>/pendampingan/",
        record.business_mentoring,
        name="business_mentoring",
    ),
    path("kerja/registri/<int:pk>/riwayat/", record.business_history, name="business_history"),
    path("kerja/registri/impor/", imports.import_list, name="import_list"),
    path("kerja/registri/impor/<int:pk>/", imports.import_detail, name="import_detail"),
    path("kerja/registri/impor/<int:pk>/baris/", imports.import_row_list, name="import_row_list"),
    path("kerja/registri/impor/<int:pk>/simpan/", imports.import_confirm, name="import_confirm"),
    path("kerja/registri/impor/<int:pk>/ulang/", imports.retry_import, name="retry_import"),
    path("kerja/registri/impor/<int:pk>/hapus/", imports.discard_import, name="discard_import"),
    path("kerja/registri/impor/<int:pk>/laporan.csv", imports.import_report, name="import_report"),
    path("kerja/pendampingan/", mentoring.mentoring_list, name="mentoring_list"),
    path("kerja/pendampingan/<int:pk>/", mentoring.mentored_business, name="mentored_business"),
    path("kerja/pendampingan/<int:pk>/kunjungan/", mentoring.visit_create, name="visit_create"),
]
