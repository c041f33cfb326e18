"""Who reads what in which phase: every page that a person can reach by links, read.

The works and what the curators gave are of `scenes.py`; what the role must not know may stand in
no page, title, header, export, PDF, message or address. What no words betray (averages, counts,
orderings) is shown by turning all scores around: nobody's pages may change by it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from curation import blind
from curation.models import Review
from curation.views import rounds
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.permissions import set_roles
from dekranasda.notices.delivery import deliver_next
from dekranasda.notices.models import Notice
from tests.curation.cases import owner_of
from tests.curation.readers import Reader, marks_of_tables
from tests.curation.scenes import (
    BEFORE_SESSION,
    PHASES,
    Scene,
    make_scene,
    turn_scores_around,
)
from tests.factories import make_user

pytestmark = [pytest.mark.long, pytest.mark.django_db]

ADMIN_PAGES = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in admin.site._registry
    if model._meta.app_label in {"curation", "notices"}
]
#: Papers that leave the room: whoever may have them, no maker stands in them.
BLIND = re.compile(r"/berita-acara/|lembar\.pdf")
AFTER_RELEASE = PHASES[PHASES.index("released") :]
#: The phase with most to hide is read in both languages.
READ_IN_ENGLISH = "decided"
#: Rows of the admin beside the lists that could show what a curator gave, and their histories.
SCORES = re.compile(r"/admin/(curation/(review|score|assignment|submission|paper|calib)|notices/)")
#: What a page says anew each time it is made.
PASSING = re.compile(r'csrfmiddlewaretoken" value="\w+"|nonce-[^\' ]+|nonce="[^"]+"|<dcterms:[^<]*')


def starts_of(scene: Scene) -> list[str]:
    """Where everybody begins, and the pages of the works that a curious person would try."""
    desk = f"/kerja/kurasi/{scene.council.round.slug}/"
    tries = ["", "mutu/", "tempat/", "nilai/", "nilai/periksa/", "sidang/", "berita-acara/"]
    tries += ["umumkan/", "pembagian/", "panel/", "surat/"]
    own = []
    for tale in scene.tales:
        code = tale.work.code
        tries += [f"sidang/{code}/", f"karya/{code}/"]
        tries += [f"karya/{code}/{page}/" for page in ("kurator", "hubungan", "kertas")]
        tries += [f"nilai/{held.pk}/" for held in tale.work.assignments.order_by("-pk")[:1]]
        own.append(f"/saya/karya/{tale.work.product.code}/")
    for meeting in scene.council.round.meetings.all():
        tries += [f"berita-acara/{one.pk}/berkas/" for one in meeting.minutes.all()]
    public = ["/", "/kerja/", "/saya/", "/kurasi/", f"/kurasi/{scene.council.round.slug}/"]
    return [*public, *own, *(desk + one for one in tries)]


def found(pages: Mapping[str, str], secrets: Iterable[str]) -> list[str]:
    """Every place where one of the secrets can be read, in capital or small letters."""
    wanted = [(secret, secret.casefold()) for secret in secrets]
    return [
        f"«{secret}» at {address}"
        for address, words in pages.items()
        for text in [words.casefold()]
        for secret, folded in wanted
        if folded in text
    ]


class Matrix:
    """The people of the matrix, and what each of them must not know in a phase."""

    def __init__(self, scene: Scene) -> None:
        council = scene.council
        set_roles(council.secretariat, {Role.SECRETARIAT})
        self.scene = scene
        self.public = Reader("the public", Client())
        outsider = make_user(Role.CURATOR, full_name="Asing Panel")
        self.others = [reader_of(one) for one in (council.maker(), outsider)]
        self.mentor = reader_of(make_user(Role.MENTOR, full_name="Maya Pendamping"))
        self.makers = [reader_of(owner_of(tale.work)) for tale in scene.tales]
        self.chair = reader_of(council.chair)
        self.judges = [reader_of(user) for user in scene.judges]
        self.fresh = reader_of(scene.fresh[0])
        self.staff = reader_of(council.secretariat)
        self.leader = reader_of(council.leader)
        self.admin = reader_of(make_user(full_name="Admin", is_staff=True, is_superuser=True))

    def strangers(self) -> list[Reader]:
        """Who has no part in the works."""
        return [self.public, *self.others]

    def readers(self, phase: str) -> list[Reader]:
        """Who reads in the phase; of those who stand alike in it, one."""
        first, second, _third = self.judges
        inside = {
            "sent": [self.fresh],
            "in review": [first],
            "one review in": [first, second, self.staff, self.leader],
            "session": [first, self.fresh],
            "decided": [first, self.makers[1]],
            "released": [first, self.makers[1], self.staff],
            "appealed": [first],
            "judged anew": [first, self.fresh],
        }
        return [*self.strangers(), self.mentor, self.makers[0], self.chair, *inside[phase]]

    def forbidden_to(self, reader: Reader, phase: str) -> tuple[str, ...]:
        """What the person must not find in the phase."""
        scene, is_before = self.scene, phase in BEFORE_SESSION
        if reader in self.strangers():
            return (*scene.identity, *scene.opinions)
        if reader is self.mentor:
            return self._forbidden_to_mentor(phase)
        if reader in self.makers:
            return self._forbidden_to_maker(self.makers.index(reader), phase)
        if reader in (self.staff, self.leader, self.admin):
            return scene.opinions if is_before else ()
        if is_before:
            return (*scene.identity, *scene.others_than(self._user(reader)))
        if reader is self.fresh and phase == "judged anew":
            return (*scene.identity, *scene.tales[0].opinions)
        return scene.identity

    def _forbidden_to_mentor(self, phase: str) -> tuple[str, ...]:
        vase, ledre = self.scene.tales
        if phase not in AFTER_RELEASE:
            return (*self.scene.identity, *self.scene.opinions)
        # The plan names its maker, and the comments are its targets.
        return (*ledre.identity, *ledre.opinions, *vase.notes, *vase.totals)

    def _forbidden_to_maker(self, place: int, phase: str) -> tuple[str, ...]:
        own, other = self.scene.tales[place], self.scene.tales[1 - place]
        panel = [user.full_name for user in self.scene.council.panel]
        never = (*own.totals, *own.notes, *panel, *other.identity, *other.opinions)
        return never if phase in AFTER_RELEASE else (*never, *own.comments, "Perkuat kemasannya")

    def _user(self, reader: Reader) -> User:
        panel = self.scene.council.panel
        return next(user for user in panel if user.full_name == reader.who)

    def unmoved_by_scores(self, phase: str) -> list[Reader]:
        """Whose pages must be the same whatever the scores are."""
        first = self.judges[0]
        if phase == "one review in":
            return [one for one in self.readers(phase) if one is not first]
        if phase == "decided":
            return [*self.strangers(), self.mentor, *self.makers]
        return []


def reader_of(user: User) -> Reader:
    """The person, signed in."""
    client = Client()
    client.force_login(user)
    return Reader(user.full_name, client)


def moved_by_scores(
    readers: list[Reader], scene: Scene, starts: list[str], *, follow: bool = True
) -> list[str]:
    """The pages that would be others had the curators given other scores."""
    marks, moved = marks_of_tables(), []
    before = [reader.read(starts, marks, follow=follow) for reader in readers]
    with transaction.atomic():
        turn_scores_around([tale.work for tale in scene.tales])
        turned = marks_of_tables()
        for reader, pages in zip(readers, before, strict=True):
            others = unlike(pages, reader.read(starts, turned, follow=follow))
            moved += [f"{reader.who}: {one}" for one in others]
        transaction.set_rollback(True)
    return moved


def unlike(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The addresses whose words differ, apart from what every making of a page says anew."""
    return [
        address
        for address in sorted({*before, *after})
        if PASSING.sub("", before.get(address, "")) != PASSING.sub("", after.get(address, ""))
    ]


