"""The six steps in a real browser: photographs by the script, typing kept, and no script."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from dekranasda.templatetags.portal import rupiah
from products import drafts
from products.cost_sheets import costs_of
from products.forms.costs import CostForm
from products.models import Photo, ProductVersion
from tests.browser import PATIENCE, PHONE, kept_on_phone, wait_for
from tests.curation.cases import make_ready
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


def wait_until_stored(page: Page, draft: ProductVersion, **answers: str) -> None:
    """Waits for what the page saves by itself; fails where it never does."""
    wait_for(page, ProductVersion.objects.filter(pk=draft.pk, **answers).exists)


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
    page.locator("#slot-detail [data-photo-act]").click()
    expect(page.locator("#slot-detail")).to_have_attribute("data-state", "empty")
    assert draft.photos.count() == 1


def test_a_photograph_waits_on_the_phone_until_the_portal_has_it(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))
    page.route("**/foto/", lambda route: route.abort())
    choose(page, "front", file(61))
    choose(page, "detail", file(62))
    waits = page.locator("#slot-front [data-photo-status]")
    expect(waits).to_contain_text("Menunggu sinyal. Foto aman di HP ini")
    expect(page.locator("[data-photos-waiting]")).to_contain_text("2 foto masih dikirim.")

    # Taken back, and the tab closed: the other is there again, and goes when there is signal.
    page.locator("#slot-detail").get_by_role("button", name="Batalkan").click()
    expect(page.locator("#slot-detail")).to_have_attribute("data-state", "empty")
    context = page.context
    page.close()
    page = context.new_page()
    page.route("**/foto/", lambda route: route.abort())
    page.goto(live_server.url + draft.step_url(1))
    expect(page.locator("#slot-front img.photo")).to_be_visible()
    expect(page.locator("#slot-detail img.photo")).to_have_count(0)
    page.unroute("**/foto/")

    # By itself, without a tap.
    expect(page.locator("#slot-front")).to_have_attribute("data-state", "done")
    assert Photo.objects.get().kind == "front"
    expect(page.locator("[data-photos-waiting]")).to_have_text("")


def test_a_lost_answer_makes_no_second_photograph(new_page, live_server, as_user, sari, draft):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))

    def lose_the_answer(route):
        route.fetch(timeout=PATIENCE)
        route.abort()

    page.route("**/foto/", lose_the_answer, times=1)
    choose(page, "front", file())

    # The phone tries again by itself.
    expect(page.locator("#slot-front")).to_have_attribute("data-state", "done")
    assert Photo.objects.count() == 1


def test_the_last_step_shows_what_is_under_way_and_asks_to_wait(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    answers = {"name": "Vas", "price_idr": 90_000, "other_material": "Jati"}
    ProductVersion.objects.filter(pk=draft.pk).update(craft=make_craft(), **answers)
    make_ready(draft.product)
    page.goto(live_server.url + draft.step_url(1))
    page.route("**/foto/", lambda route: route.abort())
    choose(page, "packaging", file())
    expect(page.locator("[data-photos-waiting]")).to_contain_text("1 foto")

    page.goto(live_server.url + draft.step_url(6))
    expect(page.locator("[data-photo-coming] li")).to_have_count(1)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Kirim untuk dikurasi").click()
    waiting = page.locator("[data-photos-waiting]")
    expect(waiting).to_have_text("Foto masih dikirim. Tunggu sampai semuanya terkirim.")
    expect(waiting).to_be_focused()
    page.unroute("**/foto/")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-photo-coming] li")).to_have_count(0)
    expect(page.locator("#foto-terkirim li")).to_have_count(4)
    expect(page.locator("main input[type=checkbox]").first).to_be_checked()


def test_signing_out_names_what_is_unsent_and_wipes_the_phone(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(5))
    page.route("**/simpan/", lambda route: route.abort())
    page.fill("textarea", "Rahasia saya.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Menunggu sinyal")
    page.goto(live_server.url + draft.step_url(1))
    page.route("**/foto/", lambda route: route.abort())
    choose(page, "front", file())
    expect(page.locator("[data-photos-waiting]")).to_contain_text("1 foto")

    page.get_by_text("Menu", exact=True).first.click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1 foto belum terkirim dan hilang")
    page.get_by_role("button", name="Keluar dan hapus fotonya").click()
    page.wait_for_url(lambda url: "/saya/" not in url)

    notes = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
    assert (page.evaluate(notes), kept_on_phone(page, "photos")) == ([], 0)


def test_a_dark_blurred_small_or_screen_picture_is_named_at_once(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(1))
    page.route("**/foto/", lambda route: route.abort())
    dark, shot = BytesIO(), BytesIO()
    Image.effect_noise((900, 700), 20).point(lambda value: value // 6).convert("RGB").save(
        dark, "JPEG"
    )
    Image.new("RGB", (720, 1600), "white").save(shot, "PNG")

    dark_file: dict[str, object] = {
        "name": "a.jpg",
        "mimeType": "image/jpeg",
        "buffer": dark.getvalue(),
    }
    choose(page, "front", dark_file)
    choose(page, "detail", {"name": "b.png", "mimeType": "image/png", "buffer": shot.getvalue()})

    front = page.locator("#slot-front [data-photo-status]")
    expect(front).to_contain_text("Foto tampak gelap.")
    expect(front).to_contain_text("Foto ini kecil")
    screen = page.locator("#slot-detail [data-photo-status]")
    expect(screen).to_contain_text("Ini tampaknya gambar layar HP.")
    expect(screen).to_contain_text("Foto tampak buram.")


def test_a_step_opens_again_without_signal_and_keeps_what_was_typed(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(5))
    is_kept = "caches.match(location, { ignoreVary: true }).then(Boolean)"
    wait_for(page, lambda: page.evaluate(is_kept))
    page.reload()
    page.fill("textarea", "Bapak mengajari")
    expect(page.locator("[data-draft-status]")).to_contain_text("Tersimpan pukul")
    page.context.set_offline(True)
    page.fill("textarea", "Bapak mengajari saya.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Menunggu sinyal.")
    page.reload()

    expect(page.locator("textarea")).to_have_value("Bapak mengajari saya.")
    page.context.set_offline(False)
    wait_until_stored(page, draft, story="Bapak mengajari saya.")


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
    wait_until_stored(page, draft, story="Bapak mengajari saya membubut.")


COST_FIELDS = ("pieces", "main_material_idr", "other_material_idr", "hours", "hourly_wage_idr")


def test_the_cost_of_a_piece_shows_while_typing_as_the_portal_reckons_it(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + reverse("products:cost_sheet", args=[draft.product.code]))
    shown = page.locator("[data-cost-total]")
    expect(shown).to_be_hidden()

    for typed in (
        ("10", "250rb + 50rb", "", "12,5", "16rb"),
        ("7", "Rp 1.500.000", "333", "1,1 jam", "15000"),
        ("1", "1jt+7.500", "0", "0,33", "9.999"),
    ):
        for name, text in zip(COST_FIELDS, typed, strict=True):
            page.fill(f"[name={name}]", text)
        form = CostForm(dict(zip(COST_FIELDS, typed, strict=True)) | {"overhead_percent": "10"})
        assert form.is_valid()
        cost = costs_of(form.sheet()).unit_cost_idr
        expect(shown).to_have_text(f"Biaya satu buah: {rupiah(cost)}")

    page.fill("[name=hours]", "dua hari")
    expect(shown).to_be_hidden()


def test_two_phones_keep_each_others_answers(new_page, live_server, as_user, sari, draft):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    page.goto(live_server.url + draft.step_url(5))
    page.route("**/simpan/", lambda route: route.abort())
    page.fill("textarea", "Lama")
    page.get_by_label("Kemasan").fill("Kotak")
    expect(page.locator("[data-draft-status]")).to_contain_text("Menunggu sinyal")

    other = {"story": "Ditulis di HP lain.", "care": "Lap kering."}
    as_user(sari).post(draft.step_url(5), other)
    page.goto("about:blank")  # it would try again by itself as soon as it gets through
    page.unroute("**/simpan/")
    page.goto(live_server.url + draft.step_url(5))

    # The newer answer stands; what only this phone wrote is joined; the older one is offered.
    expect(page.locator("textarea")).to_have_value("Ditulis di HP lain.")
    expect(page.locator("[data-draft-status]")).to_contain_text("masih ada isian lain: «Lama»")
    page.get_by_role("button", name="Pakai isian itu").click()
    wait_until_stored(page, draft, story="Lama", packaging="Kotak", care="Lap kering.")

    # While the page is open: another field that is saved elsewhere is taken over.
    as_user(sari).post(draft.step_url(5), {"story": "Lama", "packaging": "Kotak", "care": "Cuci."})
    page.fill("textarea", "Terbaru")
    expect(page.get_by_label("Cara merawat")).to_have_value("Cuci.")
    wait_until_stored(page, draft, story="Terbaru", packaging="Kotak", care="Cuci.")


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


# Who does not see the page, or uses only keys


def nameless_controls(page: Page) -> list[str]:
    """The controls that a screen reader has no name for, by Chromium's own tree."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    roles = {"button", "link", "textbox", "checkbox", "radio", "combobox", "DisclosureTriangle"}
    return [
        node["role"]["value"]
        for node in session.send("Accessibility.getFullAXTree")["nodes"]
        if not node.get("ignored")
        and node["role"]["value"] in roles
        and not node.get("name", {}).get("value", "").strip()
    ]


