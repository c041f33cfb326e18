"""What everybody may open."""

from django.urls import URLPattern, URLResolver, path

from curation.views import public, verification

urlpatterns: list[URLPattern | URLResolver] = [
    path("kurasi/", public.about, name="about"),
    path(
        "kurasi/rubrik/<slug:slug>-v<int:version>/",
        public.rubric_public,
        name="rubric_public",
    ),
    path("kurasi/<slug:slug>/", public.round_public, name="round_public"),
    path("verifikasi/", public.verify_search, name="verify_search"),
    path("verifikasi/<str:number>/", public.verify, name="verify"),
    path("verifikasi/<str:number>/cocokkan/", verification.compare, name="compare"),
    path("status/", public.status_lookup, name="status_lookup"),
]
