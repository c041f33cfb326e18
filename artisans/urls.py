"""Addresses of this app: the registry, imports and mentoring in the workbench."""

from django.urls import URLPattern, URLResolver, path

from artisans.views import imports, mentoring, own_mentoring, plans, record, registry, visits

app_name = "artisans"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/registri/", registry.business_list, name="business_list"),
    path("kerja/registri/cari/", registry.business_search, name="business_search"),
    path("kerja/registri/kolom/", registry.choose_columns, name="choose_columns"),
    path("kerja/registri/tampilan/", registry.save_view, name="save_view"),
    path("kerja/registri/tampilan/<int:pk>/", registry.open_view, name="open_view"),
    path("kerja/registri/tampilan/<int:pk>/hapus/", registry.delete_view, name="delete_view"),
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
    path("kerja/pendampingan/beban/", mentoring.mentoring_loads, name="mentoring_loads"),
    path("kerja/pendampingan/<int:pk>/", mentoring.mentored_business, name="mentored_business"),
    path("kerja/pendampingan/<int:pk>/cetak/", mentoring.print_visits, name="print_visits"),
    path("kerja/pendampingan/<int:pk>/kunjungan/", visits.visit_create, name="visit_create"),
    path("kerja/pendampingan/<int:pk>/rencana/", plans.plan_create, name="plan_create"),
    path("kerja/pendampingan/belum-terkirim/", visits.unsent_visits, name="unsent_visits"),
    path("kerja/pendampingan/tanpa-sinyal.js", visits.visit_worker, name="visit_worker"),
    path("kerja/pendampingan/kunjungan/<int:pk>/ubah/", visits.visit_edit, name="visit_edit"),
    path("kerja/pendampingan/kunjungan/<int:pk>/catatan/", visits.visit_note, name="visit_note"),
    path("kerja/pendampingan/rencana/selesai/", plans.closed_plan_list, name="closed_plan_list"),
    path("kerja/pendampingan/rencana/<int:pk>/riwayat/", plans.plan_history, name="plan_history"),
    path("kerja/pendampingan/rencana/<int:pk>/pendamping/", plans.hand_over, name="hand_over"),
    path("kerja/pendampingan/rencana/<int:pk>/selesai/", plans.close_plan, name="close_plan"),
    path("kerja/pendampingan/rencana/<int:pk>/buka/", plans.reopen_plan, name="reopen_plan"),
    path("kerja/pendampingan/rencana/<int:pk>/sasaran/", plans.target_create, name="target_create"),
    path("kerja/pendampingan/sasaran/<int:pk>/ubah/", plans.target_edit, name="target_edit"),
    path("kerja/pendampingan/sasaran/<int:pk>/tercapai/", plans.reach_target, name="reach_target"),
    path("kerja/pendampingan/sasaran/<int:pk>/berhenti/", plans.drop_target, name="drop_target"),
    path("kerja/pendampingan/sasaran/<int:pk>/buka/", plans.reopen_target, name="reopen_target"),
    path("saya/pendampingan/", own_mentoring.own_mentoring, name="own_mentoring"),
]
