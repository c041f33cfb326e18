"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path, re_path

from products import views

WORK = r"^produk/(?P<slug>[-\w]+)-(?P<code>[A-Za-z0-9]{5})/"

app_name = "products"
urlpatterns: list[URLPattern | URLResolver] = [
    path("katalog/", views.catalogue, name="catalogue"),
    path("katalog/<slug:slug>/", views.craft_catalogue, name="craft_catalogue"),
    re_path(WORK + r"$", views.product_detail, name="product_detail"),
    re_path(WORK + r"foto/(?P<number>[0-9]{1,2})/$", views.photo_page, name="photo_page"),
    re_path(WORK + r"label/$", views.label, name="label"),
    re_path(r"^[kK]/(?P<code>[A-Za-z0-9]{1,12})/?$", views.short_code, name="short_code"),
    re_path(r"^w/(?P<code>[A-Za-z0-9]{5})/?$", views.ask, name="ask"),
]
