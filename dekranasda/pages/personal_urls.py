"""Addresses of personal data: the person's own pages, and those of the workbench."""

from django.urls import URLPattern, path

from dekranasda.pages import consents, own_data, people_data

urlpatterns: list[URLPattern] = [
    path("saya/data/", own_data.own_data, name="own_data"),
    path("saya/data/salinan/", own_data.own_data_copy, name="own_data_copy"),
    path("saya/data/permintaan/", own_data.own_data_request, name="own_data_request"),
    path(
        "saya/data/permintaan/<int:pk>/batal/",
        own_data.cancel_data_request,
        name="cancel_data_request",
    ),
    path("kerja/registri/<int:pk>/data-pribadi/", people_data.personal_data, name="personal_data"),
    path("kerja/registri/<int:pk>/persetujuan/", consents.record_consent, name="record_consent"),
    path(
        "kerja/registri/<int:pk>/data-pribadi/salinan/",
        people_data.personal_copy,
        name="personal_copy",
    ),
    path(
        "kerja/registri/<int:pk>/data-pribadi/permintaan/",
        people_data.data_request_create,
        name="data_request_create",
    ),
    path("kerja/permintaan-data/", people_data.data_request_list, name="data_request_list"),
    path(
        "kerja/permintaan-data/<int:pk>/",
        people_data.data_request_detail,
        name="data_request_detail",
    ),
    path("kerja/permintaan-data/<int:pk>/hapus/", people_data.erase_person, name="erase_person"),
]
