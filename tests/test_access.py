"""Default deny: every route is known, open ones by name, all others closed to strangers.

Nobody keeps a list of closed routes. The open ones stand here one by one: whoever opens a route
adds its name, and says so in review.
"""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dekranasda.accounts.models import Role
from tests.conftest import make_persona

# Routes that people without an account may open, by the name of the route.
PUBLIC = frozenset(
    """
    about accessibility account_inactive account_login
    account_logout account_signup admin_login artisan_detail artisan_list catalogue_csv
    endangered_crafts centre_detail centre_list components components_in_frame contact craft_csv
    curation:about curation:compare curation:round_public curation:rubric_public
    curation:complain curation:complained curation_csv
    curation:status_lookup curation:verify curation:verify_search district_csv district_map
    favicon manifest new_works_atom news_atom news_detail news_list offline page_worker
    share_picture
    events:agenda events:agenda_file events:cooperation events:event_detail events:event_file
    events:event_document
    events:rotation_ledger events:stall_list events:verify_attendance
    events:request_visit events:visit_request_status events:accept_proposed_visit
    events:withdraw_visit_request
    figure_csv healthz help home mfa_authenticate open_data photograph privacy
    privacy_version products:ask products:saved_works
    products:catalogue products:code_entry products:craft_catalogue products:label
    products:photo_page products:note_work_view products:note_maker_view
    products:product_detail products:short_code robots search security sign_in_help sign_in_link
    sign_up_check sign_up_done sign_up_restart sign_up_step
    site_map sitemap sitemap_section statistics
    """.split()  # noqa: SIM905 reads better than fifty quoted words
)
ANYBODY_ADMIN = "admin:"  # Django's admin guards itself; tests/accounts/test_roles.py looks at it

EXAMPLES = {
    "int": "1",
    "slug": "contoh",
    "str": "contoh",
    "uuid": str(uuid.UUID(int=1)),
    "event_path": "pelatihan",
    "path": "contoh",
}


def routes(patterns=None, prefix="", namespace=""):
    """All routes of the portal as (name, pattern, address with example values)."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern), space)
        elif isinstance(pattern, URLPattern):
            address = example(prefix + str(pattern.pattern))
            name = f"{namespace}{pattern.name}" if pattern.name or namespace else address
            yield name, pattern, address


def example(route):
    """An address that the route matches, without any object behind it."""
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: EXAMPLES.get(match[1] or "str", "x"), route)
    return "/" + route.lstrip("^/").rstrip("$")


ROUTES = sorted(
    (name, address)
    for name, _pattern, address in routes()
    if not name.startswith(ANYBODY_ADMIN) and name not in PUBLIC
)


def test_open_routes_are_exactly_the_ones_named_here():
    """Whoever opens a route adds its name to PUBLIC, on purpose; who closes one takes it out."""
    opened = {
        name
        for name, pattern, _address in routes()
        if not name.startswith(ANYBODY_ADMIN)
        and getattr(pattern.callback, "login_required", True) is False
    }

    assert opened == PUBLIC


METHODS = ("get", "post", "put", "delete")


def test_strangers_reach_only_open_routes(client, db):
    reached = {}
    for name, address in ROUTES:
        for method in METHODS:
            response = getattr(client, method)(address)
            is_sent_away = response.status_code in (301, 302) and response["Location"].startswith(
                "/masuk/"
            )
            if not is_sent_away and response.status_code not in (403, 404, 405):
                reached[f"{method} {name}"] = response.status_code

    assert reached == {}


WORK = [(name, address) for name, address in ROUTES if address.startswith("/kerja/")]
OUTSIDE = frozenset({"workspace"})  # sends artisans to their own pages


def test_workbench_is_closed_to_artisans(as_user, sari):
    client = as_user(sari)

    reached = {
        f"{method} {address}": status
        for name, address in WORK
        for method in ("get", "post")
        if name not in OUTSIDE
        and (status := getattr(client, method)(address).status_code) not in (403, 404, 405)
    }

    assert reached == {}


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_no_role_makes_a_workbench_page_fail(db, role):
    """Each page answers each role: with a page, not allowed or not found, never with an error."""
    client = Client()
    client.force_login(make_persona("Orang", "orang@contoh.id", roles=[role]))

    answers = {address: client.get(address).status_code for _name, address in WORK}

    assert {address: code for address, code in answers.items() if code >= 500} == {}


def test_changing_routes_need_the_csrf_token(dewi):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dewi)

    unguarded = [
        address for _name, address in WORK if client.post(address).status_code not in (403, 405)
    ]

    assert unguarded == []
