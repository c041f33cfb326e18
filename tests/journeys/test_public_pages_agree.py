"""Publishing, editing, suspending and expiring, while visitors read from several web workers."""

import itertools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dekranasda.lib.scratch_database import environment_of
from dekranasda.management.load import Server, serving
from products import publication
from products.models import Product
from tests.factories import (
    make_business,
    make_craft,
    make_photo,
    make_published_product,
)

VISITORS = 4
WITHIN = 1.0  # seconds after the commit, by which every page agrees
MOST_SECONDS = 60


@dataclass
class Reading:
    """What visitors were shown: when they asked, where, and the page."""

    seen: list[tuple[float, str, int, str]] = field(default_factory=list)

    def after(self, moment: float) -> list[tuple[str, int, str]]:
        """Pages that were asked for after the moment."""
        return [(path, status, page) for at, path, status, page in self.seen if at > moment]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_all_pages_agree_within_a_second_while_visitors_read():
    business = make_business()
    craft = make_craft("batik")
    for number in range(8):
        make_published_product(business, name=f"Kain biasa {number}", craft=craft)
    works = {
        name: make_published_product(make_business(), name=f"Zamrud {name}", craft=craft)
        for name in ("ditangguhkan", "ditarik", "kedaluwarsa", "diubah")
    }
    environment = environment_of(str(connection.settings_dict["NAME"])) | {
        "DEBUG": "1",
        "PAGE_CACHE_SECONDS": "60",
        "DJANGO_SETTINGS_MODULE": str(os.environ["DJANGO_SETTINGS_MODULE"]),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    with serving(environment) as server:
        _changes_while_read(server, works)


def _changes_while_read(server: Server, works: dict[str, Product]) -> None:
    lists = ["/", "/katalog/", "/katalog/batik/", "/katalog/?kerajinan=batik", "/en/katalog/"]
    lists += [
        "/en/",
        "/katalog/?q=zamrud",
        "/cari/?q=zamrud",
        "/sitemap-karya.xml",
        reverse("new_works_atom"),
    ]
    hidden, withdrawn, expired = (works[n] for n in ("ditangguhkan", "ditarik", "kedaluwarsa"))
    read = partial(_read_after, server)
    read(
        lists + _pages_of(hidden),
        lambda: publication.suspend(hidden, reason="Diperiksa."),
        gone=hidden,
    )
    read(
        lists + _pages_of(withdrawn),
        lambda: publication.withdraw(withdrawn, reason="Tiruan."),
        gone=withdrawn,
    )
    read(lists, lambda: _expire(expired), gone=expired)

    changed = works["diubah"]
    pages = read(lists + _pages_of(changed), lambda: _rename(changed))
    assert not [path for path, _status, page in pages if "Zamrud diubah" in page]
    assert all("Safir diubah" in page for path, _s, page in pages if path == "/katalog/")

    pages = read(lists, lambda: publication.resume(hidden, on=timezone.localdate()))
    shown = [hidden.code in page for path, _s, page in pages if path in lists[1:5]]
    assert shown
    assert all(shown)


def _pages_of(work: Product) -> list[str]:
    address = work.get_absolute_url()
    return [address, f"/en{address}", work.business.owner.get_absolute_url()]


def _etag(server: Server, path: str) -> str:
    """The mark of a page as it stands, asked for by HEAD; empty where it has none."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=MOST_SECONDS)
    connection.request("HEAD", path)
    tag = connection.getresponse().headers.get("ETag", "")
    connection.close()
    return tag


def _expire(work: Product) -> None:
    assert work.valid_until
    publication.expire(work, on=work.valid_until.replace(year=work.valid_until.year + 1))


def _rename(work: Product) -> None:
    """What publishing a new version does to the catalogue's columns."""
    old = work.published_version
    assert old
    assert work.valid_until
    fields = {"name": "Safir diubah", "craft": old.craft, "price_idr": old.price_idr}
    version = work.versions.create(number=2, **fields)
    make_photo(version)
    version.freeze(at=timezone.now())
    publication.publish(
        work,
        version=version,
        grade="A",
        curated_on=timezone.localdate(),
        valid_until=work.valid_until,
        certificate_number="",
        summary=work.curation_summary,
        at=timezone.now(),
    )


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _read_after(
    server: Server, paths: list[str], change: Callable[[], None], *, gone: Product | None = None
) -> list[tuple[str, int, str]]:
    """Changes something while visitors read; the pages asked for a second after and later."""
    reading, ended = Reading(), threading.Event()

    def visit(start: int) -> None:
        for path in itertools.cycle(paths[start:] + paths[:start]):
            if ended.is_set():
                return
            at = time.monotonic()
            status, page = server.get(path)
            reading.seen.append((at, path, status, page.decode(errors="replace")))

    visitors = [threading.Thread(target=visit, args=(place * 3,)) for place in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    _wait_for(lambda: len(reading.seen) > len(paths))
    tags = {path: _etag(server, path) for path in paths}
    change()
    changed_at = time.monotonic()
    _wait_for(lambda: {path for path, *_page in reading.after(changed_at + WITHIN)} == set(paths))
    ended.set()
    for visitor in visitors:
        visitor.join()
    assert not [status for _at, _path, status, _page in reading.seen if status >= 500]
    after = reading.after(changed_at + WITHIN)
    if gone is not None:
        before = {
            path for at, path, _s, page in reading.seen if at < changed_at and gone.name in page
        }
        assert before, "nobody saw the work before it was hidden"
        kept = [
            path for path in before if server.get(path, [f"If-None-Match: {tags[path]}"])[0] == 304
        ]
        assert kept == []
        own = {status for path, status, _page in after if gone.code in path}
        assert own <= {410}
        late = [path for path, status, page in after if status == 200 and gone.name in page]
        assert late == []
    return after
