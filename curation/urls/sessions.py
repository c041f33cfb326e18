"""Session, release and objections."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import DESK, SESSION
from curation.views import release, session

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "sidang/", session.session_list, name="session_list"),
    path(SESSION, session.session_work, name="session_work"),
    path(SESSION + "tandatangan/", session.sign, name="sign"),
    path(SESSION + "buka-kembali/", session.reopen, name="reopen"),
    path(SESSION + "nilai-lagi/", session.return_to_review, name="return_to_review"),
    path("kerja/kurasi/keberatan/<str:code>/", release.hear_appeal, name="hear_appeal"),
    path(DESK + "umumkan/", release.release_page, name="release"),
    path(DESK + "umumkan/kirim/", release.release_decisions, name="release_decisions"),
]
