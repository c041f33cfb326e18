"""Sign-in, sign-out and password pages, in Indonesian addresses."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
]
