"""The public catalogue: filters, counts, chips, pages, search, and whatever visitors type."""

from pathlib import Path

import pytest
from django.http import QueryDict

from products.catalogue import MOST_PAGES, PER_PAGE, Catalogue, CatalogueFilter
from products.models import Motif, SearchSynonym
from tests.factories import (
    make_business,
    make_centre,
    make_craft,
    make_district,
    make_material,
    make_published_product,
    make_village,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\x00",
    "a\x00b",
    "'; DROP TABLE products_product; --",
    "%' OR '1'='1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% load x %}",
    "../../../../etc/passwd",
    "A" * 10_000,
    "-1",
    "99999999999999999999",
    "1e309",
    "٣٤",
    "½",
    "🧺👩‍👩‍👧",
    "‮txt.exe",
    "!!! ??? ((( )))",
    '"',
    '"""',
    "-",
    "--",
    "a & b | c ! d <-> e:*",
    "\\",
    "NULL",
    "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]
PARAMETERS = [
    "q",
    "kerajinan",
    "kecamatan",
    "sentra",
    "bahan",
    "teknik",
    "motif",
    "grade",
    "pesanan",
    "harga_min",
    "harga_maks",
    "urut",
    "hal",
]


def names(query: str) -> list[str]:
    """The names on the page, in their order."""
    found = Catalogue(CatalogueFilter.from_query(QueryDict(query)))
    return [work.name for work in found.page]


def options(query: str, group: str) -> dict[str, int]:
    """The choices of a group with their counts."""
    found = Catalogue(CatalogueFilter.from_query(QueryDict(query)))
    (wanted,) = [each for each in found.groups if each.name == group]
    return {option.label: option.count for option in wanted.options}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_breaks_the_catalogue(client, parameter):
    make_published_product()

    for value in HOSTILE:
        response = client.get("/katalog/", {parameter: value})

        assert response.status_code == 200, (parameter, value[:30])
        assert b"<script>alert" not in response.content
        assert b"onerror=alert(1)>" not in response.content


def test_hostile_words_of_the_shared_list_are_searched_for(client):
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "6_hostile_text" / "blns.txt"
    if not path.exists():
        pytest.skip(f"no list of hostile texts at {path}")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]

    for line in lines[::6]:
        assert client.get("/katalog/", {"q": line}).status_code == 200, line


@pytest.mark.parametrize("number", [1, 3, 30])
def test_catalogue_takes_the_same_queries_whatever_it_shows(
    client, django_assert_num_queries, number
):
    for index in range(number):
        make_published_product(name=f"Vas {index}")

    with django_assert_num_queries(4):  # cards, edition; now and then counts and size
        client.get("/katalog/")
    with django_assert_num_queries(3):
        client.get("/katalog/?q=vas&grade=A&bahan=kayu-jati&harga_min=1000&urut=harga")


def test_only_published_works_of_public_businesses_are_shown(client):
    shown = make_published_product(name="Vas tampil")
    hidden = make_published_product(name="Vas tersembunyi")
    hidden.business.is_public = False
    hidden.business.save()

    assert names("") == [shown.name]
    assert b"tersembunyi" not in client.get("/katalog/").content


def test_facets_filter_and_are_counted_as_if_their_own_group_were_open():
    make_published_product(name="Vas", craft=make_craft("bubut"), grade="A")
    make_published_product(name="Kain", craft=make_craft("batik"), grade="B")
    make_published_product(name="Taplak", craft=make_craft("batik"), grade="A")

    assert set(names("kerajinan=batik")) == {"Kain", "Taplak"}
    assert set(names("kerajinan=batik&kerajinan=bubut")) == {"Vas", "Kain", "Taplak"}
    assert names("kerajinan=batik&grade=A") == ["Taplak"]
    assert options("kerajinan=batik", "kerajinan") == {"Batik": 2, "Bubut": 1}
    assert options("kerajinan=batik", "grade") == {"Kelas A": 1, "Kelas B": 1}


def test_a_choice_that_leads_nowhere_is_not_offered():
    make_craft("tenun")
    make_published_product(craft=make_craft("batik"))

    assert options("", "kerajinan") == {"Batik": 1}


def test_works_are_found_by_district_centre_material_and_price():
    malo = make_village("Rendeng", make_district("Malo", "35.22.19"))
    centre = make_centre(slug="gerabah-rendeng", village=malo)
    clay = make_material("Tanah liat", "tanah-liat")
    business = make_business(village=malo, centre=centre)
    make_published_product(business, name="Guci", materials=[clay], price_idr=90_000)
    make_published_product(name="Vas", price_idr=200_000)

    assert names("kecamatan=35.22.19") == ["Guci"]
    assert names("sentra=gerabah-rendeng") == ["Guci"]
    assert names("bahan=tanah-liat") == ["Guci"]
    assert names("harga_maks=Rp100.000") == ["Guci"]
    assert names("harga_min=100.000") == ["Vas"]
    assert names("harga_min=500000&harga_maks=100000") == ["Vas"]


