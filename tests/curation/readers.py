"""Somebody who reads every page that links lead to, with all the words that are in it.

A page is read again only when a table that it was made of has changed since, so that the same
person can go through the portal in every phase of a round at little cost.
"""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve
from pypdf import PdfReader

from tests.database import tables

LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
#: Coming and going, pictures, and the form of joining, which names every village of the council.
PASSED_BY = {"account_login", "account_logout", "account_signup", "photograph"}
SAME_ROUTE = 2  # pages of one route looked at; more of the same kind tell nothing new
#: Written by every visit, and read for every page: they tell who reads, not what is read.
OF_THE_VISIT = {"django_session"}


@dataclass
class Page:
    """One answer: its words (None unless it was 200), where it leads, what it was made of."""

    words: str | None
    links: list[str]
    made_of: Mapping[str, str]


@dataclass
class Reader:
    """One person, or nobody in particular, before the portal."""

    who: str
    client: Client
    kept: dict[str, Page] = field(default_factory=dict)

    def read(
        self, starts: Iterable[str], marks: Mapping[str, str], *, follow: bool = True
    ) -> dict[str, str]:
        """The words of the starts and, with `follow`, of every page reached from them.

        `marks` are the `marks_of_tables` as they stand now.
        """
        waiting = list(dict.fromkeys(starts))
        begun, seen = len(waiting), set(waiting)
        routes, pages = Counter[str](), dict[str, str]()
        for place, address in enumerate(waiting):  # which grows meanwhile
            route = route_of(address)
            if route in PASSED_BY or (place >= begun and routes[route] >= SAME_ROUTE):
                continue
            routes[route] += 1
            page = self.page(address, marks)
            if page.words is None:
                continue
            pages[address] = page.words
            if follow:
                fresh = [link for link in page.links if link not in seen]
                seen.update(fresh)
                waiting += fresh
        return pages

    def page(self, address: str, marks: Mapping[str, str]) -> Page:
        """The page as it is now: the one read before where nothing of it has changed."""
        page = self.kept.get(address)
        if page is None or any(marks[table] != mark for table, mark in page.made_of.items()):
            page = self.kept[address] = self._fetch(address, marks)
        return page

    def _fetch(self, address: str, marks: Mapping[str, str]) -> Page:
        statements: set[str] = set()

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            statements.add(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note), no_log():
            response = self.client.get(address)
            way = [address]
            while (target := response.headers.get("Location", "")) and not is_sign_in(target):
                way.append(urljoin(way[-1], target))
                response = self.client.get(way[-1])
            body = b"".join(response) if response.streaming else response.content
        names = set().union(*(words_of(sql) for sql in statements)) & marks.keys() - OF_THE_VISIT
        made_of = {name: marks[name] for name in names}
        if response.status_code != 200:
            return Page(None, [], made_of)
        words = text_of(body)
        links = dict.fromkeys(
            urljoin(address, link.replace("&amp;", "&")) for link in LINK.findall(words)
        )
        headers = [f"{name}: {value}" for name, value in response.headers.items()]
        return Page(
            "\n".join([*way, *headers, words]),
            [link for link in links if leads_on(link, address)],
            made_of,
        )


@contextmanager
def no_log() -> Iterator[None]:
    """Keeps refusals out of the log: a matrix meets thousands, each with its traceback."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def marks_of_tables() -> dict[str, str]:
    """A digest of every table of the portal, by name; nothing of the portal is kept in memory."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with connection.cursor() as cursor:
        names = sorted(tables(cursor))
        rows = "(SELECT md5(string_agg(r::text, '|' ORDER BY r::text)) FROM public.\"{0}\" r)"
        asked = (f"SELECT '{name}', {rows.format(name)}" for name in names)
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())


@lru_cache(maxsize=20_000)
def words_of(sql: str) -> frozenset[str]:
    """The words of a statement, names of tables among them."""
    return frozenset(re.findall(r"\w+", sql))


@lru_cache(maxsize=20_000)
def route_of(address: str) -> str:
    """The name of the address's view; empty where there is none."""
    try:
        return resolve(urlsplit(address).path).view_name or ""
    except Resolver404:
        return ""


def leads_on(link: str, address: str) -> bool:
    """Whether the link is to a page of the same part: Indonesian, English, or the admin."""
    is_file = link.startswith(("/static/", "/media/"))
    return link.startswith("/") and not is_file and part_of(link) == part_of(address)


def is_sign_in(address: str) -> bool:
    """Whether somebody who is sent there was refused."""
    return route_of(address) in ("account_login", "admin_login", "admin:login")


def part_of(address: str) -> str:
    """The part of the portal that an address belongs to."""
    return next((part for part in ("/en/", "/admin/") if address.startswith(part)), "/")


def text_of(body: bytes) -> str:
    """The words of a page, of a workbook or of a PDF."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    if body.startswith(b"%PDF"):
        pdf = PdfReader(io.BytesIO(body))
        return " ".join([str(pdf.metadata), *(page.extract_text() for page in pdf.pages)])
    return body.decode("utf-8", "ignore")
