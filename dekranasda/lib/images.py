"""The one way a photograph comes in: read in a limited process, turned upright, stripped, written
anew. Nothing that was sent is ever stored; only pictures made here reach a web address."""

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import photo_store
from dekranasda.lib.image_worker import MASTER_EDGE
from dekranasda.lib.photo_store import StoredPhoto
from dekranasda.lib.turns import NoTurnError, turn

logger = logging.getLogger(__name__)

MAX_BYTES = 12 * 1024 * 1024
# The worker has 10 s of processor time; on a busy machine these take longer by the clock.
WALL_SECONDS = 20
# Decoders leave a processor to the pages; whoever comes after the queue is full tries again later.
AT_ONCE = max(1, (os.cpu_count() or 2) - 1)
MOST_WAITING = 15
WAIT_SECONDS = 15
WORKER = Path(__file__).with_name("image_worker.py")
SCREEN_NAMES = re.compile(r"screen[ _-]?shot|tangkapan", re.IGNORECASE)
VIDEO_SUFFIXES = (".mp4", ".mov", ".3gp", ".webm", ".mkv", ".avi")

REFUSALS: Mapping[str, Any] = {
    "empty": _("Berkas ini kosong. Pilih foto lain."),
    "too_big": _("Foto ini lebih besar dari 12 MB. Pilih atau ambil foto yang lebih kecil."),
    "not_photo": _("Berkas ini bukan foto. Pilih foto JPG, PNG, WebP, atau HEIC."),
    "video": _("Berkas ini video. Pilih foto JPG, PNG, WebP, atau HEIC."),
    "broken": _("Foto ini rusak atau belum tersimpan utuh. Ambil ulang, atau pilih foto lain."),
    "animated": _("Gambar bergerak tidak dapat dipakai. Pilih satu foto diam."),
    "too_many_pixels": _(
        "Foto ini lebih dari 40 megapiksel. Atur kamera ke ukuran biasa, lalu ambil ulang."
    ),
    "too_heavy": _("Foto ini terlalu berat untuk diolah. Kecilkan fotonya, lalu coba lagi."),
    "busy": _("Foto ini belum dapat diolah. Coba lagi sebentar lagi."),
}

WARNINGS: Mapping[str, Any] = {
    "dark": _("Foto tampak gelap. Ulangi di tempat terang, atau tetap pakai foto ini."),
    "blurred": _("Foto tampak buram. Pegang HP dengan dua tangan lalu ulangi, atau tetap pakai."),
    "screen": _("Ini tampaknya gambar layar HP. Foto langsung karyanya, atau tetap pakai."),
    "small": _("Foto ini kecil (kurang dari 1.000 piksel). Pakai foto asli dari kamera bila ada."),
}


class ImageRefused(ValidationError):  # noqa: N818 named for the reader: the photograph is refused
    """A photograph that cannot be used; its message tells the maker what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(REFUSALS[code], code=code)


class ImagesBusy(ImageRefused):  # noqa: N818 named for the reader, as above
    """So many photographs are being worked on that this one has to be sent again."""

    def __init__(self) -> None:
        super().__init__("busy")


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph made anew.

    `files` holds every size by its name (`640.webp`); `width` and `height` are those of the
    master in pixels; `warnings` are keys of WARNINGS.
    """

    files: Mapping[str, bytes]
    width: int
    height: int
    colour: str
    warnings: tuple[str, ...]

    @property
    def master(self) -> bytes:
        """The largest size, a JPEG of at most 2048 pixels on the longer edge."""
        return self.files[f"{MASTER_EDGE}.jpg"]

    @property
    def sha256(self) -> str:
        """The digest of the master: the photograph's name in storage."""
        return hashlib.sha256(self.master).hexdigest()


def clean(
    raw: bytes,
    name: str = "",
    *,
    cover: Sequence[tuple[int, int, int, int]] = (),
    in_turn: bool = True,
) -> CleanPhoto:
    """The photograph upright, in sRGB, without any metadata, in every size the portal shows.

    `cover` are parts to be painted over for good: left, top, width and height in percent. Without
    `in_turn` it does not wait for others, for work that no visitor has to share a processor with.

    Accepts JPEG, PNG, WebP and HEIC of at most 12 MB and 40 megapixels, judged by content; the
    name only helps to word a refusal and to tell a screenshot. Takes about half a second of
    processor time for 12 megapixels, and waits where others are before it. Raises ImageRefused
    with a sentence for the maker, ImagesBusy among it, and nothing else.
    """
    if not raw:
        raise ImageRefused("empty")
    if len(raw) > MAX_BYTES:
        raise ImageRefused("too_big")
    try:
        with (
            turn("images", at_once=AT_ONCE, waiting=MOST_WAITING, seconds=WAIT_SECONDS)
            if in_turn
            else nullcontext()
        ):
            answer = _ask_worker(raw, cover)
    except NoTurnError:
        raise ImagesBusy from None
    head, _line, body = answer.partition(b"\n")
    try:
        header = json.loads(head)
    except ValueError:
        header = {"refused": "too_heavy"}
    if refused := header.get("refused"):
        is_video = refused == "not_photo" and name.lower().endswith(VIDEO_SUFFIXES)
        raise ImageRefused("video" if is_video else refused)
    files, start = {}, 0
    for file_name, size in header["files"].items():
        files[file_name] = body[start : start + size]
        start += size
    if start != len(body):
        raise ImageRefused("busy")
    warnings = set(header["warnings"]) | ({"screen"} if SCREEN_NAMES.search(name) else set())
    return CleanPhoto(
        files, header["width"], header["height"], header["colour"], tuple(sorted(warnings))
    )


def _ask_worker(raw: bytes, cover: Sequence[tuple[int, int, int, int]]) -> bytes:
    """The worker's answer; empty where it died of its limits. Raises ImageRefused."""
    environment = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER), json.dumps([list(one) for one in cover])],
            input=raw,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            env={**environment, "MALLOC_ARENA_MAX": "1"},
        )
    except subprocess.TimeoutExpired:
        logger.warning("Photograph %s took too long", hashlib.sha256(raw).hexdigest())
        raise ImageRefused("too_heavy") from None
    except OSError:
        logger.exception("The image worker could not be started")
        raise ImageRefused("busy") from None
    if done.returncode:
        # The digest finds the file again in a report; its name or content never goes to a log.
        logger.warning(
            "Photograph %s ended the image worker with %s",
            hashlib.sha256(raw).hexdigest(),
            done.returncode,
        )
        return b""
    return done.stdout


def store(photo: CleanPhoto) -> StoredPhoto:
    """Writes every size under the photograph's digest, all or none; the same bytes only once.

    Raises photo_store.StorageRefused where the storage takes nothing more.
    """
    photo_store.write(photo.sha256, photo.files)
    return StoredPhoto(photo.sha256, photo.width, photo.height, photo.colour, photo.warnings)
