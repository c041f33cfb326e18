"""Session, release and objections."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import APPEAL, DESK, MINUTES, SESSION
from curation.views import appeals, meeting, minutes, registers, release, session, weaknesses

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "sidang/", session.session_list, name="session_list"),
    path(DESK + "sidang/buka/", meeting.meeting_open, name="meeting_open"),
    path(DESK + "sidang/hadir/", meeting.meeting_attendance, name="meeting_attendance"),
    path(DESK + "sidang/pengganti/", meeting.meeting_deputy, name="meeting_deputy"),
    path(DESK + "sidang/tutup/", meeting.meeting_close, name="meeting_close"),
    path(SESSION, session.session_work, name="session_work"),
    path(SESSION + "layar/", session.session_screen, name="session_screen"),
    path(SESSION + "catatan/", meeting.write_note, name="write_note"),
    path(SESSION + "foto/<int:pk>/", weaknesses.mark_weakness, name="mark_weakness"),
    path(
        SESSION + "foto/<int:pk>/<int:mark>/hapus/",
        weaknesses.unmark_weakness,
        name="unmark_weakness",
    ),
    path(SESSION + "suara/", meeting.vote, name="vote"),
    path(SESSION + "tandatangan/", meeting.sign, name="sign"),
    path(SESSION + "buka-kembali/", meeting.reopen, name="reopen"),
    path(SESSION + "nilai-lagi/", meeting.return_to_review, name="return_to_review"),
    path(MINUTES, minutes.minutes_list, name="minutes_list"),
    path(MINUTES + "susun/<int:pk>/", minutes.minutes_draft, name="minutes_draft"),
    path(MINUTES + "<int:pk>/", minutes.minutes_detail, name="minutes_detail"),
    path(MINUTES + "<int:pk>/tandatangan/", minutes.minutes_sign, name="minutes_sign"),
    path(MINUTES + "<int:pk>/betulkan/", minutes.minutes_correct, name="minutes_correct"),
    path(MINUTES + "<int:pk>/berkas/", minutes.minutes_pdf, name="minutes_pdf"),
    path(APPEAL, appeals.hear_appeal, name="hear_appeal"),
    path(APPEAL + "pemeriksa/", appeals.name_board, name="name_board"),
    path(APPEAL + "bukti/", appeals.appeal_evidence, name="appeal_evidence"),
    path("kerja/kurasi/register/", registers.decision_register, name="decision_register"),
    path("kerja/kurasi/register/xlsx/", registers.decision_workbook, name="decision_workbook"),
    path("kerja/kurasi/sertifikat/", registers.certificate_register, name="certificate_register"),
    path(
        "kerja/kurasi/sertifikat/xlsx/", registers.certificate_workbook, name="certificate_workbook"
    ),
    path(DESK + "surat/", release.letters, name="letters"),
    path(DESK + "umumkan/", release.release_page, name="release"),
    path(DESK + "umumkan/kirim/", release.release_decisions, name="release_decisions"),
]
