"""Photographs and signatures without a public address: made anew, kept in private storage."""

import base64
import binascii
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import images

FOLDER = "curation"
DATA_URL = "data:image/png;base64,"
MOST_SIGNATURE = 300_000  # characters of a drawing on a phone


def keep(raw: bytes, name: str = "") -> str:
    """Stores a photograph made anew; returns its name. Raises images.ImageRefused."""
    token = secrets.token_hex(16)
    path = f"{FOLDER}/{token[:2]}/{token}.jpg"
    return storages["private"].save(path, ContentFile(images.clean(raw, name).master))


def keep_upload(file: UploadedFile | None) -> str:
    """Stores an uploaded photograph; empty without one. Raises images.ImageRefused."""
    return keep(file.read(images.MAX_BYTES + 1), file.name or "") if file else ""


def keep_drawing(data_url: str) -> str:
    """Stores a signature drawn on the screen; empty without one.

    Raises ValidationError «drawing».
    """
    if not data_url:
        return ""
    refused = ValidationError(
        _("Tanda tangan tidak terbaca. Gambar ulang, atau cukup tulis namanya."), code="drawing"
    )
    if not data_url.startswith(DATA_URL) or len(data_url) > MOST_SIGNATURE:
        raise refused
    try:
        return keep(base64.b64decode(data_url.removeprefix(DATA_URL), validate=True))
    except (binascii.Error, images.ImageRefused):
        raise refused from None


def read(name: str) -> bytes | None:
    """The JPEG's bytes, or None where the file is gone."""
    try:
        with storages["private"].open(name) as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content


def answer(name: str) -> HttpResponse:
    """The photograph for a page of the workbench, kept by nobody; 404 where there is none."""
    content = read(name) if name else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
