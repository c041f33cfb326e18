"""After a work passed: complaints, suspensions, revocations, renewal."""

from django.urls import URLPattern, URLResolver, path, re_path

from curation.urls.places import OWN
from curation.views import afterwards, complaints, suspensions

COMPLAINT = "kerja/kurasi/laporan/<int:pk>/"
SUSPENSION = "kerja/kurasi/penangguhan/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("lapor/<str:code>/", complaints.complain, name="complain"),
    path("lapor/<str:code>/terima-kasih/", complaints.complained, name="complained"),
    re_path(OWN + r"perpanjang/$", afterwards.renew, name="renew"),
    re_path(OWN + r"tanggapan/$", afterwards.answer_suspension, name="answer_suspension"),
    re_path(
        OWN + r"pencabutan/keberatan/$", afterwards.appeal_revocation, name="appeal_revocation"
    ),
    path("kerja/kurasi/laporan/", complaints.complaint_list, name="complaint_list"),
    path(COMPLAINT, complaints.complaint, name="complaint"),
    path(COMPLAINT + "tutup/", complaints.dismiss_complaint, name="dismiss_complaint"),
    path(
        COMPLAINT + "tangguhkan/",
        complaints.suspend_after_complaint,
        name="suspend_after_complaint",
    ),
    path("kerja/kurasi/sertifikat/<str:number>/tangguhkan/", suspensions.suspend, name="suspend"),
    path(SUSPENSION, suspensions.suspension, name="suspension"),
    path(SUSPENSION + "pulihkan/", suspensions.lift, name="lift"),
    path(SUSPENSION + "cabut/", suspensions.propose_revocation, name="propose_revocation"),
    path(SUSPENSION + "tetapkan/", suspensions.confirm_revocation, name="confirm_revocation"),
    path(SUSPENSION + "keberatan/", suspensions.hear_revocation, name="hear_revocation"),
]
