"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path, re_path

from curation.views import artisan, public, release, rounds, scoring, screening, session

DESK = "kerja/kurasi/<slug:slug>/"
WORK = DESK + "karya/<str:code>/"
SESSION = DESK + "sidang/<str:code>/"
OWN = r"^saya/karya/(?P<code>[A-Za-z0-9]{5})/"

app_name = "curation"
urlpatterns: list[URLPattern | URLResolver] = [
    # Public
    path("kurasi/", public.about, name="about"),
    path("kurasi/<slug:slug>/", public.round_public, name="round_public"),
    path("verifikasi/", public.verify_search, name="verify_search"),
    path("verifikasi/<str:number>/", public.verify, name="verify"),
    path("status/", public.status_lookup, name="status_lookup"),
    # Makers
    re_path(OWN + r"$", artisan.product_status, name="product_status"),
    re_path(OWN + r"kirim/$", artisan.submit_product, name="submit_product"),
    re_path(OWN + r"terkirim/$", artisan.submitted, name="submitted"),
    re_path(OWN + r"tarik/$", artisan.withdraw, name="withdraw"),
    re_path(OWN + r"keberatan/$", artisan.appeal, name="appeal"),
    re_path(OWN + r"tampilkan/$", artisan.show_product, name="show_product"),
    path("saya/sertifikat/<str:number>.pdf", artisan.certificate, name="certificate_pdf"),
    # Workbench
    path("kerja/kurasi/", rounds.round_list, name="round_list"),
    path("kerja/kurasi/baru/", rounds.round_create, name="round_create"),
    path("kerja/kurasi/keberatan/<str:code>/", release.hear_appeal, name="hear_appeal"),
    path("kerja/kurasi/sertifikat/<str:number>/cabut/", screening.revoke, name="revoke"),
    path(DESK, rounds.round_detail, name="round_detail"),
    path(DESK + "ubah/", rounds.round_update, name="round_update"),
    path(DESK + "umumkan-periode/", rounds.announce, name="announce"),
    path(DESK + "panel/", rounds.panel, name="panel"),
    path(DESK + "panel/<int:pk>/keluar/", rounds.panel_remove, name="panel_remove"),
    path(DESK + "pembagian/", rounds.assignment_plan, name="assignment_plan"),
    path(DESK + "mulai/", rounds.start_all, name="start_all"),
    path(WORK, screening.screening_page, name="screening"),
    path(WORK + "periksa/", screening.save_checks, name="save_checks"),
    path(WORK + "lengkap/", screening.queue, name="queue"),
    path(WORK + "kembalikan/", screening.return_for_completion, name="return_for_completion"),
    path(WORK + "tidak-memenuhi/", screening.propose_ineligible, name="propose_ineligible"),
    path(
        WORK + "tidak-memenuhi/tetapkan/", screening.confirm_ineligible, name="confirm_ineligible"
    ),
    path(WORK + "tidak-memenuhi/batal/", screening.dismiss_ineligible, name="dismiss_ineligible"),
    path(WORK + "buka-kembali/", screening.reopen_lapsed, name="reopen_lapsed"),
    path(WORK + "kurator/", screening.assign, name="assign"),
    path(WORK + "mulai/", screening.start_review, name="start_review"),
    path(WORK + "sidangkan/", screening.open_deliberation, name="open_deliberation"),
    path(WORK + "antrekan/", screening.requeue, name="requeue"),
    path(WORK + "tahan/", screening.hold, name="hold"),
    path(WORK + "lepas/", screening.clear_hold, name="clear_hold"),
    path(DESK + "nilai/", scoring.score_next, name="score_next"),
    path(DESK + "nilai/periksa/", scoring.score_summary, name="score_summary"),
    path(DESK + "nilai/kirim/", scoring.send_scores, name="send_scores"),
    path(DESK + "nilai/<int:pk>/", scoring.score_work, name="score_work"),
    path(DESK + "nilai/<int:pk>/nanti/", scoring.score_later, name="score_later"),
    path(DESK + "nilai/<int:pk>/konflik/", scoring.declare_conflict, name="declare_conflict"),
    path(DESK + "sidang/", session.session_list, name="session_list"),
    path(SESSION, session.session_work, name="session_work"),
    path(SESSION + "tandatangan/", session.sign, name="sign"),
    path(SESSION + "buka-kembali/", session.reopen, name="reopen"),
    path(SESSION + "nilai-lagi/", session.return_to_review, name="return_to_review"),
    path(DESK + "umumkan/", release.release_page, name="release"),
    path(DESK + "umumkan/kirim/", release.release_decisions, name="release_decisions"),
]
