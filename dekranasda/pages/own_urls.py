"""Addresses of a maker's own pages that compose several apps."""

from django.urls import URLPattern, path

from dekranasda.pages import own_certificates, profile, profile_photos

urlpatterns: list[URLPattern] = [
    path("saya/sertifikat/", own_certificates.own_certificates, name="own_certificates"),
    path("saya/profil/", profile.own_profile, name="own_profile"),
    path("saya/profil/foto/", profile_photos.own_photos, name="own_photos"),
    path(
        "saya/profil/foto/tambah/<slug:kind>/", profile_photos.own_photo_add, name="own_photo_add"
    ),
    path(
        "saya/profil/foto/<int:pk>/tampilkan/", profile_photos.show_own_photo, name="show_own_photo"
    ),
    path(
        "saya/profil/foto/<int:pk>/sembunyikan/",
        profile_photos.hide_own_photo,
        name="hide_own_photo",
    ),
    path(
        "saya/profil/foto/<int:pk>/hapus/", profile_photos.remove_own_photo, name="remove_own_photo"
    ),
    path(
        "saya/profil/usaha/<int:pk>/<slug:slug>/",
        profile.business_section,
        name="business_section",
    ),
    path("saya/profil/<slug:slug>/", profile.profile_section, name="profile_section"),
]
