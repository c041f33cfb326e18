"""Every public page opens, has one heading, unique ids, a title, and names nobody unasked."""

import csv
import io
import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from artisans.models import Figure
from dekranasda.pages.figures import merged
from products.models import Product
from tests.factories import (
    make_artisan,
    make_business,
    make_centre,
    make_craft,
    make_district,
    make_published_product,
    make_village,
)

pytestmark = pytest.mark.django_db

FIXED = [
    "/",
    "/katalog/",
    "/cari/",
    "/cari/?q=vas",
    "/cari/?q=tidak-ada-sama-sekali",
    "/perajin/",
    "/perajin/?q=siti",
    "/perajin/?kerajinan=bubut",
    "/sentra/",
    "/peta/",
    "/statistik/",
    "/data/",
    "/tentang/",
    "/kontak/",
    "/bantuan/",
    "/privasi/",
    "/aksesibilitas/",
    "/peta-situs/",
]


class PageReader(HTMLParser):
    """Counts headings and ids, and reads what a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.ids: list[str] = []
        self.images_without_alt = 0
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.headings += tag == "h1"
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "img" and "alt" not in found:
            self.images_without_alt += 1
        self.inline += [name for name in found if name == "style" or name.startswith("on")]


def read(page: str) -> PageReader:
    reader = PageReader()
    reader.feed(page)
    return reader


@pytest.fixture
def council():
    """A small council: one maker with a work in a centre."""
    centre = make_centre(name="Sentra Bubut Batokan", slug="bubut-batokan", maker_count=64)
    owner = make_artisan(
        name="Siti Aminah",
        slug="siti-aminah",
        story="Serat jati tidak bisa disuruh. Saya ikut ke mana ia mau.",
        village=make_village(),
        working_since=2009,
    )
    business = make_business(
        owner=owner, centre=centre, craft=make_craft("bubut"), name="Siti Jati"
    )
    product = make_published_product(business, name="Vas Bubut Jati")
    Figure.objects.create(
        key="terdata",
        label="UMKM terdata",
        value=11_000,
        definition="Usaha dalam data dinas",
        source="Disperinaker",
        as_of=date(2025, 11, 27),
    )
    return product


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", FIXED)
def test_every_public_page_is_sound(client, council, address, prefix):
    response = client.get(prefix + address)
    page = read(response.text)

    assert response.status_code == 200
    assert not response.cookies
    assert page.headings == 1
    assert len(page.ids) == len(set(page.ids)), page.ids
    assert page.images_without_alt == 0
    assert page.inline == []
    assert re.search(r"<title>\s*\S.*?</title>", response.text, re.DOTALL)
    assert response.text.count('rel="canonical"') == 1


def test_every_page_of_one_thing_is_sound(client, council):
    for address in (
        council.get_absolute_url(),
        f"{council.get_absolute_url()}foto/1/",
        f"{council.get_absolute_url()}label/",
        f"/w/{council.code}/?tanpa=1",
        "/perajin/siti-aminah/",
        "/sentra/bubut-batokan/",
        "/katalog/bubut/",
    ):
        response = client.get(address)
        page = read(response.text)

        assert response.status_code == 200, address
        assert page.headings == 1, address
        assert len(page.ids) == len(set(page.ids)), address
        assert page.inline == [], address
        assert not response.cookies, address


def test_an_empty_council_has_sound_pages_too(client):
    for address in FIXED:
        response = client.get(address)

        assert response.status_code == 200, address
        assert read(response.text).headings == 1, address


def test_the_front_page_shows_what_there_is(client, council):
    page = client.get("/").text

    for words in (
        "Karya perajin Bojonegoro yang sudah dikurasi.",
        "Vas Bubut Jati",
        "Bubut",
        "Serat jati tidak bisa disuruh.",
        "Sentra Bubut Batokan",
        "Daftarkan usaha Anda",
        "11.000",
        "Disperinaker, November 2025",
    ):
        assert words in page, words


def test_the_front_page_of_a_new_council_leaves_out_what_is_missing(client):
    page = client.get("/").text

    assert "Baru lolos kurasi" not in page
    assert "Kunjungi sentranya" not in page
    assert "Daftarkan usaha Anda" in page


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 15), ("/perajin/", 5), ("/sentra/", 2), ("/peta/", 2), ("/statistik/", 11)],
)
@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_whatever_they_show(
    client, django_assert_num_queries, address, queries, number
):
    for index in range(number):
        centre = make_centre(name=f"Sentra {index}")
        owner = make_artisan(story="Satu kalimat. Dua kalimat.")
        make_published_product(make_business(owner=owner, centre=centre, craft=make_craft("bubut")))

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_a_makers_and_a_centres_page_take_the_same_queries(
    client, council, django_assert_num_queries, number
):
    for index in range(number):
        make_published_product(council.business, name=f"Vas {index}")

    with django_assert_num_queries(6):
        client.get("/perajin/siti-aminah/")
    with django_assert_num_queries(9):
        client.get("/sentra/bubut-batokan/")


# People


def test_only_makers_who_agreed_are_named(client, council):
    make_business(owner=make_artisan(name="Bima Prasetyo", slug="bima"), name="Bima Batik")

    for address in (*FIXED, "/cari/?q=bima", "/sitemap-perajin.xml", "/data/katalog.csv"):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"Bima Prasetyo" not in content, address
        assert b"/perajin/bima/" not in content, address
    assert client.get("/perajin/bima/").status_code == 404


def test_makers_are_found_by_name_and_craft(client, council):
    other = make_business(
        owner=make_artisan(name="Endang Lestari", slug="endang"), craft=make_craft("batik")
    )
    make_published_product(other, name="Kain")

    by_name = client.get("/perajin/?q=endang").text
    by_craft = client.get("/perajin/?kerajinan=bubut").text

    assert "Endang Lestari" in by_name
    assert "Siti Aminah" not in by_name
    assert "Siti Aminah" in by_craft
    assert "Endang Lestari" not in by_craft


def test_one_search_finds_works_makers_and_centres(client, council):
    page = client.get("/cari/?q=siti").text
    place = client.get("/cari/?q=batokan").text

    assert "Vas Bubut Jati" in page
    assert "/perajin/siti-aminah/" in page
    assert "/sentra/bubut-batokan/" in place


def test_a_hidden_centre_has_no_page(client):
    make_centre(slug="tertutup", is_public=False, name="Sentra Tertutup")

    assert client.get("/sentra/tertutup/").status_code == 404
    assert "Sentra Tertutup" not in client.get("/sentra/").text


def test_the_map_leads_to_the_works_of_a_district(client, council):
    make_district("Malo", "35.22.19")

    page = client.get("/peta/").text

    assert 'href="/katalog/?kecamatan=35.22.20"' in page
    assert "kecamatan=35.22.19" not in page
    assert "Malo" in page


# Figures


def test_figures_that_disagree_stand_side_by_side(client):
    for value, source in ((11_000, "Disperinaker"), (91_751, "Dindagkop UM")):
        Figure.objects.create(
            key="terdata",
            label="UMKM terdata",
            value=value,
            definition="Definisi",
            source=source,
            as_of=date(2025, 11, 27),
        )

    page = client.get("/statistik/").text

    for words in ("11.000", "91.751", "Disperinaker", "Dindagkop UM", "27 Nov 2025"):
        assert words in page, words


def test_small_groups_of_people_are_merged():
    rows = merged([("Kasiman", 20, 9), ("Malo", 8, 3), ("Balen", 2, 3), ("Temayang", 9, 6)])

    assert [(str(row.name), row.works, row.makers) for row in rows] == [
        ("Kasiman", 20, 9),
        ("Temayang", 9, 6),
        ("Malo", 8, None),
        ("Balen", 2, None),
        ("Perajin kelompok kecil, digabung", None, 6),
    ]


def test_one_small_group_alone_is_not_given_away_by_the_rest():
    rows = merged([("Kasiman", 20, 9), ("Malo", 8, 3), ("Temayang", 9, 6)])

    assert [row.makers for row in rows] == [9, None, None, 9]


def test_nothing_is_merged_where_all_groups_are_large():
    rows = merged([("Kasiman", 20, 9), ("Temayang", 9, 6)])

    assert [(row.name, row.makers) for row in rows] == [("Kasiman", 9), ("Temayang", 6)]


def test_the_catalogue_is_open_data_without_formulas(client, council):
    make_published_product(council.business, name="=HYPERLINK(1)")

    response = client.get("/data/katalog.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert {row["nama"] for row in rows} == {"Vas Bubut Jati", "'=HYPERLINK(1)"}
    assert rows[1]["kode"] == council.code
    assert rows[1]["harga_rp"] == "175000"
    assert rows[1]["alamat"].endswith(council.get_absolute_url())


# Machines


def test_sitemaps_carry_both_languages_and_only_what_is_shown(client, council, settings):
    settings.SITE_URL = "https://kriya.contoh.id"

    index = client.get("/sitemap.xml").text
    works = client.get("/sitemap-karya.xml").text

    assert "sitemap-karya.xml" in index
    assert f"<loc>https://kriya.contoh.id{council.get_absolute_url()}</loc>" in works
    assert f"https://kriya.contoh.id/en{council.get_absolute_url()}" in works
    for section in ("halaman", "kerajinan", "perajin", "sentra"):
        assert client.get(f"/sitemap-{section}.xml").status_code == 200


def test_crawlers_are_kept_from_counting_enquiries(client):
    text = client.get("/robots.txt").text

    assert "Disallow: /w/" in text
    assert "/sitemap.xml" in text


def test_weaknesses_can_be_reported(client):
    text = client.get("/.well-known/security.txt").text

    assert text.startswith("Contact: mailto:")
    assert re.search(r"^Expires: 2\d{3}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)


def test_a_work_past_its_last_day_is_counted_nowhere_before_anybody_expires_it(client):
    shown = make_published_product(name="Vas baru")
    past = make_published_product(shown.business, name="Vas lama", craft=shown.craft)
    Product.objects.filter(pk=past.pk).update(valid_until=timezone.localdate() - timedelta(days=1))

    front, catalogue = client.get("/"), client.get("/katalog/")

    assert front.context["work_count"] == catalogue.context["catalogue"].total == 1
    assert sum(craft["count"] for craft in front.context["crafts"]) == 1
    assert past.code not in front.text + catalogue.text + client.get("/sentra/").text
