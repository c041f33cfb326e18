"""The people of the tests, one purpose each. All of them are invented."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from artisans.models import Artisan, Business
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.permissions import set_roles
from dekranasda.lib import images
from tests.browser import browser, new_page, page  # noqa: F401 fixtures
from tests.database import django_db_modify_db_settings, django_db_setup  # noqa: F401 fixtures
from tests.factories import make_artisan, make_business, make_user, make_village

PASSWORD = "rahasia-panjang"

# How long an example takes says how busy the machine is, not whether the rule holds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# So it is with a photograph, whose limits are for a machine that has other people to serve.
images.WALL_SECONDS = images.WAIT_SECONDS = 120


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that all workers end at about the same time.

    A test in a browser is tried once more before it fails: the report says which were.
    """
    in_browser = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    for item in in_browser:
        item.add_marker(pytest.mark.flaky(reruns=1))
    slow = {item.path for item in in_browser}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def _own_place(own_files: None) -> None:
    """An own folder for files, and nothing kept of the test before."""
    cache.clear()
    # A request for /en/ leaves its language active in the thread of the tests.
    translation.deactivate()


def make_persona(full_name, email, phone=None, roles=()):
    user = make_user(full_name=full_name, email=email, phone=phone)
    set_roles(user, set(roles))
    return user


@pytest.fixture
def sari(db) -> User:
    """An artisan with one business in Batokan, Kasiman, where agus is the operator."""
    user = make_persona("Sari Wulandari", "sari@contoh.id", "+6281230000001")
    artisan = make_artisan(user=user, name=user.full_name, slug="sari", phone=user.phone)
    make_business(owner=artisan, name="Sari Jati", slug="sari-jati", village=make_village())
    return user


@pytest.fixture
def bima(db) -> User:
    """Another artisan, the stranger to everything that is sari's."""
    user = make_persona("Bima Prasetyo", "bima@contoh.id", "+6281230000002")
    artisan = make_artisan(user=user, name=user.full_name, slug="bima", phone=user.phone)
    make_business(owner=artisan, name="Bima Batik", slug="bima-batik")
    return user


@pytest.fixture
def ratna(db) -> User:
    """A curator."""
    return make_persona("Ratna Dewanti", "ratna@contoh.id", roles=[Role.CURATOR])


@pytest.fixture
def ketut(db) -> User:
    """The chair of the panel."""
    return make_persona("Ketut Arsana", "ketut@contoh.id", roles=[Role.CHAIR])


@pytest.fixture
def agus(db) -> User:
    """The operator of Kasiman."""
    user = make_persona("Agus Salim", "agus@contoh.id", roles=[Role.DISTRICT_OPERATOR])
    user.operated_districts.add(make_village().district)
    return user


@pytest.fixture
def maya(db) -> User:
    """A mentor."""
    return make_persona("Maya Anggraini", "maya@contoh.id", roles=[Role.MENTOR])


@pytest.fixture
def dewi(db) -> User:
    """The secretariat."""
    return make_persona("Dewi Kartika", "dewi@contoh.id", "+6281230000009", [Role.SECRETARIAT])


@pytest.fixture
def hartono(db) -> User:
    """The leader, who reads reports."""
    return make_persona("Hartono", "hartono@contoh.id", roles=[Role.LEADER])


@pytest.fixture
def admin(db) -> User:
    """An administrator."""
    return User.objects.create_superuser(
        email="admin@contoh.id", password=PASSWORD, full_name="Admin"
    )


@pytest.fixture
def sari_artisan(sari) -> Artisan:
    """Sari as the registry knows her."""
    return sari.artisan


@pytest.fixture
def sari_business(sari) -> Business:
    """Sari's only business."""
    return sari.artisan.businesses.get()


@pytest.fixture
def as_user():
    """A client signed in as the person: `as_user(dewi).get(…)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
