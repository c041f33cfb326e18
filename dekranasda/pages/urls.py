"""Addresses of the public pages that compose several apps; the names carry no app."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from dekranasda.pages import (
    feeds,
    figures,
    front_page,
    heritage,
    home,
    installing,
    makers,
    news,
    places,
    search,
    share_pictures,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("cari/", search.search, name="search"),
    path("perajin/", makers.artisan_list, name="artisan_list"),
    path("perajin/<slug:slug>/", makers.artisan_detail, name="artisan_detail"),
    path("sentra/", places.centre_list, name="centre_list"),
    path("sentra/<slug:slug>/", places.centre_detail, name="centre_detail"),
    path("peta/", places.district_map_page, name="district_map"),
    path("bagikan/<slug:kind>/<slug:key>.jpg", share_pictures.share_picture, name="share_picture"),
    path("karya-baru.atom", login_not_required(feeds.NewWorksAtom()), name="new_works_atom"),
    path("kabar.atom", login_not_required(feeds.NewsAtom()), name="news_atom"),
    path("luring/", installing.offline, name="offline"),
    path("kabar/", news.news_list, name="news_list"),
    path("kabar/<slug:slug>/", news.news_detail, name="news_detail"),
    path("kerja/kabar/<int:pk>/pratinjau/", news.news_preview, name="news_preview"),
    path("kerja/beranda/", front_page.front_page, name="front_page"),
    path("kerja/beranda/karya/", front_page.feature_work, name="feature_work"),
    path("kerja/beranda/karya/<int:pk>/", front_page.move_work, name="move_featured_work"),
    path("kerja/beranda/kisah/", front_page.feature_story, name="feature_story"),
    path("kerja/beranda/kisah/<int:pk>/", front_page.move_story, name="move_featured_story"),
    path("kriya-terancam/", heritage.endangered_crafts, name="endangered_crafts"),
    path("kerja/kriya/", heritage.tradition_list, name="tradition_list"),
    path("kerja/kriya/<int:pk>/", heritage.tradition_detail, name="tradition_detail"),
    path("statistik/", figures.statistics, name="statistics"),
    path("data/", figures.open_data, name="open_data"),
    path("data/katalog.csv", figures.catalogue_csv, name="catalogue_csv"),
    path("data/kecamatan.csv", figures.district_csv, name="district_csv"),
    path("data/kerajinan.csv", figures.craft_csv, name="craft_csv"),
    path("data/kurasi.csv", figures.curation_csv, name="curation_csv"),
    path("data/angka.csv", figures.figure_csv, name="figure_csv"),
]
