"""The demo council, seeded once and looked at whole: repeatable, no dead link, axe content."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import translation
from PIL import Image
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from artisans.models import Artisan, Business, MentoringTarget
from curation.models import Criterion, Score, Submission
from dekranasda.accounts.models import User
from dekranasda.demo import sources
from dekranasda.demo.works import code_for
from dekranasda.lib import image_worker
from dekranasda.lib.images import CleanPhoto
from dekranasda.notices.models import Notice
from events.models import Event, Registration
from products.models import Photo, Product
from tests import reading
from tests.browser import DESKTOP, PHONE
from tests.database import restore
from tests.environment import QUICK_HASHERS, storages_with
from tests.factories import make_business

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Demo:
    """Where the seeded portal answers, and its first published work."""

    url: str
    product: Product
    media: Path

    def cookie(self, mailbox: str) -> dict[str, str]:
        """The session cookie of a signed-in person, as Playwright takes it."""
        client = Client()
        client.force_login(User.objects.get(email=f"{mailbox}@contoh.id"))
        return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}


def quick_clean(raw: bytes, name: str = "", *, in_turn: bool = True) -> CleanPhoto:
    """Like `clean`, at once, here and from a small copy: no test looks at the fine detail."""
    del in_turn  # there is nobody to wait for
    picture, small = Image.open(BytesIO(raw)), BytesIO()
    picture.draft("RGB", SMALL)
    picture.thumbnail(SMALL)
    picture.convert("RGB").save(small, "JPEG")
    header, contents = image_worker.process(small.getvalue())
    files = dict(zip(header["files"], contents, strict=True))
    return CleanPhoto(files, header["width"], header["height"], header["colour"], ())


SMALL = (320, 320)


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """Seeds the demo council, serves it, and empties the database afterwards."""
    folder = tmp_path_factory.mktemp("demo")
    patch = pytest.MonkeyPatch()
    patch.setattr(sources, "clean", quick_clean)
    sources.store_pictures.cache_clear()
    media, storages = folder / "media", storages_with(settings.STORAGES, folder / "private")
    with (
        django_db_blocker.unblock(),
        override_settings(
            MEDIA_ROOT=media, STORAGES=storages, DEMO=True, PASSWORD_HASHERS=QUICK_HASHERS
        ),
    ):
        # Where no chosen test asks for a database, none is made: this would be the developer's.
        assert connection.settings_dict["NAME"].startswith("test_"), "run the whole file"
        call_command("seed_demo")
        server = LiveServer("127.0.0.1")
        try:
            yield Demo(server.url, Product.objects.published().order_by("pk")[0], media)
        finally:
            server.stop()
            restore()
            patch.undo()
            sources.store_pictures.cache_clear()


@pytest.fixture(autouse=True)
def _files_of_the_demo(request, _own_place, settings):
    """The demo's photographs instead of the empty folder that every test has."""
    if "demo" in request.fixturenames:
        settings.MEDIA_ROOT = request.getfixturevalue("demo").media


COUNTED = (User, Artisan, Business, Product, Photo, Submission, Notice, Event, Registration)
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
# Files of the web server, and addresses that lead out of the portal by a redirect.
ELSEWHERE = re.compile(r"^/(static|media|w)/")


SAMPLES = 4  # pages that are read of each kind, where not all are


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_seeding_refuses_where_real_businesses_are_on_record(db):
    make_business()

    with pytest.raises(CommandError, match="real businesses"):
        call_command("seed_demo")


def test_seeding_again_changes_nothing(demo, django_db_blocker):
    with django_db_blocker.unblock():
        before = counts()
        call_command("seed_demo")

        assert counts() == before
        assert before["Product"] == 45


def test_every_picture_of_the_catalogue_is_served(demo, django_db_blocker):
    with django_db_blocker.unblock():
        catalogue = Client().get("/katalog/").content.decode()
        pictures = set(re.findall(r"/media/[^\s\"]+", catalogue))

        assert len(pictures) > 24
        for picture in pictures:
            answer = Client().get(picture)
            assert answer.status_code == 200
            answer.close()


