"""What others find: links, structured data, feeds, pictures of shared pages, installing."""

import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone
from extruct.jsonld import JsonLdExtractor
from icalendar import Calendar
from PIL import Image

from dekranasda.editorial.models import NewsItem
from dekranasda.lib.schema_org import absolute
from events.models import Event
from tests.factories import (
    make_artisan,
    make_business,
    make_centre,
    make_craft,
    make_published_product,
    make_village,
)

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def work(settings):
    """A work of a maker in a centre, and a training."""
    settings.SITE_URL = HERE
    owner = make_artisan(
        name="Siti Aminah", slug="siti-aminah", story="Serat jati.", village=make_village()
    )
    centre = make_centre(name="Sentra Bubut Batokan", slug="bubut-batokan")
    business = make_business(
        owner=owner, centre=centre, craft=make_craft("bubut"), name="Siti Jati"
    )
    soon = timezone.now() + timedelta(days=9)
    Event.objects.create(
        kind=Event.Kind.TRAINING,
        slug="bubut-dasar",
        title="Bubut dasar",
        summary="Belajar membubut.",
        place="Balai Desa Batokan",
        starts_at=soon,
        ends_at=soon + timedelta(hours=3),
        state=Event.State.PUBLISHED,
        quota=20,
    )
    return make_published_product(business, name="Vas Bubut Jati")