def test_a_motif_and_a_price_band_can_be_chosen(client):
    motif = Motif.objects.create(slug="sekar-jati", name="Sekar Jati")
    make_published_product(name="Selendang", motif=motif, price_idr=185_000)
    make_published_product(name="Guci", price_idr=90_000)
    make_published_product(name="Lemari", price_idr=3_000_000)

    page = client.get("/katalog/?motif=sekar-jati").text
    assert names("motif=sekar-jati") == ["Selendang"]
    assert options("", "motif") == {"Sekar Jati": 1}
    assert 'href="?motif=sekar-jati&amp;harga_min=100000&amp;harga_maks=249999"' in page
    bands = client.get("/katalog/?harga_min=100000&harga_maks=249999").context["price"]["bands"]
    assert [(band.label, band.count, band.on) for band in bands] == [
        ("Di bawah Rp100.000", 1, False),
        ("Rp100.000 – Rp250.000", 1, True),
        ("Mulai Rp1.000.000", 1, False),
    ]
    assert bands[1].url == "/katalog/"


def test_availability_can_be_asked_for():
    make_published_product(name="Ada", stock=3)
    make_published_product(name="Pesanan", is_made_to_order=True)

    assert names("pesanan=siap") == ["Ada"]
    assert names("pesanan=khusus") == ["Pesanan"]
    assert names("pesanan=omongkosong") == []


def test_works_are_sorted_and_those_without_a_price_come_last():
    make_published_product(name="Sedang", price_idr=200)
    make_published_product(name="Murah", price_idr=100)
    make_published_product(name="Tanya", price_idr=None, price_on_request=True)

    assert names("urut=harga") == ["Murah", "Sedang", "Tanya"]
    assert names("urut=-harga") == ["Sedang", "Murah", "Tanya"]
    assert names("urut=nama") == ["Murah", "Sedang", "Tanya"]
    assert names("urut=terbaru") == ["Tanya", "Murah", "Sedang"]


def test_pages_do_not_overlap_and_a_page_too_far_is_the_last(client):
    for index in range(PER_PAGE + 3):
        make_published_product(name=f"Vas {index:02}")

    first, second = names("hal=1"), names("hal=2")

    assert len(first) == PER_PAGE
    assert len(second) == 3
    assert not set(first) & set(second)
    assert names(f"hal={MOST_PAGES * 10}") == second
    assert "Halaman 2 dari 2" in client.get("/katalog/?hal=2").text


def test_a_page_that_is_narrowed_or_deep_is_not_indexed(client):
    make_published_product()

    assert "noindex" not in client.get("/katalog/").text
    assert "noindex" in client.get("/katalog/?bahan=kayu-jati").text


def test_chips_remove_themselves(client):
    make_published_product(craft=make_craft("batik"), name="Kain batik")

    page = client.get("/katalog/?kerajinan=batik&grade=A&q=kain&hal=1").text

    assert 'href="?kerajinan=batik&amp;grade=A"' in page
    assert 'href="?kerajinan=batik&amp;q=kain"' in page
    assert 'href="?grade=A&amp;q=kain"' in page


def test_nothing_found_shows_a_way_on(client):
    make_published_product(name="Tampah Bambu")

    page = client.get("/katalog/?q=tampah&grade=B").text

    assert "Belum ada karya yang cocok" in page
    assert "Hapus semua saringan" in page
    assert "Tampah Bambu" in page


def test_an_empty_catalogue_says_when_works_will_come(client):
    page = client.get("/katalog/").text

    assert "Karya pertama tampil di sini begitu lolos kurasi." in page


def test_a_craft_has_its_landing_page(client):
    make_centre(craft=make_craft("batik"), name="Sentra Batik Jono")
    make_published_product(craft=make_craft("batik"), name="Kain")
    make_published_product(craft=make_craft("bubut"), name="Mangkuk")

    page = client.get("/katalog/batik/")

    assert "Sentra Batik Jono" in page.text
    assert "Kain" in page.text
    assert "Mangkuk" not in page.text
    assert client.get("/katalog/tidak-ada/").status_code == 404


# Search


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("menganyam", "Anyaman Pandan"),
        ("anyam", "Anyaman Pandan"),
        ("menenun", "Tenun Ikat"),
        ("tenun", "Menenun di Rumah"),
        ("memahat", "Pahatan Jati"),
        ("pengrajin", "Lampu Perajin"),
        ("kerajinan", "Lampu Perajin"),
        ("BATIK", "Kain batik"),
        ("vas dari kayu", "Vas Mahoni"),
        ("kayu-jati", "Mangkuk"),
        ("vas-vas", "Vas Mahoni"),
        ("anyam-anyaman", "Anyaman Pandan"),
        ("scarves", "Silk scarf"),
    ],
)
def test_word_forms_are_found(asked, written):
    make_published_product(name=written)

    assert names(f"q={asked}") == [written]


