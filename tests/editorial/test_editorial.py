"""News, the council's own texts, and what stands first on the front page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from artisans.models import Artisan
from dekranasda.editorial import featuring
from dekranasda.editorial.models import FeaturedStory, NewsItem, PageText
from dekranasda.editorial.writing import parts_of
from tests.factories import make_artisan, make_business, make_published_product
from tests.products.photographs import upload

pytestmark = pytest.mark.django_db


def make_news(**fields) -> NewsItem:
    words = {"title": "Kurasi dibuka", "slug": "kurasi-dibuka", "summary": "Siapkan karya Anda."}
    return NewsItem.objects.create(
        **{
            **words,
            "body": "Paragraf.\n\n## Syarat\n\n- Foto\n- Harga",
            "is_public": True,
            **fields,
        }
    )


def test_news_is_read_by_everybody_once_it_is_shown(client):
    item = make_news()
    make_news(slug="draf", title="Masih draf", is_public=False)
    make_news(
        slug="besok", title="Baru besok", published_on=timezone.localdate() + timedelta(days=1)
    )

    listing = client.get("/kabar/").text
    page = client.get(item.get_absolute_url()).text

    assert "Kurasi dibuka" in listing
    assert "Masih draf" not in listing
    assert "Baru besok" not in listing
    assert "<h2>Syarat</h2>" in page
    assert "<li>Foto</li><li>Harga</li>" in page
    assert client.get("/kabar/draf/").status_code == 404
    assert client.get("/kabar/besok/").status_code == 404


def test_news_names_only_works_on_show(client):
    shown = make_published_product(name="Vas Jati")
    hidden = make_published_product(name="Guci Jati")
    hidden.business.is_public = False
    hidden.business.save(update_fields=["is_public"])
    item = make_news(work_codes=f"{shown.code}, {hidden.code}")

    page = client.get(item.get_absolute_url()).text

    assert "Vas Jati" in page
    assert "Guci Jati" not in page


def test_a_draft_is_looked_at_by_the_secretariat_alone(client, as_user, dewi, ratna):
    item = make_news(is_public=False)
    address = f"/kerja/kabar/{item.pk}/pratinjau/"

    seen = as_user(dewi).get(address)

    assert "belum tampil untuk umum" in seen.text
    assert as_user(ratna).get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_a_photograph_of_news_is_made_anew_and_needs_words(as_user, dewi):
    staff = as_user(dewi)
    address = "/admin/editorial/newsitem/add/"
    given = {
        "title": "Pameran akhir tahun",
        "slug": "pameran",
        "summary": "Di alun-alun.",
        "body": "Datanglah.",
        "published_on": "2026-01-05",
    }

    silent = staff.post(address, {**given, "photo": upload()})
    kept = staff.post(address, {**given, "photo": upload(), "photo_alt": "Kios pameran"})
    bad = staff.post(
        address,
        {**given, "slug": "x", "photo": SimpleUploadedFile("a.jpg", b"bukan"), "photo_alt": "x"},
    )

    assert "Tulis apa yang terlihat di foto." in silent.text
    assert kept.status_code == 302
    assert len(NewsItem.objects.get().photo_sha256) == 64
    assert "bukan foto" in bad.text


def test_the_councils_text_takes_the_place_of_the_portals_own(client, as_user, dewi, ratna):
    own = client.get("/tentang/").text
    text = PageText.objects.create(page="about", body="## Siapa kami\n\nDewan kerajinan daerah.")

    draft = as_user(dewi).get(f"/kerja/halaman/{text.pk}/pratinjau/").text
    before = client.get("/tentang/").text
    text.is_public = True
    text.save()
    after = client.get("/tentang/").text

    assert "Yang tidak kami lakukan" in own
    assert "<h2>Siapa kami</h2>" in draft
    assert "Siapa kami" not in before
    assert "<h2>Siapa kami</h2>" in after
    assert "Yang tidak kami lakukan" not in after


def test_every_change_of_a_text_is_on_record():
    text = PageText.objects.create(page="help", body="Satu.")
    text.body = "Dua."
    text.save()
    text.delete()

    trail = PageText.pgh_event_model.objects.order_by("pgh_id")

    assert list(trail.values_list("pgh_label", "body")) == [
        ("insert", "Satu."),
        ("update", "Dua."),
        ("delete", "Dua."),
    ]


def test_markup_in_a_text_stays_text(client):
    item = make_news(body="<script>alert(1)</script> lihat https://contoh.id/")

    page = client.get(item.get_absolute_url()).text

    assert "<script>alert" not in page
    assert '<a href="https://contoh.id/"' in page


def test_parts_are_headings_lists_and_paragraphs():
    parts = parts_of("Satu\ndua\n\n## Tiga\n- empat\n- lima\n\nenam")

    assert [(part.kind, part.lines) for part in parts] == [
        ("paragraph", ["Satu", "dua"]),
        ("heading", ["Tiga"]),
        ("list", ["empat", "lima"]),
        ("paragraph", ["enam"]),
    ]


def test_works_are_chosen_put_in_order_and_let_go(client, as_user, dewi, ratna):
    works = [make_published_product(name=name) for name in ("Vas", "Guci", "Topi")]
    staff = as_user(dewi)

    for work in works:
        staff.post("/kerja/beranda/karya/", {"code": work.code.lower()})
    staff.post(f"/kerja/beranda/karya/{works[2].pk}/", {"way": "naik"})
    staff.post(f"/kerja/beranda/karya/{works[0].pk}/", {"way": "lepas"})
    wrong = staff.post("/kerja/beranda/karya/", {"code": "XXXXX"})

    assert [work.name for work in featuring.featured_works()] == ["Topi", "Guci"]
    assert [work.featured_position for work in featuring.featured_works()] == [1, 2]
    assert wrong.status_code == 422
    assert 'value="XXXXX"' in wrong.text
    assert client.get("/").context["featured"].name == "Topi"
    assert as_user(ratna).get("/kerja/beranda/").status_code == 403


def test_a_chosen_story_goes_before_all_others(client, as_user, dewi, ratna):
    for name in ("Ani", "Budi", "Cici"):
        maker = make_artisan(name=name, slug=name.lower(), story=f"Saya {name}. Lalu begitu.")
        make_published_product(make_business(owner=maker))
    staff = as_user(dewi)

    staff.post("/kerja/beranda/kisah/", {"artisan": Artisan.objects.get(name="Budi").pk})

    assert [str(story) for story in FeaturedStory.objects.all()] == ["Budi"]
    assert client.get("/").context["story"]["name"] == "Budi"