class Links(HTMLParser):
    """Every address that a page names on this site."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        names = [named.get("href"), named.get("src"), named.get("data-src")]
        if named.get("property") == "og:image":
            names.append(named.get("content"))
        for name in filter(None, names):
            address = urldefrag(urljoin(self.base, name)).url
            if address.startswith(f"{HERE}/"):
                self.found.add(address.removeprefix(HERE))


def structured(client, address: str) -> dict[str, dict[str, Any]]:
    """The schema.org data of a page by type, as extruct reads it."""
    blocks = JsonLdExtractor().extract(client.get(address).text)
    return {block["@type"]: block for block in blocks}


def test_every_link_of_a_crawl_answers(client, work):
    """From the front page on; only what asks for a sign-in leads there."""
    waiting, seen, broken = ["/", "/en/"], {"/", "/en/"}, []
    while waiting:
        address = waiting.pop()
        # Months of the calendar go on for ever; the factory's certificate is a number only.
        if re.match(r"/(en/)?(static|media|w|k|verifikasi/.)|.*[?&](bulan|next)=", address):
            continue
        response = client.get(address)
        if response.status_code in (301, 302):
            named = {urljoin(address, response["Location"])}
            if "/masuk/" in response["Location"] and not re.match(
                r"/(en/)?(saya/|kerja/|pelatihan/.*daftar/)", address
            ):
                broken.append(address)
        elif response.status_code != 200:
            broken.append(f"{response.status_code} {address}")
            continue
        elif "text/html" in response["Content-Type"]:
            reader = Links(HERE + address)
            reader.feed(response.text)
            named = reader.found
        else:
            continue
        # A catalogue narrowed by two choices is built as one narrowed by one.
        new = {
            name for name in named if name.startswith("/") and urlsplit(name).query.count("=") < 2
        }
        waiting += new - seen
        seen |= new

    assert broken == []
    assert work.get_absolute_url() in seen
    assert "/en/pelatihan/bubut-dasar/" in seen
    assert len(seen) > 100


def test_a_work_is_told_completely(client, work):
    found = structured(client, work.get_absolute_url())

    product = found["Product"]
    assert product["sku"] == work.code
    assert product["offers"]["priceCurrency"] == "IDR"
    assert product["offers"]["price"] == str(work.price_idr)
    assert product["manufacturer"]["name"] == "Siti Aminah"
    assert product["url"] == HERE + work.get_absolute_url()
    assert product["hasCertification"]["certificationIdentification"] == work.certificate_number
    assert [step["position"] for step in found["BreadcrumbList"]["itemListElement"]] == [1, 2, 3, 4]
    assert all(step["item"].startswith(HERE) for step in found["BreadcrumbList"]["itemListElement"])


def test_a_range_of_prices_is_told_as_one(client, work):
    work.price_max_idr = work.price_idr + 50_000
    work.save(update_fields=["price_max_idr"])

    offer = structured(client, work.get_absolute_url())["Product"]["offers"]

    assert offer["@type"] == "AggregateOffer"
    assert (offer["lowPrice"], offer["highPrice"]) == (str(work.price_idr), str(work.price_max_idr))
    assert "price" not in offer


def test_makers_centres_events_and_the_council_are_told(client, work):
    home = structured(client, "/")
    maker = structured(client, "/perajin/siti-aminah/")["Person"]
    centre = structured(client, "/sentra/bubut-batokan/")["TouristAttraction"]
    event = structured(client, "/en/pelatihan/bubut-dasar/")["EducationEvent"]

    assert home["Organization"]["address"]["addressCountry"] == "ID"
    assert "{search_term_string}" in home["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert maker["worksFor"] == [{"@type": "Organization", "name": "Siti Jati"}]
    assert maker["image"].startswith(HERE)
    assert centre["address"]["addressCountry"] == "ID"
    assert event["location"]["name"] == "Balai Desa Batokan"
    assert event["startDate"].endswith("+07:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_newest_works_can_be_subscribed_to(client, work, prefix):
    address = work.get_absolute_url()

    response = client.get(f"{prefix}/karya-baru.atom")
    feed = feedparser.parse(response.content)

    assert not feed.bozo
    assert feed.feed.id == f"{HERE}{prefix}/karya-baru.atom"
    assert [entry.link for entry in feed.entries] == [f"{HERE}{prefix}{address}"]
    assert "Siti Aminah" in feed.entries[0].title


def test_the_news_can_be_subscribed_to_and_is_named_by_every_page(client):
    made = {"summary": "Dibuka.", "body": "Isi.", "is_public": True}
    NewsItem.objects.create(title="Kurasi dibuka", slug="kurasi-dibuka", **made)
    made["is_public"] = False
    NewsItem.objects.create(title="Masih draf", slug="masih-draf", **made)

    feed = feedparser.parse(client.get("/en/kabar.atom").content)

    assert not feed.bozo
    assert [(entry.title, entry.link) for entry in feed.entries] == [
        ("Kurasi dibuka", absolute("/en/kabar/kurasi-dibuka/"))
    ]
    assert feed.entries[0].published.startswith(timezone.localdate().isoformat())
    assert 'type="application/atom+xml" title="Kabar" href="/kabar.atom"' in client.get("/").text


def test_the_calendar_can_be_subscribed_to(client, work):
    calendar = Calendar.from_ical(client.get("/agenda.ics").content)

    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Bubut dasar"]


def test_the_sitemap_names_photographs_events_and_rounds(client, work):
    works = ElementTree.fromstring(client.get("/sitemap-karya.xml").content)  # noqa: S314 our own
    events = client.get("/sitemap-acara.xml").text

    image = "{http://www.google.com/schemas/sitemap-image/1.1}loc"
    assert [node.text for node in works.iter(image)]
    assert f"{HERE}/pelatihan/bubut-dasar/" in events
    assert client.get("/sitemap-kurasi.xml").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/katalog/", "/perajin/siti-aminah/", "/sentra/bubut-batokan/", "/katalog/bubut/"]
    + ["/pelatihan/bubut-dasar/", "/tentang/"],
)
def test_every_page_has_a_card_with_a_picture(client, work, address):
    page = client.get(address).text
    card = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', page))
    picture = client.get(card["og:image"].removeprefix(HERE))

    assert card["og:title"]
    assert card["og:url"] == HERE + address
    assert picture["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)


def test_a_hidden_work_has_no_picture_any_more(client, work):
    address = f"/bagikan/karya/{work.code}.jpg"
    shown = client.get(address).status_code

    work.business.is_public = False
    work.business.save(update_fields=["is_public"])

    assert shown == 200
    assert client.get(address).status_code == 404


def test_the_portal_can_be_installed(client):
    manifest = client.get("/manifest.webmanifest")
    worker = client.get("/pekerja.js")

    assert manifest["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in manifest.json()["icons"]} == {"192x192", "512x512"}
    assert all(
        client.get(entry["url"]).status_code == 200 for entry in manifest.json()["shortcuts"]
    )
    assert '"/luring/"' in worker.text
    assert "%" not in worker.text.replace("%20", "")
    assert client.get("/luring/").status_code == 200


def test_a_shortlist_shows_what_its_address_names(client, work):
    page = client.get(f"/simpanan/?karya={work.code},XXXXX")

    assert "Vas Bubut Jati" in page.text
    assert page.context["missing"] == 1
    assert client.get("/simpanan/?karya=%00%27").status_code == 200
