"""Addresses of the registry's list, exports, bulk changes, and the record of a business."""

from django.urls import URLPattern, path

from artisans.views import bulk, claims, exports, personal, record, registry

urlpatterns: list[URLPattern] = [
    path("kerja/registri/", registry.business_list, name="business_list"),
    path("kerja/registri/cari/", registry.business_search, name="business_search"),
    path("kerja/registri/kolom/", registry.choose_columns, name="choose_columns"),
    path("kerja/registri/tampilan/", registry.save_view, name="save_view"),
    path("kerja/registri/tampilan/<int:pk>/", registry.open_view, name="open_view"),
    path("kerja/registri/tampilan/<int:pk>/hapus/", registry.delete_view, name="delete_view"),
    path("kerja/registri/ekspor/", exports.export_list, name="export_list"),
    path("kerja/registri/ekspor/<uuid:token>/", exports.export_detail, name="export_detail"),
    path("kerja/registri/ekspor/<uuid:token>/berkas/", exports.export_file, name="export_file"),
    path("kerja/registri/serentak/", bulk.bulk_confirm, name="bulk_confirm"),
    path("kerja/registri/serentak/terapkan/", bulk.bulk_apply, name="bulk_apply"),
    path("kerja/registri/serentak/<int:pk>/", bulk.bulk_detail, name="bulk_detail"),
    path("kerja/registri/serentak/<int:pk>/lanjut/", bulk.bulk_go_on, name="bulk_go_on"),
    path("kerja/registri/serentak/<int:pk>/kembali/", bulk.bulk_undo, name="bulk_undo"),
    path("kerja/registri/<int:pk>/", record.business_detail, name="business_detail"),
    path(
        "kerja/registri/<int:pk>/pendampingan/",
        record.business_mentoring,
        name="business_mentoring",
    ),
    path("kerja/registri/<int:pk>/nomor/", personal.edit_numbers, name="edit_numbers"),
    path(
        "kerja/registri/<int:pk>/nomor/<slug:number>/",
        personal.reveal_number,
        name="reveal_number",
    ),
    path("kerja/registri/<int:pk>/riwayat/", record.business_history, name="business_history"),
    path("kerja/registri/<int:pk>/akun/", claims.open_account, name="open_account"),
    path("kerja/pendaftaran/jawaban/<int:pk>/selesai/", claims.settle_claim, name="settle_claim"),
]