def test_search_reads_maker_place_material_and_code():
    product = make_published_product(name="Vas")

    for asked in (product.maker_name, "Batokan", "Kasiman", "kayu jati", product.code):
        assert names(f"q={asked}") == ["Vas"], asked


def test_quotes_and_minus_are_understood():
    make_published_product(name="Vas jati besar")
    make_published_product(name="Jati untuk vas")

    assert names('q="vas jati"') == ["Vas jati besar"]
    assert names("q=vas -besar") == ["Jati untuk vas"]


def test_synonyms_of_the_council_are_found_both_ways():
    SearchSynonym.objects.create(term="gerabah", means="tembikar, wadah tanah")
    make_published_product(name="Guci tembikar")
    make_published_product(name="Cobek gerabah")

    assert set(names("q=gerabah")) == {"Guci tembikar", "Cobek gerabah"}
    assert set(names("q=tembikar")) == {"Guci tembikar", "Cobek gerabah"}
    assert set(names("q=wadah tanah")) == {"Guci tembikar", "Cobek gerabah"}


def test_the_name_counts_more_than_the_story():
    make_published_product(name="Lampu", story="Cocok di samping vas.")
    make_published_product(name="Vas")
    make_published_product(name="Meja", story="Untuk vas.")

    assert names("q=vas")[0] == "Vas"


def test_a_mistyped_word_is_set_right_and_answered_at_once(client):
    make_published_product(name="Anyaman Bambu")

    page = client.get("/katalog/?q=anyamn").text

    assert "Maksud Anda:" in page
    assert 'href="?q=anyaman"' in page
    assert names("q=anyamn") == ["Anyaman Bambu"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("anya", "Anyaman Bambu"),  # a word on its way
        ("anyamanbambu", "Anyaman Bambu"),  # a space forgotten
        ("anyaman emas permata", "Anyaman Bambu"),  # words that never meet
        ("perajin anyaman", "Anyaman Bambu"),  # a word that every work would have
    ],
)
def test_words_that_no_work_has_still_lead_somewhere(asked, written):
    make_published_product(name=written)
    make_published_product(name="Guci")

    assert names(f"q={asked}") == [written]


def test_where_few_works_have_all_words_those_that_have_some_follow(client, monkeypatch):
    monkeypatch.setattr("products.catalogue.RANKS_OVER", 1)  # the few are ranked, however old
    make_published_product(name="Vas terakota")
    make_published_product(name="Guci terakota")
    make_published_product(name="Lampu")

    page = client.get("/katalog/?q=vas terakota").text
    first = names("q=vas terakota")
    monkeypatch.setattr("products.catalogue.RANKS_OVER", 1000)
    for number in range(3):
        make_published_product(name=f"Vas terakota {number}")

    assert first == ["Vas terakota", "Guci terakota"]
    assert "1 karya memuat semua kata itu." in page
    assert "Guci terakota" not in names("q=vas terakota")


def test_a_shirt_is_no_table():
    make_published_product(name="Meja Tamu")
    make_published_product(name="Kemeja Batik")

    assert names("q=meja") == ["Meja Tamu"]
    assert names("q=kemeja") == ["Kemeja Batik"]


def test_a_filter_without_hits_does_not_change_the_words(client):
    make_published_product(name="Tampah Bambu", grade="A")

    page = client.get("/katalog/?q=tampah&grade=B").text

    assert "Maksud Anda:" not in page
    assert "Hapus semua saringan" in page


def test_english_readers_find_english_words(client):
    make_published_product(name="Keranjang", name_en="Baskets of bamboo")

    assert "Baskets of bamboo" in client.get("/en/katalog/?q=basket").text


def test_counts_over_a_full_sample_say_at_least(client, monkeypatch):
    # Whatever size the database reckons the table to have, two works are all that is counted.
    monkeypatch.setattr("products.facets.EXACT_OVER", 2)
    monkeypatch.setattr("products.facets.SAMPLE", 2)
    for index in range(3):
        make_published_product(name=f"Vas {index}")

    page = client.get("/katalog/").text

    assert '<span class="nums">2+</span>' in page
    assert "3 karya" in page


def test_the_count_of_works_ends_at_its_cap(client, monkeypatch):
    monkeypatch.setattr("products.catalogue.MOST_COUNTED", 2)
    for index in range(3):
        make_published_product(name=f"Vas {index}")

    assert "Lebih dari 2 karya" in client.get("/katalog/").text
