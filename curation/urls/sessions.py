"""Session, release and objections."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, SESSION
from curation.views import meeting, release, session

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "sidang/", session.session_list, name="session_list"),
    path(DESK + "sidang/buka/", meeting.meeting_open, name="meeting_open"),
    path(DESK + "sidang/hadir/", meeting.meeting_attendance, name="meeting_attendance"),
    path(DESK + "sidang/tutup/", meeting.meeting_close, name="meeting_close"),
    path(SESSION, session.session_work, name="session_work"),
    path(SESSION + "layar/", session.session_screen, name="session_screen"),
    path(SESSION + "catatan/", meeting.write_note, name="write_note"),
    path(SESSION + "suara/", meeting.vote, name="vote"),
    path(SESSION + "tandatangan/", meeting.sign, name="sign"),
    path(SESSION + "buka-kembali/", meeting.reopen, name="reopen"),
    path(SESSION + "nilai-lagi/", meeting.return_to_review, name="return_to_review"),
    path("kerja/kurasi/keberatan/<str:code>/", release.hear_appeal, name="hear_appeal"),
    path(DESK + "umumkan/", release.release_page, name="release"),
    path(DESK + "umumkan/kirim/", release.release_decisions, name="release_decisions"),
]
