"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from dekranasda.notices import hand_views, views

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/pesan/", hand_views.notice_list, name="notice_list"),
    path("kerja/pesan/berikutnya/", hand_views.take_next_notice, name="take_next_notice"),
    path("kerja/pesan/terkirim/", hand_views.sent_notice_list, name="sent_notice_list"),
    path("kerja/pesan/nomor-salah/", hand_views.wrong_number_list, name="wrong_number_list"),
    path("kerja/pesan/gagal/", views.failed_notice_list, name="failed_notice_list"),
    path("kerja/pesan/<int:pk>/", hand_views.hand_notice, name="hand_notice"),
    path("kerja/pesan/<int:pk>/ambil/", hand_views.take_notice, name="take_notice"),
    path("kerja/pesan/<int:pk>/terkirim/", hand_views.mark_notice_sent, name="mark_notice_sent"),
    path("kerja/pesan/<int:pk>/lewati/", hand_views.skip_notice, name="skip_notice"),
    path("kerja/pesan/<int:pk>/urungkan/", hand_views.take_back_notice, name="take_back_notice"),
    path(
        "kerja/pesan/<int:pk>/nomor-salah/",
        hand_views.report_wrong_number,
        name="report_wrong_number",
    ),
    path("kerja/pesan/<int:pk>/nomor/", hand_views.correct_number, name="correct_number"),
    path("kerja/pesan/<int:pk>/ulangi/", views.retry_notice, name="retry_notice"),
    path("kerja/pesan/<int:pk>/whatsapp/", views.send_by_hand, name="send_by_hand"),
    path("saya/pesan/", views.own_notice_list, name="own_notice_list"),
    path("saya/pesan/<int:pk>/buka/", views.open_notice, name="open_notice"),
    path("saya/pesan/dibaca/", views.mark_notices_read, name="mark_notices_read"),
]
