"""The six steps in a real browser: photographs by the script, typing kept, and no script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from products import drafts
from products.models import Photo, ProductVersion
from tests.browser import PHONE
from tests.factories import make_craft, make_material
from tests.products.photographs import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(sari, sari_business) -> ProductVersion:
    """An empty draft of sari's."""
    make_craft()
    make_material()
    return drafts.start_draft(sari_business, by=sari, at=timezone.now())


def signed_in(page: Page, live_server, client) -> Page:
    """The page with the session of the client."""
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    return page


def file(number: int | None = None) -> dict[str, object]:
    """A photograph as a person picks it."""
    content = photograph(number, width=2600, height=3000)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content}


def choose(page: Page, slot: str, chosen: dict[str, object]) -> None:
    page.set_input_files(f"#id_photo_{slot}", chosen)  # type: ignore[arg-type]


def test_photographs_go_up_one_by_one_and_the_page_stays(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))

    choose(page, "front", file())
    expect(page.locator("#slot-front")).to_have_attribute("data-state", "done")
    choose(page, "detail", file())
    expect(page.locator("#slot-detail")).to_have_attribute("data-state", "done")

    assert list(draft.photos.values_list("kind", flat=True)) == ["front", "detail"]
    assert max(draft.photos.values_list("height", flat=True)) <= 2048
    page.locator("#slot-detail [data-photo-remove]").click()
    expect(page.locator("#slot-detail")).to_have_attribute("data-state", "empty")
    assert draft.photos.count() == 1


def test_a_lost_signal_offers_to_try_again(new_page, live_server, as_user, sari, draft):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))

    page.route("**/foto/", lambda route: route.abort())
    choose(page, "front", file())
    expect(page.locator("#slot-front [data-photo-status]")).to_contain_text(
        "Foto belum terkirim karena sinyal lemah. Isian Anda aman."
    )
    page.unroute("**/foto/")
    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator("#slot-front")).to_have_attribute("data-state", "done")
    assert Photo.objects.get().kind == "front"


def test_typing_is_saved_and_survives_a_lost_signal(new_page, live_server, as_user, sari, draft):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(5))

    page.fill("textarea", "Bapak mengajari saya.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Tersimpan pukul")
    page.route("**/simpan/", lambda route: route.abort())
    page.fill("textarea", "Bapak mengajari saya membubut.")
    expect(page.locator("[data-draft-status]")).to_contain_text(
        "Menunggu sinyal. Isian aman di HP ini."
    )
    page.unroute("**/simpan/")
    page.reload()

    expect(page.locator("textarea")).to_have_value("Bapak mengajari saya membubut.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Tersimpan pukul")
    draft.refresh_from_db()
    assert draft.story == "Bapak mengajari saya membubut."


def test_what_is_kept_on_the_phone_gives_way_to_something_newer(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(5))
    page.route("**/simpan/", lambda route: route.abort())
    page.fill("textarea", "Lama")
    expect(page.locator("[data-draft-status]")).to_contain_text("Menunggu sinyal")
    page.unroute("**/simpan/")

    as_user(sari).post(draft.step_url(5), {"story": "Ditulis di HP lain."})
    page.reload()

    expect(page.locator("textarea")).to_have_value("Ditulis di HP lain.")


def test_the_whole_way_by_keyboard_and_without_a_script(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE, javascript=False), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))
    for slot in ("front", "detail", "scale"):
        choose(page, slot, file())
    page.get_by_role("button", name="Simpan dan lanjut").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/langkah/2/")
    page.locator("#id_name").focus()
    page.keyboard.type("Vas bubut jati")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.wait_for_url("**/langkah/3/")
    page.get_by_label("Kayu jati").check()
    page.get_by_label("Tinggi").fill("30")
    page.keyboard.press("Enter")

    page.wait_for_url("**/langkah/4/")
    page.get_by_label("Harga jual di tempat Anda").fill("185rb")
    page.get_by_label("2–7 hari").check()
    page.get_by_label("Berapa yang dapat Anda buat dalam sebulan?").fill("10")
    page.keyboard.press("Enter")

    page.wait_for_url("**/langkah/5/")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.wait_for_url("**/langkah/6/")
    expect(page.locator("main")).to_contain_text("Rp185.000")
    draft.refresh_from_db()
    assert drafts.content_problems(draft) == []


@pytest.mark.parametrize("number", range(1, 7))
def test_no_step_scrolls_sideways_or_complains(new_page, live_server, as_user, sari, draft, number):
    page = signed_in(new_page({"width": 320, "height": 640}), live_server, as_user(sari))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(live_server.url + draft.step_url(number))

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [text for text in said if re.search("error|policy|refused", text, re.IGNORECASE)] == []
