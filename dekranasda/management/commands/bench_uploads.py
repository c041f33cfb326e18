"""Measures photographs on their way in: their cost beside bare Pillow, and what others feel of it.

The second asks the running demo (`make demo`), signed in as its artisan: pages in turn, first alone
and then while twenty photographs come in at once. The works that this begins are thrown away again.
"""

import random
import re
import sys
import threading
import time
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from uuid import uuid4

from django.core.management.base import BaseCommand
from PIL import Image

from dekranasda.lib import images
from dekranasda.management.commands.demo import PASSWORD

MOST_TIMES_PILLOW, MOST_TIMES_QUIET = 1.5, 2.0
UPLOADS, WORKS = 20, 4
PAGES = ("/katalog/", "/saya/", "/perajin/", "/saya/karya/", "/agenda/", "/cari/?q=jati")
QUIET_SECONDS = 12.0


def photograph(number: int, width: int, height: int) -> bytes:
    """A JPEG with the grain of a real photograph; another one for each number."""
    dice = random.Random(number)  # noqa: S311 the same photograph each time
    grain = (width // 4, height // 4)
    noise = Image.frombytes("L", grain, dice.randbytes(grain[0] * grain[1]))
    noise = noise.resize((width, height), Image.Resampling.BICUBIC)
    ground = Image.linear_gradient("L").resize((width, height))
    out = BytesIO()
    Image.merge("RGB", [Image.blend(ground, noise, 0.25)] * 3).save(out, "JPEG", quality=92)
    return out.getvalue()


def bare_pillow(raw: bytes) -> None:
    """Decode, make small, encode: what a photograph's smallest use costs at the least."""
    image = Image.open(BytesIO(raw))
    image.load()
    small = image.resize((640, image.height * 640 // image.width), Image.Resampling.LANCZOS)
    small.save(BytesIO(), "WEBP", quality=72, method=4)


def least_seconds(acts: list[Callable[[], object]], turns: int) -> list[float]:
    """The least time of each, taken in turns: what else the machine does only adds."""
    least = [float("inf")] * len(acts)
    for _turn in range(turns):
        for place, act in enumerate(acts):
            started = time.perf_counter()
            act()
            least[place] = min(least[place], time.perf_counter() - started)
    return least


class Visitor:
    """The demo's artisan at the portal."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = CookieJar()
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies)
        )
        self.get("/masuk/")
        self.post("/masuk/", {"login": "perajin@contoh.id", "password": PASSWORD})

    def get(self, path: str) -> str:
        """The page's text; raises HTTPError."""
        with self._browser.open(self.url + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str], photo: bytes = b"") -> HTTPResponse:
        """Sends a form, with a photograph where one is given; raises HTTPError."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        body, kind = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        if photo:
            edge = uuid4().hex
            parts = [
                f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in fields.items()
            ]
            head = f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"'
            start = "".join(parts) + head + "\r\nContent-Type: image/jpeg\r\n\r\n"
            body = start.encode() + photo + f"\r\n--{edge}--\r\n".encode()
            kind = f"multipart/form-data; boundary={edge}"
        asked = urllib.request.Request(  # noqa: S310 an address of the operator's own
            self.url + path, body, {"Content-Type": kind, "X-CSRFToken": token or ""}
        )
        answer: HTTPResponse = self._browser.open(asked, timeout=120)
        return answer


class Command(BaseCommand):
    """Prints a line for each promise and whether it holds; ends with 1 where one does not."""

    help = "Measure photographs beside bare Pillow, and pages while twenty photographs come in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the demo runs, and how often the first is measured."""
        parser.add_argument("url", nargs="?", default="", help="of the running demo")
        parser.add_argument("--turns", type=int, default=7)

    def handle(self, *args: Any, url: str, turns: int, **options: Any) -> None:
        """Measure, print."""
        is_met = self._pillow(turns)
        if url:
            is_met &= self._others(url.rstrip("/"))
        if not is_met:
            sys.exit(1)

    def _print(self, work: str, figure: str, target: str, *, is_met: bool) -> bool:
        verdict = "PASS" if is_met else "FAIL"
        self.stdout.write(f"{verdict} {work:44}{figure:>44}   {target}")
        return is_met

    def _pillow(self, turns: int) -> bool:
        raw = photograph(1, 4032, 3024)
        bare, ours = least_seconds(
            [lambda: bare_pillow(raw), lambda: images.clean(raw, in_turn=False)], turns
        )
        ratio = ours / bare
        return self._print(
            "P8 12 MP until every size exists",
            f"{ratio:.2f} × ({ours * 1000:.0f} / {bare * 1000:.0f} ms)",
            f"≤ {MOST_TIMES_PILLOW} × bare Pillow's 640",
            is_met=ratio <= MOST_TIMES_PILLOW,
        )

    def _others(self, url: str) -> bool:
        visitor = Visitor(url)
        works = [self._begin(visitor) for _ in range(WORKS)]
        pictures = [photograph(10 + number, 1536, 2048) for number in range(UPLOADS)]
        quiet = _asked(visitor, lambda asked: asked > QUIET_SECONDS)
        ended = threading.Event()
        codes: list[int] = []

        def upload() -> None:
            with ThreadPoolExecutor(UPLOADS) as pool:
                sent = [
                    pool.submit(_send, visitor, works[number % WORKS], picture)
                    for number, picture in enumerate(pictures)
                ]
                codes.extend(each.result() for each in sent)
            ended.set()

        started = time.perf_counter()
        threading.Thread(target=upload).start()
        busy = _asked(visitor, lambda _asked: ended.is_set())
        took = time.perf_counter() - started
        for work in works:
            visitor.post(f"/saya/karya/{work}/hapus/", {})
        before, during = (sorted(times)[int(len(times) * 0.95)] for times in (quiet, busy))
        again = f", {codes.count(503)} asked to come again" if 503 in codes else ""
        return self._print(
            f"p95 of {len(busy)} pages while {UPLOADS} come in ({took:.0f} s{again})",
            f"{during / before:.2f} × ({during * 1000:.0f} / {before * 1000:.0f} ms)",
            f"≤ {MOST_TIMES_QUIET} × as without",
            is_met=during <= MOST_TIMES_QUIET * before and set(codes) <= {201, 503},
        )

    def _begin(self, visitor: Visitor) -> str:
        page = visitor.get("/saya/karya/baru/")
        chosen = re.search(r'name="business"[^>]*value="(\d+)"', page) or re.search(
            r'value="(\d+)"[^>]*name="business"', page
        )
        fields = {"business": chosen[1] if chosen else ""}
        address = visitor.post("/saya/karya/baru/", fields).url
        code = address.split("/")[5]
        # A draft with a photograph is no empty one: the next begins another.
        _send(visitor, code, photograph(random.randrange(10**6), 800, 1000))  # noqa: S311
        return code


def _send(visitor: Visitor, code: str, photo: bytes) -> int:
    fields = {"kind": "process", "key": str(uuid4())}
    try:
        return visitor.post(f"/saya/karya/{code}/foto/", fields, photo).status
    except HTTPError as refused:
        return refused.code


def _asked(visitor: Visitor, is_enough: Callable[[float], bool]) -> list[float]:
    """The seconds of each page, asked for one after the other until it is enough."""
    found: list[float] = []
    begun = time.perf_counter()
    while not is_enough(time.perf_counter() - begun):
        started = time.perf_counter()
        visitor.get(PAGES[len(found) % len(PAGES)])
        found.append(time.perf_counter() - started)
    return found