def tab_through(page: Page) -> int:
    """How many stops the Tab key makes until it comes round; fails where it is trapped."""
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    seen: list[str] = []
    for _stop in range(120):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
                const here = document.activeElement;
                if (!here || here === document.body) return "";
                here.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length + 1);
                return here.dataset.stop;
            }"""
        )
        assert not seen or place != seen[-1] or not place, f"trapped at stop {place}"
        if not place or place in seen:
            return len(seen)
        seen.append(place)
    raise AssertionError("the Tab key finds no end")


def test_every_control_has_a_name_and_no_key_is_trapped(
    new_page, live_server, as_user, sari, draft
):
    page = signed_in(new_page(PHONE), live_server, as_user(sari))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + "/saya/karya/baru/")
    assert nameless_controls(page) == []

    page.goto(live_server.url + draft.step_url(1))
    choose(page, "front", file())
    expect(page.locator("#slot-front")).to_have_attribute("data-state", "done")
    page.route("**/foto/", lambda route: route.abort())
    choose(page, "detail", file())
    expect(page.locator("#slot-detail")).to_contain_text("Menunggu sinyal")
    page.locator("#slot-front summary").click()
    # Without signal: trying again and taking back are reached by the keyboard.
    assert nameless_controls(page) == []
    assert tab_through(page) > 10
    page.get_by_role("button", name="Simpan dan lanjut").press("Enter")
    expect(page.locator("#galat")).to_be_focused()

    for number in (2, 3, 4):
        page.goto(live_server.url + draft.step_url(number))
        page.get_by_role("button", name="Simpan dan lanjut").press("Enter")
        summary = page.locator("#galat")
        expect(summary).to_be_focused()
        assert nameless_controls(page) == []
        assert tab_through(page) > 5
        link = summary.get_by_role("link").first
        link.press("Enter")
        page.wait_for_function("location.hash.length > 1")
    for number in (5, 6):
        page.goto(live_server.url + draft.step_url(number))
        assert nameless_controls(page) == []
        assert tab_through(page) > 3
    assert [text for text in said if re.search("policy|refused to|TypeError", text, re.I)] == []
