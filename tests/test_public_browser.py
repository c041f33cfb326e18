"""What the public pages add in a browser: zoom, the shortlist, reading without a connection."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.factories import make_published_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_photograph_is_zoomed_and_a_work_is_saved(new_page, live_server):
    work = make_published_product(name="Vas Bubut Jati", photos=[{}, {"alt": "Dari dekat"}])
    page = new_page(PHONE)
    page.goto(live_server.url + work.get_absolute_url())

    page.get_by_role("link", name="Perbesar foto").click()
    zoom = page.get_by_role("dialog", name="Foto diperbesar")
    expect(zoom).to_be_visible()
    expect(zoom.get_by_role("status")).to_have_text("1/2")
    zoom.get_by_role("button", name="Perbesar").click()
    expect(zoom.locator("img")).to_have_attribute("data-level", "2")
    zoom.get_by_role("button", name="Foto berikutnya").click()
    expect(zoom.get_by_role("status")).to_have_text("2/2")
    page.keyboard.press("Escape")
    expect(zoom).to_be_hidden()

    save = page.get_by_role("button", name="Simpan")
    save.click()
    expect(page.get_by_role("button", name="Tersimpan")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("banner").get_by_role("link", name="Simpanan").click()
    expect(page).to_have_url(f"{live_server.url}/simpanan/?karya={work.code}")
    expect(page.get_by_role("heading", name="Vas Bubut Jati")).to_be_visible()


def test_pages_seen_last_are_read_without_a_connection(new_page, live_server):
    make_published_product(name="Vas Bubut Jati")
    page = new_page(PHONE)
    page.goto(f"{live_server.url}/katalog/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now through the worker, which keeps it
    expect(page.get_by_role("heading", name="Vas Bubut Jati")).to_be_visible()
    page.wait_for_function(
        "caches.open('pages-1').then((kept) => kept.match('/katalog/')).then(Boolean)"
    )

    page.context.set_offline(True)
    page.goto(f"{live_server.url}/katalog/")
    expect(page.get_by_role("heading", name="Vas Bubut Jati")).to_be_visible()
    expect(page.get_by_text("Anda sedang tanpa sambungan")).to_be_visible()
    page.goto(f"{live_server.url}/perajin/")
    expect(page.get_by_role("heading", name="Anda sedang tanpa sambungan")).to_be_visible()
