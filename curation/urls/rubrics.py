"""Rubrics at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, RUBRIC
from curation.views import rubric_parts, rubrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/rubrik/", rubrics.rubric_list, name="rubric_list"),
    path("kerja/rubrik/baru/", rubrics.rubric_create, name="rubric_create"),
    path(RUBRIC, rubrics.rubric_detail, name="rubric_detail"),
    path(RUBRIC + "ubah/", rubrics.rubric_update, name="rubric_update"),
    path(RUBRIC + "salin/", rubrics.rubric_copy, name="rubric_copy"),
    path(RUBRIC + "banding/", rubrics.rubric_compare, name="rubric_compare"),
    path(RUBRIC + "lembar.pdf", rubrics.rubric_sheet, name="rubric_sheet"),
    path(RUBRIC + "kriteria/baru/", rubric_parts.criterion_create, name="criterion_create"),
    path(RUBRIC + "kriteria/<int:pk>/", rubric_parts.criterion_update, name="criterion_update"),
    path(
        RUBRIC + "kriteria/<int:pk>/hapus/",
        rubric_parts.criterion_delete,
        name="criterion_delete",
    ),
    path(RUBRIC + "bobot/", rubric_parts.rubric_weights, name="rubric_weights"),
    path(RUBRIC + "syarat/", rubric_parts.rubric_gates, name="rubric_gates"),
    path(RUBRIC + "kelas/", rubric_parts.rubric_grades, name="rubric_grades"),
    path(DESK + "rubrik/", rubrics.round_rubrics, name="round_rubrics"),
]