def assert_the_words_are_there(scene: Scene, phase: str, told: Mapping[str, str]) -> None:
    """The success twin: what the matrix looks for is there to be found, where it may be."""
    vase, ledre = scene.tales
    staff, judge = scene.council.secretariat.full_name, scene.judges[0].full_name
    expected: dict[str, list[tuple[str, Iterable[str]]]] = {
        "in review": [(judge, ("▇▇▇",))],
        "one review in": [(staff, (*vase.person.split(), ledre.business, "Utuh, diantar"))],
        "session": [(judge, scene.opinions)],
        "released": [
            (vase.person, (*vase.comments, "Perkuat kemasannya")),
            (ledre.person, (ledre.comments[1], "Sertifikat")),
            (staff, ("application/pdf", "Berita acara", "Pendopo", *vase.totals)),
        ],
    }
    for reader, wanted in expected.get(phase, []):
        assert [word for word in wanted if word not in told[reader]] == [], phase


def assert_photographs_are_silent(scene: Scene) -> None:
    """Neither the bytes nor the names of the stored files say whose works they show."""
    folders = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > len(scene.tales)
    words = {path.name: path.read_bytes().decode("latin-1") for path in files}
    assert (
        found(words, scene.identity) + found({name: name for name in words}, scene.identity) == []
    )


