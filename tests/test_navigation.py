"""The workbench's menu: what each role finds in it opens, in groups that fit one line."""

import re

import pytest

from dekranasda.accounts.models import Role, User
from dekranasda.accounts.permissions import set_roles
from dekranasda.navigation import STAFF_MENU

LINKS = re.compile(r'<nav class="work-nav.*?</nav>', re.DOTALL)


def addresses(client) -> list[str]:
    [menu] = LINKS.findall(client.get("/kerja/").text)
    return re.findall(r'<a href="([^"]+)"', menu)


@pytest.mark.parametrize("role", [*Role, None])
def test_whatever_the_menu_offers_opens(as_user, admin, dewi, role):
    user: User = admin
    if role is not None:
        set_roles(dewi, {role})
        user = dewi
    client = as_user(user)

    offered = addresses(client)

    assert "/kerja/" in offered
    assert {url: client.get(url).status_code for url in offered} == dict.fromkeys(offered, 200)


def test_the_open_page_is_marked_with_its_group(as_user, dewi):
    page = as_user(dewi).get("/kerja/registri/impor/").text

    [menu] = LINKS.findall(page)
    assert re.findall(r'<a href="([^"]+)" aria-current', menu) == ["/kerja/registri/impor/"]
    assert menu.count("data-current") == 1
    assert len(STAFF_MENU) <= 8  # more would not fit one line of 1366 px
