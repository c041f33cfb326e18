"""Addresses of the import wizard, step by step."""

from django.urls import URLPattern, path

from artisans.views import import_layout, import_problems, import_questions, imports

urlpatterns: list[URLPattern] = [
    path("kerja/registri/impor/", imports.import_list, name="import_list"),
    path("kerja/registri/impor/<int:pk>/", imports.import_detail, name="import_detail"),
    path(
        "kerja/registri/impor/<int:pk>/lembar/", import_layout.import_sheets, name="import_sheets"
    ),
    path(
        "kerja/registri/impor/<int:pk>/kolom/", import_layout.import_columns, name="import_columns"
    ),
    path(
        "kerja/registri/impor/<int:pk>/profil/<int:profile>/",
        import_layout.use_import_profile,
        name="use_import_profile",
    ),
    path("kerja/registri/impor/<int:pk>/baris/", imports.import_row_list, name="import_row_list"),
    path(
        "kerja/registri/impor/<int:pk>/perbedaan/",
        import_questions.import_conflicts,
        name="import_conflicts",
    ),
    path(
        "kerja/registri/impor/<int:pk>/perbedaan/aturan/",
        import_questions.rule_import_conflicts,
        name="rule_import_conflicts",
    ),
    path(
        "kerja/registri/impor/<int:pk>/perbedaan/<int:conflict>/",
        import_questions.import_conflict,
        name="import_conflict",
    ),
    path(
        "kerja/registri/impor/<int:pk>/kembar/<int:match>/",
        import_questions.import_match,
        name="import_match",
    ),
    path(
        "kerja/registri/impor/<int:pk>/masalah/",
        import_problems.import_problems,
        name="import_problems",
    ),
    path(
        "kerja/registri/impor/<int:pk>/masalah/unduh/",
        import_problems.import_bad_rows,
        name="import_bad_rows",
    ),
    path(
        "kerja/registri/impor/<int:pk>/masalah/unggah/",
        import_problems.return_bad_rows,
        name="return_bad_rows",
    ),
    path(
        "kerja/registri/impor/<int:pk>/masalah/<int:row>/",
        import_problems.mend_import_row,
        name="mend_import_row",
    ),
    path("kerja/registri/impor/<int:pk>/contoh/", imports.import_sample, name="import_sample"),
    path("kerja/registri/impor/<int:pk>/simpan/", imports.import_confirm, name="import_confirm"),
    path("kerja/registri/impor/<int:pk>/batalkan/", imports.undo_import, name="undo_import"),
    path("kerja/registri/impor/<int:pk>/ulang/", imports.retry_import, name="retry_import"),
    path("kerja/registri/impor/<int:pk>/hapus/", imports.discard_import, name="discard_import"),
    path("kerja/registri/impor/<int:pk>/laporan.csv", imports.import_report, name="import_report"),
]