def assert_messages_are_silent(scene: Scene) -> None:
    """No message tells a curator whose work it is, nor a maker who judged or what another gave."""
    while deliver_next() is not None:
        pass
    panel = [user.full_name for user in scene.council.panel]
    everything = (*scene.identity, *scene.opinions)
    forbidden = {str(user.email): everything for user in scene.council.panel}
    for tale, other in (scene.tales, scene.tales[::-1]):
        numbers = (*tale.totals, *tale.notes, *panel)
        forbidden[str(owner_of(tale.work).email)] = (*numbers, *other.identity, *other.opinions)

    kept = {f"{one.key} to {one.address}": one for one in Notice.objects.all()}
    sent = {
        f"{one['Message-ID']} to {one['To']}": one for one in (e.message() for e in mail.outbox)
    }
    words = {
        key: " ".join([one.subject, one.text, one.key, one.whatsapp_url])
        for key, one in kept.items()
    }
    for key, one in sent.items():
        heads = " ".join(f"{name}: {make_header(decode_header(v))}" for name, v in one.items())
        words[key] = f"{heads} {one.get_payload(decode=True).decode()}"
    for tale in scene.tales:
        assert [key for key in words if key.endswith(str(owner_of(tale.work).email))] != []
    for address, secrets in forbidden.items():
        theirs = {key: text for key, text in words.items() if key.endswith(address)}
        assert found(theirs, secrets) == []


def test_nobody_reads_what_is_not_theirs_in_any_phase(db):
    scene = make_scene()
    matrix = Matrix(scene)
    assert_photographs_are_silent(scene)

    for phase in scene.phases():
        marks, starts = marks_of_tables(), starts_of(scene)
        leaks, told = [], {}
        for reader in matrix.readers(phase):
            pages = reader.read(starts, marks)
            told[reader.who] = " ".join(pages.values())
            if phase == READ_IN_ENGLISH:
                english = [f"/en{start}" for start in starts]
                pages |= reader.read(english, marks, follow=False)
            papers = {key: words for key, words in pages.items() if BLIND.search(key)}
            places = found(pages, matrix.forbidden_to(reader, phase))
            leaks += [f"{reader.who}: {one}" for one in places + found(papers, scene.identity)]
        assert leaks == [], phase
        assert moved_by_scores(matrix.unmoved_by_scores(phase), scene, starts) == [], phase
        assert_the_words_are_there(scene, phase, told)
    assert_messages_are_silent(scene)


def test_admin_shows_scores_to_nobody_before_the_session(db):
    scene = scene_with_one_review()
    matrix = Matrix(scene)
    marks = marks_of_tables()

    for reader in (matrix.staff, matrix.admin):
        pages = reader.read(ADMIN_PAGES, marks, follow=False)
        links = [link for page in ADMIN_PAGES for link in reader.page(page, marks).links]
        pages |= reader.read([one for one in links if SCORES.match(one)], marks, follow=False)
        assert len(pages) > 20
        assert found(pages, scene.opinions) == []
    for reader in matrix.readers("session"):
        answers = {reader.client.get(page).status_code for page in ADMIN_PAGES}
        assert answers <= {302, 403, 404}, reader.who


def test_matrix_can_fail(db, monkeypatch):
    """A planted name is found, and so is a planted count that no word betrays."""
    scene = scene_with_one_review()
    curator, desk = scene.judges[1], scene.council.round.get_absolute_url()
    work = f"{desk}nilai/{scene.tales[0].work.assignments.get(curator=curator).pk}/"
    judge, staff = reader_of(curator), reader_of(scene.council.secretariat)
    plain = rounds.stages_of

    def betraying(round, *, at):
        high = Review.objects.filter(total__gt=50).count()
        return [replace(one, count=one.count + high) for one in plain(round, at=at)]

    assert found(judge.read([work], marks_of_tables(), follow=False), scene.identity) == []
    assert moved_by_scores([staff], scene, [desk], follow=False) == []
    monkeypatch.setattr(blind, "names_of", lambda _version: [])
    monkeypatch.setattr(rounds, "stages_of", betraying)
    judge.kept.clear()
    staff.kept.clear()

    assert found(judge.read([work], marks_of_tables(), follow=False), scene.identity) != []
    moved = moved_by_scores([staff], scene, [desk], follow=False)
    assert moved == [f"{staff.who}: {desk}"]


def scene_with_one_review() -> Scene:
    """The works with the scores of one curator each."""
    scene = make_scene()
    next(phase for phase in scene.phases() if phase == "one review in")
    return scene
