"""What a journey starts from: the council's data, its people, and somebody to walk with."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytest_django.live_server_helper import LiveServer

from dekranasda.accounts.models import Role, User
from tests.browser import PageMaker
from tests.factories import (
    make_artisan,
    make_business,
    make_material,
    make_technique,
    make_user,
    make_village,
)
from tests.journeys.person import Person


@pytest.fixture
def somebody(live_server: LiveServer, new_page: PageMaker) -> Callable[..., Person]:
    """Opens a browser for one more person: `somebody(PHONE, javascript=False)`."""

    def open_browser(size: dict[str, int], **options: object) -> Person:
        return Person(new_page(size, **options), live_server.url)

    return open_browser


@dataclass(frozen=True)
class Council:
    """The people of a round, each with one task."""

    secretariat: User
    curators: tuple[User, User, User]
    chair: User
    releaser: User


@pytest.fixture
def council(transactional_db: None) -> Council:
    """Dewi prepares, three score, Ketut leads and also sits in the secretariat, Rina releases."""
    return Council(
        secretariat=make_user(Role.SECRETARIAT, full_name="Dewi Kartika", email="dewi@contoh.id"),
        curators=(
            make_user(Role.CURATOR, full_name="Ratna Dewanti", email="ratna@contoh.id"),
            make_user(Role.CURATOR, full_name="Bagus Prakoso", email="bagus@contoh.id"),
            make_user(Role.CURATOR, full_name="Yuni Astuti", email="yuni@contoh.id"),
        ),
        chair=make_user(
            Role.CHAIR, Role.SECRETARIAT, full_name="Ketut Arsana", email="ketut@contoh.id"
        ),
        releaser=make_user(Role.SECRETARIAT, full_name="Rina Melati", email="rina@contoh.id"),
    )


@pytest.fixture
def artisan(transactional_db: None) -> User:
    """Sari, known to the registry, who has agreed to nothing yet; with words for her work."""
    user = make_user(full_name="Sari Wulandari", email=None, phone="+6281230000001")
    known = make_artisan(
        user=user, name=user.full_name, slug="sari-wulandari", phone=user.phone, gender="P"
    )
    make_business(owner=known, name="Griya Sari", slug="griya-sari", village=make_village())
    make_material("Kayu jati", "kayu-jati")
    make_technique("Bubut", "bubut")
    return user
