"""A curator's desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK
from curation.views import score_summary, scoring

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "nilai/", scoring.score_next, name="score_next"),
    path(DESK + "nilai/periksa/", score_summary.score_summary, name="score_summary"),
    path(DESK + "nilai/kirim/", score_summary.send_scores, name="send_scores"),
    path(DESK + "nilai/<int:pk>/", scoring.score_work, name="score_work"),
    path(DESK + "nilai/<int:pk>/draf/", scoring.score_draft, name="score_draft"),
    path(DESK + "nilai/<int:pk>/nanti/", scoring.score_later, name="score_later"),
    path(DESK + "nilai/<int:pk>/konflik/", scoring.declare_conflict, name="declare_conflict"),
]
