"""Joining on a cheap phone: without JavaScript, by keyboard alone, and with large letters."""

import pytest
from playwright.sync_api import Page, expect

from artisans.models import Artisan
from dekranasda.accounts.models import User
from tests.browser import PHONE
from tests.factories import make_craft, make_village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways to be read."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_an_artisan_joins_without_javascript_and_finds_the_first_work(new_page, live_server):
    make_village()
    make_craft()
    page = new_page(PHONE, javascript=False)
    page.goto(f"{live_server.url}/daftar/")
    page.get_by_role("link", name="Mulai").click()

    onward = page.get_by_role("button", name="Lanjut")
    page.get_by_label("Nama lengkap").fill("Wahyu Setyawan")
    onward.click()
    page.get_by_label("Nomor WhatsApp").fill("0857 1111 2222")
    onward.click()
    page.get_by_label("Kecamatan").select_option(label="Kasiman")
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_label("Nomor WhatsApp")).to_have_value("+6285711112222")
    onward.click()
    page.get_by_label("Kecamatan").select_option(label="Kasiman")
    onward.click()
    page.get_by_label("Desa atau kelurahan").select_option(label="Batokan")
    onward.click()
    expect(page.get_by_text("Langkah 4 dari 6")).to_be_visible()
    assert fits(page)
    page.get_by_role("radio").first.check()
    onward.click()
    page.get_by_label("Saya setuju data ini").check()
    onward.click()
    expect(page.get_by_role("heading", name="Periksa jawaban Anda")).to_be_visible()
    assert fits(page)
    page.get_by_label("Buat kata sandi").fill("tikar-mendong-hijau")
    page.get_by_role("button", name="Daftar").click()

    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Masuk").click()
    page.get_by_label("Nomor WhatsApp atau surel").fill("085711112222")
    page.get_by_label("Kata sandi").fill("tikar-mendong-hijau")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Akun Anda sudah siap")).to_be_visible()
    artisan = Artisan.objects.get(user__phone="+6285711112222")
    assert artisan.village is not None
    assert artisan.village.name == "Batokan"


def tab_to(page: Page, selector: str, most: int = 25) -> None:
    """Presses Tab until what matches has the focus; every stop on the way has a name."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def enter(page: Page) -> None:
    """Presses Enter and waits for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_artisan_joins_by_keyboard_alone(new_page, live_server):
    make_village()
    make_craft()
    page = new_page(PHONE)
    page.goto(f"{live_server.url}/daftar/nama/")

    tab_to(page, ".action-bar button")
    enter(page)
    expect(page.locator("#galat")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary's link leads into the field
    expect(page.get_by_label("Nama lengkap")).to_be_focused()
    page.keyboard.type("Wahyu Setyawan")
    enter(page)
    tab_to(page, "[name=phone]")
    page.keyboard.type("085711112222")
    enter(page)
    for name, place in (("district", "Kasiman"), ("village", "Batokan")):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(place)
        tab_to(page, ".action-bar button")
        enter(page)
    tab_to(page, "[name=craft]")
    page.keyboard.press("Space")
    tab_to(page, ".action-bar button")
    enter(page)
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    enter(page)
    tab_to(page, "[name=password]")
    page.keyboard.type("tikar-mendong-hijau")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Buat kata sandi")).to_have_attribute("type", "text")
    tab_to(page, ".action-bar button")
    page.keyboard.press("Tab")  # nothing holds the focus back
    page.keyboard.press("Shift+Tab")
    enter(page)

    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert User.objects.get().check_password("tikar-mendong-hijau")


def test_the_largest_letters_fit_a_small_phone(new_page, live_server, client, sari):
    User.objects.filter(pk=sari.pk).update(text_size=130)
    client.force_login(sari)
    page = new_page(PHONE)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/saya/setelan/")
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize") == "23.4px"

    crowded = []
    for address in ("/saya/setelan/", "/saya/", "/saya/data/", "/saya/karya/baru/"):
        page.goto(f"{live_server.url}{address}")
        if not fits(page):
            crowded.append(address)

    assert crowded == []
