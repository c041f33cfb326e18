"""A curator's desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, WORK
from curation.views import calibration, paper, score_summary, scoring

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "nilai/", scoring.score_next, name="score_next"),
    path(DESK + "nilai/periksa/", score_summary.score_summary, name="score_summary"),
    path(DESK + "nilai/kirim/", score_summary.send_scores, name="send_scores"),
    path(DESK + "nilai/<int:pk>/", scoring.score_work, name="score_work"),
    path(DESK + "nilai/<int:pk>/draf/", scoring.score_draft, name="score_draft"),
    path(DESK + "nilai/<int:pk>/nanti/", scoring.score_later, name="score_later"),
    path(DESK + "nilai/<int:pk>/konflik/", scoring.declare_conflict, name="declare_conflict"),
    path(DESK + "nilai/<int:pk>/tolak/", scoring.decline_work, name="decline_work"),
    path(DESK + "kalibrasi/", calibration.calibration_page, name="calibration"),
    path(DESK + "kalibrasi/mulai/", calibration.begin, name="calibration_begin"),
    path(DESK + "kalibrasi/kirim/", calibration.send, name="calibration_send"),
    path(DESK + "kalibrasi/buka/", calibration.open_set, name="calibration_open"),
    path(DESK + "kalibrasi/keluarkan/<int:pk>/", calibration.remove, name="calibration_remove"),
    path(DESK + "kalibrasi/acuan/<str:code>/", calibration.add, name="calibration_add"),
    path(WORK + "kertas/", paper.paper_list, name="paper_list"),
    path(WORK + "kertas/lembar.pdf", paper.paper_pdf, name="paper_pdf"),
    path(WORK + "kertas/<int:pk>/", paper.paper_enter, name="paper_enter"),
    path(DESK + "lembar/<int:pk>/", paper.paper_confirm, name="paper_confirm"),
    path(DESK + "lembar/<int:pk>/tolak/", paper.paper_refuse, name="paper_refuse"),
    path(DESK + "lembar/<int:pk>/foto/", paper.paper_scan, name="paper_scan"),
]
