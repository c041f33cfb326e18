"""Who reads what in which phase: every page that a person can reach by links, crawled.

Each phase has a work whose maker, business, place and telephone are names found nowhere else, and
scores with telling comments and totals. For every role the pages are followed from the start; what
the role must not know may stand in no page, title, header, export or address.
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from curation import decisions, release, reviews
from curation.models import Submission
from dekranasda.accounts.models import Role, User
from dekranasda.notices.models import Notice
from tests.curation.cases import (
    GOOD,
    Council,
    make_ready,
    marks,
    owner_of,
    propose,
    start,
    submit,
)
from tests.factories import (
    make_artisan,
    make_business,
    make_product,
    make_user,
    make_village,
)

pytestmark = pytest.mark.django_db

PERSON, BUSINESS, VILLAGE = "Zulaikha Wignyowati", "Griya Sekarjalak", "Karangtinoto"
PHONE = "81298765432"
IDENTITY = ("Zulaikha", "Wignyowati", "Sekarjalak", VILLAGE, PHONE)
STORY = f"{PERSON} dari {VILLAGE} membubut sejak kecil di {BUSINESS}."
#: The words of each curator to the maker; which of them wrote what nobody may learn.
COMMENTS = ("goresan di kaki kiri", "lem meluber di sambungan", "kotak mudah penyok")
NOTES = ("catatan sidang satu", "catatan sidang dua", "catatan sidang tiga")
VALUES = ({**GOOD, "KMS": 1}, {**GOOD, "KMS": 2, "LST": 2, "PSR": 2}, {**GOOD, "KMS": 0, "MTU": 3})
TOTALS = ("78,75", "77,50", "71,25")
LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
#: Leaving, pictures, and the form of joining, which names every village of the council.
PASSED_BY = {"account_logout", "photograph", "account_signup"}
SAME_ROUTE = 2  # pages of one route looked at; more of the same kind tell nothing new
MOST = 120


@dataclass
class Scene:
    """A council, the telling work, and the curators that judge it."""

    council: Council
    work: Submission
    curators: list[User] = field(default_factory=list)

    def sends(self, place: int) -> None:
        """The curator's scores, sent with words that would tell on them."""
        curator = self.curators[place]
        held = self.work.assignments.get(curator=curator)
        given = marks(VALUES[place])
        given["KMS"] = reviews.Mark(given["KMS"].value, COMMENTS[place])
        reviews.save_review(held, by=curator, marks=given, complete=True, panel_note=NOTES[place])
        reviews.finalise(held, by=curator)


def scene_of(council: Council, phase: str) -> Scene:
    """The telling work taken to the phase by the real functions."""
    user = make_user(full_name=PERSON, phone=f"+62{PHONE}")
    artisan = make_artisan(user=user, name=PERSON, slug="zulaikha", phone=user.phone)
    place = make_village(VILLAGE)
    business = make_business(owner=artisan, name=BUSINESS, slug="sekarjalak", village=place)
    product = make_ready(make_product(business, name="Vas Bubut Jati", story=STORY))
    if phase == "sent":
        return Scene(council, submit(council, product))
    scene = Scene(council, start(council, product=product), council.curators[:3])
    if phase == "one review in":
        scene.sends(0)
    elif phase != "in review":
        for number in range(3):
            scene.sends(number)
    if phase in {"decided", "released"}:
        propose(council, scene.work, "coaching", feedback="Perkuat kemasannya.")
        decisions.sign(scene.work, by=council.curators[0])
    if phase == "released":
        release.release(scene.work, by=council.second)
    return scene


def crawl(client: Client, starts: list[str]) -> dict[str, str]:
    """Every page that the person reaches: its address and headers with all text in it."""
    waiting, seen, routes = list(starts), set(starts), Counter[str]()
    pages: dict[str, str] = {}
    while waiting and len(pages) < MOST:
        address = waiting.pop(0)
        route = resolve(urlsplit(address).path).view_name or ""
        if routes[route] >= SAME_ROUTE or route in PASSED_BY:
            continue
        routes[route] += 1
        response = client.get(address, follow=True)
        if response.status_code != 200:
            continue
        body = b"".join(response) if response.streaming else response.content
        text = _text(body)
        pages[address] = f"{address}\n{dict(response.headers)}\n{text}"
        for link in LINK.findall(text):
            target = urljoin(address, link.replace("&amp;", "&"))
            if target.startswith("/") and target not in seen and _is_page(target):
                seen.add(target)
                waiting.append(target)
    return pages


