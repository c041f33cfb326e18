"""WSGI entry point for gunicorn."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekranasda.settings")
application = get_wsgi_application()
# A missing or wrong key ends the server here, before it reads or writes a number.
import_module("dekranasda.keys").require_at_start()
