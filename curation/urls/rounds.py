"""Rounds, panels and assignments at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, WORK
from curation.views import assignments, panels, plans, quality, rounds, ties

urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/kurasi/", rounds.round_list, name="round_list"),
    path("kerja/kurasi/baru/", rounds.round_create, name="round_create"),
    path("kerja/kurasi/hubungan/", ties.tie_list, name="tie_list"),
    path("kerja/kurasi/hubungan/saya/", ties.own_ties, name="own_ties"),
    path("kerja/kurasi/hubungan/nyatakan/<uuid:uid>/", ties.declare, name="declare_tie"),
    path("kerja/kurasi/hubungan/<int:pk>/cabut/", ties.lift, name="lift_tie"),
    path(DESK, rounds.round_detail, name="round_detail"),
    path(DESK + "ubah/", rounds.round_update, name="round_update"),
    path(DESK + "umumkan-periode/", rounds.announce, name="announce"),
    path(DESK + "panel/", panels.panel, name="panel"),
    path(DESK + "panel/<int:pk>/keluar/", panels.panel_remove, name="panel_remove"),
    path(DESK + "panel/<int:pk>/undang/", panels.invite, name="invite"),
    path(DESK + "undangan/", panels.invitation, name="invitation"),
    path(DESK + "undangan/tolak/", panels.decline, name="decline_invitation"),
    path(DESK + "pembagian/", plans.assignment_plan, name="assignment_plan"),
    path(DESK + "pembagian/susun/", plans.draw_up, name="plan_draw_up"),
    path(DESK + "pembagian/sahkan/", plans.confirm, name="plan_confirm"),
    path(DESK + "pembagian/hapus/", plans.discard, name="plan_discard"),
    path(DESK + "mutu/", quality.round_quality, name="round_quality"),
    path(DESK + "tempat/", quality.round_places, name="round_places"),
    path(DESK + "mulai/", plans.start_all, name="start_all"),
    path(WORK + "kurator/", assignments.assign, name="assign"),
    path(WORK + "kurator/<int:pk>/ganti/", assignments.replace, name="replace"),
    path(WORK + "hubungan/", ties.ties_of_work, name="ties"),
    path(WORK + "hubungan/tetapkan/", ties.pin, name="pin"),
    path(WORK + "hubungan/putuskan/", ties.waive, name="waive"),
    path(WORK + "mulai/", assignments.start_review, name="start_review"),
    path(WORK + "sidangkan/", assignments.open_deliberation, name="open_deliberation"),
    path(WORK + "antrekan/", assignments.requeue, name="requeue"),
]