def _is_page(address: str) -> bool:
    path = urlsplit(address).path
    return not path.startswith(("/static/", "/media/", "/en/", "/admin/"))


def _text(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return body.decode("utf-8", "ignore")


def starts_of(scene: Scene) -> list[str]:
    """Where everybody begins, and the pages of the work that a curious person would try."""
    slug, code = scene.council.round.slug, scene.work.code
    desk = f"/kerja/kurasi/{slug}/"
    tries = ["", "mutu/", "tempat/", "nilai/", "nilai/periksa/", "sidang/", f"sidang/{code}/"]
    tries += [f"karya/{code}/", f"karya/{code}/kurator/", "umumkan/", "pembagian/", "panel/"]
    tries += [f"nilai/{held.pk}/" for held in scene.work.assignments.all()]
    own = f"/saya/karya/{scene.work.product.code}/"
    return ["/", "/kerja/", "/saya/", "/kurasi/", f"/kurasi/{slug}/", own] + [
        desk + one for one in tries
    ]


def assert_silent(pages: dict[str, str], secrets: tuple[str, ...], who: str) -> None:
    for address, text in pages.items():
        for secret in secrets:
            assert secret not in text, f"{who} reads «{secret}» at {address}"


PHASES = ["sent", "in review", "one review in", "session", "decided", "released"]
BEFORE_SESSION = {"sent", "in review", "one review in"}


@pytest.mark.parametrize("phase", PHASES)
def test_nobody_reads_what_is_not_theirs_in_this_phase(council, as_user, phase):
    scene = scene_of(council, phase)
    starts = starts_of(scene)
    others = {
        "the public": Client(),
        "another maker": as_user(council.maker()),
        "a curator outside the panel": as_user(council.outsider),
        "a mentor": as_user(make_user(Role.MENTOR, full_name="Maya Pendamping")),
    }
    opinions = (*COMMENTS, *NOTES, *TOTALS)

    for who, client in others.items():
        assert_silent(crawl(client, starts), (*IDENTITY, *opinions), who)
    for curator in [council.chair, *council.curators[:3]]:
        pages = crawl(as_user(curator), starts)
        place = scene.curators.index(curator) if curator in scene.curators else None
        assert_silent(pages, IDENTITY, curator.full_name)
        if phase in BEFORE_SESSION:
            hidden = tuple(
                secret
                for kind in (COMMENTS, NOTES, TOTALS)
                for number, secret in enumerate(kind)
                if number != place
            )
            assert_silent(pages, hidden, curator.full_name)
    for staff in (council.secretariat, council.leader):
        if phase in BEFORE_SESSION:
            assert_silent(crawl(as_user(staff), starts), opinions, staff.full_name)
    maker = crawl(as_user(owner_of(scene.work)), starts)
    names = tuple(curator.full_name for curator in council.curators)
    assert_silent(maker, (*TOTALS, *NOTES, *names), "the maker")
    if phase != "released":
        assert_silent(maker, (*COMMENTS, "Perkuat kemasannya"), "the maker")


@pytest.mark.parametrize("phase", ["session", "released"])
def test_the_same_crawl_finds_the_words_where_they_may_be_read(council, as_user, phase):
    """The success twin: what the matrix looks for is there to be found."""
    scene = scene_of(council, phase)

    staff = " ".join(crawl(as_user(council.secretariat), starts_of(scene)).values())
    assert all(name in staff for name in ("Zulaikha", "Sekarjalak"))
    if phase == "session":
        panel = " ".join(crawl(as_user(council.curators[0]), starts_of(scene)).values())
        assert all(word in panel for word in (*COMMENTS, *NOTES))
    else:
        maker = " ".join(crawl(as_user(owner_of(scene.work)), starts_of(scene)).values())
        assert all(word in maker for word in COMMENTS)


@pytest.mark.parametrize("phase", ["one review in", "decided", "released"])
def test_messages_tell_curators_no_maker_and_makers_no_curator(council, phase):
    scene = scene_of(council, phase)
    maker = owner_of(scene.work)

    for notice in Notice.objects.all():
        text = " ".join(map(str, (notice.subject, notice.body, notice.key)))
        forbidden = (
            tuple(user.full_name for user in council.curators) + TOTALS + NOTES
            if notice.recipient_id == maker.pk
            else (*IDENTITY, *COMMENTS, *NOTES, *TOTALS)
        )
        assert not [word for word in forbidden if word in text], notice.key
