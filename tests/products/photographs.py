"""Small photographs for tests, each different."""

import itertools
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

_numbers = itertools.count(1)


def photograph(number: int | None = None, *, width: int = 240, height: int = 300) -> bytes:
    """The bytes of a JPEG; another one for every number."""
    number = next(_numbers) if number is None else number
    image = Image.new("RGB", (width, height), (200 - number % 50, 150, 90 + number % 100))
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 10 + number % 7):
        draw.line((step, 0, width - step, height), fill=(40, 30, 20), width=2)
    draw.ellipse((20, 20, 40 + number % 60, 60 + number % 40), fill=(250, 240, 230))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def upload(number: int | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    """A photograph as a browser sends it."""
    return SimpleUploadedFile(name, photograph(number), "image/jpeg")
