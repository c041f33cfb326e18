"""Rounds, panels and assignments at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, WORK
from curation.views import assignments, quality, rounds

urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/kurasi/", rounds.round_list, name="round_list"),
    path("kerja/kurasi/baru/", rounds.round_create, name="round_create"),
    path(DESK, rounds.round_detail, name="round_detail"),
    path(DESK + "ubah/", rounds.round_update, name="round_update"),
    path(DESK + "umumkan-periode/", rounds.announce, name="announce"),
    path(DESK + "panel/", assignments.panel, name="panel"),
    path(DESK + "panel/<int:pk>/keluar/", assignments.panel_remove, name="panel_remove"),
    path(DESK + "pembagian/", assignments.assignment_plan, name="assignment_plan"),
    path(DESK + "mutu/", quality.round_quality, name="round_quality"),
    path(DESK + "tempat/", quality.round_places, name="round_places"),
    path(DESK + "mulai/", assignments.start_all, name="start_all"),
    path(WORK + "kurator/", assignments.assign, name="assign"),
    path(WORK + "mulai/", assignments.start_review, name="start_review"),
    path(WORK + "sidangkan/", assignments.open_deliberation, name="open_deliberation"),
    path(WORK + "antrekan/", assignments.requeue, name="requeue"),
]
