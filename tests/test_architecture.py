"""Rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
OWN_APPS = ("dekranasda", "artisans", "products", "curation", "events")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
SOURCES = [
    path
    for app in OWN_APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts and "photographs" not in path.parts
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_patterns(patterns, prefix=""):
    """All routes of our own apps with their views."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from own_patterns(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            module = getattr(pattern.callback, "__module__", "")
            if module.split(".")[0] in OWN_APPS:
                yield prefix + str(pattern.pattern), pattern


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_speaks_plainly(path):
    words = re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", " ", path.read_text(), flags=re.S)

    assert not re.search(r"\b(submit|upload|download|pending|reject)\b", words, re.I)


# Markup that no template can write: drawings, one attribute, escaped structured data, and the title
# and description that a template has escaped already.
MARKED_SAFE = {
    "dekranasda/templatetags/photos.py": 2,
    "dekranasda/templatetags/portal.py": 4,
    "dekranasda/templatetags/seo.py": 2,
}


def test_only_the_known_places_mark_markup_safe():
    calls = {name_of(path): path.read_text().count("mark_safe(") for path in SOURCES}

    assert {name: count for name, count in calls.items() if count} == MARKED_SAFE


def test_views_are_functions():
    classes = [
        route
        for route, pattern in own_patterns(get_resolver().url_patterns)
        if hasattr(pattern.callback, "view_class")
    ]

    assert classes == []


def test_every_own_address_has_a_name():
    nameless = [
        route for route, pattern in own_patterns(get_resolver().url_patterns) if not pattern.name
    ]

    assert nameless == []


def test_nothing_speaks_of_the_machine_it_was_written_on():
    texts = [*SOURCES, *TEMPLATES, *STYLES, *ROOT.glob("*.md")]
    told = [name_of(path) for path in texts if re.search(r"/(work|root)/", path.read_text())]

    assert told == []
