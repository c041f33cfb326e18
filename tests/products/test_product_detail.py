"""A work's page, its photographs and label, the short addresses, and the way to the maker."""

import json
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from artisans.models import Artisan, Business, Licence
from dekranasda.accounts.models import Consent
from products.models import Enquiry, Motif, Photo, Product
from products.passport import opening
from products.publication import suspend, withdraw
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_product,
    make_published_product,
    make_village,
)

pytestmark = pytest.mark.django_db


def shown(**fields) -> Product:
    """A published work of a maker who may be called."""
    business = make_business(
        owner=make_artisan(name="Siti Aminah", slug="siti", gender=Artisan.Gender.FEMALE),
        phone="+6281234567890",
        verified_at=timezone.now(),
    )
    give_consent(business.owner, Consent.Purpose.PUBLIC_PROFILE, Consent.Purpose.PUBLIC_PHONE)
    return make_published_product(business, **fields)


def test_the_page_says_what_a_buyer_needs(client):
    motif = Motif.objects.create(slug="parang", name="Parang", description="Ombak yang tak putus.")
    product = shown(
        stock=4,
        story="Serat jati tidak bisa disuruh.",
        motif=motif,
        length_cm="12.0",
        height_cm="20.5",
        weight_g=480,
        production_time="week",
    )

    page = client.get(product.get_absolute_url()).text

    for words in (
        "Vas Bubut Jati",
        "Rp175.000",
        "Ada 4 buah",
        "2–7 hari",
        "12 × 20,5 cm, 480 g",
        "Serat jati tidak bisa disuruh.",
        "Ombak yang tak putus.",
        "Siti Aminah",
        "Mutu dan keterampilan",
        "Sangat baik",
        "12 Oktober 2026",
        product.certificate_number,
        f"/verifikasi/{product.certificate_number}/",
        product.code,
    ):
        assert words in page, words


def test_a_makers_place_is_told_no_finer_than_its_district(client):
    product = shown()
    village = make_village()
    product.business.village = village
    product.business.save()

    page = client.get(product.get_absolute_url()).text

    assert village.district.name in page
    assert village.name not in page


def test_prices_are_written_as_people_say_them(client):
    ranged = shown(price_idr=100_000, price_max_idr=250_000)
    asked = make_published_product(price_idr=None, price_on_request=True)

    assert "Mulai Rp100.000" in client.get(ranged.get_absolute_url()).text
    assert "Harga sesuai pesanan" in client.get(asked.get_absolute_url()).text


def test_the_passport_says_who_vouches(client):
    product = shown(material_origin="Sisa mebel")
    Business.objects.filter(pk=product.business_id).update(business_id="1234567890123")
    Licence.objects.create(business=product.business, kind=Licence.Kind.NIB)
    Licence.objects.create(
        business=product.business, kind=Licence.Kind.HALAL, expires_on=date(2020, 1, 1)
    )

    page = client.get(product.get_absolute_url()).text
    passport = page[page.index('id="paspor"') :]

    assert "Diperiksa kurator 12 Okt 2026" in passport
    assert re.search(r"Asal bahan</dt><dd>Sisa mebel</dd>.*?Pernyataan perajin", passport)
    assert "NIB" in passport
    assert "1234567890123" not in page
    assert "Halal" not in passport


def test_a_work_past_its_day_has_no_seal_and_says_how_to_renew(client):
    product = shown(curated_on=date(2020, 5, 1), valid_until=date(2021, 5, 1))

    page = client.get(product.get_absolute_url()).text

    assert "Kurasi karya ini berakhir 1 Mei 2021" in page
    assert f"/saya/karya/{product.code}/perpanjang/" in page
    assert "Lolos kurasi Dekranasda" not in page
    assert 'class="seal"' not in page
    assert 'content="noindex"' in page


def test_a_wrong_slug_or_small_letters_lead_to_the_page(client):
    product = shown()

    for address in (f"/produk/lama-{product.code}/", f"/produk/vas-{product.code.lower()}/?a=1"):
        response = client.get(address)

        assert response.status_code == 301
        assert response["Location"].startswith(product.get_absolute_url())


def test_unknown_codes_and_drafts_are_not_there(client):
    draft = make_product()

    assert client.get("/produk/vas-ZZZZZ/").status_code == 404
    assert client.get(f"/produk/vas-{draft.code}/").status_code == 404
    assert client.get(f"/w/{draft.code}/").status_code == 404


@pytest.mark.parametrize("hide", [withdraw, suspend])
def test_a_hidden_work_is_gone_and_shows_the_makers_others(client, hide):
    product = shown(name="Vas Lama")
    make_published_product(product.business, name="Vas Baru")
    hide(product, reason="Perajin berhenti membuatnya.")

    for address in (
        product.get_absolute_url(),
        f"{product.get_absolute_url()}foto/1/",
        f"{product.get_absolute_url()}label/",
        f"/w/{product.code}/",
    ):
        response = client.get(address)

        assert response.status_code == 410, address
        assert "Karya ini tidak lagi ditampilkan" in response.text
        assert "Vas Baru" in response.text
        assert "Perajin berhenti" not in response.text


def test_a_maker_who_takes_consent_back_is_named_nowhere(client):
    product = shown()
    product.business.is_public = False
    product.business.save()

    page = client.get(product.get_absolute_url())

    assert page.status_code == 410
    assert "Siti" not in page.text
    for address in ("/", "/katalog/", "/perajin/", "/cari/?q=siti", "/sitemap-perajin.xml"):
        assert "Siti" not in client.get(address).text, address
        asked = re.compile(r"q=siti|“siti”|value=\"siti\"|position")
        assert "siti" not in asked.sub("", client.get(address).text), address
    assert client.get("/perajin/siti/").status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_takes_the_same_queries_whatever_it_shows(
    client, django_assert_num_queries, number
):
    product = shown(photos=[{} for _index in range(number)])
    for index in range(number):
        make_published_product(product.business, name=f"Lain {index}")

    with django_assert_num_queries(9):
        client.get(product.get_absolute_url())


def test_photographs_have_their_own_pages(client):
    product = shown(photos=[{}, {"alt": "Dari dekat"}])
    url = product.get_absolute_url()

    second = client.get(f"{url}foto/2/").text

    assert "Dari dekat" in second
    assert f'href="{url}foto/1/" rel="prev"' in second
    assert client.get(f"{url}foto/3/").status_code == 404
    assert client.get(f"{url}foto/0/").status_code == 404


def test_photographs_of_people_need_their_own_consent(client):
    product = shown(photos=[{}, {"kind": Photo.Kind.MAKER, "alt": "Siti membubut"}])
    address = product.get_absolute_url()

    before = client.get(address).text
    give_consent(product.business.owner, Consent.Purpose.PUBLIC_PHOTO)

    assert "Siti membubut" not in before
    assert "Siti membubut" in client.get(address).text


def test_the_label_carries_a_code_that_opens_the_work(client, settings):
    settings.SITE_URL = "https://kriya.contoh.id"
    product = shown()

    page = client.get(f"{product.get_absolute_url()}label/").text

    assert 'class="label-sheet__code" src="data:image/svg+xml' in page
    assert product.code in page


@pytest.mark.parametrize("address", ["/k/{}", "/k/{}/", "/K/{}"])
def test_a_short_code_opens_the_work(client, address):
    product = shown()

    for code in (product.code, product.code.lower()):
        response = client.get(address.format(code))

        assert response.status_code == 302
        assert response["Location"] == f"{product.get_absolute_url()}?dari=label"
    assert "Anda memindai label" in client.get(response["Location"]).text


def test_an_unknown_code_leads_to_the_search_with_a_word(client):
    response = client.get("/k/zzzzz", follow=True)

    assert response.status_code == 200
    assert "Kode ZZZZZ tidak kami temukan" in response.text


def test_a_code_can_be_typed_where_the_label_points(client):
    assert client.get("/k/")["Location"] == "/cari/"


def test_a_code_typed_into_the_search_opens_the_work(client):
    product = shown()

    response = client.get(f"/cari/?q={product.code.lower()}", follow=True)

    assert response.redirect_chain[-1][0].startswith(product.get_absolute_url())


# The way to the maker


def draft_of(response) -> tuple[str, str]:
    """The number and the words of a WhatsApp address."""
    assert response.status_code == 302
    parts = urlsplit(response["Location"])
    assert parts.netloc == "wa.me"
    return parts.path.strip("/"), parse_qs(parts.query)["text"][0]


def test_asking_opens_whatsapp_with_a_draft_and_counts_nobody(client):
    product = shown()

    number, text = draft_of(client.get(f"/w/{product.code}/"))

    assert number == "6281234567890"
    assert text.startswith("Halo Bu Siti Aminah, saya melihat Vas Bubut Jati")
    assert f"(kode {product.code})" in text
    assert "Dekranasda Bojonegoro" in text
    enquiry = Enquiry.objects.get()
    assert (enquiry.product, enquiry.origin) == (product, Enquiry.Origin.PAGE)


def test_asking_from_a_label_says_so(client):
    product = shown()

    _number, text = draft_of(client.get(f"/w/{product.code}/?dari=label"))

    assert "di label karya" in text
    assert Enquiry.objects.get().origin == Enquiry.Origin.LABEL


def test_english_visitors_bring_the_indonesian_words_along(client):
    product = shown(name_en="Turned teak vase")

    _number, text = draft_of(client.get(f"/en/w/{product.code}/"))

    assert "Turned teak vase" in text
    assert "saya melihat Vas Bubut Jati" in text


def test_a_look_ahead_of_the_browser_is_not_counted(client):
    product = shown()

    client.head(f"/w/{product.code}/")
    client.get(f"/w/{product.code}/", headers={"Sec-Purpose": "prefetch;prerender"})

    assert not Enquiry.objects.exists()


def test_without_consent_the_council_is_asked(client, settings):
    product = shown()
    give_consent(product.business.owner, Consent.Purpose.PUBLIC_PHONE, is_given=False)

    number, text = draft_of(client.get(f"/w/{product.code}/"))
    page = client.get(product.get_absolute_url()).text

    assert number == settings.COUNCIL["whatsapp"].lstrip("+")
    assert "Siti" not in text
    assert "Tanya lewat Dekranasda" in page
    assert "81234567890" not in page
    assert "1234-5678" not in client.get(f"/w/{product.code}/?tanpa=1").text


def test_a_pausing_maker_is_left_in_peace(client):
    product = shown()
    product.business.paused_until = date(2099, 1, 2)
    product.business.save()

    page = client.get(product.get_absolute_url()).text
    way = client.get(f"/w/{product.code}/")

    assert "sedang tidak menerima pesanan sampai 2 Januari 2099" in page
    assert way.status_code == 200
    assert "6281234567890" not in way.text
    assert not Enquiry.objects.exists()


def test_without_whatsapp_there_is_the_number_and_the_words(client):
    product = shown()

    page = client.get(f"/w/{product.code}/?tanpa=1").text

    assert "0812-3456-7890" in page
    assert 'href="tel:+6281234567890"' in page
    assert "sms:+6281234567890" in page
    assert not Enquiry.objects.exists()


def test_the_number_stands_in_no_page_of_the_catalogue(client):
    product = shown()

    for address in (product.get_absolute_url(), "/katalog/", "/perajin/siti/", "/data/katalog.csv"):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"81234567890" not in content, address


def test_machines_read_the_work_and_nothing_can_break_out(client):
    product = shown(name="Vas </script><script>alert(1)</script>", story="Serat & jati")

    page = client.get(product.get_absolute_url()).text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    way, work = (json.loads(block) for block in blocks)

    assert work["@type"] == "Product"
    assert work["name"] == "Vas </script><script>alert(1)</script>"
    assert work["offers"]["price"] == "175000"
    assert way["@type"] == "BreadcrumbList"
    assert "<script>alert" not in page
    assert page.count('rel="canonical"') == 1
    assert 'hreflang="en"' in page
    assert 'property="og:title"' in page


def test_no_offer_is_made_without_a_price(client):
    product = shown(price_idr=None, price_on_request=True)

    page = client.get(product.get_absolute_url()).text

    assert '"offers"' not in page


def test_an_untranslated_story_is_marked_as_indonesian(client):
    product = shown(story="Serat jati tidak bisa disuruh.")

    page = client.get(f"/en{product.get_absolute_url()}").text

    assert re.search(r'lang="id"[^>]*><p>Serat jati', page)


@pytest.mark.parametrize(
    ("story", "parts"),
    [
        ("Serat tidak bisa disuruh. Saya ikut.", ("Serat tidak bisa disuruh.", "Saya ikut.")),
        ("Satu kalimat saja.", ("", "Satu kalimat saja.")),
        ("Panjang " * 20 + ". Lalu.", ("", ("Panjang " * 20 + ". Lalu.").strip())),
        ("", ("", "")),
    ],
)
def test_a_story_opens_with_its_first_sentence(story, parts):
    assert opening(story) == parts
