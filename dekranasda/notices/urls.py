"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from dekranasda.notices import views

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/pesan/", views.notice_list, name="notice_list"),
    path("kerja/pesan/gagal/", views.failed_notice_list, name="failed_notice_list"),
    path("kerja/pesan/<int:pk>/terkirim/", views.mark_notice_sent, name="mark_notice_sent"),
    path("kerja/pesan/<int:pk>/ulangi/", views.retry_notice, name="retry_notice"),
    path("saya/pesan/", views.own_notice_list, name="own_notice_list"),
    path("saya/pesan/dibaca/", views.mark_notices_read, name="mark_notices_read"),
]
