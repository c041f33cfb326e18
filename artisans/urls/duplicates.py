"""Addresses of likely duplicates and what was merged."""

from django.urls import URLPattern, path

from artisans.views import duplicates, merging

urlpatterns: list[URLPattern] = [
    path("kerja/registri/kembar/", duplicates.duplicate_list, name="duplicate_list"),
    path("kerja/registri/kembar/cari/", duplicates.search_duplicates, name="search_duplicates"),
    path("kerja/registri/kembar/<int:pk>/", merging.duplicate_detail, name="duplicate_detail"),
    path("kerja/registri/kembar/<int:pk>/bukan/", duplicates.not_the_same, name="not_the_same"),
    path("kerja/registri/kembar/<int:pk>/buka-lagi/", duplicates.reopen_pair, name="reopen_pair"),
    path("kerja/registri/gabungan/<int:pk>/", merging.merge_detail, name="merge_detail"),
    path("kerja/registri/<int:pk>/kembar/", duplicates.name_duplicate, name="name_duplicate"),
]
