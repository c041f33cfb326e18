"""Loaded by pytest before the settings, so that tests run without any variable set."""

import os

os.environ.setdefault("DEBUG", "1")
