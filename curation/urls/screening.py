"""One submission at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import WORK
from curation.views import screening

urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/kurasi/sertifikat/<str:number>/cabut/", screening.revoke, name="revoke"),
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
    path(WORK + "tahan/", screening.hold, name="hold"),
    path(WORK + "lepas/", screening.clear_hold, name="clear_hold"),
]
