"""Addresses of craft centres and associations at the workbench."""

from django.urls import URLPattern, path

from artisans.views import associations, centres, documents

urlpatterns: list[URLPattern] = [
    path("kerja/sentra/", centres.centre_list, name="centre_list"),
    path("kerja/sentra/baru/", centres.centre_create, name="centre_create"),
    path("kerja/sentra/bahan/", centres.material_board, name="material_board"),
    path("kerja/sentra/bahan/<int:pk>/", centres.material_update, name="material_update"),
    path("kerja/sentra/foto/<int:pk>/", centres.centre_photo_update, name="centre_photo_update"),
    path(
        "kerja/sentra/foto/<int:pk>/sampul/",
        centres.centre_photo_first,
        name="centre_photo_first",
    ),
    path(
        "kerja/sentra/foto/<int:pk>/hapus/",
        centres.centre_photo_remove,
        name="centre_photo_remove",
    ),
    path("kerja/sentra/<int:pk>/", centres.centre_detail, name="centre_detail"),
    path("kerja/sentra/<int:pk>/ubah/", centres.centre_update, name="centre_update"),
    path("kerja/sentra/<int:pk>/tampilkan/", centres.show_centre, name="show_centre"),
    path("kerja/sentra/<int:pk>/sembunyikan/", centres.hide_centre, name="hide_centre"),
    path("kerja/sentra/<int:pk>/riwayat/", centres.centre_history, name="centre_history"),
    path("kerja/sentra/<int:pk>/bahan/", centres.material_create, name="material_create"),
    path("kerja/sentra/<int:pk>/foto/", centres.centre_photo_create, name="centre_photo_create"),
    path(
        "kerja/sentra/<int:pk>/dokumen/",
        documents.centre_document_create,
        name="centre_document_create",
    ),
    path(
        "kerja/sentra/paguyuban/<int:pk>/dokumen/",
        documents.association_document_create,
        name="association_document_create",
    ),
    path("kerja/sentra/dokumen/<int:pk>/", documents.document_update, name="document_update"),
    path("kerja/sentra/dokumen/<int:pk>/hapus/", documents.document_remove, name="document_remove"),
    path("berkas/dokumen/<int:pk>/", documents.document_file, name="document_file"),
    path("kerja/sentra/paguyuban/", associations.association_list, name="association_list"),
    path(
        "kerja/sentra/paguyuban/baru/", associations.association_create, name="association_create"
    ),
    path(
        "kerja/sentra/paguyuban/<int:pk>/",
        associations.association_detail,
        name="association_detail",
    ),
    path(
        "kerja/sentra/paguyuban/<int:pk>/ubah/",
        associations.association_update,
        name="association_update",
    ),
    path(
        "kerja/sentra/paguyuban/<int:pk>/riwayat/",
        associations.association_history,
        name="association_history",
    ),
    path(
        "kerja/sentra/paguyuban/<int:pk>/anggota/",
        associations.association_join,
        name="association_join",
    ),
    path(
        "kerja/sentra/paguyuban/anggota/<int:pk>/",
        associations.association_member_update,
        name="association_member_update",
    ),
]
