"""A mentor's visit on a phone: written without signal, kept over a restart, sent once."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from artisans.models import MentoringPlan, MentoringTarget, MentoringVisit
from dekranasda.lib import photo_store
from tests.browser import (
    ARGUMENTS,
    PATIENCE,
    PHONE,
    chromium_path,
    kept_on_phone,
    wait_for,
    wait_for_late_requests,
)
from tests.products.photographs import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTO = {"name": "IMG_1.jpg", "mimeType": "image/jpeg"}


@pytest.fixture
def plan(sari_business, maya) -> MentoringPlan:
    """Maya's open plan for Sari, with one target."""
    plan = MentoringPlan.objects.create(
        business=sari_business, mentor=maya, title="Kemasan", opened_on=date(2026, 1, 5)
    )
    MentoringTarget.objects.create(plan=plan, title="Label produk")
    return plan


@pytest.fixture
def phone(browser, tmp_path):
    """Opens the phone's browser on what it kept on disk: `phone()` after closing is a restart."""
    opened: list[BrowserContext] = []

    def start() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=chromium_path(),
            args=ARGUMENTS,
            viewport=PHONE,
            locale="id-ID",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield start
    for context in opened:
        context.close()
    wait_for_late_requests()


def sign_in(context: BrowserContext, live_server, client) -> None:
    """Gives the phone the session of the client, for longer than the browser runs."""
    value = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": value, "url": live_server.url, "expires": 2_000_000_000}]
    )


def ready(page: Page, address: str) -> None:
    """Opens a page and waits until the phone may open it without signal, too."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")


def test_a_visit_written_without_signal_arrives_once_with_its_photograph(
    phone, live_server, as_user, maya, plan
):
    base = f"{live_server.url}/kerja/pendampingan"
    form = f"{base}/{plan.business_id}/kunjungan/"
    context = phone()
    sign_in(context, live_server, as_user(maya))
    ready(context.new_page(), form)

    context.set_offline(True)
    page = context.new_page()
    page.goto(form)
    page.get_by_label("Apa yang Anda temukan?").fill("Label sudah dipasang.")
    page.get_by_label("Label produk").check()
    page.set_input_files("#id_photo", {**PHOTO, "buffer": photograph(1, width=2600, height=3000)})
    expect(page.locator("[data-visit-preview]")).to_be_visible()
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.locator("[data-visit-status]")).to_contain_text("Menunggu sinyal.")
    context.close()
    again = phone()
    again.set_offline(True)
    page = again.new_page()
    page.goto(f"{base}/")
    expect(page.locator("[data-unsent-list]")).to_contain_text("Label sudah dipasang.")
    assert MentoringVisit.objects.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    again.set_offline(False)
    expect(page.get_by_text("Semua kunjungan sudah terkirim.")).to_be_visible()

    visit = MentoringVisit.objects.get()
    assert (visit.findings, visit.mentor, visit.plan) == ("Label sudah dipasang.", maya, plan)
    assert [target.title for target in visit.targets.all()] == ["Label produk"]
    stored = Path(photo_store.default_storage.path(photo_store.folder_of(visit.photo_sha256)))
    assert (stored / "640.webp").exists()


def write(page: Page, words: str) -> None:
    """Fills in what was found and presses the button."""
    page.get_by_label("Apa yang Anda temukan?").fill(words)
    page.get_by_role("button", name="Simpan kunjungan").click()


def test_a_session_that_ended_and_a_refusal_keep_the_visit_with_the_reason(
    new_page, live_server, as_user, maya, plan
):
    base = f"{live_server.url}/kerja/pendampingan"
    page = new_page(PHONE)
    client = as_user(maya)
    sign_in(page.context, live_server, client)
    page.goto(f"{base}/{plan.business_id}/kunjungan/")

    page.context.clear_cookies(name="sessionid")
    write(page, "Label sudah dipasang.")
    expect(page.locator("[data-visit-status]")).to_contain_text("Anda perlu masuk lagi.")
    MentoringPlan.objects.update(closed_on=date(2026, 2, 1))
    sign_in(page.context, live_server, client)
    page.goto(f"{base}/belum-terkirim/")
    expect(page.locator("[data-unsent-list]")).to_contain_text("tidak lagi mendampingi")
    assert not MentoringVisit.objects.exists()
    MentoringPlan.objects.update(closed_on=None)
    page.get_by_role("button", name="Coba kirim lagi").click()
    expect(page.get_by_text("Semua kunjungan sudah terkirim.")).to_be_visible()

    assert MentoringVisit.objects.get().findings == "Label sudah dipasang."


def test_who_leaves_a_shared_phone_is_asked_about_what_is_unsent_and_leaves_nothing(
    new_page, live_server, as_user, maya, plan
):
    page = new_page(PHONE)
    sign_in(page.context, live_server, as_user(maya))
    ready(page, f"{live_server.url}/kerja/pendampingan/{plan.business_id}/kunjungan/")
    page.get_by_label("Apa yang Anda temukan?").fill("Belum selesai.")
    expect(page.locator("[data-visit-status]")).to_contain_text("tersimpan di ponsel ini")

    page.locator("summary").filter(has_text="Menu").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_text("Kirim dahulu sebelum keluar.")).to_be_visible()
    page.get_by_role("button", name="Hapus semua dan keluar").click()
    page.wait_for_url(f"{live_server.url}/")

    assert kept_pages(page) == []
    assert kept_on_phone(page, "visits") == 0


def kept_pages(page: Page) -> list[str]:
    """The caches of people's pages; those of looks and of public pages may stay."""
    names: list[str] = page.evaluate("caches.keys()")
    return [name for name in names if name.startswith("visit-pages-")]


def test_a_visit_kept_on_leaving_goes_out_from_any_page_of_the_workbench(
    new_page, live_server, as_user, maya, plan
):
    form = f"{live_server.url}/kerja/pendampingan/{plan.business_id}/kunjungan/"
    page = new_page(PHONE)
    sign_in(page.context, live_server, as_user(maya))
    ready(page, form)
    page.get_by_label("Apa yang Anda temukan?").fill("Label sudah dipasang.")
    expect(page.locator("[data-visit-status]")).to_contain_text("tersimpan di ponsel ini")
    assert kept_pages(page) != []

    page.goto(f"{live_server.url}/keluar/")
    page.get_by_role("button", name="Ya, keluar").click()
    page.get_by_role("button", name="Simpan di ponsel ini dan keluar").click()
    page.wait_for_url(f"{live_server.url}/")
    assert (kept_pages(page), kept_on_phone(page, "visits")) == ([], 1)

    sign_in(page.context, live_server, as_user(maya))
    page.goto(form)
    expect(page.get_by_label("Apa yang Anda temukan?")).to_have_value("Label sudah dipasang.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.locator("[data-visit-status]")).to_contain_text("Anda perlu masuk lagi.")
    sign_in(page.context, live_server, as_user(maya))
    page.goto(f"{live_server.url}/kerja/")

    wait_for(page, lambda: kept_on_phone(page, "visits") == 0)
    assert MentoringVisit.objects.get().findings == "Label sudah dipasang."