def test_no_public_link_is_dead(demo, django_db_blocker):
    """In English, which has the same pages, a few of each kind are read for their links."""
    client, waiting = Client(), ["/", "/en/"]
    seen = set(waiting)
    dead = []
    in_english: Counter[str] = Counter()
    with django_db_blocker.unblock():
        while waiting:
            address = waiting.pop()
            if address.startswith("/en/"):
                with translation.override("en"):
                    kind = resolve(address).view_name
                in_english[kind] += 1
                if in_english[kind] > SAMPLES:
                    continue
            answer = client.get(address)
            if answer.status_code not in (200, 301, 302):
                dead.append((answer.status_code, address))
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            for link in LINK.findall(answer.content.decode().replace("&amp;", "&")):
                if link not in seen and not ELSEWHERE.match(link) and "?" not in link:
                    seen.add(link)
                    waiting.append(link)

    assert dead == []
    assert sum(link.startswith("/en/") for link in seen) > 100
    assert sum(not link.startswith("/en/") for link in seen) > 100


RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
PUBLIC = (
    "/",
    "/katalog/",
    "{product}",
    "/perajin/",
    "/sentra/bubut-jati-batokan/",
    "/kurasi/",
    "/verifikasi/{certificate}/",
    "/agenda/",
    "/cari/?q=jati",
    "/statistik/",
    "/masuk/",
)
SIGNED_IN = (
    ("perajin", "/saya/"),
    ("perajin", "/saya/karya/{code}/"),
    ("perajin", "/saya/karya/baru/"),
    ("kurator1", "/kerja/"),
    ("sekretariat", "/kerja/registri/"),
    ("sekretariat", "/kerja/kurasi/2026-2/"),
)


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page, options=RULES) -> list[str]:
    """Each broken rule with the first element that breaks it, and sideways scrolling."""
    found = Axe().run(page, options=options).response["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*told, *([f"scrolls sideways by {wide} px"] if wide > 0 else [])]


OWN_LINK = re.compile(r'href="(/saya/[^"#]*)')


def test_artisans_pages_are_easy_to_read(demo, django_db_blocker):
    """Every kind of page that a maker can reach, as the makers of the demo have it.

    Of a work's page, which has most states, all are read.
    """
    read: Counter[str] = Counter()
    problems = {}
    with django_db_blocker.unblock():
        own_words = words_of_the_council()
        for user in User.objects.filter(artisan__isnull=False).order_by("pk"):
            client = Client()
            client.force_login(user)
            waiting, seen = ["/saya/"], set()
            while waiting:
                address = waiting.pop()
                kind = resolve(address.partition("?")[0]).view_name
                if address in seen or (read[kind] >= SAMPLES and kind != STATUS):
                    continue
                seen.add(address)
                read[kind] += 1
                answer = client.get(address)
                if not answer["Content-Type"].startswith("text/html"):
                    answer.close()
                    continue
                page = answer.content.decode()
                waiting += map(unescape, OWN_LINK.findall(page))
                units = [own_words.sub("", unit) for unit in reading.units_of(page)]
                if found := reading.problems_of(units):
                    problems[f"{user.email or user.phone} {address}"] = found

    assert problems == {}
    assert len(read) > 25


STATUS = "curation:product_status"


def words_of_the_council() -> re.Pattern[str]:
    """Titles of events and names of criteria: the council's own words, not the portal's."""
    titles = [*Event.objects.values_list("title", flat=True)]
    titles += Criterion.objects.values_list("name", flat=True).distinct()
    titles += MentoringTarget.objects.values_list("comment", flat=True).distinct()
    titles += Score.objects.exclude(comment="").values_list("comment", flat=True).distinct()
    return re.compile(
        "|".join(re.escape(title) for title in sorted(titles, key=len)[::-1] if title)
    )


def addresses(demo):
    """What the placeholders of the lists stand for."""
    return {
        "product": demo.product.get_absolute_url(),
        "certificate": demo.product.certificate_number,
        "code": code_for("22"),
    }


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_public_pages_pass_axe(demo, new_page, size):
    page = new_page(size, reduced_motion="reduce")  # colours change at once
    problems = {}
    for address in PUBLIC:
        page.emulate_media(color_scheme="light")
        answer = page.goto(demo.url + address.format(**addresses(demo)))
        assert answer.ok, address
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        # In the dark only colours change.
        if found := found + violations(page, CONTRAST):
            problems[address] = found

    assert problems == {}


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_signed_in_pages_pass_axe(demo, new_page, size):
    page = new_page(size)
    problems = {}
    for mailbox, address in SIGNED_IN:
        page.context.clear_cookies()
        page.context.add_cookies([demo.cookie(mailbox)])
        answer = page.goto(demo.url + address.format(**addresses(demo)))
        assert answer.ok, address
        if found := violations(page):
            problems[address] = found

    assert problems == {}
