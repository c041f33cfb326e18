"""The demo council on a live server, seeded once for all tests that look at it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from artisans.reference import load_reference_data
from dekranasda.accounts.models import User
from products.models import Product


@dataclass(frozen=True)
class Demo:
    """Where the seeded portal answers, and its first published work."""

    url: str
    product: Product

    def cookie(self, mailbox: str) -> dict[str, str]:
        """The session cookie of a signed-in person, as Playwright takes it."""
        client = Client()
        client.force_login(User.objects.get(email=f"{mailbox}@contoh.id"))
        return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """Seeds the demo council, serves it, and empties the database afterwards."""
    from django.conf import settings  # noqa: PLC0415 after pytest-django's set-up

    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("demo") / "media")
    patch.setattr(settings, "DEMO", True)
    with django_db_blocker.unblock():
        load_reference_data()
        call_command("seed_demo")
        server = LiveServer("127.0.0.1")
        try:
            yield Demo(server.url, Product.objects.published().order_by("pk")[0])
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            patch.undo()
