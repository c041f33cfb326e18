"""The whole way of a first work, as a person goes it on a weak signal, and without a script.

The signal is a slow 3G: 750 kbps up, 1.6 Mbps down, 150 ms. What the person does takes no time here
and is added as a person would need it; while somebody types, photographs go up, so the sum is more
than the real way takes.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from curation.models import Submission
from dekranasda.notices.models import Notice
from products.models import Photo, ProductVersion
from tests.browser import PHONE, kept_on_phone, wait_for
from tests.curation.cases import make_council
from tests.factories import make_craft, make_material
from tests.products.weak_signal import WeakSignal

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
MOST_SECONDS = 300
# What people need: to find and tap something, to type a letter, to take a photograph.
TAP, LETTER, SHOT = 3.0, 0.3, 12.0


def heavy_photograph(number: int) -> bytes:
    """A photograph with the grain of a real one: as large as what phones make of them, 0.4 MB."""
    dice = random.Random(number)  # noqa: S311 chance that comes out the same each time
    width, height, grain = 1290, 1720, 3
    noise = Image.frombytes(
        "L",
        (width // grain, height // grain),
        dice.randbytes((width // grain) * (height // grain)),
    ).resize((width, height), Image.Resampling.BICUBIC)
    ground = Image.new("RGB", (width, height), (190, 150, 90 + number))
    out = BytesIO()
    Image.blend(ground, Image.merge("RGB", (noise, noise, noise)), 0.2).save(
        out, "JPEG", quality=82
    )
    return out.getvalue()


class Person:
    """Somebody with a cheap phone: does things on the open page, and counts how long they take."""

    def __init__(self, context, live_server, client) -> None:
        self.signal = WeakSignal(int(live_server.url.rsplit(":", 1)[1]))
        self.context, self.seconds = context, 0.0
        self.url = f"http://localhost:{self.signal.port}"
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])
        self.page: Page = context.new_page()

    def close_tab_and_come_back(self, path: str) -> None:
        """The tab is gone as when the battery dies; another opens the draft again."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(self.url + path)
        self.seconds += 10

    def all_seconds(self, *, since: float) -> float:
        """How long it took with the person's own time; `--log-cli-level=INFO` shows it."""
        network = time.monotonic() - since
        logger.info("network and machine %.0f s, person %.0f s", network, self.seconds)
        return network + self.seconds

    def take(self, slot: str, number: int) -> None:
        """Takes a photograph for a slot."""
        self.seconds += TAP + SHOT
        self.page.set_input_files(
            f"#id_photo_{slot}",
            {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": heavy_photograph(number)},
        )
        expect(self.page.locator(f"#slot-{slot} img")).to_be_visible()

    def write(self, label: str, text: str) -> None:
        """Types into a field."""
        self.seconds += TAP + LETTER * len(text)
        self.page.get_by_label(label).fill(text)

    def choose(self, label: str) -> None:
        """Ticks a choice."""
        self.seconds += TAP
        self.page.get_by_label(label).check()

    def press(self, name: str) -> None:
        """Presses a button."""
        self.seconds += TAP
        self.page.get_by_role("button", name=name).click()


@pytest.fixture
def make_person(live_server, as_user, council) -> Iterator[Callable[[Page], Person]]:
    """Makes somebody who goes on from a page of their browser."""
    made = []

    def make(page: Page) -> Person:
        made.append(Person(page.context, live_server, as_user(council.maker())))
        return made[-1]

    yield make
    for each in made:
        each.signal.close()


@pytest.fixture
def council():
    """A round that takes works, and the words of the steps."""
    make_craft()
    make_material()
    return make_council()


def assert_sent_once(photos: int = 3) -> None:
    """One submission with all its photographs and one notice of it."""
    work = Submission.objects.get()
    version = ProductVersion.objects.get()
    assert work.version == version
    assert version.name == "Vas bubut jati"
    assert version.price_idr == 185_000
    assert version.story == "Bapak mengajari saya membubut."
    assert sorted(version.photos.values_list("kind", flat=True)) == ["detail", "front", "scale"]
    assert Photo.objects.count() == photos
    assert Notice.objects.filter(key=f"curation:received:{work.code}").count() == 1


def test_two_cuts_and_a_closed_tab_cost_nothing(new_page, make_person):
    person = make_person(new_page(PHONE))
    person.page.goto(person.url + "/saya/karya/baru/")
    started = time.monotonic()

    person.press("Mulai")
    person.page.wait_for_url("**/langkah/1/")
    code = person.page.url.split("/")[5]
    person.signal.holds_photographs = True  # so that they are under way however fast the machine is
    person.take("front", 1)
    expect(person.page.locator("#slot-front progress")).to_be_visible()
    # The first cut: in the middle of a photograph, and the next is taken without any signal.
    person.signal.cut()
    person.take("detail", 2)
    expect(person.page.locator("#slot-front [data-photo-status]")).to_contain_text(
        "Menunggu sinyal. Foto aman di HP ini"
    )
    person.signal.mend()
    person.take("scale", 3)
    person.press("Simpan dan lanjut")

    person.page.wait_for_url("**/langkah/2/")
    expect(person.page.locator("[data-photos-waiting]")).to_contain_text("foto masih dikirim")
    person.write("Nama karya", "Vas bubut jati")
    expect(person.page.locator("[data-photos-waiting]")).to_contain_text("foto masih dikirim")
    # The phone's own notebook is a moment behind; what has reached the portal it keeps no more.
    wait_for(
        person.page,
        lambda: (
            person.page.evaluate("JSON.stringify(localStorage).includes('Vas bubut jati')")
            or ProductVersion.objects.filter(name="Vas bubut jati").exists()
        ),
    )
    person.close_tab_and_come_back(f"/saya/karya/{code}/lanjut/")
    person.signal.holds_photographs = False
    expect(person.page.get_by_label("Nama karya")).to_have_value("Vas bubut jati")
    person.page.locator("#id_craft input").first.check()
    person.press("Simpan dan lanjut")

    person.page.wait_for_url("**/langkah/3/")
    person.choose("Kayu jati")
    person.write("Tinggi", "30")
    person.press("Simpan dan lanjut")

    person.page.wait_for_url("**/langkah/4/")
    # The second cut: the button leads nowhere, and the step is opened again when there is signal.
    person.signal.cut()
    person.write("Harga jual di tempat Anda", "185rb")
    person.choose("2–7 hari")
    person.write("Berapa yang dapat Anda buat dalam sebulan?", "10")
    person.press("Simpan dan lanjut")
    person.page.wait_for_url("chrome-error://**")
    person.signal.mend()
    person.page.goto(f"{person.url}/saya/karya/{code}/langkah/4/")
    expect(person.page.get_by_label("2–7 hari")).to_be_checked()
    person.press("Simpan dan lanjut")

    person.page.wait_for_url("**/langkah/5/")
    person.write("Cerita singkat", "Bapak mengajari saya membubut.")
    person.press("Simpan dan lanjut")
    person.page.wait_for_url("**/langkah/6/")
    wait_for(person.page, lambda: kept_on_phone(person.page, "photos") == 0)
    for box in person.page.locator("main input[type=checkbox]").all():
        box.check()
        person.seconds += TAP
    person.press("Kirim untuk dikurasi")
    person.page.wait_for_url("**/terkirim/")

    assert_sent_once()
    assert person.all_seconds(since=started) < MOST_SECONDS


def test_the_same_way_without_a_script(new_page, make_person):
    person = make_person(new_page(PHONE, javascript=False))
    page = person.page
    page.goto(person.url + "/saya/karya/baru/")
    started = time.monotonic()

    person.press("Mulai")
    for number, slot in enumerate(("front", "detail", "scale")):
        person.seconds += TAP + SHOT
        page.set_input_files(
            f"#id_photo_{slot}",
            {"name": "A.jpg", "mimeType": "image/jpeg", "buffer": heavy_photograph(number)},
        )
    person.press("Simpan dan lanjut")
    page.wait_for_url("**/langkah/2/")
    person.write("Nama karya", "Vas bubut jati")
    page.locator("#id_craft input").first.check()
    person.press("Simpan dan lanjut")
    person.choose("Kayu jati")
    person.write("Tinggi", "30")
    person.press("Simpan dan lanjut")
    person.write("Harga jual di tempat Anda", "185rb")
    person.choose("2–7 hari")
    person.write("Berapa yang dapat Anda buat dalam sebulan?", "10")
    person.press("Simpan dan lanjut")
    person.write("Cerita singkat", "Bapak mengajari saya membubut.")
    person.press("Simpan dan lanjut")
    page.wait_for_url("**/langkah/6/")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
        person.seconds += TAP
    person.press("Kirim untuk dikurasi")
    page.wait_for_url("**/terkirim/")

    assert_sent_once()
    assert person.all_seconds(since=started) < MOST_SECONDS
