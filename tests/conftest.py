"""The people of the tests, one purpose each. All of them are invented."""

from pathlib import Path

import pytest
from django.apps import AppConfig
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.utils import translation

from artisans.models import Artisan, Business
from artisans.reference import load_reference_data
from curation import models as curation_models
from curation.defaults import load_default_rubric
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.permissions import set_roles
from tests.browser import browser, new_page, page  # noqa: F401 fixtures
from tests.factories import make_artisan, make_business, make_user, make_village

PASSWORD = "rahasia-panjang"


@receiver(post_migrate)
def _restore_reference_data(sender: AppConfig, **_: object) -> None:
    """Tests that empty the database leave it as the migrations left it: places, crafts, rubric."""
    if sender.name == "curation":
        load_reference_data()
        load_default_rubric(curation_models)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Ends what a live server's thread left connected, so that the database can be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path: Path):
    """Quick passwords, an own folder for files, no collected static files, nothing kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WHITENOISE_AUTOREFRESH = True
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
