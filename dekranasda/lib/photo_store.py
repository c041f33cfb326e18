"""Where clean photographs lie: `photos/ab/<digest>/<size>`, written whole or not at all.

Every photograph has every name of NAMES, so that an address built from its digest never leads to
a broken picture; a photograph smaller than a size is not enlarged for it.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.image_worker import MASTER_EDGE, WIDTHS

logger = logging.getLogger(__name__)

FOLDER = "photos"
NAMES = (
    f"{MASTER_EDGE}.jpg",
    *(f"{width}.{kind}" for width in WIDTHS for kind in ("webp", "jpg")),
)


class StorageRefused(ValidationError):  # noqa: N818 reads as what happened to the photograph
    """The storage is full or out of reach; nothing was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Foto belum tersimpan karena penyimpanan kami sedang penuh. Isian Anda aman. "
                "Coba lagi nanti, atau hubungi sekretariat."
            ),
            code="storage",
        )


@dataclass(frozen=True)
class StoredPhoto:
    """A photograph in storage: its digest, the master's size in pixels, colour, warnings."""

    sha256: str
    width: int
    height: int
    colour: str
    warnings: tuple[str, ...] = ()


def folder_of(sha256: str) -> str:
    """The folder of a photograph's files, relative to the storage."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def url(sha256: str, width: int = 640, kind: str = "webp") -> str:
    """The address of one size: a width of WIDTHS as webp or jpg, or MASTER_EDGE as jpg."""
    return default_storage.url(f"{folder_of(sha256)}/{width}.{kind}")


def srcset(sha256: str, kind: str = "webp") -> str:
    """The addresses of all widths as the `srcset` of one format."""
    first = url(sha256, WIDTHS[0], kind)
    start = first.removesuffix(f"{WIDTHS[0]}.{kind}")
    return ", ".join(f"{start}{width}.{kind} {width}w" for width in WIDTHS)


def write(sha256: str, files: Mapping[str, bytes]) -> None:
    """Stores the files of a photograph, all or none. Raises StorageRefused.

    A photograph that is there already is left alone: its name says its content.
    """
    folder = folder_of(sha256)
    try:
        if isinstance(default_storage, FileSystemStorage):
            _write_locally(Path(default_storage.path(folder)), files)
        else:
            for name, content in files.items():
                if not default_storage.exists(f"{folder}/{name}"):
                    default_storage.save(f"{folder}/{name}", ContentFile(content))
    except Exception:  # each storage has its own errors; none may reach the maker as a 500
        logger.exception("Photograph %s could not be stored", sha256)
        raise StorageRefused from None


def _write_locally(target: Path, files: Mapping[str, bytes]) -> None:
    """Fills a folder beside the target and renames it, so that no half-written one is ever seen."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    try:
        unfinished.mkdir()
        for name, content in files.items():
            with (unfinished / name).open("xb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
        _sync_folder(unfinished)
        try:
            unfinished.rename(target)
        except OSError:
            # Somebody stored the same photograph in the meantime.
            if not target.exists():
                raise
        _sync_folder(target.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Brings the folder's entries to disk, so that a power cut does not lose a stored name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def delete(sha256: str) -> None:
    """Removes a photograph for good. The caller knows that nothing shows it any more."""
    folder = folder_of(sha256)
    if isinstance(default_storage, FileSystemStorage):
        shutil.rmtree(default_storage.path(folder), ignore_errors=True)
        return
    for name in NAMES:
        default_storage.delete(f"{folder}/{name}")


def forget(digests: Iterable[str]) -> None:
    """Removes the files of photographs that no row of any app shows any more, after the commit."""
    for digest in set(digests) - {""}:
        transaction.on_commit(partial(_forget_unshown, digest))


def _forget_unshown(sha256: str) -> None:
    is_shown = any(
        model._default_manager.filter(**{field: sha256}).exists() for model, field in _holders()
    )
    if not is_shown:
        delete(sha256)


def _holders() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and field that may show a photograph: named `sha256`, or ending so.

    The audit trail's copies do not hold a photograph: what was taken away is to be gone.
    """
    for model in apps.get_models():
        if hasattr(model, "pgh_obj_id") or hasattr(model, "pgh_id"):
            continue
        for field in model._meta.concrete_fields:
            if field.name.endswith("sha256"):
                yield model, field.name
