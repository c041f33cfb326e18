"""What every test stands on; loaded by pytest before the settings."""

import itertools
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings

os.environ.setdefault("DEBUG", "1")  # so that tests run without any variable set

NUMBERS = itertools.count(1)
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def storages_with(choices: dict[str, Any], private: Path) -> dict[str, Any]:
    """The setting STORAGES with private files in the folder."""
    storages = {name: dict(choice) for name, choice in choices.items()}
    storages["private"]["OPTIONS"] = {"location": private, "base_url": None}
    return storages


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every test keeps its files in a folder of its own and hashes passwords quickly.

    The first file makes the folder: most tests write none, and thousands of folders take time.
    """
    folder = tmp_path_factory.getbasetemp() / f"files-{next(NUMBERS)}"
    settings.MEDIA_ROOT = folder / "media"
    settings.PRIVATE_ROOT = folder / "private"
    settings.STORAGES = storages_with(settings.STORAGES, settings.PRIVATE_ROOT)
    caches["pictures"]._dir = str(folder / "share_pictures")
    settings.WHITENOISE_AUTOREFRESH = True  # static files as they lie, nothing collected
    settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = QUICK_HASHERS
