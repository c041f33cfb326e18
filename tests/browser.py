"""A real browser for tests: Chromium of the system or Playwright's own, driven by Playwright."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings

from dekranasda.lib import styles

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 768}
PATIENCE = 60_000  # milliseconds; long, since a busy machine is no fault of a page
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

PageMaker = Callable[..., Page]


def chromium_path() -> str | None:
    """The system's Chromium or Chrome, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _launch(playwright: Playwright) -> Browser:
    path = chromium_path()
    try:
        return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    except PlaywrightError as error:
        if path:
            raise
        pytest.skip(
            "Chromium is missing; install the package `chromium`, or run "
            f"`.venv/bin/python -m playwright install chromium` ({error.message.splitlines()[0]})"
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests; skips them, saying what to install, where there is none."""
    expect.set_options(timeout=PATIENCE)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the tests' thread
    with sync_playwright() as playwright:
        chromium = _launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def stylesheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stylesheets as production bundles them: two requests, not eighty."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "css").mkdir()
    for source, target in styles.BUNDLES.items():
        path = Path(settings.BASE_DIR, "static", source)
        (folder / target).write_text(styles.bundle(path))
    return folder


@pytest.fixture
def new_page(
    browser: Browser,
    stylesheet: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[PageMaker]:
    """Makes a page: `new_page(PHONE, dark=True, javascript=False)`; each with its own cookies."""
    contexts = []
    settings.STATICFILES_DIRS = [stylesheet, *settings.STATICFILES_DIRS]
    monkeypatch.setattr(staticfiles_storage, "bundles", styles.BUNDLES, raising=False)

    def make(
        size: dict[str, int] = DESKTOP, *, dark: bool = False, javascript: bool = True, **more: Any
    ) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="id-ID",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    wait_for_late_requests()


def wait_for_late_requests() -> None:
    """Waits until the server has answered what closed pages had asked, each in a thread of its own.

    Else a late look, poll or save would meet, or fill, a database that is being put right.
    """
    end = time.monotonic() + 20
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(max(0, end - time.monotonic()))


def kept_on_phone(page: Page, drawer: str) -> int:
    """How many things the phone keeps in one of its drawers, whosever they are."""
    count: int = page.evaluate(
        """(drawer) => new Promise((done) => {
            indexedDB.open(drawer, 1).onsuccess = ({ target: { result: database } }) => {
                const found = database.transaction(drawer).objectStore(drawer).count();
                found.onsuccess = () => { database.close(); done(found.result); };
            };
        })""",
        drawer,
    )
    return count


def wait_for(page: Page, is_so: Callable[[], object]) -> None:
    """Looks again and again, while the page goes on, until it is so; fails where it never is."""
    end = time.monotonic() + PATIENCE / 1000
    while not is_so():
        assert time.monotonic() < end, f"{page.url} never came so far"
        page.wait_for_timeout(50)


@pytest.fixture
def page(new_page: PageMaker) -> Page:
    """A page as an artisan's phone shows it."""
    return new_page(PHONE)
