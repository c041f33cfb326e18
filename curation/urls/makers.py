"""A maker's own works."""

from django.urls import URLPattern, URLResolver, path, re_path

from curation.urls.places import OWN
from curation.views import artisan, point_answers

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(OWN + r"$", artisan.product_status, name="product_status"),
    re_path(OWN + r"kirim/$", artisan.submit_product, name="submit_product"),
    re_path(OWN + r"terkirim/$", artisan.submitted, name="submitted"),
    re_path(OWN + r"tarik/$", artisan.withdraw, name="withdraw"),
    re_path(OWN + r"keberatan/$", artisan.appeal, name="appeal"),
    re_path(OWN + r"jawaban/(?P<key>\w{1,12})/$", point_answers.answer_point, name="answer_point"),
    re_path(OWN + r"tampilkan/$", artisan.show_product, name="show_product"),
    path("saya/sertifikat/<str:number>.pdf", artisan.certificate, name="certificate_pdf"),
]
