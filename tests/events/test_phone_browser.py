"""Registering on a phone of 360 pixels, with and without JavaScript."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Registration
from tests.browser import PHONE
from tests.events.factories import make_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> None:
    """Nothing scrolls sideways, and every button is large enough for a thumb."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in page.locator("main .button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44, button.inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_the_agenda_to_the_ticket_and_back(new_page, live_server, as_user, sari, javascript):
    event = make_event(title="Klinik foto", slug="klinik-foto", bring="Ponsel\nTiga karya")
    page = new_page(PHONE, javascript=javascript)
    session = as_user(sari).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    month = timezone.localtime(event.starts_at).strftime("%Y-%m")

    page.goto(f"{live_server.url}/agenda/?bulan={month}")
    fits(page)
    page.get_by_role("link", name="Klinik foto").click()
    expect(page.get_by_text("Sisa 2 dari 2 tempat")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Daftar", exact=True).click()
    expect(page.get_by_label("Sari Jati")).to_be_checked()
    fits(page)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Perlu angkutan").check()
    page.get_by_label("Kebutuhan khusus").fill("kursi roda")
    fits(page)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_text("kursi roda")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Daftarkan saya").click()

    expect(page.get_by_role("heading", name="Anda terdaftar")).to_be_visible()
    fits(page)
    registration = Registration.objects.get()
    assert (registration.state, registration.needs_transport) == ("confirmed", True)
    code = page.get_by_alt_text("Kode QR untuk panitia")
    assert code.bounding_box()["width"] >= 200
    share = page.get_by_role("link", name=re.compile("WhatsApp", re.I)).first
    assert share.get_attribute("href").startswith("https://wa.me/?text=Saya%20ikut%20Klinik%20foto")
    assert registration.code not in share.get_attribute("href")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Simpan di kalender").click()
    assert saved.value.suggested_filename == "klinik-foto.ics"

    page.get_by_role("link", name="Saya berhalangan, batalkan").click()
    expect(page.get_by_role("button", name="Ya, batalkan")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_text("Pendaftaran Anda sudah dibatalkan.")).to_be_visible()
    registration.refresh_from_db()
    assert registration.state == "cancelled"
