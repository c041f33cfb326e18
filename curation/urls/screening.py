"""One submission at the desk."""

from django.urls import URLPattern, URLResolver, path

from curation.urls.places import WORK
from curation.views import inspections, photos, screening

urlpatterns: list[URLPattern | URLResolver] = [
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
    path(WORK + "penyamaran/", photos.redaction, name="redaction"),
    path(WORK + "foto/<int:pk>/", photos.mark_photo, name="mark_photo"),
    path(WORK + "foto/<int:pk>/tanda/<int:mark>/hapus/", photos.unmark_photo, name="unmark_photo"),
    path(WORK + "foto/<int:pk>/samarkan/", photos.hide_photo, name="hide_photo"),
    path(WORK + "foto/<int:pk>/tampilkan/", photos.show_photo, name="show_photo"),
    path(WORK + "periksa-fisik/", inspections.inspection_page, name="inspection"),
    path(WORK + "periksa-fisik/selesai/", inspections.inspection_finish, name="inspection_finish"),
    path(
        WORK + "periksa-fisik/foto/<int:pk>/",
        inspections.inspection_photo,
        name="inspection_photo",
    ),
]
