"""Somebody at a phone or a desk who reads pages, presses buttons and types."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import FilePayload, Locator, Page, Response, expect

from tests.conftest import PASSWORD

# A folder named here receives a picture of every page that a journey looks at.
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


@dataclass
class Person:
    """One browser with its own cookies; every page must be whole and in order."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", self._note_failure)

    def _note_failure(self, response: Response) -> None:
        is_forgotten_icon = response.url.endswith("/favicon.ico")
        if response.status >= 500 or (response.status == 404 and not is_forgotten_icon):
            self.troubles.append(f"{response.status} {response.url}")

    # Going and reading

    def opens(self, path: str) -> None:
        """Goes to an address of the portal, which must answer with a page."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def _again(self, expression: str) -> Any:
        """What the expression gives, also where the page loads itself anew at this moment."""
        for _attempt in range(5):
            try:
                return self.page.evaluate(expression)
            except PlaywrightError as error:
                if "context was destroyed" not in error.message:
                    raise
                self.page.wait_for_load_state()
        raise AssertionError(f"{self.page.url} never stops loading")

    def looks_again(self) -> None:
        """Loads the page anew, also where it does so itself at this moment and cancels ours."""
        for _attempt in range(5):
            try:
                self.page.reload()
            except PlaywrightError as error:
                if not re.search("ERR_ABORTED|interrupted by another", error.message):
                    raise
            else:
                return
        raise AssertionError(f"{self.page.url} never stops loading")

    def asks(self, path: str) -> tuple[int, str]:
        """How the portal answers this person at an address: status, and where it sends them."""
        answer = self.page.request.get(f"{self.url}{path}", max_redirects=0)
        return answer.status, answer.headers.get("location", "")

    def reads(self, text: str | re.Pattern[str]) -> None:
        """Waits until the page's main part shows the text."""
        expect(self.page.locator("main")).to_contain_text(text)

    def looks(self, name: str) -> None:
        """The page fits the window, nothing of it failed; keeps a picture of it if wanted."""
        wide = self._again("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.troubles == []
        if PICTURES and (size := self.page.viewport_size):
            file = Path(PICTURES) / f"{name}-{size['width']}.png"
            self.page.screenshot(path=file, full_page=True)

    # Doing

    def field(self, label: str) -> Locator:
        """The first field whose label begins so; a label may go on with «(boleh dilewati)»."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def types(self, label: str, text: str) -> None:
        """Fills in a field."""
        self.field(label).fill(text)

    def chooses(self, *labels: str) -> None:
        """Ticks boxes or picks one of several."""
        for label in labels:
            self.field(label).check()

    def gives(self, place: Locator, name: str, kind: str, content: bytes) -> None:
        """Hands over a file of a media type in a file field."""
        place.set_input_files(FilePayload(name=name, mimeType=kind, buffer=content))

    def presses(self, name: str) -> None:
        """Presses a button and waits for the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def follows(self, name: str) -> None:
        """Follows a link of the page's main part."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()

    def signs_in(self, login: str) -> None:
        """Signs in with the tests' password."""
        self.opens("/masuk/")
        self.types("Nomor WhatsApp atau surel", login)
        self.types("Kata sandi", PASSWORD)
        self.presses("Masuk")

    # With the keyboard alone

    def strikes(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tabs_to(self, name: str) -> None:
        """Moves the focus with the tab key to the control of this name, as keyboard users do."""
        for _step in range(80):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate("document.activeElement.textContent"):
                return
        raise AssertionError(f"«{name}» cannot be reached with the tab key on {self.page.url}")
