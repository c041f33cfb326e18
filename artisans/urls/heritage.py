"""Addresses of endangered crafts that change something; the pages that show are in `pages`."""

from django.urls import URLPattern, path

from artisans.views import heritage

urlpatterns: list[URLPattern] = [
    path("kerja/kriya/baru/", heritage.tradition_create, name="tradition_create"),
    path("kerja/kriya/<int:pk>/ubah/", heritage.tradition_update, name="tradition_update"),
    path("kerja/kriya/<int:pk>/angka/", heritage.tradition_year, name="tradition_year"),
    path("kerja/kriya/<int:pk>/orang/", heritage.bearer_create, name="bearer_create"),
    path("kerja/kriya/orang/<int:pk>/ubah/", heritage.bearer_update, name="bearer_update"),
    path("kerja/kriya/orang/<int:pk>/hapus/", heritage.bearer_remove, name="bearer_remove"),
]
