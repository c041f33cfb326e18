"""All addresses. Indonesian at `/…`, English at `/en/…` with the same slugs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from dekranasda.accounts.views import admin_login
from dekranasda.pages import (
    account_number,
    artisan,
    business_edit,
    business_record,
    centre_members,
    coaching,
    components,
    information,
    installing,
    mentoring_outcomes,
    merging,
    own_settings,
    places,
    public,
    sign_in_cards,
    sign_up,
    sign_up_requests,
    workspace,
)
from dekranasda.sitemaps import SITEMAPS

urlpatterns = [
    path("healthz", public.healthz, name="healthz"),
    path("robots.txt", public.robots, name="robots"),
    path(".well-known/security.txt", public.security, name="security"),
    path(
        "sitemap.xml",
        login_not_required(sitemap_index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        login_not_required(sitemap),
        {"sitemaps": SITEMAPS, "template_name": "sitemap.xml"},
        name="sitemap_section",
    ),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("pekerja.js", installing.page_worker, name="page_worker"),
    path("favicon.ico", installing.favicon, name="favicon"),
    path("admin/login/", admin_login, name="admin_login"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("dekranasda.pages.urls")),
        path("tentang/", information.information_page, {"page": "about"}, name="about"),
        path("kontak/", information.information_page, {"page": "contact"}, name="contact"),
        path("bantuan/", information.information_page, {"page": "help"}, name="help"),
        path("privasi/", information.privacy, name="privacy"),
        path("privasi/<slug:version>/", information.privacy, name="privacy_version"),
        path(
            "aksesibilitas/",
            information.information_page,
            {"page": "accessibility"},
            name="accessibility",
        ),
        path("kerja/halaman/<int:pk>/pratinjau/", information.page_preview, name="page_preview"),
        path("peta-situs/", information.information_page, {"page": "site_map"}, name="site_map"),
        path("kerja/registri/kembar/<int:pk>/gabung/", merging.merge_confirm, name="merge_confirm"),
        path("kerja/registri/gabungan/<int:pk>/batal/", merging.undo_merge, name="undo_merge"),
        path("kerja/", workspace.workspace, name="workspace"),
        path("saya/", artisan.artisan_home, name="artisan_home"),
        path("saya/karya/", artisan.artisan_works, name="artisan_works"),
        path("saya/karya/<str:code>/rencana/", coaching.work_plan, name="work_plan"),
        path("saya/setelan/", own_settings.own_settings, name="own_settings"),
        path("saya/setelan/tampilan/", own_settings.own_display, name="own_display"),
        path("saya/setelan/bahasa/", own_settings.own_language, name="own_language"),
        path("saya/setelan/nomor/", own_settings.own_number, name="own_number"),
        path("", include("dekranasda.pages.own_urls")),
        path("", include("dekranasda.pages.personal_urls")),
        path("", include("dekranasda.pages.assistance_urls")),
        path("daftar/", sign_up.sign_up_start, name="account_signup"),
        path("daftar/ulang/", sign_up.sign_up_restart, name="sign_up_restart"),
        path("daftar/periksa/", sign_up.sign_up_check, name="sign_up_check"),
        path("daftar/terima-kasih/", sign_up.sign_up_done, name="sign_up_done"),
        path("daftar/<slug:step>/", sign_up.sign_up_step, name="sign_up_step"),
        path(
            "kerja/pendaftaran/", sign_up_requests.sign_up_request_list, name="sign_up_request_list"
        ),
        path(
            "kerja/pendaftaran/<int:pk>/",
            sign_up_requests.sign_up_request_detail,
            name="sign_up_request_detail",
        ),
        path(
            "kerja/pendaftaran/<int:pk>/hubungkan/<slug:slug>/",
            sign_up_requests.link_sign_up_request,
            name="link_sign_up_request",
        ),
        path(
            "kerja/pendaftaran/<int:pk>/tutup/",
            sign_up_requests.close_sign_up_request,
            name="close_sign_up_request",
        ),
        path("kerja/akun/<uuid:uid>/nomor/", account_number.account_number, name="account_number"),
        path("kerja/akun/kartu/", sign_in_cards.sign_in_cards, name="sign_in_cards"),
        path(
            "kerja/akun/kartu/cetak/",
            sign_in_cards.print_sign_in_cards,
            name="print_sign_in_cards",
        ),
        path("kerja/registri/tambah/", business_edit.business_create, name="business_create"),
        path("kerja/registri/<int:pk>/ubah/", business_edit.business_edit, name="business_edit"),
        path(
            "kerja/pendaftaran/<int:pk>/nanti/",
            sign_up_requests.call_again,
            name="call_sign_up_request_again",
        ),
        path(
            "kerja/registri/<int:pk>/karya/", business_record.business_works, name="business_works"
        ),
        path(
            "kerja/registri/<int:pk>/kurasi/",
            business_record.business_curation,
            name="business_curation",
        ),
        path(
            "kerja/registri/<int:pk>/kurasi/<str:code>/",
            business_record.business_growth,
            name="business_growth",
        ),
        path(
            "kerja/registri/<int:pk>/pelatihan/",
            business_record.business_trainings,
            name="business_trainings",
        ),
        path(
            "kerja/pendampingan/hasil/",
            mentoring_outcomes.mentoring_outcomes,
            name="mentoring_outcomes",
        ),
        path(
            "kerja/pendampingan/hasil.xlsx",
            mentoring_outcomes.mentoring_outcomes_file,
            name="mentoring_outcomes_file",
        ),
        path(
            "kerja/pendampingan/rencana/<int:pk>/bukti/",
            mentoring_outcomes.plan_evidence,
            name="plan_evidence",
        ),
        path(
            "kerja/pendampingan/sasaran/<int:pk>/dari-nilai/",
            mentoring_outcomes.reach_by_verdict,
            name="reach_by_verdict",
        ),
        path("kerja/sentra/<int:pk>/pratinjau/", places.centre_preview, name="centre_preview"),
        path("kerja/sentra/<int:pk>/anggota/", centre_members.centre_join, name="centre_join"),
        path(
            "kerja/sentra/anggota/<int:pk>/",
            centre_members.centre_member_update,
            name="centre_member_update",
        ),
        path(
            "kerja/registri/<int:pk>/sentra/",
            centre_members.business_join,
            name="business_join",
        ),
        path("", include("dekranasda.accounts.urls")),
        path("", include("dekranasda.notices.urls")),
        path("", include("artisans.urls")),
        path("", include("products.urls")),
        # Before curation: certificates of attendance have their own form of number.
        path("", include("events.urls")),
        path("", include("curation.urls")),
        prefix_default_language=False,
    ),
]
if settings.LOCAL:  # in production the web server serves photographs
    urlpatterns += [path("media/<path:path>", public.photograph, name="photograph")]
if settings.DEBUG:
    urlpatterns += [
        path("gaya/", components.component_page, name="components"),
        path("gaya/<slug:frame>/", components.component_page, name="components_in_frame"),
    ]
