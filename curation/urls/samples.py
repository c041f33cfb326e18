"""Samples at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import WORK
from curation.views import samples

SAMPLE = "kerja/contoh/<str:code>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/contoh/", samples.sample_list, name="sample_list"),
    path(SAMPLE, samples.sample_detail, name="sample_detail"),
    path(SAMPLE + "label.pdf", samples.sample_label, name="sample_label"),
    path(SAMPLE + "tanda-terima.pdf", samples.sample_receipt, name="sample_receipt"),
    path(SAMPLE + "foto/<int:pk>/", samples.sample_photo, name="sample_photo"),
    path(WORK + "contoh/", samples.sample_create, name="sample_create"),
]
