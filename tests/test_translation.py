"""The English catalogue is whole, fits its texts, is compiled, and reaches the reader."""

import ast
import gettext
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from artisans.models import Craft
from curation.models import Certificate
from tests.curation.cases import finish, make_council
from tests.events.factories import make_event
from tests.factories import (
    make_artisan,
    make_business,
    make_centre,
    make_craft,
    make_published_product,
    make_village,
)

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?[a-z][^>]*>")
# The catalogue that gettext compiles writes a context and its text as one key.
CONTEXT_END = "\x04"

# Words of the portal's own texts that no English page says, save in names.
INDONESIAN = frozenset(
    """
    ada agar akan anda atau bahan belum berikutnya berlaku bila boleh bulan cari dan dapat dari
    daftar dengan halaman hanya harga hari ini itu jenis juga kami karya kecamatan kegiatan kelas
    keluar kembali kerajinan kriteria kurasi kurator lihat lolos masuk nilai nomor oleh pada
    pameran pelatihan pencarian perajin periksa pilih saring sebelumnya sejak semua sentra
    sertifikat siap sudah tampil tanggal tanya tekan telepon tentang tidak tulis ubah unduh untuk
    urutkan usaha yang
    """.split()  # noqa: SIM905 a list of words reads better than a wall of quotes
)


