"""Takes the pictures of README.md: pages of the running demo, as they are."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = settings.BASE_DIR / "docs" / "pictures"
PASSWORD = "bojonegoro-demo"  # noqa: S105 the demo's only one, printed on every start
DESK = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 800}
GAP = 24
GROUND = "#ecefe5"
WORK = "a[href*='/produk/']"


class Command(BaseCommand):
    """Opens pages as a visitor, a maker, a curator and the secretariat see them."""

    help = "Take the pictures of README.md from the demo that runs at ADDRESS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the demo runs, and which Chromium to use."""
        parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
        parser.add_argument("--chromium", default="/usr/bin/chromium")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every picture as WebP to docs/pictures/."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        site = options["address"].rstrip("/")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options["chromium"], args=["--no-sandbox"]
            )
            self._public(browser, site)
            self._phones(browser, site)
            for name, person, path in (
                ("kurasi", "kurator1@contoh.id", "/kerja/"),
                ("registri", "sekretariat@contoh.id", "/kerja/registri/"),
            ):
                page = _signed_in(browser, site, person, DESK)
                page.goto(site + path)
                if name == "kurasi":  # the first work that waits on the curator's desk
                    page.locator("main a[href*='/nilai/']").first.click()
                self._keep(name, _shot(page))
            browser.close()

    def _public(self, browser: Browser, site: str) -> None:
        page = browser.new_page(viewport=DESK, locale="id-ID")  # type: ignore[arg-type]
        page.goto(f"{site}/")
        self._keep("beranda", _shot(page))
        page.goto(f"{site}/katalog/")
        self._keep("katalog", _shot(page))
        page.goto(f"{site}/cari/?q=vas+bubut+jati")
        page.locator(f"main {WORK}").first.click()
        self._keep("karya", _shot(page))
        page.goto(f"{site}/peta/")
        self._keep("peta", _shot(page))

    def _phones(self, browser: Browser, site: str) -> None:
        """A visitor's and a maker's phone side by side; one of them dark."""
        shots = []
        page = browser.new_page(viewport=PHONE, locale="id-ID")  # type: ignore[arg-type]
        page.goto(f"{site}/")
        shots.append(_shot(page))
        page = browser.new_page(viewport=PHONE, locale="id-ID", color_scheme="dark")  # type: ignore[arg-type]
        page.goto(f"{site}/cari/?q=vas+bubut+jati")
        page.locator(f"main {WORK}").first.click()
        shots.append(_shot(page))
        page = _signed_in(browser, site, "perajin@contoh.id", PHONE)
        page.goto(f"{site}/saya/")
        shots.append(_shot(page))
        width = sum(shot.width for shot in shots) + GAP * (len(shots) + 1)
        sheet = Image.new("RGB", (width, shots[0].height + 2 * GAP), GROUND)
        left = GAP
        for shot in shots:
            sheet.paste(shot, (left, GAP))
            left += shot.width + GAP
        self._keep("ponsel", sheet)

    def _keep(self, name: str, picture: Image.Image) -> None:
        path: Path = FOLDER / f"{name}.webp"
        picture.save(path, "WEBP", quality=78, method=6)
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} {path.stat().st_size // 1024} kB")


def _shot(page: Page) -> Image.Image:
    """What stands in the window once every picture is there."""
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _signed_in(browser: Browser, site: str, person: str, size: dict[str, int]) -> Page:
    page = browser.new_page(viewport=size, locale="id-ID")  # type: ignore[arg-type]
    page.goto(f"{site}/masuk/")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if "/masuk/" in page.url:
        raise CommandError(f"{person} cannot sign in: is this the demo?")
    return page
