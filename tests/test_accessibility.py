"""axe finds nothing against WCAG 2.2 A and AA on the main pages, in both sizes and themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dekranasda.demo.works import code_for
from tests.browser import DESKTOP, PHONE
from tests.demo import demo  # noqa: F401 a fixture

pytestmark = pytest.mark.browser

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


def violations(page) -> list[str]:
    """Each broken rule with the first element that breaks it, and sideways scrolling."""
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*told, *([f"scrolls sideways by {wide} px"] if wide > 0 else [])]


def addresses(demo):  # noqa: F811 the fixture's value
    """What the placeholders of the lists stand for."""
    return {
        "product": demo.product.get_absolute_url(),
        "certificate": demo.product.certificate_number,
        "code": code_for("22"),
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_public_pages_pass_axe(demo, new_page, size, dark):  # noqa: F811 the fixture
    page = new_page(size, dark=dark)
    problems = {}
    for address in PUBLIC:
        answer = page.goto(demo.url + address.format(**addresses(demo)))
        assert answer.ok, address
        if found := violations(page):
            problems[address] = found

    assert problems == {}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_signed_in_pages_pass_axe(demo, new_page, size):  # noqa: F811 the fixture
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
