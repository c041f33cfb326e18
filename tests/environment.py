"""What every test stands on; loaded by pytest before the settings."""

import os
from pathlib import Path

import pytest
from django.core.cache import caches
from pytest_django import Settings

os.environ.setdefault("DEBUG", "1")  # so that tests run without any variable set

QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Every test keeps its files in a folder of its own and hashes passwords quickly."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    storages = {name: dict(choice) for name, choice in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": settings.PRIVATE_ROOT, "base_url": None}
    settings.STORAGES = storages
    caches["pictures"]._dir = str(tmp_path / "share_pictures")
    settings.WHITENOISE_AUTOREFRESH = True  # static files as they lie, nothing collected
    settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = QUICK_HASHERS
