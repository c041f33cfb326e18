"""Addresses of mentoring: businesses, visits, plans and their targets."""

from django.urls import URLPattern, path

from artisans.views import mentoring, plans, visit_export, visits

urlpatterns: list[URLPattern] = [
    path("kerja/pendampingan/", mentoring.mentoring_list, name="mentoring_list"),
    path("kerja/pendampingan/beban/", mentoring.mentoring_loads, name="mentoring_loads"),
    path("kerja/pendampingan/<int:pk>/", mentoring.mentored_business, name="mentored_business"),
    path("kerja/pendampingan/<int:pk>/cetak/", mentoring.print_visits, name="print_visits"),
    path("kerja/pendampingan/<int:pk>/kunjungan/", visits.visit_create, name="visit_create"),
    path("kerja/pendampingan/<int:pk>/rencana/", plans.plan_create, name="plan_create"),
    path("kerja/pendampingan/belum-terkirim/", visits.unsent_visits, name="unsent_visits"),
    path("kerja/pendampingan/kunjungan.xlsx", visit_export.export_visits, name="export_visits"),
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
]
