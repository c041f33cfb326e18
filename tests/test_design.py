"""The look: contrast of every pair, one light stylesheet, templates a strict policy allows."""

import datetime
import gzip
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from crispy_forms.bootstrap import AppendedText, FormActions, InlineRadios, PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Field, Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import expect

from dekranasda.lib import motif, styles
from dekranasda.pages.components import SampleForm
from dekranasda.templatetags import portal
from tests.browser import DESKTOP, PHONE

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
JS = settings.BASE_DIR / "static" / "js"
SCRIPT_SIZES = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in JS.glob("*.js")}

TEXT = 4.5
SHAPE = 3.0

GROUNDS = ("ground", "card", "sunken")
ON_EVERY_GROUND = (
    "ink", "ink-2", "action", "action-strong", "motif", "info", "wood", "ok", "warn", "error"
)  # fmt: skip
PAIRS = [
    *((text, ground, TEXT) for text in ON_EVERY_GROUND for ground in GROUNDS),
    *(("line-strong", ground, SHAPE) for ground in GROUNDS),
    *(("focus", ground, SHAPE) for ground in GROUNDS),
    ("gold", "forest", SHAPE),
    ("on-forest", "forest", TEXT),
    ("on-forest-2", "forest", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-strong", TEXT),
    ("on-error", "error", TEXT),
    ("on-gold", "gold", TEXT),
    ("forest", "on-forest", TEXT),
    *((kind, f"{kind}-soft", TEXT) for kind in ("ok", "warn", "error", "info", "motif")),
    *(("ink", f"{kind}-soft", TEXT) for kind in ("ok", "warn", "error", "info", "motif")),
    *(("ink-2", f"{kind}-soft", TEXT) for kind in ("ok", "warn", "error", "info", "motif")),
    ("action", "motif-soft", TEXT),
    ("action", "warn-soft", TEXT),
    ("action", "error-soft", TEXT),
    ("action", "ok-soft", TEXT),
    ("action", "info-soft", TEXT),
    ("ink", "heat-1", TEXT),
    ("ink", "heat-2", TEXT),
    ("action", "heat-1", SHAPE),
    *((f"chart-{number}", "ground", SHAPE) for number in range(1, 7)),
    *((f"chart-{number}", "card", SHAPE) for number in range(1, 7)),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb after WCAG 2."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours after WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read_colours() -> dict[str, dict[str, str]]:
    """The colour tokens by theme: `light` and `dark`, and `plain` for browsers without themes."""
    source = (CSS / "tokens.css").read_text()
    plain = dict(re.findall(r"--colour-([\w-]+): (#[0-9a-f]{6});", source))
    pairs = re.findall(r"--colour-([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", source)
    return {
        "plain": plain,
        "light": plain | {name: light for name, light, _ in pairs},
        "dark": plain | {name: dark for name, _, dark in pairs},
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_pair_of_colours_is_readable(theme: str, front: str, back: str, least: float):
    colours = read_colours()[theme]

    assert contrast(colours[front], colours[back]) >= least


def test_browser_without_light_dark_gets_the_light_theme():
    colours = read_colours()

    assert colours["plain"] == colours["light"]


def test_colours_stand_in_the_tokens_only():
    own_colours = ("tokens.css", "admin.css", "error.css", "print.css")
    # The ground a photograph stands on until it is there takes its tone from the photograph.
    tones = re.compile(r"data-ground=")
    raw = [
        f"{path.name}: {line.strip()}"
        for path in sorted(CSS.rglob("*.css"))
        if path.name not in own_colours
        for line in path.read_text().splitlines()
        if re.search(r":.*(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()", line) and not tones.search(line)
    ]

    assert raw == []


def test_custom_properties_that_are_used_exist():
    sources = "\n".join(path.read_text() for path in sorted(CSS.rglob("*.css")))
    used = set(re.findall(r"var\((--[\w-]+)", sources))
    defined = set(re.findall(r"(--[\w-]+):", sources))

    assert used - defined == set()


def test_every_stylesheet_has_its_place_in_the_layers():
    sources = ("layers.css", "work_layers.css")
    imported = [
        name
        for source in sources
        for name in re.findall(r'@import "([\w/.-]+)"', (CSS / source).read_text())
    ]
    # The admin's, and the one for pages without layers, stand alone.
    apart = {*sources, "admin.css", "error.css"}
    present = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - apart

    assert sorted(imported) == sorted(present)


def test_stylesheets_fit_the_budget():
    portal = styles.bundle(CSS / "layers.css").encode()
    work = styles.bundle(CSS / "work_layers.css").encode()

    assert len(gzip.compress(portal, 9)) <= 16 * 1024
    assert len(gzip.compress(portal + work, 9)) <= 24 * 1024
    assert b"@import" not in portal + work
    assert b"url(" not in portal + work


def test_admin_theme_fits_the_budget():
    assert (CSS / "admin.css").stat().st_size <= 3_000


def test_scripts_stay_small():
    assert {name: size for name, size in SCRIPT_SIZES.items() if size > 3_000} == {}


# Bytes of scripts that a page of each frame may load (`ux` 4.1).
BUDGETS = {"base.html": 8_000, "base_artisan.html": 18_000, "base_workspace.html": 35_000}


def test_no_page_loads_more_scripts_than_its_frame_allows():
    found = {}
    for template in all_templates():
        parts = _parts_of(template)
        frame = next((name for name in list(BUDGETS)[::-1] if name in parts), None)
        size = sum(SCRIPT_SIZES[name] for name in _scripts_of(parts))
        if frame and size > BUDGETS[frame]:
            found[template] = size

    assert found == {}
    assert _scripts_of(_parts_of("products/draft_photos.html")) >= {"photo_slot.js", "shrink.js"}


def _parts_of(template: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The template with all of ours that it extends and includes by name."""
    known |= {template}
    source = (TEMPLATES / template).read_text()
    for name in re.findall(r"""{%\s*(?:extends|include) ["']([\w/.]+)["']""", source):
        if name not in known and (TEMPLATES / name).exists():
            known = _parts_of(name, known)
    return known


def _scripts_of(parts: Iterable[str]) -> set[str]:
    """The scripts that the templates load, with those that these import."""
    waiting = [
        name
        for part in parts
        for name in re.findall(r"""js/(\w+\.js)["']""", (TEMPLATES / part).read_text())
    ]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r'(?:from|import) "\./(\w+\.js)"', (JS / name).read_text())
    return found


@pytest.fixture
def bundled(settings, tmp_path: Path) -> Path:
    """A copy of the sources, collected in production's way; gives the folder of the sources."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css" / "layers.css").write_text('@layer base;\n@import "one.css" layer(base);\n')
    (source / "css" / "one.css").write_text("p { margin: 0 }\n")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "dekranasda.lib.styles.BundledStaticFilesStorage"},
    }
    return source


def test_bundle_is_built_anew_whenever_files_are_collected(bundled: Path):
    call_command("collectstatic", interactive=False, verbosity=0)
    first = styles.stylesheet_url()

    (bundled / "css" / "one.css").write_text("p { margin: 1rem }\n")
    call_command("collectstatic", interactive=False, verbosity=0)
    second = styles.stylesheet_url()

    assert re.fullmatch(r"/static/css/portal\.[0-9a-f]{12}\.css", second)
    assert first != second
    collected = Path(settings.STATIC_ROOT) / second.removeprefix("/static/")
    assert collected.read_text() == "@layer base{p{margin:1rem}}"


def test_own_modules_name_each_other_by_their_hashes_and_others_are_left_alone(bundled: Path):
    (bundled / "js").mkdir()
    (bundled / "js" / "part.js").write_text("export const part = 1;\n")
    (bundled / "js" / "whole.js").write_text('import { part } from "./part.js";\n')
    (bundled / "package").mkdir()
    (bundled / "package" / "a.js").write_text("// import x from './nowhere'\n")

    call_command("collectstatic", interactive=False, verbosity=0)

    collected = Path(settings.STATIC_ROOT) / "js"
    whole = next(collected.glob("whole.*.js")).read_text()
    assert re.search(r'from "\./part\.[0-9a-f]{12}\.js"', whole)


def test_development_reads_the_sources_as_they_lie():
    assert styles.stylesheet_url() == "/static/css/layers.css"


def all_templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", all_templates())
def test_template_can_be_read(name: str):
    assert get_template(name)


@pytest.mark.parametrize("name", all_templates())
def test_template_needs_no_inline_style_or_script(name: str):
    source = (TEMPLATES / name).read_text()

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", source) if "src=" not in tag] == []


def test_component_says_in_its_first_line_what_it_takes():
    silent = [
        path.name
        for path in (TEMPLATES / "components").glob("*.html")
        if not path.read_text().startswith(f"{{# {path.stem}: ")
    ]

    assert silent == []


def test_front_page_is_the_same_for_every_stranger(db):
    first, second = Client().get("/"), Client(HTTP_USER_AGENT="Other").get("/")

    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies


def test_front_page_shows_the_signed_in_person_the_way_to_the_desk(as_user, dewi):
    stranger, member = Client().get("/"), as_user(dewi).get("/")

    assert "Meja kerja" not in stranger.content.decode()
    assert "Meja kerja" in member.content.decode()


@pytest.mark.parametrize(
    "path", ["/tentang/", "/kontak/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/peta-situs/"]
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_information_page_opens_without_signing_in(db, prefix: str, path: str):
    response = Client().get(prefix + path)

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_language_switch_keeps_the_page_and_its_filters(db):
    html = Client().get("/tentang/?q=jati").content.decode()

    links = {attrs["href"] for _, attrs in Elements(html).found if attrs.get("lang") == "en"}
    assert "/en/tentang/?q=jati" in links


def test_missing_page_offers_a_search(db):
    response = Client().get("/tidak-ada/")

    assert response.status_code == 404
    assert 'id="cari-hilang"' in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_page_for_bad_times_needs_nothing(name: str):
    html = get_template(name).render()

    assert "<h1>" in html
    assert set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)) == {"/static/css/error.css"}


def test_page_of_maintenance_is_whole_without_being_rendered():
    html = Path(settings.BASE_DIR, "templates", "503.html").read_text()

    assert html.startswith("<!doctype html>")
    assert "{" not in html


def show(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "language", "shown"),
    [
        (185_000, "id", "Rp185.000"),
        (185_000, "en", "Rp185.000"),
        (0, "id", "Rp0"),
        (None, "id", ""),
    ],
)
def test_rupiah(amount: int | None, language: str, shown: str):
    with translation.override(language):
        assert portal.rupiah(amount) == shown


@pytest.mark.parametrize(
    ("score", "language", "shown"),
    [
        (3, "id", "3"),
        (2.5, "id", "2,5"),
        (2.674, "id", "2,67"),
        (2.5, "en", "2.5"),
        (10, "id", "10"),
    ],
)
def test_score_shows_only_the_decimals_it_has(score: float, language: str, shown: str):
    with translation.override(language):
        assert portal.angka_pendek(score) == shown


def test_date_is_written_in_the_reader_language():
    day = datetime.date(2026, 10, 12)

    assert portal.tanggal(day, "hari") == "Senin, 12 Oktober 2026"
    with translation.override("en"):
        assert portal.tanggal(day) == "12 October 2026"


def test_moment_is_shown_in_the_council_time_zone():
    moment = datetime.datetime(2026, 10, 12, 20, 42, tzinfo=datetime.UTC)

    assert (portal.tanggal(moment), portal.jam(moment)) == ("13 Oktober 2026", "03.42")


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ((2026, 12, 12), None, "12 Desember 2026"),
        ((2026, 12, 12), (2026, 12, 12), "12 Desember 2026"),
        ((2026, 12, 12), (2026, 12, 14), "12–14 Desember 2026"),
        ((2026, 11, 30), (2026, 12, 2), "30 November – 2 Desember 2026"),
        ((2026, 12, 30), (2027, 1, 2), "30 Desember 2026 – 2 Januari 2027"),
    ],
)
def test_span_of_days_says_nothing_twice(start, end, shown: str):
    last = datetime.date(*end) if end else None

    assert portal.rentang(datetime.date(*start), last) == shown


def test_span_of_moments_counts_the_council_days():
    start = datetime.datetime(2026, 12, 11, 18, 0, tzinfo=datetime.UTC)

    assert portal.rentang(start, start + datetime.timedelta(days=1)) == "12–13 Desember 2026"


@pytest.mark.parametrize(
    ("price", "top", "shown"),
    [
        (185_000, None, "Rp185.000"),
        (185_000, 250_000, "Mulai Rp185.000"),
        (185_000, 185_000, "Rp185.000"),
        (None, None, "Harga sesuai pesanan"),
    ],
)
def test_price_of_a_work(price: int | None, top: int | None, shown: str):
    work = SimpleNamespace(price_idr=price, price_max_idr=top)

    assert portal.harga(work) == shown


def test_missing_translation_falls_back_to_indonesian():
    work = SimpleNamespace(name="Vas", name_en="", story="Cerita", story_en="Story")

    with translation.override("en"):
        assert (portal.translated(work, "name"), portal.translated(work, "story")) == (
            "Vas",
            "Story",
        )


def test_next_page_keeps_the_filters():
    request = RequestFactory().get("/katalog/?bahan=jati&hal=2")

    assert portal.page_address(request, 3) == "?bahan=jati&hal=3"
    assert portal.page_address(request, 1) == "?bahan=jati"
    assert portal.page_address(RequestFactory().get("/katalog/?hal=2"), 1) == "/katalog/"


def test_single_page_shows_no_pagination():
    page = Paginator([1, 2], 24).page(1)

    html = render_to_string(
        "components/pagination.html", {"page": page, "request": RequestFactory().get("/")}
    )

    assert html.strip() == ""


def test_whatsapp_address_carries_number_and_draft():
    assert portal.whatsapp_url("+62 812-3000", "Halo & apa") == (
        "https://wa.me/628123000?text=Halo%20%26%20apa"
    )
    assert portal.whatsapp_url("") == ""


def test_cloth_of_a_seed_never_changes():
    assert motif.cloth("siti-aminah") == motif.cloth("siti-aminah")
    assert portal.leaf_cover("siti-aminah") == portal.leaf_cover("siti-aminah")


def test_fifty_makers_wear_different_cloths():
    cloths = {
        portal.leaf_cover(f"perajin-{number}").split("<pattern", 1)[1] for number in range(50)
    }
    looks = {re.sub(r"cloth-\d+", "", cloth) for cloth in cloths}

    assert len(looks) >= 45


@pytest.mark.parametrize("seed", ["siti", "R&D <batik>", "ꦧꦠꦶꦏ꧀", ""])
def test_cloth_is_well_formed_and_hidden_from_screen_readers(seed: str):
    drawing = ElementTree.fromstring(portal.leaf_cover(seed))  # noqa: S314 our own drawing

    assert drawing.get("aria-hidden") == "true"
    fill = drawing.findall("rect")[0].get("fill")
    assert fill == f"url(#{drawing.findall('pattern')[0].get('id')})"


class Elements(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.found if "id" in attrs]


def filled_form() -> SampleForm:
    return SampleForm({"name": "", "price_idr": "murah", "duration": "7"})


def test_every_error_in_the_summary_leads_to_its_field():
    html = show("{% load crispy_forms_tags %}{{ form|as_crispy_errors }}{{ form|crispy }}",
                form=filled_form())  # fmt: skip
    elements = Elements(html)
    targets = [
        (attrs["href"] or "")[1:]
        for tag, attrs in elements.found
        if tag == "a" and (attrs.get("href") or "").startswith("#")
    ]

    assert len(targets) == 4
    assert set(targets) <= set(elements.ids())
    assert "Nama karya: " in html


def test_hint_and_error_are_joined_to_their_field():
    elements = Elements(show("{% load crispy_forms_tags %}{{ form|crispy }}", form=filled_form()))
    ids = elements.ids()
    described = [
        (attrs["aria-describedby"] or "").split()
        for _, attrs in elements.found
        if "aria-describedby" in attrs
    ]

    assert ["id_name_helptext", "id_name_error"] in described
    assert {name for names in described for name in names} <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_control_has_a_label():
    elements = Elements(show("{% load crispy_forms_tags %}{{ form|crispy }}", form=filled_form()))
    labelled = {attrs.get("for") for tag, attrs in elements.found if tag == "label"}
    controls = [
        attrs["id"]
        for tag, attrs in elements.found
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
    ]

    assert controls
    assert set(controls) <= labelled


def test_optional_field_says_so():
    html = show("{% load crispy_forms_tags %}{{ form|crispy }}", form=SampleForm())

    assert html.count("(boleh kosong)") == 4


def test_chosen_radio_stays_chosen():
    html = show("{% load crispy_forms_tags %}{{ form|crispy }}", form=filled_form())

    chosen = [attrs for tag, attrs in Elements(html).found if tag == "input" and "checked" in attrs]
    assert [(attrs["name"], attrs["value"]) for attrs in chosen] == [("duration", "7")]


def test_layout_with_rows_groups_and_units_is_rendered():
    form = SampleForm()
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Karya", Row(Column("name"), Field("craft")), css_class="besar"),
        PrependedText("price_idr", "Rp"),
        AppendedText("finished_on", "ya"),
        InlineRadios("duration"),
        Div("story", css_id="kotak"),
        FormActions(Submit("kirim", "Kirim untuk dikurasi")),
    )

    html = render_crispy_form(form, helper)

    assert "<legend>Karya</legend>" in html
    assert '<div class="field__affix"><span>Rp</span>' in html
    assert "choices--inline" in html
    assert 'id="kotak"' in html
    assert ">Kirim untuk dikurasi</button>" in html


def test_formset_is_rendered_with_its_management_form():
    class Line(forms.Form):
        name = forms.CharField(label="Nama")

    lines = formset_factory(Line, extra=2)({
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
        "form-0-name": "Sari", "form-1-name": "",
    })  # fmt: skip

    html = render_crispy_form(lines)

    assert 'name="form-TOTAL_FORMS"' in html
    assert 'value="Sari"' in html
    assert html.count('class="form-group"') == 2


def test_text_of_a_person_is_escaped_everywhere():
    form = SampleForm({"name": '"><script>alert(1)</script>'})

    html = show("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)

    assert "<script>" not in html


def test_status_is_word_and_sign():
    html = render_to_string("components/status_tag.html", {"kind": "fix", "label": "Hampir lolos"})

    assert "Hampir lolos" in html
    assert '<span aria-hidden="true">!</span>' in html
    assert len(set(portal.GLYPHS.values())) == len(portal.GLYPHS) - 1  # fix and late ask the same


@pytest.mark.parametrize("frame", ["base", "base_artisan", "base_workspace", "desk"])
@pytest.mark.urls("tests.component_urls")
def test_page_of_all_components_has_one_heading_and_no_double_ids(db, frame: str):
    html = Client().get(f"/gaya/{frame}/").content.decode()
    elements = Elements(html)
    ids = elements.ids()

    assert [tag for tag, _ in elements.found].count("h1") <= (2 if frame == "base" else 1)
    assert sorted(name for name in set(ids) if ids.count(name) > 1) == []


@pytest.mark.browser
@pytest.mark.urls("tests.component_urls")
@pytest.mark.parametrize("path", ["/gaya/", "/gaya/base_artisan/", "/gaya/base_workspace/"])
def test_components_never_scroll_sideways(live_server, new_page, path: str):
    page = new_page(PHONE)
    page.goto(live_server.url + path)

    for width in (320, 360, 1366):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.urls("tests.component_urls")
@pytest.mark.parametrize("path", ["/gaya/", "/gaya/base_artisan/", "/privasi/"])
def test_text_twice_as_large_never_scrolls_sideways(live_server, new_page, path: str):
    page = new_page(PHONE)
    page.goto(live_server.url + path)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
@pytest.mark.urls("tests.component_urls")
def test_scoring_desk_fits_a_small_office_screen(live_server, new_page):
    page = new_page({"width": 1366, "height": 625})

    page.goto(live_server.url + "/gaya/desk/")

    rows = "document.querySelector('.rubric__rows')"
    assert page.evaluate("document.documentElement.scrollHeight") <= 625
    assert page.evaluate(f"{rows}.scrollHeight - {rows}.clientHeight") <= 0


@pytest.mark.browser
@pytest.mark.urls("tests.component_urls")
def test_keys_score_and_stop_where_a_note_is_needed(live_server, new_page):
    page = new_page(DESKTOP)
    page.goto(live_server.url + "/gaya/desk/")

    for key in ("k", "k", "k", "k", "4", "3", "1"):
        page.keyboard.press(key)

    assert page.locator('input[name="score-0"]:checked').input_value() == "4"
    assert page.locator('input[name="score-1"]:checked').input_value() == "3"
    assert page.locator('input[name="score-2"]:checked').input_value() == "1"
    assert page.evaluate("document.activeElement.name") == "comment-2"


@pytest.mark.browser
def test_chosen_theme_stays_on_the_device_without_a_cookie(live_server, new_page):
    page = new_page(PHONE)
    page.goto(live_server.url + "/tentang/")

    page.get_by_role("button", name="Gelap").click()
    page.goto(live_server.url + "/kontak/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 19)"
    assert page.context.cookies() == []


@pytest.mark.browser
def test_menu_opens_without_script(live_server, new_page):
    page = new_page(PHONE, javascript=False)
    page.goto(live_server.url + "/tentang/")

    page.get_by_text("Menu", exact=True).click()

    expect(page.get_by_role("link", name="Sentra").first).to_be_visible()


def test_request_without_a_path_still_gets_a_menu():
    entries = portal.site_menu(Context({"request": HttpRequest()}))

    assert [entry["current"] for entry in entries] == [False] * 5
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE
