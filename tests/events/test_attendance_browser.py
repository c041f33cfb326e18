"""Check-in on a phone: by name, by camera, and with the network cut."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Attendance, Event
from tests.browser import PHONE, wait_for
from tests.events.factories import join, make_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Stands in for what desktop browsers lack: a camera and a reader that sees the ticket it is shown.
CAMERA = """
    navigator.mediaDevices.getUserMedia = async () => (
        document.createElement('canvas').captureStream()
    );
    globalThis.BarcodeDetector = class {
        static async getSupportedFormats() { return ['qr_code']; }
        async detect() { return globalThis.shown ? [{ rawValue: globalThis.shown }] : []; }
    };
"""

# How many had come by the page of the list that the phone keeps.
KEPT_NUMBER = """async () => {
    const text = await (await caches.match(location, { ignoreVary: true }))?.text() ?? "";
    const page = new DOMParser().parseFromString(text, "text/html");
    return page.querySelector("[data-came]")?.textContent;
}"""
# Ten minutes pass on the phone.
LATER = "Date.now = ((now) => () => now() + 600_000)(Date.now)"


@pytest.fixture
def training(dewi) -> Event:
    """A training of now, with three people who have a seat."""
    event = make_event(quota=9)
    event.people = [join(event) for _person in range(3)]
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=2))
    return event


def row_of(page: Page, registration):
    return page.locator(f"[data-person='{registration.code}']")


def test_taps_without_signal_wait_on_the_phone_and_arrive_with_their_own_time(
    new_page, live_server, as_user, dewi, training
):
    one, two, three = training.people
    page = new_page(PHONE)
    page.add_init_script(CAMERA)
    value = as_user(dewi).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    desk = f"{live_server.url}/kerja/acara/{training.pk}/presensi/"
    page.goto(desk)
    expect(page.locator("html[data-offline=ready] [data-door][data-ready]")).to_be_visible()

    row_of(page, one).get_by_role("button", name="Hadir").click()
    expect(page.locator("[data-door-status]")).to_contain_text(f"{one.artisan} tercatat hadir")
    expect(page.locator("[data-came]")).to_have_text("1")

    # What the phone keeps of the list follows what was noted.
    wait_for(page, lambda: page.evaluate(KEPT_NUMBER) == "1")
    page.context.set_offline(True)
    page.goto(desk)
    expect(row_of(page, one).locator("[data-there]")).to_be_visible()
    expect(page.locator("[data-door][data-ready]")).to_be_visible()
    page.get_by_role("button", name="Pindai tiket").click()
    page.evaluate(f"shown = '{live_server.url}/kerja/hadir/{two.code}/'")
    expect(page.locator("[data-door-status]")).to_contain_text("menunggu sinyal")
    page.evaluate("shown = ''")
    page.get_by_label("Nama, usaha, atau kode tiket").fill(three.code.lower())
    page.get_by_label("Nama, usaha, atau kode tiket").press("Enter")
    expect(row_of(page, three).locator("[data-waits]")).to_be_visible()
    expect(page.locator("[data-waiting] b")).to_have_text("2")
    page.goto(desk)
    expect(row_of(page, two).locator("[data-waits]")).to_be_visible()
    assert Attendance.objects.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    page.evaluate(LATER)
    page.context.set_offline(False)
    expect(page.locator("[data-waits]")).to_have_count(0)

    assert Attendance.objects.count() == 3
    late = Attendance.objects.get(registration=three)
    assert timedelta(minutes=9) < timezone.now() - late.marked_at < timedelta(minutes=15)
    assert late.marked_by == dewi