@dataclass
class Entry:
    """One text of the catalogue with its translations, one for each plural form."""

    msgid: str = ""
    msgid_plural: str = ""
    msgctxt: str = ""
    translations: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def name(self) -> str:
        """How the compiled catalogue calls the text."""
        return f"{self.msgctxt}{CONTEXT_END}{self.msgid}" if self.msgctxt else self.msgid

    @property
    def is_done(self) -> bool:
        """Whether every form has its words and somebody has read them."""
        forms = 2 if self.msgid_plural else 1
        return not self.is_fuzzy and len([text for text in self.translations.values() if text]) == (
            forms
        )


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a .po file, without its header and what is no longer used."""
    entries = [Entry()]
    name, number = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            entries.append(Entry())
        elif line.startswith("#"):
            entries[-1].is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        else:
            if found := re.match(r"(msg[a-z_]+)(?:\[([0-9])\])?\s+(?=\")", line):
                name, number = found[1], int(found[2] or 0)
                line = line[found.end() :]
            text = ast.literal_eval(line)
            if name == "msgstr":
                translations = entries[-1].translations
                translations[number] = translations.get(number, "") + text
            else:
                setattr(entries[-1], name, getattr(entries[-1], name) + text)
    return [entry for entry in entries if entry.msgid]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_catalogue(CATALOGUE)


def test_every_text_is_translated(entries):
    assert len(entries) > 2000
    assert [entry.msgid for entry in entries if not entry.is_done] == []


def test_no_text_stands_twice(entries):
    names = [entry.name for entry in entries]

    assert len(names) == len(set(names))


def test_placeholders_and_tags_are_kept(entries):
    wrong = [
        (entry.msgid, text)
        for entry in entries
        for text in entry.translations.values()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]

    assert wrong == []


def test_texts_begin_and_end_alike(entries):
    """A space or line break at an end joins the text to its neighbour."""
    wrong = [
        (entry.msgid, text)
        for entry in entries
        for text in entry.translations.values()
        if (text[:1].isspace(), text[-1:].isspace())
        != (entry.msgid[:1].isspace(), entry.msgid[-1:].isspace())
    ]

    assert wrong == []


def test_english_shouts_and_scolds_nowhere(entries):
    """House style: no exclamation marks; British spelling."""
    wrong = re.compile(r"!|\b(center|color|catalog|organizer|behavior)s?\b", re.IGNORECASE)

    assert [
        text for entry in entries for text in entry.translations.values() if wrong.search(text)
    ] == []


def test_compiled_catalogue_is_that_of_the_texts(entries):
    with CATALOGUE.with_suffix(".mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)._catalog
    expected = {
        (entry.name, number) if entry.msgid_plural else entry.name: text
        for entry in entries
        for number, text in entry.translations.items()
    }

    assert {key: text for key, text in compiled.items() if key != ""} == expected, "make messages"


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Iterator[list[Entry]]:
    """What gettext collects from a copy of the code."""
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is missing: apt-get install gettext")
    copy = tmp_path_factory.mktemp("code")
    for part in ("artisans", "curation", "dekranasda", "events", "products", "templates"):
        shutil.copytree(
            settings.BASE_DIR / part,
            copy / part,
            ignore=lambda folder, names: [
                name
                for name in names
                if Path(folder, name).is_file() and not name.endswith((".py", ".html", ".txt"))
            ],
        )
    (copy / CATALOGUE.relative_to(settings.BASE_DIR)).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.BASE_DIR / "manage.py", copy)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--no-location"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert "without plural and with plural" not in done.stderr, done.stderr
    yield read_catalogue(copy / CATALOGUE.relative_to(settings.BASE_DIR))
    shutil.rmtree(copy)


def test_every_text_of_the_code_is_in_the_catalogue(entries, collected):
    known = {(entry.name, bool(entry.msgid_plural)) for entry in entries}
    used = {(entry.name, bool(entry.msgid_plural)) for entry in collected}

    assert sorted(used - known) == [], "make messages, then translate"


class PageReader(HTMLParser):
    """The words of a page that are not marked as Indonesian, and what it links to."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
    # Scripts, names of columns, names of villages.
    NAMES = frozenset({"code", "optgroup", "script", "style"})
    LABELS = ("aria-label", "data-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        is_hidden = bool(self.open) and self.open[-1][1]
        if "lang" in found:
            is_hidden = found["lang"] == "id"
        if not is_hidden:
            self.texts += [str(found[name]) for name in self.LABELS if found.get(name)]
            if tag == "a" and str(found.get("href", "")).startswith("/"):
                self.links.add(str(found["href"]))
        if tag not in self.VOID:
            self.open.append((tag, is_hidden or tag in self.NAMES))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(data.strip().replace("\N{SOFT HYPHEN}", ""))

    def indonesian(self) -> list[str]:
        """The texts that hold a word of the portal's Indonesian."""
        return [
            text for text in self.texts if INDONESIAN & set(re.findall(r"[a-z]+", text.lower()))
        ]


def read(response) -> PageReader:
    reader = PageReader()
    reader.feed(response.text)
    return reader


@pytest.fixture
def shown(db) -> dict[str, str]:
    """A work in the catalogue, its maker and centre, a training, a finished round."""
    centre = make_centre(
        name="Sentra Bubut Batokan",
        name_en="Batokan turned teak centre",
        slug="bubut-batokan",
        summary="Vas dan mangkuk dari sisa jati.",
        summary_en="Vases and bowls from teak offcuts.",
        opening_hours="Setiap hari, hubungi dahulu",
        access="Dari kota ke barat",
    )
    owner = make_artisan(
        name="Siti Aminah",
        slug="siti-aminah",
        story="Serat jati tidak bisa disuruh. Saya ikut ke mana ia mau.",
        story_en="Teak grain cannot be ordered about. I follow where it goes.",
        visit_policy="Dengan janji pada hari kerja",
        learned_from="ayah dan ibu",
    )
    business = make_business(
        owner=owner,
        centre=centre,
        craft=make_craft("bubut", name="Bubut kayu", name_en="Turned wood"),
        name="Siti Jati",
        village=make_village(),
    )
    product = make_published_product(
        business,
        name="Vas untuk Bunga Kering",
        name_en="Vase for dry flowers",
        craft=business.craft,
        story="Bapak yang mengajari.",
        story_en="My father taught me.",
        care="Lap dengan kain kering",
        material_origin="Sisa mebel dari Kasiman",
        packaging="Kotak karton dan jerami",
    )
    work = finish(make_council())
    event = make_event(
        title="Kemasan yang selamat sampai tujuan",
        title_en="Packaging that arrives safely",
        starts_at=timezone.now() + timedelta(days=20),
        ends_at=timezone.now() + timedelta(days=20, hours=4),
    )
    return {
        "product": product.get_absolute_url(),
        "label": f"{product.get_absolute_url()}label/",
        "ask": f"/w/{product.code}/?tanpa=1",
        "centre": centre.get_absolute_url(),
        "maker": owner.get_absolute_url(),
        "event": event.get_absolute_url(),
        "round": f"/kurasi/{work.round.slug}/",
        "certificate": f"/verifikasi/{Certificate.objects.latest('pk').number}/",
    }


ADDRESSES = """
    / /katalog/ /katalog/bubut/ /perajin/ /sentra/ /peta/ /cari/?q=vas /cari/?q=xyzzy /agenda/
    /kurasi/ /verifikasi/ /kerja-sama/ /statistik/ /data/ /tentang/ /kontak/ /bantuan/ /privasi/
    /aksesibilitas/ /peta-situs/ /status/ /masuk/ /masuk/bantuan/ /daftar/ /daftar/nama/
    /verifikasi/DKR-1/
    /tidak-ada/ {product} {label} {ask} {centre} {maker} {event} {round} {certificate}
    """.split()  # noqa: SIM905 as above


def test_public_pages_speak_english(client, shown):
    foreign = {}
    for address in ADDRESSES:
        page = read(client.get("/en" + address.format(**shown)))
        assert page.texts, address
        if words := page.indonesian():
            foreign[address] = words

    assert foreign == {}


def test_english_pages_lead_to_english_pages(client, shown):
    for address in ("/", "{product}", "{maker}", "{centre}", "/kurasi/", "/agenda/"):
        page = read(client.get("/en" + address.format(**shown)))

        outside = {
            link
            for link in page.links
            if not link.startswith(("/en/", "/static/", "/media/", "/katalog.csv"))
        }
        assert outside == set(), address


def test_words_without_english_are_marked_and_said_so(client, shown):
    Craft.objects.update(introduction="Dibuat dari sisa kayu.")
    business = make_business(owner=make_artisan(story="Saya belajar sendiri."))
    quiet = make_published_product(business, name="Mangkuk Kayu", story="Dari pohon tumbang.")

    page = client.get("/en" + quiet.get_absolute_url())
    reader = read(page)

    assert '<h1 lang="id">Mangkuk Kayu</h1>' in page.text
    assert "Dari pohon tumbang." not in reader.texts
    assert "Not yet available in English." in reader.texts


def test_money_is_written_as_on_the_labels(client, shown):
    page = client.get("/en" + shown["product"]).text

    assert "Rp175.000" in page
    assert "Rp175,000" not in page


def test_dates_are_english(client, shown):
    assert "12 October 2026" in client.get("/en" + shown["product"]).text
    assert "12 Oktober 2026" in client.get(shown["product"]).text
