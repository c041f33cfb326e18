"""Addresses of this app; fixed words come before a round's slug."""

from django.urls import URLPattern, URLResolver

from curation.urls import (
    afterwards,
    makers,
    public,
    rounds,
    rubrics,
    samples,
    scoring,
    screening,
    sessions,
)

app_name = "curation"
urlpatterns: list[URLPattern | URLResolver] = [
    *public.urlpatterns,
    *makers.urlpatterns,
    *afterwards.urlpatterns,
    *sessions.urlpatterns,
    *screening.urlpatterns,
    *rubrics.urlpatterns,
    *samples.urlpatterns,
    *rounds.urlpatterns,
    *scoring.urlpatterns,
]
