"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path, re_path

from products import cost_views, draft_views, label_views, paper_views, photo_views, views

WORK = r"^produk/(?P<slug>[-\w]+)-(?P<code>[A-Za-z0-9]{5})/"

DRAFT = r"^saya/karya/(?P<code>[A-Za-z0-9]{5})/"

app_name = "products"
urlpatterns: list[URLPattern | URLResolver] = [
    path("katalog/", views.catalogue, name="catalogue"),
    path("katalog/<slug:slug>/", views.craft_catalogue, name="craft_catalogue"),
    re_path(WORK + r"$", views.product_detail, name="product_detail"),
    re_path(WORK + r"foto/(?P<number>[0-9]{1,2})/$", views.photo_page, name="photo_page"),
    re_path(WORK + r"label/$", views.label, name="label"),
    path("simpanan/", views.saved_works, name="saved_works"),
    re_path(r"^[kK]/?$", views.code_entry, name="code_entry"),
    re_path(r"^[kK]/(?P<code>[A-Za-z0-9]{1,12})/?$", views.short_code, name="short_code"),
    re_path(r"^w/(?P<code>[A-Za-z0-9]{5})/?$", views.ask, name="ask"),
    path("saya/label/", label_views.own_labels, name="own_labels"),
    path("saya/label/label.pdf", label_views.own_labels_pdf, name="own_labels_pdf"),
    path("kerja/label/", label_views.label_desk, name="label_desk"),
    path("kerja/label/label.pdf", label_views.label_desk_pdf, name="label_desk_pdf"),
    path("saya/karya/baru/", draft_views.draft_create, name="draft_create"),
    path("saya/karya/pekerja.js", draft_views.draft_worker, name="draft_worker"),
    re_path(DRAFT + r"lanjut/$", draft_views.draft_resume, name="draft_resume"),
    re_path(DRAFT + r"langkah/1/$", photo_views.draft_photos, name="draft_photos"),
    re_path(DRAFT + r"langkah/6/$", draft_views.draft_check, name="draft_check"),
    re_path(DRAFT + r"langkah/(?P<number>[2-5])/$", draft_views.draft_step, name="draft_step"),
    re_path(r"^dilihat/(?P<code>[A-Za-z0-9]{5})/$", views.note_work_view, name="note_work_view"),
    path("dilihat/perajin/<slug:slug>/", views.note_maker_view, name="note_maker_view"),
    re_path(
        DRAFT + r"langkah/(?P<number>[1-5])/simpan/$",
        draft_views.draft_autosave,
        name="draft_autosave",
    ),
    re_path(DRAFT + r"foto/$", photo_views.photo_add, name="photo_add"),
    re_path(
        DRAFT + r"foto/(?P<pk>[0-9]{1,18})/hapus/$", photo_views.photo_remove, name="photo_remove"
    ),
    re_path(DRAFT + r"biaya/$", cost_views.cost_sheet, name="cost_sheet"),
    re_path(DRAFT + r"biaya/pakai/$", cost_views.use_price, name="use_price"),
    re_path(
        DRAFT + r"foto/(?P<pk>[0-9]{1,18})/pakai/$", photo_views.photo_accept, name="photo_accept"
    ),
    re_path(DRAFT + r"formulir\.pdf$", paper_views.paper_form, name="paper_form"),
    re_path(DRAFT + r"perbaiki/$", draft_views.draft_revise, name="draft_revise"),
    re_path(DRAFT + r"hapus/$", draft_views.draft_delete, name="draft_delete"),
]
